"""The portable subset: narwhals expressions that mean the same on every engine.

Comparisons with a missing value differ between engines once they are negated, sums of
booleans fail on some, and 32-bit integers overflow on others. Everything in the
library that asks a question of a column is therefore built from these few pieces:
64-bit flags, whole day numbers, and sums that are cast back to 64 bits.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np

from send_metrics.domain.spread import Whole

Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


def integer(value: int) -> nw.Expr:
    """Return a 64-bit literal; a bare one is 32 bits wide on some engines."""
    return nw.lit(value, dtype=nw.Int64)


def text(value: str) -> nw.Expr:
    """Return a text literal."""
    return nw.lit(value, dtype=nw.String)


def midnight(day: dt.date) -> dt.datetime:
    """Return the canonical form of a day, to compare day columns with."""
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - days have no zone


def flag(condition: nw.Expr) -> nw.Expr:
    """Return 1 where the condition is true and 0 where it is false or missing."""
    return condition.fill_null(value=False).cast(nw.Int64)


def missing(column: str) -> nw.Expr:
    """Return 1 where the column holds nothing, else 0."""
    return nw.col(column).is_null().cast(nw.Int64)


def any_missing(columns: Iterable[str]) -> nw.Expr:
    """Return 1 where at least one of the columns holds nothing, else 0."""
    conditions = [nw.col(column).is_null() for column in columns]
    return nw.any_horizontal(*conditions, ignore_nulls=True).cast(nw.Int64)


Columns = dict[object, tuple[str, nw.Expr]]
"""The name and the expression of columns, by what they hold."""

_worked_out: ContextVar[Columns | None] = ContextVar("_worked_out", default=None)


@contextmanager
def working_out_once(columns: Columns) -> Iterator[None]:
    """Let what many questions ask of a row be a column, worked out once for all.

    Expressions that are built inside read such columns and add them to *columns*, which
    a frame must then be given, by `with_worked_out`, before it is asked.
    """
    before = _worked_out.set(columns)
    try:
        yield
    finally:
        _worked_out.reset(before)


def with_worked_out(frame: Frame, columns: Columns) -> Frame:
    """Return the frame with the columns that were to be worked out once."""
    return frame.with_columns(**dict(columns.values())) if columns else frame


def once(key: object, expression: Callable[[], nw.Expr]) -> nw.Expr:
    """Return an expression, or the column that holds it where it is worked out once."""
    columns = _worked_out.get()
    if columns is None:
        return expression()
    if key not in columns:
        columns[key] = f"_once_{len(columns)}", expression()
    return nw.col(columns[key][0])


def day_number(column: str) -> nw.Expr:
    """Return the proleptic day number of a day column, whatever the time of day.

    Equal to ``datetime.date.toordinal``; the difference of two is elapsed days.
    """
    return once(("day number", column), lambda: _day_number(column))


def _day_number(column: str) -> nw.Expr:
    years = nw.col(column).dt.year() - 1
    # An engine works the years out for each time they are named: twice, not four times.
    not_leap = (years // 100 * 3 + 3) // 4
    return years * 1461 // 4 - not_leap + nw.col(column).dt.ordinal_day()


def days_between(start: str, end: str) -> nw.Expr:
    """Return elapsed days from one day column to another; negative if reversed."""
    return day_number(end) - day_number(start)


def days_until(start: str, day: dt.date) -> nw.Expr:
    """Return elapsed days from a day column to a day."""
    return integer(day.toordinal()) - day_number(start)


def named(column: str, name: str = "unknown") -> nw.Expr:
    """Return a text column with a name in place of what is missing."""
    return nw.col(column).fill_null(name).alias(column)


def sum_by(frame: Frame, keys: Sequence[str], *sums: str) -> Frame:
    """Return one row for each combination of keys, with its sums; no key is missing."""
    if frame.implementation.is_duckdb():
        return _sum_by_in_duckdb(frame, keys, sums)
    grouped = frame.group_by(*keys).agg(*[nw.col(name).sum() for name in sums])
    return grouped.with_columns(*[nw.col(name).cast(nw.Int64) for name in sums])


def _sum_by_in_duckdb(frame: Frame, keys: Sequence[str], names: Sequence[str]) -> Frame:
    """Return the same in one step; DuckDB plans each step of the portable way apart."""
    quoted = [f'"{key}"' for key in keys]
    sums = (f'coalesce(sum("{n}"), 0)::BIGINT AS "{n}"' for n in names)
    relation: Any = frame.to_native()
    asked = ", ".join([*quoted, *sums])
    found: Frame = nw.from_native(relation.aggregate(asked, ", ".join(quoted)))
    return found


def count_by(frame: Frame, keys: Sequence[str], *sums: str) -> Frame:
    """Return one row for each combination of keys, with its rows and sums.

    Rows are counted as ``rows``. The keys hold no missing values.
    """
    return sum_by(frame.with_columns(rows=integer(1)), keys, "rows", *sums)


def gathered(frame: Frame) -> Frame:
    """Return the frame with its query run, if there is one."""
    if not isinstance(frame, nw.LazyFrame):
        return frame
    # Polars reaches pandas only through PyArrow, which nothing else here needs.
    if frame.implementation.is_polars():
        return frame.collect()
    return frame.collect("pandas")


def columns_of(frame: Frame) -> dict[str, list[Any]]:
    """Return the values of each column, running the query if there is one."""
    if frame.implementation.is_pyspark():
        # By way of pandas, Spark warns of every pandas that is newer than itself.
        native: Any = frame.to_native()
        return _turned(native.columns, native.collect())
    if frame.implementation.is_duckdb():
        relation: Any = frame.to_native()
        return _turned(relation.columns, relation.fetchall())
    eager: Any = gathered(frame)
    return {name: eager.get_column(name).to_list() for name in eager.columns}


def _turned(
    names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> dict[str, list[Any]]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, map(list, columns), strict=True))


def arrays_by(
    frame: Frame, cells: Sequence[str], keys: Sequence[str], summed: str
) -> tuple[list[tuple[Any, ...]], Whole, dict[str, Whole]]:
    """Return the groups of rows by cell and key, as whole numbers.

    First the cells, each the values of its columns; then the number of the cell of each
    group; then the keys of each group and the sum over its rows. No key is missing.
    """
    grouped = sum_by(frame, [*cells, *keys], summed)
    names = [*keys, summed]
    if cells and frame.implementation.is_duckdb():
        # A text for each group takes longer to hand over than all of the query.
        relation: Any = grouped.to_native()
        listed = ", ".join(f'list("{name}") AS "{name}"' for name in names)
        quoted = ", ".join(f'"{cell}"' for cell in cells)
        found = relation.aggregate(f"{quoted}, {listed}", quoted).fetchnumpy()
        labels = list(zip(*(found[cell].tolist() for cell in cells), strict=True))
        sizes = [len(rows) for rows in found[summed]]
        of_groups = np.repeat(np.arange(len(labels)), sizes)
        nothing = [np.empty(0, np.int64)]
        return (
            labels,
            of_groups,
            {n: np.concatenate([*nothing, *found[n]]) for n in names},
        )
    columns = columns_of(grouped)
    values = zip(*(columns[cell] for cell in cells), strict=True)
    of_values = list(values) if cells else [()] * len(columns[summed])
    numbers = {label: number for number, label in enumerate(dict.fromkeys(of_values))}
    held = {name: np.array(columns[name], np.int64) for name in names}
    return list(numbers), np.array([numbers[v] for v in of_values], np.int64), held


def collected(frame: Frame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries, running the query if there is one."""
    columns = columns_of(frame)
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]
