# ruff: noqa: E501 - tables are drawn as wide as they are
"""Duties with a limit: counted in the period in which the limit fell, done or not.

Official statistics count a step when it is taken, so that one still owed is in none of
them. Here a step that was not taken is late once its limit has passed, as far as the
source tells (`reference_on`), and undetermined before.
"""

import datetime as dt

from send_metrics import Period, calendar_year
from tests.spec.conftest import Spec

YEAR = calendar_year(2024)
EARLY_2025 = Period(dt.date(2025, 1, 1), dt.date(2025, 3, 31))


def test_a_plan_is_due_in_the_period_in_which_its_20_weeks_end(spec: Spec) -> None:
    spec(
        """
        row           | received_on | assessment_outcome_on | reference_on
        --------------+-------------+-----------------------+-------------
        day 139       | 2024-01-01  | 2024-05-19            | 2025-01-16
        day 140       | 2024-01-01  | 2024-05-20            | 2025-01-16
        day 141       | 2024-01-01  | 2024-05-21            | 2025-01-16
        still owed    | 2024-01-01  |                       | 2025-01-16
        due day 1     | 2023-08-14  | 2023-12-01            | 2025-01-16
        due before    | 2023-08-13  | 2024-02-01            | 2025-01-16
        due last day  | 2024-08-13  | 2025-01-10            | 2025-01-16
        due after     | 2024-08-14  | 2024-12-01            | 2025-01-16
        no request    |             | 2024-05-20            | 2025-01-16
        reversed      | 2024-01-02  | 2024-01-01            | 2025-01-16
        same day      | 2024-01-01  | 2024-01-01            | 2025-01-16
        """,
        "ehcp.due_issued_within_20_weeks",
        period=YEAR,
        numerator={"day 139", "day 140", "due day 1", "same day"},
        denominator={
            *("day 139", "day 140", "day 141", "still owed"),
            *("due day 1", "due last day", "same day"),
        },
        undetermined={"no request", "reversed"},
    )


def test_no_plan_is_owed_where_the_request_ended_otherwise(spec: Spec) -> None:
    spec(
        """
        row         | request_outcome | assessment_outcome | received_on | assessment_outcome_on | exceptions_apply | transferred_from | exported_to | reference_on
        ------------+-----------------+--------------------+-------------+-----------------------+------------------+------------------+-------------+-------------
        issued      | Y               | Y                  | 2024-01-01  | 2024-05-20            | no               | none             | none        | 2025-01-16
        excepted    | Y               | Y                  | 2024-01-01  | 2024-05-21            | yes              | none             | none        | 2025-01-16
        to issue    | Y               | Y                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        assessing   | Y               | A                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        undecided   | A               | none               | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        refused     | N               | none               | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        withdrawn   | W               | none               | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        no plan     | Y               | N                  | 2024-01-01  | 2024-04-22            | unknown          | none             | none        | 2025-01-16
        stopped     | Y               | W                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        historical  | H               | H                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        plan H      | Y               | H                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        long open   | H               | A                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        long agreed | H               | Y                  | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        long ago    | H               | none               | 2024-01-01  |                       | unknown          | none             | none        | 2025-01-16
        moved away  | Y               | A                  | 2024-01-01  |                       | unknown          | none             | 210         | 2025-01-16
        moved in    | Y               | Y                  | 2024-01-01  | 2024-05-20            | no               | 210              | none        | 2025-01-16
        """,
        "ehcp.due_issued_within_20_weeks",
        period=YEAR,
        numerator={"issued"},
        denominator={
            *("issued", "excepted", "to issue", "assessing", "undecided"),
            *("long open", "long agreed"),
        },
        excluded={"transferred in": {"moved in"}},
    )


def test_a_plan_after_mediation_or_appeal_is_not_counted_as_due(spec: Spec) -> None:
    spec(
        """
        row | received_on | assessment_outcome_on | reference_on | request_mediation | request_tribunal | assessment_mediation | assessment_tribunal | other_tribunal
        ----+-------------+-----------------------+--------------+-------------------+------------------+----------------------+---------------------+---------------
        A   | 2024-01-01  | 2024-05-20            | 2025-01-16   | yes               | no               | no                   | no                  | no
        B   | 2024-01-01  | 2024-05-20            | 2025-01-16   | no                | yes              | no                   | no                  | no
        C   | 2024-01-01  | 2024-05-20            | 2025-01-16   | no                | no               | yes                  | no                  | no
        D   | 2024-01-01  |                       | 2025-01-16   | no                | no               | no                   | yes                 | no
        E   | 2024-01-01  | 2024-05-20            | 2025-01-16   | no                | no               | no                   | no                  | yes
        """,
        "ehcp.due_issued_within_20_weeks",
        period=YEAR,
        numerator={"E"},
        excluded={"mediation or tribunal": {"A", "B", "C", "D"}},
    )


