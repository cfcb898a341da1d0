# ruff: noqa: E501 - tables are drawn as wide as they are
"""Calls, e-mails, updates given unasked, and the portal: local conventions."""

import datetime as dt

import pytest

from send_metrics import Period, Records, calculate
from send_metrics.records.tables import SCHEMAS
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, canonical, in_pandas, records_of

APRIL = Period(dt.date(2025, 4, 1), dt.date(2025, 4, 30))
DAY = dt.date(2025, 4, 30)

CALLS = """
    row         | channel | received_on | call_outcome | seconds_waited
    ------------+---------+-------------+--------------+---------------
    day before  | call    | 2025-03-31  | answered     | 1
    at once     | call    | 2025-04-01  | answered     | 0
    second 20   | call    | 2025-04-30  | answered     | 20
    second 21   | call    | 2025-04-30  | answered     | 21
    gave up     | call    | 2025-04-15  | abandoned    | 6
    misdialled  | call    | 2025-04-15  | abandoned    | 5
    no seconds  | call    | 2025-04-15  | answered     |
    gave up too | call    | 2025-04-15  | abandoned    |
    no outcome  | call    | 2025-04-15  | unknown      | 10
    day after   | call    | 2025-05-01  | answered     | 1
    no day      | call    |             | answered     | 1
    letter      | email   | 2025-04-15  | none         |
    """


def test_every_call_offered_is_answered_or_abandoned(spec: Spec) -> None:
    spec(
        CALLS,
        "comms.calls_answered",
        period=APRIL,
        numerator={"at once", "second 20", "second 21", "no seconds"},
        denominator={
            *("at once", "second 20", "second 21", "no seconds"),
            *("gave up", "misdialled", "gave up too"),
        },
        undetermined={"no outcome", "no day"},
        shows="57.1",
    )


def test_a_call_answered_after_20_seconds_is_in_time_and_after_21_is_not(
    spec: Spec,
) -> None:
    """A call that was given up within 5 seconds could not be answered."""
    spec(
        CALLS,
        "comms.calls_within_standard",
        period=APRIL,
        numerator={"at once", "second 20"},
        denominator={"at once", "second 20", "second 21", "gave up"},
        excluded={"abandoned at once": {"misdialled"}},
        undetermined={"no seconds", "gave up too", "no outcome", "no day"},
        shows="50.0",
    )


EMAILS = """
    row            | channel | received_on | replied_on | needs_reply | urgent  | reference_on
    ---------------+---------+-------------+------------+-------------+---------+-------------
    due before     | email   | 2025-03-17  | 2025-03-18 | yes         | no      | 2025-05-31
    first due      | email   | 2025-03-18  | 2025-04-01 | yes         | no      | 2025-05-31
    tenth day      | email   | 2025-04-10  | 2025-04-28 | yes         | no      | 2025-05-31
    eleventh day   | email   | 2025-04-10  | 2025-04-29 | yes         | unknown | 2025-05-31
    open, due      | email   | 2025-04-10  |            | yes         | no      | 2025-04-29
    open           | email   | 2025-04-10  |            | yes         | no      | 2025-04-28
    reversed       | email   | 2025-04-10  | 2025-04-09 | yes         | no      | 2025-05-31
    last due       | email   | 2025-04-14  | 2025-04-14 | yes         | no      | 2025-05-31
    due after      | email   | 2025-04-15  | 2025-04-15 | yes         | no      | 2025-05-31
    thanks         | email   | 2025-04-10  |            | no          | no      | 2025-05-31
    not known      | email   | 2025-04-10  |            | unknown     | no      | 2025-05-31
    a call         | call    | 2025-04-10  |            | yes         | no      | 2025-05-31
    no day         | email   |             | 2025-04-10 | yes         | no      | 2025-05-31
    urgent, second | email   | 2025-04-17  | 2025-04-23 | yes         | yes     | 2025-05-31
    urgent, third  | email   | 2025-04-17  | 2025-04-24 | yes         | yes     | 2025-05-31
    urgent, early  | email   | 2025-03-27  | 2025-03-28 | yes         | yes     | 2025-05-31
    urgent, late   | email   | 2025-04-29  | 2025-04-29 | yes         | yes     | 2025-05-31
    """


