"""A measure held against the plan: a rating in words, with its reason."""

import datetime as dt
from fractions import Fraction
from typing import Literal, get_args

from attrs import field, frozen

from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact, exact_or_missing
from send_metrics.progress.trajectory import Trajectory

Direction = Literal["higher", "lower"]
Kind = Literal["statutory", "milestone", "aspiration"]
Word = Literal["target met", "on track", "at risk", "off track", "not rated"]


@frozen
class Target:
    """What is aimed at: a level set by law, a milestone of the plan, or an aspiration.

    Raises:
        UsageError: the value is no number, or the kind none of these.
    """

    value: Fraction = field(converter=exact)
    kind: Kind = "milestone"

    def __attrs_post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            message = f"the kind of a target is {', '.join(get_args(Kind))}"
            raise UsageError(message)


@frozen
class Rating:
    """A word and why. There is never a word of success without a number behind it."""

    word: Word
    reason: str


def rate(
    value: Number | None,
    on: dt.date,
    *,
    better: Direction | None,
    target: Target | None = None,
    trajectory: Trajectory | None = None,
    tolerance: Number = 0,
) -> Rating:
    """Return how a value of a day stands against the plan's own direction.

    A value at the target meets it; one at the trajectory is on track, and one that misses
    it by no more than *tolerance* at risk, in the unit of the values. Without a
    trajectory the target itself is what the value is held against.

    ``not rated`` if the value, the direction, or both target and trajectory are missing,
    or the trajectory begins later.

    Raises:
        UsageError: the value or tolerance is no number, or *better* no direction.
    """
    if better not in ("higher", "lower", None):
        message = "better must be higher or lower, or None where the plan does not say"
        raise UsageError(message)
    held = exact_or_missing(value)
    if held is None:
        return Rating("not rated", "there is no value")
    if better is None:
        return Rating("not rated", "the plan does not say which direction is better")
    if target is not None and _is_at_least_as_good(held, target.value, better):
        return Rating("target met", f"the {target.kind} target is met")
    if trajectory is not None:
        expected, what = trajectory.expected_on(on), "trajectory"
        if expected is None:
            return Rating("not rated", "the trajectory begins later")
    elif target is not None:
        expected, what = target.value, f"{target.kind} target"
    else:
        return Rating("not rated", "the plan gives neither a target nor a trajectory")
    if _is_at_least_as_good(held, expected, better):
        return Rating("on track", f"the {what} is kept to")
    slack = exact(tolerance)
    eased = expected - slack if better == "higher" else expected + slack
    if _is_at_least_as_good(held, eased, better):
        return Rating("at risk", f"the {what} is missed within the tolerance")
    return Rating("off track", f"the {what} is missed")


def _is_at_least_as_good(value: Fraction, aim: Fraction, better: Direction) -> bool:
    return value >= aim if better == "higher" else value <= aim
