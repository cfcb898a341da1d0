"""The rules that every row of a table must keep, and how breaking one is reported."""

import narwhals.stable.v2 as nw

from send_metrics.records.attendance import code_not_in_use, codes_used
from send_metrics.records.expressions import Frame, flag, integer, missing
from send_metrics.records.report import Finding
from send_metrics.records.schema import FLAGS, TableSchema
from send_metrics.records.tables import ATTENDANCE_MARKS

_RULES = ("required", "readable", "allowed")


def first_fault(
    schema: TableSchema, frame: Frame, unreadable: dict[str, str]
) -> nw.Expr:
    """Return the number of the first rule that a row breaks, or 0."""
    fault = integer(0)
    sound = _sound_columns(schema, frame, unreadable)
    for position, column in reversed(list(enumerate(schema.columns))):
        if column.name in sound:
            continue
        base = 1 + position * len(_RULES)
        name = column.name
        allowed = FLAGS if column.kind == "flag" else column.allowed
        if allowed:
            on_list = flag(nw.col(name).is_in(sorted(allowed)))
            fault = (
                nw.when(on_list + missing(name) > 0)
                .then(fault)
                .otherwise(integer(base + 2))
            )
        if column.required:
            fault = nw.when(nw.col(name).is_null()).then(integer(base)).otherwise(fault)
        if name in unreadable:
            fault = (
                nw.when(nw.col(unreadable[name]) == 1)
                .then(integer(base + 1))
                .otherwise(fault)
            )
    return fault


def _sound_columns(
    schema: TableSchema, frame: Frame, unreadable: dict[str, str]
) -> set[str]:
    """Return the columns that no row breaks a rule in, where that is quick to tell.

    It is for frames in memory; a query would have to run for it once more.
    """
    if isinstance(frame, nw.LazyFrame):
        return set()
    sound = set()
    for column in schema.columns:
        held = frame[column.name]
        allowed = FLAGS if column.kind == "flag" else column.allowed
        if column.name in unreadable:
            continue
        if column.required and held.is_null().any():
            continue
        if not allowed or bool((held.is_in(sorted(allowed)) | held.is_null()).all()):
            sound.add(column.name)
    return sound


def fault_found(schema: TableSchema, rule: int, rows: int) -> Finding:
    """Return the finding for rows that break a rule, by its number."""
    column = schema.columns[(rule - 1) // len(_RULES)]
    broken = _RULES[(rule - 1) % len(_RULES)]
    wording, action = {
        "required": (
            "there is no value",
            "supply it; the row cannot be placed without",
        ),
        "readable": (
            "the value cannot be read as a "
            + ("day" if column.kind == "day" else "whole number"),
            "write days as 2026-01-31 and counts as whole numbers",
        ),
        "allowed": (
            "the code is not on the list",
            "use "
            + ", ".join(sorted(FLAGS if column.kind == "flag" else column.allowed)),
        ),
    }[broken]
    return Finding(
        rule=f"{broken}-value",
        severity="error",
        table=schema.name,
        column=column.name,
        wording=wording,
        action=action,
        rows=rows,
    )


def with_codes_in_use(frame: Frame) -> tuple[Frame, int, list[Finding]]:
    """Return the marks whose code means something on their day; how many do not."""
    findings = []
    used = codes_used(frame)
    if used.not_in_use:
        frame = frame.with_columns(code_not_in_use().alias("_not_in_use")).filter(
            nw.col("_not_in_use") == 0
        )
        frame = frame.select(*ATTENDANCE_MARKS.names)
        findings.append(
            Finding(
                rule="code-in-use",
                severity="error",
                table=ATTENDANCE_MARKS.name,
                column="code",
                wording="the code is not an attendance code on that day",
                action="translate local codes to the national ones of that day",
                rows=used.not_in_use,
            )
        )
    if used.withdrawn:
        findings.append(
            Finding(
                rule="code-withdrawn",
                severity="query",
                table=ATTENDANCE_MARKS.name,
                column="code",
                wording="the code was withdrawn before that day; counted as DfE does",
                action="ask the school to use the codes in force since 19 August 2024",
                rows=used.withdrawn,
            )
        )
    return frame, used.not_in_use, findings
