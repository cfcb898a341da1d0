"""The words for families: short sentences, in the right number, whatever the figures."""

import datetime as dt
import re
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from send_metrics.calculate.figure import Figures
from send_metrics.calculate.lengths import FEWEST, Lengths
from send_metrics.calculate.waiting import BANDS_FROM_WEEKS, Estimate, WaitingTimes
from send_metrics.calculate.waiting_in_words import LONGEST_NAME
from send_metrics.calculate.whole_journey import Journey, Stage, WholeJourney
from send_metrics.domain.period import Period
from send_metrics.errors import UsageError

NOBODY = Lengths(0, None, None, None)
NONE_YET = Journey("first contact", NOBODY, (), 0, Figures(()))
EMPTY = WaitingTimes(
    service="speech_and_language_therapy",
    as_at=dt.date(2025, 9, 30),
    period=Period(dt.date(2025, 4, 1), dt.date(2025, 9, 30)),
    waiting=NOBODY,
    bands=dict.fromkeys(BANDS_FROM_WEEKS, 0),
    seen=NOBODY,
    if_referred_today=None,
    whole_journey=WholeJourney(("speech_and_language_therapy",), NONE_YET, None),
    added=0,
    first_seen=0,
    left_unseen=0,
    declined=0,
    undetermined=0,
)
CLOCK = (
    " The wait starts on the day the referral arrives."
    " It ends with the first appointment that took place."
    " We count every open referral of a child who has not been seen yet."
    " A child with two open referrals is counted twice."
)


def words(**said: Any) -> str:
    return evolve(EMPTY, **said).in_plain_words()


def test_where_nothing_happened_little_is_said() -> None:
    assert EMPTY.in_plain_words() == (
        "On 30 September 2025, no child was waiting for speech and language therapy."
        " From April to September 2025, no child was seen for the first time."
        " In the same months, no new referral came in."
        f" No referral was closed before the child was seen.{CLOCK}"
    )


def test_of_one_child_nothing_is_said_in_the_plural() -> None:
    one = Lengths(1, None, None, None)
    said = words(
        waiting=one, seen=one, added=1, left_unseen=2, declined=1, undetermined=1
    )

    assert said == (
        "On 30 September 2025, 1 child was waiting for speech and language therapy."
        " That is too few to say how long the wait has been so far."
        " A child's full wait is known only once the child is seen."
        " From April to September 2025, 1 child was seen for the first time."
        " That is too few to say how long the wait was."
        " In the same months, 1 new referral came in."
        " The service turned down 1 referral."
        " 1 other referral was closed before the child was seen."
        " No child left the list in these months."
        " So we cannot say how long a child referred today may wait."
        f"{CLOCK} 1 more referral has no date, so we could not count it."
    )


@pytest.mark.parametrize(
    ("weeks", "half", "longest"),
    [
        ((0, 0, 0), "less than 1 week", "less than 1 week"),
        ((1, 1, 0), "1 week or less", "less than 1 week"),
        ((1, 2, 1), "1 week or less", "at least 1 week"),
        ((60, 1050, 1049), "60 weeks or less", "at least 1,049 weeks"),
    ],
)
def test_a_wait_of_less_than_a_week_is_told_as_that(
    weeks: tuple[int, int, int], half: str, longest: str
) -> None:
    said = words(waiting=Lengths(FEWEST, *weeks))

    assert f"Half had waited {half}." in said
    assert f"The longest wait so far was {longest}." in said
    assert "No child had waited more than a year. This is how long" in said


@pytest.mark.parametrize(
    ("least", "most", "span"),
    [
        (1, 1, "about 1 month"),
        (1, None, "1 month or much longer"),
        (24, None, "2 years or much longer"),
        (2, 23, "between 2 and 23 months"),
        (2, 24, "between 2 months and 2 years"),
        (23, 25, "between 23 months and 3 years"),
        (30, 1201, "between 2 years and 101 years"),
    ],
)
def test_many_months_are_told_as_years(least: int, most: int | None, span: str) -> None:
    said = words(if_referred_today=Estimate(least, most))

    assert f"A child referred today may wait {span}. This is an estimate, " in said


