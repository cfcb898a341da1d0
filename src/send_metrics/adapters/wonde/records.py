"""Records of a page to rows of text, whatever else a field may hold."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from attrs import evolve

from send_metrics.adapters.delimited import TextRows
from send_metrics.adapters.delimited.columns import TextColumn
from send_metrics.adapters.wonde.pages import Page
from send_metrics.records.report import Finding

NO_TEXT = "?"
"""Stands for a field of a type that it should not have; no reader takes it for a value."""

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\.[0-9]+"
)
_ZONES_OF_SCHOOLS = frozenset({None, "Europe/London"})

Field = Callable[[Mapping[str, Any]], str]


def rows_of(page: Page, table: str, fields: Mapping[str, Field]) -> TextRows:
    """Return the records of a page as text, one column for each field."""
    kept = [
        (number, record)
        for number, record in enumerate(page.records, start=1)
        if isinstance(record, dict)
    ]
    numbers = [number for number, _ in kept]
    rows = TextRows(
        table=table,
        columns={
            name: TextColumn.of(taken(record) for _, record in kept)
            for name, taken in fields.items()
        },
        lines=np.array(numbers, dtype=np.int64),
        part=page.place,
    )
    rows.set_aside(
        sorted(set(range(1, len(page.records) + 1)) - set(numbers)),
        rule="record",
        wording="the entry is no record with named fields",
        action="fetch the page again",
    )
    return rows


def placed(findings: list[Finding]) -> list[Finding]:
    """Return findings that say which record of its page they are of."""
    return [
        found
        if found.line is None
        else evolve(found, line=None, element=f"{found.element}, record {found.line}")
        for found in findings
        if found.rows
    ]


def text(name: str) -> Field:
    """Return what takes the field called *name*."""
    return lambda record: as_text(record.get(name))


def as_text(value: Any) -> str:
    """Return text and whole numbers as they are, nothing as no text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return NO_TEXT
    return str(value)


def day(name: str) -> Field:
    """Return what takes the day of a moment such as ``2025-09-01 00:00:00.000000``."""

    def taken(record: Mapping[str, Any]) -> str:
        moment = record.get(name)
        if moment is None:
            return ""
        if not isinstance(moment, dict):
            return NO_TEXT
        written = _MOMENT.fullmatch(as_text(moment.get("date")))
        if written is None:
            return NO_TEXT
        at_midnight = written[2] == "00:00:00"
        if not at_midnight and moment.get("timezone") not in _ZONES_OF_SCHOOLS:
            return NO_TEXT
        return written[1]

    return taken


def nested(*names: str) -> Callable[[Mapping[str, Any]], Any]:
    """Return what takes the value under names within names; nothing if one is absent."""

    def taken(record: Mapping[str, Any]) -> Any:
        held: Any = record
        for name in names:
            held = held.get(name) if isinstance(held, dict) else None
        return held

    return taken
