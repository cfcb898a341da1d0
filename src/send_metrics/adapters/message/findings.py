"""Collect findings without letting a thoroughly broken file fill the memory."""

from collections import Counter

from attrs import define, evolve, field

from send_metrics.records.report import Finding

MOST_PLACES = 100
"""Findings of one rule, table and column that are kept with their place."""


@define
class Findings:
    """Findings in order; those of a kind beyond `MOST_PLACES` are only counted."""

    _kept: list[Finding] = field(factory=list)
    _met: Counter[tuple[str, str, str | None]] = field(factory=Counter)

    def add(self, finding: Finding) -> None:
        """Take in one finding."""
        kind = finding.rule, finding.table, finding.column
        self._met[kind] += 1
        if self._met[kind] <= MOST_PLACES:
            self._kept.append(finding)

    def all(self) -> tuple[Finding, ...]:
        """Return those that were kept, then one for the rest of each kind."""
        of_kind = {
            (found.rule, found.table, found.column): found for found in self._kept
        }
        rest = [
            evolve(
                of_kind[kind],
                wording=f"{of_kind[kind].wording} (further places are not listed)",
                line=None,
                element=None,
                rows=met - MOST_PLACES,
            )
            for kind, met in self._met.items()
            if met > MOST_PLACES
        ]
        return (*self._kept, *rest)
