"""The plan itself, and finding one's way in it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from send_metrics.domain.plan.actions import Action, Milestone, Risk
from send_metrics.domain.plan.areas import Area
from send_metrics.domain.plan.fields import at_least, own_id, text
from send_metrics.domain.plan.figures import KpiLink, Observation
from send_metrics.domain.plan.parties import Board, Organisation, Partnership
from send_metrics.domain.plan.telling import (
    Decision,
    Evidence,
    ProgressUpdate,
    YouSaidWeDid,
)
from send_metrics.domain.plan.when import When

LISTS = (
    *("organisations", "boards", "areas", "actions", "milestones", "kpis"),
    *("observations", "updates", "you_said_we_did", "risks", "evidence", "decisions"),
)
"""The lists of a plan whose entities have ids."""


@frozen(kw_only=True)
class Plan:
    """One version of an improvement plan.

    Entities link to each other by id, many to many: two areas may share an action and an
    action may serve two areas. *as_at* is the day the plan is written for. *months* is
    how long the plan says that it runs.
    """

    id: str = own_id()
    title: str = text()
    version: str = text()
    as_at: dt.date | None = None
    begins: When | None = None
    ends: When | None = None
    months: int | None = field(default=None, validator=at_least(1))
    partnership: Partnership | None = None
    organisations: tuple[Organisation, ...] = ()
    boards: tuple[Board, ...] = ()
    areas: tuple[Area, ...] = ()
    actions: tuple[Action, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    kpis: tuple[KpiLink, ...] = ()
    observations: tuple[Observation, ...] = ()
    updates: tuple[ProgressUpdate, ...] = ()
    you_said_we_did: tuple[YouSaidWeDid, ...] = ()
    risks: tuple[Risk, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{len(getattr(self, name))} {name.replace('_', ' ')}"
            for name in ("areas", "actions", "milestones", "kpis", "observations")
        )
        return f"<Plan {self.id} {self.version}: {counts}>"

    def entities(self) -> Iterator[tuple[str, str, Any]]:
        """Yield the list, the place and the entity of everything that has an id."""
        for name in LISTS:
            for number, entity in enumerate(getattr(self, name)):
                yield name, f"plan.{name}[{number}]", entity
        for number, area in enumerate(self.areas):
            for part, clause in enumerate(area.clauses):
                yield "clauses", f"plan.areas[{number}].clauses[{part}]", clause
