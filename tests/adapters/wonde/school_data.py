"""A made-up school as the API would give it, with a marker in every personal field."""

import json
from pathlib import Path
from typing import Any

MARK = "Qzx9"
"""In every field of a record that must not come out anywhere."""

CODES = [
    {"id": "C1", "code": "/", "description": MARK, "type": MARK},
    {"id": "C2", "code": "\\", "description": MARK, "type": MARK},
    {"id": "C3", "code": "I", "description": MARK, "type": MARK},
]


def moment(day: str, time: str = "00:00:00.000000") -> dict[str, object]:
    return {"date": f"{day} {time}", "timezone_type": 3, "timezone": "Europe/London"}


def mark(
    student: str, day: str, session: str, code: str, **more: Any
) -> dict[str, Any]:
    return {
        "id": f"{MARK}-{student}-{day}-{session}",
        "date": moment(day),
        "session": session,
        "student": student,
        "attendance_code": code,
        "comment": f"{MARK} comment",
        "employee": f"{MARK} employee",
        "minutes_late": None,
        **more,
    }


def student(name: str, born: str = "2014-03-01", **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "upi": f"{MARK} upi",
        "mis_id": f"{MARK} mis",
        "surname": f"{MARK} surname",
        "forename": f"{MARK} forename",
        "legal_surname": f"{MARK} legal",
        "gender": f"{MARK} gender",
        "date_of_birth": moment(born),
        "extended_details": {"data": {"sen_status": "K", "ethnicity": MARK}},
        "sen_needs": {"data": [{"code": "SLCN", "rank": 1, "description": MARK}]},
        **more,
    }


def page(records: list[Any], following: str | None = None) -> dict[str, Any]:
    paging = {"next": following, "previous": None, "more": following is not None}
    return {"data": records, "meta": {"pagination": paging, "includes": []}}


def save(
    folder: Path,
    marks: list[Any],
    *,
    students: list[Any] | None = None,
    leavers: list[Any] | None = None,
    codes: list[Any] | None = None,
) -> Path:
    """Save one page of each endpoint of a school."""
    for endpoint, records in (
        ("attendance-codes", CODES if codes is None else codes),
        ("students", [student("P1")] if students is None else students),
        ("students-leaver", leavers or []),
        ("attendance/session", marks),
    ):
        inside = folder / endpoint
        inside.mkdir(parents=True, exist_ok=True)
        (inside / "page-1.json").write_text(json.dumps(page(records)))
    return folder
