"""``send-metrics kpis``: list the definitions, or describe one."""

from typing import Annotated

import typer

from send_metrics.cli.printing import printed_table, put
from send_metrics.kpis.catalogue import catalogue, kpi


def kpis(
    kpi_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Describe this one.")
    ] = None,
) -> int:
    """List the definitions; with an ID, describe it in plain English with its source."""
    if kpi_id is not None:
        put(kpi(kpi_id).describe(), None)
        return 0
    rows = [
        (d.id, d.title, d.kind + (", stock" if d.stock else ""), d.table)
        for d in catalogue()
    ]
    headings = ("id", "title", "kind", "table")
    put(printed_table("", headings, rows, whole=("id",)), None)
    return 0
