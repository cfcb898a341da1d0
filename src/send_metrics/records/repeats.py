"""Rows that share a key: merged where they are alike, set aside where they differ."""

from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.records.expressions import Frame, collected, count_by, flag, integer
from send_metrics.records.schema import Column, TableSchema

_ROWS = "_rows_with_key"
_GOES_ON = "_shares_all_but_one"
_ASCENDS = "_ascends"
_IN_ORDER = frozenset({"day", "whole"})
_MOST_CODES = 4
_DAYS_OF_A_MONTH = 31


def without_repeats(schema: TableSchema, frame: Frame) -> tuple[Frame, int, int]:
    """Return the frame with one row a key; rows merged; rows in contradiction."""
    key = list(schema.key)
    if not _repeats(schema, frame):
        return frame, 0, 0
    distinct = frame.unique(subset=list(schema.names), keep="any")
    marked = distinct.with_columns(integer(1).alias(_ROWS)).with_columns(
        nw.col(_ROWS).sum().over(*key)
    )
    kept = marked.filter(nw.col(_ROWS) == 1).select(*schema.names)
    merged = _height(frame) - _height(distinct)
    return kept, merged, _height(distinct) - _height(kept)


def _repeats(schema: TableSchema, frame: Frame) -> bool:
    """Tell whether a key occurs more than once."""
    day = _only_day(schema)
    if frame.implementation.is_duckdb() and day is not None and day.required:
        return _repeats_in_a_month(schema, day, frame.to_native())
    if isinstance(frame, nw.DataFrame):
        if stands_in_order(schema, frame):
            return False
        return bool(frame.select(*schema.key).is_duplicated().any())
    repeated = count_by(frame, list(schema.key)).filter(nw.col("rows") > 1)
    return bool(collected(repeated.select("rows").head(1)))


def stands_in_order(schema: TableSchema, frame: nw.DataFrame[Any]) -> bool:
    """Tell whether no key can occur twice, because of the order that rows stand in.

    That is so if rows that share all of a key but one column stand together, ascending
    in that column. Many files do, and to see it takes half as long as to compare keys.
    """
    numbers = [name for name in schema.key if schema.column(name).kind in _IN_ORDER]
    if not numbers or len(schema.key) == 1:
        return False
    last = numbers[-1]
    shared = [name for name in schema.key if name != last]
    # What is missing is like nothing else here, so that such rows begin anew.
    alike = [nw.col(name) == nw.col(name).shift(1) for name in shared]
    marked = frame.select(
        *shared,
        flag(nw.all_horizontal(*alike, ignore_nulls=False)).alias(_GOES_ON),
        flag(nw.col(last) > nw.col(last).shift(1)).alias(_ASCENDS),
    )
    goes_on, ascends = marked.get_column(_GOES_ON), marked.get_column(_ASCENDS)
    if (goes_on > ascends).any():
        return False
    first = marked.filter(nw.col(_GOES_ON) == 0).select(*shared)
    return len(first) <= len(frame) // 2 and not first.is_duplicated().any()


def _only_day(schema: TableSchema) -> Column | None:
    days = [c for c in map(schema.column, schema.key) if c.kind == "day"]
    return days[0] if len(days) == 1 else None


def _repeats_in_a_month(schema: TableSchema, day: Column, relation: Any) -> bool:
    """Tell whether a key occurs twice, by a bit for every day and code of a month.

    The sum of as many powers of two has as many bits only if all are different. There
    are thirty times fewer groups than keys, so that a county's marks fit into memory.
    """
    slot, codes = f"(day({day.name}) - 1)", 1
    others = [c for c in map(schema.column, schema.key) if c is not day]
    for column in [c for c in others if 0 < len(c.allowed) <= _MOST_CODES]:
        if codes * len(column.allowed) * _DAYS_OF_A_MONTH > 2 * _DAYS_OF_A_MONTH:
            continue
        number = " ".join(
            f"WHEN '{code}' THEN {n}" for n, code in enumerate(sorted(column.allowed))
        )
        choice = f"(CASE {column.name} {number} END)"
        slot = f"({slot} * {len(column.allowed)} + {choice})"
        codes *= len(column.allowed)
        others.remove(column)
    keys = [*(c.name for c in others), f"year({day.name}) * 12 + month({day.name})"]
    groups = ", ".join(f"{name} AS _key_{n}" for n, name in enumerate(keys))
    months = relation.aggregate(
        f"{groups}, count(*) AS _rows, sum(1::BIGINT << {slot}) AS _bits",
        ", ".join(keys),
    )
    twice = months.filter("bit_count(_bits) <> _rows").limit(1)
    return bool(twice.fetchall())


def _height(frame: Frame) -> int:
    return int(collected(frame.select(nw.len().alias("rows")))[0]["rows"])
