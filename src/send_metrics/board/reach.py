"""The days that sources tell of; a period beyond them has no figure."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw
from attrs import define, evolve, field, frozen

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

    *first_is_said* and *is_said* tell an end that the source states from one that is
    read off the days it holds, within whose period it may tell of more.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    first_is_said: bool = False
    is_said: bool = False

    def tells_of(self, when: Period | dt.date) -> bool:
        """Tell whether a whole period, or a day, can be counted from the source."""
        first, last = (
            (when.first, when.last) if isinstance(when, Period) else (when, when)
        )
        begins = first if self.first_is_said else last
        if self.first is not None and begins < self.first:
            return False
        return self.last is None or (last if self.is_said else first) <= self.last


Ends = tuple[dt.date | None, dt.date | None]


@define
class Reaches:
    """How far the sources of each definition tell, looked up once a table.

    *covers* says for tables which days their source was declared to tell of.
    """

    records: Records
    on: dt.date
    covers: Mapping[str, Period] = field(factory=dict)
    _ends: dict[str, dict[str, Ends]] = field(factory=dict, init=False)

    def of(self, kpi: Definition) -> Reach:
        """Return the days that every table of a definition tells of."""
        counted = kpi.counts if isinstance(kpi, RateOfCounts) else (kpi,)
        reaches = [self._of_rows(one) for one in counted]
        begins = [(r.first, r.first_is_said) for r in reaches if r.first]
        ends = [(r.last, r.is_said) for r in reaches if r.last]
        first, first_is_said = max(begins, default=(None, False))
        last, is_said = min(ends, default=(None, False))
        return Reach(first, last, first_is_said=first_is_said, is_said=is_said)

    def told_by(self, table: str) -> Reach:
        """Return up to which day a table tells: as it says, else its latest event."""
        reference = told_up_to(table, self.records)
        if reference is not None:
            return Reach(last=min(reference, self.on), is_said=True)
        ends = self._ends_of(table)
        events = [ends[name][1] for name in ends if _has_happened(name)]
        return Reach(last=max((day for day in events if day), default=None))

    def _of_rows(self, kpi: Definition) -> Reach:
        """Return the days told of by the table that a definition counts rows of.

        Of what happens over time nothing is told before the first row. A stock, or a
        list, is told of as long as nothing else is said.
        """
        feeder = self.records.feeders(kpi.table)[0]
        declared = self.covers.get(feeder)
        if declared is not None:
            return _declared(declared, self.on)
        told = self.told_by(feeder)
        if kpi.stock or kpi.snapshot is not None:
            return told if told.is_said else Reach()
        ends = self._ends_of(feeder)
        dating = kpi.dated_by if kpi.dated_by in ends else next(iter(ends), None)
        return evolve(told, first=None if dating is None else ends[dating][0])

    def _ends_of(self, table: str) -> dict[str, Ends]:
        """Return the first and the last day up to today of each column of days."""
        if table not in self._ends:
            self._ends[table] = self._ends_read(table)
        return self._ends[table]

    def _ends_read(self, table: str) -> dict[str, Ends]:
        days = [c.name for c in SCHEMAS[table].columns if c.kind == "day"]
        if not days:
            return {}
        held = {name: _up_to(name, self.on) for name in days}
        asked = [
            end.alias(f"{name}.{which}")
            for name, day in held.items()
            for which, end in (("first", day.min()), ("last", day.max()))
        ]
        found = collected(self.records.tables[table].frame.select(*asked))[0]
        return {
            name: (_day(found[f"{name}.first"]), _day(found[f"{name}.last"]))
            for name in days
        }


def reach_of_source(records: Records, on: dt.date, covers: Period | None) -> Reach:
    """Return how far one source tells, by the table of it that tells of the latest day."""
    if covers is not None:
        return _declared(covers, on)
    reaches = Reaches(records, on)
    told = [reaches.told_by(table) for table in records.tables]
    return max(
        (reach for reach in told if reach.last),
        key=lambda reach: (reach.is_said, reach.last),
        default=Reach(),
    )


def _declared(covers: Period, on: dt.date) -> Reach:
    last = min(covers.last, on)
    return Reach(covers.first, last, first_is_said=True, is_said=True)


def _has_happened(column: str) -> bool:
    return not any(word in column.split("_") for word in _NOT_HAPPENED)


def _up_to(column: str, on: dt.date) -> nw.Expr:
    return nw.when(nw.col(column) <= midnight(on)).then(nw.col(column))


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:  # a missing day of pandas is not itself
        return None
    return dt.date(value.year, value.month, value.day)
