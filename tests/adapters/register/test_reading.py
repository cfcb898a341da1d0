"""What becomes of every cell and row of a register, whichever program wrote it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import send_metrics as sm
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding

from .made_up import (
    HEADINGS,
    MAPPING,
    SOUND,
    Cell,
    Failed,
    Formula,
    Percent,
    Rows,
    write_register,
)

CANARY = "Zaphod"
ENDINGS = (".xlsx", ".ods", ".csv")
BOOKS = (".xlsx", ".ods")


def with_cell(heading: str, cell: Cell) -> list[Cell]:
    row: list[Cell] = list(SOUND)
    row[0] = "A2"
    row[HEADINGS.index(heading)] = cell
    return row


def frame_of(records: sm.Records, table: str = "appeals") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        records.tables[table].native.astype(object).to_dict("records")
    )
    return rows


def findings_of(records: sm.Records) -> tuple[Finding, ...]:
    return records.report.findings


def only_finding(folder: Path) -> Finding:
    records = sm.read("register", folder)
    balance = records.report.sources[0].balances["appeals"]
    (found,) = findings_of(records)
    assert (balance.rejected, found.severity) == (1, "error")
    assert balance.accepted == balance.rows_in - 1 - balance.blank
    assert CANARY.casefold() not in repr(found).casefold()
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_register_becomes_a_table(tmp_path: Path, ending: str) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], ending=ending)

    (row,) = frame_of(sm.read("register", folder))

    assert row["authority"] == "919"
    assert row["registered_on"].date() == dt.date(2025, 3, 4)
    assert (row["ground"], row["outcome"]) == ("content", "upheld")
    assert row["closed_on"].date() == dt.date(2025, 6, 1)


def test_a_register_is_named_by_its_folder_or_its_file(tmp_path: Path) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND])

    by_folder = sm.read("register", folder)
    by_file = sm.read("register", folder / "register.toml")

    assert frame_of(by_folder) == frame_of(by_file)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_headings_may_stand_further_down(tmp_path: Path, ending: str) -> None:
    rows: Rows = [["Appeals", "2025"], [], HEADINGS, SOUND]
    folder = write_register(tmp_path, rows, ending=ending, header_row=3)

    assert len(frame_of(sm.read("register", folder))) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_headings_on_another_row_are_found_for_the_message(
    tmp_path: Path, ending: str
) -> None:
    rows: Rows = [["Appeals", "2025"], [], HEADINGS, SOUND]
    folder = write_register(tmp_path, rows, ending=ending)

    with pytest.raises(SourceError, match="headings are on row 3 and not on row 1"):
        sm.read("register", folder)


@pytest.mark.parametrize("ending", ENDINGS)
def test_headings_may_have_other_case_spaces_and_line_ends(
    tmp_path: Path, ending: str
) -> None:
    headings = [" ref ", "LA", "DATE\nregistered", "Ground", "Outcome", "Closed"]
    folder = write_register(tmp_path, [headings, SOUND], ending=ending)

    assert len(frame_of(sm.read("register", folder))) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_heading_that_is_missing_is_named(tmp_path: Path, ending: str) -> None:
    headings = [*HEADINGS[:-1], "Ended"]
    folder = write_register(tmp_path, [headings, SOUND], ending=ending)

    with pytest.raises(SourceError, match="the header lacks Closed; it has Ref, LA"):
        sm.read("register", folder)


def test_a_row_of_data_in_place_of_headings_is_not_repeated(tmp_path: Path) -> None:
    folder = write_register(tmp_path, [[CANARY] * 6, SOUND])

    with pytest.raises(SourceError, match="looks like data") as refused:
        sm.read("register", folder)

    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (".xlsx", "the heading Ground stands over the columns D and G"),
        (".ods", "the heading Ground stands over the columns D and G"),
        (".csv", "the header names Ground more than once"),
    ],
)
def test_a_heading_that_stands_twice_is_refused(
    tmp_path: Path, ending: str, said: str
) -> None:
    rows: Rows = [[*HEADINGS, "Ground"], [*SOUND, "x"]]
    folder = write_register(tmp_path, rows, ending=ending)

    with pytest.raises(SourceError, match=said):
        sm.read("register", folder)


def test_merged_headings_are_refused(tmp_path: Path) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], merged=["D1:E1"])

    with pytest.raises(SourceError, match="header are merged, in columns D to E"):
        sm.read("register", folder)


@pytest.mark.parametrize("ending", ENDINGS)
def test_columns_that_are_not_declared_are_listed_and_not_read(
    tmp_path: Path, ending: str
) -> None:
    rows: Rows = [[*HEADINGS, "Child"], [*SOUND, CANARY]]
    folder = write_register(tmp_path, rows, ending=ending)

    records = sm.read("register", folder)

    assert records.report.sources[0].columns_left_out == {"appeals": ("Child",)}
    assert CANARY not in records.tables["appeals"].native.to_string()


@pytest.mark.parametrize("ending", ENDINGS)
def test_blank_rows_are_counted(tmp_path: Path, ending: str) -> None:
    rows: Rows = [
        HEADINGS,
        [None] * 6,
        SOUND,
        ["  ", *[None] * 5],
        with_cell("LA", "1"),
    ]
    folder = write_register(tmp_path, rows, ending=ending)

    balance = sm.read("register", folder).report.sources[0].balances["appeals"]

    assert (balance.rows_in, balance.accepted, balance.blank) == (4, 2, 2)


def test_a_remark_beside_the_declared_columns_is_no_record(tmp_path: Path) -> None:
    rows: Rows = [[*HEADINGS, "Note"], [*SOUND, ""], [*[None] * 6, CANARY]]
    folder = write_register(tmp_path, rows)

    records = sm.read("register", folder)

    balance = records.report.sources[0].balances["appeals"]
    assert (balance.accepted, balance.blank) == (1, 1)
    (found,) = findings_of(records)
    assert (found.rule, found.severity, found.rows) == ("nothing-declared", "note", 1)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("word", ["Total", "GRAND TOTAL", "Sub-total:", " totals "])
def test_a_total_is_no_record(tmp_path: Path, ending: str, word: str) -> None:
    rows: Rows = [HEADINGS, SOUND, [word, "919", dt.date(2025, 1, 6), None, None, None]]
    folder = write_register(tmp_path, rows, ending=ending)

    found = only_finding(folder)

    assert (found.rule, found.line) == ("total-row", 3)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_total_in_a_column_that_is_not_read_is_no_record(
    tmp_path: Path, ending: str
) -> None:
    rows: Rows = [["Child", *HEADINGS], [CANARY, *SOUND], ["Total", "2", *SOUND[1:]]]
    folder = write_register(tmp_path, rows, ending=ending)

    assert only_finding(folder).rule == "total-row"


def test_words_that_begin_like_a_total_are_a_record(tmp_path: Path) -> None:
    rows: Rows = [HEADINGS, ["Total Communication 1", *SOUND[1:]]]
    folder = write_register(tmp_path, rows)

    assert len(frame_of(sm.read("register", folder))) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_headings_that_are_repeated_are_no_record(tmp_path: Path, ending: str) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND, HEADINGS], ending=ending)

    found = only_finding(folder)

    assert (found.rule, found.line) == ("repeated-header", 3)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("heading", "cell", "rule"),
    [
        ("Ref", None, "required-value"),
        ("Ref", "-", "readable-value"),
        ("Ref", "9.43E+09", "readable-value"),
        ("Ref", Failed("#N/A"), "error-cell"),
        ("LA", Failed("#REF!"), "error-cell"),
        ("Date registered", "03/13/2025", "readable-value"),
        ("Date registered", "2025-03-04", "readable-value"),
        ("Date registered", "30/02/2025", "readable-value"),
        ("Date registered", "4 March 2025", "readable-value"),
        ("Date registered", "04/03/25", "readable-value"),
        ("Date registered", CANARY, "readable-value"),
        ("Date registered", "TBC", "readable-value"),
        ("Date registered", Failed("#VALUE!"), "error-cell"),
        ("Date registered", True, "readable-value"),
        ("Ground", f"{CANARY} lives at " + "a" * 80, "free-text"),
    ],
)
def test_a_cell_that_cannot_be_read_sets_its_row_aside(
    tmp_path: Path, ending: str, heading: str, cell: Cell, rule: str
) -> None:
    rows = [HEADINGS, SOUND, with_cell(heading, cell)]
    folder = write_register(tmp_path, rows, ending=ending)

    found = only_finding(folder)

    assert (found.rule, found.line, found.file) == (rule, 3, f"log{ending}")
    letter = "ABCDEF"[HEADINGS.index(heading)]
    called = heading if ending == ".csv" else f"{letter} ({heading})"
    assert found.column == called


@pytest.mark.parametrize("ending", BOOKS)
@pytest.mark.parametrize(
    ("heading", "cell", "rule"),
    [
        ("Ground", Formula(""), "formula-without-value"),
        ("Date registered", 45720, "number-for-day"),
        ("Date registered", dt.time(10, 20), "readable-value"),
        ("Ref", dt.date(2025, 1, 6), "readable-value"),
        ("Ref", Percent(0.5), "readable-value"),
        ("Ref", 1_234_567_890_123_456, "readable-value"),
        ("Ground", dt.date(2025, 1, 2), "readable-value"),
    ],
)
def test_a_cell_of_another_kind_sets_its_row_aside(
    tmp_path: Path, ending: str, heading: str, cell: Cell, rule: str
) -> None:
    rows = [HEADINGS, SOUND, with_cell(heading, cell)]
    folder = write_register(tmp_path, rows, ending=ending)

    assert only_finding(folder).rule == rule


def test_a_formula_with_a_value_is_read(tmp_path: Path) -> None:
    rows = [HEADINGS, with_cell("LA", Formula(919))]
    folder = write_register(tmp_path, rows)

    assert frame_of(sm.read("register", folder))[0]["authority"] == "919"


def test_rows_that_share_a_merged_cell_are_set_aside_but_the_first(
    tmp_path: Path,
) -> None:
    rows: Rows = [HEADINGS, SOUND, with_cell("Ground", None)]
    folder = write_register(tmp_path, rows, merged=["D2:D3"])

    found = only_finding(folder)

    assert (found.rule, found.line, found.column) == ("merged-cell", 3, "D (Ground)")


@pytest.mark.parametrize("ending", ENDINGS)
def test_days_as_dates_and_as_text_stand_side_by_side(
    tmp_path: Path, ending: str
) -> None:
    rows = [HEADINGS, SOUND, with_cell("Date registered", "13.3.2025 09:30")]
    folder = write_register(tmp_path, rows, ending=ending)

    days = [
        row["registered_on"].date() for row in frame_of(sm.read("register", folder))
    ]

    assert days == [dt.date(2025, 3, 4), dt.date(2025, 3, 13)]


def test_dates_that_a_program_has_turned_round_are_set_aside(tmp_path: Path) -> None:
    stored = [dt.date(2025, 3, day) for day in range(1, 11)]
    cells: list[Cell] = [*stored, "13/03/2025", "31/03/2025"]
    rows: Rows = [HEADINGS, *([f"A{n}", *SOUND[1:]] for n in range(len(cells)))]
    for row, cell in zip(rows[1:], cells, strict=True):
        assert isinstance(row, list)
        row[2] = cell
    folder = write_register(tmp_path, rows)

    found = findings_of(sm.read("register", folder))

    assert {f.rule for f in found} == {"days-turned-round"}
    assert [f.line for f in found] == list(range(2, 12))


@pytest.mark.parametrize("changed", ["13/03/2025", "12/03/2025", dt.date(2025, 3, 13)])
def test_dates_that_only_look_like_it_are_read(tmp_path: Path, changed: Cell) -> None:
    stored = [dt.date(2025, 3, day) for day in range(1, 10)]
    cells: list[Cell] = [*stored, changed, "31/03/2025"]
    rows: Rows = [HEADINGS, *([f"A{n}", *SOUND[1:]] for n in range(len(cells)))]
    for row, cell in zip(rows[1:], cells, strict=True):
        assert isinstance(row, list)
        row[2] = cell
    folder = write_register(tmp_path, rows)

    assert findings_of(sm.read("register", folder)) == ()


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_date_is_the_same_whichever_day_a_workbook_counts_from(
    tmp_path: Path, from_1904: bool
) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], from_1904=from_1904)

    (row,) = frame_of(sm.read("register", folder))

    assert row["registered_on"].date() == dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("iso", "2025-03-04"),
        ("iso", "2025-03-04 00:00:00"),
        ("day-first", "4/3/2025"),
        ("day first", "04-03-2025"),
        ("day-first-short-year", "04/03/25"),
        ("day-month-name", "4 March 2025"),
        ("day-month-name", "04-Mar-25"),
        ("day-month-name", "4th mar 2025"),
        ("compact", "20250304"),
        ("compact", 20250304),
        ("serial", 45720),
        ("serial", "45720"),
        ("serial-1904", 44258),
    ],
)
def test_a_day_is_read_in_the_form_that_is_declared(
    tmp_path: Path, form: str, cell: Cell
) -> None:
    mapping = MAPPING.replace('"day-first"', f'"{form}"', 1)
    row = [*with_cell("Date registered", cell)[:-1], None]
    folder = write_register(tmp_path, [HEADINGS, row], mapping)

    (read,) = frame_of(sm.read("register", folder))

    assert read["registered_on"].date() == dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("day-first-short-year", "04/03/50"),
        ("day-first-short-year", "04/03/2025"),
        ("day-month-name", "4 Smarch 2025"),
        ("day-month-name", "March 4 2025"),
        ("day-first", "04/03-2025"),
        ("serial", 60),
        ("serial", "4.3.2025"),
        ("iso", "2025-13-01"),
        ("iso", "1899-12-31"),
    ],
)
def test_a_day_in_another_form_is_never_guessed(
    tmp_path: Path, form: str, cell: Cell
) -> None:
    mapping = MAPPING.replace('"day-first"', f'"{form}"', 1)
    rows: Rows = [HEADINGS, [*with_cell("Date registered", cell)[:-1], None]]
    folder = write_register(tmp_path, rows, mapping)

    assert only_finding(folder).rule == "readable-value"


def test_words_for_a_missing_value_mean_that_there_is_none(tmp_path: Path) -> None:
    rows = [HEADINGS, with_cell("Closed", "tbc"), with_cell("Closed", None)]
    rows[2][0] = "A3"
    folder = write_register(tmp_path, rows)

    closed_on = sm.read("register", folder).tables["appeals"].native["closed_on"]

    assert closed_on.isna().tolist() == [True, True]


def test_an_error_may_be_declared_to_mean_that_there_is_none(tmp_path: Path) -> None:
    mapping = MAPPING.replace('["TBC"]', '["#N/A"]')
    rows = [HEADINGS, with_cell("Closed", Failed("#N/A"))]
    folder = write_register(tmp_path, rows, mapping)

    assert findings_of(sm.read("register", folder)) == ()


SCHOOLS = """
[[table]]
table = "schools"
file = "{file}"
missing = ["not known"]

