"""Suspensions and permanent exclusions, by the pupils of the area."""

from functools import partial

from send_metrics.kpis.conditions import is_one_of
from send_metrics.kpis.definition import Count, Part, RateOfCounts
from send_metrics.kpis.sources import SUSPENSION_STATISTICS
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

_PUPIL = ("sen_status", "primary_need", "area")

_count_of_exclusions = partial(
    Count,
    table="exclusions",
    dated_by="began_on",
    better="lower",
    dimensions=_PUPIL,
    citation=SUSPENSION_STATISTICS,
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)
_rate_of_exclusions = partial(
    RateOfCounts,
    table="exclusions",
    unit="per 100 pupils",
    decimals=2,
    counted="pupils on the list",
    better="lower",
    dimensions=_PUPIL,
    citation=SUSPENSION_STATISTICS,
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE divides by the pupils of the January census of the school year; here by those"
        " on the list that was handed in, so that it should be of that census",
        "terms of one school year add up: do not hold a part of a year against a whole one",
    ),
)

SUSPENSIONS = _count_of_exclusions(
    id="exclusions.suspensions",
    title="Suspensions",
    population=(is_one_of("exclusion_type", ("suspension",), "it was a suspension"),),
    counted="suspensions that began",
    deviations=("a pupil counts once for each suspension, however long it was",),
)

PERMANENT_EXCLUSIONS = _count_of_exclusions(
    id="exclusions.permanent_exclusions",
    title="Permanent exclusions",
    population=(
        is_one_of("exclusion_type", ("permanent",), "it was a permanent exclusion"),
    ),
    counted="permanent exclusions that began",
)

PUPILS_LISTED = Count(
    id="exclusions.pupils_listed",
    title="Pupils on the list that exclusions are divided by",
    table="pupils",
    population=(),
    stock=True,
    counted="pupils on the list",
    better="neither",
    dimensions=_PUPIL,
    citation=SUSPENSION_STATISTICS,
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=("the list has no day of its own: it is taken as it is on every day",),
)

SUSPENSION_RATE = _rate_of_exclusions(
    id="exclusions.suspension_rate",
    title="Suspensions per 100 pupils",
    top=(Part(SUSPENSIONS),),
    bottom=(Part(PUPILS_LISTED, "on the last day of the period"),),
)

PERMANENT_EXCLUSION_RATE = _rate_of_exclusions(
    id="exclusions.permanent_exclusion_rate",
    title="Permanent exclusions per 100 pupils",
    top=(Part(PERMANENT_EXCLUSIONS),),
    bottom=(Part(PUPILS_LISTED, "on the last day of the period"),),
)

DEFINITIONS = (
    SUSPENSIONS,
    PERMANENT_EXCLUSIONS,
    PUPILS_LISTED,
    SUSPENSION_RATE,
    PERMANENT_EXCLUSION_RATE,
)
