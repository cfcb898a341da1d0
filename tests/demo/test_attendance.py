from collections import Counter
from datetime import date

import pytest

from send_metrics.demo.attendance import FLAWS

Row = dict[str, str]

KEY = ("pupil_id", "school_urn", "date", "session")
ABSENT = {"C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U"}
NOT_POSSIBLE = {"D", "X", "Y1", "Y4", "#", "ZZ9", ""}


def test_the_columns_are_the_agreed_ones(marks: list[Row], pupils: list[Row]) -> None:
    assert list(marks[0]) == [*KEY, "code"]
    assert list(pupils[0]) == [
        "pupil_id",
        "sen_status",
        "primary_need",
        "date_of_birth",
        "area",
        "home_authority",
    ]


def test_every_mark_belongs_to_a_pupil_and_pupils_come_once(
    marks: list[Row], pupils: list[Row]
) -> None:
    known = [pupil["pupil_id"] for pupil in pupils]

    assert len(set(known)) == len(known)
    assert 470 <= len(known) <= 510
    assert {mark["pupil_id"] for mark in marks} == set(known)


def test_days_are_the_weekdays_of_the_term(marks: list[Row]) -> None:
    days = {mark["date"] for mark in marks} - {"2025-11-31"}

    assert min(days) == "2025-09-01"
    assert max(days) == "2025-12-19"
    assert len(days) == 75
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)
    assert not any("2025-10-27" <= day <= "2025-10-31" for day in days)


def test_training_days_are_coded_so_for_everybody(marks: list[Row]) -> None:
    codes = {mark["code"] for mark in marks if mark["date"] == "2025-09-01"}

    assert codes == {"#"}


def test_there_are_twelve_flawed_rows_of_the_promised_kinds(marks: list[Row]) -> None:
    codes = Counter(mark["code"] for mark in marks)
    whole = Counter(tuple(mark.values()) for mark in marks)
    keys = Counter(tuple(mark[name] for name in KEY) for mark in marks)
    repeated = sum(count - 1 for count in whole.values())
    contradicting = len(whole) - len(keys)

    found = [
        codes["ZZ9"],
        sum(mark["date"] == "2025-11-31" for mark in marks),
        codes[""],
        repeated,
        2 * contradicting,
    ]
    assert found == list(FLAWS.values())
    assert sum(FLAWS.values()) == 12


def test_some_pupils_have_two_schools_and_some_of_them_dual_marks(
    marks: list[Row],
) -> None:
    schools: dict[str, set[str]] = {}
    for mark in marks:
        schools.setdefault(mark["pupil_id"], set()).add(mark["school_urn"])
    dual = {mark["pupil_id"] for mark in marks if mark["code"] == "D"}

    assert dual
    assert {pupil for pupil, urns in schools.items() if len(urns) > 1} > dual


@pytest.mark.parametrize("code", ["L", "V", "I", "O", "C2", "Y1", "Y4", "X"])
def test_the_code_occurs(code: str, marks: list[Row]) -> None:
    assert any(mark["code"] == code for mark in marks)


def test_a_need_is_given_for_all_but_those_without_sen(pupils: list[Row]) -> None:
    for pupil in pupils:
        assert (pupil["primary_need"] == "") == (pupil["sen_status"] == "N")


def test_some_pupils_are_too_young_and_some_too_old_to_be_counted(
    pupils: list[Row],
) -> None:
    born = {pupil["date_of_birth"] for pupil in pupils}

    assert any(day > "2020-08-31" for day in born)
    assert any(day <= "2009-08-31" for day in born)
    assert min(born) > "2008-08-31"
    assert max(born) <= "2021-08-31"


@pytest.mark.parametrize(
    ("status", "least", "most"), [("N", 4, 7), ("K", 7, 13), ("E", 10, 19)]
)
def test_absence_grows_with_need(
    status: str, least: float, most: float, marks: list[Row], pupils: list[Row]
) -> None:
    of_status = {row["pupil_id"] for row in pupils if row["sen_status"] == status}
    codes = Counter(mark["code"] for mark in marks if mark["pupil_id"] in of_status)
    absent = sum(codes[code] for code in ABSENT)
    possible = codes.total() - sum(codes[code] for code in NOT_POSSIBLE)

    assert least < 100 * absent / possible < most
