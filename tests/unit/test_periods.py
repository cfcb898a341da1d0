import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, parse_period


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("CY2025", "2025-01-01", "2025-12-31"),
        ("AY2024/25", "2024-09-01", "2025-08-31"),
        ("AY1999/00", "1999-09-01", "2000-08-31"),
        ("FY2024/25", "2024-04-01", "2025-03-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-01-01..2025-06-30", "2025-01-01", "2025-06-30"),
        ("2025-01-01..2025-01-01", "2025-01-01", "2025-01-01"),
    ],
)
def test_a_period_is_read_as_it_is_written(written: str, first: str, last: str) -> None:
    expected = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))

    assert parse_period(written) == expected


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2024/25", r"AY2024/25 for September to August, or FY2024/25"),
        ("2025", r"CY2025 .* AY2025/26 .* FY2025/26"),
        ("AY2024/26", r"write AY2024/25"),
        ("2025-13", r"no month; write 2025-01"),
        ("2025-Q5", r"not a period"),
        ("2025-02-30..2025-03-01", r"'2025-02-30' is not a day"),
        ("2025-06-30..2025-01-01", r"cannot end"),
        ("last year", r"write CY2025"),
        ("CY1025", r"1900 to 2199"),
        ("", r"not a period"),
    ],
)
def test_a_period_that_is_unclear_is_refused_with_the_way_out(
    written: str, hint: str
) -> None:
    with pytest.raises(SendMetricsError, match=hint):
        parse_period(written)
