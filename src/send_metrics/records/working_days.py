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
from send_metrics.records.expressions import flag, integer, midnight, once

_DAY = dt.timedelta(days=1)
_WEEKEND = 2
_WEEKDAYS = 5


def days_of_working_days(start: str, number: int, asked: Period) -> nw.Expr:
    """Return in how many calendar days after *start* that many working days have passed.

    The day in the column *start* is not counted, whatever day of the week it is. It is
    exact for every limit that ends in the days that are *asked* about, or starts in
    them; one that ended long before may be told a few days short, and ended all the same.
    """
    key = ("days of working days", start, number, asked)
    return once(key, lambda: _days_of_working_days(start, number, asked))


def _days_of_working_days(start: str, number: int, asked: Period) -> nw.Expr:
    weekday = nw.col(start).dt.weekday()
    weeks, rest = divmod(number, _WEEKDAYS)
    # From a weekend it is as from the Friday before, and a day or two less.
    days = integer(7 * weeks + rest) - (weekday - _WEEKDAYS).clip(lower_bound=0)
    if rest:
        days = days + _WEEKEND * flag(weekday > _WEEKDAYS - rest)
    # A start without a day has no limit, so that flags would only take longer here.
    for starts in _put_off(number, asked.first, asked.last):
        days = days + nw.col(start).is_in(list(starts)).cast(nw.Int64)
    return days


@cache
def _put_off(
    number: int, first: dt.date, last: dt.date
) -> tuple[tuple[dt.datetime, ...], ...]:
    """Return the days whose limit bank holidays put off by a day or more, by two, …."""
    found: list[list[dt.datetime]] = []
    # Twice the number of working days, and a week, hold the weekends and any holidays.
    start = first - (2 * number + 7) * _DAY
    while start <= last:
        days = (working_day_after(start, number) - start).days
        put_off = days - _in_plain_weeks(start.isoweekday(), number)
        found += [[] for _ in range(put_off - len(found))]
        for starts in found[:put_off]:
            starts.append(midnight(start))
        start += _DAY
    return tuple(map(tuple, found))


def _in_plain_weeks(weekday: int, number: int) -> int:
    """Return the calendar days of a limit that starts on a weekday (1 Monday)."""
    weeks, rest = divmod(number, _WEEKDAYS)
    days = 7 * weeks + rest + _WEEKEND * (rest > 0 and weekday > _WEEKDAYS - rest)
    return days - max(0, weekday - _WEEKDAYS)
