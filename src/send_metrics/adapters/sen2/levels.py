"""Hold what many persons of a return say, column by column.

One level holds all records of one name, such as every `Requests`; each knows by number
which record of the level above it stands in. The tables of COLLECT's export are the
same thing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from attrs import define, frozen

from send_metrics.adapters.sen2.layout import TWICE, Layout, Record, plain_name

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Texts = list[str | None]

MOST_TEXT = 65_536
_MOST_SPELLINGS = 200
_NOT_KEPT = -1
_NO_PLACE = -2
_FIRST_RECORD = -3


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
        NotPlainError: an element has no place where it stands, an item holds elements,
            or a text is longer than any item's.
    """
    if any(
        plain_name(tag) != plain_name(form.layout.name)
        for tag in set(map(_tags, people))
    ):
        raise NotPlainError
    levels: dict[str, Level] = {}
    _add_level(levels, people, np.zeros(len(people), dtype=np.int64), form, None, first)
    return levels


class Form(dict[str, int]):
    """What an element inside a record of one name is, by its name as written.

    The numbers of items count from 0; those of records count down from
    `_FIRST_RECORD`.
    """

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
        super().__init__()

    def __missing__(self, written: str) -> int:
        kind = self._plain.get(plain_name(written), _NO_PLACE)
        if len(self) < _MOST_SPELLINGS:
            self[written] = kind
        return kind


_tags = attrgetter("tag")
_texts = attrgetter("text")
_contents = itemgetter(slice(None))


def _add_level(
    levels: dict[str, Level],
    records: list[Element],
    within: Numbers,
    form: Form,
    above: Level | None,
    first: int = 1,
) -> None:
    # A slice is a list, which goes much faster than the element itself.
    inside = list(chain.from_iterable(map(_contents, records)))
    owners = np.repeat(
        np.arange(len(records)), np.fromiter(map(len, records), np.int64, len(records))
    )
    kinds = np.fromiter(
        map(form.__getitem__, map(_tags, inside)), np.int64, len(inside)
    )
    texts = np.empty(len(inside), dtype=object)
    texts[:] = list(map(_texts, inside))
    _check_plain(inside, kinds, texts)
    # A text that is all white space comes out as nothing where it is used.
    level = levels[form.layout.name] = Level(
        form.layout.name,
        within,
        {
            item: _column(len(records), owners, texts, kinds == number)
            for number, item in enumerate(form.kept)
        },
        above,
        form.layout.is_numbered,
        first,
    )
    for number, below in enumerate(form.below):
        chosen = np.flatnonzero(kinds == _FIRST_RECORD - number)
        held = [inside[place] for place in chosen]
        _add_level(levels, held, owners[chosen], below, level)


def _check_plain(inside: list[Element], kinds: Numbers, texts: Any) -> None:
    sizes = np.fromiter(map(len, inside), np.int64, len(inside))
    if (
        (kinds == _NO_PLACE).any()
        or sizes[kinds > _NO_PLACE].any()
        or max(map(len, filter(None, texts)), default=0) > MOST_TEXT
    ):
        raise NotPlainError


def _column(height: int, owners: Numbers, texts: Any, chosen: Any) -> Texts:
    """Return the texts of one item, each in the place of its record."""
    column = np.full(height + 1, None, dtype=object)
    places, given = owners[chosen], texts[chosen]
    column[places] = given
    again = np.flatnonzero(places[1:] == places[:-1]) + 1
    for place in again:
        earlier, later = _said(given[place - 1]), _said(given[place])
        record = places[place]
        if earlier and later and earlier != later:
            column[record] = TWICE
        elif earlier and column[record] != TWICE:
            column[record] = earlier
    held: Texts = column.tolist()
    return held


def _said(text: str | None) -> str:
    return "" if text is None else text.strip()


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
