"""Annual reviews and phase transfers: whether they are held, decided and told in time."""

from functools import partial

from send_metrics.domain.clocks import statutory_clock
from send_metrics.kpis.caseload import ACTIVE, CHILD
from send_metrics.kpis.conditions import (
    done_or_past_due,
    done_within_days,
    happened_by_then,
    in_the_year_before,
    is_one_of,
    is_recorded,
    more_than_a_year_before,
    no_answer_since,
    not_before,
    open_at_most_days,
    open_over_days,
    within_days,
)
from send_metrics.kpis.definition import Count, Proportion
from send_metrics.kpis.sources import (
    CHILDREN_AND_FAMILIES_ACT_44,
    DEVON_JUDGMENT,
    ehc_statistics,
    send_regulations,
)
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

DAYS_IN_4_WEEKS = statutory_clock("review_decision").number
DAYS_IN_12_WEEKS = statutory_clock("amended_plan_from_meeting").number

_CLOCK = ("meeting_on", "decision_on")
_MEETING_HELD = is_recorded("meeting_on", "a review meeting was held").otherwise(
    "no review meeting was held"
)
_DECIDED_AFTER_MEETING = not_before(
    *_CLOCK,
    "the decision was not told before the meeting, as that of an earlier review"
    " would be",
)
_TOLD_IN_4_WEEKS = "the decision was told within 4 weeks, 28 days, of the meeting"
_LATEST_ONLY = (
    "SEN2 holds the latest review of every plan, so that an earlier one of the same year"
    " is not counted"
)
_OWED_IS_LATE = (
    "DfE leaves out meetings without a decision; here a decision that is still owed is"
    " late from the day its limit has passed"
)

_count_of_reviews = partial(
    Count,
    table="annual_reviews",
    dimensions=(*CHILD, "placement_type", "age_on_31_august", "outcome"),
    in_force_from=REGULATIONS_IN_FORCE,
)
_share_of_reviews = partial(
    Proportion,
    table="annual_reviews",
    dimensions=(*CHILD, "placement_type", "age_on_31_august", "outcome"),
    better="higher",
    in_force_from=REGULATIONS_IN_FORCE,
)

MEETINGS_HELD = _count_of_reviews(
    id="review.meetings_held",
    title="Annual review meetings held",
    population=(_MEETING_HELD,),
    dated_by="meeting_on",
    counted="review meetings held",
    better="neither",
    citation=ehc_statistics("annual reviews: review_meeting_24"),
    status="official",
    deviations=(_LATEST_ONLY,),
)

DECISION_WITHIN_4_WEEKS = _share_of_reviews(
    id="review.decision_within_4_weeks",
    title="Annual review decisions within 4 weeks of the meeting",
    population=(_MEETING_HELD,),
    measurable=(_DECIDED_AFTER_MEETING,),
    numerator=within_days(*_CLOCK, days=DAYS_IN_4_WEEKS, wording=_TOLD_IN_4_WEEKS),
    dated_by="meeting_on",
    counted="review meetings held that have a decision",
    citation=ehc_statistics("annual reviews: decision within 4 weeks of the meeting"),
    status="official",
    deviations=(
        "DfE takes the latest review of every plan, of whatever year, which is"
        " review.decision_within_4_weeks_at_census; here a review belongs to the period"
        " of its meeting",
        "meetings without a decision are shown as undetermined; DfE leaves them out",
    ),
)

DECISION_WITHIN_4_WEEKS_AT_CENSUS = _share_of_reviews(
    id="review.decision_within_4_weeks_at_census",
    title="Latest annual review of each plan: decision within 4 weeks of the meeting",
    population=(
        _MEETING_HELD,
        is_recorded("decision_on", "its decision was told"),
        happened_by_then("meeting_on", "the meeting had been held by that day"),
        happened_by_then("decision_on", "the decision had been told by that day"),
    ),
    measurable=(_DECIDED_AFTER_MEETING,),
    numerator=within_days(*_CLOCK, days=DAYS_IN_4_WEEKS, wording=_TOLD_IN_4_WEEKS),
    stock=True,
    counted="latest reviews that have a meeting and a decision",
    citation=ehc_statistics("annual reviews: pc_decsion_4weeks"),
    status="official",
    deviations=(
        "DfE does not say what it does with a decision dated before the meeting; here it"
        " is shown as undetermined",
    ),
)

