"""The questions that definitions ask of one record. The wording is the documentation."""

import datetime as dt

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.domain.contacts import NOT_SUBMITTED
from send_metrics.domain.period import Period, year_before
from send_metrics.domain.working_days import last_working_days
from send_metrics.errors import DefinitionError
from send_metrics.kpis.definition import RECORDED, Clock, Condition, Moment, Turn
from send_metrics.records.expressions import (
    days_between,
    days_until,
    flag,
    midnight,
)
from send_metrics.records.working_days import days_of_working_days


def is_one_of(column: str, codes: tuple[str, ...], wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: _is_in(column, codes),
        ("is one of", column, *sorted(codes)),
    )


def is_none_of(column: str, codes: tuple[str, ...], wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: ~_is_in(column, codes),
        ("is none of", column, *sorted(codes)),
    )


def _is_in(column: str, codes: tuple[str, ...]) -> nw.Expr:
    if len(codes) == 1:
        # Of text in pandas, to compare takes a quarter of the time of a list of one.
        return nw.col(column) == codes[0]
    return nw.col(column).is_in(sorted(codes))


def is_recorded(column: str, wording: str) -> Condition:
    """Ask whether there is a value; unlike others, this is never undetermined."""
    return Condition(
        wording,
        (),
        lambda _: ~nw.col(column).is_null(),
        (RECORDED, column),
        looks_at=(column,),
    )


def any_is_yes(columns: tuple[str, ...], wording: str) -> Condition:
    def question(_: Moment) -> nw.Expr:
        expression = nw.col(columns[0]) == "yes"
        for column in columns[1:]:
            expression = expression | (nw.col(column) == "yes")
        return expression

    return Condition(wording, columns, question, ("any is yes", *columns))


def within_days(start: str, end: str, *, days: int, wording: str) -> Condition:
    return Condition(
        wording,
        (start, end),
        lambda _: days_between(start, end) <= days,
        ("within days", start, end, days),
        Clock(start, end, days),
    )


def over_days(start: str, end: str, *, days: int, wording: str) -> Condition:
    return Condition(
        wording,
        (start, end),
        lambda _: days_between(start, end) > days,
        ("over days", start, end, days),
        Clock(start, end),
    )


def not_before(start: str, end: str, wording: str) -> Condition:
    return Condition(
        wording,
        (start, end),
        lambda _: days_between(start, end) >= 0,
        ("not before", start, end),
    )


def open_over_days(start: str, *, days: int, wording: str) -> Condition:
    return Condition(
        wording,
        (start,),
        lambda as_at: days_until(start, _day(as_at)) > days,
        ("open over days", start, days),
        Clock(start, None, days),
        turn=Turn(start, days + 1),
    )


def open_at_least_days(start: str, *, days: int, wording: str) -> Condition:
    return Condition(
        wording,
        (start,),
        lambda as_at: days_until(start, _day(as_at)) >= days,
        ("open at least days", start, days),
        Clock(start, None),
        turn=Turn(start, days),
    )


def lasted_at_least_days(start: str, end: str, *, days: int, wording: str) -> Condition:
    """Ask for so many days up to the end, or up to that day where it came first."""

    def question(as_at: Moment) -> nw.Expr:
        until_the_day = days_until(start, _day(as_at)) >= days
        return until_the_day & (
            nw.col(end).is_null() | (days_between(start, end) >= days)
        )

    rule = ("lasted at least days", start, end, days)
    return Condition(wording, (start,), question, rule, Clock(start, None))


def open_in_that_month(end: str, reason: str, wording: str) -> Condition:
    """Ask whether it ended, if at all, no earlier than in the month of that day.

    One that ended on the first of the month because the source no longer told of it was
    not submitted for that month.
    """

    def question(as_at: Moment) -> nw.Expr:
        first = midnight(_day(as_at).replace(day=1))
        dropped = (nw.col(end) == first) & (nw.col(reason) == NOT_SUBMITTED)
        ended = flag(nw.col(end) < first) + flag(dropped)
        return ended == 0

    return Condition(wording, (), question, ("open in that month", end, reason))


