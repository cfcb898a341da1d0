"""How far a share of a sample may lie from the share of all: the interval of Wilson."""

from fractions import Fraction
from math import isqrt

from attrs import frozen

from send_metrics.domain.rounding import half_up
from send_metrics.errors import UsageError

LEVEL = 95
"""Per cent of samples whose interval holds the share of all."""

_Z = Fraction("1.959963984540054")
"""The 0.975 quantile of the standard normal distribution, to 15 decimals."""

_DIGITS = 10**20


@frozen
class Interval:
    """Where the share of all may lie: two shares from 0 to 1, ends included."""

    lower: Fraction
    upper: Fraction

    def in_percent(self, decimals: int = 1) -> tuple[str, str]:
        """Return both ends in per cent, each rounded half up as a share is.

        >>> wilson_interval(11, 30).in_percent()
        ('21.9', '54.5')
        """
        return half_up(self.lower * 100, decimals), half_up(self.upper * 100, decimals)


def wilson_interval(numerator: int, denominator: int) -> Interval:
    """Return the 95 % score interval of Wilson (1927) for a share of a random sample.

    With x of n and z the 0.975 quantile of the normal distribution, its ends are::

        (x + z² / 2 ± z · √(x · (n - x) / n + z² / 4)) / (n + z²)

    No correction for continuity is made, and none for a sample that is a large part of
    all: of such a sample the interval is too wide. It never leaves 0 to 1, and says
    something of 0 of n too. Computed in whole numbers, so equal on every machine.

    >>> wilson_interval(0, 10).in_percent()
    ('0.0', '27.8')

    Raises:
        UsageError: nobody was sampled, or more were counted than sampled.
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        message = "an interval needs a sample, and no more of it than all"
        raise UsageError(message)
    x, n = Fraction(numerator), Fraction(denominator)
    middle = x + _Z**2 / 2
    reach = _Z * _root(x * (n - x) / n + _Z**2 / 4)
    size = n + _Z**2
    return Interval((middle - reach) / size, (middle + reach) / size)


def _root(value: Fraction) -> Fraction:
    """Return the square root, exact where it is a fraction, else to 20 decimals."""
    product = value.numerator * value.denominator * _DIGITS**2
    return Fraction(isqrt(product), value.denominator * _DIGITS)
