"""A figure: an exact, small, mergeable state, and what is read from it at the end."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, overload

from attrs import field, frozen

from send_metrics.domain.intervals import LEVEL, Interval, wilson_interval
from send_metrics.domain.percentiles import (
    Ratio,
    mean_ratio_of_days,
    percentile_in_bands,
    percentiles_of_days,
    ratios_of_days,
)
from send_metrics.domain.period import Period
from send_metrics.domain.rounding import half_up
from send_metrics.domain.spread import NOBODY, Spread, spread_of
from send_metrics.kpis.definition import SHARES, Definition, Gap, Proportion, Waits
from send_metrics.records.schema import UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

Missing = Literal["c", "x", "z"]
"""Why there is no number: confidential, unavailable, not applicable."""

_DAYS_IN_A_WEEK = 7
_HALF = (Fraction(1, 2),)
_POINTS = tuple(share.as_integer_ratio() for share in (*SHARES.values(), Fraction(1)))


@frozen
class State:
    """What a figure is made of: whole numbers that add.

    A count uses *numerator* alone; a proportion or rate both numbers; waits *spread*,
    how many for each day or for the lower edge of each band; a gap *groups*, the same
    for each group.
    """

    numerator: int = 0
    denominator: int = 0
    spread: Spread = field(default=NOBODY, converter=spread_of)
    groups: Mapping[str, Mapping[int, int]] = field(factory=dict)

    def __add__(self, other: "State") -> "State":
        groups = {
            name: _added(self.groups.get(name, {}), other.groups.get(name, {}))
            for name in sorted({*self.groups, *other.groups})
        }
        return State(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            _added(self.spread, other.spread),
            groups,
        )


def _added(first: Mapping[int, int], second: Mapping[int, int]) -> Spread:
    added = dict(first)
    for key, people in second.items():
        added[key] = added.get(key, 0) + people
    return spread_of(added)


@frozen(repr=False)
class Figure:
    """One KPI for one period or day and one cell of a breakdown.

    *undetermined* counts rows that lack what the definition needs; *excluded* counts
    those that left by each named exclusion. A figure with *missing* set has no value:
    ``x`` unavailable, ``z`` not applicable, ``c`` confidential. *known_on* is the day
    up to which submissions were looked at, if not all were.
    """

    kpi: Definition
    when: Period | dt.date
    by: Mapping[str, str] = field(factory=dict)
    state: State = State()
    undetermined: int = 0
    excluded: Mapping[str, int] = field(factory=dict)
    unavailable: str | None = None
    known_on: dt.date | None = None

    def __repr__(self) -> str:
        cell = "".join(f", {column}={code}" for column, code in self.by.items())
        return f"<Figure {self.kpi.id}, {self.when}{cell}>"

    @property
    def period(self) -> Period | None:
        """The period of a flow; ``None`` for a stock."""
        return self.when if isinstance(self.when, Period) else None

    @property
    def as_at(self) -> dt.date | None:
        """The day of a stock; ``None`` for a flow."""
        return None if isinstance(self.when, Period) else self.when

    @property
    def count(self) -> int:
        """How many are counted: the count, the denominator, or all who waited."""
        if self.kpi.kind == "count":
            return self.state.numerator
        if self.kpi.kind == "waits":
            return self.state.spread.total
        if self.kpi.kind == "gap":
            return sum(sum(group.values()) for group in self.state.groups.values())
        return self.state.denominator

    @property
    def left_out(self) -> tuple[str, ...]:
        """The groups that a gap leaves out, because they are small or not known."""
        if not isinstance(self.kpi, Gap):
            return ()
        return tuple(name for name in self.state.groups if name not in self._medians())

    def _medians(self) -> dict[str, Fraction]:
        """Return the median weeks of each group that a gap takes in."""
        if not isinstance(self.kpi, Gap):
            return {}
        found = {}
        for name, spread in self.state.groups.items():
            enough = sum(spread.values()) >= self.kpi.fewest
            [median] = percentiles_of_days(spread, _HALF, unit=_DAYS_IN_A_WEEK)
            if name != UNKNOWN and enough and median is not None:
                found[name] = median
        return found

    @property
    def exact(self) -> Fraction | None:
        """The value as an exact ratio: a share from 0 to 1, weeks, or a count."""
        if self.unavailable is not None:
            return None
        if self.kpi.kind == "count":
            return Fraction(self.state.numerator)
        if isinstance(self.kpi, Waits):
            weeks = self._weeks()[f"{self.kpi.headline}_weeks"]
            return None if weeks is None else Fraction(*weeks)
        if isinstance(self.kpi, Gap):
            medians = self._medians().values()
            return max(medians) - min(medians) if len(medians) > 1 else None
        if self.state.denominator == 0:
            return None
        return Fraction(self.state.numerator, self.state.denominator)

    @property
    def value(self) -> float | int | None:
        """The value: a share from 0 to 1, weeks, or a count. ``None`` if missing."""
        exact = self.exact
        if exact is None:
            return None
        return int(exact) if self.kpi.kind == "count" else float(exact)

    @property
    def display(self) -> str:
        """The value as it is printed, rounded half up; a symbol such as [z] if missing."""
        exact = self.exact
        if exact is None:
            return f"[{self.missing}]"
        if self.kpi.kind == "count":
            return f"{int(exact):,}"
        return half_up(exact * self.kpi.scale, self.kpi.decimals)

    @property
    def interval(self) -> Interval | None:
        """Where the share of all may lie, for a share of a sample; else ``None``."""
        is_of_a_sample = isinstance(self.kpi, Proportion) and self.kpi.sampled
        if not is_of_a_sample or self.exact is None:
            return None
        return wilson_interval(self.state.numerator, self.state.denominator)

    @property
    def interval_display(self) -> tuple[str, str] | None:
        """Both ends of the interval in per cent, as they are printed."""
        interval = self.interval
        return None if interval is None else interval.in_percent(self.kpi.decimals)

    @property
    def missing(self) -> Missing | None:
        """Why there is no value, as a symbol; ``None`` where there is one."""
        if self.unavailable is not None:
            return "x"
        return "z" if self.exact is None else None

    @property
    def missing_reason(self) -> str | None:
        """Why there is no value, in words."""
        if self.unavailable is not None:
            return self.unavailable
        if self.exact is not None:
            return None
        if self.count == 0:
            return f"there are no {self.kpi.counted}"
        if isinstance(self.kpi, Gap):
            return (
                f"fewer than two groups by {self.kpi.across} have"
                f" {self.kpi.fewest} or more"
            )
        if isinstance(self.kpi, Waits) and self.count < self.kpi.least:
            return f"no percentile is given for fewer than {self.kpi.least}"
        return "the wait falls into a band that has no upper edge"

    @property
    def summary(self) -> dict[str, float | None]:
        """Median, percentiles, longest and mean in weeks; only waits have one."""
        return {
            name: None if weeks is None else weeks[0] / weeks[1]
            for name, weeks in self._weeks().items()
        }

    @property
    def summary_display(self) -> dict[str, str | None]:
        """The summary as it is printed: exact weeks, rounded half up once."""
        return {
            name: None
            if weeks is None
            else half_up(Fraction(*weeks), self.kpi.decimals)
            for name, weeks in self._weeks().items()
        }

    def _weeks(self) -> dict[str, Ratio | None]:
        waits = self.kpi
        names = (*SHARES, "max_weeks", "mean_weeks")
        spread = self.state.spread
        if (
            not isinstance(waits, Waits)
            or not spread
            or self.unavailable is not None
            or self.count < waits.least
        ):
            return dict.fromkeys(names)
        weeks: dict[str, Ratio | None] = dict.fromkeys(names)
        if waits.bands is not None:
            for name, share in SHARES.items():
                point = percentile_in_bands(spread, share, open_from=_open_from(waits))
                weeks[name] = None if point is None else point.as_integer_ratio()
            return weeks
        points = ratios_of_days(spread, _POINTS, unit=_DAYS_IN_A_WEEK)
        weeks |= zip((*SHARES, "max_weeks"), points, strict=True)
        weeks["mean_weeks"] = mean_ratio_of_days(spread, unit=_DAYS_IN_A_WEEK)
        return weeks

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as the JSON object that every front end shares."""
        written: dict[str, Any] = {
            "kpi": self.kpi.id,
            "edition": self.kpi.edition,
            "fingerprint": self.kpi.fingerprint,
            "kind": self.kpi.kind,
        }
        if self.period is not None:
            written["period"] = {
                "first": self.period.first.isoformat(),
                "last": self.period.last.isoformat(),
            }
        if self.as_at is not None:
            written["as_at"] = self.as_at.isoformat()
        written["by"] = dict(self.by)
        available = self.unavailable is None
        if self.kpi.kind == "count":
            written["count"] = self.count if available else None
        elif isinstance(self.kpi, Waits):
            written["count"] = self.count if available else None
            held = "bands" if self.kpi.bands else "days"
            written[held] = {str(key): n for key, n in self.state.spread.items()}
            written["summary"] = self.summary
        elif isinstance(self.kpi, Gap):
            written |= self._told_by_group(self.kpi)
        else:
            written["numerator"] = self.state.numerator if available else None
            written["denominator"] = self.state.denominator if available else None
        written |= {
            "undetermined": self.undetermined,
            "excluded": dict(self.excluded),
            "value": self.value,
            "display": self.display,
            "unit": self.kpi.unit,
            "missing": self.missing,
        }
        if self.missing is not None:
            written["missing_reason"] = self.missing_reason
        if (ends := self.interval_display) is not None:
            lower, upper = map(float, ends)
            written["interval"] = {"lower": lower, "upper": upper, "level": LEVEL}
        if self.known_on is not None:
            written["known_on"] = self.known_on.isoformat()
        return written

    def _told_by_group(self, gap: Gap) -> dict[str, Any]:
        medians = self._medians()
        return {
            "count": self.count if self.unavailable is None else None,
            "across": gap.across,
            "groups": {
                name: {
                    "count": sum(spread.values()),
                    "days": {str(day): people for day, people in spread.items()},
                    "median_weeks": float(medians[name]) if name in medians else None,
                }
                for name, spread in self.state.groups.items()
            },
            "left_out": list(self.left_out),
        }


