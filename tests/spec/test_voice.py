"""Whether children and young people are heard: local conventions."""

import datetime as dt

from send_metrics import Period
from tests.spec.conftest import Spec

QUARTER = Period(dt.date(2024, 10, 1), dt.date(2024, 12, 31))


def test_only_the_childs_own_words_or_way_are_the_childs_own_view(spec: Spec) -> None:
    spec(
        """
        row         | sampled_on | age_band | view
        ------------+------------+----------+---------
        day before  | 2024-09-30 | 5_to_10  | own
        first day   | 2024-10-01 | 2_to_4   | own
        last day    | 2024-12-31 | unknown  | own
        told by dad | 2024-11-04 | 5_to_10  | reported
        nothing     | 2024-11-04 | 5_to_10  | none
        not known   | 2024-11-04 | 5_to_10  | unknown
        a baby      | 2024-11-04 | under_2  | reported
        day after   | 2025-01-01 | 5_to_10  | own
        no day      |            | 5_to_10  | own
        """,
        "voice.records_with_child_voice",
        period=QUARTER,
        numerator={"first day", "last day"},
        denominator={"first day", "last day", "told by dad", "nothing"},
        excluded={"under 2": {"a baby"}},
        undetermined={"not known", "no day"},
        shows="50.0",
    )


def test_a_decision_is_informed_if_the_input_was_minuted(spec: Spec) -> None:
    spec(
        """
        row          | met_on     | for_decision | confidential | young_people_input
        -------------+------------+--------------+--------------+-------------------
        day before   | 2024-09-30 | yes          | no           | yes
        first day    | 2024-10-01 | yes          | no           | yes
        last day     | 2024-12-31 | yes          | unknown      | no
        not minuted  | 2024-11-04 | yes          | no           | unknown
        for noting   | 2024-11-04 | no           | no           | yes
        behind doors | 2024-11-04 | yes          | yes          | no
        day after    | 2025-01-01 | yes          | no           | yes
        no day       |            | yes          | no           | yes
        """,
        "voice.board_items_with_cyp_input",
        period=QUARTER,
        numerator={"first day"},
        denominator={"first day", "last day", "not minuted"},
        excluded={"confidential": {"behind doors"}},
        undetermined={"no day"},
        shows="33.3",
    )


def test_a_theme_is_answered_in_time_up_to_day_84(spec: Spec) -> None:
    spec(
        """
        row        | logged_on  | answered_on | reference_on
        -----------+------------+-------------+-------------
        due before | 2024-07-08 | 2024-07-09  | 2025-01-31
        first due  | 2024-07-09 | 2024-10-01  | 2025-01-31
        day 84     | 2024-08-05 | 2024-10-28  | 2025-01-31
        day 85     | 2024-08-05 | 2024-10-29  | 2025-01-31
        open, due  | 2024-08-05 |             | 2024-10-29
        open       | 2024-08-05 |             | 2024-10-28
        reversed   | 2024-08-05 | 2024-08-04  | 2025-01-31
        last due   | 2024-10-08 | 2024-12-31  | 2025-01-31
        due after  | 2024-10-09 | 2024-12-31  | 2025-01-31
        no day     |            | 2024-12-31  | 2025-01-31
        """,
        "voice.you_said_we_did_closed",
        period=QUARTER,
        numerator={"first due", "day 84", "last due"},
        denominator={"first due", "day 84", "last due", "day 85", "open, due"},
        undetermined={"open", "reversed", "no day"},
        shows="60.0",
    )


def test_one_session_in_the_quarter_is_taking_part(spec: Spec) -> None:
    spec(
        """
        row          | programme         | quarter_ends_on | sessions
        -------------+-------------------+-----------------+---------
        one session  | reverse_mentoring | 2024-12-31      | 1
        none         | reverse_mentoring | 2024-12-31      | 0
        not known    | reverse_mentoring | 2024-12-31      |
        last quarter | reverse_mentoring | 2024-09-30      | 1
        next quarter | reverse_mentoring | 2025-03-31      | 1
        another      | other             | 2024-12-31      | 1
        """,
        "voice.reverse_mentoring_coverage",
        period=QUARTER,
        numerator={"one session"},
        denominator={"one session", "none"},
        undetermined={"not known"},
        shows="50.0",
    )
