"""Days as exactly as they are known: a day, a month, or some time later in the year."""

import datetime as dt
import re
from typing import Literal

from attrs import field, frozen

from send_metrics.domain.period import Period, parse_day
from send_metrics.domain.period_text import parse_period
from send_metrics.errors import UsageError

Precision = Literal[
    "day",
    "month",
    "quarter",
    "calendar year",
    "academic year",
    "financial year",
    "between two days",
]

_FORMS: tuple[tuple[Precision, str], ...] = (
    ("day", r"\d{4}-\d{2}-\d{2}"),
    ("month", r"\d{4}-\d{2}"),
    ("quarter", r"\d{4}-Q[1-4]"),
    ("calendar year", r"CY\d{4}"),
    ("academic year", r"AY\d{4}/\d{2}"),
    ("financial year", r"FY\d{4}/\d{2}"),
    ("between two days", r"\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}"),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_YEARS = range(1900, 2200)


@frozen
class When:
    """The days that a date may mean, how exact it is, and the words it was given in.

    "Later in 2025", said in October 2024, is the days from the first that it can mean to
    31 December 2025. It is never made more exact than it was said.

    Raises:
        UsageError: the days are reversed, out of reach, or not what the precision says.

    >>> str(When.of("2024-09"))
    '2024-09'
    >>> When.of("2025-04-01..2025-12-31", said="later in 2025").in_words
    'later in 2025'
    """

    first: dt.date
    last: dt.date
    precision: Precision = field()
    said: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.first.year not in _YEARS or self.last.year not in _YEARS:
            message = "a date of a plan lies in the years 1900 to 2199"
            raise UsageError(message)
        means = Period(self.first, self.last)
        if _days_of(str(self)) != means:
            message = (
                f"{means} is not what a date with the precision {self.precision} is"
            )
            raise UsageError(message)

    @classmethod
    def of(cls, text: str, *, said: str | None = None) -> "When":
        """Read a day, or a period as the command line writes it.

        Raises:
            UsageError: the text is neither.
        """
        for precision, form in _FORMS:
            if re.fullmatch(form, text):
                days = _days_of(text)
                return cls(days.first, days.last, precision, said)
        message = (
            "a date is written 2024-09-30, 2024-09, 2024-Q3 (July to September), CY2024,"
            " AY2024/25, FY2024/25, or 2025-04-01..2025-12-31 for some day between two"
        )
        raise UsageError(message)

    @classmethod
    def day(cls, day: dt.date) -> "When":
        """Return a date that is known to the day."""
        return cls(day, day, "day")

    def __str__(self) -> str:
        first, year = self.first, f"{self.first.year:04d}"
        following = f"{(self.first.year + 1) % 100:02d}"
        return {
            "day": first.isoformat(),
            "month": f"{year}-{first.month:02d}",
            "quarter": f"{year}-Q{(first.month + 2) // 3}",
            "calendar year": f"CY{year}",
            "academic year": f"AY{year}/{following}",
            "financial year": f"FY{year}/{following}",
            "between two days": f"{first}..{self.last}",
        }[self.precision]

    @property
    def in_words(self) -> str:
        """The words it was given in, or the days as a reader would say them.

        >>> When.of("2024-Q3").in_words
        'July to September 2024'
        """
        if self.said is not None:
            return self.said
        if self.precision == "day":
            return _day_in_words(self.first)
        month = _MONTHS[self.first.month - 1]
        if self.precision == "month":
            return f"{month} {self.first.year}"
        if self.precision == "quarter":
            return f"{month} to {_MONTHS[self.last.month - 1]} {self.last.year}"
        if self.precision == "calendar year":
            return str(self.first.year)
        if self.precision == "between two days":
            return f"{_day_in_words(self.first)} to {_day_in_words(self.last)}"
        return f"{self.precision} {self.first.year}/{(self.first.year + 1) % 100:02d}"

    @property
    def period(self) -> Period:
        """All the days that it may mean."""
        return Period(self.first, self.last)

    @property
    def is_within_a_month(self) -> bool:
        """Whether it is exact to the month or better."""
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    def is_before(self, other: "When") -> bool:
        """Tell whether every day that it may mean is before the other."""
        return self.last < other.first


def _days_of(text: str) -> Period:
    if re.fullmatch(_FORMS[0][1], text):
        return Period(parse_day(text), parse_day(text))
    return parse_period(text)


def _day_in_words(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
