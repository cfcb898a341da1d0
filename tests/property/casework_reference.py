"""A plain reading of the definitions about advice, audits, panels, complaints and voice.

Written like `reference`: one row as a dictionary and the period or day, no engine.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from send_metrics import Period
from send_metrics.domain.working_days import working_day_after
from tests.property.reference import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    OUTSIDE,
    UNDETERMINED,
    Row,
    counts,
    day,
)

Holds = Callable[[Row], bool]
Limit = Callable[[dt.date], dt.date]


def days(number: int) -> Limit:
    return lambda start: start + dt.timedelta(days=number)


def working_days(number: int) -> Limit:
    return lambda start: working_day_after(start, number)


def everyone(_: Row) -> bool:
    return True


def nobody(_: Row) -> bool:
    return False


def says(column: str, *codes: str) -> Holds:
    return lambda row: row[column] in codes


def _flow(
    dated_by: str,
    *,
    of: Holds = everyone,
    left: Holds = nobody,
    known: Holds = everyone,
    met: Holds | None = None,
) -> Callable[..., str]:
    """Judge what happened in the period; without *met*, all that counts is counted."""

    def role(row: Row, when: Period) -> str:
        then = day(row[dated_by])
        if not of(row) or (then is not None and not when.first <= then <= when.last):
            return OUTSIDE
        if left(row):
            return EXCLUDED
        if then is None or not known(row):
            return UNDETERMINED
        return NUMERATOR if met is None else counts(met(row))

    return role


def _due(
    start: str,
    end: str,
    limit: Limit,
    *,
    longer: Limit | None = None,
    of: Holds = everyone,
    left: Holds = nobody,
    may_be_early: bool = False,
) -> Callable[..., str]:
    """Judge a step by the period in which its time ended."""

    def role(row: Row, when: Period) -> str:
        began, done, told = day(row[start]), day(row[end]), day(row["reference_on"])
        if not of(row):
            return OUTSIDE
        if began is not None and not when.first <= limit(began) <= when.last:
            return OUTSIDE
        if left(row):
            return EXCLUDED
        if began is None:
            return UNDETERMINED
        extended = longer is not None and row["extended"] == "yes"
        last = longer(began) if longer is not None and extended else limit(began)
        if done is not None:
            early = done < began and not may_be_early
            return UNDETERMINED if early else counts(done <= last)
        return DENOMINATOR if told is not None and told > last else UNDETERMINED

    return role


def _waiting(start: str, *ends: str) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        began = day(row[start])
        over = [day(row[end]) for end in ends]
        if any(then is not None and then <= as_at for then in over):
            return OUTSIDE
        if began is not None and began > as_at:
            return OUTSIDE
        return UNDETERMINED if began is None else NUMERATOR

    return role


def _assured(row: Row, as_at: dt.date) -> str:
    began, ends = day(row["cycle_began_on"]), day(row["cycle_ends_on"])
    assert began is not None
    if began > as_at or (ends is not None and ends <= as_at):
        return OUTSIDE
    checked = day(row["checked_on"])
    return counts(checked is not None and checked <= as_at)


def _live(process: str) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        live = day(row["live_on"])
        if row["process"] != process:
            return OUTSIDE
        return counts(live is not None and live <= as_at)

    return role


def _took(start: str, holds: Callable[[dt.date, dt.date], bool]) -> dict[str, Holds]:
    """Return whether a panel's decision can be measured from *start*, and is in time."""

    def both(row: Row) -> tuple[dt.date | None, dt.date | None]:
        return day(row[start]), day(row["decided_on"])

    def known(row: Row) -> bool:
        began, ended = both(row)
        return began is not None and ended is not None and ended >= began

    def met(row: Row) -> bool:
        began, ended = both(row)
        assert began is not None
        assert ended is not None
        return holds(began, ended)

    return {"known": known, "met": met}


def _decided(row: Row) -> bool:
    return row["decided_on"] is not None and row["withdrawn_on"] is None


def _within_30_days(began: dt.date, ended: dt.date) -> bool:
    return (ended - began).days <= 30


def _within_30_working_days(began: dt.date, ended: dt.date) -> bool:
    return ended <= working_day_after(began, 30)


