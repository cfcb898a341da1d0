"""What is read of a census return; elements of other names are passed over."""

from send_metrics.adapters.message.layout import Layout
from send_metrics.adapters.message.stream import Form

PUPIL, LEAVER, SCHOOL = "PupilOnRoll", "PupilNoLongerOnRoll", "School"
ON_ROLL, OFF_ROLL = "PupilsOnRoll", "PupilsNoLongerOnRoll"
SESSIONS = ("Sessions", "AbsenceSessions")
"""How many sessions a reason has: the name since 2021, when codes of attendance came in,
and the one before."""

TOTALS = ("SessionsPossible", "SessionsAuthorised", "SessionsUnauthorised")
ANNUAL = "AnnualAttendance"

SCHOOL_CENSUS = Form(
    title="school census",
    record="pupil",
    containers=(ON_ROLL, OFF_ROLL),
    details=("Collection", "Term", "Year", "ReferenceDate"),
    source=("LEA", "Estab", "URN"),
    outer="Pupils",
)


def layouts() -> dict[str, Layout]:
    """Return what may stand in each container."""
    return {"Message": _school(), ON_ROLL: _pupil(PUPIL), OFF_ROLL: _pupil(LEAVER)}


def _items(name: str, *items: str, is_numbered: bool = False) -> Layout:
    return Layout(name, items, kept=frozenset(items), is_numbered=is_numbered)


def _school() -> Layout:
    return Layout(
        SCHOOL,
        ("URN",),
        (_items("SchoolCharacteristics", "Phase", "URN"),),
        kept=frozenset({"URN"}),
    )


def _pupil(name: str) -> Layout:
    need = _items(
        "SENneed",
        "SENtypeRank",
        "SENtype",
        "SENneedRank",
        "SENneedType",
        is_numbered=True,
    )
    needs = (
        Layout(
            "SpecialEducationalNeeds",
            ("SENprovision",),
            (Layout("SENneeds", (), (need,)),),
            kept=frozenset({"SENprovision"}),
        ),
    )
    attendance = Layout(
        "Attendance",
        (),
        (
            _attendance("TermlyAttendance"),
            _attendance("SummerHalfTerm2Attendance"),
            Layout(ANNUAL),
        ),
    )
    return Layout(
        name,
        (),
        (
            _items("PupilIdentifiers", "UPN", "DOB"),
            _items("PupilStatus", "Boarder", "EntryDate"),
            *needs,
            attendance,
        ),
        is_numbered=True,
    )


def _attendance(name: str) -> Layout:
    detail = _items("SessionDetail", "AttendanceReason", *SESSIONS, is_numbered=True)
    return Layout(
        name, TOTALS, (Layout("SessionDetails", (), (detail,)),), kept=frozenset(TOTALS)
    )