def test_the_tenth_working_day_after_an_email_is_in_time(spec: Spec) -> None:
    """Received on 10 April 2025, the tenth is 28 April: Easter lies between."""
    spec(
        EMAILS,
        "comms.emails_within_standard",
        period=APRIL,
        numerator={"first due", "tenth day", "last due"},
        denominator={"first due", "tenth day", "last due", "eleventh day", "open, due"},
        undetermined={"open", "reversed", "no day"},
        shows="60.0",
    )


def test_an_urgent_email_has_two_working_days(spec: Spec) -> None:
    """Received on 17 April 2025, the Thursday before Easter, the second is 23 April."""
    spec(
        EMAILS,
        "comms.urgent_emails_within_standard",
        period=APRIL,
        numerator={"urgent, second"},
        denominator={"urgent, second", "urgent, third"},
        shows="50.0",
    )


def test_a_family_was_updated_if_that_was_among_the_last_28_days(spec: Spec) -> None:
    """Only the last update up to the day counts, and only requests that are open."""
    spec(
        """
        row       | person_id | received_on | request_outcome | assessment_outcome | assessment_outcome_on
        ----------+-----------+-------------+-----------------+--------------------+----------------------
        day 28    | A         | 2025-01-06  | Y               | A                  |
        day 29    | B         | 2025-01-06  | Y               | A                  |
        that day  | C         | 2025-01-06  | A               | none               |
        next day  | D         | 2025-01-06  | Y               | A                  |
        never     | E         | 2025-01-06  | Y               | A                  |
        issued    | A         | 2024-10-07  | Y               | Y                  | 2025-04-30
        """,
        "comms.proactive_updates",
        as_at=DAY,
        family_updates="""
        row | person_id | given_on
        ----+-----------+-----------
        1   | A         | 2025-04-03
        2   | A         | 2025-02-03
        3   | B         | 2025-04-02
        4   | C         | 2025-04-30
        5   | D         | 2025-05-01
        6   | D         | 2025-01-06
        7   | Z         | 2025-04-30
        """,
        numerator={"day 28", "that day"},
        denominator={"day 28", "day 29", "that day", "next day", "never"},
        shows="40.0",
    )


def test_a_review_without_a_decision_is_an_open_case(spec: Spec) -> None:
    spec(
        """
        row      | person_id | meeting_on | decision_on
        ---------+-----------+------------+------------
        day 28   | A         | 2025-02-03 |
        day 29   | B         | 2025-02-03 |
        told     | A         | 2025-02-03 | 2025-04-30
        next day | A         | 2025-05-01 |
        not held | A         |            |
        """,
        "comms.proactive_updates_reviews",
        as_at=DAY,
        family_updates="""
        row | person_id | given_on
        ----+-----------+-----------
        1   | A         | 2025-04-03
        2   | B         | 2025-04-02
        """,
        numerator={"day 28"},
        denominator={"day 28", "day 29"},
        shows="50.0",
    )


def test_a_request_that_waits_for_a_panel_is_an_open_case(spec: Spec) -> None:
    """Nobody can look up the updates of a request that is nobody's."""
    spec(
        """
        row      | person_id | requested_on | decided_on
        ---------+-----------+--------------+-----------
        day 28   | A         | 2025-02-03   |
        day 29   | B         | 2025-02-03   |
        decided  | A         | 2025-02-03   | 2025-04-30
        next day | A         | 2025-05-01   |
        nobody's |           | 2025-02-03   |
        """,
        "comms.proactive_updates_panels",
        as_at=DAY,
        family_updates="""
        row | person_id | given_on
        ----+-----------+-----------
        1   | A         | 2025-04-03
        2   | B         | 2025-04-02
        """,
        numerator={"day 28"},
        denominator={"day 28", "day 29"},
        undetermined={"nobody's"},
        shows="50.0",
    )


