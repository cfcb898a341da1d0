# ruff: noqa: E501 - tables are drawn as wide as they are
"""Absence, by the codes of the day and the rules of DfE's absence statistics."""

import datetime as dt

import pytest

from send_metrics import Figures, Period, SendMetricsError, academic_year, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, canonical, drawn, records_of

YEAR = academic_year(2024)


BEFORE = academic_year(2022)
"""A school year under the codes before 19 August 2024."""

SESSIONS = """
    row      | first_on   | last_on    | age_group | possible_sessions | present_sessions | approved_activity_sessions | authorised_sessions | unauthorised_sessions | part_time_sessions
    ---------+------------+------------+-----------+-------------------+------------------+----------------------------+---------------------+-----------------------+-------------------
    absent   | 2024-09-01 | 2025-07-31 | 5 to 15   | 100               | 60               | 10                         | 20                  | 10                    | 5
    present  | 2024-09-01 | 2025-07-31 | 5 to 15   | 100               | 95               | 5                          | 0                   | 0                     | 0
    no marks | 2024-09-01 | 2025-07-31 | 5 to 15   | 0                 | 0                | 0                          | 0                   | 0                     | 0
    aged 16  | 2024-09-01 | 2025-07-31 | other     | 100               | 0                | 0                          | 100                 | 0                     | 0
    no age   | 2024-09-01 | 2025-07-31 |           | 100               | 0                | 0                          | 100                 | 0                     | 0
    earlier  | 2022-09-01 | 2023-07-31 | 5 to 15   | 200               | 150              | 10                         | 30                  | 10                    | 0
    """
RATES = {
    "absence_rate": ("15.0", "20.0"),
    "authorised_absence_rate": ("10.0", "15.0"),
    "unauthorised_absence_rate": ("5.0", "5.0"),
    "attendance_rate": ("85.0", "80.0"),
}


@pytest.mark.parametrize(("measure", "shown"), RATES.items())
def test_a_rate_divides_sessions_of_one_kind_by_all_possible_sessions(
    spec: Spec, measure: str, shown: tuple[str, str]
) -> None:
    now, before = shown
    spec(
        SESSIONS,
        f"attendance.{measure}",
        period=YEAR,
        numerator={"absent", "present"},
        undetermined={"no age"},
        shows=now,
    )
    spec(
        SESSIONS,
        f"attendance.{measure}",
        period=BEFORE,
        numerator={"earlier"},
        shows=before,
    )


def test_the_part_time_rate_is_of_sessions_under_the_code_of_2024(spec: Spec) -> None:
    spec(
        SESSIONS,
        "attendance.part_time_timetable_rate",
        period=YEAR,
        numerator={"absent", "present"},
        undetermined={"no age"},
        shows="2.5",
    )


def test_totals_that_do_not_tell_of_part_time_timetables_are_undetermined(
    spec: Spec,
) -> None:
    spec(
        """
        row       | first_on   | last_on    | possible_sessions | authorised_sessions | part_time_sessions
        ----------+------------+------------+-------------------+---------------------+-------------------
        told      | 2024-09-01 | 2025-07-31 | 100               | 20                  | 5
        told none | 2024-09-01 | 2025-07-31 | 100               | 20                  | 0
        not told  | 2024-09-01 | 2025-07-31 | 100               | 20                  |
        """,
        "attendance.part_time_timetable_rate",
        period=YEAR,
        numerator={"told", "told none"},
        undetermined={"not told"},
        shows="2.5",
    )


EDITIONS = pytest.mark.parametrize(
    ("year", "first_on", "last_on"),
    [
        (YEAR, "2024-09-01", "2025-07-31"),
        (BEFORE, "2022-09-01", "2023-07-31"),
    ],
    ids=["since 2024", "before"],
)


@EDITIONS
def test_38_of_380_sessions_is_persistent_and_37_is_not(
    spec: Spec, year: Period, first_on: str, last_on: str
) -> None:
    spec(
        f"""
        row      | first_on   | last_on    | possible_sessions | authorised_sessions | unauthorised_sessions
        ---------+------------+------------+-------------------+---------------------+----------------------
        38       | {first_on} | {last_on} | 380               | 38                  | 0
        37       | {first_on} | {last_on} | 380               | 37                  | 0
        20+18    | {first_on} | {last_on} | 380               | 20                  | 18
        20+17    | {first_on} | {last_on} | 380               | 20                  | 17
        1 of 1   | {first_on} | {last_on} | 1                 | 1                   | 0
        none     | {first_on} | {last_on} | 0                 | 0                   | 0
        """,
        "attendance.persistent_absence",
        period=year,
        numerator={"38", "20+18", "1 of 1"},
        denominator={"38", "37", "20+18", "20+17", "1 of 1"},
    )


