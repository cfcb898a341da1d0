"""``send-metrics waits``: the wait for one service from five sides."""

import json
from typing import Annotated

import typer

from send_metrics.calculate.lengths import Lengths
from send_metrics.calculate.waiting import (
    BANDS_FROM_WEEKS,
    Estimate,
    WaitingTimes,
    waiting_times,
)
from send_metrics.calculate.whole_journey import Journey, WholeJourney
from send_metrics.cli.options import (
    Out,
    PartnershipFile,
    Sources,
    day_told_as,
    records_from,
    refuse_overwriting,
)
from send_metrics.cli.printing import printed_table, put, wrapped


def waits(
    service: Annotated[
        str, typer.Argument(help="The service, as the source names it.")
    ],
    as_at: Annotated[
        str, typer.Option("--as-at", metavar="DATE", help="The day of the list.")
    ],
    source: Sources = None,
    partnership: PartnershipFile = None,
    months: Annotated[
        int,
        typer.Option("--months", metavar="N", help="Whole months before that day."),
    ] = 6,
    stages: Annotated[
        str,
        typer.Option(
            "--stages",
            metavar="SERVICE,...",
            help="Services that the whole journey leads through, in order.",
        ),
    ] = "",
    called: Annotated[
        str | None,
        typer.Option("--called", metavar="NAME", help="Its name for families."),
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", metavar="text|json", help="How it is written.")
    ] = "text",
    out: Out = None,
) -> int:
    """Show the wait for one service: waiting, seen, if referred today, journey, flow."""
    day = day_told_as(output_format, as_at)
    refuse_overwriting(out, source, partnership)
    times = waiting_times(
        records_from(source, partnership),
        service,
        as_at=day,
        months=months,
        stages=[name.strip() for name in stages.split(",") if name.strip()],
    )
    words = times.in_plain_words(called=called)
    if output_format == "json":
        told = {**times.to_dict(), "in_plain_words": words}
        put(json.dumps(told, indent=2, ensure_ascii=False) + "\n", out)
    else:
        put(f"{_printed(times)}\n{words if out else wrapped(words)}\n", out)
    return 0


def _printed(times: WaitingTimes) -> str:
    edges = [*BANDS_FROM_WEEKS[1:], None]
    bands = [
        f"{_band(first, last)} weeks: {times.bands[first]:,}"
        for first, last in zip(BANDS_FROM_WEEKS, edges, strict=True)
    ]
    rows = [
        ("still waiting", _lengths(times.waiting)),
        ("of them", "; ".join(bands)),
        (f"seen, {times.period}", _lengths(times.seen)),
        ("if referred today", _today(times.if_referred_today)),
        *_journeys(times.whole_journey),
        (f"flow, {times.period}", _flow(times)),
        ("referrals without a day", f"{times.undetermined:,}, not counted"),
    ]
    return printed_table(
        f"{times.service}, {times.as_at}", ("view", "what it says"), rows
    )


def _band(first: int, last: int | None) -> str:
    if last is None:
        return f"over {first}"
    return f"over {first} to {last}" if first else f"up to {last}"


def _today(estimate: Estimate | None) -> str:
    if estimate is None:
        return "cannot be told: nobody waits, or nobody left the list"
    least, most = estimate.least_months, estimate.most_months
    span = f"{least} to {most}" if most else f"{least} or more"
    return f"{f'about {least}' if most == least else span} months, an estimate"


def _flow(times: WaitingTimes) -> str:
    left = f"{times.left_unseen:,} left unseen, not all reasons given"
    if times.declined is not None:
        left = f"{times.declined:,} declined, {times.left_otherwise:,} left otherwise"
    return f"{times.added:,} added, {times.first_seen:,} seen, {left}"


def _journeys(whole: WholeJourney) -> list[tuple[str, str]]:
    if whole.sum_of_medians_weeks is not None:
        said = (
            f"{whole.sum_of_medians_weeks} weeks, a sum of medians: nobody was followed"
        )
        return [("whole journey", said)]
    rows = []
    for journey in (whole.to_first_contact, whole.to_outcome):
        if journey is not None:
            rows += _journey(journey)
    return rows


def _journey(journey: Journey) -> list[tuple[str, str]]:
    said = _lengths(journey.lengths)
    if journey.undetermined:
        said += f"; {journey.undetermined:,} more not followed"
    rows = [(f"whole journey, to {journey.until}", said)]
    shares = [
        f"{stage.percent_of_days} % {stage.stage}"
        for stage in journey.stages
        if stage.percent_of_days is not None
    ]
    if len(shares) > 1:
        rows.append(("of those days", ", ".join(shares)))
    return rows


def _lengths(lengths: Lengths) -> str:
    if lengths.half_weeks is None:
        children = (
            "1 child" if lengths.children == 1 else f"{lengths.children:,} children"
        )
        return (
            f"{children}; too few to say how long" if lengths.children else "no child"
        )
    return (
        f"{lengths.children:,} children; half {lengths.half_weeks} weeks or less, 9 in 10"
        f" {lengths.nine_in_ten_weeks} or less, longest {lengths.longest_weeks}"
    )