[table.columns]
school_urn = "URN"
phase = {{ heading = "Phase", codes = {{ "Prim." = "primary", "" = "special" }} }}
district = "District"

[table.constants]
authority = "919"
opened_on = "2020-09-01"
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_codes_are_translated_and_constants_added(tmp_path: Path, ending: str) -> None:
    rows: Rows = [
        ["URN", "Phase", "District"],
        [900001, "PRIM.", "Not known"],
        ["900002", "Secondary", "Dacorum"],
        ["900003", None, "Dacorum"],
    ]
    folder = write_register(tmp_path, rows, SCHOOLS, ending=ending, header_row=1)

    schools = frame_of(sm.read("register", folder), "schools")

    assert [row["school_urn"] for row in schools] == ["900001", "900002", "900003"]
    assert [row["phase"] for row in schools] == ["primary", "secondary", "special"]
    assert [row["district"] for row in schools] == ["unknown", "Dacorum", "Dacorum"]
    assert {row["authority"] for row in schools} == {"919"}
    assert {row["opened_on"].date() for row in schools} == {dt.date(2020, 9, 1)}


@pytest.mark.parametrize(
    ("urn", "phase", "rule"),
    [("90001", "primary", "school-urn"), ("900001", CANARY, "allowed-value")],
)
def test_a_code_that_is_on_no_list_is_never_swallowed(
    tmp_path: Path, urn: str, phase: str, rule: str
) -> None:
    rows: Rows = [["URN", "Phase", "District"], [urn, phase, ""], ["900009", "", ""]]
    folder = write_register(tmp_path, rows, SCHOOLS)

    (found,) = findings_of(sm.read("register", folder))

    assert (found.rule, found.line) == (rule, 2)
    assert CANARY not in repr(found)


