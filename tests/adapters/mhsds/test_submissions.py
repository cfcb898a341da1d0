import datetime as dt
from pathlib import Path

import pytest

from send_metrics import Pseudonyms, Records, calculate, calendar_quarter
from send_metrics.adapters.csds import Csds
from send_metrics.adapters.mhsds import Mhsds
from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.reading import read
from send_metrics.errors import SourceError
from tests.adapters.csds import made_up as community
from tests.adapters.mhsds.made_up import (
    HEADER,
    contact,
    other_team,
    person,
    referral,
    submission,
)
from tests.adapters.submitted import finding, held, rules, zipped

JUNE = dt.date(2025, 6, 30)


def test_the_adapter_is_found_by_its_name() -> None:
    assert isinstance(find_adapters().named("mhsds"), Mhsds)


def test_a_referral_and_its_contact_are_delivered_in_canonical_form(
    tmp_path: Path,
) -> None:
    folder = submission(tmp_path / "june")

    records = read(Mhsds(), folder)

    row = held(records, "referrals")[0]
    assert {name: row[name] for name in ("service", "team_type", "provider")} == {
        "service": "autism_service",
        "team_type": "C01",
        "provider": "RX1",
    }
    assert (row["referral_reason"], row["priority"]) == ("suspected_autism", "3")
    assert (row["referred_on"], row["first_contact_on"]) == ("2025-03-01", "2025-04-01")
    assert (row["age_at_referral"], row["age_at_period_end"]) == (13.0, 13.0)
    assert row["submitted_on"] == "2025-06-30"
    assert held(records, "contacts")[0]["mechanism"] == "face_to_face"
    assert rules(records) == {}
    assert held(read(Mhsds(), zipped(folder)), "referrals") == held(
        records, "referrals"
    )


def test_the_first_team_stands_in_the_referral_and_the_others_apart(
    tmp_path: Path,
) -> None:
    """The type of a team is told by the table of teams; each has an end of its own."""
    records = read(
        Mhsds(),
        submission(
            tmp_path / "june",
            teams=[
                other_team(ReferClosureDate="2025-05-01", ReferClosReason="01"),
                other_team(OtherCareProfTeamLocalID="T3"),
                other_team(OtherCareProfTeamLocalID="T9"),
            ],
        ),
    )

    told = {
        row["service"]: (row["closed_on"], row["close_reason"])
        for row in held(records, "referrals")
    }
    assert told == {
        "autism_service": (None, "none"),
        "neurodevelopment_team": ("2025-05-01", "closed 01"),
        "mhsds_team_A06": (None, "none"),
        "unknown": (None, "none"),
    }
    assert rules(records) == {"no-team": 1}


def test_a_first_team_that_is_told_of_twice_is_one_with_its_end(tmp_path: Path) -> None:
    records = read(
        Mhsds(),
        submission(
            tmp_path / "june",
            teams=[
                other_team(OtherCareProfTeamLocalID="T1", ReferClosureDate="2025-05-01")
            ],
        ),
    )

    assert [row["closed_on"] for row in held(records, "referrals")] == ["2025-05-01"]


def test_an_autism_referral_counts_once_however_many_teams_it_has(
    tmp_path: Path,
) -> None:
    records = read(
        Mhsds(),
        submission(tmp_path / "june", teams=[other_team()]),
    )

    seen, still_open = calculate(
        ["waits.autism_seen_within_13_weeks", "waits.autism_open_13_weeks"],
        records,
        as_at=JUNE,
    )

    assert (seen.state.numerator, seen.state.denominator) == (1, 1)
    assert still_open.state.denominator == 1
    assert len(held(records, "referrals")) == 2


def test_a_referral_that_was_rejected_has_ended(tmp_path: Path) -> None:
    records = read(
        Mhsds(),
        submission(
            tmp_path / "june", referrals=[referral(ReferRejectionDate="2025-03-04")]
        ),
    )

    row = held(records, "referrals")[0]
    assert (row["closed_on"], row["close_reason"]) == ("2025-03-04", "rejected")


@pytest.mark.parametrize(
    ("code", "counts"),
    [("01", True), ("11", True), ("02", False), ("04", False), ("98", False)],
)
def test_autism_counts_contacts_face_to_face_and_by_video_alone(
    tmp_path: Path, code: str, counts: bool
) -> None:
    records = read(
        Mhsds(),
        submission(tmp_path / "june", contacts=[contact(ConsMechanismMH=code)]),
    )

    figure = calculate("waits.autism_seen_within_13_weeks", records, as_at=JUNE)[0]

    assert figure.state.numerator == int(counts)
    assert held(records, "referrals")[0]["first_contact_on"] == "2025-04-01"


