"""Turn the requests, plans and reviews of a part into columns of canonical tables."""

from functools import partial

import numpy as np

from send_metrics.adapters.sen2.cells import Item, Rows
from send_metrics.adapters.sen2.levels import Marks, Numbers, View
from send_metrics.adapters.sen2.part import Columns, Part, chosen
from send_metrics.adapters.sen2.placements import Places
from send_metrics.adapters.sen2.profiles import (
    CEASE_REASONS,
    DIRECT_PAYMENTS,
    LA_CODES,
    OUTCOMES,
    REQUEST_SOURCES,
    RESIDENTIAL,
    REVIEW_OUTCOMES,
    WORK_BASED,
)
from send_metrics.records.schema import UNKNOWN

_request = partial(Item, table="ehc_requests")
_RECEIVED = _request("ReceivedDate", column="received_on")
_SOURCE = _request("RequestSource", column="request_source")
_ACCOMMODATION = _request("RYA", column="youth_accommodation")
_REQUEST_OUTCOME = _request("RequestOutcome", column="request_outcome")
_REQUEST_OUTCOME_ON = _request("RequestOutcomeDate", column="request_outcome_on")
_REQUEST_MEDIATION = _request("RequestMediation", column="request_mediation")
_REQUEST_TRIBUNAL = _request("RequestTribunal", column="request_tribunal")
_EXPORTED = _request("Exported", column="exported_to")
_ASSESSMENTS = _request("Assessment", column="assessment_outcome")
_OUTCOME = _request("AssessmentOutcome", column="assessment_outcome")
_OUTCOME_ON = _request("AssessmentOutcomeDate", column="assessment_outcome_on")
_MEDIATION = _request("AssessmentMediation", column="assessment_mediation")
_TRIBUNAL = _request("AssessmentTribunal", column="assessment_tribunal")
_OTHER_MEDIATION = _request("OtherMediation", column="other_mediation")
_OTHER_TRIBUNAL = _request("OtherTribunal", column="other_tribunal")
_EXCEPTIONS = _request("Week20", column="exceptions_apply")
_PLAN_STARTED = _request("StartDate", column="plan_started_on")
_PLAN_CEASED = _request("CeaseDate", column="plan_ceased_on")

_plan = partial(Item, table="ehc_plans")
_PLANS = _plan("", column="plan_id")
_STARTED = _plan("StartDate", column="started_on")
_CEASED = _plan("CeaseDate", column="ceased_on")
_CEASE_REASON = _plan("CeaseReason", column="cease_reason")
_BUDGET = _plan("PB", column="personal_budget")
_ARRANGEMENTS = _plan("OA", column="organised_arrangements")
_PAYMENTS = _plan("DP", column="direct_payments")
_RESIDENTIAL = _plan("PlanRes", column="residential")
_WORK_BASED = _plan("PlanWBP", column="work_based")
_TRANSFER_DUE = _plan("PhaseTransferDueDate", column="phase_transfer_due_on")
_TRANSFER_FINAL = _plan("PhaseTransferFinalDate", column="phase_transfer_final_on")

_review = partial(Item, table="annual_reviews")
_MEETING = _review("ReviewMeeting", column="meeting_on")
_DECISION = _review("LastReview", column="decision_on")
_REVIEW_OUTCOME = _review("ReviewOutcome", column="outcome")
_DRAFT = _review("ReviewDraft", column="draft_on")

_NONE = "none"
_DECIDED = frozenset("YN")


