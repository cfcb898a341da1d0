"""Rules about EHC needs assessments."""

import datetime as dt
from collections.abc import Iterator

from send_metrics.adapters.sen2.checks.requests import FLAGS, is_yes, late, outcome
from send_metrics.adapters.sen2.checks.rule import YEARS, Example, Here, Rule, Share
from send_metrics.adapters.sen2.profiles import OUTCOMES

# In published figures for 2023 and 2024 no authority of 20 plans or more comes near this
# with 45 %, but for one that flags every plan.
_PERCENT_WITH_EXCEPTIONS = 50


def _outcome(assessment: Here) -> str:
    return assessment.text("AssessmentOutcome")


def _received_on(assessment: Here) -> dt.date | None:
    return assessment.within("Requests").day("ReceivedDate")


def _off_list(assessment: Here) -> Iterator[str]:
    return assessment.missing_or_off_list("AssessmentOutcome", OUTCOMES)


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
            yield from assessment.missing_or_off_list(item, FLAGS)
    for item in ("OtherMediation", "OtherTribunal"):
        yield from assessment.off_list(item, FLAGS)


def _is_issued(assessment: Here) -> bool:
    return _outcome(assessment) == "Y" and assessment.has("AssessmentOutcomeDate")


def _week20(assessment: Here) -> Iterator[str]:
    if _is_issued(assessment):
        yield from assessment.missing_or_off_list("Week20", FLAGS)


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


def _is_excepted(assessment: Here) -> bool | None:
    return is_yes(assessment, "Week20") if _is_issued(assessment) else None


def _no_plan_though_active(assessment: Here) -> Iterator[str]:
    is_active = assessment.within("Requests").every("ActivePlans")
    if _outcome(assessment) == "H" and is_active and not assessment.every("NamedPlan"):
        yield ""


def _moved_in_but_not_historical(request: Here) -> Iterator[str]:
    if not any(active.has("TransferLA") for active in request.every("ActivePlans")):
        return
    if outcome(request) != "H":
        yield "RequestOutcome"
    if any(_outcome(assessment) != "H" for assessment in request.every("Assessment")):
        yield "Assessment"


_MOVED = "Requests/ActivePlans/TransferLA"
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
        wording="an exception applies to half or more of the plans that were issued",
        action="check how Week20 is filled; DfE leaves out authorities that flag all",
        basis="notes on published figures",
        share=Share(_is_excepted, _PERCENT_WITH_EXCEPTIONS),
        severity="query",
        failing=(Example({"Requests/Assessment/Week20": "1"}, times=20),),
        passing=(Example({"Requests/Assessment/Week20": "1"}, times=19),),
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
        wording="the plan came from another authority, and its request or assessment is"
        " not historical",
        action="give H as the outcome of request and assessment",
        basis="guide",
        find=_moved_in_but_not_historical,
        years=YEARS - {2023},
        failing=(
            Example({_MOVED: "926"}),
            Example({_MOVED: "926", "Requests/RequestOutcome": "Y"}, like="older plan"),
        ),
        passing=(Example({_MOVED: "926"}, like="older plan"),),
    ),
)
