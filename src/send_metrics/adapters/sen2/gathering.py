"""Gather the rows of a whole return, part by part."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from attrs import define, field

from send_metrics.adapters.sen2.cells import Cells
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.levels import Level, Levels, Numbers
from send_metrics.adapters.sen2.part import Part, chosen
from send_metrics.adapters.sen2.persons import Register, about_person
from send_metrics.adapters.sen2.placements import (
    Places,
    placement_rows,
    read_attended,
    read_named,
)
from send_metrics.adapters.sen2.rows import (
    active_plan_ids,
    plan_ids,
    plan_rows,
    request_rows,
    review_rows,
)
from send_metrics.adapters.sen2.tables import GatheredRows
from send_metrics.records.report import Finding, RowBalance

NOT_ASKED_FOR: Mapping[str, tuple[str, str]] = {
    "RequestSource": ("ehc_requests", "request_source"),
    "PhaseTransferDueDate": ("ehc_plans", "phase_transfer_due_on"),
    "PhaseTransferFinalDate": ("ehc_plans", "phase_transfer_final_on"),
    "ReviewMeeting": ("annual_reviews", "meeting_on"),
    "ReviewOutcome": ("annual_reviews", "outcome"),
    "ReviewDraft": ("annual_reviews", "draft_on"),
    "AttendancePattern": ("placements", "attendance_pattern"),
}
"""Elements that the form of some year lacks, and the column that then nobody gives."""


# Settings that are named and those that are attended are never the same row.
_KINDS = 2


@define
class ReturnRows:
    """The rows of a whole return; what is said twice of one person counts once."""

    header: Header
    cells: Cells
    register: Register
    requests: GatheredRows = field(init=False)
    plans: GatheredRows = field(init=False)
    reviews: GatheredRows = field(init=False)
    placements: GatheredRows = field(init=False)
    persons: int = field(default=0, init=False)
    _came_before: list[tuple[int, Finding]] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.requests = GatheredRows("ehc_requests", "request_id")
        self.plans = GatheredRows("ehc_plans", "plan_id")
        self.reviews = GatheredRows("annual_reviews", "review_id")
        self.placements = GatheredRows("placements", "placement_id")

    @property
    def tables(self) -> tuple[GatheredRows, ...]:
        """The rows of each table."""
        return self.requests, self.plans, self.reviews, self.placements

    def add(self, levels: Levels) -> None:
        """Take in some persons with everything below."""
        people = levels["Person"]
        self.persons += len(people)
        children = self.register.read(people)
        numbers = np.arange(len(people)) + people.first
        for number in np.flatnonzero(children.first_met != numbers).tolist():
            came_before = about_person(
                people,
                number,
                "sen2.person-twice",
                "the person came before with other content; both are used",
                "put all requests of a person under one Person",
            )
            self._came_before.append((people.person(number), came_before))
        self._note_those_without_requests(people, levels["Requests"])
        part = Part(self.header, self.cells, levels, children, self.requests.rows_in)
        everyone = np.arange(len(part.requests))
        columns, faulty = request_rows(part)
        self._keep(self.requests, part, columns, everyone, faulty)

        ids = plan_ids(part)
        named, attended = read_named(part), read_attended(part)
        columns, faulty = plan_rows(part, ids, named, attended)
        self._keep(self.plans, part, columns, part.plans, faulty)
        placement_types: list[str] = columns["placement_type"]
        stays = {
            name: chosen(columns[name], named.within, "none")
            for name in ("residential", "work_based")
        }
        self._keep_places(part, named, part.plans, ids, stays)

        ids = active_plan_ids(part, ids)
        self._keep_places(part, attended, part.active_plans, ids, {})
        columns, requests, faulty = review_rows(part, ids, placement_types)
        self._keep(self.reviews, part, columns, requests, faulty)

    def finish(self) -> None:
        """Merge what was said twice, and note persons who came twice and differ."""
        renamed = {
            again.replace("request", "plan"): first.replace("request", "plan")
            for again, first in self.requests.merge({}).items()
        }
        for own in self.plans.ids_among(renamed):
            del renamed[own]
        renamed |= self.plans.merge({})
        self.reviews.merge(renamed)
        self.placements.merge(renamed)
        if not self._came_before:
            return
        say_more = set().union(*(table.persons for table in self.tables))
        for person, came_before in self._came_before:
            if person in say_more:
                self.cells.findings.add(came_before)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frame of each table, with the columns that the year asks for."""
        left_out: dict[str, list[str]] = {}
        for element, (table, column) in NOT_ASKED_FOR.items():
            if not self.header.profile.asks_for(element):
                left_out.setdefault(table, []).append(column)
        return {
            rows.table: rows.frame().drop(columns=left_out.get(rows.table, []))
            for rows in self.tables
        }

    def balances(self) -> dict[str, RowBalance]:
        """Return what became of the rows of each table."""
        return {rows.table: rows.balance for rows in self.tables}

    def _keep(
        self,
        table: GatheredRows,
        part: Part,
        columns: dict[str, object],
        requests: Numbers,
        faulty: set[int],
        *,
        kind: int = 0,
    ) -> None:
        persons = part.persons(requests)
        alike = part.children.first_met[persons] * _KINDS + kind
        first = part.levels["Person"].first
        table.add(columns, persons + first, alike, faulty)

    def _keep_places(
        self,
        part: Part,
        places: Places,
        requests_of_plans: Numbers,
        ids: list[str],
        stays: dict[str, list[str]],
    ) -> None:
        requests = requests_of_plans[places.within]
        of_plans = chosen(ids, places.within, "")
        columns = placement_rows(part, places, requests, of_plans) | stays
        self._keep(
            self.placements,
            part,
            columns,
            requests,
            places.faulty,
            kind=int(places.is_attended),
        )

    def _note_those_without_requests(self, people: Level, requests: Level) -> None:
        having = np.zeros(len(people), dtype=bool)
        having[requests.within] = True
        for number in np.flatnonzero(~having).tolist():
            self.cells.findings.add(
                about_person(
                    people,
                    number,
                    "sen2.person-without-requests",
                    "the person has no Requests, so there is nothing to count",
                    "add the request, or leave the person out of the return",
                )
            )
