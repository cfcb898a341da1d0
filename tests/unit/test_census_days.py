import datetime as dt

import pytest

from send_metrics import SendMetricsError, sen2_census_day
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS, parse_as_at


def third_thursday_of_january(year: int) -> dt.date:
    fifteenth = dt.date(year, 1, 15)
    return fifteenth + dt.timedelta(days=(3 - fifteenth.weekday()) % 7)


def test_a_census_is_on_the_third_thursday_but_for_the_year_that_was_moved() -> None:
    moved = {
        y: d for y, d in SEN2_CENSUS_DAYS.items() if d != third_thursday_of_january(y)
    }

    assert moved == {2021: dt.date(2021, 1, 14)}


def test_no_year_is_left_out_of_the_table() -> None:
    assert list(SEN2_CENSUS_DAYS) == list(range(2015, 2028))


@pytest.mark.parametrize("year", [2014, 2028])
def test_a_census_day_is_never_guessed(year: int) -> None:
    with pytest.raises(SendMetricsError, match="known are 2015 to 2027"):
        sen2_census_day(year)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-01-31", dt.date(2026, 1, 31)), ("SEN2-2025", dt.date(2025, 1, 16))],
)
def test_the_day_of_a_stock_may_be_that_of_a_census(written: str, day: dt.date) -> None:
    assert parse_as_at(written) == day


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SEN2-2035", "census day of 2035"),
        ("2025-02-30", "not a day"),
        ("", "not a day"),
    ],
)
def test_what_is_no_day_of_a_stock_is_refused(written: str, said: str) -> None:
    with pytest.raises(SendMetricsError, match=said):
        parse_as_at(written)
