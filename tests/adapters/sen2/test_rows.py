from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics.adapters.message.findings import MOST_PLACES
from send_metrics.errors import SourceError

from .builder import (
    REVIEWED,
    active,
    assessment,
    attended,
    found,
    message,
    named,
    need,
    person,
    plan,
    reading,
    records,
    request,
    row,
    rows,
)


@pytest.mark.parametrize("outcome", ["Q", "y", None, "", "T"])
def test_a_request_without_a_known_outcome_is_rejected_but_keeps_its_plan(
    tmp_path: Path, outcome: str | None
):
    text = message(
        person(
            request(
                assessment(plan()), active(need(), **REVIEWED), RequestOutcome=outcome
            )
        )
    )

    result = reading(tmp_path, text)

    [finding] = found(result, "sen2.request-outcome")
    assert finding.severity == "error"
    assert finding.element == "Person[1]/Requests[1]/RequestOutcome"
    assert finding.column == "request_outcome"
    assert finding.record == 1
    assert result.balances["ehc_requests"].rejected == 1
    assert row(result, "ehc_plans")["plan_id"] == "919-plan-000001"
    assert row(result, "annual_reviews")["plan_id"] == "919-plan-000001"


@pytest.mark.parametrize("outcome", ["Q", None])
def test_an_assessment_without_a_known_outcome_rejects_the_request(
    tmp_path: Path, outcome: str | None
):
    text = message(person(request(assessment(AssessmentOutcome=outcome))))

    result = reading(tmp_path, text)

    assert len(found(result, "sen2.assessment-outcome")) == 1
    assert rows(result, "ehc_requests") == []


def test_several_assessments_of_one_request_reject_it(tmp_path: Path):
    result = reading(tmp_path, message(person(request(assessment() * 2))))

    assert len(found(result, "sen2.assessment-twice")) == 1
    assert result.balances["ehc_requests"].rejected == 1


@pytest.mark.parametrize(
    "written",
    ["2025-02-30", "03/02/2025", "20250203", "2025-W06-1", "2025-2-3", "soon"],
)
@pytest.mark.parametrize(
    ("element", "table", "column"),
    [
        ("ReceivedDate", "ehc_requests", "received_on"),
        ("RequestOutcomeDate", "ehc_requests", "request_outcome_on"),
        ("AssessmentOutcomeDate", "ehc_requests", "assessment_outcome_on"),
        ("StartDate", "ehc_plans", "started_on"),
        ("CeaseDate", "ehc_plans", "ceased_on"),
        ("ReviewMeeting", "annual_reviews", "meeting_on"),
        ("LastReview", "annual_reviews", "decision_on"),
        ("ReviewDraft", "annual_reviews", "draft_on"),
    ],
)
def test_a_day_that_does_not_exist_rejects_the_row_that_needs_it(
    tmp_path: Path, element: str, table: str, column: str, written: str
):
    items = {
        "ReceivedDate": "2025-02-03",
        "RequestOutcomeDate": "2025-03-17",
        "AssessmentOutcomeDate": "2025-06-23",
        "StartDate": "2025-06-23",
        "CeaseDate": "2025-12-01",
        **REVIEWED,
    } | {element: written}

    def chosen(*names: str) -> dict[str, str]:
        return {name: items[name] for name in names}

    text = message(
        person(
            request(
                assessment(
                    plan(**chosen("StartDate", "CeaseDate"), CeaseReason="9"),
                    **chosen("AssessmentOutcomeDate"),
                ),
                active(need(), **chosen(*REVIEWED)),
                **chosen("ReceivedDate", "RequestOutcomeDate"),
            )
        )
    )

    result = reading(tmp_path, text)

    [finding] = [f for f in found(result, "sen2.day") if f.severity == "error"]
    assert finding.element is not None
    assert finding.element.startswith("Person[1]/Requests[1]/")
    assert finding.element.endswith(f"/{element}")
    assert (finding.table, finding.column) == (table, column)
    rejected = {name for name, held in result.balances.items() if held.rejected}
    assert rejected == {table}


