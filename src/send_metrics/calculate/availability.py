"""Whether records can give a figure at all; a number is worse than a reason otherwise."""

import datetime as dt
import functools
import operator
from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.domain.period import Period
from send_metrics.kpis.definition import Definition
from send_metrics.records.expressions import Frame, collected, count_by
from send_metrics.records.lookups import LOOKUPS
from send_metrics.records.records import Records
from send_metrics.records.submissions import RESUBMITTED, SUBMITTED
from send_metrics.records.tables import SCHEMAS


def why_unavailable(
    kpi: Definition, records: Records, when: Period | dt.date | None = None
) -> str | None:
    """Return why a figure must not be given, if its rows are missing or too few."""
    return why_never(kpi, records) or why_not_then(kpi, records, when)


def why_never(kpi: Definition, records: Records) -> str | None:
    """Return why no figure must be given, whatever the period or day."""
    reasons = [_table_lacks(table, records) for table in kpi.tables]
    if not any(reasons):
        reasons += [_columns_lack(count, records) for count in kpi.counts]
        reasons += [_submissions_lack(table, records) for table in kpi.tables]
        reasons += [_lookups_miss(count, records) for count in kpi.counts]
    return next((reason for reason in reasons if reason), None)


def _was(several: Sequence[str]) -> str:
    return "was" if len(several) == 1 else "were"


def told_up_to(table: str, records: Records) -> dt.date | None:
    """Return the last day that the source of a table tells of, if it says so."""
    held = records.tables.get(table)
    if (
        held is None
        or "reference_on" not in held.schema.names
        or "reference_on" in held.columns_not_given
    ):
        return None
    latest = collected(held.frame.select(nw.col("reference_on").max()))[0]
    day = latest["reference_on"]
    return None if day is None or day != day else dt.date(day.year, day.month, day.day)


def _table_lacks(table: str, records: Records) -> str | None:
    if lacking := records.lacks(table):
        return (
            "neither attendance_marks nor attendance_totals was supplied"
            if table == "attendance_totals"
            else f"{' and '.join(lacking)} {_was(lacking)} not supplied"
        )
    for feeder in records.feeders(table):
        balance = records.tables[feeder].balance
        if balance.over_limit:
            return (
                f"{balance.rejected:,} of {balance.rows_in:,} rows of {feeder} were"
                f" rejected, over the limit of {balance.rejection_limit:,}"
            )
    return None


def _columns_lack(kpi: Definition, records: Records) -> str | None:
    """Say which needed column no source has: its emptiness would look like a fact."""
    schema = SCHEMAS[kpi.table]
    looked_up_by = [LOOKUPS[name].key for name in kpi.lookups]
    needed = (
        name
        for name in (*kpi.to_be_given, *looked_up_by)
        if not schema.column(name).presumed
    )
    for table, lacking in records.lacking(kpi.table, needed).items():
        return f"no source gives {', '.join(lacking)} of {table}"
    return None


def _submissions_lack(table: str, records: Records) -> str | None:
    """Say that nobody can tell what was known by a day."""
    if records.known_on is None:
        return None
    untold = [
        feeder
        for feeder in records.feeders(table)
        if feeder in RESUBMITTED and SUBMITTED in records.not_given(feeder)
    ]
    return f"no source says when {untold[0]} were submitted" if untold else None


def _lookups_miss(kpi: Definition, records: Records) -> str | None:
    """Say that two sources name the same things differently.

    If not one row of the other table is of a row of this one, nothing would seem to have
    happened to anybody.
    """
    for lookup in (LOOKUPS[name] for name in kpi.lookups):
        if lookup.table not in records.tables or kpi.table not in records.tables:
            continue
        records.refuse_mixed_libraries(kpi.table, lookup.table)
        other: Any = records.tables[lookup.table].frame.select(lookup.key)
        own: Any = records.tables[kpi.table].frame.select(lookup.key)
        if not _has_a_row(own) or not _has_a_row(other):
            continue
        if not _has_a_row(other.join(own, on=lookup.key, how="semi")):
            return (
                f"no {lookup.key} of {lookup.table} is in {kpi.table}: their sources name"
                " the same ones differently"
            )
    return None


def _has_a_row(frame: Frame) -> bool:
    return bool(collected(frame.head(1)))


def days_counted(
    kpi: Definition, records: Records, when: Period | dt.date | None = None
) -> list[dt.date]:
    """Return the days on which lists were counted that a definition reads, in order.

    Of a stock, those of any day; a list of another kind is none of them. A definition
    that reads no lists has none.
    """
    if kpi.snapshot is None:
        return []
    of_the_kind = [
        condition.holds(when) == 1
        for condition in kpi.population
        if not (kpi.stock and kpi.snapshot in condition.needs)
    ]
    rows = records.rows(kpi.table)
    if of_the_kind:
        # Only the days of those rows: to filter the whole table copies all its text.
        rows = rows.select(
            kpi.snapshot, _of_the_kind=functools.reduce(operator.and_, of_the_kind)
        ).filter(nw.col("_of_the_kind"))
    held = (row[kpi.snapshot] for row in collected(count_by(rows, [kpi.snapshot])))
    return sorted(dt.date(day.year, day.month, day.day) for day in held)


def why_not_then(
    kpi: Definition, records: Records, when: Period | dt.date | None
) -> str | None:
    """Return that no list of the kind was counted when it is asked about."""
    if kpi.snapshot is None or (when and kpi.stock == isinstance(when, Period)):
        return None
    held = days_counted(kpi, records, when)
    if when is None:
        return None if held else "no list of this kind was supplied"
    first, last = (when.first, when.last) if isinstance(when, Period) else (when, when)
    if any(first <= day <= last for day in held):
        return None
    asked = f"in {when}" if isinstance(when, Period) else f"on {when}"
    supplied = ", ".join(str(day) for day in held) or "none"
    return f"no list was counted {asked}; supplied: {supplied}"
