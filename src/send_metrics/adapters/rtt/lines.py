"""Turn the bytes of an extract into lines, and set aside those that are no lines."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from attrs import define, field, frozen

from send_metrics.adapters.rtt.figures import (
    Cells,
    Figures,
    cells_of,
    cells_of_plain,
    figures_of,
)
from send_metrics.adapters.rtt.layout import Layout, layout_of
from send_metrics.adapters.rtt.plain import Numbers, plain_lines
from send_metrics.errors import SourceError

LONGEST_LINE = 100_000
_BLOCKS_AT_ONCE = 2
_QUOTED = re.compile(rb'(?<![^,])"(?:[^"]|"")*"(?![^,\r\n])')
_NOTHING = b', \t\r\n"'
_ENDS = (b"\n", b"\r")


@frozen
class BrokenLine:
    """A line that is not made like the header; *filled* counts its cells with figures."""

    number: int
    rule: str
    filled: int


@frozen
class Extract:
    """What an extract holds, line by line.

    *cut_at* is the number of the last line where it has no line end.
    """

    layout: Layout
    figures: Figures
    broken: tuple[BrokenLine, ...]
    empty: int
    cut_at: int | None

    @property
    def height(self) -> int:
        """How many lines there are, without the header."""
        return len(self.figures.lines) + len(self.broken) + self.empty


@define
class _Sorter:
    """Sorts lines as they come: the header, empty ones, broken ones, all others.

    *parts* has the cells of sound lines, and *numbers* their numbers in the file.
    """

    name: str
    layout: Layout | None = None
    number: int = 0
    empty: int = 0
    broken: list[BrokenLine] = field(factory=list)
    numbers: list[Numbers] = field(factory=list)
    parts: list[Cells] = field(factory=list)

    def add(self, block: bytes, cells: Cells | None) -> None:
        """Add the lines of a block; *cells* are theirs if all are plainly sound."""
        if cells is not None:
            before = self.number
            self.number += len(cells.totals)
            self.numbers.append(np.arange(before + 1, self.number + 1))
            self.parts.append(cells)
            return
        sound = self.sort(block.splitlines(keepends=True))
        if self.layout is not None and sound:
            self.numbers.append(np.array(list(sound)))
            self.parts.append(cells_of(list(sound.values()), self.layout))

    def sort(self, lines: list[bytes]) -> dict[int, bytes]:
        """Return the sound lines by their number in the file."""
        _check_text(lines, self.name, self.number)
        sound = {}
        for line in lines:
            self.number += 1
            if not line.strip(_NOTHING):
                self.empty += 1
            elif self.layout is None:
                self.layout = layout_of(line.decode(), self.name)
            else:
                bare = _QUOTED.sub(b"", line) if b'"' in line else line
                if b'"' in bare:
                    self._set_aside(line, "line-quotes")
                elif bare.count(b",") + 1 != self.layout.width:
                    self._set_aside(line, "line-width")
                else:
                    sound[self.number] = line
        return sound

    def _set_aside(self, line: bytes, rule: str) -> None:
        cells = line.split(b",")
        filled = sum(cell.strip(b" 0\r\n").isdigit() for cell in cells)
        self.broken.append(BrokenLine(self.number, rule, max(filled, 1)))


def read_lines(blocks: Iterable[bytes], name: str) -> Extract:
    """Return what the blocks of bytes hold.

    Blocks of plain lines, and most blocks are, are read quickly; each other one line by
    line. What is found is the same.

    Raises:
        SourceError: they are not UTF-8 text, have no header of a full extract, no sound
            line below it, or end in the middle of a line.
    """
    sorter = _Sorter(name)
    parsing: deque[tuple[bytes, Future[Cells | None]]] = deque()
    ended = True
    with ThreadPoolExecutor(_BLOCKS_AT_ONCE) as parser:
        for block in _whole_lines(blocks, name):
            ended = block.endswith(_ENDS)
            if sorter.layout is None:
                sorter.add(block, None)
                continue
            parsing.append((block, parser.submit(_parsed, block, sorter.layout)))
            if len(parsing) > _BLOCKS_AT_ONCE:
                parsed, cells = parsing.popleft()
                sorter.add(parsed, cells.result())
        for parsed, cells in parsing:
            sorter.add(parsed, cells.result())
    if not ended and sorter.broken and sorter.broken[-1].number == sorter.number:
        message = (
            f"{name} ends in the middle of line {sorter.number}; download it again"
        )
        raise SourceError(message)
    if sorter.layout is None or not sorter.parts:
        message = f"{name} holds no line of figures below a header; download it again"
        raise SourceError(message)
    return Extract(
        layout=sorter.layout,
        figures=figures_of(sorter.parts, np.concatenate(sorter.numbers)),
        broken=tuple(sorter.broken),
        empty=sorter.empty,
        cut_at=None if ended else sorter.number,
    )


def _parsed(block: bytes, layout: Layout) -> Cells | None:
    """Return the cells of a block, if all of its lines are plainly sound."""
    lines = plain_lines(block, layout)
    return None if lines is None else cells_of_plain(lines)


def _whole_lines(blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield blocks of whole lines; the first line, which should be the header, alone."""
    rest = b""
    first = True
    for block in blocks:
        if first and block.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _wrong_encoding(name, 1)
        held = rest + (block.removeprefix(b"\xef\xbb\xbf") if first else block)
        # A lone CR at the end of a block may be half of a line end.
        whole = 1 + max(held.rfind(b"\n"), held.rfind(b"\r", 0, -1))
        header = 1 + held.find(b"\n", 0, whole) if first else 0
        first = False
        rest = held[whole:]
        if len(rest) > LONGEST_LINE:
            message = (
                f"{name} has a line of over {LONGEST_LINE:,} bytes; no extract does"
            )
            raise SourceError(message)
        yield from filter(None, (held[:header], held[header:whole]))
    if rest:
        yield rest


def _check_text(lines: list[bytes], name: str, before: int) -> None:
    """Refuse lines that are not UTF-8 text; *before* is how many came before them."""
    together = b"".join(lines)
    if together.isascii() and b"\0" not in together:
        return
    for number, line in enumerate(lines, before + 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            raise _wrong_encoding(name, number) from None
        if b"\0" in line:
            raise _wrong_encoding(name, number)


def _wrong_encoding(name: str, number: int) -> SourceError:
    return SourceError(
        f"{name} is not UTF-8 text at line {number}; save it as CSV in UTF-8"
    )
