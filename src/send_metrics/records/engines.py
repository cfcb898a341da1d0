"""Move the rows of a table to another data frame library."""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.errors import RecordsError
from send_metrics.records.expressions import Frame, collected

ROWS_FOR_DUCKDB = 1_000_000
"""From how many rows on ``auto`` takes DuckDB: below, pandas answers sooner."""


def engine_for(rows: int) -> str:
    """Return the engine that ``auto`` takes for so many rows in all."""
    return "duckdb" if rows >= ROWS_FOR_DUCKDB else "pandas"


def engine_for_many_questions(rows: int) -> str:
    """Return the engine that answers many questions over so many rows soonest.

    Where rows are few, what a question costs is to be asked at all, and Polars asks it
    in a third of the time.
    """
    if rows >= ROWS_FOR_DUCKDB or importlib.util.find_spec("polars") is None:
        return engine_for(rows)
    return "polars"


def moved(frame: Frame, engine: str) -> Frame:
    """Return the same rows held by *engine*.

    Raises:
        RecordsError: there is no such engine, or it is not installed.
    """
    if engine not in _MOVES:
        message = f"there is no engine {engine}; use {', '.join(_MOVES)}"
        raise RecordsError(message)
    if frame.implementation.value == engine:
        return frame
    try:
        return _MOVES[engine](frame)
    except ModuleNotFoundError as error:
        extra = {"duckdb": "app", "polars": "polars", "pyspark": "spark"}[engine]
        message = (
            f"{engine} needs {error.name}, which is not installed;"
            f' run: python -m pip install "send-metrics[{extra}]"'
        )
        raise RecordsError(message) from None


def share_a_connection(first: Frame, second: Frame) -> bool:
    """Tell whether two frames in DuckDB can be joined."""
    import duckdb

    one: Any = first.to_native()
    other: Any = second.to_native()
    try:
        one.union(other)
    except duckdb.InvalidInputException:
        return False
    except duckdb.BinderException:
        # Their columns differ, which is asked after their connections.
        return True
    return True


def _to_pandas(frame: Frame) -> Frame:
    if frame.implementation.is_pyspark():
        return _from_spark(frame)
    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_polars():
            frame = frame.collect()
        else:
            return frame.collect("pandas")
    return nw.from_native(frame.to_pandas(), eager_only=True)


def _from_spark(frame: Frame) -> Frame:
    import pandas as pd

    rows = collected(frame)
    columns = {
        name: pd.Series(
            [row[name] for row in rows], dtype=_pandas_type(dtype, name, rows)
        )
        for name, dtype in frame.collect_schema().items()
    }
    return nw.from_native(pd.DataFrame(columns), eager_only=True)


def _pandas_type(dtype: Any, name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    if dtype == nw.Datetime:
        return "datetime64[us]"
    if dtype.is_integer() and all(row[name] is not None for row in rows):
        return "int64"
    return "float64" if dtype.is_numeric() else "str"


def _to_polars(frame: Frame) -> Frame:
    import polars as pl

    native: Any = frame.to_native()
    if frame.implementation.is_duckdb():
        held: pl.DataFrame = native.pl()
    else:
        held = pl.from_pandas(_to_pandas(frame).to_native())
    return nw.from_native(held, eager_only=True)


def _to_duckdb(frame: Frame) -> Frame:
    import duckdb  # noqa: F401 - narwhals would say less clearly that it is missing

    eager: Any = frame
    if frame.implementation.is_pyspark():
        eager = _to_pandas(frame)
    elif isinstance(frame, nw.LazyFrame):
        eager = frame.collect()
    found: Frame = eager.lazy("duckdb")
    return found


def _to_pyspark(frame: Frame) -> Frame:
    """Return the rows in the Spark session that is active, or one on this machine."""
    from pyspark.sql import SparkSession

    spark = SparkSession.getActiveSession() or (
        SparkSession.builder.master("local[*]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    held = _to_pandas(frame)
    columns = held.collect_schema()
    fields = ", ".join(
        f"`{name}` {_spark_type(dtype)}" for name, dtype in columns.items()
    )
    rows = [
        tuple(_for_spark(value) for value in row)
        for row in held.iter_rows(named=False)  # type: ignore[union-attr]
    ]
    return nw.from_native(spark.createDataFrame(rows, fields))


def _spark_type(dtype: Any) -> str:
    if dtype == nw.Datetime:
        return "timestamp_ntz"
    if dtype.is_integer():
        return "bigint"
    return "double" if dtype.is_float() else "string"


def _for_spark(value: Any) -> Any:
    import pandas as pd

    if pd.isna(value):
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


_MOVES: Mapping[str, Callable[[Frame], Frame]] = {
    "pandas": _to_pandas,
    "polars": _to_polars,
    "duckdb": _to_duckdb,
    "pyspark": _to_pyspark,
}
