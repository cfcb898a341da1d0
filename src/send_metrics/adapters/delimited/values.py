"""What a single text has to be to count as a day or as an identifier."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
from attrs import field, frozen

if TYPE_CHECKING:
    from pandas import Series, Timestamp

YEARS = (1900, 2199)
"""First and last year of a day that is taken for one."""

_ROUNDED_NUMBER = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


@frozen
class DayForm:
    """One way to write a day; *example* shows it, for what a message asks for."""

    example: str
    _pattern: re.Pattern[str] = field(repr=False)
    _template: str = "{0:%Y-%m-%d}"

    def read(self, text: str) -> dt.date | None:
        """Return the day, or ``None`` if the text is anything else."""
        match = self._pattern.fullmatch(text)
        if match is None or not YEARS[0] <= int(match["year"]) <= YEARS[1]:
            return None
        try:
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None

    def write(self, day: dt.date) -> str:
        """Return a text that `read` takes for the day."""
        return self._template.format(day)


_ISO_DAY = "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_MIDNIGHT = r"00:00(:00(\.0+)?)?"
_ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})"

ISO = DayForm("2026-01-31", re.compile(_ISO_DAY))
ISO_MOMENT = DayForm(
    "2026-01-31T00:00:00",
    # 23:00Z is the next day in an English summer, so with a zone only midnight will do.
    re.compile(f"{_ISO_DAY}([T ]({_CLOCK}|{_MIDNIGHT}{_ZONE}))?"),
)
ISO_TIMESTAMP = DayForm(
    "2026-01-31T09:30:00+00:00",
    # The day where the clock hung: a moment of work at midnight is not expected.
    re.compile(f"{_ISO_DAY}([T ]{_CLOCK}{_ZONE}?)?"),
)
COMPACT = DayForm(
    "20260131",
    re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    "{0:%Y%m%d}",
)
DAY_FIRST = DayForm(
    "31/01/2026",
    re.compile(
        f"(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>[0-9]{{4}})( {_CLOCK})?"
    ),
    "{0:%d/%m/%Y}",
)


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
