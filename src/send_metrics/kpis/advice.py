"""Professional advice for EHC needs assessments: in time, and still awaited."""

from functools import partial
from typing import Any

from send_metrics.domain.clocks import statutory_clock
from send_metrics.kpis.conditions import (
    any_is_yes,
    done_or_past_due,
    done_within_days,
    happened_by_then,
    is_one_of,
    is_recorded,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Count, Exclusion, Proportion, Waits
from send_metrics.kpis.sources import improvement_plan, send_regulations
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

DAYS_IN_6_WEEKS = statutory_clock("advice").number
_DIMENSIONS = ("authority", "discipline", "provider", "area")

_STANDS = ~is_recorded("cancelled_on", "the request for advice was taken back")

_share_of_advice = partial(
    Proportion,
    table="ehc_advice",
    better="higher",
    dimensions=_DIMENSIONS,
    in_force_from=REGULATIONS_IN_FORCE,
)
_due = partial(
    _share_of_advice,
    population=(_STANDS,),
    measurable=(
        done_or_past_due(
            "requested_on",
            "received_on",
            days=DAYS_IN_6_WEEKS,
            wording="the advice was received, or its 6 weeks had passed as far as the"
            " register tells",
        ).otherwise(
            "the advice was received before it was asked for, or not yet, and as far as"
            " the register tells its 6 weeks had not passed"
        ),
    ),
    numerator=done_within_days(
        "requested_on",
        "received_on",
        days=DAYS_IN_6_WEEKS,
        wording="the advice was received within 6 weeks, 42 days, of being asked for",
    ).otherwise(
        "the advice was not received within 6 weeks, 42 days, of being asked for"
    ),
    dated_by="requested_on",
    due_after_days=DAYS_IN_6_WEEKS,
    counted="requests for advice that was due in the period, received or not",
    status="statutory duty without statistic",
)

_RECEIVED_BY = (
    "the six weeks run from the day on which the body received the request; where a"
    " register holds the day it was sent, they end a little earlier here"
)

WITHIN_6_WEEKS = _due(
    id="ehcp.advice_within_6_weeks",
    title="Professional advice received within 6 weeks",
    citation=send_regulations("regulation 8(1)"),
    deviations=(
        _RECEIVED_BY,
        "cases to which an exception of regulation 8(2) applies are counted; see"
        " ehcp.advice_within_6_weeks_excl_exceptions",
    ),
)

WITHIN_6_WEEKS_EXCLUDING = _due(
    id="ehcp.advice_within_6_weeks_excl_exceptions",
    title="Professional advice received within 6 weeks, excluding exceptions",
    exclusions=(
        Exclusion(
            "exception applies",
            any_is_yes(
                ("exception_applies",), "an exception to the 6 weeks is recorded"
            ),
            "regulation 8(2) lifts the limit; such cases leave both numbers",
        ),
    ),
    citation=send_regulations("regulation 8(2)"),
    deviations=(_RECEIVED_BY,),
)

_AWAITED = (
    happened_by_then("requested_on", "the advice had been asked for by that day"),
    not_happened_by_then("received_on", "the advice had not been received by that day"),
    not_happened_by_then(
        "cancelled_on", "the request for advice had not been taken back by that day"
    ),
)
_NOT_A_THERAPY_LIST = (
    "a report that is owed to an assessment is not a place on a waiting list for"
    " therapy: the two count different children and are never added",
)
_awaited: dict[str, Any] = {
    "table": "ehc_advice",
    "population": _AWAITED,
    "stock": True,
    "counted": "requests for advice still awaited on the day",
    "better": "lower",
    "dimensions": _DIMENSIONS,
    "citation": improvement_plan(
        "Children waiting for speech and language assessments (September 2024)"
    ),
    "status": "local convention",
    "in_force_from": REGULATIONS_IN_FORCE,
    "deviations": _NOT_A_THERAPY_LIST,
}

OUTSTANDING = partial(Count, **_awaited)(
    id="ehcp.advice_outstanding",
    title="Professional advice still awaited",
)

OUTSTANDING_WEEKS = partial(Waits, **_awaited)(
    id="ehcp.advice_outstanding_weeks",
    title="How long advice that is still awaited has been",
    clock_start="requested_on",
)

ON_TEMPLATE = _share_of_advice(
    id="ehcp.advice_on_template",
    title="Professional advice that came on the agreed template",
    population=(
        is_recorded("received_on", "the advice was received"),
        is_one_of(
            "on_template",
            ("yes", "no"),
            "it was recorded whether the advice came on the template",
        ),
    ),
    numerator=any_is_yes(("on_template",), "the advice was written on the template"),
    dated_by="received_on",
    counted="advice received",
    citation=improvement_plan("New health advices template for health professionals"),
    status="local convention",
)

DEFINITIONS = (
    WITHIN_6_WEEKS,
    WITHIN_6_WEEKS_EXCLUDING,
    OUTSTANDING,
    OUTSTANDING_WEEKS,
    ON_TEMPLATE,
)