@frozen(repr=False)
class Figures(Sequence[Figure]):
    """Figures in the order they were asked for; a sequence that pandas can take."""

    figures: tuple[Figure, ...] = ()

    @overload
    def __getitem__(self, position: int) -> Figure: ...
    @overload
    def __getitem__(self, position: slice) -> "Figures": ...
    def __getitem__(self, position: int | slice) -> "Figure | Figures":
        if isinstance(position, slice):
            return Figures(self.figures[position])
        return self.figures[position]

    def __len__(self) -> int:
        return len(self.figures)

    def __repr__(self) -> str:
        return f"<Figures: {len(self)}>"

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def where(self, chosen: Callable[[Figure], bool]) -> "Figures":
        """Return the figures that *chosen* says yes to."""
        return Figures(tuple(figure for figure in self.figures if chosen(figure)))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary a figure, as :meth:`Figure.to_dict` gives it."""
        return [figure.to_dict() for figure in self.figures]

    def to_json(self) -> str:
        """Return the JSON list that ``send-metrics calculate --format json`` prints."""
        return json.dumps(self.to_dicts(), indent=2, ensure_ascii=False) + "\n"

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a figure: identity, breakdown, numbers and reasons."""
        return [_row(figure) for figure in self.figures]

    def to_pandas(self) -> "pd.DataFrame":
        """Return one row a figure as a pandas data frame."""
        import pandas as pd  # only those who ask for it wait for it

        return pd.DataFrame(self.to_rows())

    @classmethod
    def joined(cls, parts: Iterable["Figures"]) -> "Figures":
        """Return the figures of several lists, one list after another."""
        return cls(tuple(figure for part in parts for figure in part))


