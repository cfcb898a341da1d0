"""The rules that lines are held to: which set a line aside, and which only ask."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from send_metrics.adapters.band_lists.agreement import Marks
from send_metrics.adapters.rtt.codes import NEW_PERIODS, PARTS
from send_metrics.adapters.rtt.layout import COUNTS
from send_metrics.records.schema import UNKNOWN

_MUST_MEAN_SOMETHING = ("period", "part", "treatment_function", "provider")


def faults(
    lines: pd.DataFrame, codes: pd.DataFrame
) -> Iterator[tuple[str, str, Marks]]:
    """Yield each rule that sets lines aside, the field it reads, and who breaks it."""
    unreadable = lines["unreadable"].to_numpy()
    for place in np.unique(unreadable[unreadable >= 0]):
        yield "whole-number", COUNTS[place], unreadable == place
    for field in _MUST_MEAN_SOMETHING:
        yield field.replace("_", "-"), field, codes[field].isna().to_numpy()


def queries(
    lines: pd.DataFrame, codes: pd.DataFrame
) -> Iterator[tuple[str, str, Marks]]:
    """Yield each rule that only asks, the field it reads, and whom it asks about."""
    yield "commissioner", "commissioner", (codes["commissioner"] == UNKNOWN).to_numpy()
    new = (codes["part"] == PARTS[NEW_PERIODS]).to_numpy()
    in_bands = lines["in_bands"].to_numpy()
    yield "new-without-bands", "part", new & (in_bands > 0)
    said = lines["total"].to_numpy()
    yield "line-total", "total", ~new & ~np.isnan(said) & (said != in_bands)
    said = lines["total_all"].to_numpy()
    expected = in_bands + lines["unknown_start"].fillna(0).to_numpy()
    yield "line-total", "total_all", ~new & ~np.isnan(said) & (said != expected)