def test_a_plan_still_owed_is_late_from_the_day_after_its_20_weeks(spec: Spec) -> None:
    spec(
        """
        row            | received_on | assessment_outcome_on | reference_on
        ---------------+-------------+-----------------------+-------------
        ended before   | 2024-08-28  |                       | 2025-01-16
        ends that day  | 2024-08-29  |                       | 2025-01-16
        ends after     | 2024-08-30  |                       | 2025-01-16
        nobody can say | 2024-08-28  |                       |
        issued anyway  | 2024-08-29  | 2025-01-16            |
        """,
        "ehcp.due_issued_within_20_weeks",
        period=EARLY_2025,
        numerator={"issued anyway"},
        denominator={"ended before", "issued anyway"},
        undetermined={"ends that day", "ends after", "nobody can say"},
    )


def test_a_decision_is_due_in_the_period_in_which_its_6_weeks_end(spec: Spec) -> None:
    spec(
        """
        row          | request_outcome | received_on | request_outcome_on | exported_to | reference_on
        -------------+-----------------+-------------+--------------------+-------------+-------------
        day 41       | Y               | 2024-01-01  | 2024-02-11         | none        | 2025-01-16
        day 42       | N               | 2024-01-01  | 2024-02-12         | none        | 2025-01-16
        day 43       | Y               | 2024-01-01  | 2024-02-13         | none        | 2025-01-16
        still owed   | A               | 2024-01-01  |                    | none        | 2025-01-16
        due day 1    | Y               | 2023-11-20  | 2023-12-01         | none        | 2025-01-16
        due before   | Y               | 2023-11-19  | 2024-02-01         | none        | 2025-01-16
        due last day | Y               | 2024-11-19  | 2025-01-10         | none        | 2025-01-16
        due after    | Y               | 2024-11-20  | 2024-12-01         | none        | 2025-01-16
        no request   | Y               |             | 2024-02-12         | none        | 2025-01-16
        no day of no | N               | 2024-01-01  |                    | none        | 2025-01-16
        no day of go | Y               | 2024-01-01  |                    | none        | 2025-01-16
        reversed     | Y               | 2024-01-02  | 2024-01-01         | none        | 2025-01-16
        withdrawn    | W               | 2024-01-01  |                    | none        | 2025-01-16
        historical   | H               | 2024-01-01  |                    | none        | 2025-01-16
        moved away   | A               | 2024-01-01  |                    | 210         | 2025-01-16
        """,
        "ehcp.due_decided_within_6_weeks",
        period=YEAR,
        numerator={"day 41", "day 42", "due day 1"},
        denominator={
            *("day 41", "day 42", "day 43", "still owed"),
            *("due day 1", "due last day"),
        },
        undetermined={"no request", "no day of no", "no day of go", "reversed"},
    )


def test_a_decision_still_owed_is_late_from_the_day_after_its_6_weeks(
    spec: Spec,
) -> None:
    spec(
        """
        row            | request_outcome | received_on | request_outcome_on | reference_on
        ---------------+-----------------+-------------+--------------------+-------------
        ended before   | A               | 2024-12-04  |                    | 2025-01-16
        ends that day  | A               | 2024-12-05  |                    | 2025-01-16
        nobody can say | A               | 2024-12-04  |                    |
        """,
        "ehcp.due_decided_within_6_weeks",
        period=EARLY_2025,
        denominator={"ended before"},
        undetermined={"ends that day", "nobody can say"},
    )


