"""A published file to columns of text, each under the name of its layout."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from attrs import field, frozen

from send_metrics.adapters.delimited.columns import GrowingColumn, Places, TextColumn
from send_metrics.adapters.delimited.decoding import read_text
from send_metrics.adapters.delimited.header import plain
from send_metrics.adapters.ees.layouts import LAYOUTS, PLACES, Layout
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding
from send_metrics.records.tables import PUBLISHED_FIGURES

_BATCH = 10_000
_NEEDED = ("time_period", "geographic_level")


@frozen
class PublishedFile:
    """The columns of a file by name, those of measures twice over named once.

    *misshapen* are lines of another width than the header; *repeated* is how many
    columns repeat another one, cell by cell.
    """

    layout: Layout
    columns: dict[str, TextColumn] = field(repr=False)
    lines: Places = field(repr=False)
    misshapen: tuple[int, ...]
    blank: int
    repeated: int
    findings: list[Finding]

    @property
    def measures(self) -> list[str]:
        """The names of the columns that hold values."""
        return [name for name in self.columns if name not in PLACES]


def read_file(path: Path) -> PublishedFile:
    """Read a file as text.

    Raises:
        SourceError: the file is of no known kind, or damaged.
    """
    text, findings = read_text(path, PUBLISHED_FIGURES.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        written = [plain(name) for name in next(reader)]
        layout = _layout_of(written, path.name)
        names = [layout.aliases.get(name, name) for name in written]
        grown = [GrowingColumn() for _ in names]
        lines: list[int] = []
        misshapen: list[int] = []
        blank = 0
        for rows in _batches(reader):
            kept = []
            for line, row in rows:
                if not any(row):
                    blank += 1
                elif len(row) != len(names):
                    misshapen.append(line)
                else:
                    kept.append(row)
                    lines.append(line)
            for column, cells in zip(grown, zip(*kept, strict=True), strict=bool(kept)):
                column.add(cells)
    except csv.Error:
        message = (
            f"{path.name}, line {reader.line_num}: quotation marks are not closed or a"
            " field is too long; download the file again"
        )
        raise SourceError(message) from None
    if not lines:
        message = f"{path.name} has a header and no rows; download the file again"
        raise SourceError(message)
    columns, repeated = _named(names, [column.column for column in grown], path.name)
    return PublishedFile(
        layout=layout,
        columns=columns,
        lines=np.array(lines, dtype=np.int64),
        misshapen=tuple(misshapen),
        blank=blank,
        repeated=repeated,
        findings=findings,
    )


def _layout_of(names: Sequence[str], file: str) -> Layout:
    for layout in LAYOUTS:
        if layout.known_by in names:
            given = {layout.aliases.get(name, name) for name in names} | {
                *layout.unsaid
            }
            if lacking := [name for name in _NEEDED if name not in given]:
                message = f"{file}: the header lacks {', '.join(lacking)}"
                raise SourceError(message)
            return layout
    known = ", ".join(dict.fromkeys(layout.file_kind for layout in LAYOUTS))
    message = (
        f"{file}: the header is of no published file that is known; there are {known};"
        " download the CSV file of the data set"
    )
    raise SourceError(message)


def _batches(reader: Iterator[list[str]]) -> Iterator[list[tuple[int, list[str]]]]:
    batch = []
    for row in reader:
        batch.append((reader.line_num, row))  # type: ignore[attr-defined]
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _named(
    names: Sequence[str], columns: Sequence[TextColumn], file: str
) -> tuple[dict[str, TextColumn], int]:
    """Return the columns by name; one that repeats another is taken once.

    Raises:
        SourceError: two columns of one name say different things.
    """
    named: dict[str, TextColumn] = {}
    for name, column in zip(names, columns, strict=True):
        first = named.setdefault(name, column)
        if first is not column and not first.become(str).equals(column.become(str)):
            message = f"{file}: two columns called {name} say different things"
            raise SourceError(message)
    return named, len(names) - len(named)
