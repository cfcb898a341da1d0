# ruff: noqa: E501 - tables are drawn as wide as they are
"""Complaints by the Ombudsman's Complaint Handling Code, and what the Ombudsman decided.

The Code asks for an acknowledgement within 5 working days of receipt, and for an answer
within 10 working days of the acknowledgement at stage 1 and 20 at stage 2; an extension
at most doubles that. In spring 2025 Good Friday was 18 April and Easter Monday 21 April.
"""

import datetime as dt

from send_metrics import Period, calculate, calendar_year, financial_year
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

APRIL = Period(dt.date(2025, 4, 1), dt.date(2025, 4, 30))
YEAR = calendar_year(2024)


def test_a_complaint_is_received_once_and_enquiries_are_none(spec: Spec) -> None:
    spec(
        """
        row        | stage | matter          | received_on
        -----------+-------+-----------------+------------
        day before | 1     | complaint       | 2025-03-31
        first day  | 1     | complaint       | 2025-04-01
        last day   | 1     | complaint       | 2025-04-30
        day after  | 1     | complaint       | 2025-05-01
        review     | 2     | complaint       | 2025-04-15
        enquiry    | 1     | enquiry         | 2025-04-15
        service    | 1     | service_request | 2025-04-15
        not known  | 1     | unknown         | 2025-04-15
        no day     | 1     | complaint       |
        """,
        "complaints.received",
        period=APRIL,
        numerator={"first day", "last day"},
        undetermined={"no day"},
        shows="2",
    )


COMPLAINTS_OF_2024 = """
    row        | authority | received_on
    -----------+-----------+------------
    day before | 919       | 2023-12-31
    first day  | 919       | 2024-01-01
    last day   | 919       | 2024-12-31
    day after  | 919       | 2025-01-01
    """
PLANS = """
    row            | authority | started_on | ceased_on
    ---------------+-----------+------------+-----------
    maintained     | 919       | 2019-10-07 |
    starts then    | 919       | 2024-12-31 |
    starts next    | 919       | 2025-01-01 |
    ended then     | 919       | 2019-10-07 | 2024-12-31
    ends next      | 919       | 2019-10-07 | 2025-01-01
    started in may | 919       | 2024-05-01 |
    ended in may   | 919       | 2019-10-07 | 2024-05-01
    """


def test_complaints_of_the_period_are_divided_by_plans_on_its_last_day(
    rate: Spec,
) -> None:
    rate(
        "complaints.rate_per_100_plans",
        period=YEAR,
        complaints=COMPLAINTS_OF_2024,
        ehc_plans=PLANS,
        sums=(2, 4),
        shows="50.0",
    )


def test_without_plans_there_is_no_rate_of_complaints(rate: Spec) -> None:
    rate(
        "complaints.rate_per_100_plans",
        period=YEAR,
        complaints=COMPLAINTS_OF_2024,
        shows="[x]",
        because="ehc_plans was not supplied",
    )


def test_the_rate_can_be_asked_of_any_twelve_months(engine: Engine) -> None:
    records = records_of(engine, complaints=COMPLAINTS_OF_2024, ehc_plans=PLANS)

    found = calculate(
        "complaints.rate_per_100_plans", records, period=financial_year(2024)
    )[0]

    assert (found.state.numerator, found.state.denominator) == (2, 4)


def test_a_register_that_ends_before_the_period_gives_no_rate(rate: Spec) -> None:
    rate(
        "complaints.rate_per_100_plans",
        period=YEAR,
        complaints="""
        row | authority | received_on | reference_on
        ----+-----------+-------------+-------------
        A   | 919       | 2024-06-03  | 2024-12-30
        """,
        ehc_plans=PLANS,
        shows="[x]",
        because="complaints tells what happened up to 2024-12-30 only",
    )


