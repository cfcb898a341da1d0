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
from attrs import define, evolve, frozen

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


def from_elements(people: list[Element], form: "Form", first: int) -> Levels:
    """Return the levels of persons that were parsed into elements.

    Raises:
        NotPlainError: an element has no place where it stands, or an item holds
            elements.
    """
    if any(
        plain_name(tag) != plain_name(form.layout.name)
        for tag in set(map(_tag, people))
    ):
        raise NotPlainError
    levels: dict[str, Level] = {}
    _add_level(levels, people, [0] * len(people), form, None, first)
    return levels


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
_contents = itemgetter(slice(None))


def _add_level(
    levels: dict[str, Level],
    records: list[Element],
    within: list[int],
    form: Form,
    above: Level | None,
    first: int = 1,
) -> None:
    # A slice is a list, which goes much faster than the element itself.
    inside = list(chain.from_iterable(map(_contents, records)))
    owners = chain.from_iterable(map(repeat, range(len(records)), map(len, records)))
    columns: list[Texts] = [[None] * (len(records) + 1) for _ in form.kept]
    below: list[tuple[list[Element], list[int]]] = [([], []) for _ in form.below]
    # The one loop that meets every element of the file.
    for element, owner, kind in zip(
        inside, owners, form.kinds(list(map(_tag, inside))), strict=True
    ):
        if kind >= 0:
            # A text that is all white space comes out as nothing where it is used.
            text = element.text
            column = columns[kind]
            if column[owner] is not None:
                text = _given_twice(column[owner], text)
            column[owner] = text
        elif kind <= _FIRST_RECORD:
            found, their_owners = below[_FIRST_RECORD - kind]
            found.append(element)
            their_owners.append(owner)
    # What is in them must all be in records: an item holds no elements.
    if sum(map(len, inside)) != sum(len(r) for found, _ in below for r in found):
        raise NotPlainError
    level = levels[form.layout.name] = Level(
        form.layout.name,
        np.array(within, dtype=np.int64),
        dict(zip(form.kept, columns, strict=True)),
        above,
        form.layout.is_numbered,
        first,
    )
    for (found, their_owners), form_below in zip(below, form.below, strict=True):
        _add_level(levels, found, their_owners, form_below, level)


def _given_twice(earlier: str | None, later: str | None) -> str | None:
    """Return the text of an item that is given again: none that counts if they differ."""
    first, second = (earlier or "").strip(), (later or "").strip()
    if not first or not second:
        return first or second or None
    return earlier if first == second else TWICE


def joined(parts: Sequence[Levels]) -> Levels:
    """Return the levels of all parts as one, in order."""
    levels: dict[str, Level] = {}
    for name, like in parts[0].items():
        held = [part[name] for part in parts]
        above = None if like.above is None else levels[like.above.name]
        owners = [len(part[above.name]) if above else 0 for part in parts]
        starts = np.cumsum([0, *owners[:-1]])
        levels[name] = evolve(
            like,
            within=np.concatenate(
                [
                    level.within + start
                    for level, start in zip(held, starts, strict=True)
                ]
            ),
            texts={
                item: [
                    *chain.from_iterable(level.texts[item][:-1] for level in held),
                    None,
                ]
                for item in like.texts
            },
            above=above,
        )
    return levels


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
