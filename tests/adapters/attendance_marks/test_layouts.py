"""Layouts that a folder declares for itself."""

from pathlib import Path

import pytest

from send_metrics.adapters.delimited.values import DAY_FIRST, ISO_MOMENT
from send_metrics.errors import SourceError

from .sources import KINDS, MARKS, balance, errors, records, rows_of, write

LONG = """
layout = "long"
dates = "day first"
school_urn = "900001"
[columns]
pupil_id = "Pupil"
date = "Day"
session = "Half"
code = "Mark"
[sessions]
Morning = "AM"
Afternoon = "PM"
[codes]
present = "/"
"""
LONG_MARKS = "Pupil,Day,Half,Mark,Name\n"


def declare(folder: Path, layout: str) -> None:
    (folder / "layout.toml").write_text(layout, encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_folder", [True, False])
def test_a_declared_layout_holds_for_a_folder_and_for_one_file(
    tmp_path: Path, kind: str, is_folder: bool
) -> None:
    declare(tmp_path, LONG)
    path = write(
        tmp_path,
        "marks",
        kind,
        LONG_MARKS + "1,02/09/2025,morning,present,Ann\n1,2/9/2025,Afternoon,i,Ann\n",
    )

    read = records(tmp_path if is_folder else path)

    rows = rows_of(read, "attendance_marks")
    assert [(str(r["date"])[:10], r["session"], r["code"]) for r in rows] == [
        ("2025-09-02", "AM", "/"),
        ("2025-09-02", "PM", "I"),
    ]
    assert read.report.sources[0].columns_left_out["attendance_marks"] == ("Name",)


def test_days_are_read_in_the_declared_form_and_no_other(tmp_path: Path) -> None:
    declare(tmp_path, LONG)
    write(
        tmp_path,
        "marks",
        "csv",
        LONG_MARKS + "1,2025-09-02,Morning,/,\n1,09/14/2025,Morning,/,\n1,,Morning,/,\n"
        "1,02/09/2025,AM,/,\n1,02/09/2025,Morning,,\n",
    )

    read = records(tmp_path)

    assert [(f.column, f.rule, f.line) for f in errors(read)] == [
        ("Day", "required-value", 4),
        ("Day", "readable-value", 2),
        ("Day", "readable-value", 3),
        ("Half", "allowed-value", 5),
        ("Mark", "required-value", 6),
    ]
    assert errors(read)[1].action == "write days as 31/01/2026"
    assert balance(read).rejected == 5


def test_a_week_may_have_cells_of_any_name(tmp_path: Path) -> None:
    declare(
        tmp_path,
        'layout = "week"\n[columns]\ndate = "Week of"\n[cells]\nmonAM = "Mo am"\n',
    )
    others = "monPM,tueAM,tuePM,wedAM,wedPM,thuAM,thuPM,friAM,friPM"
    header = f"pupil_id,school_urn,Week of,Mo am,{others}\n"
    write(tmp_path, "marks", "csv", header + "1,900001,2025-09-08,C1" + ",/" * 9 + "\n")

    rows = rows_of(records(tmp_path), "attendance_marks")

    assert (str(rows[0]["date"])[:10], rows[0]["session"]) == ("2025-09-08", "AM")
    assert rows[0]["code"] == "C1"
    assert (str(rows[-1]["date"])[:10], len(rows)) == ("2025-09-12", 10)


def test_a_string_may_be_declared_without_a_preset(tmp_path: Path) -> None:
    declare(tmp_path, 'layout = "string"\ndays = "every day"\nseparator = " "\n')
    header = "pupil_id,school_urn,date,code\n"
    write(tmp_path, "marks", "csv", header + "1,900001,2025-09-05,/ \\ - - - - C2\n")

    rows = rows_of(records(tmp_path), "attendance_marks")

    assert [(str(r["date"])[:10], r["code"]) for r in rows[-1:]] == [
        ("2025-09-08", "C2")
    ]


def test_a_layout_may_say_that_the_marks_are_generic(tmp_path: Path) -> None:
    declare(tmp_path, 'preset = "generic"\n')
    write(tmp_path, "marks", "csv", MARKS + "1,900001,2025-09-05,AM,/\n")

    assert balance(records(tmp_path)).accepted == 1
    assert "layout" not in str(records(tmp_path).report.sources[0].notes)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("preset =", "is not valid TOML"),
        ("pupil = 'x'", "a key that is not understood: pupil; there are preset"),
        ("width = 'x'", "wrong type"),
        ("preset = 1", "wrong type"),
        ("columns = 'x'", "wrong type"),
        ("[columns]\ncode = []", "wrong type"),
        ("[columns]\ncode = [1]", "wrong type"),
        ("preset = 'x'", "preset that is not known; there are generic, arbor"),
        ("layout = 'x'", "layout that is not known; there are long, week, string"),
        ("preset = 'arbor'\nlayout = 'long'", "names a preset and a layout"),
        (
            "dates = 'x'",
            "dates that is not known; there are iso, iso moment, day first",
        ),
        ("[columns]\nname = 'x'", "columns for name; there are code, date"),
        ("[columns]\nrecord = 'x'", "columns for record"),
        ("layout = 'week'\n[columns]\ncode = 'x'", "columns for code, which a week"),
        ("[cells]\nmonAM = 'x'", "which only a week layout has"),
        ("layout = 'week'\n[cells]\nsatAM = 'x'", "cells that is not known"),
        ("days = 'weekdays'", "which only a string layout has"),
        ("layout = 'string'", "needs days for a string layout: weekdays or every day"),
        ("layout = 'string'\ndays = 'x'", "days that is not known"),
        ("layout = 'string'\ndays = 'weekdays'", "needs either separator or width"),
        (
            "layout = 'string'\ndays = 'weekdays'\nwidth = 1\nseparator = ','",
            "needs either separator or width",
        ),
        (
            "layout = 'string'\ndays = 'weekdays'\nwidth = -1",
            "a width that no code has",
        ),
        ("[sessions]\nx = 'Zaphod'", "something other than AM and PM"),
        ("[codes]\nx = 'Zaphod'", "something that is no attendance code"),
        ("code_set = 'x'", "code_set that is not known; there are single_character"),
        ("school_urn = 'Zaphod'", "something other than a URN"),
        ("[schools]\nx = 'Zaphod'", "something other than a URN"),
        (
            "school_urn = '900001'\n[columns]\nschool_urn = 'x'",
            "gives school_urn for all rows and also",
        ),
    ],
)
def test_a_layout_that_cannot_be_followed_is_refused_by_its_key(
    tmp_path: Path, layout: str, said: str
) -> None:
    declare(tmp_path, layout)
    write(tmp_path, "marks", "csv", MARKS + "1,900001,2025-09-05,AM,/\n")

    with pytest.raises(SourceError) as caught:
        records(tmp_path)

    assert str(caught.value).startswith("layout.toml ")
    assert said in str(caught.value)
    assert "Zaphod" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_layout_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_bytes(b"preset = '\xff'")
    write(tmp_path, "marks", "csv", MARKS + "1,900001,2025-09-05,AM,/\n")

    with pytest.raises(SourceError, match="not UTF-8"):
        records(tmp_path)


