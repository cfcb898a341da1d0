"""The month that a text names, as the last day of it."""

import calendar
import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
"""In English, whatever the language of the machine."""

MONTH = re.compile(rf"({'|'.join(MONTHS)})[- ](20\d\d)", re.IGNORECASE | re.ASCII)


def month_end(year: int, month: int) -> str:
    """Return the last day of a month.

    >>> month_end(2024, 2)
    '2024-02-29'
    """
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


def end_of(found: re.Match[str]) -> str:
    """Return the last day of the month that `MONTH` has found."""
    return month_end(int(found[2]), 1 + MONTHS.index(found[1].capitalize()))


def last_day(period: str, publication: str) -> str | None:
    """Return the last day of the month of a period such as ``RTT-January-2026``.

    >>> last_day("RTT-February-2024", "RTT"), last_day("RTT-2024", "RTT")
    ('2024-02-29', None)
    """
    written = period.strip()
    prefix = f"{publication}-"
    if written.casefold().startswith(prefix.casefold()):
        written = written[len(prefix) :]
    found = MONTH.fullmatch(written)
    return None if found is None else end_of(found)
