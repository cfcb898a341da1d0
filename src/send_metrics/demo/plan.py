"""The improvement plan of the made-up partnership, which contradicts itself in places."""

from collections.abc import Mapping
from importlib.resources import files

from send_metrics.domain.plan import Plan
from send_metrics.plans.files import plan_from_toml

FLAWS: Mapping[str, str] = {
    "next-update-before-news": "the progress page promises an update for a year ago",
    "due-is-vague": "families are to be asked again later in 2026",
    "overdue": "the portal was due in September and is not done",
    "target-on-wrong-side": "the target for complaints is above where they stood",
    "trajectory-misses-target": "the last step for calls stops short of the target",
    "share-without-base": "the forum's report does not say how many families answered",
    "figures-disagree": "two shares of plans in time were told for 2024",
    "rating-without-reason": "calls to those who wait are off track, for no reason told",
}
"""What is wrong on purpose, by the rule of the lint that finds it."""


def plan_text() -> str:
    """Return the plan as TOML."""
    return files("send_metrics.demo").joinpath("plan.toml").read_text("utf-8")


def demo_plan() -> Plan:
    """Return the plan."""
    return plan_from_toml(plan_text())
