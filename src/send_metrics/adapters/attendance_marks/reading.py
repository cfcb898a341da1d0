"""The adapter for attendance marks and pupils."""

from pathlib import Path
from typing import Any

import pandas as pd
from attrs import evolve, frozen

from send_metrics.adapters.attendance_marks.files import find_files
from send_metrics.adapters.attendance_marks.marks import marks_from_csv
from send_metrics.adapters.attendance_marks.pupils import pupils_from
from send_metrics.adapters.attendance_marks.relation import marks_from_parquet
from send_metrics.adapters.attendance_marks.rules import MARKS_TABLE, PUPILS_TABLE
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
    title: str = "attendance marks, with pupils if supplied, in CSV or Parquet"
    tables: tuple[str, ...] = (MARKS_TABLE, PUPILS_TABLE)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read one file of marks, or a folder of ``marks*`` and ``pupils`` files.

        CSV files give pandas frames. Parquet files of marks give a DuckDB relation on
        the default connection that reads the files whenever it is asked, so they must
        stay in place; pupils then come as a relation as well.

        Raises:
            SourceError: a file as a whole cannot be read.
        """
        files = find_files(path)
        if files.are_parquet:
            marks = marks_from_parquet(files.marks, pseudonyms)
        else:
            marks = marks_from_csv(files.marks, pseudonyms)
        if files.pupils is None:
            return evolve(marks, notes=(WITHOUT_PUPILS,))
        pupils = pupils_from(files.pupils, pseudonyms)
        frame = pupils.frames[PUPILS_TABLE]
        if files.are_parquet:
            frame = _relation(frame)
        return Reading(
            frames={**marks.frames, PUPILS_TABLE: frame},
            balances={**marks.balances, **pupils.balances},
            findings=marks.findings + pupils.findings,
            columns_left_out={**marks.columns_left_out, **pupils.columns_left_out},
            notes=pupils.notes,
        )


def _relation(pupils: pd.DataFrame) -> Any:
    """Return the pupils in DuckDB, where a missing cohort is missing and not NaN."""
    import duckdb

    return duckdb.from_df(pupils).project(
        "pupil_id, sen_status, primary_need,"
        " CAST(CASE WHEN isnan(birth_cohort) THEN NULL ELSE birth_cohort END AS BIGINT)"
        " AS birth_cohort, area"
    )
