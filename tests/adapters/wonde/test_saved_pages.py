import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import send_metrics as sm
from send_metrics.adapters.wonde import Wonde
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance

from .school_data import CODES, MARK, mark, moment, page, save, student

AUTUMN = sm.Period(dt.date(2025, 9, 1), dt.date(2025, 12, 31))


def rows(records: sm.Records, table: str) -> list[tuple[Any, ...]]:
    frame = records.tables[table].native
    return sorted(frame.itertuples(index=False, name=None), key=str)


def rules(records: sm.Records) -> dict[str, int]:
    return {found.rule: found.rows for found in records.report.sources[0].by_rule()}


def balance(records: sm.Records, table: str) -> RowBalance:
    return records.report.sources[0].balances[table]


def test_marks_take_the_code_that_their_id_stands_for(tmp_path: Path) -> None:
    save(
        tmp_path / "900001",
        [
            mark("P1", "2025-09-02", "AM", "C1"),
            mark("P1", "2025-09-02", "PM", "C3"),
        ],
    )

    records = sm.read("wonde", tmp_path)

    frame = records.tables["attendance_marks"].native
    assert list(frame["code"]) == ["/", "I"]
    assert set(frame["school_urn"]) == {"900001"}
    assert list(frame["session"]) == ["AM", "PM"]
    assert [str(day.date()) for day in frame["date"]] == ["2025-09-02"] * 2


def test_an_id_means_another_code_at_another_school(tmp_path: Path) -> None:
    save(tmp_path / "900001", [mark("P1", "2025-09-02", "AM", "C1")])
    save(
        tmp_path / "900002",
        [mark("P1", "2025-09-02", "AM", "C1")],
        codes=[{"id": "C1", "code": "O"}],
    )

    frame = sm.read("wonde", tmp_path).tables["attendance_marks"].native

    held = dict(zip(frame["school_urn"], frame["code"], strict=True))
    assert held == {"900001": "/", "900002": "O"}
    assert frame["pupil_id"].nunique() == 2


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(CODES, id="no such id"),
        pytest.param(
            [*CODES, {"id": "C9", "code": "O"}, {"id": "C9", "code": "I"}],
            id="one id with two codes",
        ),
        pytest.param([*CODES, {"id": "C9", "code": None}], id="an id without a code"),
    ],
)
def test_a_mark_of_an_unknown_code_is_rejected_and_counted(
    tmp_path: Path, codes: list[Any]
) -> None:
    save(
        tmp_path / "900001",
        [mark("P1", "2025-09-02", "AM", "C1"), mark("P1", "2025-09-02", "PM", "C9")],
        codes=codes,
    )

    records = sm.read("wonde", tmp_path)

    assert balance(records, "attendance_marks") == RowBalance(2, 1, 1)
    (found,) = records.report.findings
    assert found.rule == "code-known"
    assert found.element == "900001/attendance/session/page-1.json, record 2"


def test_those_who_left_count(tmp_path: Path) -> None:
    save(
        tmp_path / "900001",
        [
            mark("P1", "2025-09-02", "AM", "C1"),
            mark("P2", "2025-09-02", "AM", "C3"),
        ],
        leavers=[student("P2")],
    )

    figures = sm.calculate(
        "attendance.persistent_absence", sm.read("wonde", tmp_path), period=AUTUMN
    )

    assert (figures[0].state.numerator, figures[0].state.denominator) == (1, 2)


def test_one_who_left_and_came_back_is_described_once(tmp_path: Path) -> None:
    save(
        tmp_path / "900001",
        [],
        students=[student("P1")],
        leavers=[student("P1", extended_details=None), student("P2")],
    )

    records = sm.read("wonde", tmp_path)

    assert balance(records, "pupils") == RowBalance(3, 2, 0, 1)
    assert list(records.tables["pupils"].native["sen_status"]) == ["K", "K"]


def test_a_pupil_on_neither_list_is_pointed_out_and_kept(tmp_path: Path) -> None:
    save(tmp_path / "900001", [mark("P7", "2025-09-02", "AM", "C1")])

    records = sm.read("wonde", tmp_path)

    assert rules(records) == {"pupil-known": 1}
    assert balance(records, "attendance_marks") == RowBalance(1, 1)


