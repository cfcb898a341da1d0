"""The record of runs that the made-up partnership's dashboard has left so far."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from send_metrics.board.runs import MeasureSeen, Run, SourceSeen
from send_metrics.demo.registers.story import (
    EXTRACTED_ON,
    Teller,
    last_day,
    months,
    so_far,
)
from send_metrics.domain.plan import Plan

DUE_WITHIN_DAYS = 10
"""So many days after a month has ended, what it holds is due."""

_ONE_DAY = dt.timedelta(days=1)


def earlier_runs(
    plan: Plan, sources: Sequence[tuple[str, str, str]], *, seed: int
) -> tuple[Run, ...]:
    """Return what the dashboard found on the day data were due and on the last of months.

    *sources* are those that are due every month: path, adapter and organisation. More
    of them come in time from month to month, and more measures are up to date.
    """
    tell = Teller(Random(f"{seed} runs"), len(sources))
    return tuple(
        run for month in months() for run in _of_month(tell, month, plan, sources)
    )


def _of_month(
    tell: Teller, month: dt.date, plan: Plan, sources: Sequence[tuple[str, str, str]]
) -> Iterator[Run]:
    """Yield the runs on the day when the month before is due, and on the last day.

    What comes late has come by the end of the month.
    """
    due_up_to = month - _ONE_DAY
    before = due_up_to.replace(day=1) - _ONE_DAY

    def shown(share: float) -> dt.date:
        return due_up_to if tell.happens(share) else before

    yield _run(
        due_up_to + dt.timedelta(days=DUE_WITHIN_DAYS),
        plan,
        [_seen(tell, source, shown(so_far(month, 0.62, 0.92))) for source in sources],
    )
    yield _run(
        last_day(month),
        plan,
        [_seen(tell, source, due_up_to) for source in sources],
        [
            MeasureSeen(
                id=link.id,
                kpi=link.kpi,
                areas=link.areas,
                due_up_to=due_up_to,
                shown_up_to=shown(so_far(month, 0.45, 0.9)),
            )
            for link in plan.kpis
        ],
    )


def _run(
    on: dt.date,
    plan: Plan,
    sources: Sequence[SourceSeen],
    measures: Sequence[MeasureSeen] = (),
) -> Run:
    return Run(
        on=min(on, EXTRACTED_ON),
        plan=plan.id,
        version=plan.version,
        sources=tuple(sources),
        measures=tuple(measures),
    )


def _seen(
    tell: Teller, source: tuple[str, str, str], told_up_to: dt.date
) -> SourceSeen:
    path, adapter, organisation = source
    return SourceSeen(
        source=path,
        adapter=adapter,
        organisation=organisation,
        read=True,
        passed=tell.happens(so_far(told_up_to, 0.8, 0.96)),
        told_up_to=told_up_to,
        is_said=True,
    )
