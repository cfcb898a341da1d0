"""Bring any data frame to a canonical table, or say by name why it cannot be."""

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from attrs import frozen

from send_metrics.errors import RecordsError
from send_metrics.records.attendance import codes_not_in_use, withdrawn_codes_used
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    flag,
    integer,
    missing,
    named,
    text,
)
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import FLAGS, UNKNOWN, Column, TableSchema
from send_metrics.records.tables import ATTENDANCE_MARKS

_FAULT = "_fault"
_ROWS = "_rows_with_key"


@frozen
class Table:
    """Rows in canonical form, with the account of how they came to be so."""

    schema: TableSchema
    frame: Frame
    balance: RowBalance
    findings: tuple[Finding, ...] = ()
    columns_left_out: tuple[str, ...] = ()

    @property
    def native(self) -> Any:
        """The frame in the library that it was handed in with."""
        return self.frame.to_native()


def conform(schema: TableSchema, native: Any) -> Table:
    """Return *native*, a frame of any library narwhals supports, in canonical form.

    Columns are brought to canonical types and order, columns the schema does not know
    are left out and listed. Rows that lack a required value, hold a code that is not
    on the list or a fraction where a whole number belongs are set aside and counted by
    rule. Identical rows are merged; different rows under one key are all set aside.

    Raises:
        RecordsError: a column is missing or holds another type; the message names it
            and the columns that were there, never a value.
    """
    try:
        frame = nw.from_native(native)
    except TypeError:
        message = (
            f"{schema.name}: this is not a data frame of a supported library;"
            " pass a pandas, Polars, PyArrow or DuckDB table"
        )
        raise RecordsError(message) from None
    held = frame.collect_schema()
    _check_names(schema, list(held))
    frame = _with_ages(schema, frame)
    frame, unreadable = _typed(schema, frame)
    frame = frame.with_columns(_fault(schema, unreadable).alias(_FAULT))

    faults = {
        int(row[_FAULT]): int(row["rows"])
        for row in collected(count_by(frame, [_FAULT]))
    }
    rows_in = sum(faults.values())
    findings = [
        _finding(schema, rule, rows) for rule, rows in sorted(faults.items()) if rule
    ]
    sound = frame.filter(nw.col(_FAULT) == 0).select(*schema.names)
    not_in_use = 0
    if schema is ATTENDANCE_MARKS:
        sound, not_in_use, noticed = _with_codes_in_use(sound)
        findings += noticed
    sound, merged, contradicting = _without_repeats(schema, sound)
    if contradicting:
        findings.append(
            Finding(
                rule="one-row-per-key",
                severity="error",
                table=schema.name,
                column=", ".join(schema.key),
                wording="rows with the same key say different things; none is used",
                action="correct the source so that each key occurs once",
                rows=contradicting,
            )
        )
    broken = sum(rows for rule, rows in faults.items() if rule)
    rejected = broken + not_in_use + contradicting
    return Table(
        schema=schema,
        frame=sound,
        balance=RowBalance(
            rows_in=rows_in,
            accepted=rows_in - rejected - merged,
            rejected=rejected,
            merged_duplicates=merged,
        ),
        findings=tuple(findings),
        columns_left_out=tuple(sorted(set(held) - set(schema.names))),
    )


def _check_names(schema: TableSchema, held: list[str]) -> None:
    absent = [
        column.name
        for column in schema.columns
        if column.expected and column.name not in held
    ]
    if absent:
        message = (
            f"{schema.name} lacks {', '.join(absent)};"
            f" the columns supplied are {', '.join(held)}"
        )
        raise RecordsError(message)


def _with_ages(schema: TableSchema, frame: Frame) -> Frame:
    """Return the frame with the ages that follow from a date of birth, if it has one."""
    names = frame.collect_schema().names()
    if "date_of_birth" not in names:
        return frame
    born = Column("date_of_birth", "day", "date of birth; goes no further than this")
    for age in ("birth_cohort", "age_at_referral"):
        if age in schema.names and age not in names:
            since = (
                [born]
                if age == "birth_cohort"
                else [born, schema.column("referred_on")]
            )
            for column in since:
                dtype = frame.collect_schema()[column.name]
                frame = _with_days(schema, frame, column, dtype, {})
            frame = frame.with_columns(_age(age).alias(age))
    return frame


