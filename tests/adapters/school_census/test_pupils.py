"""Who the pupils of returns are, and what several returns say of them together."""

from pathlib import Path

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.school_census import SchoolCensus
from send_metrics.records.report import RowBalance

from .builder import attendance, message, needs, pupil

KEY = b"k" * 32
TERMS = {"SPR": "2025-01-16", "SUM": "2025-05-15", "AUT": "2025-10-02"}


def reading(folder: Path, **returns: str) -> Reading:
    for name, text in returns.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return SchoolCensus().read(folder, Pseudonyms(KEY))


def census(term: str, *pupils: str, leavers: tuple[str, ...] = ()) -> str:
    return message(*pupils, leavers=leavers, term=term, reference=TERMS[term])


def pupils_of(result: Reading) -> pd.DataFrame:
    frame = result.frames["pupils"]
    assert isinstance(frame, pd.DataFrame)
    return frame.set_index("pupil_id")


def stand_in(upn: str) -> str:
    return Pseudonyms(KEY).of("pupil", upn)


def test_every_pupil_is_a_row_also_one_who_boards_or_has_no_attendance(tmp_path: Path):
    result = reading(
        tmp_path,
        one=census(
            "SPR",
            pupil(attendance(), upn="A1", sen=needs("K", ("1", "SLCN"))),
            pupil(upn="B2", sen=needs("E", ("1", "ASD")), born="2008-09-01"),
            pupil(attendance(), upn="C3", boarder="B", sen=needs("N"), born=None),
        ),
    )

    held = pupils_of(result).loc[[stand_in(upn) for upn in ("A1", "B2", "C3")]]
    assert held["sen_status"].tolist() == ["K", "E", "N"]
    assert held["primary_need"].tolist() == ["SLCN", "ASD", "none"]
    assert held["birth_cohort"].tolist()[:2] == [2014, 2009]
    assert held["birth_cohort"].isna().tolist() == [False, False, True]
    assert result.balances["pupils"] == RowBalance(3, 3)


def test_a_pupil_without_a_upn_is_rejected_with_the_attendance(tmp_path: Path):
    result = reading(
        tmp_path, one=census("SPR", pupil(attendance()), pupil(upn=None), pupil())
    )

    assert result.balances["pupils"] == RowBalance(3, 1, 1, merged_duplicates=1)
    assert result.balances["attendance_totals"] == RowBalance(1, 1)
    [finding] = result.findings
    assert (finding.rule, finding.table) == ("census.upn", "pupils")


def test_the_latest_return_that_tells_of_sen_describes_a_pupil(tmp_path: Path):
    result = reading(
        tmp_path,
        autumn=census("AUT", pupil(upn="A1", sen=needs("E"))),
        spring=census(
            "SPR",
            pupil(upn="A1", sen=needs("K", ("1", "SLCN"))),
            pupil(upn="B2", sen=needs("K", ("1", "MLD"))),
        ),
        summer=census("SUM", leavers=(pupil(upn="B2", element="PupilNoLongerOnRoll"),)),
    )

    held = pupils_of(result)["sen_status"]
    assert held.to_dict() == {stand_in("A1"): "E", stand_in("B2"): "K"}
    assert result.balances["pupils"] == RowBalance(4, 2, merged_duplicates=2)


def test_the_spring_census_of_the_year_gives_the_type_of_need(tmp_path: Path):
    told = {
        "SPR": needs("K", ("1", "SLCN")),
        "SUM": needs("K"),
        "AUT": needs("E"),
    }
    result = reading(
        tmp_path,
        **{term: census(term, pupil(attendance(), sen=s)) for term, s in told.items()},
    )

    totals = result.frames["attendance_totals"]
    assert set(totals["primary_need"]) == {"SLCN"}
    assert sorted(totals["sen_status"]) == ["E", "K", "K"]
    assert pupils_of(result)["primary_need"].tolist() == ["SLCN"]
    assert any(note.startswith("2 times the type of need") for note in result.notes)


@pytest.mark.parametrize(
    ("spring", "summer", "expected"),
    [
        (
            message(pupil(attendance(), sen=needs("K", ("1", "SLCN")))),
            census("SUM", pupil(attendance(), sen=needs("N"))),
            "none",
        ),
        (
            message(pupil(attendance(), sen=needs("K", ("1", "SLCN")))),
            census("SUM", pupil(attendance())),
            "unknown",
        ),
        (
            message(pupil(attendance(), sen=needs("K", ("1", "SLCN")), upn="B2")),
            census("SUM", pupil(attendance(), sen=needs("K"))),
            "unknown",
        ),
        (
            message(
                pupil(attendance(), sen=needs("K", ("1", "SLCN"))),
                year=2026,
                reference="2026-01-15",
            ),
            census("SUM", pupil(attendance(), sen=needs("K"))),
            "unknown",
        ),
        (
            message(pupil(attendance(), sen=needs("K", ("1", "SLCN")))),
            census("SUM", pupil(attendance(), sen=needs("K", ("1", "ASD")))),
            "ASD",
        ),
    ],
    ids=["no SEN now", "SEN unknown now", "another pupil", "another year", "own need"],
)
def test_a_need_is_taken_from_nowhere_else(
    tmp_path: Path, spring: str, summer: str, expected: str
):
    frame = reading(tmp_path, a=spring, b=summer).frames["attendance_totals"]

    of_summer_census = frame[frame["first_on"] == pd.Timestamp("2025-01-01")]
    assert of_summer_census["primary_need"].tolist() == [expected]


def test_a_spring_census_that_gives_no_need_takes_none_from_another(tmp_path: Path):
    result = reading(
        tmp_path,
        a=message(pupil(attendance(), sen=needs("K", ("1", "SLCN")))),
        b=message(pupil(attendance(), sen=needs("K")), estab="4321"),
    )

    held = result.frames["attendance_totals"]["primary_need"]
    assert held.tolist() == ["SLCN", "unknown"]


def test_absence_of_a_year_is_broken_down_by_the_need_of_the_spring(tmp_path: Path):
    told = {"SPR": needs("K", ("1", "SLCN")), "SUM": needs("K"), "AUT": needs("K")}
    for term, sen in told.items():
        text = census(term, pupil(attendance(50, {"I": 5}), sen=sen))
        (tmp_path / f"{term}.xml").write_text(text, encoding="utf-8")
    records = sm.read("school_census", tmp_path)

    [figure] = sm.calculate(
        "attendance.absence_rate",
        records,
        period=sm.parse_period("AY2024/25"),
        by=["primary_need"],
    )

    assert dict(figure.by) == {"primary_need": "SLCN"}
    assert (figure.state.numerator, figure.state.denominator) == (15, 150)


def test_a_pupil_goes_by_the_stand_in_that_marks_of_the_same_upn_have(tmp_path: Path):
    marks = tmp_path / "marks.csv"
    marks.write_text(
        "pupil_id,school_urn,date,session,code\nA919123412001,100001,2025-01-06,AM,/\n"
    )
    (tmp_path / "census.xml").write_text(census("SPR", pupil(attendance())))
    names = sm.Pseudonyms(KEY)

    of_marks = sm.read("attendance_marks", marks, pseudonyms=names)
    of_census = sm.read("school_census", tmp_path / "census.xml", pseudonyms=names)

    assert set(of_marks.tables["attendance_marks"].native["pupil_id"]) == set(
        of_census.tables["pupils"].native["pupil_id"]
    )
