"""``send-metrics check``: what was accepted, what was rejected, and what to mend first."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, TextIO

import typer
from attrs import define, field

from send_metrics.adapters.contract import CheckRun
from send_metrics.cli.check_lists import (
    CsvListing,
    JsonListing,
    Listing,
    ReadSource,
    check_all,
)
from send_metrics.cli.options import (
    Format,
    NamedSources,
    Out,
    PartnershipFile,
    Sources,
    named_sources,
    records_of,
    refuse_overwriting,
)
from send_metrics.cli.printing import printed_table, put
from send_metrics.records.report import Finding, ReadReport, SourceReport

_COUNTS = ("read", "accepted", "rejected", "merged", "blank")


class FailOn(StrEnum):
    """Which findings of the rules make the check fail."""

    error = "error"
    query = "query"


def check(
    source: Sources = None,
    partnership: PartnershipFile = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="End with exit code 1 if rules find errors, or queries."
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.table,
    out: Out = None,
) -> int:
    """Read, check and report what was accepted and rejected and why; no figures."""
    refuse_overwriting(out, source, partnership)
    sources = named_sources(source, partnership)
    report = records_of(sources).report
    with TemporaryFile("w+", encoding="utf-8", newline="") as written:
        runs = check_all(_to_check(sources, report), _listing(form, written))
        written.seek(0)
        _put_written(written, out)
    return 1 if report.over_limit or _failed(runs, fail_on) else 0


def _to_check(sources: NamedSources, report: ReadReport) -> list[ReadSource]:
    """Return every source with its rules, then what all sources together are."""
    reports = iter(report.sources)
    of_each = islice(reports, len(sources))
    read = [
        ReadSource.of(said, *source)
        for said, source in zip(of_each, sources, strict=True)
    ]
    return [*read, *map(ReadSource, reports)]


def _listing(form: Format, file: TextIO) -> Listing:
    if form is Format.csv:
        return CsvListing(file)
    return JsonListing(file) if form is Format.json else _Summary(file)


def _put_written(written: TextIO, out: Path | None) -> None:
    if out is None:
        shutil.copyfileobj(written, sys.stdout)
    else:
        put(written.read(), out)


def _failed(runs: Iterable[CheckRun], fail_on: FailOn | None) -> bool:
    grave = {None: (), FailOn.error: ("error",), FailOn.query: ("error", "query")}
    return any(
        run.crashes or any(found.severity in grave[fail_on] for found in run.broken)
        for run in runs
    )


@define
class _Summary:
    """The rows, what was found while reading, and how often each rule is broken."""

    file: TextIO
    _sources: list[SourceReport] = field(factory=list)
    _runs: list[CheckRun | None] = field(factory=list)

    def begin(self, source: ReadSource) -> None:
        self._sources.append(source.report)

    def tell(self, finding: Finding) -> None:
        """Do nothing: the run counts."""

    def end(self, run: CheckRun | None) -> None:
        self._runs.append(run)

    def close(self) -> None:
        self.file.write(_printed_rows(self._sources))
        for source, run in zip(self._sources, self._runs, strict=True):
            self.file.write(_printed(source, run))


def _printed_rows(sources: Iterable[SourceReport]) -> str:
    rows = [
        (
            source.source,
            table,
            *(
                f"{n:,}"
                for n in (
                    b.rows_in,
                    b.accepted,
                    b.rejected,
                    b.merged_duplicates,
                    b.blank,
                )
            ),
            f"{'over' if b.over_limit else 'within'} the limit of {b.rejection_limit:,}",
        )
        for source in sources
        for table, b in source.balances.items()
    ]
    headings = ("source", "table", *_COUNTS, "rejected rows are")
    return printed_table("Rows", headings, rows, numbers=_COUNTS)


def _printed(source: SourceReport, run: CheckRun | None) -> str:
    name = source.source
    text = ""
    if source.findings:
        text += "\n" + _by_rule(f"Found while reading {name}", source.by_rule())
    if run is not None:
        text += "\n" + _printed_run(name, run)
    for table, columns in source.columns_left_out.items():
        text += f"{name}: columns of {table} left out: {', '.join(columns)}\n"
    for note in source.notes:
        text += f"{name}: {note}\n"
    return text


def _printed_run(name: str, run: CheckRun) -> str:
    times: Counter[str] = Counter()
    for broken in run.broken:
        times[broken.severity] += broken.rows
    gravest = sorted(
        run.broken, key=lambda rule: (rule.severity != "error", -rule.rows)
    )
    text = _by_rule(f"Rules broken in {name}", gravest) if gravest else ""
    text += (
        f"{name}: {len(run.rules):,} rules ran,"
        f" {_number(len(run.broken), 'is broken', 'are broken')}:"
        f" {_number(times['error'], 'error', 'errors')} and"
        f" {_number(times['query'], 'query', 'queries')}\n"
    )
    for crash in run.crashes:
        text += (
            f"{name}: THE CHECK FAILED: rule {crash.rule} failed itself"
            f" ({crash.error}) at {crash.element}; tell the authors of send_metrics\n"
        )
    for rule, why in run.not_run:
        text += f"{name}: not run: {rule}, which {why}\n"
    return text


def _number(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _by_rule(title: str, findings: Sequence[Finding]) -> str:
    headings = ("severity", "rule", "first place", "what is wrong; what to do", "times")
    rows = [
        (f.severity, f.rule, f.place, f"{f.wording}; {f.action}", f"{f.rows:,}")
        for f in findings
    ]
    return printed_table(title, headings, rows, numbers=("times",))
