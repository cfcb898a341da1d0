"""How long children wait for health services: those still waiting, and those seen."""

import datetime as dt
from functools import partial

from attrs import evolve

from send_metrics.kpis.conditions import (
    at_most,
    happened_by_then,
    is_none_of,
    is_one_of,
    is_recorded,
    not_already,
    not_before,
    not_happened_by_then,
    on_or_after,
    on_that_day,
    open_at_least_days,
    open_over_days,
)
from send_metrics.kpis.definition import (
    Count,
    Exclusion,
    Gap,
    Proportion,
    Settled,
    Waits,
)
from send_metrics.kpis.sources import AUTISM_STATISTICS, COMMUNITY_WAITS, RTT_RULES
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.schema import UNKNOWN

DAYS_IN_13_WEEKS = 91
DAYS_IN_18_WEEKS = 126
DAYS_IN_52_WEEKS = 364
FEWEST_FOR_A_PERCENTILE = 10
PAUSES_ABOLISHED = dt.date(2015, 10, 1)
AUTISM_REASON_IN_USE = dt.date(2018, 4, 1)
REFERRAL_DIMENSIONS = (
    "service",
    "provider",
    "area",
    "referral_reason",
    "age_at_referral",
)
_LOCAL = (
    "the clock runs from the day the referral was received to the first attended"
    " contact; NHS England publishes bands by provider, not records, for these services",
)

REFERRED = happened_by_then("referred_on", "the referral had been received by that day")
NOT_CLOSED = not_happened_by_then("closed_on", "it had not been closed by that day")
STILL_WAITING = (
    REFERRED,
    not_happened_by_then(
        "first_contact_on", "there had been no attended contact by that day"
    ).otherwise("there had been an attended contact by that day"),
    NOT_CLOSED,
)
_ACCEPTED = (
    is_recorded("accepted_on", "the service accepted the referral").otherwise(
        "the service has not accepted the referral"
    ),
    happened_by_then("accepted_on", "it had been accepted by that day"),
)
SUSPECTED_AUTISM = is_one_of(
    "referral_reason",
    ("suspected_autism", "25"),
    "the referral was for suspected autism",
)
COUNTED_ONCE = is_none_of(
    "further_team", ("yes",), "it is not counted already, for another of its teams"
).otherwise("it is counted already, for another of its teams")
UNDER_18 = at_most(
    "age_at_referral", 17, "the child was aged 17 or under when referred"
)

REASON_IS_IN_USE = on_or_after(
    "referred_on",
    AUTISM_REASON_IN_USE,
    "the referral was received on or after 1 April 2018",
)
LED_TO_HOSPITAL = Exclusion(
    "led to a stay in hospital",
    is_one_of("hospital_spell", ("yes",), "the referral led to a hospital stay"),
    "NHS England leaves such referrals out",
)

_SEEN = is_recorded("first_contact_on", "there was an attended contact").otherwise(
    "there was no attended contact"
)

WAITING = Count(
    id="waits.still_waiting",
    title="Children still waiting",
    table="referrals",
    population=STILL_WAITING,
    stock=True,
    counted="referrals waiting for a first contact",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=_LOCAL,
)

WAITING_WEEKS = Waits(
    id="waits.still_waiting_weeks",
    title="Weeks waited so far, by children still waiting",
    table="referrals",
    population=STILL_WAITING,
    clock_start="referred_on",
    least=FEWEST_FOR_A_PERCENTILE,
    stock=True,
    counted="referrals waiting for a first contact",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(*_LOCAL, "a wait so far is not how long a child will wait in the end"),
)

_OF_ACCEPTED = (
    "the wait is counted from the day the referral was received, not from the day it was"
    " accepted; what came before is part of it",
    "an accepted referral counts once its day of acceptance has come; where one of several"
    " sources gives no such day, none of its referrals is here",
    "NHS England does not say whether those not yet accepted are on its lists",
)

ACCEPTED_WAITING = evolve(
    WAITING,
    id="waits.accepted_still_waiting",
    title="Children still waiting whose referral was accepted",
    population=(*STILL_WAITING, *_ACCEPTED),
    counted="accepted referrals waiting for a first contact",
    deviations=(*_LOCAL, *_OF_ACCEPTED),
)

ACCEPTED_WAITING_WEEKS = evolve(
    WAITING_WEEKS,
    id="waits.accepted_still_waiting_weeks",
    title="Weeks waited so far, by children whose referral was accepted",
    population=(*STILL_WAITING, *_ACCEPTED),
    counted="accepted referrals waiting for a first contact",
    deviations=(*WAITING_WEEKS.deviations, *_OF_ACCEPTED),
)

