"""Made-up extracts of what NHS England publishes, in the layouts that it uses.

Nobody here is real: the board, the trusts and the practices have codes that were never
given. Lists are counted at the end of months that the made-up registers tell of.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from random import Random

from send_metrics.demo.registers.story import so_far

BOARD_CODE, PLACE_CODE, TRUST_CODE = "QZ9", "09Z", "RZ9"
BOARD_NAME, PLACE_NAME = "NHS WEXSHIRE INTEGRATED CARE BOARD", "WEXSHIRE"
TRUST_NAME = "OAKMERE COMMUNITY HEALTH NHS TRUST"
RTT_BANDS = 104
DM01_LAST_BAND = 13
FUNCTIONS = {
    "C_420": "Paediatrics Service",
    "C_120": "Ear Nose and Throat Service",
}
# The weeks that half have waited no longer than and at last.
COMMUNITY_SERVICES = (
    ("(CYP) Therapy interventions: Speech and language", (19.0, 14.0)),
    ("(CYP) Community paediatric service", (24.0, 21.0)),
    ("(CYP) Audiology", (10.0, 8.0)),
)
COMMUNITY_TABLES = ("Table 4", *(f"Table 4{letter}" for letter in "abcdefg"))
# Where one band ends and the next begins, in weeks.
COMMUNITY_BANDS_END = (1, 2, 4, 12, 18, 52)
TESTS = ("AUDIOLOGY_ASSESSMENTS", "MRI", "SLEEP_STUDIES")
CHECKS_TO = (dt.date(2024, 3, 31), dt.date(2025, 3, 31), dt.date(2025, 12, 31))
PRACTICES = 6
AGE_GROUPS = {"LDHCMI034": 12, "LDHCMI035": 60}


def write_rtt(path: Path, month: dt.date, *, seed: int, children: int) -> None:
    """Write how long patients referred to a consultant had waited at a month's end."""
    bands = [
        *(f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(RTT_BANDS)),
        f"Gt {RTT_BANDS} Weeks SUM 1",
    ]
    rng = Random(f"{seed} rtt {month}")
    lines: list[dict[str, object]] = []
    for code, name in FUNCTIONS.items():
        people = _waiting(rng, max(20, children // 6), so_far(month, 17.0, 13.0))
        counts = _counted(people, RTT_BANDS)
        lines.append(
            _organisations(f"RTT-{month:%B}-{month.year}")
            | {
                "RTT Part Type": "Part_2",
                "RTT Part Description": "Incomplete Pathways",
                "Treatment Function Code": code,
                "Treatment Function Name": name,
            }
            | {band: counts.get(week) for week, band in enumerate(bands)}
            | {
                "Total": len(people),
                "Patients with unknown clock start date": None,
                "Total All": len(people),
            }
        )
    _write(path, lines)


def write_dm01(path: Path, month: dt.date, *, seed: int, children: int) -> None:
    """Write how long people had waited for a diagnostic test at a month's end."""
    bands = [
        "00 < 01 Week",
        *(f"{week:02} < {week + 1:02} Weeks" for week in range(1, DM01_LAST_BAND)),
        f"{DM01_LAST_BAND}+ Weeks",
    ]
    rng = Random(f"{seed} dm01 {month}")
    lines: list[dict[str, object]] = []
    for order, test in enumerate(TESTS, start=1):
        people = _waiting(rng, max(20, children // 12), so_far(month, 6.0, 4.0))
        counts = _counted(people, DM01_LAST_BAND)
        lines.append(
            _organisations(f"DM01-{month:%B}-{month.year}".upper())
            | {"Diagnostic Tests Sort Order": order, "Diagnostic Tests": test}
            | {band: counts.get(week, 0) for week, band in enumerate(bands)}
            | {"Total WL": len(people)}
        )
    _write(path, lines)


def write_community_waits(
    path: Path, month: dt.date, *, seed: int, children: int
) -> None:
    """Write the sheets of a month's community waits, saved as CSV, into a folder."""
    path.mkdir(parents=True, exist_ok=True)
    rng = Random(f"{seed} community {month}")
    lists = []
    for _, median_weeks in COMMUNITY_SERVICES:
        people = _waiting(rng, max(20, children // 8), so_far(month, *median_weeks))
        ends = COMMUNITY_BANDS_END
        banded = [
            sum(first <= week < last for week in people)
            for first, last in pairwise((0, *ends, max(*people, *ends) + 1))
        ]
        lists.append([len(people), *banded])
    titles = ["Organisation Type", "Organisation Code", "Organisation Name"]
    titles += [service for service, _ in COMMUNITY_SERVICES]
    for place, table in enumerate(COMMUNITY_TABLES):
        rows: list[list[object]] = [
            [f"{table}: waiting lists, {month:%B} {month.year}"],
            [],
            list(titles),
            ["Provider", TRUST_CODE, TRUST_NAME, *(counts[place] for counts in lists)],
        ]
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(rows)
        (path / f"{table}.csv").write_bytes(written.getvalue().encode())


def write_health_checks(path: Path, *, seed: int, children: int) -> None:
    """Write the annual health checks of people with a learning disability."""
    rng = Random(f"{seed} health checks")
    lines: list[dict[str, object]] = []
    for day in CHECKS_TO:
        # The year is not over in December, so that fewer have had their check.
        share = so_far(day, 0.62, 0.8) * (1.0 if day.month == 3 else 0.6)
        for practice in range(1, PRACTICES + 1):
            for indicator, about in AGE_GROUPS.items():
                register = max(
                    3, round(about * children / 3000 * rng.uniform(0.7, 1.3))
                )
                checked = sum(rng.random() < share for _ in range(register))
                declined = min(register - checked, round(register * 0.05))
                measures = {
                    "Denominator": register,
                    "HLTHCHKDEC": declined,
                    "Numerator": checked,
                }
                lines += [
                    _practice(practice, day, indicator)
                    | {"MEASURE": measure, "VALUE": value}
                    for measure, value in measures.items()
                ]
    _write(path, lines)


def _organisations(period: str) -> dict[str, object]:
    return {
        "Period": period,
        "Provider Parent Org Code": BOARD_CODE,
        "Provider Parent Name": BOARD_NAME,
        "Provider Org Code": TRUST_CODE,
        "Provider Org Name": TRUST_NAME,
        "Commissioner Parent Org Code": BOARD_CODE,
        "Commissioner Parent Name": BOARD_NAME,
        "Commissioner Org Code": PLACE_CODE,
        "Commissioner Org Name": PLACE_NAME,
    }


def _practice(number: int, day: dt.date, indicator: str) -> dict[str, object]:
    return {
        "QUALITY_SERVICE": "LDHC",
        "PRACTICE_CODE": f"Z990{number:02d}",
        "PRACTICE_NAME": f"A MADE-UP PRACTICE {number}",
        "PCN_ODS_CODE": f"U990{1 + number % 2:02d}",
        "PCN_NAME": "A MADE-UP NETWORK",
        "ONS_SUB_ICB_LOC_CODE": "E38999999",
        "SUB_ICB_LOC_CODE": PLACE_CODE,
        "SUB_ICB_LOC_NAME": PLACE_NAME,
        "ONS_ICB_CODE": "E54999999",
        "ICB_CODE": BOARD_CODE,
        "ICB_NAME": BOARD_NAME,
        "ONS_COMM_REGION_CODE": "E40999999",
        "COMM_REGION_CODE": "Y99",
        "COMM_REGION_NAME": "A MADE-UP REGION",
        "ACH_DATE": f"{day:%Y%m%d}",
        "IND_CODE": indicator,
    }


def _waiting(rng: Random, people: int, median_weeks: float) -> list[int]:
    """Return how many whole weeks each has waited."""
    return [int(rng.lognormvariate(0, 0.8) * median_weeks) for _ in range(people)]


def _counted(weeks: Iterable[int], last: int) -> Mapping[int, int]:
    counts: dict[int, int] = {}
    for week in weeks:
        band = min(week, last)
        counts[band] = counts.get(band, 0) + 1
    return counts


def _write(path: Path, lines: list[dict[str, object]]) -> None:
    written = io.StringIO(newline="")
    rows = csv.DictWriter(written, list(lines[0]), lineterminator="\n")
    rows.writeheader()
    rows.writerows(lines)
    path.write_bytes(written.getvalue().encode())
