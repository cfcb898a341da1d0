"""A folder of referrals: contacts beside them, and what local codes mean."""

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from send_metrics import Pseudonyms, Records, calculate, calendar_quarter
from send_metrics.adapters.reading import read
from send_metrics.adapters.referrals import Referrals
from send_metrics.errors import SourceError
from tests.adapters.submitted import balance, held, rules

REFERRAL = {
    "referral_id": "R1",
    "person_id": "P1",
    "service": "SALT",
    "referred_on": "2025-01-06",
    "first_contact_on": "",
    "closed_on": "",
    "close_reason": "",
    "referral_reason": "ASC Ax",
    "date_of_birth": "2015-01-07",
}
CONTACT = {
    "referral_id": "R1",
    "contact_on": "2025-02-03",
    "attendance": "attended",
    "mechanism": "video",
}
CODES = """
[services]
salt = "speech_and_language_therapy"
[reasons]
"ASC Ax" = "suspected_autism"
[close_reasons]
DX = "diagnosed"
[attendance]
A = "attended"
WNB = "did_not_attend"
[mechanisms]
F2F = "face_to_face"
"""


def folder(
    place: Path,
    referrals: list[dict[str, str]],
    contacts: list[dict[str, str]] | None = None,
    codes: str | None = None,
    kind: str = "csv",
) -> Path:
    for name, rows in (("referrals", referrals), ("contacts", contacts)):
        if rows is None:
            continue
        frame = pd.DataFrame(rows, dtype="str")
        if kind == "csv":
            frame.to_csv(place / f"{name}.csv", index=False, lineterminator="\n")
        else:
            duckdb.from_df(frame).write_parquet(str(place / f"{name}.parquet"))
    if codes is not None:
        (place / "codes.toml").write_text(codes, encoding="utf-8")
    return place


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_contacts_beside_the_referrals_are_delivered(tmp_path: Path, kind: str) -> None:
    contacts = [CONTACT, CONTACT | {"contact_on": "2025-02-10", "attendance": "7"}]

    records = read(Referrals(), folder(tmp_path, [REFERRAL], contacts, kind=kind))

    referral = held(records, "referrals")[0]
    first, second = held(records, "contacts")
    assert first["referral_id"] == referral["referral_id"]
    assert first["person_id"] == referral["person_id"]
    assert (first["contact_on"], first["age_at_contact"]) == ("2025-02-03", 10.0)
    assert (first["attendance"], second["attendance"]) == ("attended", "did_not_attend")
    assert first["mechanism"] == "video"
    assert first["contact_id"] != second["contact_id"]
    assert rules(records) == {}


def test_local_codes_become_what_is_declared_in_any_case(tmp_path: Path) -> None:
    referrals = [
        REFERRAL | {"close_reason": "dx", "closed_on": "2025-05-01"},
        REFERRAL | {"referral_id": "R2", "service": "OT", "referral_reason": "asd"},
    ]
    contacts = [
        CONTACT | {"attendance": "a", "mechanism": "f2f"},
        CONTACT | {"attendance": "WNB", "mechanism": "02"},
    ]

    records = read(Referrals(), folder(tmp_path, referrals, contacts, CODES))

    one, other = held(records, "referrals")
    assert one["service"] == "speech_and_language_therapy"
    assert one["referral_reason"] == other["referral_reason"] == "suspected_autism"
    assert (one["close_reason"], other["service"]) == ("diagnosed", "OT")
    told = [(row["attendance"], row["mechanism"]) for row in held(records, "contacts")]
    assert told == [("attended", "face_to_face"), ("did_not_attend", "telephone")]


def test_autism_and_mental_health_have_figures_from_declared_files(
    tmp_path: Path,
) -> None:
    help_came = {"baseline_outcome_on": "2025-02-01", "care_plan_on": "2025-02-03"}
    referral = REFERRAL | help_came | {"team_type": "A05", "mental_health": "Yes"}
    another = referral | {"referral_id": "R2", "person_id": "P2", "mental_health": "no"}
    untold = referral | {"referral_id": "R3", "person_id": "P3", "mental_health": ""}
    contacts = [CONTACT | {"referral_id": name} for name in ("R1", "R2", "R3")]

    records = read(
        Referrals(), folder(tmp_path, [referral, another, untold], contacts, CODES)
    )

    seen = calculate(
        "waits.autism_seen_within_13_weeks", records, as_at=dt.date(2025, 6, 30)
    )[0]
    helped = calculate(
        "waits.cyp_mental_health_within_4_weeks",
        records,
        period=calendar_quarter(2025, 1),
    )[0]
    assert (seen.display, helped.display) == ("100.0", "100.0")
    assert (helped.state.denominator, helped.undetermined) == (1, 1)


