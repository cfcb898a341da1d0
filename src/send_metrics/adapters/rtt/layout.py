"""Which column of a full extract holds what, by name and wherever it stands."""

import csv
import re

from attrs import frozen

from send_metrics.domain.wait_bands import RTT
from send_metrics.errors import SourceError

LAST_BAND = RTT.edges[-1]
NO_BAND = LAST_BAND + 1
"""Stands for the one figure of a list that has no bands."""

CODES = {
    "period": ("Period", "Period Name", "Year"),
    "icb": ("Commissioner Parent Org Code",),
    "commissioner": ("Commissioner Org Code",),
    "provider": ("Provider Org Code",),
    "part": ("RTT Part Type",),
    "treatment_function": ("Treatment Function Code",),
}
"""Our name of each column of codes, and theirs; the first one that is there is read."""

BANDS = tuple(f"{weeks}" for weeks in range(NO_BAND))
TOTALS = {
    "total": "Total",
    "unknown_start": "Patients with unknown clock start date",
    "total_all": "Total All",
}
COUNTS = (*BANDS, *TOTALS)
_BAND = re.compile(r"gt 0*(\d+)(?: to 0*(\d+))? weeks(?: sum 1)?")
_NAMES_SHOWN = 5


@frozen
class Layout:
    """The fields of a line: ours where we read them, the published names of the rest.

    *written* gives the published name of each field that is read.
    """

    fields: tuple[str, ...]
    written: dict[str, str]
    left_out: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many fields a line has."""
        return len(self.fields)


def layout_of(header: str, name: str) -> Layout:
    """Return the layout that a header line declares.

    Raises:
        SourceError: columns are missing, which it names, or one is there twice.
    """
    titles = [" ".join(title.split()) for title in next(csv.reader([header]))]
    by_title = {title.casefold(): field for field, title in TOTALS.items()}
    by_title |= {title.casefold(): band for title in titles if (band := _band(title))}
    held = {title.casefold() for title in titles}
    for field, aliases in CODES.items():
        alias = next((each for each in aliases if each.casefold() in held), aliases[0])
        by_title[alias.casefold()] = field
    fields = [by_title.get(title.casefold()) for title in titles]
    missing = [_published(each) for each in (*CODES, *COUNTS) if each not in fields]
    if missing:
        more = len(missing) - _NAMES_SHOWN
        listed = ", ".join(missing[:_NAMES_SHOWN]) + (f" and {more} more" * (more > 0))
        message = (
            f"{name} lacks {listed}; give a full extract with bands up to {LAST_BAND}"
            " weeks, as published since April 2021"
        )
        raise SourceError(message)
    twice = [_published(each) for each in (*CODES, *COUNTS) if fields.count(each) > 1]
    if twice:
        message = f"{name} has more than one column {twice[0]}; leave one of them in it"
        raise SourceError(message)
    return Layout(
        fields=tuple(field or f"unread {at}" for at, field in enumerate(fields)),
        written={
            field: title for field, title in zip(fields, titles, strict=True) if field
        },
        left_out=tuple(
            title for field, title in zip(fields, titles, strict=True) if not field
        ),
    )


def _band(title: str) -> str | None:
    """Return our name of a column of a band, or nothing if it is none."""
    found = _BAND.fullmatch(title.casefold())
    if found is None:
        return None
    lower, upper = int(found[1]), found[2]
    one_week = upper is not None and int(upper) == lower + 1 and lower < LAST_BAND
    return found[1] if one_week or (upper is None and lower == LAST_BAND) else None


def _published(field: str) -> str:
    """Return the name under which a field of ours is published."""
    if field in CODES:
        return " or ".join(CODES[field])
    if field in TOTALS:
        return TOTALS[field]
    if field == f"{LAST_BAND}":
        return f"Gt {field} Weeks SUM 1"
    return f"Gt {int(field):02} To {int(field) + 1:02} Weeks SUM 1"
