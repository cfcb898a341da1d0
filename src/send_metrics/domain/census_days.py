"""The days on which DfE's SEN2 return is taken."""

import datetime as dt
import re
from collections.abc import Mapping

from send_metrics.domain.period import parse_day
from send_metrics.errors import UsageError

SEN2_CENSUS_DAYS: Mapping[int, dt.date] = {
    day.year: day
    for day in (
        dt.date(2015, 1, 15),
        dt.date(2016, 1, 21),
        dt.date(2017, 1, 19),
        dt.date(2018, 1, 18),
        dt.date(2019, 1, 17),
        dt.date(2020, 1, 16),
        dt.date(2021, 1, 14),
        dt.date(2022, 1, 20),
        dt.date(2023, 1, 19),
        dt.date(2024, 1, 18),
        dt.date(2025, 1, 16),
        dt.date(2026, 1, 15),
        dt.date(2027, 1, 21),
    )
}
"""Census day by collection year, as DfE's guides set it.

It is mostly the third Thursday of January, but in 2021 it was the second: only the table
says. Source: DfE, Special educational needs survey: guide to submitting data,
https://www.gov.uk/guidance/special-educational-needs-survey, for 2025 to 2027; the guides
of earlier years for the others.
"""


def sen2_census_day(year: int) -> dt.date:
    """Return the census day of a collection year.

    Raises:
        UsageError: DfE's guides that are known set no day for that year.

    >>> sen2_census_day(2026)
    datetime.date(2026, 1, 15)
    """
    if year not in SEN2_CENSUS_DAYS:
        message = (
            f"the SEN2 census day of {year} is not known; known are"
            f" {min(SEN2_CENSUS_DAYS)} to {max(SEN2_CENSUS_DAYS)}"
        )
        raise UsageError(message)
    return SEN2_CENSUS_DAYS[year]


def parse_as_at(text: str) -> dt.date:
    """Read the day of a stock: ``2026-01-31``, or ``SEN2-2026`` for a census day.

    Raises:
        UsageError: the text is no day, or of a census whose day is not known.

    >>> parse_as_at("SEN2-2021")
    datetime.date(2021, 1, 14)
    """
    if found := re.fullmatch(r"SEN2-(\d{4})", text):
        return sen2_census_day(int(found[1]))
    return parse_day(text)
