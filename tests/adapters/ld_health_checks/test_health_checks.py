"""Health checks by practice: register, declined, checked, and what is wrong."""

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.ld_health_checks import HealthChecks
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance

COLUMNS = [
    *("QUALITY_SERVICE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_ODS_CODE"),
    *("SUB_ICB_LOC_CODE", "ICB_CODE", "ACH_DATE", "IND_CODE", "MEASURE", "VALUE"),
]


def lines(
    checked: object, denominator: object, declined: object, **said: object
) -> list[dict[str, object]]:
    told = {
        "QUALITY_SERVICE": "LDHC",
        "PRACTICE_CODE": "A81001",
        "PRACTICE_NAME": "Canary Surgery",
        "PCN_ODS_CODE": "U12345",
        "SUB_ICB_LOC_CODE": "06K",
        "ICB_CODE": "QM7",
        "ACH_DATE": "31/03/2026",
        "IND_CODE": "LDHCMI034",
    } | said
    measures = {
        "Numerator": checked,
        "Denominator": denominator,
        "HLTHCHKDEC": declined,
        "DQ_FLAG_1": 0,
    }
    return [
        {**told, "MEASURE": name, "VALUE": value}
        for name, value in measures.items()
        if value is not None
    ]


def written(
    folder: Path, *given: dict[str, object], columns: list[str] = COLUMNS
) -> Path:
    path = folder / "checks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(given)
    return path


def reading(folder: Path, *given: dict[str, object]) -> Reading:
    return HealthChecks().read(written(folder, *given), Pseudonyms())


def people_of(result: Reading) -> dict[str, int]:
    frame = result.frames["health_checks"]
    assert isinstance(frame, pd.DataFrame)
    return dict(zip(frame["checked"], frame["people"], strict=True))


def test_the_register_is_the_denominator_and_those_who_declined(tmp_path: Path):
    result = reading(tmp_path, *lines(6, 11, 4))

    assert people_of(result) == {"checked": 6, "not checked": 5, "declined": 4}
    assert result.balances["health_checks"] == RowBalance(3, 3)
    assert result.notes == (
        "4 lines: 3 of the measures that are read, 1 of others or empty, 0 repeated,"
        " 0 set aside",
    )


@pytest.mark.parametrize("day", ["31/03/2026", "2026-03-31"])
def test_days_come_in_two_forms(tmp_path: Path, day: str):
    frame = reading(tmp_path, *lines(1, 2, 0, ACH_DATE=day)).frames["health_checks"]

    assert isinstance(frame, pd.DataFrame)
    assert {on.date() for on in frame["counted_on"]} == {dt.date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (lines(12, 11, 4), "more-checked-than-registered"),
        (lines(None, 11, 4), "measures-whole"),
        (lines(6, 11, None), "measures-whole"),
        ([*lines(6, 11, 4), *lines(7, 11, 4)], "measures-whole"),
        (lines("x", 11, 4), "whole-number"),
        (lines(-1, 11, 4), "whole-number"),
    ],
    ids=[
        "more checked than registered",
        "no numerator",
        "declined missing",
        "two numerators",
        "a word",
        "below nought",
    ],
)
def test_a_list_that_cannot_be_counted_is_rejected_whole(
    tmp_path: Path, bad: list[dict[str, object]], rule: str
):
    adults = lines(9, 10, 1, IND_CODE="LDHCMI035")
    result = reading(tmp_path, *bad, *adults)

    assert people_of(result) == {"checked": 9, "not checked": 1, "declined": 1}
    assert result.balances["health_checks"] == RowBalance(4, 3, rejected=1)
    assert rule in [f.rule for f in result.findings if f.severity == "error"]


def test_eleven_of_eleven_is_not_too_many(tmp_path: Path):
    assert people_of(reading(tmp_path, *lines(11, 11, 0)))["not checked"] == 0


def test_a_line_said_twice_counts_once(tmp_path: Path):
    assert people_of(reading(tmp_path, *lines(6, 11, 4), *lines(6, 11, 4))) == {
        "checked": 6,
        "not checked": 5,
        "declined": 4,
    }


def test_other_indicators_are_left_and_counted(tmp_path: Path):
    other = lines(1, 2, 3, IND_CODE="LDHC021")
    result = reading(tmp_path, *lines(6, 11, 4), *other)

    assert [f.rule for f in result.findings] == ["other-indicator", "other-measure"]
    assert result.balances["health_checks"].accepted == 3


def test_both_honest_rates_by_age(tmp_path: Path):
    adults = lines(9, 10, 2, IND_CODE="LDHCMI035")
    records = sm.read("ld_health_checks", written(tmp_path, *lines(6, 11, 4), *adults))
    end_of_march = dt.date(2026, 3, 31)

    def sums(kpi: str, by: str = "") -> list[tuple[int, int]]:
        figures = sm.calculate(kpi, records, as_at=end_of_march, by=by)
        return [(f.state.numerator, f.state.denominator) for f in figures]

    assert sums("health.ld_annual_health_check_14plus") == [(15, 21)]
    assert sums("health.ld_annual_health_check_14plus", by="age_group") == [
        (6, 11),
        (9, 10),
    ]
    assert sums("health.ld_annual_health_check_14plus_of_register") == [(15, 27)]


def test_a_file_of_another_layout_is_refused(tmp_path: Path):
    path = written(tmp_path, *lines(1, 2, 3), columns=COLUMNS[:-1])

    with pytest.raises(SourceError, match="VALUE"):
        HealthChecks().read(path, Pseudonyms())
    with pytest.raises(SourceError, match="unzip it"):
        HealthChecks().read(tmp_path, Pseudonyms())


def test_names_and_values_do_not_come_out(tmp_path: Path):
    result = reading(tmp_path, *lines("canary", 2, 3), *lines(1, 2, 3))

    assert "anary" not in repr(result) + str(result.frames)
