"""Rules about active plans: where the child learns, and the type of need."""

from collections import Counter
from collections.abc import Iterator

from send_metrics.adapters.sen2.checks.plans import ranks_are_off
from send_metrics.adapters.sen2.checks.requests import (
    has_plan_that_goes_on,
    other_authority,
)
from send_metrics.adapters.sen2.checks.rule import Example, Here, Rule
from send_metrics.adapters.sen2.checks.settings import setting_rules
from send_metrics.adapters.sen2.profiles import (
    ATTENDED_SETTINGS,
    RANKS,
    RESIDENTIAL,
    WORK_BASED,
)

_NUMBER_OF_NEEDS = 2
_SCHOOL_LEAVING_AGE = 16


def _active_needed(request: Here) -> Iterator[str]:
    if request.has("Exported") or request.every("ActivePlans"):
        return
    if has_plan_that_goes_on(request):
        yield ""


def _is_current(place: Here) -> bool:
    left_on = place.day("LeavingDate")
    entered_on = place.day("EntryDate")
    return (left_on is None or left_on >= place.census_on) and (
        entered_on is None or entered_on <= place.census_on
    )


def _current(active: Here) -> list[Here]:
    return [place for place in active.every("PlacementDetail") if _is_current(place)]


def _no_placement(active: Here) -> Iterator[str]:
    if not _current(active) and not active.has("TransferLA"):
        yield "PlacementDetail"


def _no_placement_after_transfer(active: Here) -> Iterator[str]:
    if not _current(active) and active.has("TransferLA"):
        yield "PlacementDetail"


def _placement_rank(active: Here) -> Iterator[str]:
    primary = [p for p in _current(active) if p.text("PlacementRank") == "1"]
    if len(primary) > 1:
        yield "PlacementDetail"


def _placement_days(place: Here) -> Iterator[str]:
    entered_on, left_on = place.day("EntryDate"), place.day("LeavingDate")
    if entered_on is not None and entered_on > place.census_on:
        yield "EntryDate"
    if None not in (entered_on, left_on) and left_on < entered_on:  # type: ignore[operator]
        yield "LeavingDate"


def _neet_young(place: Here) -> Iterator[str]:
    age = place.age_on(place.census_on)
    if (
        place.text("SENsetting") == "NEET"
        and age is not None
        and age < _SCHOOL_LEAVING_AGE
    ):
        yield "SENsetting"


def _needs(active: Here) -> Iterator[str]:
    needs = active.every("SENneed")
    types = Counter(need.text("SENtype") for need in needs)
    if ranks_are_off(needs, "SENtypeRank", _NUMBER_OF_NEEDS) or any(
        number > 1 for number in types.values()
    ):
        yield "SENneed"


def _need_codes(need: Here) -> Iterator[str]:
    yield from need.missing_or_off_list("SENtype", need.returned.profile.needs)
    yield from need.missing_or_off_list("SENtypeRank", RANKS)


_ACTIVE = "Requests/ActivePlans"
_PLACE = f"{_ACTIVE}/PlacementDetail"
_NEED = f"{_ACTIVE}/SENneed"

