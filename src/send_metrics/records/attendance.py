"""Attendance marks reduced once to totals for each enrolment, which every measure reads."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.domain.attendance_codes import (
    ATTENDANCE_CODES,
    AttendanceCode,
    SessionClass,
    meaning_on,
)
from send_metrics.domain.period import Period
from send_metrics.errors import RecordsError
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    flag,
    integer,
    midnight,
    missing,
    named,
    text,
)
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import ATTENDANCE_TOTALS

SCHOOL_YEAR_STARTS_IN_MONTH = 8
"""DfE's absence statistics take the autumn term from 1 August."""

_COUNTS: dict[str, Callable[[AttendanceCode], bool]] = {
    "possible_sessions": lambda entry: entry.session_class.is_possible,
    "present_sessions": lambda entry: entry.session_class is SessionClass.PRESENT,
    "approved_activity_sessions": lambda entry: (
        entry.session_class is SessionClass.APPROVED_ACTIVITY
    ),
    "authorised_sessions": lambda entry: entry.session_class is SessionClass.AUTHORISED,
    "unauthorised_sessions": lambda entry: (
        entry.session_class is SessionClass.UNAUTHORISED
    ),
    "part_time_sessions": lambda entry: entry.code == "C2",
}
SESSION_COLUMNS = tuple(_COUNTS)
_ENROLMENT = ("pupil_id", "school_urn", "school_year")
_DESCRIPTION = ("age_group", "sen_status", "primary_need", "area")
_IN_USE_ALWAYS = {
    entry.code
    for entry in ATTENDANCE_CODES
    if entry.first_on is None and entry.last_on is None
}


def codes_not_in_use(frame: Frame) -> tuple[nw.Expr | None, int]:
    """Return which marks carry a code that means nothing on their day, and how many.

    The expression is 1 for such marks and 0 for others; ``None`` if there are none.
    """
    rows = sum(
        int(row["rows"])
        for row in collected(count_by(frame, ["code", "date"]))
        if meaning_on(row["code"], _date(row["date"])) is None
    )
    if not rows:
        return None, 0
    in_use = flag(nw.col("code").is_in(sorted(_IN_USE_ALWAYS)))
    for entry in ATTENDANCE_CODES:
        if entry.code not in _IN_USE_ALWAYS:
            in_use = in_use + _on_a_day_of(entry)
    return flag(in_use == 0), rows


def _date(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, day.day)


def _on_a_day_of(entry: AttendanceCode) -> nw.Expr:
    """Return 1 for marks of the code on a day of this meaning, else 0."""
    marked = flag(nw.col("code") == entry.code)
    if entry.first_on is not None:
        marked = marked * flag(nw.col("date") >= midnight(entry.first_on))
    if entry.last_on is not None:
        marked = marked * flag(nw.col("date") <= midnight(entry.last_on))
    return marked


def withdrawn_codes_used(frame: Frame) -> int:
    """Return how many marks carry a code that schools may no longer use that day."""
    withdrawn = integer(0)
    for entry in ATTENDANCE_CODES:
        if entry.withdrawn_on is not None:
            withdrawn = withdrawn + flag(nw.col("code") == entry.code) * flag(
                nw.col("date") >= midnight(entry.withdrawn_on)
            )
    counted = frame.with_columns(withdrawn=withdrawn).select(nw.col("withdrawn").sum())
    return int(collected(counted)[0]["withdrawn"] or 0)


def totals_from_marks(marks: Frame, pupils: Frame | None, period: Period) -> Frame:
    """Return one row an enrolment with its sessions in *period*.

    Marks of codes that are not in use on their day must have been set aside before.
    Without *pupils*, the columns that come from them say ``unknown``, and ages
    ``not supplied``.
    """
    inside = marks.filter(
        nw.col("date") >= midnight(period.first),
        nw.col("date") <= midnight(period.last),
    )
    codes = [row["code"] for row in collected(count_by(inside, ["code"]))]
    counted = inside.with_columns(
        _school_year(period).alias("school_year"),
        *[
            _counted(codes, period, counts).alias(column)
            for column, counts in _COUNTS.items()
        ],
    )
    totals = count_by(counted, list(_ENROLMENT), *SESSION_COLUMNS).drop("rows")
    totals = totals.with_columns(
        nw.lit(midnight(period.first)).alias("first_on"),
        nw.lit(midnight(period.last)).alias("last_on"),
    )
    return _with_pupils(totals, pupils).select(*ATTENDANCE_TOTALS.names)


