"""A workbook, or CSV copies of its sheets, to rows of text."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from send_metrics.adapters.band_lists.months import MONTHS
from send_metrics.adapters.delimited import text_of
from send_metrics.adapters.spreadsheets.archive import (
    BROKEN,
    bytes_of,
    calamine_workbook,
    damaged,
    open_archive,
)
from send_metrics.errors import SourceError
from send_metrics.records.tables import WAITING_LIST_BANDS

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LAST_ROW, LAST_COLUMN = 50_000, "ZZ"
"""A workbook with a cell beyond these is refused: all cells before it would be held."""

_WORKBOOK = ".xlsx"
_NAME = re.compile(r"(table\s*3|table\s*4[a-z]?|contents)$", re.IGNORECASE)
_CELL_OR_ROW = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']"""
)


@frozen
class Sheet:
    """One sheet as rows of text; the first row of the sheet is line 1."""

    name: str
    rows: list[list[str]] = field(repr=False)


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Return the tables and the contents of a workbook, by their names in lower case.

    A folder is taken for CSV copies of the sheets, each named like its sheet; a CSV file
    for a copy of one, which is called Table 3 unless its name says otherwise.

    Raises:
        SettingsError: the library that reads workbooks is not installed.
        SourceError: there is no such file, or one is damaged, unsafe or too large.
    """
    if path.is_dir():
        copies = sorted(path.glob("*.csv"))
        named = [(_sheet_name(copy.stem), copy) for copy in copies]
        sheets = [_from_csv(copy, name) for name, copy in named if name]
        if not sheets:
            message = (
                f"{path.name}: there is no CSV copy of a sheet in the folder; name each"
                " like its sheet, Table 3.csv"
            )
            raise SourceError(message)
        return _by_name(sheets, path.name)
    if path.suffix.casefold() == ".csv":
        return _by_name(
            [_from_csv(path, _sheet_name(path.stem) or "table 3")], path.name
        )
    if path.suffix.casefold() != _WORKBOOK:
        message = (
            f"{path.name} is neither a workbook (.xlsx) nor a CSV copy of a sheet; save"
            " it as one of them"
        )
        raise SourceError(message)
    return _by_name(_from_workbook(path), path.name)


def _sheet_name(written: str) -> str | None:
    """Return the name of a sheet that is read, at the end of a text, or nothing.

    >>> _sheet_name("sitrep October 2023 Table_4f"), _sheet_name("notes")
    ('table 4f', None)
    """
    found = _NAME.search(written.replace("_", " ").replace("-", " ").strip())
    if found is None:
        return None
    name = re.sub(r"\s", "", found[1].casefold())
    return name.replace("table", "table ")


def _by_name(sheets: Iterable[Sheet], file: str) -> dict[str, Sheet]:
    named: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.name in named:
            message = f"{file} has more than one {sheet.name.capitalize()}; keep one"
            raise SourceError(message)
        named[sheet.name] = sheet
    return named


def _from_csv(path: Path, name: str) -> Sheet:
    raw = bytes_of(path, otherwise="no published sheet is")
    text, _ = text_of(raw, path.name, WAITING_LIST_BANDS.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return Sheet(name, list(reader))
    except csv.Error:
        message = (
            f"{path.name}, line {reader.line_num}: quotation marks are not closed or a"
            " field is too long; save the sheet again"
        )
        raise SourceError(message) from None


def _from_workbook(path: Path) -> list[Sheet]:
    archive = open_archive(path)
    for part in archive.parts.values():
        _check_cells(part, path.name)
    book = calamine_workbook(archive)
    from python_calamine import CalamineError

    wanted = [(_sheet_name(title), title) for title in book.sheet_names]
    try:
        return [
            Sheet(name, _rows(book.get_sheet_by_name(title)))
            for name, title in wanted
            if name
        ]
    except (CalamineError, *BROKEN):
        raise damaged(path.name) from None


def _rows(sheet: "CalamineSheet") -> list[list[str]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date) and cell.day == 1:
        return f"{MONTHS[cell.month - 1]} {cell.year}"
    return "" if cell is None else str(cell)


def _check_cells(part: bytes, name: str) -> None:
    for found in _CELL_OR_ROW.finditer(part):
        column, row = found[1], found[2].lstrip(b"0")
        too_far = len(row) > len(f"{LAST_ROW}") or int(row or b"0") > LAST_ROW
        if len(column) > len(LAST_COLUMN) or too_far:
            message = (
                f"{name} has a cell beyond row {LAST_ROW:,} or column {LAST_COLUMN}; no"
                " published workbook does, download it again"
            )
            raise SourceError(message)
