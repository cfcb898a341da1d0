"""What the made-up registers agree on: who keeps them, since when, and what improves."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from attrs import frozen

from send_metrics.demo.chance import working_day

AUTHORITY = "999"
FIRST_MONTH = dt.date(2023, 10, 1)
EXTRACTED_ON = dt.date(2025, 12, 31)

COUNCIL = "Wexshire Council"
BOARD = "NHS Wexshire ICB"
COMMUNITY_TRUST = "Oakmere Community Health"
MENTAL_HEALTH_TRUST = "Larkfield Children's Services"


def months() -> list[dt.date]:
    """Return the first day of each month that the registers tell of."""
    return [
        dt.date(place // 12, place % 12 + 1, 1)
        for place in range(
            FIRST_MONTH.year * 12 + FIRST_MONTH.month - 1,
            EXTRACTED_ON.year * 12 + EXTRACTED_ON.month,
        )
    ]


def last_day(month: dt.date) -> dt.date:
    """Return the last day of the month that a day lies in."""
    following = month.replace(day=1) + dt.timedelta(days=31)
    return following.replace(day=1) - dt.timedelta(days=1)


def quarter_ends() -> list[dt.date]:
    """Return the last day of each whole quarter that the registers tell of."""
    return [last_day(month) for month in months() if month.month % 3 == 0]


def so_far(day: dt.date, first: float, last: float) -> float:
    """Return how far something had come by a day, steadily from *first* to *last*."""
    past = (day - FIRST_MONTH).days / (EXTRACTED_ON - FIRST_MONTH).days
    return first + (last - first) * min(max(past, 0.0), 1.0)


def by_then(day: dt.date | None) -> dt.date | None:
    """Return the day, or nothing where it lies after the registers were extracted."""
    return day if day is not None and day <= EXTRACTED_ON else None


@frozen
class Teller:
    """Draws what happened, for a partnership of *children* active plans."""

    rng: Random
    children: int

    def happens(self, share: float) -> bool:
        """Tell whether something that is as likely as *share* comes about."""
        return self.rng.random() < share

    def days_of_month(self, month: dt.date, per_1000_plans: float) -> list[dt.date]:
        """Return a working day for each event of a month, about so many for 1,000 plans.

        There is one at least, so that a small partnership has a story as well.
        """
        mean = self.children * per_1000_plans / 1000
        count = max(1, round(self.rng.gauss(mean, mean**0.5 / 2)))
        last = last_day(month).day
        days = (month.replace(day=self.rng.randint(3, last)) for _ in range(count))
        return sorted(working_day(day) for day in days)

    def days(self, per_1000_plans: float) -> Iterator[dt.date]:
        """Yield the days of every month, in order."""
        for month in months():
            yield from self.days_of_month(month, per_1000_plans)

    def after(self, day: dt.date, fewest: int, most: int) -> dt.date:
        """Return a working day so many days later, but never before the day itself."""
        later = working_day(day + dt.timedelta(days=self.rng.randint(fewest, most)))
        return max(later, day)

    def in_time_or_late(
        self,
        day: dt.date,
        share: float,
        in_time: tuple[int, int],
        late: tuple[int, int],
    ) -> dt.date:
        """Return a working day after *day*: within *in_time* days as likely as *share*."""
        return self.after(day, *(in_time if self.happens(share) else late))