DELIVERIES = """
[[table]]
table = "tool_adoption"
file = "{file}"

[table.columns]
school_urn = "URN"
signed_up_on = "Signed up"
delivered_on = "Delivered"
sessions = "Sessions"
"""


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("cell", "number"),
    [(2, 2), ("2", 2), ("1,204", 1204), ("£2", 2), (" 2.0 ", 2), (-1, -1)],
)
def test_a_whole_number_may_be_text(
    tmp_path: Path, ending: str, cell: Cell, number: int
) -> None:
    rows: Rows = [
        ["URN", "Signed up", "Delivered", "Sessions"],
        ["900001", "2025-01-06", "2025-01-07", cell],
    ]
    folder = write_register(tmp_path, rows, DELIVERIES, ending=ending)

    (row,) = frame_of(sm.read("register", folder), "tool_adoption")

    assert row["sessions"] == number


@pytest.mark.parametrize("ending", BOOKS)
@pytest.mark.parametrize(
    "cell", [1.5, "two", "1 204", "1,20", "12%", Percent(1), True, dt.date(2025, 1, 6)]
)
def test_what_is_no_whole_number_sets_its_row_aside(
    tmp_path: Path, ending: str, cell: Cell
) -> None:
    rows: Rows = [
        ["URN", "Signed up", "Delivered", "Sessions"],
        ["900001", "2025-01-06", "2025-01-07", cell],
        ["900002", "2025-01-06", "2025-01-07", 1],
    ]
    folder = write_register(tmp_path, rows, DELIVERIES, ending=ending)

    (found,) = findings_of(sm.read("register", folder))

    assert (found.rule, found.line) == ("readable-value", 2)


