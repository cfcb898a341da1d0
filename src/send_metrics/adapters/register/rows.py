"""A spreadsheet to the rows of a declared table, each cell as it stands."""

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import field, frozen

from send_metrics.adapters.delimited import TextRows, rows_of
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.delimited.decoding import read_text
from send_metrics.adapters.delimited.header import match_header, plain
from send_metrics.adapters.register.declared import DeclaredTable
from send_metrics.adapters.register.settling import folded
from send_metrics.adapters.spreadsheets import (
    Cell,
    Grid,
    Workbook,
    cell_of_text,
    column_letters,
)
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding

HEADER_SOUGHT_IN = 50
"""Rows in which the headings are looked for when they are not where they should be."""

_TOTAL = re.compile(r"(grand |sub[- ]?)?totals?( :|:)?")
_TOTALS = {
    "rule": "total-row",
    "wording": "the row is a total of others and no record",
    "action": "remove it from the register, or keep totals on a sheet of their own",
}
_REPEATED = {
    "rule": "repeated-header",
    "wording": "the row repeats the header",
    "action": "remove it; files may have been put together without care",
}


@frozen
class DeclaredRows:
    """The rows of a table with the cells of each declared heading.

    *cells* are the distinct ones; `TextRows.columns` holds for each row the place among
    them. *called* is what findings call a column. *notes* say what is odd of the file.
    """

    rows: TextRows
    cells: Mapping[str, Sequence[Cell]] = field(repr=False)
    called: Mapping[str, str]
    notes: tuple[str, ...] = ()


OpenWorkbook = Callable[[Path], Workbook]


def rows_declared(declared: DeclaredTable, opened: OpenWorkbook) -> DeclaredRows:
    """Return the rows of a declared table, none of them settled yet.

    Raises:
        SourceError: the file cannot be read, or has not the headings that are declared.
    """
    if declared.file.suffix.casefold() == ".csv":
        return _from_csv(declared)
    workbook = opened(declared.file)
    sheet = declared.sheet if declared.sheet is not None else workbook.only_sheet()
    return _from_grid(declared, workbook.grid(sheet))


def _wanted(declared: DeclaredTable) -> list[str]:
    """Return the headings that are read, each once: two columns may share one."""
    return list(dict.fromkeys(declared.headings.values()))


def _from_csv(declared: DeclaredTable) -> DeclaredRows:
    file, wanted = declared.file.name, _wanted(declared)
    text, findings = read_text(declared.file, declared.schema.name)
    first = itertools.islice(
        csv.reader(io.StringIO(text, newline="")), HEADER_SOUGHT_IN
    )
    # Where quotation marks are off, the reader of the whole file says so.
    with contextlib.suppress(csv.Error):
        _refuse_header_elsewhere(declared, file, list(first))
    rows = rows_of(
        text,
        file,
        table=declared.schema.name,
        columns=wanted,
        findings=findings,
        header_row=declared.header_row,
        may_be_empty=True,
    )
    totals = _lines_of_totals(text)
    lines = rows.lines if rows.lines is not None else np.zeros(0, dtype=np.int64)
    rows.reject(np.isin(lines, totals), **_TOTALS)
    return DeclaredRows(
        rows=rows,
        cells={
            name: list(map(cell_of_text, rows.columns[name].values)) for name in wanted
        },
        called={name: folded_name(name) for name in wanted},
    )


def _lines_of_totals(text: str) -> list[int]:
    """Return the lines whose first text is a word for a total."""
    reader = csv.reader(io.StringIO(text, newline=""))
    found = []
    before = 0
    for row in reader:
        if is_total(row):
            found.append(before + 1)
        before = reader.line_num
    return found


def is_total(row: Iterable[str]) -> bool:
    """Return whether the first text of a row is a word for a total."""
    first = next((words for cell in row if (words := folded(cell))), "")
    return _TOTAL.fullmatch(first) is not None


