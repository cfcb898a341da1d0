"""Stocks of several days, counted in one pass over the rows.

Most claims about a stock change their answer once, on a day that stands in the row: it
had come by then, it had not ended by then. So a row counts on the days from one on and
before another. Rows are grouped by these two and by what else sets them apart, and how
many there are on each day follows by adding up.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

import narwhals.stable.v2 as nw
import numpy as np
from attrs import field, frozen

from send_metrics.calculate.cells import (
    Cell,
    Places,
    When,
    dimension_of,
    judgement_of,
    key_of,
    shown,
)
from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.calculate.roles import Decision, Role, roles
from send_metrics.domain.spread import NOBODY, Spread, Whole
from send_metrics.kpis.definition import (
    Condition,
    Count,
    Definition,
    Proportion,
    Turn,
    Waits,
)
from send_metrics.records.expressions import (
    Frame,
    arrays_by,
    day_number,
    integer,
    midnight,
)
from send_metrics.records.garbage import no_garbage_collected

_CODE, _START, _ROWS = "_code", "_start", "rows"

_MOST_AT_ONCE = 1_000_000
"""Of so many waits at most is counted at once how many waited so long on each day."""

States = Sequence[Sequence[State]]
"""The state on each day in each cell."""


def turns_once(kpi: Definition) -> bool:
    """Tell whether each claim of a stock changes its answer once, or never."""
    if not kpi.stock or kpi.lookups or kpi.weight or not _turns(kpi.population):
        return False
    asked = [claim for claim in kpi.population if claim.turn is None]
    asked += [*kpi.measurable, *(exclusion.when for exclusion in kpi.exclusions)]
    if isinstance(kpi, Proportion):
        turn = kpi.numerator.turn
        asked += [kpi.numerator] if turn is None else []
        if turn is not None and not turn.holds:
            return False
    elif isinstance(kpi, Waits):
        if kpi.clock_start is None or kpi.clock_stop or kpi.bands:
            return False
    elif not isinstance(kpi, Count):
        return False
    return all(claim.is_timeless for claim in asked)


def figures_of_days(
    kpis: Sequence[Definition],
    frame: Frame,
    days: Sequence[dt.date],
    by: Cell,
    never_missing: frozenset[str] = frozenset(),
) -> dict[tuple[Definition, When], Figures]:
    """Return the figures of stocks that read the same rows, on days in order.

    Columns in *never_missing* hold a value in every row, whatever the schema allows.
    """
    alike: dict[object, list[Definition]] = {}
    for kpi in kpis:
        alike.setdefault(judgement_of(kpi, never_missing), []).append(kpi)
    found: dict[tuple[Definition, When], Figures] = {}
    for same in alike.values():
        for together in _by_clock(same):
            counted = _Pass(together, days, by, never_missing).counted(frame)
            with no_garbage_collected():
                found |= counted.figures()
    return found


def _by_clock(kpis: Sequence[Definition]) -> Iterator[list[Definition]]:
    """Yield definitions apart by the day that waits begin; others go with the first."""
    clocks: dict[str | None, list[Definition]] = {}
    for kpi in kpis:
        if isinstance(kpi, Waits):
            clocks.setdefault(kpi.clock_start, []).append(kpi)
    first, *rest = clocks.values() or [[]]
    yield [*first, *(kpi for kpi in kpis if not isinstance(kpi, Waits))]
    yield from rest


def _turns(claims: Sequence[Condition]) -> list[Turn]:
    return [claim.turn for claim in claims if claim.turn is not None]


@frozen
class _Edge:
    """Where a claim turns, as a place among the days: the first on which it has turned.

    Of several turns that begin, all must have come; of several that end, any ends it.
    Without any, it has turned from the start, or never does.
    """

    name: str
    turns: Sequence[Turn]
    days: Sequence[dt.date]
    begins: bool = field(default=True, kw_only=True)

    @property
    def unknown(self) -> int:
        """The place where no day tells: it holds, and what is missing is told apart."""
        return 0 if self.begins else len(self.days)

    def expression(self) -> nw.Expr:
        """Return the place, by comparing with each of the days."""
        places = [self._place(turn) for turn in self.turns]
        return (nw.max_horizontal if self.begins else nw.min_horizontal)(*places)

    def _place(self, turn: Turn) -> nw.Expr:
        place = integer(0)
        for day in self.days:
            before = midnight(day - dt.timedelta(turn.days))
            place = place + (nw.col(turn.column) > before).cast(nw.Int64)
        is_missing = nw.col(turn.column).is_null()
        return nw.when(is_missing).then(integer(self.unknown)).otherwise(place)

    def of_numbers(self, numbers: Whole) -> Whole:
        """Return the place, where every turn follows the day with that number."""
        ordinals = [day.toordinal() for day in self.days]
        places = [np.searchsorted(ordinals, numbers + turn.days) for turn in self.turns]
        found: Whole = (np.maximum if self.begins else np.minimum).reduce(places)
        return found

    def may_hold(self) -> list[nw.Expr]:
        """Return claims that rows meet which it holds for on any of the days."""
        found = []
        for turn in self.turns:
            column, days = nw.col(turn.column), dt.timedelta(turn.days)
            if self.begins:
                holds = column <= midnight(self.days[-1] - days)
            else:
                holds = column > midnight(self.days[0] - days)
            found.append(column.is_null() | holds)
        return found


@frozen
class _Pass:
    """Definitions that count the same rows, on days in order."""

    kpis: Sequence[Definition]
    days: Sequence[dt.date]
    by: Cell
    never_missing: frozenset[str]

    @property
    def start(self) -> str | None:
        """The day from which waits are measured."""
        starts = (kpi.clock_start for kpi in self.kpis if isinstance(kpi, Waits))
        return next(starts, None)

    def counted(self, frame: Frame) -> "_Counted":
        """Group the rows, and find between which of the days each group counts."""
        turns = _turns(self.kpis[0].population)
        enters = _Edge("_enters", [t for t in turns if t.holds], self.days)
        leaves = _Edge(
            "_leaves", [t for t in turns if not t.holds], self.days, begins=False
        )
        claims = {kpi.numerator for kpi in self.kpis if isinstance(kpi, Proportion)}
        meets = {
            claim: _Edge(f"_meets_{number}", _turns([claim]), self.days)
            for number, claim in enumerate(claims)
        }
        edges = [edge for edge in (enters, leaves, *meets.values()) if edge.turns]
        judged, decisions = self._judged()
        columns = {_CODE: judged}
        if self.start is not None:
            columns[_START] = _number_or_zero(self.start)
        by_number = [e for e in edges if {t.column for t in e.turns} == {self.start}]
        columns |= {e.name: e.expression() for e in edges if e not in by_number}
        for claim, edge in meets.items():
            if claim.turn is None:
                columns[edge.name] = (1 - claim.holds(None)) * len(self.days)
        frame = frame.filter(*enters.may_hold(), *leaves.may_hold())
        places, of_rows, held = self._grouped(frame, columns)
        held |= {e.name: e.of_numbers(held[_START]) for e in by_number}
        for edge in (enters, leaves):
            held.setdefault(edge.name, np.full(len(of_rows), edge.unknown))
        return _Counted(
            self,
            decisions,
            places,
            of_rows,
            held,
            {claim: held[edge.name] for claim, edge in meets.items()},
        )

    def _judged(self) -> tuple[nw.Expr, list[Decision]]:
        """Return what a row is on the days on which it is in, and the number of it."""
        first = self.kpis[0]
        timeless = tuple(claim for claim in first.population if claim.turn is None)
        judged = roles(
            first,
            self.days[0],
            self.never_missing,
            numerator_apart=True,
            population=timeless,
        )
        decisions = [d for d in judged.decisions if d.role is not Role.DENOMINATOR_ONLY]
        return judged.expression, decisions

    def _grouped(
        self, frame: Frame, columns: Mapping[str, nw.Expr]
    ) -> tuple[Places, Whole, dict[str, Whole]]:
        """Return the cells, the number of that of each group, and what it is apart by."""
        table = self.kpis[0].table
        cells = {key_of(column): dimension_of(table, column) for column in self.by}
        asked = {**cells, **columns, _ROWS: integer(1)}
        rows = frame.select(*(asked[name].alias(name) for name in asked))
        labels, of_rows, held = arrays_by(rows, list(cells), list(columns), _ROWS)
        places = Places.of(self.by, [tuple(map(shown, label)) for label in labels])
        return places, np.array(places.of_rows, np.int64)[of_rows], held


def _number_or_zero(column: str) -> nw.Expr:
    known = nw.when(~nw.col(column).is_null()).then(day_number(column))
    return known.otherwise(integer(0)).cast(nw.Int64)


@frozen
class _Counted:
    """Groups of rows, and from which of the days before which each of them counts."""

    of: _Pass
    decisions: Sequence[Decision]
    places: Places
    of_rows: Whole
    held: Mapping[str, Whole]
    meets: Mapping[Condition, Whole]

    def figures(self) -> dict[tuple[Definition, When], Figures]:
        """Return the figures of each definition on each day."""
        counted = self._rows(Role.NUMERATOR)
        everyone = self._people(counted).tolist()
        undetermined = self._people(self._rows(Role.UNDETERMINED)).tolist()
        excluded = {
            exclusion.name: self._people(
                self._rows(Role.EXCLUDED, exclusion.name)
            ).tolist()
            for exclusion in self.of.kpis[0].exclusions
        }

        def told(kpi: Definition, number: int, states: States) -> Iterator[Figure]:
            for cell, by in enumerate(self.places.cells):
                lacking, left = undetermined[number][cell], {}
                for name, people in excluded.items():
                    if people[number][cell]:
                        left[name] = people[number][cell]
                if not by or everyone[number][cell] or lacking or left:
                    state = states[number][cell]
                    yield Figure(kpi, self.of.days[number], by, state, lacking, left)

        found: dict[tuple[Definition, When], Figures] = {}
        for kpi in self.of.kpis:
            states = self._states(kpi, counted, everyone)
            for number, day in enumerate(self.of.days):
                found[kpi, day] = Figures(tuple(told(kpi, number, states)))
        return found

    def _states(
        self, kpi: Definition, counted: Whole, everyone: list[list[int]]
    ) -> States:
        if isinstance(kpi, Waits):
            return [
                [State(spread=spread) for spread in of_day]
                for of_day in self._spreads(counted)
            ]
        if isinstance(kpi, Proportion):
            meeting = self._people(counted, self.meets[kpi.numerator]).tolist()
            return [
                [State(*both) for both in zip(met, of_all, strict=True)]
                for met, of_all in zip(meeting, everyone, strict=True)
            ]
        return [[State(people) for people in of_day] for of_day in everyone]

    def _rows(self, role: Role, exclusion: str | None = None) -> Whole:
        """Return the numbers of the groups of one role, and under that exclusion."""
        wanted = (role, exclusion)
        codes = [
            n for n, d in enumerate(self.decisions) if (d.role, d.exclusion) == wanted
        ]
        found: Whole = np.flatnonzero(np.isin(self.held[_CODE], codes))
        return found

    def _people(self, rows: Whole, since: Whole | None = None) -> Whole:
        """Return how many count on each day in each cell, *since* they meet a claim."""
        return self._added_up(rows, self.of_rows[rows], len(self.places.cells), since)

    def _spreads(self, rows: Whole) -> list[list[Spread]]:
        """Return for each day how many had waited how long, in each cell.

        All cells share the days that anybody has waited; most have somebody for most.
        """
        days, cells, of_rows = self.of.days, len(self.places.cells), self.of_rows[rows]
        if not len(rows):
            return [[NOBODY] * cells for _ in days]
        starts = self.held[_START][rows]
        # The latest start comes first: it is the shortest wait.
        latest = int(starts.max())
        is_start = np.zeros(latest - int(starts.min()) + 1, np.bool_)
        is_start[latest - starts] = True
        places = (is_start.cumsum() - 1)[latest - starts]
        waits = [np.flatnonzero(is_start) + day.toordinal() - latest for day in days]
        width = len(waits[0])
        at_once = max(1, _MOST_AT_ONCE // width)
        found: list[list[Spread]] = [[] for _ in days]
        for begin in range(0, cells, at_once):
            some = min(at_once, cells - begin)
            own = (of_rows >= begin) & (of_rows < begin + some)
            place = (of_rows[own] - begin) * width + places[own]
            people = self._added_up(rows[own], place, some * width)
            reached: Whole = people.reshape(len(days), some, width)
            np.cumsum(reached, axis=2, out=reached)
            for number, spreads in enumerate(found):
                spreads += map(Spread, repeat(waits[number]), reached[number])
        return found

    def _added_up(
        self, rows: Whole, places: Whole, size: int, since: Whole | None = None
    ) -> Whole:
        """Return how many of *rows* count on each day, in each of so many places."""
        first, last = self.held["_enters"][rows], self.held["_leaves"][rows]
        if since is not None:
            first = np.maximum(first, since[rows])
        ever = first < last
        places, people = places[ever], self.held[_ROWS][rows][ever]
        changes = np.zeros((len(self.of.days) + 1) * size, np.int64)
        np.add.at(changes, first[ever] * size + places, people)
        np.subtract.at(changes, last[ever] * size + places, people)
        by_day: Whole = changes.reshape(len(self.of.days) + 1, size)
        np.cumsum(by_day, axis=0, out=by_day)
        return by_day[:-1]
