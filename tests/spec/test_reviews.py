"""Annual reviews: meetings, decisions and what is still owed; changes of phase."""

import datetime as dt

from send_metrics import calendar_year
from tests.spec.conftest import Spec

YEAR = calendar_year(2024)
CENSUS = dt.date(2025, 1, 16)


def test_a_review_meeting_belongs_to_the_year_in_which_it_was_held(
    spec: Spec,
) -> None:
    spec(
        """
        row        | meeting_on | decision_on | outcome
        -----------+------------+-------------+--------
        day before | 2023-12-31 | 2024-01-15  | M
        first day  | 2024-01-01 | 2024-01-15  | A
        last day   | 2024-12-31 |             | unknown
        day after  | 2025-01-01 |             | unknown
        no meeting |            | 2024-06-01  | M
        """,
        "review.meetings_held",
        period=YEAR,
        numerator={"first day", "last day"},
    )


def test_the_28th_day_is_in_time_for_a_review_decision_and_the_29th_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row              | meeting_on | decision_on
        -----------------+------------+------------
        day 27           | 2024-03-01 | 2024-03-28
        day 28           | 2024-03-01 | 2024-03-29
        day 29           | 2024-03-01 | 2024-03-30
        same day         | 2024-03-01 | 2024-03-01
        no decision      | 2024-03-01 |
        no meeting       |            | 2024-03-01
        earlier decision | 2024-03-01 | 2023-03-20
        day before       | 2023-12-31 | 2024-01-02
        first day        | 2024-01-01 | 2024-01-02
        last day         | 2024-12-31 | 2025-01-02
        day after        | 2025-01-01 | 2025-01-02
        """,
        "review.decision_within_4_weeks",
        period=YEAR,
        numerator={"day 27", "day 28", "same day", "first day", "last day"},
        denominator={
            *("day 27", "day 28", "day 29", "same day", "first day", "last day"),
        },
        undetermined={"no decision", "earlier decision"},
    )


def test_the_published_share_is_of_the_latest_review_of_every_plan_at_census(
    spec: Spec,
) -> None:
    """DfE takes reviews that have both a meeting and a decision, of whatever year."""
    spec(
        """
        row              | meeting_on | decision_on
        -----------------+------------+------------
        day 27           | 2024-03-01 | 2024-03-28
        day 28           | 2024-03-01 | 2024-03-29
        day 29           | 2024-03-01 | 2024-03-30
        years ago        | 2021-03-01 | 2021-03-15
        told that day    | 2024-12-19 | 2025-01-16
        told day after   | 2024-12-20 | 2025-01-17
        held day after   | 2025-01-17 | 2025-01-17
        no decision      | 2024-03-01 |
        no meeting       |            | 2024-03-01
        earlier decision | 2024-03-01 | 2023-03-20
        """,
        "review.decision_within_4_weeks_at_census",
        as_at=CENSUS,
        numerator={"day 27", "day 28", "years ago", "told that day"},
        denominator={"day 27", "day 28", "day 29", "years ago", "told that day"},
        undetermined={"earlier decision"},
        shows="80.0",
    )


WITHOUT_A_DECISION = """
    row              | meeting_on | decision_on
    -----------------+------------+------------
    day 29           | 2024-12-18 |
    day 28           | 2024-12-19 |
    day 27           | 2024-12-20 |
    that day         | 2025-01-16 |
    day after        | 2025-01-17 |
    told before      | 2024-12-18 | 2025-01-15
    told that day    | 2024-12-18 | 2025-01-16
    told after       | 2024-12-18 | 2025-01-17
    told after, soon | 2024-12-20 | 2025-01-17
    of last review   | 2024-12-18 | 2024-01-10
    same, soon       | 2024-12-20 | 2024-01-10
    no meeting       |            |
    """


def test_a_decision_is_outstanding_from_the_29th_day_without_one(spec: Spec) -> None:
    spec(
        WITHOUT_A_DECISION,
        "review.decision_outstanding",
        as_at=CENSUS,
        numerator={"day 29", "told after", "of last review"},
    )


def test_a_decision_is_not_due_up_to_the_28th_day(spec: Spec) -> None:
    spec(
        WITHOUT_A_DECISION,
        "review.decision_not_due",
        as_at=CENSUS,
        numerator={"day 28", "day 27", "that day", "told after, soon", "same, soon"},
    )


def test_a_plan_over_a_year_old_needs_a_review_completed_in_the_last_12_months(
    spec: Spec,
) -> None:
    """A review is complete on the day its decision is told, not on its meeting's."""
    spec(
        """
        row           | started_on | ceased_on
        --------------+------------+-----------
        that day      | 2019-10-07 |
        a year before | 2019-10-07 |
        a day too old | 2019-10-07 |
        told after    | 2019-10-07 |
        met only      | 2019-10-07 |
        no review     | 2024-01-15 |
        a year old    | 2024-01-16 |
        ended         | 2019-10-07 | 2025-01-16
        ends after    | 2019-10-07 | 2025-01-17
        no start      |            |
        """,
        "review.held_within_12_months",
        as_at=CENSUS,
        numerator={"that day", "a year before", "ends after"},
        denominator={
            *("that day", "a year before", "a day too old", "told after"),
            *("met only", "no review", "ends after"),
        },
        undetermined={"no start"},
        annual_reviews="""
        row           | meeting_on | decision_on
        --------------+------------+------------
        that day      | 2024-11-01 | 2025-01-16
        a year before | 2023-12-01 | 2024-01-16
        a day too old | 2023-12-01 | 2024-01-15
        told after    | 2025-01-10 | 2025-01-17
        met only      | 2024-11-01 |
        ended         | 2024-02-01 | 2024-03-01
        ends after    | 2024-02-01 | 2024-03-01
        no start      | 2024-02-01 | 2024-03-01
        """,
    )


PHASE_TRANSFERS = """
    row         | phase_transfer_due_on | phase_transfer_final_on
    ------------+-----------------------+------------------------
    day before  | 2023-12-31            | 2023-12-31
    first day   | 2024-01-01            | 2024-01-01
    last day    | 2024-12-31            | 2024-12-31
    day after   | 2025-01-01            | 2025-01-01
    late        | 2024-02-15            | 2025-03-01
    a year late | 2023-02-15            | 2024-02-20
    still owed  | 2024-02-15            |
    not due     |                       | 2024-06-01
    neither     |                       |
    """


def test_a_change_of_phase_is_due_in_the_year_of_its_deadline(spec: Spec) -> None:
    spec(
        PHASE_TRANSFERS,
        "review.phase_transfers_due",
        period=YEAR,
        numerator={"first day", "last day", "late", "still owed"},
    )


def test_a_change_of_phase_is_final_in_the_year_in_which_the_plan_was_issued(
    spec: Spec,
) -> None:
    spec(
        PHASE_TRANSFERS,
        "review.phase_transfers_final",
        period=YEAR,
        numerator={"first day", "last day", "a year late", "not due"},
    )
