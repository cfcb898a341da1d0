"""Whether there are places enough, and whether somebody looks at the settings."""

from send_metrics.kpis.conditions import (
    at_least_as_many,
    happened_by_then,
    in_the_year_before,
    is_one_of,
    not_happened_by_then,
    not_known_to_be_later,
)
from send_metrics.kpis.definition import Count, Proportion
from send_metrics.kpis.sources import HERTFORDSHIRE_PLAN, SCHOOL_CAPACITY
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

PLACES_CREATED = Count(
    id="sufficiency.places_created",
    title="Specialist places created, less those that closed",
    table="places",
    population=(),
    dated_by="changed_on",
    weight="places_changed",
    unit="places",
    counted="specialist places that were added, less those that were closed",
    better="higher",
    dimensions=("sector", "area", "temporary"),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "the baseline is the first day of the period that is asked for; below 0, more"
        " places were closed than added",
        "temporary places are counted: temporary tells them apart",
        "whether more places are better is for the plan to say",
    ),
)

SPECIAL_SCHOOLS_OVER_CAPACITY = Proportion(
    id="sufficiency.special_schools_over_capacity",
    title="State special schools at or over capacity",
    table="schools",
    population=(
        is_one_of("phase", ("special",), "the school is a state special school"),
        not_known_to_be_later(
            "opened_on", "the school is not known to have opened later"
        ),
        not_happened_by_then("closed_on", "the school had not closed by that day"),
    ),
    stock=True,
    numerator=at_least_as_many(
        "pupils_on_roll", "capacity", "it had as many pupils as places, or more"
    ).otherwise("it had fewer pupils than places"),
    counted="state special schools that are open and whose pupils and places are known",
    better="lower",
    dimensions=("authority", "district"),
    citation=SCHOOL_CAPACITY,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE collects the capacity of special schools since 2023, still in development",
        "pupils and places are those of the list, which has no day of its own",
    ),
)

SETTINGS_MONITORED = Proportion(
    id="sufficiency.settings_monitored",
    title="Commissioned settings that were reviewed in the last 12 months",
    table="setting_reviews",
    population=(
        happened_by_then(
            "commissioned_on", "places had been commissioned from it by that day"
        ),
        not_happened_by_then(
            "ended_on", "places were still commissioned from it on that day"
        ).otherwise("places were commissioned from it no longer"),
    ),
    stock=True,
    numerator=in_the_year_before(
        "reviewed_on", "it was reviewed in the year up to that day"
    ),
    counted="settings from which places are commissioned on the day",
    better="higher",
    dimensions=("setting_kind",),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "the register holds the latest review only: asked of an earlier day, a setting that"
        " was reviewed since is not in the numerator",
    ),
)

DEFINITIONS = (PLACES_CREATED, SPECIAL_SCHOOLS_OVER_CAPACITY, SETTINGS_MONITORED)
