"""Rows of text to the cells of the tables: who, which service, and how many."""

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from send_metrics.adapters.band_lists.months import MONTH, end_of, month_end
from send_metrics.adapters.chs_sitrep.services import children_service, is_of_adults
from send_metrics.adapters.chs_sitrep.sheets import Sheet
from send_metrics.domain.wait_bands import CHS_SITREP
from send_metrics.errors import SourceError

NATIONAL = "table 3"
TOTALS = "table 4"
BANDS = tuple(f"{TOTALS}{letter}" for letter in "abcdefg")
"""Tables by organisation: of totals, and of each band."""

CONTENTS = "contents"
TOTAL_TITLE = "total waiting list"
BAND_TITLES = (
    "waiting 0-1 weeks",
    *(
        f"waiting >{lower}-{upper} weeks"
        for lower, upper in zip(
            CHS_SITREP.edges[1:-1], CHS_SITREP.edges[2:], strict=True
        )
    ),
    f"waiting >{CHS_SITREP.edges[-1]} weeks",
)
_HEADER_WITHIN = 15
_DAY_BEFORE = re.compile(r"[0-9](st|nd|rd|th)?\s*$")
_IN_A_FILE_NAME = re.compile(r"(?<![0-9-])(20[0-9]{2})-(0[1-9]|1[0-2])(?![0-9-])")
_TITLES = {
    "organisation type": "type",
    "level": "type",
    "organisation code": "code",
    "code": "code",
    "organisation name": "name",
    "name": "name",
}


@frozen
class NationalRow:
    """A row of the national table: its label, total and bands as text."""

    line: int
    label: str = field(repr=False)
    total: str = field(repr=False)
    bands: tuple[str, ...] = field(repr=False)


@frozen
class OrganisationRow:
    """A row of a table by organisation: who, and a text for each children's service.

    *titles* gives the title of the column of each service.
    """

    line: int
    kind: str = field(repr=False)
    who: str = field(repr=False)
    cells: Mapping[str, str] = field(repr=False)
    titles: Mapping[str, str] = field(repr=False)


def month_of(sheets: Mapping[str, Sheet], file: str) -> str:
    """Return the last day of the month that the tables are of.

    The titles above the tables say it; else the contents, else the name of the file. A
    day of publication is no month.

    Raises:
        SourceError: none of them names one month and no other.
    """
    titles = [
        cell
        for name, sheet in sheets.items()
        if name in (NATIONAL, TOTALS, *BANDS)
        for row in sheet.rows[: _header_at(sheet, file)]
        for cell in row
    ]
    contents = [
        cell for row in sheets.get(CONTENTS, Sheet("", [])).rows for cell in row
    ]
    named = [
        month_end(int(found[1]), int(found[2]))
        for found in _IN_A_FILE_NAME.finditer(file)
    ]
    for months in (_months(titles), _months(contents), {*named, *_months([file])}):
        if len(months) == 1:
            return months.pop()
    message = (
        f"{file}: neither the titles of the tables nor the contents name one month; put"
        " it into the name of the file, as in sitrep 2023-10"
    )
    raise SourceError(message)


def _months(texts: Iterable[str]) -> set[str]:
    """Return the months that texts name, without those of a day."""
    return {
        end_of(found)
        for text in texts
        for found in MONTH.finditer(text)
        if not _DAY_BEFORE.search(text[: found.start()])
    }


def national_rows(sheet: Sheet, file: str) -> list[NationalRow]:
    """Return the rows of the national table.

    Raises:
        SourceError: the header lacks a column, which it names, or has one twice.
    """
    header = _header_at(sheet, file)
    titles = [_plain(cell) for cell in sheet.rows[header]]
    wanted = (TOTAL_TITLE, *BAND_TITLES)
    _refuse_other_titles(titles, wanted, sheet, file)
    places = [titles.index(title) for title in wanted]
    return [
        NationalRow(
            line,
            _cell(row, 0),
            _cell(row, places[0]),
            tuple(_cell(row, place) for place in places[1:]),
        )
        for line, row in enumerate(sheet.rows[header + 1 :], header + 2)
    ]


