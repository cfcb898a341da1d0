"""Five views of one wait, and words that say no more than the numbers."""

import datetime as dt
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import send_metrics as sm
from send_metrics import Records, WaitingTimes, waiting_times
from send_metrics.errors import UsageError

SEPTEMBER = dt.date(2025, 9, 30)
DAY = dt.timedelta(days=1)


def referral(
    referred: dt.date | None,
    seen: dt.date | None = None,
    closed: dt.date | None = None,
    service: str = "speech",
) -> dict[str, Any]:
    return {
        "service": service,
        "referred_on": referred,
        "first_contact_on": seen,
        "closed_on": closed,
    }


def waited(days: int, times: int = 1, **said: Any) -> list[dict[str, Any]]:
    return [referral(SEPTEMBER - days * DAY, **said)] * times


def records(*rows: list[dict[str, Any]]) -> Records:
    drawn = [row for some in rows for row in some]
    days = ("referred_on", "first_contact_on", "closed_on")
    frame = pd.DataFrame(
        {
            "referral_id": [f"r{n}" for n in range(len(drawn))],
            "person_id": [f"p{n}" for n in range(len(drawn))],
            "service": [row["service"] for row in drawn],
            "provider": "RXN",
            "area": "EN",
            "accepted_on": pd.Series([None] * len(drawn), dtype="datetime64[us]"),
            **{
                name: pd.Series(
                    pd.to_datetime([row[name] for row in drawn]), dtype="datetime64[us]"
                )
                for name in days
            },
        }
    )
    return Records.from_frames({"referrals": frame})


def times(*rows: list[dict[str, Any]], **said: Any) -> WaitingTimes:
    return waiting_times(records(*rows), "speech", as_at=SEPTEMBER, **said)


@pytest.mark.parametrize(
    ("days", "weeks"), [(0, 0), (1, 1), (7, 1), (8, 2), (126, 18), (127, 19)]
)
def test_half_waited_so_many_whole_weeks_or_less(days: int, weeks: int):
    lengths = times(waited(days, 10)).waiting

    assert (lengths.half_weeks, lengths.nine_in_ten_weeks) == (weeks, weeks)
    assert lengths.longest_weeks == days // 7


@pytest.mark.parametrize(
    ("short", "half", "nine"), [(5, 1, 10), (4, 10, 10), (9, 1, 1), (8, 1, 10)]
)
def test_the_tenth_child_decides_between_two_lengths(short: int, half: int, nine: int):
    lengths = times(waited(7, short), waited(70, 10 - short)).waiting

    assert (lengths.half_weeks, lengths.nine_in_ten_weeks) == (half, nine)


@pytest.mark.parametrize(("children", "told"), [(9, None), (10, 3)])
def test_of_fewer_than_ten_children_no_length_is_told(children: int, told: int | None):
    found = times(waited(21, children))

    assert (found.waiting.children, found.waiting.half_weeks) == (children, told)
    assert ("too few to say" in found.in_plain_words()) == (told is None)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, 0),
        (126, 0),
        (127, 18),
        (364, 18),
        (365, 52),
        (546, 52),
        (547, 78),
        (729, 104),
    ],
)
def test_bands_begin_after_their_weeks(days: int, band: int):
    assert times(waited(days)).bands == {
        weeks: int(weeks == band) for weeks in (0, 18, 52, 78, 104)
    }


def test_what_came_and_went_is_of_whole_months_before_the_day():
    seen = referral(dt.date(2025, 1, 1), seen=dt.date(2025, 4, 1))
    too_early = referral(dt.date(2025, 1, 1), seen=dt.date(2025, 3, 31))
    left = referral(dt.date(2025, 1, 1), closed=SEPTEMBER)
    found = times(waited(10, 3), [seen, too_early, left])

    assert str(found.period) == "2025-04-01..2025-09-30"
    assert (found.added, found.first_seen, found.left_unseen) == (3, 1, 1)


@pytest.mark.parametrize(
    ("day", "last"),
    [("2025-09-30", "2025-09-30"), ("2025-09-29", "2025-08-31")],
)
def test_a_month_counts_once_it_is_over(day: str, last: str):
    found = waiting_times(
        records(waited(40)), "speech", as_at=dt.date.fromisoformat(day)
    )

    assert str(found.period.last) == last


def seen_in(month: int, times: int) -> list[dict[str, Any]]:
    return [referral(dt.date(2025, 1, 1), seen=dt.date(2025, month, 15))] * times


