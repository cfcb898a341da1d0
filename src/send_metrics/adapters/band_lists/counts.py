"""A cell of a published list to a number of people, or not."""

import numpy as np

BELOW = 1_000_000_000
"""Counts this large are damage."""

NOT_A_COUNT = -1.0


def number(text: str) -> float:
    """Return what *text* says, missing where blank; never a value that is no number.

    A negative number, and what is no number at all, is not a count.
    """
    if not text.strip():
        return np.nan
    try:
        said = float(text) if text.isascii() and "_" not in text else NOT_A_COUNT
    except ValueError:
        return NOT_A_COUNT
    return said if abs(said) < BELOW else NOT_A_COUNT


def count(text: str) -> float:
    """Return the whole number that *text* says, missing where blank.

    >>> count("12"), count("12.0"), count("1.5"), count("-3"), count("*")
    (12.0, 12.0, -1.0, -1.0, -1.0)
    """
    said = number(text)
    is_count = np.isnan(said) or (said >= 0 and said == np.floor(said))
    return said if is_count else NOT_A_COUNT
