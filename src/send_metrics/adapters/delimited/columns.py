"""Columns of text, each distinct text held once."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from attrs import define, field

from send_metrics.adapters.delimited.header import AROUND

Mask: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
Places: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]


@define(eq=False)
class TextColumn:
    """The distinct texts of a column, and for each row the place of its text.

    Registers repeat the same few thousand texts; what is asked of a text is asked once.
    """

    places: Places = field(repr=False)
    values: list[str] = field(repr=False)

    @classmethod
    def of(cls, cells: Iterable[str], *, around: str = AROUND) -> "TextColumn":
        """Return the column of these cells, without the characters *around* them."""
        growing = GrowingColumn(around)
        growing.add(cells)
        return growing.column

    @classmethod
    def empty(cls, height: int) -> "TextColumn":
        """Return a column without a text in any of *height* rows."""
        return cls(np.zeros(height, dtype=np.int64), [""])

    def where(self, judge: Callable[[str], bool]) -> Mask:
        """Return for which rows *judge* is true of the text."""
        return np.array([judge(value) for value in self.values], dtype=bool)[
            self.places
        ]

    def become(self, make: Callable[[str], str]) -> "pd.Series[str]":
        """Return for each row what *make* makes of its text."""
        made = np.array([make(value) for value in self.values], dtype=object)
        return pd.Series(made[self.places], dtype="str")


class GrowingColumn(dict[str, int]):
    """A column that cells are added to; maps a text as written to its place."""

    def __init__(self, around: str = AROUND) -> None:
        super().__init__()
        self._around = around
        self._stripped: dict[str, int] = {}
        self._batches: list[Places] = []
        self._longest = 0

    def add(self, cells: Iterable[str]) -> int:
        """Add cells; return the length of the longest text so far."""
        self._batches.append(np.fromiter(map(self.__getitem__, cells), dtype=np.int64))
        return self._longest

    def __missing__(self, written: str) -> int:
        self._longest = max(self._longest, len(written))
        text = written.strip(self._around)
        place = self._stripped.setdefault(text, len(self._stripped))
        self[written] = place
        return place

    @property
    def column(self) -> TextColumn:
        """The column as it now stands."""
        none = np.zeros(0, dtype=np.int64)
        return TextColumn(np.concatenate([none, *self._batches]), list(self._stripped))
