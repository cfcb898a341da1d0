"""What one cell holds: its kind, and its value as text."""

import datetime as dt
from typing import Literal

from attrs import field, frozen

from send_metrics.adapters.delimited.header import AROUND

CellKind = Literal[
    "text", "day", "time", "number", "percent", "flag", "error", "formula", "merged"
]

ERROR_WORDS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
        *("#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA"),
    }
)
"""What spreadsheets show where a formula failed, and write into a CSV file."""

_DIGITS_KEPT = 15


@frozen
class Cell:
    """The value of a cell, written as text, with the kind that it was stored as.

    Days are written as ``2026-01-31``, whole numbers without a point, flags as ``yes``
    or ``no``. A number of more than fifteen digits, of which a spreadsheet forgets the
    last, is written in powers of ten. A ``formula`` is one whose value was not stored;
    ``merged`` is a cell that a neighbour covers.
    """

    kind: CellKind
    text: str = field(default="", repr=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return self.kind == "text" and not self.text


def cell_of_text(text: str) -> Cell:
    """Return the cell of a CSV file; spaces around the text mean nothing."""
    stripped = text.strip(AROUND)
    if stripped.startswith("#") and (
        stripped in ERROR_WORDS or stripped == "#" * len(stripped)
    ):
        return Cell("error", stripped)
    return Cell("text", stripped)


def cell_of_value(value: object) -> Cell:
    """Return the cell for a value as a workbook stores it."""
    if isinstance(value, str):
        return cell_of_text(value)
    if isinstance(value, bool):
        return Cell("flag", "yes" if value else "no")
    if isinstance(value, int | float):
        return Cell("number", _number(value))
    if isinstance(value, dt.datetime):
        return Cell("day", value.date().isoformat())
    if isinstance(value, dt.date):
        return Cell("day", value.isoformat())
    return Cell("time") if value is not None else Cell("text")


def _number(value: float) -> str:
    if abs(value) >= 10**_DIGITS_KEPT:
        return f"{value:E}"
    return str(int(value)) if value == int(value) else repr(value)
