"""What holds for every period: parts fill the whole, and steps can be taken back."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import send_metrics as sm
from send_metrics import Period
from send_metrics.domain.period import Kind
from send_metrics.domain.periods import latest_complete, up_to

DAY = dt.timedelta(days=1)

years = st.integers(1901, 2098)
months = st.builds(sm.calendar_month, years, st.integers(1, 12))
quarters = st.builds(sm.calendar_quarter, years, st.integers(1, 4))
whole_years = st.one_of(
    st.builds(sm.calendar_year, years),
    st.builds(sm.academic_year, years),
    st.builds(sm.financial_year, years),
)
rolling = st.builds(sm.rolling_twelve_months, years, st.integers(1, 12))
terms = st.builds(
    sm.school_term, years, st.sampled_from(["autumn", "spring", "summer"])
)
days = st.dates(dt.date(1901, 1, 1), dt.date(2098, 12, 31))
spans = st.builds(
    lambda first, more: Period(first, first + more * DAY), days, st.integers(0, 800)
)
to_date = st.builds(
    lambda year, part: sm.year_to_date(year, year.first + part % year.days * DAY),
    whole_years,
    st.integers(0, 365),
)
named = st.one_of(months, quarters, whole_years, rolling, terms)
periods = st.one_of(named, spans, to_date)


def is_partition(whole: Period, parts: tuple[Period, ...]) -> bool:
    return (parts[0].first, parts[-1].last) == (whole.first, whole.last) and all(
        later.first == earlier.last + DAY for earlier, later in pairwise(parts)
    )


@given(periods)
def test_what_is_written_is_read_back_with_its_kind(period: Period) -> None:
    read = sm.parse_period(period.written)

    assert (read, read.kind) == (period, period.kind)


@given(st.one_of(months, quarters, whole_years, rolling))
def test_months_fill_a_period_that_they_make(period: Period) -> None:
    parts = sm.months_of(period)

    assert is_partition(period, parts)
    assert {part.kind for part in parts} == {"month"}
    assert len(parts) == period.months


@given(st.builds(sm.calendar_year, years) | st.builds(sm.financial_year, years))
def test_quarters_fill_a_year_that_they_make(year: Period) -> None:
    parts = sm.quarters_of(year)

    assert is_partition(year, parts)
    assert [len(sm.months_of(part)) for part in parts] == [3] * 4


@given(years)
def test_terms_of_the_statistics_fill_the_register_year(starting: int) -> None:
    parts = sm.terms_of(sm.academic_year(starting))

    assert is_partition(
        Period(dt.date(starting, 8, 1), dt.date(starting + 1, 7, 31)), parts
    )


@given(rolling)
def test_rolling_twelve_months_are_twelve_months(period: Period) -> None:
    assert sm.months_of(period) == up_to(sm.months_of(period)[-1], 12)


@given(st.one_of(named, spans))
def test_the_period_before_ends_the_day_before_and_is_alike(period: Period) -> None:
    before = period.previous()

    if period.kind == "term":  # the statistics have no term in August
        assert before.last < period.first
    else:
        assert before.last + DAY == period.first
    assert before.kind == period.kind
    if period.kind != "days":
        assert before.is_like(period)


@given(st.one_of(named, spans))
def test_a_step_back_and_a_step_on_end_where_they_began(period: Period) -> None:
    assert period.previous().next() == period == period.next().previous()


@given(to_date)
def test_a_year_to_date_is_held_against_the_same_part_of_the_year_before(
    period: Period,
) -> None:
    before = period.previous()

    assert before == period.same_last_year()
    assert before.last < period.first
    # The 28th ends February in some years and not in others.
    if (period.last.month, period.last.day) != (2, 28):
        assert before.is_like(period)
        assert before.next() == period


@given(periods)
def test_a_year_earlier_is_a_year_earlier(period: Period) -> None:
    earlier = period.same_last_year()

    assert earlier.kind == period.kind
    if period.kind != "term":
        assert earlier.first.year == period.first.year - 1
        assert abs(earlier.days - period.days) <= 1


@given(
    st.sampled_from(
        [
            "month",
            "quarter",
            "calendar year",
            "academic year",
            "financial year",
            "term",
        ]
    ),
    days,
)
def test_the_latest_complete_period_is_over_and_the_next_is_not(
    kind: Kind, on: dt.date
) -> None:
    latest = latest_complete(kind, on)

    assert latest.last <= on < latest.next().last


@given(st.one_of(months, quarters, whole_years, terms), st.integers(1, 30))
def test_a_row_of_periods_is_in_order_and_without_a_gap(
    latest: Period, number: int
) -> None:
    row = up_to(latest, number)

    assert len(row) == number
    assert row[-1] is latest
    assert all(earlier.next() == later for earlier, later in pairwise(row))
