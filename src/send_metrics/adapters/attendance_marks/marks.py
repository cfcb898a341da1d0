"""Marks from files that are read row by row, each judged with its line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from send_metrics.adapters.attendance_marks.keeping import (
    keep_best_marks,
    keep_latest_versions,
    leave_out_lessons,
)
from send_metrics.adapters.attendance_marks.layouts import Layout, MarkString
from send_metrics.adapters.attendance_marks.rules import (
    BLANK_CODE,
    CODE_IN_USE,
    MARKS_TABLE,
    SCHOOL_SHAPE,
    STRING_IN_STEP,
    WEEKEND_MARK,
    named,
)
from send_metrics.adapters.attendance_marks.shapes import Marks, read_marks
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import TextRows, is_urn, joined_balance
from send_metrics.adapters.delimited.columns import Mask
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.domain.attendance_codes import meaning_on

_SATURDAY = 5
_NO_MARK = ("-", "#")


def marks_from_rows(
    paths: Sequence[Path], layout: Layout, pseudonyms: Pseudonyms
) -> Reading:
    """Return the marks of all files as one pandas frame."""
    read: list[tuple[TextRows, pd.DataFrame]] = []
    for path in paths:
        marks = read_marks(path, layout, path.name if len(paths) > 1 else None)
        read.append((marks.rows, _frame(marks, pseudonyms)))
    left_out = {name for rows, _ in read for name in rows.columns_left_out}
    return Reading(
        frames={
            MARKS_TABLE: pd.concat([frame for _, frame in read], ignore_index=True)
        },
        balances={MARKS_TABLE: joined_balance(rows.balance for rows, _ in read)},
        findings=tuple(found for rows, _ in read for found in rows.findings),
        columns_left_out={MARKS_TABLE: tuple(sorted(left_out))},
        notes=() if layout.is_generic else (f"layout of the marks: {layout.name}",),
    )


def _frame(marks: Marks, pseudonyms: Pseudonyms) -> pd.DataFrame:
    rows, names, layout = marks.rows, marks.names, marks.layout
    leave_out_lessons(marks)
    if layout.keeps == "latest version":
        keep_latest_versions(marks)
    pupils = rows.pseudonyms(names["pupil_id"], "pupil", pseudonyms)
    schools = rows.texts(names["school_urn"], become=layout.school)
    days = marks.days()
    sessions = rows.codes(names["session"], layout.sessions)
    codes = _codes(marks, days)
    rows.query(
        rows.where(names["school_urn"], lambda text: not is_urn(layout.school(text))),
        **named(SCHOOL_SHAPE, names["school_urn"]),
    )
    columns: dict[str, pd.Series[Any]] = {
        "pupil_id": pupils,
        "school_urn": schools,
        "date": days,
        "session": sessions,
        "code": codes,
    }
    if layout.keeps == "best mark":
        keep_best_marks(marks, pd.DataFrame(columns))
    return rows.frame(columns)


def _codes(marks: Marks, days: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    rows, layout, column = marks.rows, marks.layout, marks.names["code"]
    blank = rows.where(column, lambda text: not text and "" not in layout.codes)
    rows.reject(blank, **named(BLANK_CODE, column))
    codes = rows.columns[column].become(layout.code)
    not_in_use = _not_in_use(codes, days)
    wrong = not_in_use & rows.sound
    rows.reject(not_in_use, **named(CODE_IN_USE, column))
    shape = layout.shape
    if isinstance(shape, MarkString) and marks.sources is not None:
        if shape.separator is None:
            of_wrong = np.isin(marks.sources, marks.sources[wrong])
            rows.reject(of_wrong, **named(STRING_IN_STEP, column))
        at_weekend = (days.dt.day_of_week >= _SATURDAY) & ~codes.isin(_NO_MARK)
        rows.query(at_weekend, **named(WEEKEND_MARK, column))
    return codes


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
