"""Control charts by the rules of plot the dots, on both sides of every rule."""

import datetime as dt
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_metrics.errors import UsageError
from send_metrics.progress import Signal, xmr
from send_metrics.progress.numbers import Number, exact
from tests.progress.plain_xmr import plain_kind, plain_limits

# NHSRplotthedots, tests of the limits, read 25 November 2026.
PUBLISHED = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774),
    *(1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197),
    *(1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113),
    *(1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
OUTLIER = [*PUBLISHED[:14], 10, *PUBLISHED[15:]]


def test_limits_of_a_published_series():
    chart = xmr(PUBLISHED)

    assert chart.mean == pytest.approx(0.1416238, abs=1e-6)
    assert chart.lower_limit == pytest.approx(-3.01138, abs=1e-5)
    assert chart.upper_limit == pytest.approx(3.294627, abs=1e-6)
    assert chart.signals == (None,) * 20
    assert chart.variation == "common cause"


@pytest.mark.parametrize(
    ("screen", "lower", "upper"),
    [(True, -2.383666, 3.722497), (False, -4.596625, 5.935457)],
)
def test_an_outlier_is_screened_out_of_the_limits(
    screen: bool, lower: float, upper: float
):
    chart = xmr(OUTLIER, screen_outliers=screen)

    assert chart.mean == pytest.approx(0.6694159, abs=1e-6)
    assert chart.lower_limit == pytest.approx(lower, abs=1e-5)
    assert chart.upper_limit == pytest.approx(upper, abs=1e-5)
    assert chart.signals[14] is Signal.ABOVE_LIMIT


LEVEL = [10, 12] * 7
"""Mean 11, moving ranges of 2: limits 11 - 5.32 and 11 + 5.32."""


def near_limits(*last: Number | None) -> tuple[Signal | None, ...]:
    """Fix the limits on `LEVEL`, then add points."""
    return xmr([*LEVEL, *last], fix_after=14).signals[14:]


@pytest.mark.parametrize(
    ("value", "signal"),
    [
        (Fraction("16.32"), None),
        (Fraction("16.33"), Signal.ABOVE_LIMIT),
        (Fraction("5.68"), None),
        (Fraction("5.67"), Signal.BELOW_LIMIT),
    ],
)
def test_a_point_on_a_limit_is_inside(value: Fraction, signal: Signal | None):
    assert near_limits(value) == (signal,)


# The outer third begins at 11 + 3.546667.
@pytest.mark.parametrize(
    ("points", "flagged"),
    [
        ((15, 15), (True, True)),
        ((15, 12, 15), (True, False, True)),
        ((15, 11, 15), (False, False, False)),
        ((15, 10, 15), (False, False, False)),
        ((15, 12, 12, 15), (False, False, False, False)),
        ((14.5, 14.5), (False, False)),
        ((14.6, 14.6), (True, True)),
        ((17, 15), (True, False)),
    ],
    ids=[
        "two in a row",
        "two of three",
        "one between on the mean",
        "one between on the other side",
        "two of four",
        "just inside of the outer third",
        "just in the outer third",
        "one beyond the limit is not near it",
    ],
)
def test_two_of_three_near_one_limit(
    points: tuple[float, ...], flagged: tuple[bool, ...]
):
    found = near_limits(*points)

    near = (Signal.NEAR_UPPER, Signal.ABOVE_LIMIT)
    assert tuple(signal in near for signal in found) == flagged


# 12 ends `LEVEL`, so that six points above the mean that follow it are seven.
@pytest.mark.parametrize(
    ("points", "signals"),
    [
        ((12, 13, 12, 13, 12), 0),
        ((12, 13, 12, 13, 12, 13), 6),
        ((12, 13, 11, 13, 12, 13), 0),
        ((10, 10, 9, 10, 9, 10, 9), 7),
    ],
    ids=["six", "seven", "broken by one on the mean", "seven below"],
)
def test_seven_on_one_side_are_a_shift(points: tuple[int, ...], signals: int):
    found = near_limits(*points)

    assert sum(signal is not None for signal in found) == signals
    side = Signal.ABOVE_MEAN if points[0] == 12 else Signal.BELOW_MEAN
    assert {signal for signal in found if signal} <= {side}


@pytest.mark.parametrize(
    ("points", "flagged"),
    [
        ([9, 8, 9, 10, 11, 12, 13, 14, 10], range(1, 8)),
        ([8, 9, 10, 11, 12, 13], ()),
        ([8, 9, 10, 10, 11, 12, 13], ()),
        ([8, 9, 10, 11, 12, 13, 14], range(7)),
        ([8, 9, 10, None, 11, 12, 13, 14], ()),
    ],
    ids=["seven", "six", "two alike", "all seven", "a gap"],
)
def test_seven_rising_are_a_trend(points: list[int | None], flagged: Sequence[int]):
    mirrored = [None if point is None else 22 - point for point in points]

    rising = [n for n, s in enumerate(near_limits(*points)) if s is Signal.RISING]
    falling = [n for n, s in enumerate(near_limits(*mirrored)) if s is Signal.FALLING]

    assert rising == falling == list(flagged)


def test_a_turning_point_of_two_trends_belongs_to_the_later():
    signals = near_limits(8, 9, 10, 11, 12, 13, 14, 13, 12, 11, 10, 9, 8)

    assert signals == (Signal.RISING,) * 6 + (Signal.FALLING,) * 7


@pytest.mark.parametrize("value", [0, 7, 0.1, Fraction(1, 3)])
def test_a_constant_series_has_no_signal(value: float):
    chart = xmr([value] * 15, target=value)

    assert chart.signals == (None,) * 15
    assert chart.lower_limit == chart.mean == chart.upper_limit == float(value)
    assert chart.assurance == "hit or miss"


def test_one_change_in_a_standstill_does_not_put_every_point_out_of_limits():
    signals = xmr([0] * 12 + [12]).signals

    assert signals[-1] is Signal.ABOVE_LIMIT
    assert Signal.BELOW_LIMIT not in signals


def test_a_first_point_on_the_mean_is_no_signal():
    assert xmr([11, *LEVEL]).signals[0] is None


@pytest.mark.parametrize(
    ("signal_high", "better", "variation"),
    [
        (True, "higher", "improvement"),
        (True, "lower", "concern"),
        (False, "higher", "concern"),
        (False, "lower", "improvement"),
        (True, "neither", "neutral"),
        (True, "neutral", "neutral"),
    ],
)
def test_the_last_point_is_good_or_bad_by_the_direction_of_the_plan(
    signal_high: bool, better: str, variation: str
):
    chart = xmr([*LEVEL, 30 if signal_high else -8], better=better)  # type: ignore[arg-type]

    assert chart.variation == variation


# Limits 1 and 3, 5 and 7, 1 and 5, as in the tests of NHSRplotthedots: target 4.
@pytest.mark.parametrize(
    ("lower", "upper", "higher_better", "lower_better"),
    [
        (1, 3, "consistently fails", "consistently passes"),
        (5, 7, "consistently passes", "consistently fails"),
        (1, 5, "hit or miss", "hit or miss"),
        (2, 4, "hit or miss", "hit or miss"),
        (4, 6, "hit or miss", "hit or miss"),
    ],
)
def test_assurance_by_where_the_target_lies(
    lower: int, upper: int, higher_better: str, lower_better: str
):
    middle, typical = Fraction(lower + upper, 2), Fraction(upper - lower, 2) * 100 / 266
    values = [middle - typical / 2, middle + typical / 2] * 8

    assert xmr(values, "higher", target=4).assurance == higher_better
    assert xmr(values, "lower", target=4).assurance == lower_better
    assert xmr(values, "neither", target=4).assurance is None
    assert xmr(values, "higher").assurance is None


def test_a_stretch_of_its_own_begins_at_the_rebase():
    chart = xmr([10, 12] * 7 + [50, 52] * 7, rebase_at=[14])

    assert chart.signals == (None,) * 28
    assert (chart.points[13].mean, chart.mean) == (11, 51)
    assert xmr([10, 12] * 7 + [50, 52] * 7).signals[-1] is not None


@pytest.mark.parametrize(("points", "is_trial"), [(12, True), (13, False)])
def test_limits_of_few_points_are_for_trial(points: int, is_trial: bool):
    assert xmr([1, 2] * 6 + [1] * (points - 12)).is_trial is is_trial


def test_what_cannot_be_known_is_missing():
    empty, one = xmr([]), xmr([5])
    gaps = xmr([5, None, 6, math.nan, 7], target=4)

    assert (empty.mean, empty.signals, empty.variation) == (None, (), "common cause")
    assert (one.mean, one.lower_limit, one.signals) == (5, None, (None,))
    assert (gaps.mean, gaps.upper_limit, gaps.assurance) == (6, None, None)


def test_limits_cannot_be_told_where_only_gaps_part_the_values():
    chart = xmr([5, 5, 5, None, 9, 9, 9], target=8)

    assert (chart.mean, chart.lower_limit, chart.upper_limit) == (7, None, None)
    assert chart.signals == (None,) * 7
    assert chart.assurance is None


def test_a_shift_is_told_without_limits():
    chart = xmr([1] * 7 + [None] + [3] * 7)

    assert (
        chart.signals == (Signal.BELOW_MEAN,) * 7 + (None,) + (Signal.ABOVE_MEAN,) * 7
    )


def test_a_gap_is_not_one_of_the_values_that_limits_are_fixed_on():
    chart = xmr([None, *[4, 5] * 6, 100], fix_after=12)

    assert chart.mean == 4.5
    assert chart.signals[-1] is Signal.ABOVE_LIMIT


def test_limits_are_for_trial_where_the_last_stretch_is_short():
    assert xmr([1, 2] * 10, rebase_at=[8]).is_trial
    assert not xmr([1, 2] * 10, rebase_at=[7]).is_trial
    assert xmr([1, 2] * 6 + [None] * 9).is_trial


def test_a_float_is_the_decimal_that_it_prints_as():
    chart = xmr([0.2, 0.1, 0.2, 0.3], target=0.2)

    assert chart.limits == xmr(list(map(Fraction, ("0.2", "0.1", "0.2", "0.3")))).limits
    assert xmr([0.1, 0.2, 0.3]).limits == xmr(np.array([0.1, 0.2, 0.3], "f4")).limits
    assert (exact(0.1), exact(np.float64(1e22))) == (Fraction(1, 10), Fraction(10**22))


def test_a_point_on_a_limit_that_is_no_binary_number_is_inside():
    """The limits are 0.11, 2.66 times 0.02 up and down."""
    level = [0.10, 0.12] * 7

    assert xmr([*level, 0.1632, 0.0568], fix_after=14).signals[14:] == (None, None)
    assert xmr([*level, 0.1633], fix_after=14).signals[14] is Signal.ABOVE_LIMIT


@pytest.mark.parametrize(
    "days", [["2025-02-28", "2025-01-31"], ["2025-01-31", "2025-01-31"]]
)
def test_a_column_whose_days_do_not_rise_is_refused(days: list[str]):
    with pytest.raises(UsageError, match="do not rise from row to row"):
        xmr(pd.Series([1, 2], index=pd.to_datetime(days)))


@pytest.mark.parametrize(
    ("index", "first", "last"),
    [
        (pd.date_range("2025-01-31", periods=3, freq="ME"), 28, 28),
        (pd.period_range("2025-01", periods=3, freq="M"), 1, 28),
    ],
    ids=["days", "periods"],
)
def test_a_column_with_days_is_charted_by_them(index: Any, first: int, last: int):
    chart = xmr(pd.Series([1, 2, 3], index=index), rebase_at=[dt.date(2025, 2, 1)])

    row = chart.to_rows()[1]
    assert (row["first"], row["last"]) == (
        dt.date(2025, 2, first),
        dt.date(2025, 2, last),
    )
    assert [point.mean for point in chart.points] == [1, 2.5, 2.5]


def test_a_chart_is_a_table_of_its_points():
    chart = xmr([*[4, 5] * 6, 9, None], target=6)

    row = chart.to_rows()[12]
    assert list(chart.to_pandas().columns) == list(row)
    assert (row["signal"], row["variation"]) == (
        "above the upper limit",
        "improvement",
    )
    assert (row["value"], row["mean"], row["first"]) == (9, chart.mean, None)
    assert chart.to_pandas()["value"].isna().tolist() == [False] * 13 + [True]
    assert chart.target == 6


def test_no_value_is_shown_by_a_chart_or_its_points():
    chart = xmr([1, 2, 918273], target=918274)

    assert repr(chart) == "<XmrChart: 3 points, common cause>"
    assert "91827" not in repr(chart.points)


def test_a_gap_breaks_runs_and_moving_ranges():
    run = [12] * 4
    assert near_limits(*run, None, *run) == (None,) * 9
    assert xmr([1, 2, None, 100, 101]).upper_limit == pytest.approx(51 + 2.66)


@pytest.mark.parametrize(
    "values",
    [
        [1.0, 2.0, 3.0] * 5,
        np.array([1, 2, 3] * 5),
        pd.Series([1, 2, 3] * 5, dtype="Int64"),
        pd.Series([1, 2, 3] * 5, dtype="float32"),
    ],
    ids=["list", "numpy", "pandas", "32 bits"],
)
def test_values_come_in_any_container(values: object):
    assert xmr(values).mean == 2  # type: ignore[arg-type]


def test_missing_values_of_pandas_are_gaps():
    chart = xmr(pd.Series([1, None, 3], dtype="Int64"))

    assert [point.value for point in chart.points] == [1, None, 3]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: xmr([1, "2"]), "convert text first"),  # type: ignore[arg-type]
        (lambda: xmr([1, math.inf]), "finite"),
        (lambda: xmr([1], better="up"), "higher, lower or neither"),  # type: ignore[arg-type]
        (lambda: xmr([1, 2], fix_after=11), "12 points or more, not 11"),
        (lambda: xmr([1, 2], rebase_at=[2]), "outside the series of 2 points"),
        (lambda: xmr([1, 2], rebase_at=["2025-01-01"]), "days as datetime.date"),  # type: ignore[list-item]
        (lambda: xmr([1, 2], rebase_at=[dt.date(2025, 1, 1)]), "numbers have no days"),
        (lambda: xmr(5), "give one row of values"),  # type: ignore[arg-type]
        (lambda: xmr({"2025-01": 5}), "give one row of values"),  # type: ignore[arg-type]
        (lambda: xmr(pd.DataFrame({"value": [1]})), "one column of a table"),  # type: ignore[arg-type]
    ],
)
def test_what_makes_no_chart_is_refused(call: object, said: str):
    with pytest.raises(UsageError, match=said):
        call()  # type: ignore[operator]


