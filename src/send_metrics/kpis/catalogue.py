"""All definitions, and which edition of each is in force when."""

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import overload

from send_metrics.domain.period import Period
from send_metrics.errors import DefinitionError, UsageError
from send_metrics.kpis import (
    advice,
    appeals,
    attendance,
    attendance_by_home,
    attendance_reasons,
    caseload,
    complaints,
    contact,
    contact_waits,
    exclusions,
    health,
    journeys,
    mediation,
    out_of_school,
    panels,
    pfa,
    placements,
    placements_in_registers,
    promises,
    published_waits,
    quality,
    requests,
    reviews,
    schools,
    sufficiency,
    surveys,
    timeliness,
    voice,
    waits,
    workforce,
)
from send_metrics.kpis.definition import Definition

ALL: tuple[Definition, ...] = (
    *timeliness.DEFINITIONS,
    *requests.DEFINITIONS,
    *advice.DEFINITIONS,
    *caseload.DEFINITIONS,
    *reviews.DEFINITIONS,
    *placements.DEFINITIONS,
    *panels.DEFINITIONS,
    *quality.DEFINITIONS,
    *complaints.DEFINITIONS,
    *mediation.DEFINITIONS,
    *placements_in_registers.DEFINITIONS,
    *appeals.DEFINITIONS,
    *attendance.DEFINITIONS,
    *attendance_reasons.DEFINITIONS,
    *attendance_by_home.DEFINITIONS,
    *out_of_school.DEFINITIONS,
    *exclusions.DEFINITIONS,
    *schools.DEFINITIONS,
    *sufficiency.DEFINITIONS,
    *waits.DEFINITIONS,
    *contact_waits.DEFINITIONS,
    *journeys.DEFINITIONS,
    *published_waits.DEFINITIONS,
    *health.DEFINITIONS,
    *contact.DEFINITIONS,
    *surveys.DEFINITIONS,
    *voice.DEFINITIONS,
    *workforce.DEFINITIONS,
    *pfa.DEFINITIONS,
    *promises.DEFINITIONS,
)
"""Every edition of every definition, family by family."""


class Catalogue(Sequence[Definition]):
    """The newest edition of every definition; shows itself as a table in a notebook."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._definitions = tuple(definitions)

    @overload
    def __getitem__(self, position: int) -> Definition: ...
    @overload
    def __getitem__(self, position: slice) -> "Catalogue": ...
    def __getitem__(self, position: int | slice) -> "Definition | Catalogue":
        if isinstance(position, slice):
            return Catalogue(self._definitions[position])
        return self._definitions[position]

    def __len__(self) -> int:
        return len(self._definitions)

    def __repr__(self) -> str:
        width = max((len(d.id) for d in self), default=0)
        return "\n".join(f"{d.id:{width}}  {d.title}" for d in self)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(d.id)}</code></td><td>{escape(d.title)}</td>"
            f"<td>{escape(d.kind)}</td><td>{escape(d.status)}</td></tr>"
            for d in self
        )
        headings = "<tr><th>id</th><th>title</th><th>kind</th><th>status</th></tr>"
        return f"<table><thead>{headings}</thead><tbody>{rows}</tbody></table>"


def catalogue(when: Period | dt.date | None = None) -> Catalogue:
    """Return the newest edition of every definition, family by family.

    With *when*, the editions in force throughout that period or on that day; a KPI that
    had none, or two, is left out.
    """
    newest: dict[str, Definition] = {}
    for definition in ALL:
        if when is None or _in_force_throughout(definition, when):
            newest[definition.id] = definition
    return Catalogue(newest.values())


def _in_force_throughout(definition: Definition, when: Period | dt.date) -> bool:
    first, last = _ends(when)
    ends = definition.in_force_to
    return definition.in_force_from <= first and (ends is None or last <= ends)


def _ends(when: Period | dt.date) -> tuple[dt.date, dt.date]:
    return (when.first, when.last) if isinstance(when, Period) else (when, when)


def editions(kpi_id: str) -> tuple[Definition, ...]:
    """Return every edition of a KPI, oldest first.

    Raises:
        UsageError: no definition has this id; the message names near ones.
    """
    found = tuple(d for d in ALL if d.id == kpi_id)
    if not found:
        known = sorted({d.id for d in ALL})
        near = difflib.get_close_matches(kpi_id, known, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}" if near else ""
        message = f"there is no KPI {kpi_id}{hint}; send-metrics kpis lists all"
        raise UsageError(message)
    return tuple(sorted(found, key=lambda d: d.edition))


def kpi(kpi_id: str) -> Definition:
    """Return the newest edition of a KPI.

    Raises:
        UsageError: no definition has this id.
    """
    return editions(kpi_id)[-1]


def edition_for(kpi_id: str, when: Period | dt.date) -> Definition:
    """Return the edition in force throughout a period, or on a day.

    Raises:
        UsageError: no edition was in force, or the period crosses from one to the
            next; the message gives the days to split it at.
    """
    first, last = _ends(when)
    held = editions(kpi_id)
    touching = [
        d
        for d in held
        if d.in_force_from <= last and (d.in_force_to is None or d.in_force_to >= first)
    ]
    if len(touching) > 1:
        earlier, later = touching[0], touching[1]
        message = (
            f"{kpi_id} changed: edition {earlier.edition} is in force to"
            f" {earlier.in_force_to}, edition {later.edition} from"
            f" {later.in_force_from}; split the period into {first}.."
            f"{earlier.in_force_to} and {later.in_force_from}..{last}"
        )
        raise UsageError(message)
    if not touching or not _in_force_throughout(touching[0], when):
        raise UsageError(_not_in_force(held[0], held[-1], when))
    return touching[0]


def chosen(kpi_or_id: Definition | str, when: Period | dt.date) -> Definition:
    """Return the definition to use over a period, or on a day.

    Of a KPI in the catalogue, named by its id or by any of its editions, the edition in
    force; a definition of your own as it stands.

    Raises:
        UsageError: no edition was in force, the period crosses from one to the next,
            or your own definition is not in force throughout.
    """
    if isinstance(kpi_or_id, str):
        return edition_for(kpi_or_id, when)
    if any(kpi_or_id == held for held in ALL if held.id == kpi_or_id.id):
        return edition_for(kpi_or_id.id, when)
    if not _in_force_throughout(kpi_or_id, when):
        raise UsageError(_not_in_force(kpi_or_id, kpi_or_id, when))
    return kpi_or_id


def _not_in_force(
    earliest: Definition, latest: Definition, when: Period | dt.date
) -> str:
    first, last = _ends(when)
    ends = f" to {latest.in_force_to}" if latest.in_force_to else ""
    return (
        f"{earliest.id} is in force from {earliest.in_force_from}{ends},"
        f" which does not cover {first} to {last}"
    )


def _check_editions() -> None:
    """Refuse a catalogue in which two editions of a KPI overlap or repeat a number."""
    for kpi_id in {d.id for d in ALL}:
        held = editions(kpi_id)
        for earlier, later in pairwise(held):
            ends = earlier.in_force_to
            if (
                earlier.edition == later.edition
                or ends is None
                or ends >= later.in_force_from
            ):
                message = f"two editions of {kpi_id} are in force on the same day"
                raise DefinitionError(message)


_check_editions()
