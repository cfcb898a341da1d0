"""``send-metrics stabilised``: in how many services waits have settled."""

import json
from typing import Annotated

import typer

from send_metrics.cli.options import (
    Out,
    PartnershipFile,
    Sources,
    day_told_as,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import printed_table, put
from send_metrics.domain.period_text import parse_period
from send_metrics.progress import stabilised


def stabilised_command(
    as_at: Annotated[
        str,
        typer.Option("--as-at", metavar="DATE", help="The day that is asked about."),
    ],
    baseline: Annotated[
        str,
        typer.Option(
            "--baseline", metavar="MONTH", help="The month of the plan's baseline."
        ),
    ],
    source: Sources = None,
    partnership: PartnershipFile = None,
    output_format: Annotated[
        str, typer.Option("--format", metavar="text|json", help="How it is written.")
    ] = "text",
    out: Out = None,
) -> int:
    """Say of each service whether its waits have settled since a baseline, and why not."""
    day = day_told_as(output_format, as_at)
    refuse_overwriting(out, source, partnership)
    found = stabilised(
        records_from(source, partnership), as_at=day, baseline=parse_period(baseline)
    )
    figure = found.figure
    if output_format == "json":
        services = {
            service: {"word": answer.word, "reasons": list(answer.reasons)}
            for service, answer in found.services.items()
        }
        told = {**figure.to_dict(), "services": services}
        put(json.dumps(told, indent=2, ensure_ascii=False) + "\n", out)
        return 0
    rows = [
        (service, answer.word, "; ".join(answer.reasons))
        for service, answer in found.services.items()
    ]
    text = printed_table(
        f"{figure.kpi.title}, {day}, since {baseline}",
        ("service", "settled", "because"),
        rows,
    )
    settled, of = figure.state.numerator, figure.state.denominator
    reason = f" ({figure.missing_reason})" if figure.missing else "%"
    said = (
        f"{settled} of {of} that can be told have settled: {figure.display}{reason}\n"
    )
    put(text + said, out)
    return 0
