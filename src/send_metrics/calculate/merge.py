"""Put figures of several organisations together, exactly, and refuse unlike ones."""

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import evolve

from send_metrics.calculate.figure import Figure, Figures
from send_metrics.domain.period import Period
from send_metrics.errors import MergeError

_Cell = tuple[str, str, tuple[tuple[str, str], ...]]


def merge(*parts: Iterable[Figure]) -> Figures:
    """Return the figures of all *parts* added up, cell by cell.

    The result equals the figure computed on all rows together, medians included, as
    long as no record is in two parts. A cell that only one part has is kept. If one
    part could not give a figure, neither can the whole.

    Raises:
        MergeError: the parts hold different editions or definitions of a KPI, or
            different periods or breakdowns; the message names what differs.
    """
    lists = [list(part) for part in parts]
    _refuse_unlike(lists)
    merged: dict[_Cell, Figure] = {}
    for figures in lists:
        for figure in figures:
            cell = (figure.kpi.id, str(figure.when), tuple(sorted(figure.by.items())))
            held = merged.get(cell)
            merged[cell] = figure if held is None else _added(held, figure)
    return Figures(tuple(merged.values()))


def _added(first: Figure, second: Figure) -> Figure:
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
                "period": {_written(figure.when) for figure in own},
                "breakdown": {tuple(sorted(figure.by)) for figure in own},
            }
            before = seen.setdefault(kpi_id, traits)
            for name, trait in traits.items():
                if before[name] != trait:
                    message = (
                        f"figures of {kpi_id} differ in {name}:"
                        f" {_listed(before[name])} and {_listed(trait)};"
                        " only like figures can be merged"
                    )
                    raise MergeError(message)


def _written(when: Period | dt.date) -> str:
    return str(when)


def _listed(values: object) -> str:
    if not isinstance(values, set):
        return str(values)
    return ", ".join(
        sorted(
            (" and ".join(v) or "none") if isinstance(v, tuple) else str(v)
            for v in values
        )
    )
