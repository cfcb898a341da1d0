"""The adapter: from files of census returns to totals of attendance."""

from pathlib import Path
from typing import Any

import pandas as pd
from attrs import define, field, frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import is_urn
from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.message.stream import records_of
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.header import Header, read_header
from send_metrics.adapters.school_census.layout import SCHOOL, SCHOOL_CENSUS, layouts
from send_metrics.adapters.school_census.pupils import Pupils, Row, Stretch
from send_metrics.adapters.school_census.sessions import counts
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.sessions import SESSION_COLUMNS
from send_metrics.records.tables import ATTENDANCE_TOTALS

MOST_FILES = 5_000
PHASES = {
    "NS": "nursery",
    "PS": "primary",
    "MP": "primary",
    "MS": "secondary",
    "SS": "secondary",
    "AT": "all-through",
    "SP": "special",
    "PR": "alternative provision",
}
"""Phases of the census and of our schools; middle schools are as they are deemed."""

_TABLE = ATTENDANCE_TOTALS.name


@frozen
class SchoolCensus:
    """Reads returns of schools, each of one school and term, whole or in a folder."""

    name: str = "school_census"
    title: str = (
        "attendance in school census returns, XML of one school and term or a folder of"
        " them, collections 2017 to 2026"
    )
    tables: tuple[str, ...] = (_TABLE,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read the return at *path*, or every .xml file of the folder there.

        Raises:
            SourceError: a file is no school census that can be read, or two are of the
                same school and term.
        """
        try:
            returns = [_read(file, pseudonyms) for file in _files(path)]
        except OSError as error:
            what = f"cannot be opened ({type(error).__name__}); check its permissions"
            raise refusal(path.name, what) from None
        _refuse_twice(returns)
        held = [row for one in returns for row in one.rows()]
        rows_in = sum(one.pupils.rows_in for one in returns)
        return Reading(
            frames={_TABLE: _frame(held)},
            balances={
                _TABLE: RowBalance(rows_in, len(held), rejected=rows_in - len(held))
            },
            findings=tuple(f for one in returns for f in one.findings()),
            notes=_notes(returns),
            stands_alone=str(returns[0].header) if len(returns) == 1 else None,
        )


@define
class _Return:
    """One return while it is read."""

    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    header: Header = field(init=False)
    pupils: Pupils = field(init=False, repr=False)
    stretches: list[Stretch] = field(factory=list, repr=False)
    has_urn: bool = False
    _school: Row = field(factory=dict, init=False)

    def begin(self, record: Record) -> dict[str, Layout]:
        """Take in the header; return what may stand where."""
        header = self.header = read_header(record, self.file_name)
        self.has_urn = bool(header.urn)
        self.pupils = Pupils(header, self.file_name, self.pseudonyms)
        self._school = {
            "school_urn": header.urn or header.school,
            "school_year": header.year - 1,
            "authority": header.authority,
            "phase": UNKNOWN,
            "area": UNKNOWN,
        }
        return layouts()

    def add(self, record: Record) -> None:
        """Take in a pupil, or what is said of the school."""
        if record.name != SCHOOL:
            self.stretches += self.pupils.stretches(record)
            return
        for said in (record, *record.every("SchoolCharacteristics")):
            urn, phase = (said.values.get(name, "") for name in ("URN", "Phase"))
            if is_urn(urn):
                self._school["school_urn"] = urn
                self.has_urn = True
            if phase:
                self._school["phase"] = PHASES.get(phase.upper(), UNKNOWN)

    def finish(self) -> None:
        """Look at the return as a whole.

        Raises:
            SourceError: the return holds no pupil.
        """
        if not self.pupils.pupils_in:
            what = "holds no pupil; check whether the export is complete"
            raise refusal(self.file_name, what)
        self.pupils.note_if_none_has_attendance()

    def rows(self) -> list[Row]:
        """Return a row for every stretch, which is of the one school."""
        return [
            {
                **self._school,
                **stretch.described,
                **counts(stretch.told, self.pupils.sent),
            }
            for stretch in self.stretches
        ]

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found in the pupils."""
        return self.pupils.findings.all()


def _read(file: Path, pseudonyms: Pseudonyms) -> _Return:
    one = _Return(file.name, pseudonyms)
    with file.open("rb") as stream:
        for record in records_of(
            stream,
            file.name,
            SCHOOL_CENSUS,
            begin=one.begin,
            unexpected=lambda *_: None,
        ):
            one.add(record)
    one.finish()
    return one


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() == ".xml")
    if not found:
        raise refusal(
            path.name, "is a folder without an .xml file; name one, or a file"
        )
    if len(found) > MOST_FILES:
        raise refusal(
            path.name, f"holds more than {MOST_FILES} files; read it in parts"
        )
    for file in found:
        if not file.resolve().is_relative_to(path.resolve()):
            raise refusal(
                path.name, f"{file.name} leads out of the folder; copy it there"
            )
    return found


def _refuse_twice(returns: list[_Return]) -> None:
    met: dict[str, str] = {}
    for one in returns:
        first = met.setdefault(str(one.header), one.file_name)
        if first != one.file_name:
            what = (
                f"is the {one.header}, as {first} is; keep the one that was sent last"
            )
            raise refusal(one.file_name, what)


def _frame(rows: list[Row]) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    numbers = {*SESSION_COLUMNS, "school_year"}
    given = [*(rows[0] if rows else ATTENDANCE_TOTALS.names)]
    for name in given:
        values = [row[name] for row in rows]
        if name in numbers:
            whole = all(value is not None for value in values)
            columns[name] = pd.Series(values, dtype="int64" if whole else "float64")
        elif name in ("first_on", "last_on"):
            columns[name] = pd.Series(pd.to_datetime(values), dtype="datetime64[us]")
        else:
            columns[name] = pd.Series(values, dtype=object)
    return pd.DataFrame(columns)


def _notes(returns: list[_Return]) -> tuple[str, ...]:
    without = sum(one.pupils.without_attendance for one in returns)
    no_urn = sum(not one.has_urn for one in returns)
    several = f"{len(returns)} school census returns"
    said = [str(returns[0].header) if len(returns) == 1 else several]
    if without:
        said.append(f"{without} pupils without attendance, of whom no row is made")
    if no_urn:
        said.append(
            f"{no_urn} returns give no URN; their school is named by the number of its"
            " authority and school, 9191234"
        )
    return tuple(said)
