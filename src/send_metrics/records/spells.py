"""Referral spells: referrals of one person at one provider that follow on one another.

NHS England measures how soon young people get help with their mental health by spells,
because one request for help often makes several referrals. Source: NHS England, CYP
waiting times (referral spells), and the code of the mental health statistics.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from send_metrics.records.expressions import (
    Frame,
    day_number,
    days_between,
    flag,
    integer,
    missing,
    text,
)
from send_metrics.records.lookups import with_lookups
from send_metrics.records.referral_tables import NOT_MENTAL_HEALTH
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import REFERRAL_SPELLS

if TYPE_CHECKING:
    from send_metrics.records.records import Records

DAYS_APART = 5
"""Referrals that are no further apart than this are of one spell."""

NEEDED_OF_REFERRALS = {
    "baseline_outcome_on": ("baseline_outcome_on",),
    "care_plan_on": ("care_plan_on",),
    "stopped_on": ("baseline_outcome_on", "care_plan_on"),
    "age_at_referral": ("age_at_referral",),
    "scope": ("mental_health", "team_type", "referral_reason"),
}
"""Columns of spells, and those of referrals that they cannot be told without."""

_CRISIS_TEAMS = [
    *("A02", "A03", "A04", "A11", "A19", "A20", "A21", "A22", "A23", "A24", "A25"),
    "C05",
]
_SINGLE_POINT_OF_ACCESS, _EARLY_INTERVENTION, _SCHOOL_TEAM = "A18", "A14", "F01"
_PROVIDERS_LEFT_OUT = ["DFC", "S9X2N"]
_ADULT = 18
_CONTACT = "first_heard_or_seen_on"
_FOREVER = dt.date.max.toordinal()


def spells(records: "Records") -> Frame:
    """Return one row for each spell, from referrals and their contacts.

    Referrals that the figures leave out, those of adults and those without a day are
    each a spell of their own, so that they lengthen no other.
    """
    referrals = records.rows("referrals")
    frame = with_lookups(referrals, records, "referrals", (_CONTACT,), dt.date.max)
    frame = frame.with_columns(
        _scope().alias("scope"),
        _day_if_after_referral("baseline_outcome_on"),
        _day_if_after_referral("care_plan_on"),
        missing("closed_on").alias("_open"),
        _number_of_day("closed_on", or_else=_FOREVER).alias("_ends"),
        _number_of_day("referred_on", or_else=0).alias("_starts"),
    )
    alone = (
        flag(nw.col("scope") != "in scope")
        + flag(nw.col("age_at_referral") >= _ADULT)
        + missing("referred_on")
    )
    frame = frame.with_columns(
        nw.when(alone == 0)
        .then(text(""))
        .otherwise(nw.col("referral_id"))
        .alias("_alone")
    )
    return _together(_numbered(frame)).select(*REFERRAL_SPELLS.names)


def _number_of_day(column: str, *, or_else: int) -> nw.Expr:
    given = nw.when(missing(column) == 0).then(day_number(column))
    return given.otherwise(integer(or_else)).cast(nw.Int64)


def _numbered(frame: Frame) -> Frame:
    """Return the referrals with the number of their spell within person and provider."""
    within = ["person_id", "provider", "scope", "_alone"]
    order = ["_starts", "_ends", "referral_id", "service"]
    reach: Any = nw.col("_ends").cum_max().over(*within, order_by=order)
    frame = frame.with_columns(reach.alias("_reach"))
    before: Any = nw.col("_reach").shift(1).over(*within, order_by=order)
    frame = frame.with_columns(before.alias("_before"))
    begins = flag(nw.col("_starts") - nw.col("_before") > DAYS_APART)
    frame = frame.with_columns(begins.alias("_begins"))
    number: Any = nw.col("_begins").cum_sum().over(*within, order_by=order)
    return frame.with_columns(number.cast(nw.Int64).alias("_spell"))


def _together(frame: Frame) -> Frame:
    """Return one row a spell."""
    days = {
        "referred_on": "started_on",
        _CONTACT: "first_contact_on",
        "baseline_outcome_on": "baseline_outcome_on",
        "care_plan_on": "care_plan_on",
    }
    frame = frame.select(
        *("person_id", "provider", "scope", "_alone", "_spell", "area", "_open"),
        "closed_on",
        "age_at_referral",
        nw.col("referral_id").alias("spell_id"),
        *(nw.col(name).alias(becomes) for name, becomes in days.items()),
    )
    grouped: Any = frame.group_by("person_id", "provider", "scope", "_alone", "_spell")
    found: Frame = grouped.agg(
        *(
            nw.col(name).min()
            for name in ("spell_id", "area", "age_at_referral", *days.values())
        ),
        nw.col("closed_on").max(),
        nw.col("_open").sum(),
    )
    ended = nw.when(nw.col("_open") == 0).then(nw.col("closed_on"))
    found = found.with_columns(ended.alias("ended_on"))
    helped = ("first_contact_on", "baseline_outcome_on", "care_plan_on")
    found = found.with_columns(*(_day_up_to_the_end(name) for name in helped))
    return found.with_columns(
        _last_of(*helped).alias("stopped_on"),
    )


def _last_of(*columns: str) -> nw.Expr:
    """Return the last of several days, once every one of them is there."""
    last: nw.Expr = nw.col(columns[0])
    for name in columns[1:]:
        later = flag(nw.col(name) > last)
        last = nw.when(later == 1).then(nw.col(name)).otherwise(last)
    lacking = missing(columns[0])
    for name in columns[1:]:
        lacking = lacking + missing(name)
    return nw.when(lacking == 0).then(last)


def _day_if_after_referral(column: str) -> nw.Expr:
    after = flag(days_between("referred_on", column) >= 0)
    return nw.when(after == 1).then(nw.col(column)).alias(column)


def _day_up_to_the_end(column: str) -> nw.Expr:
    after = flag(nw.col(column) > nw.col("ended_on"))
    return nw.when(after == 0).then(nw.col(column)).alias(column)


def _scope() -> nw.Expr:
    """Return why the figures leave a referral out, or that they take it in.

    Every referral of the Mental Health Services Data Set is to a service of mental
    health; another source has to say so.
    """
    team, reason = nw.col("team_type"), nw.col("referral_reason")
    routed = [_SINGLE_POINT_OF_ACCESS, _SCHOOL_TEAM]
    service = nw.col("mental_health")
    tests = (
        (flag(service == "no"), NOT_MENTAL_HEALTH),
        (1 - flag(service == "yes"), UNKNOWN),
        (flag(nw.col("hospital_spell") == "yes"), "hospital"),
        (flag(nw.col("outside_england") == "yes"), "outside England"),
        (flag(nw.col("provider").is_in(_PROVIDERS_LEFT_OUT)), "provider left out"),
        (
            flag(team == _SINGLE_POINT_OF_ACCESS)
            * flag(nw.col("priority").is_in(["1", "2", "4"])),
            "single point of access",
        ),
        (
            flag(reason.is_in(["12", "eating_disorder"]))
            * (1 - flag(team.is_in(routed))),
            "eating disorder",
        ),
        (
            flag(reason.is_in(["01", "first_episode_psychosis"]))
            * flag(team == _EARLY_INTERVENTION),
            "early psychosis",
        ),
        (flag(team.is_in(_CRISIS_TEAMS)), "crisis team"),
        (flag(team.is_in(["E02", "E03", "E04"])), "other team"),
    )
    scope = text("in scope")
    for test, name in reversed(tests):
        scope = nw.when(test == 1).then(text(name)).otherwise(scope)
    return scope