DECIDED_WHEN_DUE = _share_of_reviews(
    id="review.due_decided_within_4_weeks",
    title="Annual review decisions told in time, of those due in the period",
    population=(_MEETING_HELD,),
    measurable=(
        done_or_past_due(
            *_CLOCK,
            days=DAYS_IN_4_WEEKS,
            wording="the decision was told after the meeting, or its 4 weeks had passed"
            " as far as the source tells",
        ).otherwise(
            "the decision was told before the meeting, or not yet, and as far as the source"
            " tells its 4 weeks had not passed"
        ),
    ),
    numerator=done_within_days(*_CLOCK, days=DAYS_IN_4_WEEKS, wording=_TOLD_IN_4_WEEKS),
    dated_by="meeting_on",
    due_after_days=DAYS_IN_4_WEEKS,
    counted="review decisions that were due in the period, told or not",
    citation=send_regulations("regulation 20(10)"),
    status="statutory duty without statistic",
    deviations=(_OWED_IS_LATE, _LATEST_ONLY),
)

_TO_BE_AMENDED = is_one_of("outcome", ("A",), "the plan is to be amended")

DRAFT_WHEN_DUE = _share_of_reviews(
    id="review.due_draft_within_4_weeks",
    title="Drafts of amended plans sent in time, of those due in the period",
    population=(_MEETING_HELD, _TO_BE_AMENDED),
    measurable=(
        done_or_past_due(
            "meeting_on",
            "draft_on",
            days=DAYS_IN_4_WEEKS,
            wording="the draft was sent after the meeting, or its 4 weeks had passed as"
            " far as the source tells",
        ).otherwise(
            "the draft was sent before the meeting, or not yet, and as far as the source"
            " tells its 4 weeks had not passed"
        ),
    ),
    numerator=done_within_days(
        "meeting_on",
        "draft_on",
        days=DAYS_IN_4_WEEKS,
        wording="the draft was sent within 4 weeks, 28 days, of the meeting",
    ),
    dated_by="meeting_on",
    due_after_days=DAYS_IN_4_WEEKS,
    counted="drafts of amended plans that were due in the period, sent or not",
    citation=DEVON_JUDGMENT,
    status="statutory duty without statistic",
    deviations=(_OWED_IS_LATE, _LATEST_ONLY),
)

AMENDED_WHEN_DUE = _share_of_reviews(
    id="review.amended_within_12_weeks",
    title="Amended plans issued within 12 weeks of the meeting, of those due",
    population=(_MEETING_HELD, _TO_BE_AMENDED),
    measurable=(
        done_or_past_due(
            "meeting_on",
            "amended_plan_on",
            days=DAYS_IN_12_WEEKS,
            wording="the amended plan was issued after the meeting, or its 12 weeks had"
            " passed as far as the source tells",
        ).otherwise(
            "the amended plan was issued before the meeting, or not yet, and as far as"
            " the source tells its 12 weeks had not passed"
        ),
    ),
    numerator=done_within_days(
        "meeting_on",
        "amended_plan_on",
        days=DAYS_IN_12_WEEKS,
        wording="the amended plan was issued within 12 weeks, 84 days, of the meeting",
    ),
    dated_by="meeting_on",
    due_after_days=DAYS_IN_12_WEEKS,
    counted="amended plans that were due in the period, issued or not",
    citation=DEVON_JUDGMENT,
    status="statutory duty without statistic",
    deviations=(
        "SEN2 does not hold the day of the final amended plan, so that this needs the"
        " case management system",
        _LATEST_ONLY,
    ),
)

_NOT_TOLD_YET = no_answer_since(
    *_CLOCK, "no decision had been told since the meeting by that day"
).otherwise("a decision had been told since the meeting by that day")
_HELD_BY_THEN = happened_by_then("meeting_on", "the meeting had been held by that day")

AWAITING_DECISION = (_MEETING_HELD, _HELD_BY_THEN, _NOT_TOLD_YET)

DECISION_OUTSTANDING = _count_of_reviews(
    id="review.decision_outstanding",
    title="Annual reviews whose decision is overdue",
    population=(
        *AWAITING_DECISION,
        open_over_days(
            "meeting_on",
            days=DAYS_IN_4_WEEKS,
            wording="more than 4 weeks, 28 days, had passed since the meeting",
        ).otherwise("no more than 4 weeks, 28 days, had passed since the meeting"),
    ),
    stock=True,
    counted="reviews whose decision is overdue",
    better="lower",
    citation=ehc_statistics("annual reviews: review_decision_outstanding"),
    status="official",
    deviations=(
        "DfE does not print the day from which a decision is outstanding; 28 days after"
        " the meeting is used",
    ),
)

