"""Requests and assessments, worked out again from the department's counts.

Source: DfE, Education, health and care plans, release of 2025; see
``data/README.md``.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from send_metrics.domain.rounding import percentage

from .published import (
    ASSESSMENT_OUTCOMES,
    REFUSALS_IN_SIXTEEN_WEEKS,
    REQUEST_DECISIONS,
    REQUESTS_IN_SIX_WEEKS,
    Row,
    Share,
    area_of,
    as_printed,
    cells,
    compared,
    count,
    disagreeing,
    is_tie,
    read,
    remainder,
    with_binary_half_up,
    with_half_even,
    with_python_round,
)

REQUESTS = "requests_2025_release_totals.csv"
REQUEST_TIES = "requests_2025_release_ties.csv"
ASSESSMENTS = "assessments_2025_release_totals.csv"
ASSESSMENT_TIES = "assessments_2025_release_ties.csv"
ASSESSMENT_SHARES = (*ASSESSMENT_OUTCOMES, *REFUSALS_IN_SIXTEEN_WEEKS)

HEADLINES = """
    measure     | year | England | East of England | Hertfordshire
    ------------+------+---------+-----------------+--------------
    assess      | 2023 |    67.3 |            67.3 |          60.4
    assess      | 2024 |    65.4 |            69.9 |          66.3
    refuse      | 2023 |      24 |              21 |          29.2
    refuse      | 2024 |    25.2 |              19 |          23.2
    outstanding | 2023 |     7.3 |             8.5 |            10
    outstanding | 2024 |     7.8 |             7.8 |          10.3
    withdrawn   | 2023 |     1.5 |             3.2 |           0.3
    withdrawn   | 2024 |     1.6 |             3.2 |           0.2
    """

ASSESSMENT_HEADLINES = """
    measure     | year | England | East of England | Hertfordshire
    ------------+------+---------+-----------------+--------------
    issued      | 2022 |      94 |            96.7 |          98.1
    issued      | 2023 |    94.4 |            96.8 |          94.6
    issued      | 2024 |    93.6 |              95 |          95.5
    not issued  | 2022 |     5.7 |             3.3 |           1.9
    not issued  | 2023 |     5.1 |             3.2 |           5.4
    not issued  | 2024 |     6.1 |               5 |           4.5
    within      | 2023 |    36.2 |            44.4 |          72.5
    within      | 2024 |    34.1 |            44.9 |          59.6
    """


def in_columns(text: str) -> dict[tuple[str, str, str], str]:
    lines = [line.split("|") for line in text.strip().splitlines() if "+" not in line]
    _, _, *areas = (name.strip() for name in lines[0])
    return {
        (measure.strip(), year.strip(), area): value.strip()
        for measure, year, *values in lines[1:]
        for area, value in zip(areas, values, strict=True)
    }


@pytest.mark.parametrize(
    ("extract", "shares", "table"),
    [
        (REQUESTS, REQUEST_DECISIONS, HEADLINES),
        (ASSESSMENTS, ASSESSMENT_SHARES, ASSESSMENT_HEADLINES),
    ],
)
def test_the_headlines_follow_from_their_counts(
    extract: str, shares: Sequence[Share], table: str
) -> None:
    expected = in_columns(table)
    ours = {
        (cell.measure, cell.year, cell.area): cell.ours
        for cell in compared(cells(read(extract), shares))
    }

    assert len(expected) == 24
    assert expected == {key: ours[key] for key in expected}


def test_every_share_of_the_requests_received_agrees_to_the_digit() -> None:
    taken = cells(read(REQUESTS), REQUEST_DECISIONS)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 1292,
        "counts unavailable": 1950,
        "counts without a percentage": 644,
        "0 of 0": 2,
    }
    assert disagreeing(taken) == []


def test_the_share_refused_was_not_published_before_2023() -> None:
    taken = cells(read(REQUESTS), REQUEST_DECISIONS)

    assert Counter(
        (cell.year, cell.measure)
        for cell in taken
        if cell.outcome == "counts without a percentage"
    ) == {
        ("2019", "refuse"): 160,
        ("2020", "refuse"): 161,
        ("2021", "refuse"): 162,
        ("2022", "refuse"): 161,
    }


def test_areas_without_a_request_have_no_percentage() -> None:
    taken = cells(read(REQUESTS), REQUEST_DECISIONS)

    assert [(cell.year, cell.area) for cell in taken if cell.outcome == "0 of 0"] == [
        ("2019", "Isles of Scilly"),
        ("2022", "West Berkshire"),
    ]


# The published base also holds requests that are in neither column.
HIDDEN_REMAINDER = """
    2023 | England | within | 111723 of 131586 | 84.8 | 84.9
    2023 | North West | within | 18010 of 19939 | 90.2 | 90.3
    2023 | Yorkshire and The Humber | within | 9332 of 13014 | 71.6 | 71.7
    2023 | West Midlands | within | 11510 of 14271 | 80.6 | 80.7
    2023 | South East | within | 18140 of 21123 | 85.7 | 85.9
    2023 | South West | over | 2769 of 13210 | 20.9 | 21
    2023 | Newcastle upon Tyne | within | 615 of 619 | 99.2 | 99.4
    2023 | Wirral | within | 809 of 1278 | 63 | 63.3
    2023 | Wirral | over | 469 of 1278 | 36.5 | 36.7
    2023 | Manchester | within | 1830 of 2025 | 90.2 | 90.4
    2023 | Rochdale | within | 505 of 541 | 92.8 | 93.3
    2023 | Rochdale | over | 36 of 541 | 6.6 | 6.7
    2023 | Trafford | within | 578 of 660 | 85.5 | 87.6
    2023 | Trafford | over | 82 of 660 | 12.1 | 12.4
    2023 | Barnsley | within | 578 of 614 | 93.8 | 94.1
    2023 | Barnsley | over | 36 of 614 | 5.8 | 5.9
    2023 | Calderdale | within | 516 of 525 | 96.6 | 98.3
    2023 | Shropshire | within | 672 of 913 | 73.5 | 73.6
    2023 | Luton | within | 433 of 624 | 68.9 | 69.4
    2023 | Luton | over | 191 of 624 | 30.4 | 30.6
    2023 | Central Bedfordshire | within | 771 of 846 | 90.9 | 91.1
    2023 | Central Bedfordshire | over | 75 of 846 | 8.8 | 8.9
    2023 | Peterborough | within | 423 of 519 | 81.3 | 81.5
    2023 | Haringey | within | 624 of 659 | 94.3 | 94.7
    2023 | Hillingdon | within | 579 of 686 | 84.3 | 84.4
    2023 | East Sussex | within | 918 of 1051 | 87.1 | 87.3
    2023 | East Sussex | over | 133 of 1051 | 12.6 | 12.7
    2023 | Wokingham | within | 269 of 432 | 58.6 | 62.3
    2023 | Wokingham | over | 163 of 432 | 35.5 | 37.7
    2023 | Oxfordshire | within | 1292 of 1402 | 92 | 92.2
    2023 | Bristol, City of | over | 693 of 1223 | 56.6 | 56.7
    2023 | Swindon | within | 548 of 594 | 90.6 | 92.3
    2023 | Swindon | over | 46 of 594 | 7.6 | 7.7
    2024 | North West | within | 21050 of 23715 | 88.7 | 88.8
    2024 | Yorkshire and The Humber | within | 11545 of 14454 | 79.8 | 79.9
    2024 | South East | within | 19306 of 23090 | 83.4 | 83.6
    2024 | Newcastle upon Tyne | within | 690 of 690 | 99.6 | 100
    2024 | Knowsley | within | 677 of 678 | 99.6 | 99.9
    2024 | Bolton | within | 664 of 685 | 96.1 | 96.9
    2024 | Bolton | over | 21 of 685 | 3 | 3.1
    2024 | Manchester | within | 2202 of 2311 | 95.2 | 95.3
    2024 | Trafford | within | 484 of 542 | 89.1 | 89.3
    2024 | Lancashire | within | 3490 of 3615 | 96.4 | 96.5
    2024 | Calderdale | within | 572 of 581 | 96.6 | 98.5
    2024 | Solihull | within | 450 of 481 | 93 | 93.6
    2024 | Luton | within | 380 of 566 | 66.9 | 67.1
    2024 | Luton | over | 186 of 566 | 32.7 | 32.9
    2024 | Brighton and Hove | within | 404 of 468 | 86 | 86.3
    2024 | Brighton and Hove | over | 64 of 468 | 13.6 | 13.7
    2024 | Wokingham | within | 223 of 435 | 49.1 | 51.3
    2024 | Wokingham | over | 212 of 435 | 46.7 | 48.7
    2024 | Oxfordshire | within | 1564 of 1636 | 95.5 | 95.6
    2024 | Surrey | within | 2849 of 2867 | 98.3 | 99.4
    """


def test_decisions_in_6_weeks_agree_except_where_the_base_hides_a_remainder() -> None:
    taken = cells(read(REQUESTS), REQUESTS_IN_SIX_WEEKS)
    expected = [line.strip() for line in HIDDEN_REMAINDER.strip().splitlines()]

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 646,
        "counts unavailable": 1298,
    }
    assert len(expected) == 53
    assert expected == [
        " | ".join((year, area, measure, counts, published, ours))
        for year, area, _, measure, counts, published, ours in (
            cell.told for cell in disagreeing(taken)
        )
    ]


def smallest_hidden_remainder(row: Row) -> int:
    within = count(row, "request_outcome_six_weeks")
    over = count(row, "request_outcome_over_6_weeks")
    assert within is not None
    assert over is not None
    shown = within + over
    return next(
        hidden
        for hidden in range(shown)
        if as_printed(percentage(within, shown + hidden))
        == row["request_outcome_six_weeks_pc"]
        and as_printed(percentage(over, shown + hidden))
        == row["request_outcome_over_6_weeks_pc"]
    )


@pytest.mark.parametrize(
    ("year", "areas", "with_remainder", "england"),
    [("2023", 160, 24, 86), ("2024", 163, 16, 0)],
)
def test_one_hidden_remainder_explains_both_percentages_of_an_area(
    year: str, areas: int, with_remainder: int, england: int
) -> None:
    hidden = {
        area_of(row): smallest_hidden_remainder(row)
        for row in read(REQUESTS)
        if row["time_period"] == year and row["request_outcome_six_weeks_pc"] != "x"
    }

    assert areas == len(hidden)
    assert with_remainder == sum(plans > 0 for plans in hidden.values())
    assert england == hidden["England"]
    assert hidden["Hertfordshire"] == 0


# The share is a tie, but the department's quotient in binary falls just below it.
LOST_TIES = [
    ("2023", "Peterborough", "Aged 3", "refuse", "23 of 80", "28.7", "28.8"),
    ("2023", "Essex", "Aged 6", "assess", "153 of 240", "63.7", "63.8"),
    ("2024", "North Somerset", "Aged 15", "refuse", "41 of 80", "51.2", "51.3"),
]


@pytest.mark.parametrize(
    ("extract", "shares", "cells_compared", "ties", "lost"),
    [
        (REQUEST_TIES, REQUEST_DECISIONS, 892, 367, LOST_TIES),
        (ASSESSMENT_TIES, ASSESSMENT_SHARES, 808, 271, []),
    ],
)
def test_all_but_the_named_ties_of_the_whole_file_go_up(
    extract: str,
    shares: Sequence[Share],
    cells_compared: int,
    ties: int,
    lost: list[tuple[str, ...]],
) -> None:
    taken = compared(cells(read(extract), shares))

    assert cells_compared == len(taken)
    assert ties == sum(is_tie(cell) for cell in taken)
    assert lost == [cell.told for cell in disagreeing(taken)]
    assert [
        cell for cell in taken if with_binary_half_up(*cell.counts) != cell.published
    ] == []


@pytest.mark.parametrize("rounded", [with_python_round, with_half_even])
@pytest.mark.parametrize(
    ("extract", "shares", "misses"),
    [
        (REQUEST_TIES, REQUEST_DECISIONS, 221),
        (ASSESSMENT_TIES, ASSESSMENT_SHARES, 145),
        (ASSESSMENTS, ASSESSMENT_SHARES, 2),
    ],
)
def test_rounding_ties_to_even_would_not_give_the_published_values(
    rounded: Callable[[int, int], str],
    extract: str,
    shares: Sequence[Share],
    misses: int,
) -> None:
    taken = compared(cells(read(extract), shares))

    assert misses == sum(rounded(*cell.counts) != cell.published for cell in taken)


def test_every_share_of_the_assessments_completed_agrees_to_the_digit() -> None:
    taken = cells(read(ASSESSMENTS), ASSESSMENT_OUTCOMES)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 1772,
        "counts unavailable": 1953,
        "percentage without counts": 160,
        "0 of 0": 3,
    }
    assert disagreeing(taken) == []


def test_a_share_without_a_count_is_the_0_printed_for_not_made_in_2022() -> None:
    taken = cells(read(ASSESSMENTS), ASSESSMENT_OUTCOMES)

    assert Counter(
        (cell.year, cell.measure, cell.published)
        for cell in taken
        if cell.outcome == "percentage without counts"
    ) == {("2022", "not made", "0"): 160}


def test_the_16_week_share_is_of_decisions_not_to_issue() -> None:
    taken = cells(read(ASSESSMENTS), REFUSALS_IN_SIXTEEN_WEEKS)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 606,
        "counts unavailable": 1298,
        "0 of 0": 40,
    }
    assert disagreeing(taken) == []


@pytest.mark.parametrize(
    ("extract", "whole", "parts"),
    [
        (
            REQUESTS,
            "requests_received_in_year",
            [share.numerator for share in REQUEST_DECISIONS],
        ),
        (
            ASSESSMENTS,
            "assess_in_year",
            [share.numerator for share in ASSESSMENT_OUTCOMES],
        ),
    ],
    ids=["requests", "assessments"],
)
def test_the_outcomes_add_up_to_the_whole_in_every_area(
    extract: str, whole: str, parts: list[str]
) -> None:
    left = [remainder(row, whole, parts) for row in read(extract)]

    assert Counter(left) == {0: 323, None: 649}
