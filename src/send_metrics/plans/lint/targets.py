"""Rules about where a measure started, where it should go, and by when."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from send_metrics.domain.plan import KpiLink, Target, When
from send_metrics.plans.lint.rule import Asked, Found, Rule

_DURATIONS = ("days", "weeks", "months")


def _is_worse(value: Decimal, than: Decimal, link: KpiLink) -> bool:
    if link.direction is None:
        return False
    return value < than if link.direction == "higher" else value > than


def _of_links(asked: Asked, part: str) -> Iterator[tuple[str, KpiLink, Any]]:
    """Yield the place of every target or trajectory point, with its link."""
    for place, link in asked.each("kpis"):
        for number, one in enumerate(getattr(link, part)):
            yield f"{place}.{part}[{number}]", link, one


def _wrong_side(asked: Asked) -> Iterator[Found]:
    for place, link, target in _of_links(asked, "targets"):
        base = link.baseline
        if base is None or target.replaced_on is not None:
            continue
        if _is_worse(target.value, base.value, link):
            problem = (
                f"the target {target.value} is worse than the baseline {base.value},"
                f" where {link.better} is better"
            )
            yield Found(f"{place}.value", link.id, problem)


def _looser(asked: Asked) -> Iterator[Found]:
    for place, link, point in _of_links(asked, "trajectory"):
        base = link.baseline
        if base is not None and _is_worse(point.value, base.value, link):
            problem = (
                f"the step {point.value} of {point.on} is worse than the baseline"
                f" {base.value}, where {link.better} is better"
            )
            yield Found(f"{place}.value", link.id, problem)


def _misses(asked: Asked) -> Iterator[Found]:
    for place, link, target in _of_links(asked, "targets"):
        if target.due is None or target.replaced_on is not None:
            continue
        steps = [point for point in link.trajectory if point.on <= target.due.last]
        last = max(steps, key=lambda point: point.on, default=None)
        if last is not None and _is_worse(last.value, target.value, link):
            problem = (
                f"the last step before {target.due.in_words} is {last.value} on {last.on},"
                f" which does not reach the target {target.value}"
            )
            yield Found(place, link.id, problem)


def _day_twice(asked: Asked) -> Iterator[Found]:
    for place, link in asked.each("kpis"):
        days = sorted(point.on for point in link.trajectory)
        for day in sorted({one for one, next_day in pairwise(days) if one == next_day}):
            yield Found(f"{place}.trajectory", link.id, f"{day} has two steps")


def _differ(asked: Asked) -> Iterator[Found]:
    for place, link in asked.each("kpis"):
        for one, other in combinations(link.targets_in_force, 2):
            if one.kind != other.kind:
                continue
            if one.due == other.due and one.value != other.value:
                when = "no day" if one.due is None else one.due.in_words
                problem = f"both {one.value} and {other.value} are aimed at for {when}"
                yield Found(f"{place}.targets", link.id, problem)
            elif one.value == other.value and one.due and other.due:
                dates = f"{one.due.in_words} and {other.due.in_words}"
                problem = f"{one.value} is due both {dates}"
                yield Found(f"{place}.targets", link.id, problem)


def _without_due(asked: Asked) -> Iterator[Found]:
    for place, link, target in _of_links(asked, "targets"):
        is_open = target.replaced_on is None and target.reached_on is None
        if target.kind == "milestone" and is_open and target.due is None:
            problem = f"nobody says when {target.value} is to be reached"
            yield Found(place, link.id, problem)


def _revised(asked: Asked) -> Iterator[Found]:
    for place, link, target in _of_links(asked, "targets"):
        earlier = [
            former
            for former in link.targets
            if former.replaced_on is not None and former.kind == target.kind
        ]
        if target.reached_on is not None and earlier:
            former = earlier[-1]
            bound = "" if former.qualifier == "exactly" else f"{former.qualifier} "
            problem = (
                f"the target {target.value} counts as reached, but it took the place of"
                f" {bound}{former.value}{_set(former)}"
            )
            yield Found(f"{place}.reached_on", link.id, problem)


def _set(target: Target) -> str:
    return "" if target.set_on is None else f", set in {target.set_on.in_words}"


def _not_reached(asked: Asked) -> Iterator[Found]:
    series = {link.id: observed for link, observed in asked.series()}
    for place, link, target in _of_links(asked, "targets"):
        dated = [
            (observation.period, observation)
            for _, observation in series[link.id]
            if observation.period is not None
        ]
        if target.reached_on is None or not dated:
            continue
        _, latest = max(dated, key=_ends)
        if _is_worse(latest.value, target.value, link):
            problem = (
                f"{target.value} counts as reached, but the latest figure is"
                f" {latest.value}"
            )
            yield Found(f"{place}.reached_on", link.id, problem)


def _ends(dated: tuple[When, Any]) -> Any:
    return dated[0].last


def _measure_unstated(asked: Asked) -> Iterator[Found]:
    for place, link, target in _of_links(asked, "targets"):
        if link.unit in _DURATIONS and target.measured is None:
            problem = (
                f"{target.value} {link.unit} may be the longest, the middle one, or what"
                " most keep to, and be counted from several events"
            )
            yield Found(f"{place}.measured", link.id, problem)


def _bound(asked: Asked) -> Iterator[Found]:
    for place, link in asked.each("kpis"):
        base = link.baseline
        if base is not None and base.qualifier != "exactly":
            problem = (
                f"the baseline is {base.qualifier} {base.value}, so that a change can only"
                " be told as a bound"
            )
            yield Found(f"{place}.baseline", link.id, problem)


def _kpi(more: str, unit: str = "percent", better: str = "higher") -> str:
    return f"""