def request_rows(part: Part) -> tuple[Columns, Rows]:
    """Return the columns of every request, and which rows are faulty."""
    cells, faulty = part.cells, set[int]()
    request = part.view("Requests")
    assessment = part.view("Assessment", part.first_assessments)
    plan = part.view("NamedPlan", part.first_plans)
    everyone = np.arange(len(request))
    received_on = cells.days(request, _RECEIVED, faulty)
    outcomes = cells.outcomes(
        request, _REQUEST_OUTCOME, OUTCOMES, "sen2.request-outcome", faulty
    )
    results = cells.outcomes(
        assessment, _OUTCOME, OUTCOMES, "sen2.assessment-outcome", faulty
    )
    _refuse_second_assessments(part, faulty)
    is_decided = [outcome in _DECIDED for outcome in outcomes]
    is_assessed = [result in _DECIDED for result in results]
    columns: Columns = {
        "request_id": [f"{part.header.authority}-request-{n}" for n in part.numbers],
        **part.about(everyone),
        "age_at_request": part.ages(everyone, received_on),
        "received_on": received_on,
        "request_source": cells.codes(request, _SOURCE, REQUEST_SOURCES),
        "youth_accommodation": cells.flags(request, _ACCOMMODATION),
        "request_outcome": outcomes,
        "request_outcome_on": cells.days(request, _REQUEST_OUTCOME_ON, faulty),
        "request_mediation": cells.flags(request, _REQUEST_MEDIATION, is_decided),
        "request_tribunal": cells.flags(request, _REQUEST_TRIBUNAL, is_decided),
        "exported_to": cells.codes(request, _EXPORTED, LA_CODES, _NONE),
        "assessment_outcome": results,
        "assessment_outcome_on": cells.days(assessment, _OUTCOME_ON, faulty),
        "assessment_mediation": cells.flags(assessment, _MEDIATION, is_assessed),
        "assessment_tribunal": cells.flags(assessment, _TRIBUNAL, is_assessed),
        "other_mediation": cells.flags(assessment, _OTHER_MEDIATION),
        "other_tribunal": cells.flags(assessment, _OTHER_TRIBUNAL),
        "exceptions_apply": cells.flags(assessment, _EXCEPTIONS, is_assessed),
        "plan_started_on": cells.days(plan, _PLAN_STARTED),
        "plan_ceased_on": cells.days(plan, _PLAN_CEASED),
        "transferred_from": part.transferred_from,
    }
    return columns, faulty


def _refuse_second_assessments(part: Part, faulty: Rows) -> None:
    assessments = part.levels["Assessment"].within
    again = assessments[1:][assessments[1:] == assessments[:-1]]
    for row in sorted(set(again.tolist())):
        faulty.add(row)
        part.cells.found(
            "sen2.assessment-twice",
            "error",
            part.view("Requests"),
            row,
            _ASSESSMENTS,
            "the request has several assessments; the row is rejected",
            "give each assessment a request of its own",
        )


def plan_ids(part: Part) -> list[str]:
    """Return the id of every plan: that of its request, numbered if there are more."""
    return [
        f"{part.header.authority}-plan-{part.numbers[request]}"
        + (f"-{place + 1}" if place else "")
        for request, place in zip(part.plans.tolist(), _places(part), strict=True)
    ]


def _places(part: Part) -> list[int]:
    """Return for every plan how many of the same request come before it."""
    places = np.arange(len(part.plans)) - np.searchsorted(part.plans, part.plans)
    before: list[int] = places.tolist()
    return before


def plan_rows(
    part: Part, ids: list[str], named: Places, attended: Places
) -> tuple[Columns, Rows]:
    """Return the columns of every plan, and which rows are faulty."""
    cells, faulty = part.cells, set[int]()
    requests = part.plans
    plan = part.view("NamedPlan")
    active_plans = part.first_active_plans[requests]
    active = part.view("ActivePlans", active_plans)
    for row, place in enumerate(_places(part)):
        if place:
            cells.found(
                "sen2.plan-twice",
                "query",
                plan,
                row,
                _PLANS,
                "the request has several plans; each counts as one",
                "give the plan in force only",
            )
    started_on = cells.days(plan, _STARTED, faulty)
    ceased_on = cells.days(plan, _CEASED, faulty)
    columns: Columns = {
        "plan_id": ids,
        **part.about(requests),
        "age_at_start": part.ages(requests, started_on),
        "age_at_cease": part.ages(requests, ceased_on),
        "age_on_31_august": part.ages_on_31_august(requests),
        "started_on": started_on,
        "ceased_on": ceased_on,
        "cease_reason": [
            UNKNOWN if reason == _NONE and has_ceased else reason
            for reason, has_ceased in zip(
                cells.codes(plan, _CEASE_REASON, CEASE_REASONS, _NONE),
                ~np.isnat(ceased_on),
                strict=True,
            )
        ],
        "transferred_from": chosen(part.transferred_from, requests, _NONE),
        "personal_budget": cells.flags(plan, _BUDGET),
        "organised_arrangements": cells.flags(plan, _ARRANGEMENTS),
        "direct_payments": cells.codes(plan, _PAYMENTS, DIRECT_PAYMENTS, _NONE),
        "residential": cells.codes(plan, _RESIDENTIAL, RESIDENTIAL, _NONE),
        "work_based": cells.codes(plan, _WORK_BASED, WORK_BASED, _NONE),
        "secondary_need": chosen(part.secondary_needs, requests, UNKNOWN),
        "phase_transfer_due_on": cells.days(
            active, _TRANSFER_DUE, faulty, may_be_ahead=True
        ),
        "phase_transfer_final_on": cells.days(active, _TRANSFER_FINAL, faulty),
        **_where(part, active_plans, named, attended),
    }
    return columns, faulty


