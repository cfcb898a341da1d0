"""Whole journeys: the referrals of one person to services that follow on one another.

A journey begins with the first referral to any service of its route and is over when
the last of them, having seen the child or told an outcome, closes the referral. A child
who was declined and referred again is on one journey; one who comes back after it was
over is on another.
"""

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from send_metrics.domain.contacts import OUTCOMES
from send_metrics.records.expressions import (
    Frame,
    day_number,
    flag,
    integer,
    missing,
    text,
)
from send_metrics.records.tables import AFTER_CONTACT, JOURNEY_STAGES, REFERRAL_JOURNEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from send_metrics.records.records import Records

NEEDED_FOR_JOURNEYS = {
    "started_on": ("referred_on", "closed_on"),
    "seen_on": ("first_contact_on",),
    "outcome_on": ("close_reason", "closed_on"),
}
"""Columns of journeys, and those of referrals that they cannot be told without."""

NEEDED_FOR_STAGES = NEEDED_FOR_JOURNEYS | {"began_on": ("referred_on", "closed_on")}
"""The same of the stages of journeys."""


def route_named(services: "Sequence[str]") -> str:
    """Return the name of a route: its services in order.

    >>> route_named(["triage", "speech"])
    'triage > speech'
    """
    return " > ".join(services)


def journeys(records: "Records") -> Frame:
    """Return one row for each journey, finished or not.

    Where one of its referrals has no day, nobody knows when the journey began.
    """
    return _journeys(records).select(*REFERRAL_JOURNEYS.names)


def journey_stages(records: "Records") -> Frame:
    """Return one row for each stage of each journey; their days are those of the whole.

    A stage lasts from the referral to its service to that to the next, the last one up
    to the first contact; what follows, up to the outcome, is a stage of its own.
    """
    frame = _journeys(records)
    names = [text(name) for name in records.route] or [nw.col("service")]
    # The first stage begins with the journey, which another service may have begun.
    days = ["started_on", *(_referred(n) for n in range(2, len(names) + 1))]
    days += ["seen_on", "outcome_on"]
    stages: list[Any] = [
        frame.with_columns(
            name.alias("stage"),
            nw.col(began).alias("began_on"),
            nw.col(ended).alias("ended_on"),
        ).select(*JOURNEY_STAGES.names)
        for name, began, ended in zip(
            [*names, text(AFTER_CONTACT)], days[:-1], days[1:], strict=True
        )
    ]
    together: Frame = nw.concat(stages, how="vertical")
    return together


def _referred(step: int) -> str:
    return f"_referred_{step}"


def _found(step: int) -> str:
    return f"_found_{step}"


def _journeys(records: "Records") -> Frame:
    steps = range(1, max(len(records.route), 1) + 1)
    frame = _numbered(_with_ends(_on_the_route(records), last=steps[-1]))
    frame = frame.with_columns(
        missing("referred_on").alias("_undated"),
        *(flag(nw.col("_step") == step).alias(_found(step)) for step in steps),
        *(
            nw.when(nw.col("_step") == step)
            .then(nw.col("referred_on"))
            .alias(_referred(step))
            for step in steps
        ),
    )
    grouped: Any = frame.group_by("person_id", "route", "_journey")
    found: Frame = grouped.agg(
        nw.col("referral_id").min().alias("journey_id"),
        nw.col("area").min(),
        nw.col("referred_on").min(),
        nw.col("_undated").sum(),
        nw.col("seen_on", "outcome_on").min(),
        *(nw.col(_found(step)).max() for step in steps),
        *(nw.col(_referred(step)).min() for step in steps),
    )
    found_at = reduce(add, [nw.col(_found(step)) for step in steps])
    last = text(records.route[-1]) if records.route else nw.col("route")
    return found.with_columns(
        last.alias("service"),
        nw.when(nw.col("_undated") == 0)
        .then(nw.col("referred_on"))
        .alias("started_on"),
        (integer(len(steps)) - found_at).cast(nw.Int64).alias("services_not_found"),
    )


def _on_the_route(records: "Records") -> Frame:
    """Return the referrals to services of the route, each with the place of its own."""
    frame = records.rows("referrals")
    if not records.route:
        return frame.with_columns(
            nw.col("service").alias("route"), integer(1).alias("_step")
        )
    step = integer(0)
    for place, service in enumerate(records.route, 1):
        is_to_it = nw.col("service") == service
        step = nw.when(is_to_it).then(integer(place)).otherwise(step)
    route = text(route_named(records.route)).alias("route")
    return frame.with_columns(route, step.alias("_step")).filter(nw.col("_step") > 0)


def _with_ends(frame: Frame, *, last: int) -> Frame:
    """Return the referrals with the days on which the last service ends a journey."""
    is_last = flag(nw.col("_step") == last)
    told = is_last * flag(nw.col("close_reason").is_in(sorted(OUTCOMES)))
    seen = is_last * (1 - missing("first_contact_on"))
    return frame.with_columns(
        nw.when(seen == 1).then(nw.col("first_contact_on")).alias("seen_on"),
        nw.when(told == 1).then(nw.col("closed_on")).alias("outcome_on"),
        nw.when(seen + told > 0).then(nw.col("closed_on")).alias("_over_on"),
    )


def _numbered(frame: Frame) -> Frame:
    """Return the referrals with the number of journeys that were over before each.

    A referral on the day on which a journey ends is still of it.
    """
    dated = nw.when(missing("referred_on") == 0).then(day_number("referred_on"))
    came = frame.with_columns(
        dated.otherwise(integer(0)).cast(nw.Int64).alias("_day"),
        integer(0).alias("_over"),
    )
    went = frame.filter(missing("_over_on") == 0).with_columns(
        day_number("_over_on").cast(nw.Int64).alias("_day"), integer(1).alias("_over")
    )
    events: Any = nw.concat([came, went], how="vertical")  # type: ignore[type-var]
    order = ["_day", "_over", "referral_id"]
    number = nw.col("_over").cum_sum().over("person_id", "route", order_by=order)
    numbered: Frame = events.with_columns(number.cast(nw.Int64).alias("_journey"))
    return numbered.filter(nw.col("_over") == 0)
