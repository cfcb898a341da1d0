"""Rows of a file, however wide, to rows of one mark each."""

from pathlib import Path

import numpy as np
import pandas as pd
from attrs import frozen

from send_metrics.adapters.attendance_marks.layouts import Layout, MarkString, Week
from send_metrics.adapters.attendance_marks.rules import (
    MARKS_TABLE,
    MONDAY,
    SESSIONS,
    STRING_WIDTH,
    named,
)
from send_metrics.adapters.delimited import TextRows, read_delimited
from send_metrics.adapters.delimited.columns import Places, TextColumn
from send_metrics.adapters.delimited.parquet import read_parquet_rows

CODE, SESSION = "code", "session"


@frozen
class Marks:
    """Rows of one mark each. *names* are what the columns are called in the rows.

    Where a row of the file held several, *sources* tells which row each is of, and
    *number* which mark of that row.
    """

    rows: TextRows
    names: dict[str, str]
    layout: Layout
    sources: Places | None = None
    number: Places | None = None

    def days(self) -> "pd.Series[pd.Timestamp]":
        """Return the day of each mark; those without one are set aside."""
        rows, column = self.rows, self.names["date"]
        days = rows.days(column, required=True, form=self.layout.dates)
        if self.number is None:
            return days
        if isinstance(self.layout.shape, Week):
            rows.reject(days.dt.day_of_week > 0, **named(MONDAY, column))
        shape, after = self.layout.shape, self.number // len(SESSIONS)
        if isinstance(shape, MarkString) and not shape.has_weekends:
            return _school_days_after(days, after)
        return days + pd.to_timedelta(after, unit="D")


def read_marks(path: Path, layout: Layout, part: str | None) -> Marks:
    """Return the marks in a CSV or Parquet file that is laid out so.

    Raises:
        SourceError: the file as a whole cannot be read.
    """
    needed = tuple(dict.fromkeys(layout.needed()))
    shape = layout.shape
    spaced = layout.columns["code"] if isinstance(shape, MarkString) else ()
    if path.suffix.lower() == ".parquet":
        told_by = ("changed_at", "deleted")
        rows = read_parquet_rows(
            path,
            table=MARKS_TABLE,
            columns=needed,
            days=layout.columns["date"],
            of_any_type=[c for ours in told_by for c in layout.columns.get(ours, ())],
            spaced=spaced,
            part=part,
        )
    else:
        rows = read_delimited(
            path, table=MARKS_TABLE, columns=needed, spaced=spaced, part=part
        )
    names = _join_columns(rows, layout)
    if isinstance(shape, Week):
        return _by_week(rows, names, layout, shape)
    if isinstance(shape, MarkString):
        return _by_string(rows, names, layout, shape)
    return Marks(rows, names, layout)


def _join_columns(rows: TextRows, layout: Layout) -> dict[str, str]:
    """Add columns that are made of several, or of none; return what all are called."""
    held = dict(rows.columns)
    height = len(rows.sound)
    names = layout.names
    for ours, theirs in layout.columns.items():
        if len(theirs) > 1:
            texts = [held[name].become(str) for name in theirs]
            joined = (
                "/".join(row) if all(row) else "" for row in zip(*texts, strict=True)
            )
            held[names[ours]] = TextColumn.of(joined)
    if layout.school_urn is not None:
        names["school_urn"] = "school_urn"
        places = np.zeros(height, dtype=np.int64)
        held["school_urn"] = TextColumn(places, [layout.school_urn])
    rows.columns = held
    return names


def _by_week(
    rows: TextRows, names: dict[str, str], layout: Layout, week: Week
) -> Marks:
    cells = [rows.columns[name] for name in week.cells]
    places = np.stack([cell.places for cell in cells], axis=1)
    starts = np.cumsum([0, *(len(cell.values) for cell in cells[:-1])])
    texts = TextColumn(
        (places + starts).reshape(-1), [text for cell in cells for text in cell.values]
    )
    filled = texts.where(bool)
    sources, number = np.divmod(np.flatnonzero(filled), len(cells))
    code = TextColumn(texts.places[filled], texts.values)
    return _spread(rows, names, layout, (sources, number, code), cells=len(cells))


def _by_string(
    rows: TextRows, names: dict[str, str], layout: Layout, shape: MarkString
) -> Marks:
    column = rows.columns[names[CODE]]
    pieces = [shape.pieces(text) for text in column.values]
    of_rows = [pieces[place] for place in column.places.tolist()]
    lengths = np.array([len(marks) for marks in of_rows], dtype=np.int64)
    code = TextColumn.of(mark for marks in of_rows for mark in marks)
    filled = code.where(bool)
    ends = np.cumsum(lengths)
    sources = np.repeat(np.arange(len(of_rows)), lengths)
    number = np.arange(len(sources)) - np.repeat(ends - lengths, lengths)
    fits = column.where(shape.fits)
    spread = _spread(
        rows,
        names,
        layout,
        (sources[filled], number[filled], TextColumn(code.places[filled], code.values)),
        nothing=int((lengths == 0).sum()),
        empty=int(len(filled) - filled.sum()),
    )
    misfit = ~fits[sources[filled]]
    spread.rows.reject(misfit, **named(STRING_WIDTH, names[CODE]))
    return spread


def _spread(
    rows: TextRows,
    names: dict[str, str],
    layout: Layout,
    marks: tuple[Places, Places, TextColumn],
    *,
    nothing: int = 0,
    empty: int | None = None,
    cells: int = 1,
) -> Marks:
    sources, number, code = marks
    if empty is None:
        empty = len(rows.sound) * cells - len(sources)
    words = list(SESSIONS)
    session = TextColumn(number % len(words), words)
    names = {**names, CODE: names.get(CODE, CODE), SESSION: SESSION}
    spread = rows.spread(
        sources,
        {names[CODE]: code, SESSION: session},
        blank=empty + nothing,
        cells=cells,
    )
    return Marks(spread, names, layout, sources, number)


def _school_days_after(
    first: "pd.Series[pd.Timestamp]", number: Places
) -> "pd.Series[pd.Timestamp]":
    """Return the day that is so many days other than Saturdays and Sundays later."""
    starts = first.to_numpy().astype("datetime64[D]")
    later = np.full(len(starts), np.datetime64("NaT"), dtype="datetime64[D]")
    known = ~np.isnat(starts)
    later[known] = np.busday_offset(starts[known], number[known], roll="forward")
    return pd.Series(later.astype("datetime64[us]"))
