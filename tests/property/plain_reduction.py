"""Attendance marks reduced one by one in plain Python, without a line of the library.

Written from the rules alone: which codes are what on which day, whose sessions in the
second half of the summer term count, and which enrolments began in it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

Mark = Mapping[str, Any]

CHANGED = dt.date(2024, 8, 19)
CORONAVIRUS = (dt.date(2020, 8, 1), dt.date(2022, 7, 31))
SECOND_HALF_BEGINS = {
    2020: dt.date(2021, 5, 31),
    2021: dt.date(2022, 5, 30),
    2022: dt.date(2023, 5, 29),
    2023: dt.date(2024, 5, 27),
    2024: dt.date(2025, 5, 26),
}
EASTER_MONDAY = {
    2021: dt.date(2021, 4, 5),
    2022: dt.date(2022, 4, 18),
    2024: dt.date(2024, 4, 1),
    2025: dt.date(2025, 4, 21),
}
_SINCE_THE_CHANGE = (
    *("K", "C1", "C2", "J1", "Q"),
    *("Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"),
)
_KINDS = {
    "present": ("/", "\\", "L"),
    "approved_activity": ("B", "P", "V", "W", "K", "J"),
    "authorised": (
        *("C", "E", "I", "M", "R", "S", "T", "H", "F", "I01"),
        *("C1", "C2", "J1"),
    ),
    "unauthorised": ("G", "N", "O", "U"),
}


def in_use(code: str, day: dt.date) -> bool:
    if code in _SINCE_THE_CHANGE:
        return day >= CHANGED
    if code == "I01":
        return day >= CORONAVIRUS[0]
    if code == "X05":
        return CORONAVIRUS[0] <= day <= CORONAVIRUS[1]
    return code != "?!"


def kind_of(code: str, day: dt.date) -> str | None:
    if code in ("X", "X05") and CORONAVIRUS[0] <= day <= CORONAVIRUS[1]:
        return "coronavirus"
    return next((kind for kind, codes in _KINDS.items() if code in codes), None)


def school_year(day: dt.date) -> int:
    return day.year if day.month >= 8 else day.year - 1


def term_of(day: dt.date) -> str:
    if day.month >= 8:
        return "autumn"
    return "spring" if day < EASTER_MONDAY[day.year] else "summer"


def in_second_half(day: dt.date) -> bool:
    return SECOND_HALF_BEGINS[school_year(day)] <= day and day.month < 8


def reduced(
    marks: Iterable[Mark],
    cohorts: Mapping[str, int | None],
    first: dt.date,
    last: dt.date,
    by: Collection[str],
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return what each enrolment adds up to, by pupil, school, year, term and month."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    earlier: set[tuple[Any, ...]] = set()
    for mark in marks:
        day, code = mark["date"].date(), mark["code"]
        if not first <= day <= last or not in_use(code, day):
            continue
        year = school_year(day)
        key = (
            *(mark["pupil_id"], mark["school_urn"], year),
            term_of(day) if "term" in by else "unknown",
            f"{day:%Y-%m}" if "month" in by else "unknown",
        )
        found = sums[key]
        if in_second_half(day):
            cohort = cohorts.get(mark["pupil_id"])
            if cohort is not None and year - cohort == 15:
                continue
        else:
            earlier.add(key)
        kind = kind_of(code, day)
        if kind is not None:
            found["possible_sessions"] += 1
            found[f"{kind}_sessions"] += 1
        found["part_time_sessions"] += code == "C2"
        found["illness_sessions"] += code in ("I", "I01")
        found["interview_sessions"] += code == "J1"
        found["interview_activity_sessions"] += code == "J"
        found["agreed_holiday_sessions"] += code in ("H", "F")
        found["unable_to_attend_sessions"] += code[0] == "Y"
    return {
        key: {
            **found,
            "began_in_second_half": _began(key, earlier, first, last, by),
            "age_group": _age_group(cohorts, key),
        }
        for key, found in sums.items()
    }


def _began(
    key: tuple[Any, ...],
    earlier: set[tuple[Any, ...]],
    first: dt.date,
    last: dt.date,
    by: Collection[str],
) -> str:
    begins = SECOND_HALF_BEGINS.get(key[2])
    covers_days_before = begins is not None and first < begins <= last
    return "yes" if not by and covers_days_before and key not in earlier else "no"


def _age_group(cohorts: Mapping[str, int | None], key: tuple[Any, ...]) -> str | None:
    if not any(cohorts.values()):
        return "not supplied"
    cohort = cohorts.get(key[0])
    if cohort is None:
        return None
    return "5 to 15" if 5 <= key[2] - cohort <= 15 else "other"
