"""Each preset on a small made-up extract of its system, with the traps of that system."""

from pathlib import Path
from typing import Any

import pytest

from send_metrics.adapters.attendance_marks.layouts import SESSIONS_OF_A_WEEK
from send_metrics.adapters.attendance_marks.presets import PRESETS
from send_metrics.errors import SourceError
from send_metrics.records.records import Records

from .sources import balance, errors, queries, records, rows_of, store, write


def lay_out(folder: Path, layout: str, marks: str, kind: str = "csv") -> Records:
    (folder / "layout.toml").write_text(layout, encoding="utf-8")
    write(folder, "marks", kind, marks)
    return records(folder)


def marked(read: Records) -> list[tuple[str, str, str, str]]:
    """Return pupil, day, session and code of each mark, in order of the calendar."""
    rows = rows_of(read, "attendance_marks")
    return sorted(
        (
            str(row["pupil_id"]).removeprefix("pupil-00000"),
            str(row["date"])[:10],
            str(row["session"]),
            str(row["code"]),
        )
        for row in rows
    )


def schools(read: Records) -> set[Any]:
    return {row["school_urn"] for row in rows_of(read, "attendance_marks")}


def notes(read: Records) -> list[tuple[str, int]]:
    return [(f.rule, f.rows) for f in read.report.findings if f.severity == "note"]


ARBOR = "STUDENT_UNIQUE_ID,STUDENT_ID,APPLICATION_ID,DATE,PERIOD,MARK_CODE\n"
ARBOR_LAYOUT = 'preset = "arbor"\n[schools]\nhill-app = "900001"\n'


def test_arbor_names_its_schools_by_application(tmp_path: Path) -> None:
    read = lay_out(
        tmp_path,
        ARBOR_LAYOUT,
        ARBOR + "u1,1,hill-app,2025-09-02,AM,/\nu1,1,lake-app,2025-09-02,AM,D\n",
    )

    assert schools(read) == {"900001", "lake-app"}
    assert [(f.rule, f.column, f.line) for f in queries(read)] == [
        ("school-urn", "APPLICATION_ID", 3)
    ]
    assert read.report.sources[0].columns_left_out["attendance_marks"] == (
        "STUDENT_ID",
    )
    assert "layout of the marks: arbor" in read.report.sources[0].notes


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (("O", "I", "B", "L"), "L"),
        (("O", "I", "V"), "V"),
        (("G", "I"), "I"),
        (("X", "U"), "U"),
        (("-", "M", "M"), "M"),
    ],
)
def test_arbor_keeps_the_best_mark_of_a_session(
    tmp_path: Path, codes: tuple[str, ...], kept: str
) -> None:
    rows = "".join(f"u1,1,hill-app,2025-09-02,AM,{code}\n" for code in codes)

    read = lay_out(tmp_path, ARBOR_LAYOUT, ARBOR + rows)

    assert marked(read) == [("1", "2025-09-02", "AM", kept)]
    assert balance(read).merged_duplicates == len(codes) - 1
    assert balance(read).rejected == 0
    assert notes(read)[0][0] == "best-mark"


def test_arbor_has_no_rule_for_two_marks_that_are_equally_good(tmp_path: Path) -> None:
    rows = "".join(f"u1,1,hill-app,2025-09-02,AM,{code}\n" for code in "IMO")

    read = lay_out(tmp_path, ARBOR_LAYOUT, ARBOR + rows)

    assert marked(read) == []
    assert [(f.rule, f.rows) for f in errors(read)] == [("one-row-per-key", 2)]
    assert balance(read).merged_duplicates == 1


def test_the_same_mark_is_better_or_worse_by_its_day(tmp_path: Path) -> None:
    rows = "".join(
        f"u1,1,hill-app,{day},AM,{code}\n"
        for day, code in [("2011-07-01", "D"), ("2011-07-01", "I"), ("2025-09-02", "D")]
    )

    read = lay_out(
        tmp_path, ARBOR_LAYOUT, ARBOR + rows + "u1,1,hill-app,2025-09-02,AM,I\n"
    )

    assert [row[1:] for row in marked(read)] == [
        ("2011-07-01", "AM", "D"),
        ("2025-09-02", "AM", "I"),
    ]


