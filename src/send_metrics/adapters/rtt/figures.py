"""Parse sound lines: their codes as written, and the bands in which anybody waits."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import field, frozen

from send_metrics.adapters.band_lists.agreement import Marks
from send_metrics.adapters.band_lists.counts import BELOW, NOT_A_COUNT, number
from send_metrics.adapters.rtt.codes import NEW_PERIODS
from send_metrics.adapters.rtt.layout import CODES, COUNTS, NO_BAND, TOTALS, Layout
from send_metrics.adapters.rtt.plain import Numbers, PlainLines


@frozen
class Words:
    """The words of a field: the different ones, and which of them each line has."""

    different: Sequence[str] = field(repr=False)
    which: Numbers = field(repr=False)


@frozen
class Cells:
    """What stands in the fields of some lines that are read.

    *codes* has the words of each field of codes, *totals* a column for each of
    ``TOTALS``, missing where blank. Of each figure that is not nought, in order of
    lines and columns, ``at`` is the place of its line, ``place`` that in ``COUNTS``.
    """

    codes: Mapping[str, Words]
    totals: npt.NDArray[np.float64]
    at: Numbers
    place: Numbers
    count: npt.NDArray[np.float64]


@frozen
class Figures:
    """What lines hold.

    *lines* has the codes of each as written (categorical), its totals, missing where
    blank, its number, the sum of its bands, and in ``unreadable`` the place in
    ``COUNTS`` of its first figure that is not a count, or -1. *bands* has a row for
    each figure that is not nought, in order of lines: ``at``, the place of its line in
    *lines*, ``band`` and ``pathways``.
    """

    lines: pd.DataFrame
    bands: pd.DataFrame


def cells_of_plain(lines: PlainLines) -> Cells:
    """Return the cells of plain lines."""
    figures = lines.figures()
    if figures is None:
        return cells_of(lines.lines(), lines.layout)
    at, place, count = figures
    totals = np.zeros((len(lines), len(TOTALS)))
    of_total = place >= NO_BAND
    totals[at[of_total], place[of_total] - NO_BAND] = count[of_total]
    for nth, name in enumerate(TOTALS):
        totals[lines.blank(name), nth] = np.nan
    # A nought that is written as 00 is none of the figures either.
    told = count > 0
    return Cells(
        codes={name: Words(*lines.codes(name)) for name in CODES},
        totals=totals,
        at=at[told],
        place=place[told],
        count=count[told].astype("float64"),
    )


def cells_of(lines: Sequence[bytes], layout: Layout) -> Cells:
    """Return the cells of lines of the right width."""
    table = _parsed(lines, layout)
    counts = table[list(COUNTS)].to_numpy(dtype="float64")
    counts = np.nan_to_num(counts, nan=0, posinf=NOT_A_COUNT, neginf=NOT_A_COUNT)
    at, place = np.nonzero(counts)
    codes = {}
    for name in CODES:
        which, different = pd.factorize(table[name])
        codes[name] = Words(list(different), which)
    return Cells(
        codes=codes,
        totals=table[list(TOTALS)].to_numpy(dtype="float64"),
        at=at,
        place=place,
        count=counts[at, place],
    )


def _together(parts: Sequence[Words]) -> pd.Categorical:
    """Return the words of all parts, one below the other."""
    numbers: dict[str, int] = {}
    which = [
        np.array([numbers.setdefault(word, len(numbers)) for word in part.different])[
            part.which
        ]
        for part in parts
    ]
    words = pd.Index(list(numbers), dtype="str")
    return pd.Categorical.from_codes(np.concatenate(which), categories=words)


def figures_of(parts: Sequence[Cells], numbers: Numbers) -> Figures:
    """Return what the cells of several blocks of lines come to.

    Both are in order; *numbers* are those of the lines.
    """
    codes = {name: _together([part.codes[name] for part in parts]) for name in CODES}
    totals = pd.DataFrame(
        np.concatenate([part.totals for part in parts]), columns=list(TOTALS)
    )
    before = np.cumsum([0, *(len(part.totals) for part in parts[:-1])])
    at = np.concatenate(
        [part.at + offset for part, offset in zip(parts, before, strict=True)]
    )
    place = np.concatenate([part.place for part in parts])
    count = np.concatenate([part.count for part in parts])
    height = len(totals)

    wrong = (count < 0) | (count >= BELOW) | (count != np.floor(count))
    unreadable = np.full(height, -1)
    unreadable[at[wrong][::-1]] = place[wrong][::-1]
    in_band = place < NO_BAND
    in_bands = np.bincount(at[in_band], count[in_band], minlength=height)

    new = _is_new(codes["part"])
    whole = totals["total_all"].fillna(totals["total"]).fillna(0).to_numpy()
    without = np.flatnonzero(new & (whole != 0))
    in_band &= ~new[at]
    at = np.concatenate([at[in_band], without])
    order = np.argsort(at, kind="stable")
    bands = pd.DataFrame(
        {
            "at": at[order],
            "band": np.concatenate([place[in_band], np.full(len(without), NO_BAND)])[
                order
            ],
            "pathways": np.concatenate([count[in_band], whole[without]])[order],
        }
    )
    lines = totals.assign(
        **codes, line=numbers, in_bands=in_bands, unreadable=unreadable
    )
    return Figures(lines, bands)


def _is_new(part: pd.Categorical) -> Marks:
    """Return which lines are of new periods, which have a total and no bands."""
    words = np.array([word.strip() == NEW_PERIODS for word in part.categories])
    is_new: Marks = words[part.codes]
    return is_new


def _parsed(lines: Sequence[bytes], layout: Layout) -> pd.DataFrame:
    """Return the fields that are read, counts as numbers.

    What is not a number at all becomes a number that is not a count.
    """
    try:
        return _read(lines, layout, "float64")
    except ValueError:
        table = _read(lines, layout, "str")
    for name in COUNTS:
        numbers = {text: number(text) for text in table[name].unique()}
        table[name] = table[name].map(numbers).astype("float64")
    return table


def _read(lines: Sequence[bytes], layout: Layout, counts_as: str) -> pd.DataFrame:
    # pandas takes a column of nothing but "True" for numbers; a line of noughts, text
    # for codes and a single pass prevent it.
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
        na_values={name: [""] for name in COUNTS} if counts_as != "str" else None,
        encoding="utf-8",
        low_memory=False,
    )
    return table.iloc[1:]
