"""The sheets of a workbook, each a grid of cells."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from send_metrics.adapters.spreadsheets.archive import (
    BROKEN,
    Archive,
    calamine_workbook,
    damaged,
    open_archive,
    refuse_code_and_links,
)
from send_metrics.adapters.spreadsheets.cells import Cell, cell_of_value
from send_metrics.adapters.spreadsheets.marks import Marks
from send_metrics.adapters.spreadsheets.ods import marks_of_ods
from send_metrics.adapters.spreadsheets.parts import refuse_doctype
from send_metrics.adapters.spreadsheets.xlsx import marks_of_xlsx
from send_metrics.errors import SourceError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SPREADSHEETS = (".xlsx", ".ods")
"""Endings of the workbooks that are read."""

_BLANK = Cell("text")
_DOCTYPE = b"<!DOCTYPE"


@frozen
class Grid:
    """The cells of one sheet; rows and columns are counted from 0."""

    file: str
    name: str
    marks: Marks = field(repr=False)
    _values: Sequence[Sequence[object]] = field(repr=False)
    _known: dict[tuple[type, object], Cell] = field(
        factory=dict, init=False, repr=False
    )

    @property
    def height(self) -> int:
        """How many rows there are, down to the last that holds something."""
        return len(self._values)

    def width(self, row: int) -> int:
        """Return how many cells a row has."""
        return len(self._values[row]) if 0 <= row < self.height else 0

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a cell; beyond the last one, nothing does."""
        mark = self.marks.cells.get((row, column))
        if mark is not None and mark.kind != "percent":
            return mark
        if not (0 <= row < self.height and 0 <= column < len(self._values[row])):
            return _BLANK
        value = self._values[row][column]
        # 1, 1.0 and True are one key to a dictionary, but not to a register.
        key = (type(value), value)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = cell_of_value(value)
        return known if mark is None else Cell("percent", known.text)

    def row(self, row: int) -> list[Cell]:
        """Return the cells of a row."""
        return [self.cell(row, column) for column in range(self.width(row))]


@frozen
class Workbook:
    """A workbook whose parts have been checked, sheet by sheet in its order."""

    name: str
    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    _archive: Archive = field(repr=False)
    _book: "CalamineWorkbook" = field(repr=False)
    _ods_marks: dict[str, Marks] = field(factory=dict, repr=False)

    def grid(self, sheet: str) -> Grid:
        """Return the cells of a sheet.

        Raises:
            SourceError: there is no such sheet, it is hidden, damaged, or reaches too
                far out.
        """
        if sheet in self.hidden:
            message = (
                f"{self.name}: the sheet {sheet} is hidden; unhide it, look at what is"
                " in it and save the workbook"
            )
            raise SourceError(message)
        if sheet not in self.visible:
            message = f"{self.name} has no sheet {sheet}; it has {self._sheets}"
            raise SourceError(message)
        marks = (
            self._ods_marks.get(sheet)
            if self._ods_marks
            else marks_of_xlsx(self._archive, sheet)
        )
        if marks is None:
            raise damaged(self.name)
        from python_calamine import CalamineError

        try:
            held = self._book.get_sheet_by_name(sheet)
            values = held.to_python(skip_empty_area=False)
        except (CalamineError, *BROKEN):
            raise damaged(self.name) from None
        return Grid(self.name, sheet, marks, values)

    def only_sheet(self) -> str:
        """Return the name of the one visible sheet.

        Raises:
            SourceError: there are several, or none.
        """
        if len(self.visible) != 1:
            message = (
                f"{self.name} has {self._sheets}; say which sheet is to be read, with"
                " the key sheet"
            )
            raise SourceError(message)
        return self.visible[0]

    @property
    def _sheets(self) -> str:
        return ", ".join(self.visible) or "no visible sheet"


def open_workbook(path: Path) -> Workbook:
    """Open an XLSX or ODS workbook, after its parts were checked.

    Raises:
        SettingsError: the library that reads workbooks is not installed.
        SourceError: the workbook is damaged, unsafe or too large, holds macros or links to
            other workbooks.
    """
    archive = open_archive(path)
    refuse_code_and_links(archive)
    if any(_DOCTYPE in part for part in archive.parts.values()):
        refuse_doctype(path.name)
    is_ods = path.suffix.casefold() == ".ods"
    marks = marks_of_ods(archive) if is_ods else {}
    book = calamine_workbook(archive)
    sheets: Sequence[Any] = book.sheets_metadata
    if not sheets:
        raise damaged(path.name)
    shown = [_is_visible(sheet) for sheet in sheets]
    return Workbook(
        name=path.name,
        visible=tuple(s.name for s, seen in zip(sheets, shown, strict=True) if seen),
        hidden=tuple(s.name for s, seen in zip(sheets, shown, strict=True) if not seen),
        archive=archive,
        book=book,
        ods_marks=marks,
    )


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_visible(sheet: Any) -> bool:
    from python_calamine import SheetVisibleEnum

    return bool(sheet.visible == SheetVisibleEnum.Visible)
