"""What the columns of marks and pupils may hold, and how a breach is worded."""

from typing import TypedDict

from send_metrics.records.tables import ATTENDANCE_MARKS, PRIMARY_NEEDS, PUPILS

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
