"""A made-up SEN2 return for 2026: about 3,000 plans and a year of requests.

The authority (999), the schools and everybody in it are invented. Eight persons are
flawed on purpose: they are called Child90001 to Child90008, and stand spread
over the file; `sen2_flaws` says what is wrong with each.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from attrs import evolve

from send_metrics.demo import sen2_shares as shares
from send_metrics.demo.chance import birth_date, pick, working_day, working_day_between
from send_metrics.demo.sen2_flaws import flawed_children
from send_metrics.demo.sen2_plans import CENSUS_ON, plan_in_force, setting
from send_metrics.demo.sen2_rarities import with_rarities
from send_metrics.demo.sen2_records import (
    AUTHORITY,
    Child,
    Items,
    Plan,
    Request,
    element,
    person_element,
)
from send_metrics.demo.sen2_stories import (
    NEIGHBOURS,
    historical_request,
    issued_after,
    new_child,
    request_course,
)

if TYPE_CHECKING:
    from pathlib import Path

YEAR_BEGINS = date(2025, 1, 1)
SCHOOL_YEAR_ENDS = date(2025, 8, 31)
FIRST_PLANS_ON = date(2014, 9, 1)

# Later ones would not be settled by census day.
MOST_WEEKS_OF_BOUNDARIES = 20

# When the first request was received of those that took exactly so many days.
BOUNDARY_REQUESTS = {
    140: date(2025, 3, 3),
    141: date(2025, 4, 1),
    364: date(2024, 5, 13),
    365: date(2024, 6, 4),
}


def people_of_return(seed: int, children: int) -> list[Child]:
    """Return everybody in it: *children* active plans, requests in proportion."""
    # A text seed gives each source a stream of its own.
    rng = Random(f"{seed} sen2")
    people = [*children_who_asked(rng, children), *boundary_children(rng, children)]
    in_force = sum(has_active_plan(child) for child in people)
    transferred = round(children * shares.TRANSFERRED_IN)
    people += [
        historical_child(rng, moved_in=place < transferred)
        for place in range(children - in_force)
    ]
    people += [ceased_child(rng) for _ in range(round(children * shares.CEASED))]
    rng.shuffle(people)
    people = [
        evolve(child, number=place) for place, child in enumerate(people, start=1)
    ]
    flawed = flawed_children(rng)
    people = with_rarities(people)
    step = len(people) // len(flawed)
    for place, child in enumerate(flawed):
        people.insert((place + 1) * step - 1, child)
    return people


def write_return(path: "Path", *, seed: int, children: int) -> None:
    """Write the return with *children* active plans, requests in proportion."""
    message = message_element(people_of_return(seed, children))
    ET.indent(message)
    # Never the platform's own line ends: the same seed must give the same bytes.
    text = ET.tostring(message, encoding="utf-8", xml_declaration=True)
    path.write_bytes(text + b"\n")


def message_element(people: list[Child]) -> ET.Element:
    """Return the whole message, header first."""
    collection: Items = [
        ("Collection", "SEN2"),
        ("Year", 2026),
        ("ReferenceDate", CENSUS_ON),
    ]
    source: Items = [
        ("SourceLevel", "L"),
        ("LEA", AUTHORITY),
        ("SoftwareCode", "send_metrics demo"),
        ("Release", "1.0"),
        ("SerialNo", "001"),
        ("DateTime", "2026-02-02T09:30:00"),
        ("DMO", "Y"),
        ("DCO", "Y"),
        ("DSCO", "R"),
    ]
    message = element(
        "Message", [("Header", [("CollectionDetails", collection), ("Source", source)])]
    )
    persons = ET.SubElement(message, "Persons")
    persons.extend(person_element(child) for child in people)
    return message


def has_active_plan(child: Child) -> bool:
    """Tell whether any of the child's requests led to a plan in force on census day."""
    assessments = [request.assessment for request in child.requests]
    return any(found and found.plan and found.plan.active for found in assessments)