def test_several_spreadsheets_of_one_table_are_put_together(tmp_path: Path) -> None:
    write_register(tmp_path, [HEADINGS, SOUND])
    first = (tmp_path / "register.toml").read_text("utf-8")
    write_register(tmp_path, [HEADINGS, with_cell("LA", "1")], ending=".csv")
    second = (tmp_path / "register.toml").read_text("utf-8")
    (tmp_path / "register.toml").write_text(first + second, encoding="utf-8")

    records = sm.read("register", tmp_path)

    assert records.report.sources[0].balances["appeals"].accepted == 2


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    mapping = MAPPING.replace("header_row =", 'sheet = "2025"\nheader_row =')
    more = {"2025": [HEADINGS, SOUND]}
    folder = write_register(tmp_path, [["Notes"]], mapping, more=more)

    assert len(frame_of(sm.read("register", folder))) == 1


@pytest.mark.parametrize(
    ("sheet", "hidden", "said"),
    [
        (None, (), "log.xlsx has Log, 2025; say which sheet"),
        ("2024", (), "log.xlsx has no sheet 2024; it has Log, 2025"),
        ("2025", ("2025",), "the sheet 2025 is hidden; unhide it"),
    ],
)
def test_a_sheet_that_cannot_be_chosen_is_refused(
    tmp_path: Path, sheet: str | None, hidden: tuple[str, ...], said: str
) -> None:
    named = "" if sheet is None else f'sheet = "{sheet}"\n'
    mapping = MAPPING.replace("header_row =", f"{named}header_row =")
    more = {"2025": [HEADINGS, SOUND]}
    folder = write_register(
        tmp_path, [HEADINGS, SOUND], mapping, more=more, hidden=hidden
    )

    with pytest.raises(SourceError, match=said):
        sm.read("register", folder)


