"""``send-metrics register``: start a register, or read the one that is kept already."""

from pathlib import Path
from typing import Annotated

import typer

from send_metrics.cli.printing import put
from send_metrics.errors import UsageError

register = typer.Typer(
    help="Registers kept in spreadsheets: propose how to read one, or start one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@register.command("infer")
def infer(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A spreadsheet: .csv, .xlsx or .ods.")
    ],
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help="The table that it holds."),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="The sheet, if there are several."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write here, register.toml, beside FILE."
        ),
    ] = None,
) -> int:
    """Propose a register.toml for a spreadsheet, for a person to correct."""
    from send_metrics.adapters.register.proposal import propose

    named = _named_from(file, out)
    put(propose(file, table=table, sheet=sheet, file=named), out)
    return 0


def _named_from(file: Path, out: Path | None) -> str:
    """Return how the proposal names the spreadsheet.

    Raises:
        UsageError: the proposal would replace a file, or lie where it cannot name it.
    """
    if out is None:
        return file.name
    if out.exists():
        message = f"{out} is there already, and may have been corrected; name another"
        raise UsageError(message)
    folder = out.resolve().parent
    if not file.resolve().is_relative_to(folder):
        message = f"{out.name} must lie beside {file.name}; write it into its folder"
        raise UsageError(message)
    return file.resolve().relative_to(folder).as_posix()


@register.command("template")
def template(
    table: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="The table to keep.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="The workbook to write, or a folder for it."
        ),
    ] = None,
    everything: Annotated[
        Path | None,
        typer.Option("--all", metavar="DIR", help="Write those of all tables here."),
    ] = None,
) -> int:
    """Write an empty register as a workbook, with the register.toml that reads it."""
    from send_metrics.templates import write_template, write_templates

    if everything is not None:
        if table is not None or out is not None:
            message = "--all writes every table; leave TABLE and --out away"
            raise UsageError(message)
        put(f"Written to {write_templates(everything)}\n", None)
        return 0
    if table is None:
        message = "name a TABLE, or --all DIR for all of them"
        raise UsageError(message)
    for file in write_template(table, out or Path()):
        put(f"Written to {file}\n", None)
    return 0
