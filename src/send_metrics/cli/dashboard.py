"""``send-metrics dashboard``: every measure of a partnership's plan on one day."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.tokens import Tokens
from send_metrics.cli.printing import busy, put
from send_metrics.domain.period import parse_day
from send_metrics.errors import UsageError
from send_metrics.settings import load_settings

_DONE, _FINDINGS, _UNREADABLE = 0, 1, 3


class Profile(StrEnum):
    """For whose eyes a dashboard is."""

    restricted = "restricted"
    partnership = "partnership"
    public = "public"


def dashboard_command(
    file: Annotated[
        Path, typer.Argument(metavar="PARTNERSHIP", help="A partnership.toml.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="The folder to write to, new or own."
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="The day the dashboard is for; else today."
        ),
    ] = None,
    profile: Annotated[
        Profile, typer.Option("--profile", help="For whose eyes it is.")
    ] = Profile.restricted,
) -> int:
    """Write every measure of the plan as a page, a workbook and data."""
    from send_metrics.dashboard import write_dashboard

    if profile is not Profile.restricted:
        message = (
            f"--profile {profile.value} is not there yet: what leaves the partnership"
            " must be checked for disclosure first, and releases are not checked yet;"
            " use --profile restricted and keep the dashboard inside"
        )
        raise UsageError(message)
    day = dt.date.today() if on is None else parse_day(on)  # noqa: DTZ011 - the local day
    settings = load_settings()
    with busy("Measuring the plan"):
        done = write_dashboard(
            file,
            out,
            day,
            pseudonyms=Pseudonyms(settings.key),
            tokens=Tokens(settings.bearer_tokens),
            adapters=find_adapters(settings.allowed_adapters),
        )
    measures, without = len(done.board.measures), len(done.board.without_value)
    lines = [
        f"{measures} measures on {day}, {without} without a latest value.",
        f"  Page       {done.page}",
        f"  Workbook   {done.workbook}",
        f"  Data       {done.data}",
        *(f"  Not read   {name}: {why}" for name, why in done.board.not_read.items()),
        "For people inside the partnership only: not checked for disclosure.",
    ]
    put("".join(f"{line}\n" for line in lines), None)
    if done.board.not_read:
        return _UNREADABLE
    return _FINDINGS if done.is_over_limit else _DONE
