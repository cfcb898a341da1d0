"""Marks from CSV files, each row judged with its line."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from send_metrics.adapters.attendance_marks.rules import (
    BLANK_CODE,
    CODE_IN_USE,
    MARKS_COLUMNS,
    MARKS_TABLE,
    SCHOOL_SHAPE,
    SESSIONS,
)
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import (
    TextRows,
    is_urn,
    joined_balance,
    read_delimited,
)
from send_metrics.adapters.delimited.columns import Mask
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.domain.attendance_codes import meaning_on


def marks_from_csv(paths: Sequence[Path], pseudonyms: Pseudonyms) -> Reading:
    """Return the marks of all files as one pandas frame."""
    read = []
    for path in paths:
        rows = read_delimited(
            path,
            table=MARKS_TABLE,
            columns=MARKS_COLUMNS,
            part=path.name if len(paths) > 1 else None,
        )
        read.append((rows, _frame(rows, pseudonyms)))
    left_out = {name for rows, _ in read for name in rows.columns_left_out}
    return Reading(
        frames={
            MARKS_TABLE: pd.concat([frame for _, frame in read], ignore_index=True)
        },
        balances={MARKS_TABLE: joined_balance(rows.balance for rows, _ in read)},
        findings=tuple(found for rows, _ in read for found in rows.findings),
        columns_left_out={MARKS_TABLE: tuple(sorted(left_out))},
    )


def _frame(rows: TextRows, pseudonyms: Pseudonyms) -> pd.DataFrame:
    pupils = rows.pseudonyms("pupil_id", "pupil", pseudonyms)
    schools = rows.texts("school_urn")
    days = rows.days("date", required=True)
    sessions = rows.codes("session", SESSIONS)
    rows.reject(rows.where("code", lambda value: not value), **BLANK_CODE)
    codes = rows.texts("code", become=str.upper)
    rows.reject(_not_in_use(codes, days), **CODE_IN_USE)
    rows.query(
        rows.where("school_urn", lambda value: not is_urn(value)), **SCHOOL_SHAPE
    )
    return rows.frame(
        {
            "pupil_id": pupils,
            "school_urn": schools,
            "date": days,
            "session": sessions,
            "code": codes,
        }
    )


def _not_in_use(codes: "pd.Series[str]", days: "pd.Series[pd.Timestamp]") -> Mask:
    """Return which codes mean nothing on their day; each pair is looked up once."""
    code_places, code_values = pd.factorize(codes)
    day_places, day_values = pd.factorize(days)
    pairs = code_places * (len(day_values) + 1) + day_places + 1
    distinct, places = np.unique(pairs, return_inverse=True)
    wrong = np.zeros(len(distinct), dtype=bool)
    known = [pd.Timestamp(day).date() for day in day_values]
    for place, pair in enumerate(distinct):
        code, day = divmod(int(pair), len(day_values) + 1)
        wrong[place] = day > 0 and meaning_on(code_values[code], known[day - 1]) is None
    found: Mask = wrong[places]
    return found
