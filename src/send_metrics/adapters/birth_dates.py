"""What is kept of dates of birth."""

from math import nan
from typing import TYPE_CHECKING

import pandas as pd

from send_metrics.adapters.delimited import dates
from send_metrics.domain.ages import birth_cohort

if TYPE_CHECKING:
    from pandas import Series, Timestamp


def cohorts(born_on: "Series[Timestamp]") -> "Series[float]":
    """Return the birth cohort of each, missing where the date of birth is."""
    return pd.Series(
        [nan if day is None else birth_cohort(day) for day in dates(born_on)],
        dtype=float,
    )
