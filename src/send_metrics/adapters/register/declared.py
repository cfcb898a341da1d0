"""What a ``register.toml`` says: which spreadsheet holds a table, and in which columns."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, NoReturn

import cattrs
from attrs import field, fields_dict, frozen
from cattrs.errors import ForbiddenExtraKeysError

from send_metrics.adapters.declaring import exactly, toml_of
from send_metrics.adapters.register.days import FORMS
from send_metrics.adapters.register.kept import NOT_KEPT, columns_of, kept
from send_metrics.adapters.register.settling import (
    IDENTIFIERS,
    NUMBER_FORMATS,
    Reader,
    folded,
)
from send_metrics.adapters.spreadsheets import SPREADSHEETS, cell_of_text
from send_metrics.errors import SourceError
from send_metrics.records.schema import FLAGS, Column, TableSchema

FILE_NAME = "register.toml"
ENDINGS = (".csv", *SPREADSHEETS)
LAST_HEADER_ROW = 1_000


@frozen
class _Heading:
    """A column as the file declares it."""

    heading: str
    format: str | None = None
    codes: dict[str, str] = field(factory=dict)
    missing: list[str] = field(factory=list)


@frozen
class _Table:
    """A table as the file declares it."""

    table: str
    file: str
    sheet: str | None = None
    header_row: int = 1
    missing: list[str] = field(factory=list)
    columns: dict[str, str | _Heading] = field(factory=dict)
    constants: dict[str, str] = field(factory=dict)


@frozen
class DeclaredTable:
    """One spreadsheet and the table that it holds, or a part of it.

    *readers* say how each column is read, and *headings* what it is called there.
    *constants* are what every row says. *place* names the entry in messages.
    """

    place: str
    schema: TableSchema
    file: Path
    sheet: str | None
    header_row: int
    headings: Mapping[str, str]
    readers: Mapping[str, Reader]
    constants: Mapping[str, str]

    def refuse_what_is_lacking(self) -> None:
        """Refuse a table whose figures would rest on columns that are not there.

        Raises:
            SourceError: a column of every such table is neither declared nor constant.
        """
        given = {*self.headings, *self.constants}
        lacking = [
            column.name
            for column in self.schema.columns
            if (column.expected or column.required) and column.name not in given
        ]
        if lacking:
            message = (
                f"{self.place} declares no column for {', '.join(lacking)}; name the"
                " heading under [table.columns], or under [table.constants] what every"
                " row says"
            )
            raise SourceError(message)


def declared_at(path: Path) -> list[DeclaredTable]:
    """Return the tables that a ``register.toml``, or the one in a folder, declares.

    Raises:
        SourceError: there is none, it cannot be understood, or names a table, column,
            code or format that does not exist; the message names the entry and the key.
    """
    file = path / FILE_NAME if path.is_dir() else path
    if file.suffix.casefold() in ENDINGS:
        message = (
            f"{file.name}: a spreadsheet is read by the {FILE_NAME} beside it; propose"
            f" one with send-metrics register infer, then give {FILE_NAME} or the folder"
        )
        raise SourceError(message)
    if not file.is_file():
        message = (
            f"{path.name} has no {FILE_NAME}; propose one with send-metrics register"
            " infer, or start with send-metrics register template"
        )
        raise SourceError(message)
    if path.is_dir() and file.resolve().parent != path.resolve():
        message = f"{FILE_NAME} leads out of the folder; copy it there"
        raise SourceError(message)
    written = toml_of(file)
    entries = written.pop("table", [])
    if written:
        unknown = ", ".join(sorted(written))
        message = (
            f"{file.name} has a key that is not understood: {unknown};"
            " there is [[table]]"
        )
        raise SourceError(message)
    if not (isinstance(entries, list) and entries):
        message = f"{file.name} declares no [[table]]; add at least one"
        raise SourceError(message)
    return [
        _Entry(f"{file.name}, [[table]] {number}", file.parent).declared(entry)
        for number, entry in enumerate(entries, start=1)
    ]


@frozen
class _Entry:
    """One ``[[table]]``, to be understood or refused by its place."""

    place: str
    folder: Path

    def declared(self, written: Any) -> DeclaredTable:
        table = self._structured(written)
        schema = self._schema(table.table)
        entry = _Entry(f"{self.place} ({schema.name})", self.folder)
        headings = {
            name: said if isinstance(said, _Heading) else _Heading(said)
            for name, said in table.columns.items()
        }
        known = columns_of(schema)
        entry._among("a column", (*headings, *table.constants), known)
        if not headings:
            entry._refuse("names no heading under [table.columns]")
        if twice := sorted(set(headings) & set(table.constants)):
            entry._refuse(f"gives {', '.join(twice)} as a column and as a constant")
        if not 1 <= table.header_row <= LAST_HEADER_ROW:
            entry._refuse(f"has a header_row that is not from 1 to {LAST_HEADER_ROW}")
        readers = {
            name: entry._reader(known[name], said, table.missing)
            for name, said in headings.items()
        }
        return DeclaredTable(
            place=entry.place,
            schema=schema,
            file=entry._file(table),
            sheet=table.sheet,
            header_row=table.header_row,
            headings={name: said.heading for name, said in headings.items()},
            readers=readers,
            constants=entry._constants(known, table.constants),
        )

    def _structured(self, written: Any) -> _Table:
        converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
        converter.register_structure_hook(str, exactly(str))
        converter.register_structure_hook(int, exactly(int))
        # Without this, a text would be taken for the list of its letters.
        converter.register_structure_hook_func(lambda kind: kind == list[str], _texts)
        converter.register_structure_hook(
            str | _Heading,
            lambda value, _: (
                value
                if isinstance(value, str)
                else converter.structure(value, _Heading)
            ),
        )
        try:
            table = converter.structure(written, _Table)
        except ForbiddenExtraKeysError as error:
            unknown = ", ".join(sorted(error.extra_fields))
            known = ", ".join(fields_dict(error.cl))
            self._refuse(
                f"has a key that is not understood: {unknown}; there are {known}"
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            self._refuse(
                "needs table and file; header_row is a number, missing a list of text,"
                " columns and constants are tables, and the rest is text in quotation"
                " marks"
            )
        return table

    def _schema(self, name: str) -> TableSchema:
        if name in NOT_KEPT:
            self._refuse(f"names {name}, which no register holds: {NOT_KEPT[name]}")
        self._among("a table", [name], kept())
        return kept()[name]

    def _file(self, table: _Table) -> Path:
        named = PurePath(table.file)
        file = self.folder / named
        if named.is_absolute() or not file.resolve().is_relative_to(
            self.folder.resolve()
        ):
            self._refuse("names a file outside its folder; copy it there")
        if named.suffix.casefold() not in ENDINGS:
            self._refuse(
                f"names a file that ends in none of {', '.join(ENDINGS)}; save it as one"
            )
        if table.sheet is not None and named.suffix.casefold() == ".csv":
            self._refuse("names a sheet of a CSV file, which has none")
        if not file.is_file():
            self._refuse(f"names {table.file}, which does not exist in its folder")
        return file

    def _reader(self, column: Column, said: _Heading, missing: list[str]) -> Reader:
        where = f"columns.{column.name}"
        if not said.heading.strip():
            self._refuse(f"has an empty heading in {where}")
        form = None if said.format is None else said.format.replace(" ", "-")
        if form is not None:
            formats = {
                "day": FORMS,
                "number": NUMBER_FORMATS,
                "id": IDENTIFIERS,
            }.get(column.kind)
            if formats is None:
                self._refuse(
                    f"has a format in {where}, which a {column.kind} cannot have"
                )
            self._among(f"a format in {where}", [form], formats)
        if said.codes and column.kind not in ("code", "flag"):
            self._refuse(f"has codes in {where}, which holds no codes")
        allowed = FLAGS if column.kind == "flag" else column.allowed
        if allowed:
            self._among(f"a code in {where}", said.codes.values(), allowed)
        return Reader(
            column=column,
            form=form,
            codes={folded(key): code for key, code in said.codes.items()},
            missing=frozenset(map(folded, (*missing, *said.missing))),
        )

    def _constants(
        self, known: Mapping[str, Column], said: Mapping[str, str]
    ) -> dict[str, str]:
        constants = {}
        for name, text in said.items():
            settled = Reader(known[name]).settle(cell_of_text(text))
            if settled.fault is not None or not settled.text:
                why = settled.fault.action if settled.fault else "give it a value"
                self._refuse(f"has a constant {name} that cannot be used: {why}")
            constants[name] = settled.text
        return constants

    def _among(self, what: str, names: Iterable[str], known: Iterable[str]) -> None:
        unknown = sorted(set(names) - set(known))
        if unknown:
            self._refuse(
                f"names {what} that does not exist: {', '.join(unknown)}; there are"
                f" {', '.join(sorted(known))}"
            )

    def _refuse(self, what: str) -> NoReturn:
        message = f"{self.place} {what}"
        raise SourceError(message) from None


def _texts(value: object, _type: object) -> list[str]:
    if not (isinstance(value, list) and all(isinstance(text, str) for text in value)):
        raise TypeError
    return value
