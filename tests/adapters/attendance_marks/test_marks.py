from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_metrics.errors import SourceError

from .sources import (
    KINDS,
    MARKS,
    balance,
    errors,
    queries,
    records,
    rows_of,
    store,
    write,
)

either_kind = pytest.mark.parametrize("kind", KINDS)


@either_kind
def test_marks_are_delivered_in_canonical_form(tmp_path: Path, kind: str) -> None:
    path = write(
        tmp_path,
        "marks",
        kind,
        MARKS + 'P1,900001,2025-09-02,am,/\n P1 ,900001,2025-09-02,PM,"\\"\n'
        "P1,900001,2025-09-03,AM, y4 \nP2,900001,2025-09-03,Pm,-\n"
        "P2,900001,2025-09-04,AM,#\n",
    )

    rows = rows_of(records(path), "attendance_marks")

    assert sorted(
        (str(row["date"])[:10], row["session"], row["code"]) for row in rows
    ) == [
        ("2025-09-02", "AM", "/"),
        ("2025-09-02", "PM", "\\"),
        ("2025-09-03", "AM", "Y4"),
        ("2025-09-03", "PM", "-"),
        ("2025-09-04", "AM", "#"),
    ]
    assert {row["pupil_id"] for row in rows} == {"pupil-000001", "pupil-000002"}


@either_kind
@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (",900001,2025-09-02,AM,/", "pupil_id", "required-value"),
        ("9.4E+09,900001,2025-09-02,AM,/", "pupil_id", "readable-value"),
        ("P1,,2025-09-02,AM,/", "school_urn", "required-value"),
        ("P1,900001,,AM,/", "date", "required-value"),
        ("P1,900001,2025-11-31,AM,/", "date", "readable-value"),
        ("P1,900001,02/09/2025,AM,/", "date", "readable-value"),
        ("P1,900001,1825-09-02,AM,/", "date", "readable-value"),
        ("P1,900001,2025-09-02,,/", "session", "required-value"),
        ("P1,900001,2025-09-02,Zaphod,/", "session", "allowed-value"),
        ("P1,900001,2025-09-02,AM,", "code", "required-value"),
        ("P1,900001,2025-09-02,AM,ZZ9", "code", "code-in-use"),
        ("P1,900001,2024-08-16,AM,J1", "code", "code-in-use"),
        ("Total,,,,3", "school_urn", "required-value"),
    ],
)
def test_a_row_that_cannot_be_placed_is_set_aside_by_name(
    tmp_path: Path, kind: str, row: str, column: str, rule: str
) -> None:
    sound = "P9,900001,2025-09-02,AM,/\n"
    path = write(tmp_path, "marks", kind, f"{MARKS}{sound}{row}\n")

    read = records(path)

    assert [(found.column, found.rule, found.rows) for found in errors(read)] == [
        (column, rule, 1)
    ]
    assert errors(read)[0].line == (3 if kind == "csv" else None)
    assert (balance(read).accepted, balance(read).rejected) == (1, 1)
    assert len(rows_of(read, "attendance_marks")) == 1


@either_kind
def test_a_blank_code_is_told_how_to_say_that_there_is_no_mark(
    tmp_path: Path, kind: str
) -> None:
    path = write(tmp_path, "marks", kind, MARKS + "P1,900001,2025-09-02,AM,\n")

    assert errors(records(path))[0].action == "write - where no mark was made"


@either_kind
def test_repeats_are_merged_and_contradictions_set_aside(
    tmp_path: Path, kind: str
) -> None:
    row = "P1,900001,2025-09-02,AM,/\n"
    both = "P2,900001,2025-09-02,AM,/\nP2,900001,2025-09-02,AM,O\n"
    path = write(tmp_path, "marks", kind, MARKS + row + row + " P1 " + row[2:] + both)

    read = records(path)

    assert (balance(read).rows_in, balance(read).accepted) == (5, 1)
    assert (balance(read).merged_duplicates, balance(read).rejected) == (2, 2)
    assert [(found.rule, found.rows) for found in errors(read)] == [
        ("one-row-per-key", 2)
    ]


@either_kind
def test_a_school_without_a_urn_is_queried_and_kept(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "marks", kind, MARKS + "P1,Hill,2025-09-02,AM,/\n")

    read = records(path)

    assert [found.rule for found in queries(read)] == ["school-urn"]
    assert balance(read).accepted == 1


@either_kind
def test_columns_that_are_not_needed_are_left_out(tmp_path: Path, kind: str) -> None:
    header = "Name," + MARKS.strip() + ",comment\n"
    row = "Zaphod,P1,900001,2025-09-02,AM,/,Zaphod\n"

    read = records(write(tmp_path, "marks", kind, header + row))

    assert read.report.sources[0].columns_left_out == {
        "attendance_marks": ("Name", "comment")
    }


