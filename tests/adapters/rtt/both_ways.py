"""Read an extract quickly and line by line, which must come to the same."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from unittest import mock

import pandas as pd
import pytest

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.rtt import RttExtract
from send_metrics.adapters.rtt.lines import Extract, read_lines
from send_metrics.errors import SourceError

TABLE = "waiting_list_bands"
Found = TypeVar("Found", Extract, Reading)


def read_both_ways(path: Path) -> Reading:
    """Return the reading, or raise the error, that both ways agree on."""
    one, other = _both(lambda: RttExtract().read(path, Pseudonyms()))
    pd.testing.assert_frame_equal(one.frames[TABLE], other.frames[TABLE])
    assert one.balances == other.balances
    assert one.findings == other.findings
    assert one.notes == other.notes
    assert one.columns_left_out == other.columns_left_out
    return one


def lines_both_ways(content: bytes, block: int) -> Extract:
    """Return the lines of so many bytes at a time, or raise the error, likewise."""
    blocks = [content[at : at + block] for at in range(0, len(content), block)]
    one, other = _both(lambda: read_lines(blocks, "extract.csv"))
    assert one.layout == other.layout
    for first, second in (
        (one.figures.lines, other.figures.lines),
        (one.figures.bands, other.figures.bands),
    ):
        pd.testing.assert_frame_equal(first, second, check_categorical=False)
    assert (one.broken, one.empty, one.cut_at) == (
        other.broken,
        other.empty,
        other.cut_at,
    )
    return one


def _both(way: Callable[[], Found]) -> tuple[Found, Found]:
    """Return what a way gives with and without plain lines, or raise its one error."""
    with mock.patch("send_metrics.adapters.rtt.lines.plain_lines", return_value=None):
        try:
            line_by_line, said = way(), None
        except SourceError as error:
            said = str(error)
    if said is None:
        return way(), line_by_line
    with pytest.raises(SourceError) as raised:
        way()
    assert str(raised.value) == said
    raise raised.value
