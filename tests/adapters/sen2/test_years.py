import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from send_metrics.adapters import find_adapters
from send_metrics.adapters.reading import read
from send_metrics.adapters.sen2 import Sen2
from send_metrics.adapters.sen2.profiles import PROFILES
from send_metrics.domain.period import Period
from send_metrics.records.tables import SCHEMAS

from .builder import (
    REVIEWED,
    active,
    assessment,
    found,
    header,
    message,
    need,
    person,
    plan,
    reading,
    records,
    request,
    row,
    rows,
)

NOT_IN_THE_FORM_OF_2026 = {
    "ehc_plans": {"setting_kind", "out_of_county"},
    "annual_reviews": {"amended_plan_on"},
    "placements": {
        *("attendance_pattern", "agreed_on", "leaving_reason", "waiting_by_choice"),
    },
}

MINIMAL = """<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>SEN2</Collection><Year>2026</Year><ReferenceDate>2026-01-15</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel><LEA>998</LEA><SoftwareCode>Sample</SoftwareCode>
      <Release>2.1</Release><SerialNo>003</SerialNo><DateTime>2026-02-09T11:00:00</DateTime>
      <DMO>Y</DMO><DCO>R</DCO><DSCO>N</DSCO>
    </Source>
  </Header>
  <Persons>
    <Person>                                   <!-- request, assessment, plan, active -->
      <Surname>Sample</Surname><Forename>Una</Forename>
      <PersonBirthDate>2016-09-02</PersonBirthDate><Sex>F</Sex><Ethnicity>MWAS</Ethnicity>
      <PostCode>ZZ99 1AA</PostCode><UPN>B998000000011</UPN>
      <Requests>
        <ReceivedDate>2025-01-06</ReceivedDate><RequestSource>2</RequestSource><RYA>0</RYA>
        <RequestOutcomeDate>2025-02-17</RequestOutcomeDate><RequestOutcome>Y</RequestOutcome>
        <RequestMediation>0</RequestMediation><RequestTribunal>0</RequestTribunal>
        <Assessment>
          <AssessmentOutcome>Y</AssessmentOutcome>
          <AssessmentOutcomeDate>2025-05-26</AssessmentOutcomeDate>
          <AssessmentMediation>0</AssessmentMediation><AssessmentTribunal>0</AssessmentTribunal>
          <OtherMediation>1</OtherMediation><OtherTribunal>0</OtherTribunal><Week20>1</Week20>
          <NamedPlan>
            <StartDate>2025-05-26</StartDate>
            <PlanDetail><URN>999998</URN><PlacementRank>1</PlacementRank>
              <SENunitIndicator>0</SENunitIndicator>
              <ResourcedProvisionIndicator>0</ResourcedProvisionIndicator></PlanDetail>
            <PB>0</PB><OA>0</OA>
          </NamedPlan>
        </Assessment>
        <ActivePlans>
          <PlacementDetail><URN>999998</URN><PlacementRank>1</PlacementRank>
            <EntryDate>2020-09-02</EntryDate><SENunitIndicator>0</SENunitIndicator>
            <ResourcedProvisionIndicator>0</ResourcedProvisionIndicator></PlacementDetail>
          <SENneed><SENtype>DS</SENtype><SENtypeRank>1</SENtypeRank></SENneed>
        </ActivePlans>
      </Requests>
    </Person>
    <Person>                                   <!-- plan of earlier years, moved in -->
      <Surname>Sample</Surname><Forename>Vic</Forename>
      <PersonBirthDate>2010-03-31</PersonBirthDate><Sex>M</Sex><Ethnicity>NOBT</Ethnicity>
      <UniqueLearnerNumber>9990000012</UniqueLearnerNumber>
      <Requests>
        <RequestOutcome>H</RequestOutcome>
        <Assessment><AssessmentOutcome>H</AssessmentOutcome>
          <NamedPlan><StartDate>2018-11-12</StartDate>
            <PlanDetail><SENsetting>OLA</SENsetting><PlacementRank>1</PlacementRank></PlanDetail>
          </NamedPlan></Assessment>
        <ActivePlans>
          <TransferLA>926</TransferLA>
          <PlacementDetail><SENsetting>OLA</SENsetting><PlacementRank>1</PlacementRank>
            <EntryDate>2023-09-04</EntryDate></PlacementDetail>
          <SENneed><SENtype>SEMH</SENtype><SENtypeRank>2</SENtypeRank></SENneed>
          <SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed>
          <ReviewMeeting>2025-09-15</ReviewMeeting><ReviewOutcome>A</ReviewOutcome>
          <ReviewDraft>2025-10-06</ReviewDraft><LastReview>2025-10-13</LastReview>
        </ActivePlans>
      </Requests>
    </Person>
    <Person>                                   <!-- refused; no identifier -->
      <Surname>Sample</Surname><Forename>Wyn</Forename>
      <PersonBirthDate>2021-12-01</PersonBirthDate><Sex>M</Sex><Ethnicity>REFU</Ethnicity>
      <UPNunknown>UN1</UPNunknown>
      <Requests>
        <ReceivedDate>2025-06-02</ReceivedDate><RequestSource>1</RequestSource><RYA>0</RYA>
        <RequestOutcomeDate>2025-07-14</RequestOutcomeDate><RequestOutcome>N</RequestOutcome>
        <RequestMediation>1</RequestMediation><RequestTribunal>0</RequestTribunal>
      </Requests>
    </Person>
  </Persons>
</Message>
"""


