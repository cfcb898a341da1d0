"""The registers of the demo are read as declared, and only what is wrong is found."""

import datetime as dt
from collections import Counter
from pathlib import Path
from random import Random

import pytest

import send_metrics as sm
from send_metrics.adapters.register.kept import NOT_KEPT
from send_metrics.demo.registers.sheet import (
    MERGED,
    AsWritten,
    Heading,
    Sheet,
    write_register,
)
from send_metrics.demo.registers.story import (
    EXTRACTED_ON,
    FIRST_MONTH,
    Teller,
    months,
    so_far,
)
from send_metrics.demo.registers.writing import CASEWORK, FLAWS
from send_metrics.demo.sources import DemoSources
from send_metrics.records.tables import SCHEMAS

NOT_IN_A_REGISTER = {
    "ehc_requests": "in the SEN2 return",
    "pupils": "beside the attendance marks",
    "referrals": "in an extract of their own",
    "referral_spells": "made from referrals and contacts",
    "referral_pathways": "made from referrals",
    "data_deliveries": "made from the record of the dashboard's runs",
    "dashboard_kpis": "made from the record of the dashboard's runs",
}


def folder_of(sources: DemoSources, name: str) -> Path:
    return sources.sen2.parent / "registers" / name


@pytest.mark.parametrize("name", FLAWS)
def test_what_is_wrong_on_purpose_is_found_and_nothing_else(
    name: str, sources: DemoSources
) -> None:
    report = sm.read("register", folder_of(sources, name)).report

    found = Counter[tuple[str, str]]()
    for source in report.sources:
        for finding in source.findings:
            found[finding.table, finding.rule] += finding.rows
        for table, balance in source.balances.items():
            if balance.merged_duplicates:
                found[table, MERGED] += balance.merged_duplicates
            assert balance.blank == 0
    assert found == {(flaw.table, flaw.rule): flaw.rows for flaw in FLAWS[name]}
    assert report.over_limit is False


def test_every_folder_has_something_wrong_with_it(sources: DemoSources) -> None:
    assert all(FLAWS.values())
    assert {folder.name for folder in sources.registers} == FLAWS.keys() - {CASEWORK}
    assert sources.casework == folder_of(sources, CASEWORK)


def test_every_table_that_a_register_may_hold_is_in_one(sources: DemoSources) -> None:
    held = {
        table
        for name in FLAWS
        for table in sm.read("register", folder_of(sources, name)).tables
    }

    assert held == SCHEMAS.keys() - NOT_KEPT.keys() - NOT_IN_A_REGISTER.keys()


def test_registers_tell_of_two_years_and_more_and_of_nothing_later(
    sources: DemoSources,
) -> None:
    assert len(months()) == 27
    for table, name, column in (
        ("ehc_advice", "sen_advice", "requested_on"),
        ("complaints", "feedback_and_tribunal", "received_on"),
        ("quality_audits", "quality_assurance", "planned_on"),
        ("contact_log", "contact_centre", "received_on"),
        ("survey_responses", "parent_carer_forum", "answered_on"),
        ("training_events", "learning_and_development", "held_on"),
        ("exclusions", "schools", "began_on"),
    ):
        records = sm.read("register", folder_of(sources, name))
        days = records.rows(table).to_native()[column].dropna().dt.date
        assert min(days) < dt.date(2023, 12, 31), table
        assert max(days) <= EXTRACTED_ON, table
        per_quarter = Counter((day.year, day.month // 4) for day in days)
        assert len(per_quarter) >= 7, table


def test_what_improves_does_so_steadily() -> None:
    assert so_far(dt.date(2020, 1, 1), 0.2, 0.8) == 0.2
    assert so_far(FIRST_MONTH, 0.2, 0.8) == 0.2
    assert 0.45 < so_far(dt.date(2024, 11, 15), 0.2, 0.8) < 0.55
    assert so_far(EXTRACTED_ON, 0.2, 0.8) == pytest.approx(0.8)


def test_a_later_day_is_never_before_the_day_itself() -> None:
    tell = Teller(Random(1), 100)  # noqa: S311 - made-up data keeps no secret
    saturday = dt.date(2025, 8, 30)

    assert all(tell.after(saturday, 0, 1) >= saturday for _ in range(20))


@pytest.mark.parametrize("file", ["list.csv", "list.xlsx"])
def test_a_sheet_is_read_back_as_it_was_meant(file: str, tmp_path: Path) -> None:
    sheet = Sheet(
        table="feedback_themes",
        file=file,
        sheet=None if file.endswith(".csv") else "Themes",
        title=None if file.endswith(".csv") else "You said",
        columns={
            "theme_id": "No",
            "source": Heading("Heard", {"the forum": "forum"}),
            "logged_on": "Logged",
            "answered_on": Heading("Told", missing="not yet"),
        },
        rows=[
            {"theme_id": "Y1", "source": "forum", "logged_on": dt.date(2025, 3, 4)},
            {"theme_id": "Y2", "source": "forum", "logged_on": AsWritten("soon")},
        ],
        constants={"reference_on": "2025-12-31"},
        unread=("Who said it",),
    )

    records = sm.read("register", write_register(tmp_path / "kept", [sheet]))

    row = records.rows("feedback_themes").to_native().iloc[0]
    assert row["source"] == "forum"
    assert row["logged_on"].date() == dt.date(2025, 3, 4)
    assert row.isna()["answered_on"]
    assert row["reference_on"].date() == dt.date(2025, 12, 31)
    assert [f.rule for f in records.report.findings] == ["readable-value"]
    left_out = records.report.sources[0].columns_left_out["feedback_themes"]
    assert left_out == ("Who said it",)


def test_headings_are_not_those_of_the_canonical_tables(sources: DemoSources) -> None:
    text = (folder_of(sources, "sen_advice") / "register.toml").read_text("utf-8")

    assert 'heading = "Advice from"' in text
    assert 'format = "day-first"' in text
    assert '"SaLT" = "speech_and_language"' in text
