"""The marks of a sheet of an XLSX workbook."""

import posixpath
import re

from attrs import define, field

from send_metrics.adapters.spreadsheets.archive import Archive, damaged
from send_metrics.adapters.spreadsheets.cells import Cell
from send_metrics.adapters.spreadsheets.marks import Marks, Place
from send_metrics.adapters.spreadsheets.parts import Attributes, walk

_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_PERCENT_FORMATS = frozenset({9, 10})
"""Numbers of the two percentage formats that every workbook has (ECMA-376, 18.8.30)."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_QUOTED = re.compile(r'"[^"]*"|\\.')


def marks_of_xlsx(archive: Archive, sheet: str) -> Marks:
    """Return the marks of one sheet.

    Raises:
        SourceError: a part is missing or damaged, or the sheet reaches too far.
    """
    part = _part_of(archive, sheet)
    reader = _SheetReader(
        Marks(archive.name, sheet), _percent_styles(archive), _string_lengths(archive)
    )
    walk(
        part,
        archive.name,
        start=reader.start,
        end=reader.end,
        text=reader.text,
    )
    return reader.marks


def place_of(reference: str) -> Place | None:
    """Return the row and column of a reference such as ``B3``, counted from 0.

    >>> place_of("B3"), place_of("AA1"), place_of("R1C1")
    ((2, 1), (0, 26), None)
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _part_of(archive: Archive, sheet: str) -> bytes:
    relation: dict[str, str] = {}
    target: dict[str, str] = {}

    def sheets(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation[attributes.get("name", "")] = attributes.get("id", "")

    def relations(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target[attributes.get("Id", "")] = attributes.get("Target", "")

    walk(_needed(archive, _BOOK), archive.name, start=sheets)
    walk(_needed(archive, _BOOK_RELATIONS), archive.name, start=relations)
    path = target.get(relation.get(sheet, ""), "")
    whole = path.lstrip("/") if path.startswith("/") else posixpath.join("xl", path)
    return _needed(archive, posixpath.normpath(whole))


def _needed(archive: Archive, part: str) -> bytes:
    if part not in archive.parts:
        raise damaged(archive.name)
    return archive.parts[part]


def _percent_styles(archive: Archive) -> frozenset[int]:
    """Return the numbers of the styles that show a number as a percentage."""
    formats: set[int] = set(_PERCENT_FORMATS)
    styles: list[int] = []
    in_cell_styles = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal in_cell_styles
        if name == "numFmt" and "%" in _QUOTED.sub(
            "", attributes.get("formatCode", "")
        ):
            formats.add(_number(attributes.get("numFmtId")))
        elif name == "cellXfs":
            in_cell_styles = True
        elif name == "xf" and in_cell_styles:
            styles.append(_number(attributes.get("numFmtId")))

    def end(name: str) -> None:
        nonlocal in_cell_styles
        if name == "cellXfs":
            in_cell_styles = False

    part = archive.parts.get(_STYLES)
    if part is not None:
        walk(part, archive.name, start=start, end=end)
    return frozenset(n for n, used in enumerate(styles) if used in formats)


def _string_lengths(archive: Archive) -> list[int]:
    """Return the length of each text that cells refer to by its number."""
    lengths: list[int] = []

    def start(name: str, _attributes: Attributes) -> None:
        if name == "si":
            lengths.append(0)

    def text(held: str) -> None:
        if lengths:
            lengths[-1] += len(held)

    part = archive.parts.get(_STRINGS)
    if part is not None:
        walk(part, archive.name, start=start, text=text)
    return lengths


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else -1


@define
class _SheetReader:
    """Takes the marks from a sheet as its elements come."""

    marks: Marks
    percent_styles: frozenset[int]
    string_lengths: list[int] = field(repr=False)
    _place: Place = (-1, -1)
    _kind: str = ""
    _style: int = 0
    _has_formula: bool = False
    _value: str = ""
    _in_value: bool = False
    _row_is_hidden: bool = False
    _row_has_value: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            row = attributes.get("r")
            self._place = (
                self._place[0] + 1 if row is None else _number(row) - 1,
                -1,
            )
            self._row_is_hidden = attributes.get("hidden") in ("1", "true")
            self._row_has_value = False
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._has_formula = True
        elif name in ("v", "is"):
            self._in_value = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, held: str) -> None:
        if self._in_value:
            self._value += held

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self._in_value = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._row_is_hidden and self._row_has_value:
            self.marks.hidden_rows += 1

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        after = (self._place[0], self._place[1] + 1)
        place = after if reference is None else place_of(reference)
        if place is None or place[0] < 0:
            raise damaged(self.marks.file)
        self._place = place
        self._kind = attributes.get("t", "n")
        self._style = _number(attributes.get("s", "0"))
        self._has_formula, self._value = False, ""

    def _end_cell(self) -> None:
        if self._value or self._has_formula:
            self.marks.reach(self._place)
            self._row_has_value = True
        if self._kind == "s":
            number = _number(self._value)
            if 0 <= number < len(self.string_lengths):
                self.marks.count_characters(self.string_lengths[number])
        else:
            self.marks.count_characters(len(self._value))
        if self._kind == "e":
            self.marks.cells[self._place] = Cell("error", self._value.strip())
        elif self._has_formula and not self._value and self._kind != "str":
            self.marks.cells[self._place] = Cell("formula")
        elif self._value and self._kind == "n" and self._style in self.percent_styles:
            self.marks.cells[self._place] = Cell("percent")

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        places = place_of(first), place_of(last)
        if places[0] is None or places[1] is None:
            raise damaged(self.marks.file)
        self.marks.cover(places[0], places[1])