def test_the_minimal_example_gives_its_rows_without_a_finding(tmp_path: Path):
    result = reading(tmp_path, MINIMAL)

    assert result.findings == ()
    first, second, third = rows(result, "ehc_requests")
    assert first["request_id"] == "998-request-000001"
    assert first["authority"] == "998"
    assert first["received_on"] == pd.Timestamp("2025-01-06")
    assert first["assessment_outcome_on"] == pd.Timestamp("2025-05-26")
    assert first["age_at_request"] == 8
    assert (first["sex"], first["ethnicity"], first["primary_need"]) == (
        "F",
        "MWAS",
        "DS",
    )
    assert (first["exceptions_apply"], first["other_mediation"]) == ("yes", "yes")
    assert first["transferred_from"] == "none"
    assert second["request_outcome"] == second["assessment_outcome"] == "H"
    assert pd.isna(second["received_on"])
    assert second["plan_started_on"] == pd.Timestamp("2018-11-12")
    assert (second["transferred_from"], second["primary_need"]) == ("926", "ASD")
    assert third["assessment_outcome"] == "none"
    assert (third["request_mediation"], third["request_source"]) == ("yes", "1")

    plans = rows(result, "ehc_plans")
    assert [held["plan_id"] for held in plans] == ["998-plan-000001", "998-plan-000002"]
    assert [held["age_on_31_august"] for held in plans] == [8, 15]
    assert {held["cease_reason"] for held in plans} == {"none"}

    review = row(result, "annual_reviews")
    assert review["plan_id"] == "998-plan-000002"
    assert review["meeting_on"] == pd.Timestamp("2025-09-15")
    assert review["decision_on"] == pd.Timestamp("2025-10-13")
    assert (review["outcome"], review["draft_on"]) == ("A", pd.Timestamp("2025-10-06"))


def test_a_return_covers_its_calendar_year_and_the_days_up_to_the_census(
    tmp_path: Path,
):
    path = tmp_path / "return.xml"
    path.write_text(MINIMAL, encoding="utf-8")

    (report,) = read("sen2", path).report.sources

    assert report.covers == Period(dt.date(2025, 1, 1), dt.date(2026, 1, 15))


def test_every_column_of_the_schemas_is_delivered_and_no_other(tmp_path: Path):
    result = reading(tmp_path, MINIMAL)

    assert set(result.frames) == set(Sen2().tables)
    for table, frame in result.frames.items():
        lacking = set(SCHEMAS[table].names) ^ set(frame.columns)
        assert lacking == NOT_IN_THE_FORM_OF_2026.get(table, set())


@pytest.mark.parametrize("text", [MINIMAL, message(person())])
def test_the_frames_conform_also_without_rows(tmp_path: Path, text: str):
    source = records(tmp_path, text).report.sources[0]

    assert set(source.balances) == set(Sen2().tables)
    assert all(balance.rejected == 0 for balance in source.balances.values())


def test_the_2023_form_has_gender_and_the_decision_letter_only(tmp_path: Path):
    text = message(
        person(
            request(
                assessment(plan()),
                active(need(), Res="A", WBP="T", LastReview="2022-11-03"),
                ReceivedDate="2022-02-03",
            ),
            Sex=None,
            GenderCurrent="2",
        ),
        head=header(2023),
    )

    result = reading(tmp_path, text)

    assert row(result, "ehc_requests")["sex"] == "F"
    review = row(result, "annual_reviews")
    assert review["decision_on"] == pd.Timestamp("2022-11-03")
    assert not {"meeting_on", "outcome", "draft_on"} & set(review)
    assert not found(result, "sen2.element")


