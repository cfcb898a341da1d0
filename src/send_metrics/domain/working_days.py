"""Working days in England: Monday to Friday without bank holidays, known offline."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from send_metrics.errors import UsageError

_SATURDAY = 5


@cache
def bank_holidays(year: int) -> Mapping[dt.date, str]:
    """Return the bank holidays of a year in England and their names.

    Substitute days and one-off days, such as the coronation on 8 May 2023, are among
    them. Those that are only proclaimed later come with a newer version of the
    ``holidays`` package; no network is asked.

    Raises:
        UsageError: the package does not know the bank holidays of that year.
    """
    from holidays import country_holidays

    england = country_holidays("GB", subdiv="ENG", years=year)
    if not england.start_year <= year <= england.end_year:
        message = (
            f"the bank holidays of {year} are not known, so that working days cannot"
            f" be counted; known are {england.start_year} to {england.end_year}"
        )
        raise UsageError(message)
    return dict(sorted(england.items()))


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices work on a day.

    >>> is_working_day(dt.date(2023, 5, 8))
    False
    """
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def working_day_after(day: dt.date, number: int) -> dt.date:
    """Return the *number*-th working day after a day, which itself is not counted.

    >>> working_day_after(dt.date(2024, 12, 24), 1)
    datetime.date(2024, 12, 27)
    """
    for _ in range(number):
        day += dt.timedelta(days=1)
        while not is_working_day(day):
            day += dt.timedelta(days=1)
    return day


def working_days_between(start: dt.date, stop: dt.date) -> int:
    """Return how many working days lie after *start*, up to and with a later *stop*.

    >>> working_days_between(dt.date(2024, 12, 24), dt.date(2024, 12, 30))
    2
    """
    days = (start + dt.timedelta(days=n) for n in range(1, (stop - start).days + 1))
    return sum(map(is_working_day, days))


def last_working_days(day: dt.date, days: int) -> list[dt.date]:
    """Return the working days among the last *days*, up to and with *day*.

    >>> [str(found) for found in last_working_days(dt.date(2025, 5, 6), 4)]
    ['2025-05-06']
    """
    last = [day - dt.timedelta(days=n) for n in reversed(range(days))]
    return [found for found in last if is_working_day(found)]


def started_to_end_in(
    first: dt.date, last: dt.date, number: int
) -> tuple[dt.date, dt.date]:
    """Return the first and last day whose *number*-th working day after lies in between.

    The later a day is, the later are the working days after it, so that all days in
    between are meant. The second is the day before the first where there are none.

    >>> [str(day) for day in started_to_end_in(
    ...     dt.date(2025, 1, 1), dt.date(2025, 1, 31), 10)]
    ['2024-12-16', '2025-01-19']
    """
    return (
        _first_to_end_from(first, number),
        _first_to_end_from(last + dt.timedelta(days=1), number) - dt.timedelta(days=1),
    )


def _first_to_end_from(day: dt.date, number: int) -> dt.date:
    start = day
    while working_day_after(start - dt.timedelta(days=1), number) >= day:
        start -= dt.timedelta(days=1)
    return start
