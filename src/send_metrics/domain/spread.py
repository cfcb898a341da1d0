"""How many waited each number of days: a mapping that is cheap to make by the thousand."""

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

Whole = np.ndarray[Any, np.dtype[np.int64]]


class Spread(Mapping[int, int]):
    """How many for each day or band, in the order of the days; as a mapping, without 0.

    Two arrays hold it: the days, and how many waited up to each of them. The dictionary
    is made when somebody asks for single days, which percentiles do not.
    """

    def __init__(self, days: Whole, reached: Whole) -> None:
        self.days = days
        self.reached = reached

    @property
    def people(self) -> Whole:
        """How many waited each of the days."""
        people = self.reached.copy()
        people[1:] -= self.reached[:-1]
        return people

    @cached_property
    def _by_day(self) -> dict[int, int]:
        held = zip(self.days.tolist(), self.people.tolist(), strict=True)
        return {day: people for day, people in held if people}

    @property
    def total(self) -> int:
        """How many waited."""
        return int(self.reached[-1]) if len(self.days) else 0

    @property
    def total_days(self) -> int:
        """How many days all of them waited together."""
        return int(self.days @ self.people)

    def at(self, ranks: Sequence[int]) -> list[int]:
        """Return the waits at these ranks of all waits in order, counted from zero."""
        places = self.reached.searchsorted(ranks, side="right")
        found: list[int] = self.days[places].tolist()
        return found

    def __bool__(self) -> bool:
        return self.total > 0

    def __getitem__(self, day: int) -> int:
        return self._by_day[day]

    def __iter__(self) -> Iterator[int]:
        return iter(self._by_day)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.people))

    def items(self) -> ItemsView[int, int]:
        """Return the days with how many waited so long, in order."""
        return self._by_day.items()

    def __repr__(self) -> str:
        return f"<Spread over {len(self)} days>"


NOBODY = Spread(np.empty(0, np.int64), np.empty(0, np.int64))


def spread_of(counts: Mapping[int, int]) -> Spread:
    """Return the same numbers in order."""
    # To ask an abstract class for its instances takes longer than to make a figure.
    if type(counts) is Spread:
        return counts
    if not counts:
        return NOBODY
    days = sorted(counts)
    people = [counts[day] for day in days]
    return Spread(np.array(days, np.int64), np.cumsum(people, dtype=np.int64))


def spreads_by(places: Whole, waits: Whole, people: Whole) -> dict[int, Spread]:
    """Return how many waited how long, for each place that somebody is in.

    All three tell of the same groups of people, of which several may be alike.
    """
    anybody = people > 0
    order = np.lexsort((waits[anybody], places[anybody]))
    places, waits, people = (of[anybody][order] for of in (places, waits, people))
    if not len(places):
        return {}
    new_place = np.diff(places, prepend=places[0] - 1) != 0
    first = np.flatnonzero(new_place | (np.diff(waits, prepend=waits[0]) != 0))
    people = np.add.reduceat(people, first)
    begins = np.flatnonzero(new_place[first])
    return {
        place: Spread(waits[first[begin:end]], people[begin:end].cumsum())
        for place, begin, end in zip(
            places[first[begins]].tolist(),
            begins,
            [*begins[1:], len(first)],
            strict=True,
        )
    }
