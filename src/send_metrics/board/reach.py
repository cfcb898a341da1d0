"""The days that sources tell of; a period beyond them has no figure."""

import datetime as dt
from collections.abc import Iterable, Mapping

import narwhals.stable.v2 as nw
from attrs import define, field, frozen

from send_metrics.calculate.availability import told_up_to
from send_metrics.domain.period import Period
from send_metrics.kpis.definition import Definition, RateOfCounts
from send_metrics.records.expressions import collected, midnight
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS

_NOT_HAPPENED = ("due", "promised", "planned", "ends", "reference")
"""Words in the names of columns of days on which something was only meant to happen."""


@frozen
class Reach:
    """The first and the last day told of; an end that is not known is open.

    *is_said* tells an end that the source states from one that is read off the days it
    holds, within whose period it may tell of more.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    is_said: bool = False

    def tells_of(self, when: Period | dt.date) -> bool:
        """Tell whether a whole period, or a day, can be counted from the source."""
        first, last = (
            (when.first, when.last) if isinstance(when, Period) else (when, when)
        )
        if self.first is not None and (first if self.is_said else last) < self.first:
            return False
        return self.last is None or (last if self.is_said else first) <= self.last


@define
class Reaches:
    """How far the sources of each definition tell, looked up once a table.

    *covers* says for tables which days their source was declared to tell of.
    """

    records: Records
    on: dt.date
    covers: Mapping[str, Period] = field(factory=dict)
    _recorded: dict[str, Reach] = field(factory=dict, init=False)

    def of(self, kpi: Definition) -> Reach:
        """Return the days that every table of a definition tells of."""
        flow = not kpi.stock and kpi.snapshot is None
        reaches = [self.of_table(table, flow=flow) for table in _counted_in(kpi)]
        return Reach(
            max((r.first for r in reaches if r.first), default=None),
            min((r.last for r in reaches if r.last), default=None),
            all(r.is_said for r in reaches if r.first or r.last),
        )

    def of_table(self, table: str, *, flow: bool) -> Reach:
        """Return the days that one table tells of; a *flow* needs to see events."""
        feeder = self.records.feeders(table)[0]
        declared = self.covers.get(feeder)
        if declared is not None:
            return Reach(declared.first, min(declared.last, self.on), is_said=True)
        reference = told_up_to(feeder, self.records)
        if reference is not None:
            return Reach(None, min(reference, self.on), is_said=True)
        if not flow:
            return Reach()
        if feeder not in self._recorded:
            self._recorded[feeder] = self._days_of(feeder)
        return self._recorded[feeder]

    def _days_of(self, table: str) -> Reach:
        days = _event_days(table)
        if not days:
            return Reach()
        frame = self.records.tables[table].frame
        ends = collected(
            frame.select(
                *(_held(day, self.on).min().alias(f"{day}.first") for day in days),
                *(_held(day, self.on).max().alias(f"{day}.last") for day in days),
            )
        )[0]
        first = _first_day_of_rows(ends, days)
        return Reach(first, _extreme(ends, days, "last"))


def reach_of_source(records: Records, on: dt.date, covers: Period | None) -> Reach:
    """Return how far one source tells, by the table of it that tells of the latest day."""
    if covers is not None:
        return Reach(covers.first, min(covers.last, on), is_said=True)
    reaches = Reaches(records, on)
    tables = [reaches.of_table(table, flow=True) for table in records.tables]
    told = [reach for reach in tables if reach.last is not None]
    return max(told, key=lambda reach: (reach.is_said, reach.last), default=Reach())


def _counted_in(kpi: Definition) -> Iterable[str]:
    if isinstance(kpi, RateOfCounts):
        return dict.fromkeys(count.table for count in kpi.counts)
    return (kpi.table,)


def _event_days(table: str) -> list[str]:
    return [
        column.name
        for column in SCHEMAS[table].columns
        if column.kind == "day"
        and not any(word in column.name.split("_") for word in _NOT_HAPPENED)
    ]


def _held(column: str, on: dt.date) -> nw.Expr:
    return nw.when(nw.col(column) <= midnight(on)).then(nw.col(column))


def _first_day_of_rows(ends: Mapping[str, object], days: list[str]) -> dt.date | None:
    """Return the first day of the first event of a row, which a source begins with."""
    return _as_day(ends[f"{days[0]}.first"])


def _extreme(ends: Mapping[str, object], days: list[str], end: str) -> dt.date | None:
    found = [_as_day(ends[f"{day}.{end}"]) for day in days]
    return max((day for day in found if day is not None), default=None)


def _as_day(value: object) -> dt.date | None:
    if value is None or value != value:  # a missing day of pandas is not itself
        return None
    return dt.date(value.year, value.month, value.day)  # type: ignore[attr-defined]
