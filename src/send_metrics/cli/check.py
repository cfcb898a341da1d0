"""``send-metrics check``: what was accepted and rejected, and why; no figures."""

import json
from typing import Annotated, Any

import typer

from send_metrics.cli.options import (
    Format,
    Out,
    PartnershipFile,
    Sources,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import as_csv, printed_table, put
from send_metrics.records.report import Finding, ReadReport, SourceReport

_COUNTS = ("read", "accepted", "rejected", "merged", "blank")


def check(
    source: Sources = None,
    partnership: PartnershipFile = None,
    form: Annotated[Format, typer.Option("--format")] = Format.table,
    out: Out = None,
) -> int:
    """Read and report what was accepted and rejected and why; no figures."""
    refuse_overwriting(out, source, partnership)
    report = records_from(source, partnership).report
    if form is Format.json:
        put(json.dumps([_source(s) for s in report.sources], indent=2) + "\n", out)
    elif form is Format.csv:
        put(as_csv([_finding(s, f) for s in report.sources for f in s.findings]), out)
    else:
        put(_printed(report), out)
    return 1 if report.over_limit else 0


def _printed(report: ReadReport) -> str:
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
            found = [
                (f.severity, f.rule, f.place, f"{f.wording}; {f.action}", f"{f.rows:,}")
                for f in source.by_rule()
            ]
            text += "\n" + printed_table(
                f"Findings in {source.source}",
                (
                    "severity",
                    "rule",
                    "first place",
                    "what is wrong; what to do",
                    "rows",
                ),
                found,
                numbers=("rows",),
            )
        for table, columns in source.columns_left_out.items():
            text += (
                f"{source.source}: columns of {table} left out: {', '.join(columns)}\n"
            )
        for note in source.notes:
            text += f"{source.source}: {note}\n"
    return text


def _source(source: SourceReport) -> dict[str, Any]:
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
        "findings": [_finding(source, finding) for finding in source.findings],
        "columns_left_out": {t: list(c) for t, c in source.columns_left_out.items()},
        "notes": list(source.notes),
    }


def _finding(source: SourceReport, finding: Finding) -> dict[str, Any]:
    return {
        "source": source.source,
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
