"""What inspectors asked for: areas, and the clauses that each of them is made of."""

from typing import Literal

from attrs import field, frozen

from send_metrics.domain.plan.fields import at_least, id_of, ids_of, own_id, text

AreaKind = Literal["priority action", "area for improvement"]


@frozen(kw_only=True)
class Clause:
    """One thing that the inspectors' wording of an area asks for, to be answered apart."""

    id: str = own_id()
    wording: str = text()


@frozen(kw_only=True)
class Area:
    """A priority action or an area for improvement, numbered as inspectors number it.

    The terms are those of the area SEND inspection framework of Ofsted and the CQC.
    *inspector_wording* is what the report asks for and *public_wording* what families are
    told; they may differ. *responsible* are the bodies that the report addresses.
    """

    id: str = own_id()
    kind: AreaKind
    number: int = field(validator=at_least(1))
    public_wording: str = text()
    inspector_wording: str | None = None
    clauses: tuple[Clause, ...] = ()
    aims: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ids_of("organisations")
    source: str | None = id_of("evidence")
