"""Rules about requests for an EHC needs assessment."""

import datetime as dt
from collections.abc import Iterable, Iterator

from send_metrics.adapters.sen2.checks.rule import Example, Find, Here, Rule
from send_metrics.adapters.sen2.profiles import LA_CODES, OUTCOMES, REQUEST_SOURCES
from send_metrics.domain.clocks import statutory_clock

FLAGS = frozenset({"0", "1", "true", "false"})
_YES = frozenset({"1", "true"})
_SINCE_2025 = frozenset({2025, 2026})


def is_yes(here: Here, *items: str) -> bool:
    """Tell whether any of some flags is set."""
    return any(here.text(item) in _YES for item in items)


def outcome(request: Here) -> str:
    """Return the outcome of a request."""
    return request.text("RequestOutcome")


def _without_requests(person: Here) -> Iterator[str]:
    if not person.every("Requests"):
        yield ""


def _same_request(person: Here) -> Iterator[str]:
    days = [
        (request.day("ReceivedDate"), outcome(request))
        for request in person.every("Requests")
        if request.day("ReceivedDate")
    ]
    if len(set(days)) < len(days):
        yield ""


def plans_of(request: Here) -> list[Here]:
    """Return the plans that a request led to."""
    return [p for a in request.every("Assessment") for p in a.every("NamedPlan")]


def has_plan_that_goes_on(request: Here) -> bool:
    """Tell whether a request led to a plan that has not ended."""
    return any(not plan.has("CeaseDate") for plan in plans_of(request))


def _several_active(person: Here) -> Iterator[str]:
    active = [
        request
        for request in person.every("Requests")
        if has_plan_that_goes_on(request) or request.every("ActivePlans")
    ]
    if len(active) > 1:
        yield ""


def _outcome(request: Here) -> Iterator[str]:
    return request.missing_or_off_list("RequestOutcome", OUTCOMES)


def _received_missing(request: Here) -> Iterator[str]:
    if outcome(request) != "H":
        yield from request.lacking("ReceivedDate")


def _needed_unless_historical(item: str, codes: Iterable[str]) -> Find:
    def find(request: Here) -> Iterator[str]:
        if outcome(request) != "H":
            yield from request.missing_or_off_list(item, codes)
        else:
            yield from request.off_list(item, codes)

    return find


def _received_range(request: Here) -> Iterator[str]:
    received_on = request.day("ReceivedDate")
    born_on = request.within("Person").day("PersonBirthDate")
    if received_on is not None and (
        received_on > request.census_on
        or (born_on is not None and received_on < born_on)
    ):
        yield "ReceivedDate"


def _day_needed(request: Here) -> Iterator[str]:
    return (
        request.lacking("RequestOutcomeDate")
        if outcome(request) in ("Y", "N")
        else iter(())
    )


def _day_unwanted(request: Here) -> Iterator[str]:
    if outcome(request) in ("A", "W", "H") and request.has("RequestOutcomeDate"):
        yield "RequestOutcomeDate"


def _day_order(request: Here) -> Iterator[str]:
    decided_on = request.day("RequestOutcomeDate")
    received_on = request.day("ReceivedDate")
    if decided_on is not None and (
        decided_on > request.census_on
        or (received_on is not None and decided_on < received_on)
    ):
        yield "RequestOutcomeDate"


def _before_period(request: Here) -> Iterator[str]:
    decided_on = request.day("RequestOutcomeDate")
    if (
        outcome(request) in ("Y", "N")
        and decided_on is not None
        and decided_on < request.returned.begins_on
    ):
        yield "RequestOutcomeDate"


def late(here: Here, clock: str, start: dt.date | None, item: str) -> Iterator[str]:
    """Yield an item whose day came after the last day of a statutory clock."""
    stop = here.day(item)
    if (
        start is not None
        and stop is not None
        and statutory_clock(clock).days_late(start, stop)
    ):
        yield item


def _decision_late(request: Here) -> Iterator[str]:
    received_on = request.day("ReceivedDate")
    return late(request, "decision_to_assess", received_on, "RequestOutcomeDate")


def _flags(request: Here) -> Iterator[str]:
    items = ("RequestMediation", "RequestTribunal")
    for item in items:
        if outcome(request) in ("Y", "N") and request.text(item) not in FLAGS:
            yield item
    if outcome(request) in ("A", "W") and is_yes(request, "RequestTribunal"):
        yield "RequestTribunal"


