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
from send_metrics.errors import RecordsError, UsageError
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


def codes_not_in_use(frame: Frame) -> tuple[nw.Expr | None, int]:
    """Return which marks carry a code that means nothing on their day, and how many.

    The expression is 1 for such marks and 0 for others; ``None`` if there are none.
    """
    found: nw.Expr | None = None
    rows = 0
    for row in collected(count_by(frame, ["code", "date"])):
        day = row["date"]
        if meaning_on(row["code"], dt.date(day.year, day.month, day.day)) is None:
            this = flag(nw.col("code") == row["code"]) * flag(nw.col("date") == day)
            found = this if found is None else found + this
            rows += int(row["rows"])
    return found, rows


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
    keys = ["pupil_id", "school_urn", "school_year"]
    counted = inside.with_columns(
        _school_year(period).alias("school_year"),
        *[
            _counted(codes, period, counts).alias(column)
            for column, counts in _COUNTS.items()
        ],
    )
    totals = count_by(counted, keys, *SESSION_COLUMNS).drop("rows")
    totals = totals.with_columns(
        nw.lit(midnight(period.first)).alias("first_on"),
        nw.lit(midnight(period.last)).alias("last_on"),
    )
    return _with_pupils(totals, pupils).select(*ATTENDANCE_TOTALS.names)


def totals_within(totals: Frame, period: Period) -> Frame:
    """Return one row an enrolment, its stretches of days inside *period* added up.

    Raises:
        RecordsError: a stretch lies partly outside the period, so that its sessions
            cannot be split.
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
    described = ["age_group", "sen_status", "primary_need", "area"]
    keys = ["pupil_id", "school_urn", "school_year", *described]
    known = touching.with_columns(named("age_group", UNKNOWN))
    added = count_by(known, keys, *SESSION_COLUMNS).drop("rows")
    return added.with_columns(
        nw.lit(midnight(period.first)).alias("first_on"),
        nw.lit(midnight(period.last)).alias("last_on"),
        nw.when(nw.col("age_group") == UNKNOWN)
        .then(nw.lit(None, dtype=nw.String))
        .otherwise(nw.col("age_group"))
        .alias("age_group"),
    ).select(*ATTENDANCE_TOTALS.names)


def _school_year(period: Period) -> nw.Expr:
    years = {_year_of(period.first), _year_of(period.last)}
    if len(years) == 1:
        return integer(years.pop())
    return nw.col("date").dt.year().cast(nw.Int64) - flag(
        nw.col("date").dt.month() < SCHOOL_YEAR_STARTS_IN_MONTH
    )


def _year_of(day: dt.date) -> int:
    return day.year - (day.month < SCHOOL_YEAR_STARTS_IN_MONTH)


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
    if isinstance(totals, nw.LazyFrame) != isinstance(pupils, nw.LazyFrame):
        message = (
            "attendance_marks and pupils are held in different data frame libraries;"
            " hand both in the same one"
        )
        raise UsageError(message)
    left: Any = totals
    joined: Frame = left.join(pupils, on="pupil_id", how="left")
    return joined.with_columns(
        *[named(column, UNKNOWN) for column in ("sen_status", "primary_need", "area")],
        (_age_group() if _gives_ages(pupils) else text("not supplied")).alias(
            "age_group"
        ),
    )


def _age_group() -> nw.Expr:
    age = nw.col("school_year") - nw.col("birth_cohort")
    in_range = flag(age >= 5) * flag(age <= 15)
    return (
        nw.when(missing("birth_cohort") > 0)
        .then(nw.lit(None, dtype=nw.String))
        .otherwise(nw.when(in_range > 0).then(text("5 to 15")).otherwise(text("other")))
    )


def _gives_ages(pupils: Frame) -> bool:
    known = pupils.with_columns(known=1 - missing("birth_cohort"))
    return bool(collected(known.select(nw.col("known").sum()))[0]["known"])
