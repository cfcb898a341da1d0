"""A definition in plain English, from the same object that computes it."""

from send_metrics.kpis.definition import (
    Count,
    Definition,
    Part,
    Proportion,
    Rate,
    RateOfCounts,
    Waits,
)


def describe(definition: Definition) -> str:
    """Return what is counted, of whom, by which rule and source, as text of several lines.

    Example::

        print(kpi("ehcp.requests_received").describe())
    """
    lines = [
        f"{definition.title}",
        f"{definition.id}, edition {definition.edition}, {definition.status}",
        "",
        _what(definition),
        "",
    ]
    lines += _listed("Who is counted", [c.wording for c in definition.population])
    lines += _listed(
        "Who leaves the measure",
        [f"{e.name}: {e.when.wording} ({e.reason})" for e in definition.exclusions],
    )
    lines += _listed("When", [_when(definition)])
    lines += _listed("When there is no figure", _feeders(definition))
    lines += _listed("What is undetermined", _undetermined(definition))
    lines += _listed(
        "Where it departs from the official method", list(definition.deviations)
    )
    source = definition.citation
    lines += _listed(
        "Source",
        [
            f"{source.document}, {source.section}",
            f"{source.url}, read on {source.read_on}",
            f"in force from {definition.in_force_from}"
            + (f" to {definition.in_force_to}" if definition.in_force_to else ""),
        ],
    )
    return "\n".join(lines).rstrip() + "\n"


def _what(definition: Definition) -> str:
    if isinstance(definition, Proportion):
        return (
            f"The share of {definition.counted} for which {definition.numerator.wording},"
            f" {_rounded(definition)}."
        )
    if isinstance(definition, Rate):
        top = " and ".join(amount.wording for amount in definition.top)
        bottom = " and ".join(amount.wording for amount in definition.bottom)
        return (
            f"The sum of {top} divided by the sum of {bottom}, {_rounded(definition)}."
        )
    if isinstance(definition, RateOfCounts):
        top = " and ".join(_part(part) for part in definition.top)
        bottom = " and ".join(_part(part) for part in definition.bottom)
        return f"The number of {top}, divided by {bottom}, {_rounded(definition)}."
    if isinstance(definition, Waits):
        if definition.bands:
            clock = "published in weekly bands"
        else:
            stop = (
                f"to {_words(definition.clock_stop)}"
                if definition.clock_stop
                else "to the day it is asked of"
            )
            clock = f"in days from {_words(definition.clock_start or '')} {stop}"
        least = (
            f"; none is given for fewer than {definition.least}"
            if definition.least > 1
            else ""
        )
        return (
            f"The {definition.headline} wait in weeks of {definition.counted}, {clock}."
            f" Percentiles are interpolated {definition.percentile_method}{least}."
        )
    if isinstance(definition, Count):
        return f"The number of {definition.counted}."
    return f"A figure about {definition.counted}."


def _rounded(definition: Definition) -> str:
    form = "in per cent" if definition.unit == "percent" else f"in {definition.unit}"
    places = "decimal" if definition.decimals == 1 else "decimals"
    return f"{form}, rounded half up to {definition.decimals} {places}"


def _part(part: Part) -> str:
    return f"{part.count.counted} {part.taken} ({part.count.id})"


def _when(definition: Definition) -> str:
    if definition.dated_by:
        day = _words(definition.dated_by)
        if definition.due_after_days:
            return (
                f"a record belongs to the period of {day} and"
                f" {definition.due_after_days} days, the last day in time"
            )
        return f"a record belongs to the period of {day}"
    if definition.stock:
        return "a stock: the state of things on one day"
    if isinstance(definition, RateOfCounts):
        return "each part in its own way, as described under its id"
    return "the sessions of the period are added up for each enrolment"


def _feeders(definition: Definition) -> list[str]:
    if not isinstance(definition, RateOfCounts):
        return []
    return [
        f"{feeder.wording}: {_part(feeder.part)} less than {feeder.at_least} of"
        f" {_part(feeder.whole)}"
        for feeder in definition.feeders
    ]


def _undetermined(definition: Definition) -> list[str]:
    lines = []
    if definition.may_lack:
        lacking = ", ".join(_words(name) for name in definition.may_lack)
        lines.append(f"a record without {lacking}")
    lines += [
        f"a record of which it is not so that {c.wording}"
        for c in definition.measurable
    ]
    return lines


def _listed(heading: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    return [f"{heading}:", *(f"  - {entry}" for entry in entries), ""]


def _words(column: str) -> str:
    return column.replace("_", " ")
