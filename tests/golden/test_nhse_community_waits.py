"""DfE's shares over 18 weeks, recomputed from NHS England's community waiting lists."""

import csv
import datetime as dt
from calendar import monthrange
from pathlib import Path

import pytest

from send_metrics import Records, calculate
from send_metrics.adapters.reading import read
from send_metrics.records.tables import WAITING_LIST_BANDS
from tests.spec.drawing import ENGINES, canonical

DATA = Path(__file__).with_name("data")
OCTOBER = DATA / "chs_sitrep_england_2023-10.csv"
KPI = "waits.community_over_18_weeks"

with (DATA / "chs_sitrep_england_2023.csv").open(encoding="utf-8", newline="") as _file:
    PUBLISHED = list(csv.DictReader(_file))

WITH_BAND_SUMS = {
    "Audiology": 26.833,
    "Community paediatric service": 60.474,
    "Therapy interventions: Speech and language": 40.579,
}
"""What the same counts come to if the bands are added up for a denominator."""


def records(month: str) -> Records:
    """Return the lists of a month: the two longest bands, and all others in none."""
    rows = []
    year, number = map(int, month.split("-"))
    counted_on = f"{month}-{monthrange(year, number)[1]}"
    for line in PUBLISHED:
        if line["month"] == month:
            longer, longest = line["over_18_to_52_weeks"], line["over_52_weeks"]
            others = int(line["total"]) - int(longer) - int(longest)
            for band, waiting in (("18", longer), ("52", longest), ("", f"{others}")):
                rows.append(
                    {
                        "scheme": "chs_sitrep",
                        "service": line["service"],
                        "band": band,
                        "pathways": waiting,
                        "counted_on": counted_on,
                    }
                )
    frame = ENGINES["pandas"](WAITING_LIST_BANDS, canonical("waiting_list_bands", rows))
    return Records.from_frames({"waiting_list_bands": frame})


@pytest.mark.parametrize("month", sorted({line["month"] for line in PUBLISHED}))
def test_every_share_of_the_ten_months_is_the_one_that_dfe_gives(month: str) -> None:
    year, number = map(int, month.split("-"))
    as_at = dt.date(year, number, monthrange(year, number)[1])
    figures = calculate(KPI, records(month), as_at=as_at, by="service")
    shares = {dict(figure.by)["service"]: figure.value for figure in figures}
    published = {
        line["service"]: float(line["percent_over_18_weeks"])
        for line in PUBLISHED
        if line["month"] == month
    }

    assert len(published) == 4
    assert {
        service: pytest.approx(100 * (share or 0), abs=1e-11)
        for service, share in shares.items()
    } == published


def test_the_published_table_read_as_it_stands_gives_the_same_shares() -> None:
    held = read("chs_sitrep", OCTOBER)
    as_at = dt.date(2023, 10, 31)
    figures = {
        dict(figure.by)["service"]: figure
        for figure in calculate(KPI, held, as_at=as_at, by="service")
    }
    published = {
        line["service"]: float(line["percent_over_18_weeks"])
        for line in PUBLISHED
        if line["month"] == "2023-10"
    }

    for service, share in published.items():
        assert 100 * (figures[service].value or 0) == pytest.approx(share, abs=1e-11)
    assert figures["New-born hearing screening"].state.denominator == 679
    # Every list but one has a total above the sum of its bands.
    assert {finding.rule for finding in held.report.findings} == {"total-above-bands"}
    assert len(held.report.findings) == 4


@pytest.mark.parametrize("service", WITH_BAND_SUMS)
def test_the_sum_of_the_bands_would_be_another_denominator(service: str) -> None:
    frame = read("chs_sitrep", OCTOBER).tables["waiting_list_bands"].native
    banded = frame[(frame["service"] == service) & frame["band"].notna()]
    over = banded.loc[banded["band"] >= 18, "pathways"].sum()

    assert round(100 * over / banded["pathways"].sum(), 3) == WITH_BAND_SUMS[service]
    [published] = [
        float(line["percent_over_18_weeks"])
        for line in PUBLISHED
        if (line["month"], line["service"]) == ("2023-10", service)
    ]
    assert abs(published - WITH_BAND_SUMS[service]) > 1e-3
