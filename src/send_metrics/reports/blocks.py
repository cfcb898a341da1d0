"""Figures as the tables, charts and large print of a report."""

from collections.abc import Callable, Iterable, Sequence

from send_metrics.calculate import Figure
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import Definition, Waits
from send_metrics.reports import cells
from send_metrics.reports.layout import (
    MOST_BARS,
    BarChart,
    Column,
    Highlight,
    Link,
    Number,
    TableBlock,
)
from send_metrics.reports.wording import (
    day_in_words,
    heading,
    interval_in_words,
    label,
    suffix,
    value_in_words,
    when_in_words,
)

_FEWEST_BARS = 2
_HALF = "half waited up to"


def highlights(figures: Iterable[Figure]) -> tuple[Highlight, ...]:
    """Return the figures in large print, each with words that say what it is."""
    return tuple(Highlight(value_in_words(f), _meaning(f)) for f in figures)


def headline_block(
    figures: Sequence[Figure], *, caption: str = "Main figures"
) -> TableBlock:
    """Return one row a figure: what it is, how much, of how many, and by whose rule."""
    columns = (
        Column("Measure"),
        *cells.group_columns(figures),
        Column("Value", numeric=True, parts=("Value", "Unit")),
        cells.COUNTED,
        Column("When"),
        *cells.REST,
        Column("Definition"),
    )
    rows = [
        (
            figure.kpi.title,
            *cells.groups(figure, cells.breakdown(figures)),
            cells.value_with_unit(figure),
            cells.counted(figure),
            when_in_words(figure.when),
            *cells.rest(figure),
            f"{figure.kpi.status}, edition {figure.kpi.edition}",
        )
        for figure in figures
    ]
    return TableBlock(caption, columns, rows)


def breakdown_block(
    figures: Sequence[Figure], *, caption: str | None = None
) -> TableBlock:
    """Return one row a cell of the breakdown of one KPI, with a chart if it is legible.

    Raises:
        UsageError: the figures are of more than one KPI.
    """
    kpi = _the_one(figures)
    ordered = cells.in_order(figures)
    groups = cells.group_columns(figures) or (Column("Group"),)
    several = (Column("When"),) if len(_moments(figures)) > 1 else ()
    counted = () if kpi is None or kpi.kind == "count" else (cells.counted_column(kpi),)
    columns = (
        *groups,
        *several,
        Column(_value_heading(kpi), numeric=True),
        *counted,
        *cells.REST,
    )
    rows = [
        (
            *(cells.groups(figure, cells.breakdown(figures)) or (cells.EVERYONE,)),
            *((when_in_words(figure.when),) if several else ()),
            cells.value(figure),
            *((cells.counted(figure),) if counted else ()),
            *cells.rest(figure),
        )
        for figure in ordered
    ]
    caption = caption or _caption(figures)
    chart = None
    if _is_legible(ordered):
        chart = BarChart(
            title=caption,
            description=_read_out(caption, ordered, value_in_words),
            labels=0,
            values=len(groups),
            suffix=suffix(ordered[0]),
        )
    return TableBlock(caption, columns, rows, chart)


def waits_block(figures: Sequence[Figure], *, caption: str | None = None) -> TableBlock:
    """Return one row a figure: how many, and how long half and nine in ten waited.

    Raises:
        UsageError: a figure is not one of waits.
    """
    if any(figure.kpi.kind != "waits" for figure in figures):
        message = "a table of waits is made of figures of waits only"
        raise UsageError(message)
    of_one = len({figure.kpi.id for figure in figures}) == 1
    groups = cells.group_columns(figures)
    measured = () if of_one and groups else (Column("Measure"),)
    several = () if len(_moments(figures)) == 1 and groups else (Column("When"),)
    before = (*measured, *groups, *several, Column("How many", numeric=True))
    columns = (
        *before,
        Column("Half waited up to (weeks)", numeric=True),
        Column("9 in 10 waited up to (weeks)", numeric=True),
        Column("Longest wait (weeks)", numeric=True),
        *cells.REST,
    )
    ordered = cells.in_order(figures)
    rows = [
        (
            *((figure.kpi.title,) if measured else ()),
            *cells.groups(figure, cells.breakdown(figures)),
            *((when_in_words(figure.when),) if several else ()),
            cells.how_many(figure),
            cells.weeks(figure, "median_weeks"),
            cells.weeks(figure, "p90_weeks"),
            cells.weeks(figure, "max_weeks"),
            *cells.rest(figure),
        )
        for figure in ordered
    ]
    caption = caption or (_caption(figures) if of_one else "How long children waited")
    chart = None
    if of_one and _is_legible(ordered):
        title = f"{caption}: {_HALF}"
        chart = BarChart(
            title=title,
            description=_read_out(title, ordered, _half),
            labels=0,
            values=len(before),
            suffix=" weeks",
        )
    return TableBlock(caption, columns, rows, chart)


