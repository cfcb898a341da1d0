"""How long children waited, in the whole weeks that are told to families."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from send_metrics.calculate.figure import Figure

FEWEST = 10
"""Below so many children no median, nor the wait of nine in ten, is told."""

_DAYS_IN_A_WEEK = 7


@frozen
class Lengths:
    """How long children waited, in whole weeks; missing where there are too few.

    Half waited *half_weeks* or less, nine in ten *nine_in_ten_weeks* or less, and the
    longest wait was *longest_weeks* completed weeks.
    """

    children: int
    half_weeks: int | None
    nine_in_ten_weeks: int | None
    longest_weeks: int | None

    def to_dict(self) -> dict[str, int | None]:
        """Return the lengths as plain data."""
        return {
            "children": self.children,
            "half_weeks": self.half_weeks,
            "nine_in_ten_weeks": self.nine_in_ten_weeks,
            "longest_weeks": self.longest_weeks,
        }


def lengths_of(figure: Figure | None) -> Lengths:
    """Return the lengths of the waits that a figure holds."""
    if figure is None or not figure.count:
        return Lengths(0, None, None, None)
    if figure.count < FEWEST:
        return Lengths(figure.count, None, None, None)
    spread = figure.state.spread
    return Lengths(
        children=figure.count,
        half_weeks=_point(spread, Fraction(1, 2)),
        nine_in_ten_weeks=_point(spread, Fraction(9, 10)),
        longest_weeks=floor(Fraction(max(spread), _DAYS_IN_A_WEEK)),
    )


def _point(spread: Mapping[int, int], share: Fraction) -> int:
    """Return the fewest whole weeks within which at least a share of children were."""
    needed, reached = share * sum(spread.values()), 0
    for days in sorted(spread):
        reached += spread[days]
        if reached >= needed:
            break
    return ceil(Fraction(days, _DAYS_IN_A_WEEK))
