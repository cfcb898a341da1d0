"""What families and professionals say when asked, and who was trained."""

from functools import partial
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.kpis.conditions import (
    any_is_yes,
    at_most,
    is_one_of,
    is_recorded,
    known_and_at_least,
)
from send_metrics.kpis.definition import (
    Amount,
    Condition,
    Count,
    Exclusion,
    Proportion,
    Rate,
)
from send_metrics.kpis.sources import LOCAL_FROM, improvement_plan
from send_metrics.records.engagement_tables import VALID_ANSWERS
from send_metrics.records.expressions import integer

MOST_POINTS = 10
POINTS_OF_THE_SATISFIED = 7

_DIMENSIONS = (
    *("instrument", "wave", "source", "respondent", "channel"),
    *("service", "stage", "area"),
)
_OF_ONE_INSTRUMENT = (
    "instruments that ask in other words, or ask other people, are no series: break down"
    " by instrument and source before comparing, and give the response rate beside it",
)
_OF_VOLUNTEERS = (
    *_OF_ONE_INSTRUMENT,
    "the interval takes those who answered as drawn at random, which volunteers are not",
)
_of_answers: dict[str, Any] = {
    "table": "survey_responses",
    "dated_by": "answered_on",
    "better": "higher",
    "status": "local convention",
    "in_force_from": LOCAL_FROM,
}


def _asked(question: str, about: str) -> Condition:
    return is_one_of("question", (question,), f"the question is about {about}")


_SATISFACTION = (
    _asked("overall_satisfaction", "overall satisfaction"),
    is_recorded("score", "a score was given").otherwise("no score was given"),
)
_ON_THE_SCALE = (
    at_most("score", MOST_POINTS, "the score is at most 10").otherwise(
        "the score is above 10"
    ),
    known_and_at_least("score", 0, "the score is at least 0").otherwise(
        "the score is below 0"
    ),
)
_SCORES = Amount("the scores", ("score",), lambda: nw.col("score"), ("score",))
_ANSWERS = Amount("one for each of them", (), lambda: integer(1), ("one",))

OVERALL_SATISFACTION = Rate(
    id="survey.overall_satisfaction",
    title="Overall satisfaction, from 0 to 10",
    **_of_answers,
    population=_SATISFACTION,
    measurable=_ON_THE_SCALE,
    top=(_SCORES,),
    bottom=(_ANSWERS,),
    unit="out of 10",
    counted="scores given",
    dimensions=_DIMENSIONS,
    citation=improvement_plan("5: help families to feel confident in the service"),
    deviations=_OF_ONE_INSTRUMENT,
)

_share_of_answers = partial(
    Proportion,
    **_of_answers,
    sampled=True,
    dimensions=_DIMENSIONS,
    deviations=_OF_VOLUNTEERS,
)

SATISFIED = _share_of_answers(
    id="survey.overall_satisfaction_7_or_more",
    title="Families who give 7 or more out of 10",
    population=_SATISFACTION,
    measurable=_ON_THE_SCALE,
    numerator=known_and_at_least(
        "score", POINTS_OF_THE_SATISFIED, "the score is 7 or more"
    ).otherwise("the score is below 7"),
    counted="scores given",
    citation=improvement_plan("5: help families to feel confident in the service"),
)

_ANSWER_GIVEN = is_one_of(
    "answer", tuple(VALID_ANSWERS), "a valid answer was given"
).otherwise("no valid answer was given")
_GOOD = is_one_of(
    "answer", ("very_good", "good"), "the answer is good or very good"
).otherwise("the answer is neither good nor very good")
_AGREES = is_one_of(
    "answer",
    ("strongly_agree", "agree", "yes"),
    "the answer is yes, agree or strongly agree",
).otherwise("the answer is neither yes nor agree nor strongly agree")

EHCP_PROCESS_GOOD = _share_of_answers(
    id="survey.ehcp_process_good",
    title="Families who rate the EHC plan process good or better",
    population=(_asked("ehcp_process", "the EHC plan process"), _ANSWER_GIVEN),
    numerator=_GOOD,
    counted="valid answers about the EHC plan process",
    citation=improvement_plan("5: improve the experience of the EHCP process"),
)

EASE_OF_FINDING_INFORMATION = _share_of_answers(
    id="survey.ease_of_finding_information",
    title="Families who find information easily",
    population=(_asked("finding_information", "finding information"), _ANSWER_GIVEN),
    numerator=_AGREES,
    counted="valid answers about finding information easily",
    citation=improvement_plan("5: make sure all families can find information"),
)

HELP_WHILE_WAITING = _share_of_answers(
    id="survey.help_while_waiting",
    title="Families who know where to get support while they wait",
    population=(
        _asked("help_while_waiting", "where to get support while waiting"),
        _ANSWER_GIVEN,
    ),
    numerator=_AGREES,
    counted="valid answers about support while waiting",
    citation=improvement_plan("4: know where to get support in the mean time"),
)

TRAINING_RATED_GOOD = _share_of_answers(
    id="training.rated_good",
    title="Training rated good or better",
    population=(_asked("training_quality", "the quality of training"), _ANSWER_GIVEN),
    numerator=_GOOD,
    counted="valid answers about training",
    dimensions=("instrument", "course", "respondent"),
    citation=improvement_plan("EHCP Annual Review Training (September 2024)"),
)

LIVED_EXPERIENCE = _share_of_answers(
    id="workforce.lived_experience_share",
    title="Staff with lived experience of SEND",
    population=(
        _asked("lived_experience", "the staff member's own experience of SEND"),
        _ANSWER_GIVEN,
    ),
    numerator=_AGREES,
    counted="valid answers of staff about lived experience",
    dimensions=("instrument", "wave", "respondent", "service"),
    citation=improvement_plan("2: recruitment target reached (September 2024)"),
)

_count_of_attendances = partial(
    Count,
    table="training_events",
    population=(any_is_yes(("attended",), "the person was there"),),
    dated_by="held_on",
    better="higher",
    dimensions=("course", "setting_type", "organisation"),
    citation=improvement_plan("EHCP Annual Review Training (September 2024)"),
    status="local convention",
    in_force_from=LOCAL_FROM,
)

PEOPLE_TRAINED = _count_of_attendances(
    id="training.attendance",
    title="People trained",
    exclusions=(
        Exclusion(
            "attended before",
            any_is_yes(
                ("attended_before",), "the person had been at this course before"
            ),
            "people are counted, not attendances",
        ),
    ),
    counted="people at a course for the first time",
    deviations=(
        "a person counts once for each course, in the period of the first session; over"
        " several courses the same person counts in each",
    ),
)

ATTENDANCES = _count_of_attendances(
    id="training.attendances",
    title="Attendances at training",
    counted="attendances, repeated ones too",
)

DEFINITIONS = (
    OVERALL_SATISFACTION,
    SATISFIED,
    EHCP_PROCESS_GOOD,
    EASE_OF_FINDING_INFORMATION,
    HELP_WHILE_WAITING,
    PEOPLE_TRAINED,
    ATTENDANCES,
    TRAINING_RATED_GOOD,
    LIVED_EXPERIENCE,
)
