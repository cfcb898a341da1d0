"""Rules about EHC needs assessments."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from send_metrics.adapters.sen2.checks.requests import FLAGS, is_yes, late
from send_metrics.adapters.sen2.checks.rule import Example, Here, Rule
from send_metrics.adapters.sen2.profiles import OUTCOMES

# Below this many plans, all with exceptions is nothing strange.
_FEW_PLANS = 20


def _outcome(assessment: Here) -> str:
    return assessment.text("AssessmentOutcome")


def _received_on(assessment: Here) -> dt.date | None:
    return assessment.within("Requests").day("ReceivedDate")


def _off_list(assessment: Here) -> Iterator[str]:
    if _outcome(assessment) not in OUTCOMES:
        yield "AssessmentOutcome"


def _several(request: Here) -> Iterator[str]:
    if len(request.every("Assessment")) > 1:
        yield "Assessment"


def _day_needed(assessment: Here) -> Iterator[str]:
    if _outcome(assessment) == "N":
        yield from assessment.lacking("AssessmentOutcomeDate")


def _issued_without_day(assessment: Here) -> Iterator[str]:
    if (
        _outcome(assessment) == "Y"
        and not assessment.has("AssessmentOutcomeDate")
        and assessment.every("NamedPlan")
    ):
        yield "AssessmentOutcomeDate"


def _day_order(assessment: Here) -> Iterator[str]:
    ended_on = assessment.day("AssessmentOutcomeDate")
    request = assessment.within("Requests")
    earlier = (request.day("ReceivedDate"), request.day("RequestOutcomeDate"))
    if ended_on is not None and (
        ended_on > assessment.census_on
        or any(day is not None and ended_on < day for day in earlier)
    ):
        yield "AssessmentOutcomeDate"


def _flags(assessment: Here) -> Iterator[str]:
    if _outcome(assessment) in ("Y", "N"):
        for item in ("AssessmentMediation", "AssessmentTribunal"):
            if assessment.text(item) not in FLAGS:
                yield item
    for item in ("OtherMediation", "OtherTribunal"):
        yield from assessment.off_list(item, FLAGS)


def _week20(assessment: Here) -> Iterator[str]:
    is_issued = _outcome(assessment) == "Y" and assessment.has("AssessmentOutcomeDate")
    if is_issued and assessment.text("Week20") not in FLAGS:
        yield "Week20"


def _issued_late(assessment: Here) -> Iterator[str]:
    if _outcome(assessment) == "Y" and not is_yes(assessment, "Week20"):
        received_on = _received_on(assessment)
        yield from late(assessment, "final_plan", received_on, "AssessmentOutcomeDate")


def _refused_late(assessment: Here) -> Iterator[str]:
    if _outcome(assessment) == "N":
        yield from late(
            assessment,
            "decision_not_to_issue",
            _received_on(assessment),
            "AssessmentOutcomeDate",
        )


def _all_excepted(assessment: Here, memory: dict[Any, Any]) -> Iterator[str]:
    """Tell once, at the plan that makes it many, while no plan was without exceptions."""
    if _outcome(assessment) != "Y" or not assessment.has("AssessmentOutcomeDate"):
        return
    kind = "with" if is_yes(assessment, "Week20") else "without"
    memory[kind] = memory.get(kind, 0) + 1
    if memory == {"with": _FEW_PLANS}:
        yield "Week20"


def _no_plan_though_active(assessment: Here) -> Iterator[str]:
    is_active = assessment.within("Requests").every("ActivePlans")
    if _outcome(assessment) == "H" and is_active and not assessment.every("NamedPlan"):
        yield "AssessmentOutcome"


def _moved_in_but_not_historical(request: Here) -> Iterator[str]:
    moved_in = any(a.has("TransferLA") for a in request.every("ActivePlans"))
    outcomes = [a.text("AssessmentOutcome") for a in request.every("Assessment")]
    if moved_in and any(found != "H" for found in outcomes):
        yield "Assessment"


_DATE = "Requests/Assessment/AssessmentOutcomeDate"

ASSESSMENT_RULES = (
    Rule(
        id="sen2.asm-outcome",
        of="Assessment",
        wording="the outcome of the assessment is missing or not on the list",
        action="give Y, N, A, W or H",
        basis="form of the return",
        find=_off_list,
        failing=(
            Example({"Requests/Assessment/AssessmentOutcome": "S"}),
            Example({"Requests/Assessment/AssessmentOutcome": None}),
        ),
    ),
    Rule(
        id="sen2.asm-twice",
        of="Requests",
        wording="the request has several assessments",
        action="give each assessment a request of its own",
        basis="form of the return",
        find=_several,
        failing=(
            Example(
                more={
                    "Requests": "<Assessment><AssessmentOutcome>A</AssessmentOutcome>"
                    "</Assessment>"
                }
            ),
        ),
    ),
    Rule(
        id="sen2.asm-date-needed",
        of="Assessment",
        wording="it was decided not to issue a plan, and the day is missing",
        action="give AssessmentOutcomeDate",
        basis="guide",
        find=_day_needed,
        failing=(Example({_DATE: None}, like="no plan"),),
        passing=(Example(like="no plan"),),
    ),
    Rule(
        id="sen2.asm-date-y-blank",
        of="Assessment",
        wording="there is a plan, and the day on which it was issued is missing",
        action="give AssessmentOutcomeDate, or leave the plan out until it is issued",
        basis="guide",
        find=_issued_without_day,
        severity="query",
        failing=(Example({_DATE: None}),),
        passing=(Example({_DATE: None, "Requests/Assessment/NamedPlan": None}),),
    ),
    Rule(
        id="sen2.asm-date-order",
        of="Assessment",
        wording="the assessment ended before the request or its decision, or after census",
        action="check the days",
        basis="meaning of the items",
        find=_day_order,
        failing=(Example({_DATE: "2025-03-16"}), Example({_DATE: "2026-01-16"})),
        passing=(Example({_DATE: "2025-03-17"}), Example({_DATE: "2026-01-15"})),
    ),
    Rule(
        id="sen2.asm-flags",
        of="Assessment",
        wording="a flag of mediation or tribunal is missing or neither 1 nor 0",
        action="give 1 or 0",
        basis="meaning of the items",
        find=_flags,
        failing=(
            Example({"Requests/Assessment/AssessmentTribunal": None}),
            Example({"Requests/Assessment/OtherMediation": "Y"}),
        ),
        passing=(Example({"Requests/Assessment/AssessmentTribunal": "1"}),),
    ),
    Rule(
        id="sen2.asm-week20",
        of="Assessment",
        wording="a plan was issued, and Week20 is neither 1 nor 0",
        action="give 1 if exceptions apply and 0 if they do not",
        basis="guide",
        find=_week20,
        failing=(Example({"Requests/Assessment/Week20": None}),),
        passing=(Example({"Requests/Assessment/Week20": "1"}),),
    ),
    Rule(
        id="sen2.asm-20wk",
        of="Assessment",
        wording="the plan was issued after more than 140 days, and no exception applies",
        action="check the days and Week20; if they are right, be ready to explain",
        basis="SI 2014/1530, regulation 13",
        find=_issued_late,
        severity="query",
        failing=(Example({_DATE: "2025-06-24"}),),
        passing=(
            Example({_DATE: "2025-06-23"}),
            Example({_DATE: "2025-06-24", "Requests/Assessment/Week20": "1"}),
        ),
    ),
    Rule(
        id="sen2.asm-week20-all",
        of="Assessment",
        wording="twenty plans were issued, and an exception applies to every one so far",
        action="check how Week20 is filled; DfE leaves out authorities that flag all",
        basis="notes on published figures",
        remember=_all_excepted,
        severity="query",
        failing=(Example({"Requests/Assessment/Week20": "1"}, times=_FEW_PLANS),),
        passing=(Example({"Requests/Assessment/Week20": "1"}, times=_FEW_PLANS - 1),),
    ),
    Rule(
        id="sen2.asm-16wk",
        of="Assessment",
        wording="the decision not to issue a plan was told after more than 112 days",
        action="check the days; if they are right, be ready to explain",
        basis="SI 2014/1530, regulation 10",
        find=_refused_late,
        severity="query",
        failing=(Example({_DATE: "2025-05-27"}, like="no plan"),),
        passing=(Example({_DATE: "2025-05-26"}, like="no plan"),),
    ),
    Rule(
        id="sen2.asm-h-plan",
        of="Assessment",
        wording="the assessment is historical and a plan active, and NamedPlan is missing",
        action="describe the plan in NamedPlan",
        basis="guide",
        find=_no_plan_though_active,
        failing=(Example({"Requests/Assessment/NamedPlan": None}, like="older plan"),),
        passing=(Example(like="older plan"),),
    ),
    Rule(
        id="sen2.asm-transfer-h",
        of="Requests",
        wording="the plan came from another authority, and the assessment is not"
        " historical",
        action="give H as the outcome of request and assessment",
        basis="guide",
        find=_moved_in_but_not_historical,
        failing=(Example({"Requests/ActivePlans/TransferLA": "926"}),),
        passing=(
            Example({"Requests/ActivePlans/TransferLA": "926"}, like="older plan"),
        ),
    ),
)
