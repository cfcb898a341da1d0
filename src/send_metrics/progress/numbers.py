"""Numbers as people hand them in, made exact; what is missing stays missing."""

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import SupportsFloat, TypeAlias

from send_metrics.errors import UsageError

Number: TypeAlias = int | float | Decimal | Fraction | SupportsFloat


def exact(value: Number) -> Fraction:
    """Return a number as the ratio that it is.

    Raises:
        UsageError: it is no finite number.
    """
    found = exact_or_missing(value)
    if found is None:
        message = "a number is missing where one is needed"
        raise UsageError(message)
    return found


def exact_or_missing(value: Number | None) -> Fraction | None:
    """Return a number as the ratio that it is; nothing for ``None``, NaN and ``NA``.

    A float is the shortest decimal that prints as it, so that 0.1 is a tenth and the
    mean of 0.1, 0.2 and 0.3 is 0.2.

    Raises:
        UsageError: it is something else than a number, or infinite.
    """
    if value is None or type(value).__name__ == "NAType":
        return None
    if isinstance(value, str | bytes | bool):
        message = "values must be numbers, or missing; convert text first"
        raise UsageError(message)
    if isinstance(value, int | Fraction | Decimal) and not (
        isinstance(value, Decimal) and value.is_nan()
    ):
        return _ratio(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        message = "values must be numbers, or missing"
        raise UsageError(message) from None
    if math.isnan(number):
        return None
    # Of 32 bits a tenth prints as 0.1 before it is a float of 64, and not after.
    return _ratio(str(value) if isinstance(value, Real) else repr(number))


def _ratio(value: str | float | Decimal | Fraction) -> Fraction:
    try:
        return Fraction(value)
    except (OverflowError, ValueError):
        message = "values must be finite"
        raise UsageError(message) from None
