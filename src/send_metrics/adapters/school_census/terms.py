"""Which days the attendance in a census is of: those of the term before.

Source: DfE, *Pupil absence statistics: methodology*, section 4.1, table 6 (school
census pupil absence collection schedule), read 25 November 2026.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import school_term, second_half_of_summer

_ONE_DAY = dt.timedelta(days=1)
YEARS = range(2017, 2027)
"""Collections that can be read: since 2017 special schools tell of each term as well."""

NEEDS_ASKED_IN = "SPR"
"""The term of the census that asks for types of need; the others ask for SEN status alone.

Source: the tables of COLLECT's exports, as an open project of authorities reads them for
2016 to 2024 (SocialFinanceDigitalLabs/liia-tools, school census schemas), read
25 November 2026.
"""


def _autumn(starting: int) -> Period:
    """Return the autumn term from 1 September.

    The census takes it from 1 August, and what a school that opens in its last days
    sends of them counts here with September. Academic years, and the codes of 2024, then
    hold the whole term.
    """
    return Period(dt.date(starting, 9, 1), school_term(starting, "autumn").last)


def _first_half_of_summer(starting: int) -> Period:
    last = second_half_of_summer(starting).first - _ONE_DAY
    return Period(school_term(starting, "summer").first, last)


TOLD: Mapping[str, Mapping[str, Callable[[int], Period]]] = {
    "AUT": {
        "TermlyAttendance": _first_half_of_summer,
        "SummerHalfTerm2Attendance": second_half_of_summer,
    },
    "SPR": {"TermlyAttendance": _autumn},
    "SUM": {"TermlyAttendance": lambda starting: school_term(starting, "spring")},
}
"""For the term of a census, the days of each of its elements, by school year.

All of them are of the school year that began in the calendar year before the census.
"""


def days_told(term: str, year: int) -> dict[str, Period]:
    """Return the days that each element of a census tells of.

    >>> {name: str(days) for name, days in days_told("AUT", 2025).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'TermlyAttendance': '2025-04-21..2025-05-25',
     'SummerHalfTerm2Attendance': '2025-05-26..2025-07-31'}
    """
    return {element: of(year - 1) for element, of in TOLD[term].items()}
