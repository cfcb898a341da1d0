"""Turn the persons of a return into rows of the canonical tables."""

import datetime as dt
from functools import partial

from attrs import define, field

from send_metrics.adapters.sen2.cells import Cells, Item
from send_metrics.adapters.sen2.layout import Record
from send_metrics.adapters.sen2.persons import Child, Children
from send_metrics.adapters.sen2.profiles import (
    CEASE_REASONS,
    LA_CODES,
    OUTCOMES,
    REQUEST_SOURCES,
    REVIEW_OUTCOMES,
)
from send_metrics.adapters.sen2.tables import GatheredRows, Row
from send_metrics.records.schema import UNKNOWN

_request = partial(Item, table="ehc_requests")
_RECEIVED = _request("ReceivedDate", column="received_on")
_SOURCE = _request("RequestSource", column="request_source")
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
_PLAN_STARTED = _request("StartDate", column="plan_started_on", is_needed=False)
_PLAN_CEASED = _request("CeaseDate", column="plan_ceased_on", is_needed=False)
_TRANSFER = _request("TransferLA", column="transferred_from")

_plan = partial(Item, table="ehc_plans")
_PLANS = _plan("", column="plan_id")
_STARTED = _plan("StartDate", column="started_on")
_CEASED = _plan("CeaseDate", column="ceased_on")
_CEASE_REASON = _plan("CeaseReason", column="cease_reason")

_review = partial(Item, table="annual_reviews")
_MEETING = _review("ReviewMeeting", column="meeting_on")
_DECISION = _review("LastReview", column="decision_on")
_REVIEW_OUTCOME = _review("ReviewOutcome", column="outcome")
_DRAFT = _review("ReviewDraft", column="draft_on")

_NONE = "none"
_DECIDED = frozenset("YN")
_NOTHING = Record("", 0, (None, "", 0))

# Each row below is a tuple in the order of these names.
_PERSON_COLUMNS = ("person_id", "authority", "sex", "ethnicity", "primary_need")
_REQUEST_COLUMNS = (
    *_PERSON_COLUMNS,
    "age_at_request",
    "received_on",
    "request_source",
    "request_outcome",
    "request_outcome_on",
    "request_mediation",
    "request_tribunal",
    "exported_to",
    "assessment_outcome",
    "assessment_outcome_on",
    "assessment_mediation",
    "assessment_tribunal",
    "other_mediation",
    "other_tribunal",
    "exceptions_apply",
    "plan_started_on",
    "plan_ceased_on",
    "transferred_from",
)
_PLAN_COLUMNS = (
    *_PERSON_COLUMNS,
    "age_at_start",
    "age_at_cease",
    "age_on_31_august",
    "started_on",
    "ceased_on",
    "cease_reason",
    "transferred_from",
)
_REVIEW_COLUMNS = (
    *_PERSON_COLUMNS,
    "age_on_31_august",
    "plan_id",
    "meeting_on",
    "decision_on",
    "outcome",
    "draft_on",
)


