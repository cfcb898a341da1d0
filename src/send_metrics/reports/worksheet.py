"""One table, and the chart of it, on one sheet of a workbook."""

import textwrap
from typing import TYPE_CHECKING, Any

from send_metrics.reports.layout import Cell, Link, Number, Phrase, TableBlock
from send_metrics.reports.palette import BAR_COLOUR, LINK_COLOUR

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDEST = 46

_NARROWEST = 12
_LINE_HEIGHT = 16
_MOST_LINES = 20
_ROOM_FOR_FILTER = 4
_NOT_APPLICABLE = "[z]"
_CELL: dict[str, Any] = {"valign": "top", "bottom": 1, "bottom_color": "#B1B4B6"}

_Held = str | Number | Link


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._numbers: dict[int, Format] = {}
        link = {"font_color": LINK_COLOUR, "underline": 1}
        words = {"text_wrap": True, "align": "left", "indent": 1}
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": BAR_COLOUR}
        head |= {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.subject = book.add_format({"bold": True, "valign": "top"})
        self.line = book.add_format({"valign": "top"})
        self.words = book.add_format({"valign": "top", "text_wrap": True})
        self.link = book.add_format(link | {"valign": "top"})
        self.head = book.add_format(head | {"align": "left", "indent": 1})
        self.numeric_head = book.add_format(head | {"align": "right"})
        self.cell = book.add_format(_CELL | words)
        self.linked_cell = book.add_format(_CELL | words | link)
        self.symbol = book.add_format(_CELL | {"align": "right"})

    def number(self, decimals: int) -> "Format":
        """Return the format that prints a number with so many decimals."""
        if decimals not in self._numbers:
            shown = "#,##0" + (f".{'0' * decimals}" if decimals else "")
            self._numbers[decimals] = self._book.add_format(
                _CELL | {"num_format": shown}
            )
        return self._numbers[decimals]


def write_table(
    page: "Worksheet", styles: Styles, table: TableBlock, top: int, name: str
) -> int:
    """Write a table whose headings are in row *top* and return the last row.

    It is marked as an Excel table called *name*, so that programs and screen readers
    find it.
    """
    rows = [_spread(table, row) for row in table.rows]
    headings = [heading for column in table.columns for heading in column.headings]
    numeric = [
        any(isinstance(row[place], Number) for row in rows)
        for place in range(len(headings))
    ]
    last = top + len(rows)
    columns = [
        {
            "header": heading,
            "header_format": styles.numeric_head if of_numbers else styles.head,
        }
        for heading, of_numbers in zip(headings, numeric, strict=True)
    ]
    options = {"name": name, "style": None, "columns": columns}
    page.add_table(top, 0, last, len(headings) - 1, options)
    widths = [_width(heading, rows, place) for place, heading in enumerate(headings)]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.set_row(top, _height(headings, [width - _ROOM_FOR_FILTER for width in widths]))
    for place, row in enumerate(rows, start=top + 1):
        page.set_row(place, _height([_text(cell) for cell in row], widths))
        for across, cell in enumerate(row):
            _write_cell(page, styles, (place, across), cell, numeric=numeric[across])
    return last


def insert_chart(
    book: "Workbook", page: "Worksheet", table: TableBlock, top: int, below: int
) -> None:
    """Put the chart of a table at row *below*; it draws the cells under row *top*."""
    if table.chart is None:
        return
    chart = table.chart
    wide = [len(column.headings) for column in table.columns]
    labels, values = sum(wide[: chart.labels]), sum(wide[: chart.values])
    first, last = top + 1, top + len(table.rows)
    drawing: Any = book.add_chart({"type": "bar"})
    drawing.add_series(
        {
            "name": [page.name, top, values],
            "categories": [page.name, first, labels, last, labels],
            "values": [page.name, first, values, last, values],
            "fill": {"color": BAR_COLOUR},
            "gap": 60,
            "data_labels": {
                "value": True,
                "custom": [_instead_of_nought(bar.number) for bar in table.bars],
            },
        }
    )
    drawing.set_title({"name": _not_a_formula(chart.title), "name_font": {"size": 12}})
    drawing.set_legend({"none": True})
    drawing.set_y_axis({"reverse": True, "num_font": {"size": 11}})
    drawing.set_x_axis(
        {"min": 0, "visible": False, "major_gridlines": {"visible": False}}
    )
    drawing.set_size({"width": 900, "height": 110 + 34 * len(table.rows)})
    about = {"description": chart.description, "object_position": 2}
    page.insert_chart(below, 0, drawing, about)


def write_row_of_words(
    page: "Worksheet", row: int, column: int, text: str, style: "Format", width: int
) -> None:
    """Write words that may take several lines, and make the row high enough."""
    page.write_string(row, column, text, style)
    page.set_row(row, _height([text], [width]))


def _spread(table: TableBlock, row: tuple[Cell, ...]) -> list[_Held]:
    """Return a row with each phrase in cells of its own."""
    spread: list[_Held] = []
    for column, cell in zip(table.columns, row, strict=True):
        if isinstance(cell, Phrase):
            spread += cell.cells
        else:
            spread += [cell, *[_NOT_APPLICABLE] * (len(column.headings) - 1)]
    return spread


def _text(cell: _Held) -> str:
    if isinstance(cell, Number):
        return cell.display
    return cell if isinstance(cell, str) else cell.words


def _write_cell(
    page: "Worksheet",
    styles: Styles,
    place: tuple[int, int],
    cell: _Held,
    *,
    numeric: bool,
) -> None:
    if isinstance(cell, Number):
        page.write_number(*place, cell.value, styles.number(cell.decimals))
    elif isinstance(cell, Link):
        page.write_url(*place, cell.url, styles.linked_cell, cell.words)
    else:
        page.write_string(*place, cell, styles.symbol if numeric else styles.cell)


def _width(heading: str, rows: list[list[_Held]], place: int) -> int:
    longest_cell = max(len(_text(row[place])) for row in rows)
    longest_word = max(len(word) for word in heading.split())
    in_two_lines = max(longest_word, len(heading) // 2 + 1)
    wanted = max(longest_cell + 3, in_two_lines + _ROOM_FOR_FILTER + 1, _NARROWEST)
    return min(wanted, WIDEST)


def _height(texts: list[str], widths: list[int]) -> int:
    """Return the height that the longest of the texts needs.

    Not every program finds it out for itself when it opens a workbook.
    """
    lines = max(
        len(textwrap.wrap(text, _letters_in(width), break_long_words=False))
        for text, width in zip(texts, widths, strict=True)
    )
    return _LINE_HEIGHT * min(max(lines, 1), _MOST_LINES) + 2


def _letters_in(width: int) -> int:
    # A width counts digits, which are wider than most letters.
    return max(width * 11 // 10 - 2, 1)


def _instead_of_nought(number: Number | str) -> dict[str, object] | None:
    """Return the label of a bar without a number, which Excel would label 0."""
    if isinstance(number, Number):
        return None
    return {"value": number} if number.startswith("[") else {"delete": True}


def _not_a_formula(text: str) -> str:
    # XlsxWriter takes a chart title that starts with = for the address of a cell.
    return f" {text}" if text.startswith("=") else text
