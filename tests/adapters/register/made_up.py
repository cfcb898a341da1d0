"""Small registers, made up cell by cell, as XLSX, ODS or CSV."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from attrs import frozen

MAPPING = """
[[table]]
table = "appeals"
file = "{file}"
header_row = {header_row}

[table.columns]
appeal_id = "Ref"
authority = "LA"
registered_on = {{ heading = "Date registered", format = "day-first" }}
ground = "Ground"
outcome = "Outcome"
closed_on = {{ heading = "Closed", format = "day-first", missing = ["TBC"] }}
"""


@frozen
class Percent:
    """A number that the spreadsheet shows as a percentage."""

    value: float


@frozen
class Formula:
    """A formula with the value that was stored with it; nothing was, if that is empty."""

    stored: str | float = ""


@frozen
class Failed:
    """A formula that failed."""

    shown: str = "#REF!"


Cell = str | int | float | bool | dt.date | dt.time | Percent | Formula | Failed | None
Row = list[Cell]
Rows = Sequence[Sequence[Cell]]

HEADINGS: Row = ["Ref", "LA", "Date registered", "Ground", "Outcome", "Closed"]
SOUND: Row = [
    "A1",
    "919",
    dt.date(2025, 3, 4),
    "content",
    "upheld",
    dt.date(2025, 6, 1),
]


def write_xlsx(
    path: Path,
    rows: Rows,
    *,
    sheet: str = "Log",
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    more: Mapping[str, Rows] = {},
    hidden: Sequence[str] = (),
    from_1904: bool = False,
) -> Path:
    """Write a workbook; *more* are other sheets, and *hidden* the sheets not shown."""
    options = {"date_1904": from_1904, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        formats = {
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "time": book.add_format({"num_format": "hh:mm"}),
            "percent": book.add_format({"num_format": "0.0%"}),
        }
        for name, held in {sheet: rows, **more}.items():
            page: Any = book.add_worksheet(name)
            for down, row in enumerate(held):
                for across, cell in enumerate(row):
                    _write(page, formats, down, across, cell)
            if name in hidden:
                page.hide()
            if name == sheet:
                for span in merged:
                    page.merge_range(span, "")
                    first = re.match(r"([A-Z])([0-9]+)", span)
                    assert first is not None
                    down, across = int(first[2]) - 1, ord(first[1]) - ord("A")
                    if down < len(held) and across < len(held[down]):
                        _write(page, formats, down, across, held[down][across])
                for row_number in hidden_rows:
                    page.set_row(row_number - 1, None, None, {"hidden": True})
    return path


def _write(
    page: Any, formats: Mapping[str, Any], down: int, across: int, cell: Cell
) -> None:
    match cell:
        case None:
            return
        case bool():
            page.write_boolean(down, across, cell)
        case dt.date():
            moment = dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
            page.write_datetime(down, across, moment, formats["day"])
        case dt.time():
            page.write_datetime(down, across, cell, formats["time"])
        case Percent():
            page.write_number(down, across, cell.value, formats["percent"])
        case Formula():
            page.write_formula(down, across, "=A1", None, cell.stored)
        case Failed():
            page.write_formula(down, across, "=A1", None, cell.shown)
        case str():
            page.write_string(down, across, cell)
        case _:
            page.write_number(down, across, cell)


_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods_bytes(sheets: Mapping[str, str], *, hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook of sheets whose rows are given as XML."""
    names = " ".join(f'xmlns:{k}="{v}"' for k, v in _NAMESPACES.items())
    off = ' table:style-name="off"'
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}{off if name in hidden else ''}>"
        f"{rows}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>'
        '<office:automatic-styles><style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return written.getvalue()


def write_ods(path: Path, rows: Rows, *, sheet: str = "Log") -> Path:
    """Write a workbook as LibreOffice does, with the empty rest of the sheet after it."""
    written = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    rest = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    path.write_bytes(ods_bytes({sheet: written + rest}))
    return path


