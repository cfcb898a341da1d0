"""Absence from school, by the rules of DfE's absence statistics.

Every rate is one sum of sessions over another; persistent and severe absence are shares
of enrolments, each judged on its own possible sessions. The codes changed on
19 August 2024, and some changed sides, so each measure has an edition before and after.
"""

import datetime as dt

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
)
from send_metrics.kpis.sources import ABSENCE_STATISTICS

EXACT_SHARE_IN_FORCE = dt.date(2015, 8, 1)
BEFORE_REGULATIONS = REGULATIONS_2024 - dt.timedelta(days=1)
DIMENSIONS = (
    *("school_urn", "school_year", "term", "month"),
    *("phase", "authority", "district"),
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
    is_none_of(
        "began_in_second_half",
        ("yes",),
        "the enrolment did not begin in the second half of the summer term, unless the"
        " figure is of those weeks only",
    ).otherwise("the enrolment began in the second half of the summer term"),
)
DEVIATIONS = (
    "where the source gives no ages, nobody is left out by age, nor are the sessions of"
    " pupils aged 15 in the second half of the summer term",
    "in totals that are supplied in place of marks, that half term of pupils aged 15 is"
    " left out where it stands in rows of its own and the age group says 15; else it"
    " must be left out of them already. Enrolments that began in it must be told",
    "boarders are counted, because marks do not tell who boards",
    "all schools in the source are counted; DfE's totals leave out independent schools,"
    " pupil referral units and alternative provision, which phase tells apart",
)


def both_editions(definition: Definition) -> tuple[Definition, ...]:
    """Return the measure by the codes before and since 19 August 2024."""
    return (
        evolve(
            definition,
            in_force_from=EXACT_SHARE_IN_FORCE,
            in_force_to=BEFORE_REGULATIONS,
        ),
        evolve(definition, edition=2, in_force_from=REGULATIONS_2024),
    )


def session_rate(
    measure: str, title: str, top: tuple[str, ...], better: Better
) -> Rate:
    """Return the rate of some sessions among those possible."""
    return Rate(
        id=f"attendance.{measure}",
        title=title,
        table="attendance_totals",
        population=POPULATION,
        top=top,
        bottom=("possible_sessions",),
        counted="possible sessions",
        better=better,
        dimensions=DIMENSIONS,
        citation=ABSENCE_STATISTICS,
        status="official",
        in_force_from=EXACT_SHARE_IN_FORCE,
        deviations=DEVIATIONS,
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
        dimensions=DIMENSIONS,
        citation=ABSENCE_STATISTICS,
        status="official",
        in_force_from=EXACT_SHARE_IN_FORCE,
        deviations=DEVIATIONS,
    )


ABSENCE_RATE = session_rate("absence_rate", "Sessions missed", ABSENT, "lower")
AUTHORISED_ABSENCE_RATE = session_rate(
    "authorised_absence_rate",
    "Sessions missed with authorisation",
    ("authorised_sessions",),
    "lower",
)
UNAUTHORISED_ABSENCE_RATE = session_rate(
    "unauthorised_absence_rate",
    "Sessions missed without authorisation",
    ("unauthorised_sessions",),
    "lower",
)
ATTENDANCE_RATE = session_rate(
    "attendance_rate", "Sessions attended", ATTENDED, "higher"
)
PART_TIME_TIMETABLE_RATE = session_rate(
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

DEFINITIONS = (
    *both_editions(ABSENCE_RATE),
    *both_editions(AUTHORISED_ABSENCE_RATE),
    *both_editions(UNAUTHORISED_ABSENCE_RATE),
    *both_editions(ATTENDANCE_RATE),
    *both_editions(PERSISTENT_ABSENCE),
    *both_editions(SEVERE_ABSENCE),
    both_editions(PART_TIME_TIMETABLE_RATE)[1],
)
