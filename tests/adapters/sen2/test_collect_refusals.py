import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters import Pseudonyms
from send_metrics.adapters.sen2 import Sen2
from send_metrics.errors import SourceError

from .builder import (
    active,
    assessment,
    message,
    need,
    person,
    request,
    tags,
    wrapped,
)
from .collect_builder import (
    PARENTS,
    Tables,
    edited,
    file_name,
    files_of,
    folder_of,
    named,
    tables_of,
    zip_of,
)

DETAIL = wrapped("PlanDetail", tags({"URN": "999999"}))
PLACED = wrapped("PlacementDetail", tags({"URN": "999999"}))
PLAN = wrapped("NamedPlan", tags({"StartDate": "2025-06-23"}) + DETAIL)
TEXT = message(
    person(request(assessment(PLAN), active(PLACED, need()))),
    person(request(), UPN="A919000000002"),
)
FILES = files_of(tables_of(TEXT))
NAMED = named(FILES)


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        Sen2().read(path, Pseudonyms())
    words = str(caught.value)
    assert "\n" not in words
    assert str(path.parent) not in words
    assert caught.value.__cause__ is None
    return words


def refused_files(place: Path, files: dict[str, bytes]) -> str:
    return refused(folder_of(place, files))


def refused_tables(place: Path, change: Callable[[Tables], object]) -> str:
    tables = tables_of(TEXT)
    change(tables)
    return refused_files(place, named(files_of(tables)))


def test_a_folder_without_any_file_of_an_export_is_refused(tmp_path: Path):
    words = refused_files(tmp_path, {"return.xml": TEXT.encode()})

    assert words.startswith("export is a folder without a file of a COLLECT export")
    assert "name the XML" in words


def test_a_single_file_of_an_export_is_refused(tmp_path: Path):
    folder = folder_of(tmp_path, NAMED)

    words = refused(folder / file_name("person"))

    assert "name the folder or zip that holds all nine" in words


@pytest.mark.parametrize("table", PARENTS)
@pytest.mark.parametrize("pack", [folder_of, zip_of])
def test_a_missing_table_is_named(
    tmp_path: Path, pack: Callable[..., Path], table: str
):
    files = {name: NAMED[name] for name in NAMED if name != file_name(table)}

    words = refused(pack(tmp_path, files))

    assert f"lacks the CSV file of {table};" in words


@pytest.mark.parametrize(
    "second",
    [
        "Blade-Export_28-01-2026_person (1).csv",
        "Blade-Export_28-01-2026_person(2).CSV",
        "Blade-Export_28-01-2026_Person - Copy.csv",
        "person.csv",
    ],
)
def test_two_files_of_one_table_are_refused(tmp_path: Path, second: str):
    words = refused_files(tmp_path, NAMED | {second: FILES["person"]})

    assert "holds two files of table person" in words


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("29-01-2026", "of 28-01-2026 and 29-01-2026"),
        ("new", "of 28-01-2026 and of files without a day"),
    ],
)
def test_files_of_two_exports_are_refused(tmp_path: Path, other: str, words: str):
    files = dict(NAMED)
    files[file_name("senneed", other)] = files.pop(file_name("senneed"))

    assert words in refused_files(tmp_path, files)


@pytest.mark.parametrize(
    ("item", "text", "words"),
    [
        ("collection", "CIN", "Collection is CIN, not SEN2"),
        ("year", "2022", "Year is 2022; the years that can be read are"),
        ("year", "", "the header gives no Year"),
        ("referencedate", "2026-Feb-30 00:00:00", "ReferenceDate is not a day"),
        ("lea", "9190", "LEA is not the 3-digit code"),
    ],
)
def test_a_header_of_another_return_is_refused(
    tmp_path: Path, item: str, text: str, words: str
):
    told = refused_tables(tmp_path, lambda held: held["sen2"][0].update({item: text}))

    assert told.startswith(f"{file_name('sen2')}, line 2: {words}")


def test_a_table_without_one_return_is_refused(tmp_path: Path):
    files = {**FILES, "sen2": FILES["sen2"].splitlines(keepends=True)[0]}

    assert "sen2.csv holds 0 rows where one" in refused_files(tmp_path, named(files))