@EDITIONS
def test_190_of_380_sessions_is_severe_and_189_is_not(
    spec: Spec, year: Period, first_on: str, last_on: str
) -> None:
    spec(
        f"""
        row    | first_on   | last_on    | possible_sessions | authorised_sessions | unauthorised_sessions
        -------+------------+------------+-------------------+---------------------+----------------------
        190    | {first_on} | {last_on} | 380               | 100                 | 90
        189    | {first_on} | {last_on} | 380               | 100                 | 89
        1 of 1 | {first_on} | {last_on} | 1                 | 0                   | 1
        """,
        "attendance.severe_absence",
        period=year,
        numerator={"190", "1 of 1"},
        denominator={"190", "189", "1 of 1"},
    )


def test_pupils_are_counted_from_5_to_15_where_the_source_gives_ages(
    spec: Spec,
) -> None:
    spec(
        """
        row          | possible_sessions | age_group
        -------------+-------------------+-------------
        in range     | 380               | 5 to 15
        not in range | 380               | other
        not supplied | 380               | not supplied
        unknown      | 380               |
        """,
        "attendance.persistent_absence",
        period=YEAR,
        denominator={"in range", "not supplied"},
        undetermined={"unknown"},
    )


def sums_of(figures: Figures) -> dict[str, tuple[int, int]]:
    """Return the two sums of each figure by its only breakdown."""
    return {
        next(iter(figure.by.values())): (
            figure.state.numerator,
            figure.state.denominator,
        )
        for figure in figures
    }


def marks(*codes: str, date: str) -> str:
    """Draw a day of marks, a pupil for each code."""
    lines = [f"{code} | {date} | AM | {code}" for code in codes]
    return "\n".join(["row | date | session | code", "----", *lines])


MEASURES = {
    "present": "attendance.attendance_rate",
    "authorised": "attendance.authorised_absence_rate",
    "unauthorised": "attendance.unauthorised_absence_rate",
    "part-time": "attendance.part_time_timetable_rate",
}


@pytest.mark.parametrize(
    ("code", "day", "counts_as"),
    [
        ("J", "2024-08-18", {"present"}),
        ("J1", "2024-08-19", {"authorised"}),
        ("J", "2024-08-19", {"present"}),
        ("H", "2024-08-18", {"authorised"}),
        ("H", "2024-08-19", {"authorised"}),
        ("C2", "2024-09-10", {"authorised", "part-time"}),
        ("C1", "2024-09-10", {"authorised"}),
        ("K", "2024-09-10", {"present"}),
        ("L", "2024-09-10", {"present"}),
        ("/", "2024-09-10", {"present"}),
        ("\\", "2024-09-10", {"present"}),
        ("I", "2024-09-10", {"authorised"}),
        ("U", "2024-09-10", {"unauthorised"}),
        ("N", "2024-09-10", {"unauthorised"}),
        ("O", "2023-09-11", {"unauthorised"}),
        ("D", "2024-09-10", set()),
        ("Q", "2024-09-10", set()),
        ("X", "2024-09-10", set()),
        ("X", "2021-01-11", {"possible"}),
        ("Y", "2024-07-01", set()),
        ("Y1", "2024-09-10", set()),
        ("Y4", "2024-09-10", set()),
        ("Z", "2024-09-10", set()),
        ("#", "2024-09-10", set()),
        ("-", "2024-09-10", set()),
    ],
)
def test_a_code_counts_as_what_it_meant_on_its_day(
    engine: Engine, code: str, day: str, counts_as: set[str]
) -> None:
    on = dt.date.fromisoformat(day)
    records = records_of(engine, attendance_marks=marks(code, date=day))

    found = {
        name: calculate(kpi, records, period=Period(on, on))[0].state
        for name, kpi in MEASURES.items()
        if name != "part-time" or on >= dt.date(2024, 8, 19)
    }

    assert {name for name, state in found.items() if state.numerator} == (
        counts_as - {"possible"}
    )
    assert {state.denominator for state in found.values()} == {1 if counts_as else 0}


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("J1", "2024-08-18"),
        ("C2", "2024-08-18"),
        ("ZZ", "2024-08-18"),
        ("ZZ", "2024-08-19"),
    ],
)
def test_a_code_that_is_not_in_use_on_its_day_is_set_aside_and_counted(
    engine: Engine, code: str, day: str
) -> None:
    records = records_of(engine, attendance_marks=marks(code, "/", date=day))

    balance = records.tables["attendance_marks"].balance
    finding = records.report.findings[0]

    assert (balance.rows_in, balance.accepted, balance.rejected) == (2, 1, 1)
    assert (finding.rule, finding.rows) == ("code-in-use", 1)


