"""Plans issued within 20 weeks, worked out again from the department's counts.

Source: DfE, Education, health and care plans, releases of 2022, 2025 and 2026;
see ``data/README.md``.
"""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest

from send_metrics.domain.rounding import half_up

from .published import (
    TIMELINESS,
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
    totals,
    with_binary_half_up,
    with_half_even,
    with_python_round,
)

# Percentages that DfE printed; "-" where no count is held here.
WITHIN_20_WEEKS_EXCEPTIONS_LEFT_OUT = """
    year | England | East of England | Hertfordshire
    -----+---------+-----------------+--------------
    2014 |    64.3 |            80.6 |          83.9
    2015 |    59.2 |            47.5 |            98
    2016 |    58.6 |            50.8 |            96
    2017 |    64.9 |            60.8 |          95.5
    2018 |    60.1 |            60.9 |          96.1
    2019 |    60.4 |              65 |          87.9
    2020 |      58 |            58.8 |          78.7
    2021 |    59.9 |              65 |            78
    2022 |    49.2 |            32.4 |          32.6
    2023 |    50.3 |            34.2 |          40.2
    2024 |    46.4 |            39.6 |          56.3
    2025 |       - |               - |          60.3
    """

WITHIN_20_WEEKS_ALL_PLANS = """
    year | England | East of England | Hertfordshire
    -----+---------+-----------------+--------------
    2014 |    61.5 |            75.2 |          74.5
    2015 |    54.6 |            48.4 |          97.3
    2016 |    55.7 |            49.3 |          95.6
    2017 |    61.3 |            58.8 |            95
    2018 |      58 |            59.2 |          94.3
    2019 |    58.7 |            63.5 |          87.1
    2020 |    55.6 |            55.7 |          78.8
    2021 |    57.9 |            62.9 |          76.6
    2022 |    47.7 |            30.8 |          32.3
    2023 |    49.1 |            32.9 |          41.5
    2024 |    45.9 |            39.3 |          55.2
    2025 |       - |               - |          60.1
    """


def in_columns(text: str) -> dict[tuple[str, str], str]:
    lines = [line.split("|") for line in text.strip().splitlines() if "+" not in line]
    _, *areas = (name.strip() for name in lines[0])
    return {
        (year.strip(), area): value.strip()
        for year, *values in lines[1:]
        for area, value in zip(areas, values, strict=True)
    }


@pytest.mark.parametrize(
    ("measure", "table"),
    [
        (
            "within 20 weeks, exceptions left out",
            WITHIN_20_WEEKS_EXCEPTIONS_LEFT_OUT,
        ),
        ("within 20 weeks", WITHIN_20_WEEKS_ALL_PLANS),
    ],
)
def test_the_headline_of_every_year_follows_from_its_counts(
    measure: str, table: str
) -> None:
    expected = in_columns(table)
    ours = {
        (cell.year, cell.area): cell.ours
        for cell in compared(cells(read("timeliness_2014_2025.csv"), TIMELINESS))
        if cell.measure == measure
    }

    assert len(ours) == 34
    assert expected == {key: ours.get(key, "-") for key in expected}


def test_the_three_bands_of_the_three_areas_follow_from_their_counts() -> None:
    taken = cells(read("timeliness_2014_2025.csv"), TIMELINESS)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 96,
        "counts unavailable": 108,
    }
    assert disagreeing(taken) == []


def test_every_total_and_every_breakdown_of_england_agrees_to_the_digit() -> None:
    taken = cells(read("timeliness_2025_release_totals.csv"), TIMELINESS)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 3716,
        "counts unavailable": 2598,
        "0 of 0": 10,
    }
    assert disagreeing(taken) == []


def test_areas_without_a_plan_to_divide_by_have_no_percentage() -> None:
    taken = cells(read("timeliness_2025_release_totals.csv"), TIMELINESS)

    assert Counter(
        (cell.year, cell.area) for cell in taken if cell.outcome == "0 of 0"
    ) == {
        ("2019", "Isles of Scilly"): 2,
        ("2022", "Isles of Scilly"): 2,
        ("2024", "City of London"): 3,  # every plan an exception
        ("2024", "Dorset"): 3,  # every plan an exception
    }


