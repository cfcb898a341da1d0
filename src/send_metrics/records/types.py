"""Bring the columns of a frame to canonical types, or say by name why that fails."""

import datetime as dt
from collections.abc import Collection
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from send_metrics.errors import RecordsError
from send_metrics.records.expressions import (
    Frame,
    collected,
    flag,
    integer,
    midnight,
    text,
)
from send_metrics.records.schema import UNKNOWN, Column, TableSchema


def with_types(
    schema: TableSchema, frame: Frame, *, every_row_is_sound: bool = False
) -> tuple[Frame, dict[str, str]]:
    """Return the frame with canonical types.

    Text of required columns is left as it is where every row is known to hold some.
    Also, for each column in which some values could not be brought to its type, the
    name of the helper column that holds 1 where that is so.
    """
    unreadable: dict[str, str] = {}
    is_pandas = isinstance(frame.to_native(), pd.DataFrame)
    if is_pandas:
        frame = _with_pandas_types(schema, frame, unreadable)
    held = frame.collect_schema()
    typed: list[nw.Expr] = []
    for column in schema.columns:
        if column.name not in held:
            typed.append(_empty(column))
        elif column.kind == "day":
            days = _days(schema, column, held[column.name])
            typed.append(nw.col(column.name) if is_pandas else days)
        elif column.kind == "whole":
            typed += _whole_numbers(schema, frame, column, unreadable)
        elif column.kind == "number":
            typed.append(_number(schema, column, held[column.name]))
        elif column.kind == "flag" and held[column.name] == nw.Boolean:
            typed.append(_yes_or_no(column.name))
        elif every_row_is_sound and column.required and held[column.name] == nw.String:
            continue
        elif not (is_pandas and _is_whole_text(column, frame.to_native())):
            typed.append(_text(schema, column, held[column.name]))
    # All at once: to add columns one by one takes many times as long.
    return frame.with_columns(*typed), unreadable


_AGE = "_age"
_AGED_ON = {
    "age_at_referral": "referred_on",
    "age_at_contact": "contact_on",
    "age_at_period_end": "submitted_on",
}
AGES = frozenset({"birth_cohort", *_AGED_ON})
"""Columns that follow from a date of birth, where a frame has that instead."""

_EMPTY_TYPES: dict[str, Any] = {
    "id": nw.String,
    "code": nw.String,
    "flag": nw.String,
    "day": nw.Datetime("us"),
    "whole": nw.Float64,
    "number": nw.Float64,
}


def _is_whole_text(column: Column, native: pd.DataFrame) -> bool:
    """Tell whether a column is text without a gap, so that nothing need be done."""
    held = native[column.name]
    return isinstance(held.dtype, pd.StringDtype) and not (
        held.hasnans or bool((held == "").any())
    )


def _empty(column: Column) -> nw.Expr:
    empty = text(UNKNOWN) if column.kind in ("code", "flag") else nw.lit(None)
    return empty.cast(_EMPTY_TYPES[column.kind]).alias(column.name)


def _yes_or_no(name: str) -> nw.Expr:
    said = nw.when(nw.col(name)).then(text("yes")).otherwise(text("no"))
    missing = nw.col(name).is_null()
    return nw.when(missing).then(text(UNKNOWN)).otherwise(said).alias(name)


def _text(schema: TableSchema, column: Column, dtype: Any) -> nw.Expr:
    written: nw.Expr = nw.col(column.name)
    if isinstance(dtype, nw.Categorical | nw.Enum) or dtype.is_integer():
        written = written.cast(nw.String)
    elif dtype == nw.Unknown:
        written = nw.lit(None).cast(nw.String)
    elif dtype != nw.String:
        raise _wrong_type(schema, column, "text", dtype)
    given = nw.when(flag(written == "") + flag(written.is_null()) == 0).then(written)
    if column.kind in ("code", "flag") and not column.required:
        return given.otherwise(text(UNKNOWN)).alias(column.name)
    return given.alias(column.name)


def _days(schema: TableSchema, column: Column, dtype: Any) -> nw.Expr:
    name = column.name
    if dtype == nw.Unknown:
        return nw.lit(None).cast(_EMPTY_TYPES["day"]).alias(name)
    if dtype not in (nw.Datetime, nw.Date):
        raise _wrong_type(schema, column, "days", dtype)
    if dtype == nw.Datetime and dtype.time_zone is not None:
        raise _wrong_type(schema, column, "days without a time zone", dtype)
    days = nw.col(name) if dtype == nw.Date else nw.col(name).cast(nw.Date)
    return days.cast(nw.Datetime("us")).alias(name)


def _with_pandas_types(
    schema: TableSchema, frame: Frame, unreadable: dict[str, str]
) -> Frame:
    """Return the frame with text and days made of what pandas calls objects."""
    native: pd.DataFrame = frame.to_native()
    typed: dict[str, pd.Series] = {}
    for column in schema.columns:
        if column.name not in native:
            continue
        held = native[column.name]
        if column.kind == "day":
            typed |= _days_of_pandas(column.name, held, unreadable)
        elif column.kind not in ("whole", "number") and held.dtype == object:
            typed[column.name] = _text_of_objects(held, column)
    return nw.from_native(native.assign(**typed), eager_only=True)


def _text_of_objects(held: "pd.Series[Any]", column: Column) -> "pd.Series[Any]":
    """Return a pandas column of mixed objects as text, what is missing left missing.

    A plain cast would write ``None`` as a word, and true and false as words that are
    on no list.
    """

    def written(value: object) -> str | None:
        if isinstance(value, bool) and column.kind == "flag":
            return "yes" if value else "no"
        return str(value)

    words = [
        None if is_missing else written(value)
        for value, is_missing in zip(held, held.isna(), strict=True)
    ]
    return pd.Series(words, index=held.index, dtype="str")