def test_a_table_with_two_returns_is_refused(tmp_path: Path):
    def add(held: Tables) -> None:
        held["sen2"].append(held["sen2"][0] | {"sen2tableid": "2", "lea": "926"})

    assert "sen2.csv holds 2 rows where one" in refused_tables(tmp_path, add)


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("sen2", "person"),
        ("person", "requests"),
        ("requests", "assessment"),
        ("assessment", "activeplans"),
        ("activeplans", "sen2"),
        ("senneed", "placementdetail"),
    ],
)
def test_a_file_with_the_columns_of_another_table_is_refused(
    tmp_path: Path, table: str, other: str
):
    words = refused_files(tmp_path, named(FILES | {table: FILES[other]}))

    place = file_name(table)
    assert words.startswith(f"{place} holds the columns of table {other}, not of")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("sen2", "sen2tableid"),
        ("person", "sen2tableid"),
        ("requests", "requeststableid"),
        ("senneed", "activeplanstableid"),
    ],
)
def test_a_missing_key_column_is_named(tmp_path: Path, table: str, column: str):
    files = FILES | {table: edited(FILES[table], column, "lost")}

    words = refused_files(tmp_path, named(files))

    assert f"{table}.csv: the header lacks {column}; it has" in words


def test_an_item_with_two_columns_is_refused(tmp_path: Path):
    files = FILES | {"person": edited(FILES["person"], "surname", "UPN")}

    assert "names UPN more than once" in refused_files(tmp_path, named(files))


def test_a_header_that_looks_like_data_is_not_repeated(tmp_path: Path):
    files = FILES | {"person": b"Jane,Example\r\n"}

    words = refused_files(tmp_path, named(files))

    assert "looks like data" in words
    assert "Jane" not in words


def test_semicolons_are_refused(tmp_path: Path):
    files = FILES | {"person": FILES["person"].replace(b",", b";")}

    assert "separated by semicolons" in refused_files(tmp_path, named(files))


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("person", 2),
        ("requests", 2),
        ("assessment", 1),
        ("namedplan", 1),
        ("plandetail", 1),
        ("activeplans", 1),
        ("placementdetail", 1),
        ("senneed", 1),
    ],
)
def test_rows_that_belong_to_nothing_are_refused_and_counted(
    tmp_path: Path, table: str, rows: int
):
    over = PARENTS[table]

    def move(held: Tables) -> None:
        for row in held[table]:
            row[f"{over}tableid"] = "9"

    words = refused_tables(tmp_path, move)

    assert words.startswith(f"{file_name(table)}, line 2: the row belongs to no row of")
    assert f" {file_name(str(over))} ({rows} such in all);" in words


@pytest.mark.parametrize("table", ["person", "requests", "senneed"])
@pytest.mark.parametrize(
    ("key", "fault"), [("", "is missing"), (" ", "is missing"), (None, "earlier row")]
)
def test_a_key_that_is_missing_or_there_twice_is_refused(
    tmp_path: Path, table: str, key: str | None, fault: str
):
    column = f"{table}tableid"

    def change(held: Tables) -> None:
        rows = held[table]
        again = rows[0][column] if key is None else key
        rows.append(rows[0] | {column: again})

    words = refused_tables(tmp_path, change)

    line = 3 if table == "senneed" else 4
    assert words.startswith(f"{file_name(table)}, line {line}: the key of the row")
    assert fault in words


