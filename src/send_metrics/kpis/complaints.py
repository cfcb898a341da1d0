"""Complaints: how many, answered in time, what came of them; and the Ombudsman's view."""

from typing import Any

from send_metrics.kpis.caseload import PLANS_ACTIVE
from send_metrics.kpis.conditions import (
    Extended,
    done_or_past_due,
    done_or_past_working_days,
    done_within_days,
    done_within_working_days,
    is_one_of,
    is_recorded,
)
from send_metrics.kpis.definition import (
    Count,
    Exclusion,
    Part,
    Proportion,
    RateOfCounts,
)
from send_metrics.kpis.sources import (
    LOCAL_FROM,
    OMBUDSMAN_DECISIONS,
    complaint_handling_code,
    improvement_plan,
)

DAYS_TO_ACKNOWLEDGE = 5
DAYS_TO_ANSWER = {"1": 10, "2": 20}
"""Working days of the Code to answer, by stage; an extension at most doubles them."""

_IS_A_COMPLAINT = is_one_of(
    "matter", ("complaint",), "the matter is a complaint"
).otherwise("the matter is an enquiry, a service request, or not known")
_AT_STAGE = {
    stage: is_one_of("stage", (stage,), f"the complaint is at stage {stage}")
    for stage in DAYS_TO_ANSWER
}
_ANSWERED = is_recorded("answered_on", "the complaint was answered")
_STATUTORY = Exclusion(
    "statutory procedure",
    is_one_of(
        "procedure",
        ("statutory_children",),
        "the complaint follows the statutory procedure for children's social care",
    ),
    "that procedure has limits of its own",
)
_DIMENSIONS = ("authority", "stage", "procedure", "theme", "service", "area")
_NOT_COUNTED_DAY = (
    "working days are Monday to Friday without bank holidays in England; the day that"
    " starts the clock is not counted"
)

_of_complaints: dict[str, Any] = {
    "table": "complaints",
    "status": "local convention",
    "in_force_from": LOCAL_FROM,
}

RECEIVED = Count(
    id="complaints.received",
    title="Complaints received",
    **_of_complaints,
    population=(_IS_A_COMPLAINT, _AT_STAGE["1"]),
    dated_by="received_on",
    counted="complaints received",
    better="lower",
    dimensions=("authority", "procedure", "theme", "service", "area"),
    citation=complaint_handling_code("definition of a complaint"),
    deviations=(
        "a complaint that goes on to stage 2 is counted once, when it was first"
        " received; one that is made anew after its end is a new one",
    ),
)

RATE_PER_100_PLANS = RateOfCounts(
    id="complaints.rate_per_100_plans",
    title="Complaints for every 100 EHC plans",
    **_of_complaints,
    top=(Part(RECEIVED),),
    bottom=(Part(PLANS_ACTIVE, "on the last day of the period"),),
    counted="plans maintained on the last day of the period",
    unit="per 100 plans",
    better="lower",
    dimensions=("authority",),
    citation=improvement_plan("5: address parents' and carers' concerns early"),
    deviations=(
        "ask it of twelve months, since a shorter period has fewer complaints and as many"
        " plans",
        "divided by the plans of the last day, a whole number that merges, and not by"
        " their mean over the period",
    ),
)

ACKNOWLEDGED = Proportion(
    id="complaints.acknowledged_within_5_working_days",
    title="Complaints acknowledged within 5 working days",
    **_of_complaints,
    population=(_IS_A_COMPLAINT,),
    exclusions=(_STATUTORY,),
    measurable=(
        done_or_past_working_days(
            "received_on",
            "acknowledged_on",
            days=DAYS_TO_ACKNOWLEDGE,
            wording="the complaint was acknowledged, or its 5 working days had passed as"
            " far as the register tells",
        ).otherwise(
            "the complaint was acknowledged before it was received, or not yet, and as"
            " far as the register tells its 5 working days had not passed"
        ),
    ),
    numerator=done_within_working_days(
        "received_on",
        "acknowledged_on",
        days=DAYS_TO_ACKNOWLEDGE,
        wording="the complaint was acknowledged within 5 working days",
    ),
    dated_by="received_on",
    due_after_working_days=DAYS_TO_ACKNOWLEDGE,
    counted="complaints to be acknowledged in the period, acknowledged or not",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=complaint_handling_code("6.2, acknowledged within five working days"),
    deviations=(_NOT_COUNTED_DAY,),
)


def _answered(
    stage: str,
    start: str,
    words: str,
    *,
    deviations: tuple[str, ...] = (),
    **particulars: Any,
) -> Proportion:
    """Return the share of complaints of a stage answered in time since *start*."""
    days = DAYS_TO_ANSWER[stage]
    extended = Extended("extended", 2 * days)
    limit = f"{days} working days, or {2 * days} if extended, of being {words}"
    started = (
        (is_recorded(start, f"the complaint was {words}"),)
        if start == "acknowledged_on"
        else ()
    )
    return Proportion(
        **_of_complaints,
        population=(_IS_A_COMPLAINT, _AT_STAGE[stage], *started),
        exclusions=(_STATUTORY,),
        measurable=(
            done_or_past_working_days(
                start,
                "answered_on",
                days=days,
                extended=extended,
                wording="the complaint was answered, or its limit had passed as far as"
                " the register tells",
            ).otherwise(
                f"the complaint was answered before it was {words}, or not yet, and as"
                " far as the register tells its limit had not passed"
            ),
        ),
        numerator=done_within_working_days(
            start,
            "answered_on",
            days=days,
            extended=extended,
            wording=f"the complaint was answered within {limit}",
        ).otherwise(f"the complaint was not answered within {limit}"),
        dated_by=start,
        due_after_working_days=days,
        counted=f"stage {stage} complaints due in the period, answered or not",
        better="higher",
        dimensions=("authority", "theme", "service", "area"),
        deviations=(
            _NOT_COUNTED_DAY,
            f"a complaint belongs to the period in which its {days} working days ended,"
            " even if it was extended; an extended one whose longer limit has not passed"
            " yet is undetermined",
            *deviations,
        ),
        **particulars,
    )


