"""``send-metrics check``: what was accepted, what was rejected, and what to mend first."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from send_metrics.adapters.contract import Checking, CheckRun
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
from send_metrics.cli.printing import as_csv, busy, printed_table, put
from send_metrics.records.report import (
    Finding,
    ReadReport,
    SourceReport,
    first_of_each_rule,
)

_COUNTS = ("read", "accepted", "rejected", "merged", "blank")
Runs = Mapping[str, CheckRun]


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
    runs = _checked(sources)
    if form is Format.json:
        said = [_source(s, runs.get(s.source)) for s in report.sources]
        put(json.dumps(said, indent=2) + "\n", out)
    elif form is Format.csv:
        put(as_csv(_listed(report, runs)), out)
    else:
        put(_printed(report, runs), out)
    return 1 if report.over_limit or _failed(runs, fail_on) else 0


def _checked(sources: NamedSources) -> Runs:
    """Run the rules of every source whose adapter has any."""
    runs = {}
    for adapter, path in sources:
        if isinstance(adapter, Checking):
            with busy(f"Checking {path.name}"):
                runs[path.name] = adapter.check(path)
    return runs


def _failed(runs: Runs, fail_on: FailOn | None) -> bool:
    grave = {None: (), FailOn.error: ("error",), FailOn.query: ("error", "query")}
    return any(
        run.crashes or any(found.severity in grave[fail_on] for found in run.findings)
        for run in runs.values()
    )


def _listed(report: ReadReport, runs: Runs) -> list[dict[str, Any]]:
    """Return every finding: of the reading, then of the rules, source by source."""
    rows = []
    for source in report.sources:
        rows += [_finding(source, "reading", found) for found in source.findings]
        if source.source in runs:
            run = runs[source.source]
            rows += [_finding(source, "rule", found) for found in run.findings]
            rows += [
                _finding(source, "rule", _as_finding(rule, error, element))
                for rule, error, element in (
                    (crash.rule, crash.error, crash.element) for crash in run.crashes
                )
            ]
    return rows


def _as_finding(rule: str, error: str, element: str) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        table="",
        wording=f"the rule itself failed ({error}), so that the check has failed",
        action="tell the authors of send_metrics; nothing says that the rule is kept",
        element=element,
    )


def _printed(report: ReadReport, runs: Runs) -> str:
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
            "over its limit" if b.over_limit else "within its limit",
        )
        for source in report.sources
        for table, b in source.balances.items()
    ]
    headings = ("source", "table", *_COUNTS, "rejected rows are")
    text = printed_table("Rows", headings, rows, numbers=_COUNTS)
    for source in report.sources:
        if source.findings:
            text += "\n" + _by_rule(
                f"Found while reading {source.source}", source.by_rule()
            )
        if source.source in runs:
            text += "\n" + _printed_run(source.source, runs[source.source])
        for table, columns in source.columns_left_out.items():
            text += (
                f"{source.source}: columns of {table} left out: {', '.join(columns)}\n"
            )
        for note in source.notes:
            text += f"{source.source}: {note}\n"
    return text


def _printed_run(name: str, run: CheckRun) -> str:
    grave = dict.fromkeys(("error", "query"), 0)
    for found in run.findings:
        grave[found.severity] = grave.get(found.severity, 0) + 1
    broken = len({found.rule for found in run.findings})
    summary = (
        f"{name}: {len(run.rules):,} rules ran, {broken:,} are broken:"
        f" {grave['error']:,} errors and {grave['query']:,} queries\n"
    )
    summed = first_of_each_rule(run.findings)
    summed.sort(key=lambda found: (found.severity != "error", -found.rows))
    text = _by_rule(f"Rules broken in {name}", summed) if summed else ""
    for crash in run.crashes:
        summary += (
            f"{name}: THE CHECK FAILED: rule {crash.rule} failed itself"
            f" ({crash.error}) at {crash.element}; tell the authors of send_metrics\n"
        )
    for rule, why in run.not_run:
        summary += f"{name}: not run: {rule}, which {why}\n"
    return text + summary


def _by_rule(title: str, findings: Sequence[Finding]) -> str:
    headings = ("severity", "rule", "first place", "what is wrong; what to do", "times")
    rows = [
        (f.severity, f.rule, f.place, f"{f.wording}; {f.action}", f"{f.rows:,}")
        for f in findings
    ]
    return printed_table(title, headings, rows, numbers=("times",))


def _source(source: SourceReport, run: CheckRun | None) -> dict[str, Any]:
    checks = None
    if run is not None:
        checks = {
            "rules": list(run.rules),
            "not_run": [{"rule": rule, "why": why} for rule, why in run.not_run],
            "crashes": [
                {"rule": c.rule, "error": c.error, "element": c.element}
                for c in run.crashes
            ],
            "findings": [_finding(source, "rule", found) for found in run.findings],
        }
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
        "findings": [_finding(source, "reading", found) for found in source.findings],
        "checks": checks,
        "columns_left_out": {t: list(c) for t, c in source.columns_left_out.items()},
        "notes": list(source.notes),
    }


def _finding(source: SourceReport, found_by: str, finding: Finding) -> dict[str, Any]:
    return {
        "source": source.source,
        "found_by": found_by,
        "file": finding.file or source.source,
        "record": finding.record,
        "table": finding.table,
        "severity": finding.severity,
        "rule": finding.rule,
        "line": finding.line,
        "element": finding.element,
        "column": finding.column,
        "wording": finding.wording,
        "action": finding.action,
        "rows": finding.rows,
    }
