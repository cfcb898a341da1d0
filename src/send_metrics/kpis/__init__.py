"""Definitions of the figures: what is counted, by whose rule, and since when."""

from send_metrics.kpis.catalogue import ALL, edition_for, editions, kpi
from send_metrics.kpis.definition import (
    Citation,
    Condition,
    Count,
    Definition,
    Exclusion,
    Proportion,
    Rate,
    Waits,
)

__all__ = [
    "ALL",
    "Citation",
    "Condition",
    "Count",
    "Definition",
    "Exclusion",
    "Proportion",
    "Rate",
    "Waits",
    "edition_for",
    "editions",
    "kpi",
]
