"""Gaps between groups, from the waits of each."""

from collections.abc import Callable

from attrs import evolve

from send_metrics.calculate.figure import Figure, Figures, State
from send_metrics.calculate.merge import added
from send_metrics.calculate.rates import Cell, Moment
from send_metrics.kpis.definition import Gap, Waits

Waiting = Callable[[Waits, Moment, Cell], Figures]
"""Returns the waits at a moment, by the columns named."""


def gaps(kpi: Gap, when: Moment, by: Cell, waiting: Waiting) -> Figures:
    """Return the gap in every cell, with the waits of each of its groups."""
    cells: dict[tuple[tuple[str, str], ...], Figure] = {}
    if not by:
        cells[()] = Figure(kpi, when)
    for found in waiting(kpi.of, when, (*by, kpi.across)):
        own = {name: found.by[name] for name in by}
        key = tuple(own.items())
        state = State(groups={found.by[kpi.across]: found.state.spread})
        figure = evolve(found, kpi=kpi, by=own, state=state)
        cells[key] = added(cells[key], figure) if key in cells else figure
    return Figures(tuple(figure for _, figure in sorted(cells.items())))
