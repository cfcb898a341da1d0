"""Figures of one measure put into the order of time, with nothing left out or repeated."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

from attrs import field, frozen

from send_metrics.calculate.figure import Figure, Figures
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import Definition
from send_metrics.progress.numbers import Number, exact_or_missing

_SHOWN = 3
_ONE_DAY = dt.timedelta(days=1)


@frozen
class SeriesPoint:
    """The exact value of one period or day, or why there is none.

    *when* is missing for plain numbers that know only their order.
    """

    when: Period | dt.date | None
    value: Fraction | None = field(repr=False)
    missing: str | None = None


def series_of(figures: Figures | Iterable[Figure]) -> list[Fraction | None]:
    """Return the values of one measure in the order of time, exact.

    A figure without a value is a gap. Shares are from 0 to 1.

    Raises:
        UsageError: the figures are of several measures, editions or cells; they are of
            years to date, each of which holds the one before; two share days; they are
            of unlike kind or length; or one between two others is left out. The message
            names the periods.
    """
    return [point.value for point in points_of(figures)]


def points_of(figures: Iterable[Figure]) -> tuple[SeriesPoint, ...]:
    """Return the figures of one measure as points in the order of time.

    Raises:
        UsageError: as `series_of`.
    """
    held = sorted(figures, key=lambda figure: ends(figure.when))
    _refuse_unlike_figures(held)
    periods = [figure.when for figure in held if isinstance(figure.when, Period)]
    _refuse_years_to_date(periods)
    for earlier, later in pairwise(figure.when for figure in held):
        _refuse_shared_days(earlier, later)
    _refuse_unlike_periods(periods)
    for before, after in pairwise(periods):
        _refuse_left_out(before, after)
    _refuse_days_left_out([f.as_at for f in held if f.as_at is not None])
    return tuple(
        SeriesPoint(
            figure.when,
            figure.exact if figure.missing is None else None,
            figure.missing_reason,
        )
        for figure in held
    )


def points_given(
    values: Figures | Iterable[Figure] | Iterable[Number | None],
) -> tuple[Sequence[SeriesPoint], Definition | None]:
    """Return figures or plain numbers as points, and the definition of the figures.

    A pandas column whose index is of days or periods knows when its values are of.

    Raises:
        UsageError: as `series_of`; figures and numbers are mixed; the days of an index
            do not rise from row to row; or it is no row of values.
    """
    held = _in_a_row(values)
    figures = [value for value in held if isinstance(value, Figure)]
    if not figures:
        numbers = [exact_or_missing(value) for value in held]
        return list(map(SeriesPoint, _days_of(values, len(held)), numbers)), None
    if len(figures) < len(held):
        message = "figures and plain numbers are mixed; give one or the other"
        raise UsageError(message)
    return points_of(figures), figures[0].kpi


def _in_a_row(values: object) -> list[Any]:
    is_table = isinstance(values, Mapping) or hasattr(values, "columns")
    if is_table or not isinstance(values, Iterable):
        message = "give one row of values, such as a list or one column of a table"
        raise UsageError(message)
    return list(values)


def _days_of(values: object, number: int) -> Sequence[Period | dt.date | None]:
    """Return the days, or periods, of the index of a pandas column; else none."""
    index: Any = getattr(values, "index", None)
    if not hasattr(index, "year"):
        return [None] * number
    if not (index.is_monotonic_increasing and index.is_unique):
        message = (
            "the days of the index do not rise from row to row;"
            " sort it, and keep one value for each"
        )
        raise UsageError(message)
    return [
        Period(entry.start_time.date(), entry.end_time.date())
        if hasattr(entry, "start_time")
        else entry.date()
        for entry in index
    ]


def ends(when: Period | dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a period; both are the day of a stock."""
    return (when.first, when.last) if isinstance(when, Period) else (when, when)


def _written(when: Period | dt.date) -> str:
    return when.written if isinstance(when, Period) else str(when)


