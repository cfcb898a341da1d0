from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve

from send_metrics.adapters import Pseudonyms, Reading
from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.collect import people_of_export
from send_metrics.adapters.sen2.profiles import PROFILES
from send_metrics.records.report import Finding

from .builder import (
    active,
    assessment,
    header,
    message,
    need,
    person,
    plan,
    reading,
    request,
    row,
    tags,
    wrapped,
)
from .collect_builder import (
    as_american_spreadsheet,
    as_spreadsheet,
    file_name,
    files_of,
    folder_of,
    named,
    tables_of,
    zip_of,
)

YEARS = sorted(PROFILES)
SUBMISSION = {"SerialNo": "007", "DateTime": "2026-02-02T09:30:00"}


def return_of(year: int) -> str:
    """A return with all that its year's form can hold, and with faults."""
    before = str(year - 1)
    sex = {"Sex": None, "GenderCurrent": "2"} if year == 2023 else {"Sex": "M"}
    asked = {"RequestSource": "2"} if year >= 2025 else {}
    met = {"ReviewMeeting": f"{before}-10-01", "ReviewOutcome": "A"}
    drafted = {"ReviewDraft": f"{before}-10-27"}
    reviewed = (met if year >= 2024 else {}) | (drafted if year >= 2025 else {})
    placed = wrapped(
        "PlacementDetail",
        tags({"URN": "999999", "PlacementRank": "1", "EntryDate": f"{before}-09-01"}),
    )
    days = {
        "ReceivedDate": f"{before}-02-03",
        "RequestOutcomeDate": f"{before}-03-17",
    } | asked
    issued = {"AssessmentOutcomeDate": f"{before}-06-23"}
    detail = wrapped("PlanDetail", tags({"URN": "999999", "PlacementRank": "1"}))
    named_plan = wrapped("NamedPlan", tags({"StartDate": f"{before}-06-23"}) + detail)
    whole = request(
        assessment(named_plan, **issued),
        active(
            placed, need("ASD", "2"), need(), LastReview=f"{before}-10-28", **reviewed
        ),
        RYA="0",
        **days,
    )
    return message(
        person(whole, **sex),
        person(
            request(RequestOutcome="N", Exported="926", **days),
            request(assessment(plan(), plan(CeaseReason="77"), Week20="?"), **days),
            Surname="Müller",
            UPN="A919000000002",
            **sex,
        ),
        person(whole, UPN=None, UniqueLearnerNumber="9990000012", **sex),
        person(whole, **sex),
        person(request(**days), UPN=None, UPNunknown="UN1", **sex),
        person(UPN="A919000000003", **sex),
        person(
            request(RequestOutcome="Z", **days),
            request(active(need(rank=None)), Planet="Mars", **days),
            request(assessment(plan(StartDate="2025-02-30")), **days),
            UPN="A919000000004",
            Ethnicity="XXXX",
            Ward="Mars",
            **sex,
        ),
        head=header(year).replace("</Source>", f"{tags(SUBMISSION)}</Source>"),
    )


def read(path: Path) -> Reading:
    return Sen2().read(path, Pseudonyms())


def small_files(**options: Any) -> dict[str, bytes]:
    text = message(person(request(assessment(plan()), active(need()))))
    return named(files_of(tables_of(text), **options))


def people(path: Path, year: int = 2026) -> tuple[Record, list[Record], list[Finding]]:
    """Return the header, the persons and what was noted, as they leave the join."""
    headers: list[Record] = []
    notes: list[Finding] = []

    def begin(record: Record) -> Layout:
        headers.append(record)
        return PROFILES[year].person_layout()

    persons = people_of_export(
        path, begin=begin, unexpected=lambda *_: None, note=notes.append
    )
    held = list(persons)
    return headers[0], held, notes


def told(result: Reading, rule: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == rule]