def test_two_marks_of_one_session_contradict(tmp_path: Path) -> None:
    save(
        tmp_path / "900001",
        [
            mark("P1", "2025-09-02", "AM", "C1"),
            mark("P1", "2025-09-02", "AM", "C3"),
            mark("P1", "2025-09-03", "AM", "C1"),
            mark("P1", "2025-09-03", "AM", "C1"),
        ],
    )

    records = sm.read("wonde", tmp_path)

    assert rules(records) == {"one-row-per-key": 2}
    assert balance(records, "attendance_marks") == RowBalance(4, 1, 2, 1)


def test_a_code_that_means_nothing_on_its_day_is_rejected(tmp_path: Path) -> None:
    save(
        tmp_path / "900001",
        [mark("P1", "2024-07-01", "AM", "C4"), mark("P1", "2024-09-10", "AM", "C4")],
        codes=[{"id": "C4", "code": "J1"}],
    )

    assert rules(sm.read("wonde", tmp_path)) == {"code-in-use": 1}


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        pytest.param({"date": None}, "required-value", id="no day"),
        pytest.param({"date": "2025-09-02"}, "readable-value", id="a day as text"),
        pytest.param({"date": {"date": MARK}}, "readable-value", id="words for a day"),
        pytest.param(
            {"date": moment("2025-02-30")}, "readable-value", id="no day at all"
        ),
        pytest.param(
            {"date": moment("2025-09-01", "23:00:00.000000") | {"timezone": "UTC"}},
            "readable-value",
            id="an hour of another zone",
        ),
        pytest.param({"session": "Lesson"}, "allowed-value", id="no session"),
        pytest.param({"session": None}, "required-value", id="no session given"),
        pytest.param({"student": None}, "required-value", id="no pupil"),
        pytest.param({"student": {"id": MARK}}, "readable-value", id="a pupil within"),
        pytest.param({"attendance_code": None}, "code-known", id="no code"),
        pytest.param(
            {"attendance_code": {"id": "C1"}}, "code-known", id="a code within"
        ),
    ],
)
def test_a_mark_that_cannot_be_placed_is_rejected_by_its_record(
    tmp_path: Path, more: dict[str, Any], rule: str
) -> None:
    first = mark("P1", "2025-09-01", "AM", "C1")
    save(tmp_path / "900001", [first, mark("P1", "2025-09-02", "AM", "C1") | more])

    records = sm.read("wonde", tmp_path)

    assert rules(records) == {rule: 1}
    assert balance(records, "attendance_marks") == RowBalance(2, 1, 1)
    assert records.report.findings[0].place.endswith(
        f"record 2, column {records.report.findings[0].column}"
    )


def test_an_entry_that_is_no_record_is_rejected(tmp_path: Path) -> None:
    save(tmp_path / "900001", [MARK, mark("P1", "2025-09-02", "AM", "C1")])

    records = sm.read("wonde", tmp_path)

    assert rules(records) == {"record": 1}
    assert balance(records, "attendance_marks") == RowBalance(2, 1, 1)


def test_an_hour_of_the_register_is_of_its_day(tmp_path: Path) -> None:
    at_nine = mark(
        "P1", "2025-09-02", "AM", "C1", date=moment("2025-09-02", "09:00:00.0")
    )
    save(tmp_path / "900001", [at_nine])

    frame = sm.read("wonde", tmp_path).tables["attendance_marks"].native

    assert str(frame["date"][0].date()) == "2025-09-02"


