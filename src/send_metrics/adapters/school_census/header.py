"""Read the header of a census return, which says of which school, term and year."""

import datetime as dt
import re

from attrs import frozen

from send_metrics.adapters.delimited import is_urn
from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.items import (
    HeaderItems,
    collection_of,
    other_collection,
    source_of,
)
from send_metrics.adapters.message.layout import Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.school_census.terms import TOLD, YEARS, days_told
from send_metrics.domain.period import Period

_NAMES = frozenset({"SC", "SCHOOLCENSUS", "SCHOOL CENSUS"})
_TERMS = {"AUTUMN": "AUT", "SPRING": "SPR", "SUMMER": "SUM"}


@frozen
class Header:
    """What the header says.

    *school* is the number of the authority and of the school; *urn* is empty where the
    header gives none.
    """

    term: str
    year: int
    reference_on: dt.date
    authority: str
    school: str
    urn: str = ""

    @property
    def days_told(self) -> dict[str, Period]:
        """The days that each element of attendance tells of."""
        return days_told(self.term, self.year)

    def __str__(self) -> str:
        return f"school census {self.term} {self.year} of school {self.school}"


def read_header(record: Record, file_name: str) -> Header:
    """Return what the `Header` element says.

    Raises:
        SourceError: it is no header of a school census that can be read.
    """
    collection = collection_of(record, file_name)
    name, _ = collection.given("Collection")
    if name.upper() not in _NAMES:
        raise other_collection(collection, "SC", "a school census")
    year, line = collection.given("Year")
    if not year.isascii() or not year.isdecimal() or int(year[:9]) not in YEARS:
        message = f"Year is not one that can be read, {YEARS[0]} to {YEARS[-1]}"
        raise refusal(file_name, message, line)
    term, line = collection.given("Term")
    term = _TERMS.get(term.upper(), term.upper())
    if term not in TOLD:
        message = f"Term is none of {', '.join(TOLD)}; correct the header"
        raise refusal(file_name, message, line)
    written, line = collection.given("ReferenceDate")
    reference_on = day_written(written)
    if reference_on is None or reference_on.year != int(year):
        message = "ReferenceDate is not a day of that year written 2026-01-15"
        raise refusal(file_name, f"{message}; correct the header", line)
    source = source_of(record, file_name)
    authority = _number(source, "LEA", 3, file_name)
    urn = source.optional("URN")
    return Header(
        term=term,
        year=int(year),
        reference_on=reference_on,
        authority=authority,
        school=authority + _number(source, "Estab", 4, file_name),
        urn=urn if is_urn(urn) else "",
    )


def _number(source: HeaderItems, name: str, digits: int, file_name: str) -> str:
    written, line = source.given(name)
    if not re.fullmatch(rf"[0-9]{{{digits}}}", written):
        message = f"{name} is not a number of {digits} digits; correct the header"
        raise refusal(file_name, message, line)
    return written
