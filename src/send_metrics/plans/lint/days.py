"""Rules about days: their order, how exact they are, and what is overdue."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from send_metrics.domain.plan import When
from send_metrics.plans.lint.rule import Asked, Found, Rule

_MOST_DAYS = 92


def _out_of_order(asked: Asked) -> Iterator[Found]:
    plan = asked.plan
    yield from _reversed("plan", plan.id, plan, "begins", "ends")
    for place, action in asked.each("actions"):
        yield from _reversed(place, action.id, action, "starts", "due")
        yield from _reversed(place, action.id, action, "starts", "done_on")
    for place, link in asked.each("kpis"):
        for number, target in enumerate(link.targets):
            here = f"{place}.targets[{number}]"
            for later in ("due", "replaced_on", "reached_on"):
                yield from _reversed(here, link.id, target, "set_on", later)
    for name in ("actions", "milestones"):
        for place, entity in asked.each(name):
            decided = [
                revised.decided_on
                for revised in entity.revised_due
                if revised.decided_on is not None
            ]
            for earlier, later in pairwise(decided):
                if later.is_before(earlier):
                    problem = (
                        f"what was decided in {later.in_words} stands after what was"
                        f" decided in {earlier.in_words}"
                    )
                    yield Found(f"{place}.revised_due", entity.id, problem)


def _reversed(
    place: str, entity: str, holder: Any, earlier: str, later: str
) -> Iterator[Found]:
    first, then = getattr(holder, earlier), getattr(holder, later)
    if first is not None and then is not None and then.is_before(first):
        names = earlier.replace("_", " "), later.replace("_", " ")
        problem = (
            f"{names[1]} ({then.in_words}) lies before {names[0]} ({first.in_words})"
        )
        yield Found(f"{place}.{later}", entity, problem)


def _latest_news(asked: Asked, evidence_id: str) -> When | None:
    news = [update.on for update in asked.plan.updates if update.source == evidence_id]
    dated = [on for on in news if on is not None]
    return max(dated, key=lambda on: on.first, default=None)


def _before_news(asked: Asked) -> Iterator[Found]:
    for place, evidence in asked.each("evidence"):
        promised, news = evidence.next_update, _latest_news(asked, evidence.id)
        for said in (evidence.on, news):
            if promised is not None and said is not None and promised.is_before(said):
                problem = (
                    f"the next update is promised for {promised.in_words}, before its"
                    f" latest news of {said.in_words}"
                )
                yield Found(f"{place}.next_update", evidence.id, problem)
                break


def _before_its_figure(asked: Asked) -> Iterator[Found]:
    for place, update in asked.each("updates"):
        for number, observation_id in enumerate(update.observations):
            observation = asked.observation(observation_id)
            period = observation and observation.period
            if update.on and period and period.last > update.on.last:
                problem = (
                    f"news of {update.on.in_words} tells a figure of {period.in_words},"
                    " which was not over then"
                )
                yield Found(f"{place}.observations[{number}]", update.id, problem)


def _vague(asked: Asked) -> Iterator[Found]:
    for name in ("actions", "milestones"):
        for place, entity in asked.each(name):
            due = entity.due_now
            if due is not None and due.period.days > _MOST_DAYS:
                problem = f"it is due “{due.in_words}”, on a day of {due.period}"
                yield Found(f"{place}.due", entity.id, problem)


def _horizon(asked: Asked) -> Iterator[Found]:
    plan = asked.plan
    if plan.begins is None or plan.ends is None or plan.months is None:
        return
    earliest = _month(plan.begins.first) + plan.months - 1
    latest = _month(plan.begins.last) + plan.months
    if _month(plan.ends.last) < earliest or _month(plan.ends.first) > latest:
        problem = (
            f"{plan.months} months from {plan.begins.in_words} do not end in"
            f" {plan.ends.in_words}"
        )
        yield Found("plan.months", plan.id, problem)


def _month(day: Any) -> int:
    return int(day.year * 12 + day.month)


def _overdue(asked: Asked) -> Iterator[Found]:
    for place, action in asked.each("actions"):
        if action.done_on is None and action.status not in ("done", "withdrawn"):
            yield from _late(asked, place, action.id, action.due_now)
    for place, milestone in asked.each("milestones"):
        if milestone.met_on is None:
            yield from _late(asked, place, milestone.id, milestone.due_now)


def _late(asked: Asked, place: str, entity: str, due: When | None) -> Iterator[Found]:
    if due is not None and asked.as_at is not None and due.last < asked.as_at:
        problem = f"it was due {due.in_words} and is not done on {asked.as_at}"
        yield Found(f"{place}.due", entity, problem)


def _update_overdue(asked: Asked) -> Iterator[Found]:
    for place, evidence in asked.each("evidence"):
        promised, news = evidence.next_update, _latest_news(asked, evidence.id)
        if promised is None or asked.as_at is None or promised.last >= asked.as_at:
            continue
        if not any(said and promised.is_before(said) for said in (evidence.on, news)):
            problem = (
                f"the update promised for {promised.in_words} is not there on"
                f" {asked.as_at}"
            )
            yield Found(f"{place}.next_update", evidence.id, problem)


_PAGE = """
[[evidence]]
id = "page"
kind = "page"
title = "Progress page"
next_update = "{}"

