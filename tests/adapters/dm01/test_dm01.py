"""The diagnostics extract: bands from their lower edge, totals, and what is wrong."""

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.dm01 import BANDS, Diagnostics
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance

COLUMNS = [
    "Period",
    *("Provider Parent Org Code", "Provider Org Code", "Provider Org Name"),
    *("Commissioner Parent Org Code", "Commissioner Org Code"),
    *("Diagnostic Tests Sort Order", "Diagnostic Tests"),
    *BANDS,
    *("Total WL", "Waiting List Activity", "Total Activity"),
]


def line(counts: dict[int, object], **said: object) -> dict[str, object]:
    total = sum(n for n in counts.values() if isinstance(n, int))
    return {
        "Period": "DM01-JANUARY-2026",
        "Provider Org Code": "RXN",
        "Provider Org Name": "Canary Hospital",
        "Commissioner Parent Org Code": "QE1",
        "Commissioner Org Code": "00Q",
        "Diagnostic Tests": "AUDIOLOGY_ASSESSMENTS",
        **{BANDS[band]: people for band, people in counts.items()},
        "Total WL": total,
    } | {name.replace("_", " "): value for name, value in said.items()}


def written(
    folder: Path, *lines: dict[str, object], columns: list[str] = COLUMNS
) -> Path:
    path = folder / "dm01.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="0", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
    return path


def reading(folder: Path, *lines: dict[str, object]) -> Reading:
    return Diagnostics().read(written(folder, *lines), Pseudonyms())


def rows_of(result: Reading) -> pd.DataFrame:
    frame = result.frames["waiting_list_bands"]
    assert isinstance(frame, pd.DataFrame)
    return frame


def test_a_list_becomes_a_row_for_each_band_that_anybody_waits_in(tmp_path: Path):
    result = reading(tmp_path, line({0: 5, 5: 30, 6: 6, 13: 4}))

    rows = rows_of(result)
    assert rows["band"].tolist() == [0, 5, 6, 13]
    assert rows["pathways"].tolist() == [5, 30, 6, 4]
    assert set(rows["service"]) == {"AUDIOLOGY_ASSESSMENTS"}
    assert set(rows["icb"]) == {"QE1"}
    assert {day.date() for day in rows["counted_on"]} == {dt.date(2026, 1, 31)}
    assert result.balances["waiting_list_bands"] == RowBalance(14, 4, blank=10)


def test_lists_of_all_tests_are_not_counted_again(tmp_path: Path):
    result = reading(tmp_path, line({6: 4}), line({6: 4}, Diagnostic_Tests="Total"))

    assert rows_of(result)["pathways"].tolist() == [4]
    assert result.balances["waiting_list_bands"] == RowBalance(
        28, 1, merged_duplicates=1, blank=26
    )


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (line({6: "-4"}), "whole-number"),
        (line({6: "4.5"}), "whole-number"),
        (line({6: "four"}), "whole-number"),
        (line({6: "99999999999"}), "whole-number"),
        (line({6: 4}, Period="2026-01"), "period"),
        (line({6: 4}, Provider_Org_Code=""), "required-value"),
        (line({6: 4}, Diagnostic_Tests=""), "required-value"),
    ],
)
def test_a_band_that_cannot_be_counted_is_rejected(
    tmp_path: Path, bad: dict[str, object], rule: str
):
    bad = bad | {"Total WL": ""}
    result = reading(tmp_path, line({6: 1}), bad)

    balance = result.balances["waiting_list_bands"]
    assert (balance.accepted, balance.rejected) == (1, 1)
    [finding] = [found for found in result.findings if found.severity == "error"]
    assert (finding.rule, finding.line) == (rule, 3)


@pytest.mark.parametrize(("total", "asked"), [(10, 0), (11, 1), (9, 1), ("", 0)])
def test_bands_that_do_not_add_up_to_the_total_are_asked_about(
    tmp_path: Path, total: object, asked: int
):
    result = reading(tmp_path, line({0: 6, 13: 4}, Total_WL=total))

    assert [f.rule for f in result.findings] == ["list-total"] * asked
    assert rows_of(result)["pathways"].tolist() == [6, 4]


def test_a_file_that_is_no_extract_is_refused(tmp_path: Path):
    columns = [name for name in COLUMNS if name != BANDS[6]]
    path = written(tmp_path, line({0: 1}), columns=columns)

    with pytest.raises(SourceError, match="06 < 07 Weeks"):
        Diagnostics().read(path, Pseudonyms())
    with pytest.raises(SourceError, match="unzip it"):
        Diagnostics().read(tmp_path, Pseudonyms())


def test_providers_merged_are_the_commissioner(tmp_path: Path):
    path = written(
        tmp_path,
        line({5: 30, 6: 6, 13: 4}),
        line({5: 10, 6: 1}, Provider_Org_Code="RYW"),
        line({6: 5}, Diagnostic_Tests="Audiology - Audiology Assessments"),
    )
    records = sm.read("dm01", path)

    def shares(by: str) -> dict[str, tuple[int, int]]:
        figures = sm.calculate(
            "waits.diagnostics_six_weeks_or_more",
            records,
            as_at=dt.date(2026, 1, 31),
            by=by,
        )
        return {
            figure.by[by]: (figure.state.numerator, figure.state.denominator)
            for figure in figures
        }

    assert shares("provider") == {"RXN": (15, 45), "RYW": (1, 11)}
    assert shares("commissioner") == {"00Q": (16, 56)}
    assert shares("service") == {
        "AUDIOLOGY_ASSESSMENTS": (11, 51),
        "AUDIOLOGY_AUDIOLOGY_ASSESSMENTS": (5, 5),
    }


def test_names_do_not_come_out(tmp_path: Path):
    result = reading(tmp_path, line({6: "canary"}, Period="canary"), line({1: 1}))

    assert "anary" not in repr(result) + str(rows_of(result).to_dict())