@pytest.mark.parametrize(
    ("more", "status", "need", "cohort"),
    [
        pytest.param({}, "K", "SLCN", 2014, id="as given"),
        pytest.param({"date_of_birth": None}, "K", "SLCN", None, id="no birth date"),
        pytest.param(
            {"extended_details": {"data": {"sen_status": "EHC Plan"}}},
            *("E", "SLCN", 2014),
            id="status in words",
        ),
        pytest.param(
            {"extended_details": {"data": {"sen_status": "N"}}, "sen_needs": None},
            *("N", "none", 2014),
            id="no need without SEN",
        ),
        pytest.param({"sen_needs": {"data": []}}, "K", "unknown", 2014, id="no needs"),
        pytest.param(
            {
                "sen_needs": {
                    "data": [{"code": "MLD", "rank": 2}, {"code": "asd", "rank": 1}]
                }
            },
            *("K", "ASD", 2014),
            id="need of rank 1",
        ),
        pytest.param(
            {"sen_needs": {"data": [{"code": "MLD"}, {"code": "ASD"}]}},
            *("K", "unknown", 2014),
            id="needs without ranks",
        ),
        pytest.param(
            {"extended_details": None}, "unknown", "SLCN", 2014, id="no status"
        ),
    ],
)
def test_a_pupil_comes_with_status_need_and_cohort(
    tmp_path: Path, more: dict[str, Any], status: str, need: str, cohort: int | None
) -> None:
    save(tmp_path / "900001", [], students=[student("P1") | more])

    records = sm.read("wonde", tmp_path)

    (row,) = records.tables["pupils"].native.to_dict("records")
    born = row["birth_cohort"]
    assert (row["sen_status"], row["primary_need"]) == (status, need)
    assert (None if born != born else born) == cohort
    assert records.report.findings == ()


