"""Whether children and young people are heard: in records, by boards, in public."""

from functools import partial

from send_metrics.kpis.conditions import (
    above_zero,
    any_is_yes,
    done_or_past_due,
    done_within_days,
    is_one_of,
)
from send_metrics.kpis.definition import Exclusion, Proportion
from send_metrics.kpis.sources import LOCAL_FROM, YOU_SAID_WE_DID, improvement_plan

DAYS_IN_12_WEEKS = 84

_share = partial(
    Proportion,
    better="higher",
    status="local convention",
    in_force_from=LOCAL_FROM,
)

RECORDS_WITH_CHILD_VOICE = _share(
    id="voice.records_with_child_voice",
    title="Records that hold the child's own view",
    table="voice_evidence",
    population=(),
    exclusions=(
        Exclusion(
            "under 2",
            is_one_of("age_band", ("under_2",), "the child was under 2"),
            "their view is told by those who know them",
        ),
    ),
    measurable=(
        is_one_of(
            "view",
            ("own", "reported", "none"),
            "it was recorded whose view is in the record",
        ).otherwise("it was not recorded whose view is in the record"),
    ),
    numerator=is_one_of(
        "view", ("own",), "the view was recorded in the child's own words or way"
    ),
    dated_by="sampled_on",
    sampled=True,
    counted="records sampled",
    dimensions=("service", "age_band"),
    citation=improvement_plan("1: listen to and record what children tell us"),
    deviations=("the interval takes the records as drawn at random",),
)

BOARD_ITEMS_WITH_INPUT = _share(
    id="voice.board_items_with_cyp_input",
    title="Board decisions informed by young people",
    table="board_items",
    population=(any_is_yes(("for_decision",), "the item was for decision"),),
    exclusions=(
        Exclusion(
            "confidential",
            any_is_yes(("confidential",), "the item was confidential"),
            "young people could not be asked about it",
        ),
    ),
    numerator=any_is_yes(
        ("young_people_input",),
        "the input of children or young people was minuted",
    ).otherwise("no input of children or young people was minuted"),
    dated_by="met_on",
    counted="items for decision",
    dimensions=("board",),
    citation=improvement_plan("2: opportunities to feed into leaders' decisions"),
)

YOU_SAID_WE_DID_CLOSED = _share(
    id="voice.you_said_we_did_closed",
    title="Feedback themes answered in public within 12 weeks",
    table="feedback_themes",
    population=(),
    measurable=(
        done_or_past_due(
            "logged_on",
            "answered_on",
            days=DAYS_IN_12_WEEKS,
            wording="an answer was published, or its 12 weeks had passed as far as the"
            " log tells",
        ).otherwise(
            "the answer was published before the theme was logged, or not yet, and as"
            " far as the log tells its 12 weeks had not passed"
        ),
    ),
    numerator=done_within_days(
        "logged_on",
        "answered_on",
        days=DAYS_IN_12_WEEKS,
        wording="the answer was published within 12 weeks, 84 days, of the theme being"
        " logged",
    ).otherwise("the answer was not published within 12 weeks, 84 days"),
    dated_by="logged_on",
    due_after_days=DAYS_IN_12_WEEKS,
    counted="themes to be answered in the period, answered or not",
    dimensions=("source",),
    citation=YOU_SAID_WE_DID,
    deviations=(
        "the council publishes answers regularly and sets no limit; 12 weeks is a"
        " convention of this library",
    ),
)

REVERSE_MENTORING_COVERAGE = _share(
    id="voice.reverse_mentoring_coverage",
    title="Leaders who took part in reverse mentoring",
    table="participation",
    population=(
        is_one_of(
            "programme", ("reverse_mentoring",), "the programme is reverse mentoring"
        ),
    ),
    numerator=above_zero(
        "sessions", "the leader took part in a session in the quarter"
    ).otherwise("the leader took part in no session in the quarter"),
    dated_by="quarter_ends_on",
    counted="leaders in scope",
    dimensions=("organisation",),
    citation=improvement_plan("2: reverse mentoring with Directors (September 2024)"),
    deviations=(
        "asked of one quarter; over several, each leader counts once for each quarter",
    ),
)

DEFINITIONS = (
    RECORDS_WITH_CHILD_VOICE,
    BOARD_ITEMS_WITH_INPUT,
    YOU_SAID_WE_DID_CLOSED,
    REVERSE_MENTORING_COVERAGE,
)
