"""The counts of sessions that attendance is summed up in, and what each code adds to.

The reasons are those that DfE publishes, one code each, or the codes that it has merged.
"""

from collections.abc import Mapping

from send_metrics.domain.attendance_codes import AttendanceCode, SessionClass

CLASS_COLUMNS: Mapping[str, str] = {
    "possible_sessions": "sessions that the pupil could have attended",
    "present_sessions": "sessions present, also late before close",
    "approved_activity_sessions": "sessions at an approved activity",
    "authorised_sessions": "sessions of authorised absence",
    "unauthorised_sessions": "sessions of unauthorised absence",
}
"""What every total says, by column."""

_REASONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "late_before_close_sessions": ("late, before the register closed", ("L",)),
    "off_site_education_sessions": ("supervised education off site", ("B",)),
    "interview_activity_sessions": ("interview, while J was an attendance", ("J",)),
    "sporting_activity_sessions": ("approved sporting activity", ("P",)),
    "visit_sessions": ("educational visit or trip", ("V",)),
    "work_experience_sessions": ("work experience", ("W",)),
    "authority_education_sessions": ("education arranged by the authority", ("K",)),
    "illness_sessions": ("illness", ("I", "I01", "I02")),
    "appointment_sessions": ("medical or dental appointment", ("M",)),
    "religious_observance_sessions": ("religious observance", ("R",)),
    "study_leave_sessions": ("study leave", ("S",)),
    "mobile_child_sessions": ("parent travelling for occupational purposes", ("T",)),
    "agreed_holiday_sessions": ("family holiday agreed by the school", ("H", "F")),
    "excluded_sessions": ("suspended or excluded, no provision made", ("E",)),
    "regulated_performance_sessions": ("regulated performance", ("C1",)),
    "part_time_sessions": ("absent on a part-time timetable", ("C2",)),
    "interview_sessions": ("interview, since it is an absence", ("J1",)),
    "other_authorised_sessions": ("leave in exceptional circumstances", ("C",)),
    "holiday_not_granted_sessions": ("holiday not granted by the school", ("G",)),
    "late_after_close_sessions": ("arrived after the register closed", ("U",)),
    "other_unauthorised_sessions": ("other or unknown circumstances", ("O",)),
    "no_reason_yet_sessions": ("reason not yet established", ("N",)),
    "coronavirus_sessions": ("not attending because of coronavirus", ()),
    "unable_to_attend_sessions": (
        "unable to attend, which is no possible session",
        ("Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"),
    ),
    "access_not_arranged_sessions": (
        "access not arranged by the authority, which is no possible session",
        ("Q",),
    ),
}

REASON_COLUMNS: Mapping[str, str] = {
    column: f"sessions: {meaning}" for column, (meaning, _) in _REASONS.items()
}
"""What totals may say besides, one column for each reason."""

_REASON_OF = {code: column for column, (_, codes) in _REASONS.items() for code in codes}

SESSION_COLUMNS = (*CLASS_COLUMNS, *REASON_COLUMNS)
"""Every count of sessions."""

_CLASS_OF = {
    SessionClass.PRESENT: "present_sessions",
    SessionClass.APPROVED_ACTIVITY: "approved_activity_sessions",
    SessionClass.AUTHORISED: "authorised_sessions",
    SessionClass.UNAUTHORISED: "unauthorised_sessions",
    SessionClass.NOT_ATTENDING_CORONAVIRUS: "coronavirus_sessions",
}


def adds_to(entry: AttendanceCode) -> frozenset[str]:
    """Return the columns that a mark with this meaning adds one session to.

    >>> from send_metrics.domain.attendance_codes import meaning_on
    >>> import datetime as dt
    >>> sorted(adds_to(meaning_on("C2", dt.date(2024, 9, 2))))
    ['authorised_sessions', 'part_time_sessions', 'possible_sessions']
    """
    columns = {_CLASS_OF.get(entry.session_class), _REASON_OF.get(entry.code)}
    if entry.session_class.is_possible:
        columns.add("possible_sessions")
    return frozenset(column for column in columns if column is not None)
