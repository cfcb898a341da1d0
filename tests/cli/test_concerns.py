"""The list of pupils to look at: counts on the screen, rows only into a named file."""

import csv
from pathlib import Path

import pytest

from send_metrics.demo.sources import DemoSources
from tests.cli.conftest import Run

MARKS = """pupil_id,school_urn,date,session,code
Qzx9a,900001,2024-09-02,AM,I
Qzx9a,900001,2024-09-02,PM,I
Qzx9b,900001,2024-09-02,AM,/
Qzx9b,900001,2024-09-02,PM,/
"""
PERIOD = ("--period", "AY2024/25")
WHOLLY_ABSENT = "absent for at least 50% of own possible sessions"


@pytest.fixture
def source(tmp_path: Path) -> str:
    file = tmp_path / "marks.csv"
    file.write_text(MARKS, encoding="utf-8")
    return f"--source=attendance_marks={file}"


def test_counts_are_printed_by_reason_and_no_row(run: Run, source: str) -> None:
    ran = run("concerns", source, *PERIOD)

    assert ran.code == 0
    assert WHOLLY_ABSENT in ran.out
    assert "Not told: send_without_marks, because pupils was not supplied" in ran.out
    for hidden in ("Qzx9", "pupil-0"):
        assert hidden not in ran.out + ran.err


def test_rows_are_written_only_to_the_file_that_was_named(
    run: Run, source: str, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "concerns.csv"

    ran = run("concerns", source, *PERIOD, "--out", out)

    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "never leave the organisation" in ran.out
    assert [(row["reason"], row["amount"], row["unit"]) for row in rows] == [
        (WHOLLY_ABSENT, "2", "sessions")
    ]
    assert "Qzx9" not in out.read_text("utf-8")


def test_a_file_without_rows_has_its_headings(
    run: Run, source: str, tmp_path: Path
) -> None:
    out = tmp_path / "concerns.csv"

    run("concerns", source, "--period", "AY2021/22", "--out", out)

    assert out.read_text("utf-8") == (
        "pupil_id,school_urn,sen_status,concern,reason,amount,unit\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--unauthorised", "G,I"), "some of G, N, O, U"),
        (("--school-days", "0"), "counted from 1"),
    ],
)
def test_wrong_options_are_told_in_one_line(
    run: Run, source: str, options: tuple[str, str], message: str
) -> None:
    ran = run("concerns", source, *PERIOD, *options)

    assert ran.code == 2
    assert message in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_source_is_never_written_over(run: Run, source: str, tmp_path: Path) -> None:
    ran = run("concerns", source, *PERIOD, "--out", tmp_path / "marks.csv")

    assert ran.code == 2
    assert (tmp_path / "marks.csv").read_text("utf-8") == MARKS


def test_the_demo_has_pupils_of_concern(run: Run, demo_sources: DemoSources) -> None:
    ran = run(
        "concerns",
        f"--source=attendance_marks={demo_sources.attendance_marks}",
        "--period=AY2025/26",
    )

    assert ran.code == 0
    assert WHOLLY_ABSENT in ran.out
    assert "Not told" not in ran.out
