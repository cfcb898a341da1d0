"""The primary and secondary type of need of every active plan."""

from collections.abc import Iterable

from send_metrics.adapters.sen2.cells import Cells, Item
from send_metrics.adapters.sen2.levels import Levels, View

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
    ranks = [(rank or "").strip() for rank in needs.texts["SENtypeRank"]]
    held: list[list[int]] = [[] for _ in range(len(active))]
    for number, owner in enumerate(needs.within.tolist()):
        held[owner].append(number)
    first, second = [], []
    for plan, numbers in enumerate(held):
        ones = [number for number in numbers if ranks[number] == "1"]
        twos = [number for number in numbers if ranks[number] == "2"]
        if not ones and len(numbers) == 1 and not ranks[numbers[0]]:
            ones = numbers
        if len(ones) != 1 and numbers:
            cells.found(
                "sen2.need-of-rank-1",
                "query",
                active,
                plan,
                _RANKS,
                "several needs have rank 1; the first of them is used"
                if ones
                else "no need has rank 1; the primary need is taken as unknown",
                "give rank 1 to one need",
            )
        first.append(ones[0] if ones else -1)
        second.append(twos[0] if twos else -1)
    second_needs = cells.codes(View(needs, second), _SECOND, codes)
    return cells.codes(View(needs, first), _FIRST, codes), [
        _NONE if place < 0 and numbers else code
        for code, place, numbers in zip(second_needs, second, held, strict=True)
    ]
