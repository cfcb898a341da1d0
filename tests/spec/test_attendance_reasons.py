# ruff: noqa: E501 - tables are drawn as wide as they are
"""Sessions by reason, each by its code and on both sides of the change of codes."""

import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, academic_year, calculate
from send_metrics.kpis.attendance_reasons import DEFINITIONS
from send_metrics.kpis.catalogue import edition_for
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

SINCE = academic_year(2024)
BEFORE = academic_year(2022)
CORONAVIRUS = academic_year(2020)

OF_ONE_CODE = {
    "illness": "I",
    "appointment": "M",
    "religious_observance": "R",
    "study_leave": "S",
    "mobile_child": "T",
    "agreed_holiday": "H",
    "excluded": "E",
    "other_authorised": "C",
    "holiday_not_granted": "G",
    "late_after_close": "U",
    "other_unauthorised": "O",
    "no_reason_yet": "N",
    "off_site_education": "B",
    "sporting_activity": "P",
    "visit": "V",
    "work_experience": "W",
    "late_before_close": "L",
}
"""Reasons that have a code on both sides of 19 August 2024."""

SINCE_ONLY = {
    "regulated_performance": "C1",
    "interview": "J1",
    "authority_education": "K",
}
BEFORE_ONLY = {"interview_activity": "J"}

EDITIONS = [
    *((reason, SINCE) for reason in {**OF_ONE_CODE, **SINCE_ONLY}),
    *((reason, BEFORE) for reason in {**OF_ONE_CODE, **BEFORE_ONLY}),
    ("coronavirus", CORONAVIRUS),
]


# Forty rates of one shape: the test of all codes at once goes through every engine.
@pytest.mark.parametrize("engine", ["pandas"], indirect=True)
@pytest.mark.parametrize(("reason", "year"), EDITIONS)
def test_sessions_of_the_reason_are_divided_by_all_possible_sessions(
    spec: Spec, reason: str, year: Period
) -> None:
    first = year.first.year
    spec(
        f"""
        row      | first_on   | last_on    | age_group | possible_sessions | {reason}_sessions
        ---------+------------+------------+-----------+-------------------+------------------
        some     | {first}-09-01 | {first + 1}-07-31 | 5 to 15   | 190               | 3
        none     | {first}-09-01 | {first + 1}-07-31 | 5 to 15   | 10                | 0
        not told | {first}-09-01 | {first + 1}-07-31 | 5 to 15   | 100               |
        aged 16  | {first}-09-01 | {first + 1}-07-31 | other     | 100               | 50
        """,
        f"attendance.{reason}_rate",
        period=year,
        numerator={"some", "none"},
        undetermined={"not told"},
        shows="1.5",
    )


def test_late_sessions_are_those_before_and_after_the_register_closed(
    spec: Spec,
) -> None:
    """DfE's daily series adds a mark of presence to one of absence."""
    spec(
        """
        row      | possible_sessions | late_before_close_sessions | late_after_close_sessions
        ---------+-------------------+----------------------------+--------------------------
        both     | 190               | 2                          | 3
        neither  | 10                | 0                          | 0
        not told | 100               | 2                          |
        """,
        "attendance.late_sessions_rate",
        period=SINCE,
        numerator={"both", "neither"},
        undetermined={"not told"},
        shows="2.5",
    )


def days_of_marks(codes: list[str], first: dt.date) -> str:
    """Draw one pupil with the first code on one day, the second on two, and so on."""
    lines = ["row | date | session | code", "----"]
    day = first
    for times, code in enumerate(codes, start=1):
        for _ in range(times):
            lines.append(f"A | {day} | AM | {code}")
            day += dt.timedelta(days=1)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("year", "of_code"),
    [(SINCE, OF_ONE_CODE | SINCE_ONLY), (BEFORE, OF_ONE_CODE | BEFORE_ONLY)],
    ids=["since 2024", "before"],
)
def test_each_code_adds_to_its_own_reason_only(
    engine: Engine, year: Period, of_code: dict[str, str]
) -> None:
    codes = list(of_code.values())
    records = records_of(engine, attendance_marks=days_of_marks(codes, year.first))

    figures = calculate(
        [f"attendance.{reason}_rate" for reason in of_code], records, period=year
    )

    assert [figure.state.numerator for figure in figures] == [
        times for times, _ in enumerate(codes, start=1)
    ]
    assert {figure.state.denominator for figure in figures} == {
        sum(range(len(codes) + 1))
    }


def test_f_and_the_illness_codes_of_2020_add_to_the_reason_they_were_merged_into(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        attendance_marks="""
            row | date       | session | code
            ----+------------+---------+-----
            A   | 2021-01-11 | AM      | F
            A   | 2021-01-11 | PM      | H
            A   | 2021-01-12 | AM      | I01
            A   | 2021-01-12 | PM      | I02
            A   | 2021-01-13 | AM      | I
            A   | 2021-01-13 | PM      | X05
            """,
    )
    measures = ("agreed_holiday_rate", "illness_rate", "coronavirus_rate")

    figures = calculate(
        [f"attendance.{measure}" for measure in measures], records, period=CORONAVIRUS
    )

    assert [figure.state.numerator for figure in figures] == [2, 3, 1]


@pytest.mark.parametrize(
    ("measure", "first_on", "last_on"),
    [
        ("interview_activity_rate", "2022-08-01", "2024-08-18"),
        ("interview_rate", "2024-08-19", None),
        ("regulated_performance_rate", "2024-08-19", None),
        ("authority_education_rate", "2024-08-19", None),
        ("part_time_timetable_rate", "2024-08-19", None),
        ("coronavirus_rate", "2020-08-01", "2022-08-31"),
        ("late_sessions_rate", "2022-08-01", None),
        ("illness_rate", "2015-08-01", None),
    ],
)
def test_a_reason_is_in_force_while_its_code_means_it(
    measure: str, first_on: str, last_on: str | None
) -> None:
    inside = [dt.date.fromisoformat(day) for day in (first_on, last_on) if day]
    before = inside[0] - dt.timedelta(days=1)
    outside = [before] + [day + dt.timedelta(days=1) for day in inside[1:]]

    for day in inside:
        assert edition_for(f"attendance.{measure}", day).in_force_from <= day
    for day in outside:
        with pytest.raises(SendMetricsError, match="is in force from"):
            edition_for(f"attendance.{measure}", day)


def test_only_reasons_whose_code_was_redrawn_in_2024_have_two_editions() -> None:
    redrawn = {definition.id for definition in DEFINITIONS if definition.edition == 2}

    assert redrawn == {
        "attendance.mobile_child_rate",
        "attendance.other_authorised_rate",
        "attendance.off_site_education_rate",
    }
