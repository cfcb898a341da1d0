import builtins
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from send_metrics.adapters.delimited.parquet import open_parquet, read_parquet_rows
from send_metrics.errors import SourceError

from .sources import CANARY, cells

COLUMNS = ("who", "day", "code")


def write(path: Path, query: str) -> Path:
    relation = duckdb.sql(query)
    assert relation is not None
    relation.write_parquet(str(path))
    return path


def read(path: Path) -> Any:
    return read_parquet_rows(path, table="things", columns=COLUMNS, days=("day",))


@pytest.mark.parametrize(
    "day", ["'2025-01-02'", "DATE '2025-01-02'", "TIMESTAMP '2025-01-02 09:30:00'"]
)
def test_days_of_any_type_become_text(tmp_path: Path, day: str) -> None:
    path = write(
        tmp_path / "a.parquet",
        f"SELECT ' a' AS \" WHO\", {day} AS day, 7 AS code, 1 AS n",
    )

    rows = read(path)

    assert cells(rows, "who") == ["a"]
    assert cells(rows, "day") == ["2025-01-02"]
    assert cells(rows, "code") == ["7"]
    assert rows.columns_left_out == ("n",)


def test_missing_values_and_columns_without_any_are_empty(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.parquet",
        "SELECT unnest(['a', NULL]) AS who, CAST(NULL AS DOUBLE) AS day, NULL AS code",
    )

    rows = read(path)

    assert cells(rows, "day") == [""]
    assert (rows.balance.accepted, rows.balance.blank) == (1, 1)


@pytest.mark.parametrize(
    ("who", "day", "said"),
    [
        ("1.5", "DATE '2025-01-02'", "who should hold text but is of type DECIMAL"),
        ("'Zaphod'::BLOB", "NULL", "who should hold text but is of type BLOB"),
        ("'Zaphod'", "45659", "day should hold days but is of type INTEGER"),
        ("'Zaphod'", "now()", "day should hold days but is of type TIMESTAMP WITH"),
    ],
)
def test_a_type_that_cannot_hold_what_it_should_is_refused(
    tmp_path: Path, who: str, day: str, said: str
) -> None:
    path = write(
        tmp_path / "a.parquet", f"SELECT {who} AS who, {day} AS day, 'x' AS code"
    )

    with pytest.raises(SourceError, match=said) as caught:
        read(path)

    assert CANARY not in str(caught.value)


def test_a_missing_column_is_named_with_those_that_were_there(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", 'SELECT 1 AS whom, 2 AS "when"')

    with pytest.raises(SourceError, match="lacks who, day, code; it has whom, when"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"who,day,code\nZaphod,,x\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)

    with pytest.raises(SourceError, match="cannot be read as Parquet") as caught:
        read(path)

    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.parquet",
        "SELECT 'Zaphod' || i AS who, DATE '2025-01-02' AS day, 'x' AS code"
        " FROM range(5000) AS t(i)",
    )
    content = bytearray(path.read_bytes())
    content[4:2000] = b"\xff" * 1996
    path.write_bytes(content)

    with pytest.raises(SourceError, match="damaged") as caught:
        read(path)

    assert CANARY not in str(caught.value)


def test_signs_in_the_name_of_a_file_or_folder_mean_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "year=2025"
    folder.mkdir()
    write(
        tmp_path / "year=2025" / "a1.parquet",
        "SELECT 'no' AS who, '' AS day, '' AS code",
    )
    path = write(folder / "a[1]*.parquet", "SELECT 'a' AS who, '' AS day, '' AS code")

    rows = read(path)

    assert cells(rows, "who") == ["a"]
    assert rows.columns_left_out == ()


def test_days_may_be_kept_as_they_are_stored(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.parquet",
        "SELECT 'a' AS who, DATE '2025-01-02' AS day, '' AS code",
    )

    opened = open_parquet(path, columns=COLUMNS, days=("day",), days_as_stored=True)

    assert opened.relation.fetchall() == [("a", dt.date(2025, 1, 2), "")]


def test_without_duckdb_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = builtins.__import__

    def without_duckdb(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if name == "duckdb":
            raise ImportError
        return ordinary(name, globals, locals, fromlist or (), level)

    monkeypatch.setattr(builtins, "__import__", without_duckdb)

    with pytest.raises(SourceError, match=r'pip install "send-metrics\[app\]"'):
        read(tmp_path / "a.parquet")
