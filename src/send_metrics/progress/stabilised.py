"""In how many services waits have settled: ``waits.stabilised``, from months of figures."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.domain.percentiles import percentiles_of_days
from send_metrics.domain.period import Period, calendar_month
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import chosen
from send_metrics.kpis.definition import SHARES, Definition, Settled
from send_metrics.progress.stability import Stability, stability
from send_metrics.records.records import Records

STABILISED = "waits.stabilised"
_DAYS_IN_A_WEEK = 7


@frozen
class Stabilised:
    """Whether the waits of each service have settled, and in how many they have.

    *services* has the answer for each. *figure* is the share of those that can be told,
    with the others as undetermined. *made_of* are the monthly figures that it was judged
    from, which merge exactly: those of several organisations, merged, are judged by
    `judged`, and come to what all records together come to.
    """

    services: Mapping[str, Stability]
    figure: Figure
    made_of: Figures


def stabilised(
    records: Records,
    *,
    as_at: dt.date,
    baseline: Period,
    kpi: Settled | str = STABILISED,
) -> Stabilised:
    """Return whether the waits of each service have settled since the *baseline* month.

    The months are whole ones that are over on the day *as_at*, the baseline the first.

    Raises:
        UsageError: the baseline is not a calendar month, or not over on that day; the
            KPI is of another kind; or a day or month is given as text.
    """
    months = _months(baseline, as_at)
    definition = _definition(kpi, as_at)
    across, days = definition.across, [month.last for month in months]
    told = Figures.joined(
        [
            calculate(definition.flows, records, period=months, by=across),
            calculate(definition.stocks, records, as_at=days, by=across),
        ]
    )
    return judged(
        _filled(told, definition, months), as_at=as_at, baseline=baseline, kpi=kpi
    )


def judged(
    figures: Iterable[Figure],
    *,
    as_at: dt.date,
    baseline: Period,
    kpi: Settled | str = STABILISED,
) -> Stabilised:
    """Return the same from monthly figures, such as those of several parts, merged.

    A service without a figure for a month is one that it cannot be told of.

    Raises:
        UsageError: the baseline is not a calendar month, or not over on that day; the
            KPI is of another kind; or a day or month is given as text.
    """
    months = _months(baseline, as_at)
    definition = _definition(kpi, as_at)
    made_of = Figures(tuple(figures))
    series = _Series(
        definition,
        months,
        {
            (figure.by[definition.across], figure.kpi.id, figure.when): figure
            for figure in made_of
            if figure.by and figure.unavailable is None
        },
    )
    services = dict.fromkeys(sorted({service for service, *_ in series.held}))
    answers = {service: series.stability(service) for service in services}
    words = [answer.word for answer in answers.values()]
    settled, unknown = words.count("stabilised"), words.count("cannot tell")
    figure = Figure(
        definition,
        as_at,
        state=State(settled, len(words) - unknown),
        undetermined=unknown,
        unavailable=next((f.unavailable for f in made_of if f.unavailable), None),
    )
    return Stabilised(answers, figure, made_of)


def _definition(kpi: Settled | str, as_at: dt.date) -> Settled:
    definition = chosen(kpi, as_at)
    if not isinstance(definition, Settled):
        message = f"{definition.id} does not say whether something has settled"
        raise UsageError(message)
    return definition


def _months(baseline: Period, as_at: dt.date) -> list[Period]:
    _refuse_text(baseline, as_at)
    first = baseline.first
    if baseline != calendar_month(first.year, first.month):
        message = f"the baseline is one calendar month, such as 2025-01, not {baseline}"
        raise UsageError(message)
    if baseline.last > as_at:
        message = f"the baseline {baseline} is not over on {as_at}"
        raise UsageError(message)
    months, month = [], baseline
    while month.last <= as_at:
        months.append(month)
        following = month.last + dt.timedelta(days=1)
        month = calendar_month(following.year, following.month)
    return months


def _refuse_text(baseline: object, as_at: object) -> None:
    if not isinstance(baseline, Period) or type(as_at) is not dt.date:
        message = "give as_at as a datetime.date and baseline as a Period, not as text"
        raise UsageError(message)


def _filled(figures: Figures, definition: Settled, months: Sequence[Period]) -> Figures:
    """Return the figures with those of months in which a service had nothing.

    So every organisation tells of the same months, and figures can be merged.
    """
    if any(figure.unavailable for figure in figures):
        return figures
    across = definition.across
    held = {(f.kpi, f.when, f.by[across]): f for f in figures if f.by}
    cells = dict.fromkeys(cell for *_, cell in held)
    asked: list[tuple[Definition, Period | dt.date]] = [
        (kpi, month) for kpi in definition.flows for month in months
    ]
    asked += [(kpi, month.last) for kpi in definition.stocks for month in months]
    return Figures(
        tuple(
            held.get((kpi, when, cell), Figure(kpi, when, {across: cell}))
            for kpi, when in asked
            for cell in cells
        )
    )


@frozen
class _Series:
    """The months of each service, by service, id of the figure and moment."""

    definition: Settled
    months: Sequence[Period]
    held: Mapping[tuple[str, str, Period | dt.date], Figure]

    def stability(self, service: str) -> Stability:
        """Return the answer for one service."""
        waits, long = self.definition.waits, self.definition.long
        over_52 = [self._number(service, long, month.last) for month in self.months]
        weeks = [self._weeks(service, waits, month.last) for month in self.months]
        return stability(
            added=self._sums(service, self.definition.added),
            removed=self._sums(service, self.definition.removed),
            median_weeks=[median for median, _ in weeks],
            nine_in_ten_weeks=[nine_in_ten for _, nine_in_ten in weeks],
            over_52_weeks=over_52,
            over_52_weeks_at_baseline=over_52[0],
        )

    def _sums(self, service: str, counts: Sequence[Definition]) -> list[int | None]:
        sums: list[int | None] = []
        for month in self.months:
            known = [self._number(service, count, month) for count in counts]
            numbers = [number for number in known if number is not None]
            sums.append(sum(numbers) if len(numbers) == len(known) else None)
        return sums

    def _number(
        self, service: str, kpi: Definition, when: Period | dt.date
    ) -> int | None:
        figure = self.held.get((service, kpi.id, when))
        return None if figure is None else figure.state.numerator

    def _weeks(
        self, service: str, kpi: Definition, when: dt.date
    ) -> tuple[Fraction | None, Fraction | None]:
        """Return the median and the 9-in-10 point, missing where too few wait."""
        figure = self.held.get((service, kpi.id, when))
        if figure is None or figure.exact is None:
            return None, None
        nine_in_ten = (SHARES["p90_weeks"],)
        [weeks] = percentiles_of_days(
            figure.state.spread, nine_in_ten, unit=_DAYS_IN_A_WEEK
        )
        return figure.exact, weeks
