"""A set of canonical tables, with the report of how they were read."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
from attrs import evolve, field, frozen

from send_metrics.domain.period import Period
from send_metrics.errors import RecordsError, UsageError
from send_metrics.records.attendance import totals_from_marks, totals_within
from send_metrics.records.conform import Table, conform
from send_metrics.records.engines import (
    engine_for,
    engine_for_many_questions,
    moved,
    share_a_connection,
)
from send_metrics.records.expressions import Frame
from send_metrics.records.journeys import (
    NEEDED_FOR_JOURNEYS,
    NEEDED_FOR_STAGES,
    journey_stages,
    journeys,
)
from send_metrics.records.pathways import pathways
from send_metrics.records.report import TOGETHER, ReadReport, SourceReport
from send_metrics.records.sessions import SESSION_COLUMNS
from send_metrics.records.spells import NEEDED_OF_REFERRALS, spells
from send_metrics.records.submissions import RESUBMITTED, SUBMITTED, latest_told
from send_metrics.records.tables import SCHEMAS


@frozen
class _Derived:
    """What a table is derived from where no source gives it, and how.

    *made* is empty for attendance totals, which are made for a period. *needed* are the
    columns of referrals without which a column of the table is not given.
    """

    from_tables: tuple[str, ...]
    made: Callable[["Records"], Frame] | None = None
    needed: Mapping[str, tuple[str, ...]] = {}


_DERIVED = {
    "attendance_totals": _Derived(("attendance_marks",)),
    "referral_spells": _Derived(("referrals", "contacts"), spells, NEEDED_OF_REFERRALS),
    "referral_pathways": _Derived(
        ("referrals",), pathways, {"outcome_on": ("close_reason",)}
    ),
    "referral_journeys": _Derived(("referrals",), journeys, NEEDED_FOR_JOURNEYS),
    "journey_stages": _Derived(("referrals",), journey_stages, NEEDED_FOR_STAGES),
}


@frozen
class Records:
    """Canonical tables by name, ready to be counted.

    Held rows are personal data: they stay in the organisation that read them. Where
    *known_on* is set, later submissions are not looked at. *route* names the services
    that journeys lead through; without it, each service is a route by itself.
    """

    tables: Mapping[str, Table] = field(
        factory=dict, repr=lambda tables: str(list(tables))
    )
    report: ReadReport = field(factory=ReadReport)
    known_on: dt.date | None = None
    route: tuple[str, ...] = ()

    @classmethod
    def from_frames(cls, frames: Mapping[str, Any]) -> "Records":
        """Take your own frames: pandas, Polars, DuckDB relations and others.

        The keys are names of canonical tables; each frame is brought to its schema.

        Raises:
            RecordsError: a table is unknown, or a frame does not fit its schema.
        """
        unknown = sorted(set(frames) - set(SCHEMAS))
        if unknown:
            message = (
                f"there is no table {', '.join(unknown)};"
                f" the canonical tables are {', '.join(SCHEMAS)}"
            )
            raise RecordsError(message)
        tables = {name: conform(SCHEMAS[name], frame) for name, frame in frames.items()}
        source = _source_report("frames", "frames handed in", tables)
        return cls(tables, ReadReport((source,)))

    @classmethod
    def joined(cls, parts: Iterable["Records"]) -> "Records":
        """Return the tables of several records together.

        Tables of one name are put under one another. Identical rows of two sources are
        merged and contradicting ones set aside, which the report shows as a source of
        its own, *together*.

        Raises:
            RecordsError: tables of one name are held in different data frame libraries,
                two sources would count the same people and events twice, or their
                stand-ins for people were given apart and without a key.
        """
        parts = list(parts)
        known = {part.known_on for part in parts}
        if len(known) > 1:
            message = "records as known on different days cannot be joined"
            raise RecordsError(message)
        routes = {part.route for part in parts}
        if len(routes) > 1:
            message = "records of journeys on different routes cannot be joined"
            raise RecordsError(message)
        report = ReadReport.joined(part.report for part in parts)
        _refuse_counting_twice(report)
        found: dict[str, list[Table]] = {}
        for part in parts:
            for name, table in part.tables.items():
                found.setdefault(name, []).append(table)
        several = {name: held for name, held in found.items() if len(held) > 1}
        _refuse_mixed_stand_ins(report, several)
        tables = {name: held[0] for name, held in found.items()}
        stacked = {name: _stacked(held) for name, held in several.items()}
        if stacked:
            together = _source_report(TOGETHER, "all sources together", stacked)
            report = ReadReport((*report.sources, together))
        return cls(
            tables | stacked, report, next(iter(known), None), next(iter(routes), ())
        )

    def on(self, engine: str) -> "Records":
        """Return the same tables held by another engine.

        *engine* is ``pandas``, ``polars``, ``duckdb`` or ``pyspark``; ``auto`` takes
        DuckDB for a million rows or more in all, and pandas for fewer. ``many questions``
        does so too, but takes Polars for fewer rows where it is installed.

        Raises:
            RecordsError: there is no such engine, or it is not installed.
        """
        rows = sum(table.balance.accepted for table in self.tables.values())
        if engine == "auto":
            engine = engine_for(rows)
        elif engine == "many questions":
            engine = engine_for_many_questions(rows)
        return evolve(
            self,
            tables={
                name: evolve(table, frame=moved(table.frame, engine))
                for name, table in self.tables.items()
            },
        )

    def without(self, tables: Collection[str]) -> "Records":
        """Return the same records without tables of these names."""
        kept = {n: table for n, table in self.tables.items() if n not in tables}
        sources = tuple(
            evolve(
                source,
                balances={n: b for n, b in source.balances.items() if n not in tables},
            )
            for source in self.report.sources
        )
        return evolve(self, tables=kept, report=ReadReport(sources))

    def as_known_on(self, day: dt.date) -> "Records":
        """Return the same records without what submissions for later months told.

        A submission is of a month, or week; those that end up to *day* are looked at.
        Otherwise the past is told with hindsight, as the last submission has it.
        """
        return evolve(self, known_on=day)

    def along(self, *services: str) -> "Records":
        """Return the same records, whose journeys lead through these services in order.

        Raises:
            UsageError: no service is named, or one is named twice.
        """
        if not services or len(set(services)) < len(services):
            message = "a journey leads through one service or more, each named once"
            raise UsageError(message)
        return evolve(self, route=services)

    def lacks(self, table: str) -> tuple[str, ...]:
        """Return the tables that *table* is or is derived from and that are not here."""
        if table in self.tables:
            return ()
        derived = _DERIVED.get(table)
        takes = (table,) if derived is None else derived.from_tables
        return tuple(name for name in takes if name not in self.tables)

    def has(self, table: str) -> bool:
        """Whether the rows of a table are here, or can be derived from what is."""
        return not self.lacks(table)

    def feeders(self, table: str) -> list[str]:
        """Return the tables held here that the rows of *table* come from."""
        if table in self.tables or table not in _DERIVED:
            return [table]
        described = ("pupils", "schools") if table == "attendance_totals" else ()
        feeders = (*_DERIVED[table].from_tables, *described)
        return [name for name in feeders if name in self.tables]

    def not_given(self, table: str) -> frozenset[str]:
        """Return the columns of a table that no source gives."""
        if table in self.tables:
            return self.tables[table].columns_not_given
        derived = _DERIVED.get(table)
        if derived is None or "referrals" not in self.tables:
            return frozenset()
        lacking = self.tables["referrals"].columns_not_given
        return frozenset(
            column
            for column, needed in derived.needed.items()
            if not lacking.isdisjoint(needed)
        )

    def lacking(self, table: str, columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return which of *columns* no source gives, by the table that it would be in.

        Those of a derived table are told as the columns that it is derived from.
        """
        not_given = self.not_given(table)
        lacking = [name for name in dict.fromkeys(columns) if name in not_given]
        if table in self.tables or not lacking:
            return {table: tuple(lacking)} if lacking else {}
        needed = (n for name in lacking for n in _DERIVED[table].needed[name])
        own = self.tables["referrals"].columns_not_given
        return {"referrals": tuple(dict.fromkeys(n for n in needed if n in own))}

    def never_missing(self, table: str) -> frozenset[str]:
        """Return the columns of a derived table that hold a value in every row."""
        is_derived = table == "attendance_totals" and table not in self.tables
        return frozenset(SESSION_COLUMNS) if is_derived else frozenset()

    def rows(
        self,
        table: str,
        period: Period | None = None,
        *,
        columns: Sequence[str] = SESSION_COLUMNS,
        by: Collection[str] = (),
    ) -> Frame:
        """Return the rows of a table, derived from others where it is not held itself.

        Attendance totals are per enrolment *and* stretch of days, so they are taken
        for *period*, with at least the counts of sessions in *columns*, and apart for
        each term or month if *by* names those.

        Raises:
            RecordsError: the table is not here and cannot be derived.
        """
        if table == "attendance_totals" and self.has(table):
            if period is None:
                message = "attendance is counted over a period, not on one day"
                raise RecordsError(message)
            counted = [name for name in SESSION_COLUMNS if name in columns]
            if table in self.tables:
                totals = self.tables[table].frame
                return totals_within(totals, period, columns=counted, by=by)
            return self._totals_from_marks(period, counted, by)
        if table not in self.tables:
            derived = _DERIVED.get(table)
            if derived is not None and derived.made is not None and self.has(table):
                return derived.made(self)
            message = (
                f"the table {table} was not supplied;"
                f" supplied: {', '.join(self.tables) or 'none'}"
            )
            raise RecordsError(message)
        held = self.tables[table]
        if table in RESUBMITTED and SUBMITTED not in held.columns_not_given:
            return latest_told(RESUBMITTED[table], held.frame, self.known_on)
        return held.frame

    def _totals_from_marks(
        self, period: Period, columns: Sequence[str], by: Collection[str]
    ) -> Frame:
        described = {}
        for name in ("pupils", "schools"):
            if name in self.tables:
                self.refuse_mixed_libraries("attendance_marks", name)
                described[name] = self.tables[name].frame
        pupils = self.tables.get("pupils")
        return totals_from_marks(
            self.tables["attendance_marks"].frame,
            period,
            gives_ages=pupils is not None and pupils.gives_ages,
            columns=columns,
            by=by,
            **described,
        )

    def refuse_mixed_libraries(self, first: str, second: str) -> None:
        """Refuse to look things up from one library's frame in another's.

        Raises:
            RecordsError: the two tables are held in different data frame libraries, or
                by different connections to DuckDB.
        """
        one, other = self.tables[first].frame, self.tables[second].frame
        libraries = {
            (frame.implementation, isinstance(frame, nw.LazyFrame))
            for frame in (one, other)
        }
        if len(libraries) > 1:
            message = (
                f"{first} and {second} are held in different data frame libraries;"
                " hand both in the same one"
            )
            raise RecordsError(message)
        if one.implementation.is_duckdb() and not share_a_connection(one, other):
            message = (
                f"{first} and {second} are relations of two DuckDB connections;"
                " make both on one"
            )
            raise RecordsError(message)


