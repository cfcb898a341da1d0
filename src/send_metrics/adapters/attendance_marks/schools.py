"""Schools from a CSV or Parquet file."""

from pathlib import Path

import pandas as pd

from send_metrics.adapters.attendance_marks.rules import (
    PHASE_WORDS,
    SCHOOL_SHAPE,
    SCHOOLS_OPTIONAL,
    SCHOOLS_TABLE,
)
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import TextRows, is_urn, read_delimited
from send_metrics.adapters.delimited.parquet import read_parquet_rows
from send_metrics.records.schema import UNKNOWN

_DAYS = ("opened_on", "closed_on")


def schools_from(path: Path) -> Reading:
    """Return the schools as a pandas frame, with the columns that the file has.

    Raises:
        SourceError: the file as a whole cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        rows = read_parquet_rows(
            path,
            table=SCHOOLS_TABLE,
            columns=("school_urn",),
            optional=SCHOOLS_OPTIONAL,
            days=_DAYS,
        )
    else:
        rows = read_delimited(
            path,
            table=SCHOOLS_TABLE,
            columns=("school_urn",),
            optional=SCHOOLS_OPTIONAL,
        )
    frame = _frame(rows)
    return Reading(
        frames={SCHOOLS_TABLE: frame},
        balances={SCHOOLS_TABLE: rows.balance},
        findings=tuple(rows.findings),
        columns_left_out={SCHOOLS_TABLE: rows.columns_left_out},
    )


def _frame(rows: TextRows) -> pd.DataFrame:
    columns = {"school_urn": rows.texts("school_urn")}
    if "phase" in rows.columns:
        columns["phase"] = rows.codes("phase", PHASE_WORDS, empty=UNKNOWN)
    for place in ("authority", "district"):
        if place in rows.columns:
            columns[place] = rows.texts(place, empty=UNKNOWN)
    days = {day: rows.days(day) for day in _DAYS if day in rows.columns}
    rows.query(rows.where("school_urn", lambda text: not is_urn(text)), **SCHOOL_SHAPE)
    return rows.frame({**columns, **days})
