"""Rules about reported figures: what they are of, and what they are held against."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from send_metrics.domain.plan import Observation
from send_metrics.domain.rounding import percentage
from send_metrics.plans.lint.rule import Asked, Found, Rule

_OPEN = " or "

Placed = tuple[str, Observation]


def _without_base(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        if observation.is_a_share and observation.base is None:
            problem = f"{observation.value} % of how many is not said"
            yield Found(f"{place}.base", observation.id, problem)


def _does_not_add_up(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        if not observation.is_a_share:
            continue
        part, base = observation.numerator, observation.base
        if not 0 <= observation.value <= 100:
            problem = f"{observation.value} % is no share"
            yield Found(f"{place}.value", observation.id, problem)
        elif part is not None and base is not None:
            again = _share(part, base, _decimals(observation.value))
            if again is None or Decimal(again) != observation.value:
                comes_to = "no share" if again is None else f"{again} %"
                problem = f"{part} of {base} is {comes_to}, not {observation.value} %"
                yield Found(f"{place}.value", observation.id, problem)


def _share(part: int, base: int, decimals: int) -> str | None:
    return None if base == 0 or part > base else percentage(part, base, decimals)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _without_day(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        period = observation.period
        if period is None:
            problem = f"{_told(observation)}, with no time given"
            yield Found(f"{place}.period", observation.id, problem)
        elif observation.span == "on a day" and not period.is_within_a_month:
            problem = f"{_told(observation)}, on some day of {period.in_words}"
            yield Found(f"{place}.period", observation.id, problem)


def _told(observation: Observation) -> str:
    bound = "" if observation.qualifier == "exactly" else f"{observation.qualifier} "
    unit = "%" if observation.is_a_share else observation.unit
    return f"{bound}{observation.value} {unit}"


def _span_unstated(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        period = observation.period
        if observation.is_a_share and observation.span is None and period is not None:
            problem = (
                f"{_told(observation)} of {period.in_words} may be of that time alone, of"
                " the year so far, or of the last 12 months"
            )
            yield Found(f"{place}.span", observation.id, problem)


def _spans_mixed(asked: Asked) -> Iterator[Found]:
    for link, observed in asked.series():
        for source in _in_order(observation.source for _, observation in observed):
            own = [(p, o) for p, o in observed if o.source == source]
            spans = _in_order(
                observation.span or "not stated" for _, observation in own
            )
            if len(spans) > 1:
                problem = (
                    f"its figures are told side by side and are of: {', '.join(spans)}"
                )
                yield Found(own[0][0], link.id, problem)


def _in_order(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name is not None))


def _disagree(asked: Asked) -> Iterator[Found]:
    for link, observed in asked.series():
        periods = [(each[1].period, each) for each in observed]
        for period in dict.fromkeys(p.period for p, _ in periods if p is not None):
            same = [
                each
                for p, each in periods
                if p is not None
                and p.period == period
                and each[1].qualifier == "exactly"
                and each[1].span in (None, "whole period", "on a day")
            ]
            if len(same) > 1 and not _are_one_figure(same):
                first = next((each for each in same if each[1].basis is None), same[0])
                when = first[1].period
                told = ", ".join(
                    f"{_told(o)} ({o.basis or 'basis not stated'})" for _, o in same
                )
                problem = f"for {when and when.in_words} there are {told}"
                yield Found(f"{first[0]}.value", link.id, problem)


def _are_one_figure(placed: list[Placed]) -> bool:
    """Tell whether figures are the same but for how far they are rounded."""
    values = [observation.value for _, observation in placed]
    unit = Decimal(1).scaleb(-min(map(_decimals, values)))
    return len({value.quantize(unit, ROUND_HALF_UP) for value in values}) == 1


def _populations_mixed(asked: Asked) -> Iterator[Found]:
    for link, observed in asked.series():
        populations = _in_order(observation.population for _, observation in observed)
        if len(populations) > 1:
            problem = (
                f"its figures are of {len(populations)} populations: "
                + "; ".join(populations)
            )
            yield Found(observed[0][0], link.id, problem)


def _another_heading(asked: Asked) -> Iterator[Found]:
    for place, update in asked.each("updates"):
        for observation_id in update.observations:
            observation = asked.observation(observation_id)
            if observation is None or None in (
                update.population,
                observation.population,
            ):
                continue
            if observation.population != update.population:
                problem = (
                    f"its heading is about {update.population}, and"
                    f" {_told(observation)} is about {observation.population}"
                )
                yield Found(f"{place}.population", update.id, problem)


def _conditions_joined(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        if len(observation.conditions) > 1:
            problem = (
                f"{_told(observation)} are counted where several things hold at once:"
                f" {'; '.join(observation.conditions)}"
            )
            yield Found(f"{place}.conditions", observation.id, problem)


def _unit_unclear(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        if _OPEN in observation.unit:
            problem = f"{observation.value} may be {observation.unit}"
            yield Found(f"{place}.unit", observation.id, problem)


def _unit_differs(asked: Asked) -> Iterator[Found]:
    for link, observed in asked.series():
        for place, observation in observed:
            # A unit that is unclear is a finding of its own.
            if observation.unit != link.unit and _OPEN not in observation.unit:
                problem = (
                    f"it counts {observation.unit}, and the measure it is of counts"
                    f" {link.unit}"
                )
                yield Found(f"{place}.unit", observation.id, problem)


def _miscounted(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        named, value = len(set(observation.places)), observation.value
        if named and observation.unit != "percent" and named != value:
            problem = f"it counts {value} and names {named}"
            yield Found(f"{place}.places", observation.id, problem)


def _crosses(asked: Asked) -> Iterator[Found]:
    for link, observed in asked.series():
        periods = [o.period for _, o in observed if o.period is not None]
        for change in link.breaks:
            before = any(period.first < change.on.last for period in periods)
            after = any(period.last > change.on.first for period in periods)
            if before and after:
                sides = f"its figures lie on both sides of {change.on.in_words}"
                problem = f"{sides}: {change.why}"
                yield Found(observed[0][0], link.id, problem)


def _without_source(asked: Asked) -> Iterator[Found]:
    for place, observation in asked.each("observations"):
        if observation.source is None:
            problem = "nothing says where it is from"
            yield Found(f"{place}.source", observation.id, problem)


def _figure(
    value: object, more: str = "", *, unit: str = "percent", name: str = "a"
) -> str:
    return f"""
