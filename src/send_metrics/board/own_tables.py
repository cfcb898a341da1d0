"""Canonical tables that need no source: they follow from the plan and from the runs."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from attrs import evolve, frozen

from send_metrics.board.runs import ActionSeen, PromiseSeen, Run, SourceSeen
from send_metrics.domain.period import Period
from send_metrics.domain.periods import Cadence, latest_complete
from send_metrics.domain.plan import Action, Milestone, Plan
from send_metrics.records.plan_tables import (
    DASHBOARD_KPIS,
    DATA_DELIVERIES,
    PLAN_ACTIONS,
    PLAN_MILESTONES,
    PUBLICATIONS,
)
from send_metrics.records.records import Records
from send_metrics.records.report import ReadReport
from send_metrics.records.schema import UNKNOWN, TableSchema

OWN_TABLES = tuple(
    schema.name
    for schema in (
        PLAN_MILESTONES,
        PLAN_ACTIONS,
        PUBLICATIONS,
        DATA_DELIVERIES,
        DASHBOARD_KPIS,
    )
)
"""The tables that follow from the plan and the runs, where no source gives them."""

SEVERAL = "several"
"""What a row of several areas or organisations is counted under."""

_ONE_DAY = dt.timedelta(days=1)

Row = dict[str, Any]


@frozen
class Schedule:
    """A source that is due so many days after each period of a cadence has ended."""

    source: str
    organisation: str | None
    every: Cadence
    within_days: int


def own_records(
    plan: Plan, runs: Sequence[Run], schedules: Iterable[Schedule] = ()
) -> Records:
    """Return the tables that follow from a plan and from the runs of its dashboard."""
    return Records.joined(
        (
            _named("the plan", plan_frames(plan, runs)),
            _named("the record of runs", run_frames(runs, schedules)),
        )
    )


def _named(source: str, frames: Mapping[str, pd.DataFrame]) -> Records:
    records = Records.from_frames(frames)
    report = evolve(records.report.sources[0], adapter="dashboard", source=source)
    return evolve(records, report=ReadReport((report,)))


def plan_frames(plan: Plan, runs: Sequence[Run]) -> dict[str, pd.DataFrame]:
    """Return the milestones, the ratings of actions and the promised updates of a plan.

    Ratings are those of each run, and of the day the plan is written for. A promise is
    kept by the first version of the page that a later run finds.
    """
    withdrawn = {action.id for action in plan.actions if _is_withdrawn(action)}
    rated = {run.on: run.actions for run in runs}
    if plan.as_at is not None:
        rated.setdefault(plan.as_at, actions_seen(plan))
    promised = {run.on: run.promises for run in runs}
    if plan.as_at is not None:
        promised.setdefault(plan.as_at, promises_seen(plan))
    return {
        PLAN_MILESTONES.name: _frame(
            PLAN_MILESTONES,
            [_milestone(m, plan.as_at, withdrawn) for m in plan.milestones],
            without=("owner",) if plan.as_at else ("owner", "reference_on"),
        ),
        PLAN_ACTIONS.name: _frame(
            PLAN_ACTIONS,
            [_action(a, day) for day in sorted(rated) for a in rated[day]],
        ),
        PUBLICATIONS.name: _frame(PUBLICATIONS, _publications(promised)),
    }


def run_frames(
    runs: Sequence[Run], schedules: Iterable[Schedule]
) -> dict[str, pd.DataFrame]:
    """Return what of the data came when, and what the dashboard showed on which day.

    A measure of the dashboard's own runs is left out: it would be about itself.
    """
    shown = [
        {
            "kpi": measure.id,
            "looked_at_on": run.on,
            "area": _one_of(measure.areas),
            "due_up_to_on": measure.due_up_to,
            "shown_up_to_on": measure.shown_up_to,
        }
        for run in runs
        for measure in run.measures
    ]
    return {
        DATA_DELIVERIES.name: _frame(
            DATA_DELIVERIES,
            [row for schedule in schedules for row in _deliveries(schedule, runs)],
        ),
        DASHBOARD_KPIS.name: _frame(DASHBOARD_KPIS, shown, without=("suspended",)),
    }


def actions_seen(plan: Plan) -> tuple[ActionSeen, ...]:
    """Return the actions of a plan as a run records them."""
    return tuple(
        ActionSeen(
            id=action.id,
            areas=action.areas,
            organisations=action.organisations,
            rating="not rated" if action.rating is None else action.rating.word,
            is_withdrawn=_is_withdrawn(action),
        )
        for action in plan.actions
    )


def promises_seen(plan: Plan) -> tuple[PromiseSeen, ...]:
    """Return what the partnership itself promised to publish, as a run records it."""
    own = set(plan.partnership.organisations) if plan.partnership else set()
    return tuple(
        PromiseSeen(
            page=evidence.id,
            published_on=None if evidence.on is None else evidence.on.last,
            next_by=evidence.next_update.last,
        )
        for evidence in plan.evidence
        if evidence.next_update is not None
        and not own.isdisjoint(evidence.published_by)
    )


def _is_withdrawn(action: Action) -> bool:
    return action.status == "withdrawn"


def _milestone(milestone: Milestone, as_at: dt.date | None, withdrawn: set[str]) -> Row:
    """Return a milestone, each of its dates taken by the last day that it may mean."""
    due, now, met = milestone.due, milestone.due_now, milestone.met_on
    return {
        "milestone_id": milestone.id,
        "area": _one_of(milestone.areas),
        "due_on": None if due is None else due.last,
        "current_due_on": None if now is None else now.last,
        "met_on": None if met is None else met.last,
        "withdrawn": _flag(
            bool(milestone.actions) and withdrawn.issuperset(milestone.actions)
        ),
        "reference_on": as_at,
    }


def _action(action: ActionSeen, day: dt.date) -> Row:
    return {
        "action_id": action.id,
        "rated_on": day,
        "area": _one_of(action.areas),
        "owner": _one_of(action.organisations),
        "rating": action.rating.replace(" ", "_"),
        "withdrawn": _flag(action.is_withdrawn),
    }


def _publications(promised: Mapping[dt.date, Sequence[PromiseSeen]]) -> list[Row]:
    rows: dict[tuple[str, dt.date], Row] = {}
    for day in sorted(promised):
        for promise in promised[day]:
            for row in rows.values():
                is_newer = (
                    row["page"] == promise.page
                    and row["published_on"] is None
                    and promise.published_on is not None
                    and (row["since"] is None or promise.published_on > row["since"])
                )
                if is_newer:
                    row["published_on"] = promise.published_on
            key = (promise.page, promise.next_by)
            rows.setdefault(
                key,
                {
                    "publication_id": f"{promise.page} by {promise.next_by}",
                    "page": promise.page,
                    "promised_on": promise.next_by,
                    "published_on": None,
                    "since": promise.published_on,
                },
            )
    told = max(promised, default=None)
    return [row | {"reference_on": told} for row in rows.values()]


def _deliveries(schedule: Schedule, runs: Sequence[Run]) -> list[Row]:
    """Return the deliveries that fell due since the first run, each with its first sight.

    What only arrives between two runs counts from the later one.
    """
    if not runs:
        return []
    slack = dt.timedelta(days=schedule.within_days)
    period = latest_complete(schedule.every, runs[0].on - slack - _ONE_DAY)
    rows = []
    while period.last <= runs[-1].on:
        if period.last + slack >= runs[0].on:
            rows.append(
                _delivery(schedule, period, runs) | {"due_on": period.last + slack}
            )
        period = period.next()
    return rows


def _delivery(schedule: Schedule, period: Period, runs: Sequence[Run]) -> Row:
    seen = [
        (run.on, source)
        for run in runs
        for source in run.sources
        if source.source == schedule.source and _tells_of(source, period)
    ]
    due = period.last + dt.timedelta(days=schedule.within_days)
    in_time = [source for on, source in seen if on <= due]
    checked = in_time[-1] if in_time else seen[0][1] if seen else None
    return {
        "delivery_id": f"{schedule.source} to {period.last}",
        "organisation": schedule.organisation or UNKNOWN,
        "feed": schedule.source,
        "received_on": seen[0][0] if seen else None,
        "checks_passed": _flag(None if checked is None else checked.passed),
        "reference_on": runs[-1].on,
    }


def _tells_of(source: SourceSeen, period: Period) -> bool:
    if not source.read or source.told_up_to is None:
        return False
    enough = period.last if source.is_said else period.first
    return source.told_up_to >= enough


def _one_of(codes: Sequence[str]) -> str:
    if not codes:
        return UNKNOWN
    return codes[0] if len(codes) == 1 else SEVERAL


def _flag(value: bool | None) -> str:  # noqa: FBT001 - the value itself
    return UNKNOWN if value is None else "yes" if value else "no"


def _frame(
    schema: TableSchema, rows: Sequence[Row], *, without: Sequence[str] = ()
) -> pd.DataFrame:
    names = [name for name in schema.names if name not in without]
    frame = pd.DataFrame(
        [[row[name] for name in names] for row in rows], columns=names, dtype=object
    )
    for name in names:
        if schema.column(name).kind == "day":
            frame[name] = pd.to_datetime(frame[name])
    return frame
