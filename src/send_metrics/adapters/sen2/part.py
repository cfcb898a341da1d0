"""What the records of some persons of a return have in common."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from attrs import define

from send_metrics.adapters.sen2.cells import Cells, Days, Item
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.levels import (
    Level,
    Levels,
    Numbers,
    View,
    first_within,
)
from send_metrics.adapters.sen2.needs import read_needs
from send_metrics.adapters.sen2.persons import Ages, Children
from send_metrics.adapters.sen2.profiles import LA_CODES
from send_metrics.records.schema import UNKNOWN

Columns = dict[str, Any]
_V = TypeVar("_V")

_TRANSFER = Item("TransferLA", "ehc_requests", "transferred_from")


@define
class Part:
    """The persons that are read at one time.

    Ids of requests and plans count the `Requests` elements of the whole return, of
    which *requests_before* came in earlier parts.
    """

    header: Header
    cells: Cells
    levels: Levels
    children: Children
    requests_before: int

    def view(self, name: str, at: Numbers | None = None) -> View:
        """Return the records of one name, lined up with rows."""
        return View(self.levels[name], None if at is None else at.tolist())

    @property
    def requests(self) -> Level:
        """All `Requests`."""
        return self.levels["Requests"]

    @cached_property
    def numbers(self) -> list[str]:
        """The number of each request within the whole return, as ids have it."""
        first = self.requests_before + 1
        return [f"{first + n:06d}" for n in range(len(self.requests))]

    @cached_property
    def first_assessments(self) -> Numbers:
        """For each request its first `Assessment`, or -1."""
        return first_within(self.levels["Assessment"].within, len(self.requests))

    @cached_property
    def plans(self) -> Numbers:
        """For each `NamedPlan` its request."""
        return self.levels["Assessment"].within[self.levels["NamedPlan"].within]

    @cached_property
    def first_plans(self) -> Numbers:
        """For each request its first `NamedPlan`, or -1."""
        return first_within(self.plans, len(self.requests))

    @property
    def active_plans(self) -> Numbers:
        """For each `ActivePlans` its request."""
        return self.levels["ActivePlans"].within

    @cached_property
    def first_active_plans(self) -> Numbers:
        """For each request its first `ActivePlans`, or -1."""
        return first_within(self.active_plans, len(self.requests))

    @cached_property
    def transferred_from(self) -> list[str]:
        """For each request the authority that its plan came from."""
        active = self.view("ActivePlans", self.first_active_plans)
        return self.cells.codes(active, _TRANSFER, LA_CODES, absent="none")

    @cached_property
    def secondary_needs(self) -> list[str]:
        """For each request the need of rank 2."""
        return chosen(self._needs[1], self.first_active_plans, UNKNOWN)

    @cached_property
    def _needs(self) -> tuple[list[str], list[str]]:
        return read_needs(self.levels, self.cells, self.header.profile.needs)

    @cached_property
    def _primary_needs(self) -> list[str]:
        return chosen(self._needs[0], self.first_active_plans, UNKNOWN)

    def persons(self, requests: Numbers) -> Numbers:
        """Return which of the persons here some requests belong to."""
        return self.requests.within[requests]

    def about(self, requests: Numbers) -> Columns:
        """Return the columns of the child that rows of some requests are about."""
        persons = self.persons(requests)
        children = self.children
        return {
            "person_id": chosen(children.person_ids, persons, ""),
            "authority": [self.header.authority] * len(requests),
            "sex": chosen(children.sexes, persons, UNKNOWN),
            "ethnicity": chosen(children.ethnicities, persons, UNKNOWN),
            "ethnicity_group": chosen(children.groups, persons, UNKNOWN),
            "primary_need": chosen(self._primary_needs, requests, UNKNOWN),
            "reference_on": np.full(len(requests), self.header.reference_on, "M8[D]"),
        }

    def ages(self, requests: Numbers, days: Days) -> Ages:
        """Return the age of the children of some requests, each on its day."""
        return self.children.ages(self.persons(requests), days)

    def ages_on_31_august(self, requests: Numbers) -> Ages:
        """Return the age of the children of some requests as the school year began."""
        day = self.header.school_year_began_on
        return self.ages(requests, np.full(len(requests), day, "M8[D]"))


def chosen(values: Sequence[_V], at: Numbers, absent: _V) -> list[_V]:
    """Return the value at each number; *absent* where that is -1."""
    return list(map([*values, absent].__getitem__, at.tolist()))
