"""Flows of several periods, which are counted together, equal those of each alone."""

import datetime as dt
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import Period, Records, calculate, catalogue
from send_metrics.calculate.stretches import judged_once
from send_metrics.kpis.definition import Condition, Count
from send_metrics.records.expressions import midnight
from send_metrics.records.tables import SCHEMAS
from tests.property.strategies import rows
from tests.spec.drawing import ENGINES

FIRST, LAST = dt.date(2023, 10, 1), dt.date(2025, 2, 28)
TOGETHER = [kpi for kpi in catalogue(Period(FIRST, LAST)) if judged_once(kpi)]
TABLES = sorted({kpi.table for kpi in TOGETHER})

_days = st.dates(FIRST, LAST)
periods = st.lists(
    st.tuples(_days, _days).map(lambda days: Period(min(days), max(days))),
    min_size=2,
    max_size=4,
)


def test_every_flow_with_a_day_is_counted_together() -> None:
    dated = {kpi.id for kpi in catalogue(Period(FIRST, LAST)) if kpi.dated_by}

    assert {kpi.id for kpi in TOGETHER} == dated


def test_a_flow_that_asks_what_the_period_is_counts_each_by_itself() -> None:
    def question(when: Any) -> nw.Expr:
        return nw.col("closed_on") <= midnight(when.last)

    closed = Condition("it was closed by then", ("closed_on",), question, ("closed",))
    added = next(kpi for kpi in TOGETHER if kpi.id == "waits.referrals_added")
    assert isinstance(added, Count)
    kpi = evolve(added, id="waits.added_and_closed", population=(closed,))
    referral = dict.fromkeys(SCHEMAS["referrals"].names)
    referral |= {"referral_id": "1", "person_id": "1", "service": "SLT"}
    referral |= {"referred_on": midnight(FIRST), "closed_on": midnight(LAST)}
    records = Records.from_frames(
        {"referrals": ENGINES["pandas"](SCHEMAS["referrals"], [referral])}
    )

    figures = calculate(
        kpi, records, period=[Period(FIRST, FIRST), Period(FIRST, LAST)]
    )

    assert [figure.value for figure in figures] == [0, 1]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@given(data=st.data())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_periods_together_equal_each_period_alone(
    engine: str, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from(TABLES))
    drawn: list[dict[str, Any]] = data.draw(rows(table))
    asked: list[Period] = data.draw(periods)
    of_table = [kpi for kpi in TOGETHER if kpi.table == table]
    kpis = data.draw(st.lists(st.sampled_from(of_table), min_size=1, max_size=3))
    shared = set.intersection(*(set(kpi.dimensions) for kpi in kpis))
    by = data.draw(st.sampled_from(((), *((column,) for column in sorted(shared)))))
    records = Records.from_frames({table: ENGINES[engine](SCHEMAS[table], drawn)})

    together = calculate(kpis, records, period=asked, by=by)

    for period in asked:
        alone = calculate(kpis, records, period=period, by=by)
        of_period = [figure.to_dict() for figure in together if figure.period == period]
        assert of_period == alone.to_dicts(), (period, by)
