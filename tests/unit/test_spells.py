# ruff: noqa: E501 - tables are drawn as wide as they are
"""Referrals that follow on one another are one spell, on every engine."""

from typing import Any

import pytest

from send_metrics import Records, calculate, calendar_quarter
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from tests.engines import ENGINES as TYPED
from tests.engines import spark_or_skip
from tests.spec.drawing import ENGINES, Engine, canonical, drawn, records_of

CONTACTS = """
    row   | contact_on | attendance     | mechanism
    ------+------------+----------------+-------------
    one   | 2025-01-03 | did_not_attend | telephone
    one   | 2025-01-05 | attended       | telephone
    two   | 2025-01-16 | unknown        | indirect
    other | 2025-01-02 | attended       | email
    other | 2025-01-04 | attended       | talk_type
    """


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def spells(engine: Engine, referrals: str, contacts: str = CONTACTS) -> list[Any]:
    records = records_of(engine, referrals=referrals, contacts=contacts)
    rows = collected(records.rows("referral_spells"))
    return sorted(rows, key=lambda row: str(row["spell_id"]))


def days(row: Any, name: str) -> str:
    held = row[name]
    return "" if held is None or held != held else str(held)[:10]


def test_a_gap_of_five_days_joins_two_referrals_and_one_of_six_does_not(
    engine: Engine,
) -> None:
    found = spells(
        engine,
        """
        row   | person_id | provider | referred_on | closed_on  | age_at_referral | baseline_outcome_on | care_plan_on
        ------+-----------+----------+-------------+------------+-----------------+---------------------+-------------
        one   | p         | X        | 2025-01-01  | 2025-01-10 | 10              |                     |
        two   | p         | X        | 2025-01-15  |            | 10              | 2025-01-20          | 2025-01-28
        other | q         | X        | 2025-01-01  | 2025-01-10 | 10              |                     |
        then  | q         | X        | 2025-01-16  | 2025-01-20 | 10              |                     |
        there | p         | Y        | 2025-01-12  |            | 10              |                     |
        """,
    )

    told = {
        row["spell_id"]: tuple(
            days(row, name)
            for name in ("started_on", "first_contact_on", "stopped_on", "ended_on")
        )
        for row in found
    }
    assert told == {
        "one": ("2025-01-01", "2025-01-05", "2025-01-28", ""),
        "other": ("2025-01-01", "2025-01-04", "", "2025-01-10"),
        "then": ("2025-01-16", "", "", "2025-01-20"),
        "there": ("2025-01-12", "", "", ""),
    }


def test_a_long_referral_carries_the_short_ones_inside_it(engine: Engine) -> None:
    found = spells(
        engine,
        """
        row   | person_id | provider | referred_on | closed_on
        ------+-----------+----------+-------------+-----------
        long  | p         | X        | 2025-01-01  | 2025-06-30
        short | p         | X        | 2025-01-02  | 2025-01-03
        last  | p         | X        | 2025-07-05  | 2025-07-06
        """,
    )

    assert [(days(r, "started_on"), days(r, "ended_on")) for r in found] == [
        ("2025-01-01", "2025-07-06")
    ]


def test_what_is_left_out_is_a_spell_of_its_own_and_joins_nothing(
    engine: Engine,
) -> None:
    found = spells(
        engine,
        """
        row   | person_id | provider | referred_on | closed_on  | age_at_referral | team_type | priority | referral_reason | hospital_spell | outside_england | mental_health
        ------+-----------+----------+-------------+------------+-----------------+-----------+----------+-----------------+----------------+-----------------+--------------
        a     | p         | X        | 2025-01-01  | 2025-01-02 | 10              | A05       | 3        | 05              | no             | no              | yes
        b     | p         | X        | 2025-01-01  | 2025-01-09 | 10              | C05       | 3        | 05              | no             | no              | yes
        c     | p         | X        | 2025-01-10  |            | 10              | A05       | 3        | 05              | no             | no              | yes
        d     | p         | X        | 2025-01-01  |            | 18              | A05       | 3        | 05              | no             | no              | yes
        e     | p         | X        |             |            | 10              | A05       | 3        | 05              | no             | no              | yes
        f     | q         | X        | 2025-01-01  |            | 10              | A18       | 2        | 05              | no             | no              | yes
        g     | q         | X        | 2025-01-01  |            | 10              | A18       | 3        | 12              | no             | no              | yes
        h     | r         | X        | 2025-01-01  |            | 10              | C10       | 3        | 12              | no             | no              | yes
        i     | s         | X        | 2025-01-01  |            | 10              | A14       | 3        | 01              | no             | no              | yes
        j     | s         | X        | 2025-01-01  |            | 10              | E03       | 3        | 05              | no             | no              | yes
        k     | t         | DFC      | 2025-01-01  |            | 10              | A05       | 3        | 05              | no             | no              | yes
        l     | u         | X        | 2025-01-01  |            | 10              | A05       | 3        | 05              | yes            | no              | yes
        m     | v         | X        | 2025-01-01  |            | 10              | A05       | 3        | 05              | no             | yes             | yes
        n     | w         | X        | 2025-01-01  |            | 10              | F01       | 3        | 12              | no             | no              | yes
        o     | x         | X        | 2025-01-01  |            | 10              | 33        | 3        | 05              | yes            | no              | no
        p     | x         | X        | 2025-01-01  |            | 10              | A05       | 3        | 05              | yes            | no              | unknown
        q     | x         | X        | 2025-01-01  |            | 10              | A05       | 3        | 05              | no             | no              |
        """,
    )

    assert {row["spell_id"]: row["scope"] for row in found} == {
        "a": "in scope",
        "b": "crisis team",
        "c": "in scope",
        "d": "in scope",
        "e": "in scope",
        "f": "single point of access",
        "g": "in scope",
        "h": "eating disorder",
        "i": "early psychosis",
        "j": "other team",
        "k": "provider left out",
        "l": "hospital",
        "m": "outside England",
        "n": "in scope",
        "o": "not mental health",
        "p": "unknown",
        "q": "unknown",
    }


