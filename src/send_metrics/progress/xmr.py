"""XmR charts by the rules of NHS England's *plot the dots*.

Source: NHS England, *Making data count*, and the code of NHSRplotthedots 0.2
(`ptd_spc_standard`, `ptd_calculate_point_type`, `ptd_calculate_assurance_type`), read
25 November 2026.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from send_metrics.calculate.figure import Figure
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.progress.numbers import Number, exact, exact_or_missing
from send_metrics.progress.series import SeriesPoint, ends, points_of

if TYPE_CHECKING:
    import pandas as pd

    from send_metrics.calculate.figure import Figures
    from send_metrics.kpis.definition import Definition

Better = Literal["higher", "lower", "neither", "neutral"]
Variation = Literal["common cause", "improvement", "concern", "neutral"]
Assurance = Literal["consistently passes", "consistently fails", "hit or miss"]

LIMIT_FACTOR = Fraction(266, 100)
"""Limits lie so many mean moving ranges from the mean."""

SCREEN_FACTOR = Fraction(3267, 1000)
"""Moving ranges of so many times their mean and more are left out of it, once."""

FEWEST_POINTS = 13
"""With fewer points the limits are for trial only."""

FEWEST_FIXED = 12
"""Limits may be fixed on so many points and more."""

_RUN = 7
_NO_DIRECTION = ("neither", "neutral")


class Signal(StrEnum):
    """Why a point is special cause: the first of these rules that it meets."""

    ABOVE_LIMIT = "above the upper limit"
    BELOW_LIMIT = "below the lower limit"
    RISING = "one of seven rising"
    FALLING = "one of seven falling"
    NEAR_UPPER = "one of two in three near the upper limit"
    NEAR_LOWER = "one of two in three near the lower limit"
    ABOVE_MEAN = "one of seven above the mean"
    BELOW_MEAN = "one of seven below the mean"

    @property
    def is_high(self) -> bool:
        """Whether the values are high, or rise."""
        return self in (
            Signal.ABOVE_LIMIT,
            Signal.RISING,
            Signal.NEAR_UPPER,
            Signal.ABOVE_MEAN,
        )


@frozen
class Limits:
    """The mean of a stretch of points and its natural process limits.

    The limits are missing where no two points follow each other.
    """

    mean: Fraction
    lower: Fraction | None
    upper: Fraction | None


@frozen
class ChartPoint:
    """A point: its value, the limits it is held against, and its signal, if any.

    *when* is the period or day of a figure, *missing* why it has no value.
    """

    value: float | None = field(repr=False)
    mean: float | None = field(repr=False)
    lower_limit: float | None = field(repr=False)
    upper_limit: float | None = field(repr=False)
    signal: Signal | None
    when: Period | dt.date | None = None
    missing: str | None = None


@frozen(repr=False)
class XmrChart:
    """What can be said of a series: limits, signals, variation and assurance.

    *mean*, *lower_limit* and *upper_limit* are those of the last stretch, in the unit of
    the values; ``None`` where there are too few. *signals* has one entry a point,
    ``None`` for common cause. *is_trial* says that the last stretch has fewer than 13
    values.
    """

    points: tuple[ChartPoint, ...]
    better: Better
    is_trial: bool
    limits: Limits | None
    _target: Fraction | None

    def __repr__(self) -> str:
        return f"<XmrChart: {len(self.points)} points, {self.variation}>"

    @property
    def target(self) -> float | None:
        """The target that the limits are held against, in the unit of the values."""
        return _float(self._target)

    @property
    def mean(self) -> float | None:
        """The mean of the last stretch."""
        return None if self.limits is None else float(self.limits.mean)

    @property
    def lower_limit(self) -> float | None:
        """The lower natural process limit of the last stretch; it may be below 0."""
        return None if self.limits is None else _float(self.limits.lower)

    @property
    def upper_limit(self) -> float | None:
        """The upper natural process limit of the last stretch; it may be above 100%."""
        return None if self.limits is None else _float(self.limits.upper)

    @property
    def signals(self) -> tuple[Signal | None, ...]:
        """The signal of each point, ``None`` for common cause and for gaps."""
        return tuple(point.signal for point in self.points)

    @property
    def variation(self) -> Variation:
        """What the last point is: the NHS variation icon in words."""
        held = [point for point in self.points if point.value is not None]
        return self.variation_of(held[-1].signal if held else None)

    def variation_of(self, signal: Signal | None) -> Variation:
        """Return what a signal means where *better* is better."""
        if signal is None:
            return "common cause"
        if self.better in _NO_DIRECTION:
            return "neutral"
        is_good = signal.is_high == (self.better == "higher")
        return "improvement" if is_good else "concern"

    @property
    def assurance(self) -> Assurance | None:
        """Whether the process can be relied on to meet the target.

        ``None`` without a target, a direction or limits. A target on a limit is hit or
        miss.
        """
        limits, target = self.limits, self._target
        if target is None or self.better in _NO_DIRECTION or limits is None:
            return None
        if limits.lower is None or limits.upper is None:
            return None
        if limits.lower <= target <= limits.upper:
            return "hit or miss"
        is_beyond = target > limits.upper
        passes = is_beyond == (self.better == "lower")
        return "consistently passes" if passes else "consistently fails"

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a point: days, value, mean, limits, signal and its meaning."""
        return [self._row(point) for point in self.points]

    def _row(self, point: ChartPoint) -> dict[str, Any]:
        first, last = (None, None) if point.when is None else ends(point.when)
        return {
            "first": first,
            "last": last,
            "value": point.value,
            "mean": point.mean,
            "lower_limit": point.lower_limit,
            "upper_limit": point.upper_limit,
            "signal": None if point.signal is None else str(point.signal),
            "variation": (
                None if point.value is None else self.variation_of(point.signal)
            ),
            "missing_reason": point.missing,
        }

    def to_pandas(self) -> "pd.DataFrame":
        """Return one row a point as a pandas data frame."""
        import pandas as pd  # only those who ask for it wait for it

        return pd.DataFrame(self.to_rows())