def test_an_empty_or_absent_day_is_missing_and_not_rejected(tmp_path: Path):
    text = message(
        person(request(ReceivedDate=" ", RequestOutcomeDate=None, RequestOutcome="A"))
    )

    result = reading(tmp_path, text)

    only = row(result, "ehc_requests")
    assert pd.isna(only["received_on"])
    assert pd.isna(only["request_outcome_on"])
    assert pd.isna(only["age_at_request"])


def test_a_time_of_midnight_makes_no_difference(tmp_path: Path):
    text = message(person(request(ReceivedDate="2025-02-03T00:00:00")))

    only = row(reading(tmp_path, text), "ehc_requests")
    assert only["received_on"] == pd.Timestamp("2025-02-03")


@pytest.mark.parametrize(("day", "findings"), [("2026-01-15", 0), ("2026-01-16", 1)])
def test_a_day_after_the_reference_date_is_used_and_found(
    tmp_path: Path, day: str, findings: int
):
    result = reading(tmp_path, message(person(request(ReceivedDate=day))))

    assert row(result, "ehc_requests")["received_on"] == pd.Timestamp(day)
    assert len(found(result, "sen2.day-after-census")) == findings


def test_a_far_day_that_pandas_could_not_hold_in_nanoseconds_is_kept(tmp_path: Path):
    text = message(person(request(assessment(plan(CeaseDate="9999-12-31")))))

    [ceased_on] = reading(tmp_path, text).frames["ehc_plans"]["ceased_on"]
    assert ceased_on.year == 9999


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("1", "yes"),
        ("true", "yes"),
        ("Y", "yes"),
        ("0", "no"),
        ("false", "no"),
        ("N", "no"),
    ],
)
def test_flags_become_yes_and_no(tmp_path: Path, written: str, flag: str):
    result = reading(tmp_path, message(person(request(assessment(Week20=written)))))

    assert row(result, "ehc_requests")["exceptions_apply"] == flag
    assert result.findings == ()


def test_missing_flags_are_found_where_they_apply(tmp_path: Path):
    text = message(
        person(
            request(
                assessment(Week20=None, AssessmentTribunal=""), RequestMediation=None
            )
        ),
        person(
            request(
                assessment(AssessmentOutcome="H", Week20=None),
                RequestOutcome="H",
                RequestTribunal=None,
            ),
            UPN="B919000000002",
        ),
    )

    result = reading(tmp_path, text)

    assert [finding.column for finding in found(result, "sen2.flag-missing")] == [
        "request_mediation",
        "assessment_tribunal",
        "exceptions_apply",
    ]
    assert rows(result, "ehc_requests")[0]["exceptions_apply"] == "unknown"


@pytest.mark.parametrize(
    ("items", "column", "value", "rule"),
    [
        ({"RequestMediation": "2"}, "request_mediation", "unknown", "sen2.flag"),
        ({"RequestSource": "6"}, "request_source", "unknown", "sen2.code"),
        ({"Exported": "92"}, "exported_to", "unknown", "sen2.code"),
        ({"Exported": "926"}, "exported_to", "926", None),
        ({"Exported": None}, "exported_to", "none", None),
    ],
)
def test_codes_off_the_list_become_unknown(
    tmp_path: Path,
    items: dict[str, str | None],
    column: str,
    value: str,
    rule: str | None,
):
    result = reading(tmp_path, message(person(request(**items))))

    assert row(result, "ehc_requests")[column] == value
    assert [finding.rule for finding in result.findings] == ([rule] if rule else [])


def test_an_element_given_twice_differently_is_no_value_at_all(tmp_path: Path):
    twice = "<ReceivedDate>2025-02-04</ReceivedDate><Exported>926</Exported>"
    text = message(person(request(twice, Exported="926")))

    result = reading(tmp_path, text)

    [finding] = found(result, "sen2.day")
    assert "twice" in finding.wording
    assert result.balances["ehc_requests"].rejected == 1
    assert not found(result, "sen2.code")