def test_arbor_as_parquet_with_real_days_is_read_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_text(ARBOR_LAYOUT, encoding="utf-8")
    store(
        tmp_path / "marks.parquet",
        "SELECT 'u1' AS STUDENT_UNIQUE_ID, 'hill-app' AS APPLICATION_ID,"
        " DATE '2025-09-02' AS DATE, 'AM' AS PERIOD, unnest(['/', 'N']) AS MARK_CODE",
    )

    assert marked(records(tmp_path)) == [("1", "2025-09-02", "AM", "/")]


WEEK = "studentId,startDate,endDate," + ",".join(SESSIONS_OF_A_WEEK)
WEEK_LAYOUT = 'preset = "bromcom_week"\nschool_urn = "900001"\n'


def test_bromcom_weeks_become_ten_sessions_with_their_days(tmp_path: Path) -> None:
    cells = r"/,\,C2,J1,-,,Y4,L,I,I"
    read = lay_out(
        tmp_path,
        WEEK_LAYOUT,
        f"{WEEK}\n7,2025-09-01T00:00:00,2025-09-07T00:00:00,{cells}\n",
    )

    assert [row[1:] for row in marked(read)] == [
        ("2025-09-01", "AM", "/"),
        ("2025-09-01", "PM", "\\"),
        ("2025-09-02", "AM", "C2"),
        ("2025-09-02", "PM", "J1"),
        ("2025-09-03", "AM", "-"),
        ("2025-09-04", "AM", "Y4"),
        ("2025-09-04", "PM", "L"),
        ("2025-09-05", "AM", "I"),
        ("2025-09-05", "PM", "I"),
    ]
    assert schools(read) == {"900001"}
    assert (balance(read).rows_in, balance(read).blank) == (10, 1)


def test_a_week_that_begins_on_another_day_is_set_aside(tmp_path: Path) -> None:
    weeks = ["2025-08-31", "2025-09-02", "2025-09-01T23:00:00Z", "soon", "2025-09-01"]
    rows = "".join(f"{n},{day},,{','.join('/' * 10)}\n" for n, day in enumerate(weeks))

    read = lay_out(tmp_path, WEEK_LAYOUT, f"{WEEK}\n{rows}7,2025-09-01\n")

    found = {(f.rule, f.column, f.line) for f in errors(read)}
    assert found == {
        ("week-begins-on-monday", "startDate", 2),
        ("week-begins-on-monday", "startDate", 3),
        ("readable-value", "startDate", 4),
        ("readable-value", "startDate", 5),
        ("row-width", None, 7),
    }
    assert (balance(read).accepted, balance(read).rejected) == (10, 50)
    assert sum(f.rows for f in errors(read)) == 50


@pytest.mark.parametrize(
    ("preset", "header"),
    [
        ("bromcom_basic", "studentId,calendarStartDate,periodDisplayName,mark"),
        ("assembly", "student_id,session_date,session_name,attendance_mark"),
    ],
)
def test_long_extracts_without_a_school_take_the_declared_one(
    tmp_path: Path, preset: str, header: str
) -> None:
    layout = f'preset = "{preset}"\nschool_urn = "900001"\n'
    read = lay_out(
        tmp_path,
        layout,
        f"{header}\n5,2025-09-02T00:00:00,AM,/\n5,2025-09-02,pm,c2\n5,2025-09-03,P1,/\n"
        "5,03/09/2025,AM,/\n5,2025-09-04,AM,I\n5,2025-09-04,AM,O\n5,2025-09-05,AM,\n",
    )

    assert [row[1:] for row in marked(read)] == [
        ("2025-09-02", "AM", "/"),
        ("2025-09-02", "PM", "C2"),
    ]
    theirs = header.split(",")
    assert {(f.rule, f.column) for f in errors(read)} == {
        ("allowed-value", theirs[2]),
        ("readable-value", theirs[1]),
        ("required-value", theirs[3]),
        ("one-row-per-key", "pupil_id, school_urn, date, session"),
    }


G4S = "student_id,date,session,session_mark_id,session_alias_id\n"
G4S_LAYOUT = (
    'preset = "go4schools"\nschool_urn = "900001"\n[codes]\n3 = "/"\n14 = "C2"\n'
)


