"""Figures of KPIs from records: the edition in force, the rows it reads, the counts."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from send_metrics.calculate.availability import why_never, why_not_then
from send_metrics.calculate.cells import figures_of
from send_metrics.calculate.figure import Figure, Figures
from send_metrics.calculate.gaps import gaps
from send_metrics.calculate.rates import Moment, RatesOfCounts
from send_metrics.calculate.stocks import figures_of_days, turns_once
from send_metrics.calculate.stretches import judged_once
from send_metrics.calculate.working import moment_of, rows_for
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import kpi as newest_edition
from send_metrics.kpis.definition import Definition, Gap, RateOfCounts
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS

Asked = tuple[Definition, Period | dt.date]
"""A definition, and the period or day that it is asked of."""


def calculate(
    kpis: Definition | str | Iterable[Definition | str],
    records: Records,
    *,
    period: Period | Iterable[Period] | None = None,
    as_at: dt.date | Iterable[dt.date] | None = None,
    by: str | Sequence[str] = (),
    hindsight: bool = True,
) -> Figures:
    """Return the figures of one or several KPIs.

    Flows are counted over each *period*, stocks on each day *as_at*; a stock asked for
    a period is taken on its last day. With *by*, one figure for each combination of
    values that occurs in the rows.

    What happened is told with hindsight, as the last submission has it. Without
    *hindsight*, each figure is as the submissions up to the end of its period, or its
    day, had it.

    The edition of a definition is chosen by the period. A table that was not supplied,
    or lost more rows than its limit, gives a figure without a number and with the
    reason.

    Raises:
        UsageError: a KPI or breakdown does not exist, a flow was asked of a day, or a
            period crosses two editions.
    """
    wanted = [kpis] if isinstance(kpis, Definition | str) else list(kpis)
    written = by.split(",") if isinstance(by, str) else by
    columns = tuple(dict.fromkeys(name.strip() for name in written if name.strip()))
    periods = [period] if isinstance(period, Period) else list(period or ())
    days = [as_at] if isinstance(as_at, dt.date | str) else list(as_at or ())
    asked: list[Asked] = []
    for kpi in wanted:
        newest = newest_edition(kpi) if isinstance(kpi, str) else kpi
        moments: list[tuple[Period | None, dt.date | None]] = (
            [(None, day) for day in days]
            if newest.stock and days
            else [(over, None) for over in periods] or [(None, None)]
        )
        asked += [moment_of(kpi, over, on) for over, on in dict.fromkeys(moments)]
    if hindsight:
        counted = _Counting(records, columns).figures(asked)
    else:
        counted = _as_known_then(records, columns, asked)
    return Figures.joined(counted[one] for one in asked)


def _as_known_then(
    records: Records, columns: tuple[str, ...], asked: Sequence[Asked]
) -> dict[Asked, Figures]:
    """Return the figures of each moment from what had been submitted by its end."""
    found: dict[Asked, Figures] = {}
    for when in dict.fromkeys(when for _, when in asked):
        known = records.as_known_on(when.last if isinstance(when, Period) else when)
        of_then = [one for one in asked if one[1] == when]
        found |= _Counting(known, columns).figures(of_then)
    return found


@frozen
class _Counting:
    """Counts definitions over records, those that read the same rows together."""

    records: Records
    by: tuple[str, ...]

    def figures(self, asked: Iterable[Asked]) -> dict[Asked, Figures]:
        found: dict[Asked, Figures] = {}
        counted: list[Asked] = []
        made_of_others: list[Asked] = []
        never: dict[Definition, str | None] = {}
        for kpi, when in dict.fromkeys(asked):
            if kpi not in never:
                _check_breakdown(kpi, self.records, self.by)
                never[kpi] = why_never(kpi, self.records)
            if reason := never[kpi] or why_not_then(kpi, self.records, when):
                unavailable = Figure(kpi, when, unavailable=reason)
                found[kpi, when] = Figures((unavailable,))
            elif isinstance(kpi, RateOfCounts | Gap):
                made_of_others.append((kpi, when))
            else:
                counted.append((kpi, when))
        found |= self._made_of_others(made_of_others)
        for (table, days), kpis in _of_several_days(counted).items():
            found |= self._on_days(table, kpis, days)
        rest = [one for one in counted if one not in found]
        for whens, kpis in _read_together(rest):
            found |= self._together(kpis, whens)
        if self.records.known_on is None:
            return found
        return {
            one: Figures(
                tuple(evolve(f, known_on=self.records.known_on) for f in figures)
            )
            for one, figures in found.items()
        }

    def _on_days(
        self, table: str, kpis: Sequence[Definition], days: Sequence[dt.date]
    ) -> Mapping[Asked, Figures]:
        frame = self.records.rows(table)
        never_missing = self.records.never_missing(table)
        return figures_of_days(kpis, frame, days, self.by, never_missing)

    def _together(
        self, kpis: Sequence[Definition], whens: Sequence[Moment]
    ) -> Mapping[Asked, Figures]:
        frame = rows_for(kpis, self.records, whens[0], self.by)
        never_missing = self.records.never_missing(kpis[0].table)
        return figures_of(kpis, frame, whens, self.by, never_missing)

    def _made_of_others(self, asked: Sequence[Asked]) -> Mapping[Asked, Figures]:
        """Return figures that are made of others, which are counted together first."""
        rates = [
            RatesOfCounts(kpi, self.records, when)
            for kpi, when in asked
            if isinstance(kpi, RateOfCounts) and isinstance(when, Period)
        ]
        between = [(kpi, when) for kpi, when in asked if isinstance(kpi, Gap)]
        others: dict[tuple[str, ...], list[Asked]] = {}
        for rate in rates:
            for count, moment, by in rate.asked(self.by):
                others.setdefault(by, []).append((count, moment))
        for gap, when in between:
            others.setdefault((*self.by, gap.across), []).append((gap.of, when))
        held = {by: evolve(self, by=by).figures(own) for by, own in others.items()}

        def figures(kpi: Definition, when: Moment, by: tuple[str, ...]) -> Figures:
            return held[by][kpi, when]

        found: dict[Asked, Figures] = {}
        for rate in rates:
            found[rate.kpi, rate.period] = rate.figures(self.by, figures)
        for gap, when in between:
            found[gap, when] = gaps(gap, when, self.by, figures)
        return found


def _read_together(
    asked: Iterable[Asked],
) -> Iterator[tuple[tuple[Moment, ...], list[Definition]]]:
    """Yield the definitions that read the same rows, with the moments to count them at.

    Those of several periods are dated alike.
    """
    moments: dict[Definition, list[Moment]] = {}
    for kpi, when in asked:
        moments.setdefault(kpi, []).append(when)
    alike: dict[tuple[Any, ...], list[Definition]] = {}
    for kpi, its_own in moments.items():
        dated: object = None
        passes: list[tuple[Moment, ...]] = [(when,) for when in its_own]
        if len(its_own) > 1 and judged_once(kpi):
            dated, passes = kpi.dating, [tuple(its_own)]
        for whens in passes:
            alike.setdefault((kpi.table, kpi.lookups, dated, whens), []).append(kpi)
    for (*_, whens), kpis in alike.items():
        yield whens, kpis


def _of_several_days(
    asked: Iterable[Asked],
) -> dict[tuple[str, tuple[dt.date, ...]], list[Definition]]:
    """Return the stocks whose days can be counted together, by their table and days."""
    days: dict[Definition, list[dt.date]] = {}
    for kpi, when in asked:
        if not isinstance(when, Period) and turns_once(kpi):
            days.setdefault(kpi, []).append(when)
    found: dict[tuple[str, tuple[dt.date, ...]], list[Definition]] = {}
    for kpi, its_days in days.items():
        if len(its_days) > 1:
            found.setdefault((kpi.table, tuple(sorted(its_days))), []).append(kpi)
    return found


def _check_breakdown(kpi: Definition, records: Records, by: tuple[str, ...]) -> None:
    for column in by:
        if column not in kpi.dimensions:
            message = (
                f"{kpi.id} cannot be broken down by {column};"
                f" it can be by {', '.join(kpi.dimensions)}"
            )
            raise UsageError(message)
        if kpi.table != "attendance_totals" or kpi.table in records.tables:
            continue
        for table in ("pupils", "schools"):
            described = column in SCHEMAS[table].dimensions
            if described and records.has("attendance_marks") and not records.has(table):
                message = (
                    f"{kpi.id} by {column} needs {table}, which was not supplied;"
                    f" put {table}.csv beside the marks"
                )
                raise UsageError(message)
