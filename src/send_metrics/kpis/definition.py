"""The shape of a definition: named conditions, a source, and the days it is in force."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import narwhals.stable.v2 as nw
from attrs import Factory, evolve, field, frozen

from send_metrics.domain.period import Period
from send_metrics.errors import DefinitionError
from send_metrics.kpis.contraries import contrary_of
from send_metrics.records.expressions import flag
from send_metrics.records.lookups import LOOKUPS
from send_metrics.records.tables import SCHEMAS

Better = Literal["higher", "lower", "neither"]
Status = Literal["official", "statutory duty without statistic", "local convention"]
PercentileMethod = Literal["inside weekly bands", "between order statistics"]
Moment = Period | dt.date | None
"""What a claim is asked of: the period of a flow or the day of a stock, once known."""

Question = Callable[[Moment], nw.Expr]


RECORDED = "is recorded"
"""The rule of a claim that asks only whether a column has a value."""


@frozen
class Clock:
    """The days that a condition measures between two events, and the most it allows.

    *stop* is ``None`` where the clock is still running on the day that is asked about.
    """

    start: str
    stop: str | None
    most_days: int | None = None


@frozen
class Turn:
    """The day on which the answer to a claim changes, once and for good.

    That is so many *days* after the day in *column*. From it on the claim *holds*, or
    holds no more. In a row without a day, one that would begin to hold cannot be told,
    and one that would end goes on.
    """

    column: str
    days: int = 0
    holds: bool = True


@frozen
class Condition:
    """A claim about one record: its wording and its expression, held together.

    *question* takes the period or the day that the claim is asked of and returns the
    narwhals expression. It is asked only of rows that hold every column in *needs*.
    Columns in *looks_at* may be empty, which says something: a source must have them.
    *rule* is what the question comes to, in words and numbers that a fingerprint can
    hold: a change of the rule under the same wording must show. *clock* says which days
    it measures, so that one who is late can be told by how much. *turn* says when the
    answer changes, if it does so once: many days can then be asked about together.
    *fits_longer* says of one that asks for the period that a longer one gives the same
    answer about every row of the period: many periods can then be asked about together.
    *contrary* is what is so where the claim is not.
    Conditions are joined with ``&`` and turned round with ``~``.
    """

    wording: str
    needs: tuple[str, ...]
    question: Question = field(repr=False, eq=False)
    rule: tuple[Any, ...]
    clock: Clock | None = field(default=None, eq=False)
    contrary: str = field(
        default=Factory(lambda self: contrary_of(self.wording), takes_self=True),
        eq=False,
    )
    looks_at: tuple[str, ...] = field(default=(), eq=False)
    turn: Turn | None = field(default=None, eq=False, kw_only=True)
    fits_longer: bool = field(default=False, eq=False, kw_only=True)

    @property
    def holds_in_longer(self) -> bool:
        """Whether the answer about a row is the same if a longer period is asked about."""
        return self.fits_longer or self.is_timeless

    @property
    def is_timeless(self) -> bool:
        """Whether the answer is the same whichever day or period is asked about."""
        try:
            self.question(None)
        except (DefinitionError, AttributeError, TypeError):
            # It asks for the first or last day of what is no period, or no day.
            return False
        return True

    @property
    def is_of_record(self) -> bool:
        """Whether it asks only that the column it looks at has a value."""
        return self.rule == (RECORDED, *self.looks_at)

    def otherwise(self, contrary: str) -> "Condition":
        """Return the same condition, which says in these words that it does not hold."""
        return evolve(self, contrary=contrary)

    def holds(self, when: Moment) -> nw.Expr:
        """Return 1 where the claim is true of the row, else 0."""
        return flag(self.question(when))

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(
            f"{self.wording} and {other.wording}",
            tuple(dict.fromkeys(self.needs + other.needs)),
            lambda when: self.holds(when) + other.holds(when) == 2,
            ("and", self.rule, other.rule),
            self.clock or other.clock,
            looks_at=self.looks_at + other.looks_at,
        )

    def __invert__(self) -> "Condition":
        return Condition(
            self.contrary,
            self.needs,
            lambda when: self.holds(when) == 0,
            ("not", self.rule),
            self.clock,
            self.wording,
            self.looks_at,
            fits_longer=self.fits_longer,
        )

    def __bool__(self) -> bool:
        message = (
            "a condition is neither true nor false before it meets a record;"
            " join conditions with & and turn one round with ~, not and, or, not"
        )
        raise DefinitionError(message)


@frozen
class Amount:
    """What one record adds to a sum: its wording and its expression, held together.

    The expression gives a whole number for every record that holds all of *needs*.
    """

    wording: str
    needs: tuple[str, ...]
    expression: Callable[[], nw.Expr] = field(repr=False, eq=False)
    rule: tuple[Any, ...]


def column_amount(name: str) -> Amount:
    """Return the amount that a column of whole numbers holds."""
    return Amount(
        name.replace("_", " "), (name,), lambda: nw.col(name), ("column", name)
    )


def _amounts(given: Iterable["Amount | str"]) -> tuple[Amount, ...]:
    return tuple(
        column_amount(amount) if isinstance(amount, str) else amount for amount in given
    )


@frozen
class Exclusion:
    """Records that leave the measure altogether, under a name and for a reason."""

    name: str
    when: Condition
    reason: str


@frozen
class Citation:
    """Where an official rule is written down, and the day somebody read it there."""

    document: str
    section: str
    url: str
    read_on: dt.date
    year: int


@frozen(kw_only=True, repr=False)
class Definition:
    """What is counted, of which records, when, and by whose rule.

    *population* says which records the figure is about. *exclusions* take some of them
    out by name. A record for which *measurable* does not hold, or which lacks a column
    that a condition needs, is undetermined: counted and shown, never guessed.

    A flow is dated by *dated_by*: a record without that day has not happened yet and is
    outside. A stock (no *dated_by*) is asked of one day. With *due_after_days* a record
    belongs to the period in which that many days after *dated_by* had passed; with
    *due_after_working_days*, that many working days.

    *weight* names a column to add up where one row stands for several people.
    *snapshot* names the column that says on which day a published list was counted.
    """

    id: str
    title: str
    table: str
    population: tuple[Condition, ...]
    exclusions: tuple[Exclusion, ...] = ()
    measurable: tuple[Condition, ...] = ()
    dated_by: str | None = None
    due_after_days: int = 0
    due_after_working_days: int = 0
    stock: bool = False
    weight: str | None = None
    snapshot: str | None = None
    lookups: tuple[str, ...] = ()
    unit: str
    counted: str
    better: Better
    decimals: int = 1
    dimensions: tuple[str, ...]
    citation: Citation
    status: Status
    edition: int = 1
    in_force_from: dt.date
    in_force_to: dt.date | None = None
    deviations: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        schema = SCHEMAS.get(self.table)
        if schema is None:
            message = f"{self.id} reads {self.table}, which is no canonical table"
            raise DefinitionError(message)
        if self.stock and self.dated_by:
            message = f"{self.id} is a stock and cannot be dated by a column"
            raise DefinitionError(message)
        if self.due_after_days and self.due_after_working_days:
            message = f"{self.id} is due after days and after working days; say one"
            raise DefinitionError(message)
        known = set(schema.names) | set(self.lookups)
        wrong = sorted(set(self.columns) - known) + sorted(
            set(self.dimensions) - set(schema.dimensions)
        )
        if wrong:
            message = f"{self.id} uses {', '.join(wrong)}, which {self.table} lacks"
            raise DefinitionError(message)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}, edition {self.edition}>"

    @property
    def kind(self) -> str:
        """The kind of figure, in lower case."""
        return type(self).__name__.lower()

    @property
    def scale(self) -> int:
        """What a ratio is multiplied by when it is printed: per cent, or per 100."""
        return 100 if self.unit == "percent" or self.unit.startswith("per 100 ") else 1

    @property
    def parts(self) -> tuple[Condition, ...]:
        """Every condition that decides the role of a record."""
        return (*self.population, *self.measurable, *(e.when for e in self.exclusions))

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without a value in which a record of the population is undetermined."""
        return tuple(dict.fromkeys(c for part in self.parts for c in part.needs))

    def fillable(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return those of *columns* that a row of the table may lack.

        Codes and flags never do: what was not given is ``unknown``.
        """
        schema = SCHEMAS[self.table]
        return tuple(
            name
            for name in columns
            if name in self.lookups
            or not (
                schema.column(name).required
                or schema.column(name).kind in ("code", "flag")
            )
        )

    @property
    def may_lack(self) -> tuple[str, ...]:
        """The needed columns, and the one that dates a row, that a row may lack.

        What the population asks to be recorded, its rows have.
        """
        dating = (self.dated_by,) if self.dated_by else ()
        asked_for = {
            name
            for claim in self.population
            if claim.is_of_record
            for name in claim.looks_at
        }
        columns = dict.fromkeys((*self.needed, *dating))
        return self.fillable(name for name in columns if name not in asked_for)

    @property
    def lookups_from(self) -> tuple[str, ...]:
        """The other tables that the definition looks values up in."""
        return tuple(dict.fromkeys(LOOKUPS[name].table for name in self.lookups))

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that the definition reads."""
        return (self.table, *self.lookups_from)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the definition reads."""
        extra = (self.dated_by, self.weight, self.snapshot)
        return tuple(dict.fromkeys((*self.needed, *(name for name in extra if name))))

    @property
    def to_be_given(self) -> tuple[str, ...]:
        """The columns of its table that a source must have, were they all empty.

        Without a column of days on which something was done, nothing would seem to be.
        """
        looked_at = (name for part in self.parts for name in part.looks_at)
        names = dict.fromkeys((*self.columns, *looked_at))
        return tuple(name for name in names if name not in self.lookups)

    @property
    def clock(self) -> Clock | None:
        """The days that decide whether a record is in time, if any do."""
        return next((part.clock for part in self.parts if part.clock), None)

    @property
    def dating(self) -> tuple[str | None, int, int]:
        """What says to which period a row belongs."""
        return self.dated_by, self.due_after_days, self.due_after_working_days

    @property
    def judged_by(self) -> "Definition":
        """The definition that decides what a row is to this one."""
        return self

    @property
    def counts(self) -> tuple["Definition", ...]:
        """The definitions that decide which rows count."""
        return (self.judged_by,)

    @property
    def computed_by(self) -> Literal["calculate", "stabilised"]:
        """The function that computes it: most are counted at one moment, by `calculate`."""
        return "calculate"

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when the definition does."""
        said = {
            "id": self.id,
            "edition": self.edition,
            "kind": self.kind,
            "table": self.table,
            "population": [[c.wording, c.rule] for c in self.population],
            "exclusions": [
                [e.name, e.when.wording, e.when.rule] for e in self.exclusions
            ],
            "measurable": [[c.wording, c.rule] for c in self.measurable],
            "lookups": [[name, LOOKUPS[name].identity] for name in self.lookups],
            "snapshot": self.snapshot,
            "needs": list(self.columns),
            "dated_by": self.dated_by,
            "due_after_days": self.due_after_days,
            "stock": self.stock,
            "weight": self.weight,
            "unit": self.unit,
            "decimals": self.decimals,
            **self.particulars(),
        }
        if self.due_after_working_days:
            said["due_after_working_days"] = self.due_after_working_days
        written = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {}

    def describe(self) -> str:
        """Return the definition in plain English, with its source."""
        from send_metrics.kpis.describe import describe

        return describe(self)


@frozen(kw_only=True, repr=False)
class Count(Definition):
    """How many records. Merges by adding."""

    unit: str = "count"
    decimals: int = 0


@frozen(kw_only=True, repr=False)
class Proportion(Definition):
    """The share of records for which *numerator* holds. Merges by adding both counts.

    Where the records are *sampled*, a figure comes with the interval in which the share
    of all may lie.
    """

    numerator: Condition
    sampled: bool = False
    unit: str = "percent"

    @property
    def parts(self) -> tuple[Condition, ...]:
        """Every condition that decides the role of a record."""
        return (*super().parts, self.numerator)

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        said: dict[str, object] = {
            "numerator": [self.numerator.wording, self.numerator.rule]
        }
        return said | ({"sampled": True} if self.sampled else {})


@frozen(kw_only=True, repr=False)
class Rate(Definition):
    """One sum over another, both of whole numbers. Merges by adding both sums.

    *top* and *bottom* say what each record adds; a text names a column.
    """

    top: tuple[Amount, ...] = field(converter=_amounts)
    bottom: tuple[Amount, ...] = field(converter=_amounts)
    unit: str = "percent"

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without a value in which a record of the population is undetermined."""
        added = [name for part in (*self.top, *self.bottom) for name in part.needs]
        return tuple(dict.fromkeys((*super().needed, *added)))

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {
            "top": [[part.wording, part.rule] for part in self.top],
            "bottom": [[part.wording, part.rule] for part in self.bottom],
        }


Taken = Literal[
    "in the period",
    "on the last day of the period",
    "on the census day after",
    "on the census day before",
]
"""When a part of a rate is counted, seen from its period; census days are those of its
calendar year."""


@frozen
class Part:
    """A count that a rate is made of: a flow of its period, or a stock of a day.

    Raises:
        DefinitionError: a stock is counted in a period, or a flow on a day.
    """

    count: "Count"
    taken: Taken = "in the period"

    def __attrs_post_init__(self) -> None:
        if self.count.stock == (self.taken == "in the period"):
            message = f"{self.count.id} cannot be counted {self.taken}"
            raise DefinitionError(message)


@frozen
class Feeder:
    """A count that must not be too small for the rate that rests on it.

    A rate over an incomplete table looks like a fact about families and is one about
    the table. *part* is compared with *whole*: below *at_least* of it, no rate is given.
    """

    part: Part
    whole: Part
    at_least: Fraction
    wording: str


@frozen(kw_only=True, repr=False)
class RateOfCounts(Definition):
    """Counts over counts, of several tables. Merges by adding both sums.

    *top* and *bottom* are the counts that are added up; *table* is that of the first.
    *feeders* say which of them must be complete before a rate is given at all.
    """

    population: tuple[Condition, ...] = ()
    top: tuple[Part, ...]
    bottom: tuple[Part, ...]
    feeders: tuple[Feeder, ...] = ()
    unit: str = "percent"

    def __attrs_post_init__(self) -> None:
        if self.table != self.top[0].count.table:
            message = f"{self.id} counts rows of {self.top[0].count.table} first"
            raise DefinitionError(message)
        for count in self.counts:
            wrong = sorted(set(self.dimensions) - set(count.dimensions))
            if wrong:
                message = f"{self.id} by {', '.join(wrong)}: {count.id} has no such"
                raise DefinitionError(message)

    @property
    def kind(self) -> str:
        """The kind of figure, in lower case."""
        return "rate"

    @property
    def parts_counted(self) -> tuple[Part, ...]:
        """The parts of the top, then those of the bottom."""
        return (*self.top, *self.bottom)

    @property
    def counts(self) -> tuple["Count", ...]:
        """The definition of every part, each once."""
        return tuple(dict.fromkeys(part.count for part in self.parts_counted))

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that the definition reads."""
        parts = (*self.parts_counted, *(f.whole for f in self.feeders))
        return tuple(dict.fromkeys(t for part in parts for t in part.count.tables))

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {
            name: [[part.count.fingerprint, part.taken] for part in parts]
            for name, parts in (("top", self.top), ("bottom", self.bottom))
        } | {
            "feeders": [
                [
                    *([p.count.fingerprint, p.taken] for p in (f.part, f.whole)),
                    str(f.at_least),
                ]
                for f in self.feeders
            ]
        }


@frozen(kw_only=True, repr=False)
class Waits(Definition):
    """How long records took, as a count for each day or band. Merges by adding each.

    A flow or stock of single records is measured in whole days from *clock_start* to
    *clock_stop* (``None``: to the day the stock is taken). Published lists come in
    weekly bands, whose lower edge *bands* names; *open_from* is the band without an
    upper edge. No median or percentile is given for fewer than *least*.
    """

    clock_start: str | None = None
    clock_stop: str | None = None
    bands: str | None = None
    open_from: int | None = None
    percentile_method: PercentileMethod = "between order statistics"
    least: int = 1
    headline: Literal["median", "mean"] = "median"
    unit: str = "weeks"

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without a value in which a record of the population is undetermined."""
        own = (self.clock_start, self.clock_stop, self.bands)
        return tuple(dict.fromkeys((*super().needed, *(name for name in own if name))))

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {
            "clock": [self.clock_start, self.clock_stop],
            "bands": [self.bands, self.open_from],
            "percentiles": [self.percentile_method, self.least],
            "headline": self.headline,
        }


@frozen(kw_only=True, repr=False)
class Gap(Definition):
    """How far apart groups are: the highest median wait less the lowest.

    It follows from the waits *of* each group *across* a column, which are kept, so that
    it merges by adding those. Groups of fewer than *fewest*, and rows of no known group,
    are left out of it by name.
    """

    population: tuple[Condition, ...] = ()
    of: Waits
    across: str
    fewest: int = 10
    unit: str = "weeks"

    def __attrs_post_init__(self) -> None:
        if self.of.bands or self.table != self.of.table:
            message = f"{self.id} is not of waits in days of {self.table}"
            raise DefinitionError(message)
        wrong = sorted({*self.dimensions, self.across} - set(self.of.dimensions))
        if wrong or self.across in self.dimensions:
            message = f"{self.id} cannot be by {', '.join(wrong) or self.across}"
            raise DefinitionError(message)

    @property
    def judged_by(self) -> Definition:
        """The waits that the gap is of."""
        return self.of

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that the definition reads."""
        return self.of.tables

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {
            "of": self.of.fingerprint,
            "across": self.across,
            "fewest": self.fewest,
        }


@frozen(kw_only=True, repr=False)
class Settled(Definition):
    """The share of groups, such as services, whose waits have settled since a baseline.

    No row says that. It is judged in `send_metrics.progress`, from the months of other
    figures of each group *across* a column: who was *added* and *removed*, the *waits* of
    those on the list, and the *long* ones among them. It merges by merging those, never
    by adding up shares. Groups with fewer than *months* months are undetermined.
    """

    population: tuple[Condition, ...] = ()
    stock: bool = True
    added: tuple[Count, ...]
    removed: tuple[Count, ...]
    waits: Waits
    long: Proportion
    across: str
    months: int
    unit: str = "percent"

    def __attrs_post_init__(self) -> None:
        for count in self.counts:
            if count.table != self.table or self.across not in count.dimensions:
                message = (
                    f"{self.id}: {count.id} is not of {self.table} by {self.across}"
                )
                raise DefinitionError(message)

    @property
    def kind(self) -> str:
        """The kind of figure, in lower case."""
        return "proportion"

    @property
    def computed_by(self) -> Literal["stabilised"]:
        """The function that judges it from many months: `progress.stabilised`."""
        return "stabilised"

    @property
    def flows(self) -> tuple[Count, ...]:
        """The figures that it needs of each month as a whole."""
        return (*self.added, *self.removed)

    @property
    def stocks(self) -> tuple[Waits, Proportion]:
        """The figures that it needs of the last day of each month."""
        return (self.waits, self.long)

    @property
    def counts(self) -> tuple[Definition, ...]:
        """The definition of every figure that it is judged from."""
        return (*self.flows, *self.stocks)

    def particulars(self) -> dict[str, object]:
        """Return what this kind adds to the identity of a definition."""
        return {
            "added": [count.fingerprint for count in self.added],
            "removed": [count.fingerprint for count in self.removed],
            "waits": self.waits.fingerprint,
            "long": self.long.fingerprint,
            "across": self.across,
            "months": self.months,
        }


SHARES = {
    "median_weeks": Fraction(1, 2),
    "p90_weeks": Fraction(9, 10),
    "p92_weeks": Fraction(92, 100),
}
"""The percentiles that every summary of waits gives."""
