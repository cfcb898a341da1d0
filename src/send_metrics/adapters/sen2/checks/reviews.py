"""Rules about annual reviews and moves to another phase."""

import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import evolve

from send_metrics.adapters.sen2.checks.requests import late
from send_metrics.adapters.sen2.checks.rule import Example, Here, Rule
from send_metrics.adapters.sen2.profiles import REVIEW_OUTCOMES
from send_metrics.domain.clocks import statutory_clock

_SINCE_2024 = frozenset({2024, 2025, 2026})
_SINCE_2025 = frozenset({2025, 2026})
_USUAL_DUE_DAYS = ((2, 15), (3, 31))


def _started_on(active: Here) -> dt.date | None:
    days = [
        plan.day("StartDate")
        for assessment in active.within("Requests").every("Assessment")
        for plan in assessment.every("NamedPlan")
    ]
    return days[0] if days else None


def _meeting_range(active: Here) -> Iterator[str]:
    met_on, started_on = active.day("ReviewMeeting"), _started_on(active)
    if met_on is not None and (
        met_on > active.census_on or (started_on is not None and met_on < started_on)
    ):
        yield "ReviewMeeting"


def _decision_order(active: Here) -> Iterator[str]:
    days = active.days_between(active.day("ReviewMeeting"), "LastReview")
    # An outcome says that the decision is about this meeting and not an earlier one.
    if days is not None and days < 0 and active.has("ReviewOutcome"):
        yield "LastReview"


def _outcome_pair(active: Here) -> Iterator[str]:
    yield from active.off_list("ReviewOutcome", REVIEW_OUTCOMES)
    if active.has("ReviewOutcome"):
        yield from active.lacking("ReviewMeeting")


def _is_decided(active: Here) -> bool:
    """Tell whether a decision was told after the meeting, not after an earlier one."""
    days = active.days_between(active.day("ReviewMeeting"), "LastReview")
    return active.has("ReviewOutcome") or (days is not None and days >= 0)


def _outcome_missing(active: Here) -> Iterator[str]:
    if active.has("ReviewMeeting") and _is_decided(active):
        yield from active.lacking("ReviewOutcome", "LastReview")


def _decision_awaited(active: Here) -> Iterator[str]:
    met_on = active.day("ReviewMeeting")
    if met_on is None or _is_decided(active):
        return
    if statutory_clock("review_decision").days_late(met_on, active.census_on):
        yield "ReviewOutcome"


def _draft(active: Here) -> Iterator[str]:
    days = active.days_between(active.day("ReviewMeeting"), "ReviewDraft")
    if active.has("ReviewDraft") and (
        active.text("ReviewOutcome") in ("C", "M") or (days is not None and days < 0)
    ):
        yield "ReviewDraft"


def _overdue(active: Here) -> Iterator[str]:
    days = (active.day("LastReview"), _started_on(active))
    known = [day for day in days if day is not None]
    if known and statutory_clock("annual_review").days_late(
        max(known), active.census_on
    ):
        yield "LastReview"


def _decision_late(active: Here) -> Iterator[str]:
    return late(active, "review_decision", active.day("ReviewMeeting"), "LastReview")


def _final_without_due(active: Here) -> Iterator[str]:
    if active.has("PhaseTransferFinalDate"):
        yield from active.lacking("PhaseTransferDueDate")


def _unusual_due_day(active: Here) -> Iterator[str]:
    due_on = active.day("PhaseTransferDueDate")
    if due_on is not None and (due_on.month, due_on.day) not in _USUAL_DUE_DAYS:
        yield "PhaseTransferDueDate"


def _phase_late(active: Here) -> Iterator[str]:
    due_on = active.day("PhaseTransferDueDate")
    final_on = active.day("PhaseTransferFinalDate")
    if due_on is not None and (final_on or active.census_on) > due_on:
        yield "PhaseTransferFinalDate"


_ACTIVE = "Requests/ActivePlans"
_LAST_REVIEWED_BEFORE_A_NEW_PLAN: Mapping[str, str | None] = {
    "Requests/Assessment/NamedPlan/StartDate": "2025-01-16",
    f"{_ACTIVE}/LastReview": "2024-11-04",
}


def _review(**items: str | None) -> Example:
    return Example(
        {f"{_ACTIVE}/{item}": text for item, text in items.items()}, like="older plan"
    )


def _undecided(**items: str) -> Example:
    none = {"ReviewOutcome": None, "ReviewDraft": None, "LastReview": None}
    return _review(**(none | items))


