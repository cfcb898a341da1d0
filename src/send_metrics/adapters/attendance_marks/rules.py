"""What the columns of marks and pupils may hold, and how a breach is worded."""

from typing import TypedDict

from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import (
    ATTENDANCE_MARKS,
    PHASES,
    PRIMARY_NEEDS,
    PUPILS,
    SCHOOLS,
)

MARKS_TABLE = ATTENDANCE_MARKS.name
MARKS_COLUMNS = ("pupil_id", "school_urn", "date", "session", "code")
SESSIONS = {"AM": "AM", "PM": "PM"}

PUPILS_TABLE = PUPILS.name
PUPILS_OPTIONAL = ("sen_status", "primary_need", "date_of_birth", "area")
SEN_STATUSES = {"N": "N", "K": "K", "E": "E", "UNKNOWN": "unknown"}
NEEDS = {
    **{need: need for need in sorted(PRIMARY_NEEDS)},
    "NONE": "none",
    "UNKNOWN": "unknown",
}

HOME_AUTHORITY = "home_authority"

SCHOOLS_TABLE = SCHOOLS.name
SCHOOLS_OPTIONAL = tuple(n for n in SCHOOLS.names if n != "school_urn")
PHASE_WORDS = {
    **{phase.upper(): phase for phase in sorted(PHASES)},
    "MIDDLE DEEMED PRIMARY": "primary",
    "MIDDLE DEEMED SECONDARY": "secondary",
    "NOT APPLICABLE": UNKNOWN,
}
"""Phases as the table has them, and further words of the register of schools."""


class Words(TypedDict):
    """A rule and how its breach is worded."""

    rule: str
    column: str
    wording: str
    action: str


BLANK_CODE = Words(
    rule="required-value",
    column="code",
    wording="there is no code",
    action="write - where no mark was made",
)
CODE_IN_USE = Words(
    rule="code-in-use",
    column="code",
    wording="the code is not an attendance code on that day",
    action="translate local codes to the national ones of that day",
)
SCHOOL_SHAPE = Words(
    rule="school-urn",
    column="school_urn",
    wording="the school is not named by a URN of six digits",
    action="use the URN, so that schools can be told apart and matched",
)


MONDAY = Words(
    rule="week-begins-on-monday",
    column="date",
    wording="the week does not begin on a Monday",
    action="give the day of the Monday, from which the others are counted",
)
STRING_WIDTH = Words(
    rule="string-width",
    column="code",
    wording="the marks do not divide into the width that the layout declares",
    action="check width in layout.toml, or export the marks with a separator",
)
STRING_IN_STEP = Words(
    rule="string-in-step",
    column="code",
    wording="another mark of the string is no code, so all of it may be out of step",
    action="check width in layout.toml, or export the marks with a separator",
)
WEEKEND_MARK = Words(
    rule="weekend-mark",
    column="code",
    wording="a mark falls on a Saturday or Sunday; it is used",
    action="check days in layout.toml: the string may leave weekends out",
)
NOT_A_SESSION = Words(
    rule="not-a-session",
    column="kind",
    wording="rows are of lessons, not of sessions; they are no marks",
    action="nothing needs to be done",
)
MOMENT = Words(
    rule="readable-value",
    column="changed_at",
    wording="the value is not a moment",
    action="write moments as 2026-01-31T08:50:00Z",
)
LATEST_UNKNOWN = Words(
    rule="latest-version",
    column="changed_at",
    wording="a record is there several times and one of them has no moment",
    action="supply the moments, or only the latest version of each record",
)
LATEST_VERSION = Words(
    rule="latest-version",
    column="record",
    wording="rows are earlier versions of a record; the latest is used",
    action="nothing needs to be done",
)
DELETED = Words(
    rule="deleted-record",
    column="deleted",
    wording="rows are records that the system has deleted; they are no marks",
    action="nothing needs to be done",
)
BEST_MARK = Words(
    rule="best-mark",
    column="code",
    wording="rows are further marks of a session; the best is used, as the system does",
    action="nothing needs to be done",
)


def named(words: Words, column: str) -> Words:
    """Return the words with the name that the source has for the column."""
    return {**words, "column": column}
