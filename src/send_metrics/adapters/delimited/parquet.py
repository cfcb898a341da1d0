"""A Parquet file to rows of text, or to a DuckDB relation that is read when needed."""

import glob
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.delimited.header import AROUND, match_header
from send_metrics.adapters.delimited.rows import TextRows
from send_metrics.errors import SourceError

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation as Relation

_WHOLE = frozenset(
    f"{sign}{size}INT"
    for sign in ("", "U")
    for size in ("TINY", "SMALL", "BIG", "HUGE")
) | {"INTEGER", "UINTEGER"}
_MOMENTS = frozenset({"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"})


@frozen
class ParquetColumns:
    """The wanted columns of a file as text, by name, and the names of the others.

    A missing value is missing in the relation. Days are text as well, written as
    ``2026-01-31``, unless they are asked for as they are stored.
    """

    relation: "Relation"
    names: tuple[str, ...]
    columns_left_out: tuple[str, ...]


def open_parquet(
    path: Path,
    *,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    days: Sequence[str] = (),
    days_as_stored: bool = False,
    of_any_type: Sequence[str] = (),
) -> ParquetColumns:
    """Return the columns of a Parquet file; nothing but its footer is read as yet.

    Those *of_any_type*, such as moments and truth values, are written out as text.

    Raises:
        SourceError: DuckDB is not installed, the file is damaged, or a column is
            missing or of a type that cannot hold what it should.
    """
    duckdb = _duckdb(path.name)
    try:
        # A bracket or star in a file's name would otherwise be taken for a pattern,
        # and a folder called year=2025 for a column.
        stored = duckdb.read_parquet(glob.escape(str(path)), hive_partitioning=False)
        held = dict(zip(stored.columns, map(str, stored.types), strict=True))
        header = match_header(
            list(held), file=path.name, columns=columns, optional=optional, certain=True
        )
        written = list(held)
        shown = []
        for name, place in header.places.items():
            quoted = '"' + written[place].replace('"', '""') + '"'
            kept = name in days and days_as_stored
            text = _as_text(
                held[written[place]], quoted, is_day=name in days, kept=kept
            )
            if name in of_any_type:
                text = f"CAST({quoted} AS VARCHAR)"
            if text is None and _is_empty(stored, quoted):
                text = "CAST(NULL AS VARCHAR)"
            if text is None:
                message = (
                    f"{path.name}: column {name} should hold"
                    f" {'days' if name in days else 'text'} but is of type"
                    f" {held[written[place]]}; convert it and write the file again"
                )
                raise SourceError(message)
            shown.append(f'{text} AS "{name}"')
        return ParquetColumns(
            stored.project(", ".join(shown)), tuple(header.places), header.left_out
        )
    except duckdb.Error as error:
        raise damaged(path, error) from None


def read_parquet_rows(
    path: Path,
    *,
    table: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    days: Sequence[str] = (),
    of_any_type: Sequence[str] = (),
    spaced: Sequence[str] = (),
    part: str | None = None,
) -> TextRows:
    """Return the rows of a Parquet file as text, as `read_delimited` does of a CSV.

    There are no lines in such a file, so findings give numbers of rows only.

    Raises:
        SourceError: the file as a whole cannot be read.
    """
    opened = open_parquet(
        path, columns=columns, optional=optional, days=days, of_any_type=of_any_type
    )
    given = ", ".join(f'coalesce("{name}", \'\') AS "{name}"' for name in opened.names)
    try:
        held = opened.relation.project(given).fetchall()
    except _duckdb(path.name).Error as error:
        raise damaged(path, error) from None
    rows = [row for row in held if any(cell.strip(AROUND) for cell in row)]
    across = list(zip(*rows, strict=True)) or [()] * len(opened.names)
    return TextRows(
        table=table,
        columns={
            name: TextColumn.of(cells, around="" if name in spaced else AROUND)
            for name, cells in zip(opened.names, across, strict=True)
        },
        part=part,
        columns_left_out=opened.columns_left_out,
        blank=len(held) - len(rows),
    )


def damaged(path: Path, error: Exception) -> SourceError:
    """Return the refusal of a file that DuckDB cannot read; its own words hold values."""
    message = (
        f"{path.name}: cannot be read as Parquet ({type(error).__name__}); the file is"
        " damaged, cut short or of another kind; ask for it again"
    )
    return SourceError(message)


def _duckdb(file: str) -> Any:
    try:
        import duckdb
    except ImportError:
        message = (
            f"{file}: reading Parquet needs DuckDB; install it with:"
            ' pip install "send-metrics[app]"'
        )
        raise SourceError(message) from None
    return duckdb


def _as_text(kind: str, quoted: str, *, is_day: bool, kept: bool) -> str | None:
    if kind == "VARCHAR":
        return quoted
    if kind == '"NULL"':
        return "CAST(NULL AS VARCHAR)"
    if is_day and (kind == "DATE" or kind in _MOMENTS):
        day = f"CAST({quoted} AS DATE)"
        return day if kept else f"CAST({day} AS VARCHAR)"
    if not is_day and kind in _WHOLE:
        return f"CAST({quoted} AS VARCHAR)"
    return None


def _is_empty(stored: "Relation", quoted: str) -> bool:
    """Return whether a column holds nothing; some writers then give it any type."""
    held = stored.aggregate(f"count({quoted})").fetchall()
    return bool(held[0][0] == 0)
