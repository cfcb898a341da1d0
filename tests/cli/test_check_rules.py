"""``send-metrics check`` runs the rules of a return before it is sent on."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from send_metrics.adapters.sen2 import checks, reader
from send_metrics.adapters.sen2.checks import Rule
from send_metrics.adapters.sen2.checks.examples import KINDS, message_of
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
    assert "1 error and" in ran.out
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


def test_two_returns_of_one_file_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    sources = []
    for authority, example in (("919", Example()), ("926", WRONG)):
        folder = tmp_path / authority
        folder.mkdir()
        sources.append(written(folder, example))
        path = folder / "return.xml"
        path.write_bytes(
            path.read_bytes().replace(b"<LEA>919", f"<LEA>{authority}".encode())
        )

    said = json.loads(run("check", *sources, "--format=json").out)

    assert [len(source["checks"]["findings"]) for source in said[:2]] == [0, 1]
    assert said[2]["source"] == "all sources together"
    assert said[2]["checks"] is None


def test_a_source_without_rules_is_listed_without_checks(
    run: Run, source_options: Sequence[str]
) -> None:
    marks = source_options[1]

    [said] = json.loads(run("check", marks, "--format=json").out)

    assert said["adapter"] == "attendance_marks"
    assert said["checks"] is None
    assert " rules ran" not in run("check", marks).out


def test_a_list_without_findings_has_its_headings(run: Run, tmp_path: Path) -> None:
    listed = run("check", written(tmp_path, Example()), "--format=csv").out

    assert listed.count("\n") == 1
    assert listed.startswith("source,found_by,file,record,table,severity,rule,line,")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_holds_what_the_screen_shows(
    run: Run, tmp_path: Path, form: str
) -> None:
    source = written(tmp_path, WRONG)
    out = tmp_path / "findings"

    said = run("check", source, f"--format={form}", "--out", out).out

    assert said == f"Written to {out}\n"
    assert out.read_text("utf-8") == run("check", source, f"--format={form}").out


def canaries(text: str) -> tuple[str, set[str]]:
    """Return a return with a marker of its own in every item, and the markers."""
    markers: set[str] = set()

    def marked(item: re.Match[str]) -> str:
        markers.add(marker := f"{MARK}{len(markers):03}")
        return f"<{item[1]}>{marker}</{item[1]}>"

    head, persons, tail = text.partition("<Persons>")
    # These decide whether the file is a return at all; any other is refused.
    head = re.sub(r"<(SourceLevel|DMO|DCO|DSCO)>[^<]*</\1>", marked, head)
    return head + persons + re.sub(r"<(\w+)>[^<]+</\1>", marked, tail), markers


def unlike_days(text: str) -> tuple[str, set[str]]:
    """Return a return with another unlikely day in every item with a day."""
    days: set[str] = set()

    def moved(_: re.Match[str]) -> str:
        days.add(day := str(dt.date(1931, 3, 1) + dt.timedelta(days=37 * len(days))))
        return day

    head, persons, tail = text.partition("<Persons>")
    return head + persons + re.sub(r"\d{4}-\d\d-\d\d", moved, tail), days


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("spoil", [canaries, unlike_days])
@pytest.mark.parametrize("kind", KINDS)
def test_no_value_of_a_return_is_told(
    run: Run,
    tmp_path: Path,
    kind: str,
    spoil: Callable[[str], tuple[str, set[str]]],
    form: str,
) -> None:
    text, secrets = spoil(message_of(Example(like=kind)).decode())
    path = tmp_path / "return.xml"
    path.write_text(
        text.replace("<Requests>", f"<{MARK}>1</{MARK}><Requests>"), "utf-8"
    )

    ran = run("check", f"--source=sen2={path}", f"--format={form}")

    assert secrets
    assert "sen2." in ran.out
    assert MARK not in ran.out + ran.err
    assert not [secret for secret in secrets if secret in ran.out + ran.err]
