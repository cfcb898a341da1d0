"""Figures of one measure put into the order of time."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from send_metrics.calculate.figure import Figure, Figures
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError


def series_of(figures: Figures | Iterable[Figure]) -> list[Fraction | None]:
    """Return the values of one measure in the order of time, exact.

    A figure without a value is a gap. Shares are from 0 to 1.

    Raises:
        UsageError: the figures are of several measures or cells, or two share days, as
            those of a year to date do: each holds the one before, so that nothing can be
            said of their changes.
    """
    held = sorted(figures, key=lambda figure: _ends(figure)[1])
    kinds = {(figure.kpi.id, tuple(sorted(figure.by.items()))) for figure in held}
    if len(kinds) > 1:
        ids = sorted({kpi for kpi, _ in kinds})
        message = (
            f"a series is of one measure and one cell of a breakdown, not of"
            f" {len(kinds)} ({', '.join(ids)}); choose with figures.where(...)"
        )
        raise UsageError(message)
    for earlier, later in pairwise(held):
        if _ends(later)[0] <= _ends(earlier)[1]:
            message = (
                f"{later.kpi.id}: {earlier.when} and {later.when} share days; chart"
                " periods that follow each other, such as months, never a year to date"
            )
            raise UsageError(message)
    return [figure.exact for figure in held]


def _ends(figure: Figure) -> tuple[dt.date, dt.date]:
    when = figure.when
    return (when.first, when.last) if isinstance(when, Period) else (when, when)
