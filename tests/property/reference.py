"""A slow, plain reading of every definition, written without the engine.

Each function takes one row as a dictionary and the period or day, and says which role
the row has. Nothing here uses narwhals, conditions or day numbers.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from send_metrics import Period

Row = dict[str, Any]
NUMERATOR = "numerator"
DENOMINATOR = "denominator only"
EXCLUDED = "excluded"
OUTSIDE = "outside"
UNDETERMINED = "undetermined"


def day(value: dt.datetime | None) -> dt.date | None:
    return None if value is None else value.date()


def elapsed(start: dt.date, end: dt.date) -> int:
    return (end - start).days


def counts(met: bool) -> str:
    return NUMERATOR if met else DENOMINATOR


def _issued(
    *, exceptions_leave: bool, met: Callable[[int], bool]
) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        issued = day(row["assessment_outcome_on"])
        if row["assessment_outcome"] != "Y":
            return OUTSIDE
        if row["exported_to"] not in ("none", "unknown"):
            return OUTSIDE
        if issued is None or not when.first <= issued <= when.last:
            return OUTSIDE
        if row["transferred_from"] not in ("none", "unknown"):
            return EXCLUDED
        about = (
            *("request_mediation", "request_tribunal"),
            *("assessment_mediation", "assessment_tribunal"),
        )
        if any(row[flag] == "yes" for flag in about):
            return EXCLUDED
        if exceptions_leave and row["exceptions_apply"] == "yes":
            return EXCLUDED
        received = day(row["received_on"])
        if received is None or issued < received:
            return UNDETERMINED
        return counts(met(elapsed(received, issued)))

    return role


def _received(row: Row, when: Period) -> str:
    received = day(row["received_on"])
    if row["request_outcome"] == "H":
        return OUTSIDE
    if received is None:
        return UNDETERMINED
    return NUMERATOR if when.first <= received <= when.last else OUTSIDE


def _refused(row: Row, when: Period) -> str:
    role = _received(row, when)
    return counts(row["request_outcome"] == "N") if role == NUMERATOR else role


def _received_and(outcome: str) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        found = _received(row, when)
        return (
            counts(row["request_outcome"] == outcome) if found == NUMERATOR else found
        )

    return role


def _refused_of_decided(row: Row, when: Period) -> str:
    if row["request_outcome"] not in ("Y", "N"):
        return OUTSIDE
    return _refused(row, when)


def _six_weeks(row: Row, when: Period) -> str:
    told, received = day(row["request_outcome_on"]), day(row["received_on"])
    if row["request_outcome"] not in ("Y", "N"):
        return OUTSIDE
    if told is not None and not when.first <= told <= when.last:
        return OUTSIDE
    if told is None or received is None or told < received:
        return UNDETERMINED
    return counts(elapsed(received, told) <= 42)


def _due(
    row: Row, when: Period, *, start: str, end: str, limit: int, earliest: int = 0
) -> str:
    """Judge a duty by the day its limit fell on, and by how far the source tells."""
    began, done, told = day(row[start]), day(row[end]), day(row["reference_on"])
    if began is None:
        return UNDETERMINED
    if not when.first <= began + dt.timedelta(days=limit) <= when.last:
        return OUTSIDE
    if done is not None:
        took = elapsed(began, done)
        return UNDETERMINED if took < earliest else counts(took <= limit)
    if told is None or elapsed(began, told) <= limit:
        return UNDETERMINED
    return DENOMINATOR


_20_WEEKS: Row = {
    "start": "received_on",
    "end": "assessment_outcome_on",
    "limit": 140,
}
_6_WEEKS: Row = {"start": "received_on", "end": "request_outcome_on", "limit": 42}


def _due_issued(row: Row, when: Period) -> str:
    request, assessment = row["request_outcome"], row["assessment_outcome"]
    if request in "NW" or assessment in ("N", "W", "H"):
        return OUTSIDE
    if request == "H" and assessment not in ("A", "Y"):
        return OUTSIDE
    if row["exported_to"] not in ("none", "unknown"):
        return OUTSIDE
    found = _due(row, when, **_20_WEEKS)
    if found == OUTSIDE:
        return OUTSIDE
    return EXCLUDED if _left(row) else found


def _left(row: Row) -> bool:
    about = (
        *("request_mediation", "request_tribunal"),
        *("assessment_mediation", "assessment_tribunal"),
    )
    return row["transferred_from"] not in ("none", "unknown") or any(
        row[flag] == "yes" for flag in about
    )


def _due_decided(row: Row, when: Period) -> str:
    if row["request_outcome"] in "HW" or row["exported_to"] not in ("none", "unknown"):
        return OUTSIDE
    found = _due(row, when, **_6_WEEKS)
    undated = row["request_outcome"] in "YN" and row["request_outcome_on"] is None
    return UNDETERMINED if undated and found != OUTSIDE else found


def _due_review(end: str, *, outcome: str | None = None, limit: int = 28) -> Any:
    def role(row: Row, when: Period) -> str:
        if row["meeting_on"] is None or outcome not in (None, row["outcome"]):
            return OUTSIDE
        return _due(row, when, start="meeting_on", end=end, limit=limit)

    return role


def _flagged(*flags: str, dated: str = "received_on") -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        of_the_request = dated == "received_on"
        outcome = row["request_outcome" if of_the_request else "assessment_outcome"]
        if outcome == "H" or any(row[flag] != "yes" for flag in flags):
            return OUTSIDE
        then = day(row[dated])
        if then is not None and not when.first <= then <= when.last:
            return OUTSIDE
        if not of_the_request and row["transferred_from"] not in ("none", "unknown"):
            return EXCLUDED
        return UNDETERMINED if then is None else NUMERATOR

    return role


def _refused_request(row: Row, when: Period) -> str:
    return _received(row, when) if row["request_outcome"] == "N" else OUTSIDE


def _completed(row: Row, when: Period) -> str:
    ended = day(row["assessment_outcome_on"])
    outcome = row["assessment_outcome"]
    if outcome not in ("Y", "N") or (outcome == "Y" and ended is None):
        return OUTSIDE
    if ended is not None and not when.first <= ended <= when.last:
        return OUTSIDE
    if row["transferred_from"] not in ("none", "unknown"):
        return EXCLUDED
    return UNDETERMINED if ended is None else NUMERATOR


def _refused_plan(row: Row, when: Period) -> str:
    return _completed(row, when) if row["assessment_outcome"] == "N" else OUTSIDE


def _not_issued(row: Row, when: Period) -> str:
    role = _completed(row, when)
    return counts(row["assessment_outcome"] == "N") if role == NUMERATOR else role


def _issued_of_completed(row: Row, when: Period) -> str:
    role = _completed(row, when)
    return counts(row["assessment_outcome"] == "Y") if role == NUMERATOR else role


def _sixteen_weeks(row: Row, when: Period) -> str:
    if row["assessment_outcome"] != "N":
        return OUTSIDE
    told, received = day(row["assessment_outcome_on"]), day(row["received_on"])
    if told is not None and not when.first <= told <= when.last:
        return OUTSIDE
    if row["transferred_from"] not in ("none", "unknown"):
        return EXCLUDED
    if told is None or received is None or told < received:
        return UNDETERMINED
    return counts(elapsed(received, told) <= 112)


def _open(row: Row, as_at: dt.date) -> str:
    received = day(row["received_on"])
    if row["request_outcome"] in "WH" or row["assessment_outcome"] in ("W", "H"):
        return OUTSIDE
    if row["exported_to"] not in ("none", "unknown"):
        return OUTSIDE
    decided = day(row["request_outcome_on"])
    if row["request_outcome"] == "N" and decided is not None and decided <= as_at:
        return OUTSIDE
    ended = day(row["assessment_outcome_on"])
    if row["assessment_outcome"] in ("Y", "N") and ended is not None and ended <= as_at:
        return OUTSIDE
    if received is not None and received > as_at:
        return OUTSIDE
    if received is None or (row["request_outcome"] == "N" and decided is None):
        return UNDETERMINED
    if row["assessment_outcome"] == "N" and ended is None:
        return UNDETERMINED
    return NUMERATOR


def _overdue(row: Row, as_at: dt.date) -> str:
    role = _open(row, as_at)
    if role != NUMERATOR:
        return role
    received = day(row["received_on"])
    assert received is not None
    return counts(elapsed(received, as_at) > 140)


def _started(row: Row, when: Period) -> str:
    started = day(row["started_on"])
    if started is not None and not when.first <= started <= when.last:
        return OUTSIDE
    if row["transferred_from"] not in ("none", "unknown"):
        return EXCLUDED
    return UNDETERMINED if started is None else NUMERATOR


def _active(row: Row, as_at: dt.date) -> str:
    started, ceased = day(row["started_on"]), day(row["ceased_on"])
    if ceased is not None and ceased <= as_at:
        return OUTSIDE
    if started is None:
        return UNDETERMINED
    return NUMERATOR if started <= as_at else OUTSIDE


def _ceased(row: Row, when: Period) -> str:
    ceased = day(row["ceased_on"])
    inside = ceased is not None and when.first <= ceased <= when.last
    return NUMERATOR if inside else OUTSIDE


def _active_with(holds: Callable[[Row], bool]) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        return _active(row, as_at) if holds(row) else OUTSIDE

    return role


def _share_of_active(holds: Callable[[Row], bool]) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        if row["placement_type"] in ("none", "unknown"):
            return OUTSIDE
        found = _active(row, as_at)
        return counts(holds(row)) if found == NUMERATOR else found

    return role


def _as_named(row: Row, as_at: dt.date) -> str:
    found = _active(row, as_at)
    if found != NUMERATOR:
        return found
    named, attended = row["named_setting"], row["attended_setting"]
    return UNDETERMINED if None in (named, attended) else counts(named == attended)


def _ceased_because(row: Row, when: Period) -> str:
    if row["cease_reason"] not in ("2", "9"):
        return OUTSIDE
    return UNDETERMINED if row["ceased_on"] is None else _ceased(row, when)


def _on_a_day(column: str) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        then = day(row[column])
        inside = then is not None and when.first <= then <= when.last
        return NUMERATOR if inside else OUTSIDE

    return role


def _transfer(row: Row, when: Period) -> str:
    if row["phase_transfer_due_on"] is None:
        return OUTSIDE
    return _due(
        row,
        when,
        start="phase_transfer_due_on",
        end="phase_transfer_final_on",
        limit=0,
        earliest=-(10**6),
    )


def _four_weeks_at_census(row: Row, as_at: dt.date) -> str:
    met, told = day(row["meeting_on"]), day(row["decision_on"])
    if met is None or told is None or met > as_at or told > as_at:
        return OUTSIDE
    return UNDETERMINED if told < met else counts(elapsed(met, told) <= 28)


def _without_decision(overdue: bool) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        met, told = day(row["meeting_on"]), day(row["decision_on"])
        if met is None or met > as_at or (told is not None and met <= told <= as_at):
            return OUTSIDE
        return NUMERATOR if (elapsed(met, as_at) > 28) == overdue else OUTSIDE

    return role


def _four_weeks(row: Row, when: Period) -> str:
    met, told = day(row["meeting_on"]), day(row["decision_on"])
    if met is None or not when.first <= met <= when.last:
        return OUTSIDE
    if told is None or told < met:
        return UNDETERMINED
    return counts(elapsed(met, told) <= 28)


def _attendance(
    met: Callable[[int, int], bool] = lambda _absent, _possible: True,
    *,
    adds: tuple[str, ...] = (),
    by_home: bool = False,
) -> Callable[..., str]:
    """Read a row of totals; *adds* are reasons that it may not tell."""

    def role(row: Row, _when: Period) -> str:
        if row["possible_sessions"] == 0 or row["age_group"] == "other":
            return OUTSIDE
        if row["began_in_second_half"] == "yes":
            return OUTSIDE
        if row["age_group"] is None or any(row[name] is None for name in adds):
            return UNDETERMINED
        if by_home and row["home_authority"] == "unknown":
            return UNDETERMINED
        absent = row["authorised_sessions"] + row["unauthorised_sessions"]
        return counts(met(absent, row["possible_sessions"]))

    return role


def _waiting(row: Row, as_at: dt.date) -> str:
    seen, closed = day(row["first_contact_on"]), day(row["closed_on"])
    if (seen is not None and seen <= as_at) or (closed is not None and closed <= as_at):
        return OUTSIDE
    referred = day(row["referred_on"])
    if referred is None:
        return UNDETERMINED
    return NUMERATOR if referred <= as_at else OUTSIDE


def _accepted_waiting(row: Row, as_at: dt.date) -> str:
    accepted = day(row["accepted_on"])
    if accepted is None or accepted > as_at:
        return OUTSIDE
    return _waiting(row, as_at)


def _waited_over(days: int) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        found = _waiting(row, as_at)
        if found != NUMERATOR:
            return found
        referred = day(row["referred_on"])
        assert referred is not None
        return counts(elapsed(referred, as_at) > days)

    return role


def _seen(row: Row, when: Period) -> str:
    seen, referred = day(row["first_contact_on"]), day(row["referred_on"])
    if seen is None or not when.first <= seen <= when.last:
        return OUTSIDE
    return UNDETERMINED if referred is None or seen < referred else NUMERATOR


def _flow(dated: str, other: str, *, or_that_day: bool) -> Callable[..., str]:
    """Return the reading of a day that counts unless another had come before it."""

    def role(row: Row, when: Period) -> str:
        then, before = day(row[dated]), day(row[other])
        if then is None or not when.first <= then <= when.last:
            return OUTSIDE
        if before is not None and (before < then or (or_that_day and before == then)):
            return OUTSIDE
        return NUMERATOR

    return role


def _declined(row: Row, when: Period) -> str:
    role = _flow("closed_on", "first_contact_on", or_that_day=True)(row, when)
    if role != NUMERATOR or row["close_reason"] in ("declined", "rejected"):
        return role
    return UNDETERMINED if row["close_reason"] == "unknown" else OUTSIDE


def _added(row: Row, when: Period) -> str:
    referred = day(row["referred_on"])
    if referred is None:
        return UNDETERMINED
    return NUMERATOR if when.first <= referred <= when.last else OUTSIDE


def _autism(row: Row, as_at: dt.date) -> str:
    if row["referral_reason"] not in ("suspected_autism", "25"):
        return OUTSIDE
    if row["further_team"] == "yes":
        return OUTSIDE
    referred, closed = day(row["referred_on"]), day(row["closed_on"])
    age = row["age_at_referral"]
    if referred is not None and referred > as_at:
        return OUTSIDE
    if referred is not None and referred < dt.date(2018, 4, 1):
        return OUTSIDE
    if closed is not None and closed <= as_at:
        return OUTSIDE
    if age is not None and age > 17:
        return OUTSIDE
    if row["hospital_spell"] == "yes":
        return EXCLUDED
    if referred is None or age is None:
        return UNDETERMINED
    return counts(elapsed(referred, as_at) >= 91)


def _on_a_list(scheme: str, at_least: int | None = None) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        if (row["scheme"], row["part"]) != (scheme, "incomplete"):
            return OUTSIDE
        if day(row["counted_on"]) != as_at:
            return OUTSIDE
        if at_least is None:
            return NUMERATOR
        if row["band_not_submitted"] == "yes":
            return UNDETERMINED
        return counts(row["band"] is not None and row["band"] >= at_least)

    return role


def _health_check(row: Row, when: Period | dt.date) -> str:
    then = day(row["counted_on"])
    assert then is not None
    if isinstance(when, Period):
        year_ends = (then.month, then.day) == (3, 31)
        if not (year_ends and when.first <= then <= when.last):
            return OUTSIDE
    elif then != when:
        return OUTSIDE
    return EXCLUDED if row["outcome"] == "declined" else _checked(row)


def _health_check_of_register(row: Row, when: Period) -> str:
    found = _health_check(row, when)
    return _checked(row) if found == EXCLUDED else found


def _checked(row: Row) -> str:
    return counts(row["outcome"] == "checked")


def _spell(stop: str, *, shares: bool = True) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        stopped, started = day(row[stop]), day(row["started_on"])
        if stopped is None or not when.first <= stopped <= when.last:
            return OUTSIDE
        if row["age_at_referral"] is not None and row["age_at_referral"] > 17:
            return OUTSIDE
        if started is not None and started < dt.date(2016, 1, 1):
            return OUTSIDE
        if row["scope"] == "not mental health":
            return OUTSIDE
        if row["scope"] not in ("in scope", "unknown"):
            return EXCLUDED
        if (
            row["scope"] == "unknown"
            or started is None
            or row["age_at_referral"] is None
        ):
            return UNDETERMINED
        return counts(elapsed(started, stopped) <= 28) if shares else NUMERATOR

    return role


def _journey(
    end: str, *, stage: Callable[[Row], bool] | None = None
) -> Callable[..., str]:
    """Judge a journey, or a stage of one, by the day on which the journey ended."""

    def role(row: Row, when: Period) -> str:
        ended = day(row[end])
        if ended is None or not when.first <= ended <= when.last:
            return OUTSIDE
        if row["route"] != row["service"] or (stage is not None and not stage(row)):
            return OUTSIDE
        spans: list[tuple[dt.date | None, dt.date | None]] = [
            (day(row["started_on"]), ended)
        ]
        if stage is not None:
            spans.append((day(row["began_on"]), day(row["ended_on"])))
        is_sound = row["services_not_found"] == 0 and all(
            first is not None and last is not None and first <= last
            for first, last in spans
        )
        return NUMERATOR if is_sound else UNDETERMINED

    return role


def _before_contact(row: Row) -> bool:
    return bool(row["stage"] != "outcome")


def _any_stage(_: Row) -> bool:
    return True


def _everyone(_: int) -> bool:
    return True


_STAGES = (
    ("request", "request", "received_on"),
    ("assessment", "assessment", "assessment_outcome_on"),
    ("other_matters", "other", "assessment_outcome_on"),
)

REFERENCE: dict[str, Callable[..., str]] = {
    **{
        f"ehcp.{measure}_{variant}": _issued(exceptions_leave=leave, met=met)
        for variant, leave in {
            "incl_exceptions": False,
            "excl_exceptions": True,
        }.items()
        for measure, met in {
            "issued_within_20_weeks": lambda days: days <= 140,
            "issued_20_to_52_weeks": lambda days: 140 < days <= 364,
            "issued_over_52_weeks": lambda days: days > 364,
            "weeks_to_issue": _everyone,
        }.items()
    },
    "ehcp.issued_within_20_weeks_incl_exceptions_first_day_counted": _issued(
        exceptions_leave=False, met=lambda days: days <= 139
    ),
    "ehcp.issued_within_20_weeks_excl_exceptions_first_day_counted": _issued(
        exceptions_leave=True, met=lambda days: days <= 139
    ),
    "ehcp.due_issued_within_20_weeks": _due_issued,
    "ehcp.requests_received": _received,
    "ehcp.requests_in_youth_accommodation": _flagged("youth_accommodation"),
    "ehcp.requests_agreed": _received_and("Y"),
    "ehcp.requests_undecided": _received_and("A"),
    "ehcp.requests_withdrawn": _received_and("W"),
    "ehcp.requests_refused_of_decided": _refused_of_decided,
    "ehcp.due_decided_within_6_weeks": _due_decided,
    "ehcp.assessments_issued": _issued_of_completed,
    "ehcp.personal_budgets": _active_with(lambda row: row["personal_budget"] == "yes"),
    "ehcp.organised_arrangements": _active_with(
        lambda row: row["organised_arrangements"] == "yes"
    ),
    "ehcp.direct_payments": _active_with(lambda row: row["direct_payments"] in "ESHI"),
    "placement.residential": _active_with(lambda row: row["residential"] in "AB"),
    "placement.work_based": _active_with(lambda row: row["work_based"] in "ATS"),
    "placement.not_in_education": _share_of_active(
        lambda row: row["placement_type"] in ("NEET", "NIEC", "NIEO")
    ),
    "placement.home_or_arranged_education": _share_of_active(
        lambda row: row["placement_type"] in ("EHE", "OLA", "OPA")
    ),
    "placement.in_sen_unit_or_resourced_provision": _share_of_active(
        lambda row: row["provision"] in ("sen_unit", "resourced_provision")
    ),
    "placement.attending_as_named": _as_named,
    "review.meetings_held": _on_a_day("meeting_on"),
    "review.decision_within_4_weeks_at_census": _four_weeks_at_census,
    "review.due_decided_within_4_weeks": _due_review("decision_on"),
    "review.due_draft_within_4_weeks": _due_review("draft_on", outcome="A"),
    "review.amended_within_12_weeks": _due_review(
        "amended_plan_on", outcome="A", limit=84
    ),
    "review.decision_outstanding": _without_decision(overdue=True),
    "review.decision_not_due": _without_decision(overdue=False),
    "review.phase_transfers_due": _on_a_day("phase_transfer_due_on"),
    "review.phase_transfers_final": _on_a_day("phase_transfer_final_on"),
    "review.phase_transfer_on_time": _transfer,
    **{
        f"{family}.about_{stage}": _flagged(f"{flag}_{kind}", dated=dated)
        for family, kind in (("mediation", "mediation"), ("appeals", "tribunal"))
        for stage, flag, dated in _STAGES
    },
    **{
        f"appeals.after_mediation_about_{stage}": _flagged(
            f"{flag}_mediation", f"{flag}_tribunal", dated=dated
        )
        for stage, flag, dated in _STAGES
    },
    "appeals.registered": _on_a_day("registered_on"),
    "appeals.refusals_to_assess": _refused_request,
    "appeals.refusals_to_issue": _refused_plan,
    "appeals.cease_decisions": _ceased_because,
    "ehcp.requests_refused": _refused,
    "ehcp.decision_to_assess_within_6_weeks": _six_weeks,
    "ehcp.assessments_completed": _completed,
    "ehcp.assessments_not_issued": _not_issued,
    "ehcp.not_issued_within_16_weeks": _sixteen_weeks,
    "ehcp.open_assessments": _open,
    "ehcp.overdue_assessments": _overdue,
    "ehcp.plans_started": _started,
    "ehcp.plans_active": _active,
    "ehcp.plans_ceased": _ceased,
    "review.decision_within_4_weeks": _four_weeks,
    **{
        f"attendance.{measure}{view}": _attendance(met, by_home=bool(view))
        for view in ("", "_by_home_authority")
        for measure, met in {
            "persistent_absence": lambda a, p: 10 * a >= p,
            "severe_absence": lambda a, p: 2 * a >= p,
            "absence_rate": lambda _a, _p: True,
        }.items()
    },
    "attendance.illness_rate": _attendance(adds=("illness_sessions",)),
    "attendance.late_sessions_rate": _attendance(
        adds=("late_before_close_sessions", "late_after_close_sessions")
    ),
    "waits.still_waiting": _waiting,
    "waits.still_waiting_weeks": _waiting,
    "waits.accepted_still_waiting": _accepted_waiting,
    "waits.accepted_still_waiting_weeks": _accepted_waiting,
    "waits.over_18_weeks": _waited_over(126),
    "waits.over_52_weeks": _waited_over(364),
    "waits.seen_weeks": _seen,
    "waits.geographic_gap": _seen,
    "waits.referrals_added": _added,
    "waits.referrals_seen": _flow("first_contact_on", "closed_on", or_that_day=False),
    "waits.referrals_left_unseen": _flow(
        "closed_on", "first_contact_on", or_that_day=True
    ),
    "waits.referrals_declined": _declined,
    "waits.autism_open_13_weeks": _autism,
    "waits.cyp_mental_health_within_4_weeks": _spell("stopped_on"),
    "waits.cyp_mental_health": _spell("stopped_on", shares=False),
    "waits.cyp_mental_health_first_contact_within_4_weeks": _spell("first_contact_on"),
    "waits.journey_to_first_contact": _journey("seen_on"),
    "waits.journey_to_outcome": _journey("outcome_on"),
    "waits.journey_stages_to_first_contact": _journey("seen_on", stage=_before_contact),
    "waits.journey_stages_to_outcome": _journey("outcome_on", stage=_any_stage),
    "waits.community_still_waiting": _on_a_list("chs_sitrep"),
    "waits.community_over_18_weeks": _on_a_list("chs_sitrep", 18),
    "waits.community_over_52_weeks": _on_a_list("chs_sitrep", 52),
    "waits.diagnostics_still_waiting": _on_a_list("dm01"),
    "waits.diagnostics_six_weeks_or_more": _on_a_list("dm01", 6),
    "waits.diagnostics_13_weeks_or_more": _on_a_list("dm01", 13),
    "health.ld_annual_health_check_14plus": _health_check,
    "health.ld_annual_health_check_14plus_so_far": _health_check,
    "health.ld_annual_health_check_14plus_of_register": _health_check_of_register,
}
"""How each definition reads one row; those of one shape share a reading."""