def _age(column: str) -> nw.Expr:
    born = nw.col("date_of_birth")
    if column == "birth_cohort":
        autumn = nw.when(born.dt.month() >= 9).then(integer(1)).otherwise(integer(0))
        return born.dt.year().cast(nw.Float64) + autumn
    return (_written_day("referred_on") - _written_day("date_of_birth")) // 10000


def _written_day(column: str) -> nw.Expr:
    """Return a day as the number yyyymmdd, whose differences give completed years."""
    day = nw.col(column).dt
    return day.year().cast(nw.Float64) * 10000 + day.month() * 100 + day.day()


def _typed(schema: TableSchema, frame: Frame) -> tuple[Frame, dict[str, str]]:
    """Return the frame with canonical types.

    Also, for each column in which some values could not be brought to its type, the
    name of the helper column that holds 1 where that is so.
    """
    unreadable: dict[str, str] = {}
    held = frame.collect_schema()
    for column in schema.columns:
        if column.name not in held:
            empty = text(UNKNOWN) if column.kind in ("code", "flag") else nw.lit(None)
            frame = frame.with_columns(
                empty.cast(_EMPTY_TYPES[column.kind]).alias(column.name)
            )
            continue
        dtype = held[column.name]
        if column.kind == "day":
            frame = _with_days(schema, frame, column, dtype, unreadable)
        elif column.kind == "whole":
            frame = _with_whole_numbers(schema, frame, column, dtype, unreadable)
        elif column.kind == "flag" and dtype == nw.Boolean:
            frame = frame.with_columns(
                nw.when(nw.col(column.name).is_null())
                .then(text(UNKNOWN))
                .otherwise(
                    nw.when(nw.col(column.name)).then(text("yes")).otherwise(text("no"))
                )
                .alias(column.name)
            )
        else:
            frame = _with_text(schema, frame, column, dtype)
    return frame, unreadable


_EMPTY_TYPES: dict[str, Any] = {
    "id": nw.String,
    "code": nw.String,
    "flag": nw.String,
    "day": nw.Datetime("us"),
    "whole": nw.Float64,
}


def _with_text(schema: TableSchema, frame: Frame, column: Column, dtype: Any) -> Frame:
    named_codes = isinstance(dtype, nw.Categorical | nw.Enum)
    if dtype == nw.Object or named_codes or dtype.is_integer():
        frame = frame.with_columns(nw.col(column.name).cast(nw.String))
    elif dtype == nw.Unknown:
        frame = frame.with_columns(nw.lit(None).cast(nw.String).alias(column.name))
    elif dtype != nw.String:
        raise _wrong_type(schema, column, "text", dtype)
    if column.kind in ("code", "flag") and not column.required:
        frame = frame.with_columns(named(column.name, UNKNOWN))
    return frame


def _with_days(
    schema: TableSchema,
    frame: Frame,
    column: Column,
    dtype: Any,
    unreadable: dict[str, str],
) -> Frame:
    name = column.name
    native = frame.to_native()
    if isinstance(native, pd.DataFrame):
        helper = f"_unreadable_{name}"
        if dtype == nw.Datetime and dtype.time_zone is not None:
            raise _wrong_type(schema, column, "days without a time zone", dtype)
        if dtype not in (nw.Datetime, nw.Date, nw.String, nw.Object, nw.Unknown):
            raise _wrong_type(schema, column, "days", dtype)
        written = native[name]
        if dtype == nw.String:
            days = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce")
        else:
            days = pd.to_datetime(written, errors="coerce")
        lost = written.notna() & days.isna()
        native = native.assign(**{name: days.dt.normalize()})
        if bool(lost.any()):
            unreadable[name] = helper
            native = native.assign(**{helper: lost.astype("int64")})
        return nw.from_native(native, eager_only=True)
    if dtype == nw.Datetime and dtype.time_zone is None:
        return frame.with_columns(
            nw.col(name).cast(nw.Date).cast(nw.Datetime("us")).alias(name)
        )
    if dtype == nw.Date:
        return frame.with_columns(nw.col(name).cast(nw.Datetime("us")).alias(name))
    raise _wrong_type(schema, column, "days", dtype)