def _audit(known: Holds, met: Holds, of: Holds) -> Callable[..., str]:
    def audited(row: Row) -> bool:
        return row["audited_on"] is not None and of(row)

    return _flow(
        "audited_on",
        of=audited,
        left=says("purpose", "moderation", "pilot"),
        known=known,
        met=met,
    )


_GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
_GOOD = ("outstanding", "good")
_VALID = (
    *("very_good", "good", "neither", "poor", "very_poor", "yes", "no"),
    *("strongly_agree", "agree", "disagree", "strongly_disagree"),
)
_STATUTORY = says("procedure", "statutory_children")


def _complaint(stage: str | None = None, *recorded: str) -> Holds:
    return lambda row: (
        row["matter"] == "complaint"
        and stage in (None, row["stage"])
        and all(row[column] is not None for column in recorded)
    )


def _call(row: Row) -> bool:
    return bool(row["channel"] == "call")


def _outcome_known(row: Row) -> bool:
    return row["call_outcome"] in ("answered", "abandoned")


def _email(*, urgent: bool) -> Holds:
    return lambda row: (
        row["channel"] == "email"
        and row["needs_reply"] == "yes"
        and (row["urgent"] == "yes") == urgent
    )


def _answer(question: str, *good: str) -> Callable[..., str]:
    return _flow(
        "answered_on",
        of=lambda row: row["question"] == question and row["answer"] in _VALID,
        met=says("answer", *good),
    )


def _scored(met: Holds | None) -> Callable[..., str]:
    return _flow(
        "answered_on",
        of=lambda row: (
            row["question"] == "overall_satisfaction" and row["score"] is not None
        ),
        known=lambda row: 0 <= row["score"] <= 10,
        met=met,
    )


_AGREES = ("strongly_agree", "agree", "yes")
_ADVICE: dict[str, Any] = {
    "start": "requested_on",
    "end": "received_on",
    "limit": days(42),
    "of": lambda row: row["cancelled_on"] is None,
}

