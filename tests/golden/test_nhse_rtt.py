"""NHS England's published hospital waits, recomputed from the weekly bands."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from send_metrics import Records, calculate
from send_metrics.records.tables import WAITING_LIST_BANDS
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
