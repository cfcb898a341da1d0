"""Attendance rates, worked out again from the department's counts of sessions.

Sources: DfE, Pupil attendance in schools, and DfE, Pupil absence in schools in
England; see ``data/README.md``. The year-to-date file prints rates to 15 significant
digits, so they are compared digit by digit.
"""

from decimal import Decimal

import pytest

from send_metrics.domain.rounding import percentage

from .published import Row, area_of, count, read, remainder

SESSIONS_BEHIND = {
    "attendance_perc": "overall_attendance",
    "overall_absence_perc": "overall_absence",
    "authorised_absence_perc": "authorised_absence",
    "unauthorised_absence_perc": "unauthorised_absence",
    "illness_perc": "reason_i_authorised_illness",
    "appointments_perc": "reason_m_authorised_medical_dental",
    "unauth_hol_perc": "reason_g_unauthorised_holiday",
    "unauth_oth_perc": "reason_o_other_unauthorised",
    "unauth_late_registers_closed_perc": (
        "reason_u_unauthorised_late_after_registers_closed"
    ),
    "unauth_not_yet_perc": "reason_n_no_reason_yet",
    "auth_religious_perc": "reason_r_authorised_religious_observance",
    "auth_study_perc": "reason_s_authorised_study_leave",
    "auth_mob_perc": "reason_t_authorised_mobile_child",
    "auth_excluded_perc": "reason_e_authorised_excluded",
    "auth_performance_perc": "reason_c1_authorised_regulated_performance",
    "auth_interview_perc": "reason_j1_authorised_interview",
    "auth_part_time_perc": "reason_c2_authorised_temp_reduced_timetable",
    "auth_other_perc": "reason_c_authorised_other",
}


def sessions(row: Row, column: str) -> int:
    value = count(row, column)
    assert value is not None
    return value


def year_to_date() -> list[Row]:
    return read("attendance_2025_26.csv")


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
        row["education_phase"]: percentage(
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


# The last of 15 digits, where the department's binary quotient is one unit too high.
LAST_DIGIT = {
    ("East of England", "Secondary", "auth_excluded_perc"): (
        "342606 of 127424072",
        "0.268870704430165",
        "0.268870704430164",
    ),
    ("East of England", "Total", "illness_perc"): (
        "9428676 of 283276873",
        "3.32843126237136",
        "3.32843126237135",
    ),
    ("Hertfordshire", "Total", "unauth_not_yet_perc"): (
        "23449 of 56443099",
        "0.0415444942170876",
        "0.0415444942170875",
    ),
}


def test_all_but_three_of_the_rates_agree_to_the_last_digit_printed() -> None:
    compared = 0
    exceptions = {}
    for row in year_to_date():
        possible = sessions(row, "possible_sessions")
        for rate, column in SESSIONS_BEHIND.items():
            published = Decimal(row[rate])
            digits = -int(published.as_tuple().exponent)
            ours = percentage(sessions(row, column), possible, max(digits, 0))
            compared += 1
            if Decimal(ours) != published:
                exceptions[area_of(row), row["education_phase"], rate] = (
                    f"{row[column]} of {possible}",
                    row[rate],
                    ours,
                )

    assert compared == 216
    assert exceptions == LAST_DIGIT


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
    ],
)
def test_the_kinds_of_session_add_up(whole: str, parts: list[str]) -> None:
    left = [remainder(row, whole, parts) for row in year_to_date()]

    assert left == [0] * 12


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
@pytest.mark.parametrize("area", ["England", "East of England", "Hertfordshire"])
def test_the_total_pools_the_sessions_of_the_three_phases(
    area: str, column: str
) -> None:
    by_phase = {
        row["education_phase"]: sessions(row, column)
        for row in year_to_date()
        if area_of(row) == area
    }
    total = by_phase.pop("Total")

    assert len(by_phase) == 3
    assert total == sum(by_phase.values())


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
