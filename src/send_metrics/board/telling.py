"""What a dashboard says of a measure in words: signal, owners, why there is no rating."""

from collections.abc import Sequence

from attrs import frozen

from send_metrics.board.measure import Measure, Point
from send_metrics.domain.plan import KpiLink, Plan
from send_metrics.kpis.definition import Definition
from send_metrics.progress.xmr import FEWEST_POINTS, Variation, XmrChart, xmr

NO_FIGURES = "no figures"
_FEWEST_OF_A_TREND = 2
_SAID: dict[Variation, str] = {
    "improvement": "improving",
    "concern": "getting worse",
    "neutral": "changing",
    "common cause": "no significant change",
}


def signal_of(link: KpiLink, series: Sequence[Point]) -> str:
    """Return what the latest point of a series is by the rules of control charts.

    Fewer than 13 points with a value say nothing. A change of method begins a stretch
    of its own, of which alone it is told.
    """
    stretch = _since_the_last_break(link, series)
    values = [point.value for point in stretch]
    held = sum(value is not None for value in values)
    if held < FEWEST_POINTS:
        return f"too few points to tell ({held} of {FEWEST_POINTS})"
    chart = xmr(values, better=link.direction or "neutral")
    signal = chart.signals[-1]
    if values[-1] is None:
        return "no value to tell of"
    said = _SAID[chart.variation_of(signal)]
    return said if signal is None else f"{said} ({signal.value})"


@frozen
class Trend:
    """The points of a measure from the first with a value on, and their control chart."""

    points: tuple[Point, ...]
    chart: XmrChart


def trend_of(measure: Measure) -> Trend | None:
    """Return the trend of a measure up to its latest value; none of a single value.

    A change of method begins a stretch with limits of its own.
    """
    held = [at for at, point in enumerate(measure.series) if point.value is not None]
    if len(held) < _FEWEST_OF_A_TREND:
        return None
    link, points = measure.link, measure.series[held[0] :]
    breaks = [b.on.first for b in link.breaks]
    starts = [sum(point.last < day for point in points) for day in breaks]
    is_alike = measure.kpi is not None and cannot_rate(link, measure.kpi) is None
    chart = xmr(
        [point.value for point in points],
        better=link.direction or "neutral",
        target=measure.target.value if measure.target and is_alike else None,
        rebase_at=[start for start in starts if start < len(points)],
    )
    return Trend(points, chart)


def _since_the_last_break(link: KpiLink, series: Sequence[Point]) -> Sequence[Point]:
    if not series:
        return series
    latest = series[-1].last
    breaks = [b.on.first for b in link.breaks if b.on.first <= latest]
    if not breaks:
        return series
    return [point for point in series if point.last >= max(breaks)]


def cannot_rate(link: KpiLink, kpi: Definition) -> str | None:
    """Say that the plan's figures are of another unit than the definition's."""
    if (link.unit == "percent") == (kpi.unit == "percent"):
        return None
    return (
        f"the plan gives this measure in {link.unit}, and its definition in {kpi.unit}"
    )


def owners_of(link: KpiLink, plan: Plan) -> tuple[str, ...]:
    """Return who answers for a measure, by role.

    They are the owners of the actions behind it, else the organisations that are
    responsible for its areas.
    """
    owners = [action.owner for action in plan.actions if action.id in link.actions]
    if any(owners):
        return tuple(dict.fromkeys(owner for owner in owners if owner))
    names = {organisation.id: organisation.name for organisation in plan.organisations}
    responsible = (
        names.get(organisation, organisation)
        for area in plan.areas
        if area.id in link.areas
        for organisation in area.responsible
    )
    return tuple(dict.fromkeys(responsible))
