"""Plans that began, are maintained, and ended."""

from functools import partial

from send_metrics.kpis.conditions import (
    any_is_yes,
    happened_by_then,
    is_none_of,
    is_recorded,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Count, Part, RateOfCounts
from send_metrics.kpis.sources import ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE, TRANSFERRED_IN

CHILD = ("authority", "sex", "ethnicity", "ethnicity_group", "primary_need")
SETTING = ("secondary_need", "placement_type", "provision", "age_on_31_august")
ACTIVE = (
    happened_by_then("started_on", "the plan had started by that day"),
    not_happened_by_then("ceased_on", "the plan had not ended by that day"),
)
ONE_CENSUS_ONLY = (
    "a SEN2 return holds the plans of one census: plans that ended before its"
    " period are not in it, so earlier days are undercounted"
)

count_of_plans = partial(
    Count,
    table="ehc_plans",
    better="neither",
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)
count_of_active_plans = partial(
    count_of_plans,
    population=ACTIVE,
    stock=True,
    dimensions=(*CHILD, *SETTING),
    deviations=(ONE_CENSUS_ONLY,),
)

PLANS_STARTED = count_of_plans(
    id="ehcp.plans_started",
    title="New EHC plans",
    population=(),
    exclusions=(TRANSFERRED_IN,),
    dated_by="started_on",
    counted="plans by the day they started",
    dimensions=(*CHILD, "placement_type", "age_at_start"),
    citation=ehc_statistics("new plans: plans by start date"),
    deviations=(
        "a plan that was replaced by a later one within the year appears once, with"
        " its current start",
    ),
)

PLANS_ACTIVE = count_of_active_plans(
    id="ehcp.plans_active",
    title="Children and young people with an EHC plan",
    counted="plans maintained on the day",
    citation=ehc_statistics("caseload: plans maintained on census day"),
)

PLANS_CEASED = count_of_plans(
    id="ehcp.plans_ceased",
    title="EHC plans that ended",
    population=(
        is_recorded("ceased_on", "the plan has ended or was transferred").otherwise(
            "the plan has neither ended nor been transferred"
        ),
    ),
    dated_by="ceased_on",
    counted="plans that ended",
    dimensions=(*CHILD, "cease_reason", "age_at_cease"),
    citation=ehc_statistics("ceased plans: plans by cease date"),
)

CEASED_OF_CASELOAD = RateOfCounts(
    id="ehcp.plans_ceased_of_caseload",
    title="EHC plans that ended in the year, of those maintained when it began",
    table="ehc_plans",
    top=(Part(PLANS_CEASED),),
    bottom=(Part(PLANS_ACTIVE, "on the census day before"),),
    counted="plans maintained in January of the year",
    better="neither",
    dimensions=CHILD,
    citation=ehc_statistics("ceased plans; caseload: no share is published"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE publishes no share; plans that both began and ended in the year are in the"
        " top and not in the bottom",
        "a return holds the plans that ended since the census before it, so that the"
        " caseload of that census is counted from it; plans that moved in since, and began"
        " before, are counted too",
    ),
)

PERSONAL_BUDGETS = count_of_active_plans(
    id="ehcp.personal_budgets",
    title="EHC plans with a personal budget",
    population=(
        *ACTIVE,
        any_is_yes(("personal_budget",), "there is a personal budget").otherwise(
            "there is no personal budget"
        ),
    ),
    counted="plans maintained on the day with a personal budget",
    citation=ehc_statistics("personal budgets: personal_budget"),
)

ORGANISED_ARRANGEMENTS = count_of_active_plans(
    id="ehcp.organised_arrangements",
    title="EHC plans with organised arrangements",
    population=(
        *ACTIVE,
        any_is_yes(
            ("organised_arrangements",),
            "the authority organises provision within a notional budget",
        ).otherwise(
            "the authority does not organise provision within a notional budget"
        ),
    ),
    counted="plans maintained on the day with organised arrangements",
    citation=ehc_statistics("personal budgets: org_arrangments"),
)

DIRECT_PAYMENTS = count_of_active_plans(
    id="ehcp.direct_payments",
    title="EHC plans with direct payments",
    population=(
        *ACTIVE,
        is_none_of(
            "direct_payments", ("none", "unknown"), "there are direct payments"
        ).otherwise("there are no direct payments"),
    ),
    counted="plans maintained on the day with direct payments",
    dimensions=(*CHILD, *SETTING, "direct_payments"),
    citation=ehc_statistics(
        "personal budgets: pb_education, pb_social, pb_health, pb_integrated"
    ),
)

DEFINITIONS = (
    PLANS_STARTED,
    PLANS_ACTIVE,
    PLANS_CEASED,
    CEASED_OF_CASELOAD,
    PERSONAL_BUDGETS,
    ORGANISED_ARRANGEMENTS,
    DIRECT_PAYMENTS,
)
