"""A slow, plain reading of the definitions whose rows come from local registers."""

import datetime as dt
from collections.abc import Callable

from send_metrics import Period
from tests.property.reference import (
    EXCLUDED,
    NUMERATOR,
    OUTSIDE,
    UNDETERMINED,
    Row,
    counts,
    day,
    elapsed,
)

_EHC = ("coordinator", "ehc_team")


def _lasting(
    row: Row, as_at: dt.date, begins: str = "started_on", ends: str = "ended_on"
) -> str:
    """Judge what begins on one day, and is over on another if there is one."""
    began, ended = day(row[begins]), day(row[ends])
    if ended is not None and ended <= as_at:
        return OUTSIDE
    if began is None:
        return UNDETERMINED
    return NUMERATOR if began <= as_at else OUTSIDE


def _post(roles: tuple[str, ...], statuses: tuple[str, ...]) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        if row["role"] not in roles or row["status"] not in statuses:
            return OUTSIDE
        return _lasting(row, as_at)

    return role


def _vacancy(row: Row, as_at: dt.date) -> str:
    if row["role"] not in _EHC:
        return OUTSIDE
    found = _lasting(row, as_at)
    if found == OUTSIDE:
        return OUTSIDE
    if row["status"] == "frozen":
        return EXCLUDED
    return counts(row["status"] != "filled") if found == NUMERATOR else found


def _agency(row: Row, as_at: dt.date) -> str:
    found = _post(_EHC, ("filled", "agency"))(row, as_at)
    return counts(row["status"] == "agency") if found == NUMERATOR else found


def _left(row: Row, when: Period) -> str:
    left = day(row["left_on"])
    if row["role"] not in _EHC or left is None:
        return OUTSIDE
    if not when.first <= left <= when.last:
        return OUTSIDE
    return EXCLUDED if row["leaving_reason"] == "moved_within" else NUMERATOR


def _a_year_later(row: Row, when: Period, began: str) -> str | None:
    """Say of what began on a day whether its 365 days end in the period, if not why."""
    start = day(row[began])
    if start is None:
        return UNDETERMINED
    inside = when.first <= start + dt.timedelta(days=365) <= when.last
    return None if inside else OUTSIDE


def _stayed(row: Row, when: Period) -> str:
    if row["role"] not in _EHC:
        return OUTSIDE
    if found := _a_year_later(row, when, "joined_on"):
        return found
    joined, left = day(row["joined_on"]), day(row["left_on"])
    assert joined is not None
    stayed = left is None or elapsed(joined, left) >= 365
    if row["leaving_reason"] == "fixed_term_ended" and not stayed:
        return EXCLUDED
    return counts(stayed)


def _recruited(row: Row, when: Period) -> str:
    joined = day(row["joined_on"])
    if row["programme"] == "none":
        return OUTSIDE
    if joined is not None and not when.first <= joined <= when.last:
        return OUTSIDE
    if joined is None or row["programme"] == "unknown":
        return UNDETERMINED
    return NUMERATOR


def _inducted(row: Row, as_at: dt.date) -> str:
    due, done = day(row["induction_due_on"]), day(row["induction_completed_on"])
    left = day(row["left_on"])
    if due is None or due > as_at:
        return OUTSIDE
    if left is not None and left <= due:
        return EXCLUDED
    return counts(done is not None and done <= as_at)


def _intern(row: Row, as_at: dt.date) -> str:
    age = row["age_at_start"]
    if age is not None and not 16 <= age <= 25:
        return OUTSIDE
    found = _lasting(row, as_at)
    return UNDETERMINED if age is None and found == NUMERATOR else found


def _on_that_day(column: str) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        return NUMERATOR if day(row[column]) == as_at else OUTSIDE

    return role