def organisation_rows(sheet: Sheet, file: str) -> list[OrganisationRow]:
    """Return the rows of a table by organisation.

    The type of organisations is taken from the row above where it is printed on the
    first row only.

    Raises:
        SourceError: the header has no column of names, or a service twice.
    """
    header = _header_at(sheet, file)
    titles = sheet.rows[header]
    services = {
        place: service
        for place, title in enumerate(titles)
        if (service := children_service(title))
    }
    twice = len(services) - len(set(services.values()))
    if twice:
        message = (
            f"{file}, {sheet.name.capitalize()}: {twice} children's services have more"
            " than one column; keep one of each"
        )
        raise SourceError(message)
    who = _places_of_who(titles, sheet, file)
    rows = []
    kind = ""
    for line, row in enumerate(sheet.rows[header + 1 :], header + 2):
        kind = _cell(row, who["type"]) or kind
        code = _cell(row, who["code"]) if "code" in who else ""
        rows.append(
            OrganisationRow(
                line,
                _plain(kind),
                code or _cell(row, who["name"]).upper(),
                {service: _cell(row, place) for place, service in services.items()},
                {service: titles[place] for place, service in services.items()},
            )
        )
    return rows


def columns_left_out(sheet: Sheet, file: str) -> tuple[str, ...]:
    """Return the titles of the columns by organisation that are not read."""
    titles = sheet.rows[_header_at(sheet, file)]
    return tuple(
        title
        for title in titles
        if title.strip()
        and not children_service(title)
        and _plain(title) not in _TITLES
    )


def _header_at(sheet: Sheet, file: str) -> int:
    """Return the place of the header, a few rows down.

    Raises:
        SourceError: no row looks like one.
    """
    for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        if sheet.name == NATIONAL and TOTAL_TITLE in map(_plain, row):
            return place
        if sheet.name != NATIONAL and any(
            children_service(title) or is_of_adults(title) for title in row
        ):
            return place
    sought = (
        "with a column Total waiting list"
        if sheet.name == NATIONAL
        else "with services such as (CYP) Audiology"
    )
    message = (
        f"{file}, {sheet.name.capitalize()}: none of the first {_HEADER_WITHIN} rows is a"
        f" header {sought}; give the sheet as published"
    )
    raise SourceError(message)


def _places_of_who(titles: Sequence[str], sheet: Sheet, file: str) -> dict[str, int]:
    """Return where type, code and name stand; older files leave titles empty."""
    first = next(
        place
        for place, title in enumerate(titles)
        if children_service(title) or is_of_adults(title)
    )
    found = {
        _TITLES[_plain(title)]: place
        for place, title in enumerate(titles[:first])
        if _plain(title) in _TITLES
    }
    unnamed = [place for place, title in enumerate(titles[:first]) if not _plain(title)]
    for field_name in ("type", "name"):
        if field_name not in found and unnamed:
            found[field_name] = unnamed.pop(0)
    lacking = [name for name in ("type", "name") if name not in found]
    if lacking:
        message = (
            f"{file}, {sheet.name.capitalize()}: the header lacks Organisation"
            f" {' and '.join(lacking)}; give the sheet as published"
        )
        raise SourceError(message)
    return found


def _refuse_other_titles(
    titles: Sequence[str], wanted: Sequence[str], sheet: Sheet, file: str
) -> None:
    """Refuse a header with other bands than those that are known."""
    where = f"{file}, {sheet.name.capitalize()}"
    lacking = [title.capitalize() for title in wanted if title not in titles]
    if lacking:
        message = (
            f"{where}: the header lacks {', '.join(lacking)}; the bands have changed, or"
            " this is another table"
        )
        raise SourceError(message)
    others = [t for t in titles if t.startswith("waiting ") and t not in wanted]
    repeated = [title for title in wanted if titles.count(title) > 1]
    if others or repeated:
        message = (
            f"{where}: the header has bands beside the seven that are known, or one of"
            " them twice; ask for a version that reads them"
        )
        raise SourceError(message)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _plain(written: str) -> str:
    return " ".join(written.split()).casefold()