def test_the_fifth_working_day_after_receipt_is_in_time_to_acknowledge(
    spec: Spec,
) -> None:
    """Received on Monday 14 April, the fifth is Wednesday 23: Easter lies between."""
    spec(
        """
        row            | received_on | acknowledged_on | procedure          | reference_on
        ---------------+-------------+-----------------+--------------------+-------------
        due before     | 2025-03-24  | 2025-03-25      | corporate          | 2025-04-30
        first due      | 2025-03-25  | 2025-04-01      | corporate          | 2025-04-30
        fifth day      | 2025-04-14  | 2025-04-23      | corporate          | 2025-04-30
        sixth day      | 2025-04-14  | 2025-04-24      | corporate          | 2025-04-30
        on a Saturday  | 2025-04-05  | 2025-04-11      | corporate          | 2025-04-30
        Saturday late  | 2025-04-05  | 2025-04-14      | corporate          | 2025-04-30
        that day       | 2025-04-14  | 2025-04-14      | unknown            | 2025-04-30
        before         | 2025-04-14  | 2025-04-13      | corporate          | 2025-04-30
        not yet, due   | 2025-04-14  |                 | corporate          | 2025-04-24
        not yet        | 2025-04-14  |                 | corporate          | 2025-04-23
        last due       | 2025-04-23  | 2025-04-30      | corporate          | 2025-04-30
        due after      | 2025-04-24  | 2025-04-30      | corporate          | 2025-04-30
        statutory      | 2025-04-14  |                 | statutory_children | 2025-04-30
        no day         |             | 2025-04-14      | corporate          | 2025-04-30
        """,
        "complaints.acknowledged_within_5_working_days",
        period=APRIL,
        numerator={"first due", "fifth day", "on a Saturday", "that day", "last due"},
        denominator={
            *("first due", "fifth day", "on a Saturday", "that day", "last due"),
            *("sixth day", "Saturday late", "not yet, due"),
        },
        excluded={"statutory procedure": {"statutory"}},
        undetermined={"before", "not yet", "no day"},
        shows="62.5",
    )


ANSWERS = """
    row            | received_on | acknowledged_on | answered_on | extended | reference_on
    ---------------+-------------+-----------------+-------------+----------+-------------
    due before     | 2025-03-14  | 2025-03-17      | 2025-03-31  | no       | 2025-05-31
    first due      | 2025-03-17  | 2025-03-18      | 2025-04-01  | no       | 2025-05-31
    tenth day      | 2025-04-09  | 2025-04-10      | 2025-04-28  | no       | 2025-05-31
    eleventh day   | 2025-04-09  | 2025-04-10      | 2025-04-29  | no       | 2025-05-31
    twentieth      | 2025-04-09  | 2025-04-10      | 2025-05-13  | yes      | 2025-05-31
    day after that | 2025-04-09  | 2025-04-10      | 2025-05-14  | yes      | 2025-05-31
    extended, due  | 2025-04-09  | 2025-04-10      |             | yes      | 2025-05-14
    extended, open | 2025-04-09  | 2025-04-10      |             | yes      | 2025-05-13
    open, due      | 2025-04-09  | 2025-04-10      |             | unknown  | 2025-04-29
    open           | 2025-04-09  | 2025-04-10      |             | no       | 2025-04-28
    from receipt   | 2025-04-10  | 2025-04-14      | 2025-04-29  | no       | 2025-05-31
    last due       | 2025-04-11  | 2025-04-14      | 2025-04-30  | no       | 2025-05-31
    due after      | 2025-04-15  | 2025-04-16      | 2025-04-22  | no       | 2025-05-31
    never          | 2025-04-09  |                 | 2025-04-22  | no       | 2025-05-31
    reversed       | 2025-04-09  | 2025-04-10      | 2025-04-08  | no       | 2025-05-31
    """


def test_the_tenth_working_day_after_acknowledgement_is_in_time_at_stage_1(
    spec: Spec,
) -> None:
    """Acknowledged on 10 April, the tenth is 28 April and the twentieth 13 May."""
    spec(
        ANSWERS,
        "complaints.answered_on_time",
        period=APRIL,
        numerator={"first due", "tenth day", "twentieth", "from receipt", "last due"},
        denominator={
            *("first due", "tenth day", "twentieth", "from receipt", "last due"),
            *("eleventh day", "day after that", "extended, due", "open, due"),
        },
        undetermined={"extended, open", "open", "reversed"},
        shows="55.6",
    )


def test_counted_from_receipt_the_limit_ends_earlier(spec: Spec) -> None:
    """Received on 9 April, the tenth is 25 April and the twentieth 12 May."""
    spec(
        """
        row           | received_on | acknowledged_on | answered_on | extended | reference_on
        --------------+-------------+-----------------+-------------+----------+-------------
        tenth day     | 2025-04-09  | 2025-04-10      | 2025-04-25  | no       | 2025-05-31
        eleventh day  | 2025-04-09  | 2025-04-10      | 2025-04-28  | no       | 2025-05-31
        twentieth     | 2025-04-09  |                 | 2025-05-12  | yes      | 2025-05-31
        twenty-first  | 2025-04-09  |                 | 2025-05-13  | yes      | 2025-05-31
        no day        |             | 2025-04-10      | 2025-04-25  | no       | 2025-05-31
        """,
        "complaints.answered_on_time_from_receipt",
        period=APRIL,
        numerator={"tenth day", "twentieth"},
        denominator={"tenth day", "eleventh day", "twentieth", "twenty-first"},
        undetermined={"no day"},
        shows="50.0",
    )