def test_a_hidden_sheet_does_not_make_a_second(tmp_path: Path) -> None:
    more = {"Lists": [["x"]]}
    folder = write_register(tmp_path, [HEADINGS, SOUND], more=more, hidden=["Lists"])

    assert len(frame_of(sm.read("register", folder))) == 1


def test_rows_that_a_filter_hides_are_read_and_noted(tmp_path: Path) -> None:
    rows = [HEADINGS, SOUND, with_cell("LA", "1")]
    folder = write_register(tmp_path, rows, hidden_rows=[3])

    records = sm.read("register", folder)

    assert len(frame_of(records)) == 2
    (note,) = records.report.sources[0].notes
    assert note.startswith("log.xlsx, sheet Log: 1 rows are hidden")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_register_without_a_row_is_not_a_table_without_one(
    tmp_path: Path, ending: str
) -> None:
    write_register(tmp_path, [HEADINGS, SOUND])
    first = (tmp_path / "register.toml").read_text("utf-8")
    (tmp_path / "empty").mkdir()
    rows: Rows = [["URN", "Phase", "District"]]
    write_register(tmp_path / "empty", rows, SCHOOLS, ending=ending)
    second = (tmp_path / "empty/register.toml").read_text("utf-8")
    text = first + second.replace('"log', '"empty/log')
    (tmp_path / "register.toml").write_text(text, encoding="utf-8")

    records = sm.read("register", tmp_path)

    assert list(records.tables) == ["appeals"]
    assert records.report.sources[0].notes == (
        f"log{ending}: no row of schools is filled in, so the table is left out",
    )


