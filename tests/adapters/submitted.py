"""Write made-up submissions as CSV tables, and look at what was read of them."""

import csv
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from send_metrics import Records
from send_metrics.records.report import Finding, RowBalance

Rows = Iterable[Mapping[str, str]]
Tables = Mapping[str, Rows]


def write_tables(folder: Path, tables: Tables) -> Path:
    """Write each table as a CSV file called like it; the first row heads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        held = list(rows)
        heads = list(dict.fromkeys(head for row in held for head in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(held)
    return folder


def zipped(folder: Path) -> Path:
    """Return a zip of everything in a folder."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*.csv")):
            archive.write(file, file.relative_to(folder))
    return path


def held(records: Records, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table; days as text, what is missing as nothing."""
    rows = records.tables[table].native.to_dict("records")
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def plain(value: Any) -> Any:
    """Return a day as text, and nothing for what is missing."""
    if value is None or value != value:
        return None
    return value.date().isoformat() if hasattr(value, "date") else value


def rules(records: Records) -> dict[str, int]:
    """Return how many rows each rule found."""
    found: dict[str, int] = {}
    for finding in records.report.findings:
        found[finding.rule] = found.get(finding.rule, 0) + finding.rows
    return found


def finding(records: Records, rule: str) -> Finding:
    """Return the first finding of a rule."""
    return next(one for one in records.report.findings if one.rule == rule)


def balance(records: Records, table: str) -> RowBalance:
    """Return what became of the rows of a table."""
    return records.report.sources[0].balances[table]
