"""Ask every rule about a plan."""

import datetime as dt
from collections.abc import Iterable, Iterator

from send_metrics.domain.plan import Plan
from send_metrics.plans.lint.rule import Asked, Finding, Findings, Rule

CRASHED = "rule-crashed"
"""The rule id of the finding that a rule failed itself."""


def lint_with(
    rules: Iterable[Rule],
    plan: Plan,
    *,
    known_kpis: Iterable[str],
    as_at: dt.date | None = None,
) -> Findings:
    """Return what some rules find in a plan.

    A rule that crashes is a finding, so that nothing passes by a fault of the lint.
    """
    asked = Asked(plan, frozenset(known_kpis), as_at or plan.as_at)
    found: list[Finding] = []
    not_run = []
    for rule in rules:
        if rule.needs_a_day and asked.as_at is None:
            not_run.append(rule.id)
        else:
            found += _findings(rule, asked)
    return Findings(tuple(found), tuple(not_run))


def _findings(rule: Rule, asked: Asked) -> Iterator[Finding]:
    try:
        found = tuple(rule.find(asked))
    except Exception as error:  # noqa: BLE001 - whatever it is, the plan did not pass
        problem = f"the rule {rule.id} failed itself ({type(error).__name__})"
        action = "please report it as a fault of send-metrics"
        yield Finding(CRASHED, "error", "plan", asked.plan.id, problem, action)
        return
    for each in found:
        yield Finding(
            rule.id, rule.severity, each.place, each.entity, each.problem, rule.action
        )
