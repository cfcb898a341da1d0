"""What is read of a school census, and what becomes of every pupil's attendance."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.school_census import SchoolCensus
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance

from .builder import attendance, message, needs, pupil

KEY = b"k" * 32


def written(folder: Path, text: str, name: str = "census.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def reading(folder: Path, text: str) -> Reading:
    return SchoolCensus().read(written(folder, text), Pseudonyms(KEY))


def rows_of(result: Reading) -> pd.DataFrame:
    frame = result.frames["attendance_totals"]
    assert isinstance(frame, pd.DataFrame)
    return frame


def row_of(folder: Path, *attended: str, **said: str) -> dict[str, Any]:
    [row] = rows_of(reading(folder, message(pupil(*attended, **said)))).to_dict(
        "records"
    )
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize(
    ("told", "authorised", "unauthorised"),
    [
        (attendance(100, {"I": 6, "O": 4}), 6, 4),
        (attendance(100, authorised=5, unauthorised=3), 5, 3),
        (attendance(100, {"I": 6, "O": 4}, authorised=7, unauthorised=2), 6, 4),
        (attendance(100, {"I": 6, "O": 4}, authorised=8, unauthorised=2), 6, 4),
        (attendance(100, {"I": 6, "O": 4}, authorised=9, unauthorised=2), 9, 2),
        (attendance(100, {"I": 6}, unauthorised=7), 0, 7),
        (attendance(100, {"I": 6}, unauthorised=6), 6, 0),
        (attendance(100), 0, 0),
        (attendance(100, {"/": 50, "\\": 50}), 0, 0),
        (attendance(100, {"/": 90}, authorised=10), 10, 0),
    ],
    ids=[
        "reasons only",
        "totals only",
        "reasons add up to more than totals",
        "reasons add up to the totals",
        "reasons add up to less",
        "reasons add up to less than the one total",
        "reasons add up to the one total",
        "neither: nothing was missed",
        "attendance by code, nothing missed",
        "attendance by code, absence as a total",
    ],
)
def test_the_sum_of_reasons_is_taken_unless_it_is_less_than_the_totals(
    tmp_path: Path, told: str, authorised: int, unauthorised: int
):
    row = row_of(tmp_path, told)

    assert row["authorised_sessions"] == authorised
    assert row["unauthorised_sessions"] == unauthorised
    assert row["possible_sessions"] == 100
    attended = row["present_sessions"] + row["approved_activity_sessions"]
    assert attended == 100 - authorised - unauthorised


@pytest.mark.parametrize(
    ("authorised", "unauthorised", "reasons", "absent", "reasons_are_used"),
    [
        (15, 35, {"I": 22, "O": 20}, 50, False),
        (30, 10, {"I": 35, "O": 15}, 50, True),
        (20, 5, {"I": 20, "O": 5}, 25, True),
    ],
    ids=["pupil A", "pupil B", "pupil C"],
)
def test_the_three_pupils_of_the_methodology_come_out_as_published(
    tmp_path: Path,
    authorised: int,
    unauthorised: int,
    reasons: dict[str, int],
    absent: int,
    reasons_are_used: bool,
):
    """DfE, Pupil absence statistics: methodology, absences by reason or by total."""
    told = attendance(140, reasons, authorised=authorised, unauthorised=unauthorised)
    row = row_of(tmp_path, told)

    assert row["authorised_sessions"] + row["unauthorised_sessions"] == absent
    assert pd.notna(row["illness_sessions"]) == reasons_are_used


def test_sessions_of_a_reason_are_counted_and_others_are_none(tmp_path: Path):
    row = row_of(
        tmp_path, attendance(100, {"I": 3, "C2": 2, "G": 1, "V": 5, "L": 4, "Y1": 9})
    )

    assert row["illness_sessions"] == 3
    assert row["part_time_sessions"] == 2
    assert row["holiday_not_granted_sessions"] == 1
    assert row["visit_sessions"] == 5
    assert row["late_before_close_sessions"] == 4
    assert row["unable_to_attend_sessions"] == 9
    assert row["study_leave_sessions"] == 0
    assert row["approved_activity_sessions"] == 5
    assert row["present_sessions"] == 89


@pytest.mark.parametrize("name", ["Sessions", "AbsenceSessions"])
def test_sessions_of_a_reason_go_by_the_name_since_2021_or_the_one_before(
    tmp_path: Path, name: str
):
    row = row_of(tmp_path, attendance(100, {"I": 3, "O": 1}, counted_as=name))

    assert (row["illness_sessions"], row["unauthorised_sessions"]) == (3, 1)


def test_where_the_totals_are_taken_reasons_are_not_known(tmp_path: Path):
    row = row_of(tmp_path, attendance(100, {"I": 1, "V": 5}, authorised=6))

    assert pd.isna(row["illness_sessions"])
    assert pd.isna(row["study_leave_sessions"])
    assert row["visit_sessions"] == 5
    assert pd.isna(row["part_time_sessions"])


def test_kinds_of_attendance_that_a_school_never_sends_are_not_known(tmp_path: Path):
    row = row_of(tmp_path, attendance(100, {"I": 1, "V": 2}))

    assert row["illness_sessions"] == 1
    assert row["part_time_sessions"] == 0
    assert row["visit_sessions"] == 2
    assert row["sporting_activity_sessions"] == 0
    assert pd.isna(row["late_before_close_sessions"])
    assert pd.isna(row["unable_to_attend_sessions"])


def test_kinds_that_a_school_sends_of_others_are_none_of_a_pupil_without(
    tmp_path: Path,
):
    late = pupil(attendance(100, {"L": 3, "/": 97}), upn="B1")
    rows = rows_of(reading(tmp_path, message(pupil(attendance()), late)))

    assert rows["late_before_close_sessions"].tolist() == [0, 3]
    assert rows["visit_sessions"].isna().all()


@pytest.mark.parametrize(
    ("kpi", "told", "numerator", "undetermined"),
    [
        ("part_time_timetable", attendance(100, {"C2": 4}), 4, 1),
        ("illness", attendance(100, {"I": 4}), 4, 1),
        ("late_before_close", attendance(100, {"I": 4}), 0, 2),
        ("absence", attendance(100, {"I": 4}), 14, 0),
    ],
)
def test_what_a_school_did_not_send_is_undetermined_and_not_none(
    tmp_path: Path, kpi: str, told: str, numerator: int, undetermined: int
):
    totals_only = pupil(attendance(100, authorised=10), upn="B1")
    records = sm.read(
        "school_census", written(tmp_path, message(pupil(told), totals_only))
    )

    [figure] = sm.calculate(
        f"attendance.{kpi}_rate", records, period=sm.parse_period("AY2024/25")
    )

    assert figure.state.numerator == numerator
    assert figure.undetermined == undetermined


@pytest.mark.parametrize(
    ("term", "reference", "element", "first", "last"),
    [
        ("SPR", "2025-01-16", "TermlyAttendance", "2024-09-01", "2024-12-31"),
        ("SUM", "2025-05-15", "TermlyAttendance", "2025-01-01", "2025-04-20"),
        ("AUT", "2025-10-02", "TermlyAttendance", "2025-04-21", "2025-05-25"),
        ("AUT", "2025-10-02", "SummerHalfTerm2Attendance", "2025-05-26", "2025-07-31"),
    ],
)
def test_a_census_tells_of_the_term_before(
    tmp_path: Path, term: str, reference: str, element: str, first: str, last: str
):
    told = pupil(attendance(element=element))
    [row] = rows_of(
        reading(tmp_path, message(told, term=term, reference=reference))
    ).to_dict("records")

    assert row["first_on"] == pd.Timestamp(first)
    assert row["last_on"] == pd.Timestamp(last)
    assert row["school_year"] == 2024


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2019-08-31", "5 to 15"),
        ("2019-09-01", "other"),
        ("2009-09-01", "5 to 15"),
        ("2009-08-31", "15"),
        ("2008-09-01", "15"),
        ("2008-08-31", "other"),
        (None, None),
    ],
)
def test_ages_are_those_on_31_august_before_the_school_year(
    tmp_path: Path, born: str | None, group: str | None
):
    result = reading(tmp_path, message(pupil(attendance(), born=born)))

    assert rows_of(result)["age_group"].tolist() == [group]


@pytest.mark.parametrize(
    ("sen", "status", "need"),
    [
        (needs("N"), "N", "none"),
        (needs("K", ("1", "SLCN"), ("2", "ASD")), "K", "SLCN"),
        (needs("E", ("2", "SLCN"), ("1", "ASD")), "E", "ASD"),
        (needs("E", ("", "ASD")), "E", "ASD"),
        (needs("A", ("1", "SPLD")), "K", "SPLD"),
        (needs("P", ("1", "SPLD")), "K", "SPLD"),
        (needs("S", ("1", "MLD")), "E", "MLD"),
        (needs("K"), "K", "unknown"),
        (needs("K", ("1", "BESD")), "K", "unknown"),
        (needs("K", ("1", "MLD"), ("1", "HI")), "K", "unknown"),
        (needs("Z"), "unknown", "unknown"),
        ("", "unknown", "unknown"),
    ],
)
def test_sen_codes_of_before_2014_become_those_of_today(
    tmp_path: Path, sen: str, status: str, need: str
):
    row = row_of(tmp_path, attendance(), sen=sen)

    assert (row["sen_status"], row["primary_need"]) == (status, need)


def test_pupils_who_have_left_count_as_those_on_roll(tmp_path: Path):
    gone = pupil(attendance(50), upn="A919123412002", element="PupilNoLongerOnRoll")
    result = reading(tmp_path, message(pupil(attendance()), leavers=(gone,)))

    assert rows_of(result)["possible_sessions"].tolist() == [100, 50]


def test_the_school_is_named_by_its_urn_or_by_its_number(tmp_path: Path):
    with_urn = "<School><URN>100001</URN></School>"
    of_number = rows_of(reading(tmp_path, message(pupil(attendance()))))
    of_urn = rows_of(reading(tmp_path, message(pupil(attendance()), school=with_urn)))

    assert of_number["school_urn"].tolist() == ["9191234"]
    in_header = message(pupil(attendance()), urn="<URN>100002</URN>")
    assert rows_of(reading(tmp_path, in_header))["school_urn"].tolist() == ["100002"]
    unfit = message(pupil(attendance()), urn="<URN>Canary</URN>")
    assert rows_of(reading(tmp_path, unfit))["school_urn"].tolist() == ["9191234"]
    assert of_number["phase"].tolist() == ["primary"]
    assert of_number["authority"].tolist() == ["919"]
    assert of_urn["school_urn"].tolist() == ["100001"]


REJECTED = {
    "no UPN": (pupil(attendance(), upn=None), "census.upn"),
    "boarder": (pupil(attendance(), boarder="B"), "census.boarder"),
    "no sessions possible": (pupil(attendance(None)), "census.sessions"),
    "sessions in words": (pupil(attendance("many")), "census.sessions"),
    "negative": (pupil(attendance(100, authorised="-1")), "census.sessions"),
    "too many to be true": (pupil(attendance("99999999999")), "census.sessions"),
    "unknown reason": (pupil(attendance(100, {"*": 1})), "census.reason"),
    "code not yet in use": (pupil(attendance(100, {"J2": 1})), "census.reason"),
    "half a session": (pupil(attendance(100, {"I": "0.5"})), "census.reason"),
    "more missed than possible": (
        pupil(attendance(5, {"I": 6})),
        "census.more-missed-than-possible",
    ),
    "of another term": (
        pupil(attendance(element="SummerHalfTerm2Attendance")),
        "census.attendance-of-term",
    ),
    "annual": (
        pupil(attendance(element="AnnualAttendance")),
        "census.attendance-of-term",
    ),
}


@pytest.mark.parametrize(("told", "rule"), REJECTED.values(), ids=REJECTED)
def test_a_row_that_cannot_be_counted_is_rejected_with_its_place(
    tmp_path: Path, told: str, rule: str
):
    result = reading(tmp_path, message(pupil(attendance(), upn="B1"), told))

    assert result.balances["attendance_totals"] == RowBalance(2, 1, rejected=1)
    [finding] = result.findings
    assert (finding.rule, finding.severity) == (rule, "error")
    assert finding.file == "census.xml"
    assert (finding.element or "").startswith("PupilOnRoll[2]")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (pupil(attendance(), born="31/03/2014"), "census.date-of-birth"),
        (pupil(attendance(), born="2020-09-02"), "census.age"),
        (pupil(attendance(), sen=needs("Q")), "census.sen-provision"),
        (pupil(attendance(), sen=needs("K", ("1", "BESD"))), "census.sen-type"),
        (pupil(attendance(100, authorised=3)), "census.totals-taken"),
    ],
)
def test_what_is_doubtful_is_found_and_kept(tmp_path: Path, told: str, rule: str):
    result = reading(tmp_path, message(told))

    assert result.balances["attendance_totals"] == RowBalance(1, 1)
    assert [finding.rule for finding in result.findings] == [rule]


def test_a_return_without_any_attendance_is_found(tmp_path: Path):
    result = reading(tmp_path, message(pupil(), pupil(upn="B1")))

    [finding] = result.findings
    assert (finding.rule, finding.rows) == ("census.no-attendance", 2)


def test_a_upn_names_the_same_pupil_in_any_case_and_as_in_marks(tmp_path: Path):
    one = pupil(attendance(), upn="A919123412001")
    other = pupil(attendance(50), upn=" a9191 23412001 ")

    ids = rows_of(reading(tmp_path, message(one, other)))["pupil_id"]

    assert set(ids) == {Pseudonyms(KEY).of("pupil", "A919123412001")}


def test_pupils_without_attendance_are_counted_and_make_no_row(tmp_path: Path):
    result = reading(tmp_path, message(pupil(attendance()), pupil(upn="B1")))

    assert result.balances["attendance_totals"] == RowBalance(1, 1)
    assert "1 pupils without attendance, of whom no row is made" in result.notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (message(collection="SEN2"), "Collection is SEN2, not SC"),
        (
            message(year=2016, reference="2016-01-16"),
            "Year is not one that can be read",
        ),
        (message(year="next"), "Year is not one that can be read, 2017 to 2026"),
        (message(term="WIN"), "Term is none of AUT, SPR, SUM"),
        (message(reference="16/01/2025"), "ReferenceDate is not a day of that year"),
        (message(reference="2024-01-16"), "ReferenceDate is not a day of that year"),
        (message(estab="12"), "Estab is not a number of 4 digits"),
        (
            message().replace("<Message>", "<!DOCTYPE Message []><Message>"),
            "declares a DOCTYPE, which a school census has no need of",
        ),
        (
            "<Envelope/>",
            "the outermost element is not Message; is this a school census?",
        ),
        ("<Message/>", "there is no Header"),
        (
            "<Message><Pupils><PupilsOnRoll><PupilOnRoll/></PupilsOnRoll></Pupils></Message>",
            "a pupil comes before the Header",
        ),
        (message()[:-20], "the XML ends before it is complete"),
        ("", "is empty"),
        (message(), "holds no pupil; check whether the export is complete"),
    ],
)
def test_a_file_that_is_no_census_is_refused_in_one_line(
    tmp_path: Path, text: str, said: str
):
    with pytest.raises(SourceError) as caught:
        reading(tmp_path, text)

    assert str(caught.value).startswith("census.xml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_holds_the_returns_of_schools_and_terms(tmp_path: Path):
    written(tmp_path, message(pupil(attendance())), "a_spring.xml")
    written(
        tmp_path,
        message(pupil(attendance(90)), term="SUM", reference="2025-05-15"),
        "a_summer.xml",
    )
    written(tmp_path, message(pupil(attendance(80), upn="B2"), estab="4321"), "b.xml")

    result = SchoolCensus().read(tmp_path, Pseudonyms(KEY))

    assert rows_of(result)["possible_sessions"].tolist() == [100, 90, 80]
    assert rows_of(result)["pupil_id"].nunique() == 2
    assert result.notes[0] == "3 school census returns"


def test_the_same_school_and_term_twice_in_a_folder_is_refused(tmp_path: Path):
    for name in ("old.xml", "new.xml"):
        written(tmp_path, message(pupil(attendance())), name)

    with pytest.raises(SourceError, match="keep the one that was sent last"):
        SchoolCensus().read(tmp_path, Pseudonyms(KEY))


@pytest.mark.parametrize("made", ["empty folder", "missing", "link out of the folder"])
def test_a_path_without_a_census_is_refused(tmp_path: Path, made: str):
    path = tmp_path / "returns"
    if made != "missing":
        path.mkdir()
    if made.startswith("link"):
        (path / "a.xml").symlink_to(written(tmp_path, message(), "outside.xml"))

    with pytest.raises(SourceError) as caught:
        SchoolCensus().read(path, Pseudonyms(KEY))

    assert str(caught.value).startswith("returns")


def test_absence_of_a_year_comes_from_its_three_censuses(tmp_path: Path):
    """15 of 290 sessions; the last half term of a pupil aged 15 is left out."""
    young, old = (
        {"upn": "A1", "born": "2014-01-01"},
        {"upn": "B2", "born": "2009-01-01"},
    )
    told = {
        ("SPR", "2025-01-16"): (attendance(100, {"I": 5}), attendance(50)),
        ("SUM", "2025-05-15"): (attendance(80, {"O": 4}), attendance(40, {"I": 6})),
    }
    for (term, reference), (one, other) in told.items():
        text = message(
            pupil(one, **young), pupil(other, **old), term=term, reference=reference
        )
        written(tmp_path, text, f"{term}.xml")
    half = attendance(20, {"I": 20}, element="SummerHalfTerm2Attendance")
    written(
        tmp_path,
        message(
            pupil(attendance(20), **young),
            pupil(half, **old),
            term="AUT",
            reference="2025-10-02",
        ),
        "AUT.xml",
    )

    records = sm.read("school_census", tmp_path)

    def sums(period: str) -> tuple[int, int]:
        [figure] = sm.calculate(
            "attendance.absence_rate", records, period=sm.parse_period(period)
        )
        return figure.state.numerator, figure.state.denominator

    assert sums("AY2024/25") == (15, 290)
    assert sums("2024-08-19..2025-07-31") == (15, 290)
    assert sums("2024-08-19..2024-12-31") == (5, 150)
    assert sums("AY2024/25-spring") == (10, 120)
    assert sums("AY2024/25-summer") == (0, 20)


def test_figures_of_the_autumn_term_equal_those_counted_by_hand(tmp_path: Path):
    """Reasons, totals, a leaver, a boarder, a four-year-old and one of 16."""
    text = message(
        pupil(attendance(140, {"I": 10, "O": 4}), upn="A1", sen=needs("K")),
        pupil(attendance(140, authorised=6, unauthorised=8), upn="B2", sen=needs("E")),
        pupil(attendance(140, {"I": 13, "V": 9}), upn="C3", sen=needs("N")),
        pupil(attendance(140, {"I": 99}), upn="D4", boarder="B"),
        pupil(attendance(140, {"I": 99}), upn="E5", born="2021-03-01"),
        pupil(attendance(140, {"I": 99}), upn="F6", born="2009-03-01"),
        leavers=(
            pupil(attendance(60, {"C2": 30}), upn="G7", element="PupilNoLongerOnRoll"),
        ),
        year=2026,
        reference="2026-01-15",
    )
    records = sm.read("school_census", written(tmp_path, text))

    def sums(kpi: str) -> tuple[int, int, int]:
        period = sm.parse_period("AY2025/26-autumn")
        [figure] = sm.calculate(f"attendance.{kpi}", records, period=period)
        state = figure.state
        return state.numerator, state.denominator, figure.undetermined

    assert sums("absence_rate") == (10 + 4 + 14 + 13 + 30, 480, 0)
    assert sums("authorised_absence_rate") == (10 + 6 + 13 + 30, 480, 0)
    assert sums("unauthorised_absence_rate") == (4 + 8, 480, 0)
    assert sums("attendance_rate") == (126 + 126 + 127 + 30, 480, 0)
    assert sums("persistent_absence") == (3, 4, 0)
    assert sums("severe_absence") == (1, 4, 0)
    assert sums("illness_rate") == (10 + 13, 340, 1)


def test_the_term_in_which_codes_changed_is_asked_for_from_that_day(tmp_path: Path):
    records = sm.read(
        "school_census", written(tmp_path, message(pupil(attendance(100, {"I": 5}))))
    )

    with pytest.raises(sm.SendMetricsError, match=r"2024-08-19\.\.2024-12-31"):
        sm.calculate(
            "attendance.absence_rate",
            records,
            period=sm.parse_period("AY2024/25-autumn"),
        )


@pytest.mark.parametrize(
    ("entered", "of_year", "of_the_half_term"),
    [("2025-05-25", 1, 1), ("2025-05-26", 0, 1)],
)
def test_an_enrolment_that_begins_in_the_last_half_term_leaves_the_year(
    tmp_path: Path, entered: str, of_year: int, of_the_half_term: int
):
    half = attendance(20, {"I": 20}, element="SummerHalfTerm2Attendance")
    text = message(pupil(half, entered=entered), term="AUT", reference="2025-10-02")
    records = sm.read("school_census", written(tmp_path, text))

    for days, counted in (
        ("AY2024/25", of_year),
        ("2025-05-26..2025-07-31", of_the_half_term),
    ):
        period = sm.parse_period(days)
        [figure] = sm.calculate("attendance.severe_absence", records, period=period)
        assert figure.state.denominator == counted


def test_no_identity_or_value_comes_out(tmp_path: Path):
    """Markers in every item that is read or passed over."""
    canaries = ("Canary-Surname", "CANARYUPN0001", "2014-03-31", "canarycode", "WBRI")
    told = pupil(
        attendance(100, {"canarycode": 1}),
        upn="CANARYUPN0001",
        sen=needs("canarycode", ("1", "canarycode")),
    )
    kept = pupil(attendance(100, authorised=3), upn="CANARYUPN0001")

    result = reading(tmp_path, message(kept, told))

    frames = "".join(frame.to_csv() for frame in result.frames.values())
    shown = repr(result) + frames + str(result.findings) + str(result.notes)
    assert not [canary for canary in canaries if canary in shown]


def test_first_day_is_a_day(tmp_path: Path):
    days = rows_of(reading(tmp_path, message(pupil(attendance()))))["first_on"]

    assert [day.date() for day in days] == [dt.date(2024, 9, 1)]
