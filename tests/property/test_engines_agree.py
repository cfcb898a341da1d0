"""Every engine must come to the roles that a plain reading of each row comes to."""

import datetime as dt
from collections import Counter
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import Period, Records, calculate, catalogue, show_working
from send_metrics.domain.period import calendar_year
from send_metrics.kpis import attendance_reasons
from send_metrics.records.casework_tables import CASEWORK_TABLES
from send_metrics.records.engagement_tables import ENGAGEMENT_TABLES
from send_metrics.records.expressions import collected
from send_metrics.records.tables import SCHEMAS
from tests.property.casework_reference import CASEWORK_REFERENCE
from tests.property.reference import NUMERATOR
from tests.property.reference import REFERENCE as REFERENCE_OF_SYSTEMS
from tests.property.reference_of_registers import REFERENCE_OF_REGISTERS
from tests.property.strategies import AS_AT, YEAR, lists_of_nobody, rows
from tests.spec.drawing import ENGINES, ROW_NAMES

REFERENCE = REFERENCE_OF_SYSTEMS | CASEWORK_REFERENCE | REFERENCE_OF_REGISTERS
AUTUMN = Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31))
TABLES = (
    "ehc_requests",
    "ehc_plans",
    "annual_reviews",
    "attendance_totals",
    "referrals",
    "referral_spells",
    "referral_journeys",
    "journey_stages",
    "appeals",
    "waiting_list_bands",
    "health_checks",
    *(table.name for table in (*CASEWORK_TABLES, *ENGAGEMENT_TABLES)),
    "workforce_posts",
    "workforce_moves",
    "caseload_assignments",
    "interns",
    "plan_milestones",
    "plan_actions",
    "publications",
    "data_deliveries",
    "dashboard_kpis",
    "placements",
    "schools",
    "pupils",
    "part_time_timetables",
    "exclusions",
    "places",
    "setting_reviews",
)


def moment(kpi: str) -> dict[str, Any]:
    definition = next(d for d in catalogue() if d.id == kpi)
    if definition.stock:
        return {"as_at": AS_AT}
    of_autumn = definition.table in ("attendance_totals", "referral_spells")
    return {"period": AUTUMN if of_autumn else YEAR}


def test_every_kind_of_definition_has_a_plain_reading() -> None:
    of_one_shape = {d.id for d in attendance_reasons.DEFINITIONS} | {
        f"attendance.{measure}_rate{view}"
        for measure in ("authorised_absence", "unauthorised_absence", "attendance")
        for view in ("", "_by_home_authority")
    }
    without = {d.id for d in catalogue()} - set(REFERENCE) - of_one_shape

    assert without == {
        "attendance.part_time_timetable_rate",
        "appeals.rate_on_caseload",
        "appeals.rate_on_reviews",
        "ehcp.plans_ceased_of_caseload",
        "ehcp.weeks_to_issue_excl_exceptions_as_published_2026",
        "review.held_within_12_months",
        "comms.proactive_updates",
        "comms.proactive_updates_reviews",
        "comms.proactive_updates_panels",
        "complaints.rate_per_100_plans",
        "portal.plans_on_portal",
        "schools.valuing_send_adoption",
        "workforce.turnover",
        "exclusions.suspension_rate",
        "exclusions.permanent_exclusion_rate",
        "schools.attendance_tool_adoption",
        "schools.attendance_tool_adoption_signed_up",
        "schools.attendance_tool_adoption_every_day",
        "waits.autism_seen_within_13_weeks",
        "waits.autism_end_to_end",
        "waits.stabilised",
        "waits.waiting_well_contact",
        "waits.rtt_within_18_weeks",
        "waits.rtt_weeks",
    }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
@given(data=st.data())
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_roles_equal_those_of_a_plain_reading(
    table: str, engine: str, data: st.DataObject
) -> None:
    drawn = data.draw(rows(table)) + lists_of_nobody(table, "nobody")
    records = Records.from_frames({table: ENGINES[engine](SCHEMAS[table], drawn)})
    key = ROW_NAMES[table]

    for definition in catalogue():
        if definition.table != table or definition.id not in REFERENCE:
            continue
        when = moment(definition.id)
        worked = collected(nw.from_native(show_working(definition, records, **when)))
        roles = {row[key]: row["role"] for row in worked}
        plain = {
            row[key]: REFERENCE[definition.id](row, *when.values()) for row in drawn
        }

        assert roles == plain, definition.id

        figure = calculate(definition, records, **when)[0]
        tally: Counter[str] = Counter()
        for row in drawn:
            tally[plain[row[key]]] += row[definition.weight] if definition.weight else 1

        assert figure.undetermined == tally["undetermined"]
        assert sum(figure.excluded.values()) == tally["excluded"]
        if definition.kind == "proportion":
            assert figure.state.numerator == tally[NUMERATOR]
            assert figure.state.denominator == (
                tally[NUMERATOR] + tally["denominator only"]
            )
        elif definition.kind in ("count", "waits"):
            assert figure.count == tally[NUMERATOR]


@given(
    drawn=rows("ehc_requests", most=12),
    strange=rows("ehc_requests", most=3),
)
@settings(max_examples=8, deadline=None)
def test_a_record_of_another_year_changes_nothing(
    drawn: list[dict[str, Any]], strange: list[dict[str, Any]]
) -> None:
    far_away = dt.datetime.fromisoformat("2031-05-05")
    added = [
        {
            **row,
            "request_id": f"strange-{row['request_id']}",
            "received_on": far_away,
            "assessment_outcome_on": far_away,
        }
        for row in strange
    ]
    pandas = ENGINES["pandas"]
    schema = SCHEMAS["ehc_requests"]
    few = Records.from_frames({"ehc_requests": pandas(schema, drawn)})
    many = Records.from_frames({"ehc_requests": pandas(schema, drawn + added)})

    for kpi in ("ehcp.issued_within_20_weeks_excl_exceptions", "ehcp.requests_refused"):
        assert (
            calculate(kpi, few, period=calendar_year(2024)).to_dicts()
            == calculate(kpi, many, period=calendar_year(2024)).to_dicts()
        )
