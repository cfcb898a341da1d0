"""Pupils from a CSV or Parquet file."""

from pathlib import Path

import numpy as np
import pandas as pd

from send_metrics.adapters.attendance_marks.rules import (
    HOME_AUTHORITY,
    NEEDS,
    PUPILS_OPTIONAL,
    PUPILS_TABLE,
    SEN_STATUSES,
)
from send_metrics.adapters.birth_dates import cohorts
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import TextRows, read_delimited
from send_metrics.adapters.delimited.parquet import read_parquet_rows
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.records.schema import UNKNOWN


def pupils_from(path: Path, pseudonyms: Pseudonyms) -> Reading:
    """Return the pupils as a pandas frame, with birth cohorts in place of birth dates."""
    if path.suffix.lower() == ".parquet":
        rows = read_parquet_rows(
            path,
            table=PUPILS_TABLE,
            columns=("pupil_id",),
            optional=(*PUPILS_OPTIONAL, HOME_AUTHORITY),
            days=("date_of_birth",),
        )
    else:
        rows = read_delimited(
            path,
            table=PUPILS_TABLE,
            columns=("pupil_id",),
            optional=(*PUPILS_OPTIONAL, HOME_AUTHORITY),
        )
    absent = [name for name in PUPILS_OPTIONAL if name not in rows.columns]
    frame = _frame(rows, pseudonyms)
    notes = (
        (f"{path.name} has no {', '.join(absent)}; what needs it is not available",)
        if absent
        else ()
    )
    return Reading(
        frames={PUPILS_TABLE: frame},
        balances={PUPILS_TABLE: rows.balance},
        findings=tuple(rows.findings),
        columns_left_out={PUPILS_TABLE: rows.columns_left_out},
        notes=notes,
    )


def _frame(rows: TextRows, pseudonyms: Pseudonyms) -> pd.DataFrame:
    pupils = rows.pseudonyms("pupil_id", "pupil", pseudonyms)
    statuses = rows.codes("sen_status", SEN_STATUSES, empty=UNKNOWN)
    needs = rows.codes("primary_need", NEEDS, empty="")
    without = np.where(statuses == "N", "none", UNKNOWN)
    born = rows.days("date_of_birth", doubtful="query")
    homes = {}
    if HOME_AUTHORITY in rows.columns:
        homes = {HOME_AUTHORITY: rows.texts(HOME_AUTHORITY, empty=UNKNOWN)}
    return rows.frame(
        {
            "pupil_id": pupils,
            "sen_status": statuses,
            "primary_need": needs.where(needs != "", pd.Series(without, dtype="str")),
            "birth_cohort": cohorts(born),
            "area": rows.texts("area", empty=UNKNOWN),
            **homes,
        }
    )
