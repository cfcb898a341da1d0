"""A definition in plain English, from the same object that computes it."""

from attrs import frozen

from send_metrics.domain.intervals import LEVEL
from send_metrics.kpis.definition import (
    Count,
    Definition,
    Gap,
    Part,
    Proportion,
    Rate,
    RateOfCounts,
    Settled,
    Waits,
)
from send_metrics.records.tables import SCHEMAS


@frozen
class Described:
    """A definition in words: what it is, then what there is to say under each heading."""

    what: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


def describe(definition: Definition) -> str:
    """Return what is counted, of whom, by which rule and source, as text of several lines.

    Example::

        print(kpi("ehcp.requests_received").describe())
    """
    described = described_in_words(definition)
    lines = [
        definition.title,
        f"{definition.id}, edition {definition.edition}, {definition.status}",
        "",
        described.what,
        "",
    ]
    for heading, entries in described.said:
        lines += [f"{heading}:", *(f"  - {entry}" for entry in entries), ""]
    return "\n".join(lines).rstrip() + "\n"


def described_in_words(definition: Definition) -> Described:
    """Return the same part by part, for pages that set it in their own way."""
    source = definition.citation
    said = (
        ("Who is counted", [c.wording for c in definition.judged_by.population]),
        (
            "Who leaves the measure",
            [f"{e.name}: {e.when.wording} ({e.reason})" for e in definition.exclusions],
        ),
        ("When", [_when(definition)]),
        ("When there is no figure", _feeders(definition)),
        ("What is undetermined", _undetermined(definition.judged_by)),
        ("Where it departs from the official method", list(definition.deviations)),
        (
            "Source",
            [
                f"{source.document}, {source.section}",
                f"{source.url}, read on {source.read_on}",
                f"in force from {definition.in_force_from}"
                + (f" to {definition.in_force_to}" if definition.in_force_to else ""),
            ],
        ),
    )
    return Described(
        _what(definition),
        tuple((heading, tuple(entries)) for heading, entries in said if entries),
    )


_INTERVAL = (
    f" With the {LEVEL} per cent interval of Wilson, since these are a sample; both its"
    " ends are rounded half up as the share is."
)


def _what(definition: Definition) -> str:
    if isinstance(definition, Proportion):
        return (
            f"Of {definition.counted}, the share for which"
            f" {definition.numerator.wording}, {_rounded(definition)}."
            + (_INTERVAL if definition.sampled else "")
        )
    if isinstance(definition, Rate):
        top = " and ".join(amount.wording for amount in definition.top)
        bottom = " and ".join(amount.wording for amount in definition.bottom)
        return (
            f"The sum of {top} divided by the sum of {bottom}, {_rounded(definition)}."
        )
    if isinstance(definition, RateOfCounts):
        top, bottom = (_sum_of(parts) for parts in (definition.top, definition.bottom))
        return f"The number of {top}, divided by {bottom}; {_rounded(definition)}."
    if isinstance(definition, Waits):
        if definition.bands:
            clock = "published in weekly bands"
        else:
            stop = (
                f"to {_meaning(definition, definition.clock_stop)}"
                if definition.clock_stop
                else "to the day it is asked of"
            )
            start = _meaning(definition, definition.clock_start or "")
            clock = f"in days from {start} {stop}"
        least = (
            f"; none is given for fewer than {definition.least}"
            if definition.least > 1
            else ""
        )
        return (
            f"The {definition.headline} wait in weeks of {definition.counted}, {clock}."
            f" Percentiles are interpolated {definition.percentile_method}{least}."
        )
    if isinstance(definition, Gap):
        return (
            f"The highest median less the lowest, in weeks, of {definition.counted}, by"
            f" {_meaning(definition, definition.across)}; those with fewer than"
            f" {definition.fewest} are left out and named. The waits are those of"
            f" {definition.of.id}."
        )
    if isinstance(definition, Settled):
        return _settled(definition)
    if isinstance(definition, Count):
        return f"The number of {definition.counted}."
    return f"A figure about {definition.counted}."


def _settled(definition: Settled) -> str:
    removed = " and ".join(count.id for count in definition.removed)
    added = " and ".join(count.id for count in definition.added)
    return (
        f"Of {definition.counted}, the share whose waits have settled,"
        f" {_rounded(definition)}. They have if three things hold over the last"
        f" {definition.months} months. No more were added ({added}) than removed"
        f" ({removed}). Neither the median nor the 9-in-10 point of {definition.waits.id}"
        " shows concern in a chart since the baseline. The number of"
        f" {definition.long.id} is never above that at the baseline."
    )


def _in_words(unit: str) -> str:
    """Return how a unit follows a number in a sentence."""
    if unit == "percent":
        return "in per cent"
    return unit if unit.startswith(("per ", "out of ")) else f"in {unit}"


def _rounded(definition: Definition) -> str:
    form = _in_words(definition.unit)
    places = "decimal" if definition.decimals == 1 else "decimals"
    return f"{form}, rounded half up to {definition.decimals} {places}"


def _sum_of(parts: tuple[Part, ...]) -> str:
    if len(parts) == 1:
        return _part(parts[0])
    return "the sum of these: " + "; ".join(map(_part, parts))


def _part(part: Part) -> str:
    counted = part.count.counted.removesuffix(" on the day")
    return f"{counted} {part.taken} ({part.count.id})"


def _when(definition: Definition) -> str:
    if definition.dated_by:
        day = _meaning(definition, definition.dated_by)
        if definition.due_after_days:
            return _due(f"{definition.due_after_days} days", day)
        if definition.due_after_working_days:
            return _due(f"{definition.due_after_working_days} working days", day)
        return f"a record belongs to the period of this day: {day}"
    if isinstance(definition, Settled):
        return "the months from a baseline, which the plan says, up to one day"
    if definition.stock:
        return "a stock: the state of things on one day"
    if isinstance(definition, RateOfCounts):
        return "each part in its own way, as described under its id"
    return "the sessions of the period are added up for each enrolment"


def _due(limit: str, day: str) -> str:
    return f"a record belongs to the period in which {limit} had passed since {day}"


def _feeders(definition: Definition) -> list[str]:
    if not isinstance(definition, RateOfCounts):
        return []
    return [
        f"{feeder.wording}: {_part(feeder.part)} are fewer than {feeder.at_least} of"
        f" {_part(feeder.whole)}"
        for feeder in definition.feeders
    ]


def _undetermined(definition: Definition) -> list[str]:
    lines = []
    if isinstance(definition, Settled):
        lines.append(
            f"a {definition.across} with fewer than {definition.months} months, or with a"
            " figure missing in one of the last of them or at the baseline"
        )
    if definition.may_lack:
        lines += [
            f"a record without {_meaning(definition, name)}"
            for name in definition.may_lack
        ]
    lines += [f"a record where {c.contrary}" for c in definition.measurable]
    return lines


def _words(column: str) -> str:
    return column.replace("_", " ")


def _meaning(definition: Definition, column: str) -> str:
    """Return a column with what it says, where the table itself has it."""
    schema = SCHEMAS[definition.table]
    if column not in schema.names:
        return _words(column)
    return f"{column} ({schema.column(column).meaning})"