def other_authority(here: Here, item: str) -> Iterator[str]:
    """Yield an item that is no code of an authority, or is the return's own."""
    others = LA_CODES - {here.returned.header.authority}
    return here.off_list(item, others)


def _goes_on(request: Here) -> Iterator[str]:
    if outcome(request) not in ("N", "A", "W"):
        return
    if is_yes(request, "RequestMediation", "RequestTribunal"):
        return
    assessed = [a.text("AssessmentOutcome") for a in request.every("Assessment")]
    if {"Y", "N"} & set(assessed) or request.every("ActivePlans"):
        yield "RequestOutcome"


def _assessment_needed(request: Here) -> Iterator[str]:
    if (
        outcome(request) == "Y"
        and not request.every("Assessment")
        and not request.has("Exported")
    ):
        yield ""


REQUEST_RULES = (
    Rule(
        id="sen2.req-none",
        of="Person",
        wording="the person has no Requests",
        action="add the request, or leave the person out of the return",
        basis="form of the return",
        find=_without_requests,
        failing=(Example({"Requests": None}),),
    ),
    Rule(
        id="sen2.req-key",
        of="Person",
        wording="two requests of the person have the same day and outcome",
        action="leave one out",
        basis="checks of other collections",
        find=_same_request,
        failing=(
            Example(
                more={
                    "": "<Requests><ReceivedDate>2025-02-03</ReceivedDate>"
                    "<RequestOutcome>Y</RequestOutcome></Requests>"
                }
            ),
        ),
        passing=(
            Example(
                more={
                    "": "<Requests><ReceivedDate>2025-02-04</ReceivedDate>"
                    "<RequestOutcome>W</RequestOutcome></Requests>"
                }
            ),
        ),
    ),
    Rule(
        id="sen2.req-multi-active",
        of="Person",
        wording="the person has plans that go on under several requests",
        action="keep the plan that is maintained on census day",
        basis="checks of other collections",
        find=_several_active,
        failing=(
            Example(more={"": "<Requests><ActivePlans/></Requests>"}),
            Example(
                more={
                    "": "<Requests><Assessment><NamedPlan><StartDate>2025-09-01"
                    "</StartDate></NamedPlan></Assessment></Requests>"
                }
            ),
        ),
        passing=(
            Example(
                more={
                    "": "<Requests><Assessment><NamedPlan><CeaseDate>2025-06-22"
                    "</CeaseDate></NamedPlan></Assessment></Requests>"
                }
            ),
        ),
    ),
    Rule(
        id="sen2.req-outcome",
        of="Requests",
        wording="the outcome of the request is missing or not on the list",
        action="give Y, N, A, W or H",
        basis="form of the return",
        find=_outcome,
        failing=(
            Example({"Requests/RequestOutcome": "T"}),
            Example({"Requests/RequestOutcome": None}),
        ),
    ),
    Rule(
        id="sen2.req-received-missing",
        of="Requests",
        wording="the day the request was received is missing, and it is not historical",
        action="give ReceivedDate; it starts the 20 weeks",
        basis="guide",
        find=_received_missing,
        failing=(Example({"Requests/ReceivedDate": None}),),
        passing=(Example(like="older plan"),),
    ),
    Rule(
        id="sen2.req-rya-missing",
        of="Requests",
        wording="RYA, whether the request was made in youth accommodation, is missing or"
        " neither 1 nor 0",
        action="give 1 or 0",
        basis="guide",
        find=_needed_unless_historical("RYA", FLAGS),
        failing=(Example({"Requests/RYA": None}), Example({"Requests/RYA": "N"})),
        passing=(Example(like="older plan"),),
    ),
    Rule(
        id="sen2.req-source",
        of="Requests",
        wording="the source of the request is missing or not 1 to 5",
        action="give RequestSource",
        basis="guide",
        find=_needed_unless_historical("RequestSource", REQUEST_SOURCES),
        years=_SINCE_2025,
        milder_in=frozenset({2025}),
        failing=(
            Example({"Requests/RequestSource": None}),
            Example({"Requests/RequestSource": "6"}),
            Example({"Requests/RequestSource": None}, year=2025),
        ),
        passing=(Example(like="older plan"),),
    ),
    Rule(
        id="sen2.req-received-range",
        of="Requests",
        wording="the request was received after census day, or before the birth",
        action="check ReceivedDate",
        basis="meaning of the items",
        find=_received_range,
        failing=(
            Example({"Requests/ReceivedDate": "2026-01-16"}, like="undecided"),
            Example({"Requests/ReceivedDate": "2017-05-03"}, like="undecided"),
        ),
        passing=(Example({"Requests/ReceivedDate": "2026-01-15"}, like="undecided"),),
    ),
    Rule(
        id="sen2.req-date-needed",
        of="Requests",
        wording="it was decided whether to assess, and the day is missing",
        action="give RequestOutcomeDate",
        basis="guide",
        find=_day_needed,
        failing=(Example({"Requests/RequestOutcomeDate": None}),),
        passing=(Example(like="undecided"),),
    ),
    Rule(
        id="sen2.req-date-unwanted",
        of="Requests",
        wording="there is a day of decision with an outcome that has none",
        action="leave RequestOutcomeDate out with A, W or H, or correct the outcome",
        basis="guide",
        find=_day_unwanted,
        severity="query",
        failing=(
            Example({"Requests/RequestOutcomeDate": "2026-01-12"}, like="undecided"),
        ),
        passing=(Example(like="undecided"),),
    ),
    Rule(
        id="sen2.req-date-order",
        of="Requests",
        wording="the decision whether to assess came before the request, or after census",
        action="check both days",
        basis="meaning of the items",
        find=_day_order,
        failing=(
            Example({"Requests/RequestOutcomeDate": "2025-02-02"}),
            Example({"Requests/RequestOutcomeDate": "2026-01-16"}),
        ),
        passing=(Example({"Requests/RequestOutcomeDate": "2025-02-03"}),),
    ),
    Rule(
        id="sen2.req-period",
        of="Requests",
        wording="it was decided whether to assess before the year of the return",
        action="give H as the outcome and keep ReceivedDate, or check the day",
        basis="meaning of the items",
        find=_before_period,
        severity="query",
        failing=(
            Example(
                {
                    "Requests/ReceivedDate": "2024-12-20",
                    "Requests/RequestOutcomeDate": "2024-12-31",
                }
            ),
        ),
        passing=(
            Example(
                {
                    "Requests/ReceivedDate": "2024-12-20",
                    "Requests/RequestOutcomeDate": "2025-01-01",
                }
            ),
        ),
    ),
    Rule(
        id="sen2.req-6wk",
        of="Requests",
        wording="the decision whether to assess was told after more than 42 days",
        action="check both days; if they are right, be ready to explain",
        basis="SI 2014/1530, regulation 5",
        find=_decision_late,
        severity="query",
        failing=(Example({"Requests/RequestOutcomeDate": "2025-03-18"}),),
        passing=(Example({"Requests/RequestOutcomeDate": "2025-03-17"}),),
    ),
    Rule(
        id="sen2.req-flags",
        of="Requests",
        wording="the flag of mediation or tribunal is missing, is neither 1 nor 0, or an"
        " appeal is given before a decision",
        action="give 1 or 0",
        basis="meaning of the items",
        find=_flags,
        failing=(
            Example({"Requests/RequestMediation": None}),
            Example({"Requests/RequestTribunal": "2"}),
            Example({"Requests/RequestTribunal": "1"}, like="undecided"),
        ),
        passing=(Example({"Requests/RequestTribunal": "1"}),),
    ),
    Rule(
        id="sen2.req-exported",
        of="Requests",
        wording="Exported is not the 3-digit code of another authority",
        action="give the authority that the child moved to, or leave it out",
        basis="form of the return",
        find=lambda request: other_authority(request, "Exported"),
        failing=(
            Example({"Requests/Exported": "92"}),
            Example({"Requests/Exported": "919"}),
        ),
        passing=(Example({"Requests/Exported": "926"}),),
    ),
    Rule(
        id="sen2.req-end",
        of="Requests",
        wording="the request ended without an assessment, and yet one was decided or a"
        " plan is active",
        action="correct the outcome, or give the mediation or appeal that changed it",
        basis="meaning of the items",
        find=_goes_on,
        failing=(Example({"Requests/RequestOutcome": "N"}),),
        passing=(
            Example({"Requests/RequestOutcome": "N", "Requests/RequestTribunal": "1"}),
        ),
    ),
    Rule(
        id="sen2.asm-needed",
        of="Requests",
        wording="it was decided to assess, and there is no Assessment",
        action="add the Assessment, with A as its outcome while it goes on",
        basis="meaning of the items",
        find=_assessment_needed,
        failing=(Example({"Requests/Assessment": None}),),
        passing=(Example({"Requests/Assessment": None, "Requests/Exported": "926"}),),
    ),
)
