"""Attendance rates, worked out again from the department's counts of sessions.

Sources: DfE, Pupil attendance in schools, and DfE, Pupil absence in schools in
England; see ``data/README.md``.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.domain.rounding import half_up, percentage

from .attendance_release import (
    AUTUMN,
    EXTRACTS,
    SESSIONS_BEHIND,
    YEAR_TO_DATE,
    RateCell,
    phases_of,
    rate_cells,
    shown,
)
from .published import Row, area_of, count, read, remainder
from .whole_release import unpacked

PAGE = (Path(__file__).parents[2] / "docs/proof.md").read_text("utf-8")

PERIODS = {
    YEAR_TO_DATE: sm.Period(dt.date(2025, 9, 8), dt.date(2026, 7, 10)),
    AUTUMN: sm.Period(dt.date(2024, 9, 9), dt.date(2024, 12, 21)),
}
MEASURES = {
    "attendance.attendance_rate": "attendance_perc",
    "attendance.absence_rate": "overall_absence_perc",
    "attendance.authorised_absence_rate": "authorised_absence_perc",
    "attendance.unauthorised_absence_rate": "unauthorised_absence_perc",
    "attendance.part_time_timetable_rate": "auth_part_time_perc",
}
CLASSES = {
    "possible_sessions": "possible_sessions",
    "present_sessions": "present_sessions",
    "approved_activity_sessions": "approved_educational_activity",
    "authorised_sessions": "authorised_absence",
    "unauthorised_sessions": "unauthorised_absence",
    "part_time_sessions": "reason_c2_authorised_temp_reduced_timetable",
}


def sessions(row: Row, column: str) -> int:
    value = count(row, column)
    assert value is not None
    return value


@cache
def cells_of(extract: str) -> tuple[RateCell, ...]:
    return tuple(rate_cells(extract))


def place(row: Row) -> str:
    return f"{area_of(row)}, {row['phase']}"


def year_to_date() -> list[Row]:
    return shown(YEAR_TO_DATE)


@pytest.mark.parametrize(
    ("area", "primary", "secondary", "special", "total"),
    [
        ("England", "5.2767", "8.4898", "13.1691", "6.8832"),
        ("East of England", "5.2710", "8.4517", "12.3376", "6.8402"),
        ("Hertfordshire", "5.0366", "7.9275", "13.0424", "6.5306"),
    ],
)
def test_overall_absence_in_2025_26_is_absent_of_possible_sessions(
    area: str, primary: str, secondary: str, special: str, total: str
) -> None:
    ours = {
        row["phase"]: percentage(
            sessions(row, "overall_absence"),
            sessions(row, "possible_sessions"),
            decimals=4,
        )
        for row in year_to_date()
        if area_of(row) == area
    }

    assert ours == {
        "Primary": primary,
        "Secondary": secondary,
        "Special": special,
        "Total": total,
    }


@pytest.mark.parametrize(
    ("area", "column", "published"),
    [
        ("England", "possible_sessions", 2_445_419_687),
        ("England", "overall_absence", 168_324_305),
        ("England", "authorised_absence", 110_576_083),
        ("England", "unauthorised_absence", 57_748_222),
        ("England", "reason_c2_authorised_temp_reduced_timetable", 6_510_388),
        ("Hertfordshire", "possible_sessions", 56_443_099),
        ("Hertfordshire", "overall_absence", 3_686_075),
        ("Hertfordshire", "authorised_absence", 2_763_044),
        ("Hertfordshire", "unauthorised_absence", 923_031),
        ("Hertfordshire", "reason_c2_authorised_temp_reduced_timetable", 130_925),
    ],
)
def test_the_phases_of_2025_26_add_up_to_the_sessions_of_the_area(
    area: str, column: str, published: int
) -> None:
    phases = [
        row
        for row in year_to_date()
        if area_of(row) == area and row["phase"] != "Total"
    ]

    assert len(phases) == 3
    assert published == sum(sessions(row, column) for row in phases)


@pytest.mark.parametrize(
    ("extract", "rows", "suppressed"),
    [
        (
            YEAR_TO_DATE,
            647,
            {
                "City of London, Primary",
                "City of London, Total",
                "Isles of Scilly, Secondary",
                "Isles of Scilly, Total",
            },
        ),
        (
            AUTUMN,
            494,
            {
                "City of London, Primary",
                "Isles of Scilly, Secondary",
                "Bracknell Forest, Special",
            },
        ),
    ],
)
def test_only_rows_of_a_single_school_are_suppressed(
    extract: str, rows: int, suppressed: set[str]
) -> None:
    hidden = [row for row in unpacked(extract) if row not in shown(extract)]

    assert len(unpacked(extract)) == rows
    assert {place(row) for row in hidden} == suppressed
    assert {row[rate] for row in hidden for rate in SESSIONS_BEHIND} == {"c"}


@pytest.mark.parametrize(
    ("extract", "rates", "in_the_last_digit"),
    [(YEAR_TO_DATE, 11_574, 209), (AUTUMN, 8_838, 156)],
)
def test_every_published_rate_agrees_but_for_the_last_of_15_digits(
    extract: str, rates: int, in_the_last_digit: int
) -> None:
    others = [cell for cell in cells_of(extract) if not cell.agrees]
    apart = {
        abs(Decimal(cell.published) - Decimal(cell.ours)).scaleb(cell.digits)
        for cell in others
    }

    assert len(cells_of(extract)) == rates
    assert len(others) == in_the_last_digit
    assert apart == {Decimal(1)}


def test_the_cells_that_do_not_agree_are_those_on_the_list() -> None:
    others = [
        cell.told for name in EXTRACTS for cell in cells_of(name) if not cell.agrees
    ]

    assert others == read("attendance_last_digits.csv")


@pytest.mark.parametrize("extract", EXTRACTS)
def test_a_binary_quotient_explains_every_pooled_rate_that_does_not_agree(
    extract: str,
) -> None:
    unexplained = [
        cell.told
        for cell in cells_of(extract)
        if cell.weighted is None and not cell.agrees_in_binary
    ]

    assert unexplained == []


def test_the_totals_of_2024_25_are_weighted_and_not_pooled() -> None:
    totals = [cell for cell in cells_of(AUTUMN) if cell.phase == "Total"]
    pooled = [
        cell
        for cell in totals
        if Decimal(half_up(Fraction(100 * cell.sessions, cell.possible), cell.digits))
        == Decimal(cell.published)
    ]

    assert len(totals) == 180
    assert pooled == []
    assert sum(not cell.agrees for cell in totals) == 6


def test_persistent_absence_in_the_totals_of_2024_25_is_weighted_too() -> None:
    compared = 0
    for row in shown(AUTUMN):
        if row["phase"] != "Total":
            continue
        phases = phases_of(row, AUTUMN)
        pupils = sum(sessions(phase, "total_enrolments") for phase in phases)
        ours = sum(
            (
                Fraction(phase["pa_perc"]) * sessions(phase, "total_enrolments")
                for phase in phases
            ),
            start=Fraction(0),
        )
        compared += 1

        assert half_up(ours / pupils, 12) == half_up(Fraction(row["pa_perc"]), 12)

    assert compared == 10


@pytest.mark.parametrize("kpi", MEASURES)
@pytest.mark.parametrize("extract", EXTRACTS)
def test_the_definitions_give_the_published_rate_of_every_row(
    extract: str, kpi: str
) -> None:
    figures = sm.calculate(
        kpi, totals_of(extract), period=PERIODS[extract], by="school_urn"
    )
    ours = {
        figure.by["school_urn"]: (figure.state.numerator, figure.state.denominator)
        for figure in figures
    }
    published = {
        f"{cell.area}, {cell.phase}": (cell.sessions, cell.possible)
        for cell in cells_of(extract)
        if cell.rate == MEASURES[kpi]
    }

    assert ours == published


@cache
def totals_of(extract: str) -> sm.Records:
    """Return the published rows as if each were one enrolment at a school of its own."""
    period = PERIODS[extract]
    frame = pd.DataFrame(
        {
            "pupil_id": place(row),
            "school_urn": place(row),
            "school_year": period.first.year,
            "first_on": period.first,
            "last_on": period.last,
            **{ours: sessions(row, theirs) for ours, theirs in CLASSES.items()},
            "age_group": "5 to 15",
            "sen_status": "unknown",
            "primary_need": "unknown",
            "area": "unknown",
        }
        for row in shown(extract)
    )
    return sm.Records.from_frames({"attendance_totals": frame})


@pytest.mark.parametrize("extract", EXTRACTS)
@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (
            "possible_sessions",
            [
                "present_sessions",
                "approved_educational_activity",
                "authorised_absence",
                "unauthorised_absence",
            ],
        ),
        ("overall_attendance", ["present_sessions", "approved_educational_activity"]),
        ("overall_absence", ["authorised_absence", "unauthorised_absence"]),
        (
            "unauthorised_absence",
            [
                "reason_g_unauthorised_holiday",
                "reason_u_unauthorised_late_after_registers_closed",
                "reason_o_other_unauthorised",
                "reason_n_no_reason_yet",
            ],
        ),
        (
            "present_sessions",
            ["reason_present", "reason_l_present_late_before_registers_closed"],
        ),
        (
            "approved_educational_activity",
            [
                "reason_b_aea_education_off_site",
                "reason_j_aea_interview",
                "reason_p_aea_approved_sporting_activity",
                "reason_v_aea_educational_visit_trip",
                "reason_w_aea_work_experience",
                "reason_k_aea_education_arranged_by_la",
            ],
        ),
        # Late before the register closed is present, late after it is absent.
        (
            "late_sessions",
            [
                "reason_l_present_late_before_registers_closed",
                "reason_u_unauthorised_late_after_registers_closed",
            ],
        ),
    ],
)
def test_the_kinds_of_session_add_up(
    extract: str, whole: str, parts: list[str]
) -> None:
    left = {remainder(row, whole, parts) for row in shown(extract)}

    assert left == {0}


@pytest.mark.parametrize(
    ("extract", "rows", "england"),
    [(YEAR_TO_DATE, 51, 106), (AUTUMN, 39, 187)],
)
def test_authorised_absence_holds_a_few_sessions_of_no_published_reason(
    extract: str, rows: int, england: int
) -> None:
    reasons = [
        name
        for name in shown(extract)[0]
        if name.startswith("reason_") and "_authorised_" in name
    ]
    left = {
        place(row): remainder(row, "authorised_absence", reasons)
        for row in shown(extract)
    }

    assert len([sessions for sessions in left.values() if sessions]) == rows
    assert left["England, Total"] == england


@pytest.mark.parametrize(
    "column",
    [
        "possible_sessions",
        "overall_attendance",
        "overall_absence",
        "authorised_absence",
        "unauthorised_absence",
    ],
)
@pytest.mark.parametrize(("extract", "areas"), [(YEAR_TO_DATE, 161), (AUTUMN, 10)])
def test_the_total_pools_the_sessions_of_the_phases(
    extract: str, areas: int, column: str
) -> None:
    totals = [row for row in shown(extract) if row["phase"] == "Total"]
    apart = [
        place(row)
        for row in totals
        if sessions(row, column)
        != sum(sessions(phase, column) for phase in phases_of(row, extract))
    ]

    assert len(totals) == areas
    assert apart == []


def test_persistent_and_severe_absence_of_autistic_pupils_agree_to_one_decimal() -> (
    None
):
    rows = read("attendance_autistic_spectrum_disorder.csv")
    ours = [
        percentage(sessions(row, f"{kind}_absentees"), sessions(row, "enrolments"))
        for row in rows
        for kind in ("persistent", "severe")
    ]

    assert len(ours) == 12
    assert ours == [
        row[f"{kind}_percent"] for row in rows for kind in ("persistent", "severe")
    ]


@pytest.mark.parametrize(
    ("absent", "possible", "published"),
    [
        # Autumn 2024/25, England, primary, Down syndrome:
        pytest.param(10_840, 99_551, "10.88889", id="overall"),
        pytest.param(9_402, 99_551, "9.44441", id="authorised"),
        pytest.param(1_438, 99_551, "1.44449", id="unauthorised"),
        # Autumn 2024/25, England, age 4:
        pytest.param(5_265_728, 79_937_741, "6.58729", id="age 4"),
    ],
)
def test_single_rows_of_the_absence_statistics_agree_to_five_decimals(
    absent: int, possible: int, published: str
) -> None:
    assert published == percentage(absent, possible, decimals=5)


def test_the_page_of_proof_names_the_numbers() -> None:
    compared = sum(len(cells_of(name)) for name in EXTRACTS)
    others = len(read("attendance_last_digits.csv"))

    assert f"**{compared:,}** rates" in PAGE
    assert f"**{compared - others:,}** are" in PAGE
    assert f"**{others:,}** differ" in PAGE