def test_help_that_came_before_the_referral_is_not_of_its_spell(engine: Engine) -> None:
    found = spells(
        engine,
        """
        row | person_id | referred_on | baseline_outcome_on | care_plan_on
        ----+-----------+-------------+---------------------+-------------
        one | p         | 2025-01-05  | 2025-01-04          | 2025-01-05
        """,
    )

    assert days(found[0], "baseline_outcome_on") == ""
    assert days(found[0], "care_plan_on") == "2025-01-05"


def test_help_that_came_after_the_end_is_not_of_the_spell(engine: Engine) -> None:
    """NHS England looks between the first day of a spell and the day that it ended on."""
    found = spells(
        engine,
        """
        row  | person_id | provider | referred_on | closed_on  | baseline_outcome_on | care_plan_on
        -----+-----------+----------+-------------+------------+---------------------+-------------
        last | p         | X        | 2025-01-01  | 2025-01-31 | 2025-01-31          | 2025-02-01
        gap  | q         | X        | 2025-01-01  | 2025-01-10 | 2025-01-12          |
        then | q         | X        | 2025-01-15  | 2025-01-20 |                     | 2025-01-20
        open | r         | X        | 2025-01-01  |            | 2025-06-01          | 2025-06-02
        """,
        """
        row  | contact_on | attendance | mechanism
        -----+------------+------------+-------------
        last | 2025-02-01 | attended   | face_to_face
        gap  | 2025-01-13 | attended   | face_to_face
        open | 2025-06-03 | attended   | face_to_face
        """,
    )

    told = {
        row["spell_id"]: tuple(
            days(row, name)
            for name in ("first_contact_on", "baseline_outcome_on", "care_plan_on")
        )
        for row in found
    }
    assert told == {
        "last": ("", "2025-01-31", ""),
        "gap": ("2025-01-13", "2025-01-12", "2025-01-20"),
        "open": ("2025-06-03", "2025-06-01", "2025-06-02"),
    }


_NOT_GIVEN = ("baseline_outcome_on", "care_plan_on", "age_at_period_end")


def test_without_outcomes_and_care_plans_there_is_a_reason_and_no_figure() -> None:
    referrals = drawn(
        """
        row | person_id | referred_on | age_at_referral | team_type | mental_health
        ----+-----------+-------------+-----------------+-----------+--------------
        one | p         | 2025-01-01  | 9               | A05       | yes
        """
    )
    full = canonical("referrals", referrals)
    held = [{k: v for k, v in row.items() if k not in _NOT_GIVEN} for row in full]
    import pandas as pd

    contacts = canonical("contacts", drawn(CONTACTS))
    records = Records.from_frames(
        {
            "referrals": pd.DataFrame(held),
            "contacts": ENGINES["pandas"](SCHEMAS["contacts"], contacts),
        }
    )

    official, local = calculate(
        [
            "waits.cyp_mental_health_within_4_weeks",
            "waits.cyp_mental_health_first_contact_within_4_weeks",
        ],
        records,
        period=calendar_quarter(2025, 1),
    )

    assert official.missing_reason == (
        "no source gives baseline_outcome_on, care_plan_on of referrals"
    )
    assert local.display == "100.0"


def test_spark_comes_to_the_same_spells() -> None:
    spark_or_skip()

    def spark(schema: Any, rows: list[dict[str, Any]]) -> Any:
        kinds = {"day": "day", "whole": "whole"}
        types = {
            column.name: kinds.get(column.kind, "text") for column in schema.columns
        }
        return TYPED["pyspark"](types, rows)

    drawing = """
        row   | person_id | provider | referred_on | closed_on  | age_at_referral
        ------+-----------+----------+-------------+------------+----------------
        one   | p         | X        | 2025-01-01  | 2025-01-10 | 10
        two   | p         | X        | 2025-01-15  |            | 10
        other | q         | X        | 2025-01-01  | 2025-01-10 | 10
        then  | q         | X        | 2025-01-16  | 2025-01-20 | 10
        """

    def told(engine: Engine) -> list[tuple[str, ...]]:
        return [
            (row["spell_id"], days(row, "started_on"), days(row, "first_contact_on"))
            for row in spells(engine, drawing)
        ]

    assert told(spark) == told(ENGINES["pandas"])
