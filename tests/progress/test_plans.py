"""Trajectories, ratings, whether waits have settled, and the arithmetic of queues."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from send_metrics.errors import UsageError
from send_metrics.progress import (
    Target,
    Trajectory,
    load,
    pressure,
    rate,
    relief_capacity,
    stability,
    target_capacity,
    target_list_size,
    target_mean_wait,
    weeks_to_clear,
)

JANUARY, MARCH, MAY = (dt.date(2025, month, 1) for month in (1, 3, 5))
STEPS = Trajectory.of([(MARCH, 50), (JANUARY, 40)])
LINE = Trajectory.of([(JANUARY, 40), (MARCH, 50)]).points


@pytest.mark.parametrize(
    ("day", "step", "line"),
    [
        (dt.date(2024, 12, 31), None, None),
        (JANUARY, 40, 40),
        (dt.date(2025, 1, 2), 40, 40 + Fraction(10, 59)),
        (dt.date(2025, 2, 28), 40, 50 - Fraction(10, 59)),
        (MARCH, 50, 50),
        (MAY, 50, 50),
    ],
)
def test_what_is_expected_between_the_points(
    day: dt.date, step: int | None, line: Fraction | None
):
    assert STEPS.expected_on(day) == step
    assert Trajectory(LINE, "a straight line").expected_on(day) == line


def test_two_points_of_one_day_are_refused():
    with pytest.raises(UsageError, match="two points of 2025-01-01"):
        Trajectory.of([(JANUARY, 40), (JANUARY, 50)])


# Better higher: trajectory 50 since March, target 60, tolerance 5.
@pytest.mark.parametrize(
    ("value", "word"),
    [
        (60, "target met"),
        (59.9, "on track"),
        (50, "on track"),
        (49.9, "at risk"),
        (45, "at risk"),
        (44.9, "off track"),
        (None, "not rated"),
        (float("nan"), "not rated"),
    ],
)
def test_a_rating_where_higher_is_better(value: float | None, word: str):
    given: dict[str, Any] = {"target": Target(60), "trajectory": STEPS, "tolerance": 5}
    mirrored = Trajectory.of([(p.on, -p.value) for p in STEPS.points])
    lower = given | {"target": Target(-60), "trajectory": mirrored}

    assert rate(value, MAY, better="higher", **given).word == word
    other = None if value is None else -value
    assert rate(other, MAY, better="lower", **lower).word == word


@pytest.mark.parametrize(
    ("given", "word", "reason"),
    [
        ({"better": None, "target": Target(1)}, "not rated", "which direction"),
        ({"better": "higher"}, "not rated", "neither a target nor a trajectory"),
        (
            {"better": "higher", "trajectory": Trajectory.of([(MAY, 1)])},
            "not rated",
            "begins later",
        ),
        (
            {"better": "higher", "target": Target(9, "statutory")},
            "off track",
            "the statutory target is missed",
        ),
    ],
)
def test_a_rating_says_why(given: dict[str, Any], word: str, reason: str):
    rating = rate(5, MARCH, **given)

    assert rating.word == word
    assert reason in rating.reason


STEADY: dict[str, Any] = {
    "added": [30] * 6,
    "removed": [30] * 6,
    "median_weeks": [20, 21] * 3,
    "nine_in_ten_weeks": [50, 51] * 3,
    "over_52_weeks": [10, 9, 8, 9, 8, 10],
    "over_52_weeks_at_baseline": 10,
}


@pytest.mark.parametrize(
    ("changed", "word", "reason"),
    [
        ({}, "stabilised", ""),
        ({"added": [30] * 5 + [31]}, "not yet", "more referrals were added"),
        ({"added": [99, *[30] * 5, 30], "removed": [30] * 7}, "stabilised", ""),
        ({"over_52_weeks": [10] * 5 + [11]}, "not yet", "more wait over 52 weeks"),
        ({"over_52_weeks": [11] + [10] * 5}, "not yet", "more wait over 52 weeks"),
        ({"over_52_weeks": [11] + [10] * 6}, "stabilised", ""),
        ({"median_weeks": [60, 60, *[20, 21] * 6]}, "stabilised", ""),
        ({"median_weeks": [*range(20, 27)]}, "not yet", "the median wait: the chart"),
        ({"median_weeks": [*range(27, 20, -1)]}, "stabilised", ""),
        (
            {"nine_in_ten_weeks": [50, 51] * 6 + [90]},
            "not yet",
            "the wait of nine in ten: the chart",
        ),
        ({"removed": [30] * 5 + [None]}, "cannot tell", "referrals removed"),
        ({"removed": [None, *[30] * 6]}, "stabilised", ""),
    ],
)
def test_waits_are_stable_when_all_three_hold(
    changed: dict[str, Any], word: str, reason: str
):
    months = max(len(held) for held in changed.values() if held) if changed else 6
    given: dict[str, Any] = {
        name: (held * 3)[-months:] if isinstance(held, list) else held
        for name, held in STEADY.items()
    }

    found = stability(**(given | changed))

    assert found.word == word
    assert reason in "; ".join(found.reasons)
    assert bool(found.reasons) == (word != "stabilised")


def test_of_five_months_or_without_a_baseline_nothing_can_be_told():
    five = {name: held[:5] for name, held in STEADY.items() if isinstance(held, list)}

    found = stability(**(STEADY | five))
    without = stability(**(STEADY | {"over_52_weeks_at_baseline": None}))

    assert (found.word, without.word) == ("cannot tell", "cannot tell")
    assert "referrals added: fewer than 6 months" in found.reasons[0]
    assert without.reasons == ("waits over 52 weeks: no number at the baseline",)


def test_series_whose_months_would_not_meet_are_refused():
    with pytest.raises(UsageError, match=r"same months.*added 7, referrals removed 6"):
        stability(**(STEADY | {"added": [30] * 7}))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: rate(5, MAY, better="up", target=Target(1)), "higher or lower"),  # type: ignore[arg-type]
        (lambda: Target(1, "legal"), "statutory, milestone, aspiration"),  # type: ignore[arg-type]
        (lambda: Trajectory(LINE, "a curve"), "the point before or a straight line"),  # type: ignore[arg-type]
    ],
)
def test_a_word_that_is_not_known_is_refused(call: Any, said: str):
    with pytest.raises(UsageError, match=said):
        call()


# Tests of NHSRwaitinglist, read 25 November 2026.
@pytest.mark.parametrize(
    ("found", "published"),
    [
        (load(30, 27), 1.1111),
        (target_mean_wait(52), 13),
        (target_list_size(30, 52), 390),
        (target_list_size(30, 50), 375),
        (target_list_size(30, 50, 6), 250),
        (relief_capacity(30, 1200, 390), 61.153846),
        (
            target_capacity(30, 52, 3, demand_variation=1.1, capacity_variation=1.2),
            30.076442,
        ),
        (pressure(63, 52), 2.42307692),
    ],
)
def test_published_results_of_queue_arithmetic(found: float, published: float):
    assert found == pytest.approx(published, abs=5e-5)


def test_the_weeks_to_clear_a_backlog():
    assert weeks_to_clear(30, 40, 1200, 390) == 81
    assert weeks_to_clear(30, 40, 390, 390) == 0
    assert weeks_to_clear(30, 30, 391, 390) is None


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: load(-1, 27), "demand"),
        (lambda: target_mean_wait(-1), "target_weeks"),
        (lambda: target_list_size(30, -1), "target_weeks"),
        (lambda: relief_capacity(30, -10, 5), "waiting"),
        (lambda: weeks_to_clear(30, 40, 10, -1), "target_size"),
        (lambda: weeks_to_clear(30, -1, 10), "capacity"),
        (lambda: target_capacity(30, 52, demand_variation=-1), "demand_variation"),
        (lambda: target_capacity(30, 52, -1), "factor"),
        (lambda: pressure(-1, 18), "mean_wait_weeks"),
    ],
)
def test_an_amount_below_zero_is_refused(call: Any, name: str):
    with pytest.raises(UsageError, match=f"^{name} cannot be below 0$"):
        call()


@pytest.mark.parametrize(
    "call",
    [lambda: load(1, 0), lambda: pressure(1, 0), lambda: relief_capacity(1, 1, 1, 0)],
)
def test_nothing_is_divided_by_zero(call: Any):
    with pytest.raises(UsageError, match="must be above 0"):
        call()