def xmr(
    values: "Figures | Iterable[Figure] | Iterable[Number | None]",
    better: Better | None = None,
    target: Number | None = None,
    *,
    screen_outliers: bool = True,
    fix_after: int | None = None,
    rebase_at: Sequence[int | dt.date] = (),
) -> XmrChart:
    """Return the chart of values in the order of time, one for each period.

    *values* are figures of one measure, which are put into order, or numbers that are.
    *better* is the direction as the plan sees it; left out, it is that of the definition
    of the figures, and ``higher`` for plain numbers. *target* is in the unit of the
    values: a share of 60% is 0.6.

    A missing value is a gap: no moving range and no run goes over it. *fix_after* takes
    the limits from the first so many values of each stretch; *rebase_at* names where a
    new stretch with limits of its own begins: positions, counted from 0, or for figures
    days, each of which means the first point that begins on it or later.

    The periods must follow each other: a year to date has no chart. That is refused of
    figures, and cannot be seen in plain numbers.

    Raises:
        UsageError: a value is no number, figures are no series (see `series_of`),
            *better* is no direction, the target of a share is above 1, the limits are
            fixed on fewer than 12 points, or a stretch begins outside the series.
    """
    series, measure = _series(values)
    if better is None:
        better = "higher" if measure is None else measure.better
    if better not in ("higher", "lower", *_NO_DIRECTION):
        message = "better must be higher, lower or neither"
        raise UsageError(message)
    if fix_after is not None and fix_after < FEWEST_FIXED:
        message = f"limits are fixed on {FEWEST_FIXED} points or more, not {fix_after}"
        raise UsageError(message)
    wanted = None if target is None else exact(target)
    if wanted is not None and wanted > 1 and measure and measure.kind == "proportion":
        message = f"{measure.id} is a share from 0 to 1; write a target of 60% as 0.6"
        raise UsageError(message)
    points: list[ChartPoint] = []
    stretch: Sequence[SeriesPoint] = ()
    limits: Limits | None = None
    starts = sorted({0, *(_position(series, at) for at in rebase_at)})
    for start, end in pairwise([*starts, len(series)]):
        stretch = series[start:end]
        limits = _limits(_first(fix_after, stretch), screen_outliers=screen_outliers)
        points += _points(stretch, limits)
    return XmrChart(
        points=tuple(points),
        better=better,
        is_trial=sum(point.value is not None for point in stretch) < FEWEST_POINTS,
        limits=limits,
        target=wanted,
    )


def _series(
    values: "Figures | Iterable[Figure] | Iterable[Number | None]",
) -> tuple[Sequence[SeriesPoint], "Definition | None"]:
    """Return the points, and the definition that their figures share, if they do."""
    _refuse_disorder(values)
    held: list[Any] = list(values)
    figures = [value for value in held if isinstance(value, Figure)]
    if not figures:
        return [SeriesPoint(None, exact_or_missing(value)) for value in held], None
    if len(figures) < len(held):
        message = "figures and plain numbers are mixed; give one or the other"
        raise UsageError(message)
    return points_of(figures), figures[0].kpi


def _refuse_disorder(values: object) -> None:
    """Refuse a pandas column whose index of days does not rise from row to row."""
    index: Any = getattr(values, "index", None)
    is_of_days = hasattr(index, "freqstr")
    if is_of_days and not (index.is_monotonic_increasing and index.is_unique):
        message = (
            "the days of the index do not rise from row to row;"
            " sort it, and keep one value for each"
        )
        raise UsageError(message)


