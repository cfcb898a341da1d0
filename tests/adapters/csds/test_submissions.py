import datetime as dt
from pathlib import Path

import pytest

from send_metrics import Pseudonyms, calculate
from send_metrics.adapters.csds import Csds
from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.reading import read
from send_metrics.errors import SourceError
from tests.adapters.csds.made_up import (
    contact,
    header,
    person,
    referral,
    submission,
    team,
)
from tests.adapters.submitted import (
    balance,
    finding,
    held,
    rules,
    write_tables,
    zipped,
)

JUNE, JULY = header("2025-06-30"), header("2025-07-31")


def test_the_adapter_is_found_by_its_name() -> None:
    assert isinstance(find_adapters().named("csds"), Csds)


def test_a_referral_and_its_contact_are_delivered_in_canonical_form(
    tmp_path: Path,
) -> None:
    records = read(Csds(), submission(tmp_path / "june", header=JUNE))

    assert "accepted_on" in records.not_given("referrals")
    assert held(records, "referrals") == [
        {
            "referral_id": "referral-000001",
            "person_id": "person-000001",
            "service": "speech_and_language_therapy",
            "provider": "RZ1",
            "area": "unknown",
            "referred_on": "2025-06-01",
            "accepted_on": None,
            "first_contact_on": "2025-06-20",
            "closed_on": None,
            "close_reason": "none",
            "referral_reason": "csds_reason_025",
            "team_type": "33",
            "priority": "1",
            "mental_health": "no",
            "hospital_spell": "unknown",
            "outside_england": "unknown",
            "further_team": "no",
            "opted_out": "unknown",
            "baseline_outcome_on": None,
            "care_plan_on": None,
            "age_at_referral": 9.0,
            "age_at_period_end": 10.0,
            "submitted_on": "2025-06-30",
        }
    ]
    assert held(records, "contacts") == [
        {
            "referral_id": "referral-000001",
            "contact_id": "contact-000001",
            "person_id": "person-000001",
            "contact_on": "2025-06-20",
            "attendance": "attended",
            "mechanism": "face_to_face",
            "age_at_contact": 10.0,
            "submitted_on": "2025-06-30",
        }
    ]
    assert rules(records) == {}


def test_a_zip_reads_as_the_folder_does(tmp_path: Path) -> None:
    folder = submission(tmp_path / "june", header=JUNE)

    from_zip = read(Csds(), zipped(folder))

    assert held(from_zip, "referrals") == held(read(Csds(), folder), "referrals")


def test_teams_of_several_services_each_have_an_end_of_their_own(
    tmp_path: Path,
) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            teams=[
                team(
                    TeamType="33", TeamID_Local="T1", Referral_ClosureDate="2025-06-10"
                ),
                team(TeamType="23", TeamID_Local="T2"),
                team(
                    TeamType="26",
                    TeamID_Local="T3",
                    Referral_RejectionDate="2025-06-05",
                ),
            ],
            contacts=[contact(TeamID_Local="T2")],
        ),
    )

    told = {
        row["service"]: (
            row["closed_on"],
            row["close_reason"],
            row["first_contact_on"],
            row["further_team"],
        )
        for row in held(records, "referrals")
    }
    assert told == {
        "speech_and_language_therapy": ("2025-06-10", "discharged", None, "yes"),
        "occupational_therapy": (None, "none", "2025-06-20", "no"),
        "physiotherapy": ("2025-06-05", "rejected", None, "yes"),
    }


def test_two_teams_of_one_service_are_one_wait_until_the_last_of_them_ends(
    tmp_path: Path,
) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            teams=[
                team(TeamID_Local="T1", Referral_ClosureDate="2025-06-10"),
                team(TeamID_Local="T2", Referral_ClosureDate="2025-06-12"),
            ],
        ),
    )

    assert [row["closed_on"] for row in held(records, "referrals")] == ["2025-06-12"]
    assert balance(records, "referrals").merged_duplicates == 1


