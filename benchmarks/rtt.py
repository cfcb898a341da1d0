"""All ICB by function figures of a month, beside DuckDB: ``python -m benchmarks.rtt``.

The extract is made up, in the published layout and of the size of January 2026; name a
published one, unzipped, with ``--extract``. The library reads it, holds every line to its
rules and gives the distribution of waits of each integrated care board and treatment
function. DuckDB reads it and adds up the bands, once finding out for itself what the
columns are, as one would write it, and once told. Both must come to the same numbers, or
the benchmark ends with an error. Every round times each way once, in turn; ratios are
taken within each round, and the median of them counts. Work is told as well, in seconds
of all cores together, because DuckDB takes as many as there are and the library one.
"""

import argparse
import csv
import datetime as dt
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from unittest import mock

import send_metrics as sm
from send_metrics.domain.wait_bands import RTT

KPI = "waits.rtt_weeks"
BY = ("icb", "treatment_function")
LINES = 183_417
LAST_DAY = dt.date(2026, 1, 31)

CODES = (
    *("Period", "Provider Parent Org Code", "Provider Parent Name"),
    *("Provider Org Code", "Provider Org Name", "Commissioner Parent Org Code"),
    *("Commissioner Parent Name", "Commissioner Org Code", "Commissioner Org Name"),
    *("RTT Part Type", "RTT Part Description", "Treatment Function Code"),
    "Treatment Function Name",
)
BANDS = (
    *(f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in RTT.edges[:-1]),
    f"Gt {RTT.edges[-1]} Weeks SUM 1",
)
TOTALS = ("Total", "Patients with unknown clock start date", "Total All")
PARTS = {
    "Part_1A": "Completed Pathways For Admitted Patients",
    "Part_1B": "Completed Pathways For Non-Admitted Patients",
    "Part_2": "Incomplete Pathways",
    "Part_2A": "Incomplete Pathways with DTA",
    "Part_3": "New RTT Periods - All Patients",
}
FUNCTIONS = (*(f"C_{100 + 10 * n}" for n in range(18)), "X02", "X03", "X04", "X05")

Given = TypeVar("Given")
Cells = dict[tuple[str, str], dict[int, int]]
"""The pathways in each band, by board and function."""


