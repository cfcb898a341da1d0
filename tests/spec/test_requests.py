# ruff: noqa: E501 - tables are drawn as wide as they are
"""Requests for an EHC needs assessment and what became of them."""

import datetime as dt

from send_metrics import calendar_year
from tests.spec.conftest import Spec

YEAR = calendar_year(2024)
CENSUS = dt.date(2025, 1, 16)


def test_requests_are_counted_by_the_day_they_were_received(spec: Spec) -> None:
    spec(
        """
        row        | request_outcome | received_on
        -----------+-----------------+------------
        assess     | Y               | 2024-01-01
        refuse     | N               | 2024-12-31
        open       | A               | 2024-06-01
        withdrawn  | W               | 2024-06-01
        historical | H               | 2024-06-01
        earlier    | Y               | 2023-12-31
        no day     | Y               |
        """,
        "ehcp.requests_received",
        period=YEAR,
        numerator={"assess", "refuse", "open", "withdrawn"},
        undetermined={"no day"},
    )


def test_the_refusal_rate_divides_by_all_requests_received(spec: Spec) -> None:
    spec(
        """
        row        | request_outcome | received_on
        -----------+-----------------+------------
        assess     | Y               | 2024-01-01
        refuse     | N               | 2024-12-31
        open       | A               | 2024-06-01
        withdrawn  | W               | 2024-06-01
        historical | H               | 2024-06-01
        """,
        "ehcp.requests_refused",
        period=YEAR,
        numerator={"refuse"},
        denominator={"assess", "refuse", "open", "withdrawn"},
    )


def test_the_42nd_day_is_in_time_for_the_decision_and_the_43rd_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row        | request_outcome | received_on | request_outcome_on
        -----------+-----------------+-------------+-------------------
        day 42     | Y               | 2024-01-01  | 2024-02-12
        day 43     | Y               | 2024-01-01  | 2024-02-13
        refused 42 | N               | 2024-01-01  | 2024-02-12
        refused 43 | N               | 2024-01-01  | 2024-02-13
        undecided  | A               | 2024-01-01  |
        withdrawn  | W               | 2024-01-01  |
        no day     | Y               | 2024-01-01  |
        reversed   | Y               | 2024-01-02  | 2024-01-01
        """,
        "ehcp.decision_to_assess_within_6_weeks",
        period=YEAR,
        numerator={"day 42", "refused 42"},
        denominator={"day 42", "day 43", "refused 42", "refused 43"},
        undetermined={"no day", "reversed"},
    )


def test_an_assessment_is_completed_by_an_issued_plan_or_a_decision_against_one(
    spec: Spec,
) -> None:
    drawing = """
        row        | assessment_outcome | assessment_outcome_on | received_on | transferred_from
        -----------+--------------------+-----------------------+-------------+-----------------
        issued     | Y                  | 2024-05-20            | 2024-01-01  | none
        not issued | Y                  |                       | 2024-01-01  | none
        refused    | N                  | 2024-04-22            | 2024-01-01  | none
        no day     | N                  |                       | 2024-01-01  | none
        open       | A                  |                       | 2024-01-01  | none
        historical | H                  | 2024-05-20            |             | none
        moved in   | Y                  | 2024-05-20            | 2024-01-01  | 210
        earlier    | Y                  | 2023-12-31            | 2023-01-01  | none
        """
    spec(
        drawing,
        "ehcp.assessments_completed",
        period=YEAR,
        numerator={"issued", "refused"},
        excluded={"moved in"},
        undetermined={"no day"},
    )
    spec(
        drawing,
        "ehcp.assessments_not_issued",
        period=YEAR,
        numerator={"refused"},
        denominator={"issued", "refused"},
        excluded={"moved in"},
        undetermined={"no day"},
    )


def test_the_112th_day_is_in_time_to_refuse_a_plan_and_the_113th_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row      | assessment_outcome | received_on | assessment_outcome_on | transferred_from
        ---------+--------------------+-------------+-----------------------+-----------------
        day 112  | N                  | 2024-01-01  | 2024-04-22            | none
        day 113  | N                  | 2024-01-01  | 2024-04-23            | none
        a plan   | Y                  | 2024-01-01  | 2024-04-22            | none
        no start | N                  |             | 2024-04-22            | none
        moved in | N                  | 2024-01-01  | 2024-04-22            | 210
        """,
        "ehcp.not_issued_within_16_weeks",
        period=YEAR,
        numerator={"day 112"},
        denominator={"day 112", "day 113"},
        excluded={"moved in"},
        undetermined={"no start"},
    )


OPEN = """
    row           | request_outcome | request_outcome_on | assessment_outcome | assessment_outcome_on | received_on | exported_to
    --------------+-----------------+--------------------+--------------------+-----------------------+-------------+------------
    undecided     | A               |                    | none               |                       | 2025-01-10  | none
    day 140       | Y               | 2024-10-10         | A                  |                       | 2024-08-29  | none
    day 141       | Y               | 2024-10-10         | A                  |                       | 2024-08-28  | none
    to be issued  | Y               | 2024-03-01         | Y                  |                       | 2024-02-01  | none
    issued later  | Y               | 2024-10-10         | Y                  | 2025-01-17            | 2024-09-01  | none
    issued        | Y               | 2024-10-10         | Y                  | 2025-01-16            | 2024-09-01  | none
    refused       | N               | 2024-10-10         | none               |                       | 2024-09-01  | none
    refused later | N               | 2025-01-17         | none               |                       | 2024-12-20  | none
    no plan       | Y               | 2024-10-10         | N                  | 2024-12-10            | 2024-09-01  | none
    withdrawn     | W               |                    | none               |                       | 2024-09-01  | none
    stopped       | Y               | 2024-10-10         | W                  |                       | 2024-09-01  | none
    historical    | H               |                    | H                  |                       |             | none
    moved away    | Y               | 2024-10-10         | A                  |                       | 2024-09-01  | 210
    not yet made  | A               |                    | none               |                       | 2025-01-17  | none
    no start      | A               |                    | none               |                       |             | none
    no day of no  | N               |                    | none               |                       | 2024-09-01  | none
    no day of end | Y               | 2024-10-10         | N                  |                       | 2024-09-01  | none
    """
UNKNOWABLE = {"no start", "no day of no", "no day of end"}
STILL_OPEN = {
    "undecided",
    "day 140",
    "day 141",
    "to be issued",
    "issued later",
    "refused later",
}


def test_a_request_is_open_until_it_is_refused_issued_withdrawn_or_moved(
    spec: Spec,
) -> None:
    spec(
        OPEN,
        "ehcp.open_assessments",
        as_at=CENSUS,
        numerator=STILL_OPEN,
        undetermined=UNKNOWABLE,
    )


def test_an_open_request_is_overdue_from_the_141st_day(spec: Spec) -> None:
    spec(
        OPEN,
        "ehcp.overdue_assessments",
        as_at=CENSUS,
        numerator={"day 141", "to be issued"},
        denominator=STILL_OPEN,
        undetermined=UNKNOWABLE,
    )
