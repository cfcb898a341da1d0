"""Parse sound lines: their codes as written, and the bands in which anybody waits."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen
from pandas.api.types import union_categoricals

from send_metrics.adapters.band_lists.counts import BELOW, NOT_A_COUNT, number
from send_metrics.adapters.rtt.codes import NEW_PERIODS
from send_metrics.adapters.rtt.layout import CODES, COUNTS, NO_BAND, TOTALS, Layout


@frozen
class Figures:
    """What lines hold.

    *lines* has the codes of each as written (categorical), its totals, missing where
    blank, its number, the sum of its bands, and in ``unreadable`` the place in
    ``COUNTS`` of its first figure that is not a count, or -1. *bands* has a row for
    each figure that is not nought: ``at``, the place of its line in *lines*, ``band``
    and ``pathways``.
    """

    lines: pd.DataFrame
    bands: pd.DataFrame


def figures_of(sound: Mapping[int, bytes], layout: Layout) -> Figures:
    """Return what lines of the right width hold, given by their numbers."""
    table = _parsed(list(sound.values()), layout)
    totals = table[list(TOTALS)].reset_index(drop=True)
    counts = table[list(COUNTS)].to_numpy(dtype="float64")
    counts = np.nan_to_num(counts, nan=0, posinf=NOT_A_COUNT, neginf=NOT_A_COUNT)
    at, place = np.nonzero(counts)
    count = counts[at, place]
    wrong = (count < 0) | (count >= BELOW) | (count != np.floor(count))
    unreadable = np.full(len(table), -1)
    unreadable[at[wrong][::-1]] = place[wrong][::-1]

    new = (table["part"].str.strip() == NEW_PERIODS).to_numpy()
    in_band = (place < NO_BAND) & ~new[at]
    whole = totals["total_all"].fillna(totals["total"]).fillna(0).to_numpy()
    without = np.flatnonzero(new & (whole != 0))
    bands = pd.DataFrame(
        {
            "at": np.concatenate([at[in_band], without]),
            "band": np.concatenate([place[in_band], np.full(len(without), NO_BAND)]),
            "pathways": np.concatenate([count[in_band], whole[without]]),
        }
    )
    lines = pd.concat([table[list(CODES)].reset_index(drop=True), totals], axis=1)
    lines = lines.assign(
        line=list(sound),
        in_bands=counts[:, :NO_BAND].sum(axis=1),
        unreadable=unreadable,
    )
    return Figures(lines, bands)


def joined(parts: Sequence[Figures]) -> Figures:
    """Return the figures of several blocks of lines, in order."""
    before = np.cumsum([0, *(len(part.lines) for part in parts[:-1])])
    codes = {
        field: union_categoricals([part.lines[field] for part in parts])
        for field in CODES
    }
    others = [column for column in parts[0].lines if column not in codes]
    lines = pd.concat([part.lines[others] for part in parts], ignore_index=True)
    bands = [
        part.bands.assign(at=part.bands["at"] + offset)
        for part, offset in zip(parts, before, strict=True)
    ]
    return Figures(lines.assign(**codes), pd.concat(bands, ignore_index=True))


def _parsed(lines: list[bytes], layout: Layout) -> pd.DataFrame:
    """Return the fields that are read, counts as numbers.

    What is not a number at all becomes a number that is not a count.
    """
    try:
        return _read(lines, layout, "float64")
    except ValueError:
        table = _read(lines, layout, "str")
    for field in COUNTS:
        numbers = {text: number(text) for text in table[field].unique()}
        table[field] = table[field].map(numbers).astype("float64")
    return table


def _read(lines: list[bytes], layout: Layout, counts_as: str) -> pd.DataFrame:
    # pandas takes a column of nothing but "True" for numbers, and categories that are
    # all digits too; a line of noughts, text for codes and a single pass prevent it.
    noughts = b",".join([b"0"] * layout.width) + b"\n"
    dtypes: dict[Any, Any] = dict.fromkeys(CODES, "str")
    dtypes |= dict.fromkeys(COUNTS, counts_as)
    table = pd.read_csv(
        io.BytesIO(noughts + b"".join(lines)),
        header=None,
        names=list(layout.fields),
        usecols=[*CODES, *COUNTS],
        dtype=dtypes,
        keep_default_na=False,
        na_values={field: [""] for field in COUNTS} if counts_as != "str" else None,
        encoding="utf-8",
        low_memory=False,
    )
    return table.iloc[1:].astype(dict.fromkeys(CODES, "category"))
