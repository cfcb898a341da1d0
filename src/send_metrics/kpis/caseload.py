"""Plans that began, are maintained, and ended."""

from send_metrics.kpis.conditions import (
    happened_by_then,
    is_recorded,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Count
from send_metrics.kpis.sources import ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE, TRANSFERRED_IN

_DIMENSIONS = ("authority", "sex", "ethnicity", "primary_need")
ACTIVE = (
    happened_by_then("started_on", "the plan had started by that day"),
    not_happened_by_then("ceased_on", "the plan had not ended by that day"),
)

PLANS_STARTED = Count(
    id="ehcp.plans_started",
    title="New EHC plans",
    table="ehc_plans",
    population=(),
    exclusions=(TRANSFERRED_IN,),
    dated_by="started_on",
    counted="plans by the day they started",
    better="neither",
    dimensions=(*_DIMENSIONS, "age_at_start"),
    citation=ehc_statistics("new plans: plans by start date"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "a plan that was replaced by a later one within the year appears once, with"
        " its current start",
    ),
)

PLANS_ACTIVE = Count(
    id="ehcp.plans_active",
    title="Children and young people with an EHC plan",
    table="ehc_plans",
    population=ACTIVE,
    stock=True,
    counted="plans maintained on the day",
    better="neither",
    dimensions=(*_DIMENSIONS, "age_on_31_august"),
    citation=ehc_statistics("caseload: plans maintained on census day"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "a SEN2 return holds the plans of one census: plans that ended before its"
        " period are not in it, so earlier days are undercounted",
    ),
)

PLANS_CEASED = Count(
    id="ehcp.plans_ceased",
    title="EHC plans that ended",
    table="ehc_plans",
    population=(is_recorded("ceased_on", "the plan has ended or was transferred"),),
    dated_by="ceased_on",
    counted="plans by the day they ended",
    better="neither",
    dimensions=(*_DIMENSIONS, "cease_reason", "age_at_cease"),
    citation=ehc_statistics("ceased plans: plans by cease date"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)

DEFINITIONS = (PLANS_STARTED, PLANS_ACTIVE, PLANS_CEASED)
