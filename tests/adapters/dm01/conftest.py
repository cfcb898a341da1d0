from collections.abc import Callable
from pathlib import Path

import pytest

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.dm01 import DiagnosticsExtract
from send_metrics.adapters.pseudonyms import Pseudonyms

ReadContent = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> ReadContent:
    """Read what a file would hold."""

    def read_content(content: str | bytes, name: str = "extract.csv") -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return DiagnosticsExtract().read(path, Pseudonyms())

    return read_content
