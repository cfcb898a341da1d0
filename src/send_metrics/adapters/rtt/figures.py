"""Parse sound lines: their codes as written, and the bands in which anybody waits."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import define, field, frozen

from send_metrics.adapters.band_lists.agreement import Marks
from send_metrics.adapters.band_lists.counts import BELOW, NOT_A_COUNT, number
from send_metrics.adapters.rtt.codes import NEW_PERIODS
from send_metrics.adapters.rtt.layout import CODES, COUNTS, NO_BAND, TOTALS, Layout
from send_metrics.adapters.rtt.plain import Numbers, PlainLines


@define
class Words:
    """The words of a column, each with a number, in the order they were met."""

    numbers: dict[str, int] = field(factory=dict, repr=False)

    def numbered(self, words: Iterable[str]) -> Numbers:
        """Return the number of each word; one that is new gets the next."""
        known = self.numbers
        return np.array(
            [known.setdefault(word, len(known)) for word in words], dtype="int64"
        )

    def of(self, numbers: Numbers) -> pd.Categorical:
        """Return the words that numbers stand for."""
        words = pd.Index(list(self.numbers), dtype="str")
        return pd.Categorical.from_codes(numbers, categories=words)


Vocabulary = Mapping[str, Words]
"""The words of each field of codes."""


def vocabulary() -> Vocabulary:
    """Return a vocabulary without any words."""
    return {name: Words() for name in CODES}


@frozen
class Cells:
    """What stands in the fields of some lines that are read.

    *codes* has the number of the word of each line in each field of codes, *totals* a
    column for each of ``TOTALS``, missing where blank. Of each figure that is not
    nought, in order of lines and columns, ``at`` is the place of its line, ``place``
    that in ``COUNTS``.
    """

    numbers: Sequence[int]
    codes: Mapping[str, Numbers]
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


def cells_of_plain(lines: PlainLines, before: int, words: Vocabulary) -> Cells:
    """Return the cells of plain lines; *before* is how many lines come before them."""
    figures = lines.figures()
    numbers = range(before + 1, before + 1 + len(lines))
    if figures is None:
        sound = dict(zip(numbers, lines.lines(), strict=True))
        return cells_of(sound, lines.layout, words)
    at, place, count = figures
    totals = np.zeros((len(lines), len(TOTALS)))
    of_total = place >= NO_BAND
    totals[at[of_total], place[of_total] - NO_BAND] = count[of_total]
    for nth, name in enumerate(TOTALS):
        totals[lines.blank(name), nth] = np.nan
    # A nought that is written as 00 is none of the figures either.
    told = count > 0
    return Cells(
        numbers=numbers,
        codes={name: _numbered(lines.codes(name), words[name]) for name in CODES},
        totals=totals,
        at=at[told],
        place=place[told],
        count=count[told].astype("float64"),
    )


def cells_of(sound: Mapping[int, bytes], layout: Layout, words: Vocabulary) -> Cells:
    """Return the cells of lines of the right width, given by their numbers."""
    table = _parsed(list(sound.values()), layout)
    counts = table[list(COUNTS)].to_numpy(dtype="float64")
    counts = np.nan_to_num(counts, nan=0, posinf=NOT_A_COUNT, neginf=NOT_A_COUNT)
    at, place = np.nonzero(counts)
    return Cells(
        numbers=list(sound),
        codes={name: words[name].numbered(table[name]) for name in CODES},
        totals=table[list(TOTALS)].to_numpy(dtype="float64"),
        at=at,
        place=place,
        count=counts[at, place],
    )


def _numbered(held: tuple[list[str], Numbers], words: Words) -> Numbers:
    """Return the number of the word of each line, given as different ones and places."""
    different, which = held
    return words.numbered(different)[which]


def figures_of(parts: Sequence[Cells], words: Vocabulary) -> Figures:
    """Return what the cells of several blocks of lines come to, in order."""
    codes = {
        name: words[name].of(np.concatenate([part.codes[name] for part in parts]))
        for name in CODES
    }
    totals = pd.DataFrame(
        np.concatenate([part.totals for part in parts]), columns=list(TOTALS)
    )
    before = np.cumsum([0, *(len(part.numbers) for part in parts[:-1])])
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
    numbers = np.concatenate([np.asarray(part.numbers) for part in parts])
    lines = totals.assign(
        **codes, line=numbers, in_bands=in_bands, unreadable=unreadable
    )
    return Figures(lines, bands)


def _is_new(part: pd.Categorical) -> Marks:
    """Return which lines are of new periods, which have a total and no bands."""
    words = np.array([word.strip() == NEW_PERIODS for word in part.categories])
    is_new: Marks = words[part.codes]
    return is_new


def _parsed(lines: list[bytes], layout: Layout) -> pd.DataFrame:
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


def _read(lines: list[bytes], layout: Layout, counts_as: str) -> pd.DataFrame:
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
