"""What a check is: a rule with its words, its years and its examples."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal

from attrs import field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.layout import TWICE, Record
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.profiles import Profile
from send_metrics.domain.ages import age_on

YEARS = frozenset({2023, 2024, 2025, 2026})
Severity = Literal["error", "query"]


@frozen
class Return:
    """What every rule may know of the return: its form, its days and its authority."""

    header: Header

    @property
    def profile(self) -> Profile:
        """The form of the year."""
        return self.header.profile

    @property
    def census_on(self) -> dt.date:
        """The reference date of the return."""
        return self.header.reference_on

    @property
    def begins_on(self) -> dt.date:
        """The first day that the return tells of.

        The collection period begins after the census before; what DfE publishes, a
        little earlier, with the calendar year.
        """
        return dt.date(self.profile.year - 1, 1, 1)


@frozen(eq=False)
class Here:
    """One record of a person, with what it stands in. Shows no value by itself."""

    record: Record = field(repr=False)
    returned: Return = field(repr=False)
    above: "Here | None" = field(default=None, repr=False)

    def text(self, item: str) -> str:
        """Return what is written in an item; nothing where it is absent."""
        return self.record.values.get(item, "")

    def has(self, *items: str) -> bool:
        """Tell whether any of some items is given."""
        return any(item in self.record.values for item in items)

    def lacking(self, *items: str) -> Iterator[str]:
        """Yield those of some items that are not given."""
        return (item for item in items if item not in self.record.values)

    def off_list(self, item: str, codes: Iterable[str]) -> Iterator[str]:
        """Yield an item if it is given and none of the codes."""
        if self.has(item) and self.text(item) not in codes:
            yield item

    def missing_or_off_list(self, item: str, codes: Iterable[str]) -> Iterator[str]:
        """Yield an item unless it is one of the codes."""
        if self.text(item) not in codes:
            yield item

    def day(self, item: str) -> dt.date | None:
        """Return the day in an item, if there is one that can be read."""
        return day_written(self.text(item))

    def days_between(self, start: dt.date | None, item: str) -> int | None:
        """Return elapsed days from a day to that in an item, if both are known."""
        stop = self.day(item)
        return None if start is None or stop is None else (stop - start).days

    def every(self, name: str) -> list["Here"]:
        """Return the records of one name directly below."""
        return [Here(record, self.returned, self) for record in self.record.every(name)]

    def within(self, name: str) -> "Here":
        """Return the record of one name that this one stands in.

        Raises:
            LookupError: it stands in none.
        """
        here: Here | None = self
        while here is not None and here.record.name != name:
            here = here.above
        if here is None:
            message = f"{self.record.name} stands in no {name}"
            raise LookupError(message)
        return here

    @property
    def census_on(self) -> dt.date:
        """The reference date of the return."""
        return self.returned.census_on

    def age_on(self, day: dt.date | None) -> int | None:
        """Return the age of the person on a day, if both days are known."""
        born_on = self.within("Person").day("PersonBirthDate")
        return None if born_on is None or day is None else age_on(day, born_on)


Find = Callable[[Here], Iterable[str]]
Remember = Callable[[dict[Any, Any], Here], Iterable[str]]


@frozen
class Share:
    """How many records of a whole return would be strange.

    *is_one* tells of a record whether it is one of them, or nothing if it is not among
    those that are counted at all.
    """

    is_one: Callable[[Here], bool | None] = field(repr=False)
    percent: int
    at_least: int = 20

    def is_reached(self, met: int, counted: int) -> bool:
        """Tell whether *met* of *counted* records are strangely many."""
        return met >= self.at_least and met * 100 >= counted * self.percent


@frozen
class Example:
    """A person as in `examples`, but for the items that are set or left out.

    *items* gives the text of an item by its path, nothing to leave it out. *more* adds
    XML at the end of the record of a path. *year* is that of the return: the days of the
    person lie as far from its census day as those of 2026 do, and items that its form
    does not have are left out. *times* is how many such persons there are.
    """

    items: Mapping[str, str | None] = field(factory=dict)
    more: Mapping[str, str] = field(factory=dict)
    like: str = "new plan"
    year: int = 2026
    times: int = 1


@frozen(kw_only=True, eq=False)
class Rule:
    """One rule about every record of one name.

    *find* is given such a record and yields the items that break the rule, an empty name
    for the record itself. A rule over several persons *remembers*: it is given a memory
    as well, a new one for each run, and keeps no value in it. One over the whole return
    is a *share*. In *milder_in* years an error is a query only. Of an item that is given
    twice, only a rule *about_twice* has anything to say.
    """

    id: str
    of: str
    wording: str
    action: str
    basis: str
    find: Find | None = field(default=None, repr=False)
    remember: Remember | None = field(default=None, repr=False)
    share: Share | None = None
    about_twice: bool = False
    severity: Severity = "error"
    milder_in: frozenset[int] = frozenset()
    years: frozenset[int] = YEARS
    failing: tuple[Example, ...] = ()
    passing: tuple[Example, ...] = ()

    def severity_in(self, year: int) -> Severity:
        """Return how grave it is to break the rule in the return of a year."""
        return "query" if year in self.milder_in else self.severity

    def finding_with(self, memory: dict[Any, Any]) -> Find | None:
        """Return what finds the items of a record that break the rule.

        Nothing if it is broken by elements that are out of place, which no record holds.
        """
        if self.remember is not None:
            return partial(self.remember, memory)
        if self.share is not None:
            return partial(_count, self.share, memory)
        return self.find

    def is_broken_by_all(self, memory: dict[Any, Any]) -> bool:
        """Tell whether the whole return breaks the rule, once every record was met."""
        return self.share is not None and self.share.is_reached(
            memory.get("met", 0), memory.get("counted", 0)
        )


def _count(share: Share, memory: dict[Any, Any], here: Here) -> tuple[str, ...]:
    is_one = share.is_one(here)
    if is_one is not None:
        memory["counted"] = memory.get("counted", 0) + 1
        memory["met"] = memory.get("met", 0) + is_one
    return ()


@frozen(kw_only=True)
class NotRun:
    """A rule of which this file alone cannot tell."""

    id: str
    wording: str
    why: str


def is_twice(text: str) -> bool:
    """Tell whether an item was given twice, differently."""
    return text == TWICE
