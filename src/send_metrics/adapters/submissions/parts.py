"""One table of a submission as rows of text, its fields under our names."""

import csv
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from send_metrics.adapters.delimited import TextRows, rows_of, text_of
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.delimited.header import plain
from send_metrics.adapters.delimited.values import ISO_MOMENT, DayForm, is_identifier
from send_metrics.adapters.submissions.data_set import Fields
from send_metrics.adapters.submissions.files import Submission
from send_metrics.errors import SourceError
from send_metrics.records.report import Severity


@frozen
class Part:
    """Rows of one table, and how the file heads the fields that we have names for."""

    rows: TextRows
    heads: dict[str, str]

    def head(self, ours: str) -> str:
        """Return how the file heads a field; a name of ours where it has none."""
        return self.heads.get(ours, ours)

    def has(self, ours: str) -> bool:
        """Whether the file has the field."""
        return ours in self.heads

    def texts(
        self, ours: str, become: Callable[[str], str] = str, empty: str = ""
    ) -> "pd.Series[str]":
        """Return what *become* makes of a field, *empty* where there is nothing."""
        return self.rows.texts(self.head(ours), empty=empty, become=become)

    def days(
        self, ours: str, doubtful: Severity = "error", form: DayForm = ISO_MOMENT
    ) -> "pd.Series[pd.Timestamp]":
        """Return the days of a field."""
        return self.rows.days(self.head(ours), doubtful=doubtful, form=form)

    def refuse_without(self, ours: str) -> None:
        """Set rows aside that a field does not name."""
        column = self.head(ours)
        self.rows.reject(
            self.rows.where(column, lambda value: not is_identifier(value)),
            rule="required-value",
            column=column,
            wording="there is no identifier, or a spreadsheet has rounded it",
            action="export identifiers as text; the row cannot be placed without",
        )


def read_part(submission: Submission, fields: Fields | None, table: str) -> Part | None:
    """Return the rows of a table for the canonical *table*, or nothing without any.

    Raises:
        SourceError: the file cannot be read as a whole, or lacks a field.
    """
    if fields is None or fields.table not in submission.tables:
        return None
    file = submission.file(fields.table)
    text, findings = text_of(submission.tables[fields.table], file, table)
    names = next(csv.reader(io.StringIO(text, newline="")), [])
    held = {plain(name) for name in names}
    heads = {}
    for ours, theirs in fields.named.items():
        found = [name for name in theirs if plain(name) in held]
        if found or ours in fields.required:
            heads[ours] = found[0] if found else theirs[0]
    if not text.strip().partition("\n")[2].strip():
        return None
    rows = rows_of(
        text,
        file,
        table=table,
        columns=[heads[ours] for ours in heads if ours in fields.required],
        optional=[heads[ours] for ours in heads if ours not in fields.required],
        part=file,
        findings=findings,
    )
    return Part(rows, heads)


def frame_of(part: Part | None, *ours: str) -> "pd.DataFrame":
    """Return fields as they are written; of a table that is not there, no rows."""
    if part is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ours})
    return pd.DataFrame({name: part.texts(name) for name in ours})


def column_of(texts: "pd.Series[Any]") -> TextColumn:
    """Return text as a column for rows of text; what is missing is empty."""
    written = texts.fillna("").to_numpy(dtype=object)
    values, places = np.unique(written.astype(str), return_inverse=True)
    return TextColumn(places.astype(np.int64), [str(value) for value in values])


def only_value(part: Part | None, ours: str, what: str, file: str) -> str | None:
    """Return the one value that a field has in all rows, if it has any.

    Raises:
        SourceError: there are several.
    """
    if part is None or not part.has(ours):
        return None
    values = sorted({value for value in part.texts(ours) if value})
    if len(values) > 1:
        message = (
            f"{file} holds several {what}; put each submission in a folder of its own"
        )
        raise SourceError(message)
    return values[0] if values else None
