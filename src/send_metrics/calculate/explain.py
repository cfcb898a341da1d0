"""Why a figure is what it is: who counts, who does not, and which condition decided."""

import datetime as dt

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.calculate.roles import Role, roles
from send_metrics.calculate.working import moment_of, rows_for
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.definition import Definition
from send_metrics.records.expressions import collected, count_by, integer
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS


@frozen
class Reason:
    """How many rows came to one decision. Rows, or people where a row stands for many."""

    role: str
    reason: str
    rows: int


@frozen
class Explanation:
    """The definition of a figure and every decision that was made over its rows."""

    kpi: Definition
    when: Period | dt.date
    reasons: tuple[Reason, ...]

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
    chosen, when = moment_of(kpi, period, as_at)
    judged = roles(chosen, when)
    frame = rows_for(chosen, records, when)
    if (
        record is not None
        and SCHEMAS[chosen.table].column(SCHEMAS[chosen.table].key[0]).kind != "id"
    ):
        message = f"{chosen.table} has no records with an id; leave the record out"
        raise UsageError(message)
    if record is not None:
        frame = frame.filter(nw.col(SCHEMAS[chosen.table].key[0]) == record)
    people = nw.col(chosen.weight) if chosen.weight else integer(1)
    frame = frame.with_columns(
        judged.expression.alias("_decision"), people.alias("_people")
    )
    counted = {
        int(row["_decision"]): int(row["_people"])
        for row in collected(count_by(frame, ["_decision"], "_people"))
    }
    if record is not None and not counted:
        message = (
            f"no row of {chosen.table} has this id; ids are those of"
            " show_working for the same sources and key"
        )
        raise UsageError(message)
    order = list(Role)
    found = [
        Reason(
            judged.decisions[position].role.value,
            ": ".join(
                part
                for part in (
                    judged.decisions[position].exclusion,
                    judged.decisions[position].reason,
                )
                if part
            ),
            rows,
        )
        for position, rows in counted.items()
    ]
    found.sort(key=lambda reason: (order.index(Role(reason.role)), -reason.rows))
    return Explanation(chosen, when, tuple(found))
