"""The pages of the plan list what there is and show what is really printed."""

import re
from pathlib import Path

import pytest

from send_metrics.cli.main import exit_code
from tests.plan_pages import (
    PAGE,
    RULES_PAGE,
    SCHEMA,
    rules_page,
    schema,
    whole,
)


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S
    )


def test_the_lists_of_the_page_are_not_stale() -> None:
    assert PAGE.read_text("utf-8") == whole()
    assert RULES_PAGE.read_text("utf-8") == rules_page()


def test_the_schema_is_not_stale() -> None:
    assert SCHEMA.read_text("utf-8") == schema()


def test_what_the_page_shows_of_the_shipped_plan_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.toml"

    assert exit_code(["plan", "example", "--out", str(file)]) == 0
    assert exit_code(["plan", "lint", str(file)]) == 1

    printed = capsys.readouterr().out
    shown = blocks("text")[0].strip().split("\n\n")
    assert len(shown) == 4
    assert [part for part in shown if part not in printed] == []


def test_what_the_page_shows_of_its_own_plan_is_all_that_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "our-plan.toml"
    file.write_text(blocks("toml")[0], encoding="utf-8")

    code = exit_code(["plan", "lint", str(file)])

    assert code == 1
    assert capsys.readouterr().out == blocks("text")[1]
