"""The bytes of one CSV file to rows of cells with their lines, or a refusal."""

import csv
import io
from collections.abc import Callable, Iterator

from attrs import define, evolve, field

from send_metrics.adapters.delimited import decoding
from send_metrics.adapters.delimited.header import AROUND
from send_metrics.adapters.delimited.parsing import LONGEST_FIELD
from send_metrics.adapters.message.refusals import refusal
from send_metrics.adapters.sen2.collect.files import ExportFile
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, Severity

# What concerns a file as a whole is found under the table that everyone is in.
_TABLE = "ehc_requests"


def text_of(file: ExportFile, note: Callable[[Finding], None]) -> str:
    """Return the text of a file, decoded as every CSV file is.

    Raises:
        SourceError: the encoding cannot be trusted, or there is no text.
    """
    text, findings = decoding.text_of(file.read(), file.name, _TABLE)
    for finding in findings:
        note(evolve(finding, file=file.name))
    return text


def finding_of(
    file: str,
    rule: str,
    wording: str,
    action: str,
    *,
    severity: Severity = "query",
    line: int | None = None,
    element: str | None = None,
    rows: int = 1,
) -> Finding:
    """Return a finding about a file as a whole."""
    return Finding(
        rule=rule,
        severity=severity,
        table=_TABLE,
        wording=wording,
        action=action,
        line=line,
        element=element,
        rows=rows,
        file=file,
    )


@define
class RowsOfCells:
    """The header and the rows of a text with commas between the cells.

    Raises:
        SourceError: the first line is empty.
    """

    file: str
    text: str = field(repr=False)
    names: list[str] = field(init=False, repr=False)
    _numbered: Iterator[tuple[int, list[str]]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._numbered = _numbered(self.text, self.file)
        _, self.names = next(self._numbered)
        if not any(name.strip(AROUND) for name in self.names):
            raise refusal(self.file, "the first line is empty; export the table again")

    @property
    def first_line(self) -> str:
        """The header as it is written."""
        return io.StringIO(self.text, newline=None).readline()

    def full(self, note: Callable[[Finding], None]) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not blank with the line that it begins on.

        Raises:
            SourceError: a row has not as many cells as the header, a cell is too long,
                or a quotation mark is not closed.
        """
        width = len(self.names)
        blank = 0
        line = 1
        for line, cells in self._numbered:
            if not any(cell.strip(AROUND) for cell in cells):
                blank += 1
                continue
            if len(cells) != width:
                what = (
                    f"the row has {len(cells)} cells and the header {width}; the file is"
                    " cut short or has lost quotation marks: export the table again"
                )
                raise refusal(self.file, what, line)
            if max(map(len, cells)) > LONGEST_FIELD:
                raise _too_long(self.file, line)
            yield line, cells
        if blank:
            note(_blank(self.file, blank))
        if not self.text.endswith(("\n", "\r")):
            note(_cut_short(self.file, line))


def _numbered(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            raise _too_long(file, line) from None
        what = (
            "a quotation mark in the row that begins here is not closed, or text follows"
            " the closing one; export the table again"
        )
        raise refusal(file, what, line) from None


def _too_long(file: str, line: int) -> SourceError:
    what = (
        f"a cell in the row that begins here is longer than {LONGEST_FIELD:,}"
        " characters; a quotation mark may be missing: export the table again"
    )
    return refusal(file, what, line)


def _blank(file: str, rows: int) -> Finding:
    return finding_of(
        file,
        "sen2.blank-rows",
        "a row is empty; nothing is read from it",
        "nothing, unless rows were cleared by mistake",
        severity="note",
        rows=rows,
    )


def _cut_short(file: str, line: int) -> Finding:
    return finding_of(
        file,
        "last-line",
        "the last line has no line end; the file may be cut short",
        "compare its number of rows with COLLECT",
        line=line,
    )
