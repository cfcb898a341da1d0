"""The adapter: from a file to a reading."""

from pathlib import Path
from typing import BinaryIO

from attrs import define, field, frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.sen2.cells import Cells
from send_metrics.adapters.sen2.findings import Findings, StrayElements
from send_metrics.adapters.sen2.header import Header, read_header
from send_metrics.adapters.sen2.layout import Layout, Record
from send_metrics.adapters.sen2.persons import Children
from send_metrics.adapters.sen2.refusals import refusal
from send_metrics.adapters.sen2.rows import ReturnRows
from send_metrics.adapters.sen2.stream import people
from send_metrics.records.report import Finding


@frozen
class Sen2:
    """Reads the XML of one authority's SEN2 return."""

    name: str = "sen2"
    title: str = "DfE's SEN2 return of one authority, XML of collections 2023 to 2026"
    tables: tuple[str, ...] = ("ehc_requests", "ehc_plans", "annual_reviews")

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read the return at *path*.

        Raises:
            SourceError: it is no SEN2 return of a year that can be read, or it is
                broken as a whole.
        """
        if path.is_dir():
            raise refusal(path.name, "is a folder; name the XML file of the return")
        try:
            with path.open("rb") as file:
                return _Return(path.name, pseudonyms).read(file)
        except OSError as error:
            message = f"cannot be opened ({error.strerror}); check its permissions"
            raise refusal(path.name, message) from None


@define
class _Return:
    """One return while it is read; the header, once met, says how the rest is read."""

    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    findings: Findings = field(factory=Findings, init=False)
    strays: StrayElements = field(factory=StrayElements, init=False)
    header: Header = field(init=False, repr=False)
    rows: ReturnRows = field(init=False, repr=False)

    def read(self, file: BinaryIO) -> Reading:
        """Read to the end of the file."""
        for person in people(
            file, self.file_name, begin=self._begin, unexpected=self.strays.met
        ):
            self.rows.add(person)
        self._check_whole()
        header, tables = self.header, self.rows.tables
        year = header.profile.year
        return Reading(
            frames={rows.table: rows.frame() for rows in tables},
            balances={rows.table: rows.balance for rows in tables},
            findings=(*self.findings.all(), *self.strays.findings(year)),
            stands_alone=f"SEN2 return of authority {header.authority}",
            notes=(
                f"SEN2 {year} of authority {header.authority},"
                f" reference date {header.reference_on}",
            ),
        )

    def _begin(self, record: Record) -> Layout:
        header = self.header = read_header(record, self.file_name)
        cells = Cells(header.reference_on, self.findings)
        self.rows = ReturnRows(
            authority=header.authority,
            school_year_began_on=header.school_year_began_on,
            cells=cells,
            children=Children(header, cells, self.pseudonyms),
        )
        return header.profile.person_layout()

    def _check_whole(self) -> None:
        header = self.header
        if header.reference_on != header.profile.census_on:
            self._note(
                "sen2.census-day",
                f"the reference date is not the census day, {header.profile.census_on}",
                "check that this is the return of that year",
                "Header/CollectionDetails/ReferenceDate",
                header.reference_line,
            )
        if not self.rows.persons:
            what = "holds no person; check whether the export is complete"
            raise refusal(self.file_name, what)

    def _note(
        self,
        rule: str,
        wording: str,
        action: str,
        element: str | None = None,
        line: int | None = None,
    ) -> None:
        self.findings.add(
            Finding(
                rule=rule,
                severity="query",
                table="ehc_requests",
                wording=wording,
                action=action,
                line=line,
                element=element,
            )
        )