def _promise(due: str, done: str) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        promised, kept, told = day(row[due]), day(row[done]), day(row["reference_on"])
        if promised is not None and not when.first <= promised <= when.last:
            return OUTSIDE
        if row.get("withdrawn") == "yes":
            return EXCLUDED
        if promised is None:
            return UNDETERMINED
        if kept is None and (told is None or told <= promised):
            return UNDETERMINED
        return counts(kept is not None and kept <= promised)

    return role


def _delivery(row: Row, when: Period) -> str:
    found = _promise("due_on", "received_on")(row, when)
    if found != NUMERATOR:
        return found
    passed = row["checks_passed"]
    return UNDETERMINED if passed == "unknown" else counts(passed == "yes")


def _rated(row: Row, as_at: dt.date) -> str:
    if day(row["rated_on"]) != as_at:
        return OUTSIDE
    return EXCLUDED if row["withdrawn"] == "yes" else NUMERATOR


def _on_the_dashboard(row: Row, as_at: dt.date) -> str:
    due, shown = day(row["due_up_to_on"]), day(row["shown_up_to_on"])
    if day(row["looked_at_on"]) != as_at:
        return OUTSIDE
    if row["suspended"] == "yes" or due is None:
        return EXCLUDED
    return counts(shown is not None and shown >= due)


def _setting(met: Callable[[Row], bool | None]) -> Callable[..., str]:
    """Judge a plan by its setting; ``None`` is what cannot be told."""

    def role(row: Row, as_at: dt.date) -> str:
        found = _lasting(row, as_at, ends="ceased_on")
        if found != NUMERATOR:
            return found
        answer = met(row)
        return UNDETERMINED if answer is None else counts(answer)

    return role


def _is_mainstream(row: Row) -> bool | None:
    kind = row["setting_kind"]
    return None if kind == "unknown" else kind.startswith("mainstream")


def _is_independent_or_far(row: Row) -> bool | None:
    kind, far = row["setting_kind"], row["out_of_county"]
    if far == "yes" or kind.endswith(("_independent", "_non_maintained")):
        return True
    return None if "unknown" in (kind, far) else False


def _nowhere(row: Row, as_at: dt.date) -> str:
    age, kind = row["age_on_31_august"], row["placement_type"]
    found = _lasting(row, as_at, ends="ceased_on")
    if found == OUTSIDE or kind in ("URN", "UKPRN", "EYP", "OTH"):
        return OUTSIDE
    if age is not None and not 5 <= age <= 15:
        return OUTSIDE
    if kind in ("EHE", "OLA", "OPA"):
        return EXCLUDED
    if age is None or kind in ("none", "unknown"):
        return UNDETERMINED
    return found


def _awaiting(row: Row, as_at: dt.date) -> str:
    agreed = day(row["agreed_on"])
    if row["is_of"] != "named" or agreed is None or agreed > as_at:
        return OUTSIDE
    over = (day(row["entered_on"]), day(row["left_on"]))
    if any(on is not None and on <= as_at for on in over):
        return OUTSIDE
    return EXCLUDED if row["waiting_by_choice"] == "yes" else NUMERATOR


def _held(row: Row, when: Period) -> str:
    if row["is_of"] != "attended":
        return OUTSIDE
    if found := _a_year_later(row, when, "entered_on"):
        return found
    entered, left = day(row["entered_on"]), day(row["left_on"])
    assert entered is not None
    if left is None or elapsed(entered, left) >= 365:
        return NUMERATOR
    return {
        "phase_transfer": EXCLUDED,
        "moved_out_of_area": EXCLUDED,
        "other": counts(False),
    }.get(row["leaving_reason"], UNDETERMINED)


def _part_time(
    met: Callable[[Row, dt.date], bool] | None = None, *, without_medical: bool = False
) -> Callable[..., str]:
    def role(row: Row, as_at: dt.date) -> str:
        found = _lasting(row, as_at)
        if row["sen_status"] == "N" or found == OUTSIDE:
            return OUTSIDE
        if without_medical and row["reason"] == "medical":
            return EXCLUDED
        if found == UNDETERMINED or row["sen_status"] == "unknown":
            return UNDETERMINED
        return NUMERATOR if met is None else counts(met(row, as_at))

    return role


