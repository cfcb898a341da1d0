"""Notes on what is wrong in a return: rule, place and what to do, never the value."""

from typing import Any

from attrs import define, field, frozen

from send_metrics.adapters.message.findings import Findings
from send_metrics.adapters.message.layout import Record
from send_metrics.records.report import Finding, Severity


@frozen
class Fault:
    """A rule that a record can break, and how a breach is worded.

    *item* is the element inside the record that breaks it, if it is one.
    """

    rule: str
    severity: Severity
    table: str
    wording: str
    action: str
    item: str = ""


@define
class Notes:
    """The notes on one return; those of one rule beyond a hundred are only counted."""

    file_name: str
    _findings: Findings = field(factory=Findings, init=False)

    def found(self, fault: Fault, record: Record) -> None:
        """Note a fault at its place in the file."""
        item = fault.item
        self._add(
            fault,
            line=record.lines.get(item, record.line),
            element=f"{record.path}/{item}" if item else record.path,
        )

    def found_in_all(self, fault: Fault, pupils: int) -> None:
        """Note a fault that the return has as a whole."""
        self._add(fault, rows=pupils)

    def all(self) -> tuple[Finding, ...]:
        """Return the notes as findings."""
        return self._findings.all()

    def _add(self, fault: Fault, **place: Any) -> None:
        self._findings.add(
            Finding(
                rule=fault.rule,
                severity=fault.severity,
                table=fault.table,
                wording=fault.wording,
                action=fault.action,
                file=self.file_name,
                **place,
            )
        )