CASEWORK_REFERENCE: dict[str, Callable[..., str]] = {
    "ehcp.advice_within_6_weeks": _due(**_ADVICE),
    "ehcp.advice_within_6_weeks_excl_exceptions": _due(
        **_ADVICE, left=says("exception_applies", "yes")
    ),
    "ehcp.advice_outstanding": _waiting("requested_on", "received_on", "cancelled_on"),
    "ehcp.advice_outstanding_weeks": _waiting(
        "requested_on", "received_on", "cancelled_on"
    ),
    "ehcp.advice_on_template": _flow(
        "received_on",
        of=lambda row: (
            row["received_on"] is not None and row["on_template"] != "unknown"
        ),
        met=says("on_template", "yes"),
    ),
    "quality.audit_good_or_outstanding": _audit(
        says("grade", *_GRADES), says("grade", *_GOOD), everyone
    ),
    "quality.audit_health_advice_good_or_outstanding": _audit(
        says("health_grade", *_GRADES),
        says("health_grade", *_GOOD),
        lambda row: row["health_grade"] != "none",
    ),
    "quality.audit_child_voice": _audit(
        says("child_voice", "met", "not_met"),
        says("child_voice", "met"),
        everyone,
    ),
    "quality.audits_done": _flow(
        "planned_on",
        of=lambda row: row["planned_on"] is not None,
        left=says("purpose", "moderation", "pilot"),
        met=lambda row: row["audited_on"] is not None,
    ),
    "quality.services_assured": _assured,
    "panel.decision_within_30_days": _flow(
        "decided_on", of=_decided, **_took("requested_on", _within_30_days)
    ),
    "panel.decision_within_30_days_from_complete_papers": _flow(
        "decided_on", of=_decided, **_took("papers_complete_on", _within_30_days)
    ),
    "panel.decision_within_30_working_days": _flow(
        "decided_on", of=_decided, **_took("requested_on", _within_30_working_days)
    ),
    "panel.weeks_to_decision": _flow(
        "decided_on",
        of=_decided,
        known=_took("requested_on", _within_30_days)["known"],
    ),
    "panel.backlog": _waiting("requested_on", "decided_on", "withdrawn_on"),
    "panel.backlog_weeks": _waiting("requested_on", "decided_on", "withdrawn_on"),
    "panel.meetings_per_month": _flow("meeting_on", of=says("held", "yes")),
    "complaints.received": _flow("received_on", of=_complaint("1")),
    "complaints.acknowledged_within_5_working_days": _due(
        "received_on",
        "acknowledged_on",
        working_days(5),
        of=_complaint(),
        left=_STATUTORY,
    ),
    "complaints.answered_on_time": _due(
        "acknowledged_on",
        "answered_on",
        working_days(10),
        longer=working_days(20),
        of=_complaint("1", "acknowledged_on"),
        left=_STATUTORY,
    ),
    "complaints.answered_on_time_from_receipt": _due(
        "received_on",
        "answered_on",
        working_days(10),
        longer=working_days(20),
        of=_complaint("1"),
        left=_STATUTORY,
    ),
    "complaints.answered_on_time_stage_2": _due(
        "acknowledged_on",
        "answered_on",
        working_days(20),
        longer=working_days(40),
        of=_complaint("2", "acknowledged_on"),
        left=_STATUTORY,
    ),
    "complaints.by_theme": _flow("answered_on", of=_complaint("1", "answered_on")),
    "complaints.upheld": _flow(
        "answered_on",
        of=_complaint(None, "answered_on"),
        known=says("outcome", "upheld", "partly_upheld", "not_upheld"),
        met=says("outcome", "upheld", "partly_upheld"),
    ),
    "complaints.learning_actions_closed": _due(
        "due_on", "closed_on", days(0), may_be_early=True
    ),
    "ombudsman.upheld_rate": _flow(
        "decided_on",
        of=says("decision", "upheld", "not_upheld"),
        met=says("decision", "upheld"),
    ),
    "mediation.held_within_30_days": _due(
        "requested_on", "held_on", days(30), left=says("declined_by_family", "yes")
    ),
    "mediation.agreement_reached": _flow(
        "held_on",
        of=lambda row: row["held_on"] is not None,
        known=says("agreement", "full", "partial", "no_agreement"),
        met=says("agreement", "full", "partial"),
    ),
    "comms.calls_answered": _flow(
        "received_on",
        of=_call,
        known=_outcome_known,
        met=says("call_outcome", "answered"),
    ),
    "comms.calls_within_standard": _flow(
        "received_on",
        of=_call,
        left=lambda row: (
            row["call_outcome"] == "abandoned"
            and row["seconds_waited"] is not None
            and row["seconds_waited"] <= 5
        ),
        known=lambda row: row["seconds_waited"] is not None and _outcome_known(row),
        met=lambda row: (
            row["call_outcome"] == "answered" and row["seconds_waited"] <= 20
        ),
    ),
    "comms.emails_within_standard": _due(
        "received_on", "replied_on", working_days(10), of=_email(urgent=False)
    ),
    "comms.urgent_emails_within_standard": _due(
        "received_on", "replied_on", working_days(2), of=_email(urgent=True)
    ),
    "portal.districts_live": _live("new_requests"),
    "portal.districts_live_existing_plans": _live("existing_plans"),
    "survey.overall_satisfaction": _scored(None),
    "survey.overall_satisfaction_7_or_more": _scored(lambda row: row["score"] >= 7),
    "survey.ehcp_process_good": _answer("ehcp_process", "very_good", "good"),
    "survey.ease_of_finding_information": _answer("finding_information", *_AGREES),
    "survey.help_while_waiting": _answer("help_while_waiting", *_AGREES),
    "workforce.lived_experience_share": _answer("lived_experience", *_AGREES),
    "training.rated_good": _answer("training_quality", "very_good", "good"),
    "training.attendance": _flow(
        "held_on", of=says("attended", "yes"), left=says("attended_before", "yes")
    ),
    "training.attendances": _flow("held_on", of=says("attended", "yes")),
    "voice.records_with_child_voice": _flow(
        "sampled_on",
        left=says("age_band", "under_2"),
        known=says("view", "own", "reported", "none"),
        met=says("view", "own"),
    ),
    "voice.board_items_with_cyp_input": _flow(
        "met_on",
        of=says("for_decision", "yes"),
        left=says("confidential", "yes"),
        met=says("young_people_input", "yes"),
    ),
    "voice.you_said_we_did_closed": _due("logged_on", "answered_on", days(84)),
    "voice.reverse_mentoring_coverage": _flow(
        "quarter_ends_on",
        of=says("programme", "reverse_mentoring"),
        known=lambda row: row["sessions"] is not None,
        met=lambda row: row["sessions"] > 0,
    ),
}
"""How each of these definitions reads one row."""
