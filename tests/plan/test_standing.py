"""A plan's targets, trajectories and directions feed the ratings of progress."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from send_metrics.domain.plan import KpiLink, Target, TrajectoryPoint, When
from send_metrics.plans.standing import standing, trajectory_of


def link(**more: Any) -> KpiLink:
    own = {"better": "higher", "role": "impact", "unit": "percent"}
    return KpiLink(id="a", kpi="ehcp.requests_refused", title="A", **{**own, **more})


def target(value: int, due: str | None = None, **more: Any) -> Target:
    when = None if due is None else When.of(due)
    return Target(kind="milestone", value=Decimal(value), due=when, **more)


STEPS = tuple(
    TrajectoryPoint(on=dt.date(2025, month, 1), value=Decimal(value))
    for month, value in ((3, 50), (6, 55))
)


@pytest.mark.parametrize(
    ("value", "word"),
    [(60, "target met"), (50, "on track"), (48, "at risk"), (47, "off track")],
)
def test_a_value_is_held_against_target_and_trajectory(value: int, word: str) -> None:
    measure = link(targets=(target(60, "2025-12"),), trajectory=STEPS)

    rating = standing(measure, value, dt.date(2025, 5, 31), tolerance=2)

    assert rating.word == word


def test_the_direction_is_that_of_the_plan() -> None:
    aims = (target(30, "2025-12"),)
    day = dt.date(2025, 5, 31)

    assert standing(link(targets=aims, better="lower"), 29, day).word == "target met"
    assert standing(link(targets=aims), 29, day).word == "off track"
    assert standing(link(targets=aims, better="context"), 29, day).word == "not rated"


@pytest.mark.parametrize(
    ("day", "aimed_at"),
    [
        (dt.date(2025, 3, 31), 50),
        (dt.date(2025, 4, 1), 60),
        (dt.date(2026, 1, 1), 90),
    ],
)
def test_the_next_target_counts_then_one_without_a_date(
    day: dt.date, aimed_at: int
) -> None:
    measure = link(
        targets=(
            target(60, "2025-12"),
            target(50, "2025-03"),
            target(90),
            target(10, "2025-03", replaced_on=When.of("2025-01")),
        )
    )

    assert standing(measure, aimed_at, day).word == "target met"
    assert standing(measure, aimed_at - 1, day).word == "off track"


def test_after_the_last_due_date_that_target_still_counts() -> None:
    measure = link(targets=(target(50, "2025-03"), target(60, "2025-06")))

    assert standing(measure, 59, dt.date(2026, 1, 1)).word == "off track"
    assert standing(measure, 60, dt.date(2026, 1, 1)).word == "target met"


def test_a_measure_without_aims_is_not_rated() -> None:
    assert trajectory_of(link()) is None
    assert standing(link(), 50, dt.date(2025, 1, 1)).word == "not rated"
