"""What a SEN2 return of each year may hold, as data."""

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from send_metrics.adapters.message.layout import Layout
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS
from send_metrics.records.schema import UNKNOWN


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


RECORDS: Mapping[str, tuple[str, ...]] = {
    "Person": ("Requests",),
    "Requests": ("Assessment", "ActivePlans"),
    "Assessment": ("NamedPlan",),
    "NamedPlan": ("PlanDetail",),
    "PlanDetail": (),
    "ActivePlans": ("PlacementDetail", "SENneed"),
    "PlacementDetail": (),
    "SENneed": (),
}
"""The elements that hold elements, and which of them stand inside which."""

REPEATED = _names("Person Requests PlanDetail PlacementDetail SENneed")
"""Records of which there may be several, so that a path needs their number."""

READ = _names(
    "PersonBirthDate GenderCurrent Sex Ethnicity UPN UniqueLearnerNumber UPNunknown"
    " ReceivedDate RequestSource RequestOutcomeDate RequestOutcome RequestMediation"
    " RequestTribunal Exported AssessmentOutcome AssessmentOutcomeDate"
    " AssessmentMediation AssessmentTribunal OtherMediation OtherTribunal Week20"
    " StartDate CeaseDate CeaseReason TransferLA ReviewMeeting LastReview"
    " ReviewOutcome ReviewDraft PhaseTransferDueDate PhaseTransferFinalDate"
    " SENtype SENtypeRank RYA PlanRes PlanWBP PB OA DP Res WBP URN UKPRN SENsetting"
    " PlacementRank EntryDate LeavingDate AttendancePattern SENunitIndicator"
    " ResourcedProvisionIndicator"
)
"""The elements whose text is taken in; the text of all others is never kept."""

LA_CODES = frozenset(f"{code:03d}" for code in range(1000))
OUTCOMES = frozenset("YNAWH")
REVIEW_OUTCOMES = frozenset("ACM")
CEASE_REASONS = frozenset("123456789")
REQUEST_SOURCES = frozenset("12345")
DIRECT_PAYMENTS = frozenset("ESHI")
RESIDENTIAL = frozenset("AB")
WORK_BASED = frozenset("ATS")
RANKS = frozenset("12")
ATTENDANCE_PATTERNS = _names("FT PT")
NAMED_SETTINGS = _names("OLA OPA EHE EYP OTH")
ATTENDED_SETTINGS = NAMED_SETTINGS | _names("NEET NIEC NIEO")

_NEEDS = _names("SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD OTH")


@frozen
class Profile:
    """One year's form of the return.

    *elements* are the simple elements of each record in DfE's spelling. *sexes* gives
    for each code of *sex_element* the code of the canonical tables.
    """

    year: int
    elements: Mapping[str, frozenset[str]]
    sex_element: str
    sexes: Mapping[str, str]
    needs: frozenset[str] = _NEEDS

    @property
    def census_on(self) -> dt.date:
        """The census day of the year."""
        return SEN2_CENSUS_DAYS[self.year]

    def asks_for(self, element: str) -> bool:
        """Tell whether this year's form has an element anywhere."""
        return any(element in items for items in self.elements.values())

    def person_layout(self, *, keeping_all: bool = False) -> Layout:
        """Return what may stand inside a `Person` of this year.

        Only what figures need is kept, unless *keeping_all*, for checks.
        """
        return self._layout("Person", None if keeping_all else READ)

    def _layout(self, record: str, kept: frozenset[str] | None) -> Layout:
        items = self.elements[record]
        return Layout(
            record,
            sorted(items),
            [self._layout(name, kept) for name in RECORDS[record]],
            kept=items if kept is None else kept,
            is_numbered=record in REPEATED,
        )


def _elements(**records: str) -> dict[str, frozenset[str]]:
    return {record: _names(names) for record, names in records.items()}


def _changed(
    before: Profile, *, add: Mapping[str, str], drop: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    return {
        record: (names - _names(drop.get(record, ""))) | _names(add.get(record, ""))
        for record, names in before.elements.items()
    }


_2023 = Profile(
    year=2023,
    elements=_elements(
        Person="Surname Forename PersonBirthDate GenderCurrent Ethnicity PostCode UPN"
        " UniqueLearnerNumber UPNunknown",
        Requests="ReceivedDate RYA RequestOutcomeDate RequestOutcome RequestMediation"
        " RequestTribunal Exported",
        Assessment="AssessmentOutcome AssessmentOutcomeDate AssessmentMediation"
        " AssessmentTribunal OtherMediation OtherTribunal Week20",
        NamedPlan="StartDate PlanRes PlanWBP PB OA DP CeaseDate CeaseReason",
        PlanDetail="URN UKPRN SENsetting SENSettingOther PlacementRank SENunitIndicator"
        " ResourcedProvisionIndicator",
        ActivePlans="TransferLA Res WBP LastReview",
        PlacementDetail="URN UKPRN SENsetting SENSettingOther PlacementRank EntryDate"
        " LeavingDate AttendancePattern SENunitIndicator ResourcedProvisionIndicator",
        SENneed="SENtype SENtypeRank",
    ),
    sex_element="GenderCurrent",
    sexes={"0": UNKNOWN, "1": "M", "2": "F", "9": UNKNOWN},
)
_2024 = evolve(
    _2023,
    year=2024,
    elements=_changed(
        _2023,
        add={
            "Person": "Sex",
            "ActivePlans": "ReviewMeeting ReviewOutcome",
            "PlacementDetail": "Res WBP",
        },
        drop={
            "Person": "GenderCurrent",
            "ActivePlans": "Res WBP",
            "PlacementDetail": "AttendancePattern",
        },
    ),
    sex_element="Sex",
    sexes={"M": "M", "F": "F"},
)
_2025 = evolve(
    _2024,
    year=2025,
    elements=_changed(
        _2024,
        add={
            "Requests": "RequestSource",
            "ActivePlans": "ReviewDraft PhaseTransferDueDate PhaseTransferFinalDate",
        },
        drop={},
    ),
    needs=_NEEDS | {"DS"},
)
# What was voluntary in 2025 is mandatory in 2026; the form itself is the same.
_2026 = evolve(_2025, year=2026)


def _every_name(profiles: Iterable[Profile]) -> dict[str, str]:
    names = [
        name
        for profile in profiles
        for record, elements in profile.elements.items()
        for name in (record, *elements)
    ]
    return {name.lower(): name for name in names}


PROFILES: Mapping[int, Profile] = {
    profile.year: profile for profile in (_2023, _2024, _2025, _2026)
}
"""The years that can be read."""

ELEMENT_NAMES: Mapping[str, str] = _every_name(PROFILES.values())
"""DfE's spelling of every element of any year, by its name in lower case."""
