"""Who is in it: organisations, the partnership they form, and the boards they sit on."""

from typing import Literal

from attrs import frozen

from send_metrics.domain.plan.fields import ids_of, own_id, text

OrganisationKind = Literal[
    "council",
    "integrated care board",
    "NHS trust",
    "school or college",
    "parent carer forum",
    "inspectorate",
    "government department",
    "supplier",
    "press",
    "other",
]


@frozen(kw_only=True)
class Organisation:
    """An organisation that acts under the plan, judges it, or tells of it."""

    id: str = own_id()
    name: str = text()
    kind: OrganisationKind


@frozen(kw_only=True)
class Partnership:
    """The local area partnership whose plan it is."""

    name: str = text()
    organisations: tuple[str, ...] = ids_of("organisations")


@frozen(kw_only=True)
class Board:
    """A meeting that steers the plan. *meets* says how often, in words."""

    id: str = own_id()
    name: str = text()
    organisations: tuple[str, ...] = ids_of("organisations")
    meets: str | None = None
