"""Annual health checks of people with a learning disability."""

import datetime as dt

import pytest

from send_metrics import calculate, financial_year
from send_metrics.domain.period import Period
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

YEAR = financial_year(2024)

CHECKS = """
    row               | age_group   | outcome     | people | counted_on
    ------------------+-------------+-------------+--------+-----------
    checked           | 14 to 17    | checked     | 6      | 2025-03-31
    checked, adults   | 18 and over | checked     | 9      | 2025-03-31
    not checked       | 18 and over | not_checked | 5      | 2025-03-31
    declined          | 14 to 17    | declined    | 5      | 2025-03-31
    in February       | 14 to 17    | checked     | 5      | 2025-02-28
    declined in Feb.  | 14 to 17    | declined    | 1      | 2025-02-28
    unchecked in Feb. | 18 and over | not_checked | 3      | 2025-02-28
    a year before     | 14 to 17    | checked     | 7      | 2024-03-31
    a year after      | 14 to 17    | checked     | 7      | 2026-03-31
    """
OF_THE_YEAR = {"checked", "checked, adults", "not checked"}


def test_of_those_14_or_over_who_did_not_decline_the_share_that_was_checked(
    spec: Spec,
) -> None:
    spec(
        CHECKS,
        "health.ld_annual_health_check_14plus",
        period=YEAR,
        numerator={"checked", "checked, adults"},
        denominator=OF_THE_YEAR,
        excluded={"declined": {"declined"}},
        shows="75.0",
    )


def test_of_all_on_the_register_those_who_declined_were_not_checked(spec: Spec) -> None:
    spec(
        CHECKS,
        "health.ld_annual_health_check_14plus_of_register",
        period=YEAR,
        numerator={"checked", "checked, adults"},
        denominator={*OF_THE_YEAR, "declined"},
        shows="60.0",
    )


def test_within_the_year_the_checks_so_far_are_asked_of_one_day(spec: Spec) -> None:
    spec(
        CHECKS,
        "health.ld_annual_health_check_14plus_so_far",
        as_at=dt.date(2025, 2, 28),
        numerator={"in February"},
        denominator={"in February", "unchecked in Feb."},
        excluded={"declined": {"declined in Feb."}},
        shows="62.5",
    )


@pytest.mark.parametrize(
    ("period", "supplied"),
    [
        (financial_year(2022), "2024-03-31, 2025-03-31, 2026-03-31"),
        (
            Period(dt.date(2025, 2, 1), dt.date(2025, 2, 28)),
            "2024-03-31, 2025-03-31, 2026-03-31",
        ),
    ],
)
def test_a_period_without_the_end_of_a_year_has_no_figure(
    engine: Engine, period: Period, supplied: str
) -> None:
    records = records_of(engine, health_checks=CHECKS)
    kpi = "health.ld_annual_health_check_14plus"

    figure = calculate(kpi, records, period=period)[0]

    assert figure.missing == "x"
    assert figure.missing_reason == (
        f"no list was counted in {period}; supplied: {supplied}"
    )


def test_each_age_group_has_the_share_that_is_published_for_it(engine: Engine) -> None:
    records = records_of(engine, health_checks=CHECKS)
    kpi = "health.ld_annual_health_check_14plus"

    shares = {
        dict(figure.by)["age_group"]: figure.display
        for figure in calculate(kpi, records, period=YEAR, by="age_group")
    }

    assert shares == {"14 to 17": "100.0", "18 and over": "64.3"}
