"""What a rule of the lint is: its words, its examples, and what it finds."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from typing import Any, Literal, overload

from attrs import asdict, field, frozen

from send_metrics.domain.plan import Evidence, KpiLink, Observation, Plan

Severity = Literal["error", "query"]


@frozen
class Found:
    """A place that breaks a rule: its path, the id of its entity, what is so there."""

    place: str
    entity: str
    problem: str


@frozen
class Asked:
    """What every rule may know: the plan, the ids of the catalogue, and the day."""

    plan: Plan
    known_kpis: frozenset[str] = field(repr=False)
    as_at: dt.date | None = None

    def each(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield the place and the entity of everything in a list of the plan."""
        for number, entity in enumerate(getattr(self.plan, name)):
            yield f"plan.{name}[{number}]", entity

    def observation(self, observation_id: str) -> Observation | None:
        """Return the observation that has an id."""
        return self._observations.get(observation_id)

    def source(self, evidence_id: str | None) -> Evidence | None:
        """Return the evidence that has an id."""
        return self._evidence.get(evidence_id)

    def series(self) -> Iterator[tuple[KpiLink, list[tuple[str, Observation]]]]:
        """Yield every link with the places and figures that were reported of it."""
        for link in self.plan.kpis:
            yield link, self._series.get(link.id, [])

    @cached_property
    def _observations(self) -> dict[str, Observation]:
        return {observation.id: observation for observation in self.plan.observations}

    @cached_property
    def _evidence(self) -> dict[str | None, Evidence]:
        return {evidence.id: evidence for evidence in self.plan.evidence}

    @cached_property
    def _series(self) -> dict[str, list[tuple[str, Observation]]]:
        series: dict[str, list[tuple[str, Observation]]] = {}
        for place, observation in self.each("observations"):
            if observation.link is not None:
                series.setdefault(observation.link, []).append((place, observation))
        return series


Find = Callable[[Asked], Iterable[Found]]


@frozen(kw_only=True, eq=False)
class Rule:
    """One rule about a plan.

    *failing* and *passing* are parts of a plan file, which lack only the head that every
    plan has. An *error* is a contradiction; a *query* leaves open what a reader must know.
    One that *needs_a_day* asks what is overdue.
    """

    id: str
    severity: Severity
    wording: str
    action: str
    find: Find = field(repr=False)
    failing: tuple[str, ...] = field(repr=False)
    passing: tuple[str, ...] = field(repr=False)
    needs_a_day: bool = False


@frozen
class Finding:
    """One thing that is wrong with a plan.

    *place* is the path to it in the file, *entity* the id of what it is part of.
    *problem* says what is so, and *action* what to do.
    """

    rule: str
    severity: Severity
    place: str
    entity: str
    problem: str
    action: str

    def __str__(self) -> str:
        return (
            f"{self.place} ({self.entity}): {self.problem}; {self.action} [{self.rule}]"
        )


@frozen
class Findings(Sequence[Finding]):
    """All that is wrong with a plan, rule by rule; shows itself in a notebook.

    *not_run* are the rules that need a day where none was given.
    """

    found: tuple[Finding, ...]
    not_run: tuple[str, ...] = ()

    @overload
    def __getitem__(self, position: int) -> Finding: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, position: int | slice) -> Finding | tuple[Finding, ...]:
        return self.found[position]

    def __len__(self) -> int:
        return len(self.found)

    def __repr__(self) -> str:
        return "\n".join(map(str, self.found)) or "no findings"

    def _repr_html_(self) -> str:
        if not self.found:
            return "<p>No findings.</p>"
        names = ("severity", "place", "entity", "problem", "action", "rule")
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(getattr(f, name))}</td>' for name in names)}</tr>"
            for f in self.found
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def to_dicts(self) -> list[dict[str, str]]:
        """Return the findings as plain data."""
        return [asdict(finding) for finding in self.found]
