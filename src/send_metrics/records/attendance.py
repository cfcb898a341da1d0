"""Attendance marks reduced once to totals for each enrolment, which every measure reads."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.domain.ages import (
    AGES_COUNTED,
    FIRST_AGE_COUNTED,
    LAST_AGE_COUNTED,
)
from send_metrics.domain.attendance_codes import (
    ATTENDANCE_CODES,
    AttendanceCode,
    meaning_on,
)
from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import second_half_of_summer
from send_metrics.errors import RecordsError
from send_metrics.records.attendance_in_duckdb import totals_in_duckdb
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    flag,
    integer,
    midnight,
    missing,
    named,
    sum_by,
    text,
)
from send_metrics.records.packed import (
    BITS_TO_HALVE,
    BITS_TO_SHIFT,
    Packing,
    with_packed,
)
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.sessions import REASON_COLUMNS, SESSION_COLUMNS
from send_metrics.records.stretches import Stretch, stretches
from send_metrics.records.tables import ATTENDANCE_TOTALS, PUPILS, SCHOOLS

SPLITS = frozenset({"term", "month"})
"""What totals are taken apart by only where figures are asked for by it."""

_MOST_DAYS_OF_A_YEAR = 366
_ENROLMENT = ("pupil_id", "school_urn", "school_year")
_SPLIT_ENROLMENT = (*_ENROLMENT, "term", "month")
_DESCRIPTION = ("age_group", "began_in_second_half", *PUPILS.dimensions)
_OF_SCHOOL = SCHOOLS.dimensions
_STRETCH, _EARLIER, _AGE = "_stretch", "_earlier", "_age"
_IN_USE_ALWAYS = {
    entry.code
    for entry in ATTENDANCE_CODES
    if entry.first_on is None and entry.last_on is None
}


@frozen
class CodesUsed:
    """How many marks carry a code that means nothing on their day, or is withdrawn."""

    not_in_use: int
    withdrawn: int


def codes_used(marks: Frame) -> CodesUsed:
    """Return how many marks carry codes that schools should not use on their day."""
    not_in_use = withdrawn = 0
    for row in collected(count_by(marks, ["code", "date"])):
        day = _date(row["date"])
        meaning = meaning_on(row["code"], day)
        if meaning is None:
            not_in_use += int(row["rows"])
        elif meaning.withdrawn_on is not None and day >= meaning.withdrawn_on:
            withdrawn += int(row["rows"])
    return CodesUsed(not_in_use, withdrawn)


def code_not_in_use() -> nw.Expr:
    """Return 1 for marks whose code means nothing on their day, else 0."""
    in_use = flag(nw.col("code").is_in(sorted(_IN_USE_ALWAYS)))
    for entry in ATTENDANCE_CODES:
        if entry.code not in _IN_USE_ALWAYS:
            in_use = in_use + _on_a_day_of(entry)
    return flag(in_use == 0)


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


def totals_from_marks(
    marks: Frame,
    period: Period,
    *,
    pupils: Frame | None = None,
    schools: Frame | None = None,
    gives_ages: bool = True,
    columns: Sequence[str] = SESSION_COLUMNS,
    by: Collection[str] = (),
) -> Frame:
    """Return one row an enrolment with its sessions in *period*, as statistics count.

    Only the *columns* that are asked for are counted. With ``term`` or ``month`` in
    *by* there is a row for each. Sessions in the second half of the summer term of
    pupils aged 15 are left out, as DfE does.

    Marks of codes that are not in use on their day must have been set aside before.
    Without *pupils* or *schools*, the columns that come from them say ``unknown``; ages
    say ``not supplied`` without *pupils*, or where they do not *give ages* of anybody.
    """
    parts = stretches(period, by)
    most_days = min(period.days, _MOST_DAYS_OF_A_YEAR)
    in_duckdb = marks.implementation.is_duckdb()
    room = BITS_TO_SHIFT if in_duckdb else BITS_TO_HALVE
    packing = Packing.of(columns, parts, most_days, room)
    gives_ages = gives_ages and pupils is not None
    began_later = _years_told_to_begin_later(parts, by)
    names = _names(columns)
    if in_duckdb:
        return totals_in_duckdb(
            marks,
            period,
            parts,
            packing,
            names,
            pupils=pupils,
            schools=schools,
            gives_ages=gives_ages,
            told_to_begin_later=began_later,
        )
    inside = marks.filter(
        nw.col("date") >= midnight(period.first),
        nw.col("date") <= midnight(period.last),
    )
    keys = ["pupil_id", "school_urn"]
    if len(parts) > 1:
        number = integer(0)
        for part in parts[1:]:
            number = number + flag(nw.col("date") >= midnight(part.first))
        inside = inside.with_columns(number.alias(_STRETCH))
        keys.append(_STRETCH)
    packed = with_packed(inside, packing, nw.col(_STRETCH) if len(parts) > 1 else None)
    added = sum_by(packed, keys, *packing.names)
    if len(parts) == 1:
        added = added.with_columns(integer(0).alias(_STRETCH))
    halves = added.with_columns(
        _of_part(parts, lambda part: integer(part.school_year)).alias("school_year"),
        _of_part(parts, lambda part: text(part.term)).alias("term"),
        _of_part(parts, lambda part: text(part.month)).alias("month"),
        _of_part(parts, lambda part: integer(not part.is_second_half)).alias(_EARLIER),
    )
    totals = _with_schools(
        _with_pupils(
            _by_year(halves, parts, packing.names), pupils, gives_ages=gives_ages
        ),
        schools,
    )
    if _has_second_half(parts):
        totals = totals.with_columns(*_counted(packing.names, totals))
    totals = packing.unpacked(totals)
    worked_out = {
        "began_in_second_half": _began_in_second_half(began_later),
        "age_group": _age_group(totals),
        "first_on": nw.lit(midnight(period.first)),
        "last_on": nw.lit(midnight(period.last)),
    }
    return totals.select(
        *(worked_out.get(name, nw.col(name)).alias(name) for name in names)
    )


def _by_year(halves: Frame, parts: Sequence[Stretch], names: Sequence[str]) -> Frame:
    """Return the sums of each enrolment, those of the second half of summer apart."""
    if not _has_second_half(parts):
        if len({part.of_year for part in parts}) == len(parts):
            return halves
        return sum_by(halves, _SPLIT_ENROLMENT, _EARLIER, *names)
    later, earlier = 1 - nw.col(_EARLIER), nw.col(_EARLIER)
    apart = halves.with_columns(
        *[(nw.col(name) * later).alias(_later(name)) for name in names],
        *[(nw.col(name) * earlier).alias(name) for name in names],
    )
    return sum_by(apart, _SPLIT_ENROLMENT, _EARLIER, *names, *map(_later, names))


def _has_second_half(parts: Sequence[Stretch]) -> bool:
    return any(part.is_second_half for part in parts)


def _later(name: str) -> str:
    return f"{name}_later"


def _of_part(parts: Sequence[Stretch], value: Any) -> nw.Expr:
    """Return what holds of the stretch that a row is of."""
    found: nw.Expr = value(parts[-1])
    for number, part in reversed(list(enumerate(parts[:-1]))):
        found = nw.when(nw.col(_STRETCH) == number).then(value(part)).otherwise(found)
    return found


def _counted(names: Sequence[str], frame: Frame) -> list[nw.Expr]:
    """Return the sums with those of the second half of summer for whom it counts."""
    if _AGE not in frame.collect_schema():
        return [nw.col(name) + nw.col(_later(name)) for name in names]
    counts = 1 - flag(nw.col(_AGE) == LAST_AGE_COUNTED)
    return [nw.col(name) + nw.col(_later(name)) * counts for name in names]


def _years_told_to_begin_later(
    parts: Sequence[Stretch], by: Collection[str]
) -> list[int]:
    """Return the school years of which enrolments are told that began in summer.

    That is, in the second half of the summer term. It is told of totals that cover
    earlier days of the school year as well, and are not taken apart by term or month.
    """
    if SPLITS & set(by):
        return []
    halves = {(part.school_year, part.is_second_half) for part in parts}
    return sorted(year for year, second in halves if second and (year, False) in halves)


def _began_in_second_half(school_years: Sequence[int]) -> nw.Expr:
    """Return whether an enrolment has marks in the second half of summer only."""
    began = text("no")
    for year in school_years:
        only_later = flag(nw.col("school_year") == year) * flag(nw.col(_EARLIER) == 0)
        began = nw.when(only_later == 1).then(text("yes")).otherwise(began)
    return began


def _with_pupils(totals: Frame, pupils: Frame | None, *, gives_ages: bool) -> Frame:
    if pupils is None:
        return totals.with_columns(
            *[text(UNKNOWN).alias(column) for column in PUPILS.dimensions]
        )
    left: Any = totals
    joined: Frame = left.join(pupils, on="pupil_id", how="left")
    joined = joined.with_columns(*[named(c, UNKNOWN) for c in PUPILS.dimensions])
    if gives_ages:
        age = nw.col("school_year") - nw.col("birth_cohort")
        joined = joined.with_columns(age.alias(_AGE))
    return joined


def _with_schools(totals: Frame, schools: Frame | None) -> Frame:
    if schools is None:
        return totals.with_columns(*[text(UNKNOWN).alias(c) for c in _OF_SCHOOL])
    left: Any = totals
    described = schools.select("school_urn", *_OF_SCHOOL)
    joined: Frame = left.join(described, on="school_urn", how="left")
    return joined.with_columns(*[named(column, UNKNOWN) for column in _OF_SCHOOL])


def _age_group(frame: Frame) -> nw.Expr:
    """Return the age group, missing where the age is."""
    if _AGE not in frame.collect_schema():
        return text("not supplied")
    age = nw.col(_AGE)
    in_range = flag(age >= FIRST_AGE_COUNTED) * flag(age <= LAST_AGE_COUNTED)
    group = nw.when(in_range > 0).then(text(AGES_COUNTED)).otherwise(text("other"))
    return nw.when(missing(_AGE) == 0).then(group)


def totals_within(
    totals: Frame,
    period: Period,
    *,
    columns: Sequence[str] = SESSION_COLUMNS,
    by: Collection[str] = (),
) -> Frame:
    """Return one row an enrolment, its stretches of days inside *period* added up.

    Only the *columns* that are asked for are added up. An enrolment is described as in
    its latest stretch. With ``term`` or ``month`` in *by* there is a row for each.

    Of pupils told to be 15, stretches in the second half of the summer term are left
    without sessions, as in DfE's statistics. That an enrolment began in it means nothing
    to a period that lies in it whole.

    Raises:
        RecordsError: a stretch lies partly outside the period, or in several terms or
            months where they are asked for, so that its sessions cannot be split; or
            two stretches of an enrolment share days.
    """
    touching = totals.filter(
        nw.col("first_on") <= midnight(period.last),
        nw.col("last_on") >= midnight(period.first),
    )
    crossing = touching.with_columns(
        crossing=flag(nw.col("first_on") < midnight(period.first))
        + flag(nw.col("last_on") > midnight(period.last))
    ).filter(nw.col("crossing") > 0)
    if rows := _height(crossing):
        message = (
            f"attendance_totals: {rows} rows cover days outside {period} as well;"
            " ask for a period made of whole terms, or supply marks"
        )
        raise RecordsError(message)
    _refuse_overlaps(touching)
    parts = stretches(period, by)
    touching = _without_last_half_term(_split(touching, parts), parts, columns)
    may_lack = [name for name in columns if name in REASON_COLUMNS]
    gaps = [missing(name).alias(_gap(name)) for name in may_lack]
    added = sum_by(
        touching.with_columns(*gaps) if gaps else touching,
        _SPLIT_ENROLMENT,
        *columns,
        *map(_gap, may_lack),
    )
    if may_lack:
        added = added.with_columns(
            *[
                nw.when(nw.col(_gap(name)) == 0).then(nw.col(name)).alias(name)
                for name in may_lack
            ]
        )
    latest: Any = touching.group_by(*_SPLIT_ENROLMENT).agg(nw.col("last_on").max())
    described = touching.select(
        *_SPLIT_ENROLMENT, "last_on", *_DESCRIPTION, *_OF_SCHOOL
    )
    latest = latest.join(described, on=[*_SPLIT_ENROLMENT, "last_on"], how="inner")
    left: Any = added
    whole: Frame = left.join(
        latest.drop("last_on"), on=list(_SPLIT_ENROLMENT), how="inner"
    )
    if all(part.is_second_half for part in parts):
        whole = whole.with_columns(text("no").alias("began_in_second_half"))
    return whole.with_columns(
        nw.lit(midnight(period.first)).alias("first_on"),
        nw.lit(midnight(period.last)).alias("last_on"),
    ).select(*_names(columns))


def _names(columns: Collection[str]) -> list[str]:
    """Return the columns of totals, of the counts of sessions those asked for."""
    return [
        name
        for name in ATTENDANCE_TOTALS.names
        if name in columns or name not in SESSION_COLUMNS
    ]


def _without_last_half_term(
    totals: Frame, parts: Sequence[Stretch], columns: Sequence[str]
) -> Frame:
    """Return the totals with the age group that figures ask for.

    Of pupils told to be 15, stretches wholly in the second half of the summer term are
    left without sessions.
    """
    inside = integer(0)
    for year in sorted({part.school_year for part in parts if part.is_second_half}):
        half = second_half_of_summer(year)
        after = flag(nw.col("first_on") >= midnight(half.first))
        inside = inside + after * flag(nw.col("last_on") <= midnight(half.last))
    is_15 = flag(nw.col("age_group") == str(LAST_AGE_COUNTED))
    counts = 1 - is_15 * inside
    group = nw.when(is_15 == 1).then(text(AGES_COUNTED)).otherwise(nw.col("age_group"))
    return totals.with_columns(
        *[(nw.col(name) * counts).alias(name) for name in columns],
        group.alias("age_group"),
    )


def _gap(name: str) -> str:
    return f"_gap_{name}"


def _height(frame: Frame) -> int:
    return int(collected(frame.select(nw.len().alias("rows")))[0]["rows"])


def _split(totals: Frame, parts: Sequence[Stretch]) -> Frame:
    """Return the rows with the term and month that each lies in, where asked for."""

    def of(day: str, of_part: Callable[[Stretch], str]) -> nw.Expr:
        found = text(of_part(parts[0]))
        for part in parts[1:]:
            reached = nw.col(day) >= midnight(part.first)
            found = nw.when(reached).then(text(of_part(part))).otherwise(found)
        return found

    frame = totals.with_columns(
        of("first_on", lambda part: part.term).alias("term"),
        of("first_on", lambda part: part.month).alias("month"),
        of("last_on", lambda part: part.term).alias("_last_term"),
        of("last_on", lambda part: part.month).alias("_last_month"),
    )
    several = frame.filter(
        flag(nw.col("term") != nw.col("_last_term"))
        + flag(nw.col("month") != nw.col("_last_month"))
        > 0
    )
    if rows := _height(several):
        message = (
            f"attendance_totals: {rows} rows cover several terms or months;"
            " supply totals of one each, or marks"
        )
        raise RecordsError(message)
    return frame


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
