"""Rules about ids and the links between them."""

import difflib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from send_metrics.domain.plan.fields import REFERS_TO
from send_metrics.plans.lint.rule import Asked, Found, Rule


def _id_twice(asked: Asked) -> Iterator[Found]:
    met: Counter[tuple[str, str]] = Counter()
    for kind, place, entity in asked.plan.entities():
        met[kind, entity.id] += 1
        if met[kind, entity.id] == 2:
            words = kind.replace("_", " ")
            yield Found(
                f"{place}.id", entity.id, f"two {words} have the id {entity.id}"
            )


def _leads_nowhere(asked: Asked) -> Iterator[Found]:
    known: dict[str, set[str]] = {}
    for kind, _, entity in asked.plan.entities():
        known.setdefault(kind, set()).add(entity.id)
    for _, place, entity in asked.plan.entities():
        yield from _dangling(entity, place, entity.id, known)
    if asked.plan.partnership is not None:
        whole = asked.plan.partnership
        yield from _dangling(whole, "plan.partnership", asked.plan.id, known)


def _dangling(
    entity: Any, place: str, of: str, known: dict[str, set[str]]
) -> Iterator[Found]:
    for field in attrs.fields(type(entity)):
        value, kind = getattr(entity, field.name), field.metadata.get(REFERS_TO)
        here = f"{place}.{field.name}"
        if kind is not None:
            links = value if isinstance(value, tuple) else (value,)
            for link in links:
                if link is not None and link not in known.get(kind, ()):
                    words = kind.replace("_", " ")
                    near = difflib.get_close_matches(link, known.get(kind, ()), n=1)
                    hint = f" (did you mean {near[0]}?)" if near else ""
                    yield Found(here, of, f"{link} is no id among the {words}{hint}")
        elif attrs.has(type(value)):
            yield from _dangling(value, here, of, known)
        elif isinstance(value, tuple) and kind is None:
            for number, part in enumerate(value):
                # What has an id of its own is met where it stands.
                if attrs.has(type(part)) and not hasattr(part, "id"):
                    yield from _dangling(part, f"{here}[{number}]", of, known)


def _kpi_unknown(asked: Asked) -> Iterator[Found]:
    named = [(f"{place}.kpi", link.id, link.kpi) for place, link in asked.each("kpis")]
    named += [
        (f"{place}.definition", observation.id, observation.definition)
        for place, observation in asked.each("observations")
        if observation.definition is not None
    ]
    for place, entity, kpi in named:
        if kpi not in asked.known_kpis:
            near = difflib.get_close_matches(kpi, asked.known_kpis, n=1, cutoff=0.8)
            hint = f" (did you mean {near[0]}?)" if near else ""
            yield Found(place, entity, f"the catalogue has no KPI {kpi}{hint}")


_AREA = """
[[areas]]
id = "area-1"
kind = "area for improvement"
number = 1
public_wording = "Shorten waits"
"""
_KPI = """
[[kpis]]
id = "requests"
kpi = "ehcp.requests_received"
title = "Requests for assessment"
unit = "requests"
better = "context"
role = "activity"
"""

LINK_RULES = (
    Rule(
        id="id-twice",
        severity="error",
        wording="two entities of one kind have the same id",
        action="give each an id of its own, and correct the links",
        find=_id_twice,
        failing=(_AREA + _AREA.replace("= 1\n", "= 2\n"),),
        passing=(_AREA,),
    ),
    Rule(
        id="link-leads-nowhere",
        severity="error",
        wording="a link names an id that nothing in the plan has",
        action="correct the id, or add what it should lead to",
        find=_leads_nowhere,
        failing=(
            _AREA
            + '\n[[actions]]\nid = "act"\ntitle = "Act"\nareas = ["area-1", "area-4"]\n',
            _KPI
            + 'targets = [{ kind = "milestone", value = 9, source = "minutes" }]\n',
            '[partnership]\nname = "Ours"\norganisations = ["council"]\n',
        ),
        passing=(
            _AREA + '\n[[actions]]\nid = "act"\ntitle = "Act"\nareas = ["area-1"]\n',
        ),
    ),
    Rule(
        id="kpi-unknown",
        severity="error",
        wording="a KPI id is in no edition of the catalogue",
        action="take an id that send-metrics kpis lists, or add the definition first",
        find=_kpi_unknown,
        failing=(
            _KPI.replace("requests_received", "requests_recieved"),
            '[[observations]]\nid = "share"\ntitle = "Share"\nvalue = 56\n'
            'unit = "percent"\ndefinition = "ehcp.issued"\n',
        ),
        passing=(_KPI,),
    ),
)