def _days_of_pandas(
    name: str, written: "pd.Series[Any]", unreadable: dict[str, str]
) -> dict[str, "pd.Series[Any]"]:
    """Return a column of days, and one that marks those that could not be read."""
    if isinstance(written.dtype, pd.DatetimeTZDtype):
        return {}
    if isinstance(written.dtype, pd.ArrowDtype):
        if getattr(written.dtype.pyarrow_dtype, "tz", None) is not None:
            return {}
        if written.dtype.kind == "M":
            written = written.astype("datetime64[us]")
    if pd.api.types.is_datetime64_dtype(written.dtype):
        if written.dtype == "datetime64[us]":
            return {name: written.dt.normalize()}
        return {name: written.astype("datetime64[us]").dt.normalize()}
    if not (
        pd.api.types.is_object_dtype(written.dtype)
        or pd.api.types.is_string_dtype(written.dtype)
    ):
        return {}
    days = pd.to_datetime(written.map(_day, na_action="ignore"), errors="coerce")
    lost = written.notna() & days.isna()
    typed: dict[str, pd.Series[Any]] = {
        name: days.astype("datetime64[us]").dt.normalize()
    }
    if bool(lost.any()):
        unreadable[name] = f"_unreadable_{name}"
        typed[unreadable[name]] = lost.astype("int64")
    return typed


def _day(value: object) -> dt.datetime | None:
    """Return a day that needs no guessing: an object of date type, or ISO text."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is None else None
    if isinstance(value, dt.date):
        return midnight(value)
    if isinstance(value, str) and len(value) == len("2026-01-31"):
        try:
            return midnight(dt.date.fromisoformat(value))
        except ValueError:
            return None
    return None


def _whole_numbers(
    schema: TableSchema, frame: Frame, column: Column, unreadable: dict[str, str]
) -> list[nw.Expr]:
    name = column.name
    dtype = frame.collect_schema()[name]
    if dtype.is_integer():
        return [nw.col(name).cast(whole_type(column))]
    if dtype.is_float():
        unreadable[name] = f"_unreadable_{name}"
        fraction = nw.col(name) - (nw.col(name) // 1)
        return [
            nw.when(nw.col(name).is_null())
            .then(integer(0))
            .otherwise(nw.when(fraction == 0).then(integer(0)).otherwise(integer(1)))
            .alias(unreadable[name])
        ]
    if dtype in (nw.Unknown, nw.Object):
        held = frame.to_native()[name] if dtype == nw.Object else None
        if held is None or bool(held.isna().all()):
            return [nw.lit(None).cast(nw.Float64).alias(name)]
    raise _wrong_type(schema, column, "whole numbers", dtype)


def _number(schema: TableSchema, column: Column, dtype: Any) -> nw.Expr:
    if dtype == nw.Unknown or dtype.is_integer() or dtype.is_float():
        return nw.col(column.name).cast(nw.Float64)
    raise _wrong_type(schema, column, "numbers", dtype)


def whole_type(column: Column) -> Any:
    """Return the type of a column of whole numbers: one that a row may lack holds gaps."""
    return nw.Int64 if column.required else nw.Float64


def _wrong_type(
    schema: TableSchema, column: Column, expected: str, dtype: Any
) -> RecordsError:
    return RecordsError(
        f"{schema.name}: column {column.name} should hold {expected} but is of type"
        f" {type(dtype).__name__}; convert it before handing the frame in"
    )


def with_ages(
    schema: TableSchema, frame: Frame, given: Collection[str]
) -> tuple[Frame, int]:
    """Return the frame with the ages that follow from a date of birth, if it has one.

    Ages that are *given* stand.

    Also, in how many rows there is one that gives no age: it cannot be read, or lies
    after the day that the age is taken on. The schema's own columns are typed before.
    """
    held = frame.collect_schema()
    if "date_of_birth" not in held:
        return frame, 0
    born = Column("date_of_birth", "day", "date of birth; goes no further than this")
    unreadable: dict[str, str] = {}
    doubtful = 0
    native = frame.to_native()
    if isinstance(native, pd.DataFrame):
        typed = _days_of_pandas(born.name, native[born.name], unreadable)
        frame = nw.from_native(native.assign(**typed), eager_only=True)
        held = frame.collect_schema()
    days = _days(schema, born, held[born.name])
    if not isinstance(native, pd.DataFrame):
        frame = frame.with_columns(days)
    for helper in unreadable.values():
        doubtful += int(collected(frame.select(nw.col(helper).sum()))[0][helper])
    for column in ("birth_cohort", *_AGED_ON):
        if column in schema.names and column not in given:
            frame = frame.with_columns(_age(column).alias(_AGE))
            before_birth = flag(nw.col(_AGE) < 0)
            counted = frame.with_columns(doubtful=before_birth).select(
                nw.col("doubtful").sum()
            )
            doubtful += int(collected(counted)[0]["doubtful"] or 0)
            frame = frame.with_columns(
                nw.when(before_birth == 0).then(nw.col(_AGE)).alias(column)
            )
    return frame, doubtful


def _age(column: str) -> nw.Expr:
    born = nw.col("date_of_birth")
    if column == "birth_cohort":
        autumn = nw.when(born.dt.month() >= 9).then(integer(1)).otherwise(integer(0))
        return born.dt.year().cast(nw.Float64) + autumn
    return (_written_day(_AGED_ON[column]) - _written_day("date_of_birth")) // 10000


def _written_day(column: str) -> nw.Expr:
    """Return a day as the number yyyymmdd, whose differences give completed years."""
    day = nw.col(column).dt
    return day.year().cast(nw.Float64) * 10000 + day.month() * 100 + day.day()
