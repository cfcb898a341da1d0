"""``send-metrics readiness``: which KPIs these sources can give."""

import json
from typing import Annotated

import typer

from send_metrics.calculate.readiness import readiness
from send_metrics.cli.options import (
    Format,
    Out,
    PartnershipFile,
    Sources,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import as_csv, printed_table, put


def readiness_command(
    source: Sources = None,
    partnership: PartnershipFile = None,
    form: Annotated[Format, typer.Option("--format")] = Format.table,
    out: Out = None,
) -> int:
    """Say which KPIs can be computed from these sources, and what the others lack."""
    refuse_overwriting(out, source, partnership)
    found = readiness(records_from(source, partnership))
    rows = [
        {"kpi": entry.kpi.id, "ready": entry.ready, "lacks": entry.lacks}
        for entry in found
    ]
    if form is Format.json:
        put(json.dumps(rows, indent=2) + "\n", out)
    elif form is Format.csv:
        put(as_csv(rows), out)
    else:
        ready = sum(entry.ready for entry in found)
        shown = [(e.kpi.id, "yes" if e.ready else "no", e.lacks or "") for e in found]
        text = printed_table("", ("kpi", "ready", "what is lacking"), shown)
        put(text + f"{ready} of {len(found)} can be computed.\n", out)
    return 0
