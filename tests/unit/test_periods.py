import datetime as dt
import pickle
from collections.abc import Callable

import pytest

import send_metrics as sm
from send_metrics import Period, SendMetricsError, parse_period
from send_metrics.domain.period import Kind
from send_metrics.domain.school_terms import STATISTICS


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


@pytest.mark.parametrize(
    ("written", "first", "last", "kind"),
    [
        ("CY2025", "2025-01-01", "2025-12-31", "calendar year"),
        ("AY2024/25", "2024-09-01", "2025-08-31", "academic year"),
        ("AY1999/00", "1999-09-01", "2000-08-31", "academic year"),
        ("FY2024/25", "2024-04-01", "2025-03-31", "financial year"),
        ("2025-Q1", "2025-01-01", "2025-03-31", "quarter"),
        ("2025-Q4", "2025-10-01", "2025-12-31", "quarter"),
        ("FY2024/25-Q1", "2024-04-01", "2024-06-30", "quarter"),
        ("FY2024/25-Q4", "2025-01-01", "2025-03-31", "quarter"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025-12", "2025-12-01", "2025-12-31", "month"),
        ("2025-01-01..2025-06-30", "2025-01-01", "2025-06-30", "days"),
        ("2025-01-01..2025-01-01", "2025-01-01", "2025-01-01", "days"),
        ("2025-01-01..2025-01-31", "2025-01-01", "2025-01-31", "month"),
        ("2025-02-01..2025-04-30", "2025-02-01", "2025-04-30", "days"),
        ("AY2024/25-spring", "2025-01-01", "2025-04-20", "term"),
        ("CY2025-to-2025-01-01", "2025-01-01", "2025-01-01", "year to date"),
        ("CY2025-to-2025-12-31", "2025-01-01", "2025-12-31", "year to date"),
        ("AY2024/25-to-2025-03-14", "2024-09-01", "2025-03-14", "year to date"),
        ("AY2024/25-to-2025-03", "2024-09-01", "2025-03-31", "year to date"),
        ("FY2024/25-to-2025-02", "2024-04-01", "2025-02-28", "year to date"),
        ("R12-2025-06", "2024-07-01", "2025-06-30", "rolling 12 months"),
        ("R12-2024-02", "2023-03-01", "2024-02-29", "rolling 12 months"),
        ("R12-2025-12", "2025-01-01", "2025-12-31", "rolling 12 months"),
    ],
)
def test_a_period_is_read_as_it_is_written_and_knows_what_it_is(
    written: str, first: str, last: str, kind: Kind
) -> None:
    period = parse_period(written)

    assert period == Period(day(first), day(last))
    assert period.kind == kind


@pytest.mark.parametrize(
    "written",
    [
        *("CY2025", "AY1999/00", "FY2024/25", "2025-Q3", "2024-02", "AY2024/25-summer"),
        *("2025-01-01..2025-06-30", "FY2024/25-to-2025-02-28", "R12-2025-06"),
    ],
)
def test_a_period_is_written_as_it_is_read(written: str) -> None:
    assert parse_period(written).written == written


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2024/25", r"AY2024/25 for September to August, or FY2024/25"),
        ("2024/25-to-2025-03", r"AY2024/25-to-2025-03 for .* or FY2024/25-to-2025-03"),
        ("2025", r"CY2025 .* AY2025/26 .* FY2025/26"),
        (
            "2025-to-2025-06-30",
            r"CY2025-to-2025-06-30, AY2024/25-to-2025-06-30 or FY2025/26-to-2025-06-30",
        ),
        (
            "YTD-2025-03",
            r"CY2025-to-2025-03, AY2024/25-to-2025-03 or FY2024/25-to-2025-03",
        ),
        ("YTD-2025-09", r"AY2025/26-to-2025-09 or FY2025/26-to-2025-09"),
        (
            "Q2 2025",
            r"2025-Q2 for 2025-04-01\.\.2025-06-30, or FY2025/26-Q2 for 2025-07-01",
        ),
        ("R12-2025-06-30", r"end with a month, .*write R12-2025-06"),
        ("R12-2025-13", r"no month; write 2025-01"),
        ("AY2024/26", r"write AY2024/25"),
        ("FY2024/26-Q1", r"write FY2024/25"),
        ("2025-13", r"no month; write 2025-01"),
        ("2025-Q5", r"not a period"),
        ("2025-02-30..2025-03-01", r"'2025-02-30' is not a day"),
        ("2025-06-30..2025-01-01", r"cannot end"),
        ("CY2025-to-2026-01-01", r"2026-01-01 does not lie in CY2025"),
        ("AY2024/25-to-2024-08-31", r"does not lie in AY2024/25"),
        ("AY2024/25-to-easter", r"not a period"),
        ("last year", r"write CY2025"),
        ("CY1025", r"1900 to 2199"),
        ("Q1 0000", r"1900 to 2199"),
        ("", r"not a period"),
    ],
)
def test_a_period_that_is_unclear_is_refused_with_the_way_out(
    written: str, hint: str
) -> None:
    with pytest.raises(SendMetricsError, match=hint):
        parse_period(written)