def test_a_review_decision_is_due_in_the_period_in_which_its_4_weeks_end(
    spec: Spec,
) -> None:
    spec(
        """
        row            | meeting_on | decision_on | reference_on
        ---------------+------------+-------------+-------------
        day 27         | 2024-01-01 | 2024-01-28  | 2025-01-16
        day 28         | 2024-01-01 | 2024-01-29  | 2025-01-16
        day 29         | 2024-01-01 | 2024-01-30  | 2025-01-16
        same day       | 2024-01-01 | 2024-01-01  | 2025-01-16
        still owed     | 2024-01-01 |             | 2025-01-16
        due day 1      | 2023-12-04 | 2023-12-20  | 2025-01-16
        due before     | 2023-12-03 | 2024-01-05  | 2025-01-16
        due last day   | 2024-12-03 | 2025-01-10  | 2025-01-16
        due after      | 2024-12-04 | 2024-12-20  | 2025-01-16
        no meeting     |            | 2024-01-29  | 2025-01-16
        of last review | 2024-01-02 | 2024-01-01  | 2025-01-16
        """,
        "review.due_decided_within_4_weeks",
        period=YEAR,
        numerator={"day 27", "day 28", "same day", "due day 1"},
        denominator={
            *("day 27", "day 28", "day 29", "same day", "still owed"),
            *("due day 1", "due last day"),
        },
        undetermined={"of last review"},
    )


def test_a_review_decision_still_owed_is_late_from_the_day_after_its_4_weeks(
    spec: Spec,
) -> None:
    spec(
        """
        row            | meeting_on | decision_on | reference_on
        ---------------+------------+-------------+-------------
        ended before   | 2024-12-18 |             | 2025-01-16
        ends that day  | 2024-12-19 |             | 2025-01-16
        nobody can say | 2024-12-18 |             |
        """,
        "review.due_decided_within_4_weeks",
        period=EARLY_2025,
        denominator={"ended before"},
        undetermined={"ends that day", "nobody can say"},
    )


def test_the_draft_of_an_amended_plan_is_due_with_the_decision_after_4_weeks(
    spec: Spec,
) -> None:
    spec(
        """
        row          | outcome | meeting_on | draft_on   | reference_on
        -------------+---------+------------+------------+-------------
        day 27       | A       | 2024-01-01 | 2024-01-28 | 2025-01-16
        day 28       | A       | 2024-01-01 | 2024-01-29 | 2025-01-16
        day 29       | A       | 2024-01-01 | 2024-01-30 | 2025-01-16
        still owed   | A       | 2024-01-01 |            | 2025-01-16
        maintained   | M       | 2024-01-01 |            | 2025-01-16
        ceased       | C       | 2024-01-01 |            | 2025-01-16
        not told yet | unknown | 2024-01-01 |            | 2025-01-16
        due day 1    | A       | 2023-12-04 | 2023-12-20 | 2025-01-16
        due before   | A       | 2023-12-03 | 2024-01-05 | 2025-01-16
        due last day | A       | 2024-12-03 | 2025-01-10 | 2025-01-16
        due after    | A       | 2024-12-04 | 2024-12-20 | 2025-01-16
        no meeting   | A       |            | 2024-01-29 | 2025-01-16
        reversed     | A       | 2024-01-02 | 2024-01-01 | 2025-01-16
        """,
        "review.due_draft_within_4_weeks",
        period=YEAR,
        numerator={"day 27", "day 28", "due day 1"},
        denominator={
            *("day 27", "day 28", "day 29", "still owed"),
            *("due day 1", "due last day"),
        },
        undetermined={"reversed"},
    )


def test_a_draft_still_owed_is_late_from_the_day_after_its_4_weeks(spec: Spec) -> None:
    spec(
        """
        row            | outcome | meeting_on | draft_on | reference_on
        ---------------+---------+------------+----------+-------------
        ended before   | A       | 2024-12-18 |          | 2025-01-16
        ends that day  | A       | 2024-12-19 |          | 2025-01-16
        nobody can say | A       | 2024-12-18 |          |
        """,
        "review.due_draft_within_4_weeks",
        period=EARLY_2025,
        denominator={"ended before"},
        undetermined={"ends that day", "nobody can say"},
    )