def test_go4schools_numbers_are_looked_up_and_none_is_no_mark(tmp_path: Path) -> None:
    read = lay_out(
        tmp_path,
        G4S_LAYOUT,
        G4S + "8,2025-09-02,AM,3,\n8,2025-09-02,PM,14,\n8,2025-09-03,AM,,\n"
        "8,2025-09-03,PM,99,\n8,2025-09-04,PM,99,\n",
    )

    assert [row[3] for row in marked(read)] == ["/", "C2", "-"]
    assert [(f.rule, f.rows, f.line) for f in read.report.sources[0].by_rule()] == [
        ("code-in-use", 2, 5)
    ]


SIF = (
    "ref_id,learner_personal_ref_id,school_info_ref_id,attendance_date,session,"
    "attendance_domain,attendance_code,record_timestamp\n"
)
SIF_LAYOUT = 'preset = "sif"\n[schools]\ns-guid = "900001"\n'


def test_sif_takes_the_latest_version_of_a_record_and_no_lessons(
    tmp_path: Path,
) -> None:
    read = lay_out(
        tmp_path,
        SIF_LAYOUT,
        SIF + "r1,g1,s-guid,2025-09-02,AM,Session,N,2025-09-02T09:00:00Z\n"
        # An hour later by the clock, half an hour earlier by the sun.
        "r1,g1,s-guid,2025-09-02,AM,Session,O,2025-09-02T09:30:00+01:00\n"
        "r1,g1,s-guid,2025-09-02,AM,Session,L,2025-09-02T11:00:00.1234567Z\n"
        "r2,g1,s-guid,2025-09-02,,Lesson,/,2025-09-02T09:00:00Z\n"
        "r3,g1,s-guid,2025-09-02,PM,Session,\\,\n",
    )

    assert [row[3] for row in marked(read)] == ["L", "\\"]
    assert notes(read) == [("not-a-session", 1), ("latest-version", 2)]
    assert (balance(read).merged_duplicates, balance(read).blank) == (2, 1)
    assert errors(read) == []


def test_sif_versions_that_cannot_be_told_apart_are_set_aside(tmp_path: Path) -> None:
    read = lay_out(
        tmp_path,
        SIF_LAYOUT,
        SIF + "r1,g1,s-guid,2025-09-02,AM,Session,N,\n"
        "r1,g1,s-guid,2025-09-02,AM,Session,/,2025-09-02T11:00:00Z\n"
        "r2,g1,s-guid,2025-09-02,PM,Session,N,Zaphod\n"
        "r4,g2,s-guid,2025-09-02,AM,Session,I,2025-09-02T11:00:00Z\n"
        "r4,g2,s-guid,2025-09-02,AM,Session,O,2025-09-02T11:00:00Z\n"
        "r5,g3,s-guid,2025-09-02,AM,Session,I,2025-09-02T11:00:00Z\n"
        "r6,g3,s-guid,2025-09-02,AM,Session,/,2025-09-02T12:00:00Z\n",
    )

    assert marked(read) == []
    rules = {(f.rule, f.column, f.rows, f.line) for f in errors(read)}
    assert rules == {
        ("latest-version", "record_timestamp", 1, 2),
        ("latest-version", "record_timestamp", 1, 3),
        ("readable-value", "record_timestamp", 1, 4),
        ("one-row-per-key", "pupil_id, school_urn, date, session", 4, None),
    }


ODATA = "Id,SchoolURN,UPN,PupilId,SessionDate,Session,Mark,Modified,IsDeleted\n"
ODATA_ROWS = (
    "1,900001,A1,7,2025-09-02,AM,N,2025-09-02T09:00:00Z,false\n"
    "1,900001,A1,7,2025-09-02,AM,I,2025-09-03T09:00:00Z,false\n"
    "2,900001,A1,7,2025-09-02,PM,/,2025-09-02T09:00:00Z,False\n"
    "2,900001,A1,7,2025-09-02,PM,/,2025-09-04T09:00:00Z,True\n"
    "3,900001,A1,7,2025-09-02,PM,\\,2025-09-03T09:00:00Z,0\n"
    # The later version cannot be read; the earlier one must not stand in for it.
    "4,900001,A1,7,2025-09-03,AM,/,2025-09-03T09:00:00Z,0\n"
    "4,900001,A1,7,2025-09-03,AM,?!,2025-09-04T09:00:00Z,0\n"
    "5,900001,A1,7,2025-09-03,PM,/,2025-09-04T09:00:00Z,maybe\n"
)


