"""Percentiles of waits, read exactly from merged counts.

Two methods are official and they differ: NHS England interpolates inside weekly bands
for referral to treatment, and between order statistics for mental health waits.
A definition names its method; nothing here chooses one.
"""

from collections.abc import Mapping
from fractions import Fraction


def percentile_in_bands(
    counts: Mapping[int, int], share: Fraction, *, open_from: int
) -> Fraction | None:
    """Return the value below which *share* of the waits lie, in bands.

    *counts* maps the lower edge of each band, in bands from zero, to how many wait in
    it. With ``target = share * n`` and the first band whose running count reaches it,
    the result is that band's lower edge plus the part of the band that is needed.
    NHS England's published medians and 92nd percentiles follow this rule
    (*Recording and reporting RTT waiting times*, weekly bands).

    Returns ``None`` where nobody waits, and where the result falls into the band
    *open_from*, which has no upper edge.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    target = share * total
    before = 0
    for lower in sorted(counts):
        inside = counts[lower]
        if inside and before + inside >= target:
            if lower >= open_from:
                return None
            return lower + Fraction(target - before) / inside
        before += inside
    return None


def percentile_of_days(counts: Mapping[int, int], share: Fraction) -> Fraction | None:
    """Return a percentile of whole days, between order statistics.

    *counts* maps days to how many waited so long. The position is ``share * (n - 1)``
    counted from zero, and values between two people are interpolated, as in the
    ``PERCENTILE`` of NHS England's mental health statistics code.
    ``None`` where nobody is counted.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    position = share * (total - 1)
    lower_rank = position.numerator // position.denominator
    lower = _ranked(counts, lower_rank)
    upper = _ranked(counts, min(lower_rank + 1, total - 1))
    return lower + (position - lower_rank) * (upper - lower)


def mean_of_days(counts: Mapping[int, int]) -> Fraction | None:
    """Return the mean of whole days; ``None`` where nobody is counted."""
    total = sum(counts.values())
    if total == 0:
        return None
    return Fraction(sum(days * people for days, people in counts.items()), total)


def _ranked(counts: Mapping[int, int], rank: int) -> int:
    """Return the value at a rank, counted from zero, of the sorted waits."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if rank < seen:
            return value
    message = "rank beyond the number of waits"
    raise IndexError(message)
