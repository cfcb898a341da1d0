"""Keeping in touch: calls, e-mails, updates given unasked, and the families' portal."""

from functools import partial
from typing import Any

from send_metrics.kpis.caseload import ACTIVE, CHILD, ONE_CENSUS_ONLY
from send_metrics.kpis.conditions import (
    any_is_yes,
    at_most,
    done_or_past_working_days,
    done_within_working_days,
    in_the_last_days,
    is_one_of,
    is_recorded,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Condition, Exclusion, Proportion
from send_metrics.kpis.panels import DIMENSIONS as PANEL_DIMENSIONS
from send_metrics.kpis.panels import WAITING
from send_metrics.kpis.requests import REFUSALS_HAVE_THEIR_DAY, STILL_OPEN
from send_metrics.kpis.reviews import AWAITING_DECISION
from send_metrics.kpis.sources import (
    CALL_TARGETS,
    CONTACTING_THE_SEND_TEAM,
    LOCAL_FROM,
    improvement_plan,
)
from send_metrics.kpis.timeliness import DIMENSIONS

SECONDS_TO_ANSWER = 20
SECONDS_OF_A_MISDIAL = 5
DAYS_TO_REPLY = 10
DAYS_TO_REPLY_IF_URGENT = 2
DAYS_BETWEEN_UPDATES = 28

_share = partial(
    Proportion,
    better="higher",
    status="local convention",
    in_force_from=LOCAL_FROM,
)
_share_of_calls = partial(
    _share,
    table="contact_log",
    population=(
        is_one_of("channel", ("call",), "it is a call").otherwise("it is an e-mail"),
    ),
    measurable=(
        is_one_of(
            "call_outcome",
            ("answered", "abandoned"),
            "it was recorded whether the call was answered",
        ).otherwise("it was not recorded whether the call was answered"),
    ),
    dated_by="received_on",
    counted="calls offered",
    dimensions=("line", "area"),
    citation=CALL_TARGETS,
)
_CALL_ANSWERED = is_one_of("call_outcome", ("answered",), "the call was answered")

CALLS_ANSWERED = _share_of_calls(
    id="comms.calls_answered",
    title="Calls answered",
    numerator=_CALL_ANSWERED,
    deviations=(
        "every call that was abandoned counts against it, however soon; see"
        " comms.calls_within_standard",
    ),
)

CALLS_WITHIN_STANDARD = _share_of_calls(
    id="comms.calls_within_standard",
    title="Calls answered within 20 seconds",
    exclusions=(
        Exclusion(
            "abandoned at once",
            is_one_of("call_outcome", ("abandoned",), "the call was abandoned")
            & at_most(
                "seconds_waited",
                SECONDS_OF_A_MISDIAL,
                "that was within 5 seconds",
            ),
            "nobody could have answered it",
        ),
    ),
    numerator=(
        _CALL_ANSWERED
        & at_most("seconds_waited", SECONDS_TO_ANSWER, "that was within 20 seconds")
    ).otherwise("the call was abandoned, or answered after more than 20 seconds"),
    deviations=(
        "the 20 seconds, and the 5 of a call that was given up at once, are local; other"
        " councils set other limits, so compare none with them",
    ),
)


def _replied(days: int, urgent: Condition, **particulars: Any) -> Proportion:
    """Return the share of e-mails of one urgency that were replied to in time."""
    limit = f"{days} working days"
    return _share(
        table="contact_log",
        population=(
            is_one_of("channel", ("email",), "it is an e-mail").otherwise(
                "it is a call"
            ),
            any_is_yes(("needs_reply",), "the e-mail asks for a reply").otherwise(
                "the e-mail asks for no reply"
            ),
            urgent,
        ),
        measurable=(
            done_or_past_working_days(
                "received_on",
                "replied_on",
                days=days,
                wording=f"there was a reply, or its {limit} had passed as far as the log"
                " tells",
            ).otherwise(
                "the reply came before the e-mail, or not yet, and as far as the log"
                f" tells its {limit} had not passed"
            ),
        ),
        numerator=done_within_working_days(
            "received_on",
            "replied_on",
            days=days,
            wording=f"the e-mail was replied to within {limit}",
        ),
        dated_by="received_on",
        due_after_working_days=days,
        dimensions=("line", "area"),
        citation=CONTACTING_THE_SEND_TEAM,
        **particulars,
    )


_URGENT = any_is_yes(("urgent",), "the matter is on the published urgent list")
_RECEIVED = (
    "an e-mail belongs to the period in which the time for a reply ended; working days"
    " are Monday to Friday without bank holidays in England, and the day it came in is"
    " not counted"
)

EMAILS_WITHIN_STANDARD = _replied(
    DAYS_TO_REPLY,
    ~_URGENT,
    id="comms.emails_within_standard",
    title="E-mails answered within 10 working days",
    counted="e-mails to be answered in the period, answered or not",
    deviations=(_RECEIVED,),
)

URGENT_EMAILS_WITHIN_STANDARD = _replied(
    DAYS_TO_REPLY_IF_URGENT,
    _URGENT,
    id="comms.urgent_emails_within_standard",
    title="Urgent e-mails answered within 2 working days",
    counted="urgent e-mails to be answered in the period, answered or not",
    deviations=(
        _RECEIVED,
        "the council publishes which matters are urgent, and that they cannot wait 10"
        " working days, and no limit for them; 2 working days is a convention of this"
        " library",
    ),
)

_updated = partial(
    _share,
    lookups=("last_family_update_on",),
    numerator=in_the_last_days(
        "last_family_update_on",
        days=DAYS_BETWEEN_UPDATES,
        wording="the family was given an update in the last 28 days, that day included",
    ),
    stock=True,
    citation=improvement_plan("5: make sure we actively provide updates"),
    deviations=(
        "the 28 days are local; a case that was opened within them counts too",
        "updates are looked up by person, so that cases and the log of updates must be"
        " read with one key for pseudonyms",
    ),
)

PROACTIVE_UPDATES = _updated(
    id="comms.proactive_updates",
    title="Open assessments whose family had an update in the last 4 weeks",
    table="ehc_requests",
    population=STILL_OPEN,
    measurable=REFUSALS_HAVE_THEIR_DAY,
    counted="requests that have not ended",
    dimensions=DIMENSIONS,
)

PROACTIVE_UPDATES_REVIEWS = _updated(
    id="comms.proactive_updates_reviews",
    title="Reviews without a decision whose family had an update in the last 4 weeks",
    table="annual_reviews",
    population=AWAITING_DECISION,
    counted="reviews held whose decision had not been told",
    dimensions=CHILD,
)

PROACTIVE_UPDATES_PANELS = _updated(
    id="comms.proactive_updates_panels",
    title="Requests to a panel whose family had an update in the last 4 weeks",
    table="panel_cases",
    population=WAITING,
    measurable=(
        is_recorded("person_id", "it is known whose request it is").otherwise(
            "it is not known whose request it is"
        ),
    ),
    counted="requests that wait for a panel on the day",
    dimensions=PANEL_DIMENSIONS,
)

_LIVE = ~not_happened_by_then(
    "live_on", "the portal had not gone live in the district by that day"
)
_share_of_districts = partial(
    _share,
    table="portal_coverage",
    numerator=_LIVE.otherwise("the portal was not live in the district by that day"),
    stock=True,
    counted="districts",
    dimensions=("district",),
    citation=improvement_plan("5: EHCP portal (October 2024)"),
)

DISTRICTS_LIVE = _share_of_districts(
    id="portal.districts_live",
    title="Districts where families can make new requests in the portal",
    population=(
        is_one_of("process", ("new_requests",), "it is about new requests").otherwise(
            "it is about existing plans"
        ),
    ),
)

DISTRICTS_LIVE_EXISTING_PLANS = _share_of_districts(
    id="portal.districts_live_existing_plans",
    title="Districts where families can see existing plans in the portal",
    population=(
        is_one_of(
            "process", ("existing_plans",), "it is about existing plans"
        ).otherwise("it is about new requests"),
    ),
)

PLANS_ON_PORTAL = _share(
    id="portal.plans_on_portal",
    title="EHC plans that families can see in the portal",
    table="ehc_plans",
    population=ACTIVE,
    lookups=("seen_in_portal_from",),
    numerator=is_recorded(
        "seen_in_portal_from", "the family could see the plan by that day"
    ).otherwise("the family could not see the plan by that day"),
    stock=True,
    counted="plans maintained on the day",
    dimensions=CHILD,
    citation=improvement_plan("5: EHCP portal (October 2024)"),
    deviations=(ONE_CENSUS_ONLY,),
)

DEFINITIONS = (
    CALLS_ANSWERED,
    CALLS_WITHIN_STANDARD,
    EMAILS_WITHIN_STANDARD,
    URGENT_EMAILS_WITHIN_STANDARD,
    PROACTIVE_UPDATES,
    PROACTIVE_UPDATES_REVIEWS,
    PROACTIVE_UPDATES_PANELS,
    DISTRICTS_LIVE,
    DISTRICTS_LIVE_EXISTING_PLANS,
    PLANS_ON_PORTAL,
)
