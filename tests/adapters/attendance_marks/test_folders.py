from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from send_metrics.adapters.attendance_marks import AttendanceMarks
from send_metrics.adapters.attendance_marks.reading import WITHOUT_PUPILS
from send_metrics.adapters.plugins import find_adapters
from send_metrics.domain.period import academic_year
from send_metrics.errors import SourceError
from send_metrics.records.attendance import totals_from_marks
from send_metrics.records.expressions import collected

from .sources import (
    KINDS,
    MARKS,
    PUPILS,
    balance,
    errors,
    queries,
    records,
    rows_of,
    store,
    write,
)

MARK = MARKS + "P1,900001,2025-09-02,AM,/\n"
PUPIL = PUPILS + " P1 ,K,ASD,2014-09-01,North\n"
every_pair = pytest.mark.parametrize(
    ("marks_kind", "pupils_kind"), [(one, other) for one in KINDS for other in KINDS]
)


def test_the_adapter_is_found_by_its_name() -> None:
    assert isinstance(find_adapters().named("attendance_marks"), AttendanceMarks)


@every_pair
def test_marks_and_pupils_of_any_kind_can_be_joined(
    tmp_path: Path, marks_kind: str, pupils_kind: str
) -> None:
    write(tmp_path, "Marks_autumn", marks_kind, MARK)
    write(tmp_path, "pupils", pupils_kind, PUPIL)

    read = records(tmp_path)
    totals = totals_from_marks(
        read.tables["attendance_marks"].frame,
        academic_year(2025),
        pupils=read.tables["pupils"].frame,
    )

    row = collected(totals)[0]
    assert row["present_sessions"] == 1
    assert (row["sen_status"], row["primary_need"], row["area"]) == (
        "K",
        "ASD",
        "North",
    )
    assert row["age_group"] == "5 to 15"
    assert read.report.sources[0].notes == ()