@pytest.mark.parametrize(
    "more",
    [
        {"extended_details": {"data": {"sen_status": MARK}}},
        {"sen_needs": {"data": [{"code": MARK, "rank": 1}]}},
        {"sen_needs": {"data": [MARK]}},
    ],
)
def test_a_status_or_need_on_no_list_is_a_query(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    save(tmp_path / "900001", [], students=[student("P1") | more])

    records = sm.read("wonde", tmp_path)

    assert rules(records) == {"allowed-value": 1}
    assert balance(records, "pupils") == RowBalance(1, 1)


def test_schools_are_named_by_a_file_where_folders_are_not_urns(tmp_path: Path) -> None:
    save(tmp_path / "A123", [mark("P1", "2025-09-02", "AM", "C1")])
    (tmp_path / "schools.toml").write_text(
        '[[school]]\nid = "A123"\nurn = "900001"\nphase = "primary"\nauthority = "919"\n'
    )

    records = sm.read("wonde", tmp_path)
    figures = sm.calculate("attendance.absence_rate", records, period=AUTUMN)

    assert rows(records, "schools")[0][:3] == ("900001", "primary", "919")
    assert set(records.tables["attendance_marks"].native["school_urn"]) == {"900001"}
    assert figures[0].state.denominator == 1


def test_schools_of_which_only_the_urn_is_known_make_no_table(tmp_path: Path) -> None:
    save(tmp_path / "900001", [mark("P1", "2025-09-02", "AM", "C1")])

    assert "schools" not in sm.read("wonde", tmp_path).tables


@pytest.mark.parametrize("kind", ["attendance_marks", "pupils"])
def test_pages_are_put_together(tmp_path: Path, kind: str) -> None:
    folder = save(tmp_path / "900001", [])
    endpoint, records = {
        "attendance_marks": (
            "attendance/session",
            [mark("P1", f"2025-09-0{day}", "AM", "C1") for day in (2, 3)],
        ),
        "pupils": ("students", [student("P1"), student("P2")]),
    }[kind]
    for number, (record, following) in enumerate(
        zip(records, ("https://example.test/2", None), strict=True), start=1
    ):
        file = folder / endpoint / f"page-{number}.json"
        file.write_text(json.dumps(page([record], following)))

    assert balance(sm.read("wonde", tmp_path), kind) == RowBalance(2, 2)


def _cut_short(folder: Path) -> None:
    file = folder / "900001/attendance/session/page-1.json"
    file.write_bytes(file.read_bytes()[:-20])


def _not_the_last(folder: Path) -> None:
    file = folder / "900001/attendance/session/page-1.json"
    file.write_text(json.dumps(page([], "https://example.test/?cursor=2")))


def _a_second_last(folder: Path) -> None:
    (folder / "900001/students/page-2.json").write_text(json.dumps(page([])))


def _no_leavers(folder: Path) -> None:
    (folder / "900001/students-leaver/page-1.json").unlink()
    (folder / "900001/students-leaver").rmdir()


def _no_list(folder: Path) -> None:
    (folder / "900001/students/page-1.json").write_text('{"data": {"id": "Qzx9"}}')


def _odd_paging(folder: Path) -> None:
    (folder / "900001/students/page-1.json").write_text(
        '{"data": [], "meta": {"pagination": {"next": 2}}}'
    )


def _a_name_twice(folder: Path) -> None:
    (folder / "900001/students/page-1.json").write_text(
        '{"data": [{"id": "Qzx9", "id": "Qzx9b"}]}'
    )


def _not_a_number(folder: Path) -> None:
    (folder / "900001/students/page-1.json").write_text('{"data": [{"id": NaN}]}')


def _too_deep(folder: Path) -> None:
    deep = "[" * 100_000
    (folder / "900001/students/page-1.json").write_text('{"data": ' + deep)


def _other_encoding(folder: Path) -> None:
    (folder / "900001/students/page-1.json").write_bytes(b'{"data": ["\xff"]}')


def _leads_out(folder: Path) -> None:
    outside = folder.parent / "outside.json"
    outside.write_text(json.dumps(page([])))
    file = folder / "900001/students/page-1.json"
    file.unlink()
    file.symlink_to(outside)


def _no_urn(folder: Path) -> None:
    (folder / "900001").rename(folder / "Qzx9 school")


def _folder_lost(folder: Path) -> None:
    (folder / "schools.toml").write_text('[[school]]\nid = "A9"\nurn = "900009"\n')


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_cut_short, "session/page-1.json: not JSON from line 1, column"),
        (_not_the_last, "0 of 1 pages are a last page"),
        (_a_second_last, "2 of 2 pages are a last page"),
        (_no_leavers, "900001 has no folder students-leaver"),
        (_no_list, "there is no list called data"),
        (_odd_paging, "meta.pagination.next is no address"),
        (_a_name_twice, "not plain JSON"),
        (_not_a_number, "not plain JSON"),
        (_too_deep, "JSON"),
        (_other_encoding, "not plain JSON"),
        (_leads_out, "leads out of the folder"),
        (_no_urn, "folder 1 of 1 is not named by a URN"),
        (_folder_lost, "1 schools of schools.toml have no folder"),
    ],
)
def test_a_damaged_folder_is_refused_with_the_place(
    tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    folder = tmp_path / "saved"
    save(folder / "900001", [mark("P1", "2025-09-02", "AM", "C1")])
    damage(folder)

    with pytest.raises(SourceError) as caught:
        sm.read("wonde", folder)

    assert message in str(caught.value)
    assert MARK not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_empty_folder_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("")

    with pytest.raises(SourceError, match="no folder of a school"):
        sm.read("wonde", tmp_path)
    with pytest.raises(SourceError, match=r"or a \.toml file"):
        sm.read("wonde", tmp_path / "marks.csv")


def test_no_personal_field_comes_through(tmp_path: Path) -> None:
    bad = [
        mark("P1", "2025-09-02", "AM", "C1"),
        mark("P1", "2025-09-02", "AM", MARK),
        mark(f"{MARK}1", "2025-09-02", MARK, "C1"),
        mark("P1", MARK, "AM", "C1"),
        MARK,
    ]
    save(
        tmp_path / "900001",
        bad,
        students=[student("P1"), student(f"{MARK}2", MARK), MARK],
        leavers=[student("P3", extended_details={"data": {"sen_status": MARK}})],
    )
    key = sm.Pseudonyms(b"k" * 32)

    reading = Wonde().read(tmp_path, key)
    records = sm.read("wonde", tmp_path, pseudonyms=key)

    said = repr(
        [
            *(frame.to_dict("records") for frame in reading.frames.values()),
            reading,
            records,
            records.report,
            *(table.native.to_dict("records") for table in records.tables.values()),
        ]
    )
    assert MARK not in said
    assert "2014-03-01" not in said
    assert "'P1'" not in said
