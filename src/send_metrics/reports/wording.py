"""Codes, days and values in the words that people use."""

import datetime as dt
from collections.abc import Mapping

from send_metrics.calculate import Figure
from send_metrics.domain.intervals import LEVEL
from send_metrics.domain.period import Period

_NEEDS = {
    "ASD": "Autistic spectrum disorder",
    "DS": "Down syndrome",
    "HI": "Hearing impairment",
    "MLD": "Moderate learning difficulty",
    "MSI": "Multi-sensory impairment",
    "PD": "Physical disability",
    "PMLD": "Profound and multiple learning difficulty",
    "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication needs",
    "SLD": "Severe learning difficulty",
    "SPLD": "Specific learning difficulty",
    "VI": "Vision impairment",
    "OTH": "Other need",
    "NSA": "SEN support without a specialist assessment",
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "primary_need": _NEEDS,
    "sen_status": {
        "N": "No special educational needs",
        "K": "SEN support",
        "E": "EHC plan",
    },
    "sex": {"F": "Female", "M": "Male"},
    "request_source": {
        "1": "Young person or parent",
        "2": "School or other education setting",
        "3": "Health professional",
        "4": "Social care professional",
        "5": "Other",
    },
    "cease_reason": {
        "1": "Reached the maximum age",
        "2": "Needs met without a plan",
        "3": "Moved to higher education",
        "4": "Moved to paid employment",
        "5": "Transferred to another local authority",
        "6": "No longer wishes to engage in education or training",
        "7": "Moved outside England",
        "8": "Deceased",
        "9": "Other",
    },
    "outcome": {"M": "Maintain the plan", "A": "Amend the plan", "C": "Cease the plan"},
}
"""What the codes of each breakdown mean, in the order they are shown in."""

_WORDS_FOR_CODES = frozenset({"service", "referral_reason"})
_NOT_KNOWN = "unknown"
_SPELLINGS = {
    "adhd": "ADHD",
    "august": "August",
    "camhs": "CAMHS",
    "ehc": "EHC",
    "icb": "ICB",
    "sen": "SEN",
    "urn": "URN",
}

_UNITS = {"percent": "per cent", "count": "number"}
_SUFFIXES = {"percent": "%", "count": ""}
_SYMBOLS = {"c": "confidential", "x": "not available", "z": "not applicable"}


def label(column: str, code: str) -> str:
    """Return what a code means; a code that is not in the lists is shown as it is.

    >>> label("primary_need", "ASD"), label("service", "speech_and_language")
    ('Autistic spectrum disorder', 'Speech and language')
    >>> label("primary_need", "QQ"), label("sex", "unknown")
    ('QQ', 'Not known')
    """
    if code == _NOT_KNOWN:
        return "Not known"
    if column in _WORDS_FOR_CODES:
        return heading(code)
    return LABELS.get(column, {}).get(code, code)


def heading(name: str) -> str:
    """Return the name of a column as a heading.

    >>> heading("sen_status"), heading("age_on_31_august"), heading("adhd_clinic")
    ('SEN status', 'Age on 31 August', 'ADHD clinic')
    """
    spelt = " ".join(_SPELLINGS.get(word, word) for word in name.split("_"))
    return spelt[:1].upper() + spelt[1:]


def place_in_order(column: str, code: str) -> tuple[int, int, str]:
    """Return the sort key of a code: as in its list, by size, by name, unknown last."""
    known = list(LABELS.get(column, {}))
    if code == _NOT_KNOWN:
        return (3, 0, "")
    if code in known:
        return (0, known.index(code), "")
    if code.isascii() and code.isdigit():
        return (1, int(code[:18]), code)
    return (2, 0, code.casefold())


def day_in_words(day: dt.date) -> str:
    """Return a day as it is said.

    >>> day_in_words(dt.date(2026, 1, 15))
    '15 January 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def when_in_words(when: Period | dt.date) -> str:
    """Return the days of a period, or the day of a stock.

    >>> when_in_words(Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    '1 January to 31 December 2025'
    >>> when_in_words(Period(dt.date(2025, 12, 1), dt.date(2025, 12, 31)))
    'December 2025'
    >>> when_in_words(dt.date(2026, 1, 15))
    'on 15 January 2026'
    """
    if isinstance(when, dt.date):
        return f"on {day_in_words(when)}"
    if when.first == when.last:
        return f"on {day_in_words(when.first)}"
    first = day_in_words(when.first)
    if when.kind == "month":
        return first.partition(" ")[2]
    if when.first.year == when.last.year:
        first = first.removesuffix(f" {when.first.year}")
    return f"{first} to {day_in_words(when.last)}"


def suffix(figure: Figure) -> str:
    """Return what follows the number of a figure."""
    return _SUFFIXES.get(figure.kpi.unit, f" {figure.kpi.unit}")


def unit(figure: Figure) -> str:
    """Return the unit of a figure, in words."""
    return _UNITS.get(figure.kpi.unit, figure.kpi.unit)


def value_in_words(figure: Figure) -> str:
    """Return the value with its unit, or its symbol where there is none."""
    if figure.missing is not None:
        return figure.display
    return figure.display + suffix(figure)


def interval_in_words(figure: Figure) -> str:
    """Return where the share of all may lie, for a share of a sample; else nothing."""
    if figure.interval_display is None:
        return ""
    lower, upper = figure.interval_display
    return f"{LEVEL}% interval {lower}% to {upper}%"


def reason_in_words(figure: Figure) -> str:
    """Return why there is no value, with the meaning of the symbol; else nothing."""
    if figure.missing is None:
        return ""
    return f"{_SYMBOLS[figure.missing]}: {figure.missing_reason}"


def counts_are_known(figure: Figure) -> bool:
    """Say whether the numbers behind a figure may be shown; else its symbol is."""
    return figure.missing not in ("c", "x")
