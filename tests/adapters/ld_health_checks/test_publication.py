"""Which rows the measures become, which are set aside, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from send_metrics import calculate, financial_year, merge
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.ld_health_checks import HealthChecks
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read as read_records
from send_metrics.errors import SourceError
from send_metrics.records.conform import conform
from send_metrics.records.health_checks import HEALTH_CHECKS
from send_metrics.records.report import RowBalance

from .made_up import HEADER, measure, publication, register

TABLE = "health_checks"
CANARY = "Zyxwvut"
ADULTS = "LDHCMI035"
ReadContent = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> ReadContent:
    """Read what a file would hold."""

    def read_content(content: str | bytes, name: str = "checks.csv") -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return HealthChecks().read(path, Pseudonyms())

    return read_content


def rows(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    frame: pd.DataFrame = reading.frames[TABLE][list(columns)]
    return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


def told(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(each.rule, each.line, each.column) for each in reading.findings]


def test_the_three_measures_become_three_outcomes_that_make_the_register(
    read: ReadContent,
) -> None:
    reading = read(publication(register(5, 8, 2)))

    assert reading.findings == ()
    assert rows(
        reading,
        *("practice", "pcn", "sub_icb", "icb", "age_group", "counted_on"),
        *("outcome", "people"),
    ) == [
        (
            *("Z99001", "U99001", "01Z", "QZ1", "14 to 17"),
            *(pd.Timestamp("2025-03-31"), outcome, people),
        )
        for outcome, people in (("not_checked", 3), ("declined", 2), ("checked", 5))
    ]


def test_the_rows_are_canonical_as_they_are(read: ReadContent) -> None:
    content = publication([*register(5, 8, 2), *register(1, 1, 0, indicator=ADULTS)])
    reading = read(content)
    table = conform(HEALTH_CHECKS, reading.frames[TABLE])

    assert (table.findings, table.columns_left_out) == ((), ())
    assert table.balance == RowBalance(rows_in=6, accepted=6)
    assert set(reading.frames[TABLE]["age_group"]) == {"14 to 17", "18 and over"}


def test_a_zip_is_read_like_the_file_in_it(read: ReadContent) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("checks.csv", publication(register(5, 8, 2)))

    assert len(read(packed.getvalue(), "checks.zip").frames[TABLE]) == 3


@pytest.mark.parametrize("written", ["20250331", "2025-03-31"])
def test_the_day_is_written_with_dashes_or_without(
    read: ReadContent, written: str
) -> None:
    reading = read(publication(register(5, 8, 2, on=written)))

    assert set(reading.frames[TABLE]["counted_on"]) == {pd.Timestamp("2025-03-31")}


def test_other_indicators_and_measures_are_counted_and_not_read(
    read: ReadContent,
) -> None:
    content = publication(
        [
            *register(5, 8, 2),
            measure("P_AGE14_18", "7"),
            measure("Count", "3", indicator="LDHC021"),
            measure("Count", "10", indicator="LD_REG_1417"),
            *register(4, 8, 2, indicator="LDHCMI036"),
        ]
    )
    reading = read(content)

    assert len(reading.frames[TABLE]) == 3
    assert told(reading) == [
        ("other-indicator", 6, "IND_CODE"),
        ("other-measure", 5, "MEASURE"),
    ]
    assert [found.rows for found in reading.findings] == [5, 1]
    assert {found.severity for found in reading.findings} == {"note"}
    assert reading.balances[TABLE] == RowBalance(rows_in=9, accepted=3, blank=6)


def test_an_indicator_that_is_not_known_is_set_aside_and_counted(
    read: ReadContent,
) -> None:
    reading = read(
        publication([*register(5, 8, 2), measure("Count", "3", indicator=CANARY)])
    )

    assert told(reading) == [("indicator-known", 5, "IND_CODE")]
    assert reading.balances[TABLE].rejected == 1
    assert CANARY not in repr(reading.findings)


def test_a_list_with_a_hidden_measure_is_left_out_whole(read: ReadContent) -> None:
    content = publication(
        [*register(5, 8, 2), *register(1, "*", "*", practice="Z99002")]
    )
    reading = read(content)

    assert told(reading) == [("hidden-value", 5, "VALUE")]
    assert set(reading.frames[TABLE]["practice"]) == {"Z99001"}
    assert reading.balances[TABLE] == RowBalance(rows_in=6, accepted=3, blank=3)


@pytest.mark.parametrize("value", ["-1", "1.5", "", "1,000", "NA", CANARY])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_list_with_a_measure_that_is_no_count_is_set_aside_whole(
    read: ReadContent, value: str, place: int
) -> None:
    broken = register(1, 2, 1, practice="Z99002")
    broken[place]["VALUE"] = value
    reading = read(publication([*register(5, 8, 2), *broken]))

    assert {found.rule for found in reading.findings} == {"whole-number"}
    assert [found.line for found in reading.findings] == [5, 6, 7]
    assert set(reading.frames[TABLE]["practice"]) == {"Z99001"}
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_list_that_lacks_a_measure_is_set_aside(
    read: ReadContent, place: int
) -> None:
    short = register(1, 2, 1, practice="Z99002")
    del short[place]
    reading = read(publication([*register(5, 8, 2), *short]))

    assert [found.rule for found in reading.findings] == ["whole-list"] * 2
    assert reading.balances[TABLE] == RowBalance(rows_in=5, accepted=3, rejected=2)


def test_a_repeated_row_counts_once_and_a_contradicting_one_sets_the_list_aside(
    read: ReadContent,
) -> None:
    one = register(5, 8, 2)
    same = read(publication([*one, one[0]]))
    other = read(
        publication(
            [*one, measure("Denominator", "9"), *register(1, 2, 0, practice="Z99002")]
        )
    )

    assert same.balances[TABLE] == RowBalance(
        rows_in=4, accepted=3, merged_duplicates=1
    )
    assert same.frames[TABLE]["people"].sum() == 10
    assert [found.rule for found in other.findings] == ["whole-list"] * 4
    assert other.frames[TABLE]["people"].sum() == 2


@pytest.mark.parametrize(("checked", "accepted"), [(8, 6), (9, 3)])
def test_more_checks_than_the_denominator_set_the_list_aside(
    read: ReadContent, checked: int, accepted: int
) -> None:
    reading = read(
        publication([*register(checked, 8, 2), *register(1, 2, 0, practice="Z99002")])
    )

    assert reading.balances[TABLE].accepted == accepted
    assert {found.rule for found in reading.findings} == (
        set() if accepted == 6 else {"numerator-within-denominator"}
    )


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"on": CANARY}, "readable-value"),
        ({"on": "20250230"}, "readable-value"),
        ({"on": ""}, "required-value"),
        ({"practice": ""}, "required-value"),
    ],
)
def test_a_list_that_cannot_be_placed_is_set_aside(
    read: ReadContent, cells: dict[str, str], rule: str
) -> None:
    reading = read(publication([*register(5, 8, 2), *register(1, 2, 0, **cells)]))

    assert {found.rule for found in reading.findings} == {rule}
    assert reading.frames[TABLE]["people"].sum() == 10
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize("missing", ["PRACTICE_CODE", "MEASURE", "VALUE"])
def test_a_header_that_has_changed_is_refused_by_name(
    read: ReadContent, missing: str
) -> None:
    header = [name for name in HEADER if name != missing]

    with pytest.raises(SourceError, match=f"the header lacks {missing}"):
        read(publication(register(5, 8, 2), header))


def test_areas_that_are_not_given_are_unknown(read: ReadContent) -> None:
    header = [name for name in HEADER if name != "ICB_CODE"]
    reading = read(publication(register(5, 8, 2), header))

    assert set(reading.frames[TABLE]["icb"]) == {"unknown"}


def test_another_publication_is_refused(read: ReadContent) -> None:
    with pytest.raises(
        SourceError, match="has neither LDHCMI034 nor LDHCMI035"
    ) as said:
        read(publication(register(5, 8, 2, indicator=CANARY)))

    assert CANARY not in str(said.value)


def test_practices_merged_equal_the_board_exactly(tmp_path: Path) -> None:
    lists = [
        register(5, 8, 2),
        register(0, 1, 0, indicator=ADULTS),
        register(30, 41, 3, practice="Z99002", indicator=ADULTS),
    ]

    def figures(name: str, chosen: list[list[dict[str, str]]]) -> Any:
        path = tmp_path / name
        path.write_text(
            publication(row for each in chosen for row in each), encoding="utf-8"
        )
        records = read_records("ld_health_checks", path)
        kpi = "health.ld_annual_health_check_14plus"
        return calculate(kpi, records, period=financial_year(2024))

    [whole] = figures("whole.csv", lists)
    parts = [figures(f"part-{n}.csv", [each]) for n, each in enumerate(lists)]

    assert merge(*parts)[0].to_dict() == whole.to_dict()
    assert (whole.state.numerator, whole.state.denominator) == (35, 50)
    assert dict(whole.excluded) == {"declined": 5}
