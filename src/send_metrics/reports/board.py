"""The board of a plan as a report: area by area in words, then everything in one table."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from send_metrics.board import Board, Measure, Point
from send_metrics.board.telling import Trend, trend_of
from send_metrics.domain.plan import Area, KpiLink, Target
from send_metrics.domain.rounding import half_up
from send_metrics.kpis.definition import Definition
from send_metrics.progress.xmr import Assurance, ChartPoint, Variation, XmrChart
from send_metrics.reports.layout import (
    Cell,
    Column,
    Highlight,
    Layout,
    Mark,
    Number,
    Phrase,
    Section,
    TableBlock,
    TrendChart,
    plain_table,
)
from send_metrics.reports.wording import day_in_words, label, when_in_words

_INSIDE = (
    "These figures are for people inside the partnership only. They have not been checked"
    " for disclosure: a small number could make somebody known. Do not publish them or"
    " pass them on."
)
_HOW_TO_READ = (
    "The latest value is that of the last whole period that the data tell of. It is held"
    " against the period before, the same period a year ago, and where the plan expected"
    " the measure to be by then. A rating is given only where there is a number behind it.",
    "The change over time is told by the rules of NHS England's control charts: a single"
    " move up or down is mostly chance. In the charts a disc is the usual up and down, a"
    " diamond an improvement, a square a change for the worse, and a triangle a change"
    " that is neither.",
)
_MOST_HIGHLIGHTS = 3
_KINDS: dict[Variation, Literal["usual", "improving", "worse", "changing"]] = {
    "common cause": "usual",
    "improvement": "improving",
    "concern": "worse",
    "neutral": "changing",
}
_ASSURED: dict[Assurance, str] = {
    "consistently passes": "All of the usual range meets the target",
    "consistently fails": "All of the usual range falls short of the target",
    "hit or miss": "The target lies within the usual range",
}
_NO_VALUE = "[x]"
_NOT_APPLICABLE = "[z]"

_COLUMNS = (
    Column("Measure"),
    Column("Latest", parts=("Latest", "Counted")),
    Column("When"),
    Column("Previous", numeric=True),
    Column("Same period last year", numeric=True),
    Column("Expected by now", numeric=True),
    Column("Target"),
    Column("Rating"),
    Column("Change over time"),
    Column("Data quality"),
    Column("Who answers for it"),
)


def board_layout(board: Board, *, name: str, with_series: bool = False) -> Layout:
    """Return the report of a board: a section for each area of its plan.

    A measure of two areas stands in both, one of none in a section of its own.
    *with_series*
    adds every period of every measure, one a row.
    """
    sections = [_section(area, board) for area in _areas_in_order(board)]
    known = {area.id for area in board.plan.areas}
    others = [m for m in board.measures if known.isdisjoint(m.link.areas)]
    if others:
        sections.append(
            Section(
                "Other measures",
                tables=(_table("Other measures", others),),
                trends=_trends(others),
            )
        )
    sections += [_of_the_data(board), _definitions(board.measures)]
    if with_series:
        sections.insert(-2, _series(board.measures))
    return Layout(
        title=f"{name}: how the plan stands",
        subtitle=f"{board.plan.title}, on {day_in_words(board.on)}",
        notes=(_INSIDE, *_HOW_TO_READ),
        sections=(_in_short(board), *sections),
    )


def _areas_in_order(board: Board) -> Iterable[Area]:
    """Return the areas that any measure is of, priority actions first."""
    measured = {area for measure in board.measures for area in measure.link.areas}
    areas = [area for area in board.plan.areas if area.id in measured]
    return sorted(areas, key=lambda area: (area.kind != "priority action", area.number))


def _in_short(board: Board) -> Section:
    return Section(
        "In short",
        _INSIDE,
        highlights=(
            Highlight(f"{len(board.measures)}", "measures in the plan"),
            Highlight(f"{len(board.without_value)}", "of them without a latest value"),
        ),
        tables=(
            plain_table(
                "Measures by rating",
                ("Rating", "Measures"),
                [
                    (word.capitalize(), n)
                    for word, n in board.measures_by_rating.items()
                ],
            ),
            plain_table(
                "Actions of the plan by the rating that they were given",
                ("Rating", "Actions"),
                [(word.capitalize(), n) for word, n in board.actions_by_rating.items()],
            ),
        ),
    )


def _section(area: Area, board: Board) -> Section:
    title = f"{area.kind.capitalize()} {area.number}: {area.public_wording}"
    own = [measure for measure in board.measures if area.id in measure.link.areas]
    return Section(
        title,
        " ".join(f"{aim.rstrip('.')}." for aim in area.aims),
        highlights=_highlights(own),
        tables=(_table(f"{area.kind.capitalize()} {area.number}", own),),
        trends=_trends(own),
    )


def _highlights(measures: Iterable[Measure]) -> tuple[Highlight, ...]:
    """Return the first measures of impact that have a value, in large print."""
    shown = [
        (measure.link, measure.latest)
        for measure in measures
        if measure.link.role == "impact"
        and measure.latest is not None
        and measure.latest.value is not None
    ]
    return tuple(
        Highlight(
            f"{point.display}{_unit(link)}",
            f"{_titled(link)}, {when_in_words(point.when)}",
        )
        for link, point in shown[:_MOST_HIGHLIGHTS]
    )


def _trends(measures: Iterable[Measure]) -> tuple[TrendChart, ...]:
    """Return the chart of each measure that has more than one value."""
    trends = ((measure, trend_of(measure)) for measure in measures)
    return tuple(_trend(measure, trend) for measure, trend in trends if trend)


def _trend(measure: Measure, trend: Trend) -> TrendChart:
    chart, points = trend.chart, trend.points
    levels = _levels(measure, trend)
    first, last = _moment(points[0]), _moment(points[-1])
    what = "days" if isinstance(points[0].when, dt.date) else "periods"
    described = [
        f"Line chart of {len(points)} {what}, the first {first}, the last {last}",
        *(name for name, _ in levels),
        _sentence(measure.signal),
    ]
    if chart.assurance and not chart.is_trial:
        described.append(_ASSURED[chart.assurance])
    return TrendChart(
        title=_titled(measure.link),
        description=f"{'. '.join(described)}.",
        marks=tuple(_mark(point, chart) for point in chart.points),
        first=first,
        last=last,
        levels=levels,
        target=chart.target,
    )


def _moment(point: Point) -> str:
    when = point.when
    return day_in_words(when) if isinstance(when, dt.date) else when_in_words(when)


def _mark(point: ChartPoint, chart: XmrChart) -> Mark:
    if chart.is_trial:
        return Mark(point.value)
    return Mark(
        point.value,
        point.mean,
        point.lower_limit,
        point.upper_limit,
        _KINDS[chart.variation_of(point.signal)],
    )


def _levels(measure: Measure, trend: Trend) -> tuple[tuple[str, float], ...]:
    """Return what is named beside a chart: limits of too few points are not."""
    chart, target = trend.chart, measure.target
    decimals, unit = max(_decimals(measure.kpi), 1), _short_unit(measure.link)
    latest = next(point for point in trend.points[::-1] if point.value is not None)
    word = "Latest" if latest is trend.points[-1] else "Last known"
    named = [(f"{word} {latest.display}{unit}", float(latest.value or 0))]
    if chart.limits is not None and not chart.is_trial:
        named += [
            (f"{name} {half_up(level, decimals)}{unit}", float(level))
            for name, level in (
                ("Upper limit", chart.limits.upper),
                ("Mean", chart.limits.mean),
                ("Lower limit", chart.limits.lower),
            )
            if level is not None
        ]
    if chart.target is not None and target is not None:
        named.append((f"Target {target.value}{unit}", chart.target))
    return tuple(named)


def _short_unit(link: KpiLink) -> str:
    return "%" if link.unit == "percent" else ""


def _table(caption: str, measures: Sequence[Measure]) -> TableBlock:
    return TableBlock(caption, _COLUMNS, [_row(measure) for measure in measures])


def _row(measure: Measure) -> tuple[Cell, ...]:
    link = measure.link
    return (
        _titled(link),
        _latest(measure),
        _when(measure),
        _value(measure.previous, link),
        _value(measure.same_last_year, link),
        _NOT_APPLICABLE
        if measure.expected is None
        else Number(half_up(measure.expected, _decimals(measure.kpi))),
        _target(measure.target, link),
        _sentence(f"{measure.rating.word}: {measure.rating.reason}"),
        _sentence(measure.signal),
        _sentence(measure.quality.in_words),
        ", ".join(measure.owners) or "not named",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _titled(link: KpiLink) -> str:
    cells = ", ".join(label(column, code) for column, code in link.by.items())
    return f"{link.title} ({cells})" if cells else link.title


def _latest(measure: Measure) -> Phrase:
    point = measure.latest
    if point is None or point.figure is None:
        words = f"Not available: {measure.not_available}"
        return Phrase(words, (_NO_VALUE, words))
    if point.value is None:
        words = f"Not applicable: {point.why_not}"
        return Phrase(words, (point.display, words))
    shown = f"{point.display}{_unit(measure.link)}"
    counted = _counted(point)
    whole = f"{shown}, {counted}" if counted else shown
    return Phrase(whole, (Number(point.display), counted or _NOT_APPLICABLE))


def _counted(point: Point) -> str:
    figure = point.figure
    if figure is None or figure.kpi.kind == "count":
        return ""
    if figure.kpi.kind in ("proportion", "rate"):
        return f"{figure.state.numerator:,} of {figure.state.denominator:,}"
    return f"of {figure.count:,}"


def _unit(link: KpiLink) -> str:
    return "%" if link.unit == "percent" else f" {link.unit}"


def _when(measure: Measure) -> str:
    if measure.latest is None:
        return _NOT_APPLICABLE
    told = when_in_words(measure.latest.when)
    if measure.is_current:
        return told
    return f"{told}; later ones are not told of yet"


def _value(point: Point | None, link: KpiLink) -> Number | Phrase | str:
    if point is None:
        return _NO_VALUE
    if point.value is None:
        return point.display
    shown = Number(point.display)
    return Phrase(f"{point.display}{_unit(link)}", (shown,))


def _decimals(kpi: Definition | None) -> int:
    return 1 if kpi is None else kpi.decimals


def _target(target: Target | None, link: KpiLink) -> str:
    if target is None:
        return "none in the plan"
    about = "" if target.qualifier == "exactly" else f"{target.qualifier} "
    due = "" if target.due is None else f" by {target.due.in_words}"
    return f"{about}{target.value}{_unit(link)}{due} ({target.kind})"


def _series(measures: Sequence[Measure]) -> Section:
    rows = [
        (
            _titled(measure.link),
            measure.link.id,
            when_in_words(point.when),
            point.last.isoformat(),
            point.display if point.value is None else Number(point.display),
            measure.link.unit,
            point.why_not or "none",
        )
        for measure in measures
        for point in measure.series
    ]
    columns = (
        *map(Column, ("Measure", "Id", "When", "Last day")),
        Column("Value", numeric=True),
        *map(Column, ("Unit", "Remark")),
    )
    return Section(
        "Period by period",
        "Every period that the change over time is told of.",
        tables=(TableBlock("Period by period", columns, rows),),
    )


def _of_the_data(board: Board) -> Section:
    without = [
        (_titled(measure.link), measure.not_available or "", measure.link.kpi)
        for measure in board.without_value
    ]
    return Section(
        "What is not available, and why",
        "A measure of the plan is never left out. Where a feed is missing or a source"
        " could not be read, the reason stands here.",
        tables=(
            plain_table(
                "Measures without a latest value",
                ("Measure", "Why", "Definition"),
                without,
            ),
            plain_table(
                "Sources that could not be read",
                ("Source", "Why"),
                sorted(board.not_read.items()),
            ),
        ),
    )


def _definitions(measures: Iterable[Measure]) -> Section:
    rows = [
        (
            _titled(measure.link),
            measure.link.kpi,
            "there is no such definition" if measure.kpi is None else measure.kpi.title,
            "none" if measure.kpi is None else measure.kpi.status,
            measure.cadence or "none",
            _direction(measure.link),
        )
        for measure in measures
    ]
    headings = ("Measure", "Definition", "What it is", "Status", "Taken by", "Better")
    return Section(
        "How each measure is defined",
        "send-metrics kpis with the name of a definition says all of it.",
        tables=(plain_table("Definitions of the measures", headings, rows),),
    )


def _direction(link: KpiLink) -> str:
    return "context only" if link.better == "context" else f"{link.better} is better"