def test_months_of_two_years_name_both() -> None:
    winter = Period(dt.date(2024, 10, 1), dt.date(2025, 3, 31))

    assert "From October 2024 to March 2025, no child" in words(period=winter)


def test_a_name_for_families_is_short() -> None:
    long = evolve(EMPTY, service="the_service_for_all_who_stammer_or_who_lisp")

    assert "waiting for this service." in long.in_plain_words()
    assert "waiting for lisps." in long.in_plain_words(called="lisps")
    with pytest.raises(UsageError, match="more than 8 words"):
        EMPTY.in_plain_words(called="a " * (LONGEST_NAME + 1))


COUNTS = st.sampled_from((0, 1, 2, 9, 10, 11)) | st.integers(0, 20_000)
WEEKS = st.sampled_from((0, 1, 2)) | st.integers(0, 1200)


@st.composite
def lengths(draw: st.DrawFn) -> Lengths:
    children = draw(COUNTS)
    if children < FEWEST:
        return Lengths(children, None, None, None)
    half, nine_in_ten, longest = sorted(draw(st.tuples(WEEKS, WEEKS, WEEKS)))
    return Lengths(children, half, nine_in_ten, longest)


@st.composite
def journeys(draw: st.DrawFn, services: tuple[str, ...], until: str) -> Journey:
    names = (*services, "outcome") if until == "outcome" else services
    whole = draw(lengths())
    told = whole.half_weeks is not None
    stages = tuple(
        Stage(name, whole, draw(st.integers(0, 100)) if told else None)
        for name in names
    )
    return Journey(until, whole, stages, draw(COUNTS), Figures(()))  # type: ignore[arg-type]


@st.composite
def situations(draw: st.DrawFn) -> WaitingTimes:
    name = st.lists(
        st.sampled_from(("speech", "occupational", "early", "therapy")),
        min_size=1,
        max_size=LONGEST_NAME + 2,
    ).map("_".join)
    services = tuple(draw(st.lists(name, min_size=1, max_size=3, unique=True)))
    left = draw(COUNTS)
    least, more = draw(st.integers(1, 40)), draw(st.none() | st.integers(0, 900))
    pace = Estimate(least, None if more is None else least + more)
    return evolve(
        EMPTY,
        service=services[-1],
        waiting=draw(lengths()),
        bands=dict(zip(BANDS_FROM_WEEKS, draw(st.tuples(*[COUNTS] * 5)), strict=True)),
        seen=draw(lengths()),
        if_referred_today=draw(st.none() | st.just(pace)),
        whole_journey=WholeJourney(
            services,
            draw(journeys(services, "first contact")),
            draw(st.none() | journeys(services, "outcome")),
            draw(st.none() | WEEKS),
        ),
        added=draw(COUNTS),
        left_unseen=left,
        declined=draw(st.none() | st.integers(0, left)),
        undetermined=draw(COUNTS),
    )


NAME = st.none() | st.lists(st.just("therapy"), min_size=1, max_size=LONGEST_NAME).map(
    " ".join
)
WRONG = (
    r"\b1 (other |more |new )?(children|referrals|weeks|months|years|were|have)\b",
    r"\b(?!1 )[\d,]+ (other |more |new )?(child|referral|week|month|year|was|has)\b",
    r"\b(0|None|No) (other |new )?(children|referrals|weeks|months)\b",
    r"\b(0|None)\b",
    r"_|\s\s|\s[.,]",
)


@given(situations(), NAME)
def test_every_sentence_is_short_and_in_the_right_number(
    times: WaitingTimes, called: str | None
) -> None:
    said = times.in_plain_words(called=called)

    for sentence in re.split(r"(?<=[.])\s", said):
        assert len(sentence.split()) < 20, sentence
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
    for wrong in WRONG:
        assert not re.search(wrong, said), re.search(wrong, said)


@given(situations())
def test_the_words_always_say_who_is_counted_and_from_when_to_when(
    times: WaitingTimes,
) -> None:
    said = times.in_plain_words()

    assert CLOCK in said
    if times.waiting.children:
        assert ("full wait will be longer" in said) != ("full wait is known" in said)