def _refuse_unlike_figures(figures: Sequence[Figure]) -> None:
    traits = {
        "measure": {figure.kpi.id for figure in figures},
        "edition": {str(figure.kpi.edition) for figure in figures},
        "definition": {figure.kpi.fingerprint for figure in figures},
        "cell": {
            ", ".join(f"{column}={code}" for column, code in sorted(figure.by.items()))
            or "the total"
            for figure in figures
        },
        "kind of date": {
            "period" if figure.as_at is None else "day" for figure in figures
        },
        "hindsight": {
            "now" if figure.known_on is None else "then" for figure in figures
        },
    }
    for name, found in traits.items():
        if len(found) > 1:
            message = (
                f"the figures differ in {name}: {'; '.join(sorted(found))}; a series is"
                " of one measure and one cell, so choose it with figures.where(...)"
            )
            raise UsageError(message)


def _refuse_years_to_date(periods: Sequence[Period]) -> None:
    for period in periods:
        if period.kind == "year to date":
            message = (
                f"{period.written} is a year to date, which holds those before it, so"
                " that nothing can be said of their changes; chart the months or"
                " quarters themselves, see months_of"
            )
            raise UsageError(message)


def _refuse_shared_days(earlier: Period | dt.date, later: Period | dt.date) -> None:
    if ends(later)[0] > ends(earlier)[1]:
        return
    if earlier == later:
        message = f"two figures are of {_written(later)}; give one for each"
    else:
        message = (
            f"{_written(earlier)} and {_written(later)} share days; chart periods that"
            " follow each other, such as months, never a year to date or one that rolls"
        )
    raise UsageError(message)


def _refuse_unlike_periods(periods: Sequence[Period]) -> None:
    kinds = {period.kind: period for period in periods}
    if len(kinds) > 1:
        named = "; ".join(f"{p.written} is of {kind}" for kind, p in kinds.items())
        message = f"the periods are of unlike kind: {named}; a series is of one kind"
        raise UsageError(message)
    if set(kinds) == {"days"}:
        shortest = min(periods, key=lambda period: period.days)
        longest = max(periods, key=lambda period: period.days)
        if longest.days >= 2 * shortest.days:
            message = (
                f"the periods {shortest} and {longest} are of unlike length; a series is"
                " of periods that are about as long as each other"
            )
            raise UsageError(message)


def _refuse_left_out(earlier: Period, later: Period) -> None:
    between = (later.first - earlier.last).days - 1
    if later.kind == "days":
        # Terms that are told by their days have holidays between them.
        is_whole = 4 * between < 3 * min(earlier.days, later.days)
        left_out = [] if is_whole else [_days_between(earlier, later)]
    else:
        left_out = []
        before = later.previous()
        while before.first > earlier.last:
            left_out.append(before)
            before = before.previous()
        if not left_out and between and later.calendar is None:
            left_out = [_days_between(earlier, later)]
    if left_out:
        named = ", ".join(p.written for p in reversed(left_out[-_SHOWN:]))
        more = f" and {len(left_out) - _SHOWN} more" if left_out[_SHOWN:] else ""
        message = (
            f"{named}{more} is left out between {earlier.written} and {later.written};"
            " calculate it too: where it has no value, it is shown as a gap"
        )
        raise UsageError(message)


def _days_between(earlier: Period, later: Period) -> Period:
    return Period(earlier.last + _ONE_DAY, later.first - _ONE_DAY)


def _refuse_days_left_out(days: Sequence[dt.date]) -> None:
    """Refuse days of a stock of which one is nearly as far away as two steps are."""
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    for (earlier, later), step in zip(pairwise(days), steps, strict=True):
        if 4 * step >= 7 * median(steps):
            message = (
                f"a day is left out between {earlier} and {later}, where others are"
                f" about {median(steps):.0f} days apart; calculate it too: where it has"
                " no value, it is shown as a gap"
            )
            raise UsageError(message)
