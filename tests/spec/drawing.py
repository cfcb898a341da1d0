"""Draw records as small text tables, and say who should count."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl

from send_metrics import Definition, Period, Records, show_working
from send_metrics.records.expressions import collected
from send_metrics.records.schema import TableSchema
from send_metrics.records.tables import SCHEMAS

_OF_SPEECH_ALONE = {"route": "speech", "service": "speech", "services_not_found": 0}

DEFAULTS: dict[str, dict[str, Any]] = {
    "ehc_requests": {
        "request_outcome": "Y",
        "assessment_outcome": "Y",
        "exceptions_apply": "no",
        "request_mediation": "no",
        "request_tribunal": "no",
        "assessment_mediation": "no",
        "assessment_tribunal": "no",
        "other_mediation": "no",
        "other_tribunal": "no",
        "transferred_from": "none",
        "exported_to": "none",
    },
    "ehc_plans": {"transferred_from": "none", "cease_reason": "none"},
    "attendance_totals": {
        "school_urn": "900001",
        "school_year": 2024,
        "first_on": dt.datetime.fromisoformat("2024-09-01"),
        "last_on": dt.datetime.fromisoformat("2025-08-31"),
        "age_group": "not supplied",
        "present_sessions": 0,
        "approved_activity_sessions": 0,
        "authorised_sessions": 0,
        "unauthorised_sessions": 0,
        "part_time_sessions": 0,
    },
    "referrals": {
        "service": "speech",
        "referral_reason": "suspected_autism",
        "mental_health": "yes",
    },
    "contacts": {"attendance": "attended", "mechanism": "face_to_face"},
    "referral_spells": {"scope": "in scope"},
    "referral_journeys": _OF_SPEECH_ALONE,
    "journey_stages": _OF_SPEECH_ALONE,
    "waiting_list_bands": {
        "scheme": "rtt",
        "part": "incomplete",
        "icb": "QE1",
        "commissioner": "00Q",
        "provider": "RXN",
    },
    "pupils": {"sen_status": "N"},
    "workforce_moves": {"fte_hundredths": 100},
    "health_checks": {"age_group": "14 to 17", "icb": "QE1"},
    "quality_audits": {"purpose": "audit"},
    "assurance_checks": {
        "cycle_began_on": dt.datetime.fromisoformat("2024-09-01"),
        "cycle_ends_on": dt.datetime.fromisoformat("2025-09-01"),
    },
    "complaints": {"stage": "1", "matter": "complaint", "procedure": "corporate"},
    "contact_log": {"channel": "email", "needs_reply": "yes", "urgent": "no"},
    "portal_coverage": {"process": "new_requests"},
    "survey_responses": {"question": "other"},
    "participation": {
        "programme": "reverse_mentoring",
        "quarter_ends_on": dt.datetime.fromisoformat("2024-12-31"),
    },
}
"""What a column says where a drawing leaves it out."""

ROW_NAMES = {name: schema.key[0] for name, schema in SCHEMAS.items()} | {
    "waiting_list_bands": "provider"
}
"""The column that a drawing calls `row`, by table: what its rows are told apart by."""

Engine = Callable[[TableSchema, list[dict[str, Any]]], Any]


def drawn(text: str) -> list[dict[str, str]]:
    """Read a table drawn with bars: a line of headings, a rule, a line for each row."""
    lines = [line.strip() for line in text.strip().splitlines()]
    headings = [cell.strip() for cell in lines[0].split("|")]
    return [
        dict(zip(headings, (cell.strip() for cell in line.split("|")), strict=True))
        for line in lines[2:]
    ]


def canonical(table: str, rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the rows with every column of the schema; an empty cell is missing."""
    schema = SCHEMAS[table]
    full = []
    for number, row in enumerate(rows):
        named = {ROW_NAMES[table] if n == "row" else n: v for n, v in row.items()}
        values: dict[str, Any] = {}
        for column in schema.columns:
            default = DEFAULTS.get(table, {}).get(column.name)
            written = named.get(column.name)
            if written is None:
                values[column.name] = default
            elif written == "":
                values[column.name] = None
            elif column.kind == "day":
                values[column.name] = dt.datetime.fromisoformat(written)
            elif column.kind == "whole":
                values[column.name] = int(written)
            else:
                values[column.name] = written
        for name in schema.names:
            if schema.column(name).required and values[name] is None:
                values[name] = f"{name}-{number}"
        full.append(values)
    return full


def in_pandas(schema: TableSchema, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a pandas frame with NumPy types."""
    types = {"day": "datetime64[us]", "whole": "float64"}
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [row[column.name] for row in rows],
                dtype=types.get(column.kind, "object"),
            )
            for column in schema.columns
        }
    )


def in_duckdb(schema: TableSchema, rows: list[dict[str, Any]]) -> Any:
    """Return a DuckDB relation."""
    kinds = {"day": "TIMESTAMP", "whole": "BIGINT"}
    columns = ", ".join(
        f"{c.name} {kinds.get(c.kind, 'VARCHAR')}" for c in schema.columns
    )
    name = f"drawn_{schema.name}"
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    if rows:
        marks = ", ".join("?" for _ in schema.columns)
        values = [[row[c.name] for c in schema.columns] for row in rows]
        duckdb.executemany(f"INSERT INTO {name} VALUES ({marks})", values)  # noqa: S608
    return duckdb.table(name)


def in_polars(schema: TableSchema, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return a Polars frame."""
    types: dict[str, Any] = {"day": pl.Datetime("us"), "whole": pl.Int64}
    return pl.DataFrame(
        {column.name: [row[column.name] for row in rows] for column in schema.columns},
        schema={c.name: types.get(c.kind, pl.String) for c in schema.columns},
    )


def in_polars_lazily(schema: TableSchema, rows: list[dict[str, Any]]) -> pl.LazyFrame:
    """Return a Polars query that has not run yet."""
    return in_polars(schema, rows).lazy()


ENGINES: dict[str, Engine] = {
    "pandas": in_pandas,
    "duckdb": in_duckdb,
    "polars": in_polars,
    "polars lazily": in_polars_lazily,
}


def records_of(engine: Engine, **tables: str) -> Records:
    """Return records drawn as text, held by an engine."""
    return Records.from_frames(
        {
            name: engine(SCHEMAS[name], canonical(name, drawn(text)))
            for name, text in tables.items()
        }
    )


def roles_of(
    records: Records,
    kpi: Definition,
    *,
    period: Period | None = None,
    as_at: dt.date | None = None,
) -> dict[str, tuple[str, str]]:
    """Return the role of every row, and what decided it, by the name of the row."""
    worked = show_working(kpi, records, period=period, as_at=as_at)
    rows = collected(nw.from_native(worked))
    return {row[ROW_NAMES[kpi.table]]: (row["role"], row["reason"]) for row in rows}
