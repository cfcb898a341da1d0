"""The wait for a service in words that a parent reads; no sentence has twenty of them."""

import datetime as dt
from math import ceil

from send_metrics.calculate.lengths import Lengths
from send_metrics.calculate.waiting import WaitingTimes
from send_metrics.calculate.whole_journey import Journey, Stage, WholeJourney
from send_metrics.errors import UsageError
from send_metrics.kpis.catalogue import kpi
from send_metrics.kpis.definition import Waits
from send_metrics.records.tables import AFTER_CONTACT

_STARTS = {"referred_on": "The wait starts on the day the referral arrives."}
_ENDS = {"first_contact_on": "It ends with the first appointment that took place."}
"""What the days that a wait is measured by mean to a family."""

LONGEST_NAME = 8
"""A name of more words would make a sentence of twenty."""

_YEAR_FROM = 52
_MONTHS_IN_A_YEAR = 12
_TOLD_AS_YEARS = 24


def in_plain_words(times: WaitingTimes, *, called: str | None = None) -> str:
    """Return a paragraph on the wait for a service; *called* is its name for families.

    It says who is counted, where the clock starts and stops, and that a wait so far is
    not the whole wait. A service whose own name is too long is "this service".

    Raises:
        UsageError: the name that it is called by has too many words.
    """
    if called and len(called.split()) > LONGEST_NAME:
        message = (
            f"the name for families has more than {LONGEST_NAME} words; shorten it, so"
            " that the sentences stay short"
        )
        raise UsageError(message)
    name = called or _readable(times.service) or "this service"
    sentences = [
        *_waiting(times, name),
        *_seen(times),
        *_flow(times),
        *_today(times),
        *_journey(times, name),
        *_clock(times),
    ]
    return " ".join(sentences)


def _waiting(times: WaitingTimes, name: str) -> list[str]:
    waiting, day = times.waiting, _day(times.as_at)
    if not waiting.children:
        return [f"On {day}, no child was waiting for {name}."]
    said = [f"On {day}, {_children(waiting.children)} waiting for {name}."]
    if waiting.half_weeks is None:
        return [
            *said,
            "That is too few to say how long the wait has been so far.",
            "A child's full wait is known only once the child is seen.",
        ]
    over_a_year = sum(n for weeks, n in times.bands.items() if weeks >= _YEAR_FROM)
    return [
        *said,
        *_points(waiting, "had waited", "The longest wait so far was"),
        f"{_a_number(over_a_year, 'child', 'children')} had waited more than a year.",
        "This is how long children have waited so far.",
        "Their full wait will be longer.",
    ]


def _seen(times: WaitingTimes) -> list[str]:
    seen, months = times.seen, _months(times)
    if not seen.children:
        return [f"{months}, no child was seen for the first time."]
    first = f"{months}, {_children(seen.children)} seen for the first time."
    if seen.half_weeks is None:
        return [first, "That is too few to say how long the wait was."]
    return [first, *_points(seen, "of them waited", "Of these, the longest wait was")]


def _points(lengths: Lengths, verb: str, longest: str) -> list[str]:
    return [
        f"Half {verb} {_weeks_or_less(lengths.half_weeks)}.",
        f"9 in 10 {verb} {_weeks_or_less(lengths.nine_in_ten_weeks)}.",
        f"{longest} {_at_least_weeks(lengths.longest_weeks)}.",
    ]


def _flow(times: WaitingTimes) -> list[str]:
    added, left = times.added, times.left_unseen
    came = f"{_a_number(added, 'new referral', 'new referrals').lower()} came in"
    declined, otherwise = times.declined or 0, left
    said = [f"In the same months, {came}."]
    if declined:
        otherwise -= declined
        said.append(f"The service turned down {_plural(declined, 'referral')}.")
    which = "other referral" if declined else "referral"
    number = _a_number(otherwise, which, which + "s")
    return [*said, f"{number} {_was(otherwise)} closed before the child was seen."]


def _today(times: WaitingTimes) -> list[str]:
    estimate = times.if_referred_today
    if estimate is None:
        if not times.waiting.children:
            return []
        return [
            "No child left the list in these months.",
            "So we cannot say how long a child referred today may wait.",
        ]
    least, most = estimate.least_months, estimate.most_months
    if most is None:
        span = f"{_months_or_years(least)} or much longer"
    elif most == least:
        span = f"about {_plural(least, 'month')}"
    elif most < _TOLD_AS_YEARS:
        span = f"between {least} and {most} months"
    else:
        span = f"between {_months_or_years(least)} and {_years(most)}"
    return [
        f"A child referred today may wait {span}.",
        "This is an estimate, based on how fast the list has moved.",
    ]