[[updates]]
id = "news"
title = "News"
on = "2024-10"
source = "page"
"""
_ACTION = '\n[[actions]]\nid = "act"\ntitle = "Act"\n'
_FIGURE = """
[[observations]]
id = "trained"
title = "People trained"
value = 431
unit = "people"
period = "{}"

[[updates]]
id = "news"
title = "Training"
on = "2024-09"
observations = ["trained"]
"""

DAY_RULES = (
    Rule(
        id="dates-out-of-order",
        severity="error",
        wording="what comes later has the earlier date",
        action="correct one of the two dates",
        find=_out_of_order,
        failing=(
            _ACTION + 'starts = "2024-09"\ndue = "2024-06"\n',
            'begins = "2024-01"\nends = "2023-06"\n',
            _ACTION
            + 'due = "2024-06"\nrevised_due = [\n'
            + '  { due = "2024-12", decided_on = "2024-11" },\n'
            + '  { due = "2025-03", decided_on = "2024-09" },\n]\n',
        ),
        passing=(_ACTION + 'starts = "2024-09"\ndue = "CY2024"\n',),
    ),
    Rule(
        id="next-update-before-news",
        severity="error",
        wording="the next update is promised for a time before the latest news",
        action="ask the publisher which year is meant, and correct it",
        find=_before_news,
        failing=(_PAGE.format("2024-01"),),
        passing=(_PAGE.format("2025-01"),),
    ),
    Rule(
        id="news-before-its-figure",
        severity="query",
        wording="news is dated before the period of a figure in it was over",
        action="date the news by the end of the period, or shorten the period",
        find=_before_its_figure,
        failing=(_FIGURE.format("2024-09-01..2024-10-31"),),
        passing=(_FIGURE.format("2024-09"),),
    ),
    Rule(
        id="due-is-vague",
        severity="query",
        wording="a due date may be any day of more than three months",
        action="agree on a month, so that it can be told when it is late",
        find=_vague,
        failing=(
            _ACTION
            + 'due = { on = "2025-04-01..2025-12-31", said = "later in 2025" }\n',
        ),
        passing=(_ACTION + 'due = "2025-Q2"\n',),
    ),
    Rule(
        id="horizon-disagrees",
        severity="error",
        wording="the plan does not end as many months after its beginning as it says",
        action="correct months, begins or ends",
        find=_horizon,
        failing=('begins = "2024-01"\nends = "2026-12"\nmonths = 18\n',),
        passing=('begins = "2024-01"\nends = "2025-06"\nmonths = 18\n',),
    ),
    Rule(
        id="overdue",
        severity="error",
        wording="an action or a milestone is past its due date and neither done nor moved",
        action="say that it is done, or agree on a new date and write down why",
        find=_overdue,
        needs_a_day=True,
        failing=(
            "as_at = 2024-10-31\n" + _ACTION + 'due = "2024-09"\n',
            'as_at = 2024-10-31\n[[milestones]]\nid = "live"\ntitle = "Live"\n'
            'due = "2024-09"\n',
        ),
        passing=(
            "as_at = 2024-09-30\n" + _ACTION + 'due = "2024-09"\n',
            "as_at = 2024-10-31\n" + _ACTION + 'due = "2024-09"\nstatus = "done"\n',
        ),
    ),
    Rule(
        id="update-overdue",
        severity="error",
        wording="the update that was promised has not come",
        action="publish it, or say when it will come",
        find=_update_overdue,
        needs_a_day=True,
        failing=("as_at = 2025-03-01\n" + _PAGE.format("2025-01"),),
        passing=("as_at = 2025-01-31\n" + _PAGE.format("2025-01"),),
    ),
)
