"""Gather the rows of one table, merge what was said twice, and make the frame."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from attrs import define, field

from send_metrics.adapters.sen2.levels import Numbers
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import SCHEMAS

_PERSON, _ALIKE = "_person", "_alike"
# Before version 3, pandas made a word of what is missing.
_TEXT_HOLDS_GAPS = bool(pd.Series([None], dtype="str").isna().all())


@define
class GatheredRows:
    """The rows of one table, the same content once.

    Rows come with an id, *id_column*, that is not part of their content.
    """

    table: str
    id_column: str
    rows_in: int = field(default=0, init=False)
    rejected: int = field(default=0, init=False)
    merged: int = field(default=0, init=False)
    rejected_of: set[int] = field(factory=set, init=False)
    _parts: list[pd.DataFrame] = field(factory=list, init=False, repr=False)

    def add(
        self,
        columns: Mapping[str, Any],
        persons: Numbers,
        alike: Numbers,
        faulty: set[int],
    ) -> None:
        """Take in rows, column by column, except those that are *faulty*.

        *persons* gives the number of the person that each row belongs to. Only rows of
        the same number in *alike* can have the same content.
        """
        self.rows_in += len(persons)
        self.rejected += len(faulty)
        self.rejected_of.update(int(persons[row]) for row in faulty)
        part = self._typed({**columns, _PERSON: persons, _ALIKE: alike})
        part.index += self.rows_in - len(part)
        if faulty:
            faulty_rows = [part.index[row] for row in sorted(faulty)]
            part = part.drop(index=faulty_rows)
        self._parts.append(part)

    def merge(self, renamed: Mapping[str, str]) -> dict[str, str]:
        """Put rows of the same content into one.

        *renamed* has the new name of plans that were merged. Returns for the id of
        each row that went into an earlier one the id of that.
        """
        if renamed and self.id_column != "plan_id":
            self._parts = [_with_plans(part, renamed) for part in self._parts]
        alike = self._rows_that_may_be_alike()
        own = (_PERSON, self.id_column)
        content = [name for name in alike.columns if name not in own]
        again = alike.duplicated(content)
        if not again.any():
            return {}
        of_one = alike.groupby(content, dropna=False, sort=False)[self.id_column]
        first = of_one.transform("first")
        self.merged = int(again.sum())
        repeated = alike.index[again]
        self._parts = [
            part.drop(index=part.index.intersection(repeated)) for part in self._parts
        ]
        return dict(zip(alike[self.id_column][again], first[again], strict=True))

    def _rows_that_may_be_alike(self) -> pd.DataFrame:
        """Return the rows of which another has the same person, days and numbers.

        Few have, so that text need not be compared of a whole return.
        """
        compared = [
            name
            for name in self._parts[0].columns
            if name != _PERSON and self._parts[0][name].dtype.kind in "Mif"
        ]
        quickly = pd.concat([part[compared] for part in self._parts])
        alike = quickly.index[quickly.duplicated(keep=False)]
        return pd.concat([p.loc[p.index.intersection(alike)] for p in self._parts])

    def ids_among(self, names: Iterable[str]) -> set[str]:
        """Return those of some names that are the id of a row."""
        wanted = list(names)
        ids = [part[self.id_column] for part in self._parts]
        return {name for held in ids for name in held[held.isin(wanted)]}

    @property
    def persons(self) -> set[int]:
        """The numbers of the persons whose rows said something new."""
        return self.rejected_of.union(*(part[_PERSON].tolist() for part in self._parts))

    @property
    def balance(self) -> RowBalance:
        """What became of the rows."""
        return RowBalance(
            self.rows_in,
            accepted=sum(map(len, self._parts)),
            rejected=self.rejected,
            merged_duplicates=self.merged,
        )

    def frame(self) -> pd.DataFrame:
        """Return the rows in canonical types: days as timestamps, ages as numbers."""
        named = [name for name in self._parts[0] if name in SCHEMAS[self.table].names]
        return pd.concat([part[named] for part in self._parts], ignore_index=True)

    def _typed(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        schema = SCHEMAS[self.table]
        typed: dict[str, Any] = {}
        for name, held in columns.items():
            if not isinstance(held, np.ndarray):
                is_text = _TEXT_HOLDS_GAPS or None not in held
                typed[name] = pd.Series(held, dtype="str" if is_text else object)
            elif name in schema.names and schema.column(name).kind == "day":
                typed[name] = held.astype("datetime64[us]")
            else:
                typed[name] = held
        return pd.DataFrame(typed)


def _with_plans(part: pd.DataFrame, renamed: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows with the new names of plans that were merged."""
    is_renamed = part["plan_id"].isin(list(renamed))
    if is_renamed.any():
        part.loc[is_renamed, "plan_id"] = part["plan_id"][is_renamed].map(renamed)
    return part
