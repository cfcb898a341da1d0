"""Whole journeys of children through services, each followed by person."""

from functools import partial

from attrs import evolve

from send_metrics.kpis.conditions import (
    are_the_same,
    at_most,
    is_none_of,
    is_one_of,
    is_recorded,
    not_before,
)
from send_metrics.kpis.definition import Waits
from send_metrics.kpis.sources import COMMUNITY_WAITS
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.kpis.waits import FEWEST_FOR_A_PERCENTILE
from send_metrics.records.journeys import route_named
from send_metrics.records.tables import AFTER_CONTACT

_AS_HERE = (
    "no official figure follows a child from service to service; here the referrals of one"
    " person to the services of a route are put together",
    "each service is a route by itself here, from the first referral to it, declined ones"
    " too; journeys through several are a definition of their own, for each such route",
    "a journey is over when the last service, having seen the child or told an outcome,"
    " closes the referral; a later referral begins another",
    "children who are still on their way are not in this figure",
)
_OUTCOMES = (
    "an outcome is a referral closed as assessed, diagnosed or not diagnosed; many services"
    " tell none",
)
_ALONE = are_the_same("route", "service", "the route is of one service").otherwise(
    "the route is of several services"
)
_SEEN = is_recorded(
    "seen_on", "there was an attended contact with the last service"
).otherwise("there was no attended contact with the last service")
_TOLD = is_recorded("outcome_on", "the last service told an outcome").otherwise(
    "the last service has told no outcome"
)
_FOUND = at_most(
    "services_not_found", 0, "a referral to every service of the route was found"
).otherwise("a referral to some service of the route was not found")
_WHOLE_TO_CONTACT = not_before(
    "started_on", "seen_on", "the first contact was not before the referral"
)
_WHOLE_TO_OUTCOME = not_before(
    "started_on", "outcome_on", "the outcome was not before the referral"
)
_IN_ORDER = not_before(
    "began_on", "ended_on", "the stage did not end before it began"
).otherwise("the stage ended before it began")

_journey = partial(
    Waits,
    table="referral_journeys",
    clock_start="started_on",
    least=FEWEST_FOR_A_PERCENTILE,
    better="lower",
    dimensions=("service", "route", "area"),
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)
_stages = partial(
    Waits,
    table="journey_stages",
    clock_start="began_on",
    clock_stop="ended_on",
    least=FEWEST_FOR_A_PERCENTILE,
    better="lower",
    dimensions=("stage", "service", "route", "area"),
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)

TO_FIRST_CONTACT = _journey(
    id="waits.journey_to_first_contact",
    title="Weeks of the whole journey to the first contact with the last service",
    population=(_ALONE, _SEEN),
    measurable=(_FOUND, _WHOLE_TO_CONTACT),
    clock_stop="seen_on",
    dated_by="seen_on",
    counted="journeys by the day of first contact",
    deviations=_AS_HERE,
)

TO_OUTCOME = _journey(
    id="waits.journey_to_outcome",
    title="Weeks of the whole journey to an outcome",
    population=(_ALONE, _TOLD),
    measurable=(_FOUND, _WHOLE_TO_OUTCOME),
    clock_stop="outcome_on",
    dated_by="outcome_on",
    counted="journeys by the day of outcome",
    deviations=(*_AS_HERE, *_OUTCOMES),
)

STAGES_TO_FIRST_CONTACT = _stages(
    id="waits.journey_stages_to_first_contact",
    title="Weeks of each stage of the journey to the first contact",
    population=(
        _ALONE,
        _SEEN,
        is_none_of(
            "stage", (AFTER_CONTACT,), "the stage was before that contact"
        ).otherwise("the stage was after that contact"),
    ),
    measurable=(_FOUND, _WHOLE_TO_CONTACT, _IN_ORDER),
    dated_by="seen_on",
    counted="stages of journeys by the day of the first contact with the last service",
    deviations=(*_AS_HERE, "a stage lasts up to the referral to the next service"),
)

STAGES_TO_OUTCOME = _stages(
    id="waits.journey_stages_to_outcome",
    title="Weeks of each stage of the journey to an outcome",
    population=(_ALONE, _TOLD),
    measurable=(_FOUND, _WHOLE_TO_OUTCOME, _IN_ORDER),
    dated_by="outcome_on",
    counted="stages of journeys by the day of the outcome",
    deviations=(
        *_AS_HERE,
        *_OUTCOMES,
        "a stage lasts up to the referral to the next service; the last but one ends with"
        " the first contact",
    ),
)

DEFINITIONS = (
    TO_FIRST_CONTACT,
    TO_OUTCOME,
    STAGES_TO_FIRST_CONTACT,
    STAGES_TO_OUTCOME,
)


def along(journey: Waits, *services: str) -> Waits:
    """Return the same definition for journeys on one route, which merges with no other.

    The records must lead their journeys that way too: ``records.along(*services)``.
    """
    on_it = is_one_of(
        "route",
        (route_named(services),),
        f"the journey leads through {', then '.join(services)}",
    ).otherwise("the journey leads another way")
    others = (claim for claim in journey.population if claim != _ALONE)
    return evolve(journey, population=(on_it, *others))