def _with_whole_numbers(
    schema: TableSchema,
    frame: Frame,
    column: Column,
    dtype: Any,
    unreadable: dict[str, str],
) -> Frame:
    name = column.name
    if dtype.is_integer():
        return frame.with_columns(nw.col(name).cast(nw.Int64))
    if dtype.is_float():
        helper = f"_unreadable_{name}"
        unreadable[name] = helper
        fraction = nw.col(name) - (nw.col(name) // 1)
        return frame.with_columns(
            nw.when(nw.col(name).is_null())
            .then(integer(0))
            .otherwise(nw.when(fraction == 0).then(integer(0)).otherwise(integer(1)))
            .alias(helper)
        )
    if dtype in (nw.Unknown, nw.Object):
        held = frame.to_native()[name] if dtype == nw.Object else None
        if held is None or bool(held.isna().all()):
            return frame.with_columns(nw.lit(None).cast(nw.Float64).alias(name))
    raise _wrong_type(schema, column, "whole numbers", dtype)


def _wrong_type(
    schema: TableSchema, column: Column, expected: str, dtype: Any
) -> RecordsError:
    return RecordsError(
        f"{schema.name}: column {column.name} should hold {expected} but is of type"
        f" {type(dtype).__name__}; convert it before handing the frame in"
    )


_RULES = ("required", "readable", "allowed")


def _fault(schema: TableSchema, unreadable: dict[str, str]) -> nw.Expr:
    """Return the number of the first rule that a row breaks, or 0."""
    fault = integer(0)
    for position, column in reversed(list(enumerate(schema.columns))):
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


def _finding(schema: TableSchema, rule: int, rows: int) -> Finding:
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


def _with_codes_in_use(frame: Frame) -> tuple[Frame, int, list[Finding]]:
    """Return the marks whose code means something on their day; how many do not."""
    findings = []
    not_in_use, rows = codes_not_in_use(frame)
    if not_in_use is not None:
        frame = frame.with_columns(not_in_use.alias(_FAULT)).filter(nw.col(_FAULT) == 0)
        frame = frame.select(*ATTENDANCE_MARKS.names)
        findings.append(
            Finding(
                rule="code-in-use",
                severity="error",
                table=ATTENDANCE_MARKS.name,
                column="code",
                wording="the code is not an attendance code on that day",
                action="translate local codes to the national ones of that day",
                rows=rows,
            )
        )
    if withdrawn := withdrawn_codes_used(frame):
        findings.append(
            Finding(
                rule="code-withdrawn",
                severity="query",
                table=ATTENDANCE_MARKS.name,
                column="code",
                wording="the code was withdrawn before that day; counted as DfE does",
                action="ask the school to use the codes in force since 19 August 2024",
                rows=withdrawn,
            )
        )
    return frame, rows, findings


def _without_repeats(schema: TableSchema, frame: Frame) -> tuple[Frame, int, int]:
    """Return the frame with one row a key; rows merged; rows in contradiction."""
    key = list(schema.key)
    repeated = count_by(frame, key).filter(nw.col("rows") > 1)
    if not collected(repeated.select("rows").head(1)):
        return frame, 0, 0
    distinct = frame.unique(subset=list(schema.names), keep="any")
    marked = distinct.with_columns(integer(1).alias(_ROWS)).with_columns(
        nw.col(_ROWS).sum().over(*key)
    )
    kept = marked.filter(nw.col(_ROWS) == 1).select(*schema.names)
    merged = _height(frame) - _height(distinct)
    return kept, merged, _height(distinct) - _height(kept)


def _height(frame: Frame) -> int:
    return int(collected(frame.select(nw.len().alias("rows")))[0]["rows"])
