"""How long families wait for a plan, from the request to the day it is issued."""

import datetime as dt

from send_metrics.kpis.conditions import (
    any_is_yes,
    is_none_of,
    is_one_of,
    is_recorded,
    not_before,
    over_days,
    within_days,
)
from send_metrics.kpis.definition import (
    Condition,
    Definition,
    Exclusion,
    Proportion,
    Waits,
)
from send_metrics.kpis.sources import ehc_statistics

REGULATIONS_IN_FORCE = dt.date(2014, 9, 1)
DAYS_IN_20_WEEKS = 140
DAYS_IN_52_WEEKS = 364
DIMENSIONS = (
    "authority",
    "request_source",
    "sex",
    "ethnicity",
    "primary_need",
    "age_at_request",
)

NOT_HISTORICAL = is_none_of(
    "request_outcome", ("H",), "the request was not decided before the collection (H)"
)
ASSESSED_HERE = is_one_of(
    "assessment_outcome",
    ("Y",),
    "the assessment ended with the decision to issue a plan",
)
PLAN_ISSUED = is_recorded("assessment_outcome_on", "the plan has been issued")
STAYED = is_one_of(
    "exported_to",
    ("none", "unknown"),
    "the child did not move to another authority before the end",
)
TRANSFERRED_IN = Exclusion(
    "transferred in",
    is_none_of(
        "transferred_from", ("none", "unknown"), "the plan came from another authority"
    ),
    "the clock ran in another authority",
)
MEDIATION_OR_TRIBUNAL = Exclusion(
    "mediation or tribunal",
    any_is_yes(
        (
            "request_mediation",
            "request_tribunal",
            "assessment_mediation",
            "assessment_tribunal",
        ),
        "there was mediation or an appeal about the decision to assess or to issue",
    ),
    "DfE counts plans where no mediation or tribunal has taken place",
)
EXCEPTIONS_APPLY = Exclusion(
    "exceptions apply",
    any_is_yes(("exceptions_apply",), "an exception to the 20 weeks is recorded"),
    "regulation 10(4) lifts the limit; such cases leave both numbers",
)
ISSUED_AFTER_REQUEST = not_before(
    "received_on",
    "assessment_outcome_on",
    "the plan was not issued before the request was received",
)

_FLAGS_UNDECIDED = (
    "DfE does not say which mediation and tribunal flags remove a plan; here it is the"
    " flags about the decision to assess and the decision to issue, not the 'other' ones"
)
_AVERAGE_DIVIDED_BY_ALL = (
    "the average weeks excluding exceptions that DfE published in 2026 divides by all"
    " plans, exceptions included; this is the mean of the plans that are counted"
)
_YEAR_BOUNDARY = "DfE does not print its 52-week boundary in days; 364 days is used"


def _pair(
    make: type[Proportion] | type[Waits],
    *,
    measure: str,
    title: str,
    section: str,
    deviations: tuple[str, ...] = (),
    deviations_excluding: tuple[str, ...] = (),
    **particulars: object,
) -> tuple[Definition, Definition]:
    """Return the measure with and without the cases where exceptions apply."""

    def one(
        suffix: str,
        words: str,
        exclusions: tuple[Exclusion, ...],
        more: tuple[str, ...],
    ) -> Definition:
        return make(
            id=f"ehcp.{measure}_{suffix}",
            title=f"{title}, {words} exceptions",
            table="ehc_requests",
            population=(NOT_HISTORICAL, STAYED, ASSESSED_HERE, PLAN_ISSUED),
            exclusions=exclusions,
            measurable=(ISSUED_AFTER_REQUEST,),
            dated_by="assessment_outcome_on",
            counted="plans issued",
            dimensions=DIMENSIONS,
            citation=ehc_statistics(section),
            status="official",
            in_force_from=REGULATIONS_IN_FORCE,
            deviations=(_FLAGS_UNDECIDED, *deviations, *more),
            **particulars,  # type: ignore[arg-type]
        )

    leave = (TRANSFERRED_IN, MEDIATION_OR_TRIBUNAL)
    return (
        one("incl_exceptions", "including", leave, ()),
        one(
            "excl_exceptions",
            "excluding",
            (*leave, EXCEPTIONS_APPLY),
            deviations_excluding,
        ),
    )


def _issued(wording: str, *conditions: Condition) -> Condition:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined & condition
    return Condition(wording, joined.needs, joined.question, joined.rule)


_CLOCK = ("received_on", "assessment_outcome_on")

WITHIN_20_WEEKS = _pair(
    Proportion,
    measure="issued_within_20_weeks",
    title="EHC plans issued within 20 weeks",
    section="timeliness_20_week: plans issued within 20 weeks",
    numerator=within_days(
        *_CLOCK,
        days=DAYS_IN_20_WEEKS,
        wording="the plan was issued within 20 weeks, 140 days, of the request",
    ),
    better="higher",
)

FROM_20_TO_52_WEEKS = _pair(
    Proportion,
    measure="issued_20_to_52_weeks",
    title="EHC plans that took over 20 and up to 52 weeks",
    section="timeliness_20_week: plans issued after 20 weeks and within a year",
    numerator=_issued(
        "the plan was issued after 20 weeks, 140 days, and within 52 weeks, 364 days",
        over_days(*_CLOCK, days=DAYS_IN_20_WEEKS, wording="over 140 days"),
        within_days(*_CLOCK, days=DAYS_IN_52_WEEKS, wording="within 364 days"),
    ),
    better="lower",
    deviations=(_YEAR_BOUNDARY,),
)

OVER_52_WEEKS = _pair(
    Proportion,
    measure="issued_over_52_weeks",
    title="EHC plans that took over 52 weeks",
    section="timeliness_20_week: plans issued after more than a year",
    numerator=over_days(
        *_CLOCK,
        days=DAYS_IN_52_WEEKS,
        wording="the plan was issued more than 52 weeks, 364 days, after the request",
    ),
    better="lower",
    deviations=(_YEAR_BOUNDARY,),
)

WEEKS_TO_ISSUE = _pair(
    Waits,
    measure="weeks_to_issue",
    title="Weeks from request to EHC plan",
    section="timeliness_20_week: average weeks to issue a plan",
    clock_start="received_on",
    clock_stop="assessment_outcome_on",
    headline="mean",
    better="lower",
    deviations=("median and percentiles are local; DfE publishes the mean only",),
    deviations_excluding=(_AVERAGE_DIVIDED_BY_ALL,),
)

DEFINITIONS = (*WITHIN_20_WEEKS, *FROM_20_TO_52_WEEKS, *OVER_52_WEEKS, *WEEKS_TO_ISSUE)
