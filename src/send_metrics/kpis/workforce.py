"""Staff of the EHC service: in post, joining, trained, leaving, and their cases.

Nobody publishes such figures for EHC teams. The formulas are those of DfE's statistics on
children's social work, in full-time equivalents, which stand in the tables as hundredths
so that sums are exact.
"""

from functools import partial

import narwhals.stable.v2 as nw

from send_metrics.kpis.conditions import (
    happened_by_then,
    is_none_of,
    is_one_of,
    is_recorded,
    lasted_days,
    not_already,
    not_happened_by_then,
    on_that_day,
)
from send_metrics.kpis.definition import (
    Amount,
    Count,
    Exclusion,
    Part,
    Proportion,
    Rate,
    RateOfCounts,
)
from send_metrics.kpis.sources import HERTFORDSHIRE_PLAN, SOCIAL_WORK_WORKFORCE
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.schema import UNKNOWN

A_YEAR = 365
"""Days after which a starter has been there for a year."""

_FTE = "hundredths of FTE"
_POST = ("organisation", "team", "role")
_OF_THE_EHC_TEAM = is_one_of(
    "role",
    ("coordinator", "ehc_team"),
    "the post is of an EHC coordinator or of another member of the EHC team",
).otherwise("the post is not one of the EHC team")
_JOINED_THE_EHC_TEAM = is_one_of(
    "role",
    ("coordinator", "ehc_team"),
    "the person is an EHC coordinator or another member of the EHC team",
).otherwise("the person is not a member of the EHC team")
_AS_IT_WAS_THEN = (
    happened_by_then("started_on", "it was so by that day"),
    not_happened_by_then("ended_on", "it was still so on that day").otherwise(
        "it was so no longer on that day"
    ),
)
_HELD_BY_AN_EMPLOYEE = is_one_of(
    "status", ("filled",), "an employee holds the post"
).otherwise("no employee holds the post")
_NOT_OF_SOCIAL_WORKERS = (
    "DfE publishes the formula for children's social workers; EHC teams have no figures"
)

_of_posts = partial(
    Proportion,
    table="workforce_posts",
    stock=True,
    weight="fte_hundredths",
    dimensions=_POST,
    citation=SOCIAL_WORK_WORKFORCE,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)
_count_of_posts = partial(
    Count,
    table="workforce_posts",
    stock=True,
    better="higher",
    dimensions=_POST,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)
_of_moves = partial(
    Proportion,
    table="workforce_moves",
    better="higher",
    dimensions=(*_POST, "programme", "cohort"),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)
_count_of_moves = partial(
    Count,
    table="workforce_moves",
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)

EXPERTS_BY_EXPERIENCE = _count_of_posts(
    id="workforce.experts_by_experience",
    title="Experts by Experience in post",
    population=(
        is_one_of(
            "role", ("expert_by_experience",), "the post is of an Expert by Experience"
        ),
        _HELD_BY_AN_EMPLOYEE,
        *_AS_IT_WAS_THEN,
    ),
    counted="Experts by Experience in post on the day",
    dimensions=("organisation", "team"),
    citation=HERTFORDSHIRE_PLAN,
    deviations=("people are counted, whatever their hours",),
)

FTE_IN_POST = _count_of_posts(
    id="workforce.fte_in_post",
    title="EHC staff in post, in full-time equivalents",
    population=(_OF_THE_EHC_TEAM, _HELD_BY_AN_EMPLOYEE, *_AS_IT_WAS_THEN),
    weight="fte_hundredths",
    unit=_FTE,
    counted="hundredths of FTE of EHC staff in post on the day",
    citation=SOCIAL_WORK_WORKFORCE,
    deviations=(_NOT_OF_SOCIAL_WORKERS, "agency workers are not counted"),
)

VACANCY_RATE = _of_posts(
    id="workforce.vacancy_rate",
    title="Vacancy rate of EHC posts",
    population=(_OF_THE_EHC_TEAM, *_AS_IT_WAS_THEN),
    exclusions=(
        Exclusion(
            "frozen",
            is_one_of("status", ("frozen",), "the post is not to be filled"),
            "nobody is sought for it",
        ),
    ),
    numerator=~_HELD_BY_AN_EMPLOYEE,
    counted="hundredths of FTE of EHC posts on the day",
    better="lower",
    deviations=(
        _NOT_OF_SOCIAL_WORKERS,
        "posts that an agency worker covers count as vacant; workforce.agency_rate shows"
        " how many those are",
        "frozen posts are left out here",
    ),
)

AGENCY_RATE = _of_posts(
    id="workforce.agency_rate",
    title="Agency workers, of those who work in EHC posts",
    population=(
        _OF_THE_EHC_TEAM,
        is_one_of(
            "status", ("filled", "agency"), "somebody works in the post"
        ).otherwise("nobody works in the post"),
        *_AS_IT_WAS_THEN,
    ),
    numerator=is_one_of("status", ("agency",), "an agency worker covers it").otherwise(
        "an employee holds it"
    ),
    counted="hundredths of FTE of EHC posts in which somebody works on the day",
    better="lower",
    deviations=(_NOT_OF_SOCIAL_WORKERS,),
)

