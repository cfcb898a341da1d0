"""Take the text of plain persons apart, many at a time, into the columns of levels."""

import re
from typing import Any

import numpy as np
from attrs import define, field, frozen

from send_metrics.adapters.message.layout import Layout, plain_name
from send_metrics.adapters.message.stream import MOST_RECORDS_IN_ONE
from send_metrics.adapters.sen2.levels import (
    Level,
    Levels,
    Marks,
    NotPlainError,
    Numbers,
    Texts,
)

Objects = np.ndarray[Any, np.dtype[np.object_]]

_TAG = re.compile("(/?)((?:[A-Za-z_][A-Za-z0-9_.-]*:)?[A-Za-z0-9]+)")
_OUTSIDE = -1
_NOT_KEPT = -1
_NO_PLACE = -2


class _Kinds(dict[str, int]):
    """The number of the element that a tag begins; turned over by ``~`` if it ends it."""

    def __init__(self, elements: list[str]) -> None:
        self._numbers = {plain_name(name): n for n, name in enumerate(elements)}
        self._spellings: dict[int, str] = {}

    def __missing__(self, tag: str) -> int:
        found = _TAG.fullmatch(tag)
        number = self._numbers.get(plain_name(found[2])) if found else None
        if found is None or number is None:
            raise NotPlainError
        # Thus the two tags of an element need only be compared by number.
        if self._spellings.setdefault(number, found[2]) != found[2]:
            raise NotPlainError
        self[tag] = kind = ~number if found[1] else number
        return kind


@frozen
class _Records:
    """The tags of records in a text, in order.

    *inside* is for each the record that one stands in after it. *latest* is by record,
    and then for each tag, how many of that record have begun before the latest one.
    *within* is for each record the number of the one above that each stands in.
    """

    inside: Numbers
    latest: Numbers
    within: list[Numbers]


class Form:
    """What may stand where, by number.

    Records are numbered from the top. Elements have the number of the record that they
    are, and items come after these; columns are those of the items that are kept.
    """

    def __init__(self, layout: Layout) -> None:
        self.records: list[Layout] = []
        self.above: list[int] = []
        self._add(layout, _OUTSIDE)
        records = [record.name for record in self.records]
        items = {item for record in self.records for item in record.spellings}
        elements = [*records, *sorted(items)]
        self._kinds = _Kinds(elements)
        # The last row is for what is outside of every record.
        self._columns = np.full((len(records) + 1, len(elements)), _NO_PLACE)
        kept: list[int] = []
        for number, record in enumerate(self.records):
            for item in record.spellings:
                self._columns[number, elements.index(item)] = _NOT_KEPT
            for item in record.kept:
                self._columns[number, elements.index(item)] = len(kept)
                kept.append(number)
        self._record_of_column = np.array(kept)

    def take_apart(self, text: str) -> tuple[list[Numbers], list[Objects]]:
        """Return of each record where those in a text stand, and every column.

        Every ``<`` must begin a tag that the next ``>`` ends.

        Raises:
            NotPlainError: an element has no place where it stands, is given twice, does
                not end where it must, or is too long.
        """
        parts = text.replace("<", ">").split(">")
        tags = parts[1::2]
        kinds = np.fromiter(map(self._kinds.__getitem__, tags), np.int64, len(tags))
        is_end = kinds < 0
        elements = np.where(is_end, ~kinds, kinds)
        is_record = elements < len(self.records)
        records = self._records(elements[is_record], is_end[is_record])
        items = _begun(kinds, np.flatnonzero(~is_record))
        after = np.cumsum(is_record)[items] - 1
        inside = records.inside[after]
        columns = self._columns[inside, elements[items]]
        if (columns == _NO_PLACE).any():
            raise NotPlainError
        kept = columns != _NOT_KEPT
        texts = np.array(parts[2::2], dtype=object)[items[kept]]
        rows = records.latest[inside[kept], after[kept]]
        return records.within, self._filled(records, columns[kept], rows, texts)

    def _add(self, layout: Layout, above: int) -> None:
        number = len(self.records)
        self.records.append(layout)
        self.above.append(above)
        for below in layout.below:
            self._add(below, number)

    def _records(self, records: Numbers, is_end: Marks) -> _Records:
        """Return how records lie in each other."""
        above = np.array(self.above)[records]
        inside = np.where(is_end, above, records)
        before = np.append(_OUTSIDE, inside[:-1])
        if not np.array_equal(before, np.where(is_end, records, above)):
            raise NotPlainError
        begins = (records == np.arange(len(self.records))[:, None]) & ~is_end
        tags_of_a_person = np.diff(np.flatnonzero(begins[0]), append=len(records))
        if tags_of_a_person.max() > 2 * (MOST_RECORDS_IN_ONE + 1):
            raise NotPlainError
        latest = np.cumsum(begins, axis=1) - 1
        within = [
            np.zeros(np.count_nonzero(begun), dtype=np.int64)
            if above == _OUTSIDE
            else latest[above, begun]
            for above, begun in zip(self.above, begins, strict=True)
        ]
        return _Records(inside, latest, within)

    def _filled(
        self, records: _Records, columns: Numbers, rows: Numbers, texts: Objects
    ) -> list[Objects]:
        """Return all columns, each text in its column and row."""
        heights = np.array([len(within) for within in records.within])
        ends = np.cumsum(heights[self._record_of_column])
        starts = np.append(0, ends[:-1])
        at = starts[columns] + rows
        cells = np.full(ends[-1], None, dtype=object)
        cells[at] = texts
        is_given = np.zeros(len(cells), dtype=np.bool_)
        is_given[at] = True
        if np.count_nonzero(is_given) < len(at):
            raise NotPlainError
        return np.split(cells, ends[:-1])


def _begun(kinds: Numbers, of_items: Numbers) -> Numbers:
    """Return where items begin, each of which ends with the next tag."""
    begun, ended = of_items[::2], of_items[1::2]
    if not np.array_equal(begun + 1, ended):
        raise NotPlainError
    if (kinds[begun] < 0).any() or (kinds[ended] != ~kinds[begun]).any():
        raise NotPlainError
    return begun


@define
class Gathering:
    """The records and columns of some persons, text by text."""

    form: Form
    _heights: list[int] = field(init=False)
    _within: list[list[Numbers]] = field(init=False)
    _columns: list[list[Objects]] = field(factory=list, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._heights = [0 for _ in self.form.records]
        self._within = [[] for _ in self.form.records]

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return self._heights[0]

    def add(self, text: str) -> None:
        """Take in the text of some more persons, as `Form.take_apart` has it."""
        within, columns = self.form.take_apart(text)
        self._columns.append(columns)
        heights = [*self._heights, 0]
        for number, (above, owners) in enumerate(
            zip(self.form.above, within, strict=True)
        ):
            self._within[number].append(owners + heights[above])
            self._heights[number] += len(owners)

    def levels(self, first: int) -> Levels:
        """Return the levels of all persons, the first of them numbered so."""
        levels: dict[str, Level] = {}
        columns = iter(self._whole_columns())
        for record, above, within in zip(
            self.form.records, self.form.above, self._within, strict=True
        ):
            is_top = above == _OUTSIDE
            levels[record.name] = Level(
                record.name,
                np.concatenate(within),
                {item: next(columns) for item in record.kept},
                None if is_top else levels[self.form.records[above].name],
                record.is_numbered,
                first if is_top else 1,
            )
        return levels

    def _whole_columns(self) -> list[Texts]:
        return [
            [*np.concatenate(pieces).tolist(), None]
            for pieces in zip(*self._columns, strict=True)
        ]
