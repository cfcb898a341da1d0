"""NHS England's monthly diagnostics extract: how long tests are waited for, in weeks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, read_delimited
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.months import last_day
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import WAITING_LIST_BANDS

LAST_BAND = 13
BANDS = (
    "00 < 01 Week",
    *(f"{weeks:02} < {weeks + 1:02} Weeks" for weeks in range(1, LAST_BAND)),
    f"{LAST_BAND}+ Weeks",
)
"""The published names of the bands, from their lower edge up to but without the upper."""

CODES = {
    "period": "Period",
    "icb": "Commissioner Parent Org Code",
    "commissioner": "Commissioner Org Code",
    "provider": "Provider Org Code",
    "service": "Diagnostic Tests",
}
TOTAL = "Total WL"
_ALL_TESTS = "TOTAL"
_MOST_WAITING = 1_000_000_000


@frozen
class Diagnostics:
    """Reads one published month: a list for each provider, commissioner and test.

    A list becomes a row for each band in which anybody waits. Lists of all tests
    together, which the others already hold, are taken out and counted as merged.
    """

    name: str = "dm01"
    title: str = "NHS England diagnostics waiting times, full extract in CSV"
    tables: tuple[str, ...] = (WAITING_LIST_BANDS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - it is about lists
        """Read the CSV at *path*.

        Raises:
            SourceError: it is not an extract in the layout with 14 weekly bands.
        """
        if not path.is_file() or path.suffix.lower() != ".csv":
            message = f"{path.name}: the extract is read from one .csv file; unzip it"
            raise SourceError(message)
        lists = read_delimited(
            path,
            table=WAITING_LIST_BANDS.name,
            columns=(*CODES.values(), *BANDS, TOTAL),
        )
        _query_totals(lists)
        rows = _by_band(lists)
        frame = _frame(rows)
        return Reading(
            frames={WAITING_LIST_BANDS.name: frame},
            balances={WAITING_LIST_BANDS.name: rows.balance},
            findings=tuple(rows.findings),
            columns_left_out={WAITING_LIST_BANDS.name: rows.columns_left_out},
            notes=(
                f"{len(lists.sound)} lists, of which {len(frame)} bands are filled",
            ),
        )


def _query_totals(lists: TextRows) -> None:
    """Ask about lists whose bands do not add up to their total; the bands are used."""
    counts = np.stack([_counts(lists.columns[name]) for name in BANDS])
    total = _counts(lists.columns[TOTAL])
    lists.query(
        ~np.isnan(total) & (np.nansum(counts, axis=0) != total),
        rule="list-total",
        column=TOTAL,
        wording="the bands do not add up to the total of the list; the bands are used",
        action="ask the provider which is right",
    )


def _counts(column: TextColumn) -> "np.ndarray[Any, np.dtype[np.float64]]":
    return np.array([_count(text) for text in column.values])[column.places]


def _count(text: str) -> float:
    """Return the number that a text is, not a number where it is none or empty."""
    readable = text.isascii() and text.isdigit() and len(text) < len(str(_MOST_WAITING))
    return float(text) if readable else np.nan


def _by_band(lists: TextRows) -> TextRows:
    """Return a row for each band of a list that is neither empty nor nought."""
    cells = [lists.columns[name] for name in BANDS]
    places = np.stack([cell.places for cell in cells], axis=1)
    starts = np.cumsum([0, *(len(cell.values) for cell in cells[:-1])])
    texts = TextColumn(
        (places + starts).reshape(-1), [text for cell in cells for text in cell.values]
    )
    filled = texts.where(lambda text: text.strip("0") != "")
    sources, number = np.divmod(np.flatnonzero(filled), len(cells))
    return lists.spread(
        sources,
        {
            "band": TextColumn(number, [str(weeks) for weeks in range(len(cells))]),
            "pathways": TextColumn(texts.places[filled], texts.values),
        },
        blank=len(lists.sound) * len(cells) - len(sources),
        cells=len(cells),
    )


def _frame(rows: TextRows) -> pd.DataFrame:
    rows.take_out(
        rows.where(CODES["service"], lambda text: text.upper() == _ALL_TESTS),
        rule="all-tests",
        column=CODES["service"],
        wording="the list is of all tests together, which the others already hold",
        action="nothing; it is not counted again",
        merged=True,
    )
    rows.reject(
        rows.where("pathways", lambda text: np.isnan(_count(text))),
        rule="whole-number",
        column="the bands",
        wording="the value is not a number of people",
        action="give whole numbers from nought up, or nothing for nought",
    )
    rows.reject(
        rows.where(CODES["period"], lambda text: last_day(text) is None),
        rule="period",
        column=CODES["period"],
        wording="the value does not name a month",
        action="write periods as DM01-January-2026",
    )
    service = rows.texts(CODES["service"], become=_code)
    provider = rows.texts(CODES["provider"])
    months = rows.texts(CODES["period"], become=lambda text: last_day(text) or "")
    return rows.frame(
        {
            "scheme": pd.Series(["dm01"] * len(service), dtype="str"),
            "part": pd.Series(["incomplete"] * len(service), dtype="str"),
            "counted_on": pd.to_datetime(months, errors="coerce").astype(
                "datetime64[us]"
            ),
            "icb": rows.texts(CODES["icb"], empty=UNKNOWN),
            "commissioner": rows.texts(CODES["commissioner"], empty=UNKNOWN),
            "provider": provider,
            "treatment_function": pd.Series(["none"] * len(service), dtype="str"),
            "service": service,
            "band": rows.texts("band").astype("int64"),
            "pathways": pd.Series(_counts(rows.columns["pathways"])),
        }
    )


def _code(test: str) -> str:
    """Return a test as a code, whatever its case and spacing.

    >>> _code("Audiology - Audiology Assessments"), _code("AUDIOLOGY_ASSESSMENTS")
    ('AUDIOLOGY_AUDIOLOGY_ASSESSMENTS', 'AUDIOLOGY_ASSESSMENTS')
    """
    return "_".join("".join(c if c.isalnum() else " " for c in test.upper()).split())


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of the diagnostics extract."""
    register(Diagnostics())
