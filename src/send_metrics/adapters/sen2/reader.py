"""The adapter: from a file to a reading."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import define, field, frozen

from send_metrics.adapters.contract import CheckRun, Reading
from send_metrics.adapters.message.findings import Findings
from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.message.stream import Form, records_of
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.sen2.bulk import PERSONS_AT_A_TIME, plain_batches
from send_metrics.adapters.sen2.cells import Cells
from send_metrics.adapters.sen2.checks import NOT_RUN, RULES, Run
from send_metrics.adapters.sen2.collect import (
    is_export,
    open_message,
    people_of_export,
)
from send_metrics.adapters.sen2.findings import StrayElements
from send_metrics.adapters.sen2.gathering import ReturnRows
from send_metrics.adapters.sen2.header import Header, read_header
from send_metrics.adapters.sen2.levels import Levels, NotPlainError, batches
from send_metrics.adapters.sen2.persons import Register
from send_metrics.records.garbage import no_garbage_collected
from send_metrics.records.report import Finding

_PERSONS = "Persons"
SEN2_RETURN = Form(
    title="SEN2 return",
    record="person",
    containers=(_PERSONS,),
    source=("SourceLevel", "LEA", "SerialNo", "DateTime", "DMO", "DCO", "DSCO"),
)


def _leave_unsaid(_: Finding) -> None:
    """Do nothing with a finding that is told elsewhere, or only counted."""


TABLES = ("ehc_requests", "ehc_plans", "annual_reviews", "placements")


@frozen
class Sen2:
    """Reads one authority's SEN2 return: the XML, or what COLLECT exports of it."""

    name: str = "sen2"
    title: str = (
        "DfE's SEN2 return of one authority, collections 2023 to 2026: the XML, or the"
        " nine CSV files of COLLECT's export"
    )
    tables: tuple[str, ...] = TABLES

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read the return at *path*.

        Raises:
            SourceError: it is no SEN2 return of a year that can be read, or it is
                broken as a whole.
        """
        try:
            if is_export(path):
                return _read_export(path, pseudonyms)
            with open_message(path) as file:
                return _read_message(file, path.name, pseudonyms)
        except OSError as error:
            message = f"cannot be opened ({error.strerror}); check its permissions"
            raise refusal(path.name, message) from None

    def check(
        self, path: Path, tell: Callable[[Finding], None] = _leave_unsaid
    ) -> CheckRun:
        """Run every rule of `checks` over the return at *path*.

        *tell* is given each place that breaks a rule. What concerns whole files of an
        export is left to the reading.

        Raises:
            SourceError: as `read` does.
        """
        run = Run(RULES, NOT_RUN, tell)

        def begin(record: Record) -> Layout:
            header = read_header(record, record.file or path.name)
            run.begin(header, record)
            return header.profile.person_layout(keeping_all=True)

        try:
            if is_export(path):
                for person in people_of_export(
                    path, begin=begin, unexpected=run.out_of_place, note=_leave_unsaid
                ):
                    run.add(person)
            else:
                with open_message(path) as file:
                    for person in records_of(
                        file,
                        path.name,
                        SEN2_RETURN,
                        begin=lambda record: {_PERSONS: begin(record)},
                        unexpected=run.out_of_place,
                    ):
                        run.add(person)
        except OSError as error:
            message = f"cannot be opened ({error.strerror}); check its permissions"
            raise refusal(path.name, message) from None
        return run.result()


def _read_message(file: BinaryIO, file_name: str, pseudonyms: Pseudonyms) -> Reading:
    """Read a message quickly if it is laid out plainly, and else carefully."""
    start = _Return(file_name, pseudonyms)
    # The first person comes after all that decides how to go on.
    next(start.people(file), None)
    plain = _Return(file_name, pseudonyms)
    plain.begin(start.header)
    try:
        with no_garbage_collected():
            return plain.reading(plain_batches(file, start.layout))
    except NotPlainError:
        careful = _Return(file_name, pseudonyms)
        persons = careful.people(file)
        return careful.reading(batches(persons, start.layout, PERSONS_AT_A_TIME))


def _read_export(path: Path, pseudonyms: Pseudonyms) -> Reading:
    """Read the nine files that COLLECT exports."""
    export = _Return(path.name, pseudonyms)
    with no_garbage_collected():
        persons = people_of_export(
            path,
            begin=export.header_met,
            unexpected=export.strays.met,
            note=export.findings.add,
        )
        return export.reading(batches(persons, export.layout, PERSONS_AT_A_TIME))


@define
class _Return:
    """One return while it is read; the header, once met, says how the rest is read."""

    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    findings: Findings = field(factory=Findings, init=False)
    strays: StrayElements = field(factory=StrayElements, init=False)
    header: Header = field(init=False, repr=False)
    rows: ReturnRows = field(init=False, repr=False)

    @property
    def layout(self) -> Layout:
        """What may stand inside a person."""
        return self.header.profile.person_layout()

    def begin(self, header: Header) -> None:
        """Get ready for the persons of the return that *header* stands over."""
        self.header = header
        cells = Cells(header.reference_on, self.findings)
        self.rows = ReturnRows(header, cells, Register(header, cells, self.pseudonyms))

    def header_met(self, record: Record) -> Layout:
        """Take in the header; return what may stand inside a person."""
        self.begin(read_header(record, record.file or self.file_name))
        return self.layout

    def people(self, file: BinaryIO) -> Iterator[Record]:
        """Yield the persons of a message; the header is met before the first."""
        return records_of(
            file,
            self.file_name,
            SEN2_RETURN,
            begin=lambda record: {_PERSONS: self.header_met(record)},
            unexpected=self.strays.met,
        )

    def reading(self, parts: Iterable[Levels]) -> Reading:
        """Gather the rows of all persons."""
        for levels in parts:
            self.rows.add(levels)
        self._check_whole()
        self.rows.finish()
        header = self.header
        year = header.profile.year
        return Reading(
            frames=self.rows.frames(),
            balances=self.rows.balances(),
            findings=(*self.findings.all(), *self.strays.findings(year)),
            stands_alone=f"SEN2 return of authority {header.authority}",
            whole=TABLES,
            covers=header.covers,
            notes=(
                f"SEN2 {year} of authority {header.authority},"
                f" reference date {header.reference_on}",
                header.officers,
            ),
        )

    def _check_whole(self) -> None:
        header = self.header
        if header.reference_on != header.profile.census_on:
            self.findings.add(
                Finding(
                    rule="sen2.census-day",
                    severity="query",
                    table="ehc_requests",
                    wording="the reference date is not the census day,"
                    f" {header.profile.census_on}",
                    action="check that this is the return of that year",
                    line=header.reference_line,
                    element="Header/CollectionDetails/ReferenceDate",
                )
            )
        if not self.rows.persons:
            what = "holds no person; check whether the export is complete"
            raise refusal(self.file_name, what)
