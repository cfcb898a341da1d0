"""The primary and secondary type of need of every active plan."""

from collections.abc import Iterable

import numpy as np

from send_metrics.adapters.sen2.cells import Cells, Item
from send_metrics.adapters.sen2.levels import Levels, View, first_within

_FIRST = Item("SENtype", "ehc_requests", "primary_need")
_SECOND = Item("SENtype", "ehc_plans", "secondary_need")
_RANKS = Item("", "ehc_requests", "primary_need")
_NONE = "none"


def read_needs(
    levels: Levels, cells: Cells, codes: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the need of rank 1 and that of rank 2 of every `ActivePlans`.

    Without a need of rank 2 the second is ``none``; without any need both are unknown.
    """
    active, needs = View(levels["ActivePlans"]), levels["SENneed"]
    within = needs.within
    ranks = np.array(
        [(rank or "").strip() for rank in needs.texts["SENtypeRank"][:-1]], dtype=object
    )
    given = np.bincount(within, minlength=len(active))
    is_alone = (ranks == "") & (given[within] == 1)
    ones, twos = np.flatnonzero((ranks == "1") | is_alone), np.flatnonzero(ranks == "2")
    firsts = np.bincount(within[ones], minlength=len(active))
    for plan in np.flatnonzero((given > 0) & (firsts != 1)).tolist():
        cells.found(
            "sen2.need-of-rank-1",
            "query",
            active,
            plan,
            _RANKS,
            "several needs have rank 1; the first of them is used"
            if firsts[plan]
            else "no need has rank 1; the primary need is taken as unknown",
            "give rank 1 to one need",
        )
    first, second = (
        np.append(numbers, -1)[first_within(within[numbers], len(active))].tolist()
        for numbers in (ones, twos)
    )
    second_needs = cells.codes(View(needs, second), _SECOND, codes)
    return cells.codes(View(needs, first), _FIRST, codes), [
        _NONE if place < 0 and needs_given else code
        for code, place, needs_given in zip(
            second_needs, second, given.tolist(), strict=True
        )
    ]
