"""Count the roles of rows, cell by cell, and make figures of the counts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import narwhals.stable.v2 as nw
from attrs import field, frozen

from send_metrics.calculate.availability import why_unavailable
from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.calculate.rates import Moment, RatesOfCounts
from send_metrics.calculate.roles import Role, Roles, roles
from send_metrics.calculate.working import moment_of, rows_for
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import kpi as newest_edition
from send_metrics.kpis.definition import (
    Amount,
    Count,
    Definition,
    Proportion,
    Rate,
    RateOfCounts,
    Waits,
)
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    days_between,
    days_until,
    gathered,
    integer,
    named,
)
from send_metrics.records.records import Records
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import SCHEMAS

_DECISION = "_decision"
_SPREAD = "_spread"
_WEIGHT = "_weight"
_TOP, _BOTTOM = "_top", "_bottom"


def calculate(
    kpis: Definition | str | Iterable[Definition | str],
    records: Records,
    *,
    period: Period | Iterable[Period] | None = None,
    as_at: dt.date | Iterable[dt.date] | None = None,
    by: str | Sequence[str] = (),
) -> Figures:
    """Return the figures of one or several KPIs.

    Flows are counted over each *period*, stocks on each day *as_at*; a stock asked for
    a period is taken on its last day. With *by*, one figure for each combination of
    values that occurs in the rows.

    The edition of a definition is chosen by the period. A table that was not supplied,
    or lost more rows than its limit, gives a figure without a number and with the
    reason.

    Raises:
        UsageError: a KPI or breakdown does not exist, a flow was asked of a day, or a
            period crosses two editions.
    """
    wanted = [kpis] if isinstance(kpis, Definition | str) else list(kpis)
    written = by.split(",") if isinstance(by, str) else by
    columns = tuple(dict.fromkeys(name.strip() for name in written if name.strip()))
    periods = [period] if isinstance(period, Period) else list(period or ())
    days = [as_at] if isinstance(as_at, dt.date | str) else list(as_at or ())
    rows = _Rows(records)
    parts = []
    for kpi in wanted:
        newest = newest_edition(kpi) if isinstance(kpi, str) else kpi
        moments: list[tuple[Period | None, dt.date | None]] = (
            [(None, day) for day in days]
            if newest.stock and days
            else [(over, None) for over in periods] or [(None, None)]
        )
        for over, on in dict.fromkeys(moments):
            definition, when = moment_of(kpi, over, on)
            parts.append(_figures(definition, rows, when, columns))
    return Figures.joined(parts)


@frozen
class _Rows:
    """The rows that definitions are asked of; attendance is reduced once a period."""

    records: Records
    _totals: dict[Period | dt.date, Frame] = field(factory=dict, init=False)

    def of(self, kpi: Definition, when: Period | dt.date) -> Frame:
        if kpi.table != "attendance_totals":
            return rows_for(kpi, self.records, when)
        if when not in self._totals:
            self._totals[when] = gathered(rows_for(kpi, self.records, when))
        return self._totals[when]


def _figures(
    kpi: Definition, rows: _Rows, when: Period | dt.date, by: tuple[str, ...]
) -> Figures:
    records = rows.records
    _check_breakdown(kpi, records, by)
    if reason := why_unavailable(kpi, records, when):
        return Figures((Figure(kpi, when, unavailable=reason),))
    if isinstance(kpi, RateOfCounts) and isinstance(when, Period):

        def counting(count: Count, moment: Moment, by: tuple[str, ...]) -> Figures:
            return _figures(count, rows, moment, by)

        return RatesOfCounts(kpi, records, when, counting).figures(by)
    judged = roles(kpi, when)
    frame = rows.of(kpi, when).with_columns(judged.expression.alias(_DECISION))
    frame, sums = _with_measures(kpi, judged, frame, when)
    keys = [*(_key(column) for column in by), _DECISION]
    if isinstance(kpi, Waits):
        keys.append(_SPREAD)
    for column in by:
        frame = frame.with_columns(_dimension(kpi, column))
    cells: dict[tuple[str, ...], _Tally] = {}
    for row in collected(count_by(frame, keys, *sums)):
        cell = tuple(_shown(row[_key(column)]) for column in by)
        cells.setdefault(cell, _Tally(kpi)).add(judged, row)
    if not by and not cells:
        cells[()] = _Tally(kpi)
    return Figures(
        tuple(
            tally.figure(when, dict(zip(by, cell, strict=True)))
            for cell, tally in sorted(cells.items())
            if not by or tally.holds_anything
        )
    )


def _check_breakdown(kpi: Definition, records: Records, by: tuple[str, ...]) -> None:
    for column in by:
        if column not in kpi.dimensions:
            message = (
                f"{kpi.id} cannot be broken down by {column};"
                f" it can be by {', '.join(kpi.dimensions)}"
            )
            raise UsageError(message)
        comes_from_pupils = column in SCHEMAS["pupils"].dimensions
        if (
            kpi.table == "attendance_totals"
            and comes_from_pupils
            and records.feeders(kpi.table) == ["attendance_marks"]
        ):
            message = (
                f"{kpi.id} by {column} needs pupils, which was not supplied;"
                " put pupils.csv beside the marks"
            )
            raise UsageError(message)


def _with_measures(
    kpi: Definition, judged: Roles, frame: Frame, when: Period | dt.date
) -> tuple[Frame, list[str]]:
    """Return the frame with the columns that are added up for each cell."""
    sums: list[str] = []
    if kpi.weight:
        frame = frame.with_columns(nw.col(kpi.weight).cast(nw.Int64).alias(_WEIGHT))
        sums.append(_WEIGHT)
    if isinstance(kpi, Rate):
        counted = nw.col(_DECISION) == judged.counted
        for name, amounts in ((_TOP, kpi.top), (_BOTTOM, kpi.bottom)):
            frame = frame.with_columns(
                nw.when(counted)
                .then(_total(amounts))
                .otherwise(integer(0))
                .cast(nw.Int64)
                .alias(name)
            )
            sums.append(name)
    if isinstance(kpi, Waits):
        counted = nw.col(_DECISION) == judged.counted
        frame = frame.with_columns(
            nw.when(counted)
            .then(_length(kpi, when))
            .otherwise(integer(0))
            .cast(nw.Int64)
            .alias(_SPREAD)
        )
    return frame, sums


def _total(amounts: Sequence[Amount]) -> nw.Expr:
    total = amounts[0].expression()
    for amount in amounts[1:]:
        total = total + amount.expression()
    return total


def _length(kpi: Waits, when: Period | dt.date) -> nw.Expr:
    """Return how long a row took: days, or the lower edge of its band."""
    if kpi.bands is not None:
        return nw.col(kpi.bands)
    if kpi.clock_start is None:
        message = f"{kpi.id} names neither a clock nor bands"
        raise UsageError(message)
    if kpi.clock_stop is not None:
        return days_between(kpi.clock_start, kpi.clock_stop)
    return days_until(kpi.clock_start, when.last if isinstance(when, Period) else when)


def _key(column: str) -> str:
    return f"_by_{column}"


def _dimension(kpi: Definition, column: str) -> nw.Expr:
    """Return a breakdown column without missing values."""
    if SCHEMAS[kpi.table].column(column).kind == "whole":
        return (
            nw.when(nw.col(column).is_null())
            .then(integer(-1))
            .otherwise(nw.col(column))
            .cast(nw.Int64)
            .alias(_key(column))
        )
    return named(column, UNKNOWN).alias(_key(column))


def _shown(value: Any) -> str:
    return UNKNOWN if value == -1 else str(value)


class _Tally:
    """Adds up the decisions of one cell."""

    def __init__(self, kpi: Definition) -> None:
        self._kpi = kpi
        self._state = State()
        self._undetermined = 0
        self._excluded = {exclusion.name: 0 for exclusion in kpi.exclusions}

    def add(self, judged: Roles, row: dict[str, Any]) -> None:
        decision = judged.decisions[int(row[_DECISION])]
        people = int(row[_WEIGHT] if self._kpi.weight else row["rows"])
        if decision.role is Role.UNDETERMINED:
            self._undetermined += people
        elif decision.role is Role.EXCLUDED and decision.exclusion is not None:
            self._excluded[decision.exclusion] += people
        elif decision.role is Role.DENOMINATOR_ONLY:
            self._state += State(denominator=people)
        elif decision.role is Role.NUMERATOR:
            self._state += self._counted(row, people)

    def _counted(self, row: dict[str, Any], people: int) -> State:
        kpi = self._kpi
        if isinstance(kpi, Proportion):
            return State(people, people)
        if isinstance(kpi, Rate):
            return State(int(row[_TOP]), int(row[_BOTTOM]))
        if isinstance(kpi, Waits):
            return State(spread={int(row[_SPREAD]): people})
        return State(numerator=people)

    @property
    def holds_anything(self) -> bool:
        """Whether any row of the cell had to do with the measure."""
        return bool(
            self._state != State() or self._undetermined or any(self._excluded.values())
        )

    def figure(self, when: Period | dt.date, by: dict[str, str]) -> Figure:
        return Figure(
            kpi=self._kpi,
            when=when,
            by=by,
            state=self._state,
            undetermined=self._undetermined,
            excluded={name: n for name, n in self._excluded.items() if n},
        )
