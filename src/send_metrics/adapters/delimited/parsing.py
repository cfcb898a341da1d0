"""A CSV file to rows of text with the line of each; what does not fit is set aside."""

import contextlib
import csv
import io
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from attrs import define, evolve, field

from send_metrics.adapters.delimited.columns import GrowingColumn
from send_metrics.adapters.delimited.decoding import read_text
from send_metrics.adapters.delimited.header import (
    AROUND,
    Header,
    check_delimiter,
    match_header,
    plain,
)
from send_metrics.adapters.delimited.rows import TextRows
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding

if TYPE_CHECKING:
    import _csv

LONGEST_FIELD = 32_767
"""Characters that a cell of a spreadsheet can hold; more than that is damage."""

_BATCH = 10_000


def read_delimited(
    path: Path,
    *,
    table: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    spaced: Sequence[str] = (),
    part: str | None = None,
) -> TextRows:
    """Return the rows of a CSV file as text, spaces at either end of a field removed.

    In the columns that are *spaced* they mean something, and are kept.

    The header holds each of *columns* once, in any order and case; columns that are
    neither there nor in *optional* are left out and listed. Rows of another width than
    the header's, and rows that repeat it, are set aside with their line; empty rows
    are counted. *part* is named in findings where a table comes in several files.

    Raises:
        SourceError: the file as a whole cannot be trusted: its encoding, its header,
            its delimiter or its quotation marks. The message holds no value.
    """
    text, findings = read_text(path, table)
    return rows_of(
        text,
        path.name,
        table=table,
        columns=columns,
        optional=optional,
        spaced=spaced,
        part=part,
        findings=findings,
    )


