"""Whether the waits of a service have settled: a local rule, made testable.

A plan that promises to stabilise waits can be held to this: over the last six months no
more came than left, no month of them is a concern in the control chart since the plan
began, and in none of them more children wait over 52 weeks than then. The first is the
rule that a list with a load above 1 grows without end; the rule as a whole is a local
convention. The last six months bound all three: a signal before them is over.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact_or_missing
from send_metrics.progress.xmr import xmr

POINTS = 6
"""Months that are looked at."""

Word = Literal["stabilised", "not yet", "cannot tell"]


@frozen
class Stability:
    """The answer, and every reason against it, in words."""

    word: Word
    reasons: tuple[str, ...] = ()


def stability(
    *,
    added: Sequence[Number | None],
    removed: Sequence[Number | None],
    median_weeks: Sequence[Number | None],
    nine_in_ten_weeks: Sequence[Number | None],
    over_52_weeks: Sequence[Number | None],
    over_52_weeks_at_baseline: Number | None,
) -> Stability:
    """Return whether a service's waits are stable, from months in order of time.

    The series begin with the plan's baseline. *added* and *removed* count referrals,
    *median_weeks* and *nine_in_ten_weeks* are of those still waiting, *over_52_weeks*
    how many have waited longer.

    ``cannot tell`` with fewer than six months, or a gap in the last six.

    Raises:
        UsageError: the series are of unlike length, so that their months would not meet.
    """
    series = {
        "referrals added": added,
        "referrals removed": removed,
        "the median wait": median_weeks,
        "the wait of nine in ten": nine_in_ten_weeks,
        "waits over 52 weeks": over_52_weeks,
    }
    if len({len(held) for held in series.values()}) > 1:
        lengths = ", ".join(f"{name} {len(held)}" for name, held in series.items())
        message = f"all series have the same months, None for a gap; here: {lengths}"
        raise UsageError(message)
    exact = {
        name: [exact_or_missing(value) for value in held]
        for name, held in series.items()
    }
    last = {name: held[-POINTS:] for name, held in exact.items()}
    unknown = [
        f"{name}: fewer than {POINTS} months, or a gap among the last"
        for name, held in last.items()
        if len(held) < POINTS or None in held
    ]
    baseline = exact_or_missing(over_52_weeks_at_baseline)
    if baseline is None:
        unknown.append("waits over 52 weeks: no number at the baseline")
    if unknown or baseline is None:
        return Stability("cannot tell", tuple(unknown))
    against = []
    if _total(last["referrals added"]) > _total(last["referrals removed"]):
        against.append("more referrals were added than removed")
    for name in ("the median wait", "the wait of nine in ten"):
        chart = xmr(exact[name], better="lower")
        signals = chart.signals[-POINTS:]
        if any(chart.variation_of(signal) == "concern" for signal in signals):
            against.append(f"{name}: the chart shows concern")
    if any((number or 0) > baseline for number in last["waits over 52 weeks"]):
        against.append("more wait over 52 weeks than at the baseline")
    return Stability("not yet" if against else "stabilised", tuple(against))


def _total(values: Sequence[Fraction | None]) -> Fraction:
    return sum((value or Fraction() for value in values), Fraction())
