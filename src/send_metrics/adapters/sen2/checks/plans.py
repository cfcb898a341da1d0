"""Rules about EHC plans and the settings that they name."""

from collections import Counter
from collections.abc import Iterator

from send_metrics.adapters.sen2.checks.requests import FLAGS, is_yes, plans_of
from send_metrics.adapters.sen2.checks.rule import Example, Here, NotRun, Rule
from send_metrics.adapters.sen2.checks.settings import setting_rules
from send_metrics.adapters.sen2.profiles import (
    CEASE_REASONS,
    DIRECT_PAYMENTS,
    NAMED_SETTINGS,
    RESIDENTIAL,
    WORK_BASED,
)

_YOUNGEST_AT = {"1": 19, "3": 16, "4": 16, "6": 16}


def _start(plan: Here) -> Iterator[str]:
    yield from plan.lacking("StartDate")
    started_on = plan.day("StartDate")
    if started_on is not None and started_on > plan.census_on:
        yield "StartDate"


def _start_and_issue(plan: Here) -> Iterator[str]:
    assessment = plan.within("Assessment")
    issued_on = assessment.day("AssessmentOutcomeDate")
    started_on = plan.day("StartDate")
    if (
        assessment.text("AssessmentOutcome") == "Y"
        and None not in (issued_on, started_on)
        and issued_on != started_on
    ):
        yield "StartDate"


def _plan_needed(request: Here) -> Iterator[str]:
    # What a historical assessment lacks is told by the rule about those.
    outcomes = [a.text("AssessmentOutcome") for a in request.every("Assessment")]
    if request.every("ActivePlans") and not plans_of(request) and "H" not in outcomes:
        yield "ActivePlans"


def ranks_are_off(records: list[Here], item: str, most: int | None) -> bool:
    """Tell whether not exactly one of some records has rank 1, or there are too many."""
    ranks = Counter(record.text(item) for record in records)
    return (
        ranks["1"] != 1 or ranks["2"] > 1 or (most is not None and len(records) > most)
    )


def _details(plan: Here) -> Iterator[str]:
    if ranks_are_off(plan.every("PlanDetail"), "PlacementRank", 2):
        yield "PlanDetail"


def _work_based_young(plan: Here) -> Iterator[str]:
    age = plan.age_on(plan.census_on)
    if plan.has("PlanWBP") and age is not None and age < 16:
        yield "PlanWBP"


def _budget(plan: Here) -> Iterator[str]:
    yield from plan.off_list("PB", FLAGS)
    yield from plan.off_list("OA", FLAGS)
    yield from plan.off_list("DP", DIRECT_PAYMENTS)
    is_used = is_yes(plan, "OA") or plan.has("DP")
    if is_yes(plan, "PB") and not is_used:
        yield "PB"
    if plan.has("DP") and plan.has("PB") and not is_yes(plan, "PB"):
        yield "DP"


def _cease_pair(plan: Here) -> Iterator[str]:
    yield from plan.off_list("CeaseReason", CEASE_REASONS)
    if plan.has("CeaseDate", "CeaseReason"):
        yield from plan.lacking("CeaseDate", "CeaseReason")


def _cease_order(plan: Here) -> Iterator[str]:
    ceased_on, started_on = plan.day("CeaseDate"), plan.day("StartDate")
    if ceased_on is not None and (
        ceased_on > plan.census_on
        or ceased_on < plan.returned.begins_on
        or (started_on is not None and ceased_on < started_on)
    ):
        yield "CeaseDate"


def _ceased_but_active(plan: Here) -> Iterator[str]:
    if plan.has("CeaseDate") and plan.within("Requests").every("ActivePlans"):
        yield "CeaseDate"


def _cease_age(plan: Here) -> Iterator[str]:
    age = plan.age_on(plan.day("CeaseDate"))
    youngest = _YOUNGEST_AT.get(plan.text("CeaseReason"))
    if None not in (age, youngest) and age < youngest:  # type: ignore[operator]
        yield "CeaseReason"


_PLAN = "Requests/Assessment/NamedPlan"
_DETAIL = f"{_PLAN}/PlanDetail"

