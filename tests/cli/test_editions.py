"""Rules that changed, end to end: from a file, by the command line, to the figure."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.sen2.builder import header, message, person, request
from tests.cli.conftest import Run

MARKS = """\
pupil_id,school_urn,date,session,code
A,900001,2024-08-18,AM,/
A,900001,2024-08-18,PM,J
A,900001,2024-08-19,AM,/
A,900001,2024-08-19,PM,J1
"""
"""An interview on the last day of the old codes, and one on the first of the new."""

ATTENDED, AUTHORISED = (
    "attendance.attendance_rate",
    "attendance.authorised_absence_rate",
)
MEDIATION = "mediation.about_request"


@pytest.fixture
def marks(tmp_path: Path) -> str:
    file = tmp_path / "marks.csv"
    file.write_text(MARKS)
    return f"--source=attendance_marks={file}"


@pytest.fixture
def sen2(tmp_path: Path) -> str:
    """Return the source option of a return with mediation about each request.

    One request was received on the last day before the form changed, two since.
    """
    children = (
        person(
            request(ReceivedDate=day, RequestOutcomeDate=day, RequestMediation="1"),
            Sex=None,
            GenderCurrent="2",
            UPN=f"A91900000000{number}",
        )
        for number, day in enumerate(("2021-12-31", "2022-01-01", "2022-12-31"))
    )
    file = tmp_path / "return.xml"
    file.write_text(message(*children, head=header(2023)))
    return f"--source=sen2={file}"


def figures(run: Run, *words: str) -> list[tuple[Any, ...]]:
    ran = run("calculate", *words, "--format", "json")

    assert ran.code == 0, ran.err
    return [
        (f["kpi"], f["edition"], f.get("numerator", f.get("count")), f["display"])
        for f in json.loads(ran.out)
    ]


def test_an_interview_was_attendance_up_to_18_august_2024_and_is_absence_since(
    run: Run, marks: str
) -> None:
    old = ("--period", "2024-08-18..2024-08-18")
    new = ("--period", "2024-08-19..2024-08-19")

    assert figures(run, ATTENDED, AUTHORISED, marks, *old, *new) == [
        (ATTENDED, 1, 2, "100.0"),
        (ATTENDED, 2, 1, "50.0"),
        (AUTHORISED, 1, 0, "0.0"),
        (AUTHORISED, 2, 1, "50.0"),
    ]


def test_the_code_of_the_new_rule_is_not_in_use_under_the_old_one(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "marks.csv"
    file.write_text(MARKS.replace("2024-08-18,PM,J\n", "2024-08-18,PM,J1\n"))

    ran = run("check", f"--source=attendance_marks={file}", "--format", "json")

    balance = json.loads(ran.out)[0]["tables"]["attendance_marks"]
    assert (balance["accepted"], balance["rejected"]) == (3, 1)


def test_mediation_is_counted_by_the_edition_of_its_period(run: Run, sen2: str) -> None:
    periods = ("--period", "CY2021", "--period", "CY2022")

    assert figures(run, MEDIATION, sen2, *periods) == [
        (MEDIATION, 1, 1, "1"),
        (MEDIATION, 2, 2, "2"),
    ]


@pytest.mark.parametrize(
    ("period", "wording"),
    [
        ("CY2021", "was held, or was offered and declined"),
        ("CY2022", "a mediation meeting about"),
    ],
)
def test_explain_gives_the_wording_of_the_edition_that_was_in_force(
    run: Run, sen2: str, period: str, wording: str
) -> None:
    ran = run("explain", MEDIATION, sen2, "--period", period)

    assert ran.code == 0
    assert wording in ran.out


def test_a_period_across_the_change_of_codes_is_refused_with_both_days(
    run: Run, marks: str
) -> None:
    ran = run("calculate", ATTENDED, marks, "--period", "2024-08-18..2024-08-19")

    assert (ran.code, ran.out) == (2, "")
    assert "edition 1 is in force to 2024-08-18" in ran.err
    assert "edition 2 from 2024-08-19" in ran.err


def test_a_period_across_the_change_of_the_return_is_refused_with_both_days(
    run: Run, sen2: str
) -> None:
    ran = run("calculate", MEDIATION, sen2, "--period", "2021-01-01..2022-12-31")

    assert (ran.code, ran.out) == (2, "")
    assert "2021-01-01..2021-12-31 and 2022-01-01..2022-12-31" in ran.err


@pytest.mark.parametrize(
    ("kpi", "period"),
    [
        ("appeals.rate_on_caseload", "CY2025"),
        ("appeals.rate_on_reviews", "CY2023"),
    ],
)
def test_an_appeal_rate_outside_its_own_years_is_refused(
    run: Run, sen2: str, kpi: str, period: str
) -> None:
    ran = run("calculate", kpi, sen2, "--period", period)

    assert (ran.code, ran.out) == (2, "")
    assert f"{kpi} is in force" in ran.err


def test_an_appeal_rate_without_a_table_of_appeals_has_no_number_and_says_why(
    run: Run, sen2: str
) -> None:
    ran = run("calculate", "appeals.rate_on_reviews", sen2, "--period", "CY2024")

    assert ran.code == 1
    assert "[x]" in ran.out
    assert "appeals was not supplied" in " ".join(ran.out.split())
