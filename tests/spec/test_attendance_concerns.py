"""Who is on the list of pupils to look at, on both sides of each threshold."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

import send_metrics as sm
from send_metrics import (
    AttendanceConcerns,
    Period,
    Records,
    SendMetricsError,
    academic_year,
    attendance_concerns,
    merge,
)
from send_metrics.reports import headline_block
from tests.spec.drawing import ENGINES, Engine, records_of

YEAR = academic_year(2024)
MONDAY = dt.date(2024, 9, 2)
SCHOOL = "900001"


def school_days(weeks: int, *, start: dt.date = MONDAY) -> Iterator[dt.date]:
    for week in range(weeks):
        for day in range(5):
            yield start + dt.timedelta(weeks=week, days=day)


def drawn_marks(*marks: tuple[str, dt.date, str, str]) -> str:
    lines = [
        f"{pupil} | {SCHOOL} | {on} | {half} | {c}" for pupil, on, half, c in marks
    ]
    return "\n".join(["row | school_urn | date | session | code", "---", *lines])


def a_pupil(
    name: str, days: list[dt.date], codes: dict[dt.date, str], usual: str = "/"
) -> list[tuple[str, dt.date, str, str]]:
    """Mark every morning as usual, or as *codes* says for the day."""
    return [(name, day, "AM", codes.get(day, usual)) for day in days]


def found(
    engine: Engine,
    *pupils: list[tuple[str, dt.date, str, str]],
    about: str,
    period: Period = YEAR,
    statuses: str | None = None,
    **options: Any,
) -> dict[str, int]:
    """Return the amount of those about whom there is the concern."""
    marks = drawn_marks(*(mark for pupil in pupils for mark in pupil))
    tables = {"attendance_marks": marks}
    if statuses is not None:
        tables["pupils"] = statuses
    listed = attendance_concerns(
        records_of(engine, **tables),
        period=period,
        **options,
    )
    return {
        row["pupil_id"]: row["amount"]
        for row in listed.to_rows()
        if row["concern"].startswith(about)
    }


@pytest.mark.parametrize(
    ("absent", "concern"),
    [
        (0, None),
        (18, None),
        (19, "absent_05_percent"),
        (37, "absent_05_percent"),
        (38, "absent_10_percent"),
        (56, "absent_10_percent"),
        (57, "absent_15_percent"),
        (75, "absent_15_percent"),
        (76, "absent_20_percent"),
        (189, "absent_20_percent"),
        (190, "absent_50_percent"),
        (380, "absent_50_percent"),
    ],
)
def test_of_380_sessions_only_the_highest_share_that_was_reached_is_told(
    absent: int, concern: str | None
) -> None:
    days = list(school_days(38))
    codes = ["I"] * absent + ["/"] * (380 - absent)
    halves = [(day, half) for day in days for half in ("AM", "PM")]
    marks = [
        ("A", day, half, code) for (day, half), code in zip(halves, codes, strict=True)
    ]
    records = records_of(ENGINES["polars"], attendance_marks=drawn_marks(*marks))

    rows = attendance_concerns(records, period=YEAR).to_rows()

    assert [(row["concern"], row["amount"]) for row in rows] == (
        [(concern, absent)] if concern else []
    )


def test_a_share_is_of_the_own_possible_sessions_at_each_school(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        attendance_marks="""
            row      | school_urn | date       | session | code
            ---------+------------+------------+---------+-----
            1 of 1   | 900001     | 2024-09-02 | AM      | I
            1 of 1   | 900002     | 2024-09-03 | AM      | /
            0 of 0   | 900001     | 2024-09-02 | AM      | X
            present  | 900001     | 2024-09-02 | AM      | /
            """,
    )

    rows = attendance_concerns(records, period=YEAR).to_rows()

    assert [
        (row["pupil_id"], row["school_urn"], row["sen_status"], row["reason"])
        for row in rows
    ] == [
        (
            *("1 of 1", "900001", "unknown"),
            "absent for at least 50% of own possible sessions",
        )
    ]


def test_ten_unauthorised_sessions_within_ten_school_weeks_and_not_within_eleven(
    engine: Engine,
) -> None:
    """One on each Monday, and a second one in the first week or in the second."""
    days = list(school_days(11))
    mondays = days[::5]

    ten = found(
        engine,
        a_pupil("ten", days, dict.fromkeys(mondays[:10], "O")),
        a_pupil("nine", days, dict.fromkeys(mondays[:9], "O")),
        a_pupil("spread", days, dict.fromkeys([*mondays[:9], mondays[10]], "O")),
        a_pupil("later", days, dict.fromkeys([*mondays[1:], days[6]], "O")),
        about="unauthorised",
    )

    assert ten == {"ten": 10, "later": 11}


def test_a_week_in_which_the_school_was_closed_is_no_school_week(
    engine: Engine,
) -> None:
    """The nine weeks before Christmas and the one after are ten in a row."""
    before = list(school_days(9))
    holiday = list(school_days(2, start=MONDAY + dt.timedelta(weeks=9)))
    after = list(school_days(1, start=MONDAY + dt.timedelta(weeks=11)))
    absent = dict.fromkeys([*before[::5], *after[::5]], "O")
    closed = dict.fromkeys(holiday, "#")

    def ten(codes_of_holiday: dict[dt.date, str]) -> dict[str, int]:
        days = [*before, *holiday, *after]
        return found(
            engine,
            a_pupil("A", days, absent | codes_of_holiday),
            about="unauthorised",
        )

    assert ten(closed) == {"A": 10}
    assert ten(dict.fromkeys(holiday, "/")) == {}


def test_ten_sessions_may_lie_in_two_school_years(engine: Engine) -> None:
    days = [
        *school_days(5, start=dt.date(2024, 6, 17)),
        *school_days(5, start=dt.date(2024, 9, 2)),
    ]

    ten = found(
        engine,
        a_pupil("A", days, dict.fromkeys(days[::5], "G")),
        about="unauthorised",
        period=Period(dt.date(2024, 6, 1), dt.date(2024, 12, 31)),
    )

    assert ten == {"A": 10}


@pytest.mark.parametrize(
    ("codes", "who"),
    [
        (("G", "N", "O", "U"), {"G", "N", "O", "U"}),
        (("G", "O", "U"), {"G", "O", "U"}),
    ],
)
def test_which_codes_are_unauthorised_is_said_by_name(
    engine: Engine, codes: tuple[str, ...], who: set[str]
) -> None:
    days = list(school_days(2))
    pupils = [a_pupil(code, days, {}, usual=code) for code in ("G", "N", "O", "U", "I")]

    ten = found(engine, *pupils, about="unauthorised", unauthorised_codes=codes)

    assert set(ten) == who


def test_a_part_time_timetable_is_long_from_the_seventh_school_week_in_a_row(
    engine: Engine,
) -> None:
    days = list(school_days(8))
    mondays = days[::5]

    long = found(
        engine,
        a_pupil("six", days, dict.fromkeys(mondays[:6], "C2")),
        a_pupil("seven", days, dict.fromkeys(mondays[:7], "C2")),
        a_pupil("broken", days, dict.fromkeys([*mondays[:4], *mondays[5:]], "C2")),
        a_pupil("six weeks of ten", days, dict.fromkeys(days[:30], "C2")),
        about="part_time",
    )

    assert long == {"seven": 7}


STATUSES = """
    row      | sen_status
    ---------+-----------
    plan     | E
    support  | K
    none     | N
    back     | E
    new      | E
    gone     | K
    going    | K
    unseen   | K
    no need  | N
    """


def test_send_pupils_out_of_school_are_those_who_attended_nowhere_lately(
    engine: Engine,
) -> None:
    """Three weeks; ten school days are the last two of them."""
    days = list(school_days(3))
    lately = days[5:]
    out = dict.fromkeys(lately, "I")
    pupils = [
        a_pupil("plan", days, out),
        a_pupil("support", days, out),
        a_pupil("none", days, out),
        a_pupil("back", days, out | {days[5]: "/"}),
        a_pupil("new", days[6:], out),
        a_pupil("gone", days[:5], {}),
        a_pupil("going", days[:6], out),
    ]

    def about(concern: str, **options: Any) -> set[str]:
        return set(found(engine, *pupils, about=concern, statuses=STATUSES, **options))

    assert about("send_not_attending") == {"plan", "support", "going"}
    assert about("send_not_attending", school_days=9) == {
        *("plan", "support", "back", "new"),
    }
    assert about("send_marks_ended") == {"gone"}
    assert about("send_without_marks") == {"unseen"}


def test_a_pupil_who_attends_another_school_is_not_out_of_school(
    engine: Engine,
) -> None:
    days = list(school_days(3))
    drawing = drawn_marks(
        *a_pupil("moved", days[:5], {}), *a_pupil("other", days, {})
    ) + "".join(f"\nmoved | 900002 | {day} | AM | /" for day in days[5:])
    records = records_of(
        engine,
        attendance_marks=drawing,
        pupils="row | sen_status\n---\nmoved | E\nother | N",
    )

    assert attendance_concerns(records, period=YEAR).to_rows() == []


def test_without_pupils_what_needs_them_is_named_and_not_empty(engine: Engine) -> None:
    records = records_of(engine, attendance_marks=drawn_marks(("A", MONDAY, "AM", "/")))

    listed = attendance_concerns(records, period=YEAR)

    assert listed.counts() == {}
    assert listed.not_told == dict.fromkeys(
        ("send_not_attending", "send_marks_ended", "send_without_marks"),
        "pupils was not supplied",
    )


@pytest.fixture
def listed() -> AttendanceConcerns:
    records = records_of(
        ENGINES["pandas"], attendance_marks=drawn_marks(("Qzx9", MONDAY, "AM", "I"))
    )
    return attendance_concerns(records, period=YEAR)


def test_a_list_of_pupils_shows_no_row_and_counts_them(
    listed: AttendanceConcerns,
) -> None:
    assert "Qzx9" not in repr(listed)
    assert "restricted" in repr(listed)
    assert listed.counts() == {"absent for at least 50% of own possible sessions": 1}


@pytest.mark.parametrize("taker", [merge, headline_block, list])
def test_nothing_that_leaves_the_organisation_takes_a_list_of_pupils(
    listed: AttendanceConcerns, taker: object
) -> None:
    assert callable(taker)

    with pytest.raises(SendMetricsError, match="stay in the organisation"):
        taker(listed)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unauthorised_codes": ("G", "I")}, "some of G, N, O, U"),
        ({"unauthorised_codes": ()}, "some of G, N, O, U"),
        ({"school_days": 0}, "counted from 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, Any], message: str) -> None:
    records = records_of(
        ENGINES["pandas"], attendance_marks=drawn_marks(("A", MONDAY, "AM", "/"))
    )

    with pytest.raises(SendMetricsError, match=message):
        attendance_concerns(records, period=YEAR, **options)


def test_totals_alone_cannot_tell_of_single_weeks() -> None:
    with pytest.raises(SendMetricsError, match="attendance_marks was not supplied"):
        attendance_concerns(Records(), period=YEAR)


def test_the_frame_is_of_the_library_of_the_records(engine: Engine) -> None:
    records = records_of(engine, attendance_marks=drawn_marks(("A", MONDAY, "AM", "I")))
    marks = records.tables["attendance_marks"].native

    assert type(sm.attendance_concerns(records, period=YEAR).to_native()) is type(marks)
