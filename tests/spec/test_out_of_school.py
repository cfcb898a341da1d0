"""Children with SEND who are in school for a part of the week, or not at all."""

import datetime as dt

from tests.spec.conftest import Spec

DAY = dt.date(2025, 1, 16)

TIMETABLES = """
    row            | sen_status | started_on | ended_on   | reviewed_on | reason
    ---------------+------------+------------+------------+-------------+--------
    support        | K          | 2024-12-05 |            |             | needs
    plan           | E          | 2024-12-04 |            | 2025-01-16  | needs
    medical        | E          | 2024-12-05 |            | 2025-01-17  | medical
    not said why   | K          | 2025-01-16 |            | 2024-12-01  | unknown
    no SEN         | N          | 2024-12-04 |            |             | needs
    not said       | unknown    | 2024-12-04 |            |             | needs
    day after      | K          | 2025-01-17 |            |             | needs
    until that day | K          | 2024-12-04 | 2025-01-16 |             | needs
    until next day | K          | 2024-12-04 | 2025-01-17 | 2024-12-04  | needs
    no start       | K          |            |            |             | needs
    """
ON_ONE = {"support", "plan", "medical", "not said why", "until next day"}


def test_pupils_with_send_are_counted_while_the_timetable_lasts(spec: Spec) -> None:
    spec(
        TIMETABLES,
        "attendance.part_time_timetables",
        as_at=DAY,
        numerator=ON_ONE,
        undetermined={"not said", "no start"},
        shows="5",
    )


def test_an_agreed_return_after_illness_can_be_left_out(spec: Spec) -> None:
    spec(
        TIMETABLES,
        "attendance.part_time_timetables_not_medical",
        as_at=DAY,
        numerator=ON_ONE - {"medical"},
        excluded={"medical": {"medical"}},
        undetermined={"not said", "no start"},
        shows="4",
    )


def test_a_timetable_is_long_from_its_43rd_day_on(spec: Spec) -> None:
    """From 5 December 2024 to 16 January 2025 42 days passed, from the 4th 43."""
    spec(
        TIMETABLES,
        "attendance.part_time_timetables_over_6_weeks",
        as_at=DAY,
        numerator={"plan", "until next day"},
        denominator=ON_ONE,
        undetermined={"not said", "no start"},
        shows="40.0",
    )


def test_a_review_before_the_timetable_or_after_the_day_is_none(spec: Spec) -> None:
    spec(
        TIMETABLES,
        "attendance.part_time_timetables_unreviewed",
        as_at=DAY,
        numerator={"support", "medical", "not said why"},
        denominator=ON_ONE,
        undetermined={"not said", "no start"},
        shows="60.0",
    )


def test_education_at_home_or_elsewhere_is_shown_apart_from_none(spec: Spec) -> None:
    spec(
        """
        row         | started_on | ceased_on  | placement_type | age_on_31_august
        ------------+------------+------------+----------------+-----------------
        nowhere     | 2019-10-07 |            | NIEO           | 9
        five        | 2019-10-07 |            | NIEC           | 5
        fifteen     | 2019-10-07 |            | NEET           | 15
        four        | 2019-10-07 |            | NIEO           | 4
        sixteen     | 2019-10-07 |            | NIEO           | 16
        at home     | 2019-10-07 |            | EHE            | 9
        arranged    | 2019-10-07 |            | OLA            | 9
        by parents  | 2019-10-07 |            | OPA            | 9
        at school   | 2019-10-07 |            | URN            | 9
        not given   | 2019-10-07 |            | none           | 9
        unknown     | 2019-10-07 |            | unknown        | 9
        no age      | 2019-10-07 |            | NIEO           |
        starts it   | 2025-01-16 |            | NIEO           | 9
        too late    | 2025-01-17 |            | NIEO           | 9
        ended that  | 2019-10-07 | 2025-01-16 | NIEO           | 9
        """,
        "attendance.out_of_school_send",
        as_at=DAY,
        numerator={"nowhere", "five", "fifteen", "starts it"},
        excluded={
            "educated at home": {"at home"},
            "otherwise than at school": {"arranged", "by parents"},
        },
        undetermined={"not given", "unknown", "no age"},
        shows="4",
    )
