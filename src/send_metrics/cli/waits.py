"""``send-metrics waits``: the wait for one service from five sides."""

import json
from typing import Annotated

import typer

from send_metrics.calculate.lengths import Lengths
from send_metrics.calculate.waiting import (
    BANDS_FROM_WEEKS,
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
from send_metrics.cli.printing import printed_table, put


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
        put(_printed(times) + "\n" + words + "\n", out)
    return 0


def _printed(times: WaitingTimes) -> str:
    estimate = times.if_referred_today
    today = "cannot be told"
    if estimate is not None:
        most = estimate.most_months or "any number of"
        today = f"{estimate.least_months} to {most} months, an estimate"
    edges = [*BANDS_FROM_WEEKS[1:], None]
    bands = ", ".join(
        f"{times.bands[first]:,} {f'to {last}' if last else f'over {first}'} weeks"
        for first, last in zip(BANDS_FROM_WEEKS, edges, strict=True)
    )
    rows = [
        ("still waiting", _lengths(times.waiting)),
        ("of them", bands),
        (f"seen, {times.period}", _lengths(times.seen)),
        ("if referred today", today),
        *_journeys(times.whole_journey),
        (
            "flow",
            f"{times.added:,} added, {times.first_seen:,} seen,"
            f" {times.left_unseen:,} left unseen",
        ),
        ("a day is missing of", f"{times.undetermined:,} referrals"),
    ]
    return printed_table(
        f"{times.service}, {times.as_at}", ("view", "what it says"), rows
    )


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
        return f"{lengths.children:,} children; too few to say how long"
    return (
        f"{lengths.children:,} children; half {lengths.half_weeks} weeks or less, 9 in 10"
        f" {lengths.nine_in_ten_weeks} or less, longest {lengths.longest_weeks}"
    )
