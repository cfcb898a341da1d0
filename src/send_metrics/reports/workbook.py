"""A layout as an Excel workbook that can be read by eye, by ear and by program."""

import datetime as dt
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from send_metrics.reports.extras import from_the_app_extra
from send_metrics.reports.layout import SHORTHAND, Layout, Section, TableBlock
from send_metrics.reports.worksheet import (
    WIDEST,
    Styles,
    insert_chart,
    write_row_of_words,
    write_table,
)
from send_metrics.reports.writing import write_whole

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_COVER = "Contents"
_LONGEST_SHEET_NAME = 31
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_A4 = 9
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {
        "font_name": "Arial",
        "font_size": 12,
        "font_scheme": "none",
    },
}
_LETTERS_A_LINE = 110
_MOST_ROWS_TO_FREEZE = 8


@frozen
class _Sheet:
    name: str
    section: Section
    table: TableBlock | None

    @property
    def title(self) -> str:
        if self.table is None or len(self.section.tables) == 1:
            return self.section.title
        return f"{self.section.title}: {self.table.caption}"


def write_workbook(layout: Layout, path: Path | str) -> Path:
    """Write a layout as a workbook and return its path.

    A sheet of contents, then one sheet a table. Numbers are numbers, exactly as rounded
    in print; where there is none its symbol is text. Nothing is hidden, merged or
    computed, and no text can become a formula or a link. The same layout gives the same
    bytes.

    Raises:
        SettingsError: XlsxWriter is not installed, or the file cannot be written.
    """
    return write_whole(path, workbook_bytes(layout))


def workbook_bytes(layout: Layout) -> bytes:
    """Return the workbook that :func:`write_workbook` writes."""
    written = io.BytesIO()
    with plain_workbook(written, layout.title) as book:
        styles = Styles(book)
        sheets = list(_sheets(layout))
        _write_cover(add_page(book, _COVER), styles, layout, sheets)
        for place, sheet in enumerate(sheets, start=1):
            _write_sheet(book, styles, sheet, place)
    return written.getvalue()


def plain_workbook(written: io.BytesIO, title: str) -> "Workbook":
    """Return an empty workbook in the house font, in which text stays text.

    Raises:
        SettingsError: XlsxWriter is not installed.
    """
    with from_the_app_extra():
        import xlsxwriter
    # It writes into the options that it is given.
    book = xlsxwriter.Workbook(written, deepcopy(_PLAIN))
    book.set_properties({"title": title, "author": "", "created": _MADE})
    return book


def sheet_names(titles: Iterable[str], taken: Sequence[str] = (_COVER,)) -> list[str]:
    """Return a name that Excel accepts for each title, no two alike.

    >>> sheet_names(["Waits: speech/language", "Waits: speech/language", "History"])
    ['Waits speech language', 'Waits speech language 2', 'History 2']
    """
    used = {name.casefold() for name in (*taken, "history")}
    names = []
    for title in titles:
        spaced = " ".join(_FORBIDDEN_IN_SHEET_NAMES.sub(" ", title).split())
        plain = spaced.strip("' ") or "Sheet"
        name, number = _cut(plain, ""), 1
        while name.casefold() in used:
            number += 1
            name = _cut(plain, f" {number}")
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(title: str, ending: str) -> str:
    # Excel counts in UTF-16, in which some letters take two places.
    room = _LONGEST_SHEET_NAME - len(ending)
    while len(title.encode("utf-16-le")) > 2 * room:
        title = title[:-1]
    return title.rstrip("' ") + ending


def _sheets(layout: Layout) -> Iterator[_Sheet]:
    shown: list[tuple[Section, TableBlock | None]] = [
        (section, table)
        for section in layout.sections
        for table in (section.tables or (None,))
    ]
    names = sheet_names(section.title for section, _ in shown)
    for name, (section, table) in zip(names, shown, strict=True):
        yield _Sheet(name, section, table)


def add_page(book: "Workbook", name: str) -> "Worksheet":
    """Return a new sheet that prints across the width of a page."""
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    return page


def _write_cover(
    page: "Worksheet", styles: Styles, layout: Layout, sheets: list[_Sheet]
) -> None:
    page.set_column(0, 0, _LONGEST_SHEET_NAME + 3)
    page.set_column(1, 1, 2 * WIDEST)
    row = write_lines(page, styles, 0, layout.title, layout.subtitle)
    shown = [h for section in layout.sections for h in section.highlights]
    if shown:
        page.write_string(row + 1, 0, "In short", styles.subject)
        row += 2
    for highlight in shown:
        page.write_string(row, 0, highlight.figure, styles.subject)
        write_row_of_words(page, row, 1, highlight.meaning, styles.words, 2 * WIDEST)
        row += 1
    page.write_string(row + 1, 0, "Sheets", styles.subject)
    row += 2
    for sheet in sheets:
        page.write_url(row, 0, _to(sheet.name), styles.link, sheet.name)
        about = sheet.table.caption if sheet.table else sheet.section.introduction
        write_row_of_words(page, row, 1, about, styles.words, 2 * WIDEST)
        row += 1
    page.write_string(row + 1, 0, "Symbols in place of a number", styles.subject)
    row += 2
    for symbol, meaning in SHORTHAND:
        page.write_string(row, 0, symbol, styles.words)
        page.write_string(row, 1, meaning, styles.words)
        row += 1
    if layout.notes:
        page.write_string(row + 1, 0, "Notes", styles.subject)
        row += 2
    for note in layout.notes:
        for line in textwrap.wrap(note, _LETTERS_A_LINE):
            page.write_string(row, 0, line, styles.line)
            row += 1


def _write_sheet(book: "Workbook", styles: Styles, sheet: _Sheet, place: int) -> None:
    page = add_page(book, sheet.name)
    page.set_column(0, 0, WIDEST)
    row = write_lines(page, styles, 0, sheet.title, sheet.section.introduction)
    page.write_url(row, 0, _to(_COVER), styles.link, "Back to the contents")
    if sheet.table is None:
        return
    top = row + 1
    if not sheet.table.rows:
        page.write_string(top, 0, "There is nothing to show.", styles.line)
        return
    last = write_table(page, styles, sheet.table, top, f"Figures_{place}_table")
    page.repeat_rows(top)
    if top <= _MOST_ROWS_TO_FREEZE:
        page.freeze_panes(top + 1, 1)
    insert_chart(book, page, sheet.table, top, last + 2)


def write_lines(
    page: "Worksheet", styles: Styles, row: int, title: str, text: str
) -> int:
    """Write a title and what it introduces, and return the row after them."""
    page.write_string(row, 0, title, styles.title)
    for line in textwrap.wrap(text, _LETTERS_A_LINE):
        row += 1
        page.write_string(row, 0, line, styles.line)
    return row + 1


def _to(sheet: str) -> str:
    return "internal:'" + sheet.replace("'", "''") + "'!A1"
