"""Who a local number stands for, and when they were born."""

import datetime as dt
import re

import pandas as pd

from send_metrics.adapters.delimited import dates
from send_metrics.adapters.submissions.parts import Part
from send_metrics.domain.ages import age_on

_NHS_NUMBER = re.compile(r"([0-9]{10})(\.0+)?")


def people_of(part: Part | None) -> "pd.DataFrame":
    """Return one row for each local number: NHS number, day of birth, where they live.

    Of several rows for one number the last one counts.
    """
    columns = ("local", "nhs_number", "born_on", "district", "area")
    if part is None:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    frame = pd.DataFrame(
        {
            "local": part.texts("person"),
            "nhs_number": part.texts("nhs_number", become=_nhs_number),
            "born_on": part.days("born_on", doubtful="query"),
            "district": part.texts("district"),
            "area": part.texts("area"),
        }
    )
    return frame.drop_duplicates("local", keep="last")


def _nhs_number(written: str) -> str:
    """Return an NHS number as ten digits, or nothing: a filler would join people.

    >>> _nhs_number("943 476 5919"), _nhs_number("943 476 5918"), _nhs_number("0" * 10)
    ('9434765919', '', '')
    """
    found = _NHS_NUMBER.fullmatch(re.sub(r"[ -]", "", written))
    if found is None or len(set(found[1])) == 1:
        return ""
    digits = [int(digit) for digit in found[1]]
    weighed = sum(w * d for w, d in zip(range(10, 1, -1), digits[:9], strict=True))
    return found[1] if (weighed + digits[9]) % 11 == 0 else ""


def ages(
    days: "pd.Series[pd.Timestamp]", born_on: "pd.Series[pd.Timestamp]"
) -> "pd.Series[float]":
    """Return completed years on each day; missing where either is, or before birth."""
    found = ages_as_written(days, born_on)
    return found.where(~(found < 0))


def ages_as_written(
    days: "pd.Series[pd.Timestamp]", born_on: "pd.Series[pd.Timestamp]"
) -> "pd.Series[float]":
    """Return completed years on each day, below nought where it lies before birth."""
    pairs = zip(dates(days), dates(born_on), strict=True)
    return pd.Series([_age(day, born) for day, born in pairs], dtype=float)


def _age(day: dt.date | None, born: dt.date | None) -> float:
    return float("nan") if day is None or born is None else float(age_on(day, born))
