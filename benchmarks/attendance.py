"""All attendance KPIs of a county beside the best hand-written code for the same numbers.

    python -m benchmarks.attendance --marks 10000000 --json OUT

Marks are made up and lie in a Parquet file, by school and pupil. Each way reads the file
itself. The library on DuckDB and every form of SQL run in turn, round by round, and the
best round of each counts, so that a busy machine is unfair to none. Every way runs in a
process of its own besides, whose peak memory is what is told. All must agree exactly.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import send_metrics as sm
from benchmarks.alone import alone, run_alone
from benchmarks.attendance_by_hand import (
    NAMES,
    SQL_FORMS,
    Answer,
    in_pandas,
    in_polars,
    in_sql,
)
from benchmarks.marks import write_marks
from send_metrics.domain.period_text import parse_period
from send_metrics.kpis.definition import Rate

PERIOD = parse_period("2024-08-19..2025-07-31")
BY = ("school_urn", "sen_status")
MANY_FOR_PANDAS = 30_000_000
_PLACE = {name: n for n, name in enumerate(NAMES)}


def measures() -> list[sm.Definition]:
    """Return every attendance KPI in force, but for those by home, which is not told."""
    return [
        kpi
        for kpi in sm.catalogue(PERIOD.last)
        if kpi.table == "attendance_totals" and "authority" in kpi.dimensions
    ]


def open_marks(folder: Path) -> sm.Records:
    """Open the files as relations, and check every mark, with no adapter between."""
    import duckdb

    con = duckdb.connect()
    return sm.Records.from_frames(
        {
            name: con.read_parquet(str(folder / f"{file}.parquet"))
            for name, file in (("attendance_marks", "marks"), ("pupils", "pupils"))
        }
    )


def figures_of(records: sm.Records) -> sm.Figures:
    """Return all attendance KPIs by school and SEN status."""
    return sm.calculate(measures(), records, period=PERIOD, by=BY)


def refuse_unlike(figures: sm.Figures, answer: Answer) -> None:
    """Compare every figure with what was worked out by hand.

    Raises:
        ValueError: one of them differs.
    """
    for figure in figures:
        by_hand = answer[figure.by["school_urn"], figure.by["sen_status"]]
        state, kpi = figure.state, figure.kpi
        if isinstance(kpi, Rate):
            expected = tuple(
                sum(by_hand[_PLACE[a.needs[0]]] for a in amounts)
                for amounts in (kpi.top, kpi.bottom)
            )
        else:
            share = "severe" if "severe" in kpi.id else "persistent"
            expected = by_hand[_PLACE[share]], by_hand[_PLACE["enrolments"]]
        if (state.numerator, state.denominator) != expected:
            message = f"{kpi.id} differs from what was worked out by hand"
            raise ValueError(message)


def on(engine: str) -> Callable[[Path], sm.Figures]:
    """Return how the library works the figures out on an engine, from the file."""

    def run(folder: Path) -> sm.Figures:
        if engine == "duckdb":
            return figures_of(open_marks(folder))
        return figures_of(sm.Records.from_frames(_frames(engine, folder)))

    return run


def _frames(engine: str, folder: Path) -> dict[str, Any]:
    files = {
        "attendance_marks": folder / "marks.parquet",
        "pupils": folder / "pupils.parquet",
    }
    if engine == "polars":
        import polars as pl

        return {name: pl.scan_parquet(file) for name, file in files.items()}
    if engine == "pyspark":
        from pyspark.sql import SparkSession

        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "6g")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        return {name: spark.read.parquet(str(file)) for name, file in files.items()}
    import pandas as pd

    frames = {name: pd.read_parquet(file) for name, file in files.items()}
    marks, pupils = frames["attendance_marks"], frames["pupils"]
    marks["date"] = pd.to_datetime(marks["date"])
    pupils["date_of_birth"] = pd.to_datetime(pupils["date_of_birth"])
    return frames


def with_adapter(folder: Path) -> sm.Figures:
    """Read the folder through the adapter, stand-ins for pupils and all, and count."""
    return figures_of(sm.read("attendance_marks", folder))


ALONE: dict[str, Callable[[Path], Any]] = {
    "library_duckdb": on("duckdb"),
    "library_adapter": with_adapter,
    "library_polars": on("polars"),
    "library_pandas": on("pandas"),
    "library_pyspark": on("pyspark"),
    "pandas": in_pandas,
    "polars": in_polars,
    **{form: partial(in_sql, form) for form in SQL_FORMS},
}


def in_turn(folder: Path, rounds: int) -> dict[str, float]:
    """Return the best time of the library and of each form of SQL, run in turn."""
    began = time.perf_counter()
    records = open_marks(folder)
    best = {"library_check": time.perf_counter() - began}
    answer = in_sql("packed_by_map", folder)
    refuse_unlike(figures_of(records), answer)
    ways: dict[str, Callable[[], object]] = {
        "library": partial(figures_of, records),
        **{form: partial(in_sql, form, folder) for form in SQL_FORMS},
    }
    for number in range(rounds):
        for name, way in ways.items():
            if number and best[name] > 3 * best["library"]:
                continue
            began = time.perf_counter()
            found = way()
            taken = time.perf_counter() - began
            best[name] = min(best.get(name, taken), taken)
            if name != "library" and found != answer:
                message = f"{name} differs from packed_by_map"
                raise ValueError(message)
    return best


def measured(
    folder: Path, marks: int, rounds: int, ways: Sequence[str]
) -> dict[str, Any]:
    """Return everything that is told of so many marks."""
    best = in_turn(folder, rounds)
    form = min(SQL_FORMS, key=lambda name: best[name])
    told: dict[str, Any] = {
        "marks": marks,
        "measures": len(measures()),
        "library_duckdb_s": round(best["library"], 3),
        "best_sql_s": round(best[form], 3),
        "best_sql_form": form,
        "library_to_best_sql": round(best["library"] / best[form], 2),
        "library_check_s": round(best["library_check"], 3),
        "sql_s": {name: round(best[name], 3) for name in SQL_FORMS},
    }
    for way in ways:
        ran = run_alone("benchmarks.attendance", way, folder)
        if ran:
            told[f"{way}_{'all_' if way == 'library_duckdb' else ''}s"] = round(
                ran["seconds"], 3
            )
            told[f"{way}_peak_mib"] = round(ran["peak_mib"])
    if "library_duckdb_peak_mib" in told:
        told["library_peak_mib"] = told.pop("library_duckdb_peak_mib")
    if "pandas_s" in told:
        told["pandas_to_library"] = round(
            told["pandas_s"] / told["library_duckdb_s"], 1
        )
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it as JSON where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--marks", type=int, action="append")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    options.add_argument("--with-spark", action="store_true")
    options.add_argument("--alone", nargs=2, metavar=("WAY", "FOLDER"))
    asked = options.parse_args(arguments)
    if asked.alone:
        return alone(ALONE[asked.alone[0]], Path(asked.alone[1]))
    told = []
    for marks in asked.marks or (1_000_000, 10_000_000, 70_000_000):
        ways = [
            "library_duckdb",
            "library_adapter",
            "library_polars",
            "polars",
            "pandas",
        ]
        ways += ["library_pandas"] if marks < MANY_FOR_PANDAS else []
        ways += ["library_pyspark"] if asked.with_spark else []
        with tempfile.TemporaryDirectory() as folder:
            write_marks(Path(folder), marks)
            told.append(measured(Path(folder), marks, asked.rounds, ways))
        for name, value in told[-1].items():
            sys.stdout.write(f"{name:28} {value}\n")
        sys.stdout.write("\n")
    if asked.json:
        whole = told[0] if len(told) == 1 else told
        asked.json.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
