"""The canonical tables of attendance: marks, their totals, pupils and schools."""

from send_metrics.domain.school_terms import TERMS
from send_metrics.records.columns import PUPIL, SCHOOL
from send_metrics.records.ehc_tables import PRIMARY_NEEDS
from send_metrics.records.schema import UNKNOWN, Column, TableSchema
from send_metrics.records.sessions import CLASS_COLUMNS, REASON_COLUMNS

PHASES = frozenset(
    {
        *("nursery", "primary", "secondary", "all-through", "special"),
        *("alternative provision", "independent", UNKNOWN),
    }
)

_HOME_AUTHORITY = Column(
    "home_authority",
    "code",
    "number of the local authority that the pupil lives in",
    expected=False,
)
_OF_SCHOOL = (
    Column("phase", "code", "phase or kind of school", PHASES, expected=False),
    Column(
        "authority",
        "code",
        "number of the local authority that the school lies in",
        expected=False,
    ),
    Column("district", "code", "district that the school lies in", expected=False),
)

ATTENDANCE_MARKS = TableSchema(
    name="attendance_marks",
    row="one mark: an enrolment, a day and a session",
    columns=(
        PUPIL,
        Column(
            "school_urn",
            "id",
            "URN of the school that took the register",
            required=True,
        ),
        Column("date", "day", "day of the session", required=True),
        Column("session", "code", "AM or PM", frozenset({"AM", "PM"}), required=True),
        Column("code", "id", "attendance code of one or two characters", required=True),
    ),
    key=("pupil_id", "school_urn", "date", "session"),
)

ATTENDANCE_TOTALS = TableSchema(
    name="attendance_totals",
    row="one enrolment (a pupil at a school in a school year) and stretch of days",
    columns=(
        PUPIL,
        SCHOOL,
        Column(
            "school_year",
            "whole",
            "year in which the school year, 1 August to 31 July, begins",
            required=True,
        ),
        Column("first_on", "day", "first day that the totals cover", required=True),
        Column("last_on", "day", "last day that the totals cover", required=True),
        *(
            Column(name, "whole", meaning, required=True, unit="sessions")
            for name, meaning in CLASS_COLUMNS.items()
        ),
        *(
            Column(name, "whole", meaning, expected=False, unit="sessions")
            for name, meaning in REASON_COLUMNS.items()
        ),
        Column(
            "age_group",
            "id",
            "age on 31 August before the school year: '5 to 15', 'other', or"
            " 'not supplied' where the source gives no ages at all; null where only"
            " this pupil's age is missing; '15' may stand apart, whose stretches in the"
            " second half of the summer term are then left out",
        ),
        Column(
            "began_in_second_half",
            "flag",
            "the enrolment has no mark before the second half of the summer term,"
            " in totals that cover days before it as well",
            expected=False,
            presumed=True,
        ),
        Column("sen_status", "code", "N, K or E", frozenset({"N", "K", "E", UNKNOWN})),
        Column(
            "primary_need",
            "code",
            "type of need of rank 1; none where there is none",
            PRIMARY_NEEDS | {"none", UNKNOWN},
        ),
        Column("area", "code", "area the pupil belongs to"),
        _HOME_AUTHORITY,
        *_OF_SCHOOL,
        Column(
            "term",
            "code",
            "term of the absence statistics; unknown unless totals are asked for by it",
            frozenset({*TERMS, UNKNOWN}),
            expected=False,
        ),
        Column(
            "month",
            "code",
            "month, 2025-01; unknown unless totals are asked for by it",
            expected=False,
        ),
    ),
    key=("pupil_id", "school_urn", "school_year", "first_on", "last_on"),
    dimensions=(
        *("school_urn", "school_year", "term", "month"),
        *("phase", "authority", "district"),
        *("sen_status", "primary_need", "area", "home_authority"),
    ),
)

PUPILS = TableSchema(
    name="pupils",
    row="one pupil",
    columns=(
        PUPIL,
        Column(
            "sen_status",
            "code",
            "N none, K SEN support, E EHC plan",
            frozenset({"N", "K", "E", UNKNOWN}),
            expected=False,
        ),
        Column(
            "primary_need",
            "code",
            "type of need of rank 1; none where there is none",
            PRIMARY_NEEDS | {"none", UNKNOWN},
            expected=False,
        ),
        Column(
            "birth_cohort",
            "whole",
            "year of the 31 August on which the pupil was aged 0; the age on 31 August"
            " of any year is that year less the cohort",
            expected=False,
        ),
        Column("area", "code", "area the pupil belongs to", expected=False),
        _HOME_AUTHORITY,
    ),
    key=("pupil_id",),
    dimensions=("sen_status", "primary_need", "area", "home_authority"),
)

SCHOOLS = TableSchema(
    name="schools",
    row="one school",
    columns=(
        SCHOOL,
        *_OF_SCHOOL,
        Column("capacity", "whole", "places it has", expected=False, unit="places"),
        Column(
            "pupils_on_roll", "whole", "pupils it has", expected=False, unit="pupils"
        ),
        Column("opened_on", "day", "the school opened", expected=False),
        Column(
            "closed_on",
            "day",
            "the school closed; empty: open",
            expected=False,
            presumed=True,
        ),
    ),
    key=("school_urn",),
    dimensions=("phase", "authority", "district"),
)

TOOL_ADOPTION = TableSchema(
    name="tool_adoption",
    row="one entry of the log of an attendance tool: a sign-up, a delivery, or both",
    columns=(
        SCHOOL,
        Column(
            "signed_up_on", "day", "the school signed up; empty: not with this entry"
        ),
        Column(
            "delivered_on",
            "day",
            "day of the sessions that were delivered; empty: none with this entry",
        ),
        Column(
            "sessions",
            "whole",
            "sessions of that day that were delivered; 0 says that the school was closed",
            expected=False,
            unit="sessions",
        ),
    ),
    key=("school_urn", "signed_up_on", "delivered_on", "sessions"),
)