[[observations]]
id = "{name}"
title = "A figure"
value = {value}
unit = "{unit}"
{more}
"""


def _series(unit: str = "percent", more: str = "") -> str:
    return f"""
[[kpis]]
id = "measure"
kpi = "ehcp.issued_within_20_weeks_incl_exceptions"
title = "A measure"
unit = "{unit}"
better = "higher"
role = "impact"
{more}
"""


def _of(more: str) -> str:
    return f'link = "measure"\n{more}'


_YEAR = 'period = "CY2023"\nspan = "whole period"\n'
_HEADING = """
[[updates]]
id = "news"
title = "Waiting for assessment"
population = "children who wait for therapy"
observations = ["a"]
"""
_BREAK = 'breaks = [{ on = "2024-01", why = "another audit tool" }]\n'

FIGURE_RULES = (
    Rule(
        id="share-without-base",
        severity="query",
        wording="a share does not say of how many",
        action="ask the source for the number that the share is of, and write it in base",
        find=_without_base,
        failing=(_figure(53),),
        passing=(_figure(53, "base = 94"), _figure(107, unit="people")),
    ),
    Rule(
        id="share-does-not-add-up",
        severity="error",
        wording="a share is not what its numerator and base come to, or is no share",
        action="correct the share, the numerator or the base",
        find=_does_not_add_up,
        failing=(
            _figure(56.2, "numerator = 957\nbase = 1699"),
            _figure(130),
            _figure(100, "numerator = 3\nbase = 0"),
        ),
        passing=(_figure(56.3, "numerator = 957\nbase = 1699"),),
    ),
    Rule(
        id="figure-without-day",
        severity="query",
        wording="a figure does not say of which time, or of which day, it is",
        action="ask the source for the day or the period, and write it in period",
        find=_without_day,
        failing=(
            _figure(
                600,
                'qualifier = "over"\nperiod = "CY2023"\nspan = "on a day"',
                unit="people",
            ),
            _figure(8, unit="people"),
        ),
        passing=(_figure(107, 'period = "2024-09"\nspan = "on a day"', unit="people"),),
    ),
    Rule(
        id="span-unstated",
        severity="query",
        wording="a share does not say how it relates to its date",
        action="ask whether it is of that month, of the year to date or of the last 12"
        " months, and write it in span",
        find=_span_unstated,
        failing=(_figure(56, 'period = "2024-09-30"'),),
        passing=(_figure(56, 'period = "2024-09-30"\nspan = "year to date"'),),
    ),
    Rule(
        id="spans-mixed",
        severity="query",
        wording="figures of one measure and source are of unlike stretches of time",
        action="compare like with like: the same months of each year, or whole years",
        find=_spans_mixed,
        failing=(
            _series()
            + _figure(
                56, _of('period = "2024-09"\nsource = "page"\nspan = "year to date"')
            )
            + _figure(36, _of('source = "page"\n' + _YEAR), name="b")
            + '[[evidence]]\nid = "page"\nkind = "page"\ntitle = "Page"\n',
        ),
        passing=(
            _series()
            + _figure(36, _of('source = "page"\n' + _YEAR))
            + _figure(40, _of('source = "statistic"\n' + _YEAR), name="b"),
        ),
    ),
    Rule(
        id="figures-disagree",
        severity="error",
        wording="a measure has several figures of one time, on several bases",
        action="find out the basis of each, keep each with its own definition, and compare"
        " only those on one basis",
        find=_disagree,
        failing=(
            _series()
            + _figure(36, _of(_YEAR))
            + _figure(40.2, _of(_YEAR + 'basis = "exceptions left out"\n'), name="b"),
        ),
        passing=(
            _series()
            + _figure(40, _of(_YEAR))
            + _figure(40.2, _of(_YEAR + 'basis = "exceptions left out"\n'), name="b"),
        ),
    ),
    Rule(
        id="populations-mixed",
        severity="error",
        wording="figures of one measure are of different populations",
        action="make a measure of each population",
        find=_populations_mixed,
        failing=(
            _series("people")
            + _figure(8, _of('population = "interns hosted"'), unit="people")
            + _figure(
                1, _of('population = "interns on a plan"'), unit="people", name="b"
            ),
        ),
        passing=(
            _series("people")
            + _figure(8, _of('population = "interns hosted"'), unit="people")
            + _figure(9, _of('population = "interns hosted"'), unit="people", name="b"),
        ),
    ),
    Rule(
        id="heading-of-another-population",
        severity="error",
        wording="news is headed by one population and tells a figure of another",
        action="name in the heading those whom the figure is about",
        find=_another_heading,
        failing=(
            _HEADING
            + _figure(
                107, 'population = "children whose report is due"', unit="people"
            ),
        ),
        passing=(
            _HEADING
            + _figure(
                1730, 'population = "children who wait for therapy"', unit="people"
            ),
        ),
    ),
    Rule(
        id="conditions-joined",
        severity="query",
        wording="one figure joins several conditions",
        action="count each condition by itself as well",
        find=_conditions_joined,
        failing=(_figure(94.7, 'conditions = ["signed up", "using it"]'),),
        passing=(_figure(94.7, 'conditions = ["signed up"]'),),
    ),
    Rule(
        id="unit-unclear",
        severity="query",
        wording="the unit leaves open what is counted",
        action="ask whether one who comes twice counts once, and write down which it is",
        find=_unit_unclear,
        failing=(_figure(431, unit="people or attendances"),),
        passing=(_figure(431, unit="people"),),
    ),
    Rule(
        id="unit-differs",
        severity="error",
        wording="a figure has another unit than the measure it is of",
        action="link it to a measure of its unit",
        find=_unit_differs,
        failing=(_series("percent") + _figure(4, _of(""), unit="districts"),),
        passing=(_series("districts") + _figure(4, _of(""), unit="districts"),),
    ),
    Rule(
        id="places-miscounted",
        severity="error",
        wording="a figure counts another number of places than it names",
        action="name every place once, each by itself",
        find=_miscounted,
        failing=(
            _figure(
                4, 'places = ["Dacorum", "Watford and Three Rivers"]', unit="districts"
            ),
        ),
        passing=(
            _figure(
                3, 'places = ["Dacorum", "Watford", "Three Rivers"]', unit="districts"
            ),
        ),
    ),
    Rule(
        id="series-crosses-break",
        severity="query",
        wording="figures on both sides of a change of method stand in one series",
        action="do not read them as a trend, or say how both methods compare",
        find=_crosses,
        failing=(
            _series(more=_BREAK)
            + _figure(5, _of('period = "2023-Q3"'))
            + _figure(36, _of('period = "2024-Q3"'), name="b"),
        ),
        passing=(
            _series(more=_BREAK)
            + _figure(28, _of('period = "2024-Q2"'))
            + _figure(36, _of('period = "2024-Q3"'), name="b"),
        ),
    ),
    Rule(
        id="figure-without-source",
        severity="query",
        wording="a figure has no source",
        action="add what it was read in to the evidence, and name it in source",
        find=_without_source,
        failing=(_figure(56),),
        passing=(
            _figure(56, 'source = "page"')
            + '[[evidence]]\nid = "page"\nkind = "page"\ntitle = "Page"\n',
        ),
    ),
)
