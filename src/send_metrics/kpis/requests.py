"""Requests for an assessment: how many, what was decided, and how quickly."""

from functools import partial

import narwhals.stable.v2 as nw

from send_metrics.domain.clocks import statutory_clock
from send_metrics.kpis.conditions import (
    any_is_yes,
    done_or_past_due,
    done_within_days,
    happened_by_then,
    has_its_day,
    is_none_of,
    is_one_of,
    not_before,
    not_concluded_by_then,
    open_over_days,
    within_days,
)
from send_metrics.kpis.definition import Condition, Count, Proportion
from send_metrics.kpis.sources import ehc_statistics, send_regulations
from send_metrics.kpis.timeliness import (
    DAYS_IN_20_WEEKS,
    DIMENSIONS,
    NOT_HISTORICAL,
    REGULATIONS_IN_FORCE,
    STAYED,
    TRANSFERRED_IN,
)

DAYS_IN_6_WEEKS = statutory_clock("decision_to_assess").number
DAYS_IN_16_WEEKS = statutory_clock("decision_not_to_issue").number

DECIDED = is_one_of("request_outcome", ("Y", "N"), "it was decided whether to assess")
REFUSED = is_one_of(
    "request_outcome", ("N",), "it was decided not to assess"
).otherwise("the request was not refused")
COMPLETED = Condition(
    "the assessment ended with a plan that has been issued, or with the decision"
    " not to issue one",
    ("assessment_outcome",),
    lambda _: (
        (nw.col("assessment_outcome") == "N")
        | (
            (nw.col("assessment_outcome") == "Y")
            & ~nw.col("assessment_outcome_on").is_null()
        )
    ),
    ("N, or Y with a day", "assessment_outcome", "assessment_outcome_on"),
).otherwise(
    "the assessment has ended neither with a plan that was issued nor with the decision"
    " not to issue one"
)
NOT_ISSUED = is_one_of(
    "assessment_outcome", ("N",), "it was decided not to issue a plan"
).otherwise("a plan was not refused")
_DECIDED_AFTER_REQUEST = not_before(
    "received_on",
    "request_outcome_on",
    "the decision was not told before the request was received",
).otherwise("the decision was told before the request was received")

count_of_requests = partial(
    Count,
    table="ehc_requests",
    dimensions=DIMENSIONS,
    better="neither",
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)
share_of_requests = partial(
    Proportion,
    table="ehc_requests",
    dimensions=DIMENSIONS,
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)

REQUESTS_RECEIVED = count_of_requests(
    id="ehcp.requests_received",
    title="Requests for an EHC needs assessment",
    population=(NOT_HISTORICAL,),
    dated_by="received_on",
    counted="requests received",
    citation=ehc_statistics("requests: requests received in the year"),
)

REQUESTS_IN_YOUTH_ACCOMMODATION = count_of_requests(
    id="ehcp.requests_in_youth_accommodation",
    title="Requests made in relevant youth accommodation",
    population=(
        NOT_HISTORICAL,
        any_is_yes(
            ("youth_accommodation",),
            "the request was made while in relevant youth accommodation",
        ),
    ),
    dated_by="received_on",
    counted="requests received from relevant youth accommodation",
    citation=ehc_statistics("requests: requests_rya"),
)

_of_received = partial(
    share_of_requests,
    population=(NOT_HISTORICAL,),
    dated_by="received_on",
    counted="requests received, decided or not",
    better="neither",
)

REQUESTS_REFUSED = _of_received(
    id="ehcp.requests_refused",
    title="Requests refused an assessment",
    numerator=REFUSED,
    citation=ehc_statistics("requests: share decided not to assess"),
    deviations=(
        "local reports often divide by decided requests only, which gives a higher"
        " share; DfE divides by all that were received",
    ),
)

REQUESTS_AGREED = _of_received(
    id="ehcp.requests_agreed",
    title="Requests that led to an assessment",
    numerator=is_one_of("request_outcome", ("Y",), "it was decided to assess"),
    citation=ehc_statistics("requests: request_assess_pc"),
)

REQUESTS_UNDECIDED = _of_received(
    id="ehcp.requests_undecided",
    title="Requests not decided yet",
    numerator=is_one_of("request_outcome", ("A",), "it was not decided yet").otherwise(
        "it was decided, or the request was withdrawn"
    ),
    citation=ehc_statistics("requests: request_outstanding_pc"),
)

