"""The reference says what the definitions and the specs say now."""

import subprocess
import sys
from pathlib import Path

from send_metrics import catalogue
from tests.reference_pages import FOLDER

ROOT = Path(__file__).parents[2]


def test_no_page_of_the_reference_is_stale() -> None:
    # The specs draw in a run of pytest of their own, which cannot be inside this one.
    ran = subprocess.run(
        [sys.executable, "-m", "tests.reference_pages", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_every_kpi_has_a_page_with_a_worked_example_and_a_source() -> None:
    for kpi in catalogue():
        page = (FOLDER / f"{kpi.id}.md").read_text("utf-8")

        assert "Worked examples" in page
        assert kpi.citation.url in page
