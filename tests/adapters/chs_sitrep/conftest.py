from collections.abc import Callable
from pathlib import Path

import pytest

from send_metrics.adapters.chs_sitrep import CommunitySitrep
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms

from .made_up import Workbook, save

ReadWorkbook = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> ReadWorkbook:
    """Read what a workbook would hold."""

    def read_workbook(workbook: Workbook, name: str = "sitrep.xlsx") -> Reading:
        path = save(tmp_path / name, workbook.sheets)
        return CommunitySitrep().read(path, Pseudonyms())

    return read_workbook
