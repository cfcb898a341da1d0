"""A measure over time as a line, with its limits, its target and what stands out."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from math import pi
from typing import TYPE_CHECKING, Any

from send_metrics.reports.drawing import drawing
from send_metrics.reports.layout import Mark, TrendChart, one_line
from send_metrics.reports.palette import (
    BAR_COLOUR,
    IMPROVING_COLOUR,
    INK_COLOUR,
    QUIET_COLOUR,
    TARGET_COLOUR,
    WORSE_COLOUR,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT = 520, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 10, 365, 14, 168
_NAMES, _DAYS = 378, 190
_LINE_OF_LETTERS = 15
_LETTERS = 28
_RADIUS, _RADIUS_OF_A_SIGNAL = 4, 6
_DOTTED, _DASHED = (0, (2, 2)), (0, (6, 3))
_SHAPES: dict[str, tuple[int, float, str]] = {
    "usual": (24, 0, QUIET_COLOUR),
    "improving": (4, 0, IMPROVING_COLOUR),
    "worse": (4, 0.25, WORSE_COLOUR),
    "changing": (3, 0, BAR_COLOUR),
}
"""Corners, turn in half circles and colour: a disc, a diamond, a square, a triangle."""


def draw_trend(chart: TrendChart, name: str) -> str:
    """Return a trend as an ``<svg>`` element, see `drawing`.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    return drawing(
        name,
        partial(_place, chart=chart),
        title=chart.title,
        description=chart.description,
        size=(_WIDTH, _HEIGHT),
    )


def _place(axes: "Axes", chart: TrendChart) -> None:
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(_HEIGHT, 0)
    heights = _Heights(chart)
    step = (_RIGHT - _LEFT) / max(len(chart.marks) - 1, 1)
    across = [_LEFT + step * place for place in range(len(chart.marks))]
    _limits(axes, chart, heights, across)
    if chart.target is not None:
        down = [heights.of(chart.target)] * 2
        _line(axes, [_LEFT, _RIGHT], down, TARGET_COLOUR, style=_DASHED, width=1.5)
    for run in _runs(chart.marks):
        down = [heights.of(chart.marks[place].value or 0) for place in run]
        _line(axes, [across[place] for place in run], down, BAR_COLOUR, width=1.5)
    for x, mark in zip(across, chart.marks, strict=True):
        if mark.value is not None:
            _shape(axes, mark.kind, x, heights.of(mark.value))
    _letters(axes, chart, heights)


def _limits(
    axes: "Axes", chart: TrendChart, heights: "_Heights", across: Sequence[float]
) -> None:
    """Draw the mean and limits of each stretch, half a step beyond its points."""
    half = (_RIGHT - _LEFT) / max(len(across) - 1, 1) / 2
    for part, style in (("mean", "-"), ("lower", _DOTTED), ("upper", _DOTTED)):
        for places, level in _stretches([getattr(m, part) for m in chart.marks]):
            begins = max(across[places[0]] - half, _LEFT)
            ends = min(across[places[-1]] + half, _RIGHT)
            down = [heights.of(level)] * 2
            _line(axes, [begins, ends], down, QUIET_COLOUR, style=style)


class _Heights:
    """Where on the drawing a value stands."""

    def __init__(self, chart: TrendChart) -> None:
        levels = [level for _, level in chart.levels]
        values = [
            value
            for mark in chart.marks
            for value in (mark.value, mark.lower, mark.upper, mark.mean)
            if value is not None
        ]
        held = [*values, *levels, *([] if chart.target is None else [chart.target])]
        self.least, self.most = min(held), max(held)

    def of(self, value: float) -> float:
        spread = self.most - self.least
        share = (value - self.least) / spread if spread else 0.5
        return _BOTTOM - (_BOTTOM - _TOP) * share


def _stretches(
    levels: Sequence[float | None],
) -> Iterator[tuple[list[int], float]]:
    """Return the places that follow each other on one level, and the level."""
    for level, places in groupby(range(len(levels)), key=lambda place: levels[place]):
        if level is not None:
            yield list(places), level


def _runs(marks: Sequence[Mark]) -> Iterator[list[int]]:
    """Return the places of values that no gap parts."""
    places = range(len(marks))
    for is_gap, run in groupby(places, key=lambda place: marks[place].value is None):
        if not is_gap:
            yield list(run)


def _line(
    axes: "Axes",
    across: Sequence[float],
    down: Sequence[float],
    colour: str,
    *,
    style: Any = "-",
    width: float = 1.0,
) -> None:
    axes.plot(across, down, color=colour, linestyle=style, linewidth=width)


def _shape(axes: "Axes", kind: str, x: float, y: float) -> None:
    from matplotlib.patches import RegularPolygon

    corners, turn, colour = _SHAPES[kind]
    radius = _RADIUS if kind == "usual" else _RADIUS_OF_A_SIGNAL
    axes.add_patch(
        RegularPolygon(
            (x, y),
            corners,
            radius=radius,
            orientation=turn * pi,
            facecolor=colour,
            edgecolor=INK_COLOUR,
            linewidth=0.75,
        )
    )


def _letters(axes: "Axes", chart: TrendChart, heights: _Heights) -> None:
    style: dict[str, Any] = {"parse_math": False, "color": INK_COLOUR, "fontsize": 12}
    axes.text(_LEFT, _DAYS, one_line(chart.first, _LETTERS), **style)
    axes.text(_RIGHT, _DAYS, one_line(chart.last, _LETTERS), ha="right", **style)
    ordered = sorted(chart.levels, key=lambda level: -level[1])
    lowest = _BOTTOM - _LINE_OF_LETTERS * (len(ordered) - 1)
    free: float = _TOP - _LINE_OF_LETTERS
    for place, (name, level) in enumerate(ordered):
        # Names keep apart: each stands at its level, or below the one before.
        wanted = min(heights.of(level), lowest + _LINE_OF_LETTERS * place)
        free = max(free + _LINE_OF_LETTERS, wanted)
        words = one_line(name, _LETTERS)
        axes.text(_NAMES, free, words, va="center_baseline", **style)
