"""One return while it is read: its header, its school and its pupils."""

from pathlib import Path

from attrs import define, field

from send_metrics.adapters.delimited import is_urn
from send_metrics.adapters.message.layout import Layout, Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.message.stream import records_of
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.header import Header, read_header
from send_metrics.adapters.school_census.layout import SCHOOL, SCHOOL_CENSUS, layouts
from send_metrics.adapters.school_census.pupils import Pupils
from send_metrics.records.schema import UNKNOWN

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


@define
class Return:
    """A return of one school and term. *urn* is empty where it gives none."""

    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    header: Header = field(init=False)
    pupils: Pupils = field(init=False, repr=False)
    urn: str = field(default="", init=False)
    phase: str = field(default=UNKNOWN, init=False)

    @property
    def school(self) -> str:
        """The URN, or else the seven digits of authority and school."""
        return self.urn or self.header.school

    def begin(self, record: Record) -> dict[str, Layout]:
        """Take in the header; return what may stand where."""
        self.header = read_header(record, self.file_name)
        self.urn = self.header.urn
        self.pupils = Pupils(self.header, self.file_name, self.pseudonyms)
        return layouts()

    def add(self, record: Record) -> None:
        """Take in a pupil, or what is said of the school."""
        if record.name != SCHOOL:
            self.pupils.add(record)
            return
        for said in (record, *record.every("SchoolCharacteristics")):
            urn, phase = (said.values.get(name, "") for name in ("URN", "Phase"))
            if is_urn(urn):
                self.urn = urn
            if phase:
                self.phase = PHASES.get(phase.upper(), UNKNOWN)


def read_return(file: Path, pseudonyms: Pseudonyms) -> Return:
    """Read the return in a file.

    Raises:
        SourceError: it is no school census that can be read, or holds no pupil.
        OSError: it cannot be opened.
    """
    one = Return(file.name, pseudonyms)
    with file.open("rb") as stream:
        for record in records_of(
            stream,
            file.name,
            SCHOOL_CENSUS,
            begin=one.begin,
            unexpected=lambda *_: None,
        ):
            one.add(record)
    if not one.pupils.pupils_in:
        what = "holds no pupil; check whether the export is complete"
        raise refusal(file.name, what)
    one.pupils.note_if_none_has_attendance()
    return one
