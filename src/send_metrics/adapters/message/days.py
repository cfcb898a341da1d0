"""Read a day as it is written in a return."""

import datetime as dt
import re

FIRST_YEAR = 1900
_WRITTEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00)?")


def day_written(text: str) -> dt.date | None:
    """Return the day, or nothing where *text* is no day written 2026-01-31.

    Years before 1900 are slips of the pen.
    A time of midnight, which some systems add, makes no difference.

    >>> day_written("2025-02-28T00:00:00")
    datetime.date(2025, 2, 28)
    >>> day_written("2025-02-30") is day_written("28/02/2025") is None
    True
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    try:
        day = dt.date.fromisoformat(written[1])
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None
