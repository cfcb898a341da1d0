"""Annual reviews: whether they were held, and how soon the decision followed."""

from send_metrics.kpis.caseload import ACTIVE
from send_metrics.kpis.conditions import (
    in_the_year_before,
    is_recorded,
    more_than_a_year_before,
    not_before,
    within_days,
)
from send_metrics.kpis.definition import Proportion
from send_metrics.kpis.sources import CHILDREN_AND_FAMILIES_ACT_44, ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

DAYS_IN_4_WEEKS = 28
_DIMENSIONS = ("authority", "sex", "ethnicity", "primary_need", "age_on_31_august")

DECISION_WITHIN_4_WEEKS = Proportion(
    id="review.decision_within_4_weeks",
    title="Annual review decisions within 4 weeks of the meeting",
    table="annual_reviews",
    population=(is_recorded("meeting_on", "a review meeting was held"),),
    measurable=(
        not_before(
            "meeting_on",
            "decision_on",
            "the decision was not told before the meeting, as that of an earlier"
            " review would be",
        ),
    ),
    numerator=within_days(
        "meeting_on",
        "decision_on",
        days=DAYS_IN_4_WEEKS,
        wording="the decision was told within 4 weeks, 28 days, of the meeting",
    ),
    dated_by="meeting_on",
    counted="review meetings held that have a decision",
    better="higher",
    dimensions=(*_DIMENSIONS, "outcome"),
    citation=ehc_statistics("annual reviews: decision within 4 weeks of the meeting"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE takes the latest review of every plan, of whatever year; here a review"
        " belongs to the period of its meeting",
        "meetings without a decision are shown as undetermined; DfE leaves them out",
    ),
)

HELD_WITHIN_12_MONTHS = Proportion(
    id="review.held_within_12_months",
    title="Plans reviewed in the last 12 months",
    table="ehc_plans",
    lookups=("last_review_decision_on",),
    population=(
        *ACTIVE,
        more_than_a_year_before(
            "started_on", "the plan was more than 12 months old on that day"
        ),
    ),
    numerator=in_the_year_before(
        "last_review_decision_on",
        "a review had been completed in the 12 months to that day",
    ),
    stock=True,
    counted="plans more than 12 months old",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=CHILDREN_AND_FAMILIES_ACT_44,
    status="statutory duty without statistic",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE publishes reviews expected and held, not this share; a review is complete"
        " on the day the decision is told, not on the day of the meeting",
        "plans up to 12 months old are left out, because their first review is not due",
        "plans that moved in lately are counted, although the new authority has longer",
    ),
)

DEFINITIONS = (DECISION_WITHIN_4_WEEKS, HELD_WITHIN_12_MONTHS)
