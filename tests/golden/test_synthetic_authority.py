"""A return made from published counts gives those counts back: Hertfordshire."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS

from .published import Row, read
from .synthetic_authority import CEASE_REASONS, SyntheticReturn
from .whole_release import every_row

PAGE = (Path(__file__).parents[2] / "docs/proof.md").read_text("utf-8")
AREA, CODE = "Hertfordshire", "919"
YEARS = (2023, 2024, 2025)

# Columns of the release of 2026 by the names of 2025.
_NAMES_OF_2026 = {
    "den": "plans_issued_den",
    "den_ex": "plans_issued_den_ex",
    "w20": "plans_issued_within_20_weeks",
    "w20_ex": "plans_issued_20_weeks_ex",
    "gt20": "plans_issued_gt20weeks_ltYear",
    "gt20_ex": "plans_issued_gt20weeks_ltYear_ex",
    "gt52": "plans_issued_gt_1_year",
    "gt52_ex": "plans_issued_gt_1_year_ex",
}

COUNTS = {
    "ehcp.requests_received": "requests_received_in_year",
    "ehcp.requests_in_youth_accommodation": "requests_rya",
    "ehcp.assessments_completed": "assess_in_year",
    "mediation.about_request": "mediation_related_request",
    "appeals.about_request": "tribunal_related_request",
    "appeals.after_mediation_about_request": "tribunal_after_mediation_request",
    "mediation.about_assessment": "number_assess_mediation",
    "appeals.about_assessment": "number_assess_tribunal",
    "appeals.after_mediation_about_assessment": "number_asssess_mediation_tribunal",
    "mediation.about_other_matters": "number_other_mediation",
    "appeals.about_other_matters": "number_other_tribunal",
    "appeals.after_mediation_about_other_matters": "number_other_mediation_tribunal",
    "ehcp.plans_ceased": "total_ceased",
}
SHARES = {
    "ehcp.requests_agreed": ("requests_decided_to_assess", "requests_received_in_year"),
    "ehcp.requests_refused": (
        "requests_decided_not_to_assess",
        "requests_received_in_year",
    ),
    "ehcp.requests_undecided": (
        "requests_decision_not_made",
        "requests_received_in_year",
    ),
    "ehcp.requests_withdrawn": ("requests_withdrawn", "requests_received_in_year"),
    "ehcp.decision_to_assess_within_6_weeks": (
        "request_outcome_six_weeks",
        "request_outcome_six_weeks+request_outcome_over_6_weeks",
    ),
    "ehcp.assessments_issued": ("assess_issued", "assess_in_year"),
    "ehcp.assessments_not_issued": ("assess_not_issued", "assess_in_year"),
    "ehcp.not_issued_within_16_weeks": (
        "outcome_decision_within_time",
        "outcome_decision_within_time+outcome_decision_over_time",
    ),
    "ehcp.issued_within_20_weeks_incl_exceptions": (
        "plans_issued_within_20_weeks",
        "plans_issued_den",
    ),
    "ehcp.issued_within_20_weeks_excl_exceptions": (
        "plans_issued_20_weeks_ex",
        "plans_issued_den_ex",
    ),
    "ehcp.issued_20_to_52_weeks_incl_exceptions": (
        "plans_issued_gt20weeks_ltYear",
        "plans_issued_den",
    ),
    "ehcp.issued_20_to_52_weeks_excl_exceptions": (
        "plans_issued_gt20weeks_ltYear_ex",
        "plans_issued_den_ex",
    ),
    "ehcp.issued_over_52_weeks_incl_exceptions": (
        "plans_issued_gt_1_year",
        "plans_issued_den",
    ),
    "ehcp.issued_over_52_weeks_excl_exceptions": (
        "plans_issued_gt_1_year_ex",
        "plans_issued_den_ex",
    ),
}


def row_of(rows: list[Row], year: int) -> Mapping[str, int]:
    """Return the counts of the area in a year, without those that are unavailable."""
    found = [
        row
        for row in rows
        if row["la_name"] == AREA
        and row["time_period"] == str(year)
        and row.get("breakdown_topic", "All").startswith("All")
    ]
    return {
        name: int(text) for row in found for name, text in row.items() if text.isdigit()
    }


@cache
def published(year: int) -> Mapping[str, int]:
    """Return every count of the area that was published of a year."""
    if year == 2025:
        [row] = [
            row
            for row in read("timeliness_2026_release.csv")
            if row["area"] == AREA and row["topic"] == row["breakdown"]
        ]
        found = {long: int(row[short]) for short, long in _NAMES_OF_2026.items()}
        # Nothing else was published, so that these plans are all that there is.
        plans = found["plans_issued_den"]
        return found | {"assess_in_year": plans, "assess_issued": plans}
    counts = dict(row_of(read("ceased_plans_2025_release.csv"), year))
    for name in ("timeliness_20_week", "requests", "assessments", "annual_reviews"):
        counts.update(row_of(list(every_row(name)), year))
    return counts


@pytest.fixture(scope="module", params=YEARS)
def year(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def records(year: int, tmp_path_factory: pytest.TempPathFactory) -> sm.Records:
    path = tmp_path_factory.mktemp("synthetic") / f"sen2_{year + 1}.xml"
    path.write_text(SyntheticReturn(CODE, year, published(year)).xml(), "utf-8")
    return sm.read("sen2", path)


def figure(kpi: str, records: sm.Records, year: int) -> sm.Figure:
    return sm.calculate(kpi, records, period=sm.calendar_year(year))[0]


@pytest.mark.parametrize("kpi", COUNTS)
def test_counts_come_back(kpi: str, records: sm.Records, year: int) -> None:
    counts = published(year)

    assert figure(kpi, records, year).value == counts.get(COUNTS[kpi], 0)


@pytest.mark.parametrize("kpi", SHARES)
def test_both_numbers_of_a_share_come_back(
    kpi: str, records: sm.Records, year: int
) -> None:
    counts = published(year)
    top, bottom = SHARES[kpi]

    state = figure(kpi, records, year).state

    assert state.numerator == counts.get(top, 0)
    assert state.denominator == sum(counts.get(name, 0) for name in bottom.split("+"))


def test_the_percentages_are_the_published_ones(records: sm.Records, year: int) -> None:
    shown = {
        measure: figure(
            f"ehcp.issued_within_20_weeks_{measure}_exceptions", records, year
        ).display
        for measure in ("incl", "excl")
    }

    assert (shown["incl"], shown["excl"]) == {
        2023: ("41.5", "40.2"),
        2024: ("55.2", "56.3"),
        2025: ("60.1", "60.3"),
    }[year]
    assert f"| {year} | {shown['incl']} | {shown['excl']} |" in PAGE


def test_plans_ceased_come_back_by_reason(records: sm.Records, year: int) -> None:
    by_reason = {
        cell.by["cease_reason"]: cell.value
        for cell in sm.calculate(
            "ehcp.plans_ceased",
            records,
            period=sm.calendar_year(year),
            by="cease_reason",
        )
    }
    counts = published(year)
    expected = {
        reason: counts[name]
        for name, reason in CEASE_REASONS.items()
        if counts.get(name)
    }

    assert by_reason == expected


def test_the_caseload_of_january_comes_back(records: sm.Records, year: int) -> None:
    census = SEN2_CENSUS_DAYS[year + 1]
    caseload = sm.calculate("ehcp.plans_active", records, as_at=census)[0].value

    # Where no caseload was published, only the plans of the year are made.
    counts = published(year)
    assert caseload == counts.get("total_ehc_plans", counts["assess_issued"])


def test_every_row_of_the_return_is_accepted(records: sm.Records) -> None:
    for table in records.tables.values():
        assert table.balance.rejected == table.balance.merged_duplicates == 0
    people = records.tables["ehc_requests"].balance.rows_in
    assert f"{people:,} people" in PAGE
