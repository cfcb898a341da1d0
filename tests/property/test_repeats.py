"""Rows with the same key are found whatever the order that rows stand in."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from send_metrics.records.conform import conform
from send_metrics.records.repeats import stands_in_order
from send_metrics.records.tables import WAITING_LIST_BANDS
from tests.spec.drawing import DEFAULTS, ENGINES

OF_ALL = dict.fromkeys(WAITING_LIST_BANDS.names) | DEFAULTS["waiting_list_bands"]
OF_ALL |= {"treatment_function": "C_100", "service": "none", "band_not_submitted": "no"}
OF_ALL["counted_on"] = dt.datetime.fromisoformat("2026-01-31")


@st.composite
def bands(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of a few lists, in the order of their keys or in none."""
    code = st.sampled_from(["RA1", "RB2", None])
    of_band = st.tuples(
        code, code, st.sampled_from([None, 0, 1, 2, 3]), st.integers(1, 2)
    )
    drawn = draw(st.lists(of_band, max_size=14))
    if draw(st.booleans()):
        drawn.sort(key=lambda of: (of[0] or "", of[1] or "", of[2] or -1))
    names = ("icb", "provider", "band", "pathways")
    return [OF_ALL | dict(zip(names, of, strict=True)) for of in drawn]


def balance_of(rows: list[dict[str, Any]]) -> tuple[int, int, int]:
    """Return how many rows are used, merged and set aside, read plainly."""
    said: dict[Any, Counter[Any]] = defaultdict(Counter)
    for row in rows:
        said[tuple(row[name] for name in WAITING_LIST_BANDS.key)][row["pathways"]] += 1
    merged = sum(each.total() - len(each) for each in said.values())
    apart = sum(len(each) for each in said.values() if len(each) > 1)
    return len(rows) - merged - apart, merged, apart


@pytest.mark.parametrize("engine", list(ENGINES))
@given(rows=bands())
@settings(max_examples=30, deadline=None)
def test_keys_that_occur_twice_are_found_in_any_order(
    engine: str, rows: list[dict[str, Any]]
) -> None:
    table = conform(WAITING_LIST_BANDS, ENGINES[engine](WAITING_LIST_BANDS, rows))

    said = table.balance
    assert (said.accepted, said.merged_duplicates, said.rejected) == balance_of(rows)
    frame = table.frame
    if isinstance(frame, nw.DataFrame):
        event(f"in order: {stands_in_order(WAITING_LIST_BANDS, frame)}")


@pytest.mark.parametrize("engine", ["pandas", "polars"])
@pytest.mark.parametrize(
    ("in_order", "bands_of_two_lists"),
    [
        (True, [("RA1", 0), ("RA1", 1), ("RA1", 5), ("RB2", 0), ("RB2", 1)]),
        (True, [("RB2", 3), ("RB2", 4), ("RA1", 0), ("RA1", 1)]),
        (False, [("RA1", 0), ("RA1", 0), ("RB2", 0), ("RB2", 1)]),
        (False, [("RA1", 1), ("RA1", 0), ("RB2", 0), ("RB2", 1)]),
        (False, [("RA1", 0), ("RA1", None), ("RB2", 0), ("RB2", 1)]),
        (False, [("RA1", 0), ("RA1", 1), ("RB2", 0), ("RB2", 1), ("RA1", 0)]),
        (False, [("RA1", 0), ("RB2", 0), ("RC3", 0)]),
    ],
)
def test_order_is_seen_where_it_is_enough_to_tell(
    engine: str, in_order: bool, bands_of_two_lists: list[tuple[str, int | None]]
) -> None:
    rows = [
        OF_ALL | {"provider": provider, "band": band, "pathways": 1}
        for provider, band in bands_of_two_lists
    ]
    held = nw.from_native(ENGINES[engine](WAITING_LIST_BANDS, rows), eager_only=True)

    assert stands_in_order(WAITING_LIST_BANDS, held) is in_order
