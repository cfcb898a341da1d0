"""Take every measure of a plan on a day: one row each, with the reason where it is bare."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import define, evolve, field

from send_metrics.board.measure import Measure, Point, Quality
from send_metrics.board.moments import Slot, cadence_of, slots
from send_metrics.board.reach import Reach, Reaches
from send_metrics.board.telling import NO_FIGURES, cannot_rate, owners_of, signal_of
from send_metrics.calculate import Figure, Figures, calculate
from send_metrics.calculate.availability import days_counted, why_unavailable
from send_metrics.domain.period import Period, calendar_month
from send_metrics.domain.periods import Cadence, latest_complete
from send_metrics.domain.plan import KpiLink, Plan
from send_metrics.errors import RecordsError, UsageError
from send_metrics.kpis.catalogue import chosen
from send_metrics.kpis.catalogue import kpi as newest_edition
from send_metrics.kpis.definition import Definition
from send_metrics.plans.standing import standing, target_on, trajectory_of
from send_metrics.progress import judged, stabilised
from send_metrics.progress.rating import Rating
from send_metrics.records.records import Records

Moment = Period | dt.date

_NOT_TOLD = "no source tells of this period"
_NO_LIST = "no list was counted in this period"


def measured(
    links: Iterable[KpiLink],
    plan: Plan,
    records: Records,
    on: dt.date,
    *,
    covers: Mapping[str, Period] | None = None,
    lacking: Mapping[str, str] | None = None,
) -> tuple[Measure, ...]:
    """Return measures of a plan as they stand on a day, one for each of *links*.

    *covers* says for tables which days their sources were declared to tell of, and
    *lacking* why the source of a table could not be read.
    """
    reaches = Reaches(records, on, covers or {})
    takes = [_Take(link, on, lacking or {}) for link in links]
    for take in takes:
        take.ask(records, reaches)
    _count(takes, records)
    return tuple(take.measure(plan, records) for take in takes)


@define
class _Take:
    """What is asked for one measure, and the answers as they come in."""

    link: KpiLink
    on: dt.date
    lacking: Mapping[str, str]
    kpi: Definition | None = None
    cadence: Cadence | None = None
    slots: Sequence[Slot] = ()
    reach: Reach = field(factory=Reach)
    refused: str | None = None
    why_not: dict[Moment, str] = field(factory=dict)
    figures: dict[Moment, Figures] = field(factory=dict)

    def ask(self, records: Records, reaches: Reaches) -> None:
        """Settle what is to be counted, and what it is plain cannot be."""
        try:
            self.kpi = newest_edition(self.link.kpi)
        except UsageError as error:
            self.refused = str(error)
            return
        self.cadence = cadence_of(self.link, self.kpi)
        self.refused = self._unavailable(self.kpi, records)
        if self.refused is not None:
            return
        self.reach = reaches.of(self.kpi)
        counted_on = days_counted(self.kpi, records) if self.kpi.stock else ()
        self.slots = slots(self.kpi, self.cadence, self.on, counted_on)
        for slot in self.slots:
            if slot.when is not None:
                reason = self._not_to_be_asked(slot.when)
                if reason is not None:
                    self.why_not[slot.when] = reason

    def _unavailable(self, kpi: Definition, records: Records) -> str | None:
        reason = why_unavailable(kpi, records)
        if reason is None:
            return None
        not_read = (
            self.lacking[feeder]
            for table in kpi.tables
            for feeder in records.lacks(table)
            if feeder in self.lacking
        )
        return next(not_read, reason)

    def _not_to_be_asked(self, when: Moment) -> str | None:
        if not self.reach.tells_of(when):
            return _NOT_TOLD
        try:
            chosen(self.link.kpi, when)
        except UsageError as error:
            return str(error)
        return None

    @property
    def asked(self) -> tuple[Moment, ...]:
        """The moments that are to be counted."""
        whens = (slot.when for slot in self.slots)
        return tuple(w for w in whens if w is not None and w not in self.why_not)

    def measure(self, plan: Plan, records: Records) -> Measure:
        """Return the row, from what was counted."""
        row = Measure(
            link=self.link,
            kpi=self.kpi,
            cadence=self.cadence,
            target=target_on(self.link, self.on),
            rating=Rating("not rated", "there is no value"),
            signal=NO_FIGURES,
            owners=owners_of(self.link, plan),
            not_available=self.refused,
        )
        if self.kpi is None or self.cadence is None:
            return row
        due = latest_complete(self.cadence, self.on).last
        quality = _quality(self.kpi, records, self.reach, self.on)
        row = evolve(row, due_up_to=due, quality=quality)
        if self.refused is not None:
            return row
        points = {slot.period: self._point(slot) for slot in self.slots}
        told = [period for period, point in points.items() if point.is_told]
        if not told:
            return evolve(row, not_available=[*points.values()][-1].why_not)
        now = told[-1]
        latest = points[now]
        return self._against_the_plan(
            evolve(
                row,
                latest=latest,
                previous=points.get(now.previous()),
                same_last_year=points.get(now.same_last_year()),
                series=tuple(
                    point for period, point in points.items() if period <= now
                ),
                shown_up_to=now.last,
                not_available=latest.why_not,
            )
        )

    def _against_the_plan(self, row: Measure) -> Measure:
        """Return the row with what the plan expects of its latest value."""
        latest = row.latest
        if latest is None or latest.figure is None:
            return row
        expected, rating = self._rated(latest)
        return evolve(
            row,
            expected=expected,
            target=target_on(self.link, latest.last),
            rating=rating,
            signal=signal_of(self.link, row.series),
            quality=evolve(row.quality, undetermined=latest.figure.undetermined),
        )

    def _rated(self, latest: Point) -> tuple[Fraction | None, Rating]:
        """Return where the plan expected the measure to be, and how it stands."""
        try:
            trajectory = trajectory_of(self.link)
        except UsageError as error:
            return None, Rating("not rated", str(error))
        expected = trajectory.expected_on(latest.last) if trajectory else None
        cannot = self.kpi and cannot_rate(self.link, self.kpi)
        if cannot:
            return expected, Rating("not rated", cannot)
        return expected, standing(self.link, latest.value, latest.last)

    def _point(self, slot: Slot) -> Point:
        when = slot.when
        if when is None:
            return Point(when=slot.period.last, why_not=_NO_LIST)
        if when in self.why_not:
            return Point(when=when, why_not=self.why_not[when])
        figure = self._of_the_cell(when)
        if figure is None:
            return Point(when=when, why_not=f"no row has {_cell(self.link)}")
        return Point(
            when=when,
            figure=figure,
            value=_in_unit(figure, self.link),
            why_not=figure.missing_reason,
        )

    def _of_the_cell(self, when: Moment) -> Figure | None:
        """Return the figure of the one cell of the breakdown that the plan names.

        A cell that other periods have and this one lacks was counted, and is empty.
        """
        own = dict(self.link.by)
        found = self.figures[when]
        for figure in found:
            if figure.unavailable is not None or dict(figure.by) == own:
                return figure
        is_known = any(
            dict(f.by) == own for held in self.figures.values() for f in held
        )
        if not is_known or self.kpi is None:
            return None
        return Figure(chosen(self.link.kpi, when), when, own)


def _cell(link: KpiLink) -> str:
    return ", ".join(f"{column} {code}" for column, code in link.by.items())


def _count(takes: Sequence[_Take], records: Records) -> None:
    """Count what is asked, together where the moments and the breakdown are alike."""
    alike: dict[tuple[object, ...], list[_Take]] = {}
    for take in takes:
        if take.kpi is not None and take.kpi.computed_by == "stabilised":
            _judge(take, records)
        elif take.asked:
            alike.setdefault((tuple(take.link.by), take.asked), []).append(take)
    for together in alike.values():
        try:
            _take_figures(together, records)
        except (UsageError, RecordsError):
            for take in together:
                _count_alone(take, records)


def _count_alone(take: _Take, records: Records) -> None:
    try:
        _take_figures([take], records)
    except (UsageError, RecordsError) as error:
        take.refused = str(error)


def _judge(take: _Take, records: Records) -> None:
    """Judge from months of figures whether something has settled since the baseline."""
    kpi = take.link.kpi
    begun = take.link.baseline.period if take.link.baseline else None
    days = [day for day in take.asked if isinstance(day, dt.date)]
    if take.link.by:
        take.refused = f"{kpi} cannot be broken down"
    elif begun is None:
        take.refused = (
            f"{kpi} is judged since a baseline; give the measure one, with its month"
        )
    if take.refused is not None or begun is None or not days:
        return
    baseline = calendar_month(begun.last.year, begun.last.month)
    try:
        made_of = stabilised(
            records, as_at=days[-1], baseline=baseline, kpi=kpi
        ).made_of
    except (UsageError, RecordsError) as error:
        take.refused = str(error)
        return
    for day in days:
        if day < baseline.last:
            take.why_not[day] = "it comes before the baseline"
            continue
        found = judged(made_of, as_at=day, baseline=baseline, kpi=kpi)
        take.figures[day] = Figures((found.figure,))


def _take_figures(takes: Sequence[_Take], records: Records) -> None:
    moments = takes[0].asked
    figures = calculate(
        [*dict.fromkeys(take.link.kpi for take in takes)],
        records,
        period=[moment for moment in moments if isinstance(moment, Period)],
        as_at=[moment for moment in moments if not isinstance(moment, Period)],
        by=tuple(takes[0].link.by),
    )
    found: dict[tuple[str, Moment], list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.kpi.id, figure.when), []).append(figure)
    for take in takes:
        take.figures = {
            moment: Figures(tuple(found.get((take.link.kpi, moment), ())))
            for moment in moments
        }


def _in_unit(figure: Figure, link: KpiLink) -> Fraction | None:
    """Return the value in the unit of the plan, which has posts in whole FTE."""
    exact = figure.exact
    if exact is None:
        return None
    in_hundredths = figure.kpi.unit == f"hundredths of {link.unit}"
    return exact * figure.kpi.scale / (100 if in_hundredths else 1)


def _quality(kpi: Definition, records: Records, reach: Reach, on: dt.date) -> Quality:
    feeders: Collection[str] = dict.fromkeys(
        feeder
        for table in kpi.tables
        for feeder in records.feeders(table)
        if feeder in records.tables
    )
    balances = [records.tables[name].balance for name in feeders]
    return Quality(
        sources=records.report.sources_of(feeders),
        told_up_to=reach.last,
        is_said=reach.is_said,
        age_days=None if reach.last is None else (on - reach.last).days,
        rows_in=sum(balance.rows_in for balance in balances),
        rejected=sum(balance.rejected for balance in balances),
    )