REQUESTS_WITHDRAWN = _of_received(
    id="ehcp.requests_withdrawn",
    title="Requests withdrawn before the decision",
    numerator=is_one_of(
        "request_outcome", ("W",), "it was withdrawn or ceased before the decision"
    ),
    citation=ehc_statistics("requests: request_withdrawn_pc"),
)

REQUESTS_REFUSED_OF_DECIDED = share_of_requests(
    id="ehcp.requests_refused_of_decided",
    title="Decided requests refused an assessment",
    population=(NOT_HISTORICAL, DECIDED),
    numerator=REFUSED,
    dated_by="received_on",
    counted="requests received and decided",
    better="neither",
    citation=ehc_statistics("requests: counts by decision"),
    status="local convention",
    deviations=(
        "DfE divides refusals by all requests received; this divides by those decided,"
        " as many local reports do",
    ),
)

DECISION_WITHIN_6_WEEKS = share_of_requests(
    id="ehcp.decision_to_assess_within_6_weeks",
    title="Decisions whether to assess told within 6 weeks",
    population=(NOT_HISTORICAL, DECIDED),
    measurable=(_DECIDED_AFTER_REQUEST,),
    numerator=within_days(
        "received_on",
        "request_outcome_on",
        days=DAYS_IN_6_WEEKS,
        wording="the decision was told within 6 weeks, 42 days, of the request",
    ),
    dated_by="request_outcome_on",
    counted="decisions told",
    better="higher",
    citation=ehc_statistics("requests: outcome told within 6 weeks"),
    deviations=(
        "DfE does not say which requests its base holds; it is larger than the decided"
        " ones among those received in the year, by about those that were undecided when"
        " the year began, so decisions are counted here in the year they were told",
        "exceptions under regulation 5(4) are not recorded in SEN2 and not taken out",
    ),
)

DECIDED_WHEN_DUE = share_of_requests(
    id="ehcp.due_decided_within_6_weeks",
    title="Decisions whether to assess told in time, of those due in the period",
    population=(
        NOT_HISTORICAL,
        is_none_of("request_outcome", ("W",), "the request was not withdrawn"),
        STAYED,
    ),
    measurable=(
        has_its_day(
            "request_outcome",
            "request_outcome_on",
            ("Y", "N"),
            "a decision comes with its day",
        ).otherwise("there is a decision, but not the day it was told"),
        done_or_past_due(
            "received_on",
            "request_outcome_on",
            days=DAYS_IN_6_WEEKS,
            wording="the decision was told, or its 6 weeks had passed as far as the"
            " source tells",
        ).otherwise(
            "the decision was told before the request, or not yet, and as far as the"
            " source tells its 6 weeks had not passed"
        ),
    ),
    numerator=done_within_days(
        "received_on",
        "request_outcome_on",
        days=DAYS_IN_6_WEEKS,
        wording="the decision was told within 6 weeks, 42 days, of the request",
    ),
    dated_by="received_on",
    due_after_days=DAYS_IN_6_WEEKS,
    counted="decisions that were due in the period, told or not",
    better="higher",
    citation=send_regulations("regulation 5(1)"),
    status="statutory duty without statistic",
    deviations=(
        "DfE counts decisions when they are told, so that one still owed is in no"
        " figure; here it is late from the day its 6 weeks have passed",
        "exceptions under regulation 5(4) are not recorded in SEN2 and not taken out",
    ),
)

_NO_DAY_TO_PLACE = (
    "DfE's total also holds the few assessments not decided or withdrawn, which"
    " have no outcome day to place them in a year",
)

ASSESSMENTS_COMPLETED = count_of_requests(
    id="ehcp.assessments_completed",
    title="EHC needs assessments completed",
    population=(COMPLETED,),
    exclusions=(TRANSFERRED_IN,),
    dated_by="assessment_outcome_on",
    counted="assessments completed",
    citation=ehc_statistics("assessments: assessments completed in the year"),
    deviations=_NO_DAY_TO_PLACE,
)

_of_completed = partial(
    share_of_requests,
    population=(COMPLETED,),
    exclusions=(TRANSFERRED_IN,),
    dated_by="assessment_outcome_on",
    counted="assessments completed",
    better="neither",
    deviations=_NO_DAY_TO_PLACE,
)

ASSESSMENTS_NOT_ISSUED = _of_completed(
    id="ehcp.assessments_not_issued",
    title="Assessments that ended without a plan",
    numerator=NOT_ISSUED,
    citation=ehc_statistics("assessments: share decided not to issue"),
)

