"""Lines that are set aside, with the account that must still add up."""

import pytest

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.reading import read as read_records
from send_metrics.records.report import RowBalance

from .conftest import ReadContent
from .made_up import BANDS, extract, line, new

TABLE = "waiting_list_bands"
CANARY = "Zyxwvut"


def told(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(each.rule, each.line, each.column) for each in reading.findings]


def pathways(reading: Reading) -> list[int]:
    return list(reading.frames[TABLE]["pathways"])


@pytest.mark.parametrize(
    "cell",
    [
        *("-1", "1.5", "1e12", "inf", "-inf", "nan", "NaN", "NA", "True", "1_000"),
        *("1,000", "0x1F", "٣", "*", CANARY),
    ],
)
@pytest.mark.parametrize("beside", [7, "*"])
def test_a_line_with_a_cell_that_is_no_count_is_set_aside(
    read: ReadContent, cell: str, beside: int | str
) -> None:
    """Whether or not the cells beside it make the block be read again as text."""
    reading = read(
        extract(
            [
                line({0: 3}),
                line({0: 2, 40: cell, 41: 5}, provider="RZ2"),
                line({0: 4, 40: 2}, provider="RZ3"),
                line({60: beside, 61: 1}, provider="RZ4", total_all=""),
            ]
        )
    )

    assert told(reading)[0] == ("whole-number", 3, BANDS[40])
    assert pathways(reading)[:3] == [3, 4, 2]
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize("name", ["total", "unknown", "total_all"])
def test_totals_are_counts_too(read: ReadContent, name: str) -> None:
    reading = read(extract([line({0: 3}), new("4") | line({1: 1}, **{name: CANARY})]))

    assert [rule for rule, *_ in told(reading)] == ["whole-number"]
    assert pathways(reading) == [3]


def test_a_file_of_nothing_but_truths_is_not_taken_for_numbers(
    read: ReadContent,
) -> None:
    reading = read(extract([line({0: "True"})]))

    assert told(reading) == [("whole-number", 2, BANDS[0])]


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"period": CANARY}, "period", "Period"),
        ({"part": CANARY}, "part", "RTT Part Type"),
        ({"part": ""}, "part", "RTT Part Type"),
        ({"function": CANARY}, "treatment-function", "Treatment Function Code"),
        ({"function": "Services"}, "treatment-function", "Treatment Function Code"),
        ({"function": "150"}, "treatment-function", "Treatment Function Code"),
        ({"provider": "  "}, "provider", "Provider Org Code"),
    ],
)
def test_a_line_with_a_code_that_means_nothing_is_set_aside(
    read: ReadContent, cells: dict[str, str], rule: str, column: str
) -> None:
    reading = read(extract([line({0: 3}), line({0: 2}, **cells)]))

    assert told(reading) == [(rule, 3, column)]
    assert reading.findings[0].severity == "error"
    assert pathways(reading) == [3]
    assert CANARY not in repr(reading.findings)


def test_a_line_that_breaks_several_rules_is_set_aside_once(read: ReadContent) -> None:
    reading = read(
        extract([line({0: 3}), line({0: -1, 7: -1}, provider="", part=CANARY)])
    )

    assert told(reading) == [("whole-number", 3, BANDS[0])]
    assert reading.balances[TABLE] == RowBalance(rows_in=3, accepted=1, rejected=2)


def test_a_line_with_too_few_or_too_many_fields_is_set_aside(read: ReadContent) -> None:
    header, first, short, long, rest = extract(
        [
            line({0: 3}),
            line({0: 2, 5: 1}, provider=CANARY),
            line({0: 2}, provider="RZ3"),
            line({0: 4}, provider="RZ4"),
        ]
    ).split("\r\n", 4)
    reading = read("\r\n".join([header, first, short[:-2], long + ",5", rest]))

    assert told(reading) == [("line-width", 3, None), ("line-width", 4, None)]
    assert pathways(reading) == [3, 4]
    assert CANARY not in repr(reading.findings)


@pytest.mark.parametrize("name", ['"A', 'A"', 'A "B" C', '"A"B'])
def test_a_line_with_a_stray_quotation_mark_is_set_aside(
    read: ReadContent, name: str
) -> None:
    content = extract([line({0: 3}), line({0: 2}, provider="RZ2")])
    place = content.rindex('"A MADE-UP TRUST, NORTH"')
    reading = read(
        content[:place] + name + content[place + len('"A MADE-UP TRUST, NORTH"') :]
    )

    assert told(reading) == [("line-quotes", 3, None)]
    assert pathways(reading) == [3]


def test_every_line_and_every_band_is_accounted_for(read: ReadContent) -> None:
    content = extract(
        [
            line({0: 3, 1: 1}),
            line({0: 1}, function="X04"),
            line({0: 4, 1: 1}, function="C_999"),
            line({0: 3, 1: 1}),
            line({0: 2, 5: 2, 9: 2}, provider=""),
            line({}, provider=""),
            line({2: 7}, provider="RZ2"),
            new("9"),
        ]
    )
    broken = ",".join(["RTT-January-2026", "3", "0", "12"])
    reading = read(content + "\r\n" + broken + "\r\n")

    assert reading.notes == (
        "10 lines: 4 of treatment functions, 1 of totals left to their functions,"
        " 1 repeated, 3 set aside, 1 empty",
    )
    assert reading.balances[TABLE] == RowBalance(
        rows_in=15, accepted=5, rejected=6, merged_duplicates=4
    )


def test_the_account_goes_on_into_the_records(tmp_path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text(
        extract([line({0: 3, 1: 1}), line({0: 3}, provider="", total_all="3")]),
        encoding="utf-8",
    )
    records = read_records("rtt", path)

    assert records.report.sources[0].balances[TABLE] == RowBalance(
        rows_in=3, accepted=2, rejected=1
    )
    assert records.report.sources[0].adapter == "rtt"


def test_beyond_a_hundred_lines_findings_are_told_together(read: ReadContent) -> None:
    bad = [line({0: 1}, provider="") for _ in range(250)]
    reading = read(extract([line({0: 3}), *bad]))

    assert len(reading.findings) == 101
    assert [each.line for each in reading.findings[:2]] == [3, 4]
    assert sum(each.rows for each in reading.findings) == 250
    assert reading.balances[TABLE].over_limit
