"""Layouts of systems whose columns are published; docs/attendance-sources.md cites them."""

from collections.abc import Mapping

from attrs import frozen

from send_metrics.adapters.attendance_marks.layouts import GENERIC, Layout, Week
from send_metrics.adapters.delimited.values import ISO_MOMENT

SINGLE_CHARACTER_CODES = {
    "<": "C1",
    ">": "C2",
    "?": "J1",
    "K": "K",
    "Q": "Q",
    "$": "Y1",
    "a": "Y2",
    "%": "Y3",
    "`": "Y4",
    ":": "Y5",
    "|": "Y6",
    "_": "Y7",
}
"""What a system that stores one character keeps for the codes of August 2024."""

CODE_SETS: Mapping[str, Mapping[str, str]] = {
    "single_character_codes": SINGLE_CHARACTER_CODES
}


@frozen
class Preset:
    """A layout, and what only whoever has the extract can say of it.

    *asks_for* are keys of ``layout.toml`` without which it cannot be read, with the
    reason.
    """

    layout: Layout
    asks_for: Mapping[str, str]


_WHICH_SCHOOL = {"school_urn": "the extract does not name the school"}


def _preset(layout: Layout, asks_for: Mapping[str, str] | None = None) -> Preset:
    return Preset(layout, asks_for or {})


def _columns(**theirs: str) -> dict[str, tuple[str, ...]]:
    return {ours: tuple(names.split()) for ours, names in theirs.items()}


PRESETS: Mapping[str, Preset] = {
    preset.layout.name: preset
    for preset in (
        _preset(GENERIC),
        _preset(
            Layout(
                "arbor",
                _columns(
                    pupil_id="STUDENT_UNIQUE_ID",
                    school_urn="APPLICATION_ID",
                    date="DATE",
                    session="PERIOD",
                    code="MARK_CODE",
                ),
                dates=ISO_MOMENT,
                keeps="best mark",
            )
        ),
        _preset(
            Layout(
                "bromcom_week",
                _columns(pupil_id="studentId", date="startDate"),
                shape=Week(),
                dates=ISO_MOMENT,
            ),
            _WHICH_SCHOOL,
        ),
        _preset(
            Layout(
                "bromcom_basic",
                _columns(
                    pupil_id="studentId",
                    date="calendarStartDate",
                    session="periodDisplayName",
                    code="mark",
                ),
                dates=ISO_MOMENT,
            ),
            _WHICH_SCHOOL,
        ),
        _preset(
            Layout(
                "assembly",
                _columns(
                    pupil_id="student_id",
                    date="session_date",
                    session="session_name",
                    code="attendance_mark",
                ),
                dates=ISO_MOMENT,
            ),
            _WHICH_SCHOOL,
        ),
        _preset(
            Layout(
                "go4schools",
                _columns(
                    pupil_id="student_id",
                    date="date",
                    session="session",
                    code="session_mark_id",
                ),
                dates=ISO_MOMENT,
                codes={"": "-"},
            ),
            {
                **_WHICH_SCHOOL,
                "codes": "the extract holds numbers of the school's own list of codes",
            },
        ),
        _preset(
            Layout(
                "sif",
                _columns(
                    pupil_id="learner_personal_ref_id",
                    school_urn="school_info_ref_id",
                    date="attendance_date",
                    session="session",
                    code="attendance_code",
                    kind="attendance_domain",
                    record="ref_id",
                    changed_at="record_timestamp",
                ),
                dates=ISO_MOMENT,
                keeps="latest version",
            )
        ),
        _preset(
            Layout(
                "odata",
                _columns(
                    pupil_id="UPN",
                    school_urn="SchoolURN",
                    date="SessionDate",
                    session="Session",
                    code="Mark",
                    record="Id",
                    changed_at="Modified",
                    deleted="IsDeleted",
                ),
                dates=ISO_MOMENT,
                keeps="latest version",
            )
        ),
        _preset(
            Layout(
                "ctf",
                _columns(
                    pupil_id="UPN",
                    school_urn="LEA Estab",
                    date="AttendanceStartDate",
                    code="AttendanceMarks",
                ),
            ),
            {
                "days": "it is not published whether weekends have marks",
                "width or separator": "it is not published how codes of two characters"
                " are divided",
            },
        ),
    )
}
"""Every preset by its name."""
