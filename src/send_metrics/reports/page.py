"""A layout as one static page that needs no script, no network and no other file."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

from send_metrics.reports.charts import draw_bars
from send_metrics.reports.extras import from_the_app_extra
from send_metrics.reports.layout import (
    SHORTHAND,
    Layout,
    Link,
    Number,
    TableBlock,
    TrendChart,
    words,
)
from send_metrics.reports.trends import draw_trend
from send_metrics.reports.writing import write_whole

_TEMPLATES = "send_metrics.reports"


def write_page(layout: Layout, path: Path | str) -> Path:
    """Write a layout as a page and return its path.

    A *path* that does not end in ``.html`` is a folder, and the page its ``index.html``.
    The same layout gives the same bytes.

    Raises:
        SettingsError: jinja2 or matplotlib is not installed, or the file cannot be
            written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        path = path / "index.html"
    return write_whole(path, page_html(layout).encode())


def page_html(layout: Layout) -> str:
    """Return the page that :func:`write_page` writes."""
    with from_the_app_extra():
        import jinja2
        import markupsafe
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["number"] = lambda cell: isinstance(cell, Number)
    environment.tests["link"] = lambda cell: isinstance(cell, Link)
    environment.filters["words"] = words

    def chart(table: TableBlock, name: str) -> markupsafe.Markup:
        return markupsafe.Markup(draw_bars(table, name))  # noqa: S704 - made of elements

    def trend(chart: TrendChart, name: str) -> markupsafe.Markup:
        return markupsafe.Markup(draw_trend(chart, name))  # noqa: S704 - made of elements

    style = _style()
    return environment.get_template("page.html").render(
        layout=layout,
        shorthand=SHORTHAND,
        style=markupsafe.Markup(style),  # noqa: S704 - a file of this package
        style_hash=_hash(style),
        chart=chart,
        trend=trend,
    )


def _style() -> str:
    folder = resources.files(_TEMPLATES) / "templates"
    # A browser hashes the text between the tags with line feeds only.
    return (folder / "page.css").read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(style: str) -> str:
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