def _from_grid(declared: DeclaredTable, grid: Grid) -> DeclaredRows:
    file, wanted = f"{grid.file}, sheet {grid.name}", _wanted(declared)
    top = declared.header_row - 1
    sought = range(min(grid.height, HEADER_SOUGHT_IN))
    texts = [[cell.text for cell in grid.row(row)] for row in sought]
    _refuse_header_elsewhere(declared, file, texts)
    _refuse_merged_header(declared, file, grid)
    names = [cell.text for cell in grid.row(top)]
    if not any(map(plain, names)):
        message = f"{file}: row {declared.header_row} is empty; put the headings there"
        raise SourceError(message)
    _refuse_repeated(file, names, wanted)
    header = match_header(names, file=file, columns=wanted, optional=(), certain=False)
    heading = [plain(name) for name in names]
    kept: list[int] = []
    totals: list[int] = []
    repeated: list[int] = []
    blank = nothing_declared = 0
    for row in range(top + 1, grid.height):
        cells = grid.row(row)
        if all(cell.is_blank or cell.kind == "merged" for cell in cells):
            blank += 1
        elif [plain(cell.text) for cell in cells[: len(heading)]] == heading:
            repeated.append(row + 1)
        elif is_total(cell.text for cell in cells):
            totals.append(row + 1)
        elif all(grid.cell(row, place).is_blank for place in header.places.values()):
            nothing_declared += 1
        else:
            kept.append(row)
    columns, held = {}, {}
    for name, place in header.places.items():
        columns[name], held[name] = _column([grid.cell(row, place) for row in kept])
    rows = TextRows(
        table=declared.schema.name,
        columns=columns,
        lines=np.array([row + 1 for row in kept], dtype=np.int64),
        part=f"sheet {grid.name}",
        columns_left_out=tuple(name for name in header.left_out if name != "(no name)"),
        blank=blank + nothing_declared,
    )
    rows.set_aside(totals, **_TOTALS)
    rows.set_aside(repeated, **_REPEATED)
    if nothing_declared:
        rows.findings.append(_nothing_declared(rows, nothing_declared))
    return DeclaredRows(
        rows=rows,
        cells=held,
        called={
            name: f"{column_letters(place)} ({folded_name(name)})"
            for name, place in header.places.items()
        },
        notes=_notes(file, grid),
    )


def _column(cells: Iterable[Cell]) -> tuple[TextColumn, list[Cell]]:
    places: dict[Cell, int] = {}
    numbers = [places.setdefault(cell, len(places)) for cell in cells]
    held = list(places)
    column = TextColumn(np.array(numbers, dtype=np.int64), [cell.text for cell in held])
    return column, held


def folded_name(name: str) -> str:
    """Return a heading in one line."""
    return " ".join(name.split())


def _refuse_header_elsewhere(
    declared: DeclaredTable, file: str, rows: Sequence[Sequence[str]]
) -> None:
    """Refuse a header that is not on its row, and say on which it is.

    Raises:
        SourceError: another of *rows* has every heading, and the declared one has not.
    """
    wanted = {plain(name) for name in declared.headings.values()}
    has_all = [
        number
        for number, row in enumerate(rows, start=1)
        if wanted <= {plain(name) for name in row}
    ]
    if has_all and declared.header_row not in has_all:
        message = (
            f"{file}: the headings are on row {has_all[0]} and not on row"
            f" {declared.header_row}; write header_row = {has_all[0]} in {declared.place}"
        )
        raise SourceError(message)


def _refuse_merged_header(declared: DeclaredTable, file: str, grid: Grid) -> None:
    top = declared.header_row - 1
    for first, last in grid.marks.merged:
        if first[0] <= top <= last[0]:
            message = (
                f"{file}: cells of the header are merged, in columns"
                f" {column_letters(first[1])} to {column_letters(last[1])} and rows"
                f" {first[0] + 1} to {last[0] + 1}; unmerge them, and give each column a"
                " heading of its own in one row"
            )
            raise SourceError(message)


def _refuse_repeated(file: str, names: Sequence[str], wanted: Iterable[str]) -> None:
    held = [plain(name) for name in names]
    for name in wanted:
        places = [n for n, said in enumerate(held) if said == plain(name)]
        if len(places) > 1:
            message = (
                f"{file}: the heading {folded_name(name)} stands over the columns"
                f" {' and '.join(map(column_letters, places))}; rename all but one"
            )
            raise SourceError(message)


def _nothing_declared(rows: TextRows, number: int) -> Finding:
    return Finding(
        rule="nothing-declared",
        severity="note",
        table=rows.table,
        wording="the row holds something, but in none of the columns that are read",
        action="look whether it is a remark, or a record in the wrong columns",
        element=rows.part,
        rows=number,
    )


def _notes(file: str, grid: Grid) -> tuple[str, ...]:
    if not grid.marks.hidden_rows:
        return ()
    return (
        f"{file}: {grid.marks.hidden_rows:,} rows are hidden, by a filter or by hand;"
        " they are read like the others",
    )
