"""The settings that plans name and children attend."""

import re
from collections.abc import Iterable
from functools import partial

import numpy as np
from attrs import evolve, frozen

from send_metrics.adapters.sen2.cells import Cells, Days, Item, Rows
from send_metrics.adapters.sen2.levels import Numbers, View, first_within
from send_metrics.adapters.sen2.part import Columns, Part
from send_metrics.adapters.sen2.profiles import (
    ATTENDANCE_PATTERNS,
    ATTENDED_SETTINGS,
    NAMED_SETTINGS,
    RANKS,
    RESIDENTIAL,
    WORK_BASED,
)
from send_metrics.records.schema import UNKNOWN

_placement = partial(Item, table="placements")
_KIND = _placement("SENsetting", column="setting_type")
_RANK = _placement("PlacementRank", column="rank")
_ENTERED = _placement("EntryDate", column="entered_on")
_LEFT = _placement("LeavingDate", column="left_on")
_UNIT = _placement("SENunitIndicator", column="sen_unit")
_RESOURCED = _placement("ResourcedProvisionIndicator", column="resourced_provision")
_RESIDENTIAL = _placement("Res", column="residential")
_WORK_BASED = _placement("WBP", column="work_based")
_PATTERN = _placement("AttendancePattern", column="attendance_pattern")

_NUMBERED = {
    "URN": re.compile(r"[0-9]{1,6}"),
    "UKPRN": re.compile(r"[1-9][0-9]{7}"),
}


@frozen
class Places:
    """Every `PlanDetail`, or every `PlacementDetail`, of a part, as columns.

    *within* numbers the plan that each stands in. Days that cannot be read are
    *faulty*.
    """

    within: Numbers
    columns: Columns
    faulty: Rows
    is_attended: bool

    def first_of(self, height: int, among: np.ndarray | None = None) -> Numbers:
        """Return for each of *height* plans the place of rank 1, or its first, or -1."""
        is_second = np.array(self.columns["rank"], dtype=object) != "1"
        order = np.lexsort((is_second, self.within))
        if among is not None:
            order = order[among[order]]
        first = first_within(self.within[order], height)
        return np.append(order, -1)[first]

    def current_of(self, height: int, reference_on: np.datetime64) -> Numbers:
        """Return the same of the places that nobody has left before the day."""
        left_on: Days = self.columns["left_on"]
        return self.first_of(height, np.isnat(left_on) | (left_on >= reference_on))

    def provision(self) -> list[str]:
        """Return for each place whether it is special provision in another school."""
        columns = self.columns
        return [
            _provision(unit, resourced, kind)
            for unit, resourced, kind in zip(
                columns["sen_unit"],
                columns["resourced_provision"],
                columns["setting_type"],
                strict=True,
            )
        ]


def _provision(unit: str, resourced: str, kind: str) -> str:
    if unit == "yes":
        return "sen_unit"
    if resourced == "yes":
        return "resourced_provision"
    is_flagged = kind not in _NUMBERED or UNKNOWN not in (unit, resourced)
    return "neither" if is_flagged and kind != UNKNOWN else UNKNOWN


def read_named(part: Part) -> Places:
    """Return the settings that section I of each plan names."""
    return _read(part, "PlanDetail", NAMED_SETTINGS, "named")


def read_attended(part: Part) -> Places:
    """Return the settings that children with an active plan attend, or did."""
    places = _read(part, "PlacementDetail", ATTENDED_SETTINGS, "attended")
    cells = part.cells
    # The return of 2023 says these once for the child, later ones for each placement.
    stays = (
        part.view("PlacementDetail")
        if "Res" in part.header.profile.elements["PlacementDetail"]
        else part.view("ActivePlans", places.within)
    )
    return evolve(
        places,
        columns=places.columns
        | {
            "residential": cells.codes(stays, _RESIDENTIAL, RESIDENTIAL, "none"),
            "work_based": cells.codes(stays, _WORK_BASED, WORK_BASED, "none"),
        },
    )


def placement_rows(
    part: Part, places: Places, requests: Numbers, plan_ids: list[str]
) -> Columns:
    """Return the columns of places that belong to some requests and plans."""
    return {
        "placement_id": [
            f"{plan_id}-{is_of}-{number}"
            for plan_id, is_of, number in zip(
                plan_ids,
                places.columns["is_of"],
                _counted_within(places.within),
                strict=True,
            )
        ],
        "plan_id": plan_ids,
        **places.columns,
        **part.about(requests),
        "age_on_31_august": part.ages_on_31_august(requests),
    }


def _counted_within(within: Numbers) -> list[int]:
    starts = np.searchsorted(within, within)
    numbers: list[int] = (np.arange(len(within)) - starts + 1).tolist()
    return numbers


def _read(part: Part, record: str, kinds: Iterable[str], is_of: str) -> Places:
    cells, view = part.cells, part.view(record)
    faulty: Rows = set()
    settings, types = _settings(cells, view, kinds)
    return Places(
        within=view.level.within,
        columns={
            "is_of": [is_of] * len(view),
            "setting": settings,
            "setting_type": types,
            "rank": cells.codes(view, _RANK, RANKS),
            "entered_on": cells.days(view, _ENTERED, faulty),
            "left_on": cells.days(view, _LEFT, faulty),
            "sen_unit": cells.flags(view, _UNIT),
            "resourced_provision": cells.flags(view, _RESOURCED),
            "attendance_pattern": cells.codes(view, _PATTERN, ATTENDANCE_PATTERNS),
        },
        faulty=faulty,
        is_attended=is_of == "attended",
    )


def _settings(
    cells: Cells, view: View, kinds: Iterable[str]
) -> tuple[list[str | None], list[str]]:
    """Return the URN or UKPRN of each setting, and how it is named."""
    settings: list[str | None] = [None] * len(view)
    types = cells.codes(view, _KIND, kinds)
    # The URN comes last, as it says more where both are given.
    for element in ("UKPRN", "URN"):
        is_number = _NUMBERED[element].fullmatch
        for row, text in enumerate(view.texts(element)):
            number = text.strip() if text else ""
            if not number:
                continue
            if is_number(number):
                settings[row], types[row] = number, element
                continue
            cells.found(
                "sen2.setting",
                "query",
                view,
                row,
                _placement(element, column="setting"),
                "this is not the number of a setting; it is left out",
                "give a URN of up to 6 digits or a UKPRN of 8",
            )
    return settings, types
