"""Workbooks that are damaged, unsafe or far too large are refused before they are read."""

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.adapters.spreadsheets import archive, marks
from send_metrics.errors import SettingsError, SourceError

from .made_up import (
    HEADINGS,
    MAPPING,
    SOUND,
    ods_bytes,
    rewritten,
    write_register,
)

CANARY = "Zaphod"
SHEET = "xl/worksheets/sheet1.xml"


def refusal(folder: Path) -> str:
    with pytest.raises(SourceError) as refused:
        sm.read("register", folder)
    assert CANARY not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_register(tmp_path, [HEADINGS, SOUND])


def sheet_of(folder: Path) -> str:
    with zipfile.ZipFile(folder / "log.xlsx") as book:
        return book.read(SHEET).decode()


def with_sheet(folder: Path, sheet: str) -> Path:
    rewritten(folder / "log.xlsx", {SHEET: sheet.encode()})
    return folder


def ods_register(folder: Path, rows: str, **more: str) -> Path:
    write_register(folder, [HEADINGS, SOUND], ending=".ods")
    (folder / "log.ods").write_bytes(ods_bytes({"Log": rows, **more}))
    return folder


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook", b"\xd0\xcf\x11\xe0"])
@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_what_is_called_a_workbook_and_is_none(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], ending=ending)
    (folder / f"log{ending}").write_bytes(content)

    assert "cannot be read as a workbook" in refusal(folder)


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_workbook_that_was_cut_short(tmp_path: Path, ending: str) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], ending=ending)
    book = folder / f"log{ending}"
    book.write_bytes(book.read_bytes()[:-60])

    assert "cannot be read as a workbook" in refusal(folder)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
def test_a_workbook_with_a_damaged_part(sound: Path, part: str) -> None:
    rewritten(sound / "log.xlsx", {part: b"<worksheet"})

    assert "cannot be read as a workbook" in refusal(sound)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_that_lacks_a_part(sound: Path, part: str) -> None:
    rewritten(sound / "log.xlsx", {part: None})

    assert "cannot be read as a workbook" in refusal(sound)


def test_a_bomb_by_its_directory(sound: Path) -> None:
    rewritten(sound / "log.xlsx", {"xl/media/image1.png": b"\0" * 50_000_000})

    assert "times its size" in refusal(sound)


