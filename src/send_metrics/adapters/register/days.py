"""Ways to write a day in a spreadsheet; none of them is ever guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Protocol

from attrs import frozen

from send_metrics.adapters.delimited.values import COMPACT, ISO_MOMENT, YEARS

_MONTHS = {
    name[:letters]: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july"),
            *("august", "september", "october", "november", "december"),
        ),
        start=1,
    )
    for letters in (3, 4, len(name))
}
_LAST_SHORT_YEAR = 49
_FIRST_SERIAL = 61
"""Before 1 March 1900 the two programs that count days disagree about the number."""


class Form(Protocol):
    """One way to write a day; *example* shows it."""

    @property
    def example(self) -> str:
        """How 31 January 2026 is written."""
        ...

    def read(self, text: str) -> dt.date | None:
        """Return the day, or ``None`` if the text is anything else."""
        ...


@frozen
class _Written:
    """A day written with a day, a month and a year, in numbers or with a name."""

    example: str
    _pattern: re.Pattern[str]

    def read(self, text: str) -> dt.date | None:
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        month = match["month"].casefold()
        number = int(month) if month.isdigit() else _MONTHS.get(month)
        year = int(match["year"])
        if len(match["year"]) == 2:
            if year > _LAST_SHORT_YEAR:
                return None
            year += 2000
        return None if number is None else _day(year, number, int(match["day"]))


@frozen
class _Serial:
    """A day as the number of days since the one that a workbook counts from."""

    example: str
    _counted_from: dt.date

    def read(self, text: str) -> dt.date | None:
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", text):
            return None
        days = int(float(text))
        if days < _FIRST_SERIAL:
            return None
        day = self._counted_from + dt.timedelta(days=days)
        return day if YEARS[0] <= day.year <= YEARS[1] else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not YEARS[0] <= year <= YEARS[1]:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_CLOCK = r"( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?"
_NUMBERS = r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2"
_ORDINAL = "(st|nd|rd|th)?"

DAY_FIRST = _Written(
    "31/01/2026", re.compile(rf"{_NUMBERS}(?P<year>[0-9]{{4}}){_CLOCK}")
)
DAY_FIRST_SHORT = _Written(
    "31/01/26", re.compile(rf"{_NUMBERS}(?P<year>[0-9]{{2}}){_CLOCK}")
)
MONTH_NAMED = _Written(
    "31 January 2026",
    re.compile(
        rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}[ -](?P<month>[A-Za-z]{{3,9}})[ -]"
        rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
    ),
)
SERIAL = _Serial("46053", dt.date(1899, 12, 30))

FORMS: Mapping[str, Form] = {
    "iso": ISO_MOMENT,
    "day-first": DAY_FIRST,
    "day-first-short-year": DAY_FIRST_SHORT,
    "day-month-name": MONTH_NAMED,
    "compact": COMPACT,
    "serial": SERIAL,
    "serial-1904": _Serial("44591", dt.date(1904, 1, 1)),
}
"""Every way to write a day, by the name that a register gives it.

A month in front of its day is none of them: 03/04/2025 would be two days at once.
A year of two digits is one from 2000 to 2049.
"""

NUMBERS = frozenset({"compact", "serial", "serial-1904"})
"""Those that a spreadsheet stores as a number."""
