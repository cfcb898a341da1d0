"""Surveys and training: shares of those who answered, with their intervals."""

import pytest

from send_metrics import Records, calculate, calendar_year
from send_metrics.records.tables import SCHEMAS
from tests.spec.conftest import Spec
from tests.spec.drawing import canonical, in_pandas

YEAR = calendar_year(2024)

SCORES = """
    row          | question             | answered_on | score
    -------------+----------------------+-------------+------
    year before  | overall_satisfaction | 2023-12-31  | 10
    lowest       | overall_satisfaction | 2024-01-01  | 0
    six          | overall_satisfaction | 2024-06-03  | 6
    seven        | overall_satisfaction | 2024-06-03  | 7
    highest      | overall_satisfaction | 2024-12-31  | 10
    year after   | overall_satisfaction | 2025-01-01  | 10
    off the end  | overall_satisfaction | 2024-06-03  | 11
    below nought | overall_satisfaction | 2024-06-03  | -1
    no score     | overall_satisfaction | 2024-06-03  |
    no day       | overall_satisfaction |             | 5
    another      | ehcp_process         | 2024-06-03  | 10
    """


def test_the_mean_score_is_of_valid_scores(spec: Spec) -> None:
    """The scores 0, 6, 7 and 10 have a mean of 5.75."""
    spec(
        SCORES,
        "survey.overall_satisfaction",
        period=YEAR,
        numerator={"lowest", "six", "seven", "highest"},
        undetermined={"off the end", "below nought", "no day"},
        shows="5.8",
    )


def test_seven_or_more_is_satisfied(spec: Spec) -> None:
    spec(
        SCORES,
        "survey.overall_satisfaction_7_or_more",
        period=YEAR,
        numerator={"seven", "highest"},
        denominator={"lowest", "six", "seven", "highest"},
        undetermined={"off the end", "below nought", "no day"},
        shows="50.0",
    )


RATINGS = """
    row          | question         | answered_on | answer
    -------------+------------------+-------------+---------------
    year before  | {question}       | 2023-12-31  | very_good
    very good    | {question}       | 2024-01-01  | very_good
    good         | {question}       | 2024-12-31  | good
    neither      | {question}       | 2024-06-03  | neither
    poor         | {question}       | 2024-06-03  | poor
    year after   | {question}       | 2025-01-01  | very_good
    do not know  | {question}       | 2024-06-03  | do_not_know
    silent       | {question}       | 2024-06-03  | prefer_not_to_say
    does not ask | {question}       | 2024-06-03  | not_applicable
    left empty   | {question}       | 2024-06-03  | unknown
    another      | other            | 2024-06-03  | very_good
    no day       | {question}       |             | very_good
    """


@pytest.mark.parametrize(
    ("kpi", "question"),
    [
        ("survey.ehcp_process_good", "ehcp_process"),
        ("training.rated_good", "training_quality"),
    ],
)
def test_good_or_better_is_divided_by_valid_answers(
    spec: Spec, kpi: str, question: str
) -> None:
    spec(
        RATINGS.format(question=question),
        kpi,
        period=YEAR,
        numerator={"very good", "good"},
        denominator={"very good", "good", "neither", "poor"},
        undetermined={"no day"},
        shows="50.0",
    )


AGREEMENT = """
    row            | question   | answered_on | answer
    ---------------+------------+-------------+------------------
    strongly       | {question} | 2024-06-03  | strongly_agree
    agrees         | {question} | 2024-06-03  | agree
    says yes       | {question} | 2024-06-03  | yes
    neither        | {question} | 2024-06-03  | neither
    disagrees      | {question} | 2024-06-03  | disagree
    strongly not   | {question} | 2024-06-03  | strongly_disagree
    says no        | {question} | 2024-06-03  | no
    does not know  | {question} | 2024-06-03  | do_not_know
    another        | other      | 2024-06-03  | agree
    """


@pytest.mark.parametrize(
    ("kpi", "question"),
    [
        ("survey.ease_of_finding_information", "finding_information"),
        ("survey.help_while_waiting", "help_while_waiting"),
        ("workforce.lived_experience_share", "lived_experience"),
    ],
)
def test_those_who_agree_or_say_yes_are_divided_by_valid_answers(
    spec: Spec, kpi: str, question: str
) -> None:
    spec(
        AGREEMENT.format(question=question),
        kpi,
        period=YEAR,
        numerator={"strongly", "agrees", "says yes"},
        denominator={
            *("strongly", "agrees", "says yes"),
            *("neither", "disagrees", "strongly not", "says no"),
        },
        shows="42.9",
    )


TRAINING = """
    row         | held_on    | attended | attended_before
    ------------+------------+----------+----------------
    year before | 2023-12-31 | yes      | no
    first day   | 2024-01-01 | yes      | no
    last day    | 2024-12-31 | yes      | unknown
    again       | 2024-06-03 | yes      | yes
    stayed away | 2024-06-03 | no       | no
    not known   | 2024-06-03 | unknown  | no
    year after  | 2025-01-01 | yes      | no
    no day      |            | yes      | no
    """


def test_people_are_trained_once_in_a_course(spec: Spec) -> None:
    spec(
        TRAINING,
        "training.attendance",
        period=YEAR,
        numerator={"first day", "last day"},
        excluded={"attended before": {"again"}},
        undetermined={"no day"},
        shows="2",
    )


def test_attendances_count_those_who_come_again(spec: Spec) -> None:
    spec(
        TRAINING,
        "training.attendances",
        period=YEAR,
        numerator={"first day", "last day", "again"},
        undetermined={"no day"},
        shows="3",
    )


def test_a_register_that_does_not_tell_repeats_gives_attendances_only() -> None:
    told = in_pandas(SCHEMAS["training_events"], canonical("training_events", []))
    records = Records.from_frames(
        {"training_events": told.drop(columns="attended_before")}
    )

    people = calculate("training.attendance", records, period=YEAR)[0]

    assert calculate("training.attendances", records, period=YEAR)[0].display == "0"
    assert people.missing_reason == "no source gives attended_before of training_events"