# The share is a tie, but the department's quotient in binary falls just below it.
LOST_TIES = [
    (
        "2024",
        "Birmingham",
        "age 8",
        "within 20 weeks, exceptions left out",
        "23 of 80",
        "28.7",
        "28.8",
    ),
    (
        "2024",
        "Hertfordshire",
        "White - Any other White background",
        "within 20 weeks",
        "41 of 80",
        "51.2",
        "51.3",
    ),
    (
        "2024",
        "Kent",
        "White - Any other White background",
        "over a year",
        "23 of 80",
        "28.7",
        "28.8",
    ),
]


def test_all_but_three_of_the_ties_in_the_whole_file_go_up() -> None:
    taken = compared(cells(read("timeliness_2025_release_ties.csv"), TIMELINESS))

    assert len(taken) == 1604
    assert sum(is_tie(cell) for cell in taken) == 646
    assert [cell.told for cell in disagreeing(taken)] == LOST_TIES


def test_the_three_lost_ties_are_what_binary_fractions_make_of_them() -> None:
    taken = compared(cells(read("timeliness_2025_release_ties.csv"), TIMELINESS))

    assert [
        cell for cell in taken if with_binary_half_up(*cell.counts) != cell.published
    ] == []


@pytest.mark.parametrize("rounded", [with_python_round, with_half_even])
@pytest.mark.parametrize(
    ("extract", "misses"),
    [
        ("timeliness_2025_release_totals.csv", 1),
        ("timeliness_2025_release_ties.csv", 364),
    ],
)
def test_rounding_ties_to_even_would_not_give_the_published_values(
    rounded: Callable[[int, int], str], extract: str, misses: int
) -> None:
    taken = compared(cells(read(extract), TIMELINESS))

    assert misses == sum(rounded(*cell.counts) != cell.published for cell in taken)


# Plans that are in the denominator and in none of the three bands.
PLANS_IN_NO_BAND = {
    "2023": {
        "England": 639,
        "North East": 1,
        "North West": 468,
        "Yorkshire and The Humber": 9,
        "East Midlands": 1,
        "East of England": 127,
        "London": 2,
        "South East": 23,
        "South West": 8,
        "Newcastle upon Tyne": 1,
        "Wirral": 11,
        "Bury": 3,
        "Manchester": 448,
        "Stockport": 4,
        "Trafford": 2,
        "Calderdale": 9,
        "Nottingham": 1,
        "Luton": 125,
        "Central Bedfordshire": 1,
        "Peterborough": 1,
        "Haringey": 2,
        "Windsor and Maidenhead": 2,
        "Wokingham": 21,
        "Bristol, City of": 1,
        "Swindon": 7,
    },
    "2024": {
        "England": 64,
        "North East": 2,
        "North West": 4,
        "Yorkshire and The Humber": 8,
        "East of England": 1,
        "London": 1,
        "South East": 47,
        "South West": 1,
        "Newcastle upon Tyne": 2,
        "Bolton": 2,
        "Trafford": 1,
        "Lancashire": 1,
        "Calderdale": 8,
        "Luton": 1,
        "City of London": 1,
        "Brighton and Hove": 2,
        "Wokingham": 15,
        "Surrey": 30,
        "Bristol, City of": 1,
    },
}


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_the_bands_add_up_to_the_plans_issued_but_for_the_areas_named(
    year: str,
) -> None:
    left = {
        area_of(row): remainder(
            row,
            "plans_issued_den",
            (
                "plans_issued_within_20_weeks",
                "plans_issued_gt20weeks_ltYear",
                "plans_issued_gt_1_year",
            ),
        )
        for row in totals(read("timeliness_2025_release_totals.csv"))
        if row["time_period"] == year
    }
    checked = {area: plans for area, plans in left.items() if plans is not None}

    assert {"2023": 160, "2024": 163}[year] == len(checked)
    assert checked["Hertfordshire"] == 0
    assert PLANS_IN_NO_BAND[year] == {
        area: plans for area, plans in checked.items() if plans
    }


