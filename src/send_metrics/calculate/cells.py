"""Count the roles of rows, cell by cell, for many definitions in one pass over a frame."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import narwhals.stable.v2 as nw
import numpy as np
from attrs import define, field, frozen

from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.calculate.roles import Decision, Role, Roles, roles
from send_metrics.calculate.stretches import Stretches
from send_metrics.domain.period import Period
from send_metrics.domain.spread import NOBODY, Spread, spreads_by
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import (
    Amount,
    Definition,
    Proportion,
    Rate,
    Waits,
)
from send_metrics.records.expressions import (
    Columns,
    Frame,
    any_missing,
    columns_of,
    days_between,
    days_until,
    integer,
    named,
    sum_by,
    with_worked_out,
    working_out_once,
)
from send_metrics.records.garbage import no_garbage_collected
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import SCHEMAS

Cell = tuple[str, ...]
When = Period | dt.date

_LENGTH = "_length"
_SPREAD = "_spread"
_STRETCH = "_stretch"
_MOST_KEYS = 8
_Value = TypeVar("_Value")


def figures_of(
    kpis: Sequence[Definition],
    frame: Frame,
    whens: Sequence[When],
    by: Cell,
    never_missing: frozenset[str] = frozenset(),
) -> dict[tuple[Definition, When], Figures]:
    """Return the figures of definitions that read the same rows, at each moment.

    Of several moments, all are periods and the definitions dated alike. Columns in
    *never_missing* hold a value in every row, whatever the schema allows.
    """
    found: dict[tuple[Definition, When], Figures] = {}
    for measures in _passes(kpis, whens, never_missing):
        found |= _counted(measures, frame, by)
    return found


@frozen
class _Measure:
    """A definition, how it judges a row, and the columns that hold what it counts.

    *meets* is the column that says which of the rows that count are in the numerator.
    """

    kpi: Definition
    judged: Roles
    decision: str
    meets: str | None = None
    amounts: tuple[str, ...] = ()

    @property
    def weight(self) -> str:
        """The column that says how many people a row stands for."""
        return self.kpi.weight or "rows"

    @property
    def is_inside(self) -> nw.Expr:
        """Whether the definition has to do with a row at all."""
        outside = [
            position
            for position, decision in enumerate(self.judged.decisions)
            if decision.role is Role.OUTSIDE
        ]
        return ~nw.col(self.decision).is_in(outside)

    def decisions(self, columns: Mapping[str, Sequence[int]]) -> list[Decision]:
        """Return the decision on each row."""
        decisions, positions = self.judged.decisions, columns[self.decision]
        if self.meets is None:
            return [decisions[position] for position in positions]
        counts = self.judged.counted - 1
        return [
            decisions[position + meets if position == counts else position]
            for position, meets in zip(positions, columns[self.meets], strict=True)
        ]


@define
class _Pass:
    """Definitions that are counted together, and the columns that they need for it.

    What many have in common stands in one column: who counts at all, and apart from it
    who meets the numerator of a proportion. Of several periods, rows are judged over the
    days from the first to the last, and told apart by *stretches*.
    """

    whens: Sequence[When]
    stretches: Stretches | None = None
    measures: list[_Measure] = field(factory=list)
    keys: dict[object, tuple[str, nw.Expr]] = field(factory=dict)
    sums: dict[object, tuple[str, nw.Expr]] = field(factory=dict)
    worked_out: Columns = field(factory=dict)
    _judged: dict[object, Roles] = field(factory=dict, init=False)

    @property
    def asked(self) -> When:
        """The moment that rows are judged at."""
        periods = [when for when in self.whens if isinstance(when, Period)]
        if len(self.whens) == 1 or not periods:
            return self.whens[0]
        return Period(min(p.first for p in periods), max(p.last for p in periods))

    def add(self, kpi: Definition, never_missing: frozenset[str]) -> None:
        """Let a definition be counted too."""
        with working_out_once(self.worked_out):
            self._add(kpi, self.asked, never_missing)

    def _add(self, kpi: Definition, when: When, never_missing: frozenset[str]) -> None:
        judgement = judgement_of(kpi, never_missing)
        numerator = kpi.numerator if isinstance(kpi, Proportion) else None
        if (judgement, numerator) not in self._judged:
            self._judged[judgement, numerator] = roles(
                kpi, when, never_missing, numerator_apart=True
            )
        judged = self._judged[judgement, numerator]
        decision, meets = self._key(judgement, judged.expression), None
        if numerator is not None:
            meets = self._key(numerator, numerator.holds(when))
        amounts: tuple[str, ...] = ()
        if isinstance(kpi, Rate):
            lacking = frozenset(kpi.may_lack) - never_missing
            amounts = self._sum(kpi.top, lacking), self._sum(kpi.bottom, lacking)
        self.measures.append(_Measure(kpi, judged, decision, meets, amounts))

    def _key(self, of: object, expression: nw.Expr) -> str:
        """Return the column for what rows are apart by."""
        if of not in self.keys:
            self.keys[of] = f"_key_{len(self.keys)}", expression
        return self.keys[of][0]

    def _sum(self, amounts: tuple[Amount, ...], lacking: frozenset[str]) -> str:
        """Return the column for a sum over all rows of one decision.

        Rows that do not count are summed too, and not looked at: to ask each row again
        whether it counts would repeat the whole question for every sum.
        """
        key = tuple(amount.rule for amount in amounts)
        if key not in self.sums:
            needed = [c for a in amounts for c in a.needs if c in lacking]
            total = _total(amounts)
            if needed:
                given = nw.when(any_missing(needed) == 0)
                total = given.then(total).otherwise(integer(0))
            self.sums[key] = f"_sum_{len(self.sums)}", total
        return self.sums[key][0]

    @property
    def is_full(self) -> bool:
        """Whether one more key would make too many cells."""
        return len(self.keys) >= _MOST_KEYS


def _passes(
    kpis: Sequence[Definition], whens: Sequence[When], never_missing: frozenset[str]
) -> list[_Pass]:
    periods = [when for when in whens if isinstance(when, Period)]
    stretches = Stretches.of(kpis[0], periods) if len(periods) > 1 else None
    alone, together = [], [_Pass(whens, stretches)]
    for kpi in kpis:
        if isinstance(kpi, Waits):
            alone.append(_Pass(whens, stretches))
            alone[-1].add(kpi, never_missing)
            continue
        if together[-1].is_full:
            together.append(_Pass(whens, stretches))
        together[-1].add(kpi, never_missing)
    return [found for found in (*together, *alone) if found.measures]


def judgement_of(kpi: Definition, never_missing: frozenset[str]) -> object:
    """Return what definitions have in common that count the same rows."""
    return (
        kpi.population,
        kpi.exclusions,
        kpi.measurable,
        frozenset(kpi.may_lack) - never_missing,
        kpi.dating,
    )


def _counted(
    counted: _Pass, frame: Frame, by: Cell
) -> dict[tuple[Definition, When], Figures]:
    table = counted.measures[0].kpi.table
    cells = {key_of(column): dimension_of(table, column) for column in by}
    keys = dict(counted.keys.values())
    if counted.stretches is not None:
        keys[_STRETCH] = counted.stretches.place
    sums = {"rows": integer(1), **dict(counted.sums.values())}
    for measure in counted.measures:
        if measure.kpi.weight:
            sums[measure.weight] = nw.col(measure.weight).cast(nw.Int64)
    if not any(measure.kpi.columns for measure in counted.measures):
        # Of literals alone, a frame would be one row long.
        frame = frame.with_columns(rows=integer(1))
        sums["rows"] = nw.col("rows")
    lengths, spreads = {}, {}
    for measure in counted.measures:
        if isinstance(measure.kpi, Waits):
            with working_out_once(counted.worked_out):
                lengths[_LENGTH] = _length(measure.kpi, counted.asked)
            spreads[_SPREAD] = _spread(measure)
    asked = {**keys, **sums, **lengths}
    frame = with_worked_out(frame, counted.worked_out)
    if isinstance(frame, nw.DataFrame) and len(counted.measures) == 1:
        # Most rows of a published file are of other lists, and need not be grouped.
        frame = frame.select(*by, *(asked[name].alias(name) for name in asked))
        frame = frame.filter(counted.measures[0].is_inside).with_columns(**cells)
    else:
        asked |= cells
        frame = frame.select(*(asked[name].alias(name) for name in asked))
    if spreads:
        # Judging rows takes longest, so that it is done once, and the rest from columns.
        frame = frame.with_columns(**spreads)
    found = columns_of(sum_by(frame, [*cells, *keys, *spreads], *sums))
    rows = len(found["rows"])
    if by and not rows:
        nothing = Figures(())
        return {
            (m.kpi, when): nothing for m in counted.measures for when in counted.whens
        }
    told = [_all_shown(found.pop(key_of(column))) for column in by]
    places = Places.of(by, list(zip(*told, strict=True)) if told else [()] * rows)
    columns = {name: list(map(int, values)) for name, values in found.items()}
    of_whens: Mapping[When, Sequence[int]] = {counted.whens[0]: range(rows)}
    if counted.stretches is not None:
        of_whens = counted.stretches.rows(columns[_STRETCH])
    with no_garbage_collected():
        return {
            (measure.kpi, when): figures
            for measure in counted.measures
            for when, figures in _figures(measure, places, columns, of_whens)
        }


@frozen
class Places:
    """The cells that rows fall into, in order, and the number of the cell of each row.

    A cell is told as the values of the columns *by*, as figures tell it.
    """

    cells: Sequence[Mapping[str, str]]
    of_rows: Sequence[int]

    @classmethod
    def of(cls, by: Cell, labels: Sequence[Cell]) -> "Places":
        """Return the places of rows with these labels."""
        cells = sorted(set(labels)) or ([] if by else [()])
        numbers = {cell: number for number, cell in enumerate(cells)}
        told = [dict(zip(by, cell, strict=True)) for cell in cells]
        return cls(told, [numbers[label] for label in labels])


def _figures(
    measure: _Measure,
    places: Places,
    columns: Mapping[str, Sequence[int]],
    of_whens: Mapping[When, Sequence[int]],
) -> Iterator[tuple[When, Figures]]:
    """Yield the figures at each moment, of the rows that belong to it."""
    decided = measure.decisions(columns)
    amounts: Sequence[Sequence[int]] = [()] * len(decided)
    if measure.amounts:
        amounts = list(zip(*(columns[name] for name in measure.amounts), strict=True))
    for when, rows in of_whens.items():
        cells, decisions = _of(rows, places.of_rows), _of(rows, decided)
        people = _of(rows, columns[measure.weight])
        tallies = _Tallies.of(measure.kpi, len(places.cells))
        if measure.kpi.weight and not measure.kpi.snapshot:
            tallies.with_rows.update(
                cell
                for cell, decision in zip(cells, decisions, strict=True)
                if decision.role is not Role.OUTSIDE
            )
        if isinstance(measure.kpi, Waits):
            tallies.add_waits(cells, decisions, people, _of(rows, columns[_SPREAD]))
        tallies.add(cells, decisions, people, _of(rows, amounts))
        yield when, Figures(tuple(tallies.figures(places.cells, when)))


def _of(rows: Sequence[int], values: Sequence[_Value]) -> Sequence[_Value]:
    """Return the values of these rows, which mostly are all."""
    return values if len(rows) == len(values) else [values[row] for row in rows]


def _total(amounts: Sequence[Amount]) -> nw.Expr:
    total = amounts[0].expression()
    for amount in amounts[1:]:
        total = total + amount.expression()
    return total


def _spread(measure: _Measure) -> nw.Expr:
    """Return how long a row took that counts, and 0 for all others."""
    counted = nw.when(nw.col(measure.decision) == measure.judged.counted)
    return counted.then(nw.col(_LENGTH)).otherwise(integer(0)).cast(nw.Int64)


def _length(kpi: Waits, when: When) -> nw.Expr:
    """Return how long a row took: days, or the lower edge of its band."""
    if kpi.bands is not None:
        return nw.col(kpi.bands)
    if kpi.clock_start is None:
        message = f"{kpi.id} names neither a clock nor bands"
        raise UsageError(message)
    if kpi.clock_stop is not None:
        return days_between(kpi.clock_start, kpi.clock_stop)
    return days_until(kpi.clock_start, when.last if isinstance(when, Period) else when)


def key_of(column: str) -> str:
    """Return the name under which rows are grouped by a column."""
    return f"_by_{column}"


def dimension_of(table: str, column: str) -> nw.Expr:
    """Return a breakdown column without missing values."""
    if SCHEMAS[table].column(column).kind == "whole":
        return (
            nw.when(nw.col(column).is_null())
            .then(integer(-1))
            .otherwise(nw.col(column))
            .cast(nw.Int64)
            .alias(key_of(column))
        )
    return named(column, UNKNOWN).alias(key_of(column))


def shown(value: Any) -> str:
    """Return how figures tell a value of a breakdown column."""
    return UNKNOWN if value == -1 else str(value)


def _all_shown(values: Sequence[Any]) -> list[str]:
    """Return how figures tell each of many values, of which few are different."""
    told = {value: shown(value) for value in set(values)}
    return [told[value] for value in values]


@frozen
class _Tallies:
    """What the decisions on rows add up to, by the number of the cell.

    A county's schools have tens of thousands of cells: numbers stand in a few lists.
    Cells in *with_rows* are told of even if their numbers come to 0: sums of places that
    were added and closed may.
    """

    kpi: Definition
    numerators: list[int]
    denominators: list[int]
    undetermined: list[int]
    excluded: dict[int, dict[str, int]] = field(factory=dict)
    spreads: dict[int, Spread] = field(factory=dict)
    with_rows: set[int] = field(factory=set)

    @classmethod
    def of(cls, kpi: Definition, cells: int) -> "_Tallies":
        return cls(kpi, [0] * cells, [0] * cells, [0] * cells)

    def add(
        self,
        cells: Iterable[int],
        decided: Iterable[Decision],
        people: Iterable[int],
        amounts: Iterable[Sequence[int]],
    ) -> None:
        """Add rows: the decision on each, how many people, and the sums of what they add.

        How long those waited who count is for `add_waits`. All at once, because a county
        has as many rows as a call takes microseconds.
        """
        is_rate, is_waits = isinstance(self.kpi, Rate), isinstance(self.kpi, Waits)
        is_share = isinstance(self.kpi, Proportion)
        numerators, denominators = self.numerators, self.denominators
        for cell, decision, n, added in zip(
            cells, decided, people, amounts, strict=True
        ):
            role = decision.role
            if role is Role.NUMERATOR:
                if is_rate:
                    numerators[cell] += added[0]
                    denominators[cell] += added[1]
                elif not is_waits:
                    numerators[cell] += n
                    denominators[cell] += n if is_share else 0
            elif role is Role.DENOMINATOR_ONLY:
                denominators[cell] += n
            elif role is Role.UNDETERMINED:
                self.undetermined[cell] += n
            elif role is Role.EXCLUDED and decision.exclusion is not None and n:
                left = self.excluded.setdefault(cell, {})
                left[decision.exclusion] = left.get(decision.exclusion, 0) + n

    def add_waits(
        self,
        cells: Sequence[int],
        decided: Sequence[Decision],
        people: Sequence[int],
        waits: Sequence[int],
    ) -> None:
        """Add how long the people waited who count, for rows of as many people each."""
        counts = np.array([each.role is Role.NUMERATOR for each in decided], np.bool_)
        of_those = (np.array(of, np.int64)[counts] for of in (cells, waits, people))
        self.spreads.update(spreads_by(*of_those))

    def figures(
        self, cells: Sequence[Mapping[str, str]], when: When
    ) -> Iterator[Figure]:
        """Yield the figure of each cell in which any row had to do with the measure."""
        kpi, excluded, spreads = self.kpi, self.excluded, self.spreads
        order = [exclusion.name for exclusion in kpi.exclusions]
        numbers = zip(
            cells, self.numerators, self.denominators, self.undetermined, strict=True
        )
        for place, (by, numerator, denominator, undetermined) in enumerate(numbers):
            spread, left = spreads.get(place), excluded.get(place)
            holds_anything = numerator or denominator or undetermined or left
            has_rows = place in self.with_rows
            if by and not (holds_anything or has_rows or spread):
                continue
            state = State(numerator, denominator, spread or NOBODY)
            if left:
                left = {name: left[name] for name in order if name in left}
                yield Figure(kpi, when, by, state, undetermined, left)
            else:
                yield Figure(kpi, when, by, state, undetermined)
