"""What is told and on what grounds: updates, replies, evidence and decisions."""

import datetime as dt
from typing import Literal

from attrs import frozen

from send_metrics.domain.plan.fields import id_of, ids_of, own_id, text
from send_metrics.domain.plan.when import When

EvidenceKind = Literal["page", "document", "statistic", "quotation", "resource", "news"]
Visibility = Literal["public", "partnership", "restricted"]


@frozen(kw_only=True)
class Evidence:
    """Something one can look up: a page, a document, a statistic, what somebody said.

    *next_update* is when its publisher promises the next version. *formats* are what it
    can be had in. *says* puts in own words what it is evidence of.
    """

    id: str = own_id()
    kind: EvidenceKind
    title: str = text()
    published_by: tuple[str, ...] = ids_of("organisations")
    on: When | None = None
    next_update: When | None = None
    url: str | None = None
    read_on: dt.date | None = None
    formats: tuple[str, ...] = ()
    says: str | None = None
    visibility: Visibility = "public"
    areas: tuple[str, ...] = ids_of("areas")


@frozen(kw_only=True)
class ProgressUpdate:
    """News of the plan as it is published.

    *population* is whom its heading is about, so that it can be held against that of the
    figures below it.
    """

    id: str = own_id()
    title: str = text()
    on: When | None = None
    areas: tuple[str, ...] = ids_of("areas")
    population: str | None = None
    says: tuple[str, ...] = ()
    observations: tuple[str, ...] = ids_of("observations")
    milestones: tuple[str, ...] = ids_of("milestones")
    actions: tuple[str, ...] = ids_of("actions")
    evidence: tuple[str, ...] = ids_of("evidence")
    source: str | None = id_of("evidence")


@frozen(kw_only=True)
class YouSaidWeDid:
    """What people said, what was done about it, and what happens next and when."""

    id: str = own_id()
    you_said: str = text()
    said_by: str | None = None
    areas: tuple[str, ...] = ids_of("areas")
    we_did: str | None = None
    why_not: str | None = None
    what_changed: tuple[str, ...] = ids_of("kpis")
    next_step: str | None = None
    next_due: When | None = None
    owner: str | None = None
    on: When | None = None
    source: str | None = id_of("evidence")


@frozen(kw_only=True)
class Decision:
    """Who decided what about the plan, and where that is told."""

    id: str = own_id()
    title: str = text()
    by: tuple[str, ...] = ids_of("organisations")
    on: When | None = None
    source: str | None = id_of("evidence")
