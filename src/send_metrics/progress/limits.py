"""The natural process limits of a stretch of values, and where a value lies in them."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

LIMIT_FACTOR = Fraction(266, 100)
"""Limits lie so many mean moving ranges from the mean."""

SCREEN_FACTOR = Fraction(3267, 1000)
"""Moving ranges of so many times their mean and more are left out of it, once."""

_NEAR = Fraction(2, 3)
"""A value is near a limit from so much of the way to it on."""


@frozen
class Limits:
    """The mean of a stretch of values and its natural process limits.

    The limits are missing where no two values follow each other. What lies above, near
    the upper limit or beyond it is 1, what lies below -1, and anything else 0.
    """

    mean: Fraction
    lower: Fraction | None
    upper: Fraction | None

    def side_of(self, value: Fraction) -> int:
        """Return on which side of the mean a value lies."""
        return _outside(value, self.mean, self.mean)

    def beyond(self, value: Fraction) -> int:
        """Return beyond which limit a value lies; one on a limit is inside."""
        if self.lower is None or self.upper is None:
            return 0
        return _outside(value, self.lower, self.upper)

    def near(self, value: Fraction) -> int:
        """Return which limit a value is near: in the outer third, and not beyond."""
        if self.upper is None or self.beyond(value):
            return 0
        inner = _NEAR * (self.upper - self.mean)
        return _outside(value, self.mean - inner, self.mean + inner)


def limits_of(
    values: Sequence[Fraction | None], *, screen_outliers: bool
) -> Limits | None:
    """Return the limits of values in the order of time; none where there is no value.

    No moving range goes over a gap.
    """
    held = [value for value in values if value is not None]
    if not held:
        return None
    mean = _mean(held)
    ranges = [
        abs(later - earlier)
        for earlier, later in pairwise(values)
        if earlier is not None and later is not None
    ]
    # Where gaps alone part values that differ, no step tells how much they vary.
    if not ranges or (not any(ranges) and len(set(held)) > 1):
        return Limits(mean, None, None)
    reach = LIMIT_FACTOR * _typical(ranges, screen_outliers=screen_outliers)
    return Limits(mean, mean - reach, mean + reach)


def _typical(ranges: Sequence[Fraction], *, screen_outliers: bool) -> Fraction:
    typical = _mean(ranges)
    if not screen_outliers:
        return typical
    kept = [r for r in ranges if r < SCREEN_FACTOR * typical]
    # Where nothing but standstill is left, every point would be out of limits.
    return _mean(kept) if any(kept) else typical


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def _outside(value: Fraction, lower: Fraction, upper: Fraction) -> int:
    return (value > upper) - (value < lower)
