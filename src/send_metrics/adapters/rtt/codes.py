"""What the codes of a line mean, each translated once for a whole extract."""

import re
from collections.abc import Callable

import pandas as pd

from send_metrics.adapters.band_lists.months import last_day
from send_metrics.records.schema import UNKNOWN

ALL_FUNCTIONS = "C_999"
NEW_PERIODS = "Part_3"
NO_PARENT = "none"
PARTS = {
    "Part_1A": "completed_admitted",
    "Part_1B": "completed_non_admitted",
    "Part_2": "incomplete",
    "Part_2A": "incomplete_decision_to_admit",
    NEW_PERIODS: "new",
}
_FUNCTION = re.compile(r"C_\d{3}|X\d{2}")
FUNCTION_NAMES = {
    "General Surgery": "C_100",
    "Urology": "C_101",
    "Trauma and Orthopaedic": "C_110",
    "Ear Nose and Throat": "C_120",
    "Ophthalmology": "C_130",
    "Oral Surgery": "C_140",
    "Neurosurgical": "C_150",
    "Plastic Surgery": "C_160",
    "Cardiothoracic Surgery": "C_170",
    "General Internal Medicine": "C_300",
    "Gastroenterology": "C_301",
    "Cardiology": "C_320",
    "Dermatology": "C_330",
    "Respiratory Medicine": "C_340",
    "Neurology": "C_400",
    "Rheumatology": "C_410",
    "Elderly Medicine": "C_430",
    "Gynaecology": "C_502",
    "Other - Medical": "X02",
    "Other - Mental Health": "X03",
    "Other - Paediatric": "X04",
    "Other - Surgical": "X05",
    "Other - Other": "X06",
    "Total": ALL_FUNCTIONS,
}
"""Names that stand in place of the codes in some months; all but the total are followed
by *Service* or *Services* there. Source: the full extract of January 2026."""

_BY_NAME = {name.casefold(): code for name, code in FUNCTION_NAMES.items()}


def function_of(code: str) -> str | None:
    """Return the code of a treatment function, from its code or its name.

    >>> function_of("C_150"), function_of("Neurosurgical Service"), function_of("150")
    ('C_150', 'C_150', None)
    """
    if _FUNCTION.fullmatch(code):
        return code
    return _BY_NAME.get(re.sub(r" services?$", "", code.casefold()))


_MEANINGS: dict[str, Callable[[str], str | None]] = {
    "period": lambda period: last_day(period, "RTT"),
    "part": PARTS.get,
    "icb": lambda code: code or NO_PARENT,
    "commissioner": lambda code: code or UNKNOWN,
    "provider": lambda code: code or None,
    "treatment_function": function_of,
}


def meant(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the codes of lines in canonical form, missing where they mean nothing.

    A period becomes the last day of its month.
    """
    return pd.DataFrame(
        {field: _translated(lines[field], _MEANINGS[field]) for field in _MEANINGS}
    )


def _translated(
    written: "pd.Series[str]", meaning: Callable[[str], str | None]
) -> pd.Categorical:
    meanings = pd.Categorical(
        [meaning(code.strip()) for code in written.cat.categories]
    )
    return pd.Categorical.from_codes(
        meanings.codes[written.cat.codes], categories=meanings.categories
    )
