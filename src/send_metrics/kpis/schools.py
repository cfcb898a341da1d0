"""Schools that take part in a local area's tools: for attendance, for needs."""

import datetime as dt
from functools import partial

from send_metrics.kpis.conditions import (
    in_the_last_days,
    in_the_year_before,
    is_none_of,
    is_one_of,
    is_recorded,
    not_happened_by_then,
    not_known_to_be_later,
    on_each_working_day,
)
from send_metrics.kpis.definition import Proportion
from send_metrics.kpis.sources import ATTENDANCE_STATISTICS, HERTFORDSHIRE_PLAN
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.lookups import FORTNIGHT
from send_metrics.records.schema import UNKNOWN

IN_SCOPE = ("primary", "secondary", "all-through", "special")
"""Phases that DfE's attendance statistics count; all-through schools are in two."""

_OPEN_IN_SCOPE = (
    is_one_of(
        "phase",
        (*IN_SCOPE, UNKNOWN),
        "the school is a primary, secondary, all-through or special school, or of a"
        " phase that is not given",
    ).otherwise("the school is of a phase that is not counted"),
    not_known_to_be_later("opened_on", "the school is not known to have opened later"),
    not_happened_by_then("closed_on", "the school had not closed by that day"),
)
_DEVIATIONS = (
    "DfE publishes the mean over days of the schools that sent data, of all schools of"
    " the phase; here it is schools on one day, each counted once however often it sends",
    "schools that never signed up are counted, as long as they are on the list",
    "nurseries, alternative provision and independent schools are left out",
)

_share_of_schools = partial(
    Proportion,
    table="schools",
    population=_OPEN_IN_SCOPE,
    measurable=(is_none_of("phase", (UNKNOWN,), "the phase of the school is given"),),
    stock=True,
    counted="schools on the list that are open",
    better="higher",
    dimensions=("phase", "authority", "district"),
    citation=ATTENDANCE_STATISTICS,
    status="local convention",
    in_force_from=dt.date(2022, 9, 1),
)

SUBMITTING = _share_of_schools(
    id="schools.attendance_tool_adoption",
    title="Schools that submit to the attendance tool",
    lookups=("last_delivered_on",),
    numerator=in_the_last_days(
        "last_delivered_on",
        days=FORTNIGHT,
        wording="at least one session of the last 14 days, that day included, was"
        " delivered",
    ).otherwise("no session of the last 14 days, that day included, was delivered"),
    deviations=(
        *_DEVIATIONS,
        "14 days hold ten school days of a term; asked of a day in or just after a"
        " holiday, the share falls because schools were closed",
    ),
)

SIGNED_UP = _share_of_schools(
    id="schools.attendance_tool_adoption_signed_up",
    title="Schools that have signed up to the attendance tool",
    lookups=("last_signed_up_on",),
    numerator=is_recorded("last_signed_up_on", "the school had signed up by that day"),
    deviations=(
        *_DEVIATIONS,
        "DfE keeps no such share: on 6 September 2022, 65% of schools had opted in and"
        " 61% sent data, so that this is not the share that submits",
        "a log tells of no school that left the tool again",
    ),
)

EVERY_DAY = _share_of_schools(
    id="schools.attendance_tool_adoption_every_day",
    title="Schools that submit to the attendance tool on every school day",
    lookups=("working_days_delivered",),
    numerator=on_each_working_day(
        "working_days_delivered",
        days=FORTNIGHT,
        wording="the log has an entry for every working day of the last 14 days, that day"
        " included, be it that the school was closed",
    ).otherwise("the log has no entry for some working day of the last 14 days"),
    deviations=(
        *_DEVIATIONS,
        "a school day is a working day of which the log does not say, by 0 sessions, that"
        " the school was closed; where tools log no closures, ask of a day whose 14 days"
        " lie in term",
    ),
)

VALUING_SEND = _share_of_schools(
    id="schools.valuing_send_adoption",
    title="Schools that use Valuing SEND",
    lookups=("last_profiled_on",),
    numerator=in_the_year_before(
        "last_profiled_on", "the school made a profile in the year up to that day"
    ).otherwise("the school made no profile in the year up to that day"),
    citation=HERTFORDSHIRE_PLAN,
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "one profile in a year is enough, however many pupils the school has",
        "nurseries, alternative provision and independent schools are left out",
    ),
)

DEFINITIONS = (SUBMITTING, SIGNED_UP, EVERY_DAY, VALUING_SEND)
