"""Hold what many persons of a return say, column by column.

One level holds all records of one name, such as every `Requests`; each knows by number
which record of the level above it stands in. The tables of COLLECT's export are the
same thing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, frozen

from send_metrics.adapters.message.layout import Layout, Record

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Marks = np.ndarray[Any, np.dtype[np.bool_]]
Texts = list[str | None]


class NotPlainError(Exception):
    """The elements do not lie as the layout has them and need the careful reader."""


@define
class Level:
    """All records of one name, in order, with the texts of each of their items.

    *within* numbers the record of the level above that each stands in. Every list of
    *texts* has one entry more than there are records, a last ``None``, so that the
    record numbered -1 is one that says nothing. Where the records are the rows of a
    *file* among several, *lines* gives the line of each.
    """

    name: str
    within: Numbers
    texts: Mapping[str, Texts]
    above: "Level | None" = None
    is_numbered: bool = False
    first: int = 1
    lines: Sequence[int] = ()
    file: str | None = None

    def __len__(self) -> int:
        return len(self.within)

    def path(self, number: int) -> str:
        """Return where a record stands, such as ``Person[12]/Requests[1]/Assessment``."""
        if self.above is None:
            return f"{self.name}[{self.first + number}]"
        owner = int(self.within[number])
        place = number - int(np.searchsorted(self.within, owner)) + 1
        shown = f"[{place}]" if self.is_numbered or place > 1 else ""
        return f"{self.above.path(owner)}/{self.name}{shown}"

    def line(self, number: int) -> int | None:
        """Return the line of a record, where it is a row of a file."""
        return self.lines[number] if self.lines else None

    def person(self, number: int) -> int:
        """Return the number of the person that a record belongs to."""
        if self.above is None:
            return self.first + number
        return self.above.person(int(self.within[number]))


@frozen
class View:
    """Records of a level lined up with rows: one for each, or none (-1)."""

    level: Level
    at: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.level) if self.at is None else len(self.at)

    def number(self, row: int) -> int:
        """Return the number of the record of a row, -1 where there is none."""
        return row if self.at is None else self.at[row]

    def texts(self, item: str) -> Texts:
        """Return the text of an item for every row, as written."""
        held = self.level.texts.get(item)
        if held is None:
            return [None] * len(self)
        if self.at is None:
            return held[:-1]
        return list(map(held.__getitem__, self.at))


Levels = Mapping[str, Level]


def first_within(within: Numbers, height: int) -> Numbers:
    """Return for each of *height* records the first that stands in it, or -1."""
    first = np.full(height, -1)
    first[within[::-1]] = np.arange(len(within))[::-1]
    return first


def from_records(people: Iterable[Record], layout: Layout, first: int) -> Levels:
    """Return the levels of persons that the careful reader made into records."""
    levels: dict[str, Level] = {}
    _add_records(levels, [(0, person) for person in people], layout, None, first)
    return levels


def _add_records(
    levels: dict[str, Level],
    records: list[tuple[int, Record]],
    layout: Layout,
    above: Level | None,
    first: int = 1,
) -> None:
    name = layout.name
    file = records[0][1].file if records else None
    level = levels[name] = Level(
        name,
        np.array([owner for owner, _ in records], dtype=np.int64),
        {
            item: [*(record.values.get(item) for _, record in records), None]
            for item in layout.kept
        },
        above,
        layout.is_numbered,
        first,
        lines=() if file is None else [record.line for _, record in records],
        file=file,
    )
    for below in layout.below:
        inside = [
            (owner, held)
            for owner, (_, record) in enumerate(records)
            for held in record.every(below.name)
        ]
        _add_records(levels, inside, below, level)


def batches(people: Iterable[Record], layout: Layout, size: int) -> Iterator[Levels]:
    """Yield the levels of *size* persons at a time."""
    first = 1
    held: list[Record] = []
    for person in people:
        held.append(person)
        if len(held) == size:
            yield from_records(held, layout, first)
            first += len(held)
            held.clear()
    if held:
        yield from_records(held, layout, first)
