"""The periods or days that a measure is taken on, up to the latest that is over."""

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import frozen

from send_metrics.domain.period import Period
from send_metrics.domain.periods import Cadence, latest_complete, up_to
from send_metrics.domain.plan import KpiLink
from send_metrics.kpis.definition import Definition, RateOfCounts

MOST_PERIODS = 24
"""How many periods a signal is told of at most."""

_BY_TABLE: Mapping[str, Cadence] = {
    "attendance_totals": "term",
    "exclusions": "term",
    "health_checks": "financial year",
}
"""What figures of a table are taken over where nobody says otherwise."""


def cadence_of(link: KpiLink, kpi: Definition) -> Cadence:
    """Return over what a measure is taken: as the plan says, else as its kind is.

    Attendance and exclusions go by term, a yearly scheme by its year, a rate on a census
    by the calendar year, and everything else by month.
    """
    if link.cadence is not None:
        return link.cadence
    if isinstance(kpi, RateOfCounts) and any(
        part.taken.startswith("on the census") for part in kpi.parts_counted
    ):
        return "calendar year"
    if kpi.stock:
        return "month"
    return _BY_TABLE.get(kpi.table, "month")


@frozen
class Slot:
    """A period of a cadence, and what a measure is asked of for it.

    That is the period itself for a flow, its last day for a stock, and for a stock that
    is counted in lists the day of the last list, if there is one.
    """

    period: Period
    when: Period | dt.date | None


def slots(
    kpi: Definition, cadence: Cadence, on: dt.date, counted_on: Sequence[dt.date]
) -> list[Slot]:
    """Return the periods that a measure is taken for by a day, in order.

    The one that is not over is among them as soon as a list was *counted_on* a day of it.
    """
    periods = [*up_to(latest_complete(cadence, on), MOST_PERIODS)]
    if not kpi.stock:
        return [Slot(period, period) for period in periods]
    if kpi.snapshot is None:
        return [Slot(period, period.last) for period in periods]
    counted = [day for day in counted_on if day <= on]
    running = periods[-1].next()
    if counted and max(counted) >= running.first:
        periods.append(running)
    return [
        Slot(p, max((d for d in counted if p.first <= d <= p.last), default=None))
        for p in periods
    ]
