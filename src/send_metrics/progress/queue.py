"""The arithmetic of waiting lists: whether one grows, and what would shrink it.

Source: Fong and others, *Understanding waiting list pressures* (2022), as coded in the
tests of NHSRwaitinglist, read 25 November 2026. Demand and capacity are per week.
An amount below 0 is refused, and one that is divided by must be above it.
"""

from fractions import Fraction

from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact

WAIT_FACTOR = 4
"""A mean wait of a quarter of the target leaves few beyond it."""

WEEKS_OF_RELIEF = 26


def load(demand: Number, capacity: Number) -> float:
    """Return demand over capacity; a list grows without end above 1.

    >>> round(load(30, 27), 4)
    1.1111
    """
    return float(_amount(demand, "demand") / _above_zero(capacity, "capacity"))


def target_mean_wait(target_weeks: Number, factor: Number = WAIT_FACTOR) -> float:
    """Return the mean wait in weeks at which few wait longer than the target.

    >>> target_mean_wait(52)
    13.0
    """
    target = _amount(target_weeks, "target_weeks")
    return float(target / _above_zero(factor, "factor"))


def target_list_size(
    demand: Number, target_weeks: Number, factor: Number = WAIT_FACTOR
) -> float:
    """Return how many may wait if few are to wait longer than the target.

    >>> target_list_size(30, 52)
    390.0
    """
    expected = _amount(demand, "demand") * _amount(target_weeks, "target_weeks")
    return float(expected / _above_zero(factor, "factor"))


def relief_capacity(
    demand: Number,
    waiting: Number,
    target_size: Number,
    weeks: Number = WEEKS_OF_RELIEF,
) -> float:
    """Return the capacity per week that brings a list to its target size in *weeks*.

    >>> round(relief_capacity(30, 1200, 390), 6)
    61.153846
    """
    surplus = _amount(waiting, "waiting") - _amount(target_size, "target_size")
    return float(_amount(demand, "demand") + surplus / _above_zero(weeks, "weeks"))


def target_capacity(
    demand: Number,
    target_weeks: Number,
    factor: Number = WAIT_FACTOR,
    *,
    demand_variation: Number = 1,
    capacity_variation: Number = 1,
) -> float:
    """Return the capacity per week that holds a list at its target size.

    The variations are coefficients: standard deviation over mean.

    >>> round(
    ...     target_capacity(30, 52, 3, demand_variation=1.1, capacity_variation=1.2), 6
    ... )
    30.076442
    """
    of_demand = _amount(demand_variation, "demand_variation")
    of_capacity = _amount(capacity_variation, "capacity_variation")
    spread = (of_demand**2 + of_capacity**2) / 2
    relative = _amount(factor, "factor") / _above_zero(target_weeks, "target_weeks")
    return float(_amount(demand, "demand") + spread * relative)


def pressure(mean_wait_weeks: Number, target_weeks: Number) -> float:
    """Return twice the mean wait over the target; above 1 the target cannot be met.

    >>> round(pressure(63, 52), 4)
    2.4231
    """
    target = _above_zero(target_weeks, "target_weeks")
    return float(2 * _amount(mean_wait_weeks, "mean_wait_weeks") / target)


def weeks_to_clear(
    demand: Number, capacity: Number, waiting: Number, target_size: Number = 0
) -> float | None:
    """Return the weeks until a list is down to its target size; ``None`` if never.

    >>> weeks_to_clear(30, 40, 1200, 390)
    81.0
    >>> weeks_to_clear(30, 30, 1200, 390) is None
    True
    """
    surplus = _amount(waiting, "waiting") - _amount(target_size, "target_size")
    if surplus <= 0:
        return 0.0
    gain = _amount(capacity, "capacity") - _amount(demand, "demand")
    return float(surplus / gain) if gain > 0 else None


def _amount(value: Number, name: str) -> Fraction:
    number = exact(value)
    if number < 0:
        message = f"{name} cannot be below 0"
        raise UsageError(message)
    return number


def _above_zero(value: Number, name: str) -> Fraction:
    number = exact(value)
    if number <= 0:
        message = f"{name} must be above 0"
        raise UsageError(message)
    return number