def test_a_discharge_ends_the_referral_for_every_team(tmp_path: Path) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            referrals=[referral(Discharge_Date="2025-06-15")],
            teams=[
                team(TeamType="33"),
                team(TeamType="23", Referral_ClosureDate="2025-06-14"),
            ],
        ),
    )

    ends = {row["service"]: row["closed_on"] for row in held(records, "referrals")}
    assert ends == {
        "speech_and_language_therapy": "2025-06-15",
        "occupational_therapy": "2025-06-14",
    }


def test_a_referral_without_a_team_stays_open_and_is_asked_about(
    tmp_path: Path,
) -> None:
    records = read(
        Csds(), submission(tmp_path / "june", header=JUNE, teams=[team("another")])
    )

    row = held(records, "referrals")[0]
    assert (row["service"], row["closed_on"]) == ("unknown", None)
    assert rules(records) == {"no-team": 1}


@pytest.mark.parametrize(
    ("code", "attendance", "counts"),
    [
        ("2", "cancelled_by_patient", False),
        ("3", "did_not_attend", False),
        ("4", "cancelled_by_provider", False),
        ("5", "attended", True),
        ("6", "attended", True),
        ("7", "did_not_attend", False),
        ("", "unknown", False),
    ],
)
def test_only_codes_5_and_6_are_attended(
    tmp_path: Path, code: str, attendance: str, counts: bool
) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june", header=JUNE, contacts=[contact(AttendanceStatus=code)]
        ),
    )

    assert held(records, "contacts")[0]["attendance"] == attendance
    assert (held(records, "referrals")[0]["first_contact_on"] is not None) is counts


def test_a_contact_before_the_referral_is_not_the_first_of_it(tmp_path: Path) -> None:
    contacts = [
        contact(CareContactID="C1", Contact_Date="2025-05-31"),
        contact(CareContactID="C2", Contact_Date="2025-06-01"),
    ]

    records = read(
        Csds(), submission(tmp_path / "june", header=JUNE, contacts=contacts)
    )

    assert held(records, "referrals")[0]["first_contact_on"] == "2025-06-01"
    assert len(held(records, "contacts")) == 2


def test_numbers_of_contacts_are_the_referrals_own(tmp_path: Path) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            referrals=[referral("R1"), referral("R2")],
            teams=[team("R1"), team("R2")],
            contacts=[contact("R1"), contact("R2")],
        ),
    )

    assert len({row["contact_id"] for row in held(records, "contacts")}) == 2


def test_the_names_of_version_1_5_and_of_the_dictionary_are_understood(
    tmp_path: Path,
) -> None:
    tables = {
        "cyp101": [
            {
                "SERVICE REQUEST IDENTIFIER": "R1",
                "LOCAL PATIENT IDENTIFIER (EXTENDED)": "P1",
                "REFERRAL REQUEST RECEIVED DATE": "2025-06-01 00:00:00",
                "SERVICE DISCHARGE DATE": "",
            }
        ],
        "cyp201_2025-06": [
            {
                "CareContactID": "C1",
                "ServiceRequestID": "R1",
                "Contact_Date": "2025-06-20",
                "Consultation_MediumUsed": "02",
                "AttendOrNot": "5",
            }
        ],
    }

    records = read(Csds(), write_tables(tmp_path / "2025-06", tables))

    assert held(records, "referrals")[0]["first_contact_on"] == "2025-06-20"
    assert held(records, "referrals")[0]["submitted_on"] == "2025-06-30"
    assert held(records, "contacts")[0]["mechanism"] == "telephone"


def test_telemedicine_was_on_the_list_up_to_september_2021(tmp_path: Path) -> None:
    contacts = [
        contact(CareContactID="C1", ConsMechanism="03", Contact_Date="2021-09-30"),
        contact(CareContactID="C2", ConsMechanism="03", Contact_Date="2021-10-01"),
        contact(CareContactID="C3", ConsMechanism="77", Contact_Date="2025-06-02"),
    ]

    records = read(
        Csds(), submission(tmp_path / "june", header=JUNE, contacts=contacts)
    )

    kinds = [row["mechanism"] for row in held(records, "contacts")]
    assert kinds == ["telemedicine", "unknown", "unknown"]
    assert rules(records) == {"mechanism-in-use": 2}


