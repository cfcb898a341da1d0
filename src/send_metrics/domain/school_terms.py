"""School terms: those of DfE's two attendance series, and those that an authority sets.

The absence statistics (from the school census) cover the whole register year in three
terms; the daily attendance series begins about a week into September. Authorities and
schools set terms of their own: see `terms_file`.
Sources: DfE, *Pupil absence statistics: methodology*; the days of the daily series are
data, with their source, in `dfe_daily_series.toml`.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from attrs import field, frozen

from send_metrics.domain.period import Kind, Period, academic_year
from send_metrics.domain.working_days import bank_holidays
from send_metrics.errors import UsageError

Term = Literal["autumn", "spring", "summer"]
Series = Literal["census", "daily"]

TERMS: tuple[Term, ...] = ("autumn", "spring", "summer")

_STARTS_IN_MONTH = 8
"""School years are taken from 1 August; schools that open early do so in its last days."""

_ONE_DAY = dt.timedelta(days=1)


@frozen
class TermDates:
    """A term: its name, its first and last day, and the holiday in the middle of it.

    Raises:
        UsageError: the days are reversed, or the half term does not lie inside.
    """

    name: str
    first: dt.date
    last: dt.date
    half_term: Period | None = field(default=None)

    @half_term.validator
    def _is_inside(self, _attribute: object, half_term: Period | None) -> None:
        whole = Period(self.first, self.last)
        if half_term is None:
            return
        if not whole.first < half_term.first <= half_term.last < whole.last:
            message = f"the half term {half_term} must lie inside of the term {whole}"
            raise UsageError(message)


class _Named(NamedTuple):
    name: str
    first: dt.date
    last: dt.date


class SchoolTerms(ABC):
    """The terms of school years, and which of them come before and after each other.

    The halves of a term lie on either side of the holiday in the middle of it; a term
    without a known one counts as a half by itself, as in years of six terms.
    """

    title: str

    @abstractmethod
    def dates(self, starting: int) -> tuple[TermDates, ...]:
        """Return the terms of the school year that begins in *starting*, in order.

        Raises:
            UsageError: the terms of that year are not known.
        """

    def terms(self, starting: int) -> tuple[Period, ...]:
        """Return the terms of a school year, in order.

        Raises:
            UsageError: the terms of that year are not known.
        """
        return self._periods(starting, "term")

    def half_terms(self, starting: int) -> tuple[Period, ...]:
        """Return the halves of the terms of a school year, in order.

        Raises:
            UsageError: the terms of that year are not known.
        """
        return self._periods(starting, "half term")

    def term(self, starting: int, name: str) -> Period:
        """Return a term by its name, or half of one: ``autumn``, ``autumn-first-half``.

        Raises:
            UsageError: there is no such term, or the terms of that year are not known.
        """
        kinds: tuple[Kind, ...] = ("term", "half term")
        for kind in kinds:
            for named in self._named(starting, kind):
                if named.name == name:
                    return Period(named.first, named.last, kind, self)
        names = (*self._named(starting, "term"), *self._named(starting, "half term"))
        known = ", ".join(dict.fromkeys(named.name for named in names))
        message = f"{self.title}: there is no {name} term; use {known}"
        raise UsageError(message)

    def moved(self, term: Period, terms: int) -> Period:
        """Return the term or half that lies so many later, or earlier below 0.

        Raises:
            UsageError: it is of a year whose terms are not known.
        """
        starting = _school_year(term)
        at = self._periods(starting, term.kind).index(term) + terms
        while at < 0:
            starting -= 1
            at += len(self._periods(starting, term.kind))
        while at >= len(self._periods(starting, term.kind)):
            at -= len(self._periods(starting, term.kind))
            starting += 1
        return self._periods(starting, term.kind)[at]

    def moved_by_years(self, term: Period, years: int) -> Period:
        """Return the term or half of the same name so many school years later.

        Raises:
            UsageError: it is of a year whose terms are not known.
        """
        return self.term(_school_year(term) + years, self._name(term))

    def written(self, term: Period) -> str:
        """Return a term or half as a period is written, such as ``AY2024/25-autumn``."""
        return f"{academic_year(_school_year(term)).written}-{self._name(term)}"

    def _name(self, term: Period) -> str:
        starting = _school_year(term)
        at = self._periods(starting, term.kind).index(term)
        return self._named(starting, term.kind)[at].name

    def _periods(self, starting: int, kind: Kind) -> tuple[Period, ...]:
        return tuple(
            Period(named.first, named.last, kind, self)
            for named in self._named(starting, kind)
        )

    def _named(self, starting: int, kind: Kind) -> tuple[_Named, ...]:
        found = []
        for term in self.dates(starting):
            whole, holiday = _Named(term.name, term.first, term.last), term.half_term
            if kind == "term" or holiday is None:
                found.append(whole)
            else:
                before, after = holiday.first - _ONE_DAY, holiday.last + _ONE_DAY
                found.append(_Named(f"{term.name}-first-half", term.first, before))
                found.append(_Named(f"{term.name}-second-half", after, term.last))
        return tuple(found)


def _school_year(term: Period) -> int:
    return term.first.year - (term.first.month < _STARTS_IN_MONTH)


class StatisticsTerms(SchoolTerms):
    """The terms of the absence statistics, which fill the year from 1 August.

    Autumn lasts to 31 December, spring to Easter Sunday, and summer to 31 July.
    """

    title = "the absence statistics"

    def dates(self, starting: int) -> tuple[TermDates, ...]:
        """Return the three terms of a school year; known as long as Easter is."""
        new_year, easter = dt.date(starting + 1, 1, 1), easter_monday(starting + 1)
        summer = dt.date(starting + 1, 7, 31)
        return (
            TermDates("autumn", dt.date(starting, 8, 1), new_year - _ONE_DAY),
            TermDates("spring", new_year, easter - _ONE_DAY),
            TermDates("summer", easter, summer),
        )


@frozen
class AuthorityTerms(SchoolTerms):
    """Terms as an authority set them, by the year in which the school year begins.

    Raises:
        UsageError: terms of a year overlap, are not in order, are named twice, or lie
            outside of 1 August to 31 August of the next year.
    """

    title: str
    source: str
    years: Mapping[int, tuple[TermDates, ...]] = field(hash=False)

    @years.validator
    def _are_in_order(
        self, _attribute: object, years: Mapping[int, tuple[TermDates, ...]]
    ) -> None:
        for starting, terms in years.items():
            year = academic_year(starting).written
            ended = dt.date(starting, _STARTS_IN_MONTH, 1) - _ONE_DAY
            for term in terms:
                if term.first <= ended:
                    message = (
                        f"the {term.name} term of {year} begins on {term.first}, but"
                        f" must begin after {ended}"
                    )
                    raise UsageError(message)
                ended = term.last
            if ended > academic_year(starting).last:
                message = (
                    f"the terms of {year} end on {ended}; the latest day is"
                    f" {academic_year(starting).last}"
                )
                raise UsageError(message)

    def dates(self, starting: int) -> tuple[TermDates, ...]:
        """Return the terms of the school year that begins in *starting*, in order.

        Raises:
            UsageError: the terms of that year were not handed in.
        """
        if starting not in self.years:
            known = ", ".join(academic_year(year).written for year in self.years)
            message = (
                f"{self.title}: the terms of {academic_year(starting).written} are not"
                f" known; known: {known}"
            )
            raise UsageError(message)
        return self.years[starting]


STATISTICS = StatisticsTerms()


@cache
def easter_monday(year: int) -> dt.date:
    """Return Easter Monday of a year.

    Raises:
        UsageError: the bank holidays of that year are not known.
    """
    return next(
        day for day, name in bank_holidays(year).items() if name == "Easter Monday"
    )


def second_half_of_summer(starting: int) -> Period:
    """Return the second half of the summer term of the school year *starting*.

    It begins with the week of the spring bank holiday, which is that of the last Monday
    in May, and ends on 31 July.

    >>> str(second_half_of_summer(2024))
    '2025-05-26..2025-07-31'
    """
    last_of_may = dt.date(starting + 1, 5, 31)
    monday = last_of_may - dt.timedelta(days=last_of_may.weekday())
    return Period(monday, dt.date(starting + 1, 7, 31))


def school_term(starting: int, term: Term, series: Series = "census") -> Period:
    """Return a term of the school year that begins in *starting*.

    The terms of the ``census`` series fill the year from 1 August to 31 July: autumn to
    31 December, spring to Easter Sunday, then summer.

    Raises:
        UsageError: the ``daily`` series of that year is not known.

    >>> str(school_term(2024, "spring"))
    '2025-01-01..2025-04-20'
    """
    if series == "daily":
        from send_metrics.domain.terms_file import daily_series

        return daily_series().term(starting, term)
    return STATISTICS.term(starting, term)
