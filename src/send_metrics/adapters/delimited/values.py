"""What a single text has to be to count as a day or as an identifier."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from pandas import Series, Timestamp

YEARS = (1900, 2199)
"""First and last year of a day that is taken for one."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROUNDED_NUMBER = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


def read_day(text: str) -> dt.date | None:
    """Return the day written as ``2026-01-31``, or ``None`` if it is anything else."""
    if not _DAY.fullmatch(text) or not YEARS[0] <= int(text[:4]) <= YEARS[1]:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def is_identifier(text: str) -> bool:
    """Return whether the text can name one person.

    >>> is_identifier("943 476 5919"), is_identifier("-"), is_identifier("9.43E+09")
    (True, False, False)
    """
    return any(map(str.isalnum, text)) and not _ROUNDED_NUMBER.fullmatch(text)


def is_urn(text: str) -> bool:
    """Return whether the text has the form of a URN, which names a school."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def dates(days: "Series[Timestamp]") -> list[dt.date | None]:
    """Return the days one by one, ``None`` where one is missing."""
    held: list[Any] = days.tolist()
    return [None if pd.isna(day) else day.date() for day in held]