@pytest.mark.parametrize(
    ("needs", "expected", "findings"),
    [
        (need("ASD"), "ASD", 0),
        (need("ASD", rank=None), "ASD", 0),
        (need("ASD", "2") + need("HI", "1"), "HI", 0),
        (need("ASD", "1") + need("HI", "1"), "ASD", 1),
        (need("ASD", rank=None) + need("HI", rank=None), "unknown", 1),
        (need("NSA"), "unknown", 1),
        ("", "unknown", 0),
    ],
)
def test_the_primary_need_is_the_one_of_rank_1(
    tmp_path: Path, needs: str, expected: str, findings: int
):
    result = reading(tmp_path, message(person(request(active(needs)))))

    assert row(result, "ehc_requests")["primary_need"] == expected
    assert len(result.findings) == findings


@pytest.mark.parametrize("born", [None, "", "2017-02-29", "2026-02-01"])
def test_without_a_date_of_birth_ages_are_left_out(tmp_path: Path, born: str | None):
    text = message(person(request(assessment(plan())), PersonBirthDate=born))

    result = reading(tmp_path, text)

    assert len(found(result, "sen2.birth-date")) == 1
    assert pd.isna(row(result, "ehc_requests")["age_at_request"])
    assert pd.isna(row(result, "ehc_plans")["age_on_31_august"])
    assert result.balances["ehc_requests"].accepted == 1


def test_a_ceased_plan_has_its_reason_and_ages(tmp_path: Path):
    ceased = plan(CeaseDate="2025-12-01", CeaseReason="5", StartDate="2023-05-03")
    result = reading(tmp_path, message(person(request(assessment(ceased)))))

    only = row(result, "ehc_plans")
    assert (only["cease_reason"], only["age_at_start"]) == ("5", 5)
    assert (only["age_at_cease"], only["age_on_31_august"]) == (8, 8)
    ceased_on = row(result, "ehc_requests")["plan_ceased_on"]
    assert ceased_on == only["ceased_on"] == pd.Timestamp("2025-12-01")


def test_several_plans_of_one_request_are_rows_of_their_own(tmp_path: Path):
    text = message(person(request(assessment(plan(), plan(StartDate="2025-07-01")))))

    held = records(tmp_path, text).report.sources[0]

    assert held.balances["ehc_plans"].accepted == 2
    assert [finding.rule for finding in held.findings] == ["sen2.plan-twice"]


def test_a_review_without_any_day_is_not_a_row(tmp_path: Path):
    result = reading(
        tmp_path, message(person(request(active(need(), ReviewOutcome="A"))))
    )

    assert result.balances["annual_reviews"].rows_in == 0
    assert len(found(result, "sen2.review-without-day")) == 1


def test_a_person_without_requests_is_found(tmp_path: Path):
    result = reading(tmp_path, message(person(), person(request())))

    [finding] = found(result, "sen2.person-without-requests")
    assert finding.element == "Person[1]"
    assert len(rows(result, "ehc_requests")) == 1


def test_a_return_without_persons_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match="holds no person"):
        reading(tmp_path, message())


def test_a_day_before_1900_rejects_its_row(tmp_path: Path):
    result = reading(tmp_path, message(person(request(ReceivedDate="0225-02-03"))))

    assert result.balances["ehc_requests"].rejected == 1


def test_a_person_given_twice_word_for_word_is_merged(tmp_path: Path):
    same = person(
        request(assessment(plan()), active(attended(URN="900001"), need(), **REVIEWED))
    )

    result = reading(tmp_path, message(same, same))

    for balance in result.balances.values():
        assert (balance.accepted, balance.merged_duplicates) == (1, 1)
    assert not found(result, "sen2.person-twice")


