"""``send-metrics plan`` as a person uses it."""

import csv
import io
import json
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.plans.files import example_text
from send_metrics.plans.schema import plan_schema
from tests.cli.conftest import Run

WHOLE = 'id = "ours"\ntitle = "Ours"\nversion = "1"\n'
OPEN = WHOLE + '[[actions]]\nid = "act"\ntitle = "=Act"\nowner = "Head"\n'


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(OPEN, encoding="utf-8")
    return path


def test_the_example_is_written_and_its_findings_give_code_1(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "plan.toml"

    assert run("plan", "example").out == example_text()
    assert run("plan", "example", "--out", file).code == 0
    ran = run("plan", "lint", file)

    assert ran.code == 1
    assert "next-update-before-news (error)" in ran.out
    assert "To do: ask the publisher which year is meant" in ran.out
    assert sm.read_plan(file) == sm.example_plan()
    assert len(sm.lint(sm.read_plan(file))) == ran.out.count("\n  plan")


def test_a_plan_without_findings_gives_code_0(run: Run, written: Path) -> None:
    written.write_text(OPEN + 'due = "2025-03"\n', encoding="utf-8")

    ran = run("plan", "lint", written)

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "plan.toml: 0 errors, 0 queries",
        "Not run without a day (--as-at, or as_at in the plan): overdue, update-overdue",
    ]


def test_the_day_of_asking_can_be_given(run: Run, written: Path) -> None:
    written.write_text(OPEN + 'due = "2025-03"\n', encoding="utf-8")

    ran = run("plan", "lint", written, "--as-at", "2025-04-01")

    assert ran.code == 1
    assert "it was due March 2025 and is not done on 2025-04-01" in ran.out
    assert "Not run" not in ran.out


def test_the_findings_as_data(run: Run, written: Path, tmp_path: Path) -> None:
    as_json = json.loads(run("plan", "lint", written, "--format", "json").out)
    ran = run("plan", "lint", written, "--format=csv", "--out", tmp_path / "found.csv")
    [row] = csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text("utf-8")))

    assert ran.code == 1
    assert as_json["findings"] == [row]
    assert row["place"] == "plan.actions[0].due"
    assert as_json["not_run"] == ["overdue", "update-overdue"]


def test_the_schema_is_printed(run: Run) -> None:
    assert json.loads(run("plan", "schema").out) == plan_schema()


def test_words_of_a_plan_cannot_break_the_lines_of_the_screen(
    run: Run, written: Path
) -> None:
    clause = '{ id = "clause", wording = "one\\n\\u001b[31mtwo" }'
    written.write_text(
        WHOLE + '[[areas]]\nid = "area"\nkind = "priority action"\nnumber = 1\n'
        f'public_wording = "A"\nclauses = [{clause}]\n',
        encoding="utf-8",
    )

    ran = run("plan", "lint", written)

    assert "\x1b" not in ran.out
    assert "inspectors ask: one  [31mtwo; no action answers it" in ran.out


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (OPEN + "du = 1\n", 3, "plan.toml: plan.actions[0].du is not understood"),
        ("id = ", 3, "plan.toml: not valid TOML"),
        (None, 3, "does not exist"),
    ],
)
def test_a_file_that_is_no_plan_is_one_line_and_code_3(
    run: Run, written: Path, content: str | None, code: int, said: str
) -> None:
    written.unlink()
    if content is not None:
        written.write_text(content, encoding="utf-8")

    ran = run("plan", "lint", written)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_wrong_usage_is_one_line_and_code_2(run: Run, written: Path) -> None:
    for words, said in (
        (("plan",), "Missing command"),
        (("plan", "lint"), "Missing argument"),
        (("plan", "lint", written, "--format", "xml"), "text, json or csv"),
        (("plan", "lint", written, "--as-at", "31/1/2025"), "write it as 2026-01-31"),
        (("plan", "lint", written, "--out", written), "would write over the plan"),
    ):
        ran = run(*words)

        assert ran.code == 2
        assert said in ran.err
        assert len(ran.err.splitlines()) == 1
    assert written.read_text("utf-8") == OPEN
