"""Working days of England, against the list that GOV.UK publishes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_metrics.domain.working_days import (
    bank_holidays,
    is_working_day,
    working_day_after,
    working_days_between,
)

# https://www.gov.uk/bank-holidays, England and Wales, days on which offices are closed.
ON_WEEKDAYS = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
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


@given(days, st.integers(1, 40))
def test_the_nth_working_day_is_a_working_day_with_n_of_them_up_to_it(
    start: dt.date, number: int
) -> None:
    reached = working_day_after(start, number)

    assert is_working_day(reached)
    assert working_days_between(start, reached) == number
