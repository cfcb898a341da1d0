"""Every definition of the catalogue is a figure on the records of the demo."""

import datetime as dt
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics.demo.run import write_partnership
from send_metrics.demo.sources import write_sources
from send_metrics.domain.period import Period
from send_metrics.kpis.definition import Definition
from send_metrics.partnership import read_partnership
from send_metrics.progress import stabilised

DAY = dt.date(2025, 12, 31)
YEAR = sm.calendar_year(2025)
BASELINE = sm.calendar_month(2024, 1)
AUTUMN = Period(dt.date(2025, 9, 1), dt.date(2025, 12, 19))

ENDED_BEFORE_THE_DEMO = {
    "appeals.rate_on_caseload": "up to 2024; its successor is appeals.rate_on_reviews",
    "attendance.coronavirus_rate": "up to August 2022, when its code went",
    "attendance.interview_activity_rate": "up to August 2024, when it became an absence",
}
MISSING_ON_PURPOSE = {
    "review.amended_within_12_weeks": "amended_plan_on",
    "placement.mainstream_share": "setting_kind",
    "placement.independent_or_out_of_county": "setting_kind",
    "placement.awaiting_named_placement": "agreed_on",
    "placement.stable_12_months": "leaving_reason",
    "portal.plans_on_portal": "portal_cases",
}
"""What the SEN2 return does not hold. The lists of casework do, and are read apart."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runnable")
    sources = write_sources(place, children=1500, schools=2)
    write_partnership(place, sources)
    return place


@pytest.fixture(scope="module")
def records(folder: Path) -> sm.Records:
    return read_partnership(folder / "partnership.toml")


@pytest.fixture(scope="module")
def casework(folder: Path) -> sm.Records:
    return sm.read("register", folder / "sources" / "registers" / "casework")


def when(definition: Definition) -> Period | dt.date:
    """The day or the period that the demo's figures of a definition are of."""
    if definition.stock:
        return DAY
    if definition.table == "attendance_totals":
        return AUTUMN
    if definition.table == "health_checks":
        return sm.financial_year(2024)
    return YEAR


def figure(definition: Definition, records: sm.Records) -> sm.Figure:
    moment = when(definition)
    if definition.computed_by == "stabilised":
        return stabilised(
            records, as_at=DAY, baseline=BASELINE, kpi=definition.id
        ).figure
    if isinstance(moment, Period):
        return sm.calculate(definition, records, period=moment)[0]
    return sm.calculate(definition, records, as_at=moment)[0]


def in_force(definition: Definition) -> bool:
    return definition in list(sm.catalogue(when(definition)))


RUNNABLE = [d for d in sm.catalogue() if d.id not in ENDED_BEFORE_THE_DEMO]


def test_all_but_those_that_ended_are_in_force() -> None:
    ended = {d.id for d in sm.catalogue() if not in_force(d)}

    assert ended == ENDED_BEFORE_THE_DEMO.keys()


@pytest.mark.parametrize("definition", RUNNABLE, ids=lambda d: d.id)
def test_the_definition_has_something_to_count(
    definition: Definition, records: sm.Records
) -> None:
    shown = figure(definition, records)

    if definition.id in MISSING_ON_PURPOSE:
        assert shown.missing == "x"
        assert MISSING_ON_PURPOSE[definition.id] in str(shown.missing_reason)
    else:
        assert shown.missing is None, shown.missing_reason
        assert shown.count > 0


@pytest.mark.parametrize("kpi", MISSING_ON_PURPOSE)
def test_what_the_return_lacks_is_counted_from_the_lists_of_casework(
    kpi: str, casework: sm.Records
) -> None:
    shown = figure(sm.kpi(kpi), casework)

    assert shown.missing is None
    assert shown.count > 0


def test_the_lists_of_casework_tell_of_the_plans_of_the_return(
    records: sm.Records, casework: sm.Records
) -> None:
    active = sm.kpi("ehcp.plans_active")

    of_return = figure(active, records).count
    of_casework = figure(active, casework).count
    assert 0.95 < of_casework / of_return < 1.0


@pytest.mark.parametrize(
    "kpi",
    [
        "ehcp.advice_within_6_weeks",
        "panel.decision_within_30_days",
        "quality.audit_good_or_outstanding",
        "comms.calls_answered",
        "survey.ehcp_process_good",
        "voice.records_with_child_voice",
        "data.deliveries_on_time",
    ],
)
def test_what_the_plan_steers_is_better_than_in_the_year_before(
    kpi: str, records: sm.Records
) -> None:
    before, now = (
        sm.calculate(kpi, records, period=sm.calendar_year(year))[0].value
        for year in (2024, 2025)
    )

    assert before is not None
    assert now is not None
    assert now > before