COUNTS = (
    "plans_issued_den",
    "plans_issued_within_20_weeks",
    "plans_issued_den_ex",
    "plans_issued_20_weeks_ex",
)

# What England counts beyond the authorities shown, in the order of COUNTS: Norfolk,
# Tower Hamlets, Havering and West Berkshire (2022) and Hackney (2023) are "x".
NOT_SHOWN = {"2022": [871, 0, 825, 0], "2023": [321, 184, 321, 184]}


@pytest.mark.parametrize("year", ["2019", "2020", "2021", "2022", "2023", "2024"])
@pytest.mark.parametrize("level", ["Regional", "Local authority"])
def test_areas_add_up_to_england(level: str, year: str) -> None:
    rows = [
        row
        for row in totals(read("timeliness_2025_release_totals.csv"))
        if row["time_period"] == year
    ]

    def summed(wanted: str, column: str) -> int:
        return sum(
            count(row, column) or 0 for row in rows if row["geographic_level"] == wanted
        )

    not_shown = NOT_SHOWN.get(year, [0] * 4) if level == "Local authority" else [0] * 4

    assert not_shown == [
        summed("National", column) - summed(level, column) for column in COUNTS
    ]


LATEST = tuple(
    Share(measure, f"pc{band}{left_out}", f"{band}{left_out}", (f"den{left_out}",))
    for measure, band, left_out in (
        ("within 20 weeks", "w20", ""),
        ("within 20 weeks, exceptions left out", "w20", "_ex"),
        ("over 20 weeks to a year", "gt20", ""),
        ("over 20 weeks to a year, exceptions left out", "gt20", "_ex"),
        ("over a year", "gt52", ""),
        ("over a year, exceptions left out", "gt52", "_ex"),
    )
)


def latest() -> list[Row]:
    return [
        {
            **row,
            "pcw20": row["pc20"],
            "pcw20_ex": row["pc20_ex"],
            "la_name": row["area"],
        }
        for row in read("timeliness_2026_release.csv")
    ]


def test_the_figures_of_2025_follow_from_their_counts() -> None:
    taken = cells(latest(), LATEST)

    assert Counter(cell.outcome for cell in taken) == {
        "compared": 60,
        "0 of 0": 3,
        "counts unavailable": 3,
    }
    assert disagreeing(taken) == []


def test_the_headline_of_2025_is_the_same_in_both_extracts() -> None:
    headline = [
        cell
        for cell in cells(read("timeliness_2014_2025.csv"), TIMELINESS)
        if cell.year == "2025"
    ]
    whole = [row for row in latest() if row["breakdown"] == "All EHC plans"]

    assert [(cell.measure, *cell.counts, cell.published) for cell in headline] == [
        (cell.measure, *cell.counts, cell.published)
        for cell in cells(whole[:1], LATEST)
    ]


def test_the_headline_of_2019_to_2024_is_the_same_in_both_extracts() -> None:
    headline = [
        cell
        for cell in cells(read("timeliness_2014_2025.csv"), TIMELINESS)
        if "2019" <= cell.year <= "2024"
    ]
    whole = cells(totals(read("timeliness_2025_release_totals.csv")), TIMELINESS)

    assert len(headline) == 108
    assert set(headline) == {cell for cell in whole if cell in headline}


def test_a_plan_that_took_140_days_is_within_20_weeks() -> None:
    (row,) = [row for row in latest() if row["breakdown"] == "age 20 and over"]
    days_that_print_so = [
        days
        for days in range(130, 151)
        if as_printed(half_up(Fraction(days, 7), 1)) == row["avg"]
    ]

    assert (row["den"], row["w20"]) == ("1", "1")
    assert days_that_print_so == [140]
