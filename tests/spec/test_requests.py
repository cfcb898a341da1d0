# ruff: noqa: E501 - tables are drawn as wide as they are
"""Requests for an EHC needs assessment and what became of them."""

import datetime as dt

from send_metrics import calendar_year
from tests.spec.conftest import Spec

YEAR = calendar_year(2024)
CENSUS = dt.date(2025, 1, 16)


RECEIVED = """
    row        | request_outcome | received_on
    -----------+-----------------+------------
    assess     | Y               | 2024-01-01
    refuse     | N               | 2024-12-31
    open       | A               | 2024-06-01
    withdrawn  | W               | 2024-06-01
    not given  | unknown         | 2024-06-01
    historical | H               | 2024-06-01
    day before | N               | 2023-12-31
    day after  | Y               | 2025-01-01
    no day     | A               |
    no day too | Y               |
    """
ALL_RECEIVED = {"assess", "refuse", "open", "withdrawn", "not given"}
NO_DAY = {"no day", "no day too"}


def test_requests_are_counted_by_the_day_they_were_received(spec: Spec) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_received",
        period=YEAR,
        numerator=ALL_RECEIVED,
        undetermined=NO_DAY,
        shows="5",
    )


def test_the_refusal_rate_divides_by_all_requests_received(spec: Spec) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_refused",
        period=YEAR,
        numerator={"refuse"},
        denominator=ALL_RECEIVED,
        undetermined=NO_DAY,
        shows="20.0",
    )


def test_the_share_agreed_divides_by_all_requests_received(spec: Spec) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_agreed",
        period=YEAR,
        numerator={"assess"},
        denominator=ALL_RECEIVED,
        undetermined=NO_DAY,
    )


def test_the_share_not_decided_yet_divides_by_all_requests_received(
    spec: Spec,
) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_undecided",
        period=YEAR,
        numerator={"open"},
        denominator=ALL_RECEIVED,
        undetermined=NO_DAY,
    )


def test_the_share_withdrawn_divides_by_all_requests_received(spec: Spec) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_withdrawn",
        period=YEAR,
        numerator={"withdrawn"},
        denominator=ALL_RECEIVED,
        undetermined=NO_DAY,
    )


def test_the_local_refusal_rate_divides_by_decided_requests_only(spec: Spec) -> None:
    spec(
        RECEIVED,
        "ehcp.requests_refused_of_decided",
        period=YEAR,
        numerator={"refuse"},
        denominator={"assess", "refuse"},
        undetermined={"no day too"},
        shows="50.0",
    )


def test_a_request_from_youth_accommodation_is_one_recorded_as_such(
    spec: Spec,
) -> None:
    spec(
        """
        row        | request_outcome | received_on | youth_accommodation
        -----------+-----------------+-------------+--------------------
        first day  | Y               | 2024-01-01  | yes
        last day   | W               | 2024-12-31  | yes
        at home    | Y               | 2024-06-01  | no
        not given  | Y               | 2024-06-01  | unknown
        historical | H               | 2024-06-01  | yes
        day before | Y               | 2023-12-31  | yes
        day after  | Y               | 2025-01-01  | yes
        no day     | Y               |             | yes
        """,
        "ehcp.requests_in_youth_accommodation",
        period=YEAR,
        numerator={"first day", "last day"},
        undetermined={"no day"},
    )


