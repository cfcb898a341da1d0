"""``send-metrics plan``: an improvement plan as a file, and what is wrong with it."""

import json
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from send_metrics.cli.options import Out
from send_metrics.cli.printing import as_csv, put
from send_metrics.domain.period import parse_day
from send_metrics.errors import UsageError
from send_metrics.plans.files import example_text, read_plan
from send_metrics.plans.lint import CRASHED, RULES, Findings, lint
from send_metrics.plans.schema import plan_schema

plan = typer.Typer(
    help="An improvement plan as a file, and what is wrong with it.",
    rich_markup_mode=None,
)
_WORDING = {rule.id: rule.wording for rule in RULES} | {CRASHED: "a rule failed itself"}


@plan.command("lint")
def lint_command(
    file: Annotated[
        Path, typer.Argument(metavar="PLAN", help="A plan in TOML or JSON.")
    ],
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at",
            metavar="DATE",
            help="The day on which things may be overdue; else the plan's own.",
        ),
    ] = None,
    output_format: Annotated[
        str,
        typer.Option("--format", metavar="text|json|csv", help="How it is written."),
    ] = "text",
    out: Out = None,
) -> int:
    """Say what a plan contradicts, leaves open or promises in vain; 1 if there is any."""
    if output_format not in ("text", "json", "csv"):
        message = "--format is text, json or csv"
        raise UsageError(message)
    if out is not None and out.resolve() == file.resolve():
        message = f"--out {out} would write over the plan; name another file"
        raise UsageError(message)
    day = None if as_at is None else parse_day(as_at)
    findings = lint(read_plan(file), as_at=day)
    if output_format == "json":
        told = {"findings": findings.to_dicts(), "not_run": list(findings.not_run)}
        put(json.dumps(told, indent=2, ensure_ascii=False) + "\n", out)
    elif output_format == "csv":
        put(as_csv(findings.to_dicts()), out)
    else:
        put(_in_words(findings, file.name), out)
    return 1 if findings else 0


@plan.command("example")
def example_command(out: Out = None) -> int:
    """Write the shipped plan: Hertfordshire's public progress page of autumn 2024."""
    put(example_text(), out)
    return 0


@plan.command("schema")
def schema_command(out: Out = None) -> int:
    """Write the JSON Schema of a plan file, for editors to complete and check by."""
    put(json.dumps(plan_schema(), indent=2) + "\n", out)
    return 0


def _in_words(findings: Findings, name: str) -> str:
    lines = []
    for rule, own in groupby(findings, key=lambda finding: finding.rule):
        each = list(own)
        lines += [f"{rule} ({each[0].severity}): {_WORDING[rule]}"]
        lines += [_on_one_line(f"{f.place} ({f.entity}): {f.problem}") for f in each]
        lines += [f"  To do: {each[0].action}.", ""]
    errors = sum(finding.severity == "error" for finding in findings)
    queries = len(findings) - errors
    lines += [f"{name}: {_counted(errors, 'error')}, {_counted(queries, 'query')}"]
    if findings.not_run:
        asked = ", ".join(findings.not_run)
        lines += [f"Not run without a day (--as-at, or as_at in the plan): {asked}"]
    return "\n".join(lines) + "\n"


def _on_one_line(text: str) -> str:
    """Return words of a plan so that they can neither break a line nor steer a screen."""
    return "  " + "".join(sign if sign.isprintable() else " " for sign in text)


def _counted(number: int, noun: str) -> str:
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