SEEN_WEEKS = Waits(
    id="waits.seen_weeks",
    title="Weeks waited by children seen in the period",
    table="referrals",
    population=(_SEEN,),
    measurable=(
        not_before(
            "referred_on",
            "first_contact_on",
            "the first contact was not before the referral",
        ),
    ),
    clock_start="referred_on",
    clock_stop="first_contact_on",
    least=FEWEST_FOR_A_PERCENTILE,
    dated_by="first_contact_on",
    counted="referrals by the day of the first contact",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(*_LOCAL, "children who are still waiting are not in this figure"),
)

GEOGRAPHIC_GAP = Gap(
    id="waits.geographic_gap",
    title="Weeks between the areas with the longest and the shortest waits",
    table="referrals",
    of=SEEN_WEEKS,
    across="area",
    fewest=FEWEST_FOR_A_PERCENTILE,
    dated_by="first_contact_on",
    counted="referrals by the day of the first contact",
    better="lower",
    dimensions=tuple(name for name in REFERRAL_DIMENSIONS if name != "area"),
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        *_LOCAL,
        "children who are still waiting are in no area's median",
        "areas that are not known are left out, as are those of fewer than ten",
    ),
)

_flow_of_referrals = partial(
    Count,
    table="referrals",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)

ADDED = _flow_of_referrals(
    id="waits.referrals_added",
    title="Referrals that came in",
    population=(),
    dated_by="referred_on",
    counted="referrals by the day they were received",
    better="neither",
    in_force_from=REGULATIONS_IN_FORCE,
)

SEEN = _flow_of_referrals(
    id="waits.referrals_seen",
    title="Children seen for the first time",
    population=(
        _SEEN,
        not_already(
            "closed_on",
            "first_contact_on",
            "the referral was open until the contact",
            or_that_day=False,
        ).otherwise("the referral had been closed before the contact"),
    ),
    dated_by="first_contact_on",
    counted="referrals by the day of the first contact",
    better="higher",
    deviations=_LOCAL,
)

_ENDED_UNSEEN = (
    is_recorded("closed_on", "the referral ended").otherwise(
        "the referral has not ended"
    ),
    not_already(
        "first_contact_on",
        "closed_on",
        "there was no attended contact up to the day of closing",
        or_that_day=True,
    ).otherwise("there was an attended contact before it was closed"),
)

LEFT_UNSEEN = _flow_of_referrals(
    id="waits.referrals_left_unseen",
    title="Referrals closed without a child being seen",
    population=_ENDED_UNSEEN,
    dated_by="closed_on",
    counted="referrals by the day of closing",
    better="neither",
    dimensions=(*REFERRAL_DIMENSIONS, "close_reason"),
    deviations=(
        "declined, moved away and closed after a missed visit are told apart only as far"
        " as the reasons for closing do",
    ),
)

DECLINED = _flow_of_referrals(
    id="waits.referrals_declined",
    title="Referrals that a service declined",
    population=(
        *_ENDED_UNSEEN,
        is_one_of(
            "close_reason",
            ("declined", "rejected", UNKNOWN),
            "the service declined the referral, or it is not given why it ended",
        ).otherwise("it ended for another reason"),
    ),
    measurable=(
        is_none_of("close_reason", (UNKNOWN,), "it is given why it ended").otherwise(
            "it is not given why it ended"
        ),
    ),
    dated_by="closed_on",
    counted="declined referrals by the day of closing",
    better="neither",
    deviations=(
        "a referral that a service accepted first and then turned away is declined only"
        " if the reason for closing says so",
    ),
)

OVER_18_WEEKS = Proportion(
    id="waits.over_18_weeks",
    title="Children who have waited over 18 weeks",
    table="referrals",
    population=STILL_WAITING,
    numerator=open_over_days(
        "referred_on",
        days=DAYS_IN_18_WEEKS,
        wording="they had waited more than 18 weeks, 126 days, by that day",
    ),
    stock=True,
    counted="referrals waiting for a first contact",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=_LOCAL,
)

OVER_52_WEEKS = Proportion(
    id="waits.over_52_weeks",
    title="Children who have waited over 52 weeks",
    table="referrals",
    population=STILL_WAITING,
    numerator=open_over_days(
        "referred_on",
        days=DAYS_IN_52_WEEKS,
        wording="they had waited more than 52 weeks, 364 days, by that day",
    ),
    stock=True,
    counted="referrals waiting for a first contact",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        *_LOCAL,
        "the published bands leave day 365 in neither of two; here it is over 52 weeks",
    ),
)

