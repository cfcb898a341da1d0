"""Percentiles of waits, read exactly from merged counts.

Two methods are official and they differ: NHS England interpolates inside weekly bands
for referral to treatment, and between order statistics for mental health waits.
A definition names its method; nothing here chooses one.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from send_metrics.domain.spread import spread_of

Ratio = tuple[int, int]
"""A numerator and a denominator, not reduced."""


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


def percentiles_of_days(
    counts: Mapping[int, int], shares: Sequence[Fraction], *, unit: int = 1
) -> list[Fraction | None]:
    """Return percentiles of whole days, between order statistics, in *unit* days.

    *counts* maps days to how many waited so long. The position is ``share * (n - 1)``
    counted from zero, and values between two people are interpolated, as in the
    ``PERCENTILE`` of NHS England's mental health statistics code.
    ``None`` where nobody is counted.
    """
    ratios = ratios_of_days(counts, [s.as_integer_ratio() for s in shares], unit=unit)
    return [None if ratio is None else Fraction(*ratio) for ratio in ratios]


def ratios_of_days(
    counts: Mapping[int, int], shares: Sequence[Ratio], *, unit: int = 1
) -> list[Ratio | None]:
    """Return the same percentiles, each as a numerator and a denominator.

    To make fractions of them takes longer than to find them.
    """
    spread = spread_of(counts)
    last = spread.total - 1
    if last < 0:
        return [None] * len(shares)
    positions = [divmod(share * last, whole) for share, whole in shares]
    ranks = [rank for at, _ in positions for rank in (at, min(at + 1, last))]
    waits = spread.at(ranks)
    return [
        (lower * whole + part * (upper - lower), whole * unit)
        for (_, whole), (_, part), lower, upper in zip(
            shares, positions, waits[::2], waits[1::2], strict=True
        )
    ]


def mean_ratio_of_days(counts: Mapping[int, int], *, unit: int = 1) -> Ratio | None:
    """Return the mean of whole days, in *unit* days, as a numerator and a denominator.

    ``None`` where nobody is counted.
    """
    spread = spread_of(counts)
    return (spread.total_days, spread.total * unit) if spread.total else None