VALUES = st.lists(st.integers(-3, 3).map(Fraction), min_size=2, max_size=24) | st.lists(
    st.fractions(-100, 100, max_denominator=20), min_size=2, max_size=24
)
KIND = {
    Signal.ABOVE_LIMIT: "limit high",
    Signal.BELOW_LIMIT: "limit low",
    Signal.RISING: "trend high",
    Signal.FALLING: "trend low",
    Signal.NEAR_UPPER: "two of three high",
    Signal.NEAR_LOWER: "two of three low",
    Signal.ABOVE_MEAN: "shift high",
    Signal.BELOW_MEAN: "shift low",
}


@given(VALUES)
def test_every_point_is_what_a_plain_reading_of_the_rules_says(values: list[Fraction]):
    chart = xmr(values)

    plain = [plain_kind(values, at) for at in range(len(values))]
    assert [KIND[s] if s else None for s in chart.signals] == plain
    assert (chart.mean, chart.lower_limit, chart.upper_limit) == tuple(
        map(float, plain_limits(values))
    )


WITH_GAPS = st.lists(
    st.none() | st.integers(-3, 3).map(Fraction), min_size=1, max_size=24
).filter(lambda values: any(value is not None for value in values))


@given(WITH_GAPS)
def test_gaps_at_either_end_change_nothing(values: list[Fraction | None]):
    chart, with_gaps = xmr(values), xmr([None, *values, None])

    assert with_gaps.signals == (None, *chart.signals, None)
    assert with_gaps.limits == chart.limits
    assert with_gaps.variation == chart.variation