def test_indirect_work_is_a_contact_for_mental_health_and_for_nothing_else(
    tmp_path: Path,
) -> None:
    records = read(
        Mhsds(),
        submission(
            tmp_path / "june",
            referrals=[referral(PrimReasonReferralMH="05", CareProfTeamLocalID="T3")],
            contacts=[],
            MHS204IndirectActivity=[
                {"ServiceRequestID": "R1", "IndirectActDate": "2025-03-20"},
                {"ServiceRequestID": "R1", "IndirectActDate": "2025-03-20"},
            ],
        ),
    )

    assert [row["mechanism"] for row in held(records, "contacts")] == ["indirect"] * 2
    assert held(records, "referrals")[0]["first_contact_on"] is None
    first = calculate(
        "waits.cyp_mental_health_first_contact_within_4_weeks",
        records,
        period=calendar_quarter(2025, 1),
    )[0]
    assert (first.state.numerator, first.state.denominator) == (1, 1)


def test_the_official_four_weeks_need_more_than_is_read(tmp_path: Path) -> None:
    records = read(Mhsds(), submission(tmp_path / "june"))

    figure = calculate(
        "waits.cyp_mental_health_within_4_weeks",
        records,
        period=calendar_quarter(2025, 1),
    )[0]

    assert figure.missing_reason == (
        "no source gives baseline_outcome_on, care_plan_on of referrals"
    )


def test_stays_in_hospital_and_homes_outside_england_are_marked(tmp_path: Path) -> None:
    records = read(
        Mhsds(),
        submission(
            tmp_path / "june",
            people=[
                person(LADistrictAuth="E07000098"),
                person(LocalPatientID="P2", NHSNumber="", LADistrictAuth="W06000015"),
            ],
            referrals=[referral("R1"), referral("R2", LocalPatientID="P2")],
            contacts=[],
            MHS501HospProvSpell=[{"ServiceRequestID": "R2", "HospProvSpellID": "H"}],
        ),
    )

    marks = [
        (row["hospital_spell"], row["outside_england"])
        for row in held(records, "referrals")
    ]
    assert marks == [("no", "no"), ("yes", "yes")]


@pytest.mark.parametrize(
    ("number", "month_end"),
    [("1417", "2018-04-30"), ("1489", "2024-04-30"), ("1512", "2026-03-31")],
)
def test_the_number_of_a_month_in_the_national_extract_is_understood(
    tmp_path: Path, number: str, month_end: str
) -> None:
    records = read(
        Mhsds(),
        submission(
            tmp_path / "extract",
            header=None,
            referrals=[referral(UniqMonthID=number, OrgIDProv="RX1")],
        ),
    )

    row = held(records, "referrals")[0]
    assert (row["submitted_on"], row["provider"]) == (month_end, "RX1")


def test_an_extract_of_several_months_in_one_table_is_refused(tmp_path: Path) -> None:
    folder = submission(
        tmp_path / "extract",
        header=None,
        referrals=[
            referral(UniqMonthID="1503", OrgIDProv="RX1"),
            referral("R2", UniqMonthID="1504", OrgIDProv="RX1"),
        ],
    )

    with pytest.raises(SourceError, match="holds several months; put each submission"):
        read(Mhsds(), folder)


def test_an_nhs_number_that_was_stored_as_a_number_is_the_same_one(
    tmp_path: Path,
) -> None:
    """Both data sets name one person, so that their referrals can be put together."""
    names = Pseudonyms(b"k" * 32)
    mental = read(
        Mhsds(),
        submission(tmp_path / "mental", people=[person(NHSNumber="9434765919.0")]),
        pseudonyms=names,
    )
    physical = read(
        Csds(),
        community.submission(
            tmp_path / "physical", header=community.header("2025-06-30")
        ),
        pseudonyms=names,
    )

    joined = held(Records.joined([mental, physical]), "referrals")

    assert len(joined) == 2
    assert len({row["person_id"] for row in joined}) == 1
    assert len({row["referral_id"] for row in joined}) == 2


def test_the_reason_25_is_of_mental_health_and_not_of_community_services(
    tmp_path: Path,
) -> None:
    physical = read(
        Csds(),
        community.submission(
            tmp_path / "physical",
            referrals=[community.referral(PrimaryReferralReason="25")],
        ),
    )

    assert held(physical, "referrals")[0]["referral_reason"] == "csds_reason_025"


def test_a_contact_of_a_referral_that_is_not_told_of_is_kept_and_asked_about(
    tmp_path: Path,
) -> None:
    records = read(Mhsds(), submission(tmp_path / "june", contacts=[contact("R9")]))

    assert held(records, "contacts")[0]["person_id"] is None
    assert finding(records, "contact-without-referral").rows == 1


def test_an_empty_table_is_a_table_without_rows(tmp_path: Path) -> None:
    folder = submission(tmp_path / "june", contacts=[])
    heads = ",".join(contact())
    (folder / "MHS201CareContact.csv").write_text(f"{heads}\n", encoding="utf-8")

    records = read(Mhsds(), folder)

    assert held(records, "contacts") == []
    assert HEADER["OrgIDProvider"] == held(records, "referrals")[0]["provider"]
