"""Plans that began, are maintained and ended, and their annual reviews."""

import datetime as dt

from send_metrics import calendar_year
from tests.spec.conftest import Spec

YEAR = calendar_year(2024)
CENSUS = dt.date(2025, 1, 16)

PLANS = """
    row       | started_on | ceased_on  | transferred_from
    ----------+------------+------------+-----------------
    new       | 2024-01-01 |            | none
    new too   | 2024-12-31 | 2025-01-17 | none
    moved in  | 2024-06-01 |            | 210
    old       | 2019-10-07 |            | none
    ended     | 2019-10-07 | 2024-12-31 | none
    last day  | 2019-10-07 | 2025-01-16 | none
    later     | 2025-01-17 |            | none
    no start  |            |            | none
    """


def test_a_new_plan_is_one_that_started_here_in_the_year(spec: Spec) -> None:
    spec(
        PLANS,
        "ehcp.plans_started",
        table="ehc_plans",
        period=YEAR,
        numerator={"new", "new too"},
        excluded={"moved in"},
        undetermined={"no start"},
    )


def test_a_plan_is_active_from_its_start_until_the_day_before_it_ends(
    spec: Spec,
) -> None:
    spec(
        PLANS,
        "ehcp.plans_active",
        table="ehc_plans",
        as_at=CENSUS,
        numerator={"new", "new too", "moved in", "old"},
        undetermined={"no start"},
    )


def test_a_plan_that_ended_belongs_to_the_year_of_its_last_day(spec: Spec) -> None:
    spec(
        PLANS,
        "ehcp.plans_ceased",
        table="ehc_plans",
        period=YEAR,
        numerator={"ended"},
    )


def test_the_28th_day_is_in_time_for_a_review_decision_and_the_29th_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row              | meeting_on | decision_on
        -----------------+------------+------------
        day 28           | 2024-03-01 | 2024-03-29
        day 29           | 2024-03-01 | 2024-03-30
        same day         | 2024-03-01 | 2024-03-01
        no decision      | 2024-03-01 |
        no meeting       |            | 2024-03-01
        earlier decision | 2024-03-01 | 2023-03-20
        other year       | 2023-12-31 | 2024-01-02
        """,
        "review.decision_within_4_weeks",
        table="annual_reviews",
        period=YEAR,
        numerator={"day 28", "same day"},
        denominator={"day 28", "day 29", "same day"},
        undetermined={"no decision", "earlier decision"},
    )


def test_a_plan_over_a_year_old_needs_a_review_completed_in_the_last_12_months(
    spec: Spec,
) -> None:
    spec(
        """
        row        | started_on | ceased_on
        -----------+------------+-----------
        in time    | 2019-10-07 |
        on the day | 2019-10-07 |
        too old    | 2019-10-07 |
        never      | 2024-01-15 |
        after      | 2019-10-07 |
        a year old | 2024-01-16 |
        ended      | 2019-10-07 | 2024-06-01
        """,
        "review.held_within_12_months",
        table="ehc_plans",
        as_at=CENSUS,
        numerator={"in time", "on the day"},
        denominator={"in time", "on the day", "too old", "never", "after"},
        annual_reviews="""
        row        | meeting_on | decision_on
        -----------+------------+------------
        in time    | 2024-11-01 | 2025-01-16
        on the day | 2023-12-01 | 2024-01-16
        too old    | 2023-12-01 | 2024-01-15
        after      | 2025-01-10 | 2025-01-17
        a year old |            |
        ended      | 2024-02-01 | 2024-03-01
        """,
    )