def without_place(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(repr(evolve(each, line=None, file=None)) for each in findings)


def assert_same(result: Reading, expected: Reading) -> None:
    assert result.balances == expected.balances
    assert without_place(result.findings) == without_place(expected.findings)
    assert (result.notes, result.stands_alone) == (
        expected.notes,
        expected.stands_alone,
    )
    for table, frame in expected.frames.items():
        pd.testing.assert_frame_equal(result.frames[table], frame)


@pytest.mark.parametrize("pack", [folder_of, zip_of])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"shuffled": 7},
        {"encoding": "utf-8-sig", "line_end": "\n"},
        {"encoding": "utf-16"},
        {"written": as_spreadsheet, "shuffled": 8},
        {"written": str},
    ],
    ids=["plain", "shuffled", "Unix", "UTF-16", "as a spreadsheet", "as text"],
)
@pytest.mark.parametrize("year", YEARS)
def test_an_export_says_what_the_xml_says(
    tmp_path: Path, year: int, options: dict[str, Any], pack: Any
):
    text = return_of(year)
    expected = reading(tmp_path, text)
    assert expected.balances["ehc_requests"].rejected == 1
    assert expected.balances["ehc_requests"].merged_duplicates == 1

    result = read(pack(tmp_path, named(files_of(tables_of(text), **options))))

    assert_same(result, expected)


def test_windows_1252_is_read_and_reported_for_the_file_that_needs_it(tmp_path: Path):
    text = return_of(2026)
    expected = reading(tmp_path, text)

    result = read(
        folder_of(tmp_path, named(files_of(tables_of(text), encoding="cp1252")))
    )

    [finding] = told(result, "encoding")
    assert finding.file == file_name("person")
    others = tuple(each for each in result.findings if each is not finding)
    assert_same(evolve(result, findings=others), expected)


def test_a_person_without_identifier_has_one_pseudonym_in_either_form(tmp_path: Path):
    text = return_of(2026)
    packed = zip_of(tmp_path, named(files_of(tables_of(text))))
    key = bytes(range(32))

    expected = reading(tmp_path, text, key).frames["ehc_requests"]["person_id"]
    result = Sen2().read(packed, Pseudonyms(key)).frames["ehc_requests"]["person_id"]

    assert list(result) == list(expected)


def test_a_zip_may_hold_the_xml_itself(tmp_path: Path):
    text = return_of(2026)

    result = read(zip_of(tmp_path, {"return.xml": text.encode()}))

    assert_same(result, reading(tmp_path, text))


def test_of_an_xml_beside_the_nine_files_nothing_is_read(tmp_path: Path):
    other = {"return.xml": message(person()).encode()}

    result = read(zip_of(tmp_path, small_files() | other))

    assert len(result.frames["ehc_plans"]) == 1


def test_records_name_their_file_and_line_and_their_place_in_the_return(tmp_path: Path):
    text = message(
        person(request(), request(assessment(plan()), active(need(), need("ASD", "2"))))
    )
    path = folder_of(tmp_path, named(files_of(tables_of(text))))

    head, [child], _ = people(path)

    assert (head.name, head.file, head.line) == ("Header", file_name("sen2"), 2)
    [details], [source] = head.every("CollectionDetails"), head.every("Source")
    assert details.values == {
        "Collection": "SEN2",
        "Year": "2026",
        "ReferenceDate": "2026-01-15",
    }
    assert source.values == {"SourceLevel": "L", "LEA": "919"}
    assert source.lines == {"SourceLevel": 2, "LEA": 2}
    first, second = child.every("Requests")
    assert (first.path, first.line) == ("Person[1]/Requests[1]", 2)
    assert (second.path, second.line) == ("Person[1]/Requests[2]", 3)
    assert second.lines["ReceivedDate"] == 3
    [assessed] = second.every("Assessment")
    assert assessed.path == "Person[1]/Requests[2]/Assessment"
    assert (assessed.file, assessed.line) == (file_name("assessment"), 2)
    needs = second.every("ActivePlans")[0].every("SENneed")
    assert [each.path for each in needs] == [
        f"Person[1]/Requests[2]/ActivePlans/SENneed[{number}]" for number in (1, 2)
    ]
    assert [each.values["SENtype"] for each in needs] == ["SLCN", "ASD"]


def test_the_second_of_what_should_be_one_bears_its_number(tmp_path: Path):
    text = message(person(request(assessment(plan(), plan()))))

    _, [child], _ = people(folder_of(tmp_path, named(files_of(tables_of(text)))))

    [assessed] = child.every("Requests")[0].every("Assessment")
    first, second = assessed.every("NamedPlan")
    assert first.path == "Person[1]/Requests[1]/Assessment/NamedPlan"
    assert second.path == "Person[1]/Requests[1]/Assessment/NamedPlan[2]"


