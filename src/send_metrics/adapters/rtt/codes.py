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


_MEANINGS: dict[str, Callable[[str], str | None]] = {
    "period": lambda period: last_day(period, "RTT"),
    "part": PARTS.get,
    "icb": lambda code: code or NO_PARENT,
    "commissioner": lambda code: code or UNKNOWN,
    "provider": lambda code: code or None,
    "treatment_function": lambda code: code if _FUNCTION.fullmatch(code) else None,
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
