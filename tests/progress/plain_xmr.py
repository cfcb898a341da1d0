"""The rules of plot the dots once more, point by point, in the simplest way."""

from collections.abc import Sequence
from fractions import Fraction


def plain_limits(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Return mean, lower and upper limit of two values or more."""
    mean = sum(values) / Fraction(len(values))
    ranges = [abs(values[n] - values[n - 1]) for n in range(1, len(values))]
    typical = sum(ranges) / Fraction(len(ranges))
    kept = [r for r in ranges if r * 1000 < typical * 3267]
    if sum(kept) > 0:
        typical = sum(kept) / Fraction(len(kept))
    return mean, mean - typical * 266 / 100, mean + typical * 266 / 100


def plain_kind(values: Sequence[Fraction], at: int) -> str | None:
    """Return which rule, and on which side, a point meets first."""
    mean, lower, upper = plain_limits(values)
    third = (upper - mean) * 2 / 3

    def side(n: int) -> str:
        return "high" if values[n] > mean else "low" if values[n] < mean else "on"

    def close(n: int) -> bool:
        is_far = values[n] > mean + third or values[n] < mean - third
        return is_far and lower <= values[n] <= upper

    if not lower <= values[at] <= upper:
        return f"limit {side(at)}"
    # The later of two trends decides, so that windows are tried from the last.
    for start in range(at, at - 7, -1):
        if start < 0 or start + 7 > len(values):
            continue
        seven = values[start : start + 7]
        if all(seven[n] < seven[n + 1] for n in range(6)):
            return "trend high"
        if all(seven[n] > seven[n + 1] for n in range(6)):
            return "trend low"
    for start in (at - 2, at - 1, at):
        three = [n for n in (start, start + 1, start + 2) if 0 <= n < len(values)]
        alike = len(three) == 3 and len({side(n) for n in three}) == 1
        if alike and side(at) != "on" and close(at) and sum(map(close, three)) >= 2:
            return f"two of three {side(at)}"
    for start in range(at - 6, at + 1):
        if start < 0 or start + 7 > len(values):
            continue
        if side(at) != "on" and all(
            side(n) == side(at) for n in range(start, start + 7)
        ):
            return f"shift {side(at)}"
    return None
