"""The wait for a service in words that a parent reads; no sentence has twenty of them."""

import datetime as dt
from collections.abc import Mapping

from send_metrics.calculate.lengths import FEWEST, Lengths
from send_metrics.calculate.waiting import Estimate, WaitingTimes
from send_metrics.calculate.whole_journey import Journey, WholeJourney
from send_metrics.kpis.catalogue import kpi
from send_metrics.kpis.definition import Waits
from send_metrics.records.tables import AFTER_CONTACT

_STARTS = {"referred_on": "The wait starts on the day the referral arrives."}
_ENDS = {"first_contact_on": "It ends with the first visit that took place."}
"""What the days that a wait is measured by mean to a family."""

_YEAR_FROM = 52


def in_plain_words(times: WaitingTimes, *, called: str | None = None) -> str:
    """Return a paragraph on the wait for a service; *called* is its name for families.

    It says who is counted, where the clock starts and stops, and that a wait so far is
    not the whole wait.
    """
    name = called or times.service
    sentences = [
        *_waiting(times, name),
        *_seen(times),
        *_flow(times),
        *_today(times.if_referred_today),
        *_journey(times, name),
        *_clock(),
    ]
    return " ".join(sentences)


def _waiting(times: WaitingTimes, name: str) -> list[str]:
    waiting, day = times.waiting, _day(times.as_at)
    if not waiting.children:
        return [f"On {day}, no child was waiting for {name}."]
    said = [f"On {day}, {_children(waiting.children)} waiting for {name}."]
    said += _points(waiting, "had waited", "wait so far")
    over_a_year = sum(n for weeks, n in times.bands.items() if weeks >= _YEAR_FROM)
    if waiting.half_weeks is not None:
        said.append(
            f"{_number(over_a_year)} had waited more than a year."
            if over_a_year
            else "Nobody had waited more than a year."
        )
    return [
        *said,
        "This is how long children have waited so far.",
        "Their full wait will be longer.",
    ]


def _seen(times: WaitingTimes) -> list[str]:
    seen, months = times.seen, _months(times)
    if not seen.children:
        return [f"{months}, no child was seen for the first time."]
    first = f"{months}, {_children(seen.children)} seen for the first time."
    return [first, *_points(seen, "of them waited", "wait of these")]


def _points(lengths: Lengths, verb: str, longest: str) -> list[str]:
    if lengths.half_weeks is None:
        return [f"They are fewer than {FEWEST}, too few to say how long they waited."]
    return [
        f"Half {verb} {_weeks(lengths.half_weeks)} or less.",
        f"9 in 10 {verb} {_weeks(lengths.nine_in_ten_weeks)} or less.",
        f"The longest {longest} was {_weeks(lengths.longest_weeks)} or more.",
    ]


def _flow(times: WaitingTimes) -> list[str]:
    return [
        f"In the same months, {_number(times.added)} new referrals came in.",
        f"{_number(times.left_unseen)} were closed without the child being seen.",
    ]


def _today(estimate: Estimate | None) -> list[str]:
    if estimate is None:
        return []
    least, most = estimate.least_months, estimate.most_months
    if most is None:
        said = (
            f"A child referred today may wait {_plural(least, 'month')} or much longer."
        )
    elif most == least:
        said = f"A child referred today may wait about {_plural(least, 'month')}."
    else:
        said = f"A child referred today may wait between {least} and {most} months."
    return [said, "This is an estimate from how fast the list moved."]


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
    several = len(whole.services) > 1
    end = (
        "the day an outcome was told"
        if told.until == "outcome"
        else "the first visit to the last service"
    )
    said = [
        f"{_months(times)}, {told.lengths.children:,} children came to the end of their"
        " whole journey.",
        f"It runs from their first referral to {end}.",
        *_points(told.lengths, "of these journeys took", "of these journeys"),
        *_shares(told, whole.services[-1], {times.service: name}),
    ]
    if several and told.undetermined:
        said.append(
            f"{told.undetermined:,} more could not be followed through every step."
        )
    return said


def _worth_telling(whole: WholeJourney) -> Journey | None:
    """Return the longer journey of enough children, if it says more than who was seen."""
    outcome, contact = whole.to_outcome, whole.to_first_contact
    if outcome is not None and outcome.lengths.half_weeks is not None:
        return outcome
    several = len(whole.services) > 1 and contact.lengths.half_weeks is not None
    return contact if several else None


def _shares(journey: Journey, last: str, called: Mapping[str, str]) -> list[str]:
    said = []
    for stage in journey.stages:
        name = called.get(stage.stage, stage.stage.replace("_", " "))
        where = f"were with {name}"
        if stage.stage == AFTER_CONTACT:
            where = "came after the first visit"
        elif stage.stage == last:
            where = f"were spent waiting for {name}"
        if stage.percent_of_days is not None and len(journey.stages) > 1:
            said.append(f"{stage.percent_of_days} in 100 of those days {where}.")
    return said


def _clock() -> list[str]:
    seen = kpi("waits.seen_weeks")
    if not isinstance(seen, Waits) or not seen.clock_start or not seen.clock_stop:
        return []
    return [
        _STARTS[seen.clock_start],
        _ENDS[seen.clock_stop],
        "Each referral that is open is counted once.",
    ]


def _children(number: int) -> str:
    return "1 child was" if number == 1 else f"{number:,} children were"


def _number(number: int) -> str:
    return f"{number:,}" if number else "None"


def _weeks(number: int | None) -> str:
    return _plural(number or 0, "week")


def _plural(number: int, unit: str) -> str:
    return f"{number:,} {unit}" + ("" if number == 1 else "s")


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _months(times: WaitingTimes) -> str:
    first, last = times.period.first, times.period.last
    return f"From {first:%B %Y} to {last:%B %Y}"
