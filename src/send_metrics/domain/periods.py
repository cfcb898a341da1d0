"""Periods in a row: the parts of one, the last ones up to one, and the latest complete."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Literal

from send_metrics.domain.months import (
    first_of_month,
    last_of_month,
    number_of_month,
)
from send_metrics.domain.period import (
    Kind,
    Period,
    academic_year,
    calendar_month,
    calendar_quarter,
    calendar_year,
    financial_year,
    rolling_twelve_months,
)
from send_metrics.domain.school_terms import STATISTICS, SchoolTerms
from send_metrics.errors import UsageError

Cadence = Literal[
    "month", "quarter", "term", "calendar year", "academic year", "financial year"
]
"""How often something is told: kinds of period that follow each other without a gap."""

_QUARTER = 3
_SCHOOL_YEAR_STARTS = 8


def months_of(period: Period) -> tuple[Period, ...]:
    """Return the months that a period is made of, in order.

    Raises:
        UsageError: it begins or ends amid a month.

    >>> [month.written for month in months_of(calendar_quarter(2025, 1))]
    ['2025-01', '2025-02', '2025-03']
    """
    return _parts(period, 1, "month")


def quarters_of(period: Period) -> tuple[Period, ...]:
    """Return the quarters that a period is made of, in order.

    Raises:
        UsageError: it begins or ends amid a quarter, as an academic year does.

    >>> [quarter.written for quarter in quarters_of(financial_year(2024))]
    ['2024-Q2', '2024-Q3', '2024-Q4', '2025-Q1']
    """
    return _parts(period, _QUARTER, "quarter")


def terms_of(year: Period, terms: SchoolTerms = STATISTICS) -> tuple[Period, ...]:
    """Return the terms of an academic year: of the absence statistics, or of *terms*.

    Raises:
        UsageError: the period is no academic year, or its terms are not known.

    >>> [str(term) for term in terms_of(academic_year(2024))][1]
    '2025-01-01..2025-04-20'
    """
    return terms.terms(_school_year(year))


def half_terms_of(year: Period, terms: SchoolTerms) -> tuple[Period, ...]:
    """Return the halves of the terms of an academic year, as an authority set them.

    Raises:
        UsageError: the period is no academic year, or its terms are not known.
    """
    return terms.half_terms(_school_year(year))


def up_to(latest: Period, number: int) -> tuple[Period, ...]:
    """Return so many periods in order of time, each followed by the next, to *latest*.

    Raises:
        UsageError: the number is below 1, or a calendar does not know so many terms.

    >>> [month.written for month in up_to(calendar_month(2025, 1), 3)]
    ['2024-11', '2024-12', '2025-01']
    """
    if number < 1:
        message = f"a row of periods has 1 or more, not {number}"
        raise UsageError(message)
    found = [latest]
    while len(found) < number:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def latest_complete(kind: Kind, on: dt.date, terms: SchoolTerms = STATISTICS) -> Period:
    """Return the last period of a kind that is over at the end of a day.

    Terms are those of the absence statistics, or of *terms*.

    Raises:
        UsageError: the kind has no ends of its own, or the terms are not known.

    >>> latest_complete("month", dt.date(2025, 6, 29)).written
    '2025-05'
    >>> latest_complete("rolling 12 months", dt.date(2025, 6, 30)).written
    'R12-2025-06'
    """
    if kind in ("term", "half term"):
        return _latest_of_terms(kind, on, terms)
    if kind == "rolling 12 months":
        month = latest_complete("month", on).first
        return rolling_twelve_months(month.year, month.month)
    if kind not in _HOLDING:
        ways_out = ", ".join((*_HOLDING, "term", "half term", "rolling 12 months"))
        message = (
            f"what is the latest of {kind} cannot be told; ask for one of {ways_out},"
            " or make a year to date with year_to_date(year, day)"
        )
        raise UsageError(message)
    holding = _HOLDING[kind](on)
    return holding if holding.last <= on else holding.previous()


_HOLDING: Mapping[Kind, Callable[[dt.date], Period]] = {
    "month": lambda on: calendar_month(on.year, on.month),
    "quarter": lambda on: calendar_quarter(on.year, (on.month + 2) // _QUARTER),
    "calendar year": lambda on: calendar_year(on.year),
    "academic year": lambda on: academic_year(on.year - (on.month < 9)),
    "financial year": lambda on: financial_year(on.year - (on.month < 4)),
}
"""What returns the period of a kind that a day lies in."""


def _latest_of_terms(kind: Kind, on: dt.date, terms: SchoolTerms) -> Period:
    starting = on.year - (on.month < _SCHOOL_YEAR_STARTS)
    year = (terms.terms if kind == "term" else terms.half_terms)(starting)
    over = [term for term in year if term.last <= on]
    return over[-1] if over else year[0].previous()


def _school_year(year: Period) -> int:
    if year.kind != "academic year":
        message = f"{year.written} is no academic year; terms are of one, as AY2024/25"
        raise UsageError(message)
    return year.first.year


def _parts(period: Period, length: int, name: str) -> tuple[Period, ...]:
    first, last = number_of_month(period.first), number_of_month(period.last)
    if period.months is None or first % length or (last + 1) % length:
        whole_first = first_of_month(first - first % length)
        whole_last = last_of_month(last + length - 1 - last % length)
        message = (
            f"{period} is not made of {name}s; take whole ones,"
            f" such as {whole_first}..{whole_last}"
        )
        raise UsageError(message)
    return tuple(
        Period(first_of_month(start), last_of_month(start + length - 1))
        for start in range(first, last + 1, length)
    )
