"""Small folders of marks and pupils to read, as CSV or as Parquet."""

from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw

from send_metrics.adapters.attendance_marks import AttendanceMarks
from send_metrics.adapters.reading import read
from send_metrics.records.expressions import collected
from send_metrics.records.records import Records
from send_metrics.records.report import Finding, RowBalance

MARKS = "pupil_id,school_urn,date,session,code\n"
PUPILS = "pupil_id,sen_status,primary_need,date_of_birth,area\n"
KINDS = ("csv", "parquet")


def write(folder: Path, name: str, kind: str, text: str) -> Path:
    """Write the CSV text, as Parquet of nothing but text if so asked."""
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8", newline="")
    if kind == "csv":
        return path
    stored = path.with_suffix(".parquet")
    held = duckdb.read_csv(str(path), all_varchar=True, header=True, sep=",")
    held.write_parquet(str(stored))
    path.unlink()
    return stored


def store(path: Path, query: str) -> Path:
    """Write the rows of an SQL query, of whatever types, as Parquet."""
    relation = duckdb.sql(query)
    assert relation is not None
    relation.write_parquet(str(path))
    return path


def records(folder: Path) -> Records:
    return read(AttendanceMarks(), folder)


def rows_of(read_records: Records, table: str) -> list[dict[str, Any]]:
    frame = nw.from_native(read_records.tables[table].native)
    rows = collected(frame)
    return sorted(rows, key=lambda row: tuple(map(str, row.values())))


def balance(read_records: Records, table: str = "attendance_marks") -> RowBalance:
    return read_records.report.sources[0].balances[table]


def errors(read_records: Records) -> list[Finding]:
    return [
        found for found in read_records.report.findings if found.severity == "error"
    ]


def queries(read_records: Records) -> list[Finding]:
    return [
        found for found in read_records.report.findings if found.severity == "query"
    ]