def write_extract(path: Path, lines: int) -> None:
    """Write a made-up extract of so many lines, as sparse as the published ones.

    A list has some eight bands in which anybody waits; every fourth line has names with
    commas; each provider, commissioner and part has a line of totals.
    """
    luck = random.Random(2026)  # noqa: S311 - made up, and the same each time
    with path.open("w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*CODES, *BANDS, *TOTALS])
        for number, row in enumerate(_rows(luck)):
            if number == lines:
                return
            writer.writerow(row)


def _rows(luck: random.Random) -> Iterator[list[str | int]]:
    for provider in range(10_000):
        for commissioner in luck.sample(range(106), 25):
            board = commissioner % 42
            comma = "," if commissioner % 4 == 0 else ""
            place = f"NHS NORTH{comma} EAST AND MIDDLE {board}"
            codes = [
                *("RTT-January-2026", f"Q{provider % 42:02}", "NHS A MADE-UP BOARD"),
                *(f"R{provider:03}", f"MADE-UP TEACHING HOSPITALS {provider}"),
                *(f"Q{board:02}", f"{place} INTEGRATED CARE BOARD"),
                *(f"{commissioner:02}Z", f"{place} (SUB ICB LOCATION)"),
            ]
            for part, meaning in PARTS.items():
                functions = luck.sample(FUNCTIONS, luck.choice((1, 2, 3, 4, 8)))
                total = [0] * len(BANDS)
                for function in sorted(functions):
                    waiting = _waiting(luck)
                    total = [a + b for a, b in zip(total, waiting, strict=True)]
                    names = (part, meaning, function, f"Made-up {function} Service")
                    yield [*codes, *names, *_figures(part, waiting)]
                names = (part, meaning, "C_999", "Total")
                yield [*codes, *names, *_figures(part, total)]


def _waiting(luck: random.Random) -> list[int]:
    waiting = [0] * len(BANDS)
    for _ in range(int(luck.expovariate(0.085)) + 1):
        week = min(int(luck.expovariate(0.07)), len(BANDS) - 1)
        waiting[week] += luck.choice((1, 1, 1, 2, 3, 14))
    return waiting


def _figures(part: str, waiting: list[int]) -> list[str | int]:
    total = sum(waiting)
    if part == "Part_3":
        return [*[0] * len(waiting), "", "", total]
    return [*waiting, *((total, 0) if part[:6] == "Part_1" else ("", "")), total]


def read(path: Path) -> sm.Records:
    """Read the extract into records, lines accounted for, rows conformed."""
    return sm.read("rtt", path)


def read_line_by_line(path: Path) -> sm.Records:
    """Do the same as if no line of it were plain."""
    with mock.patch("send_metrics.adapters.rtt.lines.plain_lines", return_value=None):
        return sm.read("rtt", path)


def figures(records: sm.Records) -> sm.Figures:
    """Return the distribution of waits of each board and function."""
    return sm.calculate(KPI, records, as_at=LAST_DAY, by=BY)


def duckdb_groups(path: Path, *, told: bool) -> Cells:
    """Return the bands of each board and function as DuckDB adds them up.

    Where it is *told*, it need not find out what is between commas and of what type.
    """
    import duckdb

    con = duckdb.connect()
    kinds = dict.fromkeys(CODES, "VARCHAR") | dict.fromkeys(BANDS + TOTALS, "INTEGER")
    options = f", auto_detect = false, header = true, columns = {kinds}" if told else ""
    bands = ", ".join(f'sum("{band}")' for band in BANDS)
    rows = con.execute(
        f"""
        SELECT "Commissioner Parent Org Code", "Treatment Function Code", {bands}
        FROM read_csv('{path}'{options})
        WHERE "RTT Part Type" = 'Part_2' AND "Treatment Function Code" <> 'C_999'
            AND "Commissioner Org Code" IS DISTINCT FROM 'NONC'
        GROUP BY ALL
        """
    ).fetchall()
    con.close()
    return {
        (icb or "none", function): {w: int(n) for w, n in enumerate(waiting) if n}
        for icb, function, *waiting in rows
    }


def cells(found: sm.Figures) -> Cells:
    """Return the bands that stand behind figures."""
    return {
        (figure.by["icb"], figure.by["treatment_function"]): dict(figure.state.spread)
        for figure in found
        if figure.state.spread
    }


def account(records: sm.Records) -> object:
    """Return what became of the lines."""
    [source] = records.report.sources
    return source.balances, source.findings, source.notes


Taken = dict[str, tuple[float, float]]
"""Seconds that passed, and seconds of all cores together, by the name of the way."""


def one_round(path: Path) -> Taken:
    """Return what each way takes, all of which must agree."""
    taken: Taken = {}

    def timed(name: str, way: Callable[[], Given]) -> Given:
        began, worked = time.perf_counter(), time.process_time()
        given = way()
        taken[name] = time.perf_counter() - began, time.process_time() - worked
        return given

    sniffed = timed("duckdb", lambda: duckdb_groups(path, told=False))
    records = timed("read", lambda: read(path))
    found = timed("calculate", lambda: figures(records))
    told = timed("duckdb_told", lambda: duckdb_groups(path, told=True))
    slowly = timed("read_line_by_line", lambda: read_line_by_line(path))
    taken["library"] = (
        taken["read"][0] + taken["calculate"][0],
        taken["read"][1] + taken["calculate"][1],
    )
    waiting = {cell: bands for cell, bands in sniffed.items() if bands}
    if not cells(found) == cells(figures(slowly)) == waiting:
        message = "the library and DuckDB do not agree"
        raise SystemExit(message)
    if told != sniffed or account(slowly) != account(records):
        message = "two ways to do the same do not agree"
        raise SystemExit(message)
    return taken


def ratio(rounds: Sequence[Taken], to: str, clock: int) -> float:
    """Return the median ratio of the library's times to another's of the same round."""
    ratios = [each["library"][clock] / each[to][clock] for each in rounds]
    return round(float(statistics.median(ratios)), 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it as JSON where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--extract", type=Path)
    options.add_argument("--lines", type=int, default=LINES)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    asked = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = asked.extract or Path(folder) / "extract.csv"
        if asked.extract is None:
            write_extract(path, asked.lines)
        megabytes = round(path.stat().st_size / 1e6, 1)
        rows = len(read(path).tables["waiting_list_bands"].native)
        rounds = [one_round(path) for _ in range(asked.rounds)]
    told: dict[str, object] = {
        "megabytes": megabytes,
        "rows": rows,
        **{f"{way}_s": round(min(r[way][0] for r in rounds), 3) for way in rounds[0]},
        **{
            f"{way}_cpu_s": round(min(r[way][1] for r in rounds), 3)
            for way in rounds[0]
        },
        "ratio": ratio(rounds, "duckdb", 0),
        "ratio_of_cpu": ratio(rounds, "duckdb", 1),
        "ratio_to_duckdb_told": ratio(rounds, "duckdb_told", 0),
        "ratio_of_cpu_to_duckdb_told": ratio(rounds, "duckdb_told", 1),
    }
    for name, value in told.items():
        sys.stdout.write(f"{name:32} {value}\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