def test_a_period_that_crosses_the_change_of_codes_is_refused_with_both_days(
    engine: Engine,
) -> None:
    records = records_of(engine, attendance_marks=marks("/", date="2024-09-10"))
    crossing = Period(dt.date(2024, 8, 18), dt.date(2024, 8, 19))

    with pytest.raises(SendMetricsError, match=r"2024-08-18.*2024-08-19"):
        calculate("attendance.absence_rate", records, period=crossing)


def test_a_pupil_at_two_schools_is_two_enrolments(engine: Engine) -> None:
    records = records_of(
        engine,
        attendance_marks="""
            row | school_urn | date       | session | code
            ----+------------+------------+---------+-----
            A   | 900001     | 2024-09-10 | AM      | I
            A   | 900001     | 2024-09-10 | PM      | /
            A   | 900002     | 2024-09-11 | AM      | /
            A   | 900002     | 2024-09-11 | PM      | /
            """,
        pupils="""
            row | sen_status | birth_cohort
            ----+------------+-------------
            A   | E          | 2014
            """,
    )

    share = calculate("attendance.persistent_absence", records, period=YEAR)[0]
    rate = calculate("attendance.absence_rate", records, period=YEAR, by="sen_status")[
        0
    ]

    assert (share.state.numerator, share.state.denominator) == (1, 2)
    assert (rate.state.numerator, rate.state.denominator) == (1, 4)
    assert rate.by == {"sen_status": "E"}


AGES = {4: 2020, 5: 2019, 15: 2009, 16: 2008}
"""The birth cohort of pupils who are so old at the start of the school year 2024/25."""


@pytest.mark.parametrize(("age", "counted"), [(4, 0), (5, 1), (15, 1), (16, 0)])
def test_age_is_taken_on_31_august_before_the_school_year(
    engine: Engine, age: int, counted: int
) -> None:
    records = records_of(
        engine,
        attendance_marks=marks("/", date="2025-05-23"),
        pupils=f"row | birth_cohort\n----\n/ | {AGES[age]}",
    )

    figure = calculate("attendance.persistent_absence", records, period=YEAR)[0]

    assert figure.state.denominator == counted


def test_sessions_of_the_second_half_of_summer_count_below_15_only(
    engine: Engine,
) -> None:
    """The second half began on Monday 26 May 2025; all are absent from that day on."""
    records = records_of(
        engine,
        attendance_marks="""
            row | school_urn | date       | session | code
            ----+------------+------------+---------+-----
            14  | 900001     | 2025-05-25 | AM      | /
            14  | 900001     | 2025-05-26 | AM      | O
            15  | 900001     | 2025-05-25 | AM      | /
            15  | 900001     | 2025-05-26 | AM      | O
            ?   | 900001     | 2025-05-25 | AM      | /
            ?   | 900001     | 2025-05-26 | AM      | O
            """,
        pupils="""
            row | birth_cohort | area
            ----+--------------+-----
            14  | 2010         | 14
            15  | 2009         | 15
            ?   |              | ?
            """,
    )

    rates = calculate("attendance.absence_rate", records, period=YEAR, by="area")

    assert sums_of(rates) == {"14": (1, 2), "15": (0, 1), "?": (0, 0)}
    assert [rate.undetermined for rate in rates] == [0, 0, 1]


TOLD_IN_HALVES = """
    row          | first_on   | last_on    | age_group | possible_sessions | present_sessions | authorised_sessions | unauthorised_sessions
    -------------+------------+------------+-----------+-------------------+------------------+---------------------+----------------------
    14, spring   | 2025-01-01 | 2025-04-20 | 5 to 15   | 100               | 90               | 10                  | 0
    14, last     | 2025-05-26 | 2025-07-31 | 5 to 15   | 50                | 40               | 10                  | 0
    15, spring   | 2025-01-01 | 2025-04-20 | 15        | 100               | 90               | 0                   | 10
    15, last     | 2025-05-26 | 2025-07-31 | 15        | 50                | 0                | 0                   | 50
    15, Sunday   | 2025-05-25 | 2025-07-31 | 15        | 50                | 0                | 50                  | 0
    """


def test_of_totals_the_last_half_term_is_left_out_where_it_stands_alone_at_15(
    engine: Engine,
) -> None:
    """The second half began on Monday 26 May 2025; a row from the Sunday has both."""
    records = records_of(engine, attendance_totals=TOLD_IN_HALVES)

    absence = calculate("attendance.absence_rate", records, period=YEAR)[0]
    severe = calculate("attendance.severe_absence", records, period=YEAR)[0]

    assert (absence.state.numerator, absence.state.denominator) == (80, 300)
    assert (severe.state.numerator, severe.state.denominator) == (1, 4)
    assert not absence.undetermined


