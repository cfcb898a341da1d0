"""The adapter for registers that partners keep in spreadsheets."""

from collections.abc import Iterable, Sequence
from functools import cache
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from attrs import evolve, frozen

from send_metrics.adapters.birth_dates import cohorts
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import TextRows, dates, joined_balance
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.register.declared import DeclaredTable, declared_at
from send_metrics.adapters.register.kept import (
    AGE_TAKEN_ON,
    BIRTH_COHORT,
    BORN_ON,
    ages_of,
    columns_of,
    domain_of,
    kept,
)
from send_metrics.adapters.register.rows import DeclaredRows, rows_declared
from send_metrics.adapters.register.settling import Settled
from send_metrics.adapters.spreadsheets import Cell, open_workbook
from send_metrics.domain.ages import age_on
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN, Column

_ENOUGH_DATES = 10
"""So many dates up to the 12th come about by chance once in ten thousand times."""

_MONTHS = 12

_Series = dict[str, "pd.Series[Any]"]


@frozen
class Register:
    """Reads the spreadsheets that a ``register.toml`` declares, CSV, XLSX or ODS.

    Identifiers whose column ends in ``_id`` become stand-ins, those of persons the same
    as from every other adapter. Columns that are not declared are not read.
    """

    name: str = "register"
    title: str = "registers kept in CSV, XLSX or ODS, by a declared mapping of columns"
    tables: tuple[str, ...] = tuple(kept())

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read every table that the ``register.toml`` at *path*, or in it, declares.

        A table without a row is left out, with a note: it may not have been filled in.

        Raises:
            SourceError: the declaration cannot be understood, a spreadsheet is damaged
                or unsafe, has not the headings, or none holds a row.
            SettingsError: the library that reads workbooks is not installed.
        """
        declared = declared_at(path)
        for table in declared:
            table.refuse_what_is_lacking()
        opened = cache(open_workbook)
        parts = [_Part.of(t, rows_declared(t, opened), pseudonyms) for t in declared]
        filled = [part for part in parts if part.balance.rows_in > part.balance.blank]
        if not filled:
            message = f"{path.name}: no spreadsheet has a row yet; fill one in"
            raise SourceError(message)
        tables = {
            part.table: [p for p in filled if p.table == part.table] for part in filled
        }
        return Reading(
            frames={name: _together(held) for name, held in tables.items()},
            balances={
                name: joined_balance(part.balance for part in held)
                for name, held in tables.items()
            },
            findings=tuple(found for part in filled for found in part.findings),
            columns_left_out={
                name: tuple(
                    dict.fromkeys(c for part in held for c in part.columns_left_out)
                )
                for name, held in tables.items()
            },
            notes=tuple(note for part in parts for note in part.notes),
        )


@frozen
class _Part:
    """What one spreadsheet gives of a table."""

    table: str
    frame: pd.DataFrame
    balance: RowBalance
    findings: tuple[Finding, ...]
    columns_left_out: tuple[str, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(
        cls, declared: DeclaredTable, held: DeclaredRows, pseudonyms: Pseudonyms
    ) -> "_Part":
        rows = held.rows
        frame = _frame(declared, held, pseudonyms)
        called = {
            name: held.called[heading] for name, heading in declared.headings.items()
        }
        notes = held.notes
        if rows.rows_in == rows.blank:
            notes += (
                f"{declared.file.name}: no row of {rows.table} is filled in, so the table"
                " is left out",
            )
        return cls(
            table=rows.table,
            frame=frame,
            balance=rows.balance,
            findings=tuple(
                evolve(
                    found,
                    file=declared.file.name,
                    column=called.get(found.column or "", found.column),
                )
                for found in rows.findings
            ),
            columns_left_out=rows.columns_left_out,
            notes=notes,
        )


def _together(parts: Sequence[_Part]) -> pd.DataFrame:
    return pd.concat([part.frame for part in parts], ignore_index=True)


def _frame(
    declared: DeclaredTable, held: DeclaredRows, pseudonyms: Pseudonyms
) -> pd.DataFrame:
    """Return the rows in canonical columns, without those that cannot be used."""
    rows, columns = held.rows, columns_of(declared.schema)
    settled = {
        name: [reader.settle(cell) for cell in held.cells[declared.headings[name]]]
        for name, reader in declared.readers.items()
    }
    places = {name: rows.columns[declared.headings[name]].places for name in settled}
    height = len(rows.sound)
    rows.columns = {
        name: TextColumn(places[name], [value.text for value in values])
        for name, values in settled.items()
    } | {
        name: TextColumn(np.zeros(height, dtype=np.int64), [text])
        for name, text in declared.constants.items()
    }
    for name, values in settled.items():
        _reject_faults(rows, name, values)
        if columns[name].kind == "day":
            _reject_turned_round(rows, name, held.cells[declared.headings[name]])
    given = {name: columns[name] for name in columns if name in rows.columns}
    series = {name: _series(rows, column, pseudonyms) for name, column in given.items()}
    if BORN_ON.name in series:
        ages = _ages(declared, rows, series)
        del series[BORN_ON.name]
        series |= ages
    return rows.frame(series)


def _reject_faults(rows: TextRows, name: str, values: Iterable[Settled]) -> None:
    faults = [value.fault for value in values]
    for fault in dict.fromkeys(fault for fault in faults if fault is not None):
        has_it = np.array([other == fault for other in faults], dtype=bool)
        rows.reject(
            has_it[rows.columns[name].places],
            rule=fault.rule,
            column=name,
            wording=fault.wording,
            action=fault.action,
        )


def _reject_turned_round(rows: TextRows, name: str, cells: Sequence[Cell]) -> None:
    """Set aside the dates of a column in which a program has taken days for months.

    A program that expects the month first makes a date of 04/03/2025, the wrong one,
    and leaves 25/03/2025 as text. What it leaves behind hardly comes about by chance:
    many dates, none of them after the 12th, and text that is never before the 13th.
    """
    column = rows.columns[name]
    is_date = np.array([cell.kind == "day" for cell in cells], dtype=bool)[
        column.places
    ]
    days = np.array([int(text[8:] or 0) for text in column.values], dtype=np.int64)
    in_month = days[column.places]
    is_text = rows.sound & (in_month > 0) & ~is_date
    is_date &= rows.sound & (in_month > 0)
    if (
        is_date.sum() >= _ENOUGH_DATES
        and is_text.any()
        and in_month[is_date].max() <= _MONTHS < in_month[is_text].min()
    ):
        rows.reject(
            is_date,
            rule="days-turned-round",
            column=name,
            wording="the dates are all up to the 12th and the text is after it, as where"
            " a program has taken days for months",
            action="import the column again as text, or correct the dates",
        )


def _series(rows: TextRows, column: Column, pseudonyms: Pseudonyms) -> "pd.Series[Any]":
    """Return a column in canonical type; required values that lack are set aside."""
    name = column.name
    if column.kind == "day":
        return rows.days(name, required=column.required)
    if column.kind in ("code", "flag"):
        return rows.texts(name, empty=None if column.required else UNKNOWN)
    texts = rows.texts(name, empty=None if column.required else "")
    if column.kind in ("whole", "number"):
        held = rows.columns[name]
        numbers = np.array([float(text) if text else nan for text in held.values])
        return pd.Series(numbers[held.places], dtype=float)
    domain = domain_of(column)
    if domain is None:
        return texts
    return rows.texts(name, empty="", become=lambda text: pseudonyms.of(domain, text))


def _ages(declared: DeclaredTable, rows: TextRows, series: _Series) -> _Series:
    """Return the ages that a date of birth gives, missing where a day is."""
    born_on = dates(series[BORN_ON.name])
    ages: dict[str, pd.Series[Any]] = {}
    for name in ages_of(declared.schema):
        if name in series:
            continue
        if name == BIRTH_COHORT:
            ages[name] = cohorts(series[BORN_ON.name])
        elif AGE_TAKEN_ON[name] in series:
            days = dates(series[AGE_TAKEN_ON[name]])
            years = [
                nan if born is None or day is None else float(age_on(day, born))
                for born, day in zip(born_on, days, strict=True)
            ]
            ages[name] = pd.Series(years, dtype=float)
        else:
            continue
        rows.reject(
            ages[name] < 0,
            rule="born-after",
            column=BORN_ON.name,
            wording="the date of birth lies after the day that an age is taken on",
            action="correct one of the days",
        )
    return ages
