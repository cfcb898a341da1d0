"""Marks reduced by every engine come to what a plain reading of each mark comes to."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import Period, Records
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from tests.property.plain_reduction import reduced
from tests.spec.drawing import ENGINES

CODES = (
    *("/", "L", "B", "J", "K", "C", "C2", "I", "I01", "J1", "H", "F", "G", "U"),
    *("N", "O", "D", "X", "X05", "Y", "Y1", "Q", "Z", "#", "?!"),
)
_AROUND = (
    *((2021, 5, 31), (2022, 7, 31), (2022, 8, 1)),
    *((2024, 5, 27), (2024, 8, 1), (2024, 8, 19)),
    *((2025, 1, 1), (2025, 4, 21), (2025, 5, 26), (2025, 7, 31)),
)
DAYS = sorted(
    {
        dt.datetime(*day) + dt.timedelta(days=away)  # noqa: DTZ001 - days have no zone
        for day in _AROUND
        for away in (-1, 0, 1)
        if dt.datetime(*day) + dt.timedelta(days=away)  # noqa: DTZ001
        <= dt.datetime(2025, 7, 31)  # noqa: DTZ001
    }
)
PERIODS = (
    (dt.date(2024, 8, 1), dt.date(2025, 7, 31)),
    (dt.date(2025, 5, 25), dt.date(2025, 7, 31)),
    (dt.date(2025, 5, 26), dt.date(2025, 7, 31)),
    (dt.date(2024, 5, 1), dt.date(2025, 7, 31)),
    (dt.date(2021, 5, 1), dt.date(2022, 8, 2)),
)
COMPARED = (
    *("possible_sessions", "present_sessions", "approved_activity_sessions"),
    *("authorised_sessions", "unauthorised_sessions", "part_time_sessions"),
    *("coronavirus_sessions", "illness_sessions", "interview_sessions"),
    *("interview_activity_sessions", "agreed_holiday_sessions"),
    "unable_to_attend_sessions",
)
COHORTS = {"P1": 2009, "P2": 2010, "P3": 2008, "P4": None, "P5": 2006}
KEY = ("pupil_id", "school_urn", "school_year", "term", "month")


@st.composite
def marks(draw: st.DrawFn) -> list[dict[str, Any]]:
    places = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(COHORTS)),
                st.sampled_from(("900001", "900002")),
                st.sampled_from(DAYS),
                st.sampled_from(("AM", "PM")),
            ),
            min_size=1,
            max_size=60,
            unique=True,
        )
    )
    names = ("pupil_id", "school_urn", "date", "session")
    return [
        {**dict(zip(names, place, strict=True)), "code": draw(st.sampled_from(CODES))}
        for place in places
    ]


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
@given(
    drawn=marks(),
    period=st.sampled_from(PERIODS),
    by=st.sampled_from(((), ("term",), ("month",), ("term", "month"))),
    with_ages=st.booleans(),
)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_totals_equal_those_of_a_plain_reading(
    engine: str,
    drawn: list[dict[str, Any]],
    period: tuple[dt.date, dt.date],
    by: tuple[str, ...],
    *,
    with_ages: bool,
) -> None:
    cohorts = COHORTS if with_ages else dict.fromkeys(COHORTS)
    pupils = [
        dict.fromkeys(SCHEMAS["pupils"].names) | {"pupil_id": p, "birth_cohort": c}
        for p, c in cohorts.items()
    ]
    make = ENGINES[engine]
    records = Records.from_frames(
        {
            "attendance_marks": make(SCHEMAS["attendance_marks"], drawn),
            "pupils": make(SCHEMAS["pupils"], pupils),
        }
    )

    rows = collected(records.rows("attendance_totals", Period(*period), by=by))
    found = {tuple(row[name] for name in KEY): row for row in rows}
    plain = reduced(drawn, cohorts, *period, by)

    assert found.keys() == plain.keys()
    for key, expected in plain.items():
        told = {name: found[key][name] for name in (*COMPARED, *_DESCRIBED)}

        assert _without_nan(told) == {
            name: expected.get(name, 0) for name in (*COMPARED, *_DESCRIBED)
        }


_DESCRIBED = ("began_in_second_half", "age_group")


def _without_nan(row: dict[str, Any]) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in row.items()}
