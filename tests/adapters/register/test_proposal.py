"""What is proposed for a spreadsheet: what is certain, what is not, and no value of it."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

import send_metrics as sm
from send_metrics.adapters.register.declared import declared_at
from send_metrics.adapters.register.kept import kept
from send_metrics.adapters.register.proposal import propose
from send_metrics.errors import SourceError, UsageError
from send_metrics.records.tables import SCHEMAS
from send_metrics.templates.columns import heading_of, title_of
from send_metrics.templates.register import template_bytes

from .made_up import WRITERS, Cell, Failed, Formula, Percent, Row, Rows, write_xlsx

CANARY = "Zaphod"
APPEALS: Row = ["Appeal ref", "Authority", "Date registered", "Ground", "Date closed"]
REVIEWS: Row = ["Plan ID", "Person ID", "Authority", "Meeting", "Decision", "Outcome"]


def proposed(folder: Path, rows: Rows, ending: str = ".xlsx", **more: Any) -> str:
    return propose(WRITERS[ending](folder / f"log{ending}", rows), **more)


def columns_of(text: str) -> dict[str, Any]:
    (table,) = tomllib.loads(text)["table"]
    columns: dict[str, Any] = table["columns"]
    return columns


def appeal(registered: Cell, closed: Cell = None) -> Row:
    return ["A1", "919", registered, "content", closed]


@pytest.mark.parametrize("ending", WRITERS)
def test_a_proposal_reads_the_register_that_it_was_made_for(
    tmp_path: Path, ending: str
) -> None:
    rows: Rows = [
        ["Log of appeals"],
        [],
        APPEALS,
        appeal("25/03/2025", "n/a"),
        ["A2", *appeal("04/05/2025")[1:]],
    ]
    text = proposed(tmp_path, rows, ending, table="appeals")
    (tmp_path / "register.toml").write_text(text, encoding="utf-8")

    records = sm.read("register", tmp_path)

    assert records.report.findings == ()
    assert records.report.sources[0].balances["appeals"].accepted == 2
    assert "header_row = 3\n" in text


@pytest.mark.parametrize("table", sorted(kept()))
def test_the_headings_of_a_template_are_all_known(tmp_path: Path, table: str) -> None:
    schema = SCHEMAS[table]
    book = tmp_path / "a register.xlsx"
    book.write_bytes(template_bytes(schema))

    text = propose(book, sheet=title_of(schema))
    (tmp_path / "register.toml").write_text(text, encoding="utf-8")
    (declared,) = declared_at(tmp_path)

    assert declared.schema is schema
    assert dict(declared.headings) == {c.name: heading_of(c) for c in schema.columns}
    declared.refuse_what_is_lacking()


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([dt.date(2025, 3, 4), dt.date(2025, 3, 25)], None),
        (["2025-03-04"], None),
        (["25/03/2025", "04/05/2025"], "day-first"),
        (["25/03/25", "04/05/25"], "day-first-short-year"),
        (["4 March 2025", "05-Apr-25"], "day-month-name"),
        ([dt.date(2025, 3, 4), "25.3.2025"], "day-first"),
        ([20250304], "compact"),
    ],
)
def test_a_form_that_reads_every_day_and_can_be_no_other_is_proposed(
    tmp_path: Path, values: list[Cell], form: str | None
) -> None:
    text = proposed(tmp_path, [APPEALS, *map(appeal, values)])

    said = columns_of(text)["registered_on"]
    assert said == (
        "Date registered"
        if form is None
        else {"heading": "Date registered", "format": form}
    )


@pytest.mark.parametrize(
    ("values", "concern"),
    [
        (["04/05/2025", "01/02/2025"], "no day is later than the 12th"),
        (["25/03/2025", "03/25/2025"], "some have the month first, as in America"),
        (["25/03/2025", f"{CANARY}"], "1 of 2 days written as text are not written as"),
    ],
)
def test_a_form_that_a_person_must_decide_is_not_in_force(
    tmp_path: Path, values: list[Cell], concern: str
) -> None:
    text = proposed(tmp_path, [APPEALS, *map(appeal, values)])

    assert columns_of(text)["registered_on"] == "Date registered"
    assert f"# CHECK: {concern}" in text
    assert '# CHECK: if they are right so, add format = "day-first"' in text


def test_days_as_numbers_are_pointed_at(tmp_path: Path) -> None:
    text = proposed(tmp_path, [APPEALS, appeal(45720)])

    assert "# CHECK: its days are stored as numbers" in text
    assert '# CHECK: if they are right so, add format = "serial"' in text
    assert columns_of(text)["registered_on"] == "Date registered"


def test_words_for_a_missing_value_are_those_of_a_list(tmp_path: Path) -> None:
    rows = [APPEALS, appeal(dt.date(2025, 3, 4), "TBC"), appeal(None, "N/A")]

    said = columns_of(proposed(tmp_path, rows))["closed_on"]

    assert said == {"heading": "Date closed", "missing": ["n/a", "tbc"]}


def review(outcome: Cell) -> Row:
    return ["P1", "C1", "919", dt.date(2025, 3, 4), dt.date(2025, 4, 1), outcome]


def test_codes_whose_every_word_is_known_are_translated(tmp_path: Path) -> None:
    outcomes = ["Amend", "C", "maintain", "M - Maintain", "Outcome: cease", None]
    rows = [REVIEWS, *map(review, outcomes)]

    text = proposed(tmp_path, rows, table="annual_reviews")

    assert columns_of(text)["outcome"] == {
        "heading": "Outcome",
        "codes": {
            "Amend": "A",
            "M - Maintain": "M",
            "Outcome: cease": "C",
            "maintain": "M",
        },
    }
    assert "# CHECK: are these codes right?" in text


def test_other_values_of_a_column_of_codes_are_counted_and_not_named(
    tmp_path: Path,
) -> None:
    outcomes = ["Amend", f"Amend {CANARY}", CANARY, f"{CANARY}: cease", "A/C"]
    rows = [REVIEWS, *map(review, outcomes)]

    text = proposed(tmp_path, rows, table="annual_reviews")

    assert columns_of(text)["outcome"]["codes"] == {"Amend": "A"}
    assert "# CHECK: 4 different values are on no list" in text
    assert CANARY not in text


def test_a_heading_that_is_not_certain_is_not_in_force(tmp_path: Path) -> None:
    rows: Rows = [["Our ref", "LA", *APPEALS[2:]], appeal(dt.date(2025, 3, 4))]

    text = proposed(tmp_path, rows, table="appeals")

    assert {"appeal_id", "authority"}.isdisjoint(columns_of(text))
    assert (
        '\n# CHECK: is this the heading that is meant?\n# appeal_id = "Our ref"' in text
    )
    assert '\n# authority = "LA"' in text


def test_a_column_without_a_heading_is_asked_for(tmp_path: Path) -> None:
    rows: Rows = [[*APPEALS[:1], *APPEALS[2:]], ["A1", None, "content", None]]

    text = proposed(tmp_path, rows, table="appeals")

    assert "# Needed, and no heading was found: 3-digit code of the local" in text
    assert '# [table.constants]\n# authority = ""' in text


def test_two_headings_that_could_be_meant_are_both_left_to_a_person(
    tmp_path: Path,
) -> None:
    rows: Rows = [[*APPEALS, "Registered on"], [*appeal(None), None]]

    text = proposed(tmp_path, rows, table="appeals")

    assert "registered_on" not in columns_of(text)
    assert '# registered_on = "Date registered"' in text
    assert '# registered_on = "Registered on"' in text


def test_no_value_of_a_spreadsheet_is_in_a_proposal(tmp_path: Path) -> None:
    values: Row = [
        CANARY,
        f"Stage {CANARY}",
        f"04/05/2025 {CANARY}",
        *(f"{CANARY}@example.org", "a" * 90 + CANARY),
        *(731_904_265, dt.date(1987, 11, 23), Percent(0.7319), Formula(731_904_265)),
        *(Failed("#REF!"), f"yes {CANARY}", f"amend, {CANARY}", f"{CANARY} - maintain"),
    ]
    private = (CANARY, "731904265", "1987", "0.7319", "73.19")
    for name, schema in kept().items():
        headings = [heading_of(column) for column in schema.columns]
        rows: Rows = [
            [CANARY, f"Caseworker {CANARY}"],
            [],
            [*headings, "Remarks"],
            *(
                [
                    values[(n + place) % len(values)]
                    for place in range(len(headings) + 1)
                ]
                for n in range(len(values))
            ),
            [],
            [f"Last seen by {CANARY}"],
        ]
        for ending, write in WRITERS.items():
            text = propose(write(tmp_path / f"{name}{ending}", rows), table=name)

            assert not any(value in text for value in private), (name, ending)
            assert CANARY.casefold() not in text.casefold()
            tomllib.loads(text)


def test_a_spreadsheet_without_headings_shows_nothing_of_itself(tmp_path: Path) -> None:
    rows: Rows = [[CANARY, "content", "A1"], ["B", CANARY, "A2"]]

    for table in (None, "appeals"):
        with pytest.raises(UsageError, match="no row of the first 50") as refused:
            proposed(tmp_path, rows, table=table)
        assert CANARY not in str(refused.value)


def test_a_spreadsheet_that_fits_two_tables_asks_which(tmp_path: Path) -> None:
    rows: Rows = [["Authority", "Person ID", "Sex"], ["919", "P1", "F"]]

    with pytest.raises(UsageError, match=r"could be any of .*; say which with --table"):
        proposed(tmp_path, rows)


def test_the_other_sheets_are_named(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "log.xlsx", [APPEALS], more={"2024": [["x"]]})

    with pytest.raises(SourceError, match="has Log, 2024; say which sheet"):
        propose(book)
    text = propose(book, sheet="Log")

    assert 'sheet = "Log"\n# not looked at: "2024"' in text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("apeals", "there is no table apeals; there are annual_reviews"),
        (
            "attendance_totals",
            "no register holds attendance_totals: totals are reduced",
        ),
    ],
)
def test_a_table_that_no_register_holds_is_refused(
    tmp_path: Path, table: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        proposed(tmp_path, [APPEALS], table=table)


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a CSV file and has no sheets"):
        proposed(tmp_path, [APPEALS], ".csv", sheet="Log")


@pytest.mark.parametrize("name", ["log.xls", "log", "nothing.csv"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    if name != "nothing.csv":
        (tmp_path / name).write_bytes(b"-")

    with pytest.raises(SourceError, match=r"name a file that ends in \.csv, \.xlsx"):
        propose(tmp_path / name)


def test_open_quotation_marks_are_told(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(f'Appeal ref,"{CANARY}', encoding="utf-8")

    with pytest.raises(SourceError, match="quotation marks are not closed") as refused:
        propose(tmp_path / "log.csv")

    assert CANARY not in str(refused.value)
