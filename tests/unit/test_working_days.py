"""Working days of England, against the list that GOV.UK publishes."""

import datetime as dt

import narwhals.stable.v2 as nw
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from send_metrics import SendMetricsError, calendar_year, kpi
from send_metrics.domain.school_terms import easter_monday
from send_metrics.domain.working_days import (
    bank_holidays,
    is_working_day,
    started_to_end_in,
    working_day_after,
    working_days_between,
)
from send_metrics.kpis.conditions import done_within_working_days
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from send_metrics.records.working_days import days_of_working_days
from tests.spec.drawing import ENGINES, canonical

# https://www.gov.uk/bank-holidays, England and Wales, days on which offices are closed.
ON_WEEKDAYS = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize("year", ON_WEEKDAYS)
def test_bank_holidays_on_weekdays_are_those_of_gov_uk(year: int) -> None:
    expected = {dt.date.fromisoformat(f"{year}-{d}") for d in ON_WEEKDAYS[year].split()}

    assert {day for day in bank_holidays(year) if day.weekday() < 5} == expected


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2022-06-02", False),
        ("2022-05-30", True),
        ("2022-09-19", False),
        ("2023-05-08", False),
        ("2025-03-17", True),
        ("2025-12-27", False),
        ("2026-12-28", False),
    ],
)
def test_moved_and_one_off_days_count_and_scottish_or_irish_ones_do_not(
    day: str, *, works: bool
) -> None:
    assert is_working_day(dt.date.fromisoformat(day)) == works


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2012-06-05", "Diamond Jubilee of Elizabeth II"),
        ("2022-06-02", "Spring Bank Holiday"),
        ("2022-06-03", "Platinum Jubilee of Elizabeth II"),
        ("2022-09-19", "State Funeral of Queen Elizabeth II"),
        ("2023-05-08", "Coronation of Charles III"),
    ],
)
def test_one_off_days_are_known_by_name_without_a_network(
    day: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", None)
    bank_holidays.cache_clear()
    on = dt.date.fromisoformat(day)

    assert bank_holidays(on.year)[on] == name


@pytest.mark.parametrize("year", [1700, 2400])
def test_years_whose_bank_holidays_are_not_known_are_refused(year: int) -> None:
    with pytest.raises(SendMetricsError, match=r"known are \d{4} to \d{4}"):
        is_working_day(dt.date(year, 6, 8))
    with pytest.raises(SendMetricsError, match=f"bank holidays of {year}"):
        easter_monday(year)


@given(days, st.integers(1, 40))
def test_the_nth_working_day_is_a_working_day_with_n_of_them_up_to_it(
    start: dt.date, number: int
) -> None:
    reached = working_day_after(start, number)

    assert is_working_day(reached)
    assert working_days_between(start, reached) == number


YEAR = calendar_year(2025)
FROM_AUTUMN = [dt.date(2024, 9, 1) + dt.timedelta(days=n) for n in range(487)]


@pytest.mark.parametrize("number", [1, 2, 5, 7, 10, 20, 30, 40])
@pytest.mark.parametrize("engine", list(ENGINES))
def test_every_engine_counts_a_limit_in_working_days_as_the_calendar_does(
    engine: str, number: int
) -> None:
    """From every day whose limit ends in the year, or that lies in it."""
    rows = [
        {"row": str(day), "requested_on": str(day)}
        for day in FROM_AUTUMN
        if working_day_after(day, number) >= YEAR.first
    ]
    schema = SCHEMAS["panel_cases"]
    frame = nw.from_native(ENGINES[engine](schema, canonical("panel_cases", rows)))

    counted = collected(
        frame.select(
            "requested_on",
            days=days_of_working_days("requested_on", number, YEAR),
        )
    )

    for row in counted:
        start = row["requested_on"].date()
        assert row["days"] == (working_day_after(start, number) - start).days, start


@given(
    number=st.integers(1, 40),
    first=st.dates(dt.date(2020, 1, 1), dt.date(2025, 12, 31)),
    length=st.integers(0, 60),
)
def test_the_days_whose_limit_ends_in_a_period_are_told_without_a_gap(
    number: int, first: dt.date, length: int
) -> None:
    last = first + dt.timedelta(days=length)

    earliest, latest = started_to_end_in(first, last, number)

    around = [earliest + dt.timedelta(days=n) for n in range(-3, 3)]
    around += [latest + dt.timedelta(days=n) for n in range(-2, 4)]
    for start in around:
        ends_in_it = first <= working_day_after(start, number) <= last
        assert ends_in_it == (earliest <= start <= latest)


def test_a_limit_in_working_days_is_of_a_flow() -> None:
    condition = done_within_working_days(
        "requested_on", "decided_on", days=10, wording="it was decided in time"
    )

    with pytest.raises(SendMetricsError, match="belongs to a flow"):
        condition.holds(dt.date(2025, 4, 30))


def test_a_duty_is_due_after_days_or_after_working_days_and_not_after_both() -> None:
    with pytest.raises(SendMetricsError, match="say one"):
        evolve(kpi("complaints.answered_on_time"), due_after_days=14)