def totals_within(totals: Frame, period: Period) -> Frame:
    """Return one row an enrolment, its stretches of days inside *period* added up.

    An enrolment is described as in its latest stretch.

    Raises:
        RecordsError: a stretch lies partly outside the period, so that its sessions
            cannot be split, or two stretches of an enrolment share days.
    """
    touching = totals.filter(
        nw.col("first_on") <= midnight(period.last),
        nw.col("last_on") >= midnight(period.first),
    )
    crossing = touching.with_columns(
        crossing=flag(nw.col("first_on") < midnight(period.first))
        + flag(nw.col("last_on") > midnight(period.last))
    ).filter(nw.col("crossing") > 0)
    if rows := int(collected(crossing.select(nw.len().alias("rows")))[0]["rows"]):
        message = (
            f"attendance_totals: {rows} rows cover days outside {period} as well;"
            " ask for a period made of whole terms, or supply marks"
        )
        raise RecordsError(message)
    _refuse_overlaps(touching)
    added = count_by(touching, list(_ENROLMENT), *SESSION_COLUMNS).drop("rows")
    latest: Any = touching.group_by(*_ENROLMENT).agg(nw.col("last_on").max())
    described = touching.select(*_ENROLMENT, "last_on", *_DESCRIPTION)
    latest = latest.join(described, on=[*_ENROLMENT, "last_on"], how="inner")
    left: Any = added
    whole: Frame = left.join(latest.drop("last_on"), on=list(_ENROLMENT), how="inner")
    return whole.with_columns(
        nw.lit(midnight(period.first)).alias("first_on"),
        nw.lit(midnight(period.last)).alias("last_on"),
    ).select(*ATTENDANCE_TOTALS.names)


def _refuse_overlaps(totals: Frame) -> None:
    """Refuse two stretches of one enrolment that share days, which would count twice."""
    left: Any = totals.select(*_ENROLMENT, "first_on", "last_on")
    right: Any = left.rename({"first_on": "other_first_on", "last_on": "other_last_on"})
    pairs: Frame = left.join(right, on=list(_ENROLMENT), how="inner")
    starts_inside = flag(nw.col("first_on") < nw.col("other_first_on")) * flag(
        nw.col("last_on") >= nw.col("other_first_on")
    )
    starts_together = flag(nw.col("first_on") == nw.col("other_first_on")) * flag(
        nw.col("last_on") < nw.col("other_last_on")
    )
    overlapping = pairs.with_columns(overlap=starts_inside + starts_together)
    if rows := int(
        collected(overlapping.select(nw.col("overlap").sum()))[0]["overlap"] or 0
    ):
        message = (
            f"attendance_totals: {rows} pairs of rows cover the same days of one"
            " enrolment; keep one row for each day"
        )
        raise RecordsError(message)


def _school_year(period: Period) -> nw.Expr:
    """Return the year in which the school year of a mark begins.

    A period inside one school year has one, whether that is taken from 1 August, as in
    absence statistics, or from 1 September, as academic years are.
    """
    for month in (SCHOOL_YEAR_STARTS_IN_MONTH, 9):
        first, last = (_year_of(day, month) for day in (period.first, period.last))
        if first == last:
            return integer(first)
    return nw.col("date").dt.year().cast(nw.Int64) - flag(
        nw.col("date").dt.month() < SCHOOL_YEAR_STARTS_IN_MONTH
    )


def _year_of(day: dt.date, starts_in_month: int) -> int:
    return day.year - (day.month < starts_in_month)


def _counted(
    codes: list[str], period: Period, counts: Callable[[AttendanceCode], bool]
) -> nw.Expr:
    """Return 1 for marks that count, by the meaning of their code on their day."""
    throughout: list[str] = []
    for_a_time = integer(0)
    for entry in _meanings(codes, period):
        if not counts(entry):
            continue
        first = entry.first_on or period.first
        last = entry.last_on or period.last
        if first <= period.first and last >= period.last:
            throughout.append(entry.code)
        else:
            for_a_time = for_a_time + flag(nw.col("code") == entry.code) * flag(
                nw.col("date") >= midnight(max(first, period.first))
            ) * flag(nw.col("date") <= midnight(min(last, period.last)))
    if not throughout:
        return for_a_time
    return flag(nw.col("code").is_in(sorted(throughout))) + for_a_time


def _meanings(codes: list[str], period: Period) -> Iterator[AttendanceCode]:
    for entry in ATTENDANCE_CODES:
        starts = entry.first_on is None or entry.first_on <= period.last
        ends = entry.last_on is None or entry.last_on >= period.first
        if entry.code in codes and starts and ends:
            yield entry


def _with_pupils(totals: Frame, pupils: Frame | None) -> Frame:
    if pupils is None:
        return totals.with_columns(
            text("not supplied").alias("age_group"),
            *[text(UNKNOWN).alias(c) for c in ("sen_status", "primary_need", "area")],
        )
    left: Any = totals
    joined: Frame = left.join(pupils, on="pupil_id", how="left")
    return joined.with_columns(
        *[named(column, UNKNOWN) for column in ("sen_status", "primary_need", "area")],
        (_age_group() if _gives_ages(pupils) else text("not supplied")).alias(
            "age_group"
        ),
    )


def _age_group() -> nw.Expr:
    """Return the age group, missing where the age is."""
    age = nw.col("school_year") - nw.col("birth_cohort")
    in_range = flag(age >= 5) * flag(age <= 15)
    group = nw.when(in_range > 0).then(text("5 to 15")).otherwise(text("other"))
    return nw.when(missing("birth_cohort") == 0).then(group)


def _gives_ages(pupils: Frame) -> bool:
    known = pupils.with_columns(known=1 - missing("birth_cohort"))
    return bool(collected(known.select(nw.col("known").sum()))[0]["known"])
