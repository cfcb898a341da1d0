"""Small files to read."""

from pathlib import Path

from send_metrics.adapters.delimited import TextRows, read_delimited

HEADER = b"who,day,code\n"
CANARY = "Zaphod"


def read(folder: Path, content: bytes, optional: tuple[str, ...] = ()) -> TextRows:
    path = folder / "made_up.csv"
    path.write_bytes(content)
    return read_delimited(
        path, table="things", columns=("who", "day", "code"), optional=optional
    )


def cells(rows: TextRows, column: str) -> list[str]:
    held = rows.columns[column]
    return [held.values[place] for place in held.places]


def rules(rows: TextRows) -> list[tuple[str, int | None]]:
    return [(found.rule, found.line) for found in rows.findings]
