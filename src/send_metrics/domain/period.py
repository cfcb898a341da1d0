"""Periods of whole days, and what people mean by a year."""

import datetime as dt
import re
from calendar import isleap
from collections.abc import Mapping
from typing import Literal, Protocol

from attrs import field, frozen

from send_metrics.domain.months import (
    MONTHS_OF_A_YEAR,
    first_a_year_on,
    first_of_month,
    last_a_year_on,
    last_of_month,
    number_of_month,
    whole_months,
)
from send_metrics.errors import UsageError

Kind = Literal[
    "month",
    "quarter",
    "calendar year",
    "academic year",
    "financial year",
    "term",
    "half term",
    "year to date",
    "rolling 12 months",
    "days",
]
"""What a period is one of; ``days`` is whatever has no name of its own."""

_YEARS: Mapping[int, Kind] = {
    1: "calendar year",
    4: "financial year",
    9: "academic year",
}
"""The years by the month that they begin with."""

_PREFIXES: Mapping[Kind, str] = {
    "calendar year": "CY",
    "academic year": "AY",
    "financial year": "FY",
}
_QUARTER = 3
_ONE_DAY = dt.timedelta(days=1)


class Calendar(Protocol):
    """School terms and their halves, which know what comes before and after each."""

    def term(self, starting: int, name: str) -> "Period":
        """Return a term, or half of one, of the school year that begins in *starting*."""

    def moved(self, term: "Period", terms: int) -> "Period":
        """Return the one that lies so many of its kind later, or earlier below 0."""

    def moved_by_years(self, term: "Period", years: int) -> "Period":
        """Return the one of the same name so many school years later."""

    def written(self, term: "Period") -> str:
        """Return a term, or half of one, as a period is written."""


@frozen(order=True)
class Period:
    """Whole days from *first* to *last*, both included, and the *kind* they are of.

    A month, a quarter and a year are known by their days. That days are a term or half
    of one, a year to date or rolling twelve months has to be said, and is by what makes
    them: `school_term`, `year_to_date` and `rolling_twelve_months`. Periods of the same
    days are equal, whatever their kind, for so is every figure of them.

    Raises:
        UsageError: *last* is before *first*, or the days are not of the kind.

    >>> Period(dt.date(2025, 1, 1), dt.date(2025, 3, 31)).kind
    'quarter'
    """

    first: dt.date
    last: dt.date = field()
    kind: Kind = field(eq=False)
    calendar: Calendar | None = field(default=None, eq=False, repr=False)

    @kind.default
    def _known_by_its_days(self) -> Kind:
        months = whole_months(self.first, self.last)
        if months == 1:
            return "month"
        if months == _QUARTER and self.first.month % _QUARTER == 1:
            return "quarter"
        if months == MONTHS_OF_A_YEAR:
            return _YEARS.get(self.first.month, "days")
        return "days"

    @last.validator
    def _not_before_first(self, _attribute: object, last: dt.date) -> None:
        if last < self.first:
            message = f"a period cannot end ({last}) before it starts ({self.first})"
            raise UsageError(message)

    @kind.validator
    def _is_of_its_kind(self, _attribute: object, kind: Kind) -> None:
        is_of_terms = kind in ("term", "half term")
        if is_of_terms or self.calendar is not None:
            is_so = is_of_terms and self.calendar is not None
        elif kind == "year to date":
            year = _YEARS.get(self.first.month)
            ends = last_of_month(number_of_month(self.first) + MONTHS_OF_A_YEAR - 1)
            is_so = self.first.day == 1 and year is not None and self.last <= ends
        elif kind == "rolling 12 months":
            is_so = self.months == MONTHS_OF_A_YEAR
        else:
            is_so = kind in ("days", self._known_by_its_days())
        if not is_so:
            message = f"{self} is no {kind}; leave the kind out, or name its days"
            raise UsageError(message)

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int | None:
        """The number of months; nothing if it does not begin and end with one."""
        return whole_months(self.first, self.last)

    @property
    def written(self) -> str:
        """The period as the command line writes it, so that its kind is read back.

        >>> calendar_quarter(2025, 2).written, year_to_date(
        ...     financial_year(2025), dt.date(2025, 6, 30)
        ... ).written
        ('2025-Q2', 'FY2025/26-to-2025-06-30')
        """
        if self.calendar is not None:
            return self.calendar.written(self)
        if self.kind == "year to date":
            whole = _YEARS[self.first.month]
            return f"{_year_written(whole, self.first.year)}-to-{self.last}"
        if self.kind == "rolling 12 months":
            return f"R12-{self.last:%Y-%m}"
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        if self.kind == "quarter":
            return f"{self.first:%Y}-Q{self.last.month // _QUARTER}"
        if self.kind in _PREFIXES:
            return _year_written(self.kind, self.first.year)
        return str(self)

    def previous(self) -> "Period":
        """Return the last period of its kind and length that shares no day with it.

        A month has the month before, a term the term before, rolling twelve months the
        twelve months before. A year to date has the one that ends a year earlier: any
        later one is part of it, or shorter. Days that make whole months have as many
        months before them, other days as many days.

        Raises:
            UsageError: its calendar does not know the term before.

        >>> str(calendar_month(2025, 3).previous())
        '2025-02-01..2025-02-28'
        """
        return self._moved(-1)

    def next(self) -> "Period":
        """Return the first period of its kind and length after it; see `previous`."""
        return self._moved(1)

    def same_last_year(self) -> "Period":
        """Return the period that it is held against over a year.

        A term has the term of that name, whole months those months, other days the same
        days of the year before. A period that ends with February still does. Where a
        year has no 29 February, one that begins on it begins on 1 March, and one that
        ends on it on 28 February; the day by itself is held against 28 February.

        Raises:
            UsageError: its calendar does not know the year before.

        >>> str(calendar_month(2024, 2).same_last_year())
        '2023-02-01..2023-02-28'
        """
        return self._moved_by_years(-1)

    def is_like(self, other: "Period") -> bool:
        """Tell whether figures of both may be held against each other.

        They are of one kind and, where that does not settle it, of one length: years to
        date are of the same part of the same sort of year, and other days as long as
        each other, 29 February not counted.

        >>> year_to_date(calendar_year(2024), dt.date(2024, 6, 30)).is_like(
        ...     year_to_date(calendar_year(2025), dt.date(2025, 5, 31))
        ... )
        False
        """
        return self.kind == other.kind and self._extent == other._extent

    @property
    def _extent(self) -> tuple[int, int, int]:
        """What periods of one kind must share: the month, and how many months or days."""
        if self.kind not in ("year to date", "days"):
            return (0, 0, 0)
        starts = self.first.month if self.kind == "year to date" else 0
        if self.months is not None:
            return (starts, self.months, 0)
        return (starts, 0, self.days - _leap_days(self.first, self.last))

    def _moved(self, periods: int) -> "Period":
        if self.calendar is not None:
            return self.calendar.moved(self, periods)
        if self.kind == "year to date":
            return self._moved_by_years(periods)
        if self.months is not None:
            return self._moved_by_months(periods * self.months)
        by = periods * self.days * _ONE_DAY
        return Period(self.first + by, self.last + by, self.kind)

    def _moved_by_years(self, years: int) -> "Period":
        if self.calendar is not None:
            return self.calendar.moved_by_years(self, years)
        if self.months is not None:
            return self._moved_by_months(years * MONTHS_OF_A_YEAR)
        last = last_a_year_on(self.last, years)
        first = min(first_a_year_on(self.first, years), last)
        return Period(first, last, self.kind)

    def _moved_by_months(self, months: int) -> "Period":
        return Period(
            first_of_month(number_of_month(self.first) + months),
            last_of_month(number_of_month(self.last) + months),
            self.kind,
        )


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
    return _quarter(calendar_year(year), quarter)