def test_a_layout_that_cannot_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path, "")
    write(tmp_path, "marks", "csv", MARKS + "1,900001,2025-09-05,AM,/\n")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)

    with pytest.raises(SourceError, match=r"cannot be read \(Permission denied\)"):
        records(tmp_path)


def test_a_layout_from_elsewhere_is_refused(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "here", tmp_path / "there"
    folder.mkdir()
    elsewhere.mkdir()
    declare(elsewhere, "")
    (folder / "layout.toml").symlink_to(elsewhere / "layout.toml")
    write(folder, "marks", "csv", MARKS + "1,900001,2025-09-05,AM,/\n")

    with pytest.raises(SourceError, match="leads out of the folder"):
        records(folder)


def test_a_missing_column_is_named_as_the_layout_names_it(tmp_path: Path) -> None:
    declare(tmp_path, LONG)
    write(tmp_path, "marks", "csv", "Pupil,Day,Half\n1,02/09/2025,Morning\n")

    with pytest.raises(SourceError, match="the header lacks Mark"):
        records(tmp_path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-09-02", True),
        ("2025-09-02T08:50", True),
        ("2025-09-02 08:50:00.000000", True),
        ("2025-09-02T00:00:00Z", True),
        ("2025-09-02T00:00:00.000+01:00", True),
        ("2025-09-01T23:00:00Z", False),
        ("2025-09-02T", False),
        ("02/09/2025", False),
    ],
)
def test_a_moment_is_a_day_unless_its_zone_might_make_it_another(
    written: str, read: bool
) -> None:
    day = ISO_MOMENT.read(written)

    assert (str(day) == "2025-09-02") is read
    assert (day is None) is not read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("02/09/2025", "2025-09-02"),
        ("2/9/2025 00:00:00", "2025-09-02"),
        ("31/02/2025", "None"),
        ("09/13/2025", "None"),
        ("02/09/25", "None"),
        ("2025-09-02", "None"),
    ],
)
def test_a_day_first_day_is_read_so_only(written: str, read: str) -> None:
    assert str(DAY_FIRST.read(written)) == read
