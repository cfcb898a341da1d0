"""The persons of the SEN2 return who are flawed on purpose."""

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from send_metrics.demo.sen2_plans import plan_in_force, setting
from send_metrics.demo.sen2_records import Child, Plan, Request, Review
from send_metrics.demo.sen2_stories import (
    historical_request,
    issued_after,
    new_child,
)

if TYPE_CHECKING:
    from random import Random

# The persons are called Child90001, Child90002 and so on, in this order.
FLAWS = (
    "a received date that is no date (2025-02-30)",
    "a request outcome that does not exist (Q)",
    "a plan issued before its request",
    "a person without requests",
    "a person given twice, word for word",
    "a plan issued through a request without a received date",
    "a plan ceased before it started",
    "a review decided before its meeting",
)
FIRST_FLAWED_NUMBER = 90001


def flawed_children(rng: "Random") -> list[Child]:
    """Return the flawed persons in the order of `FLAWS`; the fifth comes twice."""
    received_on, born_on = date(2025, 3, 5), date(2015, 5, 14)

    def issued(days: int) -> Request:
        return issued_after(rng, days, received_on=received_on, born_on=born_on)

    refused = Request(
        outcome="N", received_on=received_on, source="2", outcome_on=date(2025, 4, 14)
    )
    ceased_early = Plan(
        started_on=date(2025, 9, 8),
        named=setting(rng, 10),
        ceased_on=date(2025, 7, 18),
        cease_reason="2",
    )
    reviewed_early = plan_in_force(
        rng,
        started_on=date(2021, 9, 6),
        born_on=born_on,
        reviewed=Review(date(2025, 11, 20), "M", None, date(2025, 10, 20)),
    )
    flawed = [
        [evolve(refused, received_on="2025-02-30")],
        [evolve(refused, outcome="Q")],
        [issued(-21)],
        [],
        [issued(133)],
        [evolve(issued(126), received_on=None)],
        [historical_request(rng, ceased_early)],
        [historical_request(rng, reviewed_early)],
    ]
    children = [
        evolve(new_child(rng, born_on, *requests), number=number)
        for number, requests in enumerate(flawed, start=FIRST_FLAWED_NUMBER)
    ]
    return [*children[:5], *children[4:]]