def test_odata_keeps_latest_versions_and_accounts_for_deleted_ones(
    tmp_path: Path,
) -> None:
    read = lay_out(tmp_path, 'preset = "odata"\n', ODATA + ODATA_ROWS)

    assert marked(read) == [
        ("1", "2025-09-02", "AM", "I"),
        ("1", "2025-09-02", "PM", "\\"),
    ]
    assert notes(read) == [("latest-version", 3), ("deleted-record", 1)]
    assert [(f.rule, f.column, f.line) for f in errors(read)] == [
        ("allowed-value", "IsDeleted", 9),
        ("code-in-use", "Mark", 8),
    ]
    held = balance(read)
    assert (held.rows_in, held.accepted, held.rejected) == (8, 2, 2)
    assert (held.merged_duplicates, held.blank) == (3, 1)


def test_odata_as_parquet_may_store_moments_and_truth_values(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_text('preset = "odata"\n', encoding="utf-8")
    store(
        tmp_path / "marks.parquet",
        "SELECT 1 AS Id, 900001 AS SchoolURN, 'A1' AS UPN,"
        " TIMESTAMP '2025-09-02 00:00:00' AS SessionDate, 'AM' AS Session,"
        " unnest(['N', '/', 'O']) AS Mark, unnest(['2025-09-02 09:00:00',"
        " '2025-09-02 11:00:00', '2025-09-02 10:00:00'])::TIMESTAMP AS Modified,"
        " false AS IsDeleted",
    )

    assert [row[3] for row in marked(records(tmp_path))] == ["/"]


CTF = "UPN,LEA,Estab,SchoolName,AttendanceStartDate,AttendanceMarks\n"
CTF_LAYOUT = (
    'preset = "ctf"\ndays = "weekdays"\nwidth = 1\n[schools]\n"919/4000" = "900001"\n'
)


def test_a_ctf_string_is_morning_and_afternoon_from_its_first_day(
    tmp_path: Path,
) -> None:
    read = lay_out(tmp_path, CTF_LAYOUT, CTF + "A1,919,4000,Hill,2025-09-04,/\\IL#-/\n")

    assert [row[1:] for row in marked(read)] == [
        ("2025-09-04", "AM", "/"),
        ("2025-09-04", "PM", "\\"),
        ("2025-09-05", "AM", "I"),
        ("2025-09-05", "PM", "L"),
        ("2025-09-08", "AM", "#"),
        ("2025-09-08", "PM", "-"),
        ("2025-09-09", "AM", "/"),
    ]
    assert schools(read) == {"900001"}


def test_spaces_in_a_ctf_string_hold_their_place(tmp_path: Path) -> None:
    read = lay_out(
        tmp_path, CTF_LAYOUT, CTF + "A1,919,4000,Hill,2025-09-04,  I /\nA2,919,,,,\n"
    )

    assert [row[1:] for row in marked(read)] == [
        ("2025-09-05", "AM", "I"),
        ("2025-09-08", "AM", "/"),
    ]
    assert (balance(read).rows_in, balance(read).blank) == (6, 4)


def test_a_string_with_a_two_character_code_is_not_read_out_of_step(
    tmp_path: Path,
) -> None:
    read = lay_out(
        tmp_path,
        CTF_LAYOUT,
        CTF + "A1,919,4000,Hill,2025-09-04,/\\C2C2//\nA2,919,4000,Hill,2025-09-04,//\n",
    )

    assert [row[0] for row in marked(read)] == ["2", "2"]
    assert {(f.rule, f.rows) for f in read.report.sources[0].by_rule()} == {
        ("code-in-use", 2),
        ("string-in-step", 6),
    }
    assert (balance(read).accepted, balance(read).rejected) == (2, 8)


def test_marks_on_a_weekend_question_what_was_declared(tmp_path: Path) -> None:
    layout = CTF_LAYOUT.replace("weekdays", "every day")
    read = lay_out(tmp_path, layout, CTF + "A1,919,4000,Hill,2025-09-05,/\\##//\n")

    assert [row[1] for row in marked(read)][::2] == [
        "2025-09-05",
        "2025-09-06",
        "2025-09-07",
    ]
    assert [(f.rule, f.column) for f in queries(read)] == [
        ("weekend-mark", "AttendanceMarks")
    ] * 2


def test_a_string_of_fixed_width_must_divide(tmp_path: Path) -> None:
    layout = CTF_LAYOUT.replace("width = 1", "width = 2")
    read = lay_out(
        tmp_path,
        layout,
        CTF
        + "A1,919,4000,Hill,2025-09-04,/ \\ C2Y1\nA2,919,4000,Hill,2025-09-04,/ C\n",
    )

    assert [row[3] for row in marked(read)] == ["/", "\\", "C2", "Y1"]
    assert [(f.rule, f.rows, f.line) for f in errors(read)] == [
        ("string-width", 1, 3),
        ("string-width", 1, 3),
    ]


def test_the_marks_of_a_string_may_be_divided(tmp_path: Path) -> None:
    layout = CTF_LAYOUT.replace("width = 1", 'separator = ","')
    read = lay_out(
        tmp_path,
        layout,
        CTF + 'A1,919,4000,Hill,2025-09-04,"/,\\,C2,,?!, J1"\n'
        "A2,919,4000,Hill,someday,/\n",
    )

    assert [row[3] for row in marked(read)] == ["/", "\\", "C2", "J1"]
    assert [(f.rule, f.rows) for f in errors(read)] == [
        ("readable-value", 1),
        ("code-in-use", 1),
    ]


@pytest.mark.parametrize(
    ("layout", "lacking"),
    [
        ('preset = "bromcom_week"', "school_urn"),
        ('preset = "assembly"', "school_urn"),
        ('preset = "go4schools"\nschool_urn = "900001"', "codes"),
        ('preset = "ctf"\nwidth = 1', "days"),
        ('preset = "ctf"\ndays = "weekdays"', "width or separator"),
    ],
)
def test_a_preset_asks_for_what_its_system_leaves_open(
    tmp_path: Path, layout: str, lacking: str
) -> None:
    with pytest.raises(SourceError, match=f"needs {lacking} for the preset"):
        lay_out(tmp_path, layout, "x\n1\n")


SURROGATES = "<>?KQ$a%`:|_"


def test_single_character_codes_are_translated_before_they_are_judged(
    tmp_path: Path,
) -> None:
    layout = 'code_set = "single_character_codes"\n'
    header = "pupil_id,school_urn,date,session,code\n"
    rows = "".join(
        f"P{n},900001,2025-09-02,AM,{code}\n" for n, code in enumerate(SURROGATES)
    )

    read = lay_out(
        tmp_path,
        layout,
        header + rows + "A,900001,2024-08-16,AM,?\nB,900001,2025-09-02,AM,A\n"
        "C,900001,2025-09-02,AM,h\n",
    )

    found = {row[3] for row in marked(read)}
    assert found == {
        *("C1", "C2", "J1", "K", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "H"),
    }
    # J1 did not exist yet, and A is no code although a is one.
    assert [(f.rule, f.line) for f in errors(read)] == [
        ("code-in-use", 14),
        ("code-in-use", 15),
    ]
    assert [(f.rule, f.rows) for f in queries(read)] == [("code-withdrawn", 1)]


def test_single_character_codes_go_with_any_preset(tmp_path: Path) -> None:
    layout = CTF_LAYOUT.replace("width", 'code_set = "single_character_codes"\nwidth')

    read = lay_out(tmp_path, layout, CTF + "A1,919,4000,Hill,2025-09-04,/>?a\n")

    assert [row[3] for row in marked(read)] == ["/", "C2", "J1", "Y2"]


CANARY = "Zaphod"


@pytest.mark.parametrize("preset", sorted(set(PRESETS) - {"generic"}))
def test_no_preset_shows_a_value(tmp_path: Path, preset: str) -> None:
    layout = PRESETS[preset].layout
    header = list(dict.fromkeys(layout.needed()))
    declared = f'preset = "{preset}"\n'
    if "school_urn" not in layout.columns:
        declared += 'school_urn = "900001"\n'
    if preset == "ctf":
        declared += 'days = "weekdays"\nwidth = 1\n'
    if preset == "go4schools":
        declared += '[codes]\n1 = "/"\n'
    rows = "".join(
        ",".join(CANARY if place != hidden else "" for place in range(len(header)))
        + "\n"
        for hidden in range(len(header) + 1)
    )

    read = lay_out(tmp_path, declared, ",".join(header) + "\n" + rows)

    said = repr([read, read.report, rows_of(read, "attendance_marks")])
    assert rows_of(read, "attendance_marks") == []
    assert CANARY.lower() not in said.lower()
    assert sum(f.rows for f in errors(read)) == balance(read).rejected
