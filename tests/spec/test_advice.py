# ruff: noqa: E501 - tables are drawn as wide as they are
"""Professional advice within six weeks of being asked for, and advice still awaited.

Regulation 8 of SI 2014/1530: six weeks are 42 days after the day of the request, unless
an exception of regulation 8(2) applies.
"""

import datetime as dt

from send_metrics import Period, calendar_year
from tests.spec.conftest import Spec

MARCH = Period(dt.date(2025, 3, 1), dt.date(2025, 3, 31))
DAY = dt.date(2025, 3, 31)

REQUESTS = """
    row            | requested_on | received_on | cancelled_on | exception_applies | reference_on
    ---------------+--------------+-------------+--------------+-------------------+-------------
    due before     | 2025-01-17   | 2025-02-01  |              | no                | 2025-03-31
    first due      | 2025-01-18   | 2025-03-01  |              | no                | 2025-03-31
    day 42         | 2025-01-20   | 2025-03-03  |              | no                | 2025-03-31
    day 43         | 2025-01-20   | 2025-03-04  |              | no                | 2025-03-31
    excepted       | 2025-01-20   | 2025-03-04  |              | yes               | 2025-03-31
    same day       | 2025-01-20   | 2025-01-20  |              | unknown           | 2025-03-31
    before         | 2025-01-20   | 2025-01-19  |              | no                | 2025-03-31
    not yet        | 2025-01-20   |             |              | no                | 2025-03-31
    told on day 42 | 2025-01-20   |             |              | no                | 2025-03-03
    told on day 43 | 2025-01-20   |             |              | no                | 2025-03-04
    taken back     | 2025-01-20   |             | 2025-02-03   | no                | 2025-03-31
    last due       | 2025-02-17   | 2025-03-31  |              | no                | 2025-03-31
    due after      | 2025-02-18   | 2025-03-31  |              | no                | 2025-03-31
    no day         |              | 2025-03-04  |              | no                | 2025-03-31
    """


def test_advice_that_was_due_in_the_period_is_in_time_up_to_day_42(spec: Spec) -> None:
    spec(
        REQUESTS,
        "ehcp.advice_within_6_weeks",
        period=MARCH,
        numerator={"first due", "day 42", "same day", "last due"},
        denominator={
            *("first due", "day 42", "same day", "last due"),
            *("day 43", "excepted", "not yet", "told on day 43"),
        },
        undetermined={"before", "told on day 42", "no day"},
        shows="50.0",
    )


def test_with_exceptions_left_out_they_leave_both_numbers(spec: Spec) -> None:
    """An exception that is not known to apply changes nothing."""
    spec(
        REQUESTS,
        "ehcp.advice_within_6_weeks_excl_exceptions",
        period=MARCH,
        numerator={"first due", "day 42", "same day", "last due"},
        denominator={
            *("first due", "day 42", "same day", "last due"),
            *("day 43", "not yet", "told on day 43"),
        },
        excluded={"exception applies": {"excepted"}},
        undetermined={"before", "told on day 42", "no day"},
        shows="57.1",
    )


AWAITED = """
    row            | requested_on | received_on | cancelled_on
    ---------------+--------------+-------------+-------------
    asked that day | 2025-03-31   |             |
    asked next day | 2025-04-01   |             |
    two weeks      | 2025-03-17   |             |
    came that day  | 2025-03-03   | 2025-03-31  |
    comes next day | 2025-03-03   | 2025-04-01  |
    off that day   | 2025-03-03   |             | 2025-03-31
    off next day   | 2025-03-03   |             | 2025-04-01
    no day         |              |             |
    """


def test_advice_is_awaited_until_it_comes_or_is_no_longer_asked_for(spec: Spec) -> None:
    spec(
        AWAITED,
        "ehcp.advice_outstanding",
        as_at=DAY,
        numerator={"asked that day", "two weeks", "comes next day", "off next day"},
        undetermined={"no day"},
        shows="4",
    )


def test_advice_has_been_awaited_since_it_was_asked_for(spec: Spec) -> None:
    """Waits of 0, 14, 28 and 28 days have a median of 21."""
    spec(
        AWAITED,
        "ehcp.advice_outstanding_weeks",
        as_at=DAY,
        numerator={"asked that day", "two weeks", "comes next day", "off next day"},
        undetermined={"no day"},
        shows="3.0",
    )


def test_only_advice_of_which_it_was_recorded_came_on_the_template_or_not(
    spec: Spec,
) -> None:
    spec(
        """
        row           | received_on | on_template
        --------------+-------------+------------
        on it         | 2025-01-01  | yes
        not on it     | 2025-12-31  | no
        not recorded  | 2025-06-02  | unknown
        not yet       |             | yes
        year before   | 2024-12-31  | yes
        year after    | 2026-01-01  | yes
        """,
        "ehcp.advice_on_template",
        period=calendar_year(2025),
        numerator={"on it"},
        denominator={"on it", "not on it"},
        shows="50.0",
    )
