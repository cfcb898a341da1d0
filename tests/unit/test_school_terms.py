import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, parse_period, school_term
from send_metrics.domain.school_terms import TERMS, Term, second_half_of_summer


@pytest.mark.parametrize("year", range(2015, 2035))
def test_the_terms_of_the_statistics_fill_the_year_without_a_gap(year: int) -> None:
    autumn, spring, summer = (school_term(year, term) for term in TERMS)
    day = dt.timedelta(days=1)

    assert autumn.first == dt.date(year, 8, 1)
    assert spring.first == autumn.last + day
    assert summer.first == spring.last + day
    assert summer.last == dt.date(year + 1, 7, 31)
    assert summer.first.weekday() == 0


@pytest.mark.parametrize(
    ("year", "monday"),
    [(2021, "2022-05-30"), (2022, "2023-05-29"), (2023, "2024-05-27")],
)
def test_the_second_half_of_summer_begins_with_the_week_of_the_spring_bank_holiday(
    year: int, monday: str
) -> None:
    """In 2022 the holiday itself was moved to the Thursday of that week."""
    assert second_half_of_summer(year).first == dt.date.fromisoformat(monday)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("AY2024/25-autumn", "2024-08-01..2024-12-31"),
        ("AY2024/25-spring", "2025-01-01..2025-04-20"),
        ("AY2024/25-summer", "2025-04-21..2025-07-31"),
    ],
)
def test_a_term_is_written_after_its_year(written: str, period: str) -> None:
    assert str(parse_period(written)) == period


@pytest.mark.parametrize(
    ("term", "period"),
    [
        ("autumn", Period(dt.date(2024, 9, 9), dt.date(2024, 12, 21))),
        ("summer", Period(dt.date(2025, 4, 14), dt.date(2025, 7, 25))),
    ],
)
def test_the_daily_series_has_terms_of_its_own(term: Term, period: Period) -> None:
    assert school_term(2024, term, "daily") == period


def test_a_term_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(SendMetricsError, match="no winter term; use autumn, spring"):
        parse_period("AY2024/25-winter")
    with pytest.raises(
        SendMetricsError, match="terms of AY2030/31 are not known; known: AY2023/24"
    ):
        school_term(2030, "autumn", "daily")
