"""Totals and repetitions: checked, told of, and never added."""

import pytest

from send_metrics.adapters.contract import Reading
from send_metrics.records.report import RowBalance

from .conftest import ReadContent
from .made_up import UNKNOWN, extract, line, new

TABLE = "waiting_list_bands"


def told(reading: Reading) -> list[tuple[str, int | None]]:
    return [(each.rule, each.line) for each in reading.findings]


def test_totals_that_agree_are_not_added_to_their_functions(read: ReadContent) -> None:
    reading = read(
        extract(
            [
                line({0: 3, 104: 1}),
                line({0: 1}, function="X04"),
                line({0: 4, 104: 1}, function="C_999"),
                new("5"),
                new("6", function="X04"),
                new("11", function="C_999"),
            ]
        )
    )

    assert reading.findings == ()
    assert reading.frames[TABLE]["pathways"].sum() == 16
    assert set(reading.frames[TABLE]["treatment_function"]) == {"C_150", "X04"}
    assert reading.balances[TABLE] == RowBalance(
        rows_in=8, accepted=5, merged_duplicates=3
    )


@pytest.mark.parametrize(
    "total",
    [
        line({0: 5}, function="C_999"),
        line({1: 4}, function="C_999"),
        line({0: 4, 1: 1}, function="C_999"),
        line({}, function="C_999"),
        line({0: 4}, function="C_999", provider="RZ2"),
        line({0: 4}, function="C_999", commissioner="02Z"),
        line({0: 4}, function="C_999", part="Part_2A"),
        line({0: 4}, function="C_999", period="RTT-December-2025"),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_functions_is_asked_about(
    read: ReadContent, total: dict[str, str]
) -> None:
    reading = read(extract([line({0: 3}), line({0: 1}, function="X04"), total]))
    [finding] = reading.findings

    assert told(reading) == [("total-of-functions", 4)]
    assert finding.severity == "query"
    assert reading.frames[TABLE]["pathways"].sum() == 4


def test_a_line_whose_bands_do_not_add_up_to_its_total_is_asked_about(
    read: ReadContent,
) -> None:
    reading = read(
        extract(
            [
                line({0: 3}, total_all="4"),
                line({0: 3}, function="X04", total="2"),
                line({}, function="X05", total_all="9"),
                line({0: 3}, function="X06", total_all=""),
                line({0: 3}, part="Part_1A", total="3", unknown="1", total_all="3"),
            ]
        )
    )

    assert [(each.line, each.column) for each in reading.findings] == [
        (3, "Total"),
        (2, "Total All"),
        (4, "Total All"),
        (6, "Total All"),
    ]
    assert {each.rule for each in reading.findings} == {"line-total"}
    assert {each.severity for each in reading.findings} == {"query"}
    assert reading.frames[TABLE]["pathways"].tolist() == [3, 3, 3, 3]


def test_bands_of_new_periods_are_not_used_but_asked_about(read: ReadContent) -> None:
    reading = read(extract([line({0: 3}, part="Part_3", total_all="5")]))

    assert told(reading) == [("new-without-bands", 2)]
    assert reading.frames[TABLE]["pathways"].tolist() == [5]


def test_a_line_that_is_there_twice_is_counted_once(read: ReadContent) -> None:
    reading = read(
        extract([line({0: 3, 1: 2}), new("4"), line({0: 3, 1: 2}), new("4")])
    )

    assert reading.findings == ()
    assert reading.balances[TABLE] == RowBalance(
        rows_in=6, accepted=3, merged_duplicates=3
    )


def test_empty_lists_may_be_repeated(read: ReadContent) -> None:
    reading = read(extract([line({}), line({}), line({0: 1}, function="X04")]))

    assert reading.findings == ()
    assert reading.balances[TABLE] == RowBalance(rows_in=1, accepted=1)


def test_lines_of_one_list_that_contradict_each_other_are_all_set_aside(
    read: ReadContent,
) -> None:
    reading = read(
        extract([line({0: 3, 1: 2}), line({0: 3, 1: 1}), line({0: 1}, function="X04")])
    )

    assert told(reading) == [("one-line-per-list", 2), ("one-line-per-list", 3)]
    assert reading.balances[TABLE] == RowBalance(rows_in=5, accepted=1, rejected=4)


def test_a_total_that_is_there_twice_is_left_out_twice(read: ReadContent) -> None:
    total = line({0: 3}, function="C_999")
    reading = read(extract([line({0: 3}), total, total]))

    assert reading.findings == ()
    assert reading.notes[0].startswith("3 lines: 1 of treatment functions, 2 of totals")


def test_lines_set_aside_are_missed_by_their_total(read: ReadContent) -> None:
    reading = read(
        extract(
            [
                line({0: 3}),
                line({0: -1}, function="X04"),
                line({0: 4}, function="C_999"),
            ]
        )
    )

    assert told(reading) == [("whole-number", 3), ("total-of-functions", 4)]


def test_a_last_line_without_an_end_is_asked_about(read: ReadContent) -> None:
    reading = read(extract([line({0: 3}), new("12")]).removesuffix("\r\n"))

    assert told(reading) == [("line-end", 3)]
    assert reading.frames[TABLE]["pathways"].tolist() == [3, 12]


def test_a_line_with_an_unknown_clock_start_adds_it_to_its_total(
    read: ReadContent,
) -> None:
    sound = line({0: 3}, part="Part_1A", total="3", total_all="4") | {UNKNOWN: "1"}

    assert read(extract([sound])).findings == ()
