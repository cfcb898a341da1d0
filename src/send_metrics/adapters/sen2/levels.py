"""Hold what many persons of a return say, column by column.

One level holds all records of one name, such as every `Requests`; each knows by number
which record of the level above it stands in. The tables of COLLECT's export are the
same thing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter, itemgetter
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from attrs import define, field, frozen

from send_metrics.adapters.sen2.layout import TWICE, Layout, Record, plain_name

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Texts = list[str | None]

_MOST_SPELLINGS = 200
_NOT_KEPT = -1
_FIRST_RECORD = -2


class NotPlainError(Exception):
    """The elements do not lie as the form has them and need the careful reader."""


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


class Form:
    """What an element inside a record of one name is, by its name as written.

    The numbers of items count from 0; those of records count down from
    `_FIRST_RECORD`.
    """

    __slots__ = ("_known", "_plain", "below", "kept", "layout")

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.kept = [item for item, kept in layout.spellings.items() if kept]
        self.below = [Form(record) for record in layout.records.values()]
        plain = {plain_name(item): _NOT_KEPT for item in layout.spellings}
        plain |= {plain_name(item): n for n, item in enumerate(self.kept)}
        plain |= {
            plain_name(form.layout.name): _FIRST_RECORD - n
            for n, form in enumerate(self.below)
        }
        self._plain = plain
        self._known: dict[str, int] = {}

    def kinds(self, written: list[str]) -> Iterator[int]:
        """Yield what each of many elements is.

        Raises:
            NotPlainError: one has no place here.
        """
        known = self._known
        for name in set(written).difference(known):
            kind = self._plain.get(plain_name(name))
            if kind is None or len(known) >= _MOST_SPELLINGS:
                raise NotPlainError
            known[name] = kind
        return map(known.__getitem__, written)


_tag = attrgetter("tag")
_text = attrgetter("text")
_contents = itemgetter(slice(None))


@define
class Gathering:
    """Takes records of one name out of elements, and all below, until they are asked for.

    Small lots are best: elements are then met while the processor still has them near.
    """

    form: Form
    columns: list[Texts] = field(init=False)
    within: list[int] = field(factory=list, init=False)
    below: list["Gathering"] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.columns = [[] for _ in self.form.kept]
        self.below = [Gathering(form) for form in self.form.below]

    def add(self, records: list[Element], within: Iterable[int]) -> None:
        """Take in records, each with the number of the one above that it stands in.

        Raises:
            NotPlainError: an element has no place where it stands, or an item holds
                elements.
        """
        base = len(self.within)
        self.within.extend(within)
        nothing = [None] * len(records)
        for column in self.columns:
            column.extend(nothing)
        # A slice is a list, which goes much faster than the element itself.
        inside = list(chain.from_iterable(map(_contents, records)))
        owners = chain.from_iterable(
            map(repeat, range(base, len(self.within)), map(len, records))
        )
        lots: list[tuple[list[Element], list[int]]] = [([], []) for _ in self.below]
        columns, kinds = self.columns, self.form.kinds(list(map(_tag, inside)))
        # The one loop that meets every element of the file.
        for kind, owner, text, element in zip(
            kinds, owners, map(_text, inside), inside, strict=True
        ):
            if kind >= 0:
                # A text that is all white space comes out as nothing where it is used.
                column = columns[kind]
                if column[owner] is None:
                    column[owner] = text
                else:
                    column[owner] = _given_twice(column[owner], text)
            elif kind <= _FIRST_RECORD:
                found, their_owners = lots[_FIRST_RECORD - kind]
                found.append(element)
                their_owners.append(owner)
        # What is in them must all be in records: an item holds no elements.
        in_records = chain.from_iterable(found for found, _ in lots)
        if sum(map(len, inside)) != sum(map(len, in_records)):
            raise NotPlainError
        for gathering, (found, their_owners) in zip(self.below, lots, strict=True):
            gathering.add(found, their_owners)

    def take(self, first: int) -> Levels:
        """Return the levels of all records taken in, the first numbered so; start anew."""
        levels: dict[str, Level] = {}
        self._take(levels, None, first)
        return levels

    def _take(self, levels: dict[str, Level], above: Level | None, first: int) -> None:
        layout = self.form.layout
        for column in self.columns:
            column.append(None)
        level = levels[layout.name] = Level(
            layout.name,
            np.array(self.within, dtype=np.int64),
            dict(zip(self.form.kept, self.columns, strict=True)),
            above,
            layout.is_numbered,
            first,
        )
        self.columns = [[] for _ in self.form.kept]
        self.within = []
        for gathering in self.below:
            gathering._take(levels, level, 1)


def _given_twice(earlier: str | None, later: str | None) -> str | None:
    """Return the text of an item that is given again: none that counts if they differ."""
    first, second = (earlier or "").strip(), (later or "").strip()
    if not first or not second:
        return first or second or None
    return earlier if first == second else TWICE


def from_records(people: Iterable[Record], form: Form, first: int) -> Levels:
    """Return the levels of persons that the careful reader made into records."""
    levels: dict[str, Level] = {}
    _add_records(levels, [(0, person) for person in people], form, None, first)
    return levels


def _add_records(
    levels: dict[str, Level],
    records: list[tuple[int, Record]],
    form: Form,
    above: Level | None,
    first: int = 1,
) -> None:
    name = form.layout.name
    file = records[0][1].file if records else None
    level = levels[name] = Level(
        name,
        np.array([owner for owner, _ in records], dtype=np.int64),
        {
            item: [*(record.values.get(item) for _, record in records), None]
            for item in form.kept
        },
        above,
        form.layout.is_numbered,
        first,
        lines=() if file is None else [record.line for _, record in records],
        file=file,
    )
    for below in form.below:
        inside = [
            (owner, held)
            for owner, (_, record) in enumerate(records)
            for held in record.every(below.layout.name)
        ]
        _add_records(levels, inside, below, level)


def batches(people: Iterable[Record], form: Form, size: int) -> Iterator[Levels]:
    """Yield the levels of *size* persons at a time."""
    first = 1
    held: list[Record] = []
    for person in people:
        held.append(person)
        if len(held) == size:
            yield from_records(held, form, first)
            first += len(held)
            held.clear()
    if held:
        yield from_records(held, form, first)
