from collections import Counter
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from send_metrics.demo.sen2_flaws import FLAWS
from send_metrics.demo.sen2_records import element, upn

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def named(persons: list[ET.Element], forename: str) -> list[ET.Element]:
    return [person for person in persons if person.findtext("Forename") == forename]


def flawed(persons: list[ET.Element], flaw: str) -> ET.Element:
    return named(persons, f"Child{90001 + FLAWS.index(flaw)}")[0]


def sound_requests(persons: list[ET.Element]) -> list[ET.Element]:
    return [
        request
        for person in persons
        if not str(person.findtext("Forename")).startswith("Child9")
        for request in person.findall("Requests")
    ]


def days(request: ET.Element, first: str, last: str) -> int | None:
    begun, ended = request.findtext(first), request.findtext(last)
    if not begun or not ended:
        return None
    return (date.fromisoformat(ended) - date.fromisoformat(begun)).days


def days_to_issue(persons: list[ET.Element]) -> list[int]:
    return [
        taken
        for request in sound_requests(persons)
        if request.findtext("Assessment/AssessmentOutcome") == "Y"
        and (taken := days(request, "ReceivedDate", "Assessment/AssessmentOutcomeDate"))
    ]


def test_active_plans_are_as_many_as_asked_for(persons: list[ET.Element]) -> None:
    requests = sound_requests(persons)

    assert sum(request.find("ActivePlans") is not None for request in requests) == 300


def test_an_active_plan_has_not_ceased(persons: list[ET.Element]) -> None:
    for request in sound_requests(persons):
        ceased = request.find("Assessment/NamedPlan/CeaseDate") is not None
        assert not (ceased and request.find("ActivePlans") is not None)


def test_the_header_names_the_made_up_authority(message: ET.Element) -> None:
    texts = {item.tag: item.text for part in message[0] for item in part}

    assert texts["Collection"] == "SEN2"
    assert texts["Year"] == "2026"
    assert texts["ReferenceDate"] == "2026-01-15"
    assert texts["LEA"] == "999"


def test_every_upn_has_the_right_check_letter(persons: list[ET.Element]) -> None:
    found = [text for person in persons if (text := person.findtext("UPN"))]

    assert len(found) > 300
    for text in found:
        total = sum(place * int(text[place - 1]) for place in range(2, 14))
        assert text[0] == LETTERS[total % 23]
        assert text[1:4] == "999"


def test_a_known_upn() -> None:
    # Worked by hand: 2*9 + 3*9 + 4*9 + 13*1 = 94, and 94 is 2 more than 4 times 23.
    assert upn(1) == "C999000000001"


def test_those_without_a_upn_are_young_and_say_why(persons: list[ET.Element]) -> None:
    without = [person for person in persons if person.findtext("UPN") is None]

    assert without
    for person in without:
        assert person.findtext("UPNunknown") == "UN1"
        assert str(person.findtext("PersonBirthDate")) > "2020-01-15"


def test_only_the_promised_person_comes_twice(persons: list[ET.Element]) -> None:
    times = Counter(person.findtext("Forename") for person in persons)
    twice = f"Child{90001 + FLAWS.index('a person given twice, word for word')}"

    assert [name for name, count in times.items() if count > 1] == [twice]
    first, second = named(persons, twice)
    assert ET.tostring(first).strip() == ET.tostring(second).strip()


def test_the_promised_flaws_are_there(persons: list[ET.Element]) -> None:
    def text(flaw: str, path: str) -> str | None:
        return flawed(persons, flaw).findtext(path)

    issued = "Requests/Assessment/AssessmentOutcomeDate"
    received = "Requests/ReceivedDate"
    assert text(FLAWS[0], received) == "2025-02-30"
    assert text(FLAWS[1], "Requests/RequestOutcome") == "Q"
    assert str(text(FLAWS[2], issued)) < str(text(FLAWS[2], received))
    assert text(FLAWS[3], "Requests/RequestOutcome") is None
    assert text(FLAWS[5], received) is None
    assert text(FLAWS[5], issued) is not None
    plan = "Requests/Assessment/NamedPlan"
    assert str(text(FLAWS[6], f"{plan}/CeaseDate")) < str(
        text(FLAWS[6], f"{plan}/StartDate")
    )
    active = "Requests/ActivePlans"
    assert str(text(FLAWS[7], f"{active}/LastReview")) < str(
        text(FLAWS[7], f"{active}/ReviewMeeting")
    )