def open_at_most_days(start: str, *, days: int, wording: str) -> Condition:
    return Condition(
        wording,
        (start,),
        lambda as_at: days_until(start, _day(as_at)) <= days,
        ("open at most days", start, days),
        Clock(start, None, days),
    )


def no_answer_since(start: str, end: str, wording: str) -> Condition:
    """Ask whether nothing had followed by that day; what came before does not answer."""

    def question(as_at: Moment) -> nw.Expr:
        answered = (
            ~nw.col(end).is_null()
            & (days_between(start, end) >= 0)
            & (nw.col(end) <= midnight(_day(as_at)))
        )
        return flag(answered) == 0

    return Condition(
        wording, (start,), question, ("no answer since", start, end), looks_at=(end,)
    )


def happened_by_then(column: str, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda as_at: nw.col(column) <= midnight(_day(as_at)),
        ("happened by then", column),
        turn=Turn(column),
    )


def not_happened_by_then(column: str, wording: str) -> Condition:
    """Ask whether an event lay ahead on that day; without a day it has not happened."""
    return Condition(
        wording,
        (),
        lambda as_at: (
            nw.col(column).is_null() | (nw.col(column) > midnight(_day(as_at)))
        ),
        ("not happened by then", column),
        looks_at=(column,),
        turn=Turn(column, holds=False),
    )


def not_known_to_be_later(column: str, wording: str) -> Condition:
    """Ask whether an event lay behind on that day; without a day it is taken to."""
    return Condition(
        wording,
        (),
        lambda as_at: (
            nw.col(column).is_null() | (nw.col(column) <= midnight(_day(as_at)))
        ),
        ("not known to be later", column),
    )


def in_the_last_days(column: str, *, days: int, wording: str) -> Condition:
    """Ask whether an event was among the last days, that day included.

    Without a day it was not.
    """
    return Condition(
        wording,
        (),
        lambda as_at: (
            ~nw.col(column).is_null()
            & (days_until(column, _day(as_at)) < days)
            & (nw.col(column) <= midnight(_day(as_at)))
        ),
        ("in the last days", column, days),
        looks_at=(column,),
    )


def on_each_working_day(column: str, *, days: int, wording: str) -> Condition:
    """Ask whether a count of working days misses none of the last days."""
    return Condition(
        wording,
        (),
        lambda as_at: nw.col(column) == len(last_working_days(_day(as_at), days)),
        ("on each working day", column, days),
        looks_at=(column,),
    )


def not_concluded_by_then(
    outcome: str, on: str, codes: tuple[str, ...], wording: str
) -> Condition:
    """Ask whether a stage was still open: another outcome, or one that came later.

    An outcome without a day has not come yet, as far as the record says.
    """

    def question(as_at: Moment) -> nw.Expr:
        other = ~nw.col(outcome).is_in(sorted(codes))
        later = nw.col(on).is_null() | (nw.col(on) > midnight(_day(as_at)))
        return other | later

    rule = ("not concluded by then", outcome, on, *sorted(codes))
    return Condition(wording, (outcome,), question, rule, looks_at=(on,))


def has_its_day(
    outcome: str, on: str, codes: tuple[str, ...], wording: str
) -> Condition:
    """Ask whether an outcome of these codes comes with the day it was told."""

    def question(_: Moment) -> nw.Expr:
        return ~nw.col(outcome).is_in(sorted(codes)) | ~nw.col(on).is_null()

    rule = ("has its day", outcome, on, *sorted(codes))
    return Condition(wording, (outcome,), question, rule, looks_at=(on,))


def more_than_a_year_before(column: str, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda as_at: nw.col(column) < midnight(year_before(_day(as_at))),
        ("more than a year before", column),
    )


