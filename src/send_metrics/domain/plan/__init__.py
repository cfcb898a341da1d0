"""The improvement plan: what a partnership promised, to whom, by when, and how it goes."""

from send_metrics.domain.plan.actions import (
    Action,
    Milestone,
    Rating,
    RevisedDue,
    Risk,
)
from send_metrics.domain.plan.areas import Area, Clause
from send_metrics.domain.plan.figures import (
    Baseline,
    KpiLink,
    MethodBreak,
    Observation,
    Target,
    TrajectoryPoint,
)
from send_metrics.domain.plan.parties import Board, Organisation, Partnership
from send_metrics.domain.plan.plan import Plan
from send_metrics.domain.plan.telling import (
    Decision,
    Evidence,
    ProgressUpdate,
    YouSaidWeDid,
)
from send_metrics.domain.plan.when import When

__all__ = [
    "Action",
    "Area",
    "Baseline",
    "Board",
    "Clause",
    "Decision",
    "Evidence",
    "KpiLink",
    "MethodBreak",
    "Milestone",
    "Observation",
    "Organisation",
    "Partnership",
    "Plan",
    "ProgressUpdate",
    "Rating",
    "RevisedDue",
    "Risk",
    "Target",
    "TrajectoryPoint",
    "When",
    "YouSaidWeDid",
]
