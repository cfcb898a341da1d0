"""Pupils whose attendance asks for a look now: rows that stay in the organisation.

Sources of the thresholds: *Working together to improve school attendance* (DfE, August
2024), on ten sessions of unauthorised absence within ten school weeks and on part-time
timetables, which must not be a long-term answer; DfE's absence statistics, on
persistent and severe absence. The other shares and the days out of school are local.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from send_metrics.domain.attendance_codes import ATTENDANCE_CODES, SessionClass
from send_metrics.domain.period import Period
from send_metrics.errors import RecordsError, UsageError
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    day_number,
    flag,
    gathered,
    integer,
    midnight,
    named,
    sum_by,
    text,
)
from send_metrics.records.records import Records
from send_metrics.records.schema import UNKNOWN

SHARES_OF_ABSENCE = (5, 10, 15, 20, 50)
"""Percentages of an enrolment's own possible sessions; only the highest is told."""

COLUMNS = (
    *("pupil_id", "school_urn", "sen_status"),
    *("concern", "reason", "amount", "unit"),
)
"""The columns of a list of concerns."""

_ENROLMENT = ("pupil_id", "school_urn")
_UNAUTHORISED_SESSIONS, _SCHOOL_WEEKS = 10, 10
_PART_TIME_WEEKS = 6
_WEEK, _PLACE, _ONE, _ALL = "_week", "_place", "_one", "_all"
_POSSIBLE, _ABSENT = "possible_sessions", "_absent"

Unit = Literal["sessions", "school weeks", "school days"]


def _codes_always(*classes: SessionClass) -> list[str]:
    """Return the codes that are of these classes whatever the day."""
    others = {e.code for e in ATTENDANCE_CODES if e.session_class not in classes}
    return sorted({entry.code for entry in ATTENDANCE_CODES} - others)


_ATTENDED = _codes_always(SessionClass.PRESENT, SessionClass.APPROVED_ACTIVITY)
_POSSIBLE_CODES = _codes_always(*(kind for kind in SessionClass if kind.is_possible))
_UNAUTHORISED = _codes_always(SessionClass.UNAUTHORISED)


