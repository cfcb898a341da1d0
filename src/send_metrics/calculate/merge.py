"""Put figures of several organisations together, exactly, and refuse unlike ones."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from send_metrics.calculate.figure import Figure, Figures
from send_metrics.errors import MergeError

_Cell = tuple[str, str, tuple[tuple[str, str], ...]]


def merge(*parts: Iterable[Figure]) -> Figures:
    """Return the figures of all *parts* added up, cell by cell.

    The result equals the figure computed on all rows together, medians included, as
    long as no record is in two parts. A cell that only one part has is kept. If one
    part could not give a figure, neither can the whole.

    Raises:
        MergeError: the parts hold different editions or definitions of a KPI, or
            different periods, hindsight or breakdowns; the message names what differs.
            Or a KPI is judged from others, which must be merged in its place.
    """
    lists = [list(part) for part in parts]
    for figures in lists:
        _refuse_judged(figures)
        _refuse_repeats(figures)
    _refuse_unlike(lists)
    merged: dict[_Cell, Figure] = {}
    for figure in (figure for figures in lists for figure in figures):
        held = merged.get(_cell(figure))
        merged[_cell(figure)] = figure if held is None else added(held, figure)
    return Figures(tuple(_with_what_is_unavailable(merged)))


def _cell(figure: Figure) -> _Cell:
    return (figure.kpi.id, str(figure.when), tuple(sorted(figure.by.items())))


def _with_what_is_unavailable(merged: dict[_Cell, Figure]) -> Iterator[Figure]:
    """Yield the cells; one part that could say nothing leaves none of them whole."""
    whole = {
        (kpi, when): figure.unavailable
        for (kpi, when, by), figure in merged.items()
        if not by and figure.unavailable
    }
    broken_down = {(kpi, when) for kpi, when, by in merged if by}
    for (kpi, when, by), figure in merged.items():
        reason = whole.get((kpi, when))
        if by and reason:
            yield evolve(figure, unavailable=reason)
        elif by or (kpi, when) not in broken_down:
            yield figure


def _refuse_judged(figures: list[Figure]) -> None:
    """Refuse shares of groups: one that two parts tell of would count twice."""
    for figure in figures:
        if figure.kpi.computed_by != "calculate":
            message = (
                f"{figure.kpi.id} is judged from other figures; merge those, which it"
                " holds as made_of, and judge them again"
            )
            raise MergeError(message)


def _refuse_repeats(figures: list[Figure]) -> None:
    cells = Counter(_cell(figure) for figure in figures)
    for (kpi, when, _), times in cells.items():
        if times > 1:
            message = (
                f"a list holds {kpi} for {when} {times} times; merge adds lists of"
                " different organisations, so give each figure once in a list"
            )
            raise MergeError(message)


def added(first: Figure, second: Figure) -> Figure:
    """Return the sum of two figures of one cell."""
    reasons = dict.fromkeys(
        reason for reason in (first.unavailable, second.unavailable) if reason
    )
    return evolve(
        first,
        state=first.state + second.state,
        undetermined=first.undetermined + second.undetermined,
        excluded=_added_counts(first.excluded, second.excluded),
        unavailable="; ".join(reasons) or None,
    )


def _added_counts(
    first: Mapping[str, int], second: Mapping[str, int]
) -> dict[str, int]:
    return {
        name: first.get(name, 0) + second.get(name, 0)
        for name in dict.fromkeys((*first, *second))
    }


def _refuse_unlike(lists: list[list[Figure]]) -> None:
    seen: dict[str, dict[str, object]] = {}
    for figures in lists:
        for kpi_id in dict.fromkeys(figure.kpi.id for figure in figures):
            own = [figure for figure in figures if figure.kpi.id == kpi_id]
            traits: dict[str, object] = {
                "edition": {figure.kpi.edition for figure in own},
                "fingerprint": {figure.kpi.fingerprint for figure in own},
                "period": {str(figure.when) for figure in own},
                "hindsight": {_known(figure) for figure in own},
                "breakdown": {tuple(sorted(f.by)) for f in own if not f.unavailable},
            }
            before = seen.setdefault(kpi_id, traits)
            for name, trait in traits.items():
                if name == "breakdown" and not (trait and before[name]):
                    before[name] = before[name] or trait
                elif before[name] != trait:
                    message = (
                        f"figures of {kpi_id} differ in {name}:"
                        f" {_listed(before[name])} and {_listed(trait)};"
                        " only like figures can be merged"
                    )
                    raise MergeError(message)


def _known(figure: Figure) -> str:
    known = figure.known_on
    return "with hindsight" if known is None else f"as known on {known}"


def _listed(values: object) -> str:
    if not isinstance(values, set):
        return str(values)
    return ", ".join(
        sorted(
            (" and ".join(v) or "none") if isinstance(v, tuple) else str(v)
            for v in values
        )
    )
