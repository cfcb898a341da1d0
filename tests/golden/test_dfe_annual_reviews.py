"""Annual review decisions within 4 weeks, worked out again from DfE's counts.

Source: DfE, Education, health and care plans, release of 2025; see
``data/README.md``.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from .published import (
    REVIEWS_IN_FOUR_WEEKS,
    area_of,
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

TOTALS = "annual_reviews_2025_release_totals.csv"
TIES = "annual_reviews_2025_release_ties.csv"


@pytest.mark.parametrize(
    ("area", "within", "over"),
    [("England", "44.4", "55.6"), ("East of England", "48.6", "51.4")],
)
def test_the_share_decided_in_4_weeks_is_of_reviews_with_both_dates(
    area: str, within: str, over: str
) -> None:
    rows = [row for row in read(TOTALS) if area_of(row) == area]
    taken = compared(cells(rows, REVIEWS_IN_FOUR_WEEKS))

    assert [within, over] == [cell.ours for cell in taken]


def test_every_total_agrees_to_the_digit() -> None:
    taken = cells(read(TOTALS), REVIEWS_IN_FOUR_WEEKS)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 303,
        "counts unavailable": 14,
        "0 of 0": 8,
        "counts without a percentage": 1,
    }
    assert disagreeing(taken) == []


@pytest.mark.parametrize(
    ("outcome", "areas"),
    [
        (
            "counts unavailable",
            [
                "Blackpool",
                "Hertfordshire",
                "Redbridge",
                "Waltham Forest",
                "Reading",
                "Surrey",
                "Plymouth",
            ],
        ),
        ("0 of 0", ["Thurrock", "Greenwich", "Lewisham", "Brighton and Hove"]),
        ("counts without a percentage", ["Halton"]),  # none of 1,270 took longer
    ],
)
def test_the_areas_without_a_percentage_are_known(
    outcome: str, areas: list[str]
) -> None:
    taken = cells(read(TOTALS), REVIEWS_IN_FOUR_WEEKS)

    assert areas == list(
        dict.fromkeys(cell.area for cell in taken if cell.outcome == outcome)
    )


# The share is a tie, but the department's quotient in binary falls just below it.
LOST_TIES = [
    (
        "2024",
        "North West",
        "Black - Any other Black background",
        "over",
        "205 of 400",
        "51.2",
        "51.3",
    ),
    (
        "2024",
        "Herefordshire, County of",
        "Educated elsewhere - total",
        "within",
        "23 of 80",
        "28.7",
        "28.8",
    ),
    ("2024", "North Somerset", "5", "within", "153 of 240", "63.7", "63.8"),
    (
        "2024",
        "Gloucestershire",
        "Mixed - Any other Mixed background",
        "over",
        "23 of 80",
        "28.7",
        "28.8",
    ),
]


def test_all_but_four_of_the_ties_in_the_whole_file_go_up() -> None:
    taken = compared(cells(read(TIES), REVIEWS_IN_FOUR_WEEKS))

    assert len(taken) == 192
    assert sum(is_tie(cell) for cell in taken) == 192
    assert [cell.told for cell in disagreeing(taken)] == LOST_TIES


def test_the_four_lost_ties_are_what_binary_fractions_make_of_them() -> None:
    taken = compared(cells(read(TIES), REVIEWS_IN_FOUR_WEEKS))

    assert [
        cell for cell in taken if with_binary_half_up(*cell.counts) != cell.published
    ] == []


@pytest.mark.parametrize("rounded", [with_python_round, with_half_even])
def test_rounding_ties_to_even_would_not_give_the_published_values(
    rounded: Callable[[int, int], str],
) -> None:
    taken = compared(cells(read(TIES), REVIEWS_IN_FOUR_WEEKS))

    assert sum(rounded(*cell.counts) != cell.published for cell in taken) == 98


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("total_ehc_plans", ["review_expected", "review_not_expected"]),
        ("review_expected", ["total_review_meeting", "no_review_meeting"]),
        (
            "total_review_meeting",
            ["review_meeting_25", "review_meeting_24", "review_meeting_prior_24"],
        ),
        (
            "review_expected",
            [
                "review_decision25",
                "review_decision24",
                "review_decision_prior24",
                "review_decision_not_due",
                "review_decision_outstanding",
                "no_review_meeting",
            ],
        ),
        (
            "total_review_meeting",
            ["outcome_amend", "outcome_cease", "outcome_maintan", "no_outcome"],
        ),
    ],
)
def test_the_parts_add_up_to_the_whole_in_every_area(
    whole: str, parts: list[str]
) -> None:
    left = [remainder(row, whole, parts) for row in read(TOTALS)]

    assert Counter(left) == {0: 156, None: 7}


@pytest.mark.parametrize(
    ("column", "areas", "lowest"),
    [("review_decision_outstanding", 33, -447), ("no_outcome", 4, -153)],
)
def test_some_published_counts_are_negative(
    column: str, areas: int, lowest: int
) -> None:
    below = [
        value
        for row in read(TOTALS)
        if (value := count(row, column)) is not None and value < 0
    ]

    assert (areas, lowest) == (len(below), min(below))
