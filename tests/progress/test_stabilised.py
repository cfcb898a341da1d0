"""How the months of services are taken from records, and put together from parts."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from send_metrics import (
    Records,
    calculate,
    calendar_month,
    calendar_quarter,
    merge,
    show_working,
)
from send_metrics.calculate.readiness import readiness
from send_metrics.errors import MergeError, UsageError
from send_metrics.progress import judged, stabilised

JANUARY, JUNE = calendar_month(2025, 1), dt.date(2025, 6, 30)
DAY = dt.timedelta(days=1)


def records(*children: int, service: str = "speech") -> Records:
    """Return children who have been waiting since the summer, a day between each."""
    count = len(children)
    frame = pd.DataFrame(
        {
            "referral_id": [f"r{child}" for child in children],
            "person_id": [f"p{child}" for child in children],
            "service": service,
            "provider": "RXN",
            "area": "EN",
            "referred_on": pd.to_datetime(
                [dt.date(2024, 8, 1) + child * DAY for child in children]
            ).astype("datetime64[us]"),
            **{
                name: pd.Series([None] * count, dtype="datetime64[us]")
                for name in ("accepted_on", "first_contact_on", "closed_on")
            },
        }
    )
    return Records.from_frames({"referrals": frame})


ALL = records(*range(12))


def test_a_list_that_nobody_joins_or_leaves_is_steady() -> None:
    found = stabilised(ALL, as_at=JUNE, baseline=JANUARY)

    assert found.services["speech"].word == "stabilised"
    assert (found.figure.display, found.figure.as_at) == ("100.0", JUNE)


@pytest.mark.parametrize(
    ("as_at", "word"),
    [
        (dt.date(2025, 6, 29), "cannot tell"),
        (JUNE, "stabilised"),
        (dt.date(2025, 7, 30), "stabilised"),
        (dt.date(2025, 8, 2), "not yet"),
    ],
)
def test_a_month_counts_once_it_is_over(as_at: dt.date, word: str) -> None:
    """As nobody leaves, their waits rise, and seven months that rise are a signal."""
    found = stabilised(ALL, as_at=as_at, baseline=JANUARY)

    assert found.services["speech"].word == word


def test_what_parts_tell_comes_merged_to_what_all_tell() -> None:
    """Neither part could tell by itself: each has fewer than ten who wait."""
    few = stabilised(records(*range(6)), as_at=JUNE, baseline=JANUARY)
    others = stabilised(records(*range(6, 12)), as_at=JUNE, baseline=JANUARY)
    all_of_them = stabilised(ALL, as_at=JUNE, baseline=JANUARY)

    together = judged(merge(few.made_of, others.made_of), as_at=JUNE, baseline=JANUARY)

    assert (few.figure.display, others.figure.display) == ("[z]", "[z]")
    assert together.services == all_of_them.services
    assert together.figure == all_of_them.figure


def test_a_service_that_only_one_part_has_is_told_too() -> None:
    speech = stabilised(ALL, as_at=JUNE, baseline=JANUARY)
    hearing = stabilised(
        records(*range(12), service="hearing"), as_at=JUNE, baseline=JANUARY
    )

    together = judged(
        merge(speech.made_of, hearing.made_of), as_at=JUNE, baseline=JANUARY
    )

    assert list(together.services) == ["hearing", "speech"]
    assert together.figure.state.denominator == 2


def test_shares_of_services_are_not_added_up() -> None:
    figure = stabilised(ALL, as_at=JUNE, baseline=JANUARY).figure

    with pytest.raises(MergeError, match="merge those, which it holds as made_of"):
        merge([figure], [figure])


def test_without_referrals_there_is_no_number() -> None:
    found = stabilised(Records(), as_at=JUNE, baseline=JANUARY)

    assert found.figure.missing == "x"
    assert found.figure.missing_reason == "referrals was not supplied"
    assert found.services == {}


def test_readiness_knows_it() -> None:
    lacks = {entry.kpi.id: entry.lacks for entry in readiness(Records())}
    ready = {entry.kpi.id: entry.ready for entry in readiness(ALL)}

    assert lacks["waits.stabilised"] == "referrals was not supplied"
    assert ready["waits.stabilised"]


@pytest.mark.parametrize("ask", [calculate, show_working])
def test_no_rows_count_for_it(ask: Any) -> None:
    with pytest.raises(UsageError, match="judged from the months since a baseline"):
        ask("waits.stabilised", ALL, as_at=JUNE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"baseline": calendar_month(2025, 7)}, "is not over on 2025-06-30"),
        ({"baseline": calendar_quarter(2025, 1)}, "is one calendar month"),
        ({"as_at": "2025-06-30"}, "as_at as a datetime.date and baseline as a Period"),
        ({"baseline": "2025-01"}, "as_at as a datetime.date and baseline as a Period"),
        ({"kpi": "waits.still_waiting"}, "does not say whether something has settled"),
    ],
)
def test_what_cannot_be_judged_is_refused(given: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"as_at": JUNE, "baseline": JANUARY}

    with pytest.raises(UsageError, match=said):
        stabilised(ALL, **(asked | given))