@frozen(eq=False, repr=False)
class AttendanceConcerns:
    """Enrolments to look at, a row for each and concern. Restricted: rows about pupils.

    It never leaves the organisation: it is no figure, so that no report, bundle or merge
    takes it, and it shows no row of its own accord. *not_told* says which concerns could
    not be judged, and why.
    """

    restricted: ClassVar[bool] = True
    period: Period
    not_told: Mapping[str, str]
    _frame: nw.DataFrame[Any]
    _held_in: nw.Implementation | None

    def __repr__(self) -> str:
        return f"<AttendanceConcerns over {self.period}, restricted: rows not shown>"

    def __iter__(self) -> Iterator[Any]:
        """Refuse to be taken for figures.

        Raises:
            UsageError: always.
        """
        message = (
            "attendance concerns are rows about pupils and stay in the organisation;"
            " reports and merges take figures, see calculate"
        )
        raise UsageError(message)

    def to_native(self) -> Any:
        """Return the rows in the library that the records are held in."""
        if self._held_in is None:
            return self._frame.to_native()
        eager: Any = self._frame
        return eager.lazy(self._held_in).to_native()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries, in order of pupil, school and concern."""
        rows = collected(self._frame)
        return sorted(rows, key=lambda row: [row[name] for name in COLUMNS[:4]])

    def counts(self) -> dict[str, int]:
        """Return how many rows each reason has, by its words."""
        counted = collected(count_by(self._frame, ["concern", "reason"]))
        ordered = sorted(counted, key=lambda row: str(row["concern"]))
        return {row["reason"]: int(row["rows"]) for row in ordered}


def attendance_concerns(
    records: Records,
    *,
    period: Period,
    unauthorised_codes: Sequence[str] = ("G", "N", "O", "U"),
    school_days: int = 10,
) -> AttendanceConcerns:
    """Return the enrolments to look at, for use inside the organisation only.

    There is a row for an enrolment (a pupil at a school) and each of these:

    - ``absent_NN_percent``: the highest of 5, 10, 15, 20 and 50 per cent of the own
      possible sessions of the period that was missed, counted as absence rates count.
    - ``unauthorised``: ten sessions of *unauthorised_codes* within ten school weeks, in
      a row or not. A school week is one in which the school had an open session, so
      that holidays do not interrupt it.
    - ``part_time``: C2 in each of more than six school weeks in a row.
    - ``send_not_attending``: a pupil with SEN support or a plan who is on the register
      but attended nowhere on the last *school_days* school days of the period.
    - ``send_marks_ended``: the same, without any mark at the school in those days.
    - ``send_without_marks``: such a pupil without any mark in the period.

    The last three need pupils; without, ``not_told`` names them.

    Raises:
        RecordsError: attendance_marks was not supplied, or is held in another data frame
            library than pupils.
        UsageError: a code is not one of unauthorised absence, or *school_days* is not
            above zero.
    """
    _check(records, unauthorised_codes, school_days)
    marks = records.tables["attendance_marks"].frame
    inside = marks.filter(
        nw.col("date") >= midnight(period.first),
        nw.col("date") <= midnight(period.last),
    )
    # What is left of the marks here is small: enrolments that may be of concern, and
    # days of schools. It is fetched once, for engines that would count it every time.
    days = gathered(_open_days(inside))
    weeks = _school_weeks(days)
    found = [
        _absent(records, period),
        _unauthorised(inside, weeks, unauthorised_codes),
        _part_time(inside, weeks),
    ]
    pupils = records.tables["pupils"].frame if "pupils" in records.tables else None
    not_told = {}
    if pupils is None:
        not_told = dict.fromkeys(_NEED_PUPILS, "pupils was not supplied")
    else:
        pupils = gathered(pupils.select("pupil_id", "sen_status"))
        found += _of_send_pupils(inside, days, pupils, school_days)
    together: Any = nw.concat([_described(rows, pupils) for rows in found])
    held_in = marks.implementation if isinstance(marks, nw.LazyFrame) else None
    return AttendanceConcerns(period, not_told, together, held_in)


_NEED_PUPILS = ("send_not_attending", "send_marks_ended", "send_without_marks")


def _check(records: Records, codes: Sequence[str], school_days: int) -> None:
    if "attendance_marks" not in records.tables:
        message = (
            "attendance concerns are judged mark by mark, and attendance_marks was not"
            f" supplied; supplied: {', '.join(records.tables) or 'none'}"
        )
        raise RecordsError(message)
    if "pupils" in records.tables:
        records.refuse_mixed_libraries("attendance_marks", "pupils")
    if not codes or set(codes) - set(_UNAUTHORISED):
        message = f"unauthorised codes are some of {', '.join(_UNAUTHORISED)}"
        raise UsageError(message)
    if school_days < 1:
        message = "school days out of school are counted from 1"
        raise UsageError(message)


def _open_days(inside: Frame) -> Frame:
    """Return the days on which each school had a session that somebody could attend."""
    held = inside.filter(nw.col("code").is_in(_POSSIBLE_CODES))
    return count_by(held, ["school_urn", "date"]).with_columns(_week())


def _week() -> nw.Expr:
    """Return a number for the week from Monday to Sunday; day number 1 is a Monday."""
    return ((day_number("date") - 1) // 7).cast(nw.Int64).alias(_WEEK)


def _school_weeks(days: Frame) -> Frame:
    """Return the school weeks of each school with their place among its weeks."""
    weeks = count_by(days, ["school_urn", _WEEK]).with_columns(integer(1).alias(_ONE))
    place = nw.col(_ONE).cum_sum().over("school_urn", order_by=_WEEK)
    return weeks.with_columns(place.cast(nw.Int64).alias(_PLACE)).select(
        "school_urn", _WEEK, _PLACE
    )


def _absent(records: Records, period: Period) -> Frame:
    from_marks = {n: t for n, t in records.tables.items() if n != "attendance_totals"}
    totals = evolve(records, tables=from_marks).rows(
        "attendance_totals",
        period,
        columns=(_POSSIBLE, "authorised_sessions", "unauthorised_sessions"),
    )
    absent = nw.col("authorised_sessions") + nw.col("unauthorised_sessions")
    summed = sum_by(
        totals.with_columns(absent.alias(_ABSENT)), _ENROLMENT, _POSSIBLE, _ABSENT
    )
    missed = nw.col(_ABSENT) * 100
    lowest = nw.col(_POSSIBLE) * SHARES_OF_ABSENCE[0]
    some = summed.filter(nw.col(_POSSIBLE) > 0).filter(missed >= lowest)
    name, reason = _share(SHARES_OF_ABSENCE[0])
    concern, words = text(name), text(reason)
    for percent in SHARES_OF_ABSENCE[1:]:
        reached = missed >= nw.col(_POSSIBLE) * percent
        name, reason = _share(percent)
        concern = nw.when(reached).then(text(name)).otherwise(concern)
        words = nw.when(reached).then(text(reason)).otherwise(words)
    return gathered(_concerning(some, concern, words, _ABSENT, "sessions"))


def _share(percent: int) -> tuple[str, str]:
    return (
        f"absent_{percent:02d}_percent",
        f"absent for at least {percent}% of own possible sessions",
    )


def _unauthorised(inside: Frame, weeks: Frame, codes: Sequence[str]) -> Frame:
    missed = inside.filter(nw.col("code").is_in(sorted(codes))).with_columns(_week())
    weekly = count_by(missed, [*_ENROLMENT, _WEEK])
    most = _most_within(weekly, weeks, _SCHOOL_WEEKS, at_least=_UNAUTHORISED_SESSIONS)
    reason = (
        f"at least {_UNAUTHORISED_SESSIONS} unauthorised sessions"
        f" ({', '.join(sorted(codes))}) within {_SCHOOL_WEEKS} school weeks"
    )
    return _concerning(most, text("unauthorised"), text(reason), "rows", "sessions")


def _part_time(inside: Frame, weeks: Frame) -> Frame:
    marked = inside.filter(nw.col("code") == "C2").with_columns(_week())
    weekly = count_by(marked, [*_ENROLMENT, _WEEK]).with_columns(rows=integer(1))
    too_many = _PART_TIME_WEEKS + 1
    most = _most_within(weekly, weeks, too_many, at_least=too_many)
    reason = (
        "on a part-time timetable (C2) in more than"
        f" {_PART_TIME_WEEKS} school weeks in a row"
    )
    return _concerning(most, text("part_time"), text(reason), "rows", "school weeks")


def _most_within(weekly: Frame, weeks: Frame, span: int, *, at_least: int) -> Frame:
    """Return the most ``rows`` of an enrolment within *span* school weeks, if enough.

    Enrolments that have too few altogether are left out before weeks are paired.
    """
    altogether = nw.col("rows").sum().over(*_ENROLMENT)
    enough = weekly.with_columns(altogether.alias(_ALL)).filter(
        nw.col(_ALL) >= at_least
    )
    held: Any = gathered(enough)
    placed = held.join(weeks, on=["school_urn", _WEEK], how="inner")
    placed = placed.select(*_ENROLMENT, _PLACE, "rows")
    starts = placed.select(*_ENROLMENT, nw.col(_PLACE).alias("_start"))
    pairs = starts.join(placed, on=list(_ENROLMENT), how="inner").filter(
        nw.col(_PLACE) >= nw.col("_start"), nw.col(_PLACE) < nw.col("_start") + span
    )
    windows: Any = sum_by(pairs, [*_ENROLMENT, "_start"], "rows")
    most: Frame = windows.group_by(*_ENROLMENT).agg(nw.col("rows").max())
    return most.filter(nw.col("rows") >= at_least)


def _of_send_pupils(
    inside: Frame, days: Frame, pupils: Frame, school_days: int
) -> list[Frame]:
    """Return who attended nowhere lately, and who has no mark at all."""
    attended = nw.when(nw.col("code").is_in(_ATTENDED)).then(nw.col("date"))
    marked: Any = inside.with_columns(attended.alias("_attended"))
    enrolled = gathered(
        marked.group_by(*_ENROLMENT).agg(
            nw.col("date").min().alias("_first"),
            nw.col("date").max().alias("_last"),
            nw.col("_attended").max(),
        )
    )
    children: Any = pupils.filter(nw.col("sen_status").is_in(["E", "K"]))
    children = children.select("pupil_id")
    own: Any = enrolled
    own = own.join(children, on="pupil_id", how="inner")
    return [
        *_out_of_school(own, days, school_days),
        _without_marks(children, enrolled),
    ]


def _out_of_school(own: Any, days: Frame, school_days: int) -> tuple[Frame, Frame]:
    """Return who attended nowhere lately: those still marked, and those no longer."""
    anywhere = own.group_by("pupil_id").agg(nw.col("_attended").max())
    lately = own.drop("_attended").join(
        _since(days, school_days), on="school_urn", how="inner"
    )
    out = lately.join(anywhere, on="pupil_id", how="left").filter(
        nw.col("_first") <= nw.col("_since"),
        flag(nw.col("_attended") >= nw.col("_since")) == 0,
    )
    out = out.with_columns(integer(school_days).alias("rows"))
    still_marked = flag(nw.col("_last") >= nw.col("_since"))
    return (
        _concerning(
            out.filter(still_marked == 1),
            text("send_not_attending"),
            text(
                "SEN support or a plan, on the register, but no attended session on the"
                f" last {school_days} school days"
            ),
            "rows",
            "school days",
        ),
        _concerning(
            out.filter(still_marked == 0),
            text("send_marks_ended"),
            text(
                "SEN support or a plan, and no mark and no attended session on the last"
                f" {school_days} school days"
            ),
            "rows",
            "school days",
        ),
    )


def _since(days: Frame, school_days: int) -> Any:
    """Return the first of the last so many school days of each school that had them."""
    place = nw.col(_ONE).cum_sum(reverse=True).over("school_urn", order_by="date")
    counted = days.with_columns(integer(1).alias(_ONE))
    counted = counted.with_columns(place.cast(nw.Int64).alias(_PLACE))
    first = counted.filter(nw.col(_PLACE) == school_days)
    return first.select("school_urn", nw.col("date").alias("_since"))


def _without_marks(children: Any, enrolled: Any) -> Frame:
    marked = enrolled.select("pupil_id").unique()
    unseen = children.join(marked, on="pupil_id", how="anti").with_columns(
        text(UNKNOWN).alias("school_urn"), integer(0).alias("rows")
    )
    return _concerning(
        unseen,
        text("send_without_marks"),
        text("SEN support or a plan, and no mark at any school in the period"),
        "rows",
        "sessions",
    )


def _concerning(
    rows: Frame, concern: nw.Expr, reason: nw.Expr, amount: str, unit: Unit
) -> Frame:
    return rows.select(
        *_ENROLMENT,
        concern.alias("concern"),
        reason.alias("reason"),
        nw.col(amount).cast(nw.Int64).alias("amount"),
        text(unit).alias("unit"),
    )


def _described(rows: Frame, pupils: Frame | None) -> Any:
    """Return the rows with the SEN status of the pupil, in the order of the columns."""
    if pupils is None:
        return rows.with_columns(text(UNKNOWN).alias("sen_status")).select(*COLUMNS)
    left: Any = rows
    joined = left.join(
        pupils.select("pupil_id", "sen_status"), on="pupil_id", how="left"
    )
    return joined.with_columns(named("sen_status", UNKNOWN)).select(*COLUMNS)