ANSWERED_ON_TIME = _answered(
    "1",
    "acknowledged_on",
    "acknowledged",
    id="complaints.answered_on_time",
    title="Stage 1 complaints answered on time",
    citation=complaint_handling_code("6.3 and 6.4, 10 working days and an extension"),
    deviations=(
        "the Code starts the clock when the complaint is acknowledged; one that never"
        " was is outside here and late in"
        " complaints.acknowledged_within_5_working_days",
    ),
)

ANSWERED_ON_TIME_FROM_RECEIPT = _answered(
    "1",
    "received_on",
    "received",
    id="complaints.answered_on_time_from_receipt",
    title="Stage 1 complaints answered on time, counted from receipt",
    citation=complaint_handling_code("6.3 and 6.4, 10 working days and an extension"),
    deviations=(
        "the Code starts the clock when the complaint is acknowledged; many councils"
        " start it when it is received, as here",
    ),
)

ANSWERED_ON_TIME_STAGE_2 = _answered(
    "2",
    "acknowledged_on",
    "acknowledged",
    id="complaints.answered_on_time_stage_2",
    title="Stage 2 complaints answered on time",
    citation=complaint_handling_code("stage 2, 20 working days and an extension"),
)

BY_THEME = Count(
    id="complaints.by_theme",
    title="Complaints answered, by theme",
    **_of_complaints,
    population=(_IS_A_COMPLAINT, _AT_STAGE["1"], _ANSWERED),
    dated_by="answered_on",
    counted="complaints answered",
    better="neither",
    dimensions=("authority", "theme", "service", "area"),
    citation=improvement_plan("5: learn from complaints"),
    deviations=(
        "asked by theme, each complaint counts once, under its main theme of the local"
        " list; a new list starts a new series",
    ),
)

UPHELD = Proportion(
    id="complaints.upheld",
    title="Complaints upheld in full or part",
    **_of_complaints,
    population=(_IS_A_COMPLAINT, _ANSWERED),
    measurable=(
        is_one_of(
            "outcome",
            ("upheld", "partly_upheld", "not_upheld"),
            "the outcome of the complaint was recorded",
        ),
    ),
    numerator=is_one_of(
        "outcome",
        ("upheld", "partly_upheld"),
        "the complaint was upheld in full or part",
    ),
    dated_by="answered_on",
    counted="complaints answered, each stage on its own",
    better="neither",
    dimensions=_DIMENSIONS,
    citation=complaint_handling_code("reporting on outcomes"),
)

LEARNING_ACTIONS_CLOSED = Proportion(
    id="complaints.learning_actions_closed",
    title="Learning actions from complaints done on time",
    table="learning_actions",
    population=(),
    measurable=(
        done_or_past_due(
            "due_on",
            "closed_on",
            days=0,
            earliest=None,
            wording="the action was closed, or its day had passed as far as the register"
            " tells",
        ).otherwise(
            "the action was not closed yet, and as far as the register tells its day had"
            " not passed"
        ),
    ),
    numerator=done_within_days(
        "due_on",
        "closed_on",
        days=0,
        wording="the action was closed by the day it was due",
    ).otherwise("the action was not closed by the day it was due"),
    dated_by="due_on",
    counted="learning actions due in the period, closed or not",
    better="higher",
    dimensions=("authority", "owner", "theme"),
    citation=improvement_plan("5: learn from complaints"),
    status="local convention",
    in_force_from=LOCAL_FROM,
)

UPHELD_BY_OMBUDSMAN = Proportion(
    id="ombudsman.upheld_rate",
    title="Complaints that the Ombudsman upheld",
    table="ombudsman_decisions",
    population=(
        is_one_of(
            "decision",
            ("upheld", "not_upheld"),
            "the decision was made after a detailed investigation",
        ),
    ),
    numerator=is_one_of("decision", ("upheld",), "the complaint was upheld"),
    dated_by="decided_on",
    counted="decisions after a detailed investigation",
    better="lower",
    dimensions=("authority", "category"),
    citation=OMBUDSMAN_DECISIONS,
    status="official",
    in_force_from=LOCAL_FROM,
    deviations=(
        "the Ombudsman publishes by financial year and by category, of which education"
        " and children's services is wider than SEND; a local register may hold SEND"
        " alone",
        "never divided by complaints received: those closed without an investigation are"
        " outside",
    ),
)

DEFINITIONS = (
    RECEIVED,
    RATE_PER_100_PLANS,
    ACKNOWLEDGED,
    ANSWERED_ON_TIME,
    ANSWERED_ON_TIME_FROM_RECEIPT,
    ANSWERED_ON_TIME_STAGE_2,
    BY_THEME,
    UPHELD,
    LEARNING_ACTIONS_CLOSED,
    UPHELD_BY_OMBUDSMAN,
)
