"""The statutory clocks: the last day in time, and the first that is late."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import send_metrics as sm
from send_metrics import kpi
from send_metrics.domain.clocks import CLOCKS, months_later

PAGE = (Path(__file__).parents[2] / "docs/statutory-clocks.md").read_text("utf-8")
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


def examples(cells: int) -> list[list[str]]:
    """Return the rows of the page's tables that have so many cells and hold days."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| `")
    ]
    return [row for row in rows if len(row) == cells]


@pytest.mark.parametrize("row", examples(5), ids=lambda row: f"{row[0]} {row[2]}")
def test_the_page_says_what_the_clock_says(row: list[str]) -> None:
    named, law, *written = row
    start, last, late = map(dt.date.fromisoformat, written)
    found = re.match(r"`(\w+)`", named)
    assert found is not None
    clock = sm.statutory_clock(found[1])

    assert law in clock.law
    assert clock.last_day(start) == last
    assert clock.days_late(start, last) == 0
    assert late == last + DAY
    assert clock.days_late(start, late) == 1


def test_every_clock_is_on_the_page() -> None:
    named = {re.match(r"`(\w+)`", row[0])[1] for row in examples(5)}  # type: ignore[index]

    assert named == {clock.id for clock in CLOCKS}


@pytest.mark.parametrize("row", examples(3))
def test_the_deadlines_of_a_move_to_another_phase(row: list[str]) -> None:
    kind, moves, deadline = row
    found = sm.phase_transfer_deadline(
        kind.strip("`"),  # type: ignore[arg-type]
        dt.date.fromisoformat(moves),
    )

    assert found == dt.date.fromisoformat(deadline)


def test_with_the_first_day_counted_the_20_weeks_end_on_day_139() -> None:
    clock = sm.statutory_clock("final_plan")
    start = dt.date(2025, 2, 3)

    last = clock.last_day(start, counting_first_day=True)

    assert (last - start).days == 139
    assert clock.days_late(start, last + DAY, counting_first_day=True) == 1
    assert clock.days_late(start, last + DAY) == 0


def test_a_first_day_that_the_law_counts_is_not_counted_twice() -> None:
    clock = sm.statutory_clock("comments_on_draft")
    start = dt.date(2025, 5, 12)

    assert clock.last_day(start, counting_first_day=True) == clock.last_day(start)
    assert (clock.last_day(start) - start).days == 14


def test_a_weekend_after_the_last_working_day_is_late() -> None:
    clock = sm.statutory_clock("transfer_of_plan")
    aware_on = dt.date(2025, 3, 7)
    friday = clock.last_day(aware_on)

    assert friday == dt.date(2025, 3, 28)
    assert clock.days_late(aware_on, friday) == 0
    assert clock.days_late(aware_on, friday + DAY) == 1
    assert clock.days_late(aware_on, friday + 3 * DAY) == 1
    assert clock.days_late(aware_on, friday + 4 * DAY) == 2


@pytest.mark.parametrize(
    ("made_on", "transferred_on", "due_on"),
    [
        ("2025-01-10", "2025-02-01", "2026-01-09"),
        ("2025-01-10", "2025-10-09", "2026-01-09"),
        ("2025-01-10", "2025-10-10", "2026-01-10"),
        ("2025-01-10", "2025-11-30", "2026-02-28"),
    ],
)
def test_a_review_after_a_transfer_is_due_on_the_later_of_two_days(
    made_on: str, transferred_on: str, due_on: str
) -> None:
    found = sm.review_due_after_transfer(
        dt.date.fromisoformat(made_on), dt.date.fromisoformat(transferred_on)
    )

    assert found == dt.date.fromisoformat(due_on)


@given(days, st.sampled_from(CLOCKS), st.booleans())
def test_only_what_comes_after_the_last_day_is_late(
    start: dt.date, clock: sm.StatutoryClock, first: bool
) -> None:
    last = clock.last_day(start, counting_first_day=first)

    assert last > start
    assert clock.days_late(start, last, counting_first_day=first) == 0
    assert clock.days_late(start, last + DAY, counting_first_day=first) >= 1


@given(days, st.integers(-30, 30))
def test_months_end_where_the_calendar_has_no_such_day(
    day: dt.date, months: int
) -> None:
    found = months_later(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + DAY).day == 1


def test_the_limits_of_the_kpis_are_those_of_the_clocks() -> None:
    limits = {
        "ehcp.issued_within_20_weeks_incl_exceptions": "final_plan",
        "ehcp.decision_to_assess_within_6_weeks": "decision_to_assess",
        "ehcp.not_issued_within_16_weeks": "decision_not_to_issue",
        "review.decision_within_4_weeks": "review_decision",
        "review.amended_within_12_weeks": "amended_plan_from_meeting",
    }
    for kpi_id, clock_id in limits.items():
        clock = kpi(kpi_id).clock
        assert clock is not None
        assert clock.most_days == sm.statutory_clock(clock_id).number


def test_an_unknown_clock_is_refused_with_those_there_are() -> None:
    with pytest.raises(sm.SendMetricsError, match="there are decision_to_assess"):
        sm.statutory_clock("twenty_weeks")
