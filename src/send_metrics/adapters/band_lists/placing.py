"""Published lists to the rows of the canonical table, every one accounted for."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import define, evolve, field, frozen

from send_metrics.adapters.band_lists.agreement import (
    Marks,
    repeated_lines,
    wrong_totals,
)
from send_metrics.adapters.band_lists.counts import NOT_A_COUNT
from send_metrics.adapters.band_lists.findings import Place, Rule, findings_of
from send_metrics.domain.wait_bands import BandScheme
from send_metrics.records.report import Finding, RowBalance

NONE = "none"
"""The code of what a list does not have."""

CODES = ("counted_on", "icb", "commissioner", "provider", "service")
"""What a list is told apart by."""

RULES = {
    "whole-number": Rule(
        "error",
        "the list has a figure that is not a number of people",
        "give whole numbers from nought up, without signs or separators",
    ),
    "total-missing": Rule(
        "error",
        "the list has bands and no total, so that its shares have no denominator",
        "supply the total, or leave the whole list empty if it was not submitted",
    ),
    "total-below-bands": Rule(
        "error",
        "the bands of the list add up to more than its total; neither is used",
        "ask the provider which is right",
    ),
    "one-line-per-list": Rule(
        "error",
        "the same list is there twice and says different things; none is used",
        "correct the file so that each list occurs once",
    ),
    "total-above-bands": Rule(
        "query",
        "the total is larger than the bands together; the others count as waiting, with"
        " no band",
        "ask the provider how long the others have waited",
    ),
    "band-missing": Rule(
        "query",
        "a band of the list is empty and the others do not make the total; empty is not"
        " nought, so that how long the others have waited is undetermined",
        "ask the provider for the band, or write 0 where nobody waits",
    ),
    "total-of-parts": Rule(
        "query",
        "the total over all is not the sum of its parts; the parts are used",
        "look for lists that are missing, not submitted or set aside",
    ),
}


@frozen
class Lists:
    """Published lists as they were read, an entry for each.

    *codes* has the columns of `CODES`. *figures* has a column for each band and *totals*
    one number for each list: missing where empty, `NOT_A_COUNT` where it is none.
    *sums* marks the lists that sum up others, *over* the codes in which those differ.
    Of the sums, those that are *compared* must agree with their parts; without, all.
    *titles* are the names of the columns of figures, the total last, where a list is
    one line of a file.
    """

    scheme: BandScheme
    codes: pd.DataFrame = field(repr=False)
    figures: npt.NDArray[np.float64] = field(repr=False)
    totals: npt.NDArray[np.float64] = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)
    sums: Marks = field(repr=False)
    over: tuple[str, ...]
    titles: tuple[str, ...] | None = None
    compared: Marks | None = field(default=None, repr=False)

    @property
    def submitted(self) -> Marks:
        """Which lists hold any figure at all."""
        given: Marks = ~np.isnan(self.totals) | ~np.isnan(self.figures).all(axis=1)
        return given

    @property
    def gaps(self) -> Marks:
        """Which lists have a band that was not submitted."""
        return np.asarray(np.isnan(self.figures).any(axis=1))

    @property
    def bands(self) -> pd.DataFrame:
        """A row for each band in which anybody waits, the last for those in none.

        ``at`` is the place of the list, ``band`` that of the band.
        """
        counts = np.nan_to_num(np.maximum(self.figures, 0))
        others = np.nan_to_num(self.totals) - counts.sum(axis=1)
        filled = np.column_stack([counts, np.maximum(others, 0)])
        at, band = np.nonzero(filled)
        return pd.DataFrame({"at": at, "band": band, "pathways": filled[at, band]})


@define
class Placed:
    """What becomes of the lists: their rows, and the account of each."""

    lists: Lists
    parts: str
    findings: list[Finding] = field(factory=list)
    _rejected: Marks = field(init=False, repr=False)
    _repeated: Marks = field(init=False, repr=False)
    _bands: pd.DataFrame = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._rejected = np.zeros(len(self.lists.totals), dtype=bool)
        self._repeated = self._rejected.copy()
        self._bands = self.lists.bands

    def set_aside(
        self, name: str, rule: Rule, broken: Marks, column: str | None = None
    ) -> None:
        """Set aside the lists that break a rule, each once; empty ones are no fault."""
        broken = broken & self.lists.submitted & ~self._rejected
        self._tell(name, rule, broken, column)
        self._rejected = self._rejected | broken

    def ask(
        self, name: str, rule: Rule, doubtful: Marks, column: str | None = None
    ) -> None:
        """Ask about lists that are kept."""
        sound = self.lists.submitted & ~self._rejected
        self._tell(name, rule, doubtful & sound, column)

    def settle(self) -> None:
        """Hold the lists to the rules that are the same for all publications."""
        lists = self.lists
        in_bands = np.nan_to_num(np.maximum(lists.figures, 0)).sum(axis=1)
        figures = np.column_stack([lists.figures, lists.totals])
        for place, unreadable in enumerate((figures == NOT_A_COUNT).T):
            title = lists.titles[place] if lists.titles else None
            self.set_aside("whole-number", RULES["whole-number"], unreadable, title)
        for name, broken in (
            ("total-missing", np.isnan(lists.totals)),
            ("total-below-bands", in_bands > lists.totals),
        ):
            self.set_aside(name, RULES[name], broken)
        sound = lists.submitted & ~self._rejected
        self._repeated, contradicting = repeated_lines(lists.codes, self._bands, sound)
        self.set_aside("one-line-per-list", RULES["one-line-per-list"], contradicting)
        others = (in_bands < lists.totals) & ~self._repeated & ~lists.sums
        self.ask("total-above-bands", RULES["total-above-bands"], others & ~lists.gaps)
        self.ask("band-missing", RULES["band-missing"], others & lists.gaps)
        sums = lists.sums & lists.submitted & ~self._rejected
        if lists.compared is not None:
            sums = sums & lists.compared
        unequal = wrong_totals(
            lists.codes, self._bands, self.accepted, sums, over=lists.over
        )
        self.ask("total-of-parts", RULES["total-of-parts"], unequal)

    @property
    def accepted(self) -> Marks:
        """Which lists are taken in."""
        merged = self._repeated | self.lists.sums
        return self.lists.submitted & ~self._rejected & ~merged

    def frame(self) -> pd.DataFrame:
        """Return the rows of the lists that are taken in."""
        lists, bands = self.lists, self._bands[self.accepted[self._bands["at"]]]
        codes = lists.codes.take(bands["at"].to_numpy()).reset_index(drop=True)
        band = bands["band"].to_numpy()
        in_none = band == len(lists.scheme.edges)
        untold = in_none & lists.gaps[bands["at"].to_numpy()]
        edges = np.array([*lists.scheme.edges, 0])[band]
        said = {name: pd.Series(codes[name], dtype="str") for name in CODES[1:]}
        return pd.DataFrame(
            {
                "scheme": pd.Series(lists.scheme.name, index=codes.index, dtype="str"),
                "part": pd.Series("incomplete", index=codes.index, dtype="str"),
                "counted_on": pd.to_datetime(codes["counted_on"]),
                **said,
                "treatment_function": pd.Series(NONE, index=codes.index, dtype="str"),
                "band": pd.Series(pd.arrays.IntegerArray(edges, in_none)),
                "pathways": bands["pathways"].to_numpy().astype("int64"),
                "band_not_submitted": pd.Series(
                    np.where(untold, "yes", "no"), dtype="str"
                ),
            }
        )

    def balance(self, before: RowBalance) -> RowBalance:
        """Return what became of every row: a band that anybody is in, or an empty list.

        *before* is what became of the lines that gave no list. A list that is set aside
        before it fills a band counts as one.
        """
        filled = np.bincount(self._bands["at"], minlength=len(self._rejected))
        rejected = int(np.maximum(filled, 1)[self._rejected].sum())
        accepted = int(filled[self.accepted].sum())
        merged = int(filled[self._merged].sum())
        blank = int((~self.lists.submitted).sum())
        own = RowBalance(
            rejected + accepted + merged + blank, accepted, rejected, merged, blank
        )
        return own + evolve(
            before, rows_in=before.rows_in - before.accepted, accepted=0
        )

    def note(self) -> str:
        """Return the account of the lists in one sentence."""
        sums = int((self._merged & self.lists.sums).sum())
        return (
            f"{len(self._rejected):,} lists: {int(self.accepted.sum()):,} of {self.parts},"
            f" {sums:,} of totals left to their {self.parts},"
            f" {int(self._merged.sum()) - sums:,} repeated,"
            f" {int(self._rejected.sum()):,} set aside,"
            f" {int((~self.lists.submitted).sum()):,} not submitted"
        )

    @property
    def _merged(self) -> Marks:
        merged: Marks = self._repeated | self.lists.sums
        return merged & self.lists.submitted & ~self._rejected

    def _tell(self, name: str, rule: Rule, where: Marks, column: str | None) -> None:
        places = [self.lists.places[at] for at in np.flatnonzero(where)]
        if column is not None:
            places = [evolve(place, column=column) for place in places]
        self.findings += findings_of(name, rule, places)