IN_SECOND_HALF = """
    row   | school_urn | date       | session | code
    ------+------------+------------+---------+-----
    whole | 900001     | 2025-05-25 | AM      | /
    whole | 900001     | 2025-06-09 | AM      | /
    late  | 900001     | 2025-05-26 | AM      | O
    late  | 900001     | 2025-06-09 | AM      | /
    """


@pytest.mark.parametrize(
    ("first", "last", "denominator"),
    [
        ("2024-09-01", "2025-07-31", 1),
        ("2025-05-25", "2025-07-31", 1),
        ("2025-05-26", "2025-07-31", 2),
        ("2024-09-01", "2025-05-25", 1),
    ],
    ids=["year", "from the Sunday before", "half term alone", "up to the Sunday"],
)
def test_an_enrolment_that_begins_in_the_second_half_of_summer_leaves_the_year(
    engine: Engine, first: str, last: str, denominator: int
) -> None:
    records = records_of(engine, attendance_marks=IN_SECOND_HALF)
    period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))

    figure = calculate("attendance.persistent_absence", records, period=period)[0]

    assert figure.state.denominator == denominator


def test_an_enrolment_said_to_begin_in_the_second_half_of_summer_is_outside(
    spec: Spec,
) -> None:
    spec(
        """
        row       | possible_sessions | authorised_sessions | began_in_second_half
        ----------+-------------------+---------------------+---------------------
        before    | 380               | 0                   | no
        in it     | 60                | 60                  | yes
        not told  | 380               | 0                   | unknown
        """,
        "attendance.persistent_absence",
        period=YEAR,
        denominator={"before", "not told"},
    )


def test_terms_and_months_are_those_of_the_absence_statistics(engine: Engine) -> None:
    records = records_of(
        engine,
        attendance_marks="""
            row | school_urn | date       | session | code
            ----+------------+------------+---------+-----
            A   | 900001     | 2024-12-31 | AM      | I
            A   | 900001     | 2025-01-01 | AM      | /
            A   | 900001     | 2025-04-20 | AM      | /
            A   | 900001     | 2025-04-21 | AM      | I
            A   | 900001     | 2025-04-22 | AM      | /
            """,
    )

    def sums(by: str) -> dict[str, tuple[int, int]]:
        figures = calculate("attendance.absence_rate", records, period=YEAR, by=by)
        return {f.by[by]: (f.state.numerator, f.state.denominator) for f in figures}

    assert sums("term") == {"autumn": (1, 1), "spring": (0, 2), "summer": (1, 2)}
    assert sums("month") == {"2024-12": (1, 1), "2025-01": (0, 1), "2025-04": (1, 3)}


def test_schools_give_phase_and_district_and_are_asked_for_by_name(
    engine: Engine,
) -> None:
    drawing = marks("/", date="2024-09-10")
    school = canonical("attendance_marks", drawn(drawing))[0]["school_urn"]
    records = records_of(
        engine,
        attendance_marks=drawing,
        schools=f"row | phase | district\n----\n{school} | primary | Dacorum",
    )
    without = records_of(engine, attendance_marks=drawing)

    figure = calculate(
        "attendance.absence_rate", records, period=YEAR, by="phase,district"
    )[0]

    assert figure.by == {"phase": "primary", "district": "Dacorum"}
    with pytest.raises(SendMetricsError, match="by phase needs schools"):
        calculate("attendance.absence_rate", without, period=YEAR, by="phase")


def test_pupils_without_any_ages_count_as_not_supplied_and_one_without_does_not(
    engine: Engine,
) -> None:
    drawn = marks("/", "L", date="2024-09-10")

    def figure(pupils: str) -> tuple[int, int]:
        records = records_of(engine, attendance_marks=drawn, pupils=pupils)
        share = calculate("attendance.persistent_absence", records, period=YEAR)[0]
        return share.state.denominator, share.undetermined

    assert figure("row | birth_cohort\n----\n/ |\nL |") == (2, 0)
    assert figure("row | birth_cohort\n----\n/ | 2014\nL |") == (1, 1)


def test_a_breakdown_that_needs_pupils_is_refused_by_name_without_them(
    engine: Engine,
) -> None:
    records = records_of(engine, attendance_marks=marks("/", date="2024-09-10"))

    with pytest.raises(SendMetricsError, match="by sen_status needs pupils"):
        calculate("attendance.absence_rate", records, period=YEAR, by="sen_status")
