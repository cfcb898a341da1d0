"""One cell to the text of a canonical value, or to the fault that it has."""

import re
from collections.abc import Mapping

from attrs import field, frozen

from send_metrics.adapters.delimited.values import YEARS, is_identifier, is_urn
from send_metrics.adapters.register.days import FORMS, NUMBERS
from send_metrics.adapters.register.kept import domain_of
from send_metrics.adapters.spreadsheets import Cell
from send_metrics.records.schema import FLAGS, Column

NUMBER_FORMATS = ("plain", "percent")
IDENTIFIERS = ("as-written", "upn", "nhs-number")
LONGEST_CODE = 80
"""An open code that is longer is taken for free text, which may tell of a person."""

_FLAG_WORDS = {"yes": "yes", "y": "yes", "true": "yes"} | {
    "no": "no",
    "n": "no",
    "false": "no",
    "unknown": "unknown",
}
_NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")


@frozen
class Fault:
    """Why a cell cannot be used, and what to do; the same words for every such cell."""

    rule: str
    wording: str
    action: str


@frozen
class Settled:
    """The text of a canonical value, empty where there is none, or a fault."""

    text: str = field(default="", repr=False)
    fault: Fault | None = None


ERROR = Fault(
    "error-cell",
    "the cell shows an error of a formula",
    "mend the formula, or list the error under missing if it means no value",
)
NOT_COMPUTED = Fault(
    "formula-without-value",
    "the cell holds a formula whose value was never stored",
    "open the workbook in a spreadsheet program and save it again",
)
MERGED = Fault(
    "merged-cell",
    "the cell is merged with a neighbour that holds the value",
    "unmerge the cells and write the value into each",
)
PERCENTAGE = Fault(
    "readable-value",
    "the cell is a percentage",
    'declare format = "percent" for the column if it holds them, or enter the number',
)
ROUNDED = Fault(
    "readable-value",
    "the value cannot be an identifier, or a spreadsheet has rounded it",
    "format the column as text and enter identifiers again",
)
NOT_A_URN = Fault(
    "school-urn",
    "the school is not named by a URN of six digits",
    "use the URN, so that tables can be matched",
)
FREE_TEXT = Fault(
    "free-text",
    f"the text is longer than the {LONGEST_CODE} letters that a code may have",
    "declare the column that holds the code, not the notes",
)
MISPLACED = Fault(
    "readable-value",
    "the cell is a day, a time, a percentage or a tick and not text",
    "format the column as text, or declare the column that is meant",
)
_WRITTEN = ("text", "number", "flag", "error")
_OF_CELLS = {"error": ERROR, "formula": NOT_COMPUTED, "merged": MERGED}


def folded(text: str) -> str:
    """Return a text as the texts of a register are compared: without case."""
    return " ".join(text.split()).casefold()


