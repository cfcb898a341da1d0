"""Note elements that stand where a year's form has no place for them."""

from collections import Counter

from attrs import define, evolve, field

from send_metrics.adapters.message.layout import Record
from send_metrics.adapters.sen2.profiles import ELEMENT_NAMES
from send_metrics.records.report import Finding

_TABLE_OF = {
    "NamedPlan": "ehc_plans",
    "ActivePlans": "annual_reviews",
    "SENneed": "annual_reviews",
}
_MOST_NAMES = 200


@define
class StrayElements:
    """Elements that stood where the year's form has no place for them, by name."""

    _first: dict[tuple[str, str], Finding] = field(factory=dict)
    _met: Counter[tuple[str, str]] = field(factory=Counter)

    def met(self, around: Record, written: str, line: int) -> None:
        """Take note of one element, *written* so, inside the record *around* it."""
        name = written.rpartition(":")[2].lower()
        key = around.name, name
        if key not in self._first:
            if len(self._first) == _MOST_NAMES:
                return
            # A name that no year knows may be anything, so only its place is given.
            known = ELEMENT_NAMES.get(name)
            self._first[key] = Finding(
                rule="sen2.element",
                severity="query",
                table=_TABLE_OF.get(around.name, "ehc_requests"),
                wording="",
                action="check its name and place against the specification of that year",
                line=line,
                file=around.file,
                element=f"{around.path}/{known}" if known else around.path,
            )
        self._met[key] += 1

    def findings(self, year: int) -> tuple[Finding, ...]:
        """Return one finding for each name and record, at the first place."""
        wording = (
            f"an element has no place here in the return of {year}; it is not read"
        )
        return tuple(
            evolve(finding, wording=wording, rows=self._met[key])
            for key, finding in self._first.items()
        )
