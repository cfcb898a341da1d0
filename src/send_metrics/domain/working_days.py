"""Working days in England: Monday to Friday without bank holidays, known offline."""

import datetime as dt
from functools import cache

_SATURDAY = 5


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Return the bank holidays of a year in England, with substitute and one-off days.

    Days that are only proclaimed later, such as a coronation, come with a newer version
    of the ``holidays`` package.
    """
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices work on a day.

    >>> is_working_day(dt.date(2023, 5, 8))
    False
    """
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def working_day_after(day: dt.date, number: int) -> dt.date:
    """Return the *number*-th working day after a day, which itself is not counted.

    >>> working_day_after(dt.date(2024, 12, 24), 1)
    datetime.date(2024, 12, 27)
    """
    for _ in range(number):
        day += dt.timedelta(days=1)
        while not is_working_day(day):
            day += dt.timedelta(days=1)
    return day


def working_days_between(start: dt.date, stop: dt.date) -> int:
    """Return how many working days lie after *start*, up to and with a later *stop*.

    >>> working_days_between(dt.date(2024, 12, 24), dt.date(2024, 12, 30))
    2
    """
    days = (start + dt.timedelta(days=n) for n in range(1, (stop - start).days + 1))
    return sum(map(is_working_day, days))


def last_working_days(day: dt.date, days: int) -> list[dt.date]:
    """Return the working days among the last *days*, up to and with *day*.

    >>> [str(found) for found in last_working_days(dt.date(2025, 5, 6), 4)]
    ['2025-05-06']
    """
    last = [day - dt.timedelta(days=n) for n in reversed(range(days))]
    return [found for found in last if is_working_day(found)]
