"""Run the whole chain on a made-up partnership: sources, records, figures, reports."""

import time
from pathlib import Path

from attrs import frozen

from send_metrics.adapters.partnership import read_partnership
from send_metrics.demo.dashboard import dashboard
from send_metrics.demo.sources import DemoSources, write_sources
from send_metrics.reports import whole_folder, write_page, write_whole, write_workbook


@frozen
class DemoRun:
    """Where everything was written, and what it took."""

    sources: DemoSources
    partnership: Path
    workbook: Path
    page: Path
    figures: Path
    figure_count: int
    seconds: float

    def in_words(self) -> list[str]:
        """Return what a person at a terminal wants to know next."""
        return [
            f"A made-up partnership: {self.figure_count} figures"
            f" in {self.seconds:.0f} seconds.",
            "",
            f"  Page       {self.page}",
            f"  Workbook   {self.workbook}",
            f"  Figures    {self.figures}",
            f"  Sources    {self.sources.sen2.parent}",
            "",
            "Try next:",
            f"  send-metrics check --partnership {self.partnership}",
            "  send-metrics explain ehcp.issued_within_20_weeks_excl_exceptions"
            f" --partnership {self.partnership} --period CY2025",
        ]


def run_demo(folder: Path | str, *, seed: int = 2026, children: int = 3000) -> DemoRun:
    """Write sources below *folder*, compute their figures, and write the outputs.

    The outputs are written whole or not at all; those of an earlier run are replaced.
    The same *seed* and number of *children* give the same bytes.

    Raises:
        UsageError: the folder holds outputs that the demo did not write.
        SettingsError: the folder cannot be written to.
    """
    started = time.monotonic()
    folder = Path(folder)
    sources = write_sources(folder, seed=seed, children=children)
    partnership = write_whole(
        folder / "partnership.toml", _partnership(sources).encode()
    )
    records = read_partnership(partnership)
    shown = dashboard(records)
    outputs = folder / "outputs"
    with whole_folder(outputs) as unfinished:
        write_workbook(shown.layout, unfinished / "dashboard.xlsx")
        write_page(shown.layout, unfinished / "index.html")
        write_whole(unfinished / "figures.json", shown.figures.to_json().encode())
    return DemoRun(
        sources=sources,
        partnership=partnership,
        workbook=outputs / "dashboard.xlsx",
        page=outputs / "index.html",
        figures=outputs / "figures.json",
        figure_count=len(shown.figures),
        seconds=time.monotonic() - started,
    )


def _partnership(sources: DemoSources) -> str:
    named = {
        "sen2": sources.sen2,
        "attendance_marks": sources.attendance_marks,
        "referrals": sources.referrals,
    }
    lines = ['name = "A made-up SEND partnership"']
    for adapter, path in named.items():
        place = path.relative_to(sources.sen2.parent.parent).as_posix()
        lines += ["", "[[source]]", f'adapter = "{adapter}"', f'path = "{place}"']
    return "\n".join(lines) + "\n"
