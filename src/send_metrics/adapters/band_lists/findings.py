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


def findings_of(
    name: str,
    rule: Rule,
    lines: Iterable[int],
    column: str | None = None,
    element: str | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each line, and one for all beyond the first hundred."""
    numbers = sorted(int(line) for line in lines)
    for place, number in enumerate(numbers[: NAMED_ONE_BY_ONE + 1]):
        yield Finding(
            rule=name,
            severity=rule.severity,
            table=WAITING_LIST_BANDS.name,
            column=column,
            line=number,
            element=element,
            wording=rule.wording,
            action=rule.action,
            rows=1 if place < NAMED_ONE_BY_ONE else len(numbers) - NAMED_ONE_BY_ONE,
        )