def test_registers_without_any_row_are_refused(tmp_path: Path) -> None:
    folder = write_register(tmp_path, [HEADINGS])

    with pytest.raises(SourceError, match="no spreadsheet has a row yet"):
        sm.read("register", folder)


REFERRALS = """
[[table]]
table = "referrals"
file = "{file}"

[table.columns]
referral_id = "Ref"
person_id = {{ heading = "Child", format = "{form}" }}
referred_on = "Referred"
accepted_on = "Accepted"
first_contact_on = "Seen"
closed_on = "Closed"
date_of_birth = "DOB"

[table.constants]
service = "speech"
provider = "Our trust"
area = "Dacorum"
"""
OF_REFERRALS = ["Ref", "Child", "Referred", "Accepted", "Seen", "Closed", "DOB"]


def referred(folder: Path, person: str, form: str = "as-written") -> Path:
    row: list[Cell] = ["R1", person, "2025-01-06", None, None, None, "2015-01-07"]
    mapping = REFERRALS.replace("{form}", form)
    return write_register(folder, [OF_REFERRALS, row], mapping)


def test_a_person_has_the_same_stand_in_as_in_other_sources(tmp_path: Path) -> None:
    extract = tmp_path / "referrals.csv"
    extract.write_text(
        "referral_id,person_id,service,referred_on,first_contact_on,closed_on\n"
        f"R1,{CANARY},speech,2025-01-06,,\n",
        encoding="utf-8",
    )
    names = sm.Pseudonyms()

    other = sm.read("referrals", extract, pseudonyms=names)
    own = sm.read("register", referred(tmp_path / "own", CANARY), pseudonyms=names)

    for column in ("referral_id", "person_id"):
        ours = frame_of(own, "referrals")[0][column]
        assert ours == frame_of(other, "referrals")[0][column]
        assert CANARY not in ours


@pytest.mark.parametrize(
    ("form", "written", "meant"),
    [
        ("upn", " a123 456789012 ", "A123456789012"),
        ("nhs-number", "943 476 5919", "9434765919"),
        ("nhs-number", "943-476-5919", "9434765919"),
        ("as-written", " 943 476 ", "943 476"),
    ],
)
def test_an_identifier_is_read_as_it_is_declared(
    tmp_path: Path, form: str, written: str, meant: str
) -> None:
    names = sm.Pseudonyms(key=b"k" * 32)
    folder = referred(tmp_path, written, form)

    (row,) = frame_of(sm.read("register", folder, pseudonyms=names), "referrals")

    assert row["person_id"] == names.of("person", meant)


def test_a_date_of_birth_becomes_an_age_and_goes_no_further(tmp_path: Path) -> None:
    records = sm.read("register", referred(tmp_path, "P1"))

    (row,) = frame_of(records, "referrals")

    assert row["age_at_referral"] == 9
    assert "2015" not in records.tables["referrals"].native.to_string()
    assert records.report.sources[0].columns_left_out == {}


def test_a_source_of_a_partnership_may_be_a_register(tmp_path: Path) -> None:
    write_register(tmp_path / "appeals", [HEADINGS, SOUND])
    partnership = tmp_path / "partnership.toml"
    partnership.write_text(
        'name = "Ours"\n[[source]]\nadapter = "register"\npath = "appeals"\n',
        encoding="utf-8",
    )

    records = sm.read_partnership(partnership)
    figures = sm.calculate("appeals.registered", records, period=sm.calendar_year(2025))

    assert figures[0].count == 1


@pytest.mark.parametrize("name", ["log.xlsx", "log.csv", "log.ods"])
def test_a_spreadsheet_alone_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"-")

    with pytest.raises(SourceError, match=r"read by the register\.toml beside it"):
        sm.read("register", tmp_path / name)
