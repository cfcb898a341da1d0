"""Waits that are told by contacts: autism, and young people's mental health."""

import datetime as dt
from functools import partial

from send_metrics.kpis.conditions import (
    at_most,
    done_within_days,
    in_the_last_days,
    is_none_of,
    is_one_of,
    is_recorded,
    lasted_at_least_days,
    not_before,
    on_or_after,
    open_in_that_month,
    open_over_days,
    within_days,
)
from send_metrics.kpis.definition import Exclusion, Proportion, Waits
from send_metrics.kpis.sources import (
    AUTISM_FIRST_APPOINTMENTS,
    AUTISM_NO_CONTACT,
    COMMUNITY_WAITS,
    REFERRAL_SPELLS,
)
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.kpis.waits import (
    AUTISM_REASON_IN_USE,
    COUNTED_ONCE,
    DAYS_IN_13_WEEKS,
    DAYS_IN_18_WEEKS,
    FEWEST_FOR_A_PERCENTILE,
    LED_TO_HOSPITAL,
    REASON_IS_IN_USE,
    REFERRAL_DIMENSIONS,
    REFERRED,
    STILL_WAITING,
    SUSPECTED_AUTISM,
    UNDER_18,
)
from send_metrics.records.referral_tables import NOT_MENTAL_HEALTH
from send_metrics.records.schema import UNKNOWN

DAYS_IN_4_WEEKS = 28
DAYS_IN_8_WEEKS = 56
SPELLS_FROM = dt.date(2016, 1, 1)
SPELLS_PUBLISHED = dt.date(2024, 9, 1)

_share_of_autism_referrals = partial(
    Proportion,
    table="referrals",
    lookups=("first_seen_or_on_screen_on",),
    population=(
        SUSPECTED_AUTISM,
        COUNTED_ONCE,
        REASON_IS_IN_USE,
        REFERRED,
        open_in_that_month(
            "closed_on", "close_reason", "it was open on some day of that month"
        ).otherwise("it had ended before that month, or was not submitted for it"),
        UNDER_18,
        lasted_at_least_days(
            "referred_on",
            "closed_on",
            days=DAYS_IN_13_WEEKS,
            wording="it had been open for at least 13 weeks, 91 days, by that day or by"
            " its end",
        ),
    ),
    exclusions=(LED_TO_HOSPITAL,),
    stock=True,
    counted="referrals for suspected autism open in the month, for 13 weeks or more",
    dimensions=REFERRAL_DIMENSIONS,
    status="official",
    in_force_from=AUTISM_REASON_IN_USE,
)
_COUNTED_OTHERWISE = "NHS England counts people; here each referral counts"
_NO_PAEDIATRICS = (
    "NHS England's figures leave out community paediatric services, where most children"
    " are assessed"
)

AUTISM_SEEN_13_WEEKS = _share_of_autism_referrals(
    id="waits.autism_seen_within_13_weeks",
    title="Autism referrals open 13 weeks or more that were seen within 13 weeks",
    numerator=done_within_days(
        "referred_on",
        "first_seen_or_on_screen_on",
        days=DAYS_IN_13_WEEKS,
        wording="the first contact face to face or by video came within 13 weeks, 91"
        " days",
    ).otherwise("there was no such contact within 13 weeks, 91 days"),
    better="higher",
    citation=AUTISM_FIRST_APPOINTMENTS,
    deviations=(
        _COUNTED_OTHERWISE,
        "91 days are both open for 13 weeks or more and seen within 13 weeks, as in"
        " NHS England's code",
        _NO_PAEDIATRICS,
    ),
)

AUTISM_NO_CONTACT_YET = _share_of_autism_referrals(
    id="waits.autism_open_13_weeks_no_contact",
    title="Autism referrals open 13 weeks or more with no first contact yet",
    numerator=~is_recorded(
        "first_seen_or_on_screen_on", "a contact face to face or by video was found"
    ).otherwise("no contact face to face or by video was found"),
    better="lower",
    citation=AUTISM_NO_CONTACT,
    deviations=(
        _COUNTED_OTHERWISE,
        "a contact that came after the month takes a referral out of this figure once the"
        " source tells of it, as in NHS England's code; what was known then is told apart",
        _NO_PAEDIATRICS,
    ),
)