def _refuse_counting_twice(report: ReadReport) -> None:
    alone = [source.stands_alone for source in report.sources if source.stands_alone]
    for name in alone:
        if alone.count(name) > 1:
            message = (
                f"two sources are each a {name}; plans and requests of one are in the"
                " other too, so calculate from each in a run of its own"
            )
            raise RecordsError(message)
    for source in report.sources:
        others = [other for other in report.sources if not other.whole]
        for table in source.whole:
            again = [other.source for other in others if table in other.balances]
            if again:
                message = (
                    f"{table} is in {source.source}, a {source.stands_alone}, and in"
                    f" {again[0]} too; both tell of the same ones by numbers of their"
                    " own, so calculate from each in a run of its own"
                )
                raise RecordsError(message)


def _refuse_mixed_stand_ins(
    report: ReadReport, several: Mapping[str, list[Table]]
) -> None:
    """Refuse tables in which ``person-000001`` of two sources are two people."""
    for name in several:
        tokens = {
            source.stand_ins_of
            for source in report.sources
            if name in source.balances and source.stand_ins_of
        }
        if len(tokens) > 1:
            message = (
                f"{name} was read from several sources with stand-ins given apart, so"
                " different people share one; pass the same pseudonyms=sm.Pseudonyms()"
                " to each read"
            )
            raise RecordsError(message)


def _source_report(
    adapter: str, source: str, tables: Mapping[str, Table]
) -> SourceReport:
    return SourceReport(
        adapter=adapter,
        source=source,
        balances={name: table.balance for name, table in tables.items()},
        findings=tuple(found for table in tables.values() for found in table.findings),
        columns_left_out={
            name: table.columns_left_out
            for name, table in tables.items()
            if table.columns_left_out
        },
    )


def _stacked(tables: Sequence[Table]) -> Table:
    schema = tables[0].schema
    frames: list[Any] = [table.frame for table in tables]
    libraries = {(f.implementation, isinstance(f, nw.LazyFrame)) for f in frames}
    if len(libraries) > 1:
        message = (
            f"{schema.name} comes from sources held in different data frame"
            " libraries; hand all in the same one"
        )
        raise RecordsError(message)
    together = conform(schema, nw.concat(frames, how="vertical").to_native())
    if together.balance.rows_in != sum(table.balance.accepted for table in tables):
        message = f"{schema.name}: rows were lost while sources were put together"
        raise RecordsError(message)
    given_nowhere = [table.columns_not_given for table in tables]
    return evolve(together, columns_not_given=frozenset.intersection(*given_nowhere))
