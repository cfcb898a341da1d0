"""Every definition, one after another, on 20,000 rows of pandas that are already read.

    python -m benchmarks.warm --rows 20000 --json OUT

Rows are made up for every canonical table at once, so that looking values up in another
table is measured too. Beside them stands one definition by hand, in as few lines of
pandas as it takes. The best of several rounds counts, in processor time, which other work
on the machine disturbs least; the first, which warms up what is only worked out once,
such as bank holidays, counts for none.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import send_metrics as sm
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS
from send_metrics.kpis.definition import Settled
from send_metrics.records.schema import FLAGS, Column, TableSchema
from send_metrics.records.tables import SCHEMAS

YEAR = sm.calendar_year(2024)
AUTUMN = sm.Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31))
DAY = SEN2_CENSUS_DAYS[2025]
LIMIT_MS = 50
BY_HAND = "review.decision_within_4_weeks"
"""The definition that is also counted by hand."""

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
        known = of.allowed or codes.get((schema.name, of.name))
        is_free = of.kind == "id" or (of.kind == "code" and not known)
        if of.name in schema.key and is_free:
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
            listed = FLAGS if of.kind == "flag" else known or {"A", "B", "C"}
            return rng.choice(sorted(listed), rows)
        return values if of.required else values.mask(rng.random(rows) < _MISSING)

    return pd.DataFrame({of.name: column(of) for of in schema.columns})


def asked(kpi: sm.Definition) -> dict[str, Any]:
    """Return the moment that a definition is asked of: a year, or a day after it.

    Where a rule is newer than the year, only its autumn is asked about.
    """
    if kpi.stock:
        return {"as_at": DAY}
    return {"period": YEAR if kpi.in_force_from <= YEAR.first else AUTUMN}


def decided_in_time(reviews: pd.DataFrame) -> dict[str, int]:
    """Return by hand who was told in four weeks of a meeting in the year."""
    days = (reviews["decision_on"] - reviews["meeting_on"]).dt.days
    first, last = pd.Timestamp(YEAR.first), pd.Timestamp(YEAR.last)
    held = reviews["meeting_on"].between(first, last)
    told = held & (days >= 0)
    return {
        "numerator": int((told & (days <= 28)).sum()),
        "denominator": int(told.sum()),
        "undetermined": int((held & ~told).sum()),
    }


def best_ms(asking: Callable[[], object], rounds: int) -> float:
    """Return the least time that a question took, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        asking()
        best = min(best, time.process_time() - began)
    return round(1000 * best, 1)


def timed(records: sm.Records, rounds: int) -> Iterator[dict[str, Any]]:
    """Yield the best time of each definition, unless it has no number to work out."""
    for kpi in sm.catalogue(YEAR.last):
        if isinstance(kpi, Settled):
            continue  # It is judged from the figures of many months, not from rows.
        asking = partial(sm.calculate, kpi, records, **asked(kpi))
        figure = asking()[0]
        if figure.unavailable is not None:
            yield {"kpi": kpi.id, "unavailable": figure.unavailable}
            continue
        yield {"kpi": kpi.id, "table": kpi.table, "ms": best_ms(asking, rounds)}


def by_hand(records: sm.Records, rounds: int) -> dict[str, Any]:
    """Return how long one definition takes by hand.

    Raises:
        ValueError: by hand it comes to other numbers.
    """
    reviews: Any = records.tables["annual_reviews"].frame.to_native()
    [figure] = sm.calculate(BY_HAND, records, period=YEAR).to_dicts()
    found = decided_in_time(reviews)
    if found != {name: figure[name] for name in found}:
        message = f"by hand {BY_HAND} comes to other numbers"
        raise ValueError(message)
    return {"kpi": BY_HAND, "ms": best_ms(partial(decided_in_time, reviews), rounds)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the slowest ten and what stands beside them; write all as JSON if asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
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
        f" half take {warm[len(warm) // 2]['ms']} ms or less;"
        f" {without} have no number\n"
    )
    plain = by_hand(records, chosen.rounds)
    [own] = [one["ms"] for one in warm if one["kpi"] == plain["kpi"]]
    sys.stdout.write(
        f"{plain['kpi']}: {own} ms here, {plain['ms']} ms in hand-written pandas\n"
    )
    if chosen.json:
        told = {
            "rows": chosen.rows,
            "definitions": len(warm),
            "over_50_ms": over,
            "slowest_ms": warm[0]["ms"],
            "by_hand": plain,
            "definition": found,
        }
        chosen.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
