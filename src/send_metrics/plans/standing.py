"""A measure of the plan held against what the plan aims at."""

import datetime as dt

from send_metrics.domain.plan import KpiLink
from send_metrics.domain.plan import Target as PlannedTarget
from send_metrics.progress.numbers import Number
from send_metrics.progress.rating import Rating, Target, rate
from send_metrics.progress.trajectory import Trajectory


def standing(
    link: KpiLink, value: Number | None, on: dt.date, *, tolerance: Number = 0
) -> Rating:
    """Return how a value of a day stands against the plan's trajectory and target.

    The direction is that of the plan, and the target that of `target_on`.

    Raises:
        UsageError: the trajectory has two points of one day.
    """
    aim = target_on(link, on)
    return rate(
        value,
        on,
        better=link.direction,
        target=None if aim is None else Target(aim.value, aim.kind),
        trajectory=trajectory_of(link),
        tolerance=tolerance,
    )


def trajectory_of(link: KpiLink) -> Trajectory | None:
    """Return the steps of a measure as a trajectory; nothing where the plan has none.

    Raises:
        UsageError: two steps are of one day.
    """
    if not link.trajectory:
        return None
    return Trajectory.of((point.on, point.value) for point in link.trajectory)


def target_on(link: KpiLink, day: dt.date) -> PlannedTarget | None:
    """Return the target that a measure is held against on a day.

    It is the next that is due from that day on, else one without a due date, else the
    one that was due last; one that was replaced does not count.
    """

    def nearness(target: PlannedTarget) -> tuple[int, int]:
        if target.due is None:
            return (1, 0)
        days = (target.due.last - day).days
        return (0, days) if days >= 0 else (2, -days)

    return min(link.targets_in_force, key=nearness, default=None)
