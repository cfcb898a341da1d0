"""Marks must come to the same whole numbers on every engine, and to those of a loop."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from send_metrics import Figures, Period, Records, calculate
from send_metrics.domain.school_terms import second_half_of_summer
from tests.engines import ENGINES, spark_or_skip
from tests.property.marks import Row, marks_and_pupils, plain_sums

MEASURES = {
    "absence": "attendance.absence_rate",
    "part-time": "attendance.part_time_timetable_rate",
    "persistent": "attendance.persistent_absence",
    "severe": "attendance.severe_absence",
}
PERIODS = (
    Period(dt.date(2024, 8, 19), dt.date(2025, 7, 31)),
    Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31)),
    Period(dt.date(2025, 5, 26), dt.date(2025, 7, 31)),
)
_TYPES = {
    "attendance_marks": {
        "pupil_id": "text",
        "school_urn": "text",
        "date": "day",
        "session": "text",
        "code": "text",
    },
    "pupils": {"pupil_id": "text", "sen_status": "text", "birth_cohort": "whole"},
}


def sums_of(figures: Figures) -> dict[tuple[str, str], dict[str, tuple[int, int]]]:
    measure = {kpi: name for name, kpi in MEASURES.items()}
    found: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for figure in figures:
        if not figure.by:
            continue
        cell = found.setdefault((figure.by["school_urn"], figure.by["sen_status"]), {})
        state = figure.state
        cell[measure[figure.kpi.id]] = state.numerator, state.denominator
        if figure.undetermined:
            cell["undetermined"] = figure.undetermined, 0
    return found


def assert_equal_to_a_loop(engine: str, marks: list[Row], pupils: list[Row]) -> None:
    make = ENGINES[engine]
    records = Records.from_frames(
        {
            "attendance_marks": make(_TYPES["attendance_marks"], marks),
            "pupils": make(_TYPES["pupils"], pupils),
        }
    )
    for period in PERIODS:
        half = second_half_of_summer(2024).first
        plain = plain_sums(marks, pupils, period.first, period.last, half)
        figures = calculate(
            list(MEASURES.values()),
            records,
            period=period,
            by=["school_urn", "sen_status"],
        )

        assert sums_of(figures) == plain


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "pyspark"])
@given(drawn=marks_and_pupils())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_on_an_engine_equal_a_loop(
    engine: str, drawn: tuple[list[Row], list[Row]]
) -> None:
    assert_equal_to_a_loop(engine, *drawn)


@given(drawn=marks_and_pupils())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_on_spark_equal_a_loop(drawn: tuple[list[Row], list[Row]]) -> None:
    spark_or_skip()

    assert_equal_to_a_loop("pyspark", *drawn)


@pytest.mark.parametrize("engine", list(ENGINES))
def test_ids_of_32_bits_and_many_marks_do_not_run_over(engine: str) -> None:
    if engine == "pyspark":
        spark_or_skip()
    day = dt.date(2024, 9, 2)
    marks: list[dict[str, Any]] = [
        {
            "pupil_id": 2_000_000_000 + pupil,
            "school_urn": "900001",
            "date": day + dt.timedelta(days=number),
            "session": session,
            "code": "I" if pupil % 2 else "/",
        }
        for pupil in range(4)
        for number in range(60)
        for session in ("AM", "PM")
    ]
    types = {**_TYPES["attendance_marks"], "pupil_id": "whole"}
    records = Records.from_frames({"attendance_marks": ENGINES[engine](types, marks)})

    figure = calculate("attendance.absence_rate", records, period=PERIODS[0])[0]

    assert (figure.state.numerator, figure.state.denominator) == (240, 480)
