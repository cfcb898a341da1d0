# ruff: noqa: E501 - tables are drawn as wide as they are
"""Absence by where the pupil lives, beside the official figure by where the school is."""

import pytest

from send_metrics import academic_year, calculate, kpi
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of
from tests.spec.test_attendance import EDITIONS, RATES, sums_of

YEAR = academic_year(2024)


def drawn_at_home(first_on: str, last_on: str) -> str:
    return f"""
        row          | first_on   | last_on    | home_authority | age_group | possible_sessions | present_sessions | authorised_sessions | unauthorised_sessions
        -------------+------------+------------+----------------+-----------+-------------------+------------------+---------------------+----------------------
        persistent   | {first_on} | {last_on} | 919            | 5 to 15   | 100               | 90               | 6                   | 4
        severe       | {first_on} | {last_on} | 919            | 5 to 15   | 100               | 50               | 30                  | 20
        neither      | {first_on} | {last_on} | 822            | 5 to 15   | 100               | 91               | 9                   | 0
        home unknown | {first_on} | {last_on} | unknown        | 5 to 15   | 100               | 0                | 100                 | 0
        aged 16      | {first_on} | {last_on} | 919            | other     | 100               | 0                | 100                 | 0
        """


SHOWN = {
    "absence_rate": "23.0",
    "authorised_absence_rate": "15.0",
    "unauthorised_absence_rate": "8.0",
    "attendance_rate": "77.0",
}


@EDITIONS
@pytest.mark.parametrize("measure", RATES)
def test_a_pupil_whose_home_is_not_known_is_in_no_rate_by_home(
    spec: Spec, measure: str, year: str, first_on: str, last_on: str
) -> None:
    spec(
        drawn_at_home(first_on, last_on),
        f"attendance.{measure}_by_home_authority",
        period=year,
        numerator={"persistent", "severe", "neither"},
        undetermined={"home unknown"},
        shows=SHOWN[measure],
    )


@EDITIONS
@pytest.mark.parametrize(
    ("measure", "numerator"),
    [
        ("persistent_absence", {"persistent", "severe"}),
        ("severe_absence", {"severe"}),
    ],
)
def test_a_pupil_whose_home_is_not_known_is_in_no_share_by_home(
    spec: Spec,
    measure: str,
    numerator: set[str],
    year: str,
    first_on: str,
    last_on: str,
) -> None:
    spec(
        drawn_at_home(first_on, last_on),
        f"attendance.{measure}_by_home_authority",
        period=year,
        numerator=numerator,
        denominator={"persistent", "severe", "neither"},
        undetermined={"home unknown"},
    )


def test_a_pupil_who_crosses_the_border_is_in_the_school_s_authority_or_in_the_home_s(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        attendance_totals="""
            row      | authority | home_authority | possible_sessions | authorised_sessions
            ---------+-----------+----------------+-------------------+--------------------
            at home  | 919       | 919            | 100               | 1
            crossing | 822       | 919            | 200               | 2
            incoming | 919       | 822            | 400               | 4
            """,
    )

    by_school = calculate(
        "attendance.absence_rate", records, period=YEAR, by="authority"
    )
    by_home = calculate(
        "attendance.absence_rate_by_home_authority",
        records,
        period=YEAR,
        by="home_authority",
    )

    assert sums_of(by_school) == {"919": (5, 500), "822": (2, 200)}
    assert sums_of(by_home) == {"919": (3, 300), "822": (4, 400)}


def test_each_view_can_be_broken_down_by_its_own_authority_only() -> None:
    by_school = kpi("attendance.absence_rate")
    by_home = kpi("attendance.absence_rate_by_home_authority")

    assert "authority" in by_school.dimensions
    assert "home_authority" not in by_school.dimensions
    assert "home_authority" in by_home.dimensions
    assert "authority" not in by_home.dimensions
    assert by_school.status == "official"
    assert by_home.status == "local convention"
