"""Every definition, one after another, on 20,000 rows of pandas that are already read.

    python -m benchmarks.warm --rows 20000 --json OUT

Rows are made up for every canonical table at once, so that looking values up in another
table is measured too. The best of several rounds counts; the first, which warms up what
is only worked out once, such as bank holidays, counts for none.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import send_metrics as sm
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS
from send_metrics.records.schema import FLAGS, Column, TableSchema
from send_metrics.records.tables import SCHEMAS

YEAR = sm.calendar_year(2024)
AUTUMN = sm.Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31))
DAY = SEN2_CENSUS_DAYS[2025]
LIMIT_MS = 50
_DAYS_BEFORE = 900
_MISSING = 0.2
_MOSTLY_FIXED = {
    "first_on": dt.date(2024, 9, 1),
    "last_on": dt.date(2024, 12, 31),
    "reference_on": DAY,
    "counted_on": DAY,
}
_IN_RULES = ("is one of", "is none of")


def codes_in_use() -> dict[tuple[str, str], set[str]]:
    """Return the codes that definitions ask for, by table and column."""
    found: dict[tuple[str, str], set[str]] = {}

    def look(table: str, rule: tuple[Any, ...]) -> None:
        if rule and rule[0] in _IN_RULES:
            found.setdefault((table, rule[1]), set()).update(rule[2:])
        for part in rule:
            if isinstance(part, tuple):
                look(table, part)

    for kpi in sm.catalogue():
        for condition in kpi.parts:
            look(kpi.table, condition.rule)
    return found


def made_up(schema: TableSchema, rows: int, codes: dict[Any, set[str]]) -> pd.DataFrame:
    """Return so many rows of a table; one value in five is missing where it may be."""
    rng = np.random.default_rng(len(schema.name))

    def column(of: Column) -> Any:
        if of.name in schema.key and of.kind == "id":
            return [f"{of.name}-{number}" for number in range(rows)]
        if of.name in _MOSTLY_FIXED:
            return pd.Series([_MOSTLY_FIXED[of.name]] * rows, dtype="datetime64[us]")
        if of.kind == "day":
            back = rng.integers(0, _DAYS_BEFORE, rows)
            days = pd.Timestamp(DAY) - pd.to_timedelta(back, unit="D")
            values = pd.Series(days.astype("datetime64[us]"))
        elif of.kind in ("whole", "number"):
            values = pd.Series(rng.integers(0, 60, rows))
        elif of.kind == "id":
            return [f"{of.name}-{number}" for number in rng.integers(0, rows, rows)]
        else:
            listed = FLAGS if of.kind == "flag" else of.allowed
            known = listed or codes.get((schema.name, of.name)) or {"A", "B", "C"}
            return rng.choice(sorted(known), rows)
        return values if of.required else values.mask(rng.random(rows) < _MISSING)

    return pd.DataFrame({of.name: column(of) for of in schema.columns})


def asked(kpi: sm.Definition) -> dict[str, Any]:
    """Return the moment that a definition is asked of: a year, or a day after it.

    Where a rule is newer than the year, only its autumn is asked about.
    """
    if kpi.stock:
        return {"as_at": DAY}
    return {"period": YEAR if kpi.in_force_from <= YEAR.first else AUTUMN}


def timed(records: sm.Records, rounds: int) -> Iterator[dict[str, Any]]:
    """Yield the best time of each definition, unless it has no number to work out."""
    for kpi in sm.catalogue(YEAR.last):
        figure = sm.calculate(kpi, records, **asked(kpi))[0]
        if figure.unavailable is not None:
            yield {"kpi": kpi.id, "unavailable": figure.unavailable}
            continue
        best = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            sm.calculate(kpi, records, **asked(kpi))
            best = min(best, time.perf_counter() - began)
        yield {"kpi": kpi.id, "table": kpi.table, "ms": round(1000 * best, 1)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the slowest ten, and write all as JSON where that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args(arguments)
    codes = codes_in_use()
    records = sm.Records.from_frames(
        {
            name: made_up(schema, chosen.rows, codes)
            for name, schema in SCHEMAS.items()
            if name != "attendance_marks"
        }
    )
    found = list(timed(records, chosen.rounds))
    warm = sorted((one for one in found if "ms" in one), key=lambda one: -one["ms"])
    over = sum(one["ms"] > LIMIT_MS for one in warm)
    for one in warm[:10]:
        sys.stdout.write(f"{one['ms']:8.1f} ms  {one['kpi']}\n")
    without = len(found) - len(warm)
    sys.stdout.write(
        f"{over} of {len(warm)} definitions take more than {LIMIT_MS} ms;"
        f" {without} have no number\n"
    )
    if chosen.json:
        told = {
            "rows": chosen.rows,
            "definitions": len(warm),
            "over_50_ms": over,
            "slowest_ms": warm[0]["ms"],
            "definition": found,
        }
        chosen.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
