"""Which of several periods a row belongs to, told by the stretch of days that it is in.

Every figure adds up exactly, so that the rows of a period are those of the stretches it is
made of, however periods overlap: a year to date is its months. Rows are thus judged once
for all periods, and then added up for each.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.calculate.roles import days_counted_in
from send_metrics.domain.period import Period
from send_metrics.kpis.definition import Definition, Waits
from send_metrics.records.expressions import midnight, missing

_DAY = dt.timedelta(days=1)
_NO_DAY = -1


def judged_once(kpi: Definition) -> bool:
    """Tell whether a row is the same to a flow in every period that it belongs to."""
    if kpi.stock or kpi.dated_by is None or kpi.lookups:
        return False
    if isinstance(kpi, Waits) and not (kpi.clock_stop or kpi.bands):
        return False
    return all(claim.holds_in_longer for claim in kpi.parts)


@frozen
class Stretches:
    """The stretches of days that periods are made of, in order, by number.

    A definition counts the rows of a stretch by the day in *column*. One begins on each
    of the days in *begin*; what lies before the first and from the last on is in none.
    """

    column: str
    begin: Sequence[dt.date]
    of_periods: Mapping[Period, Sequence[int]]

    @classmethod
    def of(cls, kpi: Definition, periods: Sequence[Period]) -> "Stretches":
        """Return the stretches for a definition, or any other that is dated like it."""
        counted = {period: days_counted_in(kpi, period) for period in periods}
        ends = {first for first, _ in counted.values()}
        ends |= {last + _DAY for _, last in counted.values()}
        begin = sorted(ends)
        numbers = {day: number for number, day in enumerate(begin, start=1)}
        return cls(
            kpi.dated_by or "",
            begin,
            {
                period: range(numbers[first], numbers[last + _DAY])
                for period, (first, last) in counted.items()
            },
        )

    @property
    def place(self) -> nw.Expr:
        """The number of the stretch that a row is in; one without a day is in -1."""
        begun = [
            (nw.col(self.column) >= midnight(day)).cast(nw.Int64) for day in self.begin
        ]
        return nw.sum_horizontal(missing(self.column) * _NO_DAY, *begun).cast(nw.Int64)

    def rows(self, places: Sequence[int]) -> dict[Period | dt.date, Sequence[int]]:
        """Return the numbers of the rows of each period, of rows in these *places*.

        Nobody knows that a row without a day does not belong to a period: it is
        undetermined in every one.
        """
        held: dict[int, list[int]] = {}
        for row, place in enumerate(places):
            held.setdefault(place, []).append(row)
        return {
            period: [row for n in (_NO_DAY, *stretches) for row in held.get(n, ())]
            for period, stretches in self.of_periods.items()
        }
