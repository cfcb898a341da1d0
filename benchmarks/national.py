"""A country's marks split over workers, and their states merged: exactly the whole.

    python -m benchmarks.national --marks 10000000 --parts 8 --workers 2

The marks of a made-up county are written as one Parquet file for each part, whole
schools in each, as they would lie on a cluster. Every part is counted in a process of a
pool; only the states of its figures come back, a few whole numbers a cell. The states
are merged and must equal those of all rows counted together. With ``--counties 47`` the
parts are counted so many times over, which is a school year of England.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import send_metrics as sm
from benchmarks.attendance import PERIOD, measures
from benchmarks.marks import write_marks
from send_metrics.calculate.figure import State

BY = ("sen_status",)
Said = tuple[
    str, tuple[tuple[str, str], ...], int, int, int, tuple[tuple[str, int], ...]
]
"""What travels of a figure: its KPI and cell, and whole numbers."""


def split_by_school(folder: Path, parts: int) -> list[Path]:
    """Write one file of marks for each part, whole schools in each."""
    import duckdb

    con = duckdb.connect()
    files = [folder / f"part_{number:03}.parquet" for number in range(parts)]
    for number, file in enumerate(files):
        con.execute(
            f"COPY (FROM '{folder}/marks.parquet'"
            f" WHERE school_urn::BIGINT % {parts} = {number}"
            " ORDER BY school_urn, pupil_id, date, session)"
            f" TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
        )
    return files


def figures_of(marks: Path, pupils: Path) -> sm.Figures:
    """Return all attendance KPIs of a file of marks, by SEN status."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET threads = 1; SET memory_limit = '400MB'")
    records = sm.Records.from_frames(
        {
            "attendance_marks": con.read_parquet(str(marks)),
            "pupils": con.read_parquet(str(pupils)),
        }
    )
    return sm.calculate(measures(), records, period=PERIOD, by=BY)


def states_of(marks: Path, pupils: Path) -> tuple[list[Said], int]:
    """Return the states of the figures of a part, and the peak memory in KiB."""
    said = [
        (
            figure.kpi.id,
            tuple(sorted(figure.by.items())),
            figure.state.numerator,
            figure.state.denominator,
            figure.undetermined,
            tuple(figure.excluded.items()),
        )
        for figure in figures_of(marks, pupils)
    ]
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return said, int(peak.split()[1])


def figures_said(said: Sequence[Said]) -> sm.Figures:
    """Return figures from their states."""
    kpis = {kpi.id: kpi for kpi in measures()}
    return sm.Figures(
        tuple(
            sm.Figure(
                kpi=kpis[kpi],
                when=PERIOD,
                by=dict(by),
                state=State(numerator, denominator),
                undetermined=undetermined,
                excluded=dict(excluded),
            )
            for kpi, by, numerator, denominator, undetermined, excluded in said
        )
    )


def cells(figures: sm.Figures) -> dict[Any, tuple[int, int, int]]:
    """Return the whole numbers of every cell, to compare."""
    return {
        (figure.kpi.id, tuple(sorted(figure.by.items()))): (
            figure.state.numerator,
            figure.state.denominator,
            figure.undetermined,
        )
        for figure in figures
    }


def merged(parts: Iterator[list[Said]]) -> sm.Figures:
    """Return the figures of all parts, merged as they come."""
    whole = figures_said(next(parts))
    for said in parts:
        whole = sm.merge(whole, figures_said(said))
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the times, and fail unless the merged states equal the whole."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--marks", type=int, default=10_000_000)
    options.add_argument("--parts", type=int, default=8)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--counties", type=int, default=1)
    asked = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        write_marks(Path(folder), asked.marks)
        pupils = Path(folder) / "pupils.parquet"
        files = split_by_school(Path(folder), asked.parts) * asked.counties
        began = time.perf_counter()
        with ProcessPoolExecutor(asked.workers, get_context("spawn")) as pool:
            told = list(pool.map(states_of, files, [pupils] * len(files)))
        counted = time.perf_counter() - began
        began = time.perf_counter()
        together = merged(iter([said for said, _ in told]))
        merging = time.perf_counter() - began
        whole = figures_of(Path(folder) / "marks.parquet", pupils)
    expected = {
        cell: tuple(n * asked.counties for n in numbers)
        for cell, numbers in cells(whole).items()
    }
    marks = asked.marks * asked.counties
    for name, value in {
        "marks": marks,
        "parts": len(files),
        "workers": asked.workers,
        "counted_s": round(counted, 2),
        "merged_s": round(merging, 2),
        "worker_seconds_a_million_marks": round(
            counted * asked.workers / (marks / 1e6), 3
        ),
        "peak_mib_of_a_worker": round(max(peak for _, peak in told) / 1024),
        "figures": len(together),
        "equal_to_the_whole": cells(together) == expected,
    }.items():
        sys.stdout.write(f"{name:32} {value}\n")
    return 0 if cells(together) == expected else 1


if __name__ == "__main__":
    raise SystemExit(main())
