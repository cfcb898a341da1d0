from pathlib import Path

import pytest

from send_metrics.adapters.delimited import read_delimited
from send_metrics.errors import SourceError

from .sources import CANARY, cells, read


@pytest.mark.parametrize(
    "header",
    [
        "code,who,day",
        "\ufeffCode , WHO,\u200bday\xa0",
        '"code","who","day"',
    ],
)
def test_columns_are_found_in_any_order_case_and_spacing(
    tmp_path: Path, header: str
) -> None:
    rows = read(tmp_path, f"{header}\nx,a,2025-01-02\n".encode())

    assert cells(rows, "who") == ["a"]
    assert cells(rows, "code") == ["x"]


def test_other_columns_are_left_out_and_listed(tmp_path: Path) -> None:
    rows = read(tmp_path, b"who,Note,day,,code,note\na,Zaphod,,b,x,Zaphod\n")

    assert rows.columns_left_out == ("Note", "(no name)", "note")
    assert CANARY not in repr(rows)


def test_names_left_out_are_cut_short_and_counted(tmp_path: Path) -> None:
    extra = ",".join(f"{number:050d}" for number in range(30))

    rows = read(tmp_path, f"who,day,code,{extra}\na,,x{',' * 30}\n".encode())

    assert len(rows.columns_left_out) == 21
    assert rows.columns_left_out[0] == "0" * 40
    assert rows.columns_left_out[-1] == "and 10 more"


def test_an_optional_column_is_read_if_it_is_there(tmp_path: Path) -> None:
    content = b"who,day,code,area\na,,x,North\n"

    assert cells(read(tmp_path, content, ("area", "phase")), "area") == ["North"]


def test_a_missing_column_is_named_with_those_that_were_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lacks day; it has who, date, code"):
        read(tmp_path, b"who,date,code\nZaphod,,x\n")


@pytest.mark.parametrize("column", ["code", "CODE "])
def test_a_repeated_column_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(SourceError, match="names code more than once"):
        read(tmp_path, f"who,day,code,{column}\nZaphod,,x,y\n".encode())


@pytest.mark.parametrize("first", ["Zaphod,2025-01-02,x", "Zaphod", "Zaphod;1;2"])
def test_a_file_without_a_header_is_refused_without_showing_its_data(
    tmp_path: Path, first: str
) -> None:
    with pytest.raises(SourceError, match="looks like data") as caught:
        read(tmp_path, f"{first}\nZaphod,2025-01-03,x\n".encode())

    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("first", ["", ",,", '" "'])
def test_an_empty_first_line_is_refused(tmp_path: Path, first: str) -> None:
    with pytest.raises(SourceError, match="first line is empty"):
        read(tmp_path, f"{first}\nwho,day,code\nZaphod,,x\n".encode())


@pytest.mark.parametrize(
    ("delimiter", "called"),
    [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")],
)
def test_another_delimiter_is_named(
    tmp_path: Path, delimiter: str, called: str
) -> None:
    content = "who,day,code\nZaphod,,x\n".replace(",", delimiter).encode()

    with pytest.raises(SourceError, match=f"separated by {called}"):
        read(tmp_path, content)


def test_a_quotation_mark_open_in_the_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="begins on line 1 is not closed"):
        read(tmp_path, b'who,day,"code\nZaphod,,x\n')


def test_columns_are_declared_as_the_system_spells_them(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("ref NO ,Team\n1,speech\n")

    rows = read_delimited(path, table="referrals", columns=("Ref no", "Team"))

    assert list(rows.texts("Ref no")) == ["1"]
    assert rows.columns_left_out == ()
