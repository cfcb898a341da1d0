"""What a plan contradicts, leaves open or promises in vain."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import chain

from send_metrics.domain.plan import Plan
from send_metrics.kpis.catalogue import ALL
from send_metrics.plans.lint.days import DAY_RULES
from send_metrics.plans.lint.figures import FIGURE_RULES
from send_metrics.plans.lint.links import LINK_RULES
from send_metrics.plans.lint.rule import Finding, Findings, Rule
from send_metrics.plans.lint.run import CRASHED, lint_with
from send_metrics.plans.lint.targets import TARGET_RULES
from send_metrics.plans.lint.telling import TELLING_RULES
from send_metrics.plans.lint.work import WORK_RULES

RULE_SETS: Mapping[str, tuple[Rule, ...]] = {
    "Ids and links": LINK_RULES,
    "Dates": DAY_RULES,
    "Baselines, targets and trajectories": TARGET_RULES,
    "Reported figures": FIGURE_RULES,
    "Areas and actions": WORK_RULES,
    "What is told, and on what grounds": TELLING_RULES,
}
"""The rules by what they are about."""

RULES: tuple[Rule, ...] = tuple(chain.from_iterable(RULE_SETS.values()))
"""Every rule."""

__all__ = ["CRASHED", "RULES", "RULE_SETS", "Finding", "Findings", "Rule", "lint"]


def lint(
    plan: Plan,
    *,
    as_at: dt.date | None = None,
    known_kpis: Iterable[str] | None = None,
) -> Findings:
    """Return all that is wrong with a plan, rule by rule.

    *as_at* is the day on which it is asked what is overdue; else it is the plan's own, and
    without one, those rules are not run, which the findings say. *known_kpis* are ids that
    the plan may name; else they are those of the catalogue. A rule that crashes is itself
    a finding.
    """
    known = {definition.id for definition in ALL} if known_kpis is None else known_kpis
    return lint_with(RULES, plan, known_kpis=known, as_at=as_at)
