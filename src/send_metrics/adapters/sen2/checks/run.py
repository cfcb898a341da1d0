"""Run every rule over every record of a return, and account for each rule."""

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define, evolve, field

from send_metrics.adapters.contract import CheckRun, Crash
from send_metrics.adapters.message.layout import Record, plain_name
from send_metrics.adapters.sen2.checks.everywhere import OUT_OF_PLACE
from send_metrics.adapters.sen2.checks.rule import (
    Find,
    Here,
    NotRun,
    Return,
    Rule,
    is_twice,
)
from send_metrics.adapters.sen2.header import Header
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
_WHOLE_RETURN = "Persons"


@define
class Run:
    """The rules while they run over one return.

    *tell* is given each finding as it is made; none is held but the first of each rule.
    A rule that crashes is not asked again, and the run has failed.
    """

    rules: Iterable[Rule]
    not_run: tuple[NotRun, ...]
    tell: Callable[[Finding], None] = field(repr=False)
    crashes: list[Crash] = field(factory=list, init=False)
    _returned: Return = field(init=False, repr=False)
    _asked_of: dict[str, dict[Rule, Find]] = field(factory=dict, init=False, repr=False)
    _by_id: dict[str, Rule] = field(factory=dict, init=False, repr=False)
    _memory: dict[Rule, dict[Any, Any]] = field(factory=dict, init=False, repr=False)
    _first: dict[str, Finding] = field(factory=dict, init=False, repr=False)
    _times: dict[str, int] = field(factory=dict, init=False, repr=False)

    def begin(self, header: Header, record: Record) -> None:
        """Take in the header, which says which rules are in force."""
        self._returned = Return(header)
        for rule in self.rules:
            if header.profile.year in rule.years:
                self._by_id.setdefault(rule.id, rule)
                memory = self._memory[rule] = {}
                if find := rule.finding_with(memory):
                    self._asked_of.setdefault(rule.of, {})[rule] = find
        for name in ("CollectionDetails", "Source"):
            for part in record.every(name):
                self._ask(Here(part, self._returned))

    def add(self, person: Record) -> None:
        """Ask every rule about a person and all below."""
        self._go_through(Here(person, self._returned))

    def out_of_place(self, around: Record, written: str, line: int) -> None:
        """Note an element that the year's form has no place for."""
        name = ELEMENT_NAMES.get(plain_name(written), "")
        rule = self._by_id.get(OUT_OF_PLACE.get((around.name, name), _ELSEWHERE))
        rule = rule or self._by_id.get(_ELSEWHERE)
        if rule is not None:
            # A name that no year knows may be anything, so only its place is given.
            self._note(rule, around, name, line)

    def result(self) -> CheckRun:
        """Return what was found, which rules ran, and which did not and why."""
        for rule, memory in self._memory.items():
            if rule.is_broken_by_all(memory):
                self._found(rule, _TABLE_OF.get(rule.of, "ehc_requests"), _WHOLE_RETURN)
        crashed = {crash.rule for crash in self.crashes}
        return CheckRun(
            broken=tuple(
                evolve(first, rows=self._times[rule])
                for rule, first in self._first.items()
            ),
            rules=tuple(rule for rule in self._by_id if rule not in crashed),
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
        asked = self._asked_of.get(record.name, {})
        crashed = []
        for rule, find in asked.items():
            try:
                items = tuple(find(here))
            except Exception as error:  # noqa: BLE001 - whatever it is, the run has failed
                crashed.append(rule)
                self.crashes.append(Crash(rule.id, type(error).__name__, record.path))
                continue
            for item in items:
                if rule.about_twice or not is_twice(here.text(item)):
                    self._note(rule, record, item, record.lines.get(item, record.line))
        for rule in crashed:
            del asked[rule], self._memory[rule]

    def _note(self, rule: Rule, record: Record, item: str, line: int) -> None:
        self._found(
            rule,
            _TABLE_OF.get(record.name, "ehc_requests"),
            f"{record.path}/{item}" if item else record.path,
            line=line,
            file=record.file,
            record=_number_of_person(record),
        )

    def _found(self, rule: Rule, table: str, element: str, **place: Any) -> None:
        finding = Finding(
            rule=rule.id,
            severity=rule.severity_in(self._returned.profile.year),
            table=table,
            wording=rule.wording,
            action=rule.action,
            element=element,
            **place,
        )
        self._first.setdefault(rule.id, finding)
        self._times[rule.id] = self._times.get(rule.id, 0) + 1
        self.tell(finding)


def _number_of_person(record: Record) -> int | None:
    """Return the number of the person that a record belongs to, if it belongs to one."""
    above, _, number = record.path_parts
    while above is not None:
        above, _, number = above
    return number or None
