"""Sessions by the reason that the register gives, one rate for each that DfE publishes.

Reasons for absence are those of the absence statistics, from the school census; lateness
and approved activities are told by the daily attendance series only, which began with
the school year 2022/23. Y1 to Y7 and Q are not possible sessions, so that no share of
possible sessions can be given for them.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from attrs import evolve, frozen

from send_metrics.domain.attendance_codes import REGULATIONS_2024
from send_metrics.kpis.attendance import (
    BEFORE_REGULATIONS,
    EXACT_SHARE_IN_FORCE,
    both_editions,
    session_rate,
)
from send_metrics.kpis.definition import Better, Citation, Definition
from send_metrics.kpis.sources import ABSENCE_STATISTICS, DAILY_ATTENDANCE

_DAILY_SERIES_IN_FORCE = dt.date(2022, 8, 1)
# An academic year ends a month after the last school day that these codes were used on.
_CORONAVIRUS = (dt.date(2020, 8, 1), dt.date(2022, 8, 31))


@frozen
class _Reason:
    """A reason, and the days on which its code meant what it means.

    *redrawn* says that the code stands for something wider or narrower since
    19 August 2024, so that figures of before and after are not alike.
    """

    measure: str
    title: str
    better: Better = "lower"
    columns: tuple[str, ...] = ()
    source: Citation = ABSENCE_STATISTICS
    first_on: dt.date = EXACT_SHARE_IN_FORCE
    last_on: dt.date | None = None
    redrawn: bool = False

    def definitions(self) -> Iterator[Definition]:
        """Yield every edition of the rate."""
        columns = self.columns or (f"{self.measure}_sessions",)
        rate = evolve(
            session_rate(f"{self.measure}_rate", self.title, columns, self.better),
            citation=self.source,
        )
        if self.redrawn:
            earlier, later = both_editions(rate)
            yield from (evolve(earlier, in_force_from=self.first_on), later)
        else:
            yield evolve(rate, in_force_from=self.first_on, in_force_to=self.last_on)


_daily = partial(
    _Reason,
    better="neither",
    source=DAILY_ATTENDANCE,
    first_on=_DAILY_SERIES_IN_FORCE,
)
"""A reason that the daily series alone tells of."""

_AUTHORISED = (
    _Reason("illness", "Sessions missed through illness"),
    _Reason("appointment", "Sessions missed for medical appointments", "neither"),
    _Reason(
        "religious_observance", "Sessions missed for religious observance", "neither"
    ),
    _Reason("study_leave", "Sessions missed on study leave", "neither"),
    _Reason(
        "mobile_child",
        "Sessions missed while a parent travelled for work",
        "neither",
        redrawn=True,
    ),
    _Reason("agreed_holiday", "Sessions missed for a holiday that was agreed"),
    _Reason("excluded", "Sessions missed through suspension or exclusion"),
    _Reason(
        "regulated_performance",
        "Sessions missed for a regulated performance",
        "neither",
        first_on=REGULATIONS_2024,
    ),
    _Reason(
        "interview",
        "Sessions missed for an interview",
        "neither",
        first_on=REGULATIONS_2024,
    ),
    _Reason(
        "other_authorised",
        "Sessions missed on leave in exceptional circumstances",
        redrawn=True,
    ),
)
_UNAUTHORISED = (
    _Reason("holiday_not_granted", "Sessions missed for a holiday not granted"),
    _Reason("late_after_close", "Sessions missed by coming after the register closed"),
    _Reason("other_unauthorised", "Sessions missed in other or unknown circumstances"),
    _Reason("no_reason_yet", "Sessions missed for a reason not yet established"),
)
_CORONAVIRUS_REASON = _Reason(
    "coronavirus",
    "Sessions not attended because of coronavirus, which are no absence",
    first_on=_CORONAVIRUS[0],
    last_on=_CORONAVIRUS[1],
)
_APPROVED_ACTIVITIES = (
    _daily("off_site_education", "Sessions of education off site", redrawn=True),
    _daily(
        "interview_activity",
        "Sessions at an interview, while that was an attendance",
        last_on=BEFORE_REGULATIONS,
    ),
    _daily("sporting_activity", "Sessions at an approved sporting activity"),
    _daily("visit", "Sessions on an educational visit or trip"),
    _daily("work_experience", "Sessions of work experience"),
    _daily(
        "authority_education",
        "Sessions of education arranged by the local authority",
        first_on=REGULATIONS_2024,
    ),
)
_LATENESS = (
    _daily(
        "late_before_close",
        "Sessions come to late, before the register closed",
        better="lower",
    ),
    _daily(
        "late_sessions",
        "Sessions come to late, before or after the register closed",
        better="lower",
        columns=("late_before_close_sessions", "late_after_close_sessions"),
    ),
)

DEFINITIONS = tuple(
    definition
    for reason in (
        *_AUTHORISED,
        *_UNAUTHORISED,
        _CORONAVIRUS_REASON,
        *_APPROVED_ACTIVITIES,
        *_LATENESS,
    )
    for definition in reason.definitions()
)
