"""XmR charts by the rules of NHS England's *plot the dots*.

Source: NHS England, *Making data count*, and the code of NHSRplotthedots 0.2
(`ptd_spc_standard`, `ptd_calculate_point_type`, `ptd_calculate_assurance_type`), read
25 November 2026.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from attrs import field, frozen

from send_metrics.calculate.figure import Figures
from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact, exact_or_missing
from send_metrics.progress.series import series_of

Better = Literal["higher", "lower", "neither", "neutral"]
Variation = Literal["common cause", "improvement", "concern", "neutral"]
Assurance = Literal["consistently passes", "consistently fails", "hit or miss"]

LIMIT_FACTOR = Fraction(266, 100)
"""Limits lie so many mean moving ranges from the mean."""

SCREEN_FACTOR = Fraction(3267, 1000)
"""Moving ranges of so many times their mean and more are left out of it, once."""

FEWEST_POINTS = 13
"""With fewer points the limits are for trial only."""

FEWEST_FIXED = 12
"""Limits may be fixed on so many points and more."""

_RUN = 7
_NO_DIRECTION = ("neither", "neutral")


class Signal(StrEnum):
    """Why a point is special cause: the first of these rules that it meets."""

    ABOVE_LIMIT = "above the upper limit"
    BELOW_LIMIT = "below the lower limit"
    RISING = "one of seven rising"
    FALLING = "one of seven falling"
    NEAR_UPPER = "one of two in three near the upper limit"
    NEAR_LOWER = "one of two in three near the lower limit"
    ABOVE_MEAN = "one of seven above the mean"
    BELOW_MEAN = "one of seven below the mean"

    @property
    def is_high(self) -> bool:
        """Whether the values are high, or rise."""
        return self in (
            Signal.ABOVE_LIMIT,
            Signal.RISING,
            Signal.NEAR_UPPER,
            Signal.ABOVE_MEAN,
        )


@frozen
class Limits:
    """The mean of a stretch of points and its natural process limits.

    The limits are missing where no two points follow each other.
    """

    mean: Fraction
    lower: Fraction | None
    upper: Fraction | None


@frozen
class ChartPoint:
    """A point: its value, the limits it is held against, and its signal, if any."""

    value: float | None
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    signal: Signal | None


@frozen
class XmrChart:
    """What can be said of a series: limits, signals, variation and assurance.

    *mean*, *lower_limit* and *upper_limit* are those of the last stretch, in the unit of
    the values; ``None`` where there are too few. *signals* has one entry a point,
    ``None`` for common cause. *is_trial* says that there are fewer than 13 points.
    """

    points: tuple[ChartPoint, ...]
    better: Better
    target: float | None
    is_trial: bool
    limits: Limits | None = field(repr=False)
    _target: Fraction | None = field(repr=False, alias="exact_target")

    @property
    def mean(self) -> float | None:
        """The mean of the last stretch."""
        return None if self.limits is None else float(self.limits.mean)

    @property
    def lower_limit(self) -> float | None:
        """The lower natural process limit of the last stretch; it may be below 0."""
        return None if self.limits is None else _float(self.limits.lower)

    @property
    def upper_limit(self) -> float | None:
        """The upper natural process limit of the last stretch; it may be above 100%."""
        return None if self.limits is None else _float(self.limits.upper)

    @property
    def signals(self) -> tuple[Signal | None, ...]:
        """The signal of each point, ``None`` for common cause and for gaps."""
        return tuple(point.signal for point in self.points)

    @property
    def variation(self) -> Variation:
        """What the last point is: the NHS variation icon in words."""
        held = [point for point in self.points if point.value is not None]
        return self.variation_of(held[-1].signal if held else None)

    def variation_of(self, signal: Signal | None) -> Variation:
        """Return what a signal means where *better* is better."""
        if signal is None:
            return "common cause"
        if self.better in _NO_DIRECTION:
            return "neutral"
        is_good = signal.is_high == (self.better == "higher")
        return "improvement" if is_good else "concern"

    @property
    def assurance(self) -> Assurance | None:
        """Whether the process can be relied on to meet the target.

        ``None`` without a target, a direction or limits. A target on a limit is hit or
        miss.
        """
        limits, target = self.limits, self._target
        if target is None or self.better in _NO_DIRECTION or limits is None:
            return None
        if limits.lower is None or limits.upper is None:
            return None
        if limits.lower <= target <= limits.upper:
            return "hit or miss"
        is_beyond = target > limits.upper
        passes = is_beyond == (self.better == "lower")
        return "consistently passes" if passes else "consistently fails"


def xmr(
    values: "Figures | Iterable[Number | None]",
    better: Better = "higher",
    target: Number | None = None,
    *,
    screen_outliers: bool = True,
    fix_after: int | None = None,
    rebase_at: Sequence[int] = (),
) -> XmrChart:
    """Return the chart of values in the order of time, one for each period.

    A missing value is a gap: no moving range and no run goes over it. *fix_after* takes
    the limits from the first so many points of each stretch; *rebase_at* names the
    positions, counted from 0, at which a new stretch with limits of its own begins.

    The periods must not overlap: a year to date has no chart. That is refused of
    `Figures`, and cannot be seen in plain numbers.

    Raises:
        UsageError: a value is no number, *better* is no direction, the limits are fixed
            on fewer than 12 points, or a stretch begins outside the series.
    """
    if better not in ("higher", "lower", *_NO_DIRECTION):
        message = "better must be higher, lower or neither"
        raise UsageError(message)
    if fix_after is not None and fix_after < FEWEST_FIXED:
        message = f"limits are fixed on {FEWEST_FIXED} points or more, not {fix_after}"
        raise UsageError(message)
    given = series_of(values) if isinstance(values, Figures) else values
    held = [exact_or_missing(value) for value in given]
    starts = sorted({0, *rebase_at})
    if any(not 0 <= start < max(len(held), 1) for start in starts):
        message = f"a stretch begins outside the series of {len(held)} points"
        raise UsageError(message)
    points: list[ChartPoint] = []
    limits: Limits | None = None
    for start, end in pairwise([*starts, len(held)]):
        stretch = held[start:end]
        limits = _limits(stretch[:fix_after], screen_outliers=screen_outliers)
        points += _points(stretch, limits)
    wanted = None if target is None else exact(target)
    return XmrChart(
        points=tuple(points),
        better=better,
        target=_float(wanted),
        is_trial=sum(value is not None for value in held) < FEWEST_POINTS,
        limits=limits,
        exact_target=wanted,
    )


def _limits(
    values: Sequence[Fraction | None], *, screen_outliers: bool
) -> Limits | None:
    held = [value for value in values if value is not None]
    if not held:
        return None
    mean = _mean(held)
    ranges = [
        abs(later - earlier)
        for earlier, later in pairwise(values)
        if earlier is not None and later is not None
    ]
    if not ranges:
        return Limits(mean, None, None)
    typical = _mean(ranges)
    if screen_outliers:
        kept = [r for r in ranges if r < SCREEN_FACTOR * typical]
        # Where nothing but standstill is left, every point would be out of limits.
        if any(kept):
            typical = _mean(kept)
    return Limits(mean, mean - LIMIT_FACTOR * typical, mean + LIMIT_FACTOR * typical)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def _points(
    values: Sequence[Fraction | None], limits: Limits | None
) -> list[ChartPoint]:
    signals = _signals(values, limits) if limits else [None] * len(values)
    return [
        ChartPoint(
            value=_float(value),
            mean=_float(limits.mean) if limits else None,
            lower_limit=_float(limits.lower) if limits else None,
            upper_limit=_float(limits.upper) if limits else None,
            signal=signal,
        )
        for value, signal in zip(values, signals, strict=True)
    ]


def _signals(values: Sequence[Fraction | None], limits: Limits) -> list[Signal | None]:
    """Return the signal of each point, by the first rule that it meets."""
    sides = [0 if v is None else _sign(v - limits.mean) for v in values]
    beyond = [_beyond(value, limits) for value in values]
    near = [
        0 if outside else _near(value, limits)
        for value, outside in zip(values, beyond, strict=True)
    ]
    rules = (
        (beyond, Signal.ABOVE_LIMIT, Signal.BELOW_LIMIT),
        (_trends(values), Signal.RISING, Signal.FALLING),
        (_two_of_three(sides, near), Signal.NEAR_UPPER, Signal.NEAR_LOWER),
        (_shifts(sides), Signal.ABOVE_MEAN, Signal.BELOW_MEAN),
    )
    found: list[Signal | None] = [None] * len(values)
    for flags, high, low in rules:
        for position, flag in enumerate(flags):
            if flag and found[position] is None:
                found[position] = high if flag > 0 else low
    return found


def _beyond(value: Fraction | None, limits: Limits) -> int:
    if value is None or limits.lower is None or limits.upper is None:
        return 0
    return (value > limits.upper) - (value < limits.lower)


def _near(value: Fraction | None, limits: Limits) -> int:
    """Return the side on which a value is in the outer third, else 0."""
    if value is None or limits.upper is None:
        return 0
    third = (limits.upper - limits.mean) * Fraction(2, 3)
    return (value > limits.mean + third) - (value < limits.mean - third)


def _trends(values: Sequence[Fraction | None]) -> list[int]:
    """Return for each point the direction of the trend of seven that it is part of.

    One that two trends share has the direction of the later one.
    """
    steps = [
        0 if earlier is None or later is None else _sign(later - earlier)
        for earlier, later in pairwise(values)
    ]
    flags = [0] * len(values)
    for start in range(len(steps) - _RUN + 2):
        direction = _common(steps[start : start + _RUN - 1])
        if direction:
            flags[start : start + _RUN] = [direction] * _RUN
    return flags


def _shifts(sides: Sequence[int]) -> list[int]:
    flags = [0] * len(sides)
    for start in range(len(sides) - _RUN + 1):
        side = _common(sides[start : start + _RUN])
        if side:
            flags[start : start + _RUN] = [side] * _RUN
    return flags


def _two_of_three(sides: Sequence[int], near: Sequence[int]) -> list[int]:
    flags = [0] * len(sides)
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        side = _common([sides[at] for at in window])
        close = [at for at in window if side and near[at] == side]
        if len(close) > 1:
            for at in close:
                flags[at] = side
    return flags


def _common(signs: Sequence[int]) -> int:
    """Return the sign that all of them have, or 0."""
    first = signs[0]
    return first if all(sign == first for sign in signs) else 0


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
