"""What is not taken in at all, and what is said of it."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from send_metrics.adapters.band_lists import opening
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.rtt import RttExtract
from send_metrics.errors import SourceError

from .conftest import ReadContent
from .made_up import HEADER, extract, line

SOUND = extract([line({0: 3})])
CANARY = "Zyxwvut"


def zipped(
    members: Iterable[tuple[str, str]], packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_is_read_like_the_file_in_it(read: ReadContent) -> None:
    content = zipped([("january/extract.csv", SOUND), ("__MACOSX/._extract.csv", "")])

    assert len(read(content, "extract.zip").frames["waiting_list_bands"]) == 1
    assert len(read(content, "renamed.csv").frames["waiting_list_bands"]) == 1


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder; name one full extract in it"):
        RttExtract().read(tmp_path, Pseudonyms())


@pytest.mark.parametrize("name", ["extract.csv", "extract.txt"])
def test_an_empty_file_is_refused(read: ReadContent, name: str) -> None:
    with pytest.raises(SourceError, match=f"^{name} is empty; download it again$"):
        read(b"", name)


def test_a_zip_with_an_empty_csv_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match=r"^extract.zip is empty"):
        read(zipped([("extract.csv", "")]), "extract.zip")


@pytest.mark.parametrize("content", ["", "PK", "PK\x03\x04 and no more", SOUND])
def test_what_is_called_a_zip_and_is_none_is_refused(
    read: ReadContent, content: str
) -> None:
    with pytest.raises(SourceError, match="cannot be read as a whole zip; download it"):
        read(content, "extract.zip")


def test_a_zip_that_was_cut_short_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match="cannot be read as a whole zip"):
        read(zipped([("extract.csv", SOUND)])[:-40], "extract.zip")


def test_a_zip_whose_content_was_altered_is_refused(read: ReadContent) -> None:
    content = bytearray(zipped([("extract.csv", SOUND)]))
    content[200] ^= 0xFF

    with pytest.raises(SourceError, match="cannot be read as a whole zip"):
        read(bytes(content), "extract.zip")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("notes.txt", "-")], "holds no CSV file; give a zip with one"),
        (
            [("a.csv", SOUND), ("b.CSV", SOUND)],
            "holds 2 CSV files; give a zip with one",
        ),
        ([("../extract.csv", SOUND)], "a file whose name leads out of it"),
        ([("/extract.csv", SOUND)], "a file whose name leads out of it"),
        ([("C:extract.csv", SOUND)], "a file whose name leads out of it"),
        ([("a\\extract.csv", SOUND)], "a file whose name leads out of it"),
        ([(f"{n}.txt", "") for n in range(501)], "holds more than 500 files"),
        ([("extract.csv", "0" * 5_000_000)], "unpacks to more than 200 times its size"),
    ],
)
def test_a_zip_with_anything_odd_in_it_is_refused(
    read: ReadContent, members: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read(zipped(members), "extract.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_files_of_one_name_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match="holds two files of one name"):
        read(zipped([("a.csv", SOUND), ("a.csv", SOUND)]), "extract.zip")


def test_a_zip_that_asks_for_a_password_is_refused(read: ReadContent) -> None:
    content = zipped([("extract.csv", SOUND)])
    entry = content.index(b"PK\x01\x02")
    marked = content[: entry + 8] + b"\x01\x00" + content[entry + 10 :]

    with pytest.raises(SourceError, match="asks for a password"):
        read(marked, "extract.zip")


def test_a_zip_that_is_packed_in_an_uncommon_way_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match="is packed in an uncommon way"):
        read(zipped([("extract.csv", SOUND)], zipfile.ZIP_BZIP2), "extract.zip")


def test_a_zip_that_unpacks_to_too_much_is_refused(
    read: ReadContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 3_000)

    with pytest.raises(SourceError, match="unpacks to more than 3,000 bytes"):
        read(zipped([("extract.csv", SOUND)]), "extract.zip")


def test_bytes_are_counted_whatever_was_declared(
    read: ReadContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 3_000)

    with pytest.raises(SourceError, match="holds more than 3,000 bytes"):
        read(SOUND)


@pytest.mark.parametrize(
    "name", ["Period", "Provider Org Code", "RTT Part Type", "Total All"]
)
def test_a_missing_column_is_named(read: ReadContent, name: str) -> None:
    header = [each for each in HEADER if each != name]

    with pytest.raises(SourceError, match=rf"^extract.csv lacks {name}\b"):
        read(extract([line({0: 3})], header))


def test_of_many_missing_columns_the_first_are_named(read: ReadContent) -> None:
    """As it was before April 2021, when the last band was of 52 weeks and over."""
    header = [*HEADER[:65], "Gt 52 Weeks SUM 1", *HEADER[-3:]]

    with pytest.raises(
        SourceError,
        match=r"lacks Gt 52 To 53 Weeks SUM 1, .*, Gt 56 To 57 Weeks SUM 1 and 48 more;"
        " give a full extract with bands up to 104 weeks",
    ):
        read(extract([], header))


@pytest.mark.parametrize("name", ["Provider Org Code", "Gt 07 To 08 Weeks SUM 1"])
def test_a_column_that_is_there_twice_is_refused(read: ReadContent, name: str) -> None:
    with pytest.raises(SourceError, match=f"has more than one column {name}"):
        read(extract([line({0: 3})], [*HEADER, name.upper()]))


def test_what_is_in_a_file_without_a_header_is_not_repeated(read: ReadContent) -> None:
    content = extract([line({0: 3}, provider=CANARY)]).split("\r\n", 1)[1]

    with pytest.raises(
        SourceError, match=r"lacks Period or Period Name or Year, "
    ) as told:
        read(content)
    assert CANARY not in str(told.value)


@pytest.mark.parametrize("content", [extract([]), ",,,\r\n\r\n", SOUND[:3000] + "\r\n"])
def test_a_file_without_a_sound_line_is_refused(
    read: ReadContent, content: str
) -> None:
    with pytest.raises(SourceError, match="holds no line of figures below a header"):
        read(content)


@pytest.mark.parametrize("period", ["", "2025-26", "RTT-Januar-2026", CANARY])
def test_a_file_that_names_no_month_is_refused(read: ReadContent, period: str) -> None:
    with pytest.raises(
        SourceError, match="names no month in its column Period;"
    ) as told:
        read(extract([line({0: 3}, period=period)]))
    assert CANARY not in str(told.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_wider_characters_is_refused(read: ReadContent, encoding: str) -> None:
    with pytest.raises(
        SourceError, match="is not UTF-8 text at line 1; save it as CSV"
    ):
        read(SOUND.encode(encoding))


def test_text_in_another_encoding_is_refused_at_its_line(read: ReadContent) -> None:
    lines = [line({0: 3}), line({0: 3}) | {"Provider Org Name": f"é {CANARY}"}]

    with pytest.raises(SourceError, match="is not UTF-8 text at line 3") as told:
        read(extract(lines).encode("cp1252"))
    assert CANARY not in str(told.value)


def test_a_nul_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match="is not UTF-8 text at line 2"):
        read(extract([line({0: 3}, provider="R\0")]))


def test_a_file_that_was_cut_short_is_refused(read: ReadContent) -> None:
    content = extract([line({0: 3}), line({0: 4}, provider="RZ2")])

    with pytest.raises(SourceError, match="ends in the middle of line 3; download it"):
        read(content[:-60])


def test_a_file_that_is_one_long_line_is_refused(read: ReadContent) -> None:
    with pytest.raises(SourceError, match="has a line of over 100,000 bytes"):
        read("x" * 100_001)