@define
class ReturnRows:
    """The rows of a whole return, gathered person by person.

    Ids of requests and plans count the `Requests` elements of the file; what is said
    twice about one person keeps the id of the first time.
    """

    authority: str
    school_year_began_on: dt.date
    cells: Cells
    children: Children
    requests: GatheredRows = field(init=False)
    plans: GatheredRows = field(init=False)
    reviews: GatheredRows = field(init=False)
    persons: int = field(default=0, init=False)
    _requests_met: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.requests = GatheredRows("ehc_requests", _REQUEST_COLUMNS, "request_id")
        self.plans = GatheredRows("ehc_plans", _PLAN_COLUMNS, "plan_id")
        self.reviews = GatheredRows("annual_reviews", _REVIEW_COLUMNS)

    @property
    def tables(self) -> tuple[GatheredRows, ...]:
        """The rows of each table."""
        return self.requests, self.plans, self.reviews

    def add(self, person: Record) -> None:
        """Take in one person with everything below."""
        self.persons += 1
        child = self.children.read(person, self.persons)
        before = sum(table.not_merged for table in self.tables)
        requests = person.every("Requests")
        for request in requests:
            self._add_request(request, child)
        if not requests:
            self.children.note(
                person,
                "sen2.person-without-requests",
                "the person has no Requests, so there is nothing to count",
                "add the request, or leave the person out of the return",
            )
        elif child.came_before and sum(t.not_merged for t in self.tables) > before:
            self.children.note(
                person,
                "sen2.person-twice",
                "the person came before with other content; both are used",
                "put all requests of a person under one Person",
            )

    def _add_request(self, request: Record, child: Child) -> None:
        self._requests_met += 1
        number = f"{self._requests_met:06d}"
        assessments = request.every("Assessment")
        plans = [plan for found in assessments for plan in found.every("NamedPlan")]
        active_plans = request.every("ActivePlans")
        active = active_plans[0] if active_plans else None
        about = (
            child.person_id,
            self.authority,
            child.sex,
            child.ethnicity,
            self.children.primary_need(active) if active else UNKNOWN,
        )
        transferred_from = (
            self.cells.code(active, _TRANSFER, LA_CODES, _NONE) if active else _NONE
        )

        faults = self.cells.faults
        row: Row = (
            *about,
            *self._request_values(request, child),
            *self._assessment_values(request, assessments),
            self.cells.day(plans[0], _PLAN_STARTED) if plans else None,
            self.cells.day(plans[0], _PLAN_CEASED) if plans else None,
            transferred_from,
        )
        request_id = f"{self.authority}-request-{number}"
        if self.cells.faults > faults:
            self.requests.reject()
        else:
            request_id = self.requests.keep(row, request_id)
        plan_id = request_id.replace("request", "plan")
        for place, plan in enumerate(plans):
            kept_as = self._add_plan(
                plan,
                place,
                child,
                f"{self.authority}-plan-{number}",
                (about, transferred_from),
            )
            plan_id = plan_id if place else kept_as
        for active_plan in active_plans:
            self._add_review(active_plan, child, plan_id, about)

    def _request_values(self, request: Record, child: Child) -> Row:
        cells = self.cells
        received_on = cells.day(request, _RECEIVED)
        outcome = cells.outcome(
            request, _REQUEST_OUTCOME, OUTCOMES, "sen2.request-outcome"
        )
        is_decided = outcome in _DECIDED
        return (
            child.age_on(received_on),
            received_on,
            cells.code(request, _SOURCE, REQUEST_SOURCES),
            outcome,
            cells.day(request, _REQUEST_OUTCOME_ON),
            cells.flag(request, _REQUEST_MEDIATION, is_due=is_decided),
            cells.flag(request, _REQUEST_TRIBUNAL, is_due=is_decided),
            cells.code(request, _EXPORTED, LA_CODES, _NONE),
        )

    def _assessment_values(self, request: Record, assessments: list[Record]) -> Row:
        cells = self.cells
        if not assessments:
            assessment, outcome = _NOTHING, _NONE
        else:
            assessment = assessments[0]
            outcome = cells.outcome(
                assessment, _OUTCOME, OUTCOMES, "sen2.assessment-outcome"
            )
        if len(assessments) > 1:
            cells.fault(
                "sen2.assessment-twice",
                request,
                _ASSESSMENTS,
                "the request has several assessments; the row is rejected",
                "give each assessment a request of its own",
            )
        is_decided = outcome in _DECIDED
        return (
            outcome,
            cells.day(assessment, _OUTCOME_ON),
            cells.flag(assessment, _MEDIATION, is_due=is_decided),
            cells.flag(assessment, _TRIBUNAL, is_due=is_decided),
            cells.flag(assessment, _OTHER_MEDIATION),
            cells.flag(assessment, _OTHER_TRIBUNAL),
            cells.flag(assessment, _EXCEPTIONS, is_due=is_decided),
        )

    def _add_plan(
        self,
        plan: Record,
        place: int,
        child: Child,
        plan_id: str,
        known: tuple[Row, str],
    ) -> str:
        """Add the plan; return the id it is kept under, or would be."""
        cells = self.cells
        about, transferred_from = known
        if place:
            plan_id = f"{plan_id}-{place + 1}"
            cells.found(
                "sen2.plan-twice",
                "query",
                plan,
                _PLANS,
                "the request has several plans; each counts as one",
                "give the plan in force only",
            )
        faults = cells.faults
        started_on = cells.day(plan, _STARTED)
        ceased_on = cells.day(plan, _CEASED)
        row: Row = (
            *about,
            child.age_on(started_on),
            child.age_on(ceased_on),
            child.age_on(self.school_year_began_on),
            started_on,
            ceased_on,
            cells.code(
                plan, _CEASE_REASON, CEASE_REASONS, UNKNOWN if ceased_on else _NONE
            ),
            transferred_from,
        )
        if cells.faults > faults:
            self.plans.reject()
            return plan_id
        return self.plans.keep(row, plan_id)

    def _add_review(
        self, active_plan: Record, child: Child, plan_id: str, about: Row
    ) -> None:
        cells, values = self.cells, active_plan.values
        if _MEETING.element not in values and _DECISION.element not in values:
            if _REVIEW_OUTCOME.element in values or _DRAFT.element in values:
                cells.found(
                    "sen2.review-without-day",
                    "query",
                    active_plan,
                    _MEETING,
                    "the outcome or draft of a review is given without the day of its"
                    " meeting or decision; the review is not counted",
                    "give the day of the meeting",
                )
            return
        faults = cells.faults
        row: Row = (
            *about,
            child.age_on(self.school_year_began_on),
            plan_id,
            cells.day(active_plan, _MEETING),
            cells.day(active_plan, _DECISION),
            cells.code(active_plan, _REVIEW_OUTCOME, REVIEW_OUTCOMES),
            cells.day(active_plan, _DRAFT),
        )
        if cells.faults > faults:
            self.reviews.reject()
        else:
            self.reviews.keep(row, active_plan.path)