LEAVERS = _count_of_moves(
    id="workforce.leavers",
    title="EHC staff who left, in full-time equivalents",
    population=(
        _JOINED_THE_EHC_TEAM,
        is_recorded("left_on", "the person has left").otherwise(
            "the person has not left"
        ),
    ),
    exclusions=(
        Exclusion(
            "moved within",
            is_one_of(
                "leaving_reason",
                ("moved_within",),
                "the person moved to another service of the organisation",
            ),
            "the organisation has not lost them",
        ),
    ),
    dated_by="left_on",
    weight="fte_hundredths",
    unit=_FTE,
    counted="hundredths of FTE of EHC staff who left",
    better="lower",
    dimensions=(*_POST, "leaving_reason"),
    citation=SOCIAL_WORK_WORKFORCE,
    deviations=(_NOT_OF_SOCIAL_WORKERS,),
)

TURNOVER = RateOfCounts(
    id="workforce.turnover",
    title="Turnover of EHC staff",
    table="workforce_moves",
    top=(Part(LEAVERS),),
    bottom=(Part(FTE_IN_POST, "on the last day of the period"),),
    counted="hundredths of FTE in post",
    better="lower",
    dimensions=_POST,
    citation=SOCIAL_WORK_WORKFORCE,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        _NOT_OF_SOCIAL_WORKERS,
        "it is of the period that is asked for and not brought to a year: ask for 12"
        " months, as DfE does",
    ),
)

_STAYED_A_YEAR = lasted_days(
    "joined_on",
    "left_on",
    days=A_YEAR,
    wording=f"the person was still there {A_YEAR} days after they joined",
).otherwise(f"the person left within {A_YEAR} days after they joined")

RETENTION = _of_moves(
    id="workforce.retention_12_months",
    title="EHC staff who are still there 12 months after they joined",
    population=(_JOINED_THE_EHC_TEAM,),
    exclusions=(
        Exclusion(
            "fixed term ended",
            is_one_of("leaving_reason", ("fixed_term_ended",), "a fixed term had ended")
            & ~_STAYED_A_YEAR,
            "they were not to stay",
        ),
    ),
    numerator=_STAYED_A_YEAR,
    dated_by="joined_on",
    due_after_days=A_YEAR,
    counted=f"EHC staff whose first {A_YEAR} days ended in the period",
    deviations=(
        "of a period of 12 months, these are the starters of 12 to 24 months ago",
        "who moved to another service of the organisation is not there any more",
    ),
)

RECRUITED = _count_of_moves(
    id="workforce.recruitment_vs_target",
    title="Staff appointed to new roles of a recruitment programme",
    population=(
        is_none_of(
            "programme", ("none",), "the role was created by a recruitment programme"
        ).otherwise("the role was not created by a recruitment programme"),
    ),
    measurable=(
        is_none_of(
            "programme", (UNKNOWN,), "it is known which programme created the role"
        ).otherwise("it is not known whether a programme created the role"),
    ),
    dated_by="joined_on",
    counted="staff who joined in roles that a recruitment programme created",
    better="higher",
    dimensions=(*_POST, "programme", "cohort", "joined_from"),
    citation=HERTFORDSHIRE_PLAN,
    deviations=(
        "the target belongs to the plan, with its history; ask for the period from the"
        " day that the target counts from",
        "those who came from within the organisation are counted and leave a post behind:"
        " the column joined_from (outside or within) tells them apart",
    ),
)

INDUCTION_COMPLETED = _of_moves(
    id="workforce.academy_completion",
    title="New staff who completed their induction at the academy",
    stock=True,
    population=(
        is_recorded("induction_due_on", "an induction is due").otherwise(
            "no induction is due"
        ),
        happened_by_then("induction_due_on", "the induction was due by that day"),
    ),
    exclusions=(
        Exclusion(
            "left before it was due",
            ~not_already(
                "left_on",
                "induction_due_on",
                "the person was there on the day that the induction was due",
                or_that_day=True,
            ).otherwise("the person had left by the day that the induction was due"),
            "they had until that day to complete it",
        ),
    ),
    numerator=~not_happened_by_then(
        "induction_completed_on", "the induction had not been completed by that day"
    ),
    counted="new staff whose induction was due by the day",
    deviations=(
        "who was to be inducted, and by when, is told by the list of those who joined: a"
        " list of those who attended does not tell who is missing",
        "an induction that was completed late counts, once it is",
    ),
)

CASES_PER_COORDINATOR = Rate(
    id="workforce.cases_per_coordinator",
    title="Cases per EHC coordinator",
    table="caseload_assignments",
    population=(
        on_that_day("counted_on", "the cases were counted on that day").otherwise(
            "the cases were counted on another day"
        ),
    ),
    stock=True,
    snapshot="counted_on",
    top=(
        Amount(
            "plans and open assessments, in hundredths",
            ("plans", "assessments"),
            lambda: (nw.col("plans") + nw.col("assessments")) * 100,
            ("hundredfold", "plans", "assessments"),
        ),
    ),
    bottom=("available_fte_hundredths",),
    unit="cases per FTE",
    counted="hundredths of FTE of coordinators who are there",
    better="lower",
    dimensions=("organisation", "team"),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "cases of coordinators on long-term absence, and those that no coordinator holds,"
        " are counted: somebody must see to them",
        "every case counts as one, however much work it is",
    ),
)

DEFINITIONS = (
    EXPERTS_BY_EXPERIENCE,
    FTE_IN_POST,
    VACANCY_RATE,
    AGENCY_RATE,
    LEAVERS,
    TURNOVER,
    RETENTION,
    RECRUITED,
    INDUCTION_COMPLETED,
    CASES_PER_COORDINATOR,
)
