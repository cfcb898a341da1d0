"""Rounding the way the official definitions do: exactly, and half up at the end."""

from fractions import Fraction

from send_metrics.errors import UsageError


def half_up(value: Fraction, decimals: int) -> str:
    """Write a number with a fixed number of decimals, ties going away from zero.

    >>> half_up(Fraction(5, 100), 1)
    '0.1'
    >>> half_up(Fraction(-5, 100), 1)
    '-0.1'
    """
    if decimals < 0:
        message = "decimals cannot be negative"
        raise UsageError(message)
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(units).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and units else ""
    if decimals == 0:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def percentage(numerator: int, denominator: int, decimals: int = 1) -> str:
    """Return ``100 * numerator / denominator`` as text, rounded half up.

    The ratio is taken from the exact integers, so that 1 of 16 is 6.3 (a tie, 6.25,
    goes up) whatever a binary fraction would make of it.
    Trailing zeros are kept: 58 of 100 is ``"58.0"``.

    Raises:
        UsageError: the denominator is not positive.

    >>> percentage(957, 1699, 1)
    '56.3'
    >>> percentage(1, 16, 1)
    '6.3'
    """
    if denominator <= 0:
        message = "a percentage needs a denominator above zero"
        raise UsageError(message)
    return half_up(Fraction(100 * numerator, denominator), decimals)