def in_the_year_before(column: str, wording: str) -> Condition:
    """Ask whether an event was at most a year ago; without a day it was not."""
    return Condition(
        wording,
        (),
        lambda as_at: (
            ~nw.col(column).is_null()
            & (nw.col(column) >= midnight(year_before(_day(as_at))))
            & (nw.col(column) <= midnight(_day(as_at)))
        ),
        ("in the year before", column),
        looks_at=(column,),
    )


def on_that_day(column: str, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda as_at: nw.col(column) == midnight(_day(as_at)),
        ("on that day", column),
    )


def on_or_after(column: str, day: dt.date, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: nw.col(column) >= midnight(day),
        ("on or after", column, day.isoformat()),
    )


def falls_on(column: str, *, month: int, day: int, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: (
            (nw.col(column).dt.month() == month) & (nw.col(column).dt.day() == day)
        ),
        ("falls on", column, month, day),
    )


def above_zero(column: str, wording: str) -> Condition:
    return Condition(
        wording, (column,), lambda _: nw.col(column) > 0, ("above zero", column)
    )


def at_least_share(
    part: tuple[str, ...], whole: str, *, tenths: int, wording: str
) -> Condition:
    """Ask for a share in tenths, in whole numbers so that the boundary is exact."""

    def question(_: Moment) -> nw.Expr:
        added = nw.col(part[0])
        for column in part[1:]:
            added = added + nw.col(column)
        return added * 10 >= nw.col(whole) * tenths

    return Condition(
        wording, (*part, whole), question, ("at least tenths", *part, whole, tenths)
    )


def all_are_yes(columns: tuple[str, ...], wording: str) -> Condition:
    def question(_: Moment) -> nw.Expr:
        expression = nw.col(columns[0]) == "yes"
        for column in columns[1:]:
            expression = expression & (nw.col(column) == "yes")
        return expression

    return Condition(wording, columns, question, ("all are yes", *columns))


def done_within_days(start: str, end: str, *, days: int, wording: str) -> Condition:
    """Ask whether a step was taken in time; one that was not taken yet was not."""
    return Condition(
        wording,
        (start,),
        lambda _: ~nw.col(end).is_null() & (days_between(start, end) <= days),
        ("done within days", start, end, days),
        Clock(start, end, days),
        looks_at=(end,),
    )


def done_or_past_due(
    start: str, end: str, *, days: int, wording: str, earliest: int | None = 0
) -> Condition:
    """Ask whether a step was taken, or its limit had passed as far as the source tells.

    A source that does not say how far it tells does not say that a limit has passed. A
    step taken fewer than *earliest* days after the start is a slip of the pen; ``None``
    lets it come as early as it likes.
    """

    def question(_: Moment) -> nw.Expr:
        done = ~nw.col(end).is_null()
        if earliest is not None:
            done = done & (days_between(start, end) >= earliest)
        past_due = ~nw.col("reference_on").is_null() & (
            days_between(start, "reference_on") > days
        )
        return done | (nw.col(end).is_null() & past_due)

    rule = ("done or past due", start, end, days, earliest)
    return Condition(wording, (start,), question, rule, looks_at=(end,))


@frozen
class Extended:
    """A longer limit, in working days, for rows where a column says yes."""

    column: str
    days: int


def done_within_working_days(
    start: str, end: str, *, days: int, wording: str, extended: Extended | None = None
) -> Condition:
    """Ask whether a step was taken in time; one that was not taken yet was not.

    The day that starts the clock is not counted.
    """

    def question(when: Moment) -> nw.Expr:
        in_time = days_between(start, end) <= _limit(start, days, extended, when)
        return ~nw.col(end).is_null() & in_time

    rule = ("done within working days", start, end, days, *_said(extended))
    return Condition(
        wording, (start,), question, rule, Clock(start, end), fits_longer=True
    )


def done_or_past_working_days(
    start: str, end: str, *, days: int, wording: str, extended: Extended | None = None
) -> Condition:
    """Ask whether a step was taken, or its limit had passed as far as the source tells.

    A step taken before the start is a slip of the pen.
    """

    def question(when: Moment) -> nw.Expr:
        done = ~nw.col(end).is_null() & (days_between(start, end) >= 0)
        told = days_between(start, "reference_on")
        past_due = ~nw.col("reference_on").is_null() & (
            told > _limit(start, days, extended, when)
        )
        return done | (nw.col(end).is_null() & past_due)

    rule = ("done or past working days", start, end, days, *_said(extended))
    return Condition(wording, (start,), question, rule, fits_longer=True)


