"""Placement and provision panels: a target of 30 days, read in three ways."""

import datetime as dt

from send_metrics import Period
from tests.spec.conftest import Spec

QUARTER = Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30))
DAY = dt.date(2025, 6, 30)

CASES = """
    row         | requested_on | papers_complete_on | decided_on | withdrawn_on
    ------------+--------------+--------------------+------------+-------------
    that day    | 2025-04-01   | 2025-04-01         | 2025-04-01 |
    day 30      | 2025-04-01   | 2025-04-01         | 2025-05-01 |
    day 31      | 2025-04-01   | 2025-04-02         | 2025-05-02 |
    the 30th    | 2025-04-01   | 2025-04-15         | 2025-05-16 |
    the 31st    | 2025-04-01   |                    | 2025-05-19 |
    last day    | 2025-06-16   | 2025-06-17         | 2025-06-30 |
    day after   | 2025-06-16   | 2025-06-17         | 2025-07-01 |
    day before  | 2025-03-03   | 2025-03-03         | 2025-03-31 |
    reversed    | 2025-06-02   | 2025-06-02         | 2025-06-01 |
    no request  |              | 2025-06-02         | 2025-06-03 |
    withdrawn   | 2025-06-02   | 2025-06-02         | 2025-06-03 | 2025-06-04
    not decided | 2025-06-02   | 2025-06-02         |            |
    """
MEASURED = {"that day", "day 30", "day 31", "the 30th", "the 31st", "last day"}


def test_30_calendar_days_run_from_the_day_after_the_request(spec: Spec) -> None:
    spec(
        CASES,
        "panel.decision_within_30_days",
        period=QUARTER,
        numerator={"that day", "day 30", "last day"},
        denominator=MEASURED,
        undetermined={"reversed", "no request"},
        shows="50.0",
    )


def test_30_days_can_run_from_complete_papers(spec: Spec) -> None:
    spec(
        CASES,
        "panel.decision_within_30_days_from_complete_papers",
        period=QUARTER,
        numerator={"that day", "day 30", "day 31", "last day", "no request"},
        denominator={
            *("that day", "day 30", "day 31", "the 30th", "last day", "no request"),
        },
        undetermined={"reversed", "the 31st"},
        shows="83.3",
    )


def test_30_working_days_leave_out_weekends_and_bank_holidays(spec: Spec) -> None:
    """Good Friday, Easter Monday and 5 May put the 30th after 1 April off to 16 May."""
    spec(
        CASES,
        "panel.decision_within_30_working_days",
        period=QUARTER,
        numerator={"that day", "day 30", "day 31", "the 30th", "last day"},
        denominator=MEASURED,
        undetermined={"reversed", "no request"},
        shows="83.3",
    )


def test_the_wait_for_a_decision_is_measured_from_the_request(spec: Spec) -> None:
    """Waits of 0, 14, 30, 31, 45 and 48 days."""
    spec(
        CASES,
        "panel.weeks_to_decision",
        period=QUARTER,
        numerator=MEASURED,
        undetermined={"reversed", "no request"},
        shows="4.4",
    )


WAITING = """
    row            | requested_on | decided_on | withdrawn_on
    ---------------+--------------+------------+-------------
    asked that day | 2025-06-30   |            |
    asked next day | 2025-07-01   |            |
    decided then   | 2025-06-02   | 2025-06-30 |
    decided next   | 2025-06-02   | 2025-07-01 |
    withdrew then  | 2025-06-02   |            | 2025-06-30
    withdrew next  | 2025-06-02   |            | 2025-07-01
    no request     |              |            |
    """


def test_a_request_waits_until_it_is_decided_or_withdrawn(spec: Spec) -> None:
    spec(
        WAITING,
        "panel.backlog",
        as_at=DAY,
        numerator={"asked that day", "decided next", "withdrew next"},
        undetermined={"no request"},
        shows="3",
    )


def test_a_request_has_waited_since_it_was_made(spec: Spec) -> None:
    """Waits of 0, 28 and 28 days."""
    spec(
        WAITING,
        "panel.backlog_weeks",
        as_at=DAY,
        numerator={"asked that day", "decided next", "withdrew next"},
        undetermined={"no request"},
        shows="4.0",
    )


def test_only_meetings_that_were_held_count(spec: Spec) -> None:
    spec(
        """
        row        | meeting_on | held
        -----------+------------+--------
        day before | 2025-03-31 | yes
        first day  | 2025-04-01 | yes
        last day   | 2025-06-30 | yes
        day after  | 2025-07-01 | yes
        cancelled  | 2025-05-01 | no
        not known  | 2025-05-01 | unknown
        no day     |            | yes
        """,
        "panel.meetings_per_month",
        period=QUARTER,
        numerator={"first day", "last day"},
        undetermined={"no day"},
        shows="2",
    )
