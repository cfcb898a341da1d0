"""Where a plan expects a measure to be, and by when."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

from attrs import field, frozen

from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact

Between = Literal["the point before", "a straight line"]


@frozen
class TrajectoryPoint:
    """What a measure should have come to by a day."""

    on: dt.date
    value: Fraction = field(converter=exact)


def _in_order(points: Iterable[TrajectoryPoint]) -> tuple[TrajectoryPoint, ...]:
    return tuple(sorted(points, key=lambda point: point.on))


@frozen
class Trajectory:
    """Points of a plan, and what holds *between* them.

    A plan that gives a value for each quarter means the last one that was due; only
    where it says so is a straight line drawn.

    Raises:
        UsageError: two points are of one day, or *between* is neither.
    """

    points: tuple[TrajectoryPoint, ...] = field(converter=_in_order)
    between: Between = "the point before"

    def __attrs_post_init__(self) -> None:
        if self.between not in get_args(Between):
            message = f"between two points there is {' or '.join(get_args(Between))}"
            raise UsageError(message)
        for earlier, later in pairwise(self.points):
            if earlier.on == later.on:
                message = f"the trajectory has two points of {later.on}; keep one"
                raise UsageError(message)

    @classmethod
    def of(cls, points: Iterable[tuple[dt.date, Number]]) -> "Trajectory":
        """Return the trajectory through days and values."""
        return cls(tuple(TrajectoryPoint(on, exact(value)) for on, value in points))

    def expected_on(self, day: dt.date) -> Fraction | None:
        """Return what should have been reached on a day; nothing before the first point."""
        before = [point for point in self.points if point.on <= day]
        if not before:
            return None
        last = before[-1]
        after = self.points[len(before) :]
        if self.between == "the point before" or not after or last.on == day:
            return last.value
        share = Fraction((day - last.on).days, (after[0].on - last.on).days)
        return last.value + (after[0].value - last.value) * share
