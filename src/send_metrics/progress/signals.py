"""Which points are special cause, by the four rules of *plot the dots*."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from send_metrics.progress.limits import Limits

_RUN = 7


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


def signals_of(
    values: Sequence[Fraction | None], limits: Limits
) -> list[Signal | None]:
    """Return the signal of each value, by the first rule that it meets.

    A gap has none, and no run goes over it.
    """
    beyond = [0 if value is None else limits.beyond(value) for value in values]
    near = [0 if value is None else limits.near(value) for value in values]
    sides = [0 if value is None else limits.side_of(value) for value in values]
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


def _trends(values: Sequence[Fraction | None]) -> list[int]:
    """Return for each point the direction of the trend of seven that it is part of.

    One that two trends share has the direction of the later one.
    """
    steps = [
        0 if earlier is None or later is None else (later > earlier) - (later < earlier)
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
