"""Absence from school, by the rules of DfE's absence statistics.

Every rate is one sum of sessions over another; persistent and severe absence are shares
of enrolments, each judged on its own possible sessions. The codes changed on
19 August 2024, and some changed sides, so each measure has an edition before and after.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from attrs import evolve

from send_metrics.domain.attendance_codes import REGULATIONS_2024
from send_metrics.kpis.conditions import (
    above_zero,
    at_least_share,
    is_none_of,
    is_one_of,
)
from send_metrics.kpis.definition import (
    Better,
    Condition,
    Definition,
    Proportion,
    Rate,
    Status,
)
from send_metrics.kpis.sources import ABSENCE_STATISTICS

EXACT_SHARE_IN_FORCE = dt.date(2015, 8, 1)
_BEFORE = REGULATIONS_2024 - dt.timedelta(days=1)
_DIMENSIONS = (
    *("school_urn", "school_year", "term", "month", "phase", "authority", "district"),
    *("sen_status", "primary_need", "area"),
)
_HOME_DIMENSIONS = (
    *("home_authority", "school_year", "term", "month", "phase"),
    *("sen_status", "primary_need", "area"),
)
ABSENT = ("authorised_sessions", "unauthorised_sessions")
ATTENDED = ("present_sessions", "approved_activity_sessions")

POPULATION = (
    above_zero(
        "possible_sessions", "the enrolment had possible sessions in the period"
    ).otherwise("the enrolment had no possible session in the period"),
    is_one_of(
        "age_group",
        ("5 to 15", "not supplied"),
        "the pupil was aged 5 to 15 on 31 August before the school year, or the source"
        " gives no ages",
    ).otherwise("the pupil was younger than 5 or older than 15 on 31 August before"),
    is_one_of(
        "began_in_second_half",
        ("no", "unknown"),
        "the enrolment did not begin in the second half of the summer term",
    ).otherwise("the enrolment began in the second half of the summer term"),
)
_AT_HOME = is_none_of(
    "home_authority",
    ("unknown",),
    "the source says which local authority the pupil lives in",
).otherwise("the source does not say which local authority the pupil lives in")
_DEVIATIONS = (
    "whether an enrolment began in the second half of the summer term is told by its"
    " first mark, in periods that cover days before it as well",
    "boarders are counted, because marks do not tell who boards",
    "all schools in the source are counted; DfE's totals leave out independent schools,"
    " pupil referral units and alternative provision",
)
_DEVIATIONS_AT_HOME = (
    "pupils are placed by the authority that they live in; DfE's figures are by the"
    " place of the school, so that the two never agree exactly",
    "pupils who attend schools that are not in the source are missing",
    *_DEVIATIONS,
)


def _editions(definition: Definition) -> tuple[Definition, ...]:
    """Return the measure by the codes before and since 19 August 2024."""
    return (
        evolve(definition, in_force_from=EXACT_SHARE_IN_FORCE, in_force_to=_BEFORE),
        evolve(definition, edition=2, in_force_from=REGULATIONS_2024),
    )


def _rate(
    measure: str,
    title: str,
    top: tuple[str, ...],
    better: Better,
    status: Status = "official",
) -> Rate:
    return Rate(
        id=f"attendance.{measure}",
        title=title,
        table="attendance_totals",
        population=POPULATION,
        top=top,
        bottom=("possible_sessions",),
        counted="possible sessions",
        better=better,
        dimensions=_DIMENSIONS,
        citation=ABSENCE_STATISTICS,
        status=status,
        in_force_from=EXACT_SHARE_IN_FORCE,
        deviations=_DEVIATIONS,
    )


def _share(measure: str, title: str, numerator: Condition) -> Proportion:
    return Proportion(
        id=f"attendance.{measure}",
        title=title,
        table="attendance_totals",
        population=POPULATION,
        numerator=numerator,
        counted="enrolments",
        better="lower",
        dimensions=_DIMENSIONS,
        citation=ABSENCE_STATISTICS,
        status="official",
        in_force_from=EXACT_SHARE_IN_FORCE,
        deviations=_DEVIATIONS,
    )


ABSENCE_RATE = _rate("absence_rate", "Sessions missed", ABSENT, "lower")
AUTHORISED_ABSENCE_RATE = _rate(
    "authorised_absence_rate",
    "Sessions missed with authorisation",
    ("authorised_sessions",),
    "lower",
)
UNAUTHORISED_ABSENCE_RATE = _rate(
    "unauthorised_absence_rate",
    "Sessions missed without authorisation",
    ("unauthorised_sessions",),
    "lower",
)
ATTENDANCE_RATE = _rate("attendance_rate", "Sessions attended", ATTENDED, "higher")
PART_TIME_TIMETABLE_RATE = _rate(
    "part_time_timetable_rate",
    "Sessions missed on a part-time timetable",
    ("part_time_sessions",),
    "lower",
)
PERSISTENT_ABSENCE = _share(
    "persistent_absence",
    "Persistently absent enrolments",
    at_least_share(
        ABSENT,
        "possible_sessions",
        tenths=1,
        wording="at least 10% of the enrolment's own possible sessions were missed",
    ).otherwise("fewer than 10% of the enrolment's own possible sessions were missed"),
)
SEVERE_ABSENCE = _share(
    "severe_absence",
    "Severely absent enrolments",
    at_least_share(
        ABSENT,
        "possible_sessions",
        tenths=5,
        wording="at least 50% of the enrolment's own possible sessions were missed",
    ).otherwise("fewer than 50% of the enrolment's own possible sessions were missed"),
)


_REASONS: tuple[tuple[str, str, Better], ...] = (
    ("illness", "Sessions missed through illness", "lower"),
    ("appointment", "Sessions missed for medical or dental appointments", "lower"),
    ("religious_observance", "Sessions missed for religious observance", "neither"),
    ("study_leave", "Sessions missed for study leave", "neither"),
    ("mobile_child", "Sessions missed while a parent travels for work", "lower"),
    (
        "agreed_holiday",
        "Sessions missed for a holiday that the school agreed to",
        "lower",
    ),
    (
        "excluded",
        "Sessions missed while suspended or excluded, no provision made",
        "lower",
    ),
    (
        "other_authorised",
        "Sessions missed with leave in exceptional circumstances",
        "lower",
    ),
    (
        "regulated_performance",
        "Sessions missed for a regulated performance or employment abroad",
        "neither",
    ),
    ("interview", "Sessions missed for an interview", "neither"),
    (
        "holiday_not_granted",
        "Sessions missed for a holiday that the school did not grant",
        "lower",
    ),
    (
        "late_after_close",
        "Sessions missed by arriving after the register closed",
        "lower",
    ),
    (
        "other_unauthorised",
        "Sessions missed without authorisation in other circumstances",
        "lower",
    ),
    ("no_reason_yet", "Sessions missed, reason not yet established", "lower"),
    (
        "late_before_close",
        "Sessions attended late, before the register closed",
        "lower",
    ),
    ("off_site_education", "Sessions at supervised education off site", "neither"),
    (
        "interview_activity",
        "Sessions at an interview, while that is an attendance",
        "neither",
    ),
    ("sporting_activity", "Sessions at an approved sporting activity", "neither"),
    ("visit", "Sessions on an educational visit or trip", "neither"),
    ("work_experience", "Sessions at work experience", "neither"),
    (
        "authority_education",
        "Sessions at education arranged by the local authority",
        "neither",
    ),
)
"""Reason, title, and the better direction."""

_ONLY_SINCE_2024 = frozenset(
    {"regulated_performance", "interview", "authority_education"}
)

LATE_SESSIONS_RATE = evolve(
    _rate(
        "late_sessions_rate",
        "Sessions begun late, before or after the register closed",
        ("late_before_close_sessions", "late_after_close_sessions"),
        "lower",
    ),
    deviations=(
        "DfE adds arrivals before the register closed, which are attendances, to those"
        " after it closed, which are absences",
        *_DEVIATIONS,
    ),
)


def _reason_rates() -> Iterator[Definition]:
    for reason, title, better in _REASONS:
        rate = _rate(f"{reason}_rate", title, (f"{reason}_sessions",), better)
        editions = _editions(rate)
        yield from editions[1:] if reason in _ONLY_SINCE_2024 else editions


def _by_home_authority(definition: Definition) -> Definition:
    """Return the measure of the pupils that live in an authority, wherever they learn."""
    return evolve(
        definition,
        id=f"{definition.id}_by_home_authority",
        title=f"{definition.title}, by the authority that pupils live in",
        population=(*definition.population, _AT_HOME),
        dimensions=_HOME_DIMENSIONS,
        status="local convention",
        deviations=_DEVIATIONS_AT_HOME,
    )


MEASURES = (
    ABSENCE_RATE,
    AUTHORISED_ABSENCE_RATE,
    UNAUTHORISED_ABSENCE_RATE,
    ATTENDANCE_RATE,
    PERSISTENT_ABSENCE,
    SEVERE_ABSENCE,
)
DEFINITIONS = (
    *chain.from_iterable(map(_editions, MEASURES)),
    _editions(PART_TIME_TIMETABLE_RATE)[1],
    *_reason_rates(),
    *_editions(LATE_SESSIONS_RATE),
    *chain.from_iterable(_editions(_by_home_authority(kpi)) for kpi in MEASURES),
)
