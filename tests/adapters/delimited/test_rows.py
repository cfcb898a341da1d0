from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_metrics.adapters.delimited import parsing
from send_metrics.errors import SourceError

from .sources import CANARY, HEADER, cells, read, rules


def test_fields_lose_what_means_nothing_at_their_ends(tmp_path: Path) -> None:
    rows = read(tmp_path, "who,day,code\n \u200b\xa0a b\ufeff , ,'x'\n".encode())

    assert cells(rows, "who") == ["a b"]
    assert cells(rows, "day") == [""]
    assert cells(rows, "code") == ["'x'"]


def test_rows_of_another_width_are_set_aside_with_their_lines(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + b"a,,x\nZaphod,\nb,,x\nZaphod,,x,\nZaphod\n")

    assert cells(rows, "who") == ["a", "b"]
    assert rules(rows) == [("row-width", 3), ("row-width", 5), ("row-width", 6)]
    assert rows.balance.rejected == 3
    assert CANARY not in repr(rows)


def test_rows_without_anything_are_counted_blank(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + "\n,,\n , \xa0,\na,,x\n,\n\n".encode())

    assert (rows.balance.accepted, rows.balance.blank) == (1, 5)
    assert rows.lines is not None
    assert rows.lines.tolist() == [5]
    assert rows.findings == []


def test_a_row_with_only_a_column_that_is_left_out_is_not_blank(tmp_path: Path) -> None:
    rows = read(tmp_path, b"who,day,code,note\n,,,b\n")

    assert rows.balance.accepted == 1


def test_a_header_in_the_middle_is_set_aside_under_its_own_rule(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + b"a,,x\nWho, day,code\nwho,,x\n")

    assert cells(rows, "who") == ["a", "who"]
    assert rules(rows) == [("repeated-header", 3)]


def test_lines_are_those_of_the_file_even_where_fields_hold_line_ends(
    tmp_path: Path,
) -> None:
    rows = read(
        tmp_path,
        b'who,"day",code\r\n"a\r\nb\nc\rd",,x\r\n\r\nb,,x\r\nZaphod\r\n"c",,"x"\r\n',
    )

    assert rows.lines is not None
    assert rows.lines.tolist() == [2, 7, 9]
    assert rules(rows) == [("row-width", 8)]


def test_lines_that_end_in_carriage_returns_are_lines(tmp_path: Path) -> None:
    rows = read(tmp_path, b"who,day,code\ra,,x\rb,,x\r")

    assert cells(rows, "who") == ["a", "b"]


def test_commas_and_doubled_quotation_marks_inside_quotes_are_text(
    tmp_path: Path,
) -> None:
    rows = read(tmp_path, HEADER + b'"a, ""b""",,"\\"\n')

    assert cells(rows, "who") == ['a, "b"']
    assert cells(rows, "code") == ["\\"]


@pytest.mark.parametrize(
    "content",
    [
        b'a,,x\n"Zaphod,,x\nb,,x\n',
        b'a,,x\n"Zaphod,,x\n"b",,x\n',
        b'"a",,x\n"Zaphod" B,,x\n',
    ],
)
def test_a_quotation_mark_gone_astray_refuses_the_file(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(SourceError, match="begins on line 3") as caught:
        read(tmp_path, HEADER + content)

    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("row", ["{},,x,", "a,,x,{}", ",,x,{}", "a,,x,,{}", "{}"])
def test_a_field_longer_than_a_cell_refuses_the_file(tmp_path: Path, row: str) -> None:
    header = b"who,day,code,note\n"
    fits, over = "Z" * parsing.LONGEST_FIELD, "Z" * (parsing.LONGEST_FIELD + 1)

    read(tmp_path, header + b"a,,x,\n" + row.format(fits).encode() + b"\n")
    with pytest.raises(SourceError, match="line 3 is longer than 32,767") as caught:
        read(tmp_path, header + b"a,,x,\n" + row.format(over).encode() + b"\n")

    assert "ZZ" not in str(caught.value)


def test_a_field_that_the_parser_gives_up_on_is_too_long_as_well(
    tmp_path: Path,
) -> None:
    with pytest.raises(SourceError, match="line 2 is longer"):
        read(tmp_path, HEADER + b'"' + b"Z" * 200_000)


def test_batches_join_without_a_seam(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "_BATCH", 2)
    content = b'a,,x\n"b\n",,x\nshort\n\nc,,x\nlong,,x,\nd,,x\n'

    rows = read(tmp_path, HEADER + content)

    assert cells(rows, "who") == ["a", "b", "c", "d"]
    assert rows.lines is not None
    assert rows.lines.tolist() == [2, 3, 7, 9]
    assert rules(rows) == [("row-width", 5), ("row-width", 8)]


ROWS = {
    "good": "a,2025-01-02,x",
    "quoted": '"a\nb",2025-01-02,"x"',
    "bad day": "a,2025-02-30,x",
    "short": "a,x",
    "long": "a,,x,y",
    "blank": ",,",
    "nothing": "",
    "header": "who,day,code",
}


@given(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=40))
def test_any_mix_of_rows_is_accounted_for(kinds: list[str]) -> None:
    content = "".join(ROWS[kind] + "\n" for kind in kinds)
    with TemporaryDirectory() as folder:
        rows = read(Path(folder), HEADER + content.encode())
    rows.days("day")

    errors = [found for found in rows.findings if found.severity == "error"]
    lines = (HEADER.decode() + content).split("\n")
    assert rows.balance.rows_in == len(kinds)
    assert rows.balance.accepted == kinds.count("good") + kinds.count("quoted")
    assert rows.balance.blank == kinds.count("blank") + kinds.count("nothing")
    assert rows.balance.rejected == sum(found.rows for found in errors)
    for found in errors:
        assert found.line is not None
        assert lines[found.line - 1] in ROWS.values()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            rows = read(Path(folder), HEADER + content)
        except SourceError:
            return
    balance = rows.balance
    assert balance.rows_in == balance.accepted + balance.rejected + balance.blank
