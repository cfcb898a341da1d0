"""Rules about the header, about every item, and about elements out of place."""

from collections.abc import Iterator, Mapping

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.sen2.checks.rule import (
    YEARS,
    Example,
    Here,
    Rule,
    Share,
    is_twice,
)
from send_metrics.adapters.sen2.profiles import RECORDS

_ANSWERS = frozenset("YNR")
# Of the years 2022 to 2024, one authority in twenty ended so many plans for such a reason.
_PERCENT_OF_OTHERS = 10
_DAYS = frozenset(
    {
        *("PersonBirthDate", "ReceivedDate", "RequestOutcomeDate", "StartDate"),
        *("AssessmentOutcomeDate", "CeaseDate", "EntryDate", "LeavingDate"),
        *("ReviewMeeting", "LastReview", "ReviewDraft"),
        *("PhaseTransferDueDate", "PhaseTransferFinalDate"),
    }
)


def _collection(source: Here) -> Iterator[str]:
    if source.text("SourceLevel") != "L":
        yield "SourceLevel"


def _reference(details: Here) -> Iterator[str]:
    if details.census_on != details.returned.profile.census_on:
        yield "ReferenceDate"


def _officers(source: Here) -> Iterator[str]:
    year = source.returned.profile.year
    for item in ("DMO", "DCO"):
        yield from source.missing_or_off_list(item, _ANSWERS)
    if year >= 2026 or (year == 2025 and source.has("DSCO")):
        yield from source.missing_or_off_list("DSCO", _ANSWERS)


def _unreadable_days(here: Here) -> Iterator[str]:
    for item, text in here.record.values.items():
        if item in _DAYS and not is_twice(text) and day_written(text) is None:
            yield item


def _given_twice(here: Here) -> Iterator[str]:
    return (item for item, text in here.record.values.items() if is_twice(text))


def _share_of_others(item: str, *others: str) -> Share:
    def is_other(here: Here) -> bool | None:
        return here.text(item) in others if here.has(item) else None

    return Share(is_other, _PERCENT_OF_OTHERS)


HEADER_RULES = (
    Rule(
        id="sen2.hdr-source-level",
        of="Source",
        wording="SourceLevel is not L, for a local authority",
        action="give L",
        basis="form of the return",
        find=_collection,
        failing=(Example({"Header/Source/SourceLevel": "S"}),),
    ),
    Rule(
        id="sen2.hdr-collection",
        of="CollectionDetails",
        wording="the reference date is not the census day of the year",
        action="check Year and ReferenceDate",
        basis="form of the return",
        find=_reference,
        failing=(Example({"Header/CollectionDetails/ReferenceDate": "2026-01-14"}),),
    ),
    Rule(
        id="sen2.hdr-officers",
        of="Source",
        wording="DMO, DCO or, from 2026, DSCO is missing, or is none of Y, N and R",
        action="give Y, N, or R for recruitment in progress",
        basis="guide",
        find=_officers,
        failing=(
            Example({"Header/Source/DMO": None}),
            Example({"Header/Source/DSCO": None}),
            Example({"Header/Source/DCO": "X"}),
        ),
        passing=(Example({"Header/Source/DCO": "R"}),),
    ),
)

_EACH = tuple(RECORDS)

ITEM_RULES = tuple(
    Rule(
        id=f"sen2.{what}",
        of=record,
        wording=wording,
        action=action,
        basis="form of the return",
        find=find,
        about_twice=find is _given_twice,
        failing=failing if record == "Requests" else (),
    )
    for record in _EACH
    for what, wording, action, find, failing in (
        (
            "day",
            "this is not a day that exists, or not written 2026-01-31",
            "write the day as 2026-01-31",
            _unreadable_days,
            (Example({"Requests/ReceivedDate": "2025-02-30"}),),
        ),
        (
            "item-twice",
            "the item is given twice, differently",
            "give it once",
            _given_twice,
            (Example(more={"Requests": "<ReceivedDate>2025-02-04</ReceivedDate>"}),),
        ),
    )
)

_OTHER_REASON = {"Requests/Assessment/NamedPlan/CeaseReason": "9"}
_OTHER_SOURCE = {"Requests/RequestSource": "5"}
_OTHER_SETTING: Mapping[str, str | None] = {
    "Requests/ActivePlans/PlacementDetail/URN": None,
    "Requests/ActivePlans/PlacementDetail/SENsetting": "OTH",
}