_LEFT_OUT = (
    ("hospital", "led to a stay in hospital", "it is told of elsewhere"),
    ("outside England", "lives outside England", "the figures are of England"),
    ("provider left out", "provider left out", "NHS England leaves DFC and S9X2N out"),
    (
        "single point of access",
        "urgent at a single point of access",
        "emergencies have their own standards",
    ),
    ("eating disorder", "for an eating disorder", "it has its own standard"),
    ("early psychosis", "for early psychosis", "it has its own standard"),
    ("crisis team", "to a crisis team", "crises have their own standards"),
    ("other team", "to a team left out", "NHS England leaves teams E02 to E04 out"),
)
_EXCLUSIONS = tuple(
    Exclusion(name, is_one_of("scope", (scope,), f"its scope is: {scope}"), why)
    for scope, name, why in _LEFT_OUT
)
_OF_YOUNG_PEOPLE = (
    is_none_of(
        "scope", (NOT_MENTAL_HEALTH,), "the service is one of mental health"
    ).otherwise("the service is none of mental health"),
    on_or_after(
        "started_on", SPELLS_FROM, "the spell began on or after 1 January 2016"
    ).otherwise("the spell began before 2016"),
    at_most("age_at_referral", 17, "the child was aged 17 or under when referred"),
)
_SERVICE_IS_KNOWN = is_none_of(
    "scope", (UNKNOWN,), "it is known whether the service is one of mental health"
).otherwise("it is not known whether the service is one of mental health")
_HELPED = is_recorded(
    "stopped_on",
    "there was a contact, a baseline outcome, and a care plan, intervention or"
    " assessment",
).otherwise("one of contact, baseline outcome and care plan has not come")
_NO_TEAM = (
    "there is no breakdown by team: a spell joins referrals to all teams of a provider, and"
    " its clock may start with one and stop with another, so that no team has a share of"
    " the spells"
)
_SPELLS_AS_HERE = (
    "the four weeks are proposed, and are no operational standard",
    "the name of the published measure says less than four weeks; its code, and this"
    " figure, count 28 days in",
    "a referral ends here with its discharge or the last of its teams, whichever is first;"
    " NHS England looks at teams only where there is no discharge",
    _NO_TEAM,
)
_DIMENSIONS = ("provider", "area", "age_at_referral")

CYP_WITHIN_4_WEEKS = Proportion(
    id="waits.cyp_mental_health_within_4_weeks",
    title="Young people helped with their mental health within four weeks",
    table="referral_spells",
    population=(_HELPED, *_OF_YOUNG_PEOPLE),
    measurable=(_SERVICE_IS_KNOWN,),
    exclusions=_EXCLUSIONS,
    numerator=within_days(
        "started_on",
        "stopped_on",
        days=DAYS_IN_4_WEEKS,
        wording="the last of the three came within four weeks, 28 days",
    ).otherwise("the last of the three came later than that"),
    dated_by="stopped_on",
    counted="referral spells by the day on which help was complete",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=REFERRAL_SPELLS,
    status="official",
    in_force_from=SPELLS_PUBLISHED,
    deviations=_SPELLS_AS_HERE,
)

CYP_WEEKS = Waits(
    id="waits.cyp_mental_health",
    title="Weeks from referral to help with young people's mental health",
    table="referral_spells",
    population=(_HELPED, *_OF_YOUNG_PEOPLE),
    measurable=(_SERVICE_IS_KNOWN,),
    exclusions=_EXCLUSIONS,
    clock_start="started_on",
    clock_stop="stopped_on",
    dated_by="stopped_on",
    least=FEWEST_FOR_A_PERCENTILE,
    counted="referral spells by the day on which help was complete",
    better="lower",
    dimensions=_DIMENSIONS,
    citation=REFERRAL_SPELLS,
    status="local convention",
    in_force_from=SPELLS_PUBLISHED,
    deviations=(
        *_SPELLS_AS_HERE[2:],
        "the spells are NHS England's; it publishes weeks only of those who wait",
    ),
)

