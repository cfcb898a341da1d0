"""Find the fields of many lines at once, where the lines are as plain as they can be."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import field, frozen

from send_metrics.adapters.rtt.layout import CODES, COUNTS, Layout

Numbers: TypeAlias = npt.NDArray[np.int64]
_Content: TypeAlias = npt.NDArray[np.uint8]

_COMMA, _QUOTE, _CR, _LF, _NOUGHT = b',"\r\n0'
_NOTHING = np.frombuffer(b', \t\r\n"', dtype="uint8")
_MOST_DIGITS = 9
_EIGHT = 8
_LONGEST_CODE = 64
_FIRST = np.tril(np.full((_EIGHT + 1, _EIGHT), 255, "uint8"), -1).view("uint64")[:, 0]
"""Marks the first so many of eight characters."""


@frozen
class PlainLines:
    """Whole lines, and where their fields are.

    *edges* has a row for each line: the places of the separators around its fields, one
    more than there are fields.
    """

    block: bytes = field(repr=False)
    edges: Numbers = field(repr=False)
    layout: Layout = field(repr=False)

    def __len__(self) -> int:
        return len(self.edges)

    def codes(self, name: str) -> tuple[list[str], Numbers]:
        """Return the different codes in a field, and which of them each line has."""
        at = self.layout.fields.index(name)
        begins = self.edges[:, at] + 1
        lengths = self.edges[:, at + 1] - begins
        which, _ = pd.factorize(self._eight(begins, lengths))
        for eight in range(_EIGHT, int(lengths.max()), _EIGHT):
            known = which.max() + 1
            further, _ = pd.factorize(self._eight(begins + eight, lengths - eight))
            which, _ = pd.factorize(further * known + which)
        first = np.flatnonzero(np.diff(np.maximum.accumulate(which), prepend=-1))
        codes = [
            self.block[begin : begin + length].decode("ascii")
            for begin, length in zip(begins[first], lengths[first], strict=True)
        ]
        return codes, which

    def _eight(self, begins: Numbers, lengths: Numbers) -> npt.NDArray[np.uint64]:
        """Return up to eight characters as one number, the same only for the same."""
        padded = np.frombuffer(self.block + bytes(_LONGEST_CODE), dtype="uint8")
        starting_anywhere = np.ndarray(
            len(padded) - _EIGHT, "uint64", padded, strides=(1,)
        )
        held: npt.NDArray[np.uint64] = starting_anywhere[begins]
        held &= _FIRST[np.clip(lengths, 0, _EIGHT)]
        return held

    def figures(self) -> tuple[Numbers, Numbers, Numbers] | None:
        """Return the line, the place in ``COUNTS`` and the number of each figure.

        Blanks and bare noughts are left out. Nothing is returned if anything else in
        these fields is not made of one to nine digits.
        """
        text = np.frombuffer(self.block, dtype="uint8")
        at = [self.layout.fields.index(name) for name in COUNTS]
        if at == list(range(at[0], at[0] + len(at))):
            # As published: a view of so many columns, where others have to be copied.
            before = self.edges[:, at[0] : at[-1] + 1]
            after = self.edges[:, at[0] + 1 : at[-1] + 2]
        else:
            before, after = self.edges[:, at], self.edges[:, np.add(at, 1)]
        apart = after - before
        told = (apart > 2) | ((apart == 2) & (text[before + 1] != _NOUGHT))
        begins = before[told] + 1
        digits = apart[told] - 1
        if len(digits) and digits.max() > _MOST_DIGITS:
            return None
        numbers = np.zeros(len(digits), dtype="int64")
        for nth in range(digits.max(initial=0)):
            has = np.flatnonzero(digits > nth)
            # What comes before 0 becomes more than 9 too: these bytes have no sign.
            digit = text[begins[has] + nth] - np.uint8(_NOUGHT)
            if (digit > 9).any():
                return None
            numbers[has] = 10 * numbers[has] + digit
        line = np.repeat(np.arange(len(told)), told.sum(axis=1))
        return line, np.flatnonzero(told) - line * len(COUNTS), numbers

    def blank(self, name: str) -> npt.NDArray[np.bool_]:
        """Return in which lines there is nothing in a field."""
        at = self.layout.fields.index(name)
        is_blank: npt.NDArray[np.bool_] = self.edges[:, at + 1] - self.edges[:, at] == 1
        return is_blank

    def lines(self) -> list[bytes]:
        """Return the lines one by one, with their ends."""
        return self.block.splitlines(keepends=True)


def plain_lines(block: bytes, layout: Layout) -> PlainLines | None:
    """Return the lines of a block of bytes if each of them is sound, and plainly so.

    Then it is ASCII and ends where a line does; each line has as many fields as the
    header and a part of the return; quotation marks enclose whole fields, not those of
    codes, which are short, and nothing but names with commas. All other blocks need a
    closer look.
    """
    if not block.endswith(b"\n") or not block.isascii() or b"\0" in block:
        return None
    text = np.frombuffer(block, dtype="uint8")
    ends = np.flatnonzero(text == _LF)
    returns = np.flatnonzero(text == _CR)
    commas = _separating(text, ends)
    between = layout.width - 1
    if commas is None or len(commas) != between * len(ends):
        return None
    if not (text[returns + 1] == _LF).all():
        return None
    edges = np.empty((len(ends), layout.width + 1), dtype="int64")
    edges[0, 0], edges[1:, 0] = -1, ends[:-1]
    edges[:, 1:-1] = commas.reshape(len(ends), between)
    edges[:, -1] = ends
    edges[np.searchsorted(ends, returns), -1] -= 1
    if (edges[:, 1] < edges[:, 0]).any() or (edges[:, -2] > edges[:, -1]).any():
        return None
    at = [layout.fields.index(name) for name in CODES]
    first = text[edges[:, at] + 1]
    if (edges[:, np.add(at, 1)] - edges[:, at] > _LONGEST_CODE).any():
        return None
    if (first == _QUOTE).any():
        return None
    if np.isin(first[:, list(CODES).index("part")], _NOTHING).any():
        return None
    return PlainLines(block, edges, layout)


def _separating(text: _Content, ends: Numbers) -> Numbers | None:
    """Return the commas outside quotation marks, or nothing where one of those is odd."""
    separates = text == _COMMA
    quotes = np.flatnonzero(text == _QUOTE)
    if not len(quotes):
        return np.flatnonzero(separates)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    # The first character of a block has the last before it, which ends a line.
    opens = np.isin(text[opening - 1], (_COMMA, _LF))
    closes = np.isin(text[closing + 1], (_COMMA, _CR, _LF))
    in_a_line = np.searchsorted(ends, opening) == np.searchsorted(ends, closing)
    if not (opens & closes & in_a_line).all():
        return None
    lengths = closing - opening
    before = np.cumsum(lengths) - lengths
    separates[np.repeat(opening - before, lengths) + np.arange(lengths.sum())] = False
    return np.flatnonzero(separates)
