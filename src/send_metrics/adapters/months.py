"""Months as NHS England's published files name them."""

import calendar
import re

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_PERIOD = re.compile(
    rf"(?:[A-Z0-9]{{2,8}}-)?({'|'.join(_MONTHS)})-(20\d\d)", re.IGNORECASE | re.ASCII
)


def last_day(period: str) -> str | None:
    """Return the last day of the month that a period names, or nothing.

    >>> last_day("RTT-February-2024"), last_day("DM01-MARCH-2026")
    ('2024-02-29', '2026-03-31')
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    month, year = 1 + _MONTHS.index(found[1].lower()), int(found[2])
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