def test_an_extract_that_does_not_say_which_services_are_of_mental_health_is_refused(
    tmp_path: Path,
) -> None:
    referral = REFERRAL | {"team_type": "A05"}

    records = read(Referrals(), folder(tmp_path, [referral], [CONTACT]))

    figure = calculate(
        "waits.cyp_mental_health_first_contact_within_4_weeks",
        records,
        period=calendar_quarter(2025, 1),
    )[0]
    assert figure.missing_reason == "no source gives mental_health of referrals"


def test_columns_that_few_sources_have_are_there_only_if_they_are_given(
    tmp_path: Path,
) -> None:
    few, more = tmp_path / "few", tmp_path / "more"
    few.mkdir()
    more.mkdir()
    given = {
        "opted_out": "Yes",
        "hospital_spell": "n",
        "priority": "3",
        "submitted_on": "2025-06-30",
    }

    without = read(Referrals(), folder(few, [REFERRAL]))
    records = read(Referrals(), folder(more, [REFERRAL | given]))

    row = held(records, "referrals")[0]
    assert (row["opted_out"], row["hospital_spell"], row["priority"]) == (
        "yes",
        "no",
        "3",
    )
    assert (row["submitted_on"], row["age_at_period_end"]) == ("2025-06-30", 10.0)
    assert "submitted_on" in without.not_given("referrals")
    assert "submitted_on" not in records.not_given("referrals")


def test_contacts_that_cannot_be_placed_are_set_aside_or_asked_about(
    tmp_path: Path,
) -> None:
    contacts = [
        CONTACT,
        CONTACT | {"referral_id": ""},
        CONTACT | {"attendance": "perhaps"},
        CONTACT | {"contact_on": "3/2/2025"},
        CONTACT | {"contact_on": ""},
        CONTACT | {"referral_id": "R9"},
    ]

    records = read(Referrals(), folder(tmp_path, [REFERRAL], contacts))

    assert rules(records) == {
        "required-value": 1,
        "allowed-value": 1,
        "readable-value": 1,
        "no-day-of-contact": 1,
        "contact-without-referral": 1,
    }
    of_contacts = balance(records, "contacts")
    assert (of_contacts.rows_in, of_contacts.accepted) == (6, 3)


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ("[services", "codes.toml is not valid TOML"),
        ("[teams]\na = 'b'", "codes.toml has a table that is not understood: teams"),
        ("services = 'x'", "codes.toml has something other than lines like"),
        ("[reasons]\na = 1", "codes.toml has something other than lines like"),
        ("[reasons]\na = ' '", "codes.toml has something other than lines like"),
        (
            "[attendance]\nA = 'came'",
            "codes.toml translates attendance into other than",
        ),
        ("[mechanisms]\nA = 'fax'", "codes.toml translates mechanisms into other than"),
    ],
)
def test_codes_that_cannot_be_understood_are_refused(
    tmp_path: Path, codes: str, says: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read(Referrals(), folder(tmp_path, [REFERRAL], codes=codes))

    assert str(refused.value).startswith(says)


def test_codes_and_contacts_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    folder(outside, [REFERRAL], [CONTACT], CODES)
    folder(inside, [REFERRAL])
    (inside / "codes.toml").symlink_to(outside / "codes.toml")
    with pytest.raises(SourceError, match=r"codes\.toml leads out of the folder"):
        read(Referrals(), inside)

    (inside / "codes.toml").unlink()
    (inside / "contacts.csv").symlink_to(outside / "contacts.csv")
    with pytest.raises(SourceError, match=r"contacts\.csv leads out of the folder"):
        read(Referrals(), inside)


def test_two_files_of_contacts_are_refused(tmp_path: Path) -> None:
    folder(tmp_path, [REFERRAL], [CONTACT])
    duckdb.from_df(pd.DataFrame([CONTACT])).write_parquet(
        str(tmp_path / "contacts.parquet")
    )

    with pytest.raises(SourceError, match="several files of contacts; keep one"):
        read(Referrals(), tmp_path)


def test_contacts_are_read_by_keyed_stand_ins(tmp_path: Path) -> None:
    names = Pseudonyms(b"k" * 32)

    records = read(
        Referrals(), folder(tmp_path, [REFERRAL], [CONTACT]), pseudonyms=names
    )

    assert isinstance(records, Records)
    told = records.tables["contacts"].native.to_csv()
    assert "R1" not in told
    assert "P1" not in told
