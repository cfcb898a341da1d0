"""One file of an export to rows, each under the key of the row that it belongs to."""

import re
from collections.abc import Callable, Container, Sequence

from attrs import define, field, frozen

from send_metrics.adapters.delimited.decoding import line_of
from send_metrics.adapters.delimited.header import AROUND
from send_metrics.adapters.message.layout import Layout
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.sen2.collect.columns import Columns, columns_of
from send_metrics.adapters.sen2.collect.days import as_in_xml, month_first_at
from send_metrics.adapters.sen2.collect.files import ExportFile
from send_metrics.adapters.sen2.collect.text import (
    RowsOfCells,
    finding_of,
    text_of,
)
from send_metrics.records.report import Finding

_POSITION = re.compile(r"[0-9]{1,18}")


@define
class Row:
    """A row of one table: its own key, its line and the texts that are taken in.

    *strays* names the columns with a text that the year's form does not know.
    """

    key: str = field(repr=False)
    line: int
    texts: tuple[str, ...] = field(repr=False)
    strays: tuple[str, ...] = field(repr=False)


@frozen
class Table:
    """The rows of one file, in order, by the key of the row that each belongs to."""

    file: str
    items: tuple[str, ...]
    keys: Container[str] = field(repr=False)
    below: dict[str, list[Row]] = field(repr=False)


NOTHING_ABOVE = Table("", (), frozenset({""}), {})
"""Stands above the table at the top, whose rows belong to the key ``""``."""


def read_table(
    file: ExportFile, layout: Layout, above: Table, note: Callable[[Finding], None]
) -> Table:
    """Return the rows of a file.

    *note* is told what there is to say about the file as a whole.

    Raises:
        SourceError: the file is of another table, cannot be trusted as a whole, or has
            a row whose key is missing, is not its own, or leads to no row *above*.
    """
    text = text_of(file, note)
    cells = RowsOfCells(file.name, text)
    columns = columns_of(cells.names, cells.first_line, layout, file.name)
    if above is not NOTHING_ABOVE:
        for item in columns.missing:
            note(_missing(file.name, f"{layout.name}/{item}"))
    month_first = month_first_at(text)
    if month_first is not None:
        note(_month_first(file.name, line_of(text, month_first)))
    texts = _Texts(is_day_first=month_first is None)
    gathering = _Gathering(file.name, columns, above, texts)
    for line, row in cells.full(note):
        gathering.add(line, row)
    return gathering.table()


class _Texts(dict[str, str]):
    """Texts as they are kept, each held once and asked about once."""

    def __init__(self, *, is_day_first: bool) -> None:
        super().__init__()
        self._is_day_first = is_day_first

    def __missing__(self, written: str) -> str:
        text = as_in_xml(written.strip(AROUND), is_day_first=self._is_day_first)
        return self.setdefault(written, text)


@define
class _Gathering:
    """Takes in rows as the file has them; gives the table in the order of the return."""

    file: str
    columns: Columns
    above: Table
    texts: _Texts = field(repr=False)
    _keys: set[str] = field(factory=set, init=False, repr=False)
    _placed: list[tuple[str, str, Row]] = field(factory=list, init=False, repr=False)
    _orphans: list[int] = field(factory=list, init=False)

    def add(self, line: int, cells: Sequence[str]) -> None:
        columns, texts = self.columns, self.texts
        key = cells[columns.key].strip(AROUND)
        if not key or key in self._keys:
            fault = "is that of an earlier row" if key else "is missing"
            what = (
                f"the key of the row {fault}, so what belongs to it cannot be found;"
                " export the table again, and do not save it in a spreadsheet"
            )
            raise refusal(self.file, what, line)
        self._keys.add(key)
        parent = "" if columns.parent is None else cells[columns.parent].strip(AROUND)
        if parent not in self.above.keys:
            self._orphans.append(line)
        row = Row(
            key,
            line,
            tuple([texts[cells[place]] for place in columns.kept.values()]),
            tuple([n for n, at in columns.strays.items() if cells[at].strip(AROUND)]),
        )
        position = "" if columns.order is None else cells[columns.order].strip(AROUND)
        self._placed.append((position, parent, row))

    def table(self) -> Table:
        """Return the table.

        Raises:
            SourceError: there were rows that belong to no row above.
        """
        if self._orphans:
            what = (
                f"the row belongs to no row of {self.above.file} ({len(self._orphans)}"
                " such in all); the files are of different exports, or rows were removed:"
                " export all nine tables again"
            )
            raise refusal(self.file, what, self._orphans[0])
        if all(_POSITION.fullmatch(position) for position, _, _ in self._placed):
            self._placed.sort(key=lambda placed: int(placed[0]))
        below: dict[str, list[Row]] = {}
        for _, parent, row in self._placed:
            below.setdefault(parent, []).append(row)
        return Table(self.file, tuple(self.columns.kept), self._keys, below)


def _missing(file: str, item: str) -> Finding:
    return finding_of(
        file,
        "sen2.column-missing",
        "the file has no column for an item that this year's return has; it is taken as"
        " empty in every row",
        "export the table again, with all its columns",
        element=item,
    )


def _month_first(file: str, line: int) -> Finding:
    return finding_of(
        file,
        "sen2.month-first",
        "a spreadsheet wrote a day with the month first, so no day with strokes is read"
        " in this file",
        "export the table again, and do not save it in a spreadsheet",
        line=line,
    )
