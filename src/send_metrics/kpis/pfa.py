"""Preparing for adulthood: young people on supported internships."""

from send_metrics.kpis.conditions import (
    happened_by_then,
    is_between,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Count
from send_metrics.kpis.sources import HERTFORDSHIRE_PLAN
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

SUPPORTED_INTERNS_HOSTED = Count(
    id="pfa.supported_interns_hosted",
    title="Supported interns hosted",
    table="interns",
    population=(
        happened_by_then("started_on", "the internship had started by that day"),
        not_happened_by_then("ended_on", "the internship had not ended by that day"),
        is_between(
            "age_at_start", 16, 25, "the intern was aged 16 to 25 on the first day"
        ),
    ),
    stock=True,
    counted="supported interns with a host on the day",
    better="higher",
    dimensions=("host", "provider", "age_at_start"),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "SEN2 counts supported internships that plans name: placement.work_based; an intern"
        " here need not have a plan of this authority, and is counted where hosted",
        "one who is hosted in two places at once is counted twice",
    ),
)

DEFINITIONS = (SUPPORTED_INTERNS_HOSTED,)
