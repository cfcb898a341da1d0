"""Printing tables and files; every line on the screen goes through here."""

import csv
import io
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDTH_OF_A_PIPE = 140


def printed_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numbers: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> str:
    """Return a table as text; the headings in *numbers* are set to the right.

    Cells under the headings in *whole* are never broken, so that they can be copied.
    """
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    for place, heading in enumerate(headings):
        right = heading in numbers
        longest = max((len(str(row[place])) for row in rows), default=0)
        table.add_column(
            heading,
            justify="right" if right else "left",
            no_wrap=right or heading in whole,
            min_width=longest if heading in whole else None,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    on_screen = sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=None if on_screen else _WIDTH_OF_A_PIPE,
        force_terminal=False,
    )
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def wrapped(text: str) -> str:
    """Return words broken between lines on a screen, and as they are in a pipe."""
    if not sys.stdout.isatty():
        return text
    return textwrap.fill(text, shutil.get_terminal_size().columns)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV with a heading; text that looks like a formula is defused."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(_defused(row.get(name)) for name in headings)
    return written.getvalue()


def put(text: str, out: Path | None) -> None:
    """Print the text, or write it whole to a file."""
    if out is None:
        sys.stdout.write(text)
        return
    from send_metrics.reports.writing import write_whole

    write_whole(out, text.encode())
    sys.stdout.write(f"Written to {out}\n")


@contextmanager
def busy(message: str) -> Iterator[None]:
    """Show on a terminal that something takes a while; in a pipe, show nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


def _defused(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
