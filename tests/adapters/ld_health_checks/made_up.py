"""Small publications in the published layout, made up row by row."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

ROW = {
    "QUALITY_SERVICE": "LDHC",
    "PRACTICE_CODE": "Z99001",
    "PRACTICE_NAME": "A MADE-UP PRACTICE, NORTH",
    "PCN_ODS_CODE": "U99001",
    "PCN_NAME": "A MADE-UP NETWORK",
    "ONS_SUB_ICB_LOC_CODE": "E38999999",
    "SUB_ICB_LOC_CODE": "01Z",
    "SUB_ICB_LOC_NAME": "A MADE-UP PLACE",
    "ONS_ICB_CODE": "E54999999",
    "ICB_CODE": "QZ1",
    "ICB_NAME": "A MADE-UP BOARD",
    "ONS_COMM_REGION_CODE": "E40999999",
    "COMM_REGION_CODE": "Y99",
    "COMM_REGION_NAME": "A MADE-UP REGION",
    "ACH_DATE": "20250331",
    "IND_CODE": "LDHCMI034",
    "MEASURE": "Numerator",
    "VALUE": "0",
}
HEADER = list(ROW)
NAMES = {
    "practice": "PRACTICE_CODE",
    "icb": "ICB_CODE",
    "on": "ACH_DATE",
    "indicator": "IND_CODE",
}
Rows = list[dict[str, str]]


def measure(name: str, value: str, **cells: str) -> dict[str, str]:
    named = {NAMES[cell]: said for cell, said in cells.items()}
    return ROW | {"MEASURE": name, "VALUE": value} | named


def register(checked: object, of: object, declined: object, **cells: str) -> Rows:
    """The three measures of one practice and age group."""
    return [
        measure("Denominator", f"{of}", **cells),
        measure("HLTHCHKDEC", f"{declined}", **cells),
        measure("Numerator", f"{checked}", **cells),
    ]


def publication(
    rows: Iterable[Mapping[str, str]], header: Sequence[str] = HEADER
) -> str:
    written = io.StringIO()
    lines = csv.DictWriter(written, header, extrasaction="ignore")
    lines.writeheader()
    lines.writerows(rows)
    return written.getvalue()
