"""The wait for one service seen from five sides, never as one number.

Those who wait have not been seen, and those who were seen no longer wait: an average of
either is not what a family meets. Source of the five views: The King's Fund and NHS
England on publishing waits; the rules for when a number is given are local.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from attrs import frozen

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure
from send_metrics.calculate.lengths import Lengths, lengths_of
from send_metrics.calculate.whole_journey import WholeJourney, whole_journey
from send_metrics.domain.period import Period
from send_metrics.domain.periods import latest_complete, up_to
from send_metrics.errors import RecordsError, UsageError
from send_metrics.records.records import Records

BANDS_FROM_WEEKS = (0, 18, 52, 78, 104)
"""Bands of waits so far; a wait of 18 weeks exactly, 126 days, is in the first."""

_DAYS_IN_A_WEEK = 7
_WAITING, _SO_FAR = "waits.still_waiting", "waits.still_waiting_weeks"
_SEEN_WEEKS = "waits.seen_weeks"
_ADDED, _SEEN = "waits.referrals_added", "waits.referrals_seen"
_LEFT, _DECLINED = "waits.referrals_left_unseen", "waits.referrals_declined"
_FLOW = (_ADDED, _SEEN, _LEFT)


@frozen
class Estimate:
    """How many months a list takes to clear, at the best and at the worst month's pace.

    *most_months* is missing where in some month nobody left the list.
    """

    least_months: int
    most_months: int | None


@frozen(repr=False)
class WaitingTimes:
    """Five views of the wait for one service.

    *waiting* is of those on the list on *as_at*, so far; *seen* of those first seen in
    *period*; *added*, *first_seen* and *left_unseen* count referrals in it, and *declined*
    those left unseen that the service turned away, missing where the source does not say
    why they were closed. *bands* has how many wait by the weeks that a band begins after.
    *if_referred_today* is an estimate, missing if nobody left the list. *whole_journey*
    is of those who came to the end of it in *period*. *undetermined* referrals lack a
    day.
    """

    service: str
    as_at: dt.date
    period: Period
    waiting: Lengths
    bands: Mapping[int, int]
    seen: Lengths
    if_referred_today: Estimate | None
    whole_journey: WholeJourney
    added: int
    first_seen: int
    left_unseen: int
    declined: int | None
    undetermined: int

    def __repr__(self) -> str:
        return f"<WaitingTimes: {self.service}, {self.as_at}>"

    @property
    def left_otherwise(self) -> int | None:
        """How many were closed unseen without being declined; a shrinking list shows."""
        return None if self.declined is None else self.left_unseen - self.declined

    def in_plain_words(self, *, called: str | None = None) -> str:
        """Return a paragraph that a parent reads; *called* is the service's name.

        Raises:
            UsageError: the name has more words than a short sentence has room for.
        """
        from send_metrics.calculate.waiting_in_words import in_plain_words

        return in_plain_words(self, called=called)

    def to_dict(self) -> dict[str, Any]:
        """Return the five views as plain data."""
        estimate = self.if_referred_today
        return {
            "service": self.service,
            "as_at": self.as_at.isoformat(),
            "period": {
                "first": self.period.first.isoformat(),
                "last": self.period.last.isoformat(),
            },
            "still_waiting": {
                **self.waiting.to_dict(),
                "bands_from_weeks": {str(k): n for k, n in self.bands.items()},
            },
            "seen": self.seen.to_dict(),
            "if_referred_today": None
            if estimate is None
            else {
                "least_months": estimate.least_months,
                "most_months": estimate.most_months,
                "is_estimate": True,
            },
            "whole_journey": self.whole_journey.to_dict(),
            "flow": {
                "added": self.added,
                "first_seen": self.first_seen,
                "left_unseen": self.left_unseen,
                "declined": self.declined,
                "left_otherwise": self.left_otherwise,
            },
            "undetermined": self.undetermined,
        }


def waiting_times(
    records: Records,
    service: str,
    *,
    as_at: dt.date,
    months: int = 6,
    stages: Sequence[str] = (),
) -> WaitingTimes:
    """Return the five views of the wait for *service*, on a day.

    Who was seen and what came and went is of the last *months* whole months up to
    *as_at*. *stages* names the services that the whole journey leads through, in order;
    without them it is that to the service alone.

    Raises:
        UsageError: the source has no referral to the service, the day is not a day,
            fewer than three months were asked for, or the stages leave the service out,
            name one twice or are not a list of names.
        RecordsError: referrals were not supplied, or too many of them were rejected.
    """
    least = 3
    if months < least:
        message = f"a pace is taken from {least} months or more, not {months}"
        raise UsageError(message)
    if isinstance(stages, str) or (stages and service not in stages):
        message = f"name the services of the way in a list, {service} among them"
        raise UsageError(message)
    on_list = _of_service(records, [_WAITING, _SO_FAR], as_at=as_at)
    periods = up_to(latest_complete("month", as_at), months)
    period = Period(periods[0].first, periods[-1].last)
    over = _of_service(records, [_SEEN_WEEKS, *_FLOW], period=[period])
    monthly = _of_service(records, [_SEEN, _LEFT], period=periods)
    if service not in {name for name, _ in (*on_list, *over)}:
        message = (
            "no referral to that service waited, came or went in that time; to see which"
            f" services there are, calculate {_WAITING} by service"
        )
        raise UsageError(message)
    so_far = _only(on_list.get((service, _SO_FAR)))
    seen = _only(over.get((service, _SEEN_WEEKS)))
    counts = {kpi: _count(_only(over.get((service, kpi)))) for kpi in _FLOW}
    paces = [
        sum(
            _count(figure)
            for kpi in (_SEEN, _LEFT)
            for figure in monthly.get((service, kpi), ())
            if figure.period == month
        )
        for month in periods
    ]
    waiting = lengths_of(so_far)
    journey = whole_journey(records, stages or [service], period)
    return WaitingTimes(
        service=service,
        as_at=as_at,
        period=period,
        waiting=waiting,
        bands=_bands(so_far),
        seen=lengths_of(seen),
        if_referred_today=_estimate(waiting.children, paces),
        whole_journey=journey.or_sum_of(_medians(over, stages)),
        added=counts[_ADDED],
        first_seen=counts[_SEEN],
        left_unseen=counts[_LEFT],
        declined=_declined(records, service, period) if counts[_LEFT] else 0,
        undetermined=0 if so_far is None else so_far.undetermined,
    )


Found = dict[tuple[str, str], list[Figure]]
"""Figures by service and measure."""


def _of_service(records: Records, kpis: Sequence[str], **when: Any) -> Found:
    found: Found = {}
    for figure in calculate(kpis, records, by="service", **when):
        if figure.unavailable:
            message = f"of waits nothing can be told: {figure.unavailable}"
            raise RecordsError(message)
        if figure.by:
            found.setdefault((figure.by["service"], figure.kpi.id), []).append(figure)
    return found


def _only(figures: Sequence[Figure] | None) -> Figure | None:
    return figures[0] if figures else None


def _count(figure: Figure | None) -> int:
    return 0 if figure is None else figure.count


def _declined(records: Records, service: str, period: Period) -> int | None:
    """Return how many were declined, if it is given why each of them was closed."""
    figures = calculate(_DECLINED, records, period=period, by="service")
    if any(figure.unavailable for figure in figures):
        return None
    of_service = [f for f in figures if f.by.get("service") == service]
    if any(figure.undetermined for figure in of_service):
        return None
    return sum(figure.count for figure in of_service)


def _bands(figure: Figure | None) -> dict[int, int]:
    """Return how many wait in each band, by the weeks that it begins after."""
    found = dict.fromkeys(BANDS_FROM_WEEKS, 0)
    for days, children in (figure.state.spread if figure else {}).items():
        begun = [w for w in BANDS_FROM_WEEKS if days > w * _DAYS_IN_A_WEEK or not w]
        found[begun[-1]] += children
    return found


def _estimate(waiting: int, paces: Sequence[int]) -> Estimate | None:
    if not waiting or not any(paces):
        return None
    slowest = min(paces)
    return Estimate(
        least_months=ceil(Fraction(waiting, max(paces))),
        most_months=ceil(Fraction(waiting, slowest)) if slowest else None,
    )


def _medians(over: Found, stages: Sequence[str]) -> list[int | None]:
    """Return the median of each stage by itself, in weeks."""
    figures = [_only(over.get((stage, _SEEN_WEEKS))) for stage in stages]
    return [lengths_of(figure).half_weeks for figure in figures]
