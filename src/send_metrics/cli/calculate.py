"""``send-metrics calculate``: figures from sources."""

from typing import Annotated

import typer

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure, Figures
from send_metrics.cli.options import (
    AsAt,
    Engine,
    Format,
    Known,
    Out,
    PartnershipFile,
    Periods,
    Sources,
    days_from,
    periods_from,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import as_csv, printed_table, put
from send_metrics.domain.intervals import LEVEL
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import kpi

_INTERVAL = f"{LEVEL}% interval"
_NUMBERS = ("value", _INTERVAL, "of", "median", "92nd", "undetermined", "excluded")


def calculate_command(
    kpis: Annotated[list[str], typer.Argument(metavar="KPI...")],
    source: Sources = None,
    partnership: PartnershipFile = None,
    period: Periods = None,
    as_at: AsAt = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="COLUMN,...", help="Break down by these columns."),
    ] = "",
    engine: Annotated[Engine, typer.Option("--engine")] = Engine.auto,
    known: Annotated[
        Known,
        typer.Option(
            "--known",
            help="Tell the past as the last submission has it (now), or as those up to"
            " the end of each period had it (then).",
        ),
    ] = Known.now,
    form: Annotated[Format, typer.Option("--format")] = Format.table,
    out: Out = None,
) -> int:
    """Calculate one or several KPIs from sources."""
    for kpi_id in kpis:
        kpi(kpi_id)
    periods, days = periods_from(period, partnership), days_from(as_at)
    if not periods and not days:
        message = "give --period for what happened over time, or --as-at for one day"
        raise UsageError(message)
    columns = [column.strip() for column in by.split(",") if column.strip()]
    refuse_overwriting(out, source, partnership)
    records = records_from(source, partnership).on(engine.value)
    figures = calculate(
        kpis,
        records,
        period=periods,
        as_at=days,
        by=columns,
        hindsight=known is Known.now,
    )
    if form is Format.json:
        put(figures.to_json(), out)
    elif form is Format.csv:
        put(as_csv(figures.to_rows()), out)
    else:
        put(printed_figures(figures, columns), out)
    return 1 if any(figure.missing == "x" for figure in figures) else 0


def printed_figures(figures: Figures, columns: list[str]) -> str:
    """Return figures as tables for the screen, one a KPI."""
    text = ""
    for kpi_id in dict.fromkeys(figure.kpi.id for figure in figures):
        own = [figure for figure in figures if figure.kpi.id == kpi_id]
        waits = own[0].kpi.kind == "waits"
        sampled = any(figure.interval is not None for figure in own)
        headings = ["when", *columns, "value"]
        headings += [_INTERVAL, "of"] if sampled else ["of"]
        headings += ["median", "92nd"] if waits else []
        headings += ["undetermined", "excluded", "note"]
        rows = [_row(figure, columns, waits=waits, sampled=sampled) for figure in own]
        title = f"{own[0].kpi.title} ({kpi_id})"
        text += printed_table(title, headings, rows, numbers=_NUMBERS) + "\n"
    return text


def _row(
    figure: Figure, columns: list[str], *, waits: bool, sampled: bool
) -> list[object]:
    unit = {"percent": "%", "count": ""}.get(figure.kpi.unit, f" {figure.kpi.unit}")
    value = figure.display if figure.missing else figure.display + unit
    if figure.kpi.kind in ("proportion", "rate"):
        of = f"{figure.state.numerator:,} of {figure.state.denominator:,}"
    else:
        of = f"{figure.count:,}"
    row: list[object] = [figure.when, *(figure.by.get(c, "") for c in columns), value]
    if sampled:
        row.append(" to ".join(figure.interval_display or ()))
    row.append("" if figure.unavailable else of)
    if waits:
        summary = figure.summary
        row += [_weeks(summary["median_weeks"]), _weeks(summary["p92_weeks"])]
    excluded = ", ".join(f"{n:,} {name}" for name, n in figure.excluded.items())
    note = figure.missing_reason or ""
    if figure.left_out:
        note = "; ".join(filter(None, (note, f"without {', '.join(figure.left_out)}")))
    return [*row, f"{figure.undetermined:,}", excluded, note]


def _weeks(weeks: float | None) -> str:
    return "" if weeks is None else f"{weeks:.15g}"
