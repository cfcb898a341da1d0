"""Options that several commands share, and what they stand for."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.partnership import (
    sources_of_partnership,
    terms_of_partnership,
)
from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens
from send_metrics.cli.printing import busy
from send_metrics.domain.census_days import parse_as_at
from send_metrics.domain.period import Period
from send_metrics.domain.period_text import parse_period
from send_metrics.errors import UsageError
from send_metrics.partnership import with_plan
from send_metrics.records.records import Records
from send_metrics.settings import load_settings


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Engine(StrEnum):
    """What counts the rows."""

    auto = "auto"
    pandas = "pandas"
    polars = "polars"
    duckdb = "duckdb"
    pyspark = "pyspark"


class Known(StrEnum):
    """Which submissions are looked at, of those that tell of the same again."""

    now = "now"
    then = "then"


Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME=PATH",
        help="An adapter and what it reads, sen2=return.xml. May be repeated.",
    ),
]
PartnershipFile = Annotated[
    Path | None,
    typer.Option("--partnership", metavar="FILE", help="A partnership.toml instead."),
]
Periods = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        metavar="P",
        help="CY2025, AY2024/25, FY2024/25, 2025-Q1, FY2024/25-Q1, 2025-06, two days"
        " with '..' between, AY2024/25-autumn, CY2025-to-2025-06 for a year to date,"
        " or R12-2025-06 for the twelve months to June. May be repeated.",
    ),
]
AsAt = Annotated[
    list[str] | None,
    typer.Option(
        "--as-at",
        metavar="DATE",
        help="The day of a stock, 2026-01-31, or SEN2-2026 for a census day.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Write to a file instead of the screen."
    ),
]


def refuse_overwriting(
    out: Path | None, sources: list[str] | None, partnership: Path | None
) -> None:
    """Refuse to write over what is read.

    Raises:
        UsageError: *out* is a source, or lies in the folder of one.
    """
    if out is None:
        return
    read_from = [Path(source.partition("=")[2]) for source in sources or ()]
    read_from += [partnership] if partnership is not None else []
    target = out.resolve()
    for path in read_from:
        source = path.resolve()
        if target == source or (source.is_dir() and source in target.parents):
            message = f"--out {out} would write over a source; name another file"
            raise UsageError(message)


NamedSources = list[tuple[Adapter, Path]]
"""What the source options name: how to read each, and where it is."""


def records_from(sources: list[str] | None, partnership: Path | None) -> Records:
    """Read what the source options name.

    Raises:
        UsageError: neither or both were given, or a source is not NAME=PATH.
    """
    records = records_of(named_sources(sources, partnership))
    return records if partnership is None else with_plan(records, partnership)


def named_sources(sources: list[str] | None, partnership: Path | None) -> NamedSources:
    """Return what the source options name, before anything is read.

    Raises:
        UsageError: neither or both were given, or a source is not NAME=PATH.
    """
    if bool(sources) == bool(partnership):
        message = "give either --source NAME=PATH or --partnership FILE"
        raise UsageError(message)
    found = find_adapters(load_settings().allowed_adapters)
    if partnership is not None:
        return sources_of_partnership(partnership, found)
    named = []
    for source in sources or ():
        name, separator, path = source.partition("=")
        if not (name and separator and path):
            message = (
                "a source is written NAME=PATH, for example --source sen2=return.xml"
            )
            raise UsageError(message)
        named.append((found.named(name), Path(path)))
    return named


def records_of(sources: NamedSources) -> Records:
    """Read the sources, one key for all, and with the tokens that they name."""
    settings = load_settings()
    pseudonyms, tokens = Pseudonyms(settings.key), Tokens(settings.bearer_tokens)
    parts = []
    for adapter, path in sources:
        with busy(f"Reading {path.name}"):
            parts.append(read(adapter, path, pseudonyms=pseudonyms, tokens=tokens))
    return Records.joined(parts)


def periods_from(
    written: list[str] | None, partnership: Path | None = None
) -> list[Period]:
    """Return the periods that the options name, terms as the partnership has them."""
    terms = None if partnership is None else terms_of_partnership(partnership)
    return [parse_period(text, terms) for text in written or ()]


def days_from(written: list[str] | None) -> list[dt.date]:
    """Return the days that the options name."""
    return [parse_as_at(text) for text in written or ()]


def day_told_as(form: str, as_at: str) -> dt.date:
    """Return the day of a command that tells of it as text or JSON.

    Raises:
        UsageError: the form is another, or the day is not written as one.
    """
    if form not in ("text", "json"):
        message = "--format is text or json"
        raise UsageError(message)
    try:
        return dt.date.fromisoformat(as_at)
    except ValueError:
        message = "--as-at is a day written 2025-12-31"
        raise UsageError(message) from None


def only_moment(
    periods: list[str] | None,
    days: list[str] | None,
    partnership: Path | None = None,
) -> tuple[Period | None, dt.date | None]:
    """Return the one period or day that was given.

    Raises:
        UsageError: none was given, or several.
    """
    if len(periods or ()) + len(days or ()) != 1:
        message = "give one --period, or one --as-at for a stock"
        raise UsageError(message)
    if periods:
        return periods_from(periods, partnership)[0], None
    return None, parse_as_at((days or [""])[0])
