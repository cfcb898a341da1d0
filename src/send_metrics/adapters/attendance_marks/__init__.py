"""Attendance marks, with the pupils they are of and the schools, from CSV or Parquet.

::

    files       which files of a folder are read
    layouts     how marks are laid out, and written
    presets     the layouts of known systems
    declared    the layout that a layout.toml beside the marks declares
    shapes      rows of a file, however wide, to rows of one mark each
    keeping     several rows for one session, where the system says which counts
    marks       marks from files that are read row by row
    relation    marks from generic Parquet files, which stay on the disk
    pupils      pupils from either kind of file
    schools     schools from either kind of file
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