@frozen
class Reader:
    """How the cells of one column are read.

    *form* is the declared format, *codes* translate what is written, without case, and
    *missing* are the words that mean that there is no value.
    """

    column: Column
    form: str | None = None
    codes: Mapping[str, str] = field(factory=dict)
    missing: frozenset[str] = frozenset()

    def settle(self, cell: Cell) -> Settled:
        """Return the canonical text of a cell, or its fault."""
        words = folded(cell.text)
        if words in self.codes and cell.kind in _WRITTEN:
            return Settled(self.codes[words])
        if cell.is_blank or (cell.text and words in self.missing):
            return Settled()
        if cell.kind in _OF_CELLS:
            return Settled(fault=_OF_CELLS[cell.kind])
        match self.column.kind:
            case "day":
                return self._day(cell)
            case "whole" | "number":
                return self._number(cell)
            case "flag":
                return self._listed(cell, _FLAG_WORDS, FLAGS)
            case "code" if self.column.allowed:
                known = {folded(code): code for code in self.column.allowed}
                return self._listed(cell, known, self.column.allowed)
            case "code":
                return self._open_code(cell)
            case "id":
                return self._identifier(cell)

    def _day(self, cell: Cell) -> Settled:
        form = FORMS[self.form or "iso"]
        if cell.kind == "day":
            is_near = YEARS[0] <= int(cell.text[:4]) <= YEARS[1]
            day = cell.text if is_near else None
        elif cell.kind == "text" or (cell.kind == "number" and self.form in NUMBERS):
            read = form.read(cell.text)
            day = None if read is None else read.isoformat()
        elif cell.kind == "number":
            return Settled(
                fault=Fault(
                    "number-for-day",
                    "the cell is a number and not formatted as a date",
                    'format the cells as dates, or declare format = "serial" if the'
                    " column holds days as numbers",
                )
            )
        else:
            day = None
        if day is None:
            return Settled(
                fault=Fault(
                    "readable-value",
                    f"the value is not a day of the years {YEARS[0]} to {YEARS[1]}",
                    f"write days as {form.example}, or declare the format that the whole"
                    " column is written in",
                )
            )
        return Settled(day)

    def _number(self, cell: Cell) -> Settled:
        if self.form == "percent":
            return self._percentage(cell)
        if cell.kind == "percent":
            return Settled(fault=PERCENTAGE)
        value = _value_of(cell.text.removeprefix("£"), cell)
        if self.column.kind == "whole":
            if value is None or not value.is_integer():
                return Settled(fault=_unreadable("whole number"))
            return Settled(str(int(value)))
        if value is None:
            return Settled(fault=_unreadable("number"))
        return Settled(repr(value))

    def _percentage(self, cell: Cell) -> Settled:
        """Return a percentage in the unit of the column: out of 100, or out of 1.

        A number without a sign is refused: 0.5 may be half or half of one in a hundred.
        """
        has_sign = cell.kind == "text" and cell.text.endswith("%")
        value = _value_of(cell.text.removesuffix("%").rstrip(), cell)
        if value is None or not (has_sign or cell.kind == "percent"):
            return Settled(fault=_unreadable("percentage"))
        out_of_100 = value if has_sign else value * 100
        if self.column.unit == "percent":
            return Settled(repr(round(out_of_100, 10)))
        return Settled(repr(round(out_of_100 / 100, 12)))

    def _listed(
        self, cell: Cell, known: Mapping[str, str], allowed: frozenset[str]
    ) -> Settled:
        code = known.get(folded(cell.text))
        if code is None or cell.kind not in _WRITTEN:
            return Settled(
                fault=Fault(
                    "allowed-value",
                    "the code is not on the list",
                    f"use {', '.join(sorted(allowed))}, or translate what is written"
                    " with codes",
                )
            )
        return Settled(code)

    def _open_code(self, cell: Cell) -> Settled:
        if cell.kind not in _WRITTEN:
            return Settled(fault=MISPLACED)
        return (
            Settled(cell.text)
            if len(cell.text) <= LONGEST_CODE
            else Settled(fault=FREE_TEXT)
        )

    def _identifier(self, cell: Cell) -> Settled:
        if cell.kind not in ("text", "number"):
            return Settled(fault=MISPLACED)
        text = cell.text
        if self.form == "upn":
            text = "".join(text.split()).upper()
        elif self.form == "nhs-number":
            text = "".join(filter(str.isdigit, text))
        if not is_identifier(text):
            return Settled(fault=ROUNDED)
        if self.column.name.endswith("_urn") and not is_urn(text):
            return Settled(fault=NOT_A_URN)
        if domain_of(self.column) is None and len(text) > LONGEST_CODE:
            return Settled(fault=FREE_TEXT)
        return Settled(text)


def _value_of(text: str, cell: Cell) -> float | None:
    """Return the number that is stored in a cell, or written in it."""
    if cell.kind in ("number", "percent"):
        return float(text)
    if cell.kind == "text" and _NUMBER.fullmatch(text):
        return float(text.replace(",", ""))
    return None


def _unreadable(what: str) -> Fault:
    return Fault(
        "readable-value",
        f"the value is not a {what}",
        "write 85% or format the cell as a percentage"
        if what == "percentage"
        else "write digits alone, and leave the cell empty where there is no number",
    )