OTHER_RULES = (
    Rule(
        id="sen2.many-other-reasons",
        of="NamedPlan",
        wording="a tenth or more of the plans that ended, ended for another reason (9)",
        action="see whether reasons 1 to 8 fit; DfE asks about many others",
        basis="guide",
        share=_share_of_others("CeaseReason", "9"),
        severity="query",
        failing=(Example(_OTHER_REASON, like="ceased plan", times=20),),
        passing=(Example(_OTHER_REASON, like="ceased plan", times=19),),
    ),
    Rule(
        id="sen2.many-other-sources",
        of="Requests",
        wording="a tenth or more of the requests came from another source (5)",
        action="see whether sources 1 to 4 fit; DfE asks about many others",
        basis="guide",
        share=_share_of_others("RequestSource", "5"),
        severity="query",
        years=frozenset({2025, 2026}),
        failing=(Example(_OTHER_SOURCE, times=20),),
        passing=(Example(_OTHER_SOURCE, times=19),),
    ),
    Rule(
        id="sen2.many-other-settings",
        of="PlacementDetail",
        wording="a tenth or more of the placements are another setting or none (OTH, NIEO)",
        action="see whether another code or a URN fits; DfE asks about many others",
        basis="guide",
        share=Share(
            lambda place: place.text("SENsetting") in ("OTH", "NIEO"),
            _PERCENT_OF_OTHERS,
        ),
        severity="query",
        failing=(Example(_OTHER_SETTING, times=20),),
        passing=(Example(_OTHER_SETTING, times=19),),
    ),
)

OUT_OF_PLACE: Mapping[tuple[str, str], str] = {
    ("Person", "GenderCurrent"): "sen2.per-sex-year",
    ("Person", "Sex"): "sen2.per-sex-year",
    ("PlacementDetail", "AttendancePattern"): "sen2.act-attendance",
    ("ActivePlans", "Res"): "sen2.act-res-level",
    ("ActivePlans", "WBP"): "sen2.act-res-level",
    ("PlacementDetail", "Res"): "sen2.act-res-level",
    ("PlacementDetail", "WBP"): "sen2.act-res-level",
}
"""The rule that an element breaks by standing where the year has no place for it."""

_ACTIVE = "Requests/ActivePlans"
_PLACE = f"{_ACTIVE}/PlacementDetail"
_PATTERN = "<AttendancePattern>FT</AttendancePattern>"

PLACE_RULES = (
    Rule(
        id="sen2.per-sex-year",
        of="Person",
        wording="GenderCurrent was asked for up to 2023, Sex since 2024",
        action="give the item of the year",
        basis="form of the return",
        failing=(
            Example(more={"": "<GenderCurrent>2</GenderCurrent>"}),
            Example(more={"": "<Sex>F</Sex>"}, year=2023),
        ),
        passing=(Example(year=2023), Example(year=2024)),
    ),
    Rule(
        id="sen2.act-attendance",
        of="PlacementDetail",
        wording="AttendancePattern was asked for up to 2023",
        action="leave it out",
        basis="form of the return",
        years=YEARS - {2023},
        failing=(Example(more={_PLACE: _PATTERN}),),
        passing=(Example(more={_PLACE: _PATTERN}, year=2023),),
    ),
    Rule(
        id="sen2.act-res-level",
        of="ActivePlans",
        wording="Res and WBP stand in ActivePlans up to 2023, in PlacementDetail since",
        action="move them",
        basis="form of the return",
        failing=(
            Example(more={_ACTIVE: "<Res>A</Res>"}),
            Example(more={_PLACE: "<WBP>S</WBP>"}, year=2023),
        ),
        passing=(
            Example(more={_ACTIVE: "<Res>A</Res>"}, year=2023),
            Example(more={_PLACE: "<Res>A</Res>"}, year=2024),
        ),
    ),
    Rule(
        id="sen2.element",
        of="Person",
        wording="an element has no place here in the return of the year",
        action="check its name and place against the specification of that year",
        basis="form of the return",
        severity="query",
        failing=(Example(more={"Requests": "<Ward>1</Ward>"}),),
    ),
)
