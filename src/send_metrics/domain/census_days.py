"""The days on which DfE's SEN2 return is taken."""

import datetime as dt
from collections.abc import Mapping

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
"""Census day by collection year; mostly the third Thursday of January.

Source: DfE, Special educational needs survey: guide to submitting data,
https://www.gov.uk/guidance/special-educational-needs-survey, for 2025 to 2027; the guides
of earlier years for the others.
"""