STABILISED = Settled(
    id="waits.stabilised",
    title="Services whose waits have stabilised",
    table="referrals",
    added=(ADDED,),
    removed=(SEEN, LEFT_UNSEEN),
    waits=WAITING_WEEKS,
    long=OVER_52_WEEKS,
    across="service",
    months=6,
    counted="services with enough months to tell",
    better="higher",
    dimensions=(),
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "no official statistic says when waits are stable; that a list grows without end"
        " while more join it than leave it is the rule of Fong and others, Understanding"
        " waiting list pressures (2022)",
        "the months that are looked at are the last six; the charts run from the baseline"
        " on, but a signal before those six is over and is no reason against it",
        "a service with fewer than ten waiting at the end of one of these months has no"
        " median then, so that it cannot be told whether its waits have settled",
    ),
)

AUTISM_OPEN_13_WEEKS = Proportion(
    id="waits.autism_open_13_weeks",
    title="Autism referrals open for 13 weeks or more",
    table="referrals",
    population=(
        SUSPECTED_AUTISM,
        COUNTED_ONCE,
        REASON_IS_IN_USE,
        REFERRED,
        NOT_CLOSED,
        UNDER_18,
    ),
    exclusions=(LED_TO_HOSPITAL,),
    numerator=open_at_least_days(
        "referred_on",
        days=DAYS_IN_13_WEEKS,
        wording="the referral had been open for at least 13 weeks, 91 days, on that day",
    ),
    stock=True,
    counted="open referrals for suspected autism, seen or not",
    better="lower",
    dimensions=REFERRAL_DIMENSIONS,
    citation=AUTISM_STATISTICS,
    status="official",
    in_force_from=AUTISM_REASON_IN_USE,
    deviations=(
        "NHS England counts people; here each referral counts",
        "NHS England also counts referrals that were closed during the month, with the"
        " wait up to that day; here a closed referral is no longer open",
        "NHS England's figures leave out community paediatric services, where most"
        " children are assessed",
    ),
)

_INCOMPLETE_PATHWAYS = (
    is_one_of(
        "scheme", ("rtt",), "the list is of consultant-led referral to treatment"
    ),
    is_one_of("part", ("incomplete",), "the pathway is incomplete"),
    on_that_day("counted_on", "the list was counted on that day"),
)
_OUTSIDE_ENGLAND = (
    Exclusion(
        "commissioned outside England",
        is_one_of("commissioner", ("NONC",), "the commissioner is outside England"),
        "NHS England's totals are of all commissioners except NONC",
    ),
)
_RTT_DIMENSIONS = ("icb", "commissioner", "provider", "treatment_function")
_RTT_LIMITS = (
    "community paediatrics is not in these returns, and ages are mixed in all"
    " functions but X04",
)

RTT_WITHIN_18_WEEKS = Proportion(
    id="waits.rtt_within_18_weeks",
    title="Hospital pathways waiting no more than 18 weeks",
    table="waiting_list_bands",
    population=_INCOMPLETE_PATHWAYS,
    exclusions=_OUTSIDE_ENGLAND,
    numerator=at_most("band", 17, "the wait was within 18 weeks, 126 days"),
    stock=True,
    snapshot="counted_on",
    weight="pathways",
    counted="incomplete pathways",
    better="higher",
    dimensions=_RTT_DIMENSIONS,
    citation=RTT_RULES,
    status="official",
    in_force_from=PAUSES_ABOLISHED,
    deviations=_RTT_LIMITS,
)

RTT_WEEKS = Waits(
    id="waits.rtt_weeks",
    title="Weeks waited so far on hospital pathways",
    table="waiting_list_bands",
    population=_INCOMPLETE_PATHWAYS,
    exclusions=_OUTSIDE_ENGLAND,
    bands="band",
    open_from=104,
    percentile_method="inside weekly bands",
    least=20,
    stock=True,
    snapshot="counted_on",
    weight="pathways",
    counted="incomplete pathways",
    better="lower",
    dimensions=_RTT_DIMENSIONS,
    citation=RTT_RULES,
    status="official",
    in_force_from=PAUSES_ABOLISHED,
    deviations=(
        *_RTT_LIMITS,
        "no percentile is given that falls into the band of 104 weeks and over",
    ),
)

DEFINITIONS = (
    WAITING,
    WAITING_WEEKS,
    ACCEPTED_WAITING,
    ACCEPTED_WAITING_WEEKS,
    SEEN_WEEKS,
    GEOGRAPHIC_GAP,
    ADDED,
    SEEN,
    LEFT_UNSEEN,
    DECLINED,
    OVER_18_WEEKS,
    OVER_52_WEEKS,
    STABILISED,
    AUTISM_OPEN_13_WEEKS,
    RTT_WITHIN_18_WEEKS,
    RTT_WEEKS,
)