def _row(figure: Figure) -> dict[str, Any]:
    when = figure.when
    row: dict[str, Any] = {
        "kpi": figure.kpi.id,
        "title": figure.kpi.title,
        "first": when.first if isinstance(when, Period) else when,
        "last": when.last if isinstance(when, Period) else when,
        **figure.by,
    }
    available = figure.unavailable is None
    ratio = available and figure.kpi.kind in ("proportion", "rate")
    row["numerator"] = figure.state.numerator if ratio else None
    row["denominator"] = figure.state.denominator if ratio else None
    row["count"] = figure.count if available else None
    if figure.kpi.kind == "waits":
        row |= figure.summary
    if isinstance(figure.kpi, Proportion) and figure.kpi.sampled:
        ends = figure.interval_display
        lower, upper = map(float, ends) if ends else (None, None)
        row |= {"interval_lower": lower, "interval_upper": upper}
    row |= {
        "value": figure.value,
        "display": figure.display,
        "unit": figure.kpi.unit,
        "undetermined": figure.undetermined,
        "excluded": sum(figure.excluded.values()),
        "missing": figure.missing,
        "missing_reason": figure.missing_reason,
    }
    return row


def _open_from(waits: Waits) -> int:
    return 10**9 if waits.open_from is None else waits.open_from
