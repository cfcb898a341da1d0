"""What was promised and when it was done: milestones, updates, data, the dashboard.

All of these are local conventions. A promise belongs to the period of the day promised.
"""

import datetime as dt

import pytest

from send_metrics import Period, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

AUTUMN = Period(dt.date(2024, 9, 1), dt.date(2024, 11, 30))
DAY = dt.date(2024, 9, 30)

MILESTONES = """
    row             | due_on     | current_due_on | met_on     | withdrawn | reference_on
    ----------------+------------+----------------+------------+-----------+-------------
    day before      | 2024-08-31 | 2024-08-31     | 2024-08-31 | no        | 2024-11-01
    early           | 2024-09-01 | 2024-09-01     | 2024-06-01 | no        | 2024-11-01
    that day        | 2024-09-30 | 2024-09-30     | 2024-09-30 | no        | 2024-11-01
    day after       | 2024-09-30 | 2024-09-30     | 2024-10-01 | no        | 2024-11-01
    put off and met | 2024-09-30 | 2024-10-31     | 2024-10-31 | no        | 2024-11-01
    put off in vain | 2024-09-30 | 2024-10-31     |            | no        | 2024-11-01
    put off further | 2024-09-30 | 2024-12-01     |            | no        | 2024-11-01
    withdrawn       | 2024-09-30 | 2024-09-30     |            | yes       | 2024-11-01
    source ends     | 2024-11-01 | 2024-11-01     |            | no        | 2024-11-01
    day after due   | 2024-10-31 | 2024-10-31     |            | no        | 2024-11-01
    no source day   | 2024-09-30 | 2024-09-30     |            | no        |
    too late        | 2024-12-01 | 2024-12-01     | 2024-11-01 | no        | 2024-11-01
    no day          |            |                | 2024-09-01 | no        | 2024-11-01
    """


def test_a_milestone_is_in_time_if_met_by_the_day_first_promised(spec: Spec) -> None:
    """One that is not met is late only if the source tells of the day after.

    Where the source ends before, or does not say when it ends, it is undetermined.
    """
    spec(
        MILESTONES,
        "plan.milestones_met_on_time",
        period=AUTUMN,
        numerator={"early", "that day"},
        denominator={
            *("early", "that day", "day after", "put off and met", "put off in vain"),
            *("put off further", "day after due"),
        },
        excluded={"withdrawn": {"withdrawn"}},
        undetermined={"source ends", "no source day", "no day"},
        shows="28.6",
    )


def test_a_milestone_that_was_put_off_is_held_against_the_later_day(
    spec: Spec,
) -> None:
    spec(
        MILESTONES,
        "plan.milestones_met_by_revised_date",
        period=AUTUMN,
        numerator={"early", "that day", "put off and met"},
        denominator={
            *("early", "that day", "day after", "put off and met", "put off in vain"),
            "day after due",
        },
        excluded={"withdrawn": {"withdrawn"}},
        undetermined={"source ends", "no source day", "no day"},
        shows="50.0",
    )


ACTIONS = """
    row          | rated_on   | rating                | withdrawn
    -------------+------------+-----------------------+----------
    complete     | 2024-09-30 | complete_and_embedded | no
    on track     | 2024-09-30 | on_track              | no
    also         | 2024-09-30 | on_track              | no
    off track    | 2024-09-30 | off_track             | no
    not said     | 2024-09-30 | unknown               | no
    withdrawn    | 2024-09-30 | off_track             | yes
    month before | 2024-08-31 | off_track             | no
    """


def test_actions_are_counted_as_they_were_rated_on_the_day(spec: Spec) -> None:
    spec(
        ACTIONS,
        "plan.actions_by_rag",
        as_at=DAY,
        numerator={"complete", "on track", "also", "off track", "not said"},
        excluded={"withdrawn": {"withdrawn"}},
        shows="5",
    )


def test_each_rating_has_a_count_of_its_own(engine: Engine) -> None:
    records = records_of(engine, plan_actions=ACTIONS)

    figures = calculate("plan.actions_by_rag", records, as_at=DAY, by="rating")

    assert {figure.by["rating"]: figure.count for figure in figures} == {
        "complete_and_embedded": 1,
        "off_track": 1,
        "on_track": 2,
        "unknown": 1,
    }