def test_parts_that_unpack_too_far(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_PART_BYTES", 1_000)

    assert "unpacks to more than" in refusal(sound)


def test_a_file_that_is_too_large(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_BYTES", 1_000)

    assert "is larger than" in refusal(sound)


def test_a_part_whose_size_lies(sound: Path) -> None:
    book = sound / "log.xlsx"
    raw = bytearray(book.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as held:
        size = held.getinfo(SHEET).file_size.to_bytes(4, "little")
    place = raw.rfind(size)
    raw[place : place + 4] = (10).to_bytes(4, "little")
    book.write_bytes(bytes(raw))

    assert "cannot be read as a workbook" in refusal(sound)


@pytest.mark.parametrize("name", ["../log.txt", "/etc/log.txt", "xl\\..\\log.txt"])
def test_names_that_lead_out(sound: Path, name: str) -> None:
    rewritten(sound / "log.xlsx", {name: b"x"})

    assert "leads out of it" in refusal(sound)


@pytest.mark.parametrize(
    ("ending", "part"),
    [(".xlsx", "xl/vbaProject.bin"), (".ods", "Basic/Standard/script-lb.xml")],
)
def test_macros(tmp_path: Path, ending: str, part: str) -> None:
    folder = write_register(tmp_path, [HEADINGS, SOUND], ending=ending)
    rewritten(folder / f"log{ending}", {part: b"x"})

    assert "holds macros; save it as a workbook without them" in refusal(folder)


def test_links_to_other_workbooks(sound: Path) -> None:
    rewritten(sound / "log.xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"})

    assert "links to other workbooks" in refusal(sound)


def test_links_to_other_workbooks_in_ods(tmp_path: Path) -> None:
    folder = ods_register(tmp_path, "", **{"'file:///srv/other.ods'#$Log": ""})

    assert "links to other workbooks" in refusal(folder)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_document_type_is_refused(sound: Path, part: str) -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "{CANARY}">]><a>&b;</a>'
    rewritten(sound / "log.xlsx", {part: bomb.encode()})

    assert "declares a document type" in refusal(sound)


def test_elements_that_are_nested_without_end(sound: Path) -> None:
    with_sheet(sound, "<a>" * 5_000 + "</a>" * 5_000)

    assert "cannot be read as a workbook" in refusal(sound)


@pytest.mark.parametrize("place", ["XFD3", "A1048576", "AAA1", "A100001", "ZZZ9999999"])
def test_a_cell_far_out_is_refused_before_all_before_it_are_made(
    sound: Path, place: str
) -> None:
    row = re.sub("[A-Z]", "", place)
    cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
    with_sheet(sound, sheet_of(sound).replace("</sheetData>", cell))

    message = refusal(sound)

    assert "a cell beyond row 100,000 or column 702 holds something" in message
    assert message.startswith("log.xlsx, sheet Log")


def test_formats_far_out_hold_nothing(sound: Path) -> None:
    cell = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    with_sheet(sound, sheet_of(sound).replace("</sheetData>", cell))

    records = sm.read("register", sound)

    assert records.report.sources[0].balances["appeals"].rows_in == 1


@pytest.mark.parametrize("place", ["A0", "1A", "A", "AAAA1", "a1"])
def test_a_cell_at_no_place(sound: Path, place: str) -> None:
    with_sheet(sound, sheet_of(sound).replace('r="A2"', f'r="{place}"'))

    assert "cannot be read as a workbook" in refusal(sound)


def test_one_long_text_that_many_cells_show(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST_CHARACTERS", 20)

    assert "its texts are longer than" in refusal(sound)


def test_merged_cells_without_end(sound: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A10:ZZ99999"/></mergeCells>'
    sheet = sheet_of(sound).replace("</sheetData>", f"</sheetData>{merged}")

    assert "cells are merged" in refusal(with_sheet(sound, sheet))


_CELL = (
    '<table:table-cell office:value-type="string"{}><text:p>x</text:p>'
    "</table:table-cell>"
)


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1000000">{_CELL.format("")}'
        "</table:table-row>",
        "<table:table-row>"
        + _CELL.format(' table:number-columns-repeated="16384"')
        + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="999999"><table:table-cell/>'
        f"</table:table-row><table:table-row>{_CELL.format('')}</table:table-row>",
        '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        f"{_CELL.format('')}</table:table-row>",
    ],
    ids=["rows", "columns", "after empty rows", "after empty columns"],
)
def test_cells_of_ods_that_are_repeated_without_end(tmp_path: Path, rows: str) -> None:
    message = refusal(ods_register(tmp_path, rows))

    assert "a cell beyond row 100,000 or column 702 holds something" in message


def test_a_sheet_of_ods_that_is_not_read_is_checked_as_well(tmp_path: Path) -> None:
    bomb = (
        f'<table:table-row table:number-rows-repeated="1000000">{_CELL.format("")}'
        "</table:table-row>"
    )

    assert "sheet Other: a cell beyond" in refusal(
        ods_register(tmp_path, "", Other=bomb)
    )


@pytest.mark.parametrize("times", ["0", "-1", "x", "99999999999"])
def test_a_repetition_of_ods_that_is_no_number(tmp_path: Path, times: str) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="{times}"/>'
    folder = ods_register(tmp_path, f"<table:table-row>{cell}</table:table-row>")

    assert "cannot be read as a workbook" in refusal(folder)


def test_a_hidden_sheet_of_ods_is_hidden(tmp_path: Path) -> None:
    mapping = MAPPING.replace("header_row =", 'sheet = "Old"\nheader_row =')
    write_register(tmp_path, [HEADINGS, SOUND], mapping, ending=".ods")
    book = ods_bytes({"Log": "", "Old": ""}, hidden=["Old"])
    (tmp_path / "log.ods").write_bytes(book)

    assert "the sheet Old is hidden" in refusal(tmp_path)


def test_without_the_library_it_is_named(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(SettingsError, match=r"send-metrics\[sheets\]"):
        sm.read("register", sound)
