"""The working says for each row what it is, what decided, and what was missing or late."""

import datetime as dt
from typing import Any

import narwhals.stable.v2 as nw
import pytest

import send_metrics as sm
from send_metrics.records.expressions import collected
from tests.spec.drawing import Engine, records_of

YEAR = sm.calendar_year(2024)
REQUESTS = """
    row      | received_on | assessment_outcome | assessment_outcome_on | exceptions_apply | reference_on
    ---------+-------------+--------------------+-----------------------+------------------+-------------
    in time  | 2024-01-01  | Y                  | 2024-05-20            | no               | 2025-01-16
    a day    | 2024-01-01  | Y                  | 2024-05-21            | no               | 2025-01-16
    a month  | 2024-01-01  | Y                  | 2024-06-18            | no               | 2025-01-16
    long     | 2024-01-01  | Y                  | 2024-12-31            | no               | 2025-01-16
    excepted | 2024-01-01  | Y                  | 2024-12-31            | yes              | 2025-01-16
    no start |             | Y                  | 2024-05-20            | no               | 2025-01-16
    owed     | 2024-06-01  | A                  |                       | no               | 2025-01-16
    """  # noqa: E501
EXCL = "ehcp.issued_within_20_weeks_excl_exceptions"
DUE = "ehcp.due_issued_within_20_weeks"


def worked(kpi: str, records: sm.Records) -> dict[str, tuple[Any, ...]]:
    rows = collected(nw.from_native(sm.show_working(kpi, records, period=YEAR)))
    return {
        row["request_id"]: (
            row["role"],
            row["missing"],
            *(_whole(row[name]) for name in ("days_taken", "days_over")),
        )
        for row in rows
    }


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


def test_every_row_says_how_long_it_took_and_how_much_too_long(engine: Engine) -> None:
    records = records_of(engine, ehc_requests=REQUESTS)

    assert worked(EXCL, records) == {
        "in time": ("numerator", "", 140, 0),
        "a day": ("denominator only", "", 141, 1),
        "a month": ("denominator only", "", 169, 29),
        "long": ("denominator only", "", 365, 225),
        "excepted": ("excluded", "", 365, 225),
        "no start": ("undetermined", "received_on", None, None),
        "owed": ("outside", "", None, 89),
    }


def test_what_is_owed_is_late_by_the_days_that_the_source_tells_of(
    engine: Engine,
) -> None:
    records = records_of(engine, ehc_requests=REQUESTS)

    assert worked(DUE, records)["owed"] == ("denominator only", "", None, 89)


def test_a_stock_counts_the_days_up_to_the_day_it_is_asked_of(engine: Engine) -> None:
    records = records_of(
        engine,
        referrals="""
        row   | service | referred_on
        ------+---------+------------
        short | speech  | 2024-11-30
        long  | speech  | 2024-08-27
        """,
    )
    day = dt.date(2024, 12, 31)
    kpi = "waits.over_18_weeks"
    rows = collected(nw.from_native(sm.show_working(kpi, records, as_at=day)))

    assert {row["referral_id"]: _whole(row["days_taken"]) for row in rows} == {
        "short": 31,
        "long": 126,
    }


def test_the_explanation_of_one_record_is_a_sentence(engine: Engine) -> None:
    records = records_of(engine, ehc_requests=REQUESTS)

    def said(record: str, kpi: str = EXCL) -> str:
        [trace] = sm.explain(kpi, records, period=YEAR, record=record).traces
        return trace.sentence

    within = "the plan was issued within 20 weeks, 140 days, of the request"
    assert said("in time") == (
        f"The record counts (numerator): {within}. It took 140 days."
    )
    assert said("a day") == (
        "The record counts below the line only (denominator only): the plan was not"
        " issued within 20 weeks, 140 days, of the request. It took 141 days, 1 day too"
        " many."
    )
    assert said("no start") == (
        "The record cannot be judged (undetermined): no value in received_on."
    )
    assert said("excepted").startswith(
        "The record leaves the measure (excluded): exceptions apply: an exception"
    )
    assert said("owed", DUE).endswith("So far it is 89 days too many.")


def test_the_explanation_of_all_says_how_late_the_late_ones_are(engine: Engine) -> None:
    records = records_of(engine, ehc_requests=REQUESTS)

    assert sm.explain(EXCL, records, period=YEAR).lateness == (
        ("1 to 7 days late", 1),
        ("29 to 84 days late", 1),
        ("more than 84 days late", 1),
    )


def test_a_rate_of_counts_is_explained_count_by_count(engine: Engine) -> None:
    records = records_of(
        engine,
        ehc_plans="""
        row    | started_on | ceased_on  | cease_reason
        -------+------------+------------+-------------
        active | 2019-10-07 |            | none
        ceased | 2019-10-07 | 2024-08-31 | 2
        """,
    )
    kpi = "ehcp.plans_ceased_of_caseload"

    found = sm.explain(kpi, records, period=YEAR)

    counted = {(r.of, r.rows) for r in found.reasons if r.role == "numerator"}
    assert counted == {("ehcp.plans_ceased", 1), ("ehcp.plans_active", 2)}
    with pytest.raises(sm.SendMetricsError, match="show the working of each: ehcp"):
        sm.show_working(kpi, records, period=YEAR)
    with pytest.raises(sm.SendMetricsError, match=r"explain one of ehcp\.plans_ceased"):
        sm.explain(kpi, records, period=YEAR, record="active")
