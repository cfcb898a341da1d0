"""Drawings that a page can hold: no scripts, no styles, no identifiers."""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from send_metrics.reports.extras import from_the_app_extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS_TO_AN_INCH = 72
_DRAWN = frozenset({"svg", "g", "path", "text"})
_KEPT = frozenset({"d", "x", "y", "viewBox"})
_FROM_STYLE = frozenset(
    {"fill", "font-size", "font-weight", "text-anchor"}
    | {"stroke", "stroke-width", "stroke-dasharray"}
)


def drawing(
    name: str,
    place: Callable[["Axes"], None],
    *,
    title: str,
    description: str,
    size: tuple[int, int],
) -> str:
    """Return what *place* draws, so many points wide and high, as an ``<svg>`` element.

    Letters stay letters, so that they can be enlarged, searched and restyled. *name*
    is unique on the page and begins the identifiers of title and description.

    Raises:
        SettingsError: matplotlib is not installed.
    """
    drawn = ET.fromstring(_drawn(place, size))  # noqa: S314 - ours
    element = _cleaned(drawn)
    element.set("role", "img")
    element.set("aria-labelledby", f"{name}-title {name}-description")
    named = ET.Element("title", {"id": f"{name}-title"})
    named.text = title
    described = ET.Element("desc", {"id": f"{name}-description"})
    described.text = description
    element[:0] = [named, described]
    return ET.tostring(element, encoding="unicode")


def _drawn(place: Callable[["Axes"], None], size: tuple[int, int]) -> bytes:
    with from_the_app_extra():
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever style the user has set, the bytes are the same
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "send_metrics"})
        wide, high = size
        figure = Figure(figsize=(wide / _POINTS_TO_AN_INCH, high / _POINTS_TO_AN_INCH))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        place(axes)
        written = io.BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    return written.getvalue()


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
