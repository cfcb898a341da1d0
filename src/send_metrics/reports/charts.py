"""The bar chart of a table."""

from functools import partial
from typing import TYPE_CHECKING, Any

from send_metrics.reports.drawing import drawing
from send_metrics.reports.layout import Bar, Number, TableBlock, one_line
from send_metrics.reports.palette import BAR_COLOUR, INK_COLOUR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 400
_BAR = 40
_LETTERS = 54
_ROOM_FOR_NUMBERS = 1.32


def draw_bars(table: TableBlock, name: str) -> str:
    """Return the chart of a table as an ``<svg>`` element, see `drawing`.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    chart, bars = table.chart, table.bars
    if chart is None:
        return ""
    return drawing(
        name,
        partial(_place, bars=bars, suffix=chart.suffix),
        title=chart.title,
        description=chart.description,
        size=(_WIDTH, _BAR * len(bars)),
    )


def _place(axes: "Axes", bars: tuple[Bar, ...], suffix: str) -> None:
    lengths = [
        bar.number.value if isinstance(bar.number, Number) else 0 for bar in bars
    ]
    longest = max([*lengths, 0]) or 1
    axes.set_xlim(0, longest * _ROOM_FOR_NUMBERS)
    axes.set_ylim(len(bars), 0)
    letters: dict[str, Any] = {"parse_math": False, "color": INK_COLOUR, "fontsize": 12}
    for place, (bar, length) in enumerate(zip(bars, lengths, strict=True)):
        axes.text(0, place + 0.32, one_line(bar.label, _LETTERS), **letters)
        axes.barh(place + 0.64, length, height=0.36, color=BAR_COLOUR, clip_on=False)
        shown = (
            bar.number.display + suffix
            if isinstance(bar.number, Number)
            else bar.number
        )
        axes.text(
            length + longest * 0.015 * bool(length),
            place + 0.65,
            one_line(shown, _LETTERS),
            va="center_baseline",
            fontweight="bold",
            **letters,
        )
