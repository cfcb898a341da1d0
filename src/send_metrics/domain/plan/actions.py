"""What is done about it: actions, milestones and risks, with the history of their days."""

from typing import Literal

from attrs import frozen

from send_metrics.domain.plan.fields import id_of, ids_of, own_id, text
from send_metrics.domain.plan.when import When

Status = Literal["not started", "under way", "done", "withdrawn"]
RatingWord = Literal[
    "complete and embedded",
    "complete",
    "on track",
    "at risk",
    "off track",
    "not started",
    "not rated",
]
Level = Literal["low", "medium", "high"]


@frozen(kw_only=True)
class RevisedDue:
    """A later agreement on when something is due, and why."""

    due: When
    decided_on: When | None = None
    reason: str | None = None


@frozen(kw_only=True)
class Rating:
    """How an action stands, by the judgement of a person, named by role."""

    word: RatingWord
    reason: str | None = None
    by: str | None = None
    on: When | None = None


@frozen(kw_only=True)
class Action:
    """Something that the plan says will be done.

    *lead* does it and *owner* is accountable for it, both named by role and not by
    person. *due* is the first date agreed, *revised_due* what was agreed since, in order.
    *success* says how one would know that it helped.
    """

    id: str = own_id()
    title: str = text()
    areas: tuple[str, ...] = ids_of("areas")
    clauses: tuple[str, ...] = ids_of("clauses")
    organisations: tuple[str, ...] = ids_of("organisations")
    boards: tuple[str, ...] = ids_of("boards")
    lead: str | None = None
    owner: str | None = None
    starts: When | None = None
    due: When | None = None
    revised_due: tuple[RevisedDue, ...] = ()
    done_on: When | None = None
    status: Status | None = None
    rating: Rating | None = None
    success: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ids_of("evidence")
    source: str | None = id_of("evidence")

    @property
    def due_now(self) -> When | None:
        """The due date as last agreed."""
        return self.revised_due[-1].due if self.revised_due else self.due


@frozen(kw_only=True)
class Milestone:
    """Something that has happened, or has not, by a day.

    *due* is the first date agreed, *revised_due* what was agreed since, in order.
    """

    id: str = own_id()
    title: str = text()
    areas: tuple[str, ...] = ids_of("areas")
    actions: tuple[str, ...] = ids_of("actions")
    owner: str | None = None
    due: When | None = None
    revised_due: tuple[RevisedDue, ...] = ()
    met_on: When | None = None
    evidence: tuple[str, ...] = ids_of("evidence")
    source: str | None = id_of("evidence")

    @property
    def due_now(self) -> When | None:
        """The due date as last agreed."""
        return self.revised_due[-1].due if self.revised_due else self.due


@frozen(kw_only=True)
class Risk:
    """What could go wrong, and what is done so that it does not."""

    id: str = own_id()
    title: str = text()
    areas: tuple[str, ...] = ids_of("areas")
    actions: tuple[str, ...] = ids_of("actions")
    likelihood: Level | None = None
    impact: Level | None = None
    mitigation: str | None = None
    owner: str | None = None
    source: str | None = id_of("evidence")