CYP_FIRST_CONTACT = Proportion(
    id="waits.cyp_mental_health_first_contact_within_4_weeks",
    title="Young people in contact with mental health services within four weeks",
    table="referral_spells",
    population=(
        is_recorded("first_contact_on", "there was a contact").otherwise(
            "there was no contact"
        ),
        *_OF_YOUNG_PEOPLE,
    ),
    measurable=(_SERVICE_IS_KNOWN,),
    exclusions=_EXCLUSIONS,
    numerator=within_days(
        "started_on",
        "first_contact_on",
        days=DAYS_IN_4_WEEKS,
        wording="the first contact came within four weeks, 28 days",
    ).otherwise("the first contact came later than that"),
    dated_by="first_contact_on",
    counted="referral spells by the day of the first contact",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=REFERRAL_SPELLS,
    status="local convention",
    in_force_from=SPELLS_PUBLISHED,
    deviations=(
        "a first contact is one of the three things that the official measure asks for;"
        " this figure says less, and asks less of the records",
        _NO_TEAM,
    ),
)

AUTISM_END_TO_END = Waits(
    id="waits.autism_end_to_end",
    title="Weeks from the first referral to an autism or ADHD outcome",
    table="referral_pathways",
    population=(
        is_recorded("outcome_on", "the child was told an outcome").otherwise(
            "no outcome has been told"
        ),
    ),
    measurable=(
        not_before(
            "started_on", "outcome_on", "the outcome was not before the referral"
        ),
    ),
    clock_start="started_on",
    clock_stop="outcome_on",
    least=FEWEST_FOR_A_PERCENTILE,
    dated_by="outcome_on",
    counted="children by the day of the outcome",
    better="lower",
    dimensions=("pathway", "area"),
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "no official figure follows a child through several referrals; here those of one"
        " person for the same pathway are put together",
        "an outcome is a referral closed as assessed, diagnosed or not diagnosed; one"
        " that was declined at triage has none",
        "children who are still on their way are not in this figure",
    ),
)

WAITING_WELL = Proportion(
    id="waits.waiting_well_contact",
    title="Families waiting over 18 weeks that heard from the service lately",
    table="referrals",
    lookups=("last_contact_on",),
    population=(
        *STILL_WAITING,
        open_over_days(
            "referred_on",
            days=DAYS_IN_18_WEEKS,
            wording="they had waited more than 18 weeks, 126 days, by that day",
        ).otherwise("they had waited no more than 18 weeks, 126 days, by that day"),
    ),
    exclusions=(
        Exclusion(
            "asked not to be contacted",
            is_one_of("opted_out", ("yes",), "the family asked not to be contacted"),
            "a family that does not want contact is not waiting badly for lack of it",
        ),
    ),
    numerator=in_the_last_days(
        "last_contact_on",
        days=DAYS_IN_8_WEEKS + 1,
        wording="there was a contact in the last eight weeks, at most 56 days before",
    ).otherwise("there was no contact in the last eight weeks"),
    stock=True,
    counted="referrals waiting for a first contact for more than 18 weeks",
    better="higher",
    dimensions=REFERRAL_DIMENSIONS,
    citation=COMMUNITY_WAITS,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "18 and eight weeks are local: a text every two months is common practice",
        "any contact with the family counts, by whatever means, unless it was cancelled"
        " or nobody came",
    ),
)

DEFINITIONS = (
    AUTISM_SEEN_13_WEEKS,
    AUTISM_NO_CONTACT_YET,
    CYP_WITHIN_4_WEEKS,
    CYP_WEEKS,
    CYP_FIRST_CONTACT,
    AUTISM_END_TO_END,
    WAITING_WELL,
)
