"""One measure of a plan as it stands: the row of a dashboard, before it is laid out."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, get_args

from attrs import field, frozen

from send_metrics.calculate import Figure
from send_metrics.domain.period import Period
from send_metrics.domain.periods import Cadence
from send_metrics.domain.plan import KpiLink, Plan, Target, When
from send_metrics.domain.plan.actions import RatingWord
from send_metrics.domain.rounding import half_up
from send_metrics.kpis.definition import Definition
from send_metrics.progress.rating import Rating, Word


@frozen(kw_only=True)
class Point:
    """A measure over one period or on one day: its figure, or why there is none.

    *value* is in the unit of the plan, so that a share is in per cent, and exact.
    """

    when: Period | dt.date
    figure: Figure | None = None
    value: Fraction | None = None
    why_not: str | None = None

    @property
    def last(self) -> dt.date:
        """The last day that it is about."""
        return self.when.last if isinstance(self.when, Period) else self.when

    @property
    def display(self) -> str:
        """The value as it is printed, or the symbol in its place."""
        if self.figure is None:
            return "[x]"
        if self.value is None or self.value == self.figure.exact:
            return self.figure.display
        return half_up(self.value, max(self.figure.kpi.decimals, 1))

    @property
    def is_told(self) -> bool:
        """Whether the sources tell of it, be it that there was nothing to count."""
        return self.figure is not None and self.figure.unavailable is None

    def to_dict(self) -> dict[str, Any]:
        """Return the point as plain data."""
        if self.figure is not None:
            return self.figure.to_dict()
        days = (
            {"period": {"first": str(self.when.first), "last": str(self.when.last)}}
            if isinstance(self.when, Period)
            else {"as_at": str(self.when)}
        )
        return {**days, "value": None, "missing": "x", "missing_reason": self.why_not}


@frozen(kw_only=True)
class Quality:
    """How far a figure can be relied on.

    *sources* are those that its tables come from. *told_up_to* is the last day that they
    tell of, and *is_said* whether they say so themselves or it is read off the latest day
    that they hold. *rows_in* and *rejected* are of the tables that it is counted in.
    """

    sources: tuple[str, ...] = ()
    told_up_to: dt.date | None = None
    is_said: bool = False
    age_days: int | None = None
    rows_in: int = 0
    rejected: int = 0
    undetermined: int = 0

    @property
    def in_words(self) -> str:
        """All of it in one sentence for a reader."""
        if not self.sources:
            return "no source"
        said, ago = [], _ago(self.age_days)
        if self.told_up_to is None:
            said.append("no source says up to which day it tells")
        elif self.is_said:
            said.append(f"told up to {_words(self.told_up_to)}, {ago}")
        else:
            said.append(f"latest day recorded {_words(self.told_up_to)}, {ago}")
        if self.rejected:
            said.append(f"{self.rejected:,} of {self.rows_in:,} rows rejected")
        else:
            said.append("no rows rejected")
        if self.undetermined:
            said.append(f"{self.undetermined:,} undetermined")
        return "; ".join(said)


def _words(day: dt.date) -> str:
    return When.day(day).in_words


def _ago(days: int | None) -> str:
    if not days:
        return "today"
    return "1 day ago" if days == 1 else f"{days:,} days ago"


@frozen(kw_only=True)
class Measure:
    """A KPI of a plan with everything that a dashboard says of it.

    A measure is there whether or not it has a figure; *not_available* says why it has no
    latest one. *series* are the periods up to the latest in order, of which *signal* is
    told; *previous* and *same_last_year* are what the latest is held against. *expected*
    is the point of the trajectory, in the unit of the plan. *due_up_to* is the last day
    of the latest period that is over, *shown_up_to* that of the latest that is told of.
    """

    link: KpiLink
    kpi: Definition | None = None
    cadence: Cadence | None = None
    latest: Point | None = None
    previous: Point | None = None
    same_last_year: Point | None = None
    expected: Fraction | None = None
    target: Target | None = None
    rating: Rating
    signal: str
    quality: Quality = field(factory=Quality)
    owners: tuple[str, ...] = ()
    not_available: str | None = None
    series: tuple[Point, ...] = field(default=(), repr=False)
    due_up_to: dt.date | None = None
    shown_up_to: dt.date | None = None

    @property
    def is_current(self) -> bool:
        """Whether it shows the latest period that is over."""
        return (
            self.shown_up_to is not None
            and self.due_up_to is not None
            and self.shown_up_to >= self.due_up_to
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the measure as plain data."""
        link = self.link
        return {
            "id": link.id,
            "kpi": link.kpi,
            "title": link.title,
            "unit": link.unit,
            "better": link.better,
            "role": link.role,
            "areas": list(link.areas),
            "by": dict(link.by),
            "cadence": self.cadence,
            "latest": _data(self.latest),
            "previous": _data(self.previous),
            "same_last_year": _data(self.same_last_year),
            "expected": None if self.expected is None else float(self.expected),
            "target": _target_data(self.target),
            "rating": {"word": self.rating.word, "reason": self.rating.reason},
            "signal": self.signal,
            "quality": {
                "sources": list(self.quality.sources),
                "told_up_to": _day(self.quality.told_up_to),
                "said_by_the_source": self.quality.is_said,
                "age_days": self.quality.age_days,
                "rows_in": self.quality.rows_in,
                "rejected": self.quality.rejected,
                "undetermined": self.quality.undetermined,
                "in_words": self.quality.in_words,
            },
            "owners": list(self.owners),
            "not_available": self.not_available,
            "due_up_to": _day(self.due_up_to),
            "shown_up_to": _day(self.shown_up_to),
            "series": [
                {"last": point.last.isoformat(), "value": _number(point.value)}
                for point in self.series
            ],
        }


def _data(point: Point | None) -> dict[str, Any] | None:
    return None if point is None else point.to_dict()


def _target_data(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "value": float(target.value),
        "qualifier": target.qualifier,
        "kind": target.kind,
        "due": None if target.due is None else str(target.due),
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


@frozen(kw_only=True)
class Board:
    """Every measure of a plan on a day, in the order of the plan.

    *not_read* are the sources that could not be read, each with the reason.
    """

    plan: Plan
    on: dt.date
    measures: tuple[Measure, ...]
    not_read: Mapping[str, str] = field(factory=dict)

    @property
    def measures_by_rating(self) -> Mapping[Word, int]:
        """How many measures have each rating, the best first."""
        given = Counter(measure.rating.word for measure in self.measures)
        return {word: given[word] for word in get_args(Word)}

    @property
    def actions_by_rating(self) -> Mapping[RatingWord, int]:
        """How many actions of the plan are rated by each word; withdrawn ones are not."""
        given = Counter(
            "not rated" if action.rating is None else action.rating.word
            for action in self.plan.actions
            if action.status != "withdrawn"
        )
        return {word: given[word] for word in get_args(RatingWord)}

    @property
    def without_value(self) -> tuple[Measure, ...]:
        """The measures that have no latest value, each with its reason."""
        return tuple(m for m in self.measures if m.not_available is not None)

    def to_dict(self) -> dict[str, Any]:
        """Return the board as plain data."""
        return {
            "plan": self.plan.id,
            "version": self.plan.version,
            "on": self.on.isoformat(),
            "profile": "restricted",
            "not_read": dict(self.not_read),
            "measures": [measure.to_dict() for measure in self.measures],
        }
