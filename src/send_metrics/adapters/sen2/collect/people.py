"""Join the rows of an export to persons, as the XML of the return would give them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from attrs import define, field

from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.message.layout import Path as PathParts
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.sen2.collect.files import ExportFile, files_of
from send_metrics.adapters.sen2.collect.tables import (
    NOTHING_ABOVE,
    Row,
    Table,
    read_table,
)
from send_metrics.records.report import Finding

_HEADER = {
    "CollectionDetails": ("Collection", "Year", "ReferenceDate"),
    "Source": tuple(
        "SourceLevel LEA SoftwareCode Release SerialNo DateTime DMO DCO DSCO".split()
    ),
}
_HEADER_ITEMS = tuple(item for items in _HEADER.values() for item in items)
_TOP = Layout("sen2", _HEADER_ITEMS, kept=frozenset(_HEADER_ITEMS))


def people_of_export(
    path: Path,
    *,
    begin: Callable[[Record], Layout],
    unexpected: Callable[[Record, str, int], None],
    note: Callable[[Finding], None],
) -> Iterator[Record]:
    """Return the persons of the export in the folder or zip at *path*, one by one.

    As with `stream.people`, *begin* is given the header and returns the layout of a
    person, before this returns; *unexpected* is told of columns, row by row, that have
    no place in it. *note* is told what there is to say about a file as a whole. The
    lines of a record are those of the file that it names.

    Raises:
        SourceError: the files are not the nine of one return, or one of them breaks a
            rule of form.
        OSError: the folder or zip cannot be opened.
    """
    files = files_of(path, note)
    top = read_table(files["sen2"], _TOP, NOTHING_ABOVE, note)
    row = _only_row(top)
    persons = begin(_header(top, row))
    join = _Join(unexpected)
    join.read(persons, top, files, note)
    return join.persons(persons, row)


def _only_row(top: Table) -> Row:
    rows = top.below.get("", [])
    if len(rows) != 1:
        what = (
            f"holds {len(rows)} rows where one return has one; export the tables of one"
            " return of one authority"
        )
        raise refusal(top.file, what)
    return rows[0]


def _header(top: Table, row: Row) -> Record:
    """Return the header as the XML nests it."""
    header = Record("Header", row.line, (None, "Header", 0), top.file)
    for name, items in _HEADER.items():
        part = Record(name, row.line, (header.path_parts, name, 0), top.file)
        _fill(part, top, row, items)
        header.records[name] = [part]
    return header


@define
class _Join:
    """The tables below the header, by the record that each row of theirs becomes."""

    unexpected: Callable[[Record, str, int], None]
    _tables: dict[str, Table] = field(factory=dict, init=False)

    def read(
        self,
        layout: Layout,
        above: Table,
        files: Mapping[str, ExportFile],
        note: Callable[[Finding], None],
    ) -> None:
        """Read the table of a layout, then those below it."""
        table = read_table(files[layout.name.lower()], layout, above, note)
        self._tables[layout.name] = table
        for below in layout.records.values():
            self.read(below, table, files, note)

    def persons(self, layout: Layout, top: Row) -> Iterator[Record]:
        """Yield each person with everything below."""
        for number, row in enumerate(self._rows(layout, top), start=1):
            yield self._record(layout, row, (None, layout.name, number))

    def _rows(self, layout: Layout, above: Row) -> list[Row]:
        return self._tables[layout.name].below.get(above.key, [])

    def _record(self, layout: Layout, row: Row, path_parts: PathParts) -> Record:
        table = self._tables[layout.name]
        record = Record(layout.name, row.line, path_parts, table.file)
        _fill(record, table, row, table.items)
        for stray in row.strays:
            self.unexpected(record, stray, row.line)
        for below in layout.records.values():
            if rows := self._rows(below, row):
                record.records[below.name] = [
                    self._record(below, each, _step(record, below, number))
                    for number, each in enumerate(rows, start=1)
                ]
        return record


def _step(around: Record, layout: Layout, number: int) -> PathParts:
    is_shown = number > 1 or layout.is_numbered
    return around.path_parts, layout.name, number if is_shown else 0


def _fill(record: Record, table: Table, row: Row, items: Collection[str]) -> None:
    for item, text in zip(table.items, row.texts, strict=True):
        if text and item in items:
            record.values[item] = text
            record.lines[item] = row.line
