"""What is not taken in at all, and what is said of it."""

import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from send_metrics.adapters.chs_sitrep import CommunitySitrep
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.spreadsheets import archive
from send_metrics.errors import SettingsError, SourceError

from .conftest import ReadWorkbook
from .made_up import (
    AUDIOLOGY,
    BAND_TITLES,
    TABLES,
    Workbook,
    provider,
    save,
    save_copies,
)

CANARY = "Zyxwvut"
ONE = (10, 1, 1, 1, 1, 1, 3, 2)
SOUND = Workbook([provider("RZ1", audiology=ONE)], national={AUDIOLOGY: ONE})


def read_path(path: Path) -> None:
    CommunitySitrep().read(path, Pseudonyms())


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a workbook again with the content of its parts changed."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(written.getvalue())
    return path


def test_another_workbook_is_refused(read: ReadWorkbook) -> None:
    with pytest.raises(
        SourceError, match=r"sitrep.xlsx has neither Table 3 nor Table 4"
    ):
        read(Workbook())


@pytest.mark.parametrize("missing", TABLES)
def test_a_sheet_that_is_missing_is_named(read: ReadWorkbook, missing: str) -> None:
    workbook = Workbook([provider("RZ1", audiology=ONE)], without=[missing])

    with pytest.raises(SourceError, match=f"lacks {missing}; totals and bands"):
        read(workbook)


def test_a_table_of_a_band_that_is_not_known_is_refused(tmp_path: Path) -> None:
    grids = SOUND.sheets
    path = save(tmp_path / "sitrep.xlsx", grids | {"Table 4h": grids["Table 4g"]})

    with pytest.raises(SourceError, match="has tables after Table 4g"):
        read_path(path)


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["", "Total waiting list", *BAND_TITLES[:-1]], "lacks Waiting >52 weeks"),
        (
            ["", "Total waiting list", *BAND_TITLES[:-1], "Waiting >52-104 weeks"],
            "lacks Waiting >52 weeks; the bands have changed",
        ),
        (
            ["", "Total waiting list", *BAND_TITLES, "Waiting >104 weeks"],
            "has bands beside the seven that are known",
        ),
        (
            ["", "Total waiting list", *BAND_TITLES, BAND_TITLES[2].upper()],
            "or one of them twice",
        ),
        (["", "Waiting list", *BAND_TITLES], "none of the first 15 rows is a header"),
    ],
)
def test_bands_that_have_changed_are_refused(
    read: ReadWorkbook, titles: list[str], said: str
) -> None:
    with pytest.raises(SourceError, match=f"Table 3: .*{said}"):
        read(Workbook(national={AUDIOLOGY: ONE}, national_titles=titles))


def test_a_sheet_without_services_is_refused(read: ReadWorkbook) -> None:
    workbook = Workbook([provider("RZ1")], services=[CANARY])

    with pytest.raises(SourceError, match=r"Table 4: none of the first") as said:
        read(workbook)

    assert CANARY not in str(said.value)


def test_a_sheet_without_names_of_organisations_is_refused(read: ReadWorkbook) -> None:
    workbook = Workbook([provider("RZ1", audiology=ONE)], who=("Organisation Code",))

    with pytest.raises(SourceError, match="lacks Organisation type and name"):
        read(workbook)


def test_a_service_that_has_two_columns_is_refused(read: ReadWorkbook) -> None:
    workbook = Workbook(
        [provider("RZ1", audiology=ONE)], services=[AUDIOLOGY, AUDIOLOGY.upper()]
    )

    with pytest.raises(SourceError, match="1 children's services have more than one"):
        read(workbook)


def test_tables_of_adults_alone_are_refused(read: ReadWorkbook) -> None:
    with pytest.raises(SourceError, match=r"sitrep.xlsx holds no list of a child"):
        read(Workbook(national={"(A) Audiology": ONE}))


@pytest.mark.parametrize("month", ["latest", "2023", "14 October 2023", CANARY])
def test_a_workbook_that_names_no_month_is_refused(
    read: ReadWorkbook, month: str
) -> None:
    workbook = Workbook([provider("RZ1", audiology=ONE)], month=month)

    with pytest.raises(SourceError, match="name one month; put it into the") as said:
        read(workbook)

    assert CANARY not in str(said.value)


def test_a_folder_without_copies_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text(CANARY, encoding="utf-8")

    with pytest.raises(SourceError, match="no CSV copy of a sheet in the folder"):
        read_path(tmp_path)


def test_two_copies_of_one_sheet_are_refused(tmp_path: Path) -> None:
    folder = save_copies(tmp_path / "copies", SOUND.sheets)
    (folder / "october table_3.csv").write_text("a\n", encoding="utf-8")

    with pytest.raises(SourceError, match="copies has more than one Table 3"):
        read_path(folder)


def test_a_copy_with_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Table 3.csv"
    path.write_text(f'"{CANARY}', encoding="utf-8")

    with pytest.raises(SourceError, match="line 1: quotation marks") as said:
        read_path(path)

    assert CANARY not in str(said.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook"])
def test_what_is_called_a_workbook_and_is_none_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "sitrep.xlsx"
    path.write_bytes(content)

    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        read_path(path)


@pytest.mark.parametrize("name", ["sitrep.xls", "sitrep.xlsm", "sitrep.ods", "sitrep"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"-")

    with pytest.raises(SourceError, match="is neither a workbook"):
        read_path(path)


def test_a_workbook_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    path.write_bytes(path.read_bytes()[:-60])

    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        read_path(path)


def test_a_workbook_with_damaged_sheets_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    rewritten(path, lambda name, part: b"<worksheet" if "sheet4" in name else part)

    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        read_path(path)


@pytest.mark.parametrize("cell", [b"XFD1", b"A1048576", b"AAA9"])
def test_a_cell_far_out_is_refused_before_the_workbook_is_opened(
    tmp_path: Path, cell: bytes
) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    rewritten(path, lambda _, part: re.sub(rb'r="A1"', b'r="' + cell + b'"', part))

    with pytest.raises(SourceError, match="has a cell beyond row 50,000 or column ZZ"):
        read_path(path)


def test_a_broken_reference_to_a_drawing_is_read_over(tmp_path: Path) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    drawing = b'<drawing xmlns:r="http://none" r:id="rId99"/></worksheet>'
    rewritten(path, lambda _, part: part.replace(b"</worksheet>", drawing))

    read_path(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    monkeypatch.setattr(archive, "LARGEST_UNPACKED_BYTES", 1_000)

    with pytest.raises(SourceError, match="unpacks to more than"):
        read_path(path)


@pytest.mark.parametrize("name", ["sitrep.xlsx", "Table 3.csv"])
def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"-" * 2_000)
    monkeypatch.setattr(archive, "LARGEST_BYTES", 1_000)

    with pytest.raises(SourceError, match="is larger than"):
        read_path(path)


def test_without_the_library_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(SettingsError, match=r'pip install "send-metrics\[sheets\]"'):
        read_path(path)


def test_a_workbook_that_links_to_others_is_read_as_it_was_published(
    tmp_path: Path,
) -> None:
    path = save(tmp_path / "sitrep.xlsx", SOUND.sheets)
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")

    read_path(path)
