"""Unique markers in every free field must not come out anywhere."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.demo.run import run_demo
from tests.cli.conftest import Ran, Run

MARK = "Qzx9"
"""Every marker contains this; it is in no code list, name or path."""

RETURN = """<?xml version="1.0" encoding="UTF-8"?>
<Message><Header><CollectionDetails><Collection>SEN2</Collection><Year>2026</Year>
<ReferenceDate>2026-01-15</ReferenceDate></CollectionDetails><Source>
<SourceLevel>L</SourceLevel><LEA>{lea}</LEA><SoftwareCode>{m}</SoftwareCode>
<DMO>Y</DMO><DCO>Y</DCO><DSCO>Y</DSCO></Source></Header><Persons>
<Person><Surname>{m}a</Surname><Forename>{m}b</Forename>
<PersonBirthDate>2013-07-{day}</PersonBirthDate><Sex>{m}</Sex><Ethnicity>{m}</Ethnicity>
<PostCode>{m}</PostCode><UPN>{m}upn</UPN><UniqueLearnerNumber>{m}</UniqueLearnerNumber>
<Unknown{m}>{m}</Unknown{m}>
<Requests><ReceivedDate>{received}</ReceivedDate><RequestSource>{m}</RequestSource>
<RYA>{m}</RYA><RequestOutcomeDate>2025-03-01</RequestOutcomeDate>
<RequestOutcome>{outcome}</RequestOutcome><RequestMediation>{m}</RequestMediation>
<RequestTribunal>0</RequestTribunal>
<Assessment><AssessmentOutcome>Y</AssessmentOutcome>
<AssessmentOutcomeDate>2025-06-01</AssessmentOutcomeDate><Week20>{m}</Week20>
<NamedPlan><StartDate>2025-06-01</StartDate>
<PlanDetail><SENSettingOther>{m}</SENSettingOther></PlanDetail></NamedPlan></Assessment>
<ActivePlans><TransferLA>{m}</TransferLA><SENneed><SENtype>{m}</SENtype>
<SENtypeRank>1</SENtypeRank></SENneed><ReviewMeeting>{m}</ReviewMeeting></ActivePlans>
</Requests></Person></Persons></Message>
"""


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Write sources with a marker in every field that people could write into."""
    people = [("2025-01-02", "Y"), (MARK, "Y"), ("2025-01-02", MARK)]
    options = []
    for number, (received, outcome) in enumerate(people):
        path = tmp_path / f"return{number}.xml"
        text = RETURN.format(
            m=MARK, lea=990 + number, day="21", received=received, outcome=outcome
        )
        path.write_text(text.replace(f"Unknown{MARK}", "Unknown"), encoding="utf-8")
        options.append(f"--source=sen2={path}")
    folder = tmp_path / "attendance"
    folder.mkdir()
    _write(
        folder / "marks.csv",
        ["pupil_id", "school_urn", "date", "session", "code", "comment"],
        [
            [f"{MARK}1", "900001", "2025-09-08", "AM", "/", MARK],
            [f"{MARK}1", "900001", MARK, "AM", "/", MARK],
            [f"{MARK}1", "900001", "2025-09-09", MARK, "/", MARK],
            [f"{MARK}1", "900001", "2025-09-09", "AM", MARK, MARK],
            [f"{MARK}1", MARK],
        ],
    )
    _write(
        folder / "pupils.csv",
        ["pupil_id", "sen_status", "primary_need", "date_of_birth", "area", "surname"],
        [
            [f"{MARK}1", "E", "ASD", "2013-07-21", "North", MARK],
            [f"{MARK}2", MARK, MARK, MARK, "North", MARK],
        ],
    )
    _write(
        tmp_path / "referrals.csv",
        [
            *("referral_id", "person_id", "service", "referred_on", "first_contact_on"),
            *("closed_on", "date_of_birth", "notes"),
        ],
        [
            [
                f"{MARK}1",
                f"{MARK}p",
                "speech",
                "2025-01-02",
                "",
                "",
                "2013-07-21",
                MARK,
            ],
            [f"{MARK}2", f"{MARK}p", "speech", MARK, "", "", MARK, MARK],
            [f"{MARK}3", f"{MARK}p", "speech", "2025-01-02", MARK, MARK, MARK, MARK],
        ],
    )
    return [
        *options,
        f"--source=attendance_marks={folder}",
        f"--source=referrals={tmp_path / 'referrals.csv'}",
    ]


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([header, *rows])
    path.write_text(written.getvalue(), encoding="utf-8")


def everything_said(run: Run, sources: list[str]) -> Iterator[Ran]:
    in_force = sm.catalogue(sm.calendar_year(2025))
    published = ("waiting_list_bands", "health_checks")
    kpis = [
        d.id
        for d in in_force
        if d.table not in published and d.computed_by == "calculate"
    ]
    moment = ["--period", "2025-01-01..2025-12-31"]
    for form in ("table", "csv", "json"):
        yield run("check", *sources, "--format", form)
        yield run("calculate", *kpis, *sources, *moment, "--format", form)
        yield run("readiness", *sources, "--format", form)
    for kpi in (kpis[0], "attendance.persistent_absence", "waits.still_waiting"):
        yield run("explain", kpi, *sources, *moment)
    yield run("concerns", *sources, *moment)
    yield run("waits", "speech", *sources, "--as-at", "2025-12-31")
    since = ("--as-at", "2025-12-31", "--baseline", "2025-01")
    for form in ("text", "json"):
        yield run("stabilised", *sources, *since, "--format", form)


@pytest.mark.parametrize("key", ["", "k" * 40], ids=["per run", "keyed"])
def test_no_marker_comes_out_of_any_command(
    run: Run, sources: list[str], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    if key:
        monkeypatch.setenv("SEND_METRICS_PSEUDONYM_KEY", key)

    said = list(everything_said(run, sources))

    assert {ran.code for ran in said} <= {0, 1}
    assert sum(len(ran.out) for ran in said) > 10_000
    for ran in said:
        for hidden in (MARK, MARK.lower(), MARK.upper(), "2013-07-21", "kkkk"):
            assert hidden not in ran.out + ran.err


def test_no_marker_is_left_in_the_records_or_their_repr(sources: list[str]) -> None:
    for option in sources:
        adapter, path = option.removeprefix("--source=").split("=", 1)
        records = sm.read(adapter, path)

        shown = repr(records)
        for table in records.tables.values():
            shown += table.native.to_csv()

        assert MARK not in shown.replace(path, "")
        assert "2013-07-21" not in shown


def test_the_outputs_of_the_demo_hold_no_name_postcode_or_identifier(
    tmp_path: Path,
) -> None:
    done = run_demo(tmp_path, children=300)

    said = done.page.read_text("utf-8") + done.figures.read_text("utf-8")
    said += done.dashboard.read_text("utf-8")
    said += done.dashboard.with_name("dashboard.json").read_text("utf-8")

    for hidden in ("Synthetic", "Child00", "ZZ99", "A999", "person-0"):
        assert hidden not in said
    assert len(json.loads(done.figures.read_text("utf-8"))) > 50