@pytest.mark.parametrize(
    ("written", "previous", "following", "last_year"),
    [
        ("2025-03", "2025-02", "2025-04", "2024-03"),
        ("2024-02", "2024-01", "2024-03", "2023-02"),
        ("2025-02", "2025-01", "2025-03", "2024-02"),
        ("2025-Q1", "2024-Q4", "2025-Q2", "2024-Q1"),
        ("CY2025", "CY2024", "CY2026", "CY2024"),
        ("AY2024/25", "AY2023/24", "AY2025/26", "AY2023/24"),
        ("FY2024/25", "FY2023/24", "FY2025/26", "FY2023/24"),
        (
            "AY2024/25-autumn",
            "AY2023/24-summer",
            "AY2024/25-spring",
            "AY2023/24-autumn",
        ),
        (
            "AY2024/25-summer",
            "AY2024/25-spring",
            "AY2025/26-autumn",
            "AY2023/24-summer",
        ),
        ("R12-2025-06", "R12-2024-06", "R12-2026-06", "R12-2024-06"),
        (
            "CY2025-to-2025-06-15",
            "CY2024-to-2024-06-15",
            "CY2026-to-2026-06-15",
            "CY2024-to-2024-06-15",
        ),
        (
            "AY2023/24-to-2024-02-29",
            "AY2022/23-to-2023-02-28",
            "AY2024/25-to-2025-02-28",
            "AY2022/23-to-2023-02-28",
        ),
        (
            "CY2023-to-2023-02-28",
            "CY2022-to-2022-02-28",
            "CY2024-to-2024-02-29",
            "CY2022-to-2022-02-28",
        ),
        (
            "2024-07-01..2024-12-31",
            "2024-01-01..2024-06-30",
            "2025-01-01..2025-06-30",
            "2023-07-01..2023-12-31",
        ),
        (
            "2025-06-02..2025-06-08",
            "2025-05-26..2025-06-01",
            "2025-06-09..2025-06-15",
            "2024-06-02..2024-06-08",
        ),
        (
            "2024-02-10..2024-02-29",
            "2024-01-21..2024-02-09",
            "2024-03-01..2024-03-20",
            "2023-02-10..2023-02-28",
        ),
        (
            "2024-02-29..2024-03-10",
            "2024-02-18..2024-02-28",
            "2024-03-11..2024-03-21",
            "2023-03-01..2023-03-10",
        ),
        (
            "2024-02-29..2024-02-29",
            "2024-02-28..2024-02-28",
            "2024-03-01..2024-03-01",
            "2023-02-28..2023-02-28",
        ),
    ],
)
def test_what_comes_before_after_and_a_year_earlier(
    written: str, previous: str, following: str, last_year: str
) -> None:
    period = parse_period(written)

    assert period.previous().written == previous
    assert period.next().written == following
    assert period.same_last_year().written == last_year


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2025-02", "2024-03", True),
        ("2025-02", "2025-Q1", False),
        ("CY2024", "FY2024/25", False),
        ("CY2025", "R12-2025-12", False),
        ("AY2024/25-autumn", "AY2024/25-summer", True),
        ("CY2024-to-2024-02-29", "CY2025-to-2025-02-28", True),
        ("CY2024-to-2024-03-15", "CY2025-to-2025-03-15", True),
        ("CY2024-to-2024-03-15", "CY2025-to-2025-03-16", False),
        ("CY2024-to-2024-10-31", "CY2025-to-2025-09-30", False),
        ("CY2025-to-2025-09-30", "AY2024/25-to-2025-05-31", False),
        ("2024-07-01..2024-12-31", "2024-01-01..2024-06-30", True),
        ("2024-02-10..2024-03-10", "2023-02-10..2023-03-10", True),
        ("2025-06-02..2025-06-08", "2025-06-09..2025-06-16", False),
    ],
)
def test_periods_of_one_kind_and_length_are_alike(
    one: str, other: str, *, alike: bool
) -> None:
    assert parse_period(one).is_like(parse_period(other)) is alike
    assert parse_period(other).is_like(parse_period(one)) is alike


