"""XmR charts by the rules of NHS England's *plot the dots*.

Source: NHS England, *Making data count*, and the code of NHSRplotthedots 0.2
(`ptd_spc_standard`, `ptd_calculate_point_type`, `ptd_calculate_assurance_type`), read
25 November 2026.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import index
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.progress.limits import Limits, limits_of
from send_metrics.progress.numbers import Number, exact
from send_metrics.progress.series import SeriesPoint, ends, points_given
from send_metrics.progress.signals import Signal, signals_of

if TYPE_CHECKING:
    import pandas as pd

    from send_metrics.calculate.figure import Figure, Figures

Better = Literal["higher", "lower", "neither", "neutral"]
Variation = Literal["common cause", "improvement", "concern", "neutral"]
Assurance = Literal["consistently passes", "consistently fails", "hit or miss"]

FEWEST_POINTS = 13
"""With fewer points the limits are for trial only."""

FEWEST_FIXED = 12
"""Limits may be fixed on so many points and more."""

_NO_DIRECTION = ("neither", "neutral")


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
    series, measure = points_given(values)
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
        limits = limits_of(_first(fix_after, stretch), screen_outliers=screen_outliers)
        points += _points(stretch, limits)
    return XmrChart(
        points=tuple(points),
        better=better,
        is_trial=sum(point.value is not None for point in stretch) < FEWEST_POINTS,
        limits=limits,
        target=wanted,
    )


def _position(series: Sequence[SeriesPoint], start: int | dt.date) -> int:
    """Return where in the series a stretch begins."""
    if isinstance(start, dt.date):
        return _position_of_day(series, start)
    try:
        position = index(start)
    except TypeError:
        message = "rebase_at has positions, counted from 0, or days as datetime.date"
        raise UsageError(message) from None
    if not 0 <= position < max(len(series), 1):
        message = f"a stretch begins outside the series of {len(series)} points"
        raise UsageError(message)
    return position


def _position_of_day(series: Sequence[SeriesPoint], start: dt.date) -> int:
    start = start.date() if isinstance(start, dt.datetime) else start
    if series and series[0].when is None:
        message = "plain numbers have no days; say by position where a stretch begins"
        raise UsageError(message)
    for position, point in enumerate(series):
        if point.when is not None and ends(point.when)[0] >= start:
            return position
    message = f"no stretch begins on {start}: no point is of that day or later"
    raise UsageError(message)


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


def _points(stretch: Sequence[SeriesPoint], limits: Limits | None) -> list[ChartPoint]:
    values = [point.value for point in stretch]
    signals = signals_of(values, limits) if limits else [None] * len(values)
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


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
