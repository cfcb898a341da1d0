"""The working: every row with its role. It stays where the records are."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.calculate.roles import Role, roles
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import chosen
from send_metrics.kpis.catalogue import kpi as newest_edition
from send_metrics.kpis.definition import Definition, RateOfCounts
from send_metrics.records.expressions import (
    Frame,
    days_between,
    days_until,
    flag,
    text,
)
from send_metrics.records.lookups import with_lookups
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS


def show_working(
    kpi: Definition | str,
    records: Records,
    *,
    period: Period | None = None,
    as_at: dt.date | None = None,
) -> Any:
    """Return the rows with what each is to the figure, and why, in more columns.

    ``role`` is ``numerator``, ``denominator only``, ``excluded``, ``outside`` or
    ``undetermined``; ``reason`` says which condition decided. ``missing`` names the
    needed columns that an undetermined row lacks. Where days decide, ``days_taken`` is
    how many passed between the two events, and ``days_over`` how many too many, 0 if
    none: so far, if the second event has not come. The frame is of the library that the
    records are held in. It holds rows about people.

    Raises:
        UsageError: neither or the wrong one of *period* and *as_at* was given, or the
            KPI is a rate of counts, each of which has a working of its own.
        RecordsError: the table was not supplied.
    """
    definition, when = moment_of(kpi, period, as_at)
    if isinstance(definition, RateOfCounts):
        parts = ", ".join(count.id for count in definition.counts)
        message = (
            f"{definition.id} is made of counts of several tables;"
            f" show the working of each: {parts}"
        )
        raise UsageError(message)
    definition = definition.judged_by
    judged = roles(definition, when)
    frame = rows_for([definition], records, when).with_columns(
        judged.expression.alias("_decision"), *days_of(definition, when)
    )
    role = text(judged.decisions[-1].role.value)
    reason = text(judged.decisions[-1].reason)
    for position, decision in reversed(list(enumerate(judged.decisions[:-1]))):
        this = nw.col("_decision") == position
        said = decision.reason
        if decision.exclusion:
            said = f"{decision.exclusion}: {said}"
        role = nw.when(this).then(text(decision.role.value)).otherwise(role)
        reason = nw.when(this).then(text(said)).otherwise(reason)
    worked = frame.with_columns(role.alias("role"), reason.alias("reason"))
    return _with_missing(definition, worked).drop("_decision").to_native()


def days_of(kpi: Definition, when: Period | dt.date) -> list[nw.Expr]:
    """Return ``days_taken`` and ``days_over`` of every row, where days decide.

    Both are empty where a day is missing; ``days_over`` is 0 where a row is in time.
    They are whole, but of a type that can hold a gap on every engine.
    """
    clock = kpi.clock
    if clock is None:
        return []
    if clock.stop is None:
        if isinstance(when, Period):
            return []
        taken = so_far = days_until(clock.start, when).cast(nw.Float64)
    else:
        taken = days_between(clock.start, clock.stop).cast(nw.Float64)
        so_far = taken
        if "reference_on" in SCHEMAS[kpi.table].names:
            until_told = days_between(clock.start, "reference_on").cast(nw.Float64)
            came = nw.col(clock.stop).is_null()
            so_far = nw.when(came).then(until_told).otherwise(taken)
    found = [taken.alias("days_taken")]
    if clock.most_days is not None:
        over = so_far - clock.most_days
        found.append((over * flag(over > 0)).alias("days_over"))
    return found


def _with_missing(kpi: Definition, frame: Frame) -> Frame:
    """Return the rows with the names of the needed columns that undetermined ones lack."""
    frame = frame.with_columns(text("").alias("missing"))
    for column in kpi.may_lack:
        separator = (
            nw.when(nw.col("missing") == "").then(text("")).otherwise(text(", "))
        )
        longer = nw.concat_str([nw.col("missing"), separator, text(column)])
        lacks = nw.col(column).is_null() & (nw.col("role") == Role.UNDETERMINED.value)
        named = nw.when(lacks).then(longer).otherwise(nw.col("missing"))
        frame = frame.with_columns(named.alias("missing"))
    return frame


def moment_of(
    kpi: Definition | str, period: Period | None, as_at: dt.date | None
) -> tuple[Definition, Period | dt.date]:
    """Return the definition in force and the period or day that it is asked of.

    A stock asked of a period is taken on its last day.

    Raises:
        UsageError: a stock got no day, a flow no period, no edition is in force, or it
            is judged from many months.
    """
    newest = newest_edition(kpi) if isinstance(kpi, str) else kpi
    if newest.computed_by != "calculate":
        message = (
            f"{newest.id} is judged from the months since a baseline, not counted from"
            " rows: use send-metrics stabilised or send_metrics.progress.stabilised"
        )
        raise UsageError(message)
    when: Period | dt.date | None = period
    if newest.stock:
        when = as_at if as_at is not None or period is None else period.last
    if isinstance(when, dt.datetime) or not isinstance(when, Period | dt.date | None):
        message = "give as_at as a datetime.date and period as a Period, not as text"
        raise UsageError(message)
    if when is None:
        message = (
            f"{newest.id} is taken on one day; say which, as_at= or --as-at"
            if newest.stock
            else f"{newest.id} is counted over a period; say which, period= or --period"
        )
        raise UsageError(message)
    return chosen(kpi, when), when


def rows_for(
    kpis: Sequence[Definition],
    records: Records,
    when: Period | dt.date,
    by: Collection[str] = (),
) -> Frame:
    """Return the rows that definitions of one table and the same lookups are asked of."""
    table, lookups = kpis[0].table, kpis[0].lookups
    if not isinstance(when, Period):
        frame = records.rows(table)
        return with_lookups(frame, records, table, lookups, when)
    columns = tuple(dict.fromkeys(name for kpi in kpis for name in kpi.columns))
    frame = records.rows(table, when, columns=columns, by=by)
    return with_lookups(frame, records, table, lookups, when.last)
