"""Rows of text to days, codes and pseudonyms; those that cannot be read are set aside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from attrs import define, evolve, field

from send_metrics.adapters.delimited.columns import Mask, Places, TextColumn
from send_metrics.adapters.delimited.values import ISO, YEARS, DayForm, is_identifier
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.records.report import Finding, RowBalance, Severity

FINDINGS_SHOWN = 100
"""Rows that one rule names by their line; the rest are counted together."""


@define(eq=False)
class TextRows:
    """Rows of one table as text, each with its line in the file.

    Converting a column sets aside the rows that cannot be converted, each once, under
    the first rule that it breaks; their values never appear in a finding. `frame`
    gives what is left, and `balance` accounts for every row. Columns that may be
    missing and are read as if they were empty.
    """

    table: str
    columns: Mapping[str, TextColumn] = field(repr=False)
    lines: Places | None = field(default=None, repr=False)
    part: str | None = None
    columns_left_out: tuple[str, ...] = ()
    blank: int = 0
    findings: list[Finding] = field(factory=list)
    _misshapen: int = field(default=0, init=False)
    _merged: int = field(default=0, init=False)
    _without: int = field(default=0, init=False)
    _sound: Mask = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        column = next(iter(self.columns.values()))
        self._sound = np.ones(len(column.places), dtype=bool)

    @property
    def rows_in(self) -> int:
        """Rows after the header, whatever became of them."""
        return len(self._sound) + self._misshapen + self.blank

    @property
    def balance(self) -> RowBalance:
        """What became of the rows; the accepted ones are those of `frame`."""
        accepted = int(self._sound.sum())
        out = self._merged + self._without
        return RowBalance(
            rows_in=self.rows_in,
            accepted=accepted,
            rejected=len(self._sound) - accepted - out + self._misshapen,
            merged_duplicates=self._merged,
            blank=self.blank + self._without,
        )

    def frame(self, columns: Mapping[str, "pd.Series[Any]"]) -> pd.DataFrame:
        """Return the converted columns, without the rows that were set aside."""
        whole = pd.DataFrame(dict(columns))
        if self._sound.all():
            return whole
        return whole[self._sound].reset_index(drop=True)

    def where(self, column: str, judge: Callable[[str], bool]) -> Mask:
        """Return for which rows *judge* is true of the text; asked once a value."""
        return self._column(column).where(judge)

    def texts(
        self,
        column: str,
        *,
        empty: str | None = None,
        become: Callable[[str], str] = str,
    ) -> "pd.Series[str]":
        """Return the text as given, or what *become* makes of it.

        *empty* stands in for fields that are empty; without it such rows are set aside.
        """
        if empty is None:
            self._reject_empty(column)
        return self._column(column).become(
            lambda value: become(value) if value else empty or ""
        )

    def codes(
        self, column: str, allowed: Mapping[str, str], *, empty: str | None = None
    ) -> "pd.Series[str]":
        """Return the codes that *allowed* gives for the text, whatever its case.

        The keys of *allowed* are in upper case. Rows with another text are set aside.
        """
        codes = self.texts(
            column, empty=empty, become=lambda value: allowed.get(value.upper(), "")
        )
        self.reject(
            self.where(
                column, lambda value: bool(value) and value.upper() not in allowed
            ),
            rule="allowed-value",
            column=column,
            wording="the code is not on the list",
            action="use " + ", ".join(sorted(set(allowed.values()))),
        )
        return codes

    def pseudonyms(
        self, column: str, domain: str, pseudonyms: Pseudonyms
    ) -> "pd.Series[str]":
        """Return the stand-ins for identifiers; rows without one are set aside.

        So are identifiers that a spreadsheet has rounded, such as a number in
        scientific notation: they would make one person of many.
        """
        self._reject_empty(column)
        self.reject(
            self.where(column, lambda value: not is_identifier(value)),
            rule="readable-value",
            column=column,
            wording="the value cannot be an identifier, or a spreadsheet has rounded it",
            action="export identifiers as text",
        )
        return self.texts(
            column, empty="", become=lambda value: pseudonyms.of(domain, value)
        )

    def days(
        self,
        column: str,
        *,
        required: bool = False,
        doubtful: Severity = "error",
        form: DayForm = ISO,
    ) -> "pd.Series[pd.Timestamp]":
        """Return the days written in *form*; missing where the field is empty.

        Rows with anything else are set aside. With *doubtful* ``query`` they are kept,
        without the day.
        """
        if required:
            self._reject_empty(column)
        held = self._column(column)
        read = [form.read(value) for value in held.values]
        self._record(
            self.where(column, lambda value: bool(value) and form.read(value) is None),
            doubtful,
            rule="readable-value",
            column=column,
            wording=f"the value is not a day of the years {YEARS[0]} to {YEARS[1]}",
            action=f"write days as {form.example}",
        )
        days = np.array([day or "NaT" for day in read], dtype="datetime64[us]")
        return pd.Series(days[held.places])

    def reject(
        self,
        where: "Mask | pd.Series[bool]",
        *,
        rule: str,
        wording: str,
        action: str,
        column: str | None = None,
    ) -> None:
        """Set rows aside, with a finding for each; those set aside before are not."""
        self._record(
            where, "error", rule=rule, column=column, wording=wording, action=action
        )

    def query(
        self,
        where: "Mask | pd.Series[bool]",
        *,
        rule: str,
        wording: str,
        action: str,
        column: str | None = None,
    ) -> None:
        """Keep the rows, with a finding for each that is not set aside."""
        self._record(
            where, "query", rule=rule, column=column, wording=wording, action=action
        )

    def take_out(
        self,
        where: "Mask | pd.Series[bool]",
        *,
        rule: str,
        wording: str,
        action: str,
        column: str | None = None,
        merged: bool = False,
    ) -> None:
        """Take rows out that are no faults, with one note of how many there are.

        They count as blank, or with *merged* as merged with a row that stays.
        """
        found = np.asarray(where, dtype=bool) & self._sound
        rows = int(found.sum())
        if not rows:
            return
        self._sound = self._sound & ~found
        if merged:
            self._merged += rows
        else:
            self._without += rows
        note: Severity = "note"
        lines = self._lines_of(np.flatnonzero(found)[:1])
        self.findings.append(
            Finding(
                rule=rule,
                severity=note,
                table=self.table,
                column=column,
                wording=wording,
                action=action,
                line=lines[0] if lines else None,
                element=self.part,
                rows=rows,
            )
        )

    def spread(
        self,
        sources: Places,
        columns: Mapping[str, TextColumn],
        *,
        blank: int = 0,
        cells: int = 1,
    ) -> "TextRows":
        """Return rows of which several come from one row here; *sources* says which.

        *columns* take the place of those here; the others are repeated. *blank* rows
        more came to nothing. A row that could not be split into columns counts as the
        *cells* that it should have given; no other may have been set aside before.
        """
        repeated = {
            name: TextColumn(column.places[sources], column.values)
            for name, column in self.columns.items()
            if name not in columns
        }
        spread = TextRows(
            table=self.table,
            columns={**repeated, **columns},
            lines=None if self.lines is None else self.lines[sources],
            part=self.part,
            columns_left_out=self.columns_left_out,
            blank=self.blank + blank,
            findings=[
                evolve(found, rows=found.rows * cells)
                if found.severity == "error"
                else found
                for found in self.findings
            ],
        )
        spread._misshapen = self._misshapen * cells
        return spread

    @property
    def sound(self) -> Mask:
        """For which rows nothing has been found that sets them aside."""
        return self._sound

    def set_aside(
        self, lines: Sequence[int], *, rule: str, wording: str, action: str
    ) -> None:
        """Count rows that could not even be split into columns, by their lines."""
        self._misshapen += len(lines)
        self._find(
            lines,
            len(lines),
            "error",
            rule=rule,
            column=None,
            wording=wording,
            action=action,
        )

    def _reject_empty(self, column: str) -> None:
        self.reject(
            self.where(column, lambda value: not value),
            rule="required-value",
            column=column,
            wording="there is no value",
            action="supply it; the row cannot be placed without",
        )

    def _record(
        self, where: "Mask | pd.Series[bool]", severity: Severity, **words: str | None
    ) -> None:
        found = np.asarray(where, dtype=bool) & self._sound
        places = np.flatnonzero(found)
        if severity == "error":
            self._sound = self._sound & ~found
        lines = self._lines_of(places[:FINDINGS_SHOWN])
        self._find(lines, len(places), severity, **words)

    def _lines_of(self, places: Places) -> list[int]:
        return [] if self.lines is None else self.lines[places].tolist()

    def _find(
        self,
        lines: Sequence[int],
        rows: int,
        severity: Severity,
        *,
        rule: str | None,
        column: str | None,
        wording: str | None,
        action: str | None,
    ) -> None:
        named = lines[:FINDINGS_SHOWN]
        counted: list[tuple[int | None, int]] = [(line, 1) for line in named]
        if rows > len(named):
            counted.append((None, rows - len(named)))
        self.findings += [
            Finding(
                rule=rule or "",
                severity=severity,
                table=self.table,
                column=column,
                wording=wording or "",
                action=action or "",
                line=line,
                element=self.part,
                rows=count,
            )
            for line, count in counted
        ]

    def _column(self, name: str) -> TextColumn:
        return self.columns.get(name) or TextColumn.empty(len(self._sound))


def joined_balance(parts: Iterable[RowBalance]) -> RowBalance:
    """Return the balance of a table that came in several parts."""
    return sum(parts, RowBalance(0, 0))
