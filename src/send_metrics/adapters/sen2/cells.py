"""Read the items of a record as days, codes and flags; what cannot be read is found."""

import datetime as dt
from collections.abc import Container

from attrs import define, field, frozen

from send_metrics.adapters.sen2.days import day_written
from send_metrics.adapters.sen2.findings import Findings
from send_metrics.adapters.sen2.layout import TWICE, Record
from send_metrics.records.report import Finding, Severity
from send_metrics.records.schema import UNKNOWN

_FLAGS = {
    written: flag
    for flag, spellings in (
        ("yes", "1 true TRUE True Y y"),
        ("no", "0 false FALSE False N n"),
    )
    for written in spellings.split()
}
_MOST_DAYS_REMEMBERED = 50_000


@frozen
class Item:
    """One element of the return and the column that it goes into.

    A day that cannot be read rejects the row where the item is *needed*, and is left
    out of it otherwise.
    """

    element: str
    table: str
    column: str
    is_needed: bool = True


@define
class Cells:
    """Reads items and notes what is wrong with them, by place and never by value.

    *faults* counts what rejects a row; whoever builds the row compares it before and
    after.
    """

    reference_on: dt.date
    findings: Findings
    faults: int = field(default=0, init=False)
    _days: dict[str, dt.date] = field(factory=dict, init=False, repr=False)

    def day(self, record: Record, item: Item) -> dt.date | None:
        """Return the day of an item, or nothing where it is empty or unreadable."""
        written = record.values.get(item.element)
        if written is None:
            return None
        day = self._days.get(written)
        if day is not None:
            return day
        day = day_written(written)
        if day is None:
            self._unreadable_day(record, item, written)
        elif day > self.reference_on:
            self.found(
                "sen2.day-after-census",
                "query",
                record,
                item,
                "the day comes after the reference date of the return; it is used",
                "check the day",
            )
        elif len(self._days) < _MOST_DAYS_REMEMBERED:
            self._days[written] = day
        return day

    def code(
        self, record: Record, item: Item, allowed: Container[str], absent: str = UNKNOWN
    ) -> str:
        """Return the code of an item, *absent* where it is empty.

        A code that is not *allowed* becomes ``unknown``, with a finding.
        """
        written = record.values.get(item.element)
        if written is None:
            return absent
        if written in allowed:
            return written
        self.found(
            "sen2.code",
            "query",
            record,
            item,
            _twice_or(written, "the code is not on the list of that year's return")
            + "; it is taken as unknown",
            "correct the code",
        )
        return UNKNOWN

    def outcome(
        self, record: Record, item: Item, allowed: Container[str], rule: str
    ) -> str:
        """Return the outcome without which a row means nothing: else a fault."""
        written = record.values.get(item.element)
        if written is not None and written in allowed:
            return written
        wording = (
            "the outcome is missing"
            if written is None
            else _twice_or(written, "the outcome is not on the list")
        )
        self.fault(
            rule,
            record,
            item,
            f"{wording}; the row is rejected",
            "give Y, N, A, W or H",
        )
        return UNKNOWN

    def flag(self, record: Record, item: Item, *, is_due: bool = False) -> str:
        """Return ``yes``, ``no``, or ``unknown`` where the item is empty or unreadable.

        An empty item that *is_due* is found.
        """
        written = record.values.get(item.element)
        if written is not None:
            flag = _FLAGS.get(written)
            if flag is not None:
                return flag
            self.found(
                "sen2.flag",
                "query",
                record,
                item,
                _twice_or(written, "the flag is neither 1 nor 0")
                + "; it is taken as unknown",
                "give 1 or 0",
            )
        elif is_due:
            self.found(
                "sen2.flag-missing",
                "query",
                record,
                item,
                "the flag is missing; figures take a missing flag as no",
                "give 1 or 0",
            )
        return UNKNOWN

    def fault(
        self, rule: str, record: Record, item: Item, wording: str, action: str
    ) -> None:
        """Note what rejects the row."""
        self.faults += 1
        self.found(rule, "error", record, item, wording, action)

    def found(
        self,
        rule: str,
        severity: Severity,
        record: Record,
        item: Item,
        wording: str,
        action: str,
    ) -> None:
        """Note something about an item, at its line or else that of the record."""
        self.findings.add(
            Finding(
                rule=rule,
                severity=severity,
                table=item.table,
                wording=wording,
                action=action,
                column=item.column or None,
                line=record.lines.get(item.element, record.line),
                element=f"{record.path}/{item.element}"
                if item.element
                else record.path,
            )
        )

    def _unreadable_day(self, record: Record, item: Item, written: str) -> None:
        wording = _twice_or(written, "this is not a day that exists")
        action = "write the day as 2026-01-31"
        if item.is_needed:
            wording = f"{wording}; the row is rejected"
            self.fault("sen2.day", record, item, wording, action)
        else:
            wording = f"{wording}; the row goes without it"
            self.found("sen2.day", "query", record, item, wording, action)


def _twice_or(written: str, wording: str) -> str:
    return "the element is given twice, differently" if written == TWICE else wording
