"""Gather the rows of one table, merge what was said twice, and make the frame."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from attrs import define, field

from send_metrics.records.report import RowBalance
from send_metrics.records.tables import SCHEMAS

Row = tuple[object, ...]


@define
class GatheredRows:
    """The rows of one table, the same content once.

    A row is a tuple in the order of *columns* and comes with an id that is not part of
    its content; *id_column* takes it where there is one.
    """

    table: str
    columns: tuple[str, ...]
    id_column: str | None = None
    rows_in: int = field(default=0, init=False)
    rejected: int = field(default=0, init=False)
    merged: int = field(default=0, init=False)
    _id_of: dict[Row, str] = field(factory=dict, init=False, repr=False)

    def reject(self) -> None:
        """Count a row that cannot be used."""
        self.rows_in += 1
        self.rejected += 1

    def keep(self, row: Row, row_id: str) -> str:
        """Keep the row and return its id: the earlier one if the row came before."""
        self.rows_in += 1
        known = self._id_of.setdefault(row, row_id)
        if known != row_id:
            self.merged += 1
        return known

    @property
    def not_merged(self) -> int:
        """How many rows said something new, whether they could be used or not."""
        return self.rows_in - self.merged

    @property
    def balance(self) -> RowBalance:
        """What became of the rows."""
        return RowBalance(
            self.rows_in,
            accepted=len(self._id_of),
            rejected=self.rejected,
            merged_duplicates=self.merged,
        )

    def frame(self) -> pd.DataFrame:
        """Return the rows in canonical types: days as timestamps, ages as numbers."""
        schema = SCHEMAS[self.table]
        columns: dict[str, object] = {}
        if self.id_column is not None:
            columns[self.id_column] = pd.Series(list(self._id_of.values()), dtype="str")
        values = list(zip(*self._id_of, strict=True)) or [()] * len(self.columns)
        for name, held in zip(self.columns, values, strict=True):
            kind = schema.column(name).kind
            if kind == "day":
                columns[name] = _timestamps(held)
            elif kind == "whole":
                columns[name] = np.array(held, dtype="float64")
            else:
                columns[name] = pd.Series(held, dtype="str")
        return pd.DataFrame(columns)


_EPOCH = dt.date(1970, 1, 1).toordinal()
_NO_DAY = np.iinfo("int64").min


def _timestamps(days: Iterable[Any]) -> np.ndarray[Any, np.dtype[Any]]:
    # NumPy takes ten times as long over date objects as over their ordinals.
    ordinals = (_NO_DAY if day is None else day.toordinal() - _EPOCH for day in days)
    numbers = np.fromiter(ordinals, dtype="int64")
    return numbers.view("datetime64[D]").astype("datetime64[us]")
