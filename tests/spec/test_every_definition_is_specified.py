"""No definition goes without a spec; asked of what the specs draw when they run."""

import subprocess
import sys
from pathlib import Path

from send_metrics.kpis.catalogue import ALL

ROOT = Path(__file__).parents[2]
PROGRAMME = (
    "from tests.spec.examples import drawn_examples\n"
    "for example in drawn_examples(): print(example.kpi_id, example.edition)"
)


def test_every_edition_of_every_definition_is_specified() -> None:
    """The specs draw in a process of their own: whatever part of them runs here."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", PROGRAMME],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    specified = set(ran.stdout.splitlines())
    defined = {f"{definition.id} {definition.edition}" for definition in ALL}

    assert ran.stderr == ""
    assert defined - specified == set()
