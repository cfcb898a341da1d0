"""Bar charts as drawings that a page can hold: no scripts, no styles, no identifiers."""

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from send_metrics.reports.extras import from_the_app_extra
from send_metrics.reports.layout import Bar, Number, TableBlock, one_line
from send_metrics.reports.palette import BAR_COLOUR, INK_COLOUR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS_TO_AN_INCH = 72
_WIDTH = 400
_BAR = 40
_LETTERS = 54
_ROOM_FOR_NUMBERS = 1.32
_DRAWN = frozenset({"svg", "g", "path", "text"})
_KEPT = frozenset({"d", "x", "y", "viewBox"})
_FROM_STYLE = frozenset({"fill", "font-size", "font-weight", "text-anchor"})


def draw_bars(table: TableBlock, name: str) -> str:
    """Return the chart of a table as an ``<svg>`` element.

    Letters stay letters, so that they can be enlarged, searched and restyled. *name*
    is unique on the page and begins the identifiers of title and description.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    if table.chart is None:
        return ""
    drawing = ET.fromstring(_drawn(table.bars, table.chart.suffix))  # noqa: S314 - ours
    element = _cleaned(drawing)
    element.set("role", "img")
    element.set("aria-labelledby", f"{name}-title {name}-description")
    title = ET.Element("title", {"id": f"{name}-title"})
    title.text = table.chart.title
    description = ET.Element("desc", {"id": f"{name}-description"})
    description.text = table.chart.description
    element[:0] = [title, description]
    return ET.tostring(element, encoding="unicode")


def _drawn(bars: tuple[Bar, ...], suffix: str) -> bytes:
    with from_the_app_extra():
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever style the user has set, the bytes are the same
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "send_metrics"})
        height = _BAR * len(bars)
        inches = (_WIDTH / _POINTS_TO_AN_INCH, height / _POINTS_TO_AN_INCH)
        figure = Figure(figsize=inches)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        _place(axes, bars, suffix)
        written = io.BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    return written.getvalue()


def _place(axes: "Axes", bars: tuple[Bar, ...], suffix: str) -> None:
    lengths = [
        bar.number.value if isinstance(bar.number, Number) else 0 for bar in bars
    ]
    longest = max([*lengths, 0]) or 1
    axes.set_axis_off()
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


def _cleaned(element: ET.Element) -> ET.Element:
    """Return the drawing alone.

    A page that forbids inline styles would show matplotlib's drawing in black, and
    identifiers would meet those of the next chart; so styles become attributes.
    """
    clean = ET.Element(_local(element.tag))
    for name, value in element.attrib.items():
        if name in _KEPT:
            clean.set(name, " ".join(value.split()))
    for part in element.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in _FROM_STYLE:
            clean.set(name.strip(), re.sub(r"px$", "", value.strip()))
    clean.text = element.text if clean.tag == "text" else None
    clean.extend(_cleaned(part) for part in element if _local(part.tag) in _DRAWN)
    return clean


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
