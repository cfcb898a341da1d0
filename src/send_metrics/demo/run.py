"""Run the whole chain on a made-up partnership: sources, records, figures, reports."""

import datetime as dt
import time
from pathlib import Path

from attrs import frozen

from send_metrics.board.runs import runs_written
from send_metrics.dashboard import write_dashboard
from send_metrics.demo.dashboard import dashboard
from send_metrics.demo.earlier_runs import DUE_WITHIN_DAYS, earlier_runs
from send_metrics.demo.plan import demo_plan, plan_text
from send_metrics.demo.sources import DemoSources, write_sources
from send_metrics.partnership import with_plan
from send_metrics.reports import whole_folder, write_page, write_whole, write_workbook

PLAN, RUNS = "plan.toml", "runs.jsonl"
DAY = dt.date(2026, 1, 20)
"""The day that the dashboard of the plan is for."""

ORGANISATIONS = {
    "sen2_2026.xml": "council",
    "attendance": "council",
    "referrals.csv": "community-trust",
    "trust_contacts": "community-trust",
    "feedback_and_tribunal": "council",
    "contact_centre": "council",
    "workforce": "council",
    "sen_advice": "icb",
}
"""Who delivers a source, by the name of its file or folder."""

_MONTHLY = frozenset(ORGANISATIONS) - {"sen2_2026.xml", "attendance"}
"""What is due every month; the others tell of a year or a term."""


@frozen
class DemoRun:
    """Where everything was written, and what it took."""

    sources: Path
    partnership: Path
    plan: Path
    dashboard: Path
    workbook: Path
    page: Path
    figures: Path
    figure_count: int
    seconds: float

    def in_words(self) -> list[str]:
        """Return what a person at a terminal wants to know next."""
        return [
            f"A made-up partnership: {self.figure_count} figures, and every measure of"
            f" its plan, in {self.seconds:.0f} seconds.",
            "",
            f"  Dashboard  {self.dashboard}",
            f"  Page       {self.page}",
            f"  Workbook   {self.workbook}",
            f"  Figures    {self.figures}",
            f"  Sources    {self.sources}",
            "",
            "Try next:",
            f"  send-metrics dashboard {self.partnership} --out board --on {DAY}",
            f"  send-metrics check --partnership {self.partnership}",
            f"  send-metrics plan lint {self.plan}",
            "  send-metrics explain ehcp.issued_within_20_weeks_excl_exceptions"
            f" --partnership {self.partnership} --period CY2025",
        ]


def run_demo(folder: Path | str, *, seed: int = 2026, children: int = 3000) -> DemoRun:
    """Write sources to *folder*, compute their figures, and write the outputs there.

    Everything is written or nothing; an earlier run is replaced. The same *seed* and
    number of *children* give the same bytes.

    Raises:
        UsageError: the folder holds anything that the demo did not write.
        SettingsError: the folder cannot be written to.
    """
    started = time.monotonic()
    folder = Path(folder)
    with whole_folder(folder) as unfinished:
        sources = write_sources(unfinished, seed=seed, children=children)
        partnership = write_partnership(unfinished, sources, seed=seed)
        done = write_dashboard(partnership, unfinished / "dashboard", DAY)
        shown = dashboard(with_plan(done.records, partnership))
        outputs = unfinished / "outputs"
        write_workbook(shown.layout, outputs / "dashboard.xlsx")
        write_page(shown.layout, outputs / "index.html")
        write_whole(outputs / "figures.json", shown.figures.to_json().encode())
    return DemoRun(
        sources=folder / "sources",
        partnership=folder / "partnership.toml",
        plan=folder / PLAN,
        dashboard=folder / "dashboard" / "index.html",
        workbook=folder / "outputs" / "dashboard.xlsx",
        page=folder / "outputs" / "index.html",
        figures=folder / "outputs" / "figures.json",
        figure_count=len(shown.figures),
        seconds=time.monotonic() - started,
    )


def write_partnership(folder: Path, sources: DemoSources, *, seed: int = 2026) -> Path:
    """Write the partnership file, its plan and its record of runs; return the file.

    The sources lie below *folder*.
    """
    listed = [
        (path.relative_to(folder).as_posix(), adapter, ORGANISATIONS.get(path.name))
        for adapter, path in sources.by_adapter()
    ]
    monthly = [
        (place, adapter, organisation)
        for place, adapter, organisation in listed
        if organisation is not None and place.rpartition("/")[2] in _MONTHLY
    ]
    lines = [
        'name = "A made-up SEND partnership"',
        f'plan = "{PLAN}"',
        f'runs = "{RUNS}"',
    ]
    for place, adapter, organisation in listed:
        lines += ["", "[[source]]", f'adapter = "{adapter}"', f'path = "{place}"']
        if organisation is not None:
            lines.append(f'organisation = "{organisation}"')
        if (place, adapter, organisation) in monthly:
            lines.append(
                f'delivery = {{ every = "month", within_days = {DUE_WITHIN_DAYS} }}'
            )
    partnership = folder / "partnership.toml"
    write_whole(partnership, ("\n".join(lines) + "\n").encode())
    write_whole(folder / PLAN, plan_text().encode())
    runs = earlier_runs(demo_plan(), monthly, seed=seed)
    write_whole(folder / RUNS, runs_written(runs))
    return partnership