REVIEW_RULES = (
    Rule(
        id="sen2.rev-meeting-range",
        of="ActivePlans",
        wording="the review meeting was after census day, or before the plan began",
        action="check ReviewMeeting",
        basis="guide for suppliers",
        find=_meeting_range,
        years=_SINCE_2024,
        failing=(
            _review(ReviewMeeting="2026-01-16", LastReview=None, ReviewOutcome=None),
            _review(ReviewMeeting="2019-10-06"),
        ),
        passing=(_review(ReviewMeeting="2019-10-07"),),
    ),
    Rule(
        id="sen2.rev-decision-order",
        of="ActivePlans",
        wording="the decision after the review came before its meeting",
        action="check LastReview: it is the day of the letter, not of the meeting",
        basis="guide for suppliers",
        find=_decision_order,
        years=_SINCE_2024,
        failing=(_review(LastReview="2025-09-30"),),
        passing=(
            _review(LastReview="2025-10-01"),
            _review(LastReview="2025-09-30", ReviewOutcome=None, ReviewDraft=None),
        ),
    ),
    Rule(
        id="sen2.rev-outcome-pair",
        of="ActivePlans",
        wording="the outcome of the review is not on the list, or has no meeting",
        action="give A, C or M with the day of the meeting",
        basis="guide for suppliers",
        find=_outcome_pair,
        years=_SINCE_2024,
        failing=(_review(ReviewOutcome="X"), _review(ReviewMeeting=None)),
        passing=(_review(ReviewOutcome="M", ReviewDraft=None),),
    ),
    Rule(
        id="sen2.rev-outcome-missing",
        of="ActivePlans",
        wording="the decision after the review is given in part: its outcome or its day is"
        " missing",
        action="give both ReviewOutcome and LastReview",
        basis="guide for suppliers",
        find=_outcome_missing,
        years=_SINCE_2024,
        milder_in=frozenset({2024}),
        failing=(
            _review(ReviewOutcome=None, ReviewDraft=None),
            _review(LastReview=None),
            evolve(_review(LastReview=None), year=2024),
        ),
        passing=(
            _review(ReviewOutcome=None, ReviewDraft=None, LastReview="2024-10-28"),
        ),
    ),
    Rule(
        id="sen2.rev-decision-awaited",
        of="ActivePlans",
        wording="the meeting was more than 28 days before census, and no decision is given",
        action="give ReviewOutcome and LastReview; if the decision came after census, be"
        " ready to explain the delay",
        basis="SI 2014/1530, regulation 20",
        find=_decision_awaited,
        severity="query",
        years=_SINCE_2024,
        failing=(
            _undecided(ReviewMeeting="2025-12-17"),
            _undecided(ReviewMeeting="2025-12-17", LastReview="2025-01-20"),
        ),
        passing=(_undecided(ReviewMeeting="2025-12-18"),),
    ),
    Rule(
        id="sen2.rev-draft",
        of="ActivePlans",
        wording="a draft goes with an outcome that has none, or came before the meeting",
        action="leave ReviewDraft out with C or M, or check the days",
        basis="guide",
        find=_draft,
        years=_SINCE_2025,
        failing=(_review(ReviewOutcome="M"), _review(ReviewDraft="2025-09-30")),
        passing=(_review(ReviewDraft="2025-10-01"),),
    ),
    Rule(
        id="sen2.rev-overdue",
        of="ActivePlans",
        wording="no review was completed in the 12 months before census day",
        action="check LastReview; if it is right, be ready to explain",
        basis="Children and Families Act 2014, section 44",
        find=_overdue,
        severity="query",
        failing=(
            _review(
                ReviewMeeting="2025-01-02",
                LastReview="2025-01-15",
                ReviewOutcome="M",
                ReviewDraft=None,
            ),
            _review(
                ReviewMeeting=None,
                LastReview=None,
                ReviewOutcome=None,
                ReviewDraft=None,
            ),
        ),
        passing=(
            _review(
                ReviewMeeting="2025-01-02",
                LastReview="2025-01-16",
                ReviewOutcome="M",
                ReviewDraft=None,
            ),
            Example(_LAST_REVIEWED_BEFORE_A_NEW_PLAN, like="older plan"),
        ),
    ),
    Rule(
        id="sen2.rev-4wk",
        of="ActivePlans",
        wording="the decision was told more than 28 days after the review meeting",
        action="check the days; if they are right, be ready to explain",
        basis="SI 2014/1530, regulation 20",
        find=_decision_late,
        severity="query",
        years=_SINCE_2024,
        failing=(_review(LastReview="2025-10-30"),),
        passing=(_review(LastReview="2025-10-29"),),
    ),
    Rule(
        id="sen2.pht-pair",
        of="ActivePlans",
        wording="the plan was amended for a move to another phase, and no day is due",
        action="give PhaseTransferDueDate",
        basis="meaning of the items",
        find=_final_without_due,
        years=_SINCE_2025,
        failing=(_review(PhaseTransferFinalDate="2025-02-10"),),
        passing=(
            _review(
                PhaseTransferDueDate="2025-02-15", PhaseTransferFinalDate="2025-02-10"
            ),
        ),
    ),
    Rule(
        id="sen2.pht-date",
        of="ActivePlans",
        wording="the plan is due for a move on neither 15 February nor 31 March",
        action="check the day; five months before a move between post-16 settings is"
        " right",
        basis="SI 2014/1530, regulation 18",
        find=_unusual_due_day,
        severity="query",
        years=_SINCE_2025,
        failing=(_review(PhaseTransferDueDate="2026-02-16"),),
        passing=(_review(PhaseTransferDueDate="2026-02-15"),),
    ),
    Rule(
        id="sen2.pht-late",
        of="ActivePlans",
        wording="the plan was not amended by the day due for a move to another phase",
        action="check the days; if they are right, be ready to explain",
        basis="SI 2014/1530, regulation 18",
        find=_phase_late,
        severity="query",
        years=_SINCE_2025,
        failing=(
            _review(
                PhaseTransferDueDate="2025-02-15", PhaseTransferFinalDate="2025-02-16"
            ),
            _review(PhaseTransferDueDate="2025-02-15"),
        ),
        passing=(
            _review(
                PhaseTransferDueDate="2025-02-15", PhaseTransferFinalDate="2025-02-15"
            ),
            _review(PhaseTransferDueDate="2026-02-15"),
        ),
    ),
)