def test_a_person_is_one_across_providers_by_the_nhs_number_alone(
    tmp_path: Path,
) -> None:
    for provider, number in (("RZ1", "943 476 5919"), ("RZ2", "9434765919")):
        submission(
            tmp_path / "both" / provider,
            header=header("2025-06-30", provider=provider),
            people=[
                person(NHSNumber=number),
                person(LocalPatientID="P2", NHSNumber=""),
            ],
            referrals=[referral("R1"), referral("R2", LocalPatientID="P2")],
            teams=[team("R1"), team("R2")],
            contacts=[],
        )

    rows = held(read(Csds(), tmp_path / "both"), "referrals")

    assert len({row["referral_id"] for row in rows}) == 4
    assert len({row["person_id"] for row in rows}) == 3


def two_months(folder: Path) -> Path:
    """Of four referrals one is seen later, one ends later, one is told of no more."""
    names = ("seen", "ended", "gone", "over")
    submission(
        folder / "2025-06",
        header=JUNE,
        referrals=[
            referral(name, Discharge_Date="2025-06-09" if name == "over" else "")
            for name in names
        ],
        teams=[team(name) for name in names],
        contacts=[],
    )
    submission(
        folder / "2025-07",
        header=JULY,
        referrals=[referral("seen"), referral("ended", Discharge_Date="2025-06-20")],
        teams=[team("seen"), team("ended")],
        contacts=[contact("seen", Contact_Date="2025-06-25")],
    )
    return folder


def test_what_later_submissions_tell_changes_the_past_only_with_hindsight(
    tmp_path: Path,
) -> None:
    records = read(Csds(), two_months(tmp_path / "both"))
    days = [dt.date(2025, 6, 30), dt.date(2025, 7, 31)]

    told = calculate("waits.still_waiting", records, as_at=days)
    known = calculate("waits.still_waiting", records, as_at=days, hindsight=False)

    assert [figure.count for figure in told] == [1, 0]
    assert [figure.count for figure in known] == [3, 0]


def test_a_referral_that_is_told_of_no_more_ends_after_its_last_month(
    tmp_path: Path,
) -> None:
    records = read(Csds(), two_months(tmp_path / "both"))

    ended = [
        (row["closed_on"], row["submitted_on"])
        for row in held(records, "referrals")
        if row["close_reason"] == "not_submitted"
    ]
    assert ended == [("2025-07-01", "2025-07-31")]
    assert finding(records, "no-longer-submitted").rows == 1
    assert balance(records, "referrals").accepted == 7


def test_a_month_without_a_submission_ends_nothing_and_is_asked_about(
    tmp_path: Path,
) -> None:
    submission(tmp_path / "both" / "a", header=JUNE)
    submission(tmp_path / "both" / "b", header=header("2025-09-30"), contacts=[])
    submission(
        tmp_path / "both" / "c",
        header=header("2025-07-31", provider="RZ2"),
        contacts=[],
    )

    records = read(Csds(), tmp_path / "both")

    assert {row["close_reason"] for row in held(records, "referrals")} == {"none"}
    assert rules(records) == {"month-not-submitted": 2}


def test_of_two_submissions_of_a_month_the_one_made_later_counts(
    tmp_path: Path,
) -> None:
    early, late = "2025-07-20T09:00:00", "2025-08-18T09:00:00"
    submission(tmp_path / "both" / "refresh", header=header("2025-06-30", late))
    submission(
        tmp_path / "both" / "primary",
        header=header("2025-06-30", early),
        referrals=[referral("R1"), referral("R2")],
        teams=[team("R1"), team("R2")],
    )

    records = read(Csds(), tmp_path / "both")

    assert len(held(records, "referrals")) == 1
    assert "1 submissions were replaced" in records.report.sources[0].notes[0]


def test_two_submissions_of_a_month_are_refused_where_nothing_tells_them_apart(
    tmp_path: Path,
) -> None:
    submission(tmp_path / "both" / "one", header=JUNE)
    submission(tmp_path / "both" / "other", header=JUNE)

    with pytest.raises(
        SourceError, match="one and other are of one provider and month"
    ):
        read(Csds(), tmp_path / "both")


