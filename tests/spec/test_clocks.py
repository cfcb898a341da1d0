"""The statutory clocks: the last day in time, and the first that is late."""

import datetime as dt
import itertools
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


def examples(header: str) -> list[list[str]]:
    """Return the rows of the table of the page that has such a header."""
    _, _, below = PAGE.partition(f"{header}\n")
    lines = itertools.takewhile(lambda line: line.startswith("|"), below.splitlines())
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in itertools.islice(lines, 1, None)
    ]


LIMITS = examples("| clock | law | starts | last day in time | first day late |")
TIMES_GIVEN = examples("| clock | law | served | last day to comment |")
MOVES = examples("| kind | moves on | deadline |")
REVIEWS = examples("| made or reviewed | transferred | review by |")


def named(cell: str) -> str:
    return cell.split("`")[1]


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row[0]} {row[2]}")
def test_the_page_says_what_the_clock_says(row: list[str]) -> None:
    clock_id, law, *written = row
    start, last, late = map(dt.date.fromisoformat, written)
    clock = sm.statutory_clock(named(clock_id))

    assert law in clock.law
    assert clock.last_day(start) == last
    assert clock.days_late(start, last) == 0
    assert late == last + DAY
    assert clock.days_late(start, late) == 1


@pytest.mark.parametrize("row", TIMES_GIVEN, ids=lambda row: row[0])
def test_time_to_comment_is_given_in_full_and_nothing_is_late_on_it(
    row: list[str],
) -> None:
    clock_id, law, *written = row
    served, last = map(dt.date.fromisoformat, written)
    clock = sm.statutory_clock(named(clock_id))

    assert law in clock.law
    assert clock.last_day(served) == last
    with pytest.raises(sm.SendMetricsError, match="nothing is late on it"):
        clock.days_late(served, last + DAY)


def test_every_clock_is_on_the_page_once_as_what_it_is() -> None:
    limits = {named(row[0]) for row in LIMITS}
    times_given = {named(row[0]) for row in TIMES_GIVEN}

    assert limits == {clock.id for clock in CLOCKS if not clock.at_least}
    assert times_given == {clock.id for clock in CLOCKS if clock.at_least}


def test_every_clock_has_a_name_of_its_own() -> None:
    ids = [clock.id for clock in CLOCKS]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("row", MOVES)
def test_the_deadlines_of_a_move_to_another_phase(row: list[str]) -> None:
    kind, moves, deadline = row
    found = sm.phase_transfer_deadline(
        named(kind),  # type: ignore[arg-type]
        dt.date.fromisoformat(moves),
    )

    assert found == dt.date.fromisoformat(deadline)


def test_an_unknown_move_is_refused_with_those_there_are() -> None:
    with pytest.raises(sm.SendMetricsError, match="there are secondary to post-16, "):
        sm.phase_transfer_deadline(
            "secondary to post 16",  # type: ignore[arg-type]
            dt.date(2026, 9, 1),
        )


@given(days)
def test_a_deadline_is_the_last_day_five_months_before_a_move(
    transfer_on: dt.date,
) -> None:
    deadline = sm.phase_transfer_deadline("post-16 to post-16", transfer_on)
    month_ends = (transfer_on + DAY).day == 1

    assert months_later(deadline, 5) <= transfer_on
    assert months_later(deadline + DAY, 5) > transfer_on or month_ends


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
    aware_on = dt.date(2025, 3, 10)
    friday = clock.last_day(aware_on)

    assert friday == dt.date(2025, 3, 28)
    assert clock.days_late(aware_on, friday) == 0
    assert clock.days_late(aware_on, friday + DAY) == 1
    assert clock.days_late(aware_on, friday + 3 * DAY) == 1
    assert clock.days_late(aware_on, friday + 4 * DAY) == 2


@pytest.mark.parametrize("row", REVIEWS)
def test_a_review_after_a_transfer_is_due_on_the_later_of_two_days(
    row: list[str],
) -> None:
    made_on, transferred_on, due_on = map(dt.date.fromisoformat, row)

    assert sm.review_due_after_transfer(made_on, transferred_on) == due_on


@given(days, st.sampled_from([c for c in CLOCKS if not c.at_least]), st.booleans())
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
