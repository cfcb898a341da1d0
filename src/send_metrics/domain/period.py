"""Periods of whole days, and what people mean by a year."""

import datetime as dt
import re

from attrs import field, frozen

from send_metrics.errors import UsageError


@frozen(order=True)
class Period:
    """Whole days from *first* to *last*, both included.

    Raises:
        UsageError: *last* is before *first*.
    """

    first: dt.date
    last: dt.date = field()

    @last.validator
    def _not_before_first(self, _attribute: object, last: dt.date) -> None:
        if last < self.first:
            message = f"a period cannot end ({last}) before it starts ({self.first})"
            raise UsageError(message)

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.last - self.first).days + 1


def calendar_year(year: int) -> Period:
    """Return 1 January to 31 December.

    >>> str(calendar_year(2025))
    '2025-01-01..2025-12-31'
    """
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def academic_year(starting: int) -> Period:
    """Return 1 September *starting* to 31 August of the next year.

    >>> str(academic_year(2024))
    '2024-09-01..2025-08-31'
    """
    return Period(dt.date(starting, 9, 1), dt.date(starting + 1, 8, 31))


def financial_year(starting: int) -> Period:
    """Return 1 April *starting* to 31 March of the next year.

    >>> str(financial_year(2024))
    '2024-04-01..2025-03-31'
    """
    return Period(dt.date(starting, 4, 1), dt.date(starting + 1, 3, 31))


def calendar_quarter(year: int, quarter: int) -> Period:
    """Return three months; quarter 1 is January to March.

    >>> str(calendar_quarter(2025, 2))
    '2025-04-01..2025-06-30'
    """
    if quarter not in (1, 2, 3, 4):
        message = "a quarter is a number from 1 to 4; quarter 1 is January to March"
        raise UsageError(message)
    return Period(
        dt.date(year, 3 * quarter - 2, 1), calendar_month(year, 3 * quarter).last
    )


def calendar_month(year: int, month: int) -> Period:
    """Return the first to the last day of a month.

    >>> str(calendar_month(2024, 2))
    '2024-02-01..2024-02-29'
    """
    first = _day(f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}")
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    return Period(first, next_first - dt.timedelta(days=1))


def parse_period(text: str) -> Period:
    """Read a period as the command line writes it.

    ``CY2025``, ``AY2024/25``, ``FY2024/25``, ``2025-Q1``, ``2025-06`` and
    ``2025-01-01..2025-06-30`` are understood, and ``AY2024/25-autumn`` for a term of the
    absence statistics.

    Raises:
        UsageError: the text is none of these, or could mean more than one of them.

    >>> str(parse_period("AY2024/25"))
    '2024-09-01..2025-08-31'
    """
    text = text.strip()
    if found := re.fullmatch(r"CY(\d{4})", text):
        return calendar_year(_year(found[1]))
    if found := re.fullmatch(r"(AY|FY)(\d{4})/(\d{2})", text):
        starting = _year(found[2])
        if (starting + 1) % 100 != int(found[3]):
            message = (
                f"{text} does not name two years in a row;"
                f" write {found[1]}{starting}/{(starting + 1) % 100:02d}"
            )
            raise UsageError(message)
        return (academic_year if found[1] == "AY" else financial_year)(starting)
    if found := re.fullmatch(r"(AY\d{4}/\d{2})-([a-z]+)", text):
        from send_metrics.domain.school_terms import term_named

        return term_named(parse_period(found[1]).first.year, found[2])
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return calendar_quarter(_year(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        if not 1 <= int(found[2]) <= 12:
            message = f"{text} names no month; write {found[1]}-01 to {found[1]}-12"
            raise UsageError(message)
        return calendar_month(_year(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", text):
        return Period(parse_day(found[1]), parse_day(found[2]))
    if re.fullmatch(r"\d{4}/\d{2}", text):
        message = (
            f"{text} can be read two ways: write AY{text} for September to August,"
            f" or FY{text} for April to March"
        )
        raise UsageError(message)
    if re.fullmatch(r"\d{4}", text):
        message = (
            f"{text} can be read three ways: write CY{text} for the calendar year,"
            f" AY{_pair(text)} for September to August,"
            f" or FY{_pair(text)} for April to March"
        )
        raise UsageError(message)
    message = (
        f"{text!r} is not a period; write CY2025, AY2024/25, FY2024/25, 2025-Q1,"
        " 2025-06 or 2025-01-01..2025-06-30"
    )
    raise UsageError(message)


def parse_day(text: str) -> dt.date:
    """Read an ISO 8601 day, ``2026-01-31``.

    Raises:
        UsageError: the text is not a day of the calendar.
    """
    return _day(text, text)


def year_before(day: dt.date) -> dt.date:
    """Return the first day from which a year has not passed by *day*.

    On 29 February a year has passed since 28 February of the year before.

    >>> year_before(dt.date(2024, 2, 29))
    datetime.date(2023, 3, 1)
    """
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


def _pair(year: str) -> str:
    return f"{year}/{(int(year) + 1) % 100:02d}"


def _year(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2199:
        message = f"the year {text} is out of reach; use 1900 to 2199"
        raise UsageError(message)
    return year


def _day(text: str, written: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    message = f"{written!r} is not a day of the calendar; write it as 2026-01-31"
    raise UsageError(message)
