"""Waiting lists at twelve month ends beside the best hand-written code for the same.

    python -m benchmarks.referrals --referrals 1000000 --json OUT

Referrals are made up and lie in a Parquet file. The library on DuckDB and every form of
SQL run in turn, round by round, each on a connection of its own that stays open, and the
best round of each counts. Most forms give percentiles only; one also hands over the
histograms that the library's figures hold, and is what the ratio is to. Some ways run in
a process of their own besides, imports and all, whose peak memory is told. All must
agree: counts exactly, percentiles to a millionth of a day. Of fewer than ten who wait
the library gives no length of a wait, and must give none.
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
from benchmarks.referrals_by_hand import (
    DAYS,
    SQL_FORMS,
    Answer,
    in_pandas,
    in_sql,
    with_histograms,
)
from send_metrics.kpis.waits import FEWEST_FOR_A_PERCENTILE

KPIS = (
    "waits.still_waiting",
    "waits.still_waiting_weeks",
    "waits.over_18_weeks",
    "waits.over_52_weeks",
)
SERVICES, AREAS = 20, 10
COUNTS = 3
"""Of the numbers of a cell, those that come first and count referrals."""
POINTS = ("median_weeks", "p90_weeks", "p92_weeks", "max_weeks")


def write_referrals(folder: Path, referrals: int) -> None:
    """Write ``referrals.parquet``: four years up to the end of 2025, in no order.

    Services differ in how long they take; four in five children are seen in the end,
    one in eight is closed unseen, and a few wait on.
    """
    import duckdb

    duckdb.connect().execute(
        f"""
        COPY (
            SELECT printf('R%09d', i) AS referral_id,
                printf('P%09d', hash(i) % 1000000000) AS person_id,
                printf('S%02d', service) AS service,
                printf('T%02d', service % 5) AS provider, printf('A%02d', area) AS area,
                referred_on, NULL::DATE AS accepted_on,
                CASE WHEN luck < 0.8 AND ends_on <= DATE '2025-12-31'
                    THEN ends_on END AS first_contact_on,
                CASE WHEN luck < 0.8 AND ends_on + 90 <= DATE '2025-12-31'
                    THEN ends_on + 90
                    WHEN luck BETWEEN 0.8 AND 0.92 AND ends_on <= DATE '2025-12-31'
                    THEN ends_on END AS closed_on
            FROM (
                SELECT i, hash(i) % {SERVICES} AS service, hash(i + 1) % {AREAS} AS area,
                    hash(i * 7 + 11) % 1000000 / 1000000 AS luck,
                    DATE '2022-01-01' + (hash(i * 3 + 5) % 1461)::INT AS referred_on,
                    referred_on + (-ln(1 - hash(i * 13 + 17) % 1000000 / 1000000)
                        * (60 + 10 * (hash(i) % {SERVICES})))::INT AS ends_on
                FROM range({referrals}) AS r(i)
            )
        ) TO '{folder / "referrals.parquet"}' (FORMAT parquet, COMPRESSION zstd)
        """
    )


def open_referrals(folder: Path) -> sm.Records:
    """Open the file as a relation, and check every referral."""
    import duckdb

    relation = duckdb.connect().read_parquet(str(folder / "referrals.parquet"))
    return sm.Records.from_frames({"referrals": relation})


def figures(records: sm.Records) -> sm.Figures:
    """Calculate all figures."""
    return sm.calculate(KPIS, records, as_at=DAYS, by=("service", "area"))


def in_library(records: sm.Records) -> Answer:
    """Calculate all figures, and read off them the same numbers that they give."""
    found: dict[Any, dict[str, tuple[float, ...]]] = {}
    for figure in figures(records):
        cell = figure.as_at, figure.by["service"], figure.by["area"]
        if figure.kpi.kind == "waits":
            summary = figure.summary
            given = (summary[point] for point in POINTS)
            numbers = tuple(weeks * 7 for weeks in given if weeks is not None)
        else:
            numbers = (figure.state.numerator,)
        found.setdefault(cell, {})[figure.kpi.id] = numbers
    return {
        cell: tuple(
            number
            for kpi in (KPIS[0], KPIS[2], KPIS[3], KPIS[1])
            for number in numbers[kpi]
        )
        for cell, numbers in found.items()
    }


def without_lengths_of_few(answer: Answer) -> Answer:
    """Leave out how long those of a cell have waited where they are too few to say."""
    return {
        cell: numbers if numbers[0] >= FEWEST_FOR_A_PERCENTILE else numbers[:COUNTS]
        for cell, numbers in answer.items()
    }


def refuse_unlike(found: Answer, answer: Answer, name: str) -> None:
    """Compare every number.

    Raises:
        ValueError: a cell or a number differs.
    """
    alike = found.keys() == answer.keys() and all(
        len(found[cell]) == len(numbers)
        and all(
            abs(one - other) < 1e-6
            for one, other in zip(found[cell], numbers, strict=True)
        )
        for cell, numbers in answer.items()
    )
    if not alike:
        message = f"{name} differs from joined_with_days"
        raise ValueError(message)


def _connection(folder: Path) -> Any:
    import duckdb

    con = duckdb.connect()
    con.read_parquet(str(folder / "referrals.parquet")).create_view("referrals")
    return con


def _in_sql_of_its_own(form: str, folder: Path) -> Answer:
    return in_sql(form, _connection(folder))


ALONE: dict[str, Callable[[Path], Answer]] = {
    "library_duckdb": lambda folder: in_library(open_referrals(folder)),
    "pandas": in_pandas,
    **{form: partial(_in_sql_of_its_own, form) for form in SQL_FORMS},
}


def in_turn(folder: Path, rounds: int) -> dict[str, float]:
    """Return the best time of each way that is run in turn, and of the check."""
    began = time.perf_counter()
    records = open_referrals(folder)
    best = {"library_check": time.perf_counter() - began}
    con = _connection(folder)
    answer = in_sql("joined_with_days", con)
    answers = {"library": without_lengths_of_few(answer)}
    ways: dict[str, Callable[[], Answer]] = {
        "library": partial(in_library, records),
        **{form: partial(in_sql, form, con) for form in SQL_FORMS},
        "with_histograms": partial(with_histograms, "who_waited_joined_with_days", con),
        "pandas": partial(in_pandas, folder),
    }
    for number in range(rounds):
        began = time.perf_counter()
        figures(records)
        taken = time.perf_counter() - began
        best["figures"] = min(best.get("figures", taken), taken)
        for name, way in ways.items():
            if number and best[name] > 4 * best["library"]:
                continue
            began = time.perf_counter()
            found = way()
            taken = time.perf_counter() - began
            best[name] = min(best.get(name, taken), taken)
            refuse_unlike(found, answers.get(name, answer), name)
    return best


def measured(folder: Path, referrals: int, rounds: int) -> dict[str, Any]:
    """Return everything that is told of so many referrals."""
    best = in_turn(folder, rounds)
    form = min(SQL_FORMS, key=lambda name: best[name])
    told: dict[str, Any] = {
        "referrals": referrals,
        "days": len(DAYS),
        "figures_s": round(best["figures"], 3),
        "library_duckdb_s": round(best["library"], 3),
        "best_sql_s": round(best[form], 3),
        "best_sql_form": form,
        "figures_to_percentiles_only": round(best["figures"] / best[form], 2),
        "ratio_to_percentiles_only": round(best["library"] / best[form], 2),
        "sql_with_histograms_s": round(best["with_histograms"], 3),
        "ratio": round(best["library"] / best["with_histograms"], 2),
        "library_check_s": round(best["library_check"], 3),
        "pandas_s": round(best["pandas"], 3),
        "pandas_to_library": round(best["pandas"] / best["library"], 1),
        "sql_s": {name: round(best[name], 3) for name in SQL_FORMS},
    }
    for way in ("library_duckdb", form, "pandas"):
        ran = run_alone("benchmarks.referrals", way, folder)
        name = "best_sql" if way == form else way
        if ran:
            told[f"{name}_alone_s"] = round(ran["seconds"], 3)
            told[f"{name}_peak_mib"] = round(ran["peak_mib"])
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it as JSON where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--referrals", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    options.add_argument("--alone", nargs=2, metavar=("WAY", "FOLDER"))
    asked = options.parse_args(arguments)
    if asked.alone:
        return alone(ALONE[asked.alone[0]], Path(asked.alone[1]))
    with tempfile.TemporaryDirectory() as folder:
        write_referrals(Path(folder), asked.referrals)
        told = measured(Path(folder), asked.referrals, asked.rounds)
    for name, value in told.items():
        sys.stdout.write(f"{name:28} {value}\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
