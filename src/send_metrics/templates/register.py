"""The workbook of one table, with lists to choose from and a sheet that explains it."""

import io
from typing import TYPE_CHECKING, Any

from send_metrics.adapters.delimited.values import YEARS
from send_metrics.records.schema import Column, TableSchema
from send_metrics.reports.layout import plain_table
from send_metrics.reports.workbook import add_page, plain_workbook, write_lines
from send_metrics.reports.worksheet import Styles, write_table
from send_metrics.templates.columns import (
    codes_of,
    heading_of,
    meaning_of,
    message_of,
    need_of,
    title_of,
    type_of,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 2_000
"""Rows below the headings that are checked while they are filled in."""

_COLUMNS, _CODES = "Columns", "Codes"
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_WIDEST, _NARROWEST = 40, 14
_ROOM_FOR_FILTER = 5
_DAY_FORMAT = "[$-809]dd/mm/yyyy"
"""Day first in every country: without that of England, it would follow the computer's."""

_FORMATS = {"id": "@", "code": "@", "flag": "@", "day": _DAY_FORMAT, "whole": "0"}
_URN_DIGITS = 6


def template_bytes(schema: TableSchema) -> bytes:
    """Return the workbook of an empty register.

    The first sheet is filled in: a heading a column, dates and numbers checked, lists to
    choose from where there are codes, and what a column means when a cell is chosen. The
    second explains every column, the third lists the codes. The same table gives the
    same bytes.

    Raises:
        SettingsError: XlsxWriter is not installed.
    """
    written = io.BytesIO()
    with plain_workbook(written, f"Register: {title_of(schema)}") as book:
        styles = Styles(book)
        page = book.add_worksheet(title_of(schema))
        explained = add_page(book, _COLUMNS)
        coded = [column for column in schema.columns if codes_of(column)]
        lists = _write_codes(add_page(book, _CODES), styles, coded) if coded else {}
        _write_register(book, page, styles, schema, lists)
        _write_columns(explained, styles, schema)
    return written.getvalue()


def _write_register(
    book: "Workbook",
    page: "Worksheet",
    styles: Styles,
    schema: TableSchema,
    lists: dict[str, str],
) -> None:
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    headings = [heading_of(column) for column in schema.columns]
    page.add_table(
        0,
        0,
        1,
        len(headings) - 1,
        {
            "name": f"{schema.name}_register",
            "style": None,
            "columns": [
                {"header": heading, "header_format": styles.head}
                for heading in headings
            ],
        },
    )
    page.set_row(0, 36)
    for place, column in enumerate(schema.columns):
        shown = _FORMATS.get(column.kind)
        style = book.add_format({"num_format": shown}) if shown else None
        width = len(headings[place]) + _ROOM_FOR_FILTER
        page.set_column(place, place, min(max(width, _NARROWEST), _WIDEST), style)
        check = _check(column, lists.get(column.name))
        page.data_validation(1, place, ROWS, place, check)


def _check(column: Column, codes: str | None) -> dict[str, Any]:
    """Return what a spreadsheet lets into a cell, and says of it."""
    wrong, allowed = _allowed(column, codes)
    return {
        **allowed,
        "input_title": _cut(heading_of(column), _LONGEST_TITLE),
        "input_message": _cut(message_of(column), _LONGEST_MESSAGE),
        "error_title": _cut(f"{heading_of(column)}?", _LONGEST_TITLE),
        "error_message": _cut(wrong, _LONGEST_MESSAGE),
    }


def _allowed(column: Column, codes: str | None) -> tuple[str, dict[str, Any]]:
    if codes is not None:
        wrong = f"Choose one from the list. The sheet {_CODES} has all of them."
        return wrong, {"validate": "list", "source": f"={codes}"}
    if column.kind == "day":
        first, last = (
            f"=DATE({year})" for year in (f"{YEARS[0]},3,1", f"{YEARS[1]},12,31")
        )
        wrong = "Write a date with the day first, such as 31/01/2026."
        return wrong, {
            "validate": "date",
            "criteria": "between",
            "minimum": first,
            "maximum": last,
        }
    if column.kind in ("whole", "number"):
        whole = column.kind == "whole"
        wrong = f"Write a {'whole ' if whole else ''}number in digits."
        return wrong, {
            "validate": "integer" if whole else "decimal",
            "criteria": "between",
            "minimum": -1_000_000_000,
            "maximum": 1_000_000_000,
        }
    if column.name.endswith("_urn"):
        wrong = f"Write the URN of the school, which has {_URN_DIGITS} digits."
        return wrong, {"validate": "length", "criteria": "==", "value": _URN_DIGITS}
    return "", {"validate": "any"}


def _write_columns(page: "Worksheet", styles: Styles, schema: TableSchema) -> None:
    rows = [
        (
            heading_of(column),
            meaning_of(column),
            type_of(column),
            need_of(column),
            ", ".join(codes_of(column)),
        )
        for column in schema.columns
    ]
    about = (
        f"One row is {schema.row}. Names, postcodes and remarks do not belong into this"
        " register; nothing but these columns is read."
    )
    top = write_lines(page, styles, 0, f"{title_of(schema)}: the columns", about) + 1
    headings = ("Column", "Meaning", "What belongs there", "Empty?", "Codes")
    table = plain_table(title_of(schema), headings, rows)
    write_table(page, styles, table, top, f"{schema.name}_columns")
    page.freeze_panes(top + 1, 1)


def _write_codes(
    page: "Worksheet", styles: Styles, coded: list[Column]
) -> dict[str, str]:
    """Write a column of codes for each that has any; return where each stands."""
    page.freeze_panes(1, 0)
    places = {}
    for place, column in enumerate(coded):
        heading, codes = heading_of(column), codes_of(column)
        page.set_column(place, place, min(max(len(heading) + 2, _NARROWEST), _WIDEST))
        page.write_string(0, place, heading, styles.head)
        for row, code in enumerate(codes, start=1):
            page.write_string(row, place, code, styles.line)
        places[column.name] = _range(place, len(codes))
    return places


def _range(place: int, height: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"{_CODES}!{xl_range_abs(1, place, height, place)}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