[[kpis]]
id = "in-time"
kpi = "ehcp.issued_within_20_weeks_incl_exceptions"
title = "Plans within 20 weeks"
unit = "{unit}"
better = "{better}"
role = "impact"
{more}
"""


_REVISED = """targets = [
  { kind = "milestone", value = 80, set_on = "2023-11", replaced_on = "2024-06" },
  { kind = "milestone", value = 138, reached_on = "2024-09" },
]"""
_REACHED = """targets = [{ kind = "milestone", value = 60, reached_on = "2024-12" }]

[[observations]]
id = "now"
title = "Plans within 20 weeks"
value = %s
unit = "percent"
link = "in-time"
period = "CY2024"
"""
_STEPS = """targets = [{ kind = "milestone", value = 60, due = "2025-06" }]
trajectory = [{ on = 2024-12-31, value = 50 }, { on = 2025-06-30, value = %s }]"""

TARGET_RULES = (
    Rule(
        id="target-on-wrong-side",
        severity="error",
        wording="a target is worse than the baseline",
        action="correct the target, the baseline, or which direction is better",
        find=_wrong_side,
        failing=(
            _kpi(
                "baseline = { value = 36 }\n"
                'targets = [{ kind = "milestone", value = 30, due = "2025-06" }]'
            ),
        ),
        passing=(
            _kpi(
                "baseline = { value = 36 }\n"
                'targets = [{ kind = "milestone", value = 60, due = "2025-06" }]'
            ),
            _kpi(
                "baseline = { value = 36 }\n"
                'targets = [{ kind = "milestone", value = 30, due = "2025-06" }]',
                better="lower",
            ),
        ),
    ),
    Rule(
        id="trajectory-looser-than-baseline",
        severity="error",
        wording="a step of the trajectory is worse than the baseline",
        action="correct the step, or say why things must get worse first",
        find=_looser,
        failing=(
            _kpi(
                "baseline = { value = 12.7 }\n"
                "trajectory = [{ on = 2023-07-31, value = 13.3 }]",
                better="lower",
            ),
        ),
        passing=(
            _kpi(
                "baseline = { value = 12.7 }\n"
                "trajectory = [{ on = 2023-07-31, value = 12.5 }]",
                better="lower",
            ),
        ),
    ),
    Rule(
        id="trajectory-misses-target",
        severity="error",
        wording="the trajectory does not reach the target by its due date",
        action="correct the last step, the target or its due date",
        find=_misses,
        failing=(_kpi(_STEPS % 55),),
        passing=(_kpi(_STEPS % 60),),
    ),
    Rule(
        id="trajectory-day-twice",
        severity="error",
        wording="a trajectory has two steps of one day",
        action="keep one of them",
        find=_day_twice,
        failing=(
            _kpi(
                "trajectory = [{ on = 2025-06-30, value = 5 },"
                " { on = 2025-06-30, value = 6 }]"
            ),
        ),
        passing=(_kpi("trajectory = [{ on = 2025-06-30, value = 5 }]"),),
    ),
    Rule(
        id="targets-differ",
        severity="error",
        wording="two targets of one kind in force contradict each other",
        action="keep one, and give the other the day it was replaced",
        find=_differ,
        failing=(
            _kpi(
                "targets = [\n"
                '  { kind = "milestone", value = 60, due = "2024-12" },\n'
                '  { kind = "milestone", value = 60, due = "2025-04" },\n]'
            ),
            _kpi(
                "targets = [\n"
                '  { kind = "milestone", value = 60, due = "2024-12" },\n'
                '  { kind = "milestone", value = 70, due = "2024-12" },\n]'
            ),
        ),
        passing=(
            _kpi(
                "targets = [\n"
                '  { kind = "milestone", value = 60, due = "2024-12" },\n'
                '  { kind = "statutory", value = 100, due = "2024-12" },\n]'
            ),
        ),
    ),
    Rule(
        id="target-without-due",
        severity="query",
        wording="a milestone target has no due date",
        action="agree on the day by which it is to be reached",
        find=_without_due,
        failing=(_kpi('targets = [{ kind = "milestone", value = 60 }]'),),
        passing=(
            _kpi('targets = [{ kind = "statutory", value = 100 }]'),
            _kpi('targets = [{ kind = "milestone", value = 60, due = "2025-06" }]'),
        ),
    ),
    Rule(
        id="target-revised-then-reached",
        severity="query",
        wording="a target that counts as reached took the place of another",
        action="tell both targets and why the first was replaced",
        find=_revised,
        failing=(_kpi(_REVISED, unit="people"),),
        passing=(
            _kpi(
                'targets = [{ kind = "milestone", value = 138, reached_on = "2024-09" }]',
                unit="people",
            ),
        ),
    ),
    Rule(
        id="target-not-reached",
        severity="error",
        wording="a target counts as reached, and the latest figure does not reach it",
        action="take reached_on away, or add the figure that shows it",
        find=_not_reached,
        failing=(_kpi(_REACHED % 56.3),),
        passing=(_kpi(_REACHED % 60),),
    ),
    Rule(
        id="target-measure-unstated",
        severity="query",
        wording="a target in days, weeks or months does not say how it is measured",
        action="write in measured whether the longest, the middle or a share has to keep"
        " to it, in calendar or working days, and from which event on",
        find=_measure_unstated,
        failing=(
            _kpi(
                'targets = [{ kind = "milestone", value = 30, due = "2024-12" }]',
                unit="days",
                better="lower",
            ),
        ),
        passing=(
            _kpi(
                'targets = [{ kind = "milestone", value = 30, due = "2024-12", measured ='
                ' "every case, calendar days from the request" }]',
                unit="days",
                better="lower",
            ),
        ),
    ),
    Rule(
        id="baseline-is-a-bound",
        severity="query",
        wording="the baseline is a bound and not a figure",
        action="find the figure; until then tell changes as at least so much",
        find=_bound,
        failing=(
            _kpi(
                'baseline = { value = 600, qualifier = "over" }',
                unit="people",
                better="lower",
            ),
        ),
        passing=(_kpi("baseline = { value = 612 }", unit="people", better="lower"),),
    ),
)