@pytest.mark.parametrize(
    ("paces", "least", "most", "words"),
    [
        ((5, 5, 5), 4, 4, "may wait about 4 months"),
        ((10, 5, 4), 2, 5, "may wait between 2 and 5 months"),
        ((20, 3, 0), 1, None, "may wait 1 month or much longer"),
    ],
)
def test_what_a_child_referred_today_may_wait_is_a_range(
    paces: tuple[int, ...], least: int, most: int | None, words: str
):
    some = [seen_in(month, pace) for month, pace in zip((7, 8, 9), paces, strict=True)]
    found = times(waited(10, 20), *some, months=3)

    assert found.if_referred_today is not None
    assert found.if_referred_today.least_months == least
    assert found.if_referred_today.most_months == most
    assert words in found.in_plain_words()
    assert "This is an estimate" in found.in_plain_words()


def test_no_pace_is_no_estimate():
    found = times(waited(10, 20))

    assert found.if_referred_today is None
    assert "estimate" not in found.in_plain_words()


def test_the_whole_journey_is_a_sum_and_is_told_as_one():
    first = [
        referral(dt.date(2025, 5, 1), seen=dt.date(2025, 5, 15), service="triage")
    ] * 10
    second = [referral(dt.date(2025, 5, 15), seen=dt.date(2025, 6, 12))] * 10
    found = times(first, second, stages=["triage", "speech"])

    assert found.whole_journey_weeks == 2 + 4
    assert "That is the middle wait of each step, added up." in found.in_plain_words()
    assert times(first, second, stages=["triage", "other"]).whole_journey_weeks is None


def test_the_paragraph_is_as_it_is():
    some = [seen_in(month, 4) for month in (7, 8, 9)]
    found = times(waited(70, 12), waited(400, 8), *some, months=3)

    assert found.in_plain_words(called="speech therapy") == (
        "On 30 September 2025, 20 children were waiting for speech therapy."
        " Half had waited 10 weeks or less."
        " 9 in 10 had waited 58 weeks or less."
        " The longest wait so far was 57 weeks or more."
        " 8 had waited more than a year."
        " This is how long children have waited so far."
        " Their full wait will be longer."
        " From July 2025 to September 2025, 12 children were seen for the first time."
        " Half of them waited 33 weeks or less."
        " 9 in 10 of them waited 37 weeks or less."
        " The longest wait of these was 36 weeks or more."
        " In the same months, 12 new referrals came in."
        " None were closed without the child being seen."
        " A child referred today may wait about 5 months."
        " This is an estimate from how fast the list moved."
        " The wait starts on the day the referral arrives."
        " It ends with the first visit that took place."
        " Each referral that is open is counted once."
    )


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 9, 30))


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a referral whose days follow each other."""
    referred = draw(DAYS)
    seen = draw(st.none() | st.dates(referred, dt.date(2025, 12, 31)))
    closed = draw(st.none() | st.dates(seen or referred, dt.date(2026, 1, 31)))
    return referral(referred, seen, closed)


@given(st.lists(consistent(), min_size=1, max_size=25))
@settings(max_examples=15, deadline=None)
def test_the_list_is_what_it_was_and_what_came_less_what_went(
    rows: list[dict[str, Any]],
):
    held = records(rows, [referral(dt.date(2025, 1, 1))])
    found = waiting_times(held, "speech", as_at=SEPTEMBER)
    before = sm.calculate("waits.still_waiting", held, as_at=dt.date(2025, 3, 31))[0]

    came = found.added - found.first_seen - found.left_unseen
    assert found.waiting.children == before.count + came
    assert sum(found.bands.values()) == found.waiting.children
    for sentence in re.split(r"(?<=[.])\s", found.in_plain_words()):
        assert len(sentence.split()) < 20


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: times(waited(1), months=2), "3 months or more, not 2"),
        (
            lambda: waiting_times(records(waited(1)), "autism", as_at=SEPTEMBER),
            "calculate waits.still_waiting by service",
        ),
        (
            lambda: waiting_times(
                records(waited(1)), "speech", as_at=dt.date(2020, 1, 31)
            ),
            "waited, came or went in that time",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(call: Any, said: str):
    with pytest.raises(UsageError, match=said):
        call()


def test_referrals_without_a_day_are_told():
    assert times(waited(10), [referral(None)] * 2).undetermined == 2
