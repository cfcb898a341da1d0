"""The dashboard on the command line, and the tables of a plan beside other sources."""

import json
from pathlib import Path

import pytest

from tests.board.made_up import PARTNERSHIP, write_partnership
from tests.cli.conftest import Run


def test_a_dashboard_is_written_and_summed_up(tmp_path: Path, run: Run) -> None:
    file = write_partnership(tmp_path, "waiting", "no-feed")

    ran = run("dashboard", file, "--out", tmp_path / "out", "--on", "2025-07-10")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("2 measures on 2025-07-10, 1 without a latest value.\n")
    assert "not checked for disclosure" in ran.out
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written > {"index.html", "dashboard.xlsx", "dashboard.json"}
    assert (tmp_path / "runs.jsonl").exists()


@pytest.mark.parametrize("profile", ["partnership", "public"])
def test_what_would_leave_the_partnership_is_refused(
    tmp_path: Path, run: Run, profile: str
) -> None:
    file = write_partnership(tmp_path, "waiting")

    ran = run("dashboard", file, "--out", tmp_path / "out", "--profile", profile)

    assert ran.code == 2
    assert "releases are not checked yet" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_source_that_cannot_be_read_is_told_and_the_rest_written(
    tmp_path: Path, run: Run
) -> None:
    file = write_partnership(tmp_path, "waiting", "milestones")
    (tmp_path / "referrals.csv").unlink()

    ran = run("dashboard", file, "--out", tmp_path / "out", "--on", "2025-07-10")

    assert ran.code == 3
    assert "Not read   referrals.csv:" in ran.out
    assert (tmp_path / "out" / "index.html").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, run: Run) -> None:
    file = write_partnership(tmp_path, "no-feed")

    ran = run("dashboard", file, "--out", tmp_path, "--on", "2025-07-10")

    assert ran.code == 2
    assert "not written by this program" in ran.err or "record of runs" in ran.err
    assert file.read_text("utf-8") == PARTNERSHIP


def test_a_plan_that_is_not_there_is_told(tmp_path: Path, run: Run) -> None:
    file = write_partnership(tmp_path, "no-feed")
    (tmp_path / "plan.toml").unlink()

    ran = run("dashboard", file, "--out", tmp_path / "out")

    assert (ran.code, "plan.toml does not exist" in ran.err) == (3, True)


def test_kpis_of_the_plan_are_calculated_beside_those_of_sources(
    tmp_path: Path, run: Run
) -> None:
    file = write_partnership(tmp_path, "waiting")

    ran = run(
        *("calculate", "plan.milestones_met_on_time", "waits.referrals_added"),
        *("--partnership", file, "--period", "2025-06", "--format", "json"),
    )

    assert ran.code == 0
    milestones, referrals = json.loads(ran.out)
    assert (milestones["numerator"], milestones["denominator"]) == (1, 2)
    assert referrals["count"] == 5


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('covers = "2024/25"', "can be read two ways"),
        (
            'delivery = { every = "week", within_days = 1 }',
            "every is one of month, quarter",
        ),
        ('delivery = { every = "month", within_days = -1 }', "must be 0 or more"),
        ('delivery = { every = "month", within_days = true }', "a delivery is"),
        ('delivered = "monthly"', "not understood: delivered"),
    ],
)
def test_a_key_that_is_off_is_told(
    tmp_path: Path, run: Run, written: str, problem: str
) -> None:
    head, _, _ = PARTNERSHIP.partition("organisation")
    file = write_partnership(tmp_path, "no-feed", partnership=f"{head}{written}\n")

    ran = run("dashboard", file, "--out", tmp_path / "out")

    assert ran.code == 2
    assert problem in ran.err
