from pathlib import Path

import duckdb
import pandas as pd
import pytest

from send_metrics.adapters.reading import read as read_with
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
    write,
)

MARK = MARKS + "P1,900001,2025-09-02,AM,/\nP1,900002,2025-09-02,AM,I\n"
SCHOOLS = "school_urn,phase,authority,district,opened_on,closed_on,head\n"
HILL = "900001,Primary,919,Dacorum,2011-09-01,,Zaphod\n"
every_pair = pytest.mark.parametrize(
    ("marks_kind", "kind"), [(one, other) for one in KINDS for other in KINDS]
)


@every_pair
def test_marks_can_be_broken_down_by_their_schools(
    tmp_path: Path, marks_kind: str, kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    write(tmp_path, "schools", kind, SCHOOLS + HILL)

    read = records(tmp_path)
    totals = totals_from_marks(
        read.tables["attendance_marks"].frame,
        academic_year(2025),
        schools=read.tables["schools"].frame,
    )

    found = {
        row["school_urn"]: (row["phase"], row["authority"], row["district"])
        for row in collected(totals)
    }
    assert found == {
        "900001": ("primary", "919", "Dacorum"),
        "900002": ("unknown", "unknown", "unknown"),
    }
    assert read.report.sources[0].columns_left_out["schools"] == ("head",)
    is_relation = isinstance(read.tables["schools"].native, duckdb.DuckDBPyRelation)
    assert is_relation is (marks_kind == "parquet")


@every_pair
def test_schools_are_delivered_in_canonical_form(
    tmp_path: Path, marks_kind: str, kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    rows = (
        HILL + "900002,Middle deemed secondary,,,,2024-08-31,\n900003,,919,,,,\n"
        "Lake,special,919,,,,\n"
    )
    write(tmp_path, "schools", kind, SCHOOLS + rows)

    read = records(tmp_path)

    held = {row["school_urn"]: row for row in rows_of(read, "schools")}
    assert held["900002"]["phase"] == "secondary"
    assert held["900003"]["phase"] == "unknown"
    assert str(held["900002"]["closed_on"])[:10] == "2024-08-31"
    assert pd.isna(held["900001"]["closed_on"])
    assert [(f.rule, f.table) for f in queries(read)] == [("school-urn", "schools")]


@every_pair
def test_schools_that_cannot_be_read_are_set_aside(
    tmp_path: Path, marks_kind: str, kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    rows = (
        ",primary,919,,,,\n900001,Zaphod,919,,,,\n900002,primary,919,,soon,,\n"
        "900003,primary,919,,,,\n900003,special,919,,,,\n900004,nursery,919,,,,\n"
    )
    write(tmp_path, "schools", kind, SCHOOLS + rows)

    read = records(tmp_path)

    assert sorted((f.rule, f.column, f.rows) for f in errors(read)) == [
        ("allowed-value", "phase", 1),
        ("one-row-per-key", "school_urn", 2),
        ("readable-value", "opened_on", 1),
        ("required-value", "school_urn", 1),
    ]
    assert (balance(read, "schools").accepted, balance(read, "schools").rejected) == (
        1,
        5,
    )
    assert "zaphod" not in repr([read, read.report, rows_of(read, "schools")]).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_columns_that_a_list_of_schools_lacks_are_not_made_up(
    tmp_path: Path, kind: str
) -> None:
    write(tmp_path, "marks", kind, MARK)
    write(tmp_path, "schools", kind, "school_urn,phase\n900001,primary\n")

    read = records(tmp_path)

    lacking = read.tables["schools"].columns_not_given
    assert lacking == {
        *("authority", "district", "opened_on", "closed_on"),
        *("capacity", "pupils_on_roll"),
    }


def test_two_files_of_schools_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "marks", "csv", MARK)
    write(tmp_path, "schools", "parquet", SCHOOLS + HILL)
    write(tmp_path, "schools", "csv", SCHOOLS + HILL)

    with pytest.raises(SourceError, match="several files of schools"):
        records(tmp_path)


def test_a_list_of_schools_without_urns_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "marks", "csv", MARK)
    write(tmp_path, "schools", "csv", "phase,authority\nprimary,919\n")

    with pytest.raises(SourceError, match="lacks school_urn"):
        records(tmp_path)


@every_pair
def test_pupils_may_say_which_authority_they_live_in(
    tmp_path: Path, marks_kind: str, kind: str
) -> None:
    write(tmp_path, "marks", marks_kind, MARK)
    header = PUPILS.strip() + ",home_authority\n"
    write(tmp_path, "pupils", kind, header + "P1,K,ASD,2014-09-01,North,302\nP2,,,,,\n")

    read = read_with("attendance_marks", tmp_path)

    assert {row["home_authority"] for row in rows_of(read, "pupils")} == {
        "302",
        "unknown",
    }
    assert "home_authority" not in read.tables["pupils"].columns_not_given


@pytest.mark.parametrize("kind", KINDS)
def test_without_them_the_homes_are_not_given(tmp_path: Path, kind: str) -> None:
    write(tmp_path, "marks", kind, MARK)
    write(tmp_path, "pupils", kind, PUPILS + "P1,K,ASD,2014-09-01,North\n")

    read = records(tmp_path)

    assert read.tables["pupils"].columns_not_given == {"home_authority"}
