"""Small extracts in the published layout, made up line by line."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

CODES = {
    "Period": "DM01-JANUARY-2026",
    "Provider Parent Org Code": "QZ1",
    "Provider Parent Name": "A MADE-UP BOARD",
    "Provider Org Code": "RZ1",
    "Provider Org Name": "A MADE-UP TRUST, NORTH",
    "Commissioner Parent Org Code": "QZ1",
    "Commissioner Parent Name": "A MADE-UP BOARD",
    "Commissioner Org Code": "01Z",
    "Commissioner Org Name": "A MADE-UP PLACE",
    "Diagnostic Tests Sort Order": "6",
    "Diagnostic Tests": "AUDIOLOGY_ASSESSMENTS",
}
BANDS = [
    "00 < 01 Week",
    *(f"{week:02} < {week + 1:02} Weeks" for week in range(1, 13)),
    "13+ Weeks",
]
ACTIVITY = ["Waiting List Activity", "Planned Activity", "Unscheduled Activity"]
HEADER = [*CODES, *BANDS, "Total WL", *ACTIVITY, "Total Activity"]
NAMES = {
    "period": "Period",
    "provider": "Provider Org Code",
    "icb": "Commissioner Parent Org Code",
    "commissioner": "Commissioner Org Code",
    "test": "Diagnostic Tests",
    "total": "Total WL",
}


def line(bands: Mapping[int, int | str] | None = None, **cells: str) -> dict[str, str]:
    """A line of the file; without another total, the one that the bands add up to."""
    filled = {BANDS[weeks]: str(count) for weeks, count in (bands or {}).items()}
    told = sum(count for count in (bands or {}).values() if isinstance(count, int))
    return (
        dict.fromkeys(HEADER, "0")
        | CODES
        | filled
        | {"Total WL": str(told)}
        | {NAMES[name]: cell for name, cell in cells.items()}
    )


def extract(lines: Iterable[Mapping[str, str]], header: Sequence[str] = HEADER) -> str:
    written = io.StringIO()
    rows = csv.DictWriter(written, header, extrasaction="ignore")
    rows.writeheader()
    rows.writerows(lines)
    return written.getvalue()