def _position(series: Sequence[SeriesPoint], start: int | dt.date) -> int:
    if isinstance(start, dt.date):
        start = start.date() if isinstance(start, dt.datetime) else start
        for position, point in enumerate(series):
            if point.when is not None and ends(point.when)[0] >= start:
                return position
        message = f"no stretch begins on {start}: no point is of that day or later"
        raise UsageError(message)
    if not 0 <= start < max(len(series), 1):
        message = f"a stretch begins outside the series of {len(series)} points"
        raise UsageError(message)
    return start


def _first(
    fix_after: int | None, stretch: Sequence[SeriesPoint]
) -> list[Fraction | None]:
    """Return what the limits are made from: the first values, gaps not counted."""
    found: list[Fraction | None] = []
    for point in stretch:
        if fix_after is not None and len(found) - found.count(None) == fix_after:
            break
        found.append(point.value)
    return found


def _limits(
    values: Sequence[Fraction | None], *, screen_outliers: bool
) -> Limits | None:
    held = [value for value in values if value is not None]
    if not held:
        return None
    mean = _mean(held)
    ranges = [
        abs(later - earlier)
        for earlier, later in pairwise(values)
        if earlier is not None and later is not None
    ]
    # Where gaps alone part values that differ, no step tells how much they vary.
    if not ranges or (not any(ranges) and len(set(held)) > 1):
        return Limits(mean, None, None)
    typical = _mean(ranges)
    if screen_outliers:
        kept = [r for r in ranges if r < SCREEN_FACTOR * typical]
        # Where nothing but standstill is left, every point would be out of limits.
        if any(kept):
            typical = _mean(kept)
    return Limits(mean, mean - LIMIT_FACTOR * typical, mean + LIMIT_FACTOR * typical)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def _points(stretch: Sequence[SeriesPoint], limits: Limits | None) -> list[ChartPoint]:
    values = [point.value for point in stretch]
    signals = _signals(values, limits) if limits else [None] * len(values)
    return [
        ChartPoint(
            value=_float(point.value),
            mean=_float(limits.mean) if limits else None,
            lower_limit=_float(limits.lower) if limits else None,
            upper_limit=_float(limits.upper) if limits else None,
            signal=signal,
            when=point.when,
            missing=point.missing,
        )
        for point, signal in zip(stretch, signals, strict=True)
    ]


def _signals(values: Sequence[Fraction | None], limits: Limits) -> list[Signal | None]:
    """Return the signal of each point, by the first rule that it meets."""
    sides = [0 if v is None else _sign(v - limits.mean) for v in values]
    beyond = [_beyond(value, limits) for value in values]
    near = [
        0 if outside else _near(value, limits)
        for value, outside in zip(values, beyond, strict=True)
    ]
    rules = (
        (beyond, Signal.ABOVE_LIMIT, Signal.BELOW_LIMIT),
        (_trends(values), Signal.RISING, Signal.FALLING),
        (_two_of_three(sides, near), Signal.NEAR_UPPER, Signal.NEAR_LOWER),
        (_shifts(sides), Signal.ABOVE_MEAN, Signal.BELOW_MEAN),
    )
    found: list[Signal | None] = [None] * len(values)
    for flags, high, low in rules:
        for position, flag in enumerate(flags):
            if flag and found[position] is None:
                found[position] = high if flag > 0 else low
    return found


def _beyond(value: Fraction | None, limits: Limits) -> int:
    if value is None or limits.lower is None or limits.upper is None:
        return 0
    return (value > limits.upper) - (value < limits.lower)


def _near(value: Fraction | None, limits: Limits) -> int:
    """Return the side on which a value is in the outer third, else 0."""
    if value is None or limits.upper is None:
        return 0
    third = (limits.upper - limits.mean) * Fraction(2, 3)
    return (value > limits.mean + third) - (value < limits.mean - third)


def _trends(values: Sequence[Fraction | None]) -> list[int]:
    """Return for each point the direction of the trend of seven that it is part of.

    One that two trends share has the direction of the later one.
    """
    steps = [
        0 if earlier is None or later is None else _sign(later - earlier)
        for earlier, later in pairwise(values)
    ]
    flags = [0] * len(values)
    for start in range(len(steps) - _RUN + 2):
        direction = _common(steps[start : start + _RUN - 1])
        if direction:
            flags[start : start + _RUN] = [direction] * _RUN
    return flags


def _shifts(sides: Sequence[int]) -> list[int]:
    flags = [0] * len(sides)
    for start in range(len(sides) - _RUN + 1):
        side = _common(sides[start : start + _RUN])
        if side:
            flags[start : start + _RUN] = [side] * _RUN
    return flags


def _two_of_three(sides: Sequence[int], near: Sequence[int]) -> list[int]:
    flags = [0] * len(sides)
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        side = _common([sides[at] for at in window])
        close = [at for at in window if side and near[at] == side]
        if len(close) > 1:
            for at in close:
                flags[at] = side
    return flags


def _common(signs: Sequence[int]) -> int:
    """Return the sign that all of them have, or 0."""
    first = signs[0]
    return first if all(sign == first for sign in signs) else 0


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