def test_a_file_cut_short_in_a_row_is_refused(tmp_path: Path):
    cut = FILES["requests"][:-30]

    words = refused_files(tmp_path, named(FILES | {"requests": cut}))

    assert words.startswith(f"{file_name('requests')}, line 3: the row has")
    assert "cut short" in words


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=st.sampled_from(list(PARENTS)), part=st.floats(0, 1))
def test_wherever_a_row_is_cut_short_it_is_refused_or_found(
    tmp_path_factory: pytest.TempPathFactory, table: str, part: float
):
    content = FILES[table].removesuffix(b"\r\n")
    cut = content[: int(part * len(content))].rstrip(b"\r\n")
    path = folder_of(tmp_path_factory.mktemp("cut"), named(FILES | {table: cut}))
    try:
        result = Sen2().read(path, Pseudonyms())
    except SourceError:
        return
    assert "last-line" in {finding.rule for finding in result.findings}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"\r\n" + FILES["person"], "the first line is empty"),
        (FILES["person"].replace(b"Example", b"Ex\0mple", 1), "NUL character"),
        (FILES["person"].decode().encode("utf-16-le"), "NUL character"),
        (
            FILES["person"].replace(b"Example", b"\xc3\xa9\xe9", 1),
            "encodings are mixed",
        ),
        (FILES["person"].replace(b"Example", b"\x81", 1), "neither UTF-8 nor"),
        (FILES["person"].replace(b"Example", b'"Example', 1), "quotation mark"),
        (FILES["person"].replace(b"Example", b"x" * 32_768, 1), "longer than 32,767"),
        (FILES["person"].replace(b"Example", b"x" * 140_000, 1), "longer than 32,767"),
        (FILES["person"].replace(b"Example", b"Ex,mple", 1), "cells and the header"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(
    tmp_path: Path, content: bytes, words: str
):
    told = refused_files(tmp_path, named(FILES | {"person": content}))

    assert told.startswith(file_name("person"))
    assert words in told


def test_more_than_any_return_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("send_metrics.adapters.sen2.collect.files.MOST_BYTES", 500)

    assert "is larger than" in refused_files(tmp_path, NAMED)
    assert "is larger than" in refused(zip_of(tmp_path, NAMED))


def zip_with(place: Path, name: str, content: bytes = b"") -> str:
    path = zip_of(place, NAMED)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return refused(path)


@pytest.mark.parametrize(
    "name", ["/etc/person.csv", "../person.csv", "a/../../b", "C:\\person.csv"]
)
def test_a_zip_with_a_name_that_leads_out_is_refused(tmp_path: Path, name: str):
    assert "leads out of it" in zip_with(tmp_path, name)


@pytest.mark.parametrize("name", ["export/", "export/person.csv"])
def test_a_zip_with_folders_is_refused(tmp_path: Path, name: str):
    assert "holds folders" in zip_with(tmp_path, name)


def test_a_zip_with_too_many_files_is_refused(tmp_path: Path):
    path = zip_of(tmp_path, NAMED | {f"{n}.txt": b"" for n in range(92)})

    assert "holds more than 100 files" in refused(path)


def test_a_zip_with_one_file_twice_is_refused(tmp_path: Path):
    path = zip_of(tmp_path, NAMED)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(match="Duplicate name"):
        archive.writestr(file_name("person"), FILES["person"])

    assert "holds two files of table person" in refused(path)


def test_a_zip_with_a_password_is_refused(tmp_path: Path):
    path = zip_of(tmp_path, NAMED)
    content = bytearray(path.read_bytes())
    # Bit 0 of the flags, eight bytes into each entry of the central directory.
    place = content.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, place, 1)
    path.write_bytes(content)

    assert "asks for a password" in refused(path)


def test_a_zip_packed_in_an_uncommon_way_is_refused(tmp_path: Path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(file_name("person"), FILES["person"])

    assert "packed in an uncommon way" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = tmp_path / "export.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(file_name("person"), "w") as file,
    ):
        for _ in range(201):
            file.write(bytes(1_000_000))

    assert "is larger than 200 MB" in refused(path)


def test_a_member_gives_no_more_than_it_states(tmp_path: Path):
    path = zip_of(tmp_path, NAMED)
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", content, place, 10)
    path.write_bytes(content)

    assert "cannot be read as a whole zip" in refused(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + bytes(40)])
def test_a_zip_that_is_none_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "export.zip"
    path.write_bytes(content)

    assert "cannot be read as a whole zip" in refused(path)


def test_a_zip_without_anything_of_a_return_is_refused(tmp_path: Path):
    path = zip_of(tmp_path, {"a.xml": TEXT.encode(), "b.xml": TEXT.encode()})

    assert "is a zip without a file of a COLLECT export" in refused(path)


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in NAMED.items():
            archive.writestr(name, content)
    return out.getvalue()


PACKED = packed()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(PACKED) - 1), junk=st.binary(min_size=1, max_size=4))
def test_a_damaged_zip_is_refused_or_read_with_its_balance(
    tmp_path: Path, place: int, junk: bytes
):
    path = tmp_path / "export.zip"
    path.write_bytes(PACKED[:place] + junk + PACKED[place + len(junk) :])
    try:
        result = Sen2().read(path, Pseudonyms())
    except SourceError:
        return
    for table, balance in result.balances.items():
        assert balance.accepted == len(result.frames[table])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    table=st.sampled_from(list(PARENTS)),
    place=st.integers(0, 400),
    junk=st.binary(min_size=1, max_size=4),
)
def test_junk_in_a_file_is_refused_or_read_with_its_balance(
    tmp_path_factory: pytest.TempPathFactory, table: str, place: int, junk: bytes
):
    content = FILES[table]
    files = FILES | {table: content[:place] + junk + content[place:]}
    path = folder_of(tmp_path_factory.mktemp("junk"), named(files))
    try:
        result = Sen2().read(path, Pseudonyms())
    except SourceError:
        return
    for name, balance in result.balances.items():
        assert balance.accepted == len(result.frames[name])