def _where(
    part: Part, active_plans: Numbers, named: Places, attended: Places
) -> Columns:
    """Return where the children of plans learn, as far as the return says."""
    at_named = named.first_of(len(active_plans))
    current = attended.current_of(
        len(part.levels["ActivePlans"]), np.datetime64(part.header.reference_on)
    )
    at_attended = np.append(current, -1)[active_plans]

    def known(of_named: list[str], of_attended: list[str]) -> list[str]:
        return [
            there if there != UNKNOWN else otherwise
            for there, otherwise in zip(
                chosen(of_attended, at_attended, UNKNOWN),
                chosen(of_named, at_named, UNKNOWN),
                strict=True,
            )
        ]

    return {
        "named_setting": chosen(named.columns["setting"], at_named, None),
        "attended_setting": chosen(attended.columns["setting"], at_attended, None),
        "placement_type": known(
            named.columns["setting_type"], attended.columns["setting_type"]
        ),
        "provision": known(named.provision(), attended.provision()),
    }


def active_plan_ids(part: Part, ids: list[str]) -> list[str]:
    """Return the id of the plan of every `ActivePlans`, whether it is given or not."""
    return [
        ids[plan]
        if plan >= 0
        else f"{part.header.authority}-plan-{part.numbers[request]}"
        for request, plan in zip(
            part.active_plans.tolist(),
            part.first_plans[part.active_plans].tolist(),
            strict=True,
        )
    ]


def review_rows(
    part: Part, ids: list[str], placement_types: list[str]
) -> tuple[Columns, Numbers, Rows]:
    """Return the columns of every review, their requests, and which are faulty.

    *placement_types* has that of every `NamedPlan`.
    """
    cells, faulty = part.cells, set[int]()
    reviews = _reviews(part)
    requests = part.active_plans[reviews]
    review = part.view("ActivePlans", reviews)
    columns: Columns = {
        "review_id": [f"{ids[number]}-review-{number}" for number in reviews.tolist()],
        "plan_id": [ids[number] for number in reviews.tolist()],
        **part.about(requests),
        "age_on_31_august": part.ages_on_31_august(requests),
        "placement_type": chosen(placement_types, part.first_plans[requests], UNKNOWN),
        "meeting_on": cells.days(review, _MEETING, faulty),
        "decision_on": cells.days(review, _DECISION, faulty),
        "outcome": cells.codes(review, _REVIEW_OUTCOME, REVIEW_OUTCOMES),
        "draft_on": cells.days(review, _DRAFT, faulty),
    }
    return columns, requests, faulty


def _reviews(part: Part) -> Numbers:
    """Return the numbers of the `ActivePlans` that tell of a review."""
    active = part.view("ActivePlans")
    dated = _is_given(active, _MEETING, _DECISION)
    has_more = _is_given(active, _REVIEW_OUTCOME, _DRAFT)
    for row in np.flatnonzero(has_more & ~dated).tolist():
        part.cells.found(
            "sen2.review-without-day",
            "query",
            active,
            row,
            _MEETING,
            "the outcome or draft of a review is given without the day of its"
            " meeting or decision; the review is not counted",
            "give the day of the meeting",
        )
    return np.flatnonzero(dated)


def _is_given(view: View, *items: Item) -> Marks:
    """Return for each row whether one of some items says anything."""
    is_given: Marks = np.zeros(len(view), dtype=np.bool_)
    for item in items:
        given = [bool(text and text.strip()) for text in view.texts(item.element)]
        is_given |= np.array(given, dtype=np.bool_)
    return is_given
