"""Why a figure is what it is: who counts, who does not, and which condition decided."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.calculate.rates import moment_of_part
from send_metrics.calculate.roles import Decision, Role, Roles, roles
from send_metrics.calculate.working import days_of, moment_of, rows_for
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import Definition, RateOfCounts
from send_metrics.records.expressions import (
    Frame,
    collected,
    count_by,
    integer,
    text,
)
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS

_MEANING = {
    Role.NUMERATOR: "counts",
    Role.DENOMINATOR_ONLY: "counts below the line only",
    Role.EXCLUDED: "leaves the measure",
    Role.OUTSIDE: "is not among those counted",
    Role.UNDETERMINED: "cannot be judged",
}
_LATE_BY = (
    ("1 to 7 days late", 7),
    ("8 to 28 days late", 28),
    ("29 to 84 days late", 84),
    ("more than 84 days late", None),
)


@frozen
class Reason:
    """How many rows came to one decision. Rows, or people where a row stands for many.

    *of* is the id of the count that decided, where a figure is made of several.
    """

    role: str
    reason: str
    rows: int
    of: str | None = None


@frozen
class Trace:
    """What one record is to a figure, and why.

    *days_taken* and *days_over* are whole days, where days decide and both are known.
    """

    role: str
    reason: str
    days_taken: int | None = None
    days_over: int | None = None

    @property
    def sentence(self) -> str:
        """The same in words."""
        said = f"The record {_MEANING[Role(self.role)]} ({self.role}): {self.reason}."
        over = f"{_days(self.days_over)} too many" if self.days_over else ""
        if self.days_taken is not None:
            took = f"It took {_days(self.days_taken)}"
            return f"{said} {took}{f', {over}' if over else ''}."
        return f"{said} So far it is {over}." if over else said


@frozen
class Explanation:
    """The definition of a figure and every decision that was made over its rows.

    *traces* tell of the one record that was asked about. *lateness* says of the rows
    that count below the line only by how many days they came too late.
    """

    kpi: Definition
    when: Period | dt.date
    reasons: tuple[Reason, ...]
    traces: tuple[Trace, ...] = ()
    lateness: tuple[tuple[str, int], ...] = ()

    def rows(self, role: Role) -> int:
        """Return how many rows have a role."""
        return sum(reason.rows for reason in self.reasons if reason.role == role.value)


def explain(
    kpi: Definition | str,
    records: Records,
    *,
    period: Period | None = None,
    as_at: dt.date | None = None,
    record: str | None = None,
) -> Explanation:
    """Return who counts in a figure and why, over all rows or for one record.

    *record* is the id of a row as the records hold it: a request, plan, referral or
    pupil.

    Raises:
        UsageError: the KPI does not exist, a period or day is missing, or no row has
            the id.
        RecordsError: the table was not supplied.
    """
    asked, when = moment_of(kpi, period, as_at)
    if isinstance(asked, RateOfCounts):
        return _of_rate(asked, records, when, record)
    chosen = asked.judged_by
    judged = roles(chosen, when)
    frame = rows_for([chosen], records, when)
    people = nw.col(chosen.weight) if chosen.weight else integer(1)
    frame = frame.with_columns(
        judged.expression.alias("_decision"),
        people.alias("_people"),
        *days_of(chosen, when),
    )
    traces: tuple[Trace, ...] = ()
    if record is not None:
        frame = frame.filter(nw.col(_key_of(chosen)) == record)
        traces = tuple(_traces(frame, judged))
        if not traces:
            message = (
                f"no row of {chosen.table} has this id; ids are those of"
                " show_working for the same sources and key"
            )
            raise UsageError(message)
    counted = {
        int(row["_decision"]): int(row["_people"])
        for row in collected(count_by(frame, ["_decision"], "_people"))
    }
    order = list(Role)
    found = [
        Reason(decision.role.value, _said(decision), rows)
        for decision, rows in (
            (judged.decisions[position], rows) for position, rows in counted.items()
        )
    ]
    found.sort(key=lambda reason: (order.index(Role(reason.role)), -reason.rows))
    return Explanation(
        asked, when, tuple(found), traces, _lateness(chosen, frame, judged)
    )


def _of_rate(
    kpi: RateOfCounts, records: Records, when: Period | dt.date, record: str | None
) -> Explanation:
    """Return the reasons of every count that a rate is made of."""
    if record is not None or not isinstance(when, Period):
        parts = ", ".join(count.id for count in kpi.counts)
        message = (
            f"{kpi.id} is made of counts of several tables; explain one of {parts}"
        )
        raise UsageError(message)
    reasons = []
    for part in kpi.parts_counted:
        moment = moment_of_part(kpi, part, when)
        of_part = (
            explain(part.count, records, period=moment)
            if isinstance(moment, Period)
            else explain(part.count, records, as_at=moment)
        )
        reasons += [
            Reason(reason.role, reason.reason, reason.rows, part.count.id)
            for reason in of_part.reasons
        ]
    return Explanation(kpi, when, tuple(reasons))


def _key_of(kpi: Definition) -> str:
    schema = SCHEMAS[kpi.table]
    key = schema.key[0]
    if schema.column(key).kind != "id":
        message = f"{kpi.table} has no records with an id; leave the record out"
        raise UsageError(message)
    return key


def _said(decision: Decision) -> str:
    return ": ".join(part for part in (decision.exclusion, decision.reason) if part)


def _traces(frame: Frame, judged: Roles) -> Iterator[Trace]:
    for row in collected(frame):
        decision = judged.decisions[int(row["_decision"])]
        yield Trace(
            decision.role.value,
            _said(decision),
            _whole(row.get("days_taken")),
            _whole(row.get("days_over")),
        )


def _lateness(
    kpi: Definition, frame: Frame, judged: Roles
) -> tuple[tuple[str, int], ...]:
    if kpi.clock is None or kpi.clock.most_days is None:
        return ()
    if "days_over" not in frame.collect_schema():
        return ()
    below = [
        position
        for position, decision in enumerate(judged.decisions)
        if decision.role is Role.DENOMINATOR_ONLY
    ]
    late = frame.filter(nw.col("_decision").is_in(below)).filter(
        nw.col("days_over") > 0
    )
    band: nw.Expr = text(_LATE_BY[-1][0])
    for name, most in reversed(_LATE_BY[:-1]):
        band = nw.when(nw.col("days_over") <= most).then(text(name)).otherwise(band)
    counted = count_by(late.with_columns(band.alias("_band")), ["_band"], "_people")
    held = {row["_band"]: int(row["_people"]) for row in collected(counted)}
    return tuple((name, held[name]) for name, _ in _LATE_BY if name in held)


def _whole(value: Any) -> int | None:
    """Return a number of days; engines have several ways to say that there is none."""
    try:
        return None if value is None or value != value else int(value)
    except TypeError:
        return None


def _days(number: int) -> str:
    return f"{number:,} day" + ("" if abs(number) == 1 else "s")
