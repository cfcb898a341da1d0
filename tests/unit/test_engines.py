import datetime as dt
from typing import Any

import duckdb
import pytest

from send_metrics import Records, SendMetricsError, academic_year, calculate
from send_metrics.records import engines
from tests.engines import ENGINES, spark_or_skip

TYPES = {
    "referral_id": "text",
    "person_id": "text",
    "service": "text",
    "provider": "text",
    "area": "text",
    "referred_on": "day",
    "accepted_on": "day",
    "first_contact_on": "day",
    "closed_on": "day",
    "age_at_referral": "whole",
}
ROWS: list[dict[str, Any]] = [
    {
        "referral_id": f"r{number}",
        "person_id": f"p{number}",
        "service": "speech",
        "provider": "RXN",
        "area": None if number % 3 else "north",
        "referred_on": dt.date(2024, 2, 29) + dt.timedelta(days=number),
        "accepted_on": None,
        "first_contact_on": dt.date(2024, 9, 1) if number % 2 else None,
        "closed_on": None,
        "age_at_referral": None if number % 5 == 0 else number,
    }
    for number in range(20)
]
AS_AT = dt.date(2024, 12, 31)
MOVES = [
    (held, to) for held in ENGINES for to in ("pandas", "polars", "duckdb", "pyspark")
]


@pytest.mark.parametrize(("held", "to"), MOVES)
def test_figures_stay_the_same_when_rows_move(held: str, to: str) -> None:
    if "pyspark" in (held, to):
        spark_or_skip()
    records = Records.from_frames({"referrals": ENGINES[held](TYPES, ROWS)})
    wanted = ["waits.still_waiting_weeks", "waits.over_18_weeks"]

    moved = records.on(to)
    figures = calculate(wanted, moved, as_at=AS_AT, by=["area", "age_at_referral"])

    assert moved.tables["referrals"].frame.implementation.value == to
    assert (
        figures.to_dicts()
        == calculate(wanted, records, as_at=AS_AT, by="area,age_at_referral").to_dicts()
    )


@pytest.mark.parametrize(
    ("limit", "engine"),
    [(20, "duckdb"), (21, "pandas")],
    ids=["reached", "not reached"],
)
def test_auto_takes_duckdb_from_so_many_rows_on(
    monkeypatch: pytest.MonkeyPatch, limit: int, engine: str
) -> None:
    monkeypatch.setattr(engines, "ROWS_FOR_DUCKDB", limit)
    records = Records.from_frames({"referrals": ENGINES["polars"](TYPES, ROWS)})

    chosen = records.on("auto").tables["referrals"].frame.implementation.value

    assert chosen == engine


@pytest.mark.parametrize(
    ("limit", "has_polars", "engine"),
    [(20, True, "duckdb"), (21, True, "polars"), (21, False, "pandas")],
)
def test_many_questions_of_few_rows_are_asked_of_polars(
    monkeypatch: pytest.MonkeyPatch, limit: int, *, has_polars: bool, engine: str
) -> None:
    monkeypatch.setattr(engines, "ROWS_FOR_DUCKDB", limit)
    if not has_polars:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    records = Records.from_frames({"referrals": ENGINES["pandas"](TYPES, ROWS)})

    moved = records.on("many questions").tables["referrals"]

    assert moved.frame.implementation.value == engine


def test_an_engine_that_is_not_there_is_named_with_those_that_are() -> None:
    records = Records.from_frames({"referrals": ENGINES["pandas"](TYPES, ROWS)})

    with pytest.raises(SendMetricsError, match="no engine abacus; use pandas, polars"):
        records.on("abacus")


def test_relations_of_two_connections_are_refused_by_name() -> None:
    marks, pupils = duckdb.connect(), duckdb.connect()
    records = Records.from_frames(
        {
            "attendance_marks": marks.sql(
                "SELECT 'A' AS pupil_id, '900001' AS school_urn,"
                " DATE '2024-09-10' AS date, 'AM' AS session, '/' AS code"
            ),
            "pupils": pupils.sql("SELECT 'A' AS pupil_id, 'K' AS sen_status"),
        }
    )

    with pytest.raises(SendMetricsError, match="pupils are relations of two DuckDB"):
        calculate("attendance.absence_rate", records, period=academic_year(2024))
