"""Small extracts in the published layout, made up line by line."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

CODES = {
    "Period": "RTT-January-2026",
    "Provider Parent Org Code": "QZ1",
    "Provider Parent Name": "A MADE-UP BOARD",
    "Provider Org Code": "RZ1",
    "Provider Org Name": "A MADE-UP TRUST, NORTH",
    "Commissioner Parent Org Code": "QZ1",
    "Commissioner Parent Name": "A MADE-UP BOARD",
    "Commissioner Org Code": "01Z",
    "Commissioner Org Name": "A MADE-UP PLACE",
    "RTT Part Type": "Part_2",
    "RTT Part Description": "Incomplete Pathways",
    "Treatment Function Code": "C_150",
    "Treatment Function Name": "Neurosurgical Service",
}
BANDS = [
    *(f"Gt {weeks:02} To {weeks + 1:02} Weeks SUM 1" for weeks in range(104)),
    "Gt 104 Weeks SUM 1",
]
UNKNOWN = "Patients with unknown clock start date"
HEADER = [*CODES, *BANDS, "Total", UNKNOWN, "Total All"]
NAMES = {
    "period": "Period",
    "provider": "Provider Org Code",
    "icb": "Commissioner Parent Org Code",
    "commissioner": "Commissioner Org Code",
    "part": "RTT Part Type",
    "function": "Treatment Function Code",
    "total": "Total",
    "unknown": UNKNOWN,
    "total_all": "Total All",
}


def line(bands: Mapping[int, int | str] | None = None, **cells: str) -> dict[str, str]:
    """A line of the file; without another total, the one that the bands add up to."""
    filled = {BANDS[weeks]: str(count) for weeks, count in (bands or {}).items()}
    told = sum(count for count in (bands or {}).values() if isinstance(count, int))
    return (
        dict.fromkeys(HEADER, "")
        | CODES
        | filled
        | {"Total All": str(told)}
        | {NAMES[name]: cell for name, cell in cells.items()}
    )


def new(count: str, **cells: str) -> dict[str, str]:
    return line({}, part="Part_3", total_all=count, **cells)


def extract(
    lines: Iterable[Mapping[str, str]],
    header: Sequence[str] = HEADER,
    ends: str = "\r\n",
) -> str:
    written = io.StringIO()
    rows = csv.DictWriter(written, header, extrasaction="ignore", lineterminator=ends)
    rows.writeheader()
    rows.writerows(lines)
    return written.getvalue()
