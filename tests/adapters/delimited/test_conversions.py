import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from send_metrics.adapters.delimited import TextRows, dates
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.delimited.rows import FINDINGS_SHOWN
from send_metrics.adapters.delimited.values import ISO
from send_metrics.adapters.pseudonyms import Pseudonyms

from .sources import CANARY, HEADER, read, rules


def of(**columns: list[str]) -> TextRows:
    return TextRows(
        "things", {name: TextColumn.of(held) for name, held in columns.items()}
    )


@example(dt.date(1900, 1, 1))
@example(dt.date(2199, 12, 31))
@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_within_bounds_is_read_as_written(day: dt.date) -> None:
    assert day == ISO.read(day.isoformat())


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-29",
        "2025-13-01",
        "1899-12-31",
        "2200-01-01",
        "0000-01-01",
        "2025-1-2",
        "20250102",
        "2025-W01-1",
        "02/01/2025",
        "2025-01-02 00:00:00",
        "2025-01-02T00:00",
        "45659",
        "\u0662\u0660\u0662\u0665-01-02",
        "Zaphod",
    ],
)
def test_anything_else_is_set_aside_as_a_day_with_its_line(
    tmp_path: Path, written: str
) -> None:
    rows = read(tmp_path, HEADER + f"a,2025-01-02,x\nb,{written},x\nc,,x\n".encode())

    days = rows.days("day")

    assert dates(rows.frame({"day": days})["day"]) == [dt.date(2025, 1, 2), None]
    assert rules(rows) == [("readable-value", 3)]
    assert rows.findings[0].column == "day"
    assert written not in repr(rows.findings)


def test_a_doubtful_day_may_be_left_out_instead_of_its_row() -> None:
    rows = of(day=["2025-01-02", "Zaphod"])

    days = rows.days("day", doubtful="query")

    assert dates(days) == [dt.date(2025, 1, 2), None]
    assert rows.balance.rejected == 0
    assert [found.severity for found in rows.findings] == ["query"]


def test_a_required_day_must_be_there() -> None:
    rows = of(day=["", "2025-01-02"])

    rows.days("day", required=True)

    assert [found.rule for found in rows.findings] == ["required-value"]


def test_days_are_timestamps_even_if_there_are_none() -> None:
    assert of(day=[]).days("day").dtype == "datetime64[us]"
    assert of(day=["", ""]).days("day").dtype == "datetime64[us]"


def test_codes_off_the_list_are_set_aside() -> None:
    rows = of(code=["n", "K", CANARY, ""])

    codes = rows.codes("code", {"N": "N", "K": "K"}, empty="unknown")

    assert rows.frame({"code": codes})["code"].tolist() == ["N", "K", "unknown"]
    assert [found.rule for found in rows.findings] == ["allowed-value"]
    assert CANARY not in repr(rows)


def test_a_text_without_a_stand_in_for_nothing_is_required() -> None:
    rows = of(who=["a", ""])

    assert rows.frame({"who": rows.texts("who")})["who"].tolist() == ["a"]


def test_a_column_that_is_not_there_is_empty_in_every_row() -> None:
    rows = of(who=["a", "b"])

    assert rows.texts("area", empty="unknown").tolist() == ["unknown", "unknown"]
    assert dates(rows.days("day")) == [None, None]


@pytest.mark.parametrize("written", ["", "-", " - ", "9.43E+09", "1e+12"])
def test_what_cannot_name_a_person_is_set_aside(written: str) -> None:
    rows = of(who=["943 476 5919", written])

    rows.pseudonyms("who", "person", Pseudonyms())

    assert rows.balance.rejected == 1
    assert "9.43" not in repr(rows)


def test_identifiers_become_the_same_stand_in_wherever_they_occur() -> None:
    pseudonyms = Pseudonyms()
    rows = of(who=[" 9434765919", "9434765919", "4010232137"])

    stand_ins = rows.pseudonyms("who", "person", pseudonyms).tolist()

    assert stand_ins[0] == stand_ins[1] == pseudonyms.of("person", "9434765919")
    assert stand_ins[0] != stand_ins[2]


def test_a_row_is_set_aside_once_under_the_first_rule_it_breaks() -> None:
    rows = of(who=["", "", "a"], day=["Zaphod", "2025-01-02", "Zaphod"])

    rows.texts("who")
    rows.days("day")
    rows.query(pd.Series([True, True, True]), rule="any", wording="any", action="any")

    assert [(found.rule, found.rows) for found in rows.findings] == [
        ("required-value", 2),
        ("readable-value", 1),
    ]
    assert rows.balance.rejected == 3


def test_rows_past_the_hundredth_of_a_rule_are_counted_together(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + b"a,Zaphod,x\n" * 250 + b"short\n" * 250)

    rows.days("day")

    for rule in ("readable-value", "row-width"):
        found = [one for one in rows.findings if one.rule == rule]
        assert len(found) == FINDINGS_SHOWN + 1
        assert (found[-1].line, found[-1].rows) == (None, 150)
    assert sum(one.rows for one in rows.findings) == rows.balance.rejected
