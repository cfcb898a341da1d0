"""How it is measured: KPIs as the plan sees them, and figures as others reported them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from send_metrics.domain.periods import Cadence
from send_metrics.domain.plan.fields import (
    as_reported,
    at_least,
    id_of,
    ids_of,
    own_id,
    text,
)
from send_metrics.domain.plan.when import When

Better = Literal["higher", "lower", "context"]
Role = Literal["impact", "process", "activity"]
TargetKind = Literal["statutory", "milestone", "aspiration"]
Qualifier = Literal["exactly", "about", "over", "at least", "under", "up to"]
Span = Literal[
    "on a day",
    "whole period",
    "year to date",
    "rolling 12 months",
    "since a baseline",
]
FigureStatus = Literal[
    "management information", "provisional", "official", "revised", "projected"
]


@frozen(kw_only=True)
class Baseline:
    """Where a measure stood when the plan began; a *qualifier* marks a mere bound."""

    value: Decimal = field(converter=as_reported)
    qualifier: Qualifier = "exactly"
    period: When | None = None
    observation: str | None = id_of("observations")


@frozen(kw_only=True)
class Target:
    """A level to be reached by a day: set by law, a step of the plan, or an aspiration.

    A target that was replaced stays, with the day; so a plan keeps the history of what it
    aimed at. *measured* says what has to reach the level where that is in doubt: the
    median or the longest, calendar or working days, counted from which event.
    """

    kind: TargetKind
    value: Decimal = field(converter=as_reported)
    qualifier: Qualifier = "exactly"
    due: When | None = None
    set_on: When | None = None
    replaced_on: When | None = None
    reached_on: When | None = None
    measured: str | None = None
    source: str | None = id_of("evidence")


@frozen(kw_only=True)
class TrajectoryPoint:
    """What a measure should have come to by a day, on the way to its target."""

    on: dt.date
    value: Decimal = field(converter=as_reported)


@frozen(kw_only=True)
class MethodBreak:
    """A change of tool or method, before and after which figures do not compare."""

    on: When
    why: str = text()


@frozen(kw_only=True)
class KpiLink:
    """A KPI as the plan uses it.

    *kpi* is the id of a definition in the catalogue. *by* narrows it to one breakdown,
    such as a service. *better* is the direction **as this plan sees it**: the same
    measure may count as success here and as cost elsewhere. *unit* is that of every
    figure of the link; "percent" is a share. *cadence* says over what the figures of a
    dashboard are taken, where the definition does not suit.
    """

    id: str = own_id()
    kpi: str = text()
    title: str = text()
    unit: str = text()
    better: Better
    role: Role
    areas: tuple[str, ...] = ids_of("areas")
    clauses: tuple[str, ...] = ids_of("clauses")
    actions: tuple[str, ...] = ids_of("actions")
    by: Mapping[str, str] = field(factory=dict)
    cadence: Cadence | None = None
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    trajectory: tuple[TrajectoryPoint, ...] = ()
    breaks: tuple[MethodBreak, ...] = ()

    @property
    def direction(self) -> Literal["higher", "lower"] | None:
        """The better direction; nothing where the plan sees the measure as context."""
        return None if self.better == "context" else self.better

    @property
    def targets_in_force(self) -> tuple[Target, ...]:
        """The targets that were not replaced."""
        return tuple(target for target in self.targets if target.replaced_on is None)


@frozen(kw_only=True)
class Observation:
    """A figure as somebody reported it, kept beside computed ones and never as one.

    *link* is the measure of the plan that it is of, if any. *span* says how the figure
    relates to *period*, *basis* in words what is counted, and *definition* names the KPI
    whose definition it follows; each is left out where the source does not say.
    *population* is who or what could have been counted. *conditions* are what must hold of
    one that is counted, each by itself. *base* is the number that a share is of.
    """

    id: str = own_id()
    title: str = text()
    value: Decimal = field(converter=as_reported)
    unit: str = text()
    qualifier: Qualifier = "exactly"
    link: str | None = id_of("kpis")
    period: When | None = None
    span: Span | None = None
    population: str | None = None
    conditions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numerator: int | None = field(default=None, validator=at_least(0))
    base: int | None = field(default=None, validator=at_least(0))
    basis: str | None = None
    definition: str | None = None
    status: FigureStatus = "management information"
    source: str | None = id_of("evidence")

    @property
    def is_a_share(self) -> bool:
        """Whether it is a percentage of a number of people or things."""
        return self.unit == "percent"
