import datetime as dt
from pathlib import Path

import pytest

from send_metrics import Pseudonyms, calculate, parse_period
from send_metrics.adapters.plugins import find_adapters
from send_metrics.adapters.reading import read
from send_metrics.adapters.wlmds import Wlmds
from send_metrics.errors import SourceError
from tests.adapters.submitted import balance, held, rules, write_tables, zipped

OPEN, STOPS = "WL_OpenPathways_Data", "WL_ClockStops_Data"
FIRST, SECOND = "2025-06-08", "2025-06-15"
PATHWAY = {
    "DATE_AND_TIME_DATA_SET_CREATED": "2025-06-10T08:00:00",
    "Week_Ending_Date": FIRST,
    "Waiting_List_Type": "ORTT",
    "NHS_NUMBER": "N1",
    "LOCAL_PATIENT_IDENTIFIER": "L1",
    "PATIENT_PATHWAY_IDENTIFIER": "W1",
    "ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER": "RX1",
    "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER": "RX1",
    "ACTIVITY_TREATMENT_FUNCTION_CODE": "290",
    "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": "2025-02-02",
    "REFERRAL_TO_TREATMENT_PERIOD_END_DATE": "",
    "REFERRAL_TO_TREATMENT_PERIOD_STATUS": "20",
}
SHORT = {
    "made_at": "DATE_AND_TIME_DATA_SET_CREATED",
    "week": "Week_Ending_Date",
    "kind": "Waiting_List_Type",
    "nhs": "NHS_NUMBER",
    "local": "LOCAL_PATIENT_IDENTIFIER",
    "started": "REFERRAL_TO_TREATMENT_PERIOD_START_DATE",
    "stopped": "REFERRAL_TO_TREATMENT_PERIOD_END_DATE",
    "status": "REFERRAL_TO_TREATMENT_PERIOD_STATUS",
}


def pathway(name: str = "W1", **changes: str) -> dict[str, str]:
    changed = {SHORT[short]: value for short, value in changes.items()}
    return PATHWAY | {"PATIENT_PATHWAY_IDENTIFIER": name} | changed


def weeks(folder: Path, **tables: list[dict[str, str]]) -> Path:
    names = {"open_": OPEN, "stops": STOPS}
    return write_tables(folder, {names[name]: rows for name, rows in tables.items()})


def test_the_adapter_is_found_by_its_name() -> None:
    assert isinstance(find_adapters().named("wlmds"), Wlmds)


def test_an_open_pathway_waits_from_its_clock_start(tmp_path: Path) -> None:
    folder = weeks(tmp_path / "lists", open_=[pathway()])

    records = read(Wlmds(), folder)

    row = held(records, "referrals")[0]
    assert (row["service"], row["provider"]) == ("C_290", "RX1")
    assert (row["referred_on"], row["submitted_on"]) == ("2025-02-02", FIRST)
    assert (row["first_contact_on"], row["closed_on"]) == (None, None)
    assert "accepted_on" in records.not_given("referrals")
    assert rules(records) == {}
    assert held(read(Wlmds(), zipped(folder)), "referrals") == held(
        records, "referrals"
    )


@pytest.mark.parametrize(
    ("status", "treated", "reason"),
    [("30", SECOND, "treated"), ("31", None, "31"), ("36", None, "36")],
)
def test_a_clock_stops_with_a_treatment_or_without(
    tmp_path: Path, status: str, treated: str | None, reason: str
) -> None:
    stop = pathway(week=SECOND, status=status, stopped=SECOND)

    records = read(Wlmds(), weeks(tmp_path / "l", open_=[pathway()], stops=[stop]))

    row = held(records, "referrals")[-1]
    assert (row["first_contact_on"], row["closed_on"]) == (treated, SECOND)
    assert row["close_reason"] == reason
    assert rules(records) == {}


def test_126_days_on_the_list_are_within_18_weeks_and_127_are_not(
    tmp_path: Path,
) -> None:
    rows = [pathway("A", started="2025-02-02"), pathway("B", started="2025-02-01")]

    records = read(Wlmds(), weeks(tmp_path / "lists", open_=rows))

    figure = calculate(
        "waits.over_18_weeks", records, as_at=dt.date.fromisoformat(FIRST)
    )[0]
    assert (figure.state.numerator, figure.state.denominator) == (1, 2)


