"""``send-metrics demo``: a made-up partnership, from its sources to its outputs."""

from pathlib import Path
from typing import Annotated

import typer

from send_metrics.cli.printing import busy, put


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write everything.")
    ] = Path("send-metrics-demo"),
) -> int:
    """Write a synthetic partnership and run the whole chain on it."""
    from send_metrics.demo.run import run_demo

    with busy("Making up a partnership and computing its figures"):
        done = run_demo(folder)
    lines = [f"{line}\n" for line in done.in_words()]
    put("".join(lines), None)
    return 0
