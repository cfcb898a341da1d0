"""Figures of parts, put together, equal the figure of the whole: for every kind."""

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import (
    Figures,
    Period,
    Records,
    SendMetricsError,
    calculate,
    calendar_year,
    catalogue,
    kpi,
    merge,
)
from send_metrics.calculate.figure import Figure, State
from send_metrics.kpis import attendance_reasons
from send_metrics.kpis.definition import Definition, RateOfCounts
from send_metrics.records.tables import SCHEMAS
from tests.property.strategies import AS_AT, YEAR, lists_of_nobody, rows
from tests.spec.drawing import in_pandas

AUTUMN = Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31))
BREAKDOWN = {
    "ehc_requests": "primary_need",
    "ehc_plans": "primary_need",
    "annual_reviews": "primary_need",
    "appeals": "authority",
    "attendance_totals": "school_urn",
    "referrals": "service",
    "referral_journeys": "service",
    "journey_stages": "stage",
    "waiting_list_bands": "provider",
    "health_checks": "icb",
    "panel_cases": "panel",
    "quality_audits": "tool",
    "survey_responses": "instrument",
    "places": "sector",
    "workforce_posts": "team",
    "caseload_assignments": "team",
}


CENSUS = dt.datetime.fromisoformat("2025-01-16")
OF_ONE_SHAPE = {d.id for d in attendance_reasons.DEFINITIONS[1:]}
"""Rates that add up as the first of their family does."""
TABLES_OF_RATES = ("appeals", "ehc_requests", "ehc_plans", "annual_reviews")
AS_PUBLISHED = "ehcp.weeks_to_issue_excl_exceptions_as_published_2026"

Rows = list[dict[str, Any]]


def records_of(**tables: Rows) -> Records:
    return Records.from_frames(
        {name: in_pandas(SCHEMAS[name], drawn) for name, drawn in tables.items()}
    )


def is_in_force(definition: Definition) -> bool:
    ends = definition.in_force_to
    return definition.in_force_from <= YEAR.first and (
        ends is None or ends >= YEAR.last
    )


def figures_of(table: str, drawn: Rows, by: str) -> Figures:
    period = AUTUMN if table == "attendance_totals" else YEAR
    own = [
        d
        for d in catalogue()
        if d.tables == (table,)
        and not isinstance(d, RateOfCounts)
        and d.computed_by == "calculate"
        and is_in_force(d)
        and d.id not in OF_ONE_SHAPE
    ]
    return calculate(
        own, records_of(**{table: drawn}), period=period, as_at=AS_AT, by=by
    )


def by_cell(figures: Figures) -> dict[tuple[str, str], dict[str, Any]]:
    return {(f.kpi.id, str(dict(f.by))): f.to_dict() for f in figures}


@pytest.mark.parametrize("broken_down", [False, True])
@pytest.mark.parametrize("table", list(BREAKDOWN))
@given(data=st.data())
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_parts_merged_equal_the_whole(
    table: str, broken_down: bool, data: st.DataObject
) -> None:
    drawn = data.draw(rows(table))
    owner = data.draw(
        st.lists(st.integers(0, 2), min_size=len(drawn), max_size=len(drawn))
    )
    by = BREAKDOWN[table] if broken_down else ""

    shares = [
        [row for row, o in zip(drawn, owner, strict=True) if o == part]
        + lists_of_nobody(table, f"part-{part}")
        for part in range(3)
    ]
    parts = [figures_of(table, share, by) for share in shares]
    whole = [row for share in shares for row in share]

    assert by_cell(merge(*parts)) == by_cell(figures_of(table, whole, by))


@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_a_rate_of_amounts_merges_by_adding_both_sums(data: st.DataObject) -> None:
    drawn = data.draw(rows("ehc_requests"))
    cut = data.draw(st.integers(0, len(drawn)))

    def figures(share: Rows) -> Figures:
        records = records_of(ehc_requests=share)
        return calculate(AS_PUBLISHED, records, period=calendar_year(2025), by="sex")

    merged = merge(figures(drawn[:cut]), figures(drawn[cut:]))

    assert by_cell(merged) == by_cell(figures(drawn))