def test_names_and_postcodes_are_not_taken_in(tmp_path: Path):
    text = message(person(request(), Forename="Ada", PostCode="ZZ99 3CZ"))

    _, [child], _ = people(folder_of(tmp_path, named(files_of(tables_of(text)))))

    assert set(child.values) == {"PersonBirthDate", "Sex", "Ethnicity", "UPN"}


def needs_in_order(files: Mapping[str, bytes], place: Path) -> list[str]:
    _, [child], _ = people(folder_of(place, files))
    [plan_in_force] = child.every("Requests")[0].every("ActivePlans")
    return [each.values["SENtype"] for each in plan_in_force.every("SENneed")]


@pytest.mark.parametrize(
    ("positions", "order"),
    [
        (("2", "10", "1"), ["HI", "SLCN", "ASD"]),
        (("7", "7", "7"), ["SLCN", "ASD", "HI"]),
        (("3", "", "1"), ["SLCN", "ASD", "HI"]),
        (("3", "b", "1"), ["SLCN", "ASD", "HI"]),
        (None, ["SLCN", "ASD", "HI"]),
    ],
)
def test_rows_stand_in_the_order_of_their_column_or_else_of_the_file(
    tmp_path: Path, positions: tuple[str, ...] | None, order: list[str]
):
    needs = (need("SLCN"), need("ASD"), need("HI"))
    tables = tables_of(message(person(request(active(*needs)))))
    column = "senneedorderseqcolumn"
    for place, held in enumerate(tables["senneed"]):
        if positions is None:
            del held[column]
        else:
            held[column] = positions[place]

    assert needs_in_order(named(files_of(tables)), tmp_path) == order


def test_names_of_columns_match_in_any_case(tmp_path: Path):
    files = {
        name: content.split(b"\n")[0].upper() + content[content.index(b"\n") :]
        for name, content in small_files().items()
    }

    assert read(folder_of(tmp_path, files)).findings == ()


def test_names_of_files_match_in_any_case_and_without_a_day(tmp_path: Path):
    files = small_files()
    plain = {name.rpartition("_")[2].upper(): files[name] for name in files}

    assert read(zip_of(tmp_path, plain)).findings == ()


@pytest.mark.parametrize(
    "hidden", [".DS_Store", "._Blade-Export_28-01-2026_person.csv", "notes.txt"]
)
def test_other_files_beside_the_nine_do_no_harm(tmp_path: Path, hidden: str):
    assert read(folder_of(tmp_path, small_files() | {hidden: b"x"})).findings == ()


def test_what_a_mac_adds_to_a_zip_does_no_harm(tmp_path: Path):
    added = {f"__MACOSX/._{name}": b"x" for name in small_files()}

    assert read(zip_of(tmp_path, small_files() | added)).findings == ()


def test_a_csv_file_of_no_table_is_reported(tmp_path: Path):
    files = small_files() | {"Jane.csv": b"x", "Jo_errors.csv": b"x"}

    [finding] = read(folder_of(tmp_path, files)).findings

    assert (finding.rule, finding.rows) == ("sen2.further-files", 2)
    assert "J" not in repr(finding)


def test_empty_tables_are_read_as_what_they_are(tmp_path: Path):
    files = named(files_of(tables_of(message(person()))))

    result = read(zip_of(tmp_path, files))

    assert_same(result, reading(tmp_path, message(person())))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-Feb-03 00:00:00", "2025-02-03"),
        ("2025-FEB-03", "2025-02-03"),
        ("2025-02-03 00:00:00", "2025-02-03"),
        ("03/02/2025", "2025-02-03"),
        ("03/02/2025 00:00", "2025-02-03"),
        ("03/02/2025 0:00", "2025-02-03"),
        ("03/02/2025 00:00:00", "2025-02-03"),
        ("3/2/2025", None),
        ("03/02/25", None),
        ("2025-Fév-03 00:00:00", None),
        ("2025-Foo-03 00:00:00", None),
        ("2025-Feb-30 00:00:00", None),
        ("31/02/2025", None),
        ("2025-Feb-03 09:15:00", None),
        ("03/02/2025 09:15", None),
        ("45691", None),
    ],
)
def test_days_are_read_as_collect_and_british_spreadsheets_write_them(
    tmp_path: Path, written: str, day: str | None
):
    tables = tables_of(message(person(request())))
    tables["requests"][0]["receiveddate"] = written

    result = read(folder_of(tmp_path, named(files_of(tables))))

    if day is None:
        [finding] = told(result, "sen2.day")
        assert finding.severity == "error"
        assert result.balances["ehc_requests"].rejected == 1
    else:
        assert row(result, "ehc_requests")["received_on"] == pd.Timestamp(day)
        assert not told(result, "sen2.day")