def _journey(times: WaitingTimes, name: str) -> list[str]:
    whole = times.whole_journey
    if whole.sum_of_medians_weeks is not None:
        return [
            f"All steps together come to {_weeks(whole.sum_of_medians_weeks)}.",
            "That is the middle wait of each step, added up.",
            "No child could be followed from step to step.",
        ]
    told = _worth_telling(whole)
    if told is None:
        return []
    where = "service" if len(whole.services) == 1 else "last service"
    end = (
        "the day an outcome was told"
        if told.until == "outcome"
        else f"the first appointment with the {where}"
    )
    return [
        f"{_months(times)}, {told.lengths.children:,} children came to the end of their"
        " whole journey.",
        f"It runs from their first referral to {end}.",
        *_points(told.lengths, "of these journeys took", "The longest of them took"),
        *_shares(told, whole.services, times.service, name),
        *_not_followed(told, whole),
    ]


def _worth_telling(whole: WholeJourney) -> Journey | None:
    """Return the longer journey of enough children, if it says more than who was seen."""
    outcome, contact = whole.to_outcome, whole.to_first_contact
    if outcome is not None and outcome.lengths.half_weeks is not None:
        return outcome
    several = len(whole.services) > 1 and contact.lengths.half_weeks is not None
    return contact if several else None


def _shares(
    journey: Journey, services: tuple[str, ...], service: str, name: str
) -> list[str]:
    """Say of every hundred days how many each stage took."""

    def where(stage: Stage) -> str:
        if stage.stage == AFTER_CONTACT:
            return "came after the first appointment"
        step = f"step {services.index(stage.stage) + 1}"
        found = name if stage.stage == service else _readable(stage.stage) or step
        were, is_last = _was(stage.percent_of_days or 0), stage.stage == services[-1]
        return (
            f"{were} spent waiting for {found}" if is_last else f"{were} with {found}"
        )

    told = [stage for stage in journey.stages if stage.percent_of_days is not None]
    if len(told) < len(journey.stages) or len(told) == 1:
        return []
    return [
        f"Of every 100 days, {_about(stage.percent_of_days)} {where(stage)}."
        for stage in told
    ]


def _not_followed(journey: Journey, whole: WholeJourney) -> list[str]:
    if not journey.undetermined or len(whole.services) == 1:
        return []
    more = _plural(journey.undetermined, "more child", "more children")
    return [f"{more} could not be followed through every step."]


def _clock(times: WaitingTimes) -> list[str]:
    seen = kpi("waits.seen_weeks")
    if not isinstance(seen, Waits) or not seen.clock_start or not seen.clock_stop:
        return []
    said = [
        _STARTS[seen.clock_start],
        _ENDS[seen.clock_stop],
        "We count every open referral of a child who has not been seen yet.",
        "A child with two open referrals is counted twice.",
    ]
    if times.undetermined:
        lacking = _plural(times.undetermined, "more referral")
        said.append(
            f"{lacking} {_has(times.undetermined)} no date, so we could not count"
            f" {'it' if times.undetermined == 1 else 'them'}."
        )
    return said


def _readable(code: str) -> str | None:
    """Return a service's own name as words, if a sentence has room for it."""
    words = code.replace("_", " ").split()
    return " ".join(words) if len(words) <= LONGEST_NAME else None


def _about(percent: int | None) -> str:
    return f"about {percent}" if percent else "less than 1"


def _children(number: int) -> str:
    return f"{_plural(number, 'child', 'children')} {_was(number)}"


def _was(number: int) -> str:
    return "were" if number > 1 else "was"


def _has(number: int) -> str:
    return "have" if number > 1 else "has"


def _a_number(number: int, one: str, several: str) -> str:
    return _plural(number, one, several) if number else f"No {one}"


def _weeks(number: int | None) -> str:
    return _plural(number, "week") if number else "less than 1 week"


def _weeks_or_less(number: int | None) -> str:
    return f"{_weeks(number)} or less" if number else "less than 1 week"


def _at_least_weeks(number: int | None) -> str:
    return f"at least {_weeks(number)}" if number else "less than 1 week"


def _months_or_years(months: int) -> str:
    if months < _TOLD_AS_YEARS:
        return _plural(months, "month")
    return f"{months // _MONTHS_IN_A_YEAR:,} years"


def _years(months: int) -> str:
    return f"{ceil(months / _MONTHS_IN_A_YEAR):,} years"


def _plural(number: int, one: str, several: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _months(times: WaitingTimes) -> str:
    first, last = times.period.first, times.period.last
    begins = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f"From {begins} to {last:%B %Y}"