def _ods_cell(cell: Cell) -> str:
    kind, more, text = _ods_parts(cell)
    if not kind:
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(text)}</text:p>" if text else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{more}>{shown}</table:table-cell>'
    )


def _ods_parts(cell: Cell) -> tuple[str, str, str]:
    match cell:
        case None:
            return "", "", ""
        case bool():
            said = str(cell).lower()
            return "boolean", f' office:boolean-value="{said}"', said.upper()
        case dt.date():
            return "date", f' office:date-value="{cell}"', f"{cell:%d/%m/%Y}"
        case dt.time():
            return "time", f' office:time-value="PT{cell:%H}H{cell:%M}M00S"', f"{cell}"
        case Percent(value):
            return "percentage", f' office:value="{value}"', f"{value:.1%}"
        case Formula(""):
            return "float", ' table:formula="of:=[.A1]"', ""
        case Formula(stored):
            return "float", f' table:formula="of:=[.A1]" office:value="{stored}"', ""
        case Failed(shown):
            more = ' table:formula="of:=[.A1]" calcext:value-type="error"'
            return "string", f'{more} office:string-value=""', shown
        case str():
            return "string", "", cell
        case _:
            return "float", f' office:value="{cell}"', str(cell)


def write_csv(path: Path, rows: Rows) -> Path:
    """Write what a spreadsheet program in England writes as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_csv_text(cell) for cell in row] for row in rows)
    return path


def _csv_text(cell: Cell) -> str:
    match cell:
        case None | Formula(""):
            return ""
        case dt.date():
            return f"{cell:%d/%m/%Y}"
        case Percent(value):
            return f"{value:.1%}"
        case Formula(stored):
            return str(stored)
        case Failed(shown):
            return shown
        case _:
            return str(cell)


WRITERS = {".xlsx": write_xlsx, ".ods": write_ods, ".csv": write_csv}


def write_register(
    folder: Path,
    rows: Rows,
    mapping: str = MAPPING,
    *,
    ending: str = ".xlsx",
    header_row: int = 1,
    **more: Any,
) -> Path:
    """Write a register and the file that declares it; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = WRITERS[ending](folder / f"log{ending}", rows, **more)
    text = mapping.format(file=file.name, header_row=header_row)
    (folder / "register.toml").write_text(text, encoding="utf-8")
    return folder


def rewritten(path: Path, changed: Mapping[str, bytes | None]) -> Path:
    """Write a workbook again with parts changed, added, or taken out."""
    with zipfile.ZipFile(path) as old:
        parts: dict[str, bytes | None] = {n: old.read(n) for n in old.namelist()}
    parts.update(changed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return path


def filled_template(book: bytes, rows: Rows) -> bytes:
    """Return a template with rows typed in below its headings, in the columns' formats."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(book)) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    sheet = parts[name].decode()
    styles = {
        place: style
        for first, last, style in re.findall(
            r'<col min="(\d+)" max="(\d+)" width="[^"]*"(?: style="(\d+)")?', sheet
        )
        for place in range(int(first), int(last) + 1)
    }
    typed = "".join(
        f'<row r="{down}">'
        + "".join(
            _typed(cell, f"{_letters(across)}{down}", styles.get(across) or "0")
            for across, cell in enumerate(row, start=1)
        )
        + "</row>"
        for down, row in enumerate(rows, start=2)
    )
    parts[name] = sheet.replace("</sheetData>", f"{typed}</sheetData>").encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return written.getvalue()


def _typed(cell: Cell, place: str, style: str) -> str:
    match cell:
        case None:
            return ""
        case dt.date():
            days = (cell - dt.date(1899, 12, 30)).days
            return f'<c r="{place}" s="{style}"><v>{days}</v></c>'
        case str():
            text = escape(cell)
            return (
                f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
            )
        case _:
            return f'<c r="{place}" s="{style}"><v>{cell!r}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