def test_stage_2_has_twenty_working_days_and_forty_if_extended(spec: Spec) -> None:
    """Acknowledged on 10 March, the twentieth is 7 April and the fortieth 8 May."""
    spec(
        """
        row          | stage | acknowledged_on | answered_on | extended | reference_on
        -------------+-------+-----------------+-------------+----------+-------------
        twentieth    | 2     | 2025-03-10      | 2025-04-07  | no       | 2025-05-31
        twenty-first | 2     | 2025-03-10      | 2025-04-08  | no       | 2025-05-31
        fortieth     | 2     | 2025-03-10      | 2025-05-08  | yes      | 2025-05-31
        forty-first  | 2     | 2025-03-10      | 2025-05-09  | yes      | 2025-05-31
        stage 1      | 1     | 2025-03-10      | 2025-03-24  | no       | 2025-05-31
        """,
        "complaints.answered_on_time_stage_2",
        period=APRIL,
        numerator={"twentieth", "fortieth"},
        denominator={"twentieth", "twenty-first", "fortieth", "forty-first"},
        shows="50.0",
    )


def test_answered_complaints_have_their_main_theme(engine: Engine) -> None:
    records = records_of(
        engine,
        complaints="""
        row | theme         | answered_on
        ----+---------------+------------
        A   | delay         | 2025-04-01
        B   | delay         | 2025-04-30
        C   | communication | 2025-04-15
        D   | delay         |
        """,
    )

    found = calculate("complaints.by_theme", records, period=APRIL, by="theme")

    assert {f.by["theme"]: f.value for f in found} == {"delay": 2, "communication": 1}


def test_a_complaint_counts_by_theme_when_stage_1_was_answered(spec: Spec) -> None:
    spec(
        """
        row        | stage | matter    | answered_on
        -----------+-------+-----------+------------
        day before | 1     | complaint | 2025-03-31
        first day  | 1     | complaint | 2025-04-01
        last day   | 1     | complaint | 2025-04-30
        day after  | 1     | complaint | 2025-05-01
        review     | 2     | complaint | 2025-04-15
        enquiry    | 1     | enquiry   | 2025-04-15
        not yet    | 1     | complaint |
        """,
        "complaints.by_theme",
        period=APRIL,
        numerator={"first day", "last day"},
        shows="2",
    )


def test_a_complaint_upheld_in_part_is_upheld(spec: Spec) -> None:
    spec(
        """
        row        | answered_on | outcome
        -----------+-------------+--------------
        upheld     | 2025-04-01  | upheld
        partly     | 2025-04-30  | partly_upheld
        not upheld | 2025-04-15  | not_upheld
        not known  | 2025-04-15  | unknown
        next month | 2025-05-01  | upheld
        not yet    |             | none
        """,
        "complaints.upheld",
        period=APRIL,
        numerator={"upheld", "partly"},
        denominator={"upheld", "partly", "not upheld"},
        undetermined={"not known"},
        shows="66.7",
    )


def test_a_learning_action_is_on_time_up_to_the_day_it_is_due(spec: Spec) -> None:
    spec(
        """
        row          | due_on     | closed_on  | reference_on
        -------------+------------+------------+-------------
        day before   | 2025-03-31 | 2025-03-31 | 2025-05-31
        on the day   | 2025-04-01 | 2025-04-01 | 2025-05-31
        early        | 2025-04-30 | 2025-01-06 | 2025-05-31
        late         | 2025-04-15 | 2025-04-16 | 2025-05-31
        open, due    | 2025-04-15 |            | 2025-04-16
        open         | 2025-04-15 |            | 2025-04-15
        day after    | 2025-05-01 | 2025-04-30 | 2025-05-31
        no day       |            | 2025-04-15 | 2025-05-31
        """,
        "complaints.learning_actions_closed",
        period=APRIL,
        numerator={"on the day", "early"},
        denominator={"on the day", "early", "late", "open, due"},
        undetermined={"open", "no day"},
        shows="50.0",
    )


def test_the_ombudsman_upholds_of_what_was_investigated_in_detail(spec: Spec) -> None:
    spec(
        """
        row         | decided_on | decision
        ------------+------------+-------------------------------
        day before  | 2024-03-31 | upheld
        first day   | 2024-04-01 | upheld
        last day    | 2025-03-31 | upheld
        day after   | 2025-04-01 | upheld
        not upheld  | 2024-09-02 | not_upheld
        closed      | 2024-09-02 | closed_after_initial_enquiries
        sent back   | 2024-09-02 | referred_back
        advice      | 2024-09-02 | advice_given
        invalid     | 2024-09-02 | incomplete_or_invalid
        not known   | 2024-09-02 | unknown
        no day      |            | upheld
        """,
        "ombudsman.upheld_rate",
        period=financial_year(2024),
        numerator={"first day", "last day"},
        denominator={"first day", "last day", "not upheld"},
        undetermined={"no day"},
        shows="66.7",
    )
