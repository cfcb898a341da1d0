"""How far apart areas are: the highest median wait less the lowest."""

from collections.abc import Mapping

import pytest

from send_metrics import Figure, Records, calculate, calendar_year, explain, merge
from tests.spec.conftest import Spec
from tests.spec.drawing import ENGINES, Engine, records_of

YEAR = calendar_year(2025)
GAP = "waits.geographic_gap"
DAY = {1: "2025-01-08", 2: "2025-01-15", 3: "2025-01-22", 4: "2025-01-29"}
"""The day on which a child is seen that was referred on 1 January, by the week."""


def drawn(waits: Mapping[str, list[int]], start: int = 0) -> str:
    """Return referrals that were seen after so many weeks, by area."""
    rows = ["row | area | service | referred_on | first_contact_on", ""]
    number = start
    for area, weeks in waits.items():
        for waited in weeks:
            number += 1
            rows.append(f"r{number} | {area} | speech | 2025-01-01 | {DAY[waited]}")
    return "\n".join(rows)


def gap(records: Records) -> Figure:
    return calculate(GAP, records, period=YEAR)[0]


def test_a_gap_is_of_the_children_seen_in_the_period(spec: Spec) -> None:
    """Two children are too few for a median, so that there is no gap."""
    spec(
        """
        row      | area | referred_on | first_contact_on
        ---------+------+-------------+-----------------
        east     | East | 2024-12-25  | 2025-01-01
        west     | West | 2025-12-01  | 2025-12-31
        before   | East | 2024-12-01  | 2024-12-31
        waiting  | East | 2024-12-01  |
        no start | East |             | 2025-01-01
        """,
        GAP,
        period=YEAR,
        numerator={"east", "west"},
        undetermined={"no start"},
        shows="[z]",
    )


def test_areas_of_ten_are_in_the_gap_and_of_nine_are_left_out_by_name(
    engine: Engine,
) -> None:
    waits = {"East": [1] * 10, "West": [3] * 10, "North": [4] * 9, "unknown": [4] * 20}

    figure = gap(records_of(engine, referrals=drawn(waits)))

    assert figure.display == "2.0"
    assert figure.left_out == ("North", "unknown")
    told = figure.to_dict()
    assert (told["kind"], told["count"], told["across"]) == ("gap", 49, "area")
    assert told["groups"]["West"] == {
        "count": 10,
        "days": {"21": 10},
        "median_weeks": 3.0,
    }
    assert told["groups"]["North"]["median_weeks"] is None


def test_one_area_alone_has_no_gap_and_the_reason_is_told(engine: Engine) -> None:
    figure = gap(records_of(engine, referrals=drawn({"East": [1] * 10, "W": [2]})))

    assert figure.display == "[z]"
    assert figure.missing_reason == "fewer than two groups by area have 10 or more"


def test_gaps_of_two_organisations_merge_to_that_of_all_rows_together() -> None:
    """Neither has ten children in the west, and both together have."""
    first = {"East": [1] * 12, "West": [2, 2, 2, 2, 3, 3]}
    second = {"East": [2] * 4, "West": [4, 4, 4, 4]}
    pandas = ENGINES["pandas"]
    one = records_of(pandas, referrals=drawn(first))
    other = records_of(pandas, referrals=drawn(second, start=100))

    merged = merge(
        calculate(GAP, one, period=YEAR), calculate(GAP, other, period=YEAR)
    )[0]

    together = gap(Records.joined([one, other]))
    assert gap(one).display == gap(other).display == "[z]"
    assert merged.to_dict() == together.to_dict()
    assert merged.display == "2.0"


def test_a_gap_can_be_told_for_each_service_and_not_for_each_area(
    engine: Engine,
) -> None:
    from send_metrics.errors import SendMetricsError

    records = records_of(engine, referrals=drawn({"East": [1] * 10, "West": [2] * 10}))

    by_service = calculate(GAP, records, period=YEAR, by="service")

    assert [(f.by, f.display) for f in by_service] == [({"service": "speech"}, "1.0")]
    with pytest.raises(SendMetricsError, match="cannot be broken down by area"):
        calculate(GAP, records, period=YEAR, by="area")


def test_no_referrals_are_a_gap_of_nobody() -> None:
    records = records_of(ENGINES["pandas"], referrals=drawn({"East": [1]}))

    figure = calculate(GAP, records, period=calendar_year(2020))[0]

    assert (
        figure.missing_reason
        == "there are no referrals by the day of the first contact"
    )


def test_a_gap_is_explained_by_the_waits_that_it_is_of() -> None:
    records = records_of(ENGINES["pandas"], referrals=drawn({"East": [1, 2]}))

    explained = explain(GAP, records, period=YEAR)

    assert explained.kpi.id == GAP
    assert [(r.role, r.rows) for r in explained.reasons] == [("numerator", 2)]
