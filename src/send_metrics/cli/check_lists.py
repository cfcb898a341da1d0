"""Write what a check finds while it goes on, so that a list can be of any length."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO

from attrs import define, field, frozen

from send_metrics.adapters.contract import Adapter, Checking, CheckRun, Crash
from send_metrics.cli.printing import as_csv, busy
from send_metrics.records.report import Finding, SourceReport

_HEADINGS = (
    *("source", "found_by", "file", "record", "table", "severity", "rule", "line"),
    *("element", "column", "wording", "action", "rows"),
)


@frozen
class ReadSource:
    """A source that was read, with the rules of its adapter if it has any."""

    report: SourceReport
    rules: Checking | None = None
    path: Path = Path()

    @classmethod
    def of(cls, report: SourceReport, adapter: Adapter, path: Path) -> "ReadSource":
        """Return the source that an adapter read at a path."""
        return cls(report, adapter if isinstance(adapter, Checking) else None, path)

    def check(self, tell: Callable[[Finding], None]) -> CheckRun | None:
        """Run the rules, or nothing where there are none."""
        if self.rules is None:
            return None
        with busy(f"Checking {self.path.name}"):
            return self.rules.check(self.path, tell)


class Listing(Protocol):
    """Something that is written while sources are checked one after the other."""

    def begin(self, source: ReadSource) -> None:
        """Write what is known of a source before it is checked."""
        ...

    def tell(self, finding: Finding) -> None:
        """Write what a rule found."""
        ...

    def end(self, run: CheckRun | None) -> None:
        """Write what is known after the check."""
        ...

    def close(self) -> None:
        """Write what comes after all sources."""
        ...


def check_all(sources: Sequence[ReadSource], listing: Listing) -> list[CheckRun]:
    """Check each source and return what became of the rules of those that have any."""
    runs = []
    for source in sources:
        listing.begin(source)
        run = source.check(listing.tell)
        listing.end(run)
        runs.append(run)
    listing.close()
    return [run for run in runs if run is not None]


@define
class CsvListing:
    """One row a finding: those of the reading, then those of the rules."""

    file: TextIO
    _source: SourceReport = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.file.write(f"{','.join(_HEADINGS)}\n")

    def begin(self, source: ReadSource) -> None:
        """Write the findings of the reading."""
        self._source = source.report
        for finding in self._source.findings:
            self._write("reading", finding)

    def tell(self, finding: Finding) -> None:
        """Write what a rule found."""
        self._write("rule", finding)

    def end(self, run: CheckRun | None) -> None:
        """Write the rules that failed themselves."""
        for crash in run.crashes if run else ():
            self._write("rule", _finding_of(crash))

    def close(self) -> None:
        """Write nothing more."""

    def _write(self, found_by: str, finding: Finding) -> None:
        row = _row(self._source, found_by, finding)
        self.file.write(as_csv([row]).partition("\n")[2])


@define
class JsonListing:
    """A list with one object a source, which holds every finding."""

    file: TextIO
    _source: SourceReport = field(init=False)
    _before: str = field(default="[\n", init=False)
    _before_finding: str = field(default="", init=False)

    def begin(self, source: ReadSource) -> None:
        """Write all but the checks, and open those."""
        self._source = source.report
        said = json.dumps(_said_of(self._source)).removesuffix("}")
        self.file.write(f'{self._before}{said}, "checks": ')
        self.file.write("null" if source.rules is None else '{"findings": [')
        self._before, self._before_finding = ",\n", "\n"

    def tell(self, finding: Finding) -> None:
        """Write what a rule found."""
        said = json.dumps(_row(self._source, "rule", finding))
        self.file.write(self._before_finding + said)
        self._before_finding = ",\n"

    def end(self, run: CheckRun | None) -> None:
        """Close the findings, and write which rules ran, did not, or failed."""
        if run is not None:
            self.file.write(f"\n], {json.dumps(_said_of_rules(run)).removeprefix('{')}")
        self.file.write("}")

    def close(self) -> None:
        """Close the list."""
        self.file.write("\n]\n")


def _row(source: SourceReport, found_by: str, finding: Finding) -> dict[str, Any]:
    cells = (
        *(source.source, found_by, finding.file or source.source, finding.record),
        *(finding.table, finding.severity, finding.rule, finding.line),
        *(finding.element, finding.column, finding.wording, finding.action),
        finding.rows,
    )
    return dict(zip(_HEADINGS, cells, strict=True))


def _finding_of(crash: Crash) -> Finding:
    return Finding(
        rule=crash.rule,
        severity="error",
        table="",
        wording=f"the rule itself failed ({crash.error}), so that the check has failed",
        action="tell the authors of send_metrics; nothing says that the rule is kept",
        element=crash.element,
    )


def _said_of(source: SourceReport) -> dict[str, Any]:
    return {
        "adapter": source.adapter,
        "source": source.source,
        "tables": {
            table: {
                "rows_in": balance.rows_in,
                "accepted": balance.accepted,
                "rejected": balance.rejected,
                "merged_duplicates": balance.merged_duplicates,
                "blank": balance.blank,
                "over_limit": balance.over_limit,
            }
            for table, balance in source.balances.items()
        },
        "columns_left_out": {t: list(c) for t, c in source.columns_left_out.items()},
        "notes": list(source.notes),
        "findings": [_row(source, "reading", found) for found in source.findings],
    }


def _said_of_rules(run: CheckRun) -> dict[str, Any]:
    return {
        "rules": list(run.rules),
        "not_run": [{"rule": rule, "why": why} for rule, why in run.not_run],
        "crashes": [
            {"rule": crash.rule, "error": crash.error, "element": crash.element}
            for crash in run.crashes
        ],
    }
