"""A period cut into stretches of days within which every mark means one thing.

A stretch lies in one school year, on one side of the half-term break in the summer term
and of each change of the attendance codes, and, where figures are asked for by them, in
one term and one month.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from attrs import frozen

from send_metrics.domain.attendance_codes import ATTENDANCE_CODES
from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import TERMS, school_term, second_half_of_summer
from send_metrics.records.schema import UNKNOWN

_STARTS_IN_MONTH = 8
"""DfE's absence statistics take the autumn term from 1 August."""

_ONE_DAY = dt.timedelta(days=1)


@frozen
class Stretch:
    """Days from *first* to *last*, and what they are part of.

    *term* and *month* are ``unknown`` unless the period was cut by them.
    """

    first: dt.date
    last: dt.date
    school_year: int
    is_second_half: bool
    term: str = UNKNOWN
    month: str = UNKNOWN

    @property
    def of_year(self) -> tuple[int, str, str]:
        """What the totals of an enrolment are apart by."""
        return self.school_year, self.term, self.month


def stretches(period: Period, by: Collection[str] = ()) -> tuple[Stretch, ...]:
    """Return the stretches of *period*, in order; also by ``term`` and ``month``."""
    first_days = {period.first}
    years = _school_years(period)
    cuts = [
        *(dt.date(year, _STARTS_IN_MONTH, 1) for year in years[1:]),
        *(second_half_of_summer(year).first for year in years),
        *_changes_of_codes(),
        *(_month_starts(period) if "month" in by else ()),
        *(_term_starts(years) if "term" in by else ()),
    ]
    first_days |= {day for day in cuts if period.first < day <= period.last}
    starts = sorted(first_days)
    ends = [*(day - _ONE_DAY for day in starts[1:]), period.last]
    return tuple(
        _stretch(first, last, years, by)
        for first, last in zip(starts, ends, strict=True)
    )


def _stretch(
    first: dt.date, last: dt.date, years: list[int], by: Collection[str]
) -> Stretch:
    year = years[0] if len(years) == 1 else _school_year(first, _STARTS_IN_MONTH)
    half = second_half_of_summer(year)
    return Stretch(
        first,
        last,
        year,
        is_second_half=half.first <= first <= half.last,
        term=_term_of(first) if "term" in by else UNKNOWN,
        month=f"{first:%Y-%m}" if "month" in by else UNKNOWN,
    )


def _school_years(period: Period) -> list[int]:
    """Return the years in which the school years of a period begin.

    A period inside one school year has one, whether that is taken from 1 August, as in
    absence statistics, or from 1 September, as academic years are.
    """
    for month in (_STARTS_IN_MONTH, 9):
        first, last = (_school_year(d, month) for d in (period.first, period.last))
        if first == last:
            return [first]
    first, last = (
        _school_year(day, _STARTS_IN_MONTH) for day in (period.first, period.last)
    )
    return list(range(first, last + 1))


def _school_year(day: dt.date, starts_in_month: int) -> int:
    return day.year - (day.month < starts_in_month)


def _changes_of_codes() -> Iterator[dt.date]:
    for entry in ATTENDANCE_CODES:
        if entry.first_on is not None:
            yield entry.first_on
        if entry.last_on is not None:
            yield entry.last_on + _ONE_DAY


def _month_starts(period: Period) -> Iterator[dt.date]:
    for year in range(period.first.year, period.last.year + 1):
        for month in range(1, 13):
            yield dt.date(year, month, 1)


def _term_starts(years: list[int]) -> Iterator[dt.date]:
    for year in years:
        for term in TERMS:
            yield school_term(year, term).first


def _term_of(day: dt.date) -> str:
    year = _school_year(day, _STARTS_IN_MONTH)
    return next(
        term
        for term in TERMS
        if school_term(year, term).first <= day <= school_term(year, term).last
    )