def test_a_person_given_twice_with_more_to_say_is_kept_and_joins(tmp_path: Path):
    first = person(request(assessment(plan()), active(need())))
    second = person(request(assessment(plan()), active(need(), **REVIEWED)))

    result = reading(tmp_path, message(first, second))

    assert len(found(result, "sen2.person-twice")) == 1
    assert result.balances["ehc_plans"].merged_duplicates == 1
    assert row(result, "annual_reviews")["plan_id"] == "919-plan-000001"


def test_people_without_identifiers_are_kept_apart(tmp_path: Path):
    unknown = person(request(), UPN=None, UPNunknown="UN1")
    nothing = person(request(), UPN=None)

    result = reading(tmp_path, message(unknown, unknown, nothing))

    assert result.frames["ehc_requests"]["person_id"].nunique() == 3
    assert len(found(result, "sen2.identifier")) == 1


def test_a_learner_number_stands_in_for_a_missing_upn(tmp_path: Path):
    same = person(request(), UPN=None, UniqueLearnerNumber="1234567890")
    text = message(same, same, person(request(), UPN="1234567891"))

    result = reading(tmp_path, text)

    assert result.frames["ehc_requests"]["person_id"].nunique() == 2
    assert result.balances["ehc_requests"].merged_duplicates == 1


def test_many_findings_of_a_kind_are_counted_beyond_a_limit(tmp_path: Path):
    people = MOST_PLACES + 7
    text = message(*(person(request(RequestOutcome="Q")) for _ in range(people)))

    findings = found(reading(tmp_path, text), "sen2.request-outcome")

    assert len(findings) == MOST_PLACES + 1
    assert sum(finding.rows for finding in findings) == people


def test_a_misspelt_element_is_found_once_with_its_count(tmp_path: Path):
    text = message(person(request())).replace("RequestOutcomeDate", "OutcomeDay")
    people = text.replace("</Persons>", person(request("<OutcomeDay/>")) + "</Persons>")

    [finding] = found(reading(tmp_path, people), "sen2.element")

    assert finding.rows == 2
    assert finding.element == "Person[1]/Requests[1]"


_MAYBE = st.sampled_from(
    [None, "", "2025-01-31", "2025-02-30", "1", "0", "Y", "N", "Q", "H"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(_MAYBE, min_size=9, max_size=9), min_size=1, max_size=6))
def test_every_row_is_accounted_for_whatever_it_says(
    tmp_path: Path, drawn: list[list[str | None]]
):
    people = [
        person(
            request(
                assessment(
                    plan(StartDate=a or "", CeaseDate=b or "", CeaseReason=c or ""),
                    AssessmentOutcome=d,
                    Week20=e,
                ),
                active(need(c or ""), ReviewMeeting=f or "", LastReview=g or ""),
                RequestOutcome=h,
                ReceivedDate=i,
            )
        )
        for a, b, c, d, e, f, g, h, i in drawn
    ]

    source = records(tmp_path, message(*people)).report.sources[0]

    assert source.balances["ehc_requests"].rows_in == len(drawn)
    assert source.balances["ehc_plans"].rows_in == len(drawn)


@pytest.mark.parametrize(
    ("places", "section_i", "kind"),
    [
        ((attended(SENsetting="NIEO"),), {"URN": "900001"}, "NIEO"),
        ((), {"SENsetting": "OLA"}, "OLA"),
        (
            (attended(URN="900001", LeavingDate="2026-01-14"),),
            {"SENsetting": "OLA"},
            "OLA",
        ),
        (
            (attended(URN="900001", LeavingDate="2026-01-15"),),
            {"SENsetting": "OLA"},
            "URN",
        ),
        ((), {}, "unknown"),
    ],
)
def test_a_plan_and_its_review_are_of_the_setting_attended_or_else_named(
    tmp_path: Path, places: tuple[str, ...], section_i: dict[str, str], kind: str
):
    names = (named(**section_i),) if section_i else ()
    text = message(
        person(
            request(assessment(plan(*names)), active(*places, need(), **REVIEWED)),
        )
    )

    result = reading(tmp_path, text)

    assert row(result, "ehc_plans")["placement_type"] == kind
    assert row(result, "annual_reviews")["placement_type"] == kind
