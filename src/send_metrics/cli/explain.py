"""``send-metrics explain``: who counts in a figure, who does not, and why."""

from typing import Annotated

import typer

from send_metrics.calculate.explain import explain
from send_metrics.cli.options import (
    AsAt,
    PartnershipFile,
    Periods,
    Sources,
    only_moment,
    records_from,
)
from send_metrics.cli.printing import printed_table, put
from send_metrics.kpis.catalogue import kpi as newest_edition


def explain_command(
    kpi: Annotated[str, typer.Argument(metavar="KPI")],
    source: Sources = None,
    partnership: PartnershipFile = None,
    period: Periods = None,
    as_at: AsAt = None,
    record: Annotated[
        str | None, typer.Option("--record", metavar="ID", help="Only this record.")
    ] = None,
) -> int:
    """Explain who counts, who does not, and why."""
    newest_edition(kpi)
    over, on = only_moment(period, as_at, partnership)
    records = records_from(source, partnership)
    found = explain(kpi, records, period=over, as_at=on, record=record)
    text = found.kpi.describe() + "\n"
    of_parts = any(reason.of for reason in found.reasons)
    rows = [
        (
            *((reason.of or "",) if of_parts else ()),
            reason.role,
            reason.reason,
            f"{reason.rows:,}",
        )
        for reason in found.reasons
    ]
    text += printed_table(
        f"{found.kpi.title}, {found.when}",
        (*(("count",) if of_parts else ()), "role", "why", "rows"),
        rows,
        numbers=("rows",),
    )
    if record is None and found.lateness:
        late = [(band, f"{number:,}") for band, number in found.lateness]
        text += "\n" + printed_table(
            "How late those were that count below the line only",
            ("days", "rows"),
            late,
            numbers=("rows",),
        )
    text += "".join(f"\n{trace.sentence}\n" for trace in found.traces)
    put(text, None)
    return 0
