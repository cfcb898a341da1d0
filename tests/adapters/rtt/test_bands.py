"""Which rows a line becomes, and the variations of the layout that were met."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from send_metrics.adapters.contract import Reading
from send_metrics.records.conform import conform
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import WAITING_LIST_BANDS

from .conftest import ReadContent
from .made_up import HEADER, extract, line, new

TABLE = "waiting_list_bands"
COLUMNS = [n for n in WAITING_LIST_BANDS.names if n != "band_not_submitted"]


def rows(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    frame: pd.DataFrame = reading.frames[TABLE][list(columns)]
    return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


def test_each_band_that_anybody_is_in_becomes_a_row(read: ReadContent) -> None:
    reading = read(extract([line({0: 3, 17: 2, 104: 1})]))

    assert rows(reading, *COLUMNS) == [
        (
            *("rtt", "incomplete", datetime(2026, 1, 31), "QZ1", "01Z", "RZ1"),  # noqa: DTZ001
            *("C_150", "none", band, pathways),
        )
        for band, pathways in ((0, 3), (17, 2), (104, 1))
    ]


def test_the_rows_are_canonical_as_they_are(read: ReadContent) -> None:
    reading = read(extract([line({0: 3}), new("7")]))
    table = conform(WAITING_LIST_BANDS, reading.frames[TABLE])

    assert table.findings == ()
    assert table.columns_left_out == ()
    assert table.balance == RowBalance(rows_in=2, accepted=2)


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("Part_1A", "completed_admitted"),
        ("Part_1B", "completed_non_admitted"),
        ("Part_2", "incomplete"),
        ("Part_2A", "incomplete_decision_to_admit"),
    ],
)
def test_every_part_with_bands_is_taken_in(
    read: ReadContent, written: str, part: str
) -> None:
    reading = read(extract([line({5: 2}, part=written)]))

    assert rows(reading, "part", "band", "pathways") == [(part, 5, 2)]


def test_new_periods_have_their_total_and_no_band(read: ReadContent) -> None:
    reading = read(extract([new("12"), line({1: 1}, function="X04")]))
    frame = reading.frames[TABLE]

    assert frame.loc[frame["part"] == "new", "pathways"].tolist() == [12]
    assert frame["band"].isna().tolist() == [True, False]


def test_where_total_all_is_blank_new_periods_have_the_total(read: ReadContent) -> None:
    reading = read(extract([new("", total="12"), new("", function="X04")]))

    assert rows(reading, "treatment_function", "pathways") == [("C_150", 12)]


def test_lists_commissioned_outside_england_are_kept(read: ReadContent) -> None:
    reading = read(extract([line({0: 1}, commissioner="NONC", icb="")]))

    assert rows(reading, "icb", "commissioner") == [("none", "NONC")]


def test_a_commissioner_that_is_not_given_is_unknown_and_asked_about(
    read: ReadContent,
) -> None:
    reading = read(extract([line({0: 1}, commissioner=" ")]))
    [finding] = reading.findings

    assert rows(reading, "commissioner") == [("unknown",)]
    assert (finding.rule, finding.severity) == ("commissioner", "query")
    assert finding.place == f"{TABLE}, line 2, column Commissioner Org Code"


def test_the_code_of_a_commissioner_called_na_is_a_code(read: ReadContent) -> None:
    reading = read(extract([line({0: 1}, commissioner="NA")]))

    assert rows(reading, "commissioner") == [("NA",)]


def test_codes_that_look_like_numbers_keep_their_noughts(read: ReadContent) -> None:
    reading = read(
        extract([line({0: 1}, commissioner="007", provider="0800", icb="00")])
    )

    assert rows(reading, "icb", "commissioner", "provider") == [("00", "007", "0800")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("General Surgery Service", "C_100"),
        ("ear nose and throat service", "C_120"),
        ("Other - Paediatric Services", "X04"),
        ("Other - Other", "X06"),
    ],
)
def test_a_function_may_be_named_where_its_code_belongs(
    read: ReadContent, name: str, code: str
) -> None:
    """Some months were published so, with the total under its name."""
    lines = [line({0: 1}, function=name), line({0: 1}, function="Total")]

    reading = read(extract(lines))

    assert rows(reading, "treatment_function") == [(code,)]
    assert reading.findings == ()


@pytest.mark.parametrize("name", ["Period Name", "Year", "PERIOD", " period  name "])
def test_the_period_may_stand_under_another_name(read: ReadContent, name: str) -> None:
    content = extract([line({0: 1})]).replace("Period", name, 1)

    assert rows(read(content), "counted_on") == [(pd.Timestamp("2026-01-31"),)]


@pytest.mark.parametrize(
    ("period", "last_day"),
    [
        ("RTT-February-2024", "2024-02-29"),
        ("RTT-DECEMBER-2025", "2025-12-31"),
        (" April-2021 ", "2021-04-30"),
    ],
)
def test_lists_are_counted_on_the_last_day_of_the_month(
    read: ReadContent, period: str, last_day: str
) -> None:
    reading = read(extract([line({0: 1}, period=period)]))

    assert rows(reading, "counted_on") == [(pd.Timestamp(last_day),)]


def test_several_months_may_stand_in_one_file(read: ReadContent) -> None:
    reading = read(extract([line({0: 1}), line({0: 2}, period="RTT-December-2025")]))

    assert reading.findings == ()
    assert rows(reading, "counted_on", "pathways") == [
        (pd.Timestamp("2026-01-31"), 1),
        (pd.Timestamp("2025-12-31"), 2),
    ]


@pytest.mark.parametrize(
    "header",
    [
        [*reversed(HEADER)],
        [*HEADER[60:], "Remarks", *HEADER[:60]],
    ],
)
def test_the_order_of_the_columns_is_free(
    read: ReadContent, header: Sequence[str]
) -> None:
    content = extract([{"Remarks": "-"} | line({0: 3, 104: 1})], header)

    assert rows(read(content), "band", "pathways") == [(0, 3), (104, 1)]


def test_the_header_may_be_in_capitals_with_uneven_spaces(read: ReadContent) -> None:
    first, rest = extract([line({0: 3, 104: 1})]).split("\r\n", 1)
    content = first.upper().replace(" ", "  ") + "\r\n" + rest

    assert rows(read(content), "band", "pathways") == [(0, 3), (104, 1)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_kind_of_line_end_will_do(read: ReadContent, ends: str) -> None:
    reading = read(extract([line({0: 3}), new("7")], ends=ends))

    assert rows(reading, "pathways") == [(3,), (7,)]


def test_a_byte_order_mark_is_no_part_of_the_first_name(read: ReadContent) -> None:
    assert rows(read("\ufeff" + extract([line({0: 3})])), "pathways") == [(3,)]


def test_names_outside_ascii_are_read_over(read: ReadContent) -> None:
    lines = [line({0: 3}) | {"Provider Org Name": 'ŵ "of", é'}]

    assert rows(read(extract(lines)), "pathways") == [(3,)]


def test_noughts_and_blanks_are_the_same(read: ReadContent) -> None:
    reading = read(extract([line({0: 0, 1: " ", 2: "04"}, total_all="4.0")]))

    assert reading.findings == ()
    assert rows(reading, "band", "pathways") == [(2, 4)]


def test_empty_lines_are_counted_wherever_they_are(read: ReadContent) -> None:
    header, first, rest = extract([line({0: 3}), new("7")]).split("\r\n", 2)
    commas = "," * 120
    content = "\r\n".join([commas, "", header, first, "", rest + commas + "\r\n"])
    reading = read(content)

    assert rows(reading, "pathways") == [(3,), (7,)]
    assert reading.notes == (
        "6 lines: 2 of treatment functions, 0 of totals left to their functions,"
        " 0 repeated, 0 set aside, 4 empty",
    )


def test_pathways_without_a_clock_start_are_told_of(read: ReadContent) -> None:
    reading = read(
        extract([line({4: 5}, part="Part_1B", total="5", unknown="2", total_all="7")])
    )

    assert reading.findings == ()
    assert rows(reading, "band", "pathways") == [(4, 5)]
    assert reading.notes[1] == (
        "2 completed pathways have no known clock start; they are in no band and not"
        " taken in"
    )


def test_lines_in_many_blocks_are_read_as_one(
    read: ReadContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line({at % 105: 1 + at}, provider=f"R{at:02}") for at in range(40)]
    whole = read(extract(lines))
    monkeypatch.setattr("send_metrics.adapters.band_lists.opening.BYTES_AT_ONCE", 997)
    in_blocks = read(extract(lines))

    assert rows(in_blocks, *COLUMNS) == rows(whole, *COLUMNS)
    assert in_blocks.balances == whole.balances