def test_several_submissions_must_say_of_which_month_they_are(tmp_path: Path) -> None:
    submission(tmp_path / "both" / "one")
    submission(tmp_path / "both" / "other")

    with pytest.raises(SourceError, match="one: nothing says of which month"):
        read(Csds(), tmp_path / "both")


def test_one_submission_may_be_of_an_unknown_month(tmp_path: Path) -> None:
    records = read(Csds(), submission(tmp_path / "alone"))

    figure = calculate(
        "waits.still_waiting", records, as_at=dt.date(2025, 6, 30), hindsight=False
    )[0]
    assert figure.missing_reason == "no source says when referrals were submitted"
    assert any("of which month" in note for note in records.report.sources[0].notes)


def test_without_dates_of_birth_ages_are_taken_as_supplied_or_are_missing(
    tmp_path: Path,
) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            people=[],
            referrals=[
                referral("R1", AgeYr_Referral_ReceivedDate="8"),
                referral("R2", AgeYr_Referral_ReceivedDate=""),
            ],
            teams=[team("R1"), team("R2")],
            contacts=[],
        ),
    )

    assert [row["age_at_referral"] for row in held(records, "referrals")] == [8.0, None]
    assert rules(records) == {"age-unknown": 1}


def test_rows_that_cannot_be_placed_are_set_aside_and_the_sum_holds(
    tmp_path: Path,
) -> None:
    records = read(
        Csds(),
        submission(
            tmp_path / "june",
            header=JUNE,
            referrals=[
                referral("R1"),
                referral("R2", ReferralRequest_ReceivedDate="01/06/2025"),
                referral("R3", LocalPatientID=""),
                referral("", LocalPatientID="P1"),
                referral("R5", ReferralRequest_ReceivedDate=""),
            ],
            teams=[team("R1"), team("R1", TeamType="23"), team("R2"), team("R5")],
            contacts=[contact("R1"), contact("R1", AttendanceStatus="9")],
        ),
    )

    of_referrals = balance(records, "referrals")
    assert (of_referrals.rows_in, of_referrals.accepted, of_referrals.rejected) == (
        6,
        3,
        3,
    )
    assert balance(records, "contacts").rejected == 1
    assert rules(records) == {
        "readable-value": 1,
        "required-value": 2,
        "no-day-of-referral": 1,
        "allowed-value": 1,
    }


def test_the_table_of_referrals_and_its_fields_must_be_there(tmp_path: Path) -> None:
    folder = submission(tmp_path / "june", header=JUNE)
    (folder / "CYP101Referral.csv").unlink()
    with pytest.raises(SourceError, match="holds no CYP101Referral"):
        read(Csds(), folder)

    lacking = [{"ServiceRequestID": "R1", "LocalPatientID": "P1"}]
    with pytest.raises(SourceError, match="lacks ReferralRequest_ReceivedDate"):
        read(Csds(), write_tables(tmp_path / "other", {"CYP101Referral": lacking}))

    with pytest.raises(SourceError, match="holds no table that is read"):
        read(Csds(), write_tables(tmp_path / "none", {"notes": lacking}))


def test_nothing_of_a_person_is_left_in_tables_or_told(tmp_path: Path) -> None:
    """A canary in every field; none of them may come out."""
    canary = "Zaphod"
    rows = {
        "people": [person(LocalPatientID=f"{canary}P", DateOfBirth=canary)],
        "referrals": [
            referral(f"{canary}R", LocalPatientID=f"{canary}P"),
            referral(f"{canary}S", ReferralRequest_ReceivedDate=canary),
        ],
        "teams": [team(f"{canary}R", Referral_ClosureDate=canary)],
        "contacts": [
            contact(f"{canary}R", CareContactID=f"{canary}C", ConsMechanism=canary),
            contact(f"{canary}R", AttendanceStatus=canary, Contact_Date=canary),
        ],
    }
    folder = submission(tmp_path / "june", header=JUNE, **rows)

    records = read(Csds(), folder, pseudonyms=Pseudonyms(b"k" * 32))

    told = repr(records) + repr(records.report) + str(records.report.findings)
    for table in records.tables.values():
        told += table.native.to_csv()
    assert canary not in told
    assert "9434765919" not in told
    assert "2015-06-02" not in told
