"""Stocks of several days, which are counted together, equal those of each day alone."""

import datetime as dt

import pytest

from send_metrics import Records, calculate, catalogue
from send_metrics.calculate.stocks import turns_once
from send_metrics.records.tables import SCHEMAS
from tests.property.strategies import AS_AT, rows_of_many_examples
from tests.spec.drawing import ENGINES

TOGETHER = [kpi for kpi in catalogue(AS_AT) if turns_once(kpi)]
TABLES = sorted({kpi.table for kpi in TOGETHER})
DAYS = [AS_AT + dt.timedelta(days) for days in (0, -400, -91, 30)]


def test_lists_of_referrals_and_of_plans_are_counted_together() -> None:
    assert {kpi.id for kpi in TOGETHER} >= {
        "ehcp.plans_active",
        "waits.autism_open_13_weeks",
        "waits.over_18_weeks",
        "waits.over_52_weeks",
        "waits.still_waiting",
        "waits.still_waiting_weeks",
    }


@pytest.mark.parametrize("most", [3, 100])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("engine", list(ENGINES))
def test_days_together_equal_each_day_alone(table: str, engine: str, most: int) -> None:
    """Of many rows, and of so few that a cell is empty on some of the days."""
    drawn = rows_of_many_examples(table)[-most:]
    records = Records.from_frames({table: ENGINES[engine](SCHEMAS[table], drawn)})
    kpis = [kpi for kpi in TOGETHER if kpi.table == table]
    shared = set.intersection(*(set(kpi.dimensions) for kpi in kpis))

    for by in ((), *((column,) for column in sorted(shared)[:1])):
        together = calculate(kpis, records, as_at=DAYS, by=by)

        for day in DAYS:
            alone = calculate(kpis, records, as_at=day, by=by)
            of_day = [figure.to_dict() for figure in together if figure.as_at == day]
            assert of_day == alone.to_dicts(), (day, by)


@pytest.mark.parametrize("engine", list(ENGINES))
def test_of_days_on_which_nobody_waits_there_is_no_cell(engine: str) -> None:
    long_ago = {
        "referred_on": dt.datetime(2020, 1, 1),  # noqa: DTZ001 - days have no zone
        "first_contact_on": dt.datetime(2020, 2, 1),  # noqa: DTZ001
    }
    named = dict.fromkeys(SCHEMAS["referrals"].names)
    seen = {**named, "referral_id": "1", "person_id": "1", "service": "SLT", **long_ago}
    records = Records.from_frames(
        {"referrals": ENGINES[engine](SCHEMAS["referrals"], [seen])}
    )
    waiting = (
        "waits.still_waiting",
        "waits.over_18_weeks",
        "waits.still_waiting_weeks",
    )

    assert not len(calculate(waiting, records, as_at=DAYS, by="service"))
    assert [f.count for f in calculate(waiting, records, as_at=DAYS)] == [0] * 12
