"""Requests for an assessment: how many, what was decided, and how quickly."""

import narwhals.stable.v2 as nw

from send_metrics.kpis.conditions import (
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

DAYS_IN_6_WEEKS = 42
DAYS_IN_16_WEEKS = 112

DECIDED = is_one_of("request_outcome", ("Y", "N"), "it was decided whether to assess")
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
)
NOT_ISSUED = is_one_of(
    "assessment_outcome", ("N",), "it was decided not to issue a plan"
)

REQUESTS_RECEIVED = Count(
    id="ehcp.requests_received",
    title="Requests for an EHC needs assessment",
    table="ehc_requests",
    population=(NOT_HISTORICAL,),
    dated_by="received_on",
    counted="requests received",
    better="neither",
    dimensions=DIMENSIONS,
    citation=ehc_statistics("requests: requests received in the year"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)

REQUESTS_REFUSED = Proportion(
    id="ehcp.requests_refused",
    title="Requests refused an assessment",
    table="ehc_requests",
    population=(NOT_HISTORICAL,),
    numerator=is_one_of("request_outcome", ("N",), "it was decided not to assess"),
    dated_by="received_on",
    counted="requests received, decided or not",
    better="neither",
    dimensions=DIMENSIONS,
    citation=ehc_statistics("requests: share decided not to assess"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "local reports often divide by decided requests only, which gives a higher"
        " share; DfE divides by all that were received",
    ),
)

DECISION_WITHIN_6_WEEKS = Proportion(
    id="ehcp.decision_to_assess_within_6_weeks",
    title="Decisions whether to assess told within 6 weeks",
    table="ehc_requests",
    population=(NOT_HISTORICAL, DECIDED),
    measurable=(
        not_before(
            "received_on",
            "request_outcome_on",
            "the decision was not told before the request was received",
        ),
    ),
    numerator=within_days(
        "received_on",
        "request_outcome_on",
        days=DAYS_IN_6_WEEKS,
        wording="the decision was told within 6 weeks, 42 days, of the request",
    ),
    dated_by="received_on",
    counted="requests received and decided",
    better="higher",
    dimensions=DIMENSIONS,
    citation=ehc_statistics("requests: outcome told within 6 weeks"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE's base is larger than the decided requests of the year, for reasons it"
        " does not give; here it is the decided requests that have both days",
        "exceptions under regulation 5(4) are not recorded in SEN2 and not taken out",
    ),
)

ASSESSMENTS_COMPLETED = Count(
    id="ehcp.assessments_completed",
    title="EHC needs assessments completed",
    table="ehc_requests",
    population=(COMPLETED,),
    exclusions=(TRANSFERRED_IN,),
    dated_by="assessment_outcome_on",
    counted="assessments completed",
    better="neither",
    dimensions=DIMENSIONS,
    citation=ehc_statistics("assessments: assessments completed in the year"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE's total also holds the few assessments not decided or withdrawn, which"
        " have no outcome day to place them in a year",
    ),
)

ASSESSMENTS_NOT_ISSUED = Proportion(
    id="ehcp.assessments_not_issued",
    title="Assessments that ended without a plan",
    table="ehc_requests",
    population=(COMPLETED,),
    exclusions=(TRANSFERRED_IN,),
    numerator=NOT_ISSUED,
    dated_by="assessment_outcome_on",
    counted="assessments completed",
    better="neither",
    dimensions=DIMENSIONS,
    citation=ehc_statistics("assessments: share decided not to issue"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=ASSESSMENTS_COMPLETED.deviations,
)

NOT_ISSUED_WITHIN_16_WEEKS = Proportion(
    id="ehcp.not_issued_within_16_weeks",
    title="Decisions not to issue a plan told within 16 weeks",
    table="ehc_requests",
    population=(NOT_HISTORICAL, NOT_ISSUED),
    exclusions=(TRANSFERRED_IN,),
    measurable=(
        not_before(
            "received_on",
            "assessment_outcome_on",
            "the decision was not told before the request was received",
        ),
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
    dimensions=DIMENSIONS,
    citation=ehc_statistics("assessments: decision not to issue told within 16 weeks"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "decisions that lack a day are shown as undetermined; DfE's base is those told"
        " within and after 16 weeks",
    ),
)

_STILL_OPEN = (
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
    ),
    not_concluded_by_then(
        "assessment_outcome",
        "assessment_outcome_on",
        ("N",),
        "a plan had not been refused by that day",
    ),
    not_concluded_by_then(
        "assessment_outcome",
        "assessment_outcome_on",
        ("Y",),
        "no plan had been issued by that day",
    ),
    happened_by_then("received_on", "the request had been received by that day"),
)

_REFUSALS_HAVE_THEIR_DAY = (
    has_its_day(
        "request_outcome",
        "request_outcome_on",
        ("N",),
        "a refusal to assess comes with its day",
    ),
    has_its_day(
        "assessment_outcome",
        "assessment_outcome_on",
        ("N",),
        "a refusal of a plan comes with its day",
    ),
)

OPEN_ASSESSMENTS = Count(
    id="ehcp.open_assessments",
    title="Children waiting for an EHC decision or plan",
    table="ehc_requests",
    population=_STILL_OPEN,
    measurable=_REFUSALS_HAVE_THEIR_DAY,
    stock=True,
    counted="requests that have not ended",
    better="lower",
    dimensions=DIMENSIONS,
    citation=send_regulations("regulation 13(2)"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)

OVERDUE_ASSESSMENTS = Proportion(
    id="ehcp.overdue_assessments",
    title="Open requests that have passed 20 weeks",
    table="ehc_requests",
    population=_STILL_OPEN,
    measurable=_REFUSALS_HAVE_THEIR_DAY,
    numerator=open_over_days(
        "received_on",
        days=DAYS_IN_20_WEEKS,
        wording="more than 20 weeks, 140 days, had passed since the request",
    ),
    stock=True,
    counted="requests that have not ended",
    better="lower",
    dimensions=DIMENSIONS,
    citation=send_regulations("regulation 13(2)"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE publishes no backlog; cases with recorded exceptions are counted here,"
        " because SEN2 records exceptions only when the plan is issued",
    ),
)

DEFINITIONS = (
    REQUESTS_RECEIVED,
    REQUESTS_REFUSED,
    DECISION_WITHIN_6_WEEKS,
    ASSESSMENTS_COMPLETED,
    ASSESSMENTS_NOT_ISSUED,
    NOT_ISSUED_WITHIN_16_WEEKS,
    OPEN_ASSESSMENTS,
    OVERDUE_ASSESSMENTS,
)
