"""Whether lines agree: with their repetitions, and totals with what they sum up."""

from collections.abc import Collection
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Marks: TypeAlias = npt.NDArray[np.bool_]
"""One truth for each line."""


def repeated_lines(
    codes: pd.DataFrame, bands: pd.DataFrame, sound: Marks
) -> tuple[Marks, Marks]:
    """Return which sound lines repeat an earlier one, and which contradict another."""
    repeating = np.zeros(len(codes), dtype=bool)
    contradicting = repeating.copy()
    lists = codes[sound].groupby(list(codes), observed=True, sort=False).ngroup()
    shared = lists[lists.duplicated(keep=False)]
    if shared.empty:
        return repeating, contradicting
    held = {
        at: tuple(zip(of["band"], of["pathways"], strict=True))
        for at, of in bands[bands["at"].isin(shared.index)].groupby("at")
    }
    for _, lines in shared.groupby(shared):
        ats = list(lines.index)
        if len({held.get(at, ()) for at in ats}) == 1:
            repeating[ats[1:]] = True
        else:
            contradicting[ats] = True
    return repeating, contradicting


def wrong_totals(
    codes: pd.DataFrame,
    bands: pd.DataFrame,
    parts: Marks,
    totals: Marks,
    *,
    over: Collection[str],
) -> Marks:
    """Return which lines of totals are not the sum, band by band, of their parts.

    A total belongs to the parts that have all its codes but those that it is *over*.
    """
    keys = [field for field in codes if field not in over]
    by_list = codes.groupby(keys, observed=True, sort=False, dropna=False)
    lists = by_list.ngroup().to_numpy()
    at, pathways = bands["at"].to_numpy(), bands["pathways"].to_numpy()
    width = int(bands["band"].max()) + 1 if len(bands) else 1
    cell = lists[at] * width + bands["band"].to_numpy()
    summed = parts[at]
    expected = np.bincount(
        cell[summed], pathways[summed], minlength=(lists.max() + 1) * width
    )
    said = np.bincount(at, pathways, minlength=len(codes))
    wrong: Marks = said != expected.reshape(-1, width).sum(axis=1)[lists]
    wrong[at[pathways != expected[cell]]] = True
    return wrong & totals
