"""Promises of the plan and of those who feed it: milestones, updates, data, ratings."""

from functools import partial

from send_metrics.kpis.conditions import (
    any_is_yes,
    any_of,
    done_or_past_due,
    done_within_days,
    is_none_of,
    is_one_of,
    is_recorded,
    known_and_not_before,
    on_that_day,
)
from send_metrics.kpis.definition import Condition, Count, Exclusion, Proportion
from send_metrics.kpis.sources import HERTFORDSHIRE_PLAN
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.schema import UNKNOWN

_WITHDRAWN = Exclusion(
    "withdrawn",
    any_is_yes(("withdrawn",), "the board has withdrawn it"),
    "it is promised no longer",
)
_PERIODS_THAT_ARE_OVER = (
    "what was not done is late only if the source tells of the day after it was due; it"
    " is undetermined where the source ends before, or does not say when it ends"
)

_share_of_promises = partial(
    Proportion,
    better="higher",
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(_PERIODS_THAT_ARE_OVER,),
)


def _tellable(due: str, done: str) -> Condition:
    return done_or_past_due(
        due,
        done,
        days=0,
        earliest=None,
        wording="it was done, or the source tells of the day after it was due",
    ).otherwise("it was not done, and the source does not tell that its day has passed")


MILESTONES_ON_TIME = _share_of_promises(
    id="plan.milestones_met_on_time",
    title="Milestones met by the day first promised",
    table="plan_milestones",
    population=(),
    exclusions=(_WITHDRAWN,),
    measurable=(_tellable("due_on", "met_on"),),
    numerator=done_within_days(
        "due_on", "met_on", days=0, wording="it was met by the day first promised"
    ).otherwise("it was met after the day first promised, or not yet"),
    dated_by="due_on",
    counted="milestones that were first due in the period",
    dimensions=("area", "owner"),
)

MILESTONES_BY_REVISED_DATE = _share_of_promises(
    id="plan.milestones_met_by_revised_date",
    title="Milestones met by the day promised last",
    table="plan_milestones",
    population=(),
    exclusions=(_WITHDRAWN,),
    measurable=(_tellable("current_due_on", "met_on"),),
    numerator=done_within_days(
        "current_due_on",
        "met_on",
        days=0,
        wording="it was met by the day promised last",
    ).otherwise("it was met after the day promised last, or not yet"),
    dated_by="current_due_on",
    counted="milestones that are due in the period by their latest revision",
    dimensions=("area", "owner"),
    deviations=(
        _PERIODS_THAT_ARE_OVER,
        "a milestone that was put off and then met is in time here, and late in"
        " plan.milestones_met_on_time",
    ),
)

ACTIONS_BY_RATING = Count(
    id="plan.actions_by_rag",
    title="Actions of the plan by their rating",
    table="plan_actions",
    population=(
        on_that_day("rated_on", "the action was rated on that day").otherwise(
            "the action was rated on another day"
        ),
    ),
    exclusions=(_WITHDRAWN,),
    stock=True,
    snapshot="rated_on",
    counted="actions rated on the day",
    better="neither",
    dimensions=("rating", "area", "owner"),
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "ratings go by what they mean, because the colours of keys differ; an action that"
        " is complete is counted under its rating, not left out",
    ),
)

UPDATES_ON_TIME = _share_of_promises(
    id="plan.public_update_on_time",
    title="Public updates published by the day promised",
    table="publications",
    population=(),
    measurable=(_tellable("promised_on", "published_on"),),
    numerator=done_within_days(
        "promised_on",
        "published_on",
        days=0,
        wording="it was published by the day promised",
    ).otherwise("it was published after the day promised, or not yet"),
    dated_by="promised_on",
    counted="public updates that were promised for the period",
    dimensions=("page",),
)

_RECEIVED_IN_TIME = done_within_days(
    "due_on", "received_on", days=0, wording="it was received by the day it was due"
).otherwise("it was received after the day it was due, or not yet")

DELIVERIES_ON_TIME = _share_of_promises(
    id="data.deliveries_on_time",
    title="Data delivered on time",
    table="data_deliveries",
    population=(),
    measurable=(
        _tellable("due_on", "received_on"),
        any_of(
            ~_RECEIVED_IN_TIME,
            is_none_of("checks_passed", (UNKNOWN,), "it was checked"),
            wording="it was late, or it is known whether it passed its checks",
        ).otherwise("it came in time and it is not known whether it passed its checks"),
    ),
    numerator=(
        _RECEIVED_IN_TIME & is_one_of("checks_passed", ("yes",), "it passed its checks")
    ).otherwise("it came late or not at all, or it did not pass its checks"),
    dated_by="due_on",
    counted="deliveries of data that were due in the period",
    dimensions=("organisation", "feed"),
    deviations=(
        _PERIODS_THAT_ARE_OVER,
        "a delivery that failed its checks and was sent again is in time if what came by"
        " the day it was due passes them",
    ),
)

DASHBOARD_CURRENT = _share_of_promises(
    id="data.dashboard_kpis_current",
    title="KPIs of the dashboard that are up to date",
    table="dashboard_kpis",
    population=(
        on_that_day(
            "looked_at_on", "the dashboard was looked at on that day"
        ).otherwise("the dashboard was looked at on another day"),
    ),
    exclusions=(
        Exclusion(
            "suspended",
            any_is_yes(("suspended",), "the board has suspended the KPI"),
            "no value of it is asked for",
        ),
        Exclusion(
            "nothing due",
            ~is_recorded("due_up_to_on", "a value of it was due by then").otherwise(
                "no value of it was due by then"
            ),
            "it cannot be behind",
        ),
    ),
    numerator=known_and_not_before(
        "due_up_to_on",
        "shown_up_to_on",
        "it shows a value of the latest period that was due",
    ).otherwise("it shows no value of the latest period that was due"),
    stock=True,
    snapshot="looked_at_on",
    counted="KPIs of the dashboard of which a value was due",
    dimensions=("area",),
    deviations=("that a value is there is asked, not whether it is right",),
)

DEFINITIONS = (
    MILESTONES_ON_TIME,
    MILESTONES_BY_REVISED_DATE,
    ACTIONS_BY_RATING,
    UPDATES_ON_TIME,
    DELIVERIES_ON_TIME,
    DASHBOARD_CURRENT,
)
