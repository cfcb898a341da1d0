"""Rates whose parts are counts of several tables."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from send_metrics.calculate.availability import told_up_to
from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.calculate.merge import added
from send_metrics.domain.census_days import sen2_census_day
from send_metrics.domain.period import Period, calendar_year
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import Count, Feeder, Part, RateOfCounts
from send_metrics.records.records import Records

Moment = Period | dt.date
Cell = tuple[str, ...]
Counted = Callable[[Count, Moment, Cell], Figures]
"""Returns the figures of a count at a moment, by the columns named."""

_AREA = "authority"


def moment_of_part(kpi: RateOfCounts, part: Part, period: Period) -> Moment:
    """Return the period or day that a part of a rate is counted in.

    Raises:
        UsageError: the part is of a census day, and the period is no calendar year or
            the census day is not known.
    """
    if part.taken == "in the period":
        return period
    if part.taken == "on the last day of the period":
        return period.last
    year = period.first.year
    if period != calendar_year(year):
        message = (
            f"{kpi.id} adds {part.count.counted} {part.taken}, so that it is of"
            f" calendar years only; ask for CY{year}"
        )
        raise UsageError(message)
    year += part.taken == "on the census day after"
    try:
        return sen2_census_day(year)
    except UsageError as error:
        message = f"{kpi.id} for {period}: {error}"
        raise UsageError(message) from None


@frozen
class RatesOfCounts:
    """Puts the counts of a rate together, cell by cell."""

    kpi: RateOfCounts
    records: Records
    period: Period

    def asked(self, by: Cell) -> Iterator[tuple[Count, Moment, Cell]]:
        """Yield each count that the rate in every cell is made of or depends on.

        Raises:
            UsageError: a part cannot be counted for this period.
        """
        for part in self.kpi.parts_counted:
            yield part.count, self._moment(part), by
        for feeder in self.kpi.feeders:
            for part in (feeder.part, feeder.whole):
                yield part.count, self._moment(part), (_AREA,)

    def figures(self, by: Cell, counted: Counted) -> Figures:
        """Return the rate in every cell; one without a number where a part is not whole.

        *counted* gives what was `asked`.
        """
        if reason := self._why_stale():
            return Figures((self._unavailable(reason, {}),))
        incomplete = self._incomplete(counted)
        if incomplete and _AREA not in by:
            return Figures((self._unavailable("; ".join(incomplete.values()), {}),))
        cells: dict[tuple[tuple[str, str], ...], Figure] = {}
        for figure in self._parts(by, counted):
            key = tuple(figure.by.items())
            cells[key] = added(cells[key], figure) if key in cells else figure
        return Figures(
            tuple(
                self._unavailable(incomplete[figure.by[_AREA]], figure.by)
                if figure.by.get(_AREA) in incomplete
                else figure
                for _, figure in sorted(cells.items())
            )
        )

    def _parts(self, by: Cell, counted: Counted) -> Iterator[Figure]:
        """Yield what every part adds, as a figure of the rate."""
        for parts, side in ((self.kpi.top, "top"), (self.kpi.bottom, "bottom")):
            for part in parts:
                for found in counted(part.count, self._moment(part), by):
                    number = found.state.numerator
                    state = State(number, 0) if side == "top" else State(0, number)
                    yield Figure(
                        kpi=self.kpi,
                        when=self.period,
                        by=found.by,
                        state=state,
                        undetermined=found.undetermined,
                        excluded=found.excluded,
                    )

    def _moment(self, part: Part) -> Moment:
        return moment_of_part(self.kpi, part, self.period)

    def _why_stale(self) -> str | None:
        for part in self.kpi.parts_counted:
            moment = self._moment(part)
            needed = moment.last if isinstance(moment, Period) else moment
            told = told_up_to(part.count.table, self.records)
            if told is not None and told < needed:
                return f"{part.count.table} tells what happened up to {told} only"
        return None

    def _incomplete(self, counted: Counted) -> dict[str, str]:
        """Return the authorities of which a feeder is too small, each with the reason."""
        found: dict[str, str] = {}
        for feeder in self.kpi.feeders:
            parts, wholes = (
                {
                    figure.by[_AREA]: figure.state.numerator
                    for figure in counted(part.count, self._moment(part), (_AREA,))
                }
                for part in (feeder.part, feeder.whole)
            )
            for area, whole in wholes.items():
                part = parts.get(area, 0)
                if part < feeder.at_least * whole:
                    found.setdefault(area, _too_small(feeder, area, part, whole))
        return found

    def _unavailable(self, reason: str, by: Mapping[str, str]) -> Figure:
        return Figure(self.kpi, self.period, by=by, unavailable=reason)


def _too_small(feeder: Feeder, area: str, part: int, whole: int) -> str:
    return (
        f"{feeder.wording} in authority {area}: {part:,} {feeder.part.count.counted}"
        f" against {whole:,} {feeder.whole.count.counted}"
    )