def _is_long(row: Row, as_at: dt.date) -> bool:
    started = day(row["started_on"])
    assert started is not None
    return elapsed(started, as_at) > 42


def _is_unreviewed(row: Row, as_at: dt.date) -> bool:
    started, reviewed = day(row["started_on"]), day(row["reviewed_on"])
    assert started is not None
    return reviewed is None or not started <= reviewed <= as_at


def _exclusion(kind: str) -> Callable[..., str]:
    def role(row: Row, when: Period) -> str:
        began = day(row["began_on"])
        if row["exclusion_type"] != kind:
            return OUTSIDE
        if began is None:
            return UNDETERMINED
        return NUMERATOR if when.first <= began <= when.last else OUTSIDE

    return role


def _everybody(_row: Row, _when: dt.date) -> str:
    return NUMERATOR


def _places(row: Row, when: Period) -> str:
    changed = day(row["changed_on"])
    assert changed is not None
    return NUMERATOR if when.first <= changed <= when.last else OUTSIDE


def _full(row: Row, as_at: dt.date) -> str:
    opened, closed = day(row["opened_on"]), day(row["closed_on"])
    if row["phase"] != "special" or (opened is not None and opened > as_at):
        return OUTSIDE
    if closed is not None and closed <= as_at:
        return OUTSIDE
    pupils, places = row["pupils_on_roll"], row["capacity"]
    return UNDETERMINED if None in (pupils, places) else counts(pupils >= places)


def _monitored(row: Row, as_at: dt.date) -> str:
    found = _lasting(row, as_at, begins="commissioned_on")
    if found != NUMERATOR:
        return found
    reviewed = day(row["reviewed_on"])
    year_ago = as_at.replace(year=as_at.year - 1)
    return counts(reviewed is not None and year_ago <= reviewed <= as_at)


REFERENCE_OF_REGISTERS: dict[str, Callable[..., str]] = {
    "workforce.experts_by_experience": _post(("expert_by_experience",), ("filled",)),
    "workforce.fte_in_post": _post(_EHC, ("filled",)),
    "workforce.vacancy_rate": _vacancy,
    "workforce.agency_rate": _agency,
    "workforce.leavers": _left,
    "workforce.retention_12_months": _stayed,
    "workforce.recruitment_vs_target": _recruited,
    "workforce.academy_completion": _inducted,
    "workforce.cases_per_coordinator": _on_that_day("counted_on"),
    "pfa.supported_interns_hosted": _intern,
    "plan.milestones_met_on_time": _promise("due_on", "met_on"),
    "plan.milestones_met_by_revised_date": _promise("current_due_on", "met_on"),
    "plan.public_update_on_time": _promise("promised_on", "published_on"),
    "plan.actions_by_rag": _rated,
    "data.deliveries_on_time": _delivery,
    "data.dashboard_kpis_current": _on_the_dashboard,
    "placement.mainstream_share": _setting(_is_mainstream),
    "placement.independent_or_out_of_county": _setting(_is_independent_or_far),
    "placement.awaiting_named_placement": _awaiting,
    "placement.stable_12_months": _held,
    "attendance.out_of_school_send": _nowhere,
    "attendance.part_time_timetables": _part_time(),
    "attendance.part_time_timetables_not_medical": _part_time(without_medical=True),
    "attendance.part_time_timetables_over_6_weeks": _part_time(_is_long),
    "attendance.part_time_timetables_unreviewed": _part_time(_is_unreviewed),
    "exclusions.suspensions": _exclusion("suspension"),
    "exclusions.permanent_exclusions": _exclusion("permanent"),
    "exclusions.pupils_listed": _everybody,
    "sufficiency.places_created": _places,
    "sufficiency.special_schools_over_capacity": _full,
    "sufficiency.settings_monitored": _monitored,
}
"""How each of these definitions reads one row."""
