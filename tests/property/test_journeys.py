"""Journeys put together by every engine are those that a plain reading puts together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import Figures, Period, Records, merge, whole_journey
from send_metrics.domain.contacts import OUTCOMES
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import ENGINES, canonical

ROUTE = ("triage", "assessment", "speech")
ENDS = ("started_on", "seen_on", "outcome_on")
DAYS = st.none() | st.integers(1, 28).map(lambda n: f"2024-01-{n:02}")

Row = dict[str, Any]


@st.composite
def referrals(draw: st.DrawFn) -> list[Row]:
    drawn = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "person_id": st.sampled_from(("one", "two", "three")),
                    "service": st.sampled_from((*ROUTE, "hearing")),
                    **dict.fromkeys(("referred_on", "first_contact_on"), DAYS),
                    "closed_on": DAYS,
                    "close_reason": st.sampled_from(("assessed", "declined", "none")),
                }
            ),
            min_size=1,
            max_size=12,
        )
    )
    written = [
        {name: value or "" for name, value in row.items()} | {"row": f"r{number:02}"}
        for number, row in enumerate(drawn)
    ]
    return canonical("referrals", written)


def plain_journeys(rows: Sequence[Row], route: Sequence[str]) -> list[Row]:
    """Walk through the referrals of each person, one after another."""
    of_person = defaultdict(list)
    for row in rows:
        if row["service"] in route:
            of_person[row["person_id"]].append(row)
    found = []
    for own in of_person.values():
        over = [
            row["closed_on"]
            for row in own
            if row["service"] == route[-1]
            and row["closed_on"]
            and (row["first_contact_on"] or row["close_reason"] in OUTCOMES)
        ]
        numbered = defaultdict(list)
        for row in own:
            came = row["referred_on"]
            before = sum(day < came for day in over) if came else 0
            numbered[before].append(row)
        found += [_journey(held, route) for held in numbered.values()]
    return found


def _journey(held: Sequence[Row], route: Sequence[str]) -> Row:
    last = [row for row in held if row["service"] == route[-1]]
    told = [row for row in last if row["close_reason"] in OUTCOMES]
    came = [row["referred_on"] for row in held]
    return {
        "journey_id": min(row["referral_id"] for row in held),
        "started_on": min(came) if all(came) else None,
        "seen_on": _first(row["first_contact_on"] for row in last),
        "outcome_on": _first(row["closed_on"] for row in told),
        "services_not_found": len({*route} - {row["service"] for row in held}),
    }


def _first(days: Any) -> dt.datetime | None:
    return min((day for day in days if day), default=None)


@pytest.mark.parametrize("engine", list(ENGINES))
@given(rows=referrals())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_journeys_equal_those_of_a_plain_reading(engine: str, rows: list[Row]) -> None:
    frame = ENGINES[engine](SCHEMAS["referrals"], rows)
    records = Records.from_frames({"referrals": frame}).along(*ROUTE)

    found = collected(records.rows("referral_journeys"))

    assert _by_id(found) == _by_id(plain_journeys(rows, ROUTE))


def _by_id(rows: Sequence[Row]) -> dict[str, tuple[str | int | None, ...]]:
    return {
        row["journey_id"]: (
            *(_written(row[name]) for name in ENDS),
            int(row["services_not_found"]),
        )
        for row in rows
    }


def _written(day: Any) -> str | None:
    written = str(day)[:10]
    return None if written in ("None", "NaT") else written


@given(rows=referrals())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_figures_of_organisations_with_children_of_their_own_merge_exactly(
    rows: list[Row],
) -> None:
    def told(*people: str) -> Figures:
        own = [row for row in rows if row["person_id"] in people]
        frame = ENGINES["pandas"](SCHEMAS["referrals"], own)
        records = Records.from_frames({"referrals": frame})
        january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
        return whole_journey(records, ROUTE, january).to_first_contact.figures

    parts = merge(told("one"), told("two", "three"))

    whole = told("one", "two", "three")
    assert _told(parts) == _told(whole)


def _told(figures: Figures) -> dict[tuple[str, str], Row]:
    return {(f.kpi.id, str(f.by)): f.to_dict() for f in figures}
