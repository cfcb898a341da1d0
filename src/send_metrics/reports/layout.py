"""What every report shows, in words and rows, before it becomes a workbook or a page."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import field, frozen

from send_metrics.errors import UsageError

LONGEST_TEXT = 2000
LONGEST_HEADING = 200
MOST_BARS = 20

_TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return text that any report can hold: one line, no control characters, not endless.

    Text that is cut ends in an ellipsis.

    >>> one_line("  Speech   and language ")
    'Speech and language'
    """
    kept = "".join(" " if _harmful(character) else character for character in text)
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _harmful(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Cn") or character in _TURNS_TEXT_ROUND


def _heading(text: str) -> str:
    return one_line(text, LONGEST_HEADING)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(one_line(text) for text in texts)


@frozen
class Number:
    """A number as it is printed, such as ``57.5`` or ``1,204``.

    Raises:
        UsageError: the text is not a number.
    """

    display: str = field()

    @display.validator
    def _is_a_number(self, _attribute: object, display: str) -> None:
        digits = display.removeprefix("-").replace(",", "").replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit()):
            message = (
                "a number in a report is written with digits, such as 1,204 or 57.5"
            )
            raise UsageError(message)

    @property
    def value(self) -> float | int:
        """The number that is printed, no more exact than it is printed."""
        plain = self.display.replace(",", "")
        return float(plain) if "." in plain else int(plain)

    @property
    def decimals(self) -> int:
        """How many digits are printed after the point."""
        return len(self.display.partition(".")[2])


@frozen
class Link:
    """Words that lead to a public page.

    Raises:
        UsageError: the address is not an https address.
    """

    words: str = field(converter=one_line)
    url: str = field()

    @url.validator
    def _is_public(self, _attribute: object, url: str) -> None:
        if not url.startswith("https://") or one_line(url) != url or " " in url:
            message = "a link in a report leads to an https:// address"
            raise UsageError(message)


@frozen
class Phrase:
    """What a page says in one phrase and a workbook keeps in cells of their own.

    ``322 of 560`` is a phrase for a reader and two numbers for an analyst.
    """

    words: str = field(converter=one_line)
    cells: tuple["str | Number", ...]


Cell = str | Number | Link | Phrase


@frozen
class Column:
    """A heading; with *parts*, the headings of the cells that its phrases are made of."""

    heading: str = field(converter=_heading)
    numeric: bool = False
    parts: tuple[str, ...] = field(default=(), converter=_lines)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in a workbook."""
        return self.parts or (self.heading,)


@frozen
class Bar:
    """One bar of a chart; *number* is text, such as [x], where there is no bar."""

    label: str
    number: Number | str


@frozen
class BarChart:
    """A chart of one column of the table it belongs to.

    *description* is read out in place of the picture. *labels* and *values* are
    positions of columns. *suffix* follows each number, as in 57.5%.
    """

    title: str = field(converter=one_line)
    description: str = field(converter=one_line)
    labels: int
    values: int
    suffix: str = ""


@frozen
class Mark:
    """A point of a trend, and what it is held against there; all missing in a gap.

    *kind* decides its shape, for colour alone tells nothing.
    """

    value: float | None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    kind: Literal["usual", "improving", "worse", "changing"] = "usual"


@frozen
class TrendChart:
    """A line over time with its limits and target.

    *description* is read out in place of the picture. *first* and *last* say when the
    line begins and ends. *levels* are named at the right, each with its height.
    """

    title: str = field(converter=one_line)
    description: str = field(converter=one_line)
    marks: tuple[Mark, ...]
    first: str = field(converter=one_line)
    last: str = field(converter=one_line)
    levels: tuple[tuple[str, float], ...] = ()
    target: float | None = None


def _cells(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(one_line(cell) if isinstance(cell, str) else cell for cell in row)
        for row in rows
    )


@frozen
class TableBlock:
    """A table with its caption, and a chart of it where that helps.

    The first column names the row.

    Raises:
        UsageError: a row does not fit the columns, or two headings are alike or empty.
    """

    caption: str = field(converter=one_line)
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_cells)
    chart: BarChart | None = None

    def __attrs_post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                message = (
                    f"row {place} of the table {self.caption!r} has {len(row)} cells"
                    f" for {len(self.columns)} columns"
                )
                raise UsageError(message)
            for column, cell in zip(self.columns, row, strict=True):
                if isinstance(cell, Phrase) and len(cell.cells) != len(column.headings):
                    message = (
                        f"row {place} of the table {self.caption!r} does not fit the"
                        f" parts of its column {column.heading!r}"
                    )
                    raise UsageError(message)
        headings = [h.casefold() for column in self.columns for h in column.headings]
        if len(set(headings)) != len(headings) or "" in headings:
            message = (
                f"two columns of the table {self.caption!r} have the same heading,"
                " or one has none"
            )
            raise UsageError(message)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars of the chart, read from the rows."""
        if self.chart is None:
            return ()
        bars = []
        for row in self.rows:
            number = row[self.chart.values]
            shown = number if isinstance(number, Number | str) else "[z]"
            bars.append(Bar(words(row[self.chart.labels]), shown))
        return tuple(bars)


def words(cell: Cell) -> str:
    """Return a cell as a reader sees it."""
    if isinstance(cell, Number):
        return cell.display
    return cell if isinstance(cell, str) else cell.words


@frozen
class Highlight:
    """A figure in large print and what it says."""

    figure: str = field(converter=one_line)
    meaning: str = field(converter=one_line)


@frozen
class Section:
    """One subject: plain words first, then what was found.

    *trends* are drawn on a page; a workbook has the numbers that they are made of.
    """

    title: str = field(converter=_heading)
    introduction: str = field(default="", converter=one_line)
    highlights: tuple[Highlight, ...] = ()
    tables: tuple[TableBlock, ...] = ()
    trends: tuple[TrendChart, ...] = ()


@frozen
class Layout:
    """A whole report."""

    title: str = field(converter=_heading)
    subtitle: str = field(default="", converter=one_line)
    notes: tuple[str, ...] = field(default=(), converter=_lines)
    sections: tuple[Section, ...] = ()


SHORTHAND = (
    ("[c]", "confidential: held back so that nobody can be recognised"),
    ("[x]", "not available: the reason is given beside it"),
    (
        "[z]",
        "not applicable: there is no such number here, or too few people to give it",
    ),
)
"""The symbols that stand in place of a number."""


def plain_table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> TableBlock:
    """Return a table of the caller's own words and whole numbers.

    A column with a number in every row is a column of numbers.
    """
    held = [
        tuple(cell if isinstance(cell, str) else Number(f"{cell:,}") for cell in row)
        for row in rows
    ]
    columns = tuple(
        Column(heading, numeric=bool(held) and _all_numbers(held, place))
        for place, heading in enumerate(headings)
    )
    return TableBlock(caption, columns, held)


def _all_numbers(rows: list[tuple[str | Number, ...]], place: int) -> bool:
    return all(place < len(row) and isinstance(row[place], Number) for row in rows)
