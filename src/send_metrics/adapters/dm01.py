"""NHS England's monthly diagnostics return, DM01: who waits for a test, and how long."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import frozen

from send_metrics.adapters.band_lists.agreement import Marks
from send_metrics.adapters.band_lists.counts import count
from send_metrics.adapters.band_lists.findings import Place, Rule
from send_metrics.adapters.band_lists.months import last_day
from send_metrics.adapters.band_lists.opening import blocks_of
from send_metrics.adapters.band_lists.placing import CODES, NONE, Lists, Placed
from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, rows_of, text_of
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.domain.wait_bands import DM01
from send_metrics.errors import SourceError
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import WAITING_LIST_BANDS

ALL_TESTS = "TOTAL"
TESTS = {
    "MRI": "MAGNETIC RESONANCE IMAGING",
    "CT": "COMPUTED TOMOGRAPHY",
    "NON_OBSTETRIC_ULTRASOUND": "NON-OBSTETRIC ULTRASOUND",
    "BARIUM_ENEMA": "BARIUM ENEMA",
    "DEXA_SCAN": "DEXA SCAN",
    "AUDIOLOGY_ASSESSMENTS": "AUDIOLOGY - AUDIOLOGY ASSESSMENTS",
    "ECHOCARDIOGRAPHY": "CARDIOLOGY - ECHOCARDIOGRAPHY",
    "ELECTROPHYSIOLOGY": "CARDIOLOGY - ELECTROPHYSIOLOGY",
    "PERIPHERAL_NEUROPHYS": "NEUROPHYSIOLOGY - PERIPHERAL NEUROPHYSIOLOGY",
    "SLEEP_STUDIES": "RESPIRATORY PHYSIOLOGY - SLEEP STUDIES",
    "URODYNAMICS": "URODYNAMICS - PRESSURES & FLOWS",
    "COLONOSCOPY": "COLONOSCOPY",
    "FLEXI_SIGMOIDOSCOPY": "FLEXI SIGMOIDOSCOPY",
    "CYSTOSCOPY": "CYSTOSCOPY",
    "GASTROSCOPY": "GASTROSCOPY",
}
"""The tests of the return, by the code of newer extracts, with the name of older ones."""

PERIOD, PROVIDER, TEST = "Period", "Provider Org Code", "Diagnostic Tests"
ICB, COMMISSIONER = "Commissioner Parent Org Code", "Commissioner Org Code"
LAST_BAND = DM01.edges[-1]
BANDS = (
    "00 < 01 Week",
    *(f"{week:02} < {week + 1:02} Weeks" for week in DM01.edges[1:-1]),
    f"{LAST_BAND}+ Weeks",
)
TOTAL = "Total WL"

_CODE_OF = {name: code for code, name in TESTS.items()} | {code: code for code in TESTS}

_PERIOD_RULE = Rule(
    "error", "the value does not name a month", "write periods as DM01-JANUARY-2026"
)
_PROVIDER_RULE = Rule(
    "error",
    "there is no provider code",
    "supply it; the list cannot be placed without",
)
_NO_TEST_RULE = Rule(
    "error", "no test is named", "supply it; the list cannot be placed without"
)
_TEST_RULE = Rule(
    "query",
    "the test is not one of the return's fifteen; it is counted under its own name",
    "correct the name, or tell us of the new test",
)
_COMMISSIONER_RULE = Rule(
    "query",
    "there is no commissioner code; the list is counted under unknown",
    "ask the provider whose list it is",
)


@frozen
class DiagnosticsExtract:
    """Reads one published monthly extract, as downloaded or unzipped.

    A line is one list: a month, commissioner, provider and test. Lists of all tests
    together (``TOTAL``) are compared with their tests and left to them.
    """

    name: str = "dm01"
    title: str = "NHS England monthly diagnostics DM01 extract, CSV or zip"
    tables: tuple[str, ...] = (WAITING_LIST_BANDS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - no person is named
        """Read the extract at *path*.

        Raises:
            SourceError: it is not an extract with weekly bands, names no month, is cut
                short, or is a zip that is unsafe or holds anything but one CSV.
        """
        table = WAITING_LIST_BANDS.name
        raw = b"".join(blocks_of(path, "DM01 extract"))
        text, findings = text_of(raw, path.name, table)
        rows = rows_of(
            text,
            path.name,
            table=table,
            columns=(PERIOD, ICB, COMMISSIONER, PROVIDER, TEST, *BANDS, TOTAL),
            findings=findings,
        )
        lists = _lists(rows)
        if lists.codes["counted_on"].isna().all():
            message = (
                f"{path.name} names no month in its column {PERIOD}; periods are written"
                " as DM01-JANUARY-2026"
            )
            raise SourceError(message)
        placed = Placed(lists, "tests", list(rows.findings))
        _hold_to_rules(placed)
        return Reading(
            frames={table: placed.frame()},
            balances={table: placed.balance(rows.balance)},
            findings=tuple(placed.findings),
            columns_left_out={table: rows.columns_left_out},
            notes=(placed.note(),),
        )


def _lists(rows: TextRows) -> Lists:
    codes = pd.DataFrame(
        {
            "counted_on": _codes(rows, PERIOD, lambda text: last_day(text, "DM01")),
            "icb": _codes(rows, ICB, lambda text: text or NONE),
            "commissioner": _codes(rows, COMMISSIONER, lambda text: text or UNKNOWN),
            "provider": _codes(rows, PROVIDER, lambda text: text or None),
            "service": _codes(rows, TEST, _test),
        },
        columns=list(CODES),
    )
    lines = [] if rows.lines is None else rows.lines.tolist()
    return Lists(
        scheme=DM01,
        codes=codes,
        figures=np.column_stack([_counts(rows, band) for band in BANDS]),
        totals=_counts(rows, TOTAL),
        places=tuple(Place(line) for line in lines),
        sums=(codes["service"] == ALL_TESTS).to_numpy(),
        over=("service",),
        titles=(*BANDS, TOTAL),
    )


def _hold_to_rules(placed: Placed) -> None:
    codes = placed.lists.codes

    def lacks(name: str) -> Marks:
        return codes[name].isna().to_numpy()

    placed.set_aside("period", _PERIOD_RULE, lacks("counted_on"), PERIOD)
    placed.set_aside("provider", _PROVIDER_RULE, lacks("provider"), PROVIDER)
    placed.set_aside("test", _NO_TEST_RULE, lacks("service"), TEST)
    placed.settle()
    known = codes["service"].isin([*TESTS, ALL_TESTS]).to_numpy()
    placed.ask("test-known", _TEST_RULE, ~known, TEST)
    unknown = (codes["commissioner"] == UNKNOWN).to_numpy()
    placed.ask("commissioner", _COMMISSIONER_RULE, unknown, COMMISSIONER)


def _test(written: str) -> str | None:
    """Return the code of a test, of one that is not known its own name."""
    name = " ".join(written.split()).upper()
    return _CODE_OF.get(name, name) or None


def _codes(
    rows: TextRows, column: str, meaning: Callable[[str], str | None]
) -> "pd.Series[str]":
    held = rows.columns[column]
    meanings = np.array([meaning(text) for text in held.values], dtype=object)
    return pd.Series(meanings[held.places], dtype="str")


def _counts(rows: TextRows, column: str) -> npt.NDArray[np.float64]:
    held = rows.columns[column]
    counts: npt.NDArray[np.float64] = np.array([count(text) for text in held.values])
    return counts[held.places]


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the extract under the name ``dm01``."""
    register(DiagnosticsExtract())
