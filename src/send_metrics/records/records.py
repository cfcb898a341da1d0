"""A set of canonical tables, with the report of how they were read."""

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw
from attrs import evolve, field, frozen

from send_metrics.domain.period import Period
from send_metrics.errors import RecordsError
from send_metrics.records.attendance import totals_from_marks, totals_within
from send_metrics.records.conform import Table, conform
from send_metrics.records.expressions import Frame
from send_metrics.records.report import ReadReport, SourceReport
from send_metrics.records.tables import SCHEMAS


@frozen
class Records:
    """Canonical tables by name, ready to be counted.

    Held rows are personal data: they stay in the organisation that read them.
    """

    tables: Mapping[str, Table] = field(
        factory=dict, repr=lambda tables: str(list(tables))
    )
    report: ReadReport = field(factory=ReadReport)

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
        source = SourceReport(
            adapter="frames",
            source="frames handed in",
            balances={name: table.balance for name, table in tables.items()},
            findings=tuple(f for table in tables.values() for f in table.findings),
            columns_left_out={
                name: table.columns_left_out
                for name, table in tables.items()
                if table.columns_left_out
            },
        )
        return cls(tables, ReadReport((source,)))

    @classmethod
    def joined(cls, parts: Iterable["Records"]) -> "Records":
        """Return the tables of several records together.

        Tables of one name are put under one another; a key that two sources share is
        then checked again, so that nothing is counted twice.

        Raises:
            RecordsError: tables of one name are held in different data frame libraries,
                or two sources would count the same people and events twice.
        """
        parts = list(parts)
        report = ReadReport.joined(part.report for part in parts)
        _refuse_counting_twice(report)
        tables: dict[str, Table] = {}
        for part in parts:
            for name, table in part.tables.items():
                tables[name] = (
                    _stacked(tables[name], table) if name in tables else table
                )
        return cls(tables, report)

    def on(self, engine: str) -> "Records":
        """Return the same tables held by another engine: ``pandas`` or ``duckdb``.

        Raises:
            RecordsError: the engine is not installed.
        """
        return evolve(
            self,
            tables={
                name: evolve(table, frame=_moved(table.frame, engine))
                for name, table in self.tables.items()
            },
        )

    def has(self, table: str) -> bool:
        """Whether the rows of a table are here, or can be derived from what is."""
        return table in self.tables or (
            table == "attendance_totals" and "attendance_marks" in self.tables
        )

    def feeders(self, table: str) -> list[str]:
        """Return the tables held here that the rows of *table* come from."""
        if table == "attendance_totals" and table not in self.tables:
            return [n for n in ("attendance_marks", "pupils") if n in self.tables]
        return [table]

    def rows(self, table: str, period: Period | None = None) -> Frame:
        """Return the rows of a table, derived from others where it is not held itself.

        Attendance totals are per enrolment *and* stretch of days, so they are taken
        for *period*.

        Raises:
            RecordsError: the table is not here and cannot be derived.
        """
        if table == "attendance_totals" and self.has(table):
            if period is None:
                message = "attendance is counted over a period, not on one day"
                raise RecordsError(message)
            if table in self.tables:
                return totals_within(self.tables[table].frame, period)
            pupils = self.tables.get("pupils")
            return totals_from_marks(
                self.tables["attendance_marks"].frame,
                None if pupils is None else pupils.frame,
                period,
            )
        if table not in self.tables:
            message = (
                f"the table {table} was not supplied;"
                f" supplied: {', '.join(self.tables) or 'none'}"
            )
            raise RecordsError(message)
        return self.tables[table].frame


def _refuse_counting_twice(report: ReadReport) -> None:
    alone = [source.stands_alone for source in report.sources if source.stands_alone]
    for name in alone:
        if alone.count(name) > 1:
            message = (
                f"two sources are each a {name}; plans and requests of one are in the"
                " other too, so calculate from each in a run of its own"
            )
            raise RecordsError(message)


def _stacked(first: Table, second: Table) -> Table:
    schema = first.schema
    try:
        frames: list[Any] = [first.frame, second.frame]
        both = nw.concat(frames, how="vertical")
    except (TypeError, ValueError):
        message = (
            f"{schema.name} comes from two sources held in different data frame"
            " libraries; hand both in the same one"
        )
        raise RecordsError(message) from None
    again = conform(schema, both.to_native())
    rows_accepted = first.balance.accepted + second.balance.accepted
    if again.balance.rows_in != rows_accepted:
        message = f"{schema.name}: rows were lost while two sources were put together"
        raise RecordsError(message)
    return evolve(
        again,
        balance=(first.balance + second.balance).then(again.balance),
        findings=first.findings + second.findings + again.findings,
    )


def _moved(frame: Frame, engine: str) -> Frame:
    if engine == "pandas":
        if isinstance(frame, nw.LazyFrame):
            return frame.collect("pandas")
        return nw.from_native(frame.to_pandas(), eager_only=True)
    if engine == "duckdb":
        if isinstance(frame, nw.LazyFrame) and frame.implementation.is_duckdb():
            return frame
        eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        try:
            return eager.lazy("duckdb")
        except ModuleNotFoundError:
            message = (
                "DuckDB is not installed;"
                ' run: python -m pip install "send-metrics[app]"'
            )
            raise RecordsError(message) from None
    message = f"there is no engine {engine}; use pandas or duckdb"
    raise RecordsError(message)
