"""Places that were created, schools that are full, settings that were reviewed."""

import datetime as dt

from send_metrics import Period, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

SINCE_2018 = Period(dt.date(2018, 9, 1), dt.date(2024, 9, 30))
DAY = dt.date(2024, 9, 30)

PLACES = """
    row        | sector             | changed_on | places_changed | temporary
    -----------+--------------------+------------+----------------+----------
    day before | special_school     | 2018-08-31 | 50             | no
    first day  | special_school     | 2018-09-01 | 80             | no
    resourced  | resourced_provision| 2022-09-01 | 20             | no
    temporary  | special_school     | 2023-09-01 | 10             | yes
    closed     | special_school     | 2023-09-01 | -30            | no
    moved off  | sen_unit           | 2022-09-01 | 12             | no
    moved away | sen_unit           | 2023-09-01 | -12            | no
    last day   | special_school     | 2024-09-30 | 5              | no
    day after  | special_school     | 2024-10-01 | 60             | no
    """


def test_places_that_were_closed_are_taken_from_those_that_were_added(
    spec: Spec,
) -> None:
    """80 + 20 + 10 - 30 + 12 - 12 + 5 places since 1 September 2018."""
    spec(
        PLACES,
        "sufficiency.places_created",
        period=SINCE_2018,
        numerator={
            *("first day", "resourced", "temporary", "closed", "moved off"),
            *("moved away", "last day"),
        },
        shows="85",
    )


def test_places_can_be_fewer_than_at_the_baseline(engine: Engine) -> None:
    records = records_of(engine, places=PLACES)
    of_2023 = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))

    figure = calculate("sufficiency.places_created", records, period=of_2023)[0]

    assert (figure.value, figure.display) == (-32, "-32")


def test_a_sector_that_lost_as_many_places_as_it_gained_is_shown(
    engine: Engine,
) -> None:
    records = records_of(engine, places=PLACES)

    figures = calculate(
        "sufficiency.places_created", records, period=SINCE_2018, by="sector"
    )

    assert {figure.by["sector"]: figure.count for figure in figures} == {
        "resourced_provision": 20,
        "sen_unit": 0,
        "special_school": 65,
    }


def test_a_school_with_as_many_pupils_as_places_is_full(spec: Spec) -> None:
    spec(
        """
        row         | phase       | pupils_on_roll | capacity | opened_on  | closed_on
        ------------+-------------+----------------+----------+------------+-----------
        one over    | special     | 101            | 100      | 1999-09-01 |
        full        | special     | 100            | 100      |            |
        one free    | special     | 99             | 100      | 1999-09-01 |
        no capacity | special     | 100            |          | 1999-09-01 |
        no roll     | special     |                | 100      | 1999-09-01 |
        mainstream  | secondary   | 900            | 800      | 1999-09-01 |
        private     | independent | 90             | 80       | 1999-09-01 |
        closed then | special     | 100            | 100      | 1999-09-01 | 2024-09-30
        closes next | special     | 100            | 100      | 1999-09-01 | 2024-10-01
        opens next  | special     | 100            | 100      | 2024-10-01 |
        """,
        "sufficiency.special_schools_over_capacity",
        as_at=DAY,
        numerator={"one over", "full", "closes next"},
        denominator={"one over", "full", "one free", "closes next"},
        undetermined={"no capacity", "no roll"},
        shows="75.0",
    )


def test_a_setting_is_monitored_if_reviewed_in_the_year_up_to_the_day(
    spec: Spec,
) -> None:
    spec(
        """
        row         | setting_kind         | commissioned_on | ended_on   | reviewed_on
        ------------+----------------------+-----------------+------------+------------
        a year ago  | alternative_provision| 2020-09-01      |            | 2023-09-30
        day before  | independent          | 2020-09-01      |            | 2023-09-29
        that day    | unregistered         | 2024-09-30      |            | 2024-09-30
        day after   | independent          | 2020-09-01      |            | 2024-10-01
        never       | independent          | 2020-09-01      |            |
        ends that   | independent          | 2020-09-01      | 2024-09-30 | 2024-06-01
        ends next   | independent          | 2020-09-01      | 2024-10-01 | 2024-06-01
        begins next | independent          | 2024-10-01      |            | 2024-06-01
        no day      | independent          |                 |            | 2024-06-01
        """,
        "sufficiency.settings_monitored",
        as_at=DAY,
        numerator={"a year ago", "that day", "ends next"},
        denominator={
            *(
                "a year ago",
                "day before",
                "that day",
                "day after",
                "never",
                "ends next",
            ),
        },
        undetermined={"no day"},
        shows="50.0",
    )
