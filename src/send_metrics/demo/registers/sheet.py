"""How a made-up register is laid out, written, and declared in its `register.toml`."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import field, frozen

from send_metrics.records.tables import SCHEMAS
from send_metrics.reports.extras import from_the_app_extra

DayFormat = Literal["iso", "day-first", "day-month-name"]

_WRITTEN: Mapping[DayFormat, Callable[[dt.date], str]] = {
    "iso": dt.date.isoformat,
    "day-first": lambda day: f"{day:%d/%m/%Y}",
    "day-month-name": lambda day: f"{day.day} {day:%B %Y}",
}
# A workbook holds the day on which it was made, and the same seed gives the same bytes.
_MADE = dt.datetime(2026, 1, 15, 9, 30)  # noqa: DTZ001 - a workbook knows no time zones
_ABOVE_THE_HEADINGS = 2

MERGED = "merged"
"""Stands for a rule where identical rows become one, which the balance of rows shows."""


@frozen
class AsWritten:
    """What stands in a cell whatever its column holds, such as 31/02/2025."""

    text: str


Cell: TypeAlias = "str | int | dt.date | AsWritten | None"
Row: TypeAlias = Mapping[str, Cell]


@frozen
class Flaw:
    """What is wrong with *rows* rows, and the rule that finds it in which table."""

    table: str
    rule: str
    rows: int
    wording: str


@frozen
class Heading:
    """A column as its keepers call it.

    *codes* are the words that they use and the codes that these stand for. *missing* is
    what they write where there is nothing to write.
    """

    text: str
    codes: Mapping[str, str] = field(factory=dict)
    missing: str | None = None
    format: str | None = None


Columns: TypeAlias = Mapping[str, str | Heading]
"""The columns of a table, and what they are called."""


@frozen(kw_only=True)
class Sheet:
    """One table as a team keeps it, in a CSV file or on a sheet of a workbook.

    Rows hold canonical columns and codes; *columns* say how these are called here.
    *unread* are headings of columns that are nobody else's business, and left empty.
    A *title* stands above the headings of a workbook.
    """

    table: str
    file: str
    columns: Columns
    rows: Sequence[Row] = field(repr=False)
    sheet: str | None = None
    title: str | None = None
    days: DayFormat = "day-first"
    constants: Mapping[str, str] = field(factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def headings(self) -> dict[str, Heading]:
        """The heading of each column."""
        return {
            name: said if isinstance(said, Heading) else Heading(said)
            for name, said in self.columns.items()
        }

    @property
    def header_row(self) -> int:
        """The row of the headings, counted from 1."""
        return _ABOVE_THE_HEADINGS + 1 if self.title else 1

    def cells(self) -> list[list[str | int | dt.date | None]]:
        """Return the rows as they are written, each as wide as the headings."""
        local = {
            name: (
                heading,
                {code: word for word, code in reversed(list(heading.codes.items()))},
            )
            for name, heading in self.headings.items()
        }
        rest: list[str | int | dt.date | None] = [None] * len(self.unread)
        return [
            [_written(row.get(name), *how) for name, how in local.items()] + rest
            for row in self.rows
        ]

    def titles(self) -> list[str]:
        """Return all headings, in order."""
        return [heading.text for heading in self.headings.values()] + [*self.unread]

    def declared(self) -> list[str]:
        """Return the lines that declare it in `register.toml`."""
        lines = ["[[table]]", f"table = {_text(self.table)}"]
        lines.append(f"file = {_text(self.file)}")
        if self.sheet is not None:
            lines.append(f"sheet = {_text(self.sheet)}")
        if self.header_row > 1:
            lines.append(f"header_row = {self.header_row}")
        lines += ["", "[table.columns]"]
        lines += [
            f"{name} = {self._column(name, heading)}"
            for name, heading in self.headings.items()
        ]
        if self.constants:
            lines += ["", "[table.constants]"]
            lines += [
                f"{name} = {_text(said)}" for name, said in self.constants.items()
            ]
        return lines

    def _column(self, name: str, heading: Heading) -> str:
        is_a_day = SCHEMAS[self.table].column(name).kind == "day"
        form = self.days if is_a_day and self.days != "iso" else heading.format
        said = [f"heading = {_text(heading.text)}"]
        if form is not None:
            said.append(f"format = {_text(form)}")
        if heading.codes:
            codes = ", ".join(
                f"{_text(w)} = {_text(c)}" for w, c in heading.codes.items()
            )
            said.append(f"codes = {{ {codes} }}")
        if heading.missing is not None:
            said.append(f"missing = [{_text(heading.missing)}]")
        return _text(heading.text) if len(said) == 1 else f"{{ {', '.join(said)} }}"


def write_register(folder: Path, sheets: Iterable[Sheet]) -> Path:
    """Write spreadsheets and the `register.toml` beside them; return its folder."""
    sheets = list(sheets)
    folder.mkdir(parents=True, exist_ok=True)
    for file in dict.fromkeys(sheet.file for sheet in sheets):
        held = [sheet for sheet in sheets if sheet.file == file]
        content = _workbook(held) if file.endswith(".xlsx") else _comma_separated(*held)
        (folder / file).write_bytes(content)
    blocks = ["\n".join(sheet.declared()) for sheet in sheets]
    said = "\n\n\n".join(["# Which heading of which spreadsheet holds what.", *blocks])
    (folder / "register.toml").write_bytes(f"{said}\n".encode())
    return folder


def spread(sound: Sequence[Row], flawed: Sequence[Row]) -> list[Row]:
    """Return the sound rows with the flawed ones spread evenly among them."""
    rows = list(sound)
    step = len(rows) // (len(flawed) + 1)
    for place, row in enumerate(flawed, start=1):
        rows.insert(place * step + place - 1, row)
    return rows


def _written(
    value: Cell, heading: Heading, local: Mapping[str, str]
) -> str | int | dt.date | None:
    if isinstance(value, AsWritten):
        return value.text
    if value is None:
        return heading.missing
    return local.get(value, value) if isinstance(value, str) else value


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _comma_separated(sheet: Sheet) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(sheet.titles())
    day = _WRITTEN[sheet.days]
    writer.writerows(
        [day(cell) if isinstance(cell, dt.date) else cell for cell in row]
        for row in sheet.cells()
    )
    return written.getvalue().encode()


def _workbook(sheets: Iterable[Sheet]) -> bytes:
    with from_the_app_extra():
        import xlsxwriter
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "author": ""})
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.sheet)
            if sheet.title:
                page.write_string(0, 0, sheet.title, bold)
            top = sheet.header_row - 1
            for column, title in enumerate(sheet.titles()):
                page.write_string(top, column, title, bold)
            page.freeze_panes(top + 1, 0)
            for place, row in enumerate(sheet.cells(), start=top + 1):
                for column, cell in enumerate(row):
                    match cell:
                        case dt.date():
                            page.write_datetime(place, column, cell, as_day)
                        case int():
                            page.write_number(place, column, cell)
                        case str():
                            page.write_string(place, column, cell)
    return written.getvalue()