def test_nobody_else_is_flawed_in_those_ways(persons: list[ET.Element]) -> None:
    for request in sound_requests(persons):
        assert request.findtext("RequestOutcome") in set("YNAWH")
        for first, last in (
            ("ReceivedDate", "RequestOutcomeDate"),
            ("RequestOutcomeDate", "Assessment/AssessmentOutcomeDate"),
            ("Assessment/NamedPlan/StartDate", "Assessment/NamedPlan/CeaseDate"),
            ("Assessment/NamedPlan/StartDate", "ActivePlans/ReviewMeeting"),
            ("ActivePlans/ReviewMeeting", "ActivePlans/LastReview"),
        ):
            taken = days(request, first, last)
            assert taken is None or taken >= 0


def test_nothing_happens_after_census_day(persons: list[ET.Element]) -> None:
    for request in sound_requests(persons):
        for item in request.iter():
            if item.tag.endswith(("Date", "Review", "Meeting", "Draft")):
                assert item.tag == "PhaseTransferDueDate" or str(item.text) <= (
                    "2026-01-15"
                )


def test_everybody_is_born_before_the_request_and_under_26(
    persons: list[ET.Element],
) -> None:
    for person in persons:
        born_on = str(person.findtext("PersonBirthDate"))
        assert born_on >= "1999-08-31"
        for day in person.iter("StartDate"):
            assert born_on < str(day.text)
        for request in person.iter("Requests"):
            assert born_on < (request.findtext("ReceivedDate") or "9999")


@pytest.mark.parametrize("exactly", [140, 141, 364, 365])
def test_some_plans_took_exactly(exactly: int, persons: list[ET.Element]) -> None:
    assert exactly in days_to_issue(persons)


def test_somewhat_over_half_of_plans_came_within_20_weeks(
    persons: list[ET.Element],
) -> None:
    taken = days_to_issue(persons)

    assert 0.4 < sum(each <= 140 for each in taken) / len(taken) < 0.75


def test_about_a_quarter_of_requests_were_refused(persons: list[ET.Element]) -> None:
    outcomes = Counter(
        request.findtext("RequestOutcome")
        for request in sound_requests(persons)
        if str(request.findtext("ReceivedDate")).startswith("2025")
    )

    assert 60 < outcomes.total() < 120
    assert 0.12 < outcomes["N"] / outcomes.total() < 0.35
    assert outcomes["A"]


def test_most_older_plans_were_reviewed_within_a_year(
    persons: list[ET.Element],
) -> None:
    older = [
        request
        for request in sound_requests(persons)
        if request.find("ActivePlans") is not None
        and str(request.findtext("Assessment/NamedPlan/StartDate")) <= "2025-01-15"
    ]
    reviewed = [
        request
        for request in older
        if str(request.findtext("ActivePlans/LastReview") or "") > "2025-01-15"
    ]

    assert 0.6 < len(reviewed) / len(older) < 0.9


def test_each_kind_of_story_occurs(persons: list[ET.Element]) -> None:
    requests = sound_requests(persons)
    outcomes = {
        request.findtext("Assessment/AssessmentOutcome") for request in requests
    }

    assert {"Y", "A", "H"} <= outcomes
    for path in (
        "ActivePlans/TransferLA",
        "Assessment/NamedPlan/CeaseReason",
        "ActivePlans/ReviewDraft",
        "ActivePlans/PhaseTransferFinalDate",
    ):
        assert any(request.findtext(path) for request in requests)


def test_autism_is_the_most_frequent_primary_need(persons: list[ET.Element]) -> None:
    needs = Counter(
        need.findtext("SENtype")
        for person in persons
        for need in person.iter("SENneed")
        if need.findtext("SENtypeRank") == "1"
    )

    assert needs.most_common(1)[0][0] == "ASD"


def test_an_element_leaves_out_what_is_empty_and_escapes_the_rest() -> None:
    made = element("A", [("B", None), ("C", "x & y"), ("D", [("E", 0)])])

    assert ET.tostring(made) == b"<A><C>x &amp; y</C><D><E>0</E></D></A>"
