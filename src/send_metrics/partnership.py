"""A partnership as its file names it: sources, plan and the record of its dashboards."""

from pathlib import Path

from send_metrics.adapters.partnership import (
    Partnership,
    load_partnership,
    sources_of_partnership,
)
from send_metrics.adapters.plugins import Adapters, find_adapters
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens
from send_metrics.board.own_tables import OWN_TABLES, Schedule, own_records
from send_metrics.board.runs import Run, read_runs
from send_metrics.plans.files import read_plan
from send_metrics.records.plan_tables import DASHBOARD_KPIS, DATA_DELIVERIES
from send_metrics.records.records import Records


def read_partnership(
    file: str | Path,
    *,
    pseudonyms: Pseudonyms | None = None,
    tokens: Tokens | None = None,
    adapters: Adapters | None = None,
) -> Records:
    """Return the records in all sources of a partnership file, and of its plan.

    Raises:
        SettingsError: the file cannot be understood.
        SourceError: one of its sources, or its plan, cannot be read.
    """
    found = find_adapters() if adapters is None else adapters
    names = pseudonyms or Pseudonyms()
    records = Records.joined(
        read(adapter, path, pseudonyms=names, tokens=tokens)
        for adapter, path in sources_of_partnership(file, found)
    )
    return with_plan(records, file)


def with_plan(records: Records, file: str | Path) -> Records:
    """Return records with the tables that follow from a partnership's plan and runs.

    A table that a source gives is left as it is, unless the partnership keeps the record
    that it follows from; see `own_tables`.

    Raises:
        SettingsError: the partnership file, or the record of runs, cannot be understood.
        PlanError: the plan cannot be read.
    """
    partnership = load_partnership(file)
    if partnership.plan is None:
        return records
    folder = Path(file).parent
    own = own_records(
        read_plan(folder / partnership.plan),
        runs_of(partnership, folder),
        schedules_of(partnership),
    )
    wanted = own_tables(partnership, records)
    return Records.joined(
        (records.without(wanted), own.without(set(own.tables) - wanted))
    )


def own_tables(partnership: Partnership, records: Records) -> set[str]:
    """Return the tables that are taken from the plan and the runs, not from sources.

    They are those that no source gives. What the dashboard showed is also where the
    partnership keeps a record of runs, and deliveries where it says when they are due.
    """
    own = set(OWN_TABLES).difference(records.tables)
    if partnership.runs is not None:
        own.add(DASHBOARD_KPIS.name)
    if schedules_of(partnership):
        own.add(DATA_DELIVERIES.name)
    return own


def runs_of(partnership: Partnership, folder: Path) -> tuple[Run, ...]:
    """Return the runs that a partnership has recorded, in order.

    Raises:
        SettingsError: the record cannot be understood.
    """
    return () if partnership.runs is None else read_runs(folder / partnership.runs)


def schedules_of(partnership: Partnership) -> tuple[Schedule, ...]:
    """Return when which source of a partnership is due."""
    return tuple(
        Schedule(
            source.path,
            source.organisation,
            source.delivery.every,
            source.delivery.within_days,
        )
        for source in partnership.sources
        if source.delivery is not None
    )
