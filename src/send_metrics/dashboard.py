"""The dashboard of a partnership: read, measured, written, and the run put on record."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

from attrs import define, evolve, field, frozen

from send_metrics.adapters.partnership import Partnership, Source, load_partnership
from send_metrics.adapters.plugins import Adapters, find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens
from send_metrics.board import Board, Measure, measured
from send_metrics.board.own_tables import (
    actions_seen,
    own_records,
    promises_seen,
)
from send_metrics.board.reach import reach_of_source
from send_metrics.board.runs import (
    MeasureSeen,
    Run,
    SourceSeen,
    runs_written,
    with_run,
)
from send_metrics.domain.period import Period
from send_metrics.domain.plan import KpiLink, Plan
from send_metrics.errors import AdapterError, SettingsError, SourceError, UsageError
from send_metrics.kpis.catalogue import editions
from send_metrics.partnership import own_tables, runs_of, schedules_of
from send_metrics.plans.files import read_plan
from send_metrics.records.plan_tables import DASHBOARD_KPIS
from send_metrics.records.records import Records
from send_metrics.reports import (
    page_html,
    whole_folder,
    workbook_bytes,
    write_whole,
)
from send_metrics.reports.board import board_layout

_ENGINE = "many questions"
_MARKS = ("attendance_marks", "attendance_totals")


@frozen
class Dashboard:
    """What was written where, the board that it shows, and the records it is made from.

    The records are those of the sources. They stay where they were read.
    """

    board: Board
    records: Records
    page: Path
    workbook: Path
    data: Path
    is_over_limit: bool


def write_dashboard(
    file: Path | str,
    out: Path | str,
    on: dt.date,
    *,
    pseudonyms: Pseudonyms | None = None,
    tokens: Tokens | None = None,
    adapters: Adapters | None = None,
) -> Dashboard:
    """Write the dashboard of a partnership for a day, and record the run.

    A source that cannot be read leaves its measures without a value and with the reason.
    Page, workbook and data are written all or none, and only then the run; the same
    input gives the same bytes.

    Raises:
        SettingsError: the partnership file names no plan, or it or its record of runs
            cannot be understood or written.
        UsageError: *out* holds something that was not written here.
        PlanError: the plan cannot be read.
        AdapterError: a source names an adapter that there is not.
    """
    file, out = Path(file), Path(out)
    partnership = load_partnership(file)
    if partnership.plan is None:
        message = (
            f"{file.name} names no plan, and a dashboard shows what a plan measures;"
            ' write plan = "plan.toml" (send-metrics plan example shows one)'
        )
        raise SettingsError(message)
    folder = file.parent
    _refuse_record_inside(partnership, folder, out)
    plan = read_plan(folder / partnership.plan)
    recorded = runs_of(partnership, folder)
    feeds = _Feeds(folder, on, pseudonyms or Pseudonyms(), tokens, adapters)
    for source in partnership.sources:
        feeds.add(source)
    records = feeds.records()
    board, run = _measured(plan, partnership, feeds, records, on, recorded)
    with whole_folder(out) as unfinished:
        page = board_layout(board, name=partnership.name)
        write_whole(unfinished / "index.html", page_html(page).encode())
        book = board_layout(board, name=partnership.name, with_series=True)
        write_whole(unfinished / "dashboard.xlsx", workbook_bytes(book))
        data = json.dumps(board.to_dict(), indent=2, ensure_ascii=False)
        write_whole(unfinished / "dashboard.json", f"{data}\n".encode())
    if partnership.runs is not None:
        written = runs_written(with_run(recorded, run))
        write_whole(folder / partnership.runs, written)
    return Dashboard(
        board=board,
        records=records,
        page=out / "index.html",
        workbook=out / "dashboard.xlsx",
        data=out / "dashboard.json",
        is_over_limit=records.report.over_limit,
    )


def _refuse_record_inside(partnership: Partnership, folder: Path, out: Path) -> None:
    if partnership.runs is None:
        return
    record = (folder / partnership.runs).resolve()
    if out.resolve() in record.parents:
        message = (
            f"the record of runs lies in {out}, which each run writes anew;"
            " name another folder with --out"
        )
        raise UsageError(message)


@define
class _Feeds:
    """The sources of a partnership, read one by one; a broken one leaves its reason."""

    folder: Path
    on: dt.date
    pseudonyms: Pseudonyms
    tokens: Tokens | None
    adapters: Adapters | None
    parts: list[Records] = field(factory=list)
    seen: list[SourceSeen] = field(factory=list)
    not_read: dict[str, str] = field(factory=dict)
    lacking: dict[str, str] = field(factory=dict)
    covers: dict[str, Period] = field(factory=dict)

    def add(self, source: Source) -> None:
        """Read a source, or keep why it could not be."""
        if self.adapters is None:
            self.adapters = find_adapters()
        adapter = self.adapters.named(source.adapter)
        try:
            part = read(
                adapter,
                self.folder / source.path,
                pseudonyms=self.pseudonyms,
                tokens=self.tokens,
            )
        except AdapterError:
            raise
        except SourceError as error:
            reason = f"{source.path} could not be read: {error}"
            self.not_read[source.path] = str(error)
            self.lacking |= dict.fromkeys(adapter.tables, reason)
            self.seen.append(
                SourceSeen(
                    source=source.path,
                    adapter=source.adapter,
                    organisation=source.organisation,
                    read=False,
                )
            )
            return
        self.parts.append(part)
        covers = source.covers or part.report.sources[0].covers
        if covers is not None:
            self._cover(part, covers)
        reach = reach_of_source(part, self.on, covers)
        balances = [table.balance for table in part.tables.values()]
        self.seen.append(
            SourceSeen(
                source=source.path,
                adapter=source.adapter,
                organisation=source.organisation,
                read=True,
                rows={
                    name: table.balance.accepted for name, table in part.tables.items()
                },
                rejected=sum(balance.rejected for balance in balances),
                passed=not part.report.over_limit,
                told_up_to=reach.last,
                is_said=reach.is_said,
            )
        )

    def _cover(self, part: Records, period: Period) -> None:
        """Add the days of one more source to those that its tables are told of."""
        for table in part.tables:
            held = self.covers.get(table, period)
            self.covers[table] = Period(
                min(held.first, period.first), max(held.last, period.last)
            )

    def records(self) -> Records:
        """Return the records of every source that could be read."""
        return Records.joined(self.parts)


def _measured(
    plan: Plan,
    partnership: Partnership,
    feeds: _Feeds,
    records: Records,
    on: dt.date,
    recorded: tuple[Run, ...],
) -> tuple[Board, Run]:
    """Return the board of a day and the run that records it.

    Measures of the plan and of deliveries come from the run and those before it, and
    those of the dashboard itself after all others, which they are about.
    """
    found: dict[int, Measure] = {}

    def measure(numbers: Iterable[int], held: Records) -> None:
        wanted = sorted(numbers)
        links = [plan.kpis[number] for number in wanted]
        rows = measured(
            links, plan, held, on, covers=feeds.covers, lacking=feeds.lacking
        )
        found.update(zip(wanted, rows, strict=True))

    places = range(len(plan.kpis))
    reads = [_tables_read(link) for link in plan.kpis]
    own = own_tables(partnership, records)
    itself = {n for n in places if reads[n] & own & {DASHBOARD_KPIS.name}}
    of_runs = {n for n in places if reads[n] & own} - itself
    of_marks = {n for n in places if "attendance_totals" in reads[n]}
    earlier = tuple(run for run in recorded if run.on < on)
    schedules = schedules_of(partnership)
    run = Run(
        on=on,
        plan=plan.id,
        version=plan.version,
        sources=tuple(feeds.seen),
        actions=actions_seen(plan),
        promises=promises_seen(plan),
    )
    measure(of_marks, records.on("auto"))
    # Marks by the million are no reason to ask a few rows slowly.
    few_rows = records.without(_MARKS).on(_ENGINE)
    measure({*places} - of_marks - itself - of_runs, few_rows)
    measure(of_runs, own_records(plan, (*earlier, run), schedules).on(_ENGINE))
    run = evolve(run, measures=tuple(_seen(found[n]) for n in sorted(found)))
    measure(itself, own_records(plan, (*earlier, run), schedules).on(_ENGINE))
    measures = tuple(found[n] for n in places)
    return Board(plan=plan, on=on, measures=measures, not_read=feeds.not_read), run


def _tables_read(link: KpiLink) -> set[str]:
    try:
        return {table for kpi in editions(link.kpi) for table in kpi.tables}
    except UsageError:
        return set()


def _seen(measure: Measure) -> MeasureSeen:
    return MeasureSeen(
        id=measure.link.id,
        kpi=measure.link.kpi,
        areas=measure.link.areas,
        due_up_to=measure.due_up_to,
        shown_up_to=measure.shown_up_to,
    )