ASSESSMENTS_ISSUED = _of_completed(
    id="ehcp.assessments_issued",
    title="Assessments that ended with a plan",
    numerator=is_one_of("assessment_outcome", ("Y",), "a plan was issued").otherwise(
        "no plan was issued"
    ),
    citation=ehc_statistics("assessments: assess_issued_pc"),
)

NOT_ISSUED_WITHIN_16_WEEKS = share_of_requests(
    id="ehcp.not_issued_within_16_weeks",
    title="Decisions not to issue a plan told within 16 weeks",
    population=(NOT_ISSUED,),
    exclusions=(TRANSFERRED_IN,),
    measurable=(
        not_before(
            "received_on",
            "assessment_outcome_on",
            "the decision was not told before the request was received",
        ).otherwise("the decision was told before the request was received"),
    ),
    numerator=within_days(
        "received_on",
        "assessment_outcome_on",
        days=DAYS_IN_16_WEEKS,
        wording="the decision was told within 16 weeks, 112 days, of the request",
    ),
    dated_by="assessment_outcome_on",
    counted="decisions not to issue a plan",
    better="higher",
    citation=ehc_statistics("assessments: decision not to issue told within 16 weeks"),
    deviations=(
        "decisions that lack a day are shown as undetermined; DfE's base is those told"
        " within and after 16 weeks",
    ),
)

STILL_OPEN = (
    is_none_of(
        "request_outcome", ("W", "H"), "the request was not withdrawn or historical"
    ),
    is_none_of(
        "assessment_outcome",
        ("W", "H"),
        "the assessment was not withdrawn or historical",
    ),
    STAYED,
    not_concluded_by_then(
        "request_outcome",
        "request_outcome_on",
        ("N",),
        "an assessment had not been refused by that day",
    ).otherwise("an assessment had been refused by that day"),
    not_concluded_by_then(
        "assessment_outcome",
        "assessment_outcome_on",
        ("N",),
        "a plan had not been refused by that day",
    ).otherwise("a plan had been refused by that day"),
    not_concluded_by_then(
        "assessment_outcome",
        "assessment_outcome_on",
        ("Y",),
        "no plan had been issued by that day",
    ).otherwise("a plan had been issued by that day"),
    happened_by_then("received_on", "the request had been received by that day"),
)

REFUSALS_HAVE_THEIR_DAY = (
    has_its_day(
        "request_outcome",
        "request_outcome_on",
        ("N",),
        "a refusal to assess comes with its day",
    ).otherwise("an assessment was refused, but the day is not given"),
    has_its_day(
        "assessment_outcome",
        "assessment_outcome_on",
        ("N",),
        "a refusal of a plan comes with its day",
    ).otherwise("a plan was refused, but the day is not given"),
)

OPEN_ASSESSMENTS = count_of_requests(
    id="ehcp.open_assessments",
    title="Children waiting for an EHC decision or plan",
    population=STILL_OPEN,
    measurable=REFUSALS_HAVE_THEIR_DAY,
    stock=True,
    counted="requests that have not ended",
    better="lower",
    citation=send_regulations("regulation 13(2)"),
    status="local convention",
)

OVERDUE_ASSESSMENTS = share_of_requests(
    id="ehcp.overdue_assessments",
    title="Open requests that have passed 20 weeks",
    population=STILL_OPEN,
    measurable=REFUSALS_HAVE_THEIR_DAY,
    numerator=open_over_days(
        "received_on",
        days=DAYS_IN_20_WEEKS,
        wording="more than 20 weeks, 140 days, had passed since the request",
    ).otherwise("no more than 20 weeks, 140 days, had passed since the request"),
    stock=True,
    counted="requests that have not ended",
    better="lower",
    citation=send_regulations("regulation 13(2)"),
    status="local convention",
    deviations=(
        "DfE publishes no backlog; cases with recorded exceptions are counted here,"
        " because SEN2 records exceptions only when the plan is issued",
    ),
)

DEFINITIONS = (
    REQUESTS_RECEIVED,
    REQUESTS_IN_YOUTH_ACCOMMODATION,
    REQUESTS_AGREED,
    REQUESTS_REFUSED,
    REQUESTS_UNDECIDED,
    REQUESTS_WITHDRAWN,
    REQUESTS_REFUSED_OF_DECIDED,
    DECISION_WITHIN_6_WEEKS,
    DECIDED_WHEN_DUE,
    ASSESSMENTS_COMPLETED,
    ASSESSMENTS_ISSUED,
    ASSESSMENTS_NOT_ISSUED,
    NOT_ISSUED_WITHIN_16_WEEKS,
    OPEN_ASSESSMENTS,
    OVERDUE_ASSESSMENTS,
)