def test_the_kind_of_a_period_changes_neither_what_it_equals_nor_its_place() -> None:
    to_date, quarter = parse_period("CY2025-to-2025-03"), parse_period("2025-Q1")

    assert to_date.kind != quarter.kind
    assert {to_date, quarter} == {quarter}
    assert sorted([parse_period("2025-02"), to_date]) == [
        quarter,
        parse_period("2025-02"),
    ]


@pytest.mark.parametrize("written", ["2025-06", "AY2024/25-autumn"])
def test_a_period_travels_to_another_process(written: str) -> None:
    travelled = pickle.loads(pickle.dumps(parse_period(written)))  # noqa: S301

    assert travelled.previous() == parse_period(written).previous()


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("2025-01-01", "2025-03-31", "month"),
        ("2025-02-01", "2025-04-30", "quarter"),
        ("2025-02-01", "2026-01-31", "calendar year"),
        ("2025-02-01", "2025-03-31", "year to date"),
        ("2025-01-02", "2025-03-31", "year to date"),
        ("2025-01-01", "2026-01-01", "year to date"),
        ("2025-01-01", "2025-11-30", "rolling 12 months"),
        ("2024-08-01", "2024-12-31", "term"),
        ("2024-08-01", "2024-12-31", "half term"),
    ],
)
def test_a_period_is_not_called_what_its_days_are_not(
    first: str, last: str, kind: Kind
) -> None:
    with pytest.raises(SendMetricsError, match=f"is no {kind}"):
        Period(day(first), day(last), kind)


def test_only_terms_are_of_a_calendar_of_terms() -> None:
    with pytest.raises(SendMetricsError, match="is no month"):
        Period(day("2025-01-01"), day("2025-01-31"), "month", STATISTICS)


@pytest.mark.parametrize(
    ("kind", "on", "latest"),
    [
        ("month", "2025-06-29", "2025-05"),
        ("month", "2025-06-30", "2025-06"),
        ("month", "2025-01-01", "2024-12"),
        ("quarter", "2025-06-29", "2025-Q1"),
        ("quarter", "2025-06-30", "2025-Q2"),
        ("calendar year", "2025-12-30", "CY2024"),
        ("calendar year", "2025-12-31", "CY2025"),
        ("academic year", "2025-08-30", "AY2023/24"),
        ("academic year", "2025-08-31", "AY2024/25"),
        ("academic year", "2025-09-01", "AY2024/25"),
        ("financial year", "2025-03-30", "FY2023/24"),
        ("financial year", "2025-03-31", "FY2024/25"),
        ("financial year", "2025-04-01", "FY2024/25"),
        ("rolling 12 months", "2025-06-29", "R12-2025-05"),
        ("rolling 12 months", "2025-06-30", "R12-2025-06"),
        ("term", "2025-04-19", "AY2024/25-autumn"),
        ("term", "2025-04-20", "AY2024/25-spring"),
        ("term", "2025-12-30", "AY2024/25-summer"),
    ],
)
def test_the_latest_period_that_is_over(kind: Kind, on: str, latest: str) -> None:
    assert sm.latest_complete(kind, day(on)).written == latest


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: sm.latest_complete("year to date", day("2025-06-30")), "year_to_date"),
        (lambda: sm.latest_complete("days", day("2025-06-30")), "ask for one of month"),
        (
            lambda: sm.months_of(parse_period("2025-01-15..2025-03-14")),
            r"not made of months; take whole ones, such as 2025-01-01\.\.2025-03-31",
        ),
        (
            lambda: sm.quarters_of(sm.academic_year(2024)),
            r"not made of quarters; .* 2024-07-01\.\.2025-09-30",
        ),
        (lambda: sm.terms_of(sm.calendar_year(2024)), "CY2024 is no academic year"),
        (lambda: sm.up_to(sm.calendar_month(2025, 1), 0), "1 or more, not 0"),
        (
            lambda: sm.year_to_date(sm.calendar_month(2025, 1), day("2025-01-05")),
            "no calendar, academic or financial year",
        ),
        (lambda: sm.financial_quarter(2024, 5), "FY2024/25 begins on 2024-04-01"),
        (lambda: sm.calendar_year(1).previous(), "no year 0 in the calendar"),
        (lambda: sm.calendar_year(9999).next(), "no year 10000 in the calendar"),
    ],
)
def test_what_cannot_be_told_is_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(SendMetricsError, match=said):
        call()
