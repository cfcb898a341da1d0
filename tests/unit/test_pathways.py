# ruff: noqa: E501 - tables are drawn as wide as they are
"""The referrals of one person on the way to an outcome, put together."""

import pytest

from send_metrics import calculate, calendar_year
from send_metrics.records.expressions import collected
from tests.spec.drawing import ENGINES, Engine, records_of

REFERRALS = """
    row | person_id | referral_reason                  | referred_on | closed_on  | close_reason
    ----+-----------+----------------------------------+-------------+------------+-------------
    a1  | a         | suspected_autism                 | 2024-01-01  | 2024-03-01 | declined
    a2  | a         | suspected_autism                 | 2024-04-01  | 2025-02-01 | diagnosed
    a3  | a         | suspected_autism                 | 2025-02-05  | 2025-06-01 | not_diagnosed
    a4  | a         | neurodevelopmental_except_autism | 2024-05-01  |            | none
    b1  | b         | suspected_autism                 | 2024-06-01  | 2025-01-01 | declined
    c1  | c         | speech                           | 2024-06-01  | 2025-01-01 | assessed
    """


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_a_pathway_runs_from_the_first_referral_to_the_first_outcome(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=REFERRALS)

    found = {
        (row["person_id"], row["pathway"]): (
            str(row["started_on"])[:10],
            str(row["outcome_on"])[:10],
        )
        for row in collected(records.rows("referral_pathways"))
    }

    assert found == {
        ("a", "autism"): ("2024-01-01", "2025-02-01"),
        ("a", "adhd"): ("2024-05-01", found["a", "adhd"][1]),
        ("b", "autism"): ("2024-06-01", found["b", "autism"][1]),
    }
    assert {found["a", "adhd"][1], found["b", "autism"][1]} <= {"None", "NaT"}


def test_only_a_pathway_that_has_an_outcome_is_counted() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)

    figure = calculate("waits.autism_end_to_end", records, period=calendar_year(2025))[
        0
    ]

    assert dict(figure.state.spread) == {397: 1}
