"""Attendance marks and the pupils they are of, from CSV or Parquet files.

::

    files       which files of a folder are read
    marks       marks from CSV files, row by row
    relation    marks from Parquet files, which stay on the disk
    pupils      pupils from either
"""

from collections.abc import Callable

from send_metrics.adapters.attendance_marks.reading import AttendanceMarks
from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl

__all__ = ["AttendanceMarks", "register_adapters"]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of attendance marks."""
    register(AttendanceMarks())
