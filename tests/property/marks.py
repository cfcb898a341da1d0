"""Marks that crowd round the boundaries, and figures of them by plain counting."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from hypothesis import strategies as st

from send_metrics.domain.attendance_codes import SessionClass, meaning_on

Row = dict[str, Any]
Sums = tuple[int, int]

DAYS = [
    dt.date.fromisoformat(day)
    for day in (
        *("2023-08-31", "2023-09-01", "2024-02-29", "2024-05-24", "2024-05-26"),
        *("2024-05-27", "2024-07-31", "2024-08-01", "2024-08-18", "2024-08-19"),
        *("2024-09-02", "2024-12-31", "2025-01-01", "2025-05-25", "2025-05-26"),
        *("2025-07-31", "2025-08-01"),
    )
]
CODES = ("/", "\\", "L", "I", "C", "C2", "J", "J1", "K", "H", "U", "O", "X", "Y1", "#")
COHORTS = (2007, 2008, 2009, 2010, 2018, 2019, 2020, None)


@st.composite
def marks_and_pupils(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Return marks with a key each, of codes in use on their day, and their pupils."""
    pupils = [
        {
            "pupil_id": f"pupil-{number}",
            "sen_status": draw(st.sampled_from(("N", "K", "E", "unknown"))),
            "birth_cohort": draw(st.sampled_from(COHORTS)),
        }
        for number in range(draw(st.integers(1, 5)))
    ]
    keys = draw(
        st.sets(
            st.tuples(
                st.sampled_from([*(p["pupil_id"] for p in pupils), "not on the list"]),
                st.sampled_from(("900001", "900002")),
                st.sampled_from(DAYS),
                st.sampled_from(("AM", "PM")),
            ),
            min_size=1,
            max_size=60,
        )
    )
    marks = []
    for pupil, school, day, session in sorted(keys):
        usable = [code for code in CODES if meaning_on(code, day)]
        marks.append(
            {
                "pupil_id": pupil,
                "school_urn": school,
                "date": day,
                "session": session,
                "code": draw(st.sampled_from(usable)),
            }
        )
    return marks, pupils


def plain_sums(
    marks: list[Row],
    pupils: list[Row],
    first: dt.date,
    last: dt.date,
    last_monday_of_may: dt.date,
) -> dict[tuple[str, str], dict[str, Sums]]:
    """Return the sums of measures by school and SEN status, one mark after the other.

    The period lies in one school year, with the half-term break of its summer inside or
    not. Undetermined enrolments are counted under ``undetermined``.
    """
    known = {p["pupil_id"]: p for p in pupils}
    has_ages = any(p["birth_cohort"] is not None for p in pupils)
    year = first.year if first.month >= 8 else first.year - 1
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    earlier: set[tuple[str, str]] = set()
    for mark in marks:
        if not first <= mark["date"] <= last:
            continue
        enrolment = mark["pupil_id"], mark["school_urn"]
        counts[enrolment]["rows"] += 1
        is_later = mark["date"] >= last_monday_of_may
        if not is_later:
            earlier.add(enrolment)
        cohort = known.get(mark["pupil_id"], {}).get("birth_cohort")
        if is_later and has_ages and cohort is not None and year - cohort == 15:
            continue
        meaning = meaning_on(mark["code"], mark["date"])
        assert meaning is not None
        kind = meaning.session_class
        counts[enrolment]["possible"] += kind.is_possible
        counts[enrolment]["auth"] += kind is SessionClass.AUTHORISED
        counts[enrolment]["unauth"] += kind is SessionClass.UNAUTHORISED
        counts[enrolment]["part-time"] += mark["code"] == "C2"
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for (pupil, school), held in counts.items():
        told = known.get(pupil, {})
        cohort = told.get("birth_cohort")
        if not held["possible"]:
            continue
        if has_ages and cohort is not None and not 5 <= year - cohort <= 15:
            continue
        if first < last_monday_of_may <= last and (pupil, school) not in earlier:
            continue
        cell = found.setdefault(
            (school, told.get("sen_status", "unknown")),
            {name: [0, 0] for name in ("absence", "part-time", "persistent", "severe")},
        )
        if has_ages and cohort is None:
            cell.setdefault("undetermined", [0, 0])[0] += 1
            continue
        absent, possible = held["auth"] + held["unauth"], held["possible"]
        for name, top, bottom in (
            ("absence", absent, possible),
            ("part-time", held["part-time"], possible),
            ("persistent", absent * 10 >= possible, 1),
            ("severe", absent * 2 >= possible, 1),
        ):
            cell[name][0] += top
            cell[name][1] += bottom
    return {
        cell: {name: (top, bottom) for name, (top, bottom) in sums.items()}
        for cell, sums in found.items()
    }
