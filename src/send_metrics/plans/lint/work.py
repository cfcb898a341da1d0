"""Rules about areas, and about what is done in them, by whom and by when."""

from collections.abc import Iterator

from send_metrics.plans.lint.rule import Asked, Found, Rule


def _without_owner(asked: Asked) -> Iterator[Found]:
    for place, action in asked.each("actions"):
        if action.owner is None and action.status not in ("done", "withdrawn"):
            yield Found(f"{place}.owner", action.id, "nobody is accountable for it")


def _without_due(asked: Asked) -> Iterator[Found]:
    for place, action in asked.each("actions"):
        if action.due is None and action.status not in ("done", "withdrawn"):
            yield Found(f"{place}.due", action.id, "nobody says when it is to be done")


def _clause_without_action(asked: Asked) -> Iterator[Found]:
    answered = {clause for action in asked.plan.actions for clause in action.clauses}
    yield from _clauses(asked, answered, "no action answers it")


def _clause_without_kpi(asked: Asked) -> Iterator[Found]:
    measured = {clause for link in asked.plan.kpis for clause in link.clauses}
    yield from _clauses(asked, measured, "no KPI tells whether it is met")


def _clauses(asked: Asked, answered: set[str], problem: str) -> Iterator[Found]:
    for kind, place, clause in asked.plan.entities():
        if kind == "clauses" and clause.id not in answered:
            yield Found(
                place, clause.id, f"inspectors ask: {clause.wording}; {problem}"
            )


def _without_body(asked: Asked) -> Iterator[Found]:
    for place, area in asked.each("areas"):
        if not area.responsible:
            yield Found(
                f"{place}.responsible", area.id, "no organisation is responsible for it"
            )


def _without_impact(asked: Asked) -> Iterator[Found]:
    helped = {
        area for link in asked.plan.kpis if link.role == "impact" for area in link.areas
    }
    for place, area in asked.each("areas"):
        if area.id not in helped:
            problem = "its KPIs, if any, tell of work and not of what becomes better"
            yield Found(place, area.id, problem)


def _another_order(asked: Asked) -> Iterator[Found]:
    for kind in ("priority action", "area for improvement"):
        numbers = [area.number for area in asked.plan.areas if area.kind == kind]
        if numbers != sorted(numbers):
            problem = (
                f"each {kind} is listed in the order {', '.join(map(str, numbers))}"
            )
            yield Found("plan.areas", asked.plan.id, problem)


def _rating_unexplained(asked: Asked) -> Iterator[Found]:
    for place, action in asked.each("actions"):
        rating = action.rating
        if rating is None or rating.reason is not None:
            continue
        if rating.word in ("at risk", "off track"):
            problem = f"it is {rating.word}, and nobody says why"
            yield Found(f"{place}.rating.reason", action.id, problem)


def _done_unshown(asked: Asked) -> Iterator[Found]:
    for place, action in asked.each("actions"):
        words = ("complete", "complete and embedded")
        is_done = action.status == "done" or action.done_on is not None
        is_done = is_done or (action.rating is not None and action.rating.word in words)
        if is_done and not action.evidence and action.source is None:
            yield Found(
                f"{place}.evidence", action.id, "it is done, and nothing shows it"
            )


_AREA = """
[[areas]]
id = "area-{0}"
kind = "area for improvement"
number = {0}
public_wording = "Right school"
responsible = ["council"]

[[areas.clauses]]
id = "clause-{0}"
wording = "children attend the provision that their plan names"
"""
_ACTION = """
[[actions]]
id = "act"
title = "Act"
"""
_KPI = """
[[kpis]]
id = "attending"
kpi = "placement.attending_as_named"
title = "Attending as named"
unit = "percent"
better = "higher"
role = "{}"
areas = ["area-1"]
clauses = ["clause-1"]
"""

WORK_RULES = (
    Rule(
        id="action-without-owner",
        severity="error",
        wording="an open action has no accountable owner",
        action="name the role that is accountable",
        find=_without_owner,
        failing=(_ACTION,),
        passing=(_ACTION + 'owner = "Director"\n', _ACTION + 'status = "done"\n'),
    ),
    Rule(
        id="action-without-due",
        severity="error",
        wording="an open action has no due date",
        action="agree on a day",
        find=_without_due,
        failing=(_ACTION,),
        passing=(_ACTION + 'due = "2025-03"\n', _ACTION + 'status = "done"\n'),
    ),
    Rule(
        id="clause-without-action",
        severity="error",
        wording="something that inspectors ask for is answered by no action",
        action="add the action, or link the one that answers it to the clause",
        find=_clause_without_action,
        failing=(_AREA.format(1),),
        passing=(_AREA.format(1) + _ACTION + 'clauses = ["clause-1"]\n',),
    ),
    Rule(
        id="clause-without-kpi",
        severity="query",
        wording="something that inspectors ask for is measured by no KPI",
        action="link a KPI to the clause",
        find=_clause_without_kpi,
        failing=(_AREA.format(1),),
        passing=(_AREA.format(1) + _KPI.format("impact"),),
    ),
    Rule(
        id="area-without-body",
        severity="error",
        wording="an area names no responsible body",
        action="name the bodies that the inspection report addresses",
        find=_without_body,
        failing=(_AREA.format(1).replace('"council"', ""),),
        passing=(_AREA.format(1),),
    ),
    Rule(
        id="area-without-impact-kpi",
        severity="query",
        wording="no KPI tells whether anything becomes better in an area",
        action="link a KPI of impact; the amount of work done is not one",
        find=_without_impact,
        failing=(_AREA.format(1) + _KPI.format("activity"),),
        passing=(_AREA.format(1) + _KPI.format("impact"),),
    ),
    Rule(
        id="areas-out-of-order",
        severity="query",
        wording="areas stand in another order than inspectors number them",
        action="keep the inspectors' order, so that the public can find an area in both",
        find=_another_order,
        failing=(_AREA.format(2) + _AREA.format(1),),
        passing=(_AREA.format(1) + _AREA.format(2),),
    ),
    Rule(
        id="rating-without-reason",
        severity="error",
        wording="an action is at risk or off track without a reason",
        action="write the reason, what is done about it, and what follows if nothing is",
        find=_rating_unexplained,
        failing=(_ACTION + 'rating = { word = "off track" }\n',),
        passing=(
            _ACTION + 'rating = { word = "off track", reason = "no staff yet" }\n',
            _ACTION + 'rating = { word = "on track" }\n',
        ),
    ),
    Rule(
        id="done-without-evidence",
        severity="query",
        wording="an action is done and names no evidence",
        action="link what shows that it is done",
        find=_done_unshown,
        failing=(_ACTION + 'status = "done"\n',),
        passing=(
            _ACTION
            + 'status = "done"\nevidence = ["minutes"]\n'
            + '[[evidence]]\nid = "minutes"\nkind = "document"\ntitle = "Minutes"\n',
        ),
    ),
)
