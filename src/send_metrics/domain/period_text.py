"""Periods as people write them: what is understood, and the way out of what is not."""

import re
from collections.abc import Callable

from send_metrics.domain.months import MONTHS_OF_A_YEAR
from send_metrics.domain.period import (
    Calendar,
    Period,
    academic_year,
    calendar_month,
    calendar_quarter,
    calendar_year,
    financial_quarter,
    financial_year,
    parse_day,
    rolling_twelve_months,
    year_to_date,
)
from send_metrics.errors import UsageError

_YEARS = range(1900, 2200)
_TERM = r"(AY\d{4}/\d{2})-(?!to-)([a-z][a-z0-9-]*)"
_MONTH = r"(\d{4})-(\d{2})"
_DAY = r"(\d{4}-\d{2}-\d{2})"
_YEAR = r"(CY\d{4}|(?:AY|FY)\d{4}/\d{2})"


def parse_period(text: str, terms: Calendar | None = None) -> Period:
    """Read a period as the command line writes it.

    - ``CY2025``, ``AY2024/25``, ``FY2024/25``: a year.
    - ``2025-Q1`` and ``FY2024/25-Q1``: January to March, and April to June.
    - ``2025-06``: a month.
    - ``2025-01-01..2025-06-30``: days, both included.
    - ``AY2024/25-autumn``: a term of the absence statistics, or of *terms*.
    - ``CY2025-to-2025-06-30``, ``AY2024/25-to-2025-03``: a year to date, up to and with
      a day or a month.
    - ``R12-2025-06``: the twelve months that end with a month.

    Raises:
        UsageError: the text is none of these, or could mean more than one of them.

    >>> str(parse_period("AY2024/25")), str(parse_period("R12-2025-06"))
    ('2024-09-01..2025-08-31', '2024-07-01..2025-06-30')
    """
    text = text.strip()
    for form, read in _FORMS:
        if found := re.fullmatch(form, text):
            return read(*found.groups())
    if found := re.fullmatch(_TERM, text):
        from send_metrics.domain.school_terms import STATISTICS

        starting = _year_named(found[1]).first.year
        return (STATISTICS if terms is None else terms).term(starting, found[2])
    for form, ways_out in _UNCLEAR:
        if found := re.fullmatch(form, text):
            message = f"{text} {ways_out(*found.groups())}"
            raise UsageError(message)
    message = (
        f"{text!r} is not a period; write CY2025, AY2024/25, FY2024/25, 2025-Q1,"
        " FY2024/25-Q1, 2025-06, 2025-01-01..2025-06-30, AY2024/25-autumn,"
        " CY2025-to-2025-06-30 or R12-2025-06"
    )
    raise UsageError(message)


def _year(text: str) -> int:
    if int(text) not in _YEARS:
        message = f"the year {text} is out of reach; use 1900 to 2199"
        raise UsageError(message)
    return int(text)


def _year_named(text: str) -> Period:
    starting = _year(text[2:6])
    if text.startswith("CY"):
        return calendar_year(starting)
    if (starting + 1) % 100 != int(text[7:]):
        message = (
            f"{text} does not name two years in a row;"
            f" write {text[:2]}{_pair(starting)}"
        )
        raise UsageError(message)
    return (academic_year if text.startswith("AY") else financial_year)(starting)


def _pair(starting: int) -> str:
    return f"{starting}/{(starting + 1) % 100:02d}"


def _month(year: str, month: str) -> Period:
    if not 1 <= int(month) <= MONTHS_OF_A_YEAR:
        message = f"{year}-{month} names no month; write {year}-01 to {year}-12"
        raise UsageError(message)
    return calendar_month(_year(year), int(month))


def _quarter(year: str, number: str) -> Period:
    return calendar_quarter(_year(year), int(number))


def _financial_quarter(year: str, number: str) -> Period:
    return financial_quarter(_year_named(year).first.year, int(number))


def _days(first: str, last: str) -> Period:
    return Period(parse_day(first), parse_day(last))


def _to_day(year: str, last: str) -> Period:
    return year_to_date(_year_named(year), parse_day(last))


def _to_month(year: str, last_year: str, last_month: str) -> Period:
    return year_to_date(_year_named(year), _month(last_year, last_month).last)


def _twelve_months(year: str, month: str) -> Period:
    last = _month(year, month).last
    return rolling_twelve_months(last.year, last.month)


_FORMS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (_YEAR, _year_named),
    (r"(\d{4})-Q([1-4])", _quarter),
    (r"(FY\d{4}/\d{2})-Q([1-4])", _financial_quarter),
    (_MONTH, _month),
    (rf"{_DAY}\.\.{_DAY}", _days),
    (rf"{_YEAR}-to-{_DAY}", _to_day),
    (rf"{_YEAR}-to-{_MONTH}", _to_month),
    (rf"R12-{_MONTH}", _twelve_months),
)
"""How a period is written, and what makes it of the parts."""


def _either_pair(pair: str, rest: str | None) -> str:
    written = f"{pair}{rest or ''}"
    return (
        f"can be read two ways: write AY{written} for September to August,"
        f" or FY{written} for April to March"
    )


def _any_year(year: str) -> str:
    pair = _pair(int(year))
    return (
        f"can be read three ways: write CY{year} for the calendar year,"
        f" AY{pair} for September to August, or FY{pair} for April to March"
    )


def _any_year_to_date(year: str, month: str, day: str | None) -> str:
    first = int(year) - (int(month) < _STARTS["AY"])
    financial = int(year) - (int(month) < _STARTS["FY"])
    last = f"{year}-{month}{day or ''}"
    return (
        f"does not say which year to date it is of: write CY{year}-to-{last},"
        f" AY{_pair(first)}-to-{last} or FY{_pair(financial)}-to-{last}"
    )


def _either_quarter(number: str, year: str) -> str:
    ours = _quarter(year, number)
    councils = financial_quarter(_year(year), int(number))
    return (
        f"can be read two ways: write {ours.written} for {ours},"
        f" or FY{_pair(int(year))}-Q{number} for {councils}"
    )


def _with_a_month(month: str) -> str:
    return f"does not end with a month, as rolling twelve months do; write R12-{month}"


_STARTS = {"AY": 9, "FY": 4}
_UNCLEAR: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"(\d{4}/\d{2})(-to-.+)?", _either_pair),
    (r"(\d{4})", _any_year),
    (rf"(?:YTD-|YTD-to-|\d{{4}}-to-){_MONTH}(-\d{{2}})?", _any_year_to_date),
    (r"Q([1-4])[ -](\d{4})", _either_quarter),
    (r"R12-(\d{4}-\d{2})-\d{2}", _with_a_month),
)
"""What could mean several periods, and what names each of them."""
