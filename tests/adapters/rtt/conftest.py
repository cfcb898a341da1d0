from collections.abc import Callable
from pathlib import Path

import pytest

from send_metrics.adapters.contract import Reading

from .both_ways import read_both_ways

ReadContent = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> ReadContent:
    """Read what a file would hold, quickly and line by line."""

    def read_content(content: str | bytes, name: str = "extract.csv") -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_both_ways(path)

    return read_content
