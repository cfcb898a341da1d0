"""The one place that decides who counts: each row gets one decision, with its reason."""

import datetime as dt
from enum import Enum

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.domain.period import Period
from send_metrics.domain.working_days import started_to_end_in
from send_metrics.kpis.definition import Condition, Definition, Proportion
from send_metrics.records.expressions import any_missing, integer, midnight, missing


class Role(Enum):
    """What a row is to a figure."""

    NUMERATOR = "numerator"
    DENOMINATOR_ONLY = "denominator only"
    EXCLUDED = "excluded"
    OUTSIDE = "outside"
    UNDETERMINED = "undetermined"


@frozen
class Decision:
    """A role and what decided it. *exclusion* names the exclusion, if it was one."""

    role: Role
    reason: str
    exclusion: str | None = None


@frozen
class Roles:
    """Every decision that a definition can come to, and the expression that makes it.

    The expression gives the position of the decision in *decisions*.
    """

    decisions: tuple[Decision, ...]
    expression: nw.Expr

    @property
    def counted(self) -> int:
        """The position of the decision for rows that count in full."""
        return len(self.decisions) - 1


def roles(
    definition: Definition,
    when: Period | dt.date,
    never_missing: frozenset[str] = frozenset(),
    *,
    numerator_apart: bool = False,
    population: tuple[Condition, ...] | None = None,
) -> Roles:
    """Return how *definition* judges a row in a period, or on a day.

    With *numerator_apart* the expression goes no further than to say whether a row
    counts: to its position is then added what the numerator of a proportion holds.

    Columns in *never_missing* hold a value in every row, whatever the schema allows.
    Of the claims about the population only those in *population* are asked, if given.

    In this order: a row that certainly fails a claim about the population, or happened
    at another time, is outside; one that certainly meets an exclusion is excluded; one
    that lacks a needed value or cannot be measured is undetermined; the others count.
    """
    tests: list[tuple[nw.Expr, Decision]] = []
    for condition in definition.population if population is None else population:
        decision = Decision(Role.OUTSIDE, condition.contrary)
        tests.append((_certainly(definition, condition, when, holds=False), decision))
    if definition.dated_by and isinstance(when, Period):
        tests.append(_at_another_time(definition, definition.dated_by, when))
    for exclusion in definition.exclusions:
        decision = Decision(Role.EXCLUDED, exclusion.when.wording, exclusion.name)
        tests.append(
            (_certainly(definition, exclusion.when, when, holds=True), decision)
        )
    for column in definition.may_lack:
        if column in never_missing:
            continue
        decision = Decision(Role.UNDETERMINED, f"no value in {column}")
        tests.append((missing(column) > 0, decision))
    for condition in definition.measurable:
        decision = Decision(Role.UNDETERMINED, condition.contrary)
        tests.append((condition.holds(when) == 0, decision))
    if isinstance(definition, Proportion):
        decision = Decision(Role.DENOMINATOR_ONLY, definition.numerator.contrary)
        tests.append((definition.numerator.holds(when) == 0, decision))
        last = Decision(Role.NUMERATOR, definition.numerator.wording)
    else:
        last = Decision(Role.NUMERATOR, "counted")
    decisions = (*(decision for _, decision in tests), last)
    if numerator_apart and isinstance(definition, Proportion):
        tests.pop()

    expression = integer(len(tests))
    for position, (test, _) in reversed(list(enumerate(tests))):
        expression = nw.when(test).then(integer(position)).otherwise(expression)
    return Roles(decisions, expression)


def _certainly(
    definition: Definition, condition: Condition, when: Period | dt.date, *, holds: bool
) -> nw.Expr:
    """Return whether all that a claim needs is there and it is so, or is not so."""
    answer = condition.holds(when) == (1 if holds else 0)
    needed = definition.fillable(condition.needs)
    return (any_missing(needed) == 0) & answer if needed else answer


def days_counted_in(definition: Definition, period: Period) -> tuple[dt.date, dt.date]:
    """Return the first and last day in *dated_by* of the rows that belong to a period.

    The second is the day before the first where there are none.
    """
    if definition.due_after_working_days:
        number = definition.due_after_working_days
        return started_to_end_in(period.first, period.last, number)
    passed = dt.timedelta(days=definition.due_after_days)
    return period.first - passed, period.last - passed


def _at_another_time(
    definition: Definition, column: str, period: Period
) -> tuple[nw.Expr, Decision]:
    first, last = days_counted_in(definition, period)
    before = nw.col(column) < midnight(first)
    after = nw.col(column) > midnight(last)
    days, unit = definition.due_after_days, "days"
    if definition.due_after_working_days:
        days, unit = definition.due_after_working_days, "working days"
    what = column + (f" plus {days} {unit}" if days else "")
    decision = Decision(Role.OUTSIDE, f"{what} is outside {period}")
    return (missing(column) == 0) & (before | after), decision