def test_the_42nd_day_is_in_time_for_the_decision_and_the_43rd_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row        | request_outcome | received_on | request_outcome_on
        -----------+-----------------+-------------+-------------------
        day 41     | Y               | 2024-01-01  | 2024-02-11
        day 42     | Y               | 2024-01-01  | 2024-02-12
        day 43     | Y               | 2024-01-01  | 2024-02-13
        refused 42 | N               | 2024-01-01  | 2024-02-12
        refused 43 | N               | 2024-01-01  | 2024-02-13
        same day   | Y               | 2024-01-01  | 2024-01-01
        undecided  | A               | 2024-01-01  |
        withdrawn  | W               | 2024-01-01  |
        historical | H               | 2024-01-01  | 2024-02-12
        no day     | Y               | 2024-01-01  |
        no start   | Y               |             | 2024-02-12
        reversed   | Y               | 2024-01-02  | 2024-01-01
        """,
        "ehcp.decision_to_assess_within_6_weeks",
        period=YEAR,
        numerator={"day 41", "day 42", "refused 42", "same day"},
        denominator={
            *("day 41", "day 42", "day 43"),
            *("refused 42", "refused 43", "same day"),
        },
        undetermined={"no day", "no start", "reversed"},
    )


def test_a_decision_belongs_to_the_year_in_which_it_was_told(spec: Spec) -> None:
    spec(
        """
        row        | request_outcome | received_on | request_outcome_on
        -----------+-----------------+-------------+-------------------
        day before | Y               | 2023-12-01  | 2023-12-31
        first day  | Y               | 2023-12-01  | 2024-01-01
        last day   | N               | 2024-12-01  | 2024-12-31
        day after  | N               | 2024-12-01  | 2025-01-01
        """,
        "ehcp.decision_to_assess_within_6_weeks",
        period=YEAR,
        numerator={"first day", "last day"},
    )


ENDED = """
    row        | request_outcome | assessment_outcome | assessment_outcome_on | received_on | transferred_from
    -----------+-----------------+--------------------+-----------------------+-------------+-----------------
    issued     | Y               | Y                  | 2024-05-20            | 2024-01-01  | none
    not issued | Y               | Y                  |                       | 2024-01-01  | none
    refused    | Y               | N                  | 2024-04-22            | 2024-01-01  | none
    no day     | Y               | N                  |                       | 2024-01-01  | none
    open       | Y               | A                  |                       | 2024-01-01  | none
    stopped    | Y               | W                  |                       | 2024-01-01  | none
    none       | N               | none               |                       | 2024-01-01  | none
    begun 2023 | H               | Y                  | 2024-02-01            |             | none
    historical | H               | H                  | 2024-05-20            |             | none
    moved in   | Y               | Y                  | 2024-05-20            | 2024-01-01  | 210
    day before | Y               | Y                  | 2023-12-31            | 2023-01-01  | none
    first day  | Y               | N                  | 2024-01-01            | 2023-10-01  | none
    last day   | Y               | Y                  | 2024-12-31            | 2024-08-01  | none
    day after  | Y               | N                  | 2025-01-01            | 2024-08-01  | none
    """
COMPLETED = {"issued", "refused", "begun 2023", "first day", "last day"}


def test_an_assessment_is_completed_by_an_issued_plan_or_a_decision_against_one(
    spec: Spec,
) -> None:
    spec(
        ENDED,
        "ehcp.assessments_completed",
        period=YEAR,
        numerator=COMPLETED,
        excluded={"transferred in": {"moved in"}},
        undetermined={"no day"},
    )


def test_the_share_not_issued_divides_by_all_assessments_completed(
    spec: Spec,
) -> None:
    spec(
        ENDED,
        "ehcp.assessments_not_issued",
        period=YEAR,
        numerator={"refused", "first day"},
        denominator=COMPLETED,
        excluded={"transferred in": {"moved in"}},
        undetermined={"no day"},
        shows="40.0",
    )


def test_the_share_issued_divides_by_all_assessments_completed(spec: Spec) -> None:
    spec(
        ENDED,
        "ehcp.assessments_issued",
        period=YEAR,
        numerator={"issued", "begun 2023", "last day"},
        denominator=COMPLETED,
        excluded={"transferred in": {"moved in"}},
        undetermined={"no day"},
        shows="60.0",
    )


def test_the_112th_day_is_in_time_to_refuse_a_plan_and_the_113th_is_late(
    spec: Spec,
) -> None:
    spec(
        """
        row        | request_outcome | assessment_outcome | received_on | assessment_outcome_on | transferred_from
        -----------+-----------------+--------------------+-------------+-----------------------+-----------------
        day 111    | Y               | N                  | 2024-01-01  | 2024-04-21            | none
        day 112    | Y               | N                  | 2024-01-01  | 2024-04-22            | none
        day 113    | Y               | N                  | 2024-01-01  | 2024-04-23            | none
        a plan     | Y               | Y                  | 2024-01-01  | 2024-04-22            | none
        not yet    | Y               | A                  | 2024-01-01  |                       | none
        decided H  | H               | N                  | 2024-01-01  | 2024-04-22            | none
        no start   | Y               | N                  |             | 2024-04-22            | none
        no day     | Y               | N                  | 2024-01-01  |                       | none
        reversed   | Y               | N                  | 2024-04-23  | 2024-04-22            | none
        moved in   | Y               | N                  | 2024-01-01  | 2024-04-22            | 210
        day before | Y               | N                  | 2023-12-01  | 2023-12-31            | none
        first day  | Y               | N                  | 2023-12-01  | 2024-01-01            | none
        last day   | Y               | N                  | 2024-12-01  | 2024-12-31            | none
        day after  | Y               | N                  | 2024-12-01  | 2025-01-01            | none
        """,
        "ehcp.not_issued_within_16_weeks",
        period=YEAR,
        numerator={"day 111", "day 112", "decided H", "first day", "last day"},
        denominator={
            *("day 111", "day 112", "day 113"),
            *("decided H", "first day", "last day"),
        },
        excluded={"transferred in": {"moved in"}},
        undetermined={"no start", "no day", "reversed"},
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
        shows="6",
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
