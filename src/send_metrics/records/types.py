"""Bring the columns of a frame to canonical types, or say by name why that fails."""

import datetime as dt
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
    named,
    text,
)
from send_metrics.records.schema import UNKNOWN, Column, TableSchema


def with_types(schema: TableSchema, frame: Frame) -> tuple[Frame, dict[str, str]]:
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


_AGE = "_age"
_EMPTY_TYPES: dict[str, Any] = {
    "id": nw.String,
    "code": nw.String,
    "flag": nw.String,
    "day": nw.Datetime("us"),
    "whole": nw.Float64,
}


def _with_text(schema: TableSchema, frame: Frame, column: Column, dtype: Any) -> Frame:
    if dtype == nw.Object:
        frame = _with_text_of_objects(frame, column)
    elif isinstance(dtype, nw.Categorical | nw.Enum) or dtype.is_integer():
        frame = frame.with_columns(nw.col(column.name).cast(nw.String))
    elif dtype == nw.Unknown:
        frame = frame.with_columns(nw.lit(None).cast(nw.String).alias(column.name))
    elif dtype != nw.String:
        raise _wrong_type(schema, column, "text", dtype)
    blank = flag(nw.col(column.name) == "")
    frame = frame.with_columns(
        nw.when(blank == 0).then(nw.col(column.name)).alias(column.name)
    )
    if column.kind in ("code", "flag") and not column.required:
        frame = frame.with_columns(named(column.name, UNKNOWN))
    return frame


def _with_text_of_objects(frame: Frame, column: Column) -> Frame:
    """Return a pandas column of mixed objects as text, what is missing left missing.

    A plain cast would write ``None`` as a word, and true and false as words that are
    on no list.
    """
    native: pd.DataFrame = frame.to_native()
    held = native[column.name]

    def written(value: object) -> str | None:
        if isinstance(value, bool) and column.kind == "flag":
            return "yes" if value else "no"
        return str(value)

    words = held.where(held.notna(), None).map(written, na_action="ignore")
    whole = native.assign(
        **{column.name: words.astype("str").where(held.notna(), None)}
    )
    return nw.from_native(whole, eager_only=True)


def _with_days(
    schema: TableSchema,
    frame: Frame,
    column: Column,
    dtype: Any,
    unreadable: dict[str, str],
) -> Frame:
    name = column.name
    if dtype == nw.Unknown:
        return frame.with_columns(nw.lit(None).cast(_EMPTY_TYPES["day"]).alias(name))
    if dtype == nw.Datetime and dtype.time_zone is not None:
        raise _wrong_type(schema, column, "days without a time zone", dtype)
    if isinstance(frame.to_native(), pd.DataFrame):
        if dtype not in (nw.Datetime, nw.Date, nw.String, nw.Object):
            raise _wrong_type(schema, column, "days", dtype)
        return _with_days_of_pandas(frame, name, unreadable)
    if dtype not in (nw.Datetime, nw.Date):
        raise _wrong_type(schema, column, "days", dtype)
    days = nw.col(name) if dtype == nw.Date else nw.col(name).cast(nw.Date)
    return frame.with_columns(days.cast(nw.Datetime("us")).alias(name))


def _with_days_of_pandas(frame: Frame, name: str, unreadable: dict[str, str]) -> Frame:
    native: pd.DataFrame = frame.to_native()
    written = native[name]
    if not pd.api.types.is_datetime64_dtype(written.dtype):
        days = pd.to_datetime(written.map(_day, na_action="ignore"), errors="coerce")
    else:
        days = written
    lost = written.notna() & days.isna()
    native = native.assign(**{name: days.astype("datetime64[us]").dt.normalize()})
    if bool(lost.any()):
        helper = f"_unreadable_{name}"
        unreadable[name] = helper
        native = native.assign(**{helper: lost.astype("int64")})
    return nw.from_native(native, eager_only=True)


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


def _with_whole_numbers(
    schema: TableSchema,
    frame: Frame,
    column: Column,
    dtype: Any,
    unreadable: dict[str, str],
) -> Frame:
    name = column.name
    if dtype.is_integer():
        return frame.with_columns(nw.col(name).cast(whole_type(column)))
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


def with_ages(schema: TableSchema, frame: Frame) -> tuple[Frame, int]:
    """Return the frame with the ages that follow from a date of birth, if it has one.

    Also, in how many rows there is one that gives no age: it cannot be read, or lies
    after the day that the age is taken on. The schema's own columns are typed before.
    """
    held = frame.collect_schema()
    if "date_of_birth" not in held:
        return frame, 0
    born = Column("date_of_birth", "day", "date of birth; goes no further than this")
    unreadable: dict[str, str] = {}
    doubtful = 0
    frame = _with_days(schema, frame, born, held["date_of_birth"], unreadable)
    for helper in unreadable.values():
        doubtful += int(collected(frame.select(nw.col(helper).sum()))[0][helper])
    for column in ("birth_cohort", "age_at_referral"):
        if column in schema.names:
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
    return (_written_day("referred_on") - _written_day("date_of_birth")) // 10000


def _written_day(column: str) -> nw.Expr:
    """Return a day as the number yyyymmdd, whose differences give completed years."""
    day = nw.col(column).dt
    return day.year().cast(nw.Float64) * 10000 + day.month() * 100 + day.day()
