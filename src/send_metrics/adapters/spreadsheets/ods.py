"""The marks of a sheet of an ODS workbook."""

from attrs import define, field

from send_metrics.adapters.spreadsheets.archive import Archive, damaged, linked
from send_metrics.adapters.spreadsheets.cells import Cell
from send_metrics.adapters.spreadsheets.marks import Marks, Place
from send_metrics.adapters.spreadsheets.parts import CALCEXT, Attributes, walk

_CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_FILTERED = ("filter", "collapse")
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def marks_of_ods(archive: Archive) -> dict[str, Marks]:
    """Return the marks of every sheet by name: all are read at once, so all are checked.

    Raises:
        SourceError: the content is missing or damaged, takes values from other files,
            or a sheet of it reaches too far.
    """
    part = archive.parts.get(_CONTENT)
    if part is None:
        raise damaged(archive.name)
    reader = _ContentReader(archive.name)
    walk(part, archive.name, start=reader.start, end=reader.end, text=reader.text)
    return reader.sheets


@define
class _Cell:
    """A cell as it is met: how many it stands for, and what its attributes say."""

    attributes: Attributes
    times: int
    text: str = ""

    @property
    def is_filled(self) -> bool:
        said = "value-type" in self.attributes or "formula" in self.attributes
        return said or bool(self.text)


@define
class _ContentReader:
    """Takes the marks from all sheets as their elements come."""

    file: str
    sheets: dict[str, Marks] = field(factory=dict)
    _sheet: Marks | None = None
    _row: int = 0
    _column: int = 0
    _row_times: int = 1
    _row_is_hidden: bool = False
    _row_has_value: bool = False
    _cell: _Cell | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._start_sheet(attributes.get("name", ""))
        elif name == "table-source":
            raise linked(self.file)
        elif name == "table-row":
            self._row_times = self._times(attributes, "number-rows-repeated")
            self._row_is_hidden = attributes.get("visibility") in _FILTERED
            self._row_has_value, self._column = False, 0
        elif name in _CELLS:
            times = self._times(attributes, "number-columns-repeated")
            self._cell = _Cell(attributes, times)

    def text(self, held: str) -> None:
        if self._cell is not None and held.strip():
            self._cell.text += held

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row":
            if self._row_is_hidden and self._row_has_value and self._sheet:
                self._sheet.hidden_rows += self._row_times
            self._row += self._row_times

    def _start_sheet(self, name: str) -> None:
        if name.startswith("'file:"):
            raise linked(self.file)
        if name in self.sheets:
            raise damaged(self.file)
        self._sheet = self.sheets[name] = Marks(self.file, name)
        self._row = 0

    def _end_cell(self, cell: _Cell) -> None:
        if self._sheet is None:
            raise damaged(self.file)
        if cell.is_filled:
            self._row_has_value = True
            last = (self._row + self._row_times - 1, self._column + cell.times - 1)
            self._sheet.reach(last)
            length = len(cell.text) + len(cell.attributes.get("string-value", ""))
            self._sheet.count_characters(length * cell.times * self._row_times)
            mark = _mark(cell)
            if mark is not None:
                for place in self._places(cell.times):
                    self._sheet.cells[place] = mark
        first = (self._row, self._column)
        down = self._times(cell.attributes, "number-rows-spanned") - 1
        across = self._times(cell.attributes, "number-columns-spanned") - 1
        if down or across:
            self._sheet.cover(first, (first[0] + down, first[1] + across))
        self._column += cell.times

    def _places(self, times: int) -> list[Place]:
        return [
            (self._row + down, self._column + across)
            for down in range(self._row_times)
            for across in range(times)
        ]

    def _times(self, attributes: Attributes, name: str) -> int:
        written = attributes.get(name, "1")
        if not (written.isascii() and written.isdigit() and 0 < int(written) <= 2**31):
            raise damaged(self.file)
        return int(written)


def _mark(cell: _Cell) -> Cell | None:
    if cell.attributes.get(f"{CALCEXT}:value-type") == "error":
        return Cell("error", cell.text.strip())
    kind = cell.attributes.get("value-type")
    if kind == "percentage":
        return Cell("percent")
    has_value = any(name in cell.attributes for name in _VALUES) or bool(cell.text)
    if "formula" in cell.attributes and not has_value and kind != "string":
        return Cell("formula")
    return None
