"""Every engine must come to the roles that a plain reading of each row comes to."""

import datetime as dt
from collections import Counter
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given, settings

from send_metrics import Definition, Period, Records, calculate, catalogue, show_working
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
from tests.property.strategies import (
    AS_AT,
    YEAR,
    lists_of_nobody,
    rows,
    rows_of_many_examples,
)
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


def moment(definition: Definition) -> dict[str, Any]:
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
        "waits.autism_open_13_weeks_no_contact",
        "waits.autism_end_to_end",
        "waits.stabilised",
        "waits.waiting_well_contact",
        "waits.rtt_within_18_weeks",
        "waits.rtt_weeks",
    }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
def test_roles_equal_those_of_a_plain_reading(table: str, engine: str) -> None:
    drawn = rows_of_many_examples(table) + lists_of_nobody(table, "nobody")
    assert_read_plainly(table, engine, drawn)


@pytest.mark.parametrize("table", TABLES)
def test_roles_of_a_row_alone_equal_those_of_a_plain_reading(table: str) -> None:
    """A frame of one row has columns in which nothing tells the type of a value."""
    alone = rows_of_many_examples(table)[-1:] + lists_of_nobody(table, "nobody")
    assert_read_plainly(table, "pandas", alone)


def assert_read_plainly(table: str, engine: str, drawn: list[dict[str, Any]]) -> None:
    records = Records.from_frames({table: ENGINES[engine](SCHEMAS[table], drawn)})
    key = ROW_NAMES[table]
    asked = [d for d in catalogue() if d.table == table and d.id in REFERENCE]
    when = {definition.id: moment(definition) for definition in asked}
    moments = {name: value for one in when.values() for name, value in one.items()}
    figures = {f.kpi.id: f for f in calculate(asked, records, **moments)}

    for definition in asked:
        own = when[definition.id]
        worked = collected(nw.from_native(show_working(definition, records, **own)))
        roles = {row[key]: row["role"] for row in worked}
        plain = {
            row[key]: REFERENCE[definition.id](row, *own.values()) for row in drawn
        }
        unlike = [row for row in drawn if roles.get(row[key]) != plain[row[key]]]

        assert not unlike[:1], (definition.id, roles.get(unlike[0][key]))
        assert len(worked) == len(drawn), definition.id

        figure = figures[definition.id]
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