def tables_told_up_to_census(data: st.DataObject) -> dict[str, Rows]:
    return {
        table: [
            {**row, "reference_on": CENSUS} for row in data.draw(rows(table, most=12))
        ]
        for table in TABLES_OF_RATES
    }


@pytest.mark.parametrize("by", ["", "authority"])
@given(data=st.data())
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_rate_of_counts_merges_by_adding_both_sums(
    by: str, data: st.DataObject
) -> None:
    """Whichever organisation holds a row: the parts need no whole authorities."""
    drawn = tables_told_up_to_census(data)
    cuts = {name: data.draw(st.integers(0, len(own))) for name, own in drawn.items()}
    kpis = ("appeals.rate_on_caseload", "ehcp.plans_ceased_of_caseload")

    def figures(tables: dict[str, Rows]) -> Figures:
        return calculate(kpis, records_of(**tables), period=YEAR, by=by)

    first = {name: own[: cuts[name]] for name, own in drawn.items()}
    second = {name: own[cuts[name] :] for name, own in drawn.items()}

    assert by_cell(merge(figures(first), figures(second))) == by_cell(figures(drawn))


@given(data=st.data())
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_rate_that_needs_whole_reviews_merges_by_authority(
    data: st.DataObject,
) -> None:
    drawn = tables_told_up_to_census(data)

    def figures(*authorities: str) -> Figures:
        own = {
            name: [row for row in drawn[name] if row["authority"] in authorities]
            for name in drawn
        }
        records = records_of(**own)
        return calculate(
            "appeals.rate_on_reviews", records, period=YEAR, by="authority"
        )

    assert by_cell(merge(figures("a"), figures("b"))) == by_cell(figures("a", "b"))


spreads = st.dictionaries(st.integers(0, 400), st.integers(0, 50), max_size=8)
states = st.builds(State, st.integers(0, 99), st.integers(0, 99), spreads)


@given(states, states, states)
def test_adding_states_does_not_depend_on_order_or_grouping(
    a: State, b: State, c: State
) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + State() == a


def figure(kpi_id: str = "ehcp.requests_received", **changes: Any) -> Figure:
    made = Figure(kpi(kpi_id), calendar_year(2024), state=State(numerator=3))
    return evolve(made, **changes)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (figure(when=calendar_year(2023)), "period"),
        (figure(by={"sex": "M"}), "breakdown"),
        (figure(kpi=evolve(kpi("ehcp.requests_received"), edition=9)), "edition"),
        (
            figure(kpi=evolve(kpi("ehcp.requests_received"), population=())),
            "fingerprint",
        ),
    ],
)
def test_unlike_figures_are_refused_by_what_differs(other: Figure, named: str) -> None:
    with pytest.raises(SendMetricsError, match=f"differ in {named}"):
        merge([figure()], [other])


def test_a_part_that_could_not_say_makes_the_whole_unavailable() -> None:
    whole = merge([figure()], [figure(unavailable="ehc_requests was not supplied")])

    assert (whole[0].missing, whole[0].value) == ("x", None)
    assert whole[0].missing_reason == "ehc_requests was not supplied"


def test_a_cell_that_only_one_part_has_is_kept() -> None:
    boys, girls = figure(by={"sex": "M"}), figure(by={"sex": "F"})

    whole = merge([boys], [boys, girls])

    assert [f.count for f in whole] == [6, 3]


def test_a_figure_twice_in_one_list_is_refused() -> None:
    with pytest.raises(SendMetricsError, match="2 times"):
        merge([figure(), figure()])


def test_a_part_without_the_table_makes_every_cell_unavailable() -> None:
    missing = figure(state=State(), unavailable="ehc_requests was not supplied")
    cells = [figure(by={"sex": "M"}), figure(by={"sex": "F"})]

    for whole in (merge(cells, [missing]), merge([missing], cells)):
        assert [dict(f.by) for f in whole] == [{"sex": "M"}, {"sex": "F"}]
        assert [f.missing for f in whole] == ["x", "x"]