def financial_quarter(starting: int, quarter: int) -> Period:
    """Return three months of a financial year; quarter 1 is April to June.

    >>> str(financial_quarter(2024, 4))
    '2025-01-01..2025-03-31'
    """
    return _quarter(financial_year(starting), quarter)


def calendar_month(year: int, month: int) -> Period:
    """Return the first to the last day of a month.

    >>> str(calendar_month(2024, 2))
    '2024-02-01..2024-02-29'
    """
    first = _day(f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}")
    return Period(first, last_of_month(number_of_month(first)))


def year_to_date(year: Period, last: dt.date) -> Period:
    """Return a calendar, academic or financial year up to and with a day of it.

    A control chart is never of years to date, for each holds the one before.

    Raises:
        UsageError: *year* is no such year, or the day does not lie in it.

    >>> str(year_to_date(academic_year(2024), dt.date(2025, 3, 31)))
    '2024-09-01..2025-03-31'
    """
    if year.kind not in _PREFIXES:
        message = (
            f"{year} is no calendar, academic or financial year;"
            " a year to date is of one of these"
        )
        raise UsageError(message)
    if not year.first <= last <= year.last:
        message = f"{last} does not lie in {year.written}, which is {year}"
        raise UsageError(message)
    return Period(year.first, last, "year to date")


def rolling_twelve_months(year: int, month: int) -> Period:
    """Return the twelve months that end with a month.

    >>> str(rolling_twelve_months(2025, 6))
    '2024-07-01..2025-06-30'
    """
    last = calendar_month(year, month).last
    first = first_of_month(number_of_month(last) - MONTHS_OF_A_YEAR + 1)
    return Period(first, last, "rolling 12 months")


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
    return first_a_year_on(day, -1)


def _quarter(year: Period, quarter: int) -> Period:
    if quarter not in (1, 2, 3, 4):
        message = (
            f"a quarter is a number from 1 to 4; quarter 1 of {year.written} begins"
            f" on {year.first}"
        )
        raise UsageError(message)
    first = number_of_month(year.first) + _QUARTER * (quarter - 1)
    return Period(first_of_month(first), last_of_month(first + _QUARTER - 1))


def _year_written(kind: Kind, starting: int) -> str:
    if kind == "calendar year":
        return f"CY{starting}"
    return f"{_PREFIXES[kind]}{starting}/{(starting + 1) % 100:02d}"


def _leap_days(first: dt.date, last: dt.date) -> int:
    """Return how many times 29 February lies between two days."""
    return sum(
        isleap(year) and first <= dt.date(year, 2, 29) <= last
        for year in range(first.year, last.year + 1)
    )


def _day(text: str, written: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    message = f"{written!r} is not a day of the calendar; write it as 2026-01-31"
    raise UsageError(message)
