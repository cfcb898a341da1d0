"""How long families wait for a plan, from the request to the day it is issued."""

import datetime as dt

import narwhals.stable.v2 as nw
from attrs import evolve

from send_metrics.domain.clocks import statutory_clock
from send_metrics.kpis.conditions import (
    any_is_yes,
    done_or_past_due,
    done_within_days,
    is_none_of,
    is_one_of,
    is_recorded,
    not_before,
    over_days,
    within_days,
)
from send_metrics.kpis.definition import (
    Amount,
    Citation,
    Condition,
    Definition,
    Exclusion,
    Proportion,
    Rate,
    Status,
    Waits,
)
from send_metrics.kpis.sources import (
    LG_INFORM_20_WEEKS,
    ehc_statistics,
    send_regulations,
)
from send_metrics.records.expressions import days_between, integer

REGULATIONS_IN_FORCE = dt.date(2014, 9, 1)
DAYS_IN_A_WEEK = 7
DAYS_IN_20_WEEKS = statutory_clock("final_plan").number
DAYS_IN_52_WEEKS = 364
DIMENSIONS = (
    "authority",
    "request_source",
    "sex",
    "ethnicity",
    "ethnicity_group",
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
).otherwise("the assessment did not end with the decision to issue a plan")
PLAN_ISSUED = is_recorded("assessment_outcome_on", "the plan has been issued")
STAYED = is_one_of(
    "exported_to",
    ("none", "unknown"),
    "the child did not move to another authority before the end",
).otherwise("the child moved to another authority before the end")
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
).otherwise("the plan was issued before the request was received")

_FLAGS_UNDECIDED = (
    "DfE does not say which mediation and tribunal flags remove a plan; here it is the"
    " flags about the decision to assess and the decision to issue, not the 'other' ones"
)
_AVERAGE_DIVIDED_BY_ALL = (
    "the average weeks excluding exceptions that DfE published in 2026 divides by all"
    " plans, exceptions included; this is the mean of the plans that are counted"
)
_FIRST_DAY_COUNTED = (
    "DfE counts elapsed days, so that day 140 after the request is in time; here the day"
    " of the request is day 1, so that the limit is one day earlier"
)
_COVID = (
    "SI 2020/471 relaxed the limits from 1 May to 25 September 2020; no record says for"
    " which plans, so that 2020 and 2021 are counted like any other year"
)
_YEAR_BOUNDARY = "DfE does not print its 52-week boundary in days; 364 days is used"