DECISION_NOT_DUE = _count_of_reviews(
    id="review.decision_not_due",
    title="Annual reviews whose decision is not due yet",
    population=(
        *AWAITING_DECISION,
        open_at_most_days(
            "meeting_on",
            days=DAYS_IN_4_WEEKS,
            wording="no more than 4 weeks, 28 days, had passed since the meeting",
        ).otherwise("more than 4 weeks, 28 days, had passed since the meeting"),
    ),
    stock=True,
    counted="reviews whose decision is not due yet",
    better="neither",
    citation=ehc_statistics("annual reviews: review_decision_not_due"),
    status="official",
    deviations=DECISION_OUTSTANDING.deviations,
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
    ).otherwise("no review had been completed in the 12 months to that day"),
    stock=True,
    counted="plans more than 12 months old",
    better="higher",
    dimensions=(*CHILD, "placement_type", "age_on_31_august"),
    citation=CHILDREN_AND_FAMILIES_ACT_44,
    status="statutory duty without statistic",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE publishes reviews expected and held, not this share; a review is complete"
        " on the day the decision is told, not on the day of the meeting",
        "plans up to 12 months old are left out, because their first review is not due",
        "section 44 gives 12 months that start with the day of the last review, so that"
        " the last day in time is the day before its anniversary; here the anniversary"
        " itself still counts",
        "plans that moved in lately are counted, although the new authority has longer",
    ),
)

_TRANSFER = ("phase_transfer_due_on", "phase_transfer_final_on")
_TRANSFER_DIMENSIONS = (*CHILD, "placement_type", "age_on_31_august")
_TRANSFER_DUE = is_recorded(
    "phase_transfer_due_on", "a change of phase is due"
).otherwise("no change of phase is due")
_count_of_transfers = partial(
    Count,
    table="ehc_plans",
    dimensions=_TRANSFER_DIMENSIONS,
    better="neither",
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)

PHASE_TRANSFERS_DUE = _count_of_transfers(
    id="review.phase_transfers_due",
    title="Plans due to be amended for a change of phase",
    population=(_TRANSFER_DUE,),
    dated_by="phase_transfer_due_on",
    counted="plans due to be amended for a change of phase",
    citation=ehc_statistics("phase transfers: due_25", year=2026),
)

PHASE_TRANSFERS_FINAL = _count_of_transfers(
    id="review.phase_transfers_final",
    title="Plans issued as amended for a change of phase",
    population=(
        is_recorded("phase_transfer_final_on", "the plan as amended for it was issued"),
    ),
    dated_by="phase_transfer_final_on",
    counted="plans issued as amended for a change of phase",
    citation=ehc_statistics("phase transfers: final_25", year=2026),
)

PHASE_TRANSFER_ON_TIME = Proportion(
    id="review.phase_transfer_on_time",
    title="Plans for a change of phase issued by their deadline",
    population=(_TRANSFER_DUE,),
    measurable=(
        done_or_past_due(
            *_TRANSFER,
            days=0,
            earliest=None,
            wording="the plan was issued, or its deadline had passed as far as the source"
            " tells",
        ).otherwise(
            "the plan was not issued yet, and as far as the source tells its deadline had"
            " not passed"
        ),
    ),
    numerator=done_within_days(
        *_TRANSFER,
        days=0,
        wording="the plan as amended was issued on or before the day it was due",
    ).otherwise(
        "the plan as amended was issued after the day it was due, or not at all"
    ),
    dated_by="phase_transfer_due_on",
    counted="plans due to be amended for a change of phase, issued or not",
    better="higher",
    citation=send_regulations("regulation 18"),
    status="statutory duty without statistic",
    deviations=(
        "DfE publishes plans due and plans issued in the year, which do not belong to"
        " the same plans, and no share",
        "the deadline is the one that the return gives: 31 March for a move from"
        " secondary to post-16, 15 February for other moves, 5 months before a move"
        " between post-16 settings",
        "regulation 18 says before the day, guides and advice say by it; here the day"
        " itself is in time",
    ),
    table="ehc_plans",
    dimensions=_TRANSFER_DIMENSIONS,
    in_force_from=REGULATIONS_IN_FORCE,
)

DEFINITIONS = (
    MEETINGS_HELD,
    DECISION_WITHIN_4_WEEKS,
    DECISION_WITHIN_4_WEEKS_AT_CENSUS,
    DECIDED_WHEN_DUE,
    DRAFT_WHEN_DUE,
    AMENDED_WHEN_DUE,
    DECISION_OUTSTANDING,
    DECISION_NOT_DUE,
    HELD_WITHIN_12_MONTHS,
    PHASE_TRANSFERS_DUE,
    PHASE_TRANSFERS_FINAL,
    PHASE_TRANSFER_ON_TIME,
)