def test_one_day_with_the_month_first_makes_all_such_days_of_the_file_doubtful(
    tmp_path: Path,
):
    tables = tables_of(message(person(*(request(RYA=str(n % 2)) for n in range(3)))))
    for held, written in zip(
        tables["requests"], ("05/02/2025", "2/28/2025", "2025-Feb-03"), strict=True
    ):
        held["receiveddate"] = written

    result = read(folder_of(tmp_path, named(files_of(tables))))

    [finding] = told(result, "sen2.month-first")
    assert (finding.file, finding.line) == (file_name("requests"), 3)
    assert len(told(result, "sen2.day")) == 2
    assert row(result, "ehc_requests")["received_on"] == pd.Timestamp("2025-02-03")


def test_a_finding_names_the_file_and_the_line(tmp_path: Path):
    text = message(person(request(), request(RequestOutcome="Z"), Ward="Mars"))

    result = read(folder_of(tmp_path, named(files_of(tables_of(text)))))

    [outcome] = told(result, "sen2.request-outcome")
    assert (outcome.file, outcome.line) == (file_name("requests"), 3)
    [stray] = told(result, "sen2.element")
    assert (stray.file, stray.line) == (file_name("person"), 2)


def test_american_days_are_never_taken_for_british_ones(tmp_path: Path):
    tables = tables_of(message(person(request(ReceivedDate="2025-06-05"))))
    american = files_of(tables, written=as_american_spreadsheet)
    files = files_of(tables) | {"requests": american["requests"]}

    result = read(folder_of(tmp_path, named(files)))

    assert result.balances["ehc_requests"].rejected == 1


def test_a_column_of_no_year_is_found_for_each_row_that_has_a_text(tmp_path: Path):
    tables = tables_of(message(person(*(request(RYA=str(n % 2)) for n in range(3)))))
    for held, planet in zip(tables["requests"], ("Mars", "", "Venus"), strict=True):
        held["planet"] = planet

    [finding] = read(folder_of(tmp_path, named(files_of(tables)))).findings

    assert (finding.rule, finding.rows) == ("sen2.element", 2)
    assert (finding.line, finding.element) == (2, "Person[1]/Requests[1]")


@pytest.mark.parametrize(
    ("table", "item"),
    [("person", "Sex"), ("requests", "ReceivedDate"), ("namedplan", "CeaseDate")],
)
def test_a_missing_column_of_an_item_is_found_once(
    tmp_path: Path, table: str, item: str
):
    tables = tables_of(message(person(request(assessment(plan())))))
    del tables[table][0][item.lower()]
    files = files_of(tables)

    result = read(folder_of(tmp_path, named(files)))

    [finding] = told(result, "sen2.column-missing")
    assert finding.file == file_name(table)
    assert finding.element is not None
    assert finding.element.endswith(f"/{item}")


def test_blank_rows_are_counted_and_missing_line_ends_reported(tmp_path: Path):
    files = small_files()
    name = file_name("requests")
    width = files[name].count(b",", 0, files[name].index(b"\n"))
    files[name] += b"\r\n" + b"," * width + b"\r\n"
    files[file_name("person")] = files[file_name("person")].rstrip()

    blank, last = sorted(
        read(folder_of(tmp_path, files)).findings,
        key=lambda found: found.rule != "sen2.blank-rows",
    )

    assert (blank.rule, blank.rows, blank.file) == ("sen2.blank-rows", 2, name)
    assert (last.rule, last.line, last.file) == ("last-line", 2, file_name("person"))


def test_lines_are_those_of_the_file_also_after_line_ends_in_cells(tmp_path: Path):
    tables = tables_of(message(person(request(), Surname="A\nB"), person(request())))

    _, [first, second], _ = people(folder_of(tmp_path, named(files_of(tables))))

    assert (first.line, second.line) == (2, 4)
