"""Read the header of a return, which decides how the rest is read."""

import datetime as dt
import re

from attrs import field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.items import (
    HeaderItems,
    collection_of,
    other_collection,
    source_of,
)
from send_metrics.adapters.message.layout import Record
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.sen2.profiles import LA_CODES, PROFILES, Profile
from send_metrics.domain.period import Period

_NUMBER = re.compile(r"[0-9]{1,4}")


@frozen
class Header:
    """What the header says.

    *submission* tells this return from others of the same authority and year.
    """

    profile: Profile
    reference_on: dt.date
    reference_line: int
    authority: str
    officers: str
    submission: str = field(repr=False)

    @property
    def school_year_began_on(self) -> dt.date:
        """The 31 August on which ages are taken."""
        return dt.date(self.reference_on.year - 1, 8, 31)

    @property
    def covers(self) -> Period:
        """The calendar year that the return tells of, and the days up to its census."""
        return Period(dt.date(self.reference_on.year - 1, 1, 1), self.reference_on)


def read_header(record: Record, file_name: str) -> Header:
    """Return what the `Header` element says.

    Raises:
        SourceError: it is no header of a SEN2 return of a year that can be read.
    """
    collection = collection_of(record, file_name)
    name, _ = collection.given("Collection")
    if name != "SEN2":
        raise other_collection(collection, "SEN2", "the SEN2 return")
    profile = _profile(collection, file_name)
    written, line = collection.given("ReferenceDate")
    reference_on = day_written(written)
    if reference_on is None:
        message = "ReferenceDate is not a day written 2026-01-15; correct the header"
        raise refusal(file_name, message, line)
    source = source_of(record, file_name)
    authority, line_of_authority = source.given("LEA")
    if authority not in LA_CODES:
        message = "LEA is not the 3-digit code of an authority; correct the header"
        raise refusal(file_name, message, line_of_authority)
    return Header(
        profile=profile,
        reference_on=reference_on,
        reference_line=line,
        authority=authority,
        officers=_officers(source),
        submission=f"{source.optional('SerialNo')}:{source.optional('DateTime')}",
    )


_OFFICERS = {
    "DMO": "medical officer",
    "DCO": "clinical officer",
    "DSCO": "social care officer",
}
_IN_POST = {"Y": "in post", "N": "not in post", "R": "being recruited"}


def _officers(source: HeaderItems) -> str:
    """Say which of the designated officers there are."""
    said = [
        f"{office} {_IN_POST.get(source.optional(item), 'not given')}"
        for item, office in _OFFICERS.items()
    ]
    return f"designated officers: {', '.join(said)}"


def _profile(collection: HeaderItems, file_name: str) -> Profile:
    written, line = collection.given("Year")
    if not _NUMBER.fullmatch(written):
        message = "Year is not a number of four digits; correct the header"
        raise refusal(file_name, message, line)
    profile = PROFILES.get(int(written))
    if profile is None:
        *years, last = sorted(PROFILES)
        readable = f"{', '.join(map(str, years))} and {last}"
        message = f"Year is {written}; the years that can be read are {readable}"
        raise refusal(file_name, message, line)
    return profile
