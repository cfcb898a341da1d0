"""Rules that a SEN2 return should keep, to be run before it is submitted.

They are derived from the form, the guide and the law. DfE publishes its own validation
rules as workbooks of each year; these are not those, and carry none of their numbers.
"""

from collections.abc import Mapping
from itertools import chain

from send_metrics.adapters.sen2.checks.assessments import ASSESSMENT_RULES
from send_metrics.adapters.sen2.checks.everywhere import (
    HEADER_RULES,
    ITEM_RULES,
    OTHER_RULES,
    PLACE_RULES,
)
from send_metrics.adapters.sen2.checks.persons import PERSON_RULES
from send_metrics.adapters.sen2.checks.placements import PLACEMENT_RULES
from send_metrics.adapters.sen2.checks.plans import PLAN_RULES, PLANS_NOT_RUN
from send_metrics.adapters.sen2.checks.requests import REQUEST_RULES
from send_metrics.adapters.sen2.checks.reviews import REVIEW_RULES
from send_metrics.adapters.sen2.checks.rule import NotRun, Rule
from send_metrics.adapters.sen2.checks.run import Run

RULE_SETS: Mapping[str, tuple[Rule, ...]] = {
    "Header": HEADER_RULES,
    "Every item": (*ITEM_RULES, *PLACE_RULES),
    "Persons": PERSON_RULES,
    "Requests": REQUEST_RULES,
    "Assessments": ASSESSMENT_RULES,
    "Named plans": PLAN_RULES,
    "Active plans and placements": PLACEMENT_RULES,
    "Annual reviews and phase transfers": REVIEW_RULES,
    "The return as a whole": OTHER_RULES,
}
"""The rules by what they are about, in the order of the return."""

RULES: tuple[Rule, ...] = tuple(chain.from_iterable(RULE_SETS.values()))
"""Every rule, in the order of the return."""

NOT_RUN: tuple[NotRun, ...] = PLANS_NOT_RUN
"""What one return alone cannot tell."""

__all__ = ["NOT_RUN", "RULES", "RULE_SETS", "NotRun", "Rule", "Run"]
