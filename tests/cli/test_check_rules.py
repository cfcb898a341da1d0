"""``send-metrics check`` runs the rules of a return before it is sent on."""

import csv
import io
import json
from pathlib import Path

import pytest

from send_metrics.adapters.sen2 import checks, reader
from send_metrics.adapters.sen2.checks import Rule
from send_metrics.adapters.sen2.checks.examples import message_of
from send_metrics.adapters.sen2.checks.rule import Example
from tests.cli.conftest import Run

LATE = Example({"Requests/Assessment/AssessmentOutcomeDate": "2025-06-24"})
WRONG = Example({"Requests/RequestOutcomeDate": "2025-02-02"})
MARK = "CANARY"


def written(folder: Path, example: Example) -> str:
    path = folder / "return.xml"
    path.write_bytes(message_of(example))
    return f"--source=sen2={path}"


def test_the_summary_counts_by_rule_with_place_and_what_to_do(
    run: Run, tmp_path: Path
) -> None:
    ran = run("check", written(tmp_path, WRONG))

    assert ran.code == 0
    assert "Rules broken in return.xml" in ran.out
    assert "sen2.req-date-order" in ran.out
    assert "check both days" in ran.out
    assert "1 errors and" in ran.out
    assert "not run: sen2.pln-su-rp-gias" in ran.out


def test_the_full_list_has_file_element_and_record(run: Run, tmp_path: Path) -> None:
    source = written(tmp_path, WRONG)

    listed = list(csv.DictReader(io.StringIO(run("check", source, "--format=csv").out)))
    [as_json] = json.loads(run("check", source, "--format=json").out)

    [row] = [r for r in listed if r["rule"] == "sen2.req-date-order"]
    assert (row["file"], row["record"], row["found_by"]) == ("return.xml", "1", "rule")
    assert row["element"] == "Person[1]/Requests[1]/RequestOutcomeDate"
    checked = as_json["checks"]
    assert "sen2.req-date-order" in [f["rule"] for f in checked["findings"]]
    assert "sen2.per-dup-upn" in checked["rules"]
    assert checked["crashes"] == []


@pytest.mark.parametrize(
    ("example", "fail_on", "code"),
    [
        (Example(), "query", 0),
        (LATE, None, 0),
        (LATE, "error", 0),
        (LATE, "query", 1),
        (WRONG, None, 0),
        (WRONG, "error", 1),
        (WRONG, "query", 1),
    ],
)
def test_findings_fail_the_check_where_that_is_asked_for(
    run: Run, tmp_path: Path, example: Example, fail_on: str | None, code: int
) -> None:
    asked = () if fail_on is None else (f"--fail-on={fail_on}",)

    assert run("check", written(tmp_path, example), *asked).code == code


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_rule_that_crashes_fails_the_check(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def crash(_: object) -> list[str]:
        raise ZeroDivisionError(MARK)

    broken = Rule(
        id="sen2.broken", of="Person", wording="-", action="-", basis="-", find=crash
    )
    monkeypatch.setattr(reader, "RULES", (*checks.RULES, broken))

    ran = run("check", written(tmp_path, Example()), f"--format={form}")

    assert ran.code == 1
    assert "sen2.broken" in ran.out
    assert "ZeroDivisionError" in ran.out
    assert MARK not in ran.out + ran.err


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_value_of_a_return_is_told(run: Run, tmp_path: Path, form: str) -> None:
    text = message_of(Example())
    for item in (
        *("Surname", "Forename", "PostCode", "UPN", "Ethnicity", "Sex"),
        *("ReceivedDate", "RequestOutcome", "AssessmentOutcomeDate", "StartDate"),
        *("URN", "PB", "SENtype", "EntryDate", "PersonBirthDate", "Week20"),
    ):
        head, _, tail = text.partition(f"<{item}>".encode())
        text = (
            head
            + f"<{item}>{MARK}{item}</{item}>".encode()
            + tail.partition(f"</{item}>".encode())[2]
        )
    path = tmp_path / "return.xml"
    path.write_bytes(text.replace(b"<RYA>", f"<{MARK}>1</{MARK}><RYA>".encode()))

    ran = run("check", f"--source=sen2={path}", f"--format={form}")

    assert len(ran.out) > 500
    assert MARK not in ran.out + ran.err