def test_a_register_that_does_not_say_whose_its_cases_are_gives_no_share() -> None:
    cases, updates = (
        in_pandas(SCHEMAS[name], canonical(name, []))
        for name in ("panel_cases", "family_updates")
    )
    records = Records.from_frames(
        {"panel_cases": cases.drop(columns="person_id"), "family_updates": updates}
    )

    found = calculate("comms.proactive_updates_panels", records, as_at=DAY)[0]

    assert found.missing_reason == "no source gives person_id of panel_cases"


DISTRICTS = """
    row      | process        | live_on
    ---------+----------------+-----------
    that day | new_requests   | 2025-04-30
    next day | new_requests   | 2025-05-01
    not yet  | new_requests   |
    plans    | existing_plans | 2025-04-30
    no plans | existing_plans |
    """


@pytest.mark.parametrize(
    ("kpi", "live", "districts"),
    [
        (
            "portal.districts_live",
            {"that day"},
            {"that day", "next day", "not yet"},
        ),
        (
            "portal.districts_live_existing_plans",
            {"plans"},
            {"plans", "no plans"},
        ),
    ],
)
def test_a_district_is_live_from_its_first_day(
    spec: Spec, kpi: str, live: set[str], districts: set[str]
) -> None:
    spec(DISTRICTS, kpi, as_at=DAY, numerator=live, denominator=districts)


def test_a_plan_is_on_the_portal_from_the_day_the_family_can_see_it(
    spec: Spec,
) -> None:
    spec(
        """
        row      | started_on | ceased_on
        ---------+------------+-----------
        that day | 2019-10-07 |
        next day | 2019-10-07 |
        not yet  | 2019-10-07 |
        undated  | 2019-10-07 |
        ended    | 2019-10-07 | 2025-04-30
        """,
        "portal.plans_on_portal",
        as_at=DAY,
        portal_cases="""
        row      | visible_on
        ---------+-----------
        that day | 2025-04-30
        next day | 2025-05-01
        undated  |
        ended    | 2025-01-06
        """,
        numerator={"that day"},
        denominator={"that day", "next day", "not yet", "undated"},
        shows="25.0",
    )


@pytest.mark.parametrize(
    ("kpi", "because"),
    [
        ("comms.proactive_updates", "family_updates was not supplied"),
        ("portal.plans_on_portal", "portal_cases was not supplied"),
    ],
)
def test_without_the_log_there_is_no_share(
    engine: Engine, kpi: str, because: str
) -> None:
    records = records_of(
        engine,
        ehc_requests="row | received_on\n---\nA | 2025-01-06",
        ehc_plans="row | started_on\n---\nA | 2019-10-07",
    )

    assert calculate(kpi, records, as_at=DAY)[0].missing_reason == because


@pytest.mark.parametrize(
    ("kpi", "other", "because"),
    [
        (
            "comms.proactive_updates",
            {"family_updates": "row | person_id | given_on\n---\nA | Q | 2025-04-28"},
            "no person_id of family_updates is in ehc_requests:",
        ),
        (
            "portal.plans_on_portal",
            {"portal_cases": "row | visible_on\n---\nB | 2025-04-28"},
            "no plan_id of portal_cases is in ehc_plans:",
        ),
    ],
)
def test_a_log_by_other_numbers_gives_no_share_of_nought(
    engine: Engine, kpi: str, other: dict[str, str], because: str
) -> None:
    records = records_of(
        engine,
        ehc_requests="row | person_id | received_on\n---\nA | P | 2025-01-06",
        ehc_plans="row | started_on\n---\nA | 2019-10-07",
        **other,
    )

    figure = calculate(kpi, records, as_at=DAY)[0]

    assert figure.value is None
    assert figure.missing_reason == f"{because} their sources name the same ones" + (
        " differently"
    )