def test_an_amended_plan_is_due_in_the_period_in_which_12_weeks_from_the_meeting_end(
    spec: Spec,
) -> None:
    spec(
        """
        row          | outcome | meeting_on | amended_plan_on | reference_on
        -------------+---------+------------+-----------------+-------------
        day 83       | A       | 2024-01-01 | 2024-03-24      | 2025-01-16
        day 84       | A       | 2024-01-01 | 2024-03-25      | 2025-01-16
        day 85       | A       | 2024-01-01 | 2024-03-26      | 2025-01-16
        still owed   | A       | 2024-01-01 |                 | 2025-01-16
        maintained   | M       | 2024-01-01 |                 | 2025-01-16
        ceased       | C       | 2024-01-01 |                 | 2025-01-16
        not told yet | unknown | 2024-01-01 |                 | 2025-01-16
        due day 1    | A       | 2023-10-09 | 2023-12-20      | 2025-01-16
        due before   | A       | 2023-10-08 | 2024-01-05      | 2025-01-16
        due last day | A       | 2024-10-08 | 2025-01-10      | 2025-01-16
        due after    | A       | 2024-10-09 | 2024-12-20      | 2025-01-16
        no meeting   | A       |            | 2024-03-25      | 2025-01-16
        reversed     | A       | 2024-01-02 | 2024-01-01      | 2025-01-16
        """,
        "review.amended_within_12_weeks",
        period=YEAR,
        numerator={"day 83", "day 84", "due day 1"},
        denominator={
            *("day 83", "day 84", "day 85", "still owed"),
            *("due day 1", "due last day"),
        },
        undetermined={"reversed"},
    )


def test_an_amended_plan_still_owed_is_late_from_the_day_after_its_12_weeks(
    spec: Spec,
) -> None:
    spec(
        """
        row            | outcome | meeting_on | amended_plan_on | reference_on
        ---------------+---------+------------+-----------------+-------------
        ended before   | A       | 2024-10-23 |                 | 2025-01-16
        ends that day  | A       | 2024-10-24 |                 | 2025-01-16
        nobody can say | A       | 2024-10-23 |                 |
        """,
        "review.amended_within_12_weeks",
        period=EARLY_2025,
        denominator={"ended before"},
        undetermined={"ends that day", "nobody can say"},
    )


def test_a_plan_for_a_change_of_phase_is_in_time_up_to_the_day_it_is_due(
    spec: Spec,
) -> None:
    """15 February for most moves, 31 March for those from school to post-16."""
    spec(
        """
        row            | phase_transfer_due_on | phase_transfer_final_on | reference_on
        ---------------+-----------------------+-------------------------+-------------
        a day early    | 2024-02-15            | 2024-02-14              | 2025-01-16
        on the day     | 2024-02-15            | 2024-02-15              | 2025-01-16
        a day late     | 2024-02-15            | 2024-02-16              | 2025-01-16
        to post-16     | 2024-03-31            | 2024-03-31              | 2025-01-16
        post-16 late   | 2024-03-31            | 2024-04-01              | 2025-01-16
        a year early   | 2024-02-15            | 2023-02-15              | 2025-01-16
        still owed     | 2024-02-15            |                         | 2025-01-16
        not due        |                       | 2024-02-15              | 2025-01-16
        first day      | 2024-01-01            | 2024-01-01              | 2025-01-16
        last day       | 2024-12-31            | 2024-12-31              | 2025-01-16
        before         | 2023-12-31            | 2023-12-31              | 2025-01-16
        after          | 2025-01-01            | 2024-12-31              | 2025-01-16
        """,
        "review.phase_transfer_on_time",
        period=YEAR,
        numerator={
            *("a day early", "on the day", "to post-16", "a year early"),
            *("first day", "last day"),
        },
        denominator={
            *("a day early", "on the day", "a day late", "to post-16"),
            *("post-16 late", "a year early", "still owed", "first day", "last day"),
        },
    )


def test_a_plan_for_a_change_of_phase_still_owed_is_late_from_the_day_after(
    spec: Spec,
) -> None:
    spec(
        """
        row            | phase_transfer_due_on | phase_transfer_final_on | reference_on
        ---------------+-----------------------+-------------------------+-------------
        due before     | 2025-01-15            |                         | 2025-01-16
        due that day   | 2025-01-16            |                         | 2025-01-16
        due after      | 2025-02-15            |                         | 2025-01-16
        nobody can say | 2025-01-15            |                         |
        """,
        "review.phase_transfer_on_time",
        period=EARLY_2025,
        denominator={"due before"},
        undetermined={"due that day", "due after", "nobody can say"},
    )
