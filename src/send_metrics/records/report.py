"""What became of every row that was read."""

from collections.abc import Collection, Iterable
from typing import Literal

from attrs import evolve, field, frozen

from send_metrics.domain.period import Period
from send_metrics.errors import RecordsError

Severity = Literal["error", "query", "note"]
TOGETHER = "together"
"""What stands for an adapter in the report of several sources put together."""


@frozen
class RowBalance:
    """Rows of one table: what came in and where it went.

    ``rows_in == accepted + rejected + merged_duplicates + blank``, always.

    Raises:
        RecordsError: the sum does not hold, which is a fault of the reader.
    """

    rows_in: int
    accepted: int
    rejected: int = 0
    merged_duplicates: int = 0
    blank: int = 0

    def __attrs_post_init__(self) -> None:
        placed = self.accepted + self.rejected + self.merged_duplicates + self.blank
        if self.rows_in != placed:
            message = (
                f"the row balance does not hold: {self.rows_in} rows were read and"
                f" {placed} accounted for; this is a fault of the reader, not the file"
            )
            raise RecordsError(message)

    def __add__(self, other: "RowBalance") -> "RowBalance":
        return RowBalance(
            self.rows_in + other.rows_in,
            self.accepted + other.accepted,
            self.rejected + other.rejected,
            self.merged_duplicates + other.merged_duplicates,
            self.blank + other.blank,
        )

    def then(self, later: "RowBalance") -> "RowBalance":
        """Return the balance of two steps, the second reading what the first accepted."""
        if self.accepted != later.rows_in:
            message = (
                f"{self.accepted} rows were accepted but {later.rows_in} arrived;"
                " this is a fault of the reader, not the file"
            )
            raise RecordsError(message)
        return RowBalance(
            self.rows_in,
            later.accepted,
            self.rejected + later.rejected,
            self.merged_duplicates + later.merged_duplicates,
            self.blank + later.blank,
        )

    @property
    def rejection_limit(self) -> int:
        """Rows that may be rejected before the table is unavailable: 20 or 2 %."""
        return max(20, self.rows_in // 50)

    @property
    def over_limit(self) -> bool:
        """Whether so many rows were rejected that no figure should rest on the table."""
        return self.rejected > self.rejection_limit


@frozen
class Finding:
    """Something a reader noticed: where, which rule, and what to do. Never the value.

    *line* counts from 1 in the file as it lies on disk; *file* names that file where a
    source is made of several; *element* is a path in XML; *record* is the number of the
    record that holds the place, such as the person of a return, counted from 1.
    *rows* is how many rows the finding stands for.
    """

    rule: str
    severity: Severity
    table: str
    wording: str
    action: str
    column: str | None = None
    line: int | None = None
    element: str | None = None
    rows: int = 1
    file: str | None = None
    record: int | None = None

    @property
    def place(self) -> str:
        """Where it is, in words."""
        parts = [self.table]
        if self.file is not None:
            parts.append(self.file)
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.element is not None:
            parts.append(self.element)
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


def first_of_each_rule(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each rule, table and column, at its first place.

    Its *rows* are those of all findings of the kind.
    """
    first: dict[tuple[str, str, str | None], Finding] = {}
    rows: dict[tuple[str, str, str | None], int] = {}
    for finding in findings:
        key = (finding.rule, finding.table, finding.column)
        first.setdefault(key, finding)
        rows[key] = rows.get(key, 0) + finding.rows
    return [evolve(finding, rows=rows[key]) for key, finding in first.items()]


@frozen
class SourceReport:
    """What one adapter read from one source.

    *covers* are the days that it tells of, where it says so.
    *stands_alone* names what no second source beside it may be, and *whole* the tables
    that no source of another kind beside it may give. *stand_ins_of* tells apart runs in
    which stand-ins for people were given without a key.
    """

    adapter: str
    source: str
    balances: dict[str, RowBalance]
    findings: tuple[Finding, ...] = ()
    columns_left_out: dict[str, tuple[str, ...]] = field(factory=dict)
    notes: tuple[str, ...] = ()
    stands_alone: str | None = None
    whole: tuple[str, ...] = ()
    stand_ins_of: str | None = None
    covers: Period | None = None

    def by_rule(self) -> list[Finding]:
        """Return one finding for each rule, table and column, at its first place."""
        return first_of_each_rule(self.findings)


@frozen
class ReadReport:
    """What was read from all sources of a set of records."""

    sources: tuple[SourceReport, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every source."""
        return tuple(found for source in self.sources for found in source.findings)

    @property
    def over_limit(self) -> bool:
        """Whether any table of any source lost more rows than its limit allows."""
        return any(
            balance.over_limit
            for source in self.sources
            for balance in source.balances.values()
        )

    def sources_of(self, tables: Collection[str]) -> tuple[str, ...]:
        """Return the names of the sources that any of the tables was read from."""
        found = (
            source.source
            for source in self.sources
            if source.adapter != TOGETHER
            and not source.balances.keys().isdisjoint(tables)
        )
        return tuple(dict.fromkeys(found))

    @classmethod
    def joined(cls, reports: Iterable["ReadReport"]) -> "ReadReport":
        """Return one report over all sources of several."""
        return cls(tuple(source for report in reports for source in report.sources))
