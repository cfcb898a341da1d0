"""How good plans are: audits of a sample of them, and checks of the services behind."""

from functools import partial

from send_metrics.kpis.conditions import (
    happened_by_then,
    is_none_of,
    is_one_of,
    is_recorded,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Condition, Exclusion, Proportion
from send_metrics.kpis.sources import LOCAL_FROM, improvement_plan
from send_metrics.records.casework_tables import GRADES

_GOOD = ("good", "outstanding")
_COMPLETED = is_recorded("audited_on", "the audit was completed")
_NO_AUDIT_OF_ITS_OWN = Exclusion(
    "moderation or pilot",
    is_one_of(
        "purpose",
        ("moderation", "pilot"),
        "it moderates another audit, or tries the tool out",
    ),
    "the plan would be counted twice, or by a tool that was not agreed yet",
)
_OF_ONE_TOOL = (
    "a change of the audit tool, its scale or the way plans are chosen starts a new"
    " series: break down by tool and sampling before comparing periods",
    "the interval takes the plans as drawn at random; rate no series on fewer than 20"
    " audits a period",
)

_share_of_audits = partial(
    Proportion,
    table="quality_audits",
    better="higher",
    dimensions=("authority", "plan_kind", "sampling", "tool", "team"),
    status="local convention",
    in_force_from=LOCAL_FROM,
)
_audited = partial(
    _share_of_audits,
    exclusions=(_NO_AUDIT_OF_ITS_OWN,),
    dated_by="audited_on",
    sampled=True,
    counted="audits completed",
    deviations=_OF_ONE_TOOL,
)


def _graded(column: str, what: str) -> Condition:
    return is_one_of(column, tuple(GRADES), f"{what} was graded")


def _good(column: str, what: str) -> Condition:
    return is_one_of(column, _GOOD, f"{what} was graded good or outstanding")


GOOD_OR_OUTSTANDING = _audited(
    id="quality.audit_good_or_outstanding",
    title="Audited EHC plans that are good or outstanding",
    population=(_COMPLETED,),
    measurable=(_graded("grade", "the plan"),),
    numerator=_good("grade", "the plan"),
    citation=improvement_plan("Improving the quality of EHCPs"),
)

HEALTH_ADVICE_GOOD = _audited(
    id="quality.audit_health_advice_good_or_outstanding",
    title="Audited EHC plans whose health advice is good or outstanding",
    population=(
        _COMPLETED,
        is_none_of("health_grade", ("none",), "the plan holds health advice").otherwise(
            "the plan holds no health advice"
        ),
    ),
    measurable=(_graded("health_grade", "the health advice"),),
    numerator=_good("health_grade", "the health advice"),
    counted="audits completed of plans with health advice",
    citation=improvement_plan("New health advices template for health professionals"),
)

CHILD_VOICE = _audited(
    id="quality.audit_child_voice",
    title="Audited EHC plans with a strong child's voice",
    population=(_COMPLETED,),
    measurable=(
        is_one_of(
            "child_voice",
            ("met", "not_met"),
            "the child's voice was judged against the standard",
        ),
    ),
    numerator=is_one_of(
        "child_voice", ("met",), "the standard for the child's voice was met"
    ),
    citation=improvement_plan("2: the plan must include the views of the child"),
)

AUDITS_DONE = _share_of_audits(
    id="quality.audits_done",
    title="Audits done, of those planned",
    population=(is_recorded("planned_on", "the audit was planned for a day"),),
    exclusions=(_NO_AUDIT_OF_ITS_OWN,),
    numerator=is_recorded("audited_on", "the audit was completed since"),
    dated_by="planned_on",
    counted="audits planned",
    citation=improvement_plan("Improving the quality of EHCPs"),
    deviations=(
        "an audit counts as done whenever it was completed, even after the period",
    ),
)

SERVICES_ASSURED = Proportion(
    id="quality.services_assured",
    title="Services checked against quality standards in this cycle",
    table="assurance_checks",
    population=(
        happened_by_then("cycle_began_on", "the cycle had begun by that day").otherwise(
            "the cycle had not begun by that day"
        ),
        not_happened_by_then("cycle_ends_on", "the cycle had not ended by that day"),
    ),
    numerator=~not_happened_by_then(
        "checked_on", "the service had not been checked by that day"
    ),
    stock=True,
    counted="services in scope of the standards on the day",
    better="higher",
    dimensions=("organisation", "service"),
    citation=improvement_plan("2: ways to check that services work to guidelines"),
    status="local convention",
    in_force_from=LOCAL_FROM,
)

DEFINITIONS = (
    GOOD_OR_OUTSTANDING,
    HEALTH_ADVICE_GOOD,
    CHILD_VOICE,
    AUDITS_DONE,
    SERVICES_ASSURED,
)