@every_pair
def test_pupils_are_delivered_in_canonical_form(
    tmp_path: Path, marks_kind: str, pupils_kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    write(
        tmp_path,
        "pupils",
        pupils_kind,
        PUPILS
        + "P1,n,,2010-08-31,\nP2,K,,2010-09-01,North\nP3,,semh,,\nP4,E,none,soon,\n",
    )

    read = records(tmp_path)
    rows = {_number(row): row for row in rows_of(read, "pupils")}

    given = {
        number: (row["sen_status"], row["primary_need"], row["area"])
        for number, row in rows.items()
    }
    assert given == {
        1: ("N", "none", "unknown"),
        2: ("K", "unknown", "North"),
        3: ("unknown", "SEMH", "unknown"),
        4: ("E", "none", "unknown"),
    }
    assert [_cohort(rows[n]) for n in (1, 2, 3, 4)] == [2010, 2011, None, None]
    assert [(found.rule, found.column) for found in queries(read)] == [
        ("readable-value", "date_of_birth")
    ]
    assert errors(read) == []


def _number(row: dict[str, Any]) -> int:
    return int(row["pupil_id"].removeprefix("pupil-"))


def _cohort(row: dict[str, Any]) -> int | None:
    held = row["birth_cohort"]
    return None if pd.isna(held) else int(held)


@every_pair
def test_pupils_that_cannot_be_read_are_set_aside(
    tmp_path: Path, marks_kind: str, pupils_kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    rows = ",K,,,\nP2,Q,,,\nP3,K,XYZ,,\nP4,K,ASD,,\nP4,K,ASD,,\nP5,K,,,\nP5,E,,,\n"
    write(tmp_path, "pupils", pupils_kind, PUPILS + rows)

    read = records(tmp_path)

    assert sorted((found.rule, found.column) for found in errors(read)) == [
        ("allowed-value", "primary_need"),
        ("allowed-value", "sen_status"),
        ("one-row-per-key", "pupil_id"),
        ("required-value", "pupil_id"),
    ]
    assert (balance(read, "pupils").accepted, balance(read, "pupils").rejected) == (
        1,
        5,
    )
    assert balance(read, "pupils").merged_duplicates == 1


@every_pair
def test_a_list_of_pupils_may_lack_everything_but_the_identifier(
    tmp_path: Path, marks_kind: str, pupils_kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    write(tmp_path, "pupils", pupils_kind, "pupil_id\nP1\n")

    read = records(tmp_path)

    row = rows_of(read, "pupils")[0]
    assert row["sen_status"] == row["primary_need"] == row["area"] == "unknown"
    assert _cohort(row) is None
    assert "date_of_birth" in read.report.sources[0].notes[0]


@pytest.mark.parametrize("kind", KINDS)
def test_without_pupils_a_note_says_what_is_not_available(
    tmp_path: Path, kind: str
) -> None:
    write(tmp_path, "marks", kind, MARK)

    read = records(tmp_path)

    assert read.report.sources[0].notes == (WITHOUT_PUPILS,)
    assert list(read.tables) == ["attendance_marks"]


@pytest.mark.parametrize("kind", KINDS)
def test_several_files_of_marks_are_put_together(tmp_path: Path, kind: str) -> None:
    write(tmp_path, "marks_1", kind, MARK)
    header = "code,Session,date,school_urn,pupil_id,x\n"
    rows = "/,PM,2025-09-02,900001,P1,\n/,noon,2025-09-02,900001,P1,\n"
    short = "ZZ,,,,\n" if kind == "csv" else ""
    write(tmp_path, "marks_2", kind, header + rows + short)

    read = records(tmp_path)

    assert len(rows_of(read, "attendance_marks")) == 2
    assert read.report.sources[0].columns_left_out == {"attendance_marks": ("x",)}
    if kind == "csv":
        assert sorted((found.place, found.rule) for found in errors(read)) == [
            ("attendance_marks, line 3, marks_2.csv, column session", "allowed-value"),
            ("attendance_marks, line 4, marks_2.csv", "row-width"),
        ]


def test_several_parquet_files_may_store_days_differently(tmp_path: Path) -> None:
    for number, day in enumerate(("DATE '2025-09-02'", "'2025-09-03'")):
        store(
            tmp_path / f"marks{number}.parquet",
            f"SELECT 'P1' AS pupil_id, 900001 AS school_urn, {day} AS date,"
            " 'AM' AS session, '/' AS code",
        )

    assert len(rows_of(records(tmp_path), "attendance_marks")) == 2


def test_several_parquet_files_one_of_them_damaged_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "marks_1", "parquet", MARK)
    damaged = write(tmp_path, "marks_2", "parquet", MARK)
    content = bytearray(damaged.read_bytes())
    content[4:60] = b"\xff" * 56
    damaged.write_bytes(content)

    with pytest.raises(SourceError, match="damaged"):
        records(tmp_path)


def test_a_folder_of_nothing_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "register", "csv", MARK)
    (tmp_path / "marks").mkdir()

    with pytest.raises(SourceError, match="no file called marks"):
        records(tmp_path)


def test_marks_of_both_kinds_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "marks", "parquet", MARK)
    write(tmp_path, "marks", "csv", MARK)

    with pytest.raises(SourceError, match="keep one kind"):
        records(tmp_path)


def test_two_files_of_pupils_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "marks", "csv", MARK)
    write(tmp_path, "pupils", "parquet", PUPIL)
    write(tmp_path, "pupils", "csv", PUPIL)

    with pytest.raises(SourceError, match="several files of pupils"):
        records(tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    path.write_bytes(b"PK")

    with pytest.raises(SourceError, match=r"only") as caught:
        records(path)

    assert "marks.xlsx" in str(caught.value)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder = tmp_path / "attendance"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "marks.csv").symlink_to(write(elsewhere, "marks", "csv", MARK))

    with pytest.raises(SourceError, match="leads out of the folder"):
        records(folder)


def test_a_folder_that_cannot_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)

    with pytest.raises(SourceError, match="PermissionError"):
        records(tmp_path)
