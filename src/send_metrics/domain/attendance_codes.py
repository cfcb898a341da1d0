"""School attendance codes, with the days between which each means what it means.

Sources: School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208),
regulation 10, in force 19 August 2024; *Working together to improve school attendance*
(DfE, August 2024), which says how each code is classified for statistics; DfE's absence
statistics methodology and the earlier code guidance (January 2009) for the codes
before; DfE's guidance of 2020 to 2022 for coronavirus.
"""

import datetime as dt
from enum import Enum

from attrs import frozen

REGULATIONS_2024 = dt.date(2024, 8, 19)
_ATTENDANCE_UNTIL = dt.date(2011, 8, 31)
_CORONAVIRUS = (dt.date(2020, 8, 1), dt.date(2022, 7, 31))


class SessionClass(Enum):
    """How a mark is classified for statistics."""

    PRESENT = "present"
    APPROVED_ACTIVITY = "approved educational activity"
    AUTHORISED = "authorised absence"
    UNAUTHORISED = "unauthorised absence"
    NOT_ATTENDING_CORONAVIRUS = "not attending because of coronavirus"
    NOT_POSSIBLE = "not a possible attendance"
    NOT_COLLECTED = "administrative"

    @property
    def is_possible(self) -> bool:
        """Whether the session counts as one the pupil could have attended."""
        return self not in (SessionClass.NOT_POSSIBLE, SessionClass.NOT_COLLECTED)


@frozen
class AttendanceCode:
    """One meaning of one code, from *first_on* to *last_on*, both included.

    ``None`` means without a limit. *withdrawn_on* is the day from which schools may no
    longer use the code although statistics go on counting it as before.
    """

    code: str
    meaning: str
    session_class: SessionClass
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    withdrawn_on: dt.date | None = None


def _codes(
    session_class: SessionClass, meanings: dict[str, str], **days: dt.date | None
) -> tuple[AttendanceCode, ...]:
    return tuple(
        AttendanceCode(code, meaning, session_class, **days)
        for code, meaning in meanings.items()
    )


ATTENDANCE_CODES: tuple[AttendanceCode, ...] = (
    *_codes(
        SessionClass.PRESENT,
        {
            "/": "present at the morning register",
            "\\": "present at the afternoon register",
            "L": "late, before the register closed",
        },
    ),
    *_codes(
        SessionClass.APPROVED_ACTIVITY,
        {
            "B": "supervised educational activity off site",
            "P": "sporting activity",
            "V": "educational visit or trip",
            "W": "work experience",
        },
    ),
    *_codes(
        SessionClass.APPROVED_ACTIVITY,
        {"K": "education arranged by the local authority"},
        first_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.APPROVED_ACTIVITY,
        {"J": "interview with an employer or another school"},
        withdrawn_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.APPROVED_ACTIVITY,
        {"D": "dual registered, at the other school"},
        last_on=_ATTENDANCE_UNTIL,
    ),
    *_codes(
        SessionClass.AUTHORISED,
        {
            "C": "leave in exceptional circumstances",
            "E": "suspended or excluded, no alternative provision",
            "I": "illness",
            "M": "medical or dental appointment",
            "R": "religious observance",
            "S": "study leave",
            "T": "parent travelling for occupational purposes",
        },
    ),
    *_codes(
        SessionClass.AUTHORISED,
        {
            "C1": "regulated performance or employment abroad",
            "C2": "part-time timetable, not required this session",
            "J1": "interview for a job or admission elsewhere",
        },
        first_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.AUTHORISED,
        {"H": "family holiday agreed by the school"},
        withdrawn_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.AUTHORISED,
        {"F": "extended family holiday agreed by the school"},
        withdrawn_on=dt.date(2014, 9, 1),
    ),
    *_codes(
        SessionClass.AUTHORISED,
        {"I01": "illness, not coronavirus", "I02": "illness, confirmed coronavirus"},
        first_on=_CORONAVIRUS[0],
        withdrawn_on=dt.date(2022, 8, 1),
    ),
    *_codes(
        SessionClass.UNAUTHORISED,
        {
            "G": "holiday not granted by the school",
            "N": "reason not yet established",
            "O": "absent in other or unknown circumstances",
            "U": "arrived after the register closed",
        },
    ),
    *_codes(
        SessionClass.NOT_ATTENDING_CORONAVIRUS,
        {
            "X": "not attending because of coronavirus, or not of compulsory school age",
            "X02": "coronavirus symptoms",
            "X03": "coronavirus contact inside the school",
            "X04": "coronavirus contact outside the school",
            "X05": "quarantine",
            "X06": "shielding",
            "X07": "government restrictions",
            "X08": "outbreak management",
            "X09": "close contact, over 18 and a half",
        },
        first_on=_CORONAVIRUS[0],
        last_on=_CORONAVIRUS[1],
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {"X01": "not of compulsory school age"},
        first_on=_CORONAVIRUS[0],
        last_on=_CORONAVIRUS[1],
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {"X": "not required: not of compulsory school age"},
        last_on=_CORONAVIRUS[0] - dt.timedelta(days=1),
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {"X": "not required: not of compulsory school age"},
        first_on=_CORONAVIRUS[1] + dt.timedelta(days=1),
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {"D": "dual registered, at the other school"},
        first_on=_ATTENDANCE_UNTIL + dt.timedelta(days=1),
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {"Y": "unable to attend in exceptional circumstances"},
        withdrawn_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.NOT_POSSIBLE,
        {
            "Q": "the local authority has not arranged access",
            "Y1": "transport normally provided is not available",
            "Y2": "widespread disruption to travel",
            "Y3": "part of the premises out of use",
            "Y4": "whole school unexpectedly closed",
            "Y5": "sentence of detention",
            "Y6": "public health guidance or law",
            "Y7": "any other unavoidable cause",
        },
        first_on=REGULATIONS_2024,
    ),
    *_codes(
        SessionClass.NOT_COLLECTED,
        {
            "Z": "prospective pupil, not on the admission register",
            "#": "planned closure of the whole school",
            "-": "no mark entered",
        },
    ),
)
"""Every meaning of every code; the meanings of one code do not overlap in time."""


def meaning_on(code: str, day: dt.date) -> AttendanceCode | None:
    """Return what *code* means on *day*, or ``None`` where it is not in use.

    >>> meaning_on("J", dt.date(2024, 8, 18)).session_class.value
    'approved educational activity'
    >>> meaning_on("J1", dt.date(2024, 8, 19)).session_class.value
    'authorised absence'
    >>> meaning_on("J1", dt.date(2024, 8, 18)) is None
    True
    """
    for entry in ATTENDANCE_CODES:
        if (
            entry.code == code
            and (entry.first_on is None or entry.first_on <= day)
            and (entry.last_on is None or day <= entry.last_on)
        ):
            return entry
    return None
