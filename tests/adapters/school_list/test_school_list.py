import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import send_metrics as sm
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance

MARK = "Qzx9"
SCHOOLS = "school_urn,name,phase,authority,district,opened_on,closed_on\n"
LOG = "school_urn,signed_up_on,delivered_on,sessions,contact\n"


def folder(path: Path, schools: str, log: str | None = None) -> Path:
    (path / "schools.csv").write_text(SCHOOLS + schools)
    if log is not None:
        (path / "deliveries.csv").write_text(LOG + log)
    return path


def rules(records: sm.Records) -> dict[tuple[str, str | None], int]:
    return {
        (found.rule, found.column): found.rows
        for found in records.report.sources[0].by_rule()
    }


def balance(records: sm.Records, table: str) -> RowBalance:
    return records.report.sources[0].balances[table]


def rows(records: sm.Records, table: str) -> list[tuple[Any, ...]]:
    frame = records.tables[table].native
    return [
        tuple(
            str(cell.date()) if hasattr(cell, "date") and cell == cell else cell
            for cell in row
        )
        for row in frame.itertuples(index=False, name=None)
    ]


def test_schools_and_deliveries_are_read_and_counted(tmp_path: Path) -> None:
    folder(
        tmp_path,
        f"900001,{MARK},Primary,919,Dacorum,1999-09-01,\n"
        f"900002,{MARK},special,919,,,2025-08-31\n"
        f"900003,{MARK},secondary,919,,,\n",
        "900001,2024-09-02,,,\n900001,,2025-03-14,2,\n900002,2024-09-02,,,\n",
    )

    records = sm.read("school_list", tmp_path)

    told = records.tables["schools"].native.iloc[0]
    assert (told["school_urn"], told["phase"], told["authority"]) == (
        *("900001", "primary", "919"),
    )
    assert (told["district"], str(told["opened_on"].date())) == (
        *("Dacorum", "1999-09-01"),
    )
    assert balance(records, "schools") == RowBalance(3, 3)
    assert balance(records, "tool_adoption") == RowBalance(3, 3)
    shown = {
        f.kpi.id.rpartition(".")[2]: f.display
        for f in sm.calculate(
            [
                "schools.attendance_tool_adoption",
                "schools.attendance_tool_adoption_signed_up",
                "schools.attendance_tool_adoption_every_day",
            ],
            records,
            as_at=dt.date(2025, 3, 14),
        )
    }
    assert shown == {
        "attendance_tool_adoption": "33.3",
        "attendance_tool_adoption_signed_up": "66.7",
        "attendance_tool_adoption_every_day": "0.0",
    }


def test_an_entry_that_is_there_twice_is_merged(tmp_path: Path) -> None:
    folder(tmp_path, "900001,,primary,,,,\n", "900001,2024-09-02,,,\n" * 2)

    assert balance(sm.read("school_list", tmp_path), "tool_adoption") == RowBalance(
        2, 1, 0, 1
    )


def test_an_entry_of_a_school_that_is_not_listed_is_a_finding(tmp_path: Path) -> None:
    folder(
        tmp_path,
        "900001,,primary,,,,\n",
        "900009,2024-09-02,,,\n900009,,2025-03-14,2,\n900001,,2025-03-14,2,\n",
    )

    records = sm.read("school_list", tmp_path)

    assert rules(records) == {("school-listed", "school_urn"): 2}
    assert balance(records, "tool_adoption") == RowBalance(3, 3)


@pytest.mark.parametrize(
    ("schools", "log", "rule", "table", "rejected"),
    [
        ("90001,,primary,,,,\n", "", ("school-urn", "school_urn"), "schools", 1),
        (",,primary,,,,\n", "", ("required-value", "school_urn"), "schools", 1),
        ("900002,,big,,,,\n", "", ("allowed-value", "phase"), "schools", 0),
        (
            *("900002,,primary,,,31/08/2025,\n", ""),
            *(("readable-value", "opened_on"), "schools", 1),
        ),
        ("", "900001,,,2,\n", ("required-value", "delivered_on"), "tool_adoption", 1),
        (
            *("", "900001,,2025-03-14,3,\n"),
            *(("readable-value", "sessions"), "tool_adoption", 1),
        ),
        (
            *("", "900001,,14/03/2025,2,\n"),
            *(("readable-value", "delivered_on"), "tool_adoption", 1),
        ),
    ],
)
def test_what_cannot_be_read_is_told_by_its_rule(
    tmp_path: Path,
    schools: str,
    log: str,
    rule: tuple[str, str],
    table: str,
    rejected: int,
) -> None:
    folder(tmp_path, "900001,,primary,,,,\n" + schools, log + "900001,2024-09-02,,,\n")

    records = sm.read("school_list", tmp_path)

    assert rules(records)[rule] == 1
    assert balance(records, table).rejected == rejected


def test_a_school_without_a_phase_is_undetermined_and_not_gone(tmp_path: Path) -> None:
    folder(tmp_path, "900001,,,,,,\n900002,,odd,,,,\n", "900001,2024-09-02,,,\n")

    figure = sm.calculate(
        "schools.attendance_tool_adoption",
        sm.read("school_list", tmp_path),
        as_at=dt.date(2025, 3, 14),
    )[0]

    assert (figure.state.denominator, figure.undetermined) == (0, 2)


def test_without_phases_there_is_no_share(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("school_urn\n900001\n")
    (tmp_path / "deliveries.csv").write_text(LOG + "900001,2024-09-02,,,\n")

    figure = sm.calculate(
        "schools.attendance_tool_adoption",
        sm.read("school_list", tmp_path),
        as_at=dt.date(2025, 3, 14),
    )[0]

    assert figure.missing_reason == "no source gives phase of schools"


def test_the_list_alone_is_read_with_a_note(tmp_path: Path) -> None:
    folder(tmp_path, "900001,,primary,,,,\n")

    report = sm.read("school_list", tmp_path).report.sources[0]

    assert report.notes == ("no deliveries.csv: the list of schools alone",)
    assert list(report.balances) == ["schools"]


def test_a_folder_without_a_list_and_a_link_that_leads_out_are_refused(
    tmp_path: Path,
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(SourceError, match=r"a folder with schools\.csv"):
        sm.read("school_list", inside)
    (tmp_path / "elsewhere.csv").write_text(SCHOOLS)
    (inside / "schools.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(SourceError, match="leads out of the folder"):
        sm.read("school_list", inside)


def test_no_free_text_comes_through(tmp_path: Path) -> None:
    folder(
        tmp_path,
        f"900001,{MARK},{MARK},919,,{MARK},\n{MARK},{MARK},primary,,,,\n",
        f"900001,{MARK},,,{MARK}\n900001,,2025-03-14,{MARK},\n{MARK},,2025-03-14,,\n",
    )

    records = sm.read("school_list", tmp_path)

    held = [rows(records, table) for table in records.tables]
    assert MARK not in repr([held, records, records.report])
