"""Turns the XML of `builder` into the nine CSV files that COLLECT would export of it."""

import csv
import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from send_metrics.adapters.sen2.profiles import PROFILES

PARENTS = {
    "sen2": None,
    "person": "sen2",
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
HEADER = (
    "collection year referencedate sourcelevel lea softwarecode release serialno"
    " datetime dmo dco dsco"
).split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

Row = dict[str, str]
Written = Callable[[str], str]


class Tables(dict[str, list[Row]]):
    """The rows of each table of one year's export."""

    def __init__(self, year: int) -> None:
        super().__init__({table: [] for table in PARENTS})
        self.year = year


def as_collect(text: str) -> str:
    """Write a day or moment as COLLECT does, and leave any other text as it is."""
    return _day(text, lambda at: f"{at:%Y}-{MONTHS[at.month - 1]}-{at:%d %H:%M:%S}")


def as_spreadsheet(text: str) -> str:
    return _day(text, lambda at: f"{at:%d/%m/%Y %H:%M}")


def as_american_spreadsheet(text: str) -> str:
    return _day(text, lambda at: f"{at.month}/{at.day}/{at.year}")


def _day(text: str, write: Callable[[dt.datetime], str]) -> str:
    if not re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text
    try:
        return write(dt.datetime.fromisoformat(text))
    except ValueError:
        return text


def tables_of(message: str) -> Tables:
    """Return the rows of each table, with every column that the year's export has."""
    root = ElementTree.fromstring(message)  # noqa: S314 - our own text
    header = {
        item.tag.lower(): item.text or ""
        for part in root.iterfind("Header/*")
        for item in part
    }
    tables = Tables(int(header["year"]))
    key = _add(tables, "sen2", "", dict.fromkeys(HEADER, "") | header)
    for person in root.iterfind("Persons/*"):
        _add_element(tables, person, key)
    return tables


def _add_element(tables: Tables, element: ElementTree.Element, parent: str) -> None:
    table = element.tag.lower()
    items = _items(tables.year, table)
    inside = [item for item in element if item.tag.lower() not in PARENTS]
    items |= {item.tag.lower(): item.text or "" for item in inside}
    key = _add(tables, table, parent, items)
    for record in element:
        if record.tag.lower() in PARENTS:
            _add_element(tables, record, key)


def _add(tables: Tables, table: str, parent: str, items: Row) -> str:
    number = len(tables[table]) + 1
    key = f"{list(PARENTS).index(table) + 1}{number:05d}"
    row = {f"{table}tableid": key, "NativeId": f"n{key}", "sourceid": "1"}
    over = PARENTS[table]
    if over is not None:
        row[f"{over}tableid"] = parent
    tables[table].append(row | {f"{table}orderseqcolumn": str(number)} | items)
    return key


def _items(year: int, table: str) -> Row:
    [known] = [
        items
        for record, items in PROFILES[year].elements.items()
        if record.lower() == table
    ]
    return dict.fromkeys(sorted(map(str.lower, known)), "")


def _columns(tables: Tables, table: str) -> list[str]:
    if not tables[table]:
        empty = Tables(tables.year)
        _add(empty, table, "", _items(tables.year, table))
        return list(empty[table][0])
    return list(dict.fromkeys(name for row in tables[table] for name in row))


def files_of(
    tables: Tables,
    *,
    written: Written = as_collect,
    encoding: str = "utf-8",
    shuffled: int | None = None,
    line_end: str = "\r\n",
) -> dict[str, bytes]:
    """Return the nine files by table; *shuffled* seeds another order of rows."""
    files = {}
    for table, rows in tables.items():
        columns = _columns(tables, table)
        held = list(rows)
        if shuffled is not None:
            chance = random.Random(shuffled)  # noqa: S311 - not for secrets
            chance.shuffle(held)
            chance.shuffle(columns)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, restval="", lineterminator=line_end)
        writer.writeheader()
        for row in held:
            writer.writerow({name: written(text) for name, text in row.items()})
        files[table] = out.getvalue().encode(encoding)
    return files


def file_name(table: str, exported_on: str = "28-01-2026") -> str:
    return f"Blade-Export_{exported_on}_{table}.csv"


def named(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files by the names that COLLECT gives them."""
    return {file_name(table): content for table, content in files.items()}


def folder_of(place: Path, files: Mapping[str, bytes]) -> Path:
    """Write files under their names into a folder."""
    folder = place / "export"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def zip_of(place: Path, files: Mapping[str, bytes]) -> Path:
    """Pack files under their names."""
    path = place / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def edited(content: bytes, pattern: str, new: str, count: int = 1) -> bytes:
    """Return the file with what the pattern finds replaced, which it must find."""
    text, found = re.subn(pattern, new, content.decode(), count=count)
    assert found
    return text.encode()
