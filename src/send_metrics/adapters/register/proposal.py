"""A ``register.toml`` for a spreadsheet that was looked at, for a person to correct."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from send_metrics.adapters.declaring import quoted
from send_metrics.adapters.delimited.decoding import read_text
from send_metrics.adapters.register.declared import ENDINGS
from send_metrics.adapters.register.headings import Match, matches
from send_metrics.adapters.register.kept import columns_of, kept, kept_named
from send_metrics.adapters.register.looking import Look, look_at
from send_metrics.adapters.register.rows import (
    HEADER_SOUGHT_IN,
    folded_name,
    is_total,
)
from send_metrics.adapters.spreadsheets import Cell, cell_of_text, open_workbook
from send_metrics.errors import SourceError, UsageError
from send_metrics.records.schema import Column, TableSchema

_ENOUGH = 2
"""Headings that must be recognised before a row is taken for the header."""

_LETTERS_SHOWN = 60
_MEANS_NONE = re.compile(r"\bnone\b")


def propose(
    path: Path, *, table: str | None = None, sheet: str | None = None, file: str = ""
) -> str:
    """Return the text of a ``register.toml`` for a spreadsheet.

    What is certain stands in it as it is; what a person must decide is commented out,
    with the reason. It holds headings and codes whose every word is known, and no other
    value. *file* is how the spreadsheet is named in it, by its name unless told.

    Raises:
        UsageError: there is no such table, or none or several would fit.
        SourceError: the spreadsheet cannot be read, or no row of it looks like headings.
    """
    if path.suffix.casefold() not in ENDINGS or not path.is_file():
        message = f"{path.name}: name a file that ends in {', '.join(ENDINGS)}"
        raise SourceError(message)
    held = _held(path, sheet)
    schemas = kept() if table is None else {table: kept_named(table)}
    header = _header(held, schemas, path.name, is_certain=table is not None)
    return "\n".join(_Proposal(held, header, file or path.name).lines()) + "\n"


@frozen
class _Held:
    """The rows of a file, and which sheet they are of."""

    rows: Sequence[Sequence[Cell]]
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()

    def column(self, place: int, below: int) -> list[Cell]:
        """Return the cells of a column in the records below a row."""
        return [
            row[place] if place < len(row) else Cell("text")
            for row in self.rows[below + 1 :]
            if not all(cell.is_blank for cell in row)
            and not is_total(cell.text for cell in row)
        ]


@frozen
class _Header:
    """The row that was taken for the header, and the table that it fits best."""

    schema: TableSchema
    row: int
    names: list[str]
    found: list[Match]

    @property
    def sure(self) -> list[Match]:
        return [match for match in self.found if match.certainty == "sure"]


def _held(path: Path, sheet: str | None) -> _Held:
    if path.suffix.casefold() == ".csv":
        if sheet is not None:
            message = f"{path.name} is a CSV file and has no sheets; leave --sheet out"
            raise UsageError(message)
        text, _ = read_text(path, path.stem)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            message = f"{path.name}: quotation marks are not closed; save it again"
            raise SourceError(message) from None
        return _Held([list(map(cell_of_text, row)) for row in rows])
    workbook = open_workbook(path)
    chosen = workbook.only_sheet() if sheet is None else sheet
    grid = workbook.grid(chosen)
    others = tuple(name for name in workbook.visible if name != chosen)
    return _Held([grid.row(n) for n in range(grid.height)], chosen, others)


def _header(
    held: _Held, schemas: Mapping[str, TableSchema], file: str, *, is_certain: bool
) -> _Header:
    """Return the row in which most headings are recognised, for the table they fit."""
    best: dict[str, _Header] = {}
    for number, row in enumerate(held.rows[:HEADER_SOUGHT_IN]):
        names = [folded_name(cell.text) for cell in row]
        for name, schema in schemas.items():
            columns = list(columns_of(schema).values())
            header = _Header(schema, number, names, matches(columns, names))
            if name not in best or len(header.sure) > len(best[name].sure):
                best[name] = header
    ranked = sorted(best.values(), key=lambda header: len(header.sure), reverse=True)
    if not ranked or len(ranked[0].sure) < _ENOUGH:
        message = (
            f"{file}: no row of the first {HEADER_SOUGHT_IN} has {_ENOUGH} headings that"
            " are known; name the table with --table"
            if not is_certain
            else f"{file}: no row of the first {HEADER_SOUGHT_IN} has {_ENOUGH} headings"
            f" of {next(iter(schemas))}; start from its template, whose headings are"
            " known: send-metrics register template"
        )
        raise UsageError(message)
    first = ranked[0]
    alike = [h.schema.name for h in ranked if len(h.sure) == len(first.sure)]
    if len(alike) > 1:
        message = (
            f"{file} could be any of {', '.join(sorted(alike))}; say which with --table"
        )
        raise UsageError(message)
    return first


@frozen
class _Proposal:
    """The lines of a proposal."""

    held: _Held
    header: _Header
    file: str

    def lines(self) -> list[str]:
        schema = self.header.schema
        lines = [
            f"# A proposal for {schema.name}: {schema.row}.",
            "# Look at every line. What begins with # is not in force: it is a remark, or",
            "# something that only you can decide. Take the # away where it is right.",
            "",
            "[[table]]",
            f"table = {quoted(schema.name)}",
            f"file = {quoted(self.file)}",
        ]
        if self.held.sheet is not None:
            lines.append(f"sheet = {quoted(self.held.sheet)}")
        if self.held.other_sheets:
            lines.append(f"# not looked at: {_listed(self.held.other_sheets)}")
        lines += [f"header_row = {self.header.row + 1}", "", "[table.columns]"]
        found = {
            name: [match for match in self.header.found if match.column == name]
            for name in columns_of(schema)
        }
        for column in columns_of(schema).values():
            lines += self._column(column, found[column.name])
        lines += self._constants(found)
        lines += self._headings_left()
        return lines

    def _column(self, column: Column, found: Sequence[Match]) -> list[str]:
        if not found:
            return [
                f"# {_need(column)}, and no heading was found: {column.meaning}",
                f'# {column.name} = ""',
            ]
        lines = []
        for match in found:
            heading = self.header.names[match.place]
            cells = self.held.column(match.place, self.header.row)
            look = look_at(column, heading, cells)
            mapping = _mapping(column, heading, look)
            concerns = _concerns(column, look)
            if match.certainty == "perhaps":
                concerns.insert(0, "is this the heading that is meant?")
                mapping = f"# {mapping}"
            lines.append(f"# {_need(column)}: {column.meaning}")
            lines += [f"# CHECK: {concern}" for concern in concerns]
            lines.append(mapping)
        return lines

    def _constants(self, found: Mapping[str, Sequence[Match]]) -> list[str]:
        lacking = [
            column
            for column in self.header.schema.columns
            if column.kind in ("code", "flag") and column.expected
            if not found[column.name]
        ]
        if not lacking:
            return []
        return [
            "",
            "# What every row of this register says, where no column says it:",
            "# [table.constants]",
            *(f'# {column.name} = ""' for column in lacking),
        ]

    def _headings_left(self) -> list[str]:
        read = {match.place for match in self.header.sure}
        left = [
            name
            for place, name in enumerate(self.header.names)
            if name and place not in read
        ]
        return ["", f"# Headings that are not read: {_listed(left)}"] if left else []


def _need(column: Column) -> str:
    return "Needed" if column.required or column.expected else "May be left out"


def _mapping(column: Column, heading: str, look: Look) -> str:
    said = {
        "format": quoted(look.form) if look.form and look.sure_of_form else None,
        "codes": _inline(look.codes) if look.codes else None,
        "missing": f"[{', '.join(map(quoted, look.missing))}]"
        if look.missing
        else None,
    }
    given = {key: value for key, value in said.items() if value is not None}
    if not given:
        return f"{column.name} = {quoted(heading)}"
    more = ", ".join(f"{key} = {value}" for key, value in given.items())
    return f"{column.name} = {{ heading = {quoted(heading)}, {more} }}"


def _inline(codes: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{quoted(k)} = {quoted(v)}" for k, v in sorted(codes.items()))
    return f"{{ {pairs} }}"


def _concerns(column: Column, look: Look) -> list[str]:
    concerns = list(look.concerns)
    if look.form and not look.sure_of_form:
        concerns.append(f"if they are right so, add format = {quoted(look.form)}")
    if look.codes:
        concerns.append("are these codes right?")
    if look.unknown and column.kind in ("code", "flag"):
        concerns.append(
            f"{look.unknown:,} different values are on no list; add each as it is"
            ' written: codes = { "as written" = "code" }'
        )
    elif look.unknown and not look.concerns:
        concerns.append(
            f"{look.unknown:,} values cannot be read; their rows would be rejected"
        )
    if look.has_blanks and column.kind == "code" and _MEANS_NONE.search(column.meaning):
        concerns.append(
            "an empty cell is read as unknown; if it means that there is none, add"
            ' codes = { "" = "none" }'
        )
    return concerns


def _listed(names: Sequence[str]) -> str:
    return ", ".join(quoted(name[:_LETTERS_SHOWN]) for name in names)
