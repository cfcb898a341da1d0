"""Rules that a SEN2 return should keep, to be run before it is submitted.

They are derived from the form, the guide and the law. DfE publishes its own validation
rules as workbooks of each year; these are not those, and carry none of their numbers.
"""

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

RULES: tuple[Rule, ...] = (
    *HEADER_RULES,
    *ITEM_RULES,
    *PLACE_RULES,
    *PERSON_RULES,
    *REQUEST_RULES,
    *ASSESSMENT_RULES,
    *PLAN_RULES,
    *PLACEMENT_RULES,
    *REVIEW_RULES,
    *OTHER_RULES,
)
"""Every rule, in the order of the return."""

NOT_RUN: tuple[NotRun, ...] = PLANS_NOT_RUN
"""What one return alone cannot tell."""

__all__ = ["NOT_RUN", "RULES", "NotRun", "Rule", "Run"]
