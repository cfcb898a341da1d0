"""The same rows in the data frame library of every engine that must agree."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

Rows = Sequence[Mapping[str, Any]]
Types = Mapping[str, str]
"""Of each column: ``text``, ``day`` or ``whole``."""


def in_pandas(types: Types, rows: Rows) -> pd.DataFrame:
    kinds = {"day": "datetime64[us]", "whole": "float64", "text": "object"}
    return pd.DataFrame(
        {
            name: pd.Series(
                [row[name] for row in rows], dtype=_whole_or(kinds, name, t, rows)
            )
            for name, t in types.items()
        }
    )


def _whole_or(kinds: Mapping[str, str], name: str, kind: str, rows: Rows) -> Any:
    if kind == "whole" and all(row[name] is not None for row in rows):
        return "int64"
    return kinds[kind]


def in_pandas_arrow(types: Types, rows: Rows) -> pd.DataFrame:
    import pyarrow as pa

    kinds = {"day": pa.date32(), "whole": pa.int32(), "text": pa.string()}
    wide = {
        name
        for name, kind in types.items()
        if kind == "whole" and any((row[name] or 0) >= 2**31 for row in rows)
    }
    table = pa.table(
        {
            name: pa.array(
                [row[name] for row in rows],
                type=pa.int64() if name in wide else kinds[kind],
            )
            for name, kind in types.items()
        }
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


@cache
def one_connection() -> duckdb.DuckDBPyConnection:
    """Return a connection of the tests' own: relations of two cannot be joined."""
    return duckdb.connect()


def in_duckdb(types: Types, rows: Rows) -> Any:
    kinds = {"day": "DATE", "whole": "INTEGER", "text": "VARCHAR"}
    connection = one_connection()
    table = f"drawn_{'_'.join(types)}"
    columns = ", ".join(f"{name} {kinds[kind]}" for name, kind in types.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
    marks = ", ".join("?" for _ in types)
    values = [[row[name] for name in types] for row in rows]
    if values:
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
    return connection.table(table)


def in_polars(types: Types, rows: Rows) -> pl.DataFrame:
    kinds: dict[str, Any] = {"day": pl.Date, "whole": pl.Int32, "text": pl.String}
    return pl.DataFrame(
        {name: [row[name] for row in rows] for name in types},
        schema={name: kinds[kind] for name, kind in types.items()},
    )


def in_polars_lazily(types: Types, rows: Rows) -> pl.LazyFrame:
    return in_polars(types, rows).lazy()


def in_pyspark(types: Types, rows: Rows) -> Any:
    kinds = {"day": "date", "whole": "int", "text": "string"}
    fields = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in types.items())
    held = [tuple(row[name] for name in types) for row in rows]
    return spark().createDataFrame(held, fields)


@cache
def spark() -> Any:
    """Return a Spark session on this machine, as small as can be."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def spark_or_skip() -> None:
    """Skip where no Java is found, but never in CI."""
    if shutil.which("java") is None:
        assert not os.environ.get("CI"), "Java is missing; .ci/run should install it"
        pytest.skip("PySpark needs Java 17, and there is no java command")


ENGINES: dict[str, Callable[[Types, Rows], Any]] = {
    "pandas": in_pandas,
    "pandas with Arrow types": in_pandas_arrow,
    "duckdb": in_duckdb,
    "polars": in_polars,
    "polars lazily": in_polars_lazily,
    "pyspark": in_pyspark,
}