def definitions_block(
    figures: Iterable[Figure], *, caption: str = "Where the definitions are written"
) -> TableBlock:
    """Return one row a definition that the figures use, with its source and identity."""
    kpis = {(f.kpi.id, f.kpi.edition): f.kpi for f in figures}
    columns = (
        Column("Measure"),
        Column("Status"),
        Column("Edition"),
        Column("Source"),
        Column("Section"),
        Column("Read on"),
        Column("In force from"),
        Column("Identifier"),
        Column("Fingerprint"),
    )
    rows = [
        (
            kpi.title,
            kpi.status,
            str(kpi.edition),
            Link(kpi.citation.document, kpi.citation.url),
            kpi.citation.section,
            day_in_words(kpi.citation.read_on),
            day_in_words(kpi.in_force_from),
            kpi.id,
            kpi.fingerprint,
        )
        for kpi in kpis.values()
    ]
    return TableBlock(caption, columns, rows)


def _meaning(figure: Figure) -> str:
    kpi = figure.kpi
    group = ", ".join(label(column, code) for column, code in figure.by.items())
    title = f"{kpi.title} ({group})" if group else kpi.title
    on_average = isinstance(kpi, Waits) and kpi.headline == "mean"
    said = [f"{title}, on average." if on_average else f"{title}."]
    if figure.missing is not None:
        said.append(f"No figure: {figure.missing_reason}.")
    elif isinstance(kpi, Waits):
        counted = kpi.counted[:1].upper() + kpi.counted[1:]
        said.append(f"{counted}: {figure.count:,}.")
        most = _weeks_or_symbol(figure, "p90_weeks")
        said.append(f"Half waited up to {_half(figure)}, 9 in 10 up to {most}.")
    elif kpi.kind != "count":
        said.append(f"{cells.counted(figure).words} {kpi.counted}.")
        if interval := interval_in_words(figure):
            said.append(f"{interval}.")
    when = when_in_words(figure.when)
    said.append(f"{when[:1].upper()}{when[1:]}.")
    return " ".join(said)


def _half(figure: Figure) -> str:
    return _weeks_or_symbol(figure, "median_weeks")


def _weeks_or_symbol(figure: Figure, name: str) -> str:
    cell = cells.weeks(figure, name)
    return f"{cell.display} weeks" if isinstance(cell, Number) else cell


def _value_heading(kpi: Definition | None) -> str:
    if kpi is None:
        return "Value"
    if isinstance(kpi, Waits):
        return f"{kpi.headline.capitalize()} (weeks)"
    return {"percent": "Share (%)", "count": "Number"}.get(kpi.unit, "Value")


def _moments(figures: Sequence[Figure]) -> set[str]:
    return {when_in_words(figure.when) for figure in figures}


def _the_one(figures: Sequence[Figure]) -> Definition | None:
    kpis = {figure.kpi.id: figure.kpi for figure in figures}
    if len(kpis) > 1:
        message = f"a breakdown is of one KPI, and these are of {', '.join(kpis)}"
        raise UsageError(message)
    return next(iter(kpis.values()), None)


def _caption(figures: Sequence[Figure]) -> str:
    if not figures:
        return "No figures"
    headings = (heading(column) for column in cells.breakdown(figures))
    by = " and ".join(
        said if said[1:2].isupper() else said[:1].lower() + said[1:]
        for said in headings
    )
    parts = [figures[0].kpi.title + (f", by {by}" if by else "")]
    if len(_moments(figures)) == 1:
        parts.append(when_in_words(figures[0].when))
    return ", ".join(parts)


def _is_legible(figures: Sequence[Figure]) -> bool:
    return (
        _FEWEST_BARS <= len(figures) <= MOST_BARS
        and len(cells.breakdown(figures)) == 1
        and len(_moments(figures)) == 1
        and any(figure.missing is None for figure in figures)
    )


def _read_out(
    caption: str, figures: Sequence[Figure], said: Callable[[Figure], str]
) -> str:
    columns = cells.breakdown(figures)
    bars = (
        f"{cells.groups(figure, columns)[0].words} {said(figure)}" for figure in figures
    )
    return f"Bar chart. {caption}. {'; '.join(bars)}."