def rows_of(
    text: str,
    file: str,
    *,
    table: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    spaced: Sequence[str] = (),
    part: str | None = None,
    findings: Iterable[Finding] = (),
    header_row: int = 1,
    may_be_empty: bool = False,
) -> TextRows:
    """Return the rows of the text of a CSV file, as `read_delimited` does.

    *findings* are those of its decoding. The header is the row of the number
    *header_row*; those above it are passed over. A file that *may be empty* need not
    have a row after it.

    Raises:
        SourceError: the file as a whole cannot be trusted.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        above = list(itertools.islice(reader, header_row - 1))
        lines_above = reader.line_num
        names = next(reader, [])
    except csv.Error as error:
        raise _unreadable(file, text, error) from None
    if not any(map(plain, names)):
        place = "the first line" if not above else f"row {header_row}"
        message = f"{file}: {place} is empty; put the header there"
        raise SourceError(message)
    lines = itertools.islice(io.StringIO(text, newline=None), lines_above, None)
    check_delimiter(next(lines, ""), file=file, wanted=(*columns, *optional))
    header = match_header(
        names, file=file, columns=columns, optional=optional, certain=False
    )
    taken = _Taken(file, header, [plain(name) for name in names], spaced)
    try:
        taken.read(reader)
    except csv.Error as error:
        raise _unreadable(file, text, error) from None
    rows = TextRows(
        table=table,
        columns={name: grown.column for name, grown in taken.columns.items()},
        lines=np.array(taken.lines, dtype=np.int64),
        part=part,
        columns_left_out=header.left_out,
        blank=taken.blank,
        findings=[evolve(found, element=part) for found in findings],
    )
    rows.set_aside(
        taken.misshapen,
        rule="row-width",
        wording=f"the row has not {header.width} fields as the header has",
        action="look for missing or extra commas and unquoted text",
    )
    rows.set_aside(
        taken.repeated,
        rule="repeated-header",
        wording="the row repeats the header",
        action="remove it; files may have been put together without care",
    )
    whole = text.endswith(("\n", "\r"))
    if not whole and taken.misshapen and taken.misshapen[-1] == reader.line_num:
        message = (
            f"{file}, line {reader.line_num}: the file is cut short in the middle"
            " of a row; fetch it again"
        )
        raise SourceError(message)
    if not (rows.rows_in or may_be_empty):
        message = f"{file} has a header and no rows; check the extract"
        raise SourceError(message)
    if not whole:
        rows.findings.append(_no_line_end(rows, reader.line_num))
    return rows


@define(eq=False)
class _Taken:
    """Rows as they come from the parser, a batch at a time.

    A batch in which all is well is turned into columns whole, which is several times
    faster than looking at each of its rows.
    """

    file: str
    header: Header
    heading: list[str]
    spaced: Sequence[str] = ()
    columns: dict[str, GrowingColumn] = field(init=False, repr=False)
    lines: list[int] = field(factory=list)
    misshapen: list[int] = field(factory=list)
    repeated: list[int] = field(factory=list)
    blank: int = 0

    def __attrs_post_init__(self) -> None:
        self.columns = {
            name: GrowingColumn("" if name in self.spaced else AROUND)
            for name in self.header.places
        }

    def read(self, reader: "_csv.Reader") -> None:
        before = reader.line_num
        while batch := list(itertools.islice(reader, _BATCH)):
            starts: list[int] = list(range(before + 1, before + 1 + len(batch)))
            if reader.line_num - before != len(batch):
                starts = _starts(batch, before)
            before = reader.line_num
            if self._looks_odd(batch):
                kept = [
                    place
                    for place, row in enumerate(batch)
                    if self._is_record(row, starts[place])
                ]
                batch = [batch[place] for place in kept]
                starts = [starts[place] for place in kept]
            self._keep(batch, starts)

    def _looks_odd(self, batch: list[list[str]]) -> bool:
        if set(map(len, batch)) != {self.header.width}:
            return True
        firsts = {plain(first) for first in {row[0] for row in batch}}
        return "" in firsts or self.heading[0] in firsts

    def _is_record(self, row: list[str], start: int) -> bool:
        """Return whether the row is one; otherwise count it as what it is."""
        if not any(cell.strip(AROUND) for cell in row):
            self.blank += 1
        elif max(map(len, row)) > LONGEST_FIELD:
            raise _too_long(self.file, start)
        elif len(row) != self.header.width:
            self.misshapen.append(start)
        elif [plain(cell) for cell in row] == self.heading:
            self.repeated.append(start)
        else:
            return True
        return False

    def _keep(self, batch: list[list[str]], starts: list[int]) -> None:
        if not batch:
            return
        across = list(zip(*batch, strict=True))
        wanted = {
            place: self.columns[name] for name, place in self.header.places.items()
        }
        for place, cells in enumerate(across):
            column = wanted.get(place)
            longest = max(map(len, cells)) if column is None else column.add(cells)
            if longest > LONGEST_FIELD:
                row = next(i for i, c in enumerate(cells) if len(c) > LONGEST_FIELD)
                raise _too_long(self.file, starts[row])
        self.lines += starts


def _starts(batch: list[list[str]], before: int) -> list[int]:
    """Return the line on which each row begins where some have line ends in fields."""
    starts = []
    for row in batch:
        starts.append(before + 1)
        before += 1 + sum(
            cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row
        )
    return starts


def _no_line_end(rows: TextRows, last_line: int) -> Finding:
    return Finding(
        rule="last-line",
        severity="query",
        table=rows.table,
        wording="the last line has no line end; the file may be cut short",
        action="compare its number of rows with the source",
        line=last_line,
        element=rows.part,
    )


def _unreadable(file: str, text: str, error: csv.Error) -> SourceError:
    """Return why the parser stopped, and at the row that begins on which line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    with contextlib.suppress(csv.Error):
        for _ in reader:
            line = reader.line_num + 1
    if "limit" in str(error):
        return _too_long(file, line)
    message = (
        f"{file}: a quotation mark in the row that begins on line {line} is not closed,"
        " or text follows the closing one; the rows after it cannot be told apart"
    )
    return SourceError(message)


def _too_long(file: str, line: int) -> SourceError:
    message = (
        f"{file}: a field in the row that begins on line {line} is longer than"
        f" {LONGEST_FIELD:,} characters; a quotation mark may be missing there"
    )
    return SourceError(message)
