# ruff: noqa: E501 - tables are drawn as wide as they are
"""Whole journeys of children to a service, from the first referral on.

All of it is a local convention: no official figure follows a child from one service to
the next.
"""

from send_metrics import calendar_quarter
from tests.spec.conftest import Spec

QUARTER = calendar_quarter(2025, 1)


def test_a_journey_ends_with_the_first_contact_with_its_last_service(
    spec: Spec,
) -> None:
    spec(
        """
        row           | route          | started_on | seen_on    | services_not_found
        --------------+----------------+------------+------------+-------------------
        first day     | speech         | 2024-01-01 | 2025-01-01 | 0
        last day      | speech         | 2024-01-01 | 2025-03-31 | 0
        same day      | speech         | 2025-02-01 | 2025-02-01 | 0
        before        | speech         | 2024-01-01 | 2024-12-31 | 0
        after         | speech         | 2024-01-01 | 2025-04-01 | 0
        not yet       | speech         | 2024-01-01 |            | 0
        reversed      | speech         | 2025-02-02 | 2025-02-01 | 0
        no start      | speech         |            | 2025-02-01 | 0
        one not found | speech         | 2024-01-01 | 2025-02-01 | 1
        another way   | triage, speech | 2024-01-01 | 2025-02-01 | 0
        """,
        "waits.journey_to_first_contact",
        period=QUARTER,
        numerator={"first day", "last day", "same day"},
        undetermined={"reversed", "no start", "one not found"},
        shows="[z]",
    )


def test_a_journey_to_an_outcome_ends_on_the_day_that_it_was_told(spec: Spec) -> None:
    """That nobody has recorded a contact does not lengthen or shorten it."""
    spec(
        """
        row           | route          | started_on | seen_on    | outcome_on | services_not_found
        --------------+----------------+------------+------------+------------+-------------------
        first day     | speech         | 2024-01-01 | 2024-06-01 | 2025-01-01 | 0
        last day      | speech         | 2024-01-01 | 2024-06-01 | 2025-03-31 | 0
        same day      | speech         | 2025-02-01 | 2025-02-01 | 2025-02-01 | 0
        no contact    | speech         | 2024-01-01 |            | 2025-02-01 | 0
        before        | speech         | 2024-01-01 | 2024-06-01 | 2024-12-31 | 0
        after         | speech         | 2024-01-01 | 2024-06-01 | 2025-04-01 | 0
        seen only     | speech         | 2024-01-01 | 2025-02-01 |            | 0
        reversed      | speech         | 2025-02-02 | 2025-02-02 | 2025-02-01 | 0
        no start      | speech         |            | 2024-06-01 | 2025-02-01 | 0
        one not found | speech         | 2024-01-01 | 2024-06-01 | 2025-02-01 | 1
        another way   | triage, speech | 2024-01-01 | 2024-06-01 | 2025-02-01 | 0
        """,
        "waits.journey_to_outcome",
        period=QUARTER,
        numerator={"first day", "last day", "same day", "no contact"},
        undetermined={"reversed", "no start", "one not found"},
        shows="[z]",
    )


def test_a_stage_up_to_the_first_contact_counts_with_its_journey(spec: Spec) -> None:
    spec(
        """
        row           | route          | stage   | started_on | seen_on    | began_on   | ended_on   | services_not_found
        --------------+----------------+---------+------------+------------+------------+------------+-------------------
        first day     | speech         | speech  | 2024-01-01 | 2025-01-01 | 2024-01-01 | 2025-01-01 | 0
        last day      | speech         | speech  | 2024-01-01 | 2025-03-31 | 2024-01-01 | 2025-03-31 | 0
        no days       | speech         | speech  | 2024-01-01 | 2025-02-01 | 2024-01-01 | 2024-01-01 | 0
        before        | speech         | speech  | 2024-01-01 | 2024-12-31 | 2024-01-01 | 2024-12-31 | 0
        after         | speech         | speech  | 2024-01-01 | 2025-04-01 | 2024-01-01 | 2025-04-01 | 0
        not yet       | speech         | speech  | 2024-01-01 |            | 2024-01-01 |            | 0
        what follows  | speech         | outcome | 2024-01-01 | 2025-02-01 | 2025-02-01 | 2025-03-01 | 0
        reversed      | speech         | speech  | 2024-01-01 | 2025-02-01 | 2024-01-02 | 2024-01-01 | 0
        all reversed  | speech         | speech  | 2025-02-02 | 2025-02-01 | 2024-01-01 | 2024-01-02 | 0
        no beginning  | speech         | speech  | 2024-01-01 | 2025-02-01 |            | 2025-02-01 | 0
        no start      | speech         | speech  |            | 2025-02-01 | 2024-01-01 | 2025-02-01 | 0
        one not found | speech         | speech  | 2024-01-01 | 2025-02-01 | 2024-01-01 | 2025-02-01 | 1
        another way   | triage, speech | speech  | 2024-01-01 | 2025-02-01 | 2024-01-01 | 2025-02-01 | 0
        """,
        "waits.journey_stages_to_first_contact",
        period=QUARTER,
        numerator={"first day", "last day", "no days"},
        undetermined={
            *("reversed", "all reversed", "no beginning", "no start"),
            "one not found",
        },
        shows="[z]",
    )


def test_a_stage_up_to_the_outcome_counts_with_its_journey(spec: Spec) -> None:
    """Without a contact nobody knows where waiting ends and what follows begins."""
    spec(
        """
        row           | route          | stage   | started_on | outcome_on | began_on   | ended_on   | services_not_found
        --------------+----------------+---------+------------+------------+------------+------------+-------------------
        first day     | speech         | speech  | 2024-01-01 | 2025-01-01 | 2024-01-01 | 2024-06-01 | 0
        last day      | speech         | outcome | 2024-01-01 | 2025-03-31 | 2024-06-01 | 2025-03-31 | 0
        no days       | speech         | outcome | 2024-01-01 | 2025-02-01 | 2025-02-01 | 2025-02-01 | 0
        before        | speech         | outcome | 2024-01-01 | 2024-12-31 | 2024-06-01 | 2024-12-31 | 0
        after         | speech         | outcome | 2024-01-01 | 2025-04-01 | 2024-06-01 | 2025-04-01 | 0
        none told     | speech         | speech  | 2024-01-01 |            | 2024-01-01 | 2024-06-01 | 0
        reversed      | speech         | outcome | 2024-01-01 | 2025-02-01 | 2025-02-02 | 2025-02-01 | 0
        no contact    | speech         | speech  | 2024-01-01 | 2025-02-01 | 2024-01-01 |            | 0
        nor here      | speech         | outcome | 2024-01-01 | 2025-02-01 |            | 2025-02-01 | 0
        no start      | speech         | outcome |            | 2025-02-01 | 2024-06-01 | 2025-02-01 | 0
        one not found | speech         | outcome | 2024-01-01 | 2025-02-01 | 2024-06-01 | 2025-02-01 | 1
        another way   | triage, speech | outcome | 2024-01-01 | 2025-02-01 | 2024-06-01 | 2025-02-01 | 0
        """,
        "waits.journey_stages_to_outcome",
        period=QUARTER,
        numerator={"first day", "last day", "no days"},
        undetermined={
            *("reversed", "no contact", "nor here", "no start", "one not found"),
        },
        shows="[z]",
    )
