"""``send-metrics register``: propose how a spreadsheet is read, or start one."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run

Row = list[str | dt.datetime | None]
HEADINGS: Row = [
    "Appeal ID",
    "Authority",
    "Registered on",
    "Ground",
    "Outcome",
    "Closed on",
]
ROWS: list[Row] = [
    ["A1", "919", dt.datetime.fromisoformat("2025-03-04"), "content", "upheld", None],
    ["A2", "919", dt.datetime.fromisoformat("2025-09-14"), "refusal", "", None],
]


def write_log(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Log")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for down, row in enumerate([HEADINGS, *ROWS]):
            for across, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    page.write_datetime(down, across, cell, day)
                elif cell:
                    page.write_string(down, across, str(cell))
    return path


def test_a_register_is_proposed_checked_and_counted(run: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "appeals 2025.xlsx")
    mapping = tmp_path / "register.toml"

    proposed = run("register", "infer", log, "--out", mapping)
    checked = run("check", f"--source=register={tmp_path}", "--format", "csv")
    counted = run(
        *("calculate", "appeals.registered", f"--source=register={mapping}"),
        *("--period", "CY2025", "--format", "csv"),
    )

    assert (proposed.code, proposed.err) == (0, "")
    assert proposed.out == f"Written to {mapping}\n"
    assert checked.code == 0
    assert counted.code == 0
    assert ",2," in counted.out


def test_a_proposal_is_printed_without_a_file(run: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx")

    ran = run("register", "infer", log, "--table", "appeals")

    assert ran.code == 0
    assert 'file = "log.xlsx"\nsheet = "Log"\nheader_row = 1\n' in ran.out


def test_a_proposal_names_a_spreadsheet_in_a_folder_below(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "2025").mkdir()
    log = write_log(tmp_path / "2025/log.xlsx")
    mapping = tmp_path / "register.toml"

    assert run("register", "infer", log, "--out", mapping).code == 0
    assert 'file = "2025/log.xlsx"' in mapping.read_text("utf-8")
    assert run("check", f"--source=register={tmp_path}").code == 0


def test_a_mapping_that_was_corrected_is_not_written_over(
    run: Run, tmp_path: Path
) -> None:
    log = write_log(tmp_path / "log.xlsx")
    mapping = tmp_path / "register.toml"
    mapping.write_text("corrected", encoding="utf-8")

    ran = run("register", "infer", log, "--out", mapping)

    assert ran.code == 2
    assert "is there already, and may have been corrected" in ran.err
    assert mapping.read_text("utf-8") == "corrected"


def test_a_proposal_lies_beside_its_spreadsheet(run: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx")

    ran = run("register", "infer", log, "--out", tmp_path / "other/register.toml")

    assert ran.code == 2
    assert "register.toml must lie beside log.xlsx" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("infer", "nothing.xlsx"), 3, "nothing.xlsx: name a file that ends in"),
        (("template",), 2, "name a TABLE, or --all DIR for all of them"),
        (("template", "apeals"), 2, "there is no table apeals; there are"),
        (("template", "pupils", "--all", "x"), 2, "leave TABLE and --out away"),
        (("template", "pupils", "--out", "x.csv"), 2, "name a file that ends in .xlsx"),
        (("propose",), 2, "see send-metrics --help"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("register", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("send-metrics: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_template_lies_beside_what_reads_it(run: Run, tmp_path: Path) -> None:
    ran = run("register", "template", "appeals", "--out", tmp_path / "own")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"Written to {tmp_path}/own/appeals.xlsx",
        f"Written to {tmp_path}/own/register.toml",
    ]
    empty = run("check", f"--source=register={tmp_path}/own")
    assert (empty.code, empty.out) == (3, "")
    assert "no spreadsheet has a row yet; fill one in" in empty.err


def test_the_templates_of_all_tables_are_written_together(
    run: Run, tmp_path: Path
) -> None:
    ran = run("register", "template", "--all", tmp_path / "all")

    assert (ran.code, ran.out) == (0, f"Written to {tmp_path}/all\n")
    assert (tmp_path / "all/appeals.xlsx").is_file()
    assert (tmp_path / "all/register.toml").is_file()