PLAN_RULES = (
    Rule(
        id="sen2.pln-start",
        of="NamedPlan",
        wording="the day the plan started is missing, or after census day",
        action="give StartDate",
        basis="form of the return",
        find=_start,
        failing=(
            Example({f"{_PLAN}/StartDate": None}),
            Example({f"{_PLAN}/StartDate": "2026-01-16"}),
        ),
        passing=(Example({f"{_PLAN}/StartDate": "2026-01-15"}),),
    ),
    Rule(
        id="sen2.pln-start-vs-issue",
        of="NamedPlan",
        wording="the plan started on another day than it was issued",
        action="check StartDate and AssessmentOutcomeDate",
        basis="meaning of the items",
        find=_start_and_issue,
        severity="query",
        failing=(Example({f"{_PLAN}/StartDate": "2025-06-24"}),),
        passing=(Example(like="older plan"),),
    ),
    Rule(
        id="sen2.pln-needed",
        of="Requests",
        wording="a plan is active, and there is no NamedPlan",
        action="describe the plan in NamedPlan",
        basis="checks of other collections",
        find=_plan_needed,
        failing=(Example({_PLAN: None}),),
        passing=(
            Example({_PLAN: None, "Requests/ActivePlans": None}),
            Example({_PLAN: None}, like="older plan"),
        ),
    ),
    Rule(
        id="sen2.pln-detail",
        of="NamedPlan",
        wording="the plan names no setting of rank 1, two of one rank, or more than two",
        action="give one PlanDetail of rank 1, and at most one of rank 2",
        basis="form of the return",
        find=_details,
        failing=(
            Example({_DETAIL: None}),
            Example({f"{_DETAIL}/PlacementRank": "2"}),
            Example(
                more={
                    _PLAN: "<PlanDetail><URN>999998</URN>"
                    "<PlacementRank>1</PlacementRank></PlanDetail>"
                }
            ),
        ),
        passing=(
            Example(
                more={
                    _PLAN: "<PlanDetail><URN>999998</URN>"
                    "<PlacementRank>2</PlacementRank></PlanDetail>"
                }
            ),
        ),
    ),
    *setting_rules("pln", "PlanDetail", _DETAIL, NAMED_SETTINGS),
    Rule(
        id="sen2.pln-res",
        of="NamedPlan",
        wording="PlanRes is neither A nor B",
        action="give A or B, or leave it out if the setting is not residential",
        basis="form of the return",
        find=lambda plan: plan.off_list("PlanRes", RESIDENTIAL),
        failing=(Example({f"{_PLAN}/PlanRes": "C"}),),
        passing=(Example({f"{_PLAN}/PlanRes": "B"}),),
    ),
    Rule(
        id="sen2.pln-wbp",
        of="NamedPlan",
        wording="PlanWBP is none of A, T and S",
        action="give A, T or S, or leave it out if there is no work-based learning",
        basis="form of the return",
        find=lambda plan: plan.off_list("PlanWBP", WORK_BASED),
        failing=(Example({f"{_PLAN}/PlanWBP": "B"}),),
        passing=(Example({f"{_PLAN}/PlanWBP": "S", "PersonBirthDate": "2008-05-04"}),),
    ),
    Rule(
        id="sen2.pln-wbp-age",
        of="NamedPlan",
        wording="the plan names work-based learning for a child under 16",
        action="check PlanWBP and the date of birth",
        basis="meaning of the items",
        find=_work_based_young,
        severity="query",
        failing=(Example({f"{_PLAN}/PlanWBP": "S", "PersonBirthDate": "2010-01-16"}),),
        passing=(Example({f"{_PLAN}/PlanWBP": "S", "PersonBirthDate": "2010-01-15"}),),
    ),
    Rule(
        id="sen2.pln-pb",
        of="NamedPlan",
        wording="a personal budget is taken up without arrangements or payments, direct"
        " payments go without one, or a code is not on the list",
        action="give OA or DP with PB, and E, S, H or I as DP",
        basis="meaning of the items",
        find=_budget,
        failing=(
            Example({f"{_PLAN}/PB": "1"}),
            Example({f"{_PLAN}/DP": "E"}),
            Example({f"{_PLAN}/PB": "1", f"{_PLAN}/DP": "Q"}),
        ),
        passing=(Example({f"{_PLAN}/PB": "1", f"{_PLAN}/DP": "E"}),),
    ),
    Rule(
        id="sen2.pln-cease-pair",
        of="NamedPlan",
        wording="the day or the reason a plan ended is missing, or the reason is unknown",
        action="give both, the reason from 1 to 9",
        basis="guide",
        find=_cease_pair,
        failing=(
            Example({f"{_PLAN}/CeaseReason": None}, like="ceased plan"),
            Example({f"{_PLAN}/CeaseDate": None}, like="ceased plan"),
            Example({f"{_PLAN}/CeaseReason": "10"}, like="ceased plan"),
        ),
        passing=(Example(like="ceased plan"),),
    ),
    Rule(
        id="sen2.pln-cease-order",
        of="NamedPlan",
        wording="the plan ended before it started, or not in the year of the return",
        action="check CeaseDate and StartDate",
        basis="meaning of the items",
        find=_cease_order,
        failing=(
            Example({f"{_PLAN}/CeaseDate": "2024-12-31"}, like="ceased plan"),
            Example({f"{_PLAN}/CeaseDate": "2026-01-16"}, like="ceased plan"),
            Example({f"{_PLAN}/StartDate": "2025-09-01"}, like="ceased plan"),
        ),
        passing=(
            Example({f"{_PLAN}/CeaseDate": "2025-01-01"}, like="ceased plan"),
            Example({f"{_PLAN}/CeaseDate": "2026-01-15"}, like="ceased plan"),
        ),
    ),
    Rule(
        id="sen2.pln-cease-active",
        of="NamedPlan",
        wording="the plan has ended and is active",
        action="leave ActivePlans out, or CeaseDate",
        basis="meaning of the items",
        find=_ceased_but_active,
        failing=(
            Example({f"{_PLAN}/CeaseDate": "2025-08-31", f"{_PLAN}/CeaseReason": "2"}),
        ),
        passing=(Example(like="ceased plan"),),
    ),
    Rule(
        id="sen2.pln-cease-age",
        of="NamedPlan",
        wording="the person was too young for the reason that the plan ended",
        action="check the reason, the day and the date of birth",
        basis="meaning of the items",
        find=_cease_age,
        severity="query",
        failing=(
            Example(
                {f"{_PLAN}/CeaseReason": "6", "PersonBirthDate": "2009-09-01"},
                like="ceased plan",
            ),
        ),
        passing=(
            Example(
                {f"{_PLAN}/CeaseReason": "6", "PersonBirthDate": "2009-08-31"},
                like="ceased plan",
            ),
        ),
    ),
)

PLANS_NOT_RUN = (
    NotRun(
        id="sen2.pln-urn-register",
        wording="the URN is not in the register of schools, or the school had closed",
        why="needs DfE's register of schools (GIAS), which is not read yet",
    ),
    NotRun(
        id="sen2.pln-su-rp-gias",
        wording="special provision is flagged at a school that has none",
        why="needs DfE's register of schools (GIAS), which is not read yet",
    ),
    NotRun(
        id="sen2.pln-cease-transfer",
        wording="a plan ended by transfer, and no authority reports that it came",
        why="needs the returns of other authorities",
    ),
)
