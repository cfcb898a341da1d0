"""Five views of one wait, and words that say no more than the numbers."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import send_metrics as sm
from send_metrics import Records, WaitingTimes, waiting_times
from send_metrics.errors import RecordsError, UsageError

SEPTEMBER = dt.date(2025, 9, 30)
DAY = dt.timedelta(days=1)


def referral(
    referred: dt.date | None,
    seen: dt.date | None = None,
    closed: dt.date | None = None,
    service: str = "speech",
    *,
    child: str | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    return {
        "service": service,
        "person_id": child,
        "close_reason": reason,
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
            "person_id": [row["person_id"] or f"p{n}" for n, row in enumerate(drawn)],
            "service": [row["service"] for row in drawn],
            "provider": "RXN",
            "area": "EN",
            "close_reason": pd.Series(
                [row["close_reason"] for row in drawn], dtype="str"
            ),
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


MAY, JUNE = dt.date(2025, 5, 1), dt.date(2025, 6, 1)


def on_the_way(
    children: int, *, passed_on: int = 20, waited: int = 30, until: int | None = None
) -> list[dict[str, Any]]:
    """Draw children of triage and then speech, with so many days at each step."""
    rows = []
    for number in range(children):
        child, referred = f"c{waited} {number}", MAY + passed_on * DAY
        seen = referred + waited * DAY
        rows += [
            referral(MAY, MAY + 9 * DAY, MAY + 10 * DAY, "triage", child=child),
            referral(
                referred,
                seen,
                None if until is None else seen + until * DAY,
                child=child,
                reason=None if until is None else "assessed",
            ),
        ]
    return rows


ROUTE = ["triage", "speech"]


def test_the_whole_journey_is_that_of_each_child() -> None:
    """Half of the sums is not the sum of the halves."""
    quick, slow = on_the_way(6, waited=10), on_the_way(5, passed_on=70, waited=40)
    whole = times(quick, slow, stages=ROUTE).whole_journey

    assert whole.to_first_contact.lengths.children == 11
    assert whole.to_first_contact.lengths.half_weeks == 5  # 20 + 10 days, upwards
    assert whole.to_first_contact.lengths.nine_in_ten_weeks == 16  # 70 + 40 days
    assert whole.to_first_contact.lengths.longest_weeks == 15
    assert [
        (stage.stage, stage.lengths.children, stage.percent_of_days)
        for stage in whole.to_first_contact.stages
    ] == [("triage", 11, 64), ("speech", 11, 36)]  # 470 and 260 of 730 days
    assert (whole.to_outcome, whole.sum_of_medians_weeks) == (None, None)


@pytest.mark.parametrize(("children", "told"), [(9, False), (10, True)])
def test_of_fewer_than_ten_journeys_no_length_is_told(children: int, told: bool):
    found = times(on_the_way(children), stages=ROUTE)
    journey = found.whole_journey.to_first_contact

    assert journey.lengths.children == children
    assert (journey.lengths.half_weeks is not None) == told
    assert all((s.percent_of_days is not None) == told for s in journey.stages)
    assert ("whole journey" in found.in_plain_words()) == told


def test_a_journey_counts_in_the_period_that_it_ends_in():
    ends_before = on_the_way(10, passed_on=-40, waited=5)
    ends_in_it = on_the_way(10, passed_on=-40, waited=40)
    whole = times(ends_before, ends_in_it, stages=ROUTE).whole_journey

    assert whole.to_first_contact.lengths.children == 10


def test_the_journey_goes_on_to_the_outcome():
    found = times(on_the_way(10, until=50), stages=ROUTE)
    outcome = found.whole_journey.to_outcome

    assert outcome is not None
    assert outcome.lengths.longest_weeks == 100 // 7
    assert [stage.percent_of_days for stage in outcome.stages] == [20, 30, 50]
    assert found.to_dict()["whole_journey"]["to_outcome"]["stages"][2] == {
        "stage": "outcome",
        "children": 10,
        "half_weeks": 8,
        "nine_in_ten_weeks": 8,
        "longest_weeks": 7,
        "percent_of_days": 50,
    }


def test_a_service_by_itself_has_a_journey_too():
    """A child who was declined first has waited since then."""
    declined = [
        referral(MAY, closed=MAY + DAY, child=f"p{number}") for number in range(10)
    ]
    again = [
        referral(JUNE, JUNE + DAY, JUNE + 30 * DAY, child=f"p{n}", reason="assessed")
        for n in range(10)
    ]
    found = times(declined, again)

    assert found.seen.half_weeks == 1
    assert found.whole_journey.to_first_contact.lengths.half_weeks == 5
    assert found.whole_journey.services == ("speech",)
    assert "It runs from their first referral" in found.in_plain_words()
    assert "whole journey" not in times(waited(10)).in_plain_words()


def test_a_child_who_is_not_found_at_every_step_is_not_followed():
    alone = [referral(MAY, JUNE, child=f"alone {number}") for number in range(3)]
    found = times(on_the_way(10), alone, stages=ROUTE)

    assert found.whole_journey.to_first_contact.lengths.children == 10
    assert found.whole_journey.to_first_contact.undetermined == 3
    assert "3 more children could not be followed" in found.in_plain_words()


def test_where_nobody_can_be_followed_it_is_a_sum_and_is_told_as_one():
    """As between sources whose stand-ins for people were not made with one key."""
    first = [
        referral(dt.date(2025, 5, 1), seen=dt.date(2025, 5, 15), service="triage")
    ] * 10
    second = [referral(dt.date(2025, 5, 15), seen=dt.date(2025, 6, 12))] * 10
    found = times(first, second, stages=ROUTE)
    unknown = times(first, second, stages=["triage", "speech", "other"])

    assert found.whole_journey.sum_of_medians_weeks == 2 + 4
    assert "That is the middle wait of each step, added up." in found.in_plain_words()
    assert "No child could be followed" in found.in_plain_words()
    assert unknown.whole_journey.sum_of_medians_weeks is None


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            None,
            " It runs from their first referral to the first appointment with the last"
            " service."
            " Half of these journeys took 8 weeks or less."
            " 9 in 10 of these journeys took 8 weeks or less."
            " The longest of them took at least 7 weeks."
            " Of every 100 days, about 40 were with triage."
            " Of every 100 days, about 60 were spent waiting for speech therapy.",
        ),
        (
            50,
            " It runs from their first referral to the day an outcome was told."
            " Half of these journeys took 15 weeks or less."
            " 9 in 10 of these journeys took 15 weeks or less."
            " The longest of them took at least 14 weeks."
            " Of every 100 days, about 20 were with triage."
            " Of every 100 days, about 30 were spent waiting for speech therapy."
            " Of every 100 days, about 50 came after the first appointment.",
        ),
    ],
)
def test_the_words_of_a_journey(until: int | None, said: str):
    found = times(on_the_way(10, until=until), stages=ROUTE)
    words = found.in_plain_words(called="speech therapy")

    assert (
        "From April to September 2025, 10 children came to the end of their whole"
        f" journey.{said} The wait starts" in words
    )


def test_the_paragraph_is_as_it_is():
    some = [seen_in(month, 4) for month in (7, 8, 9)]
    found = times(waited(70, 12), waited(400, 8), *some, months=3)

    assert found.in_plain_words(called="speech therapy") == (
        "On 30 September 2025, 20 children were waiting for speech therapy."
        " Half had waited 10 weeks or less."
        " 9 in 10 had waited 58 weeks or less."
        " The longest wait so far was at least 57 weeks."
        " 8 children had waited more than a year."
        " This is how long children have waited so far."
        " Their full wait will be longer."
        " From July to September 2025, 12 children were seen for the first time."
        " Half of them waited 33 weeks or less."
        " 9 in 10 of them waited 37 weeks or less."
        " Of these, the longest wait was at least 36 weeks."
        " In the same months, 12 new referrals came in."
        " No referral was closed before the child was seen."
        " A child referred today may wait about 5 months."
        " This is an estimate, based on how fast the list has moved."
        " The wait starts on the day the referral arrives."
        " It ends with the first appointment that took place."
        " We count every open referral of a child who has not been seen yet."
        " A child with two open referrals is counted twice."
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


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: times(waited(1), months=2), "3 months or more, not 2"),
        (lambda: times(waited(1), stages=["triage"]), "in a list, speech among them"),
        (lambda: times(waited(1), stages="speech"), "in a list, speech among them"),
        (
            lambda: waiting_times(records(waited(1)), "speech", as_at="2025-09-30"),  # type: ignore[arg-type]
            "as a datetime.date",
        ),
        (lambda: times(waited(1), stages=["speech"] * 2), "each named once"),
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


def test_without_referrals_nothing_can_be_told():
    with pytest.raises(RecordsError, match="told: referrals was not supplied"):
        waiting_times(Records(), "speech", as_at=SEPTEMBER)


def closed(reason: str | None, children: int = 1) -> list[dict[str, Any]]:
    return [referral(MAY, closed=JUNE, reason=reason)] * children


@pytest.mark.parametrize(
    ("rows", "declined", "otherwise", "words"),
    [
        ((), 0, 0, "No referral was closed before the child was seen."),
        ((closed("declined"),), 1, 0, "The service turned down 1 referral."),
        ((closed("rejected", 2),), 2, 0, "No other referral was closed before"),
        ((closed("moved_away"),), 0, 1, "1 referral was closed before the child was"),
        (
            (closed("declined", 3), closed("withdrawn", 2)),
            *(3, 2),
            "down 3 referrals. 2 other referrals were closed before the child was seen.",
        ),
        (
            (closed("declined"), closed("unknown")),
            None,
            None,
            "2 referrals were closed",
        ),
        (
            (closed(None),),
            None,
            None,
            "1 referral was closed before the child was seen.",
        ),
    ],
)
def test_who_was_declined_is_told_from_who_left_otherwise(
    rows: tuple[list[dict[str, Any]], ...],
    declined: int | None,
    otherwise: int | None,
    words: str,
):
    found = times(waited(10), *rows)

    assert (found.declined, found.left_otherwise) == (declined, otherwise)
    assert found.to_dict()["flow"]["declined"] == declined
    assert words in found.in_plain_words()


def test_no_number_is_shown_by_the_views_themselves():
    assert repr(times(waited(10, 3))) == "<WaitingTimes: speech, 2025-09-30>"


def test_referrals_without_a_day_are_told():
    assert times(waited(10), [referral(None)] * 2).undetermined == 2
