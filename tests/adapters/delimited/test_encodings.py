from pathlib import Path

import pytest

from send_metrics.adapters.delimited import decoding, read_delimited
from send_metrics.errors import SourceError

from .sources import CANARY, HEADER, cells, read, rules


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_that_announces_its_encoding_or_is_utf_8_is_read_without_a_word(
    tmp_path: Path, encoding: str
) -> None:
    rows = read(tmp_path, "who,day,code\nRenée,2025-01-02,x\n".encode(encoding))

    assert cells(rows, "who") == ["Renée"]
    assert rows.findings == []


def test_windows_1252_is_read_and_queried(tmp_path: Path) -> None:
    rows = read(tmp_path, "who,day,code\nRenée,2025-01-02,x\n".encode("cp1252"))

    assert cells(rows, "who") == ["Renée"]
    assert [(found.rule, found.severity) for found in rows.findings] == [
        ("encoding", "query")
    ]


def test_letters_are_composed_so_that_one_name_is_one_name(tmp_path: Path) -> None:
    rows = read(tmp_path, "who,day,code\nRene\u0301e,2025-01-02,x\n".encode())

    assert cells(rows, "who") == ["Renée"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (HEADER + b"Zaphod,\0,x\n", "line 2 holds a NUL"),
        ("who,day,code\nZaphod,,x\n".encode("utf-16-le"), "line 1 holds a NUL"),
        (HEADER + b"Ren\xe9e,,x\nZaphod \xc3\xa9,,x\n", "UTF-8 on line 3"),
        (HEADER + b"Zaphod \x81,,x\n", "line 2 is neither"),
        (b"\xef\xbb\xbf" + HEADER + b"Zaphod \xe9,,x\n", "damaged or cut short"),
        ("who,day,code\nZaphod".encode("utf-16")[:-1], "damaged or cut short"),
    ],
)
def test_text_that_cannot_be_trusted_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(tmp_path, content)

    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_nul_is_found_on_its_line_whatever_the_line_ends(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 3"):
        read(tmp_path, b"who,day,code\r\na,,x\r\0,,x\r\n")


def test_a_file_too_large_to_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LARGEST_BYTES", 20)

    with pytest.raises(SourceError, match="supply Parquet"):
        read(tmp_path, HEADER + b"Zaphod,,x\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.csv: cannot be opened"):
        read_delimited(tmp_path / "gone.csv", table="things", columns=("who",))


def test_a_last_line_without_a_line_end_may_be_cut_short(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + b"a,,x\nb,,x")

    assert rules(rows) == [("last-line", 3)]
    assert rows.balance.accepted == 2


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a header and no rows"):
        read(tmp_path, HEADER)


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 3: the file is cut short"):
        read(tmp_path, HEADER + b"a,2025-01-02,x\na,2025-")