def _limit(start: str, days: int, extended: Extended | None, when: Moment) -> nw.Expr:
    if not isinstance(when, Period):
        message = "a limit in working days belongs to a flow, which is of a period"
        raise DefinitionError(message)
    limit = days_of_working_days(start, days, when)
    if extended is None:
        return limit
    longer = days_of_working_days(start, extended.days, when)
    is_extended = flag(nw.col(extended.column) == "yes") == 1
    return nw.when(is_extended).then(longer).otherwise(limit)


def _said(extended: Extended | None) -> tuple[str | int, ...]:
    return () if extended is None else (extended.column, extended.days)


def are_the_same(one: str, other: str, wording: str) -> Condition:
    return Condition(
        wording,
        (one, other),
        lambda _: nw.col(one) == nw.col(other),
        ("are the same", one, other),
    )


def not_already(
    earlier: str, later: str, wording: str, *, or_that_day: bool
) -> Condition:
    """Ask whether *earlier* had not come before *later*; missing: it had not.

    With *or_that_day* it must not have come on the same day either.
    """
    least = 1 if or_that_day else 0
    return Condition(
        wording,
        (later,),
        lambda _: (
            flag(nw.col(earlier).is_null())
            + flag(days_between(later, earlier) >= least)
            > 0
        ),
        ("not already", earlier, later, least),
        looks_at=(earlier,),
    )


def at_most(column: str, value: int, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: nw.col(column) <= value,
        ("at most", column, value),
    )


def known_and_at_least(column: str, value: int, wording: str) -> Condition:
    """Ask whether a value is there and reaches a mark; one that is not there does not."""
    return Condition(
        wording,
        (),
        lambda _: ~nw.col(column).is_null() & (nw.col(column) >= value),
        ("known and at least", column, value),
        looks_at=(column,),
    )


def lasted_days(start: str, end: str, *, days: int, wording: str) -> Condition:
    """Ask whether something went on for so many days; without an end it goes on."""
    return Condition(
        wording,
        (start,),
        lambda _: nw.col(end).is_null() | (days_between(start, end) >= days),
        ("lasted days", start, end, days),
        looks_at=(end,),
    )


def is_between(column: str, least: int, most: int, wording: str) -> Condition:
    return Condition(
        wording,
        (column,),
        lambda _: (nw.col(column) >= least) & (nw.col(column) <= most),
        ("is between", column, least, most),
    )


def known_and_not_before(start: str, end: str, wording: str) -> Condition:
    """Ask whether a day is there and not before another; one that is not there is."""
    return Condition(
        wording,
        (start,),
        lambda _: ~nw.col(end).is_null() & (days_between(start, end) >= 0),
        ("known and not before", start, end),
        looks_at=(end,),
    )


def at_least_as_many(column: str, other: str, wording: str) -> Condition:
    return Condition(
        wording,
        (column, other),
        lambda _: nw.col(column) >= nw.col(other),
        ("at least as many", column, other),
    )


def any_of(*conditions: Condition, wording: str) -> Condition:
    """Ask whether at least one of several claims holds."""

    def question(as_at: Moment) -> nw.Expr:
        holding = conditions[0].holds(as_at)
        for condition in conditions[1:]:
            holding = holding + condition.holds(as_at)
        return holding > 0

    needs = tuple(dict.fromkeys(name for c in conditions for name in c.needs))
    return Condition(
        wording, needs, question, ("any of", *(c.rule for c in conditions))
    )


def _day(as_at: Moment) -> dt.date:
    if not isinstance(as_at, dt.date):
        message = "this condition belongs to a stock, which is taken on one day"
        raise DefinitionError(message)
    return as_at
