"""Run every rule over every record of a return, and account for each rule."""

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define, field

from send_metrics.adapters.contract import CheckRun, Crash
from send_metrics.adapters.sen2.checks.everywhere import OUT_OF_PLACE
from send_metrics.adapters.sen2.checks.rule import Here, NotRun, Return, Rule
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.layout import Record, plain_name
from send_metrics.adapters.sen2.profiles import ELEMENT_NAMES, RECORDS
from send_metrics.records.report import Finding

_TABLE_OF = {
    "NamedPlan": "ehc_plans",
    "PlanDetail": "placements",
    "ActivePlans": "annual_reviews",
    "PlacementDetail": "placements",
    "SENneed": "ehc_plans",
}
_ELSEWHERE = "sen2.element"


@define
class Run:
    """The rules while they run over one return.

    A rule that crashes is not asked again, and the run has failed.
    """

    rules: Iterable[Rule]
    not_run: tuple[NotRun, ...] = ()
    findings: list[Finding] = field(factory=list, init=False)
    crashes: list[Crash] = field(factory=list, init=False)
    _returned: Return = field(init=False, repr=False)
    _rules_of: dict[str, list[Rule]] = field(factory=dict, init=False, repr=False)
    _by_id: dict[str, Rule] = field(factory=dict, init=False, repr=False)
    _memory: dict[Rule, dict[Any, Any]] = field(factory=dict, init=False, repr=False)
    _persons: int = field(default=0, init=False)

    def begin(self, header: Header, record: Record) -> None:
        """Take in the header, which says which rules are in force."""
        self._returned = Return(header)
        year = header.profile.year
        for rule in self.rules:
            if year in rule.years:
                self._by_id.setdefault(rule.id, rule)
                if rule.find is not None or rule.remember is not None:
                    self._rules_of.setdefault(rule.of, []).append(rule)
                    self._memory[rule] = {}
        for name in ("CollectionDetails", "Source"):
            for part in record.every(name):
                self._ask(Here(part, self._returned))

    def add(self, person: Record) -> None:
        """Ask every rule about a person and all below."""
        self._persons += 1
        self._go_through(Here(person, self._returned))

    def out_of_place(self, around: Record, written: str, line: int) -> None:
        """Note an element that the year's form has no place for."""
        name = ELEMENT_NAMES.get(plain_name(written))
        rule = self._by_id.get(OUT_OF_PLACE.get((around.name, name or ""), _ELSEWHERE))
        rule = rule or self._by_id.get(_ELSEWHERE)
        if rule is None:
            return
        # A name that no year knows may be anything, so only its place is given.
        element = f"{around.path}/{name}" if name else around.path
        self._note(rule, around, element, line, self._persons + 1)

    def result(self) -> CheckRun:
        """Return what was found, which rules ran, and which did not and why."""
        return CheckRun(
            findings=tuple(self.findings),
            rules=tuple(self._by_id),
            not_run=tuple((rule.id, rule.why) for rule in self.not_run),
            crashes=tuple(self.crashes),
        )

    def _go_through(self, here: Here) -> None:
        self._ask(here)
        for name in RECORDS[here.record.name]:
            for below in here.every(name):
                self._go_through(below)

    def _ask(self, here: Here) -> None:
        record = here.record
        for rule in tuple(self._rules_of.get(record.name, ())):
            try:
                items = tuple(_answer(rule, here, self._memory[rule]))
            except Exception as error:  # noqa: BLE001 - whatever it is, the run has failed
                self._rules_of[record.name].remove(rule)
                self.crashes.append(Crash(rule.id, type(error).__name__, record.path))
                continue
            for item in items:
                line = record.lines.get(item, record.line)
                element = f"{record.path}/{item}" if item else record.path
                self._note(rule, record, element, line, self._persons or None)

    def _note(
        self, rule: Rule, record: Record, element: str, line: int, person: int | None
    ) -> None:
        self.findings.append(
            Finding(
                rule=rule.id,
                severity=rule.severity_in(self._returned.profile.year),
                table=_TABLE_OF.get(record.name, "ehc_requests"),
                wording=rule.wording,
                action=rule.action,
                line=line,
                element=element,
                file=record.file,
                record=person,
            )
        )


def _answer(rule: Rule, here: Here, memory: dict[Any, Any]) -> Iterable[str]:
    if rule.remember is not None:
        return rule.remember(here, memory)
    find: Callable[[Here], Iterable[str]] | None = rule.find
    return find(here) if find is not None else ()
