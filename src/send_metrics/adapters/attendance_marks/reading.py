"""The adapter for attendance marks, pupils and schools."""

from pathlib import Path
from typing import Any

import pandas as pd
from attrs import evolve, frozen

from send_metrics.adapters.attendance_marks.declared import layout_beside
from send_metrics.adapters.attendance_marks.files import MarksFiles, find_files
from send_metrics.adapters.attendance_marks.marks import marks_from_rows
from send_metrics.adapters.attendance_marks.pupils import pupils_from
from send_metrics.adapters.attendance_marks.relation import marks_from_parquet
from send_metrics.adapters.attendance_marks.rules import (
    MARKS_TABLE,
    PUPILS_TABLE,
    SCHOOLS_TABLE,
)
from send_metrics.adapters.attendance_marks.schools import schools_from
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms

WITHOUT_PUPILS = (
    "no file of pupils: ages are not checked, and breakdowns by sen_status,"
    " primary_need and area are not available"
)


@frozen
class AttendanceMarks:
    """Reads marks as schools record them, one for each pupil, day and session."""

    name: str = "attendance_marks"
    title: str = (
        "attendance marks, with pupils and schools if supplied, in CSV or Parquet:"
        " generic, or laid out as layout.toml beside them says"
    )
    tables: tuple[str, ...] = (MARKS_TABLE, PUPILS_TABLE, SCHOOLS_TABLE)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read one file of marks, or a folder of ``marks*``, ``pupils``, ``schools``.

        Files that are read row by row give pandas frames. Parquet files of marks in the
        generic layout give a DuckDB relation on the default connection that reads the
        files whenever it is asked, so they must stay in place; pupils and schools then
        come as relations as well.

        Raises:
            SourceError: a file as a whole cannot be read.
        """
        files = find_files(path)
        layout = layout_beside(files.marks[0])
        as_relations = files.are_parquet and layout.is_generic
        if as_relations:
            marks = marks_from_parquet(files.marks, pseudonyms)
        else:
            marks = marks_from_rows(files.marks, layout, pseudonyms)
        beside = _beside(files, pseudonyms)
        if as_relations:
            beside = [evolve(other, frames=_relations(other)) for other in beside]
        return _joined([marks, *beside])


def _beside(files: MarksFiles, pseudonyms: Pseudonyms) -> list[Reading]:
    """Read what lies beside the marks."""
    if files.pupils is None:
        read = [Reading(frames={}, notes=(WITHOUT_PUPILS,))]
    else:
        read = [pupils_from(files.pupils, pseudonyms)]
    if files.schools is not None:
        read.append(schools_from(files.schools))
    return read


def _joined(readings: list[Reading]) -> Reading:
    whole = readings[0]
    for more in readings[1:]:
        whole = Reading(
            frames={**whole.frames, **more.frames},
            balances={**whole.balances, **more.balances},
            findings=whole.findings + more.findings,
            columns_left_out={**whole.columns_left_out, **more.columns_left_out},
            notes=whole.notes + more.notes,
        )
    return whole


def _relations(reading: Reading) -> dict[str, Any]:
    return {table: _relation(frame) for table, frame in reading.frames.items()}


def _relation(frame: pd.DataFrame) -> Any:
    """Return the rows in DuckDB, where a missing cohort is missing and not NaN."""
    import duckdb

    cohort = (
        "CAST(CASE WHEN isnan(birth_cohort) THEN NULL ELSE birth_cohort END AS BIGINT)"
        " AS birth_cohort"
    )
    columns = [cohort if name == "birth_cohort" else name for name in frame.columns]
    return duckdb.from_df(frame).project(", ".join(columns))