PLACEMENT_RULES = (
    Rule(
        id="sen2.act-needed",
        of="Requests",
        wording="the plan has not ended, and there is no ActivePlans",
        action="add ActivePlans, or the day and reason that the plan ended",
        basis="meaning of the items",
        find=_active_needed,
        failing=(Example({_ACTIVE: None}),),
        passing=(Example(like="ceased plan"),),
    ),
    Rule(
        id="sen2.act-transfer-la",
        of="ActivePlans",
        wording="TransferLA is not the 3-digit code of another authority",
        action="give the authority that the plan came from, or leave it out",
        basis="form of the return",
        find=lambda active: other_authority(active, "TransferLA"),
        failing=(
            Example({f"{_ACTIVE}/TransferLA": "919"}, like="older plan"),
            Example({f"{_ACTIVE}/TransferLA": "Essex"}, like="older plan"),
        ),
        passing=(Example({f"{_ACTIVE}/TransferLA": "881"}, like="older plan"),),
    ),
    Rule(
        id="sen2.act-placement",
        of="ActivePlans",
        wording="there is no placement on census day",
        action="add the placement, with NEET, NIEC or NIEO if there is none",
        basis="checks of other collections",
        find=_no_placement,
        failing=(
            Example({_PLACE: None}),
            Example({f"{_PLACE}/LeavingDate": "2026-01-14"}),
        ),
        passing=(
            Example({f"{_PLACE}/LeavingDate": "2026-01-15"}),
            Example({_PLACE: None, f"{_ACTIVE}/TransferLA": "881"}, like="older plan"),
        ),
    ),
    Rule(
        id="sen2.act-placement-moved",
        of="ActivePlans",
        wording="a plan moved in and has no placement on census day",
        action="check whether a placement has been found since",
        basis="checks of other collections",
        find=_no_placement_after_transfer,
        severity="query",
        failing=(
            Example({_PLACE: None, f"{_ACTIVE}/TransferLA": "881"}, like="older plan"),
        ),
        passing=(Example({_PLACE: None}),),
    ),
    Rule(
        id="sen2.act-placement-rank",
        of="ActivePlans",
        wording="several placements of census day have rank 1",
        action="give rank 1 to one, or the day that the child left the other",
        basis="meaning of the items",
        find=_placement_rank,
        failing=(
            Example(
                more={
                    _ACTIVE: "<PlacementDetail><URN>999998</URN>"
                    "<PlacementRank>1</PlacementRank></PlacementDetail>"
                }
            ),
        ),
        passing=(
            Example(
                more={
                    _ACTIVE: "<PlacementDetail><URN>999998</URN>"
                    "<PlacementRank>1</PlacementRank>"
                    "<LeavingDate>2025-07-18</LeavingDate></PlacementDetail>"
                }
            ),
        ),
    ),
    Rule(
        id="sen2.act-placement-dates",
        of="PlacementDetail",
        wording="the child left before entering, or enters after census day",
        action="check EntryDate and LeavingDate",
        basis="meaning of the items",
        find=_placement_days,
        failing=(
            Example({f"{_PLACE}/LeavingDate": "2021-08-31"}),
            Example({f"{_PLACE}/EntryDate": "2026-01-16"}),
        ),
        passing=(
            Example({f"{_PLACE}/LeavingDate": "2021-09-01"}),
            Example({f"{_PLACE}/EntryDate": "2026-01-15"}),
        ),
    ),
    *setting_rules("act", "PlacementDetail", _PLACE, ATTENDED_SETTINGS),
    Rule(
        id="sen2.act-stay",
        of="PlacementDetail",
        wording="Res is neither A nor B, or WBP none of A, T and S",
        action="give a code of the list, or leave it out",
        basis="form of the return",
        find=lambda place: (
            *place.off_list("Res", RESIDENTIAL),
            *place.off_list("WBP", WORK_BASED),
        ),
        failing=(Example({f"{_PLACE}/Res": "C"}), Example({f"{_PLACE}/WBP": "1"})),
        passing=(Example({f"{_PLACE}/Res": "A"}),),
    ),
    Rule(
        id="sen2.act-neet-age",
        of="PlacementDetail",
        wording="a child under 16 is given as not in education, employment or training",
        action="give NIEC or NIEO, or check the date of birth",
        basis="guide",
        find=_neet_young,
        failing=(
            Example(
                {
                    f"{_PLACE}/URN": None,
                    f"{_PLACE}/SENsetting": "NEET",
                    "PersonBirthDate": "2010-01-16",
                }
            ),
        ),
        passing=(
            Example(
                {
                    f"{_PLACE}/URN": None,
                    f"{_PLACE}/SENsetting": "NEET",
                    "PersonBirthDate": "2010-01-15",
                }
            ),
        ),
    ),
    Rule(
        id="sen2.act-need",
        of="ActivePlans",
        wording="the needs are not one of rank 1 and at most another one of rank 2",
        action="give rank 1 to one need, rank 2 to at most one other, and no need twice",
        basis="form of the return",
        find=_needs,
        failing=(
            Example({_NEED: None}),
            Example({f"{_NEED}/SENtypeRank": "2"}),
            Example(
                more={
                    _ACTIVE: "<SENneed><SENtype>ASD</SENtype>"
                    "<SENtypeRank>1</SENtypeRank></SENneed>"
                }
            ),
            Example(
                more={
                    _ACTIVE: "<SENneed><SENtype>SLCN</SENtype>"
                    "<SENtypeRank>2</SENtypeRank></SENneed>"
                }
            ),
        ),
        passing=(
            Example(
                more={
                    _ACTIVE: "<SENneed><SENtype>ASD</SENtype>"
                    "<SENtypeRank>2</SENtypeRank></SENneed>"
                }
            ),
        ),
    ),
    Rule(
        id="sen2.act-need-code",
        of="SENneed",
        wording="the type of need or its rank is not on the list of the year",
        action="give a code of the list; DS from 2025, never NSA",
        basis="form of the return",
        find=_need_codes,
        failing=(
            Example({f"{_NEED}/SENtype": "NSA"}),
            Example({f"{_NEED}/SENtype": "DS"}, year=2024),
            Example({f"{_NEED}/SENtypeRank": "3"}),
        ),
        passing=(
            Example({f"{_NEED}/SENtype": "DS"}),
            Example({f"{_NEED}/SENtype": "DS"}, year=2025),
        ),
    ),
)