def test_a_public_update_is_in_time_on_the_day_promised_and_late_after_it(
    spec: Spec,
) -> None:
    """The page that promised the end of January was published before or after it."""
    spec(
        """
        row         | promised_on | published_on | reference_on
        ------------+-------------+--------------+-------------
        day before  | 2024-08-31  | 2024-08-31   | 2024-11-30
        that day    | 2024-09-01  | 2024-09-01   | 2024-11-30
        day after   | 2024-09-01  | 2024-09-02   | 2024-11-30
        never       | 2024-10-31  |              | 2024-11-30
        source ends | 2024-11-30  |              | 2024-11-30
        no end said | 2024-09-01  |              |
        too late    | 2024-12-01  | 2024-11-30   | 2024-11-30
        no day      |             | 2024-11-30   | 2024-11-30
        """,
        "plan.public_update_on_time",
        period=AUTUMN,
        numerator={"that day"},
        denominator={"that day", "day after", "never"},
        undetermined={"source ends", "no end said", "no day"},
        shows="33.3",
    )


def test_data_are_on_time_if_they_came_by_the_day_and_passed_their_checks(
    spec: Spec,
) -> None:
    spec(
        """
        row            | due_on     | received_on | checks_passed | reference_on
        ---------------+------------+-------------+---------------+-------------
        day before     | 2024-08-31 | 2024-08-31  | yes           | 2024-11-30
        that day       | 2024-09-01 | 2024-09-01  | yes           | 2024-11-30
        day after      | 2024-09-01 | 2024-09-02  | yes           | 2024-11-30
        failed         | 2024-09-01 | 2024-09-01  | no            | 2024-11-30
        not checked    | 2024-09-01 | 2024-09-01  | unknown       | 2024-11-30
        late unchecked | 2024-09-01 | 2024-09-02  | unknown       | 2024-11-30
        never          | 2024-09-01 |             | unknown       | 2024-11-30
        source ends    | 2024-11-30 |             | unknown       | 2024-11-30
        no end said    | 2024-09-01 |             | unknown       |
        too late       | 2024-12-01 | 2024-11-30  | yes           | 2024-11-30
        no day         |            | 2024-11-30  | yes           | 2024-11-30
        """,
        "data.deliveries_on_time",
        period=AUTUMN,
        numerator={"that day"},
        denominator={"that day", "day after", "failed", "late unchecked", "never"},
        undetermined={"not checked", "source ends", "no end said", "no day"},
        shows="20.0",
    )


def test_a_kpi_is_up_to_date_if_it_shows_the_latest_period_that_was_due(
    spec: Spec,
) -> None:
    spec(
        """
        row           | looked_at_on | due_up_to_on | shown_up_to_on | suspended
        --------------+--------------+--------------+----------------+----------
        current       | 2024-09-30   | 2024-08-31   | 2024-08-31     | no
        a day behind  | 2024-09-30   | 2024-08-31   | 2024-08-30     | no
        ahead         | 2024-09-30   | 2024-08-31   | 2024-09-30     | no
        empty         | 2024-09-30   | 2024-08-31   |                | no
        suspended     | 2024-09-30   | 2024-08-31   |                | yes
        nothing due   | 2024-09-30   |              | 2024-08-31     | no
        other day     | 2024-08-31   | 2024-07-31   |                | no
        """,
        "data.dashboard_kpis_current",
        as_at=DAY,
        numerator={"current", "ahead"},
        denominator={"current", "a day behind", "ahead", "empty"},
        excluded={"suspended": {"suspended"}, "nothing due": {"nothing due"}},
        shows="50.0",
    )


@pytest.mark.parametrize(
    ("kpi", "table"),
    [
        ("plan.actions_by_rag", "plan_actions"),
        ("data.dashboard_kpis_current", "dashboard_kpis"),
    ],
)
def test_a_day_of_which_there_is_no_list_has_no_figure(
    engine: Engine, kpi: str, table: str
) -> None:
    column = "rated_on" if table == "plan_actions" else "looked_at_on"
    records = records_of(
        engine, **{table: f"row | {column}\n----+----\nA | 2024-09-30"}
    )

    figure = calculate(kpi, records, as_at=dt.date(2024, 10, 1))[0]

    assert figure.missing_reason == (
        "no list was counted on 2024-10-01; supplied: 2024-09-30"
    )
