"""School terms as DfE's two attendance series take them.

The absence statistics (from the school census) cover the whole register year in three
terms; the daily attendance series begins about a week into September.
Sources: DfE, *Pupil absence statistics: methodology*; DfE, attendance data dashboard,
the days that its published year-to-date files cover.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Literal

from send_metrics.domain.period import Period
from send_metrics.errors import UsageError

Term = Literal["autumn", "spring", "summer"]
Series = Literal["census", "daily"]

TERMS: tuple[Term, ...] = ("autumn", "spring", "summer")

DAILY_SERIES: Mapping[int, Mapping[Term, Period]] = {
    2023: {
        "autumn": Period(dt.date(2023, 9, 11), dt.date(2023, 12, 15)),
        "spring": Period(dt.date(2024, 1, 2), dt.date(2024, 3, 31)),
        "summer": Period(dt.date(2024, 4, 1), dt.date(2024, 7, 19)),
    },
    2024: {
        "autumn": Period(dt.date(2024, 9, 9), dt.date(2024, 12, 21)),
        "spring": Period(dt.date(2025, 1, 6), dt.date(2025, 4, 12)),
        "summer": Period(dt.date(2025, 4, 14), dt.date(2025, 7, 25)),
    },
    2025: {
        "autumn": Period(dt.date(2025, 9, 8), dt.date(2025, 12, 21)),
        "spring": Period(dt.date(2026, 1, 4), dt.date(2026, 4, 12)),
        "summer": Period(dt.date(2026, 4, 13), dt.date(2026, 7, 20)),
    },
}
"""Terms of the daily series by the year in which the school year begins."""


@cache
def easter_monday(year: int) -> dt.date:
    """Return Easter Monday of a year."""
    from holidays import country_holidays

    named = country_holidays("GB", subdiv="ENG", years=year).get_named("Easter Monday")
    return named[0]


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


def term_named(starting: int, written: str) -> Period:
    """Return a term of the absence statistics by its name as a person writes it.

    Raises:
        UsageError: there is no such term.
    """
    for term in TERMS:
        if written == term:
            return school_term(starting, term)
    message = f"there is no {written} term; use {', '.join(TERMS)}"
    raise UsageError(message)


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
        if starting not in DAILY_SERIES:
            known = ", ".join(f"{y}/{(y + 1) % 100:02d}" for y in DAILY_SERIES)
            message = (
                f"the daily series of {starting} has no known terms; known: {known}"
            )
            raise UsageError(message)
        return DAILY_SERIES[starting][term]
    new_year, easter = dt.date(starting + 1, 1, 1), easter_monday(starting + 1)
    day = dt.timedelta(days=1)
    return {
        "autumn": Period(dt.date(starting, 8, 1), new_year - day),
        "spring": Period(new_year, easter - day),
        "summer": Period(easter, dt.date(starting + 1, 7, 31)),
    }[term]
