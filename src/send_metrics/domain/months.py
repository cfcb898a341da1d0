"""Months counted through, so that whole months can be added to days."""

import calendar
import datetime as dt

from send_metrics.errors import UsageError

MONTHS_OF_A_YEAR = 12
_ONE_DAY = dt.timedelta(days=1)


def number_of_month(day: dt.date) -> int:
    """Return the number of the month that a day lies in; the next has the next number."""
    return day.year * MONTHS_OF_A_YEAR + day.month - 1


def first_of_month(number: int) -> dt.date:
    """Return the first day of the month with that number.

    Raises:
        UsageError: the month lies beyond the years that a calendar can hold.
    """
    year, month = divmod(number, MONTHS_OF_A_YEAR)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        message = f"there is no year {year} in the calendar; use 1900 to 2199"
        raise UsageError(message)
    return dt.date(year, month + 1, 1)


def last_of_month(number: int) -> dt.date:
    """Return the last day of the month with that number.

    >>> last_of_month(number_of_month(dt.date(2024, 2, 1)))
    datetime.date(2024, 2, 29)
    """
    first = first_of_month(number)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def whole_months(first: dt.date, last: dt.date) -> int | None:
    """Return how many months the days make; nothing if one of them is not whole.

    >>> whole_months(dt.date(2024, 1, 1), dt.date(2024, 2, 29))
    2
    >>> whole_months(dt.date(2024, 1, 1), dt.date(2024, 2, 28)) is None
    True
    """
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    return number_of_month(last) - number_of_month(first) + 1


def first_a_year_on(day: dt.date, years: int) -> dt.date:
    """Return the same day of another year, 1 March for 29 February where it has none.

    >>> first_a_year_on(dt.date(2024, 2, 29), -1)
    datetime.date(2023, 3, 1)
    """
    number = number_of_month(day) + years * MONTHS_OF_A_YEAR
    return first_of_month(number) + (day.day - 1) * _ONE_DAY


def last_a_year_on(day: dt.date, years: int) -> dt.date:
    """Return the same day of another year, 28 February for 29 where it has none.

    >>> last_a_year_on(dt.date(2024, 2, 29), -1)
    datetime.date(2023, 2, 28)
    """
    number = number_of_month(day) + years * MONTHS_OF_A_YEAR
    return min(first_a_year_on(day, years), last_of_month(number))
