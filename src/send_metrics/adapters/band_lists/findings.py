"""Rules for published lists, and the findings of those that break one."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from send_metrics.records.report import Finding, Severity
from send_metrics.records.tables import WAITING_LIST_BANDS

NAMED_ONE_BY_ONE = 100


@frozen
class Rule:
    """A rule for the lines of a published file, in the words of a finding."""

    severity: Severity
    wording: str
    action: str


@frozen
class Place:
    """Where a published list stands; *element* is the sheet where there are several."""

    line: int
    column: str | None = None
    element: str | None = None


def findings_of(name: str, rule: Rule, places: Iterable[Place]) -> Iterator[Finding]:
    """Yield a finding for each place, and one for all beyond the first hundred."""
    held = sorted(places, key=lambda place: place.line)
    for number, place in enumerate(held[: NAMED_ONE_BY_ONE + 1]):
        yield Finding(
            rule=name,
            severity=rule.severity,
            table=WAITING_LIST_BANDS.name,
            column=place.column,
            line=place.line,
            element=place.element,
            wording=rule.wording,
            action=rule.action,
            rows=1 if number < NAMED_ONE_BY_ONE else len(held) - NAMED_ONE_BY_ONE,
        )
