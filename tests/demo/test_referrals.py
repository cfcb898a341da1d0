from collections import Counter
from datetime import date
from statistics import median

from send_metrics.demo.referrals import FLAWS

Row = dict[str, str]


def sound(referrals: list[Row]) -> list[Row]:
    return [row for row in referrals if not row["referral_id"].startswith("R9")]


def test_the_columns_are_the_agreed_ones(referrals: list[Row]) -> None:
    assert ",".join(referrals[0]) == (
        "referral_id,person_id,service,provider,area,referred_on,accepted_on,"
        "first_contact_on,closed_on,close_reason,date_of_birth,referral_reason,"
        "mental_health,team_type,opted_out,baseline_outcome_on,care_plan_on"
    )


def test_there_are_two_rows_for_each_child(referrals: list[Row]) -> None:
    assert len(sound(referrals)) == 600


def test_only_the_promised_row_comes_twice(referrals: list[Row]) -> None:
    times = Counter(row["referral_id"] for row in referrals)
    twice = [row for row in referrals if times[row["referral_id"]] > 1]

    assert {row["referral_id"] for row in twice} == {"R900006"}
    assert len(twice) == 2
    assert twice[0] == twice[1]


def test_the_promised_flaws_are_there(referrals: list[Row]) -> None:
    rows = {row["referral_id"]: row for row in referrals}
    flawed = [rows[f"R{900001 + place}"] for place in range(len(FLAWS))]

    assert flawed[0]["referred_on"] == ""
    assert flawed[1]["referred_on"] == ""
    assert flawed[2]["first_contact_on"] < flawed[2]["referred_on"]
    assert flawed[3]["first_contact_on"] < flawed[3]["referred_on"]
    assert flawed[4]["referred_on"] == "2024-02-31"


def test_nobody_else_is_flawed_in_those_ways(referrals: list[Row]) -> None:
    for row in sound(referrals):
        days = [
            row["date_of_birth"],
            row["referred_on"],
            row["accepted_on"],
            row["first_contact_on"],
            row["closed_on"],
            "2025-12-31",
        ]
        given = [day for day in days if day]
        assert row["referred_on"] >= "2023-07-01"
        assert given == sorted(given)
        assert all(date.fromisoformat(day) for day in given)


def test_a_referral_is_closed_with_a_reason_or_not_at_all(referrals: list[Row]) -> None:
    for row in referrals:
        assert (row["closed_on"] == "") == (row["close_reason"] == "")


def test_some_wait_still_and_some_closed_without_contact(referrals: list[Row]) -> None:
    without = [row for row in sound(referrals) if not row["first_contact_on"]]
    reasons = {row["close_reason"] for row in without}

    assert {"", "declined", "withdrawn"} <= reasons


def test_suspected_autism_is_the_reason_for_autism_assessments(
    referrals: list[Row],
) -> None:
    for row in referrals:
        assert (row["referral_reason"] == "suspected_autism") == (
            row["service"] == "autism_assessment"
        )


def test_waits_differ_by_service_as_they_do_in_life(referrals: list[Row]) -> None:
    weeks: dict[str, list[float]] = {}
    for row in sound(referrals):
        if row["first_contact_on"]:
            seen = date.fromisoformat(row["first_contact_on"])
            waited = seen - date.fromisoformat(row["referred_on"])
            weeks.setdefault(row["service"], []).append(waited.days / 7)
    medians = {service: median(waits) for service, waits in weeks.items()}

    assert 5 < medians["child_mental_health"] < 11
    assert 12 < medians["speech_and_language_therapy"] < 20
    assert 22 < medians["community_paediatrics"] < 36
    assert 35 < medians["autism_assessment"] < 55
    assert sum(wait > 52 for wait in weeks["autism_assessment"]) > 5
    assert len({row["person_id"] for row in referrals}) < len(referrals)


def test_an_autism_assessment_ends_with_an_outcome(referrals: list[Row]) -> None:
    ended = {
        row["close_reason"]
        for row in referrals
        if row["service"] == "autism_assessment" and row["closed_on"]
    }

    assert {"diagnosed", "not_diagnosed"} < ended
    assert "completed" not in ended


def test_what_came_of_a_referral_follows_its_first_contact(
    referrals: list[Row],
) -> None:
    for row in referrals:
        for name in ("baseline_outcome_on", "care_plan_on"):
            if row[name]:
                assert row["service"] == "child_mental_health"
                assert row["first_contact_on"] <= row[name] <= "2025-12-31"
