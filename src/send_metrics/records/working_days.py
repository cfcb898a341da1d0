"""Limits in working days, as expressions that mean the same on every engine.

No engine knows England's bank holidays. How many calendar days a limit comes to depends
on the day of the week that the clock starts on, and for some days on bank holidays
that put the limit off; those days are listed.
"""

import datetime as dt
from functools import cache

import narwhals.stable.v2 as nw

from send_metrics.domain.period import Period
from send_metrics.domain.working_days import working_day_after
from send_metrics.records.expressions import flag, integer, midnight

_DAY = dt.timedelta(days=1)
_WEEKEND = 2
_WEEKDAYS = 5
_SATURDAY, _SUNDAY = 6, 7


def days_of_working_days(start: str, number: int, asked: Period) -> nw.Expr:
    """Return in how many calendar days after *start* that many working days have passed.

    The day in the column *start* is not counted, whatever day of the week it is. It is
    exact for every limit that ends in the days that are *asked* about, or starts in
    them; one that ended long before may be told a few days short, and ended all the same.
    """
    weekday = nw.col(start).dt.weekday()
    weeks, rest = divmod(number, _WEEKDAYS)
    days = integer(7 * weeks + rest)
    if rest:
        days = days + _WEEKEND * flag(weekday > _WEEKDAYS - rest)
    # From a weekend it is as from the Friday before, and a day or two less.
    days = days - flag(weekday == _SATURDAY) - 2 * flag(weekday == _SUNDAY)
    for put_off, starts in _put_off(number, asked.first, asked.last).items():
        days = days + put_off * flag(nw.col(start).is_in(list(starts)))
    return days


@cache
def _put_off(
    number: int, first: dt.date, last: dt.date
) -> dict[int, tuple[dt.datetime, ...]]:
    """Return the days whose limit bank holidays put off, by how many days they do."""
    found: dict[int, list[dt.datetime]] = {}
    # Twice the number of working days, and a week, hold the weekends and any holidays.
    start = first - (2 * number + 7) * _DAY
    while start <= last:
        days = (working_day_after(start, number) - start).days
        put_off = days - _in_plain_weeks(start.isoweekday(), number)
        if put_off:
            found.setdefault(put_off, []).append(midnight(start))
        start += _DAY
    return {put_off: tuple(starts) for put_off, starts in sorted(found.items())}


def _in_plain_weeks(weekday: int, number: int) -> int:
    """Return the calendar days of a limit that starts on a weekday (1 Monday)."""
    weeks, rest = divmod(number, _WEEKDAYS)
    days = 7 * weeks + rest + _WEEKEND * (rest > 0 and weekday > _WEEKDAYS - rest)
    return days - max(0, weekday - _WEEKDAYS)