@pytest.mark.parametrize(
    ("code", "sex"), [("0", "unknown"), ("1", "M"), ("2", "F"), ("9", "unknown")]
)
def test_gender_codes_of_2023_are_translated(tmp_path: Path, code: str, sex: str):
    text = message(person(request(), Sex=None, GenderCurrent=code), head=header(2023))

    result = reading(tmp_path, text)

    assert row(result, "ehc_requests")["sex"] == sex
    assert not found(result, "sen2.code")


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_later_forms_have_sex_and_the_review_meeting(tmp_path: Path, year: int):
    days = {"ReviewMeeting": "2023-10-02", "ReviewOutcome": "M"}
    text = message(person(request(active(need(), **days)), Sex="M"), head=header(year))

    result = reading(tmp_path, text)

    assert row(result, "ehc_requests")["sex"] == "M"
    assert row(result, "annual_reviews")["outcome"] == "M"
    assert not found(result, "sen2.element")


@pytest.mark.parametrize(
    ("year", "element", "text"),
    [
        (2023, "Sex", "F"),
        (2024, "GenderCurrent", "2"),
        (2024, "RequestSource", "1"),
        (2023, "ReviewMeeting", "2022-10-03"),
        (2024, "ReviewDraft", "2023-10-03"),
        (2024, "Res", "A"),
    ],
)
def test_an_element_of_another_year_is_found_and_not_read(
    tmp_path: Path, year: int, element: str, text: str
):
    inside = f"<{element}>{text}</{element}>"
    at_person = element in ("Sex", "GenderCurrent")
    at_request = element == "RequestSource"
    body = person(
        request(
            active(need(), inside if not at_person and not at_request else ""),
            inside if at_request else "",
        ),
        inside if at_person else "",
        Sex=None,
    )

    result = reading(tmp_path, message(body, head=header(year)))

    [finding] = found(result, "sen2.element")
    assert finding.element is not None
    assert finding.element.endswith(f"/{element}")
    held = records(tmp_path, message(body, head=header(year))).tables["ehc_requests"]
    [only] = held.native.to_dict("records")
    assert (only["sex"], only["request_source"]) == ("unknown", "unknown")
    assert ("request_source" in held.columns_not_given) == (year < 2025)


@pytest.mark.parametrize(("year", "need_code"), [(2024, "unknown"), (2025, "DS")])
def test_down_syndrome_is_a_need_from_2025(tmp_path: Path, year: int, need_code: str):
    text = message(person(request(active(need("DS")))), head=header(year))

    assert row(reading(tmp_path, text), "ehc_requests")["primary_need"] == need_code


@pytest.mark.parametrize("year", PROFILES)
def test_another_reference_date_than_the_census_day_is_found(tmp_path: Path, year: int):
    census_on = PROFILES[year].census_on
    other = (census_on - dt.timedelta(days=1)).isoformat()

    on_the_day = reading(tmp_path, message(person(), head=header(year)))
    off_the_day = reading(
        tmp_path, message(person(), head=header(year, ReferenceDate=other))
    )

    assert not found(on_the_day, "sen2.census-day")
    [finding] = found(off_the_day, "sen2.census-day")
    assert finding.severity == "query"
    assert finding.line == 6


def test_prefixes_namespaces_and_case_make_no_difference(tmp_path: Path):
    plain = message(person(request(assessment(plan()), active(need(), **REVIEWED))))
    prefixed = (
        plain.replace("</", "</s:").replace("<", "<s:").replace("<s:/s:", "</s:")
    ).replace("<s:Message>", '<s:Message xmlns:s="urn:sen2">')
    shouted = plain.replace("ReceivedDate", "RECEIVEDDATE").replace(
        "Person>", "person>"
    )

    expected = reading(tmp_path, plain)
    for text in (prefixed, shouted):
        result = reading(tmp_path, text)

        assert result.findings == expected.findings == ()
        for table, frame in expected.frames.items():
            pd.testing.assert_frame_equal(result.frames[table], frame)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_declared_encoding_is_honoured(tmp_path: Path, encoding: str):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + message(
        person(request(), Surname="Müller")
    )

    assert len(rows(reading(tmp_path, text.encode(encoding)), "ehc_requests")) == 1


def test_the_adapter_is_found_by_name():
    adapter = find_adapters().named("sen2")

    assert adapter == Sen2()
