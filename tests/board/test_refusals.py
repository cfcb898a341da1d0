"""What cannot be counted is a row with its reason, never a dashboard that stops."""

import datetime as dt

import pandas as pd

from send_metrics.board import measured
from send_metrics.plans.files import plan_from_toml
from send_metrics.records.records import Records

PLAN = """
id = "one"
title = "A plan"
version = "1"

[[kpis]]
id = "absence"
kpi = "attendance.absence_rate"
title = "Sessions missed"
unit = "percent"
better = "lower"
role = "impact"
"""
SEPTEMBER = [dt.date(2024, 9, 2), dt.date(2024, 9, 3), dt.date(2025, 2, 3)]


def marks() -> Records:
    frame = pd.DataFrame(
        [
            {
                "pupil_id": "1",
                "school_urn": "100000",
                "date": pd.Timestamp(day),
                "session": session,
                "code": code,
            }
            for day in SEPTEMBER
            for session, code in (("AM", "/"), ("PM", "I"))
        ]
    )
    return Records.from_frames({"attendance_marks": frame})


def test_a_period_that_crosses_two_editions_is_refused_by_name() -> None:
    plan = plan_from_toml(PLAN)

    (autumn,) = measured(plan.kpis, plan, marks(), dt.date(2025, 1, 5))
    (spring,) = measured(plan.kpis, plan, marks(), dt.date(2025, 5, 5))

    # The census term begins on 1 August, and new codes came on 19 August.
    assert autumn.latest is None
    assert autumn.due_up_to == dt.date(2024, 12, 31)
    assert "2024-08-19" in (autumn.not_available or "")
    assert spring.latest is not None
    assert spring.latest.value == 50
    assert spring.previous is not None
    assert "2024-08-19" in (spring.previous.why_not or "")


def test_no_rows_at_all_are_no_figure() -> None:
    plan = plan_from_toml(PLAN)

    (row,) = measured(plan.kpis, plan, Records(), dt.date(2025, 5, 5))

    assert row.not_available == (
        "neither attendance_marks nor attendance_totals was supplied"
    )
    assert row.quality.in_words == "no source"
