"""The wait for one service seen from five sides, never as one number.

Those who wait have not been seen, and those who were seen no longer wait: an average of
either is not what a family meets. Source of the five views: The King's Fund and NHS
England on publishing waits; the rules for when a number is given are local.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from attrs import frozen

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure
from send_metrics.domain.period import Period
from send_metrics.domain.periods import latest_complete, up_to
from send_metrics.errors import UsageError
from send_metrics.records.records import Records

FEWEST = 10
"""Below so many children no median, nor the wait of nine in ten, is told."""

BANDS_FROM_WEEKS = (0, 18, 52, 78, 104)
"""Bands of waits so far; a wait of 18 weeks exactly, 126 days, is in the first."""

_DAYS_IN_A_WEEK = 7
_WAITING, _SO_FAR = "waits.still_waiting", "waits.still_waiting_weeks"
_SEEN_WEEKS = "waits.seen_weeks"
_ADDED, _SEEN = "waits.referrals_added", "waits.referrals_seen"
_LEFT = "waits.referrals_left_unseen"


@frozen
class Lengths:
    """How long children waited, in whole weeks; missing where there are too few.

    Half waited *half_weeks* or less, nine in ten *nine_in_ten_weeks* or less, and the
    longest wait was *longest_weeks* completed weeks.
    """

    children: int
    half_weeks: int | None
    nine_in_ten_weeks: int | None
    longest_weeks: int | None


@frozen
class Estimate:
    """How many months a list takes to clear, at the best and at the worst month's pace.

    *most_months* is missing where in some month nobody left the list.
    """

    least_months: int
    most_months: int | None


@frozen
class WaitingTimes:
    """Five views of the wait for one service.

    *waiting* is of those on the list on *as_at*, so far; *seen* of those first seen in
    *period*; *added*, *first_seen* and *left_unseen* count referrals in it. *bands* has
    how many wait by the weeks that a band begins after. *if_referred_today* is an
    estimate, missing if nobody left the list. *whole_journey_weeks* adds up the medians
    of stages, missing for one service. *undetermined* referrals lack a day.
    """

    service: str
    as_at: dt.date
    period: Period
    waiting: Lengths
    bands: Mapping[int, int]
    seen: Lengths
    if_referred_today: Estimate | None
    whole_journey_weeks: int | None
    added: int
    first_seen: int
    left_unseen: int
    undetermined: int

    def in_plain_words(self, *, called: str | None = None) -> str:
        """Return a paragraph that a parent reads; *called* is the service's name."""
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
                **_told(self.waiting),
                "bands_from_weeks": {str(k): n for k, n in self.bands.items()},
            },
            "seen": _told(self.seen),
            "if_referred_today": None
            if estimate is None
            else {
                "least_months": estimate.least_months,
                "most_months": estimate.most_months,
                "is_estimate": True,
            },
            "whole_journey_weeks": self.whole_journey_weeks,
            "flow": {
                "added": self.added,
                "first_seen": self.first_seen,
                "left_unseen": self.left_unseen,
            },
            "undetermined": self.undetermined,
        }


def _told(lengths: Lengths) -> dict[str, int | None]:
    return {
        "children": lengths.children,
        "half_weeks": lengths.half_weeks,
        "nine_in_ten_weeks": lengths.nine_in_ten_weeks,
        "longest_weeks": lengths.longest_weeks,
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
    *as_at*. *stages* names the services of a pathway in order, to add up their medians;
    a sum of medians is no median, and is told as a sum.

    Raises:
        UsageError: the source has no referral to the service, or fewer than three months
            were asked for.
        RecordsError: referrals were not supplied.
    """
    least = 3
    if months < least:
        message = f"a pace is taken from {least} months or more, not {months}"
        raise UsageError(message)
    periods = up_to(latest_complete("month", as_at), months)
    period = Period(periods[0].first, periods[-1].last)
    on_list = _of_service(records, [_WAITING, _SO_FAR], as_at=as_at)
    over = _of_service(records, [_SEEN_WEEKS, _ADDED, _SEEN, _LEFT], period=[period])
    monthly = _of_service(records, [_SEEN, _LEFT], period=periods)
    if service not in {name for name, _ in (*on_list, *over)}:
        message = (
            "no referral to that service waited, came or went in that time; to see which"
            f" services there are, calculate {_WAITING} by service"
        )
        raise UsageError(message)
    so_far = _only(on_list.get((service, _SO_FAR)))
    seen = _only(over.get((service, _SEEN_WEEKS)))
    counts = {
        kpi: _count(_only(over.get((service, kpi)))) for kpi in (_ADDED, _SEEN, _LEFT)
    }
    paces = [
        sum(
            _count(figure)
            for kpi in (_SEEN, _LEFT)
            for figure in monthly.get((service, kpi), ())
            if figure.period == month
        )
        for month in periods
    ]
    waiting = _lengths(so_far)
    return WaitingTimes(
        service=service,
        as_at=as_at,
        period=period,
        waiting=waiting,
        bands=_bands(so_far),
        seen=_lengths(seen),
        if_referred_today=_estimate(waiting.children, paces),
        whole_journey_weeks=_journey(over, stages),
        added=counts[_ADDED],
        first_seen=counts[_SEEN],
        left_unseen=counts[_LEFT],
        undetermined=0 if so_far is None else so_far.undetermined,
    )


Found = dict[tuple[str, str], list[Figure]]
"""Figures by service and measure."""


def _of_service(records: Records, kpis: Sequence[str], **when: Any) -> Found:
    found: Found = {}
    for figure in calculate(kpis, records, by="service", **when):
        if figure.by:
            found.setdefault((figure.by["service"], figure.kpi.id), []).append(figure)
    return found


def _only(figures: Sequence[Figure] | None) -> Figure | None:
    return figures[0] if figures else None


def _count(figure: Figure | None) -> int:
    return 0 if figure is None else figure.count


def _lengths(figure: Figure | None) -> Lengths:
    if figure is None or not figure.count:
        return Lengths(0, None, None, None)
    spread = figure.state.spread
    half, nine = _point(spread, Fraction(1, 2)), _point(spread, Fraction(9, 10))
    enough = figure.count >= FEWEST
    return Lengths(
        children=figure.count,
        half_weeks=half if enough else None,
        nine_in_ten_weeks=nine if enough else None,
        longest_weeks=floor(Fraction(max(spread), _DAYS_IN_A_WEEK)) if enough else None,
    )


def _point(spread: Mapping[int, int], share: Fraction) -> int:
    """Return the fewest whole weeks within which at least a share of children were."""
    needed, reached = share * sum(spread.values()), 0
    for days in sorted(spread):
        reached += spread[days]
        if reached >= needed:
            return ceil(Fraction(days, _DAYS_IN_A_WEEK))
    return 0


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


def _journey(over: Found, stages: Sequence[str]) -> int | None:
    """Return the medians of the stages added up; nothing if one cannot be told."""
    medians = [
        _lengths(_only(over.get((stage, _SEEN_WEEKS)))).half_weeks for stage in stages
    ]
    known = [weeks for weeks in medians if weeks is not None]
    return sum(known) if known and len(known) == len(medians) else None