def test_a_pathway_that_leaves_the_list_without_a_stop_has_left_unseen(
    tmp_path: Path,
) -> None:
    rows = [
        *(pathway(name) for name in ("stays", "leaves", "treated")),
        pathway("stays", week=SECOND),
    ]
    stop = pathway("treated", week=SECOND, status="30", stopped="2025-06-11")

    records = read(Wlmds(), weeks(tmp_path / "lists", open_=rows, stops=[stop]))

    june = parse_period("2025-06")
    seen, left = calculate(
        ["waits.referrals_seen", "waits.referrals_left_unseen"], records, period=june
    )
    assert (seen.count, left.count) == (1, 1)
    gone = [
        r for r in held(records, "referrals") if r["close_reason"] == "not_submitted"
    ]
    assert [row["closed_on"] for row in gone] == ["2025-06-09"]
    assert rules(records) == {"no-longer-submitted": 1}
    assert balance(records, "referrals").accepted == 6


def test_lists_other_than_referral_to_treatment_are_not_read(tmp_path: Path) -> None:
    rows = [pathway("A", kind="IRTT"), pathway("B", kind="PLAN"), pathway("C", kind="")]

    records = read(Wlmds(), weeks(tmp_path / "lists", open_=rows))

    assert len(held(records, "referrals")) == 2
    assert balance(records, "referrals").blank == 1
    assert rules(records) == {"list-read": 1}


def test_of_two_data_sets_of_a_week_the_later_one_counts(tmp_path: Path) -> None:
    rows = [
        pathway(started="2025-01-01"),
        pathway(made_at="2025-06-12T08:00:00", started="2025-02-02"),
    ]

    records = read(Wlmds(), weeks(tmp_path / "lists", open_=rows))

    assert [r["referred_on"] for r in held(records, "referrals")] == ["2025-02-02"]
    assert balance(records, "referrals").merged_duplicates == 1


def test_what_cannot_be_right_is_asked_about_or_set_aside(tmp_path: Path) -> None:
    records = read(
        Wlmds(),
        weeks(
            tmp_path / "lists",
            open_=[
                pathway("A", started=""),
                pathway("B", stopped="2025-06-01"),
                pathway("C", week="2025-06-07"),
                pathway("D", week=""),
                pathway(""),
            ],
            stops=[
                pathway("E", stopped="2025-06-04", status="20"),
                pathway("F", stopped="", status="30"),
            ],
        ),
    )

    assert rules(records) == {
        "no-clock-start": 1,
        "open-and-stopped": 1,
        "week-ends-on-sunday": 1,
        "required-value": 2,
        "clock-stopped": 2,
        "no-longer-submitted": 1,
    }
    assert balance(records, "referrals").rejected == 4


def test_people_without_a_number_are_told_apart_by_their_pathways(
    tmp_path: Path,
) -> None:
    rows = [
        pathway("A"),
        pathway("B"),
        pathway("C", nhs=""),
        pathway("D", nhs=""),
        pathway("E", nhs="", local=""),
        pathway("F", nhs="", local=""),
    ]

    records = read(Wlmds(), weeks(tmp_path / "lists", open_=rows))

    assert len({row["person_id"] for row in held(records, "referrals")}) == 4


def test_open_pathways_must_be_there(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "none", {OPEN: []})
    (folder / f"{OPEN}.csv").write_text(",".join(PATHWAY) + "\n", encoding="utf-8")

    with pytest.raises(SourceError, match="holds no WL_OpenPathways_Data with rows"):
        read(Wlmds(), folder)


def test_nothing_of_a_person_is_left_in_tables_or_told(tmp_path: Path) -> None:
    canary = "Zaphod"
    rows = [
        pathway(canary, nhs=f"{canary}N", local=f"{canary}L"),
        pathway("B", started=canary, nhs=canary),
        pathway("C", week=canary),
    ]

    records = read(
        Wlmds(),
        weeks(tmp_path / "lists", open_=rows),
        pseudonyms=Pseudonyms(b"k" * 32),
    )

    told = repr(records) + str(records.report.findings)
    told += records.tables["referrals"].native.to_csv()
    assert canary not in told