def _pair(
    make: type[Proportion] | type[Waits],
    *,
    measure: str,
    title: str,
    citation: Citation,
    suffix: str = "",
    status: Status = "official",
    deviations: tuple[str, ...] = (),
    deviations_excluding: tuple[str, ...] = (),
    **particulars: object,
) -> tuple[Definition, Definition]:
    """Return the measure with and without the cases where exceptions apply."""

    def one(
        which: str,
        words: str,
        exclusions: tuple[Exclusion, ...],
        more: tuple[str, ...],
    ) -> Definition:
        return make(
            id=f"ehcp.{measure}_{which}{suffix}",
            title=f"{title}, {words} exceptions",
            table="ehc_requests",
            population=(STAYED, ASSESSED_HERE, PLAN_ISSUED),
            exclusions=exclusions,
            measurable=(ISSUED_AFTER_REQUEST,),
            dated_by="assessment_outcome_on",
            counted="plans issued",
            dimensions=DIMENSIONS,
            citation=citation,
            status=status,
            in_force_from=REGULATIONS_IN_FORCE,
            deviations=(_FLAGS_UNDECIDED, *deviations, *more, _COVID),
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
    return evolve(joined, wording=wording)


_CLOCK = ("received_on", "assessment_outcome_on")

WITHIN_20_WEEKS = _pair(
    Proportion,
    measure="issued_within_20_weeks",
    title="EHC plans issued within 20 weeks",
    citation=ehc_statistics("timeliness_20_week: plans issued within 20 weeks"),
    numerator=within_days(
        *_CLOCK,
        days=DAYS_IN_20_WEEKS,
        wording="the plan was issued within 20 weeks, 140 days, of the request",
    ),
    better="higher",
)

WITHIN_20_WEEKS_FIRST_DAY_COUNTED = _pair(
    Proportion,
    measure="issued_within_20_weeks",
    suffix="_first_day_counted",
    title="EHC plans issued within 20 weeks, the day of the request counted",
    citation=LG_INFORM_20_WEEKS,
    status="local convention",
    numerator=within_days(
        *_CLOCK,
        days=DAYS_IN_20_WEEKS - 1,
        wording="the plan was issued within 139 days of the request, which is within"
        " 140 days if the day of the request is the first",
    ).otherwise("the plan was not issued within 139 days of the request"),
    better="higher",
    deviations=(_FIRST_DAY_COUNTED,),
)

FROM_20_TO_52_WEEKS = _pair(
    Proportion,
    measure="issued_20_to_52_weeks",
    title="EHC plans that took over 20 and up to 52 weeks",
    citation=ehc_statistics(
        "timeliness_20_week: plans issued after 20 weeks and within a year"
    ),
    numerator=_issued(
        "the plan was issued after 20 weeks, 140 days, and within 52 weeks, 364 days",
        over_days(*_CLOCK, days=DAYS_IN_20_WEEKS, wording="over 140 days"),
        within_days(*_CLOCK, days=DAYS_IN_52_WEEKS, wording="within 364 days"),
    ).otherwise(
        "the plan was issued within 20 weeks, 140 days, or after 52 weeks, 364 days"
    ),
    better="lower",
    deviations=(_YEAR_BOUNDARY,),
)

OVER_52_WEEKS = _pair(
    Proportion,
    measure="issued_over_52_weeks",
    title="EHC plans that took over 52 weeks",
    citation=ehc_statistics("timeliness_20_week: plans issued after more than a year"),
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
    citation=ehc_statistics("timeliness_20_week: average weeks to issue a plan"),
    clock_start="received_on",
    clock_stop="assessment_outcome_on",
    headline="mean",
    better="lower",
    deviations=("median and percentiles are local; DfE publishes the mean only",),
    deviations_excluding=(_AVERAGE_DIVIDED_BY_ALL,),
)


def _days_without_exceptions() -> nw.Expr:
    excepted = nw.col("exceptions_apply") == "yes"
    return nw.when(excepted).then(integer(0)).otherwise(days_between(*_CLOCK))


WEEKS_AS_PUBLISHED_IN_2026 = Rate(
    id="ehcp.weeks_to_issue_excl_exceptions_as_published_2026",
    title="Average weeks to issue excluding exceptions, as DfE printed it in 2026",
    table="ehc_requests",
    population=WEEKS_TO_ISSUE[0].population,
    exclusions=WEEKS_TO_ISSUE[0].exclusions,
    measurable=WEEKS_TO_ISSUE[0].measurable,
    dated_by="assessment_outcome_on",
    top=(
        Amount(
            "days from request to plan of the plans without exceptions",
            (*_CLOCK, "exceptions_apply"),
            _days_without_exceptions,
            ("days without exceptions", *_CLOCK, "exceptions_apply"),
        ),
    ),
    bottom=(
        Amount(
            "seven days for every plan, with exceptions or without",
            (),
            lambda: integer(DAYS_IN_A_WEEK),
            ("for every record", DAYS_IN_A_WEEK),
        ),
    ),
    unit="weeks",
    counted="plans issued",
    better="lower",
    dimensions=DIMENSIONS,
    citation=ehc_statistics(
        "timeliness_20_week: avg_weeks_issue_plan_exc, release of 2026", year=2026
    ),
    status="official",
    in_force_from=dt.date(2025, 1, 1),
    in_force_to=dt.date(2025, 12, 31),
    deviations=(
        _FLAGS_UNDECIDED,
        "this is no mean: the weeks of plans without exceptions are divided by all"
        " plans, so that exceptions pull it down; it is here to check what was printed,"
        " and ehcp.weeks_to_issue_excl_exceptions is the mean",
    ),
)

_HELD_HERE = Condition(
    "the request was not decided before the collection (H), or its assessment goes on",
    ("request_outcome", "assessment_outcome"),
    lambda _: (
        ~nw.col("request_outcome").is_in(["H"])
        | nw.col("assessment_outcome").is_in(["A", "Y"])
    ),
    ("not H, or assessed", "request_outcome", "assessment_outcome"),
).otherwise(
    "the request was decided before the collection (H), and no assessment of it goes on"
)

ISSUED_WHEN_DUE = Proportion(
    id="ehcp.due_issued_within_20_weeks",
    title="Plans issued within 20 weeks, of those whose 20 weeks ended in the period",
    table="ehc_requests",
    population=(
        _HELD_HERE,
        STAYED,
        is_none_of(
            "request_outcome",
            ("N", "W"),
            "the request was not refused or withdrawn",
        ),
        is_none_of(
            "assessment_outcome",
            ("N", "W", "H"),
            "the assessment did not end without a plan",
        ).otherwise("the assessment ended without a plan"),
    ),
    exclusions=(TRANSFERRED_IN, MEDIATION_OR_TRIBUNAL),
    measurable=(
        done_or_past_due(
            *_CLOCK,
            days=DAYS_IN_20_WEEKS,
            wording="the plan was issued, or its 20 weeks had passed as far as the source"
            " tells",
        ).otherwise(
            "the plan was issued before the request, or not yet, and as far as the source"
            " tells its 20 weeks had not passed"
        ),
    ),
    dated_by="received_on",
    due_after_days=DAYS_IN_20_WEEKS,
    numerator=done_within_days(
        *_CLOCK,
        days=DAYS_IN_20_WEEKS,
        wording="the plan was issued within 20 weeks, 140 days, of the request",
    ),
    counted="plans that were due in the period, issued or not",
    better="higher",
    dimensions=DIMENSIONS,
    citation=send_regulations("regulation 13(2)"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE counts plans when they are issued, so that a plan still owed is in no"
        " figure; here it is late from the day its 20 weeks have passed",
        "plans with recorded exceptions are counted, because exceptions are recorded"
        " only when a plan is issued",
    ),
)

DEFINITIONS = (
    *WITHIN_20_WEEKS,
    *FROM_20_TO_52_WEEKS,
    *OVER_52_WEEKS,
    *WEEKS_TO_ISSUE,
    WEEKS_AS_PUBLISHED_IN_2026,
    *WITHIN_20_WEEKS_FIRST_DAY_COUNTED,
    ISSUED_WHEN_DUE,
)
