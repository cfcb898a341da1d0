"""The parts of a SEN2 person as records, and their XML in the 2026 profile."""

from datetime import date
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

# Text stands where a day should only in records that are flawed on purpose.
Day: TypeAlias = date | str
Content: TypeAlias = "str | int | date | Sequence[tuple[str, Content]] | None"
Items: TypeAlias = list[tuple[str, Content]]

AUTHORITY = "999"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PSEUDO_POSTCODE = "ZZ99 3CZ"


@frozen
class Setting:
    """Where a plan says a child is educated; one of the first three is filled."""

    urn: str | None = None
    ukprn: str | None = None
    code: str | None = None
    sen_unit: bool = False
    resourced_provision: bool = False


@frozen
class Review:
    """The latest annual review: the meeting, and the letter with the decision."""

    meeting_on: date
    outcome: str | None = None
    draft_on: date | None = None
    decision_on: date | None = None


@frozen(kw_only=True)
class ActivePlan:
    """A plan in force on census day."""

    attended: Setting
    entered_on: date
    needs: tuple[str, ...]
    review: Review | None = None
    transferred_from: str | None = None
    phase_due_on: date | None = None
    phase_final_on: date | None = None


@frozen(kw_only=True)
class Plan:
    """A plan, either ended (`ceased_on`) or in force (`active`)."""

    started_on: date
    named: Setting
    active: ActivePlan | None = None
    ceased_on: date | None = None
    cease_reason: str | None = None
    personal_budget: bool = False
    direct_payments: str | None = None
    residential: str | None = None
    work_based: str | None = None


@frozen(kw_only=True)
class Assessment:
    """An assessment, with its plan once there is one."""

    outcome: str
    outcome_on: date | None = None
    mediation: bool = False
    tribunal: bool = False
    other_mediation: bool = False
    other_tribunal: bool = False
    exception: bool = False
    plan: Plan | None = None


@frozen(kw_only=True)
class Request:
    """A request for an assessment; historical ones have neither days nor source."""

    outcome: str
    received_on: Day | None = None
    source: str | None = None
    outcome_on: date | None = None
    mediation: bool = False
    tribunal: bool = False
    exported_to: str | None = None
    youth_accommodation: bool = False
    assessment: Assessment | None = None


@frozen(kw_only=True)
class Child:
    """A made-up person; the number gives the forename and the UPN."""

    number: int
    born_on: date
    sex: str
    ethnicity: str
    has_upn: bool = True
    requests: tuple[Request, ...] = ()


def upn(number: int) -> str:
    """Return a UPN of the made-up authority with its check letter.

    >>> upn(1)
    'C999000000001'
    """
    digits = f"{AUTHORITY}{number:09d}"
    total = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % 23] + digits


def element(name: str, content: Content) -> ET.Element:
    """Return an element; a list becomes children, of which empty ones are left out."""
    made = ET.Element(name)
    if isinstance(content, str | int | date):
        made.text = str(content)
    elif content is not None:
        made.extend(element(*item) for item in content if item[1] is not None)
    return made


def person_element(child: Child) -> ET.Element:
    """Return the `Person` element of a child with everything below it."""
    items: Items = [
        ("Surname", "Synthetic"),
        ("Forename", f"Child{child.number:05d}"),
        ("PersonBirthDate", child.born_on),
        ("Sex", child.sex),
        ("Ethnicity", child.ethnicity),
        ("PostCode", PSEUDO_POSTCODE),
        ("UPN", upn(child.number) if child.has_upn else None),
        ("UPNunknown", None if child.has_upn else "UN1"),
    ]
    items += [("Requests", request_items(request)) for request in child.requests]
    return element("Person", items)


def request_items(request: Request) -> Items:
    """Return module 2 and all that hangs on it, in the order of the 2026 schema."""
    historical = request.outcome == "H"
    plan = request.assessment.plan if request.assessment else None
    return [
        ("ReceivedDate", request.received_on),
        ("RequestSource", request.source),
        ("RYA", None if historical else int(request.youth_accommodation)),
        ("RequestOutcomeDate", request.outcome_on),
        ("RequestOutcome", request.outcome),
        ("RequestMediation", None if historical else int(request.mediation)),
        ("RequestTribunal", None if historical else int(request.tribunal)),
        ("Exported", request.exported_to),
        (
            "Assessment",
            assessment_items(request.assessment) if request.assessment else None,
        ),
        ("ActivePlans", active_items(plan.active) if plan and plan.active else None),
    ]


def assessment_items(assessment: Assessment) -> Items:
    """Return modules 3 and 4."""
    historical = assessment.outcome == "H"
    plan = assessment.plan
    return [
        ("AssessmentOutcome", assessment.outcome),
        ("AssessmentOutcomeDate", assessment.outcome_on),
        ("AssessmentMediation", None if historical else int(assessment.mediation)),
        ("AssessmentTribunal", None if historical else int(assessment.tribunal)),
        ("OtherMediation", int(assessment.other_mediation)),
        ("OtherTribunal", int(assessment.other_tribunal)),
        ("Week20", None if historical else int(assessment.exception)),
        ("NamedPlan", plan_items(plan) if plan else None),
    ]


def plan_items(plan: Plan) -> Items:
    """Return module 4."""
    return [
        ("StartDate", plan.started_on),
        ("PlanDetail", setting_items(plan.named)),
        ("PlanRes", plan.residential),
        ("PlanWBP", plan.work_based),
        ("PB", int(plan.personal_budget)),
        ("OA", int(plan.personal_budget)),
        ("DP", plan.direct_payments),
        ("CeaseDate", plan.ceased_on),
        ("CeaseReason", plan.cease_reason),
    ]


def active_items(plan: ActivePlan) -> Items:
    """Return module 5."""
    review = plan.review
    needs: Items = [
        ("SENneed", [("SENtype", need), ("SENtypeRank", rank)])
        for rank, need in enumerate(plan.needs, start=1)
    ]
    return [
        ("TransferLA", plan.transferred_from),
        ("PlacementDetail", setting_items(plan.attended, plan.entered_on)),
        *needs,
        ("ReviewMeeting", review.meeting_on if review else None),
        ("ReviewOutcome", review.outcome if review else None),
        ("ReviewDraft", review.draft_on if review else None),
        ("PhaseTransferDueDate", plan.phase_due_on),
        ("PhaseTransferFinalDate", plan.phase_final_on),
        ("LastReview", review.decision_on if review else None),
    ]


def setting_items(setting: Setting, entered_on: date | None = None) -> Items:
    """Return a placement; units and resourced provision belong to schools only."""
    school = setting.code is None
    return [
        ("URN", setting.urn),
        ("UKPRN", setting.ukprn),
        ("SENsetting", setting.code),
        ("SENSettingOther", "Type of setting only" if setting.code == "OTH" else None),
        ("PlacementRank", 1),
        ("EntryDate", entered_on),
        ("SENunitIndicator", int(setting.sen_unit) if school else None),
        (
            "ResourcedProvisionIndicator",
            int(setting.resourced_provision) if school else None,
        ),
    ]