def settled_on(request: Request) -> date | None:
    """Return the last day on which something was decided, census day if still open."""
    found = request.assessment
    if found is None or found.outcome == "W":
        return request.outcome_on
    return found.outcome_on or CENSUS_ON


def children_who_asked(rng: Random, children: int) -> Iterator[Child]:
    """Yield those whose request was received or settled after the year began."""
    for year, per_plan in shares.REQUESTS_BY_YEAR.items():
        first, last = date(year, 1, 2), min(date(year, 12, 31), CENSUS_ON)
        days = (last - first).days + 1
        count = round(children * per_plan * days / 365)
        for place in range(count):
            # Evenly over the year, so that small returns hold recent requests too.
            received_on = working_day(first + timedelta(days=place * days // count))
            age = rng.randint(*pick(rng, shares.REQUEST_AGE_BANDS))
            born_on = birth_date(rng, age=age, on=received_on)
            request = request_course(rng, received_on=received_on, born_on=born_on)
            settled = settled_on(request)
            if year < YEAR_BEGINS.year and (not settled or settled < YEAR_BEGINS):
                continue
            yield new_child(rng, born_on, request, *asked_again(rng, request, born_on))


def asked_again(rng: Random, request: Request, born_on: date) -> tuple[Request, ...]:
    """Return a second request for a few of those refused, some months later."""
    if request.outcome_on is None or request.outcome != "N":
        return ()
    received_on = working_day(request.outcome_on + timedelta(days=rng.randint(90, 150)))
    if received_on > CENSUS_ON or rng.random() > shares.ASKED_AGAIN:
        return ()
    return (request_course(rng, received_on=received_on, born_on=born_on),)


def boundary_children(rng: Random, children: int) -> Iterator[Child]:
    """Yield plans issued exactly at, and one day over, 20 and 52 weeks."""
    for days, first_received_on in BOUNDARY_REQUESTS.items():
        for week in range(min(max(1, children // 1000), MOST_WEEKS_OF_BOUNDARIES)):
            received_on = first_received_on + timedelta(weeks=week)
            born_on = birth_date(rng, age=8, on=received_on)
            request = issued_after(rng, days, received_on=received_on, born_on=born_on)
            yield new_child(rng, born_on, request)


def started_before(rng: Random, last: date, born_on: date) -> date:
    """Return when an older plan started: from age two, the more recent the likelier."""
    first = max(FIRST_PLANS_ON, born_on + timedelta(days=2 * 366))
    span = (last - first).days
    return working_day(first + timedelta(days=round(rng.triangular(0, span, span))))


def historical_child(rng: Random, *, moved_in: bool) -> Child:
    """Return a child whose plan dates from earlier years or from another authority."""
    age = round(rng.triangular(4, 24, 12))
    born_on = birth_date(rng, age=age, on=CENSUS_ON)
    plan = plan_in_force(
        rng,
        started_on=started_before(rng, date(2024, 12, 31), born_on),
        born_on=born_on,
        transferred_from=rng.choice(NEIGHBOURS) if moved_in else None,
    )
    return new_child(rng, born_on, historical_request(rng, plan))


def ceased_child(rng: Random) -> Child:
    """Return a child or young person whose plan ended in 2025."""
    reason = pick(rng, shares.CEASE_REASON_SHARES)
    ceased_on = working_day_between(rng, date(2025, 1, 2), date(2025, 12, 31))
    if reason in {"1", "3"}:  # these come at the end of the school year
        ceased_on = working_day(SCHOOL_YEAR_ENDS)
    age = rng.randint(*shares.CEASING_AGES.get(reason, (5, 18)))
    born_on = birth_date(rng, age=age, on=SCHOOL_YEAR_ENDS)
    plan = Plan(
        started_on=started_before(rng, date(2024, 9, 30), born_on),
        named=setting(rng, age),
        ceased_on=ceased_on,
        cease_reason=reason,
    )
    return new_child(rng, born_on, historical_request(rng, plan))