def test_csv_gives_pandas_and_parquet_stays_on_the_disk(tmp_path: Path) -> None:
    text = MARKS + "P1,900001,2025-09-02,AM,/\n"
    comma = records(write(tmp_path, "a", "csv", text))
    columnar = records(write(tmp_path, "b", "parquet", text))

    assert isinstance(comma.tables["attendance_marks"].native, pd.DataFrame)
    relation = columnar.tables["attendance_marks"].native
    assert isinstance(relation, duckdb.DuckDBPyRelation)


@pytest.mark.parametrize(
    "day", ["DATE '2025-09-02'", "TIMESTAMP '2025-09-02 08:50:00'", "'2025-09-02'"]
)
@pytest.mark.parametrize("school", ["900001", "'900001'"])
def test_parquet_may_hold_days_and_whole_numbers(
    tmp_path: Path, day: str, school: str
) -> None:
    path = store(
        tmp_path / "marks.parquet",
        f"SELECT 17 AS pupil_id, {school} AS school_urn, {day} AS date,"
        " 'AM' AS session, '/' AS code",
    )

    rows = rows_of(records(path), "attendance_marks")

    assert [(row["school_urn"], str(row["date"])) for row in rows] == [
        ("900001", "2025-09-02 00:00:00")
    ]


def test_rows_without_anything_are_counted_in_parquet_too(tmp_path: Path) -> None:
    path = store(
        tmp_path / "marks.parquet",
        "SELECT unnest([NULL, ' ', 'P1']) AS pupil_id,"
        " unnest([NULL, '', '900001']) AS school_urn,"
        " unnest([NULL, NULL, '2025-09-02']) AS date,"
        " unnest([NULL, NULL, 'AM']) AS session, unnest([NULL, NULL, '/']) AS code",
    )

    read = records(path)

    assert (balance(read).accepted, balance(read).blank) == (1, 2)
    assert errors(read) == []


def test_a_missing_day_of_a_parquet_day_column_is_set_aside(tmp_path: Path) -> None:
    path = store(
        tmp_path / "marks.parquet",
        "SELECT 'P1' AS pupil_id, '900001' AS school_urn,"
        " unnest([NULL, DATE '2025-09-02', DATE '1025-09-02']) AS date,"
        " 'AM' AS session, '/' AS code",
    )

    read = records(path)

    assert [(found.rule, found.rows) for found in errors(read)] == [
        ("readable-value", 1),
        ("required-value", 1),
    ]


def test_a_parquet_file_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "marks",
        "parquet",
        MARKS + "".join(f"Zaphod{n},900001,2025-09-02,AM,/\n" for n in range(5000)),
    )
    content = bytearray(path.read_bytes())
    content[4:2000] = b"\xff" * 1996
    path.write_bytes(content)

    with pytest.raises(SourceError, match=r"marks\.parquet: cannot be read") as caught:
        records(path)

    assert "Zaphod" not in str(caught.value)


PUPIL = st.sampled_from(["P1", "p-1", "P2", "P3", "", "-", "1E+09"])
SCHOOL = st.sampled_from(["900001", "900002", " 900001", "Hill", ""])
DAY = st.sampled_from(["2025-09-02", "2024-08-18", "2025-02-30", "2/9/25", ""])
SESSION = st.sampled_from(["AM", "pm", "noon", ""])
CODE = st.sampled_from(["/", "\\", "c2", "J", "J1", "ZZ9", "-", ""])


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(PUPIL, SCHOOL, DAY, SESSION, CODE), min_size=1, max_size=25))
def test_csv_and_parquet_of_the_same_rows_give_the_same_records(
    rows: list[tuple[str, ...]],
) -> None:
    text = MARKS + "".join(",".join(row) + "\n" for row in rows)
    with TemporaryDirectory() as place:
        folder = Path(place)
        comma = records(write(folder, "a", "csv", text))
        path = folder / "b.parquet"
        frame = pd.DataFrame(rows, columns=MARKS.strip().split(","), dtype="str")
        duckdb.from_df(frame).write_parquet(str(path))
        columnar = records(path)

        assert balance(comma) == balance(columnar)
        assert len(rows_of(comma, "attendance_marks")) == balance(comma).accepted
        assert _without_stand_ins(rows_of(comma, "attendance_marks")) == (
            _without_stand_ins(rows_of(columnar, "attendance_marks"))
        )
        for read in (comma, columnar):
            assert sum(found.rows for found in errors(read)) == balance(read).rejected


def _without_stand_ins(rows: list[dict[str, object]]) -> list[str]:
    kept = ("school_urn", "date", "session", "code")
    return sorted(" ".join(str(row[name]) for name in kept) for row in rows)
