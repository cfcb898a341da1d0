"""Placement and provision panels: how often, how soon, and who still waits for one."""

from functools import partial
from typing import Any

from send_metrics.kpis.conditions import (
    any_is_yes,
    done_within_working_days,
    happened_by_then,
    is_recorded,
    not_before,
    not_happened_by_then,
    within_days,
)
from send_metrics.kpis.definition import Condition, Count, Proportion, Waits
from send_metrics.kpis.sources import LOCAL_FROM, improvement_plan

DAYS_TO_A_DECISION = 30
"""The target of June 2024: no more than 30 days from request."""

DIMENSIONS = ("authority", "panel", "request_type", "area")
_CITED = improvement_plan("3: Placement and Provision panels (June 2024)")
_DAY_TYPE = (
    "the target says neither whether its 30 days are calendar days nor what starts them;"
    " each reading has an id of its own, and the day that starts is not counted"
)


def _decided(start: str, what: str) -> Condition:
    return not_before(
        start, "decided_on", f"the panel did not decide before {what}"
    ).otherwise(f"the panel decided before {what}")


_ASKED = _decided("requested_on", "it was asked")
_decisions: dict[str, Any] = {
    "table": "panel_cases",
    "population": (
        is_recorded("decided_on", "the panel has decided"),
        ~is_recorded("withdrawn_on", "the request was withdrawn"),
    ),
    "dated_by": "decided_on",
    "counted": "panel decisions",
    "dimensions": DIMENSIONS,
    "citation": _CITED,
    "status": "local convention",
    "in_force_from": LOCAL_FROM,
}
_share_of_decisions = partial(
    Proportion, **_decisions, better="higher", deviations=(_DAY_TYPE,)
)

WITHIN_30_DAYS = _share_of_decisions(
    id="panel.decision_within_30_days",
    title="Panel decisions within 30 days of the request",
    measurable=(_ASKED,),
    numerator=within_days(
        "requested_on",
        "decided_on",
        days=DAYS_TO_A_DECISION,
        wording="the panel decided within 30 calendar days of the request",
    ).otherwise("the panel took more than 30 calendar days from the request"),
)

WITHIN_30_DAYS_OF_PAPERS = _share_of_decisions(
    id="panel.decision_within_30_days_from_complete_papers",
    title="Panel decisions within 30 days of complete papers",
    measurable=(_decided("papers_complete_on", "its papers were complete"),),
    numerator=within_days(
        "papers_complete_on",
        "decided_on",
        days=DAYS_TO_A_DECISION,
        wording="the panel decided within 30 calendar days of having complete papers",
    ).otherwise("the panel took more than 30 calendar days from complete papers"),
)

WITHIN_30_WORKING_DAYS = _share_of_decisions(
    id="panel.decision_within_30_working_days",
    title="Panel decisions within 30 working days of the request",
    measurable=(_ASKED,),
    numerator=done_within_working_days(
        "requested_on",
        "decided_on",
        days=DAYS_TO_A_DECISION,
        wording="the panel decided within 30 working days of the request",
    ).otherwise("the panel took more than 30 working days from the request"),
)

WEEKS_TO_DECISION = partial(Waits, **_decisions)(
    id="panel.weeks_to_decision",
    title="How long families waited for the panel's decision",
    measurable=(_ASKED,),
    clock_start="requested_on",
    clock_stop="decided_on",
    better="lower",
)

WAITING = (
    happened_by_then("requested_on", "the request had been made by that day"),
    not_happened_by_then("decided_on", "the panel had not decided by that day"),
    not_happened_by_then(
        "withdrawn_on", "the request had not been withdrawn by that day"
    ),
)
_waiting: dict[str, Any] = {
    "table": "panel_cases",
    "population": WAITING,
    "stock": True,
    "counted": "requests that wait for a panel on the day",
    "better": "lower",
    "dimensions": DIMENSIONS,
    "citation": _CITED,
    "status": "local convention",
    "in_force_from": LOCAL_FROM,
}

BACKLOG = partial(Count, **_waiting)(
    id="panel.backlog", title="Requests that wait for a panel"
)

BACKLOG_WEEKS = partial(Waits, **_waiting)(
    id="panel.backlog_weeks",
    title="How long requests have waited for a panel so far",
    clock_start="requested_on",
)

MEETINGS = Count(
    id="panel.meetings_per_month",
    title="Panel meetings held",
    table="panel_meetings",
    population=(any_is_yes(("held",), "the meeting was held"),),
    dated_by="meeting_on",
    counted="panel meetings held",
    better="neither",
    dimensions=("authority", "panel"),
    citation=_CITED,
    status="local convention",
    in_force_from=LOCAL_FROM,
    deviations=(
        "asked of a month these are the meetings of the month, asked of a longer period"
        " all of them; nothing is divided",
    ),
)

DEFINITIONS = (
    WITHIN_30_DAYS,
    WITHIN_30_DAYS_OF_PAPERS,
    WITHIN_30_WORKING_DAYS,
    WEEKS_TO_DECISION,
    BACKLOG,
    BACKLOG_WEEKS,
    MEETINGS,
)