@given(WITH_GAPS)
def test_a_gap_has_no_signal(values: list[Fraction | None]):
    signals = xmr(values).signals

    assert all(s is None for s, v in zip(signals, values, strict=True) if v is None)


@given(VALUES, VALUES)
def test_a_rebase_charts_each_stretch_by_itself(
    first: list[Fraction], second: list[Fraction]
):
    chart = xmr([*first, *second], rebase_at=[len(first)])

    assert chart.signals == xmr(first).signals + xmr(second).signals
    assert chart.limits == xmr(second).limits


@given(VALUES)
def test_turning_a_series_over_turns_its_signals_over(values: list[Fraction]):
    turned = xmr([-value for value in values]).signals

    opposite = {
        high: low
        for pair in zip(list(Signal)[::2], list(Signal)[1::2], strict=True)
        for high, low in (pair, pair[::-1])
    }
    assert [s and opposite[s] for s in turned] == list(xmr(values).signals)


@given(VALUES, st.fractions(-5, 5), st.fractions(Fraction(1, 7), 7))
def test_signals_stay_when_a_series_is_moved_or_measured_in_another_unit(
    values: list[Fraction], by: Fraction, unit: Fraction
):
    moved = xmr([value * unit + by for value in values])

    assert moved.signals == xmr(values).signals
