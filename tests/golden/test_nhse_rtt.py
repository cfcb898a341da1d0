"""NHS England's published hospital waits, recomputed from the weekly bands."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

import pandas as pd
import pytest
from attrs import evolve

from send_metrics import Figure, Figures, Records, calculate, merge
from send_metrics.domain.percentiles import percentile_in_bands
from send_metrics.records.tables import WAITING_LIST_BANDS
from tests.golden.whole_release import unpacked
from tests.spec.drawing import ENGINES, canonical

BANDS = Path(__file__).with_name("data") / "rtt_bands_2026-01.csv"
END_OF_JANUARY = dt.date(2026, 1, 31)

PUBLISHED = {
    "England": {
        "pathways": 7_155_958,
        "within 18 weeks": 4_395_958,
        "share": 0.614307406499591,
        "median": 13.6209059591753,
        "92nd": 40.347456,
    },
    "Lancashire and South Cumbria": {
        "pathways": 308,
        "within 18 weeks": 202,
        "share": 0.655844,
        "median": 10.8,
        "92nd": 24.393333,
    },
}


def records(area: str, engine: str) -> Records:
    with BANDS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area"] == area]
    drawn = [
        {"band": row["band"], "pathways": row["pathways"], "counted_on": "2026-01-31"}
        for row in rows
    ]
    frame = ENGINES[engine](WAITING_LIST_BANDS, canonical("waiting_list_bands", drawn))
    return Records.from_frames({"waiting_list_bands": frame})


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
@pytest.mark.parametrize("area", list(PUBLISHED))
def test_counts_share_median_and_92nd_percentile_are_those_published(
    area: str, engine: str
) -> None:
    held = records(area, engine)
    published = PUBLISHED[area]

    weeks = calculate("waits.rtt_weeks", held, as_at=END_OF_JANUARY)[0]
    share = calculate("waits.rtt_within_18_weeks", held, as_at=END_OF_JANUARY)[0]

    assert weeks.count == share.state.denominator == published["pathways"]
    assert share.state.numerator == published["within 18 weeks"]
    assert share.value == pytest.approx(published["share"], abs=5e-7)
    assert weeks.summary["median_weeks"] == pytest.approx(
        published["median"], abs=5e-14
    )
    assert weeks.summary["p92_weeks"] == pytest.approx(published["92nd"], abs=5e-7)


MONTH = "rtt_incomplete_2026-01"
"""Incomplete pathways of every board, provider and function, without ``NONC``."""

KPIS = ("waits.rtt_weeks", "waits.rtt_within_18_weeks")
BY = ("icb", "treatment_function")
FEWEST = 20
Place = tuple[str, str, str]


@cache
def lists() -> dict[Place, list[int]]:
    """Return how many wait in each weekly band, by board, provider and function."""
    return {
        (icb or "none", provider, function): [int(people or 0) for people in bands]
        for icb, provider, function, *bands in (row.values() for row in unpacked(MONTH))
    }


def records_of(places: Iterable[Place], engine: str = "pandas") -> Records:
    rows = [
        (icb, provider, function, week, people)
        for icb, provider, function in places
        for week, people in enumerate(lists()[icb, provider, function])
        if people
    ]
    columns = ["icb", "provider", "treatment_function", "band", "pathways"]
    frame = pd.DataFrame(rows, columns=columns).assign(
        scheme="rtt",
        part="incomplete",
        counted_on=pd.Timestamp(END_OF_JANUARY),
        commissioner="all but NONC",
    )
    return Records.from_frames({"waiting_list_bands": frame}).on(engine)


def figures_of(records: Records, by: tuple[str, ...] = BY) -> Figures:
    return calculate(KPIS, records, as_at=END_OF_JANUARY, by=by)


@cache
def whole(engine: str = "pandas") -> Figures:
    """Return the figures of every board and function, from all lists together."""
    return figures_of(records_of(lists(), engine))


@cache
def waiting() -> dict[tuple[str, str], list[int]]:
    """Return the band of each single person by board and function, in order."""
    together: dict[tuple[str, str], Counter[int]] = {}
    for (icb, _, function), bands in lists().items():
        counted = together.setdefault((icb, function), Counter())
        counted.update(dict(enumerate(bands)))
    return {cell: sorted(counted.elements()) for cell, counted in together.items()}


def percentile(people: list[int], share: Fraction) -> Fraction | None:
    """Return a percentile as the guidance tells it, person by person.

    The people of a band are spread evenly over its week, so that the percentile lies
    between the person before it and the one who reaches it.
    """
    place = share * len(people)
    band = people[ceil(place) - 1]
    before, inside = people.index(band), people.count(band)
    return None if band == 104 else band + (place - before) / inside


def test_the_month_adds_up_to_the_bands_of_england() -> None:
    england = [sum(bands) for bands in zip(*lists().values(), strict=True)]
    with BANDS.open(encoding="utf-8", newline="") as file:
        held = {
            int(row["band"]): int(row["pathways"])
            for row in csv.DictReader(file)
            if row["area"] == "England"
        }

    assert england == [held.get(week, 0) for week in range(105)]
    assert sum(england[52:]) == 133_860
    assert sum(england[65:]) == 7_417
    assert sum(england[78:]) == 1_614
    assert england[104] == 200


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_every_board_and_function_is_what_counting_people_one_by_one_gives(
    engine: str,
) -> None:
    found = whole(engine)
    weeks = [figure for figure in found if figure.kpi.id == KPIS[0]]
    shares = {tuple(f.by.values()): f.state for f in found if f.kpi.id == KPIS[1]}

    assert {tuple(figure.by.values()) for figure in weeks} == set(waiting())
    given = 0
    for figure in weeks:
        cell = figure.by["icb"], figure.by["treatment_function"]
        people, share = waiting()[cell], shares[cell]
        assert figure.count == share.denominator == len(people)
        assert share.numerator == sum(band <= 17 for band in people)
        for name, part in (("median_weeks", (1, 2)), ("p92_weeks", (92, 100))):
            exact = percentile(people, Fraction(*part))
            said = figure.summary[name]
            if len(people) < FEWEST or exact is None:
                assert said is None
            else:
                assert said == float(exact)
                given += 1
    assert given == 2 * sum(len(people) >= FEWEST for people in waiting().values())


def test_the_paediatric_line_of_england_adds_up_to_what_was_computed_by_hand() -> None:
    """Research of this project: the only line of this return that is of children."""
    of_children = [place for place in lists() if place[2] == "X04"]
    weeks, share = figures_of(records_of(of_children), ())

    assert weeks.count == share.state.denominator == 314_575
    assert round(100 * (share.value or 0), 3) == 63.335
    assert weeks.summary["median_weeks"] == pytest.approx(12.896283536903644, abs=1e-12)
    assert weeks.summary["p92_weeks"] == pytest.approx(39.393695014662754, abs=1e-12)
    assert sum(sum(lists()[place][52:]) for place in of_children) == 4_886


@pytest.mark.parametrize(
    ("area", "weeks"),
    [("England", 44.98221540909941), ("Lancashire and South Cumbria", 29.6)],
)
def test_another_percentile_of_the_same_bands_follows_the_same_rule(
    area: str, weeks: float
) -> None:
    state = calculate("waits.rtt_weeks", records(area, "pandas"), as_at=END_OF_JANUARY)
    counts = dict(state[0].state.spread)

    found = percentile_in_bands(counts, Fraction(95, 100), open_from=104)

    assert float(found or 0) == pytest.approx(weeks, abs=1e-12)


def test_of_fewer_than_twenty_neither_percentile_is_given() -> None:
    """Other mental health services in Lancashire, printed as a dash."""
    [six] = [
        figure
        for figure in whole()
        if figure.kpi.id == KPIS[0]
        and figure.by == {"icb": "QE1", "treatment_function": "X03"}
    ]

    assert six.count == 6
    assert six.summary["median_weeks"] is six.summary["p92_weeks"] is None


def test_the_merged_states_of_all_providers_are_the_commissioners_figures() -> None:
    parts = by_provider()
    merged = merge(*parts.values())

    assert set(parts) == {provider for _, provider, _ in lists()}
    assert numbers(merged) == numbers(whole())


def test_what_a_provider_counts_at_home_is_its_part_of_the_whole() -> None:
    """Of its own lists alone, every sixtieth provider."""
    for provider in sorted(by_provider())[::60]:
        own = [place for place in lists() if place[1] == provider]
        at_home = figures_of(records_of(own))
        assert numbers(at_home) == numbers(by_provider()[provider])


@cache
def by_provider() -> dict[str, Figures]:
    """Return the figures of each provider, of every board and function it has."""
    parts: dict[str, list[Figure]] = {}
    for figure in figures_of(records_of(lists()), ("provider", *BY)):
        cell = dict(figure.by)
        parts.setdefault(cell.pop("provider"), []).append(evolve(figure, by=cell))
    return {provider: Figures(tuple(own)) for provider, own in parts.items()}


def numbers(figures: Figures) -> dict[object, object]:
    """Return whole numbers and percentiles by cell."""
    return {
        (figure.kpi.id, *figure.by.values()): (figure.state, figure.summary)
        for figure in figures
    }
