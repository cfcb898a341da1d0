"""Plans that began, are maintained, and ended."""

import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, calculate, calendar_year
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, in_pandas, records_of

YEAR = calendar_year(2024)
CENSUS = dt.date(2025, 1, 16)

PLANS = """
    row        | started_on | ceased_on  | cease_reason | transferred_from
    -----------+------------+------------+--------------+-----------------
    day before | 2023-12-31 |            | none         | none
    first day  | 2024-01-01 |            | none         | none
    last day   | 2024-12-31 | 2025-01-17 | 2            | none
    day after  | 2025-01-01 |            | none         | none
    moved in   | 2024-06-01 |            | none         | 210
    old        | 2019-10-07 |            | none         | none
    ended      | 2019-10-07 | 2024-12-31 | 9            | none
    census day | 2019-10-07 | 2025-01-16 | 1            | none
    starts it  | 2025-01-16 |            | none         | none
    too late   | 2025-01-17 |            | none         | none
    no start   |            |            | none         | none
    """


def test_a_new_plan_is_one_that_started_here_in_the_year(spec: Spec) -> None:
    spec(
        PLANS,
        "ehcp.plans_started",
        period=YEAR,
        numerator={"first day", "last day"},
        excluded={"transferred in": {"moved in"}},
        undetermined={"no start"},
        shows="2",
    )


def test_a_plan_is_active_from_its_start_until_the_day_before_it_ends(
    spec: Spec,
) -> None:
    spec(
        PLANS,
        "ehcp.plans_active",
        as_at=CENSUS,
        numerator={
            *("day before", "first day", "last day", "day after"),
            *("moved in", "old", "starts it"),
        },
        undetermined={"no start"},
        shows="7",
    )


def test_a_plan_that_ended_belongs_to_the_year_of_its_last_day(spec: Spec) -> None:
    spec(
        """
        row        | started_on | ceased_on  | cease_reason | transferred_from
        -----------+------------+------------+--------------+-----------------
        day before | 2019-10-07 | 2023-12-31 | 1            | none
        first day  | 2019-10-07 | 2024-01-01 | 1            | none
        last day   | 2019-10-07 | 2024-12-31 | 5            | none
        day after  | 2019-10-07 | 2025-01-01 | 1            | none
        moved in   | 2019-10-07 | 2024-06-01 | 7            | 210
        no reason  | 2019-10-07 | 2024-06-01 | unknown      | none
        no start   |            | 2024-06-01 | 8            | none
        not ended  | 2019-10-07 |            | none         | none
        no day     | 2019-10-07 |            | 2            | none
        """,
        "ehcp.plans_ceased",
        period=YEAR,
        numerator={"first day", "last day", "moved in", "no reason", "no start"},
    )


ROUND_THE_CENSUS_BEFORE = """
    row         | started_on | ceased_on
    ------------+------------+-----------
    maintained  | 2019-10-07 |
    that day    | 2024-01-18 |
    day after   | 2024-01-19 |
    ended that  | 2019-10-07 | 2024-01-18
    ended after | 2019-10-07 | 2024-01-19
    ended last  | 2019-10-07 | 2024-12-31
    next year   | 2019-10-07 | 2025-01-01
    came, went  | 2024-03-01 | 2024-11-01
    """
CEASED_SHARE = "ehcp.plans_ceased_of_caseload"


def test_the_share_ceased_divides_by_the_caseload_of_january_of_the_year(
    rate: Spec,
) -> None:
    """18 January 2024 was census day. Four plans ended in 2024; of the eight, five were
    maintained on that day."""
    rate(
        CEASED_SHARE,
        period=YEAR,
        ehc_plans=ROUND_THE_CENSUS_BEFORE,
        sums=(4, 5),
        shows="80.0",
    )


@pytest.mark.parametrize(
    ("told_up_to", "shows", "because"),
    [
        ("2024-12-31", "100.0", None),
        ("2024-12-30", "[x]", "ehc_plans tells what happened up to 2024-12-30 only"),
    ],
)
def test_the_share_ceased_needs_a_source_that_tells_of_the_whole_year(
    rate: Spec, told_up_to: str, shows: str, because: str | None
) -> None:
    rate(
        CEASED_SHARE,
        period=YEAR,
        ehc_plans=f"""
        row   | started_on | ceased_on  | reference_on
        ------+------------+------------+-------------
        ended | 2019-10-07 | 2024-06-01 | {told_up_to}
        """,
        shows=shows,
        because=because,
    )


def test_a_plan_without_a_start_leaves_the_share_ceased_with_one_undetermined(
    engine: Engine,
) -> None:
    records = records_of(engine, ehc_plans=PLANS)

    figure = calculate(CEASED_SHARE, records, period=YEAR)[0]

    assert figure.undetermined == 1


@pytest.mark.parametrize(
    "period",
    [
        Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30)),
        Period(dt.date(2024, 1, 2), dt.date(2024, 12, 31)),
        Period(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
    ],
)
def test_the_share_ceased_is_of_calendar_years_only(period: Period) -> None:
    records = records_of(in_pandas, ehc_plans=PLANS)

    with pytest.raises(SendMetricsError, match="calendar years only; ask for CY2024"):
        calculate(CEASED_SHARE, records, period=period)


def test_a_census_day_that_nobody_has_set_yet_is_not_guessed() -> None:
    records = records_of(in_pandas, ehc_plans=PLANS)

    with pytest.raises(
        SendMetricsError,
        match=r"caseload for 2035-01-01.*: the SEN2 census day of 2035",
    ):
        calculate(CEASED_SHARE, records, period=calendar_year(2035))


def test_a_personal_budget_is_counted_while_the_plan_is_maintained(
    spec: Spec,
) -> None:
    spec(
        """
        row        | started_on | ceased_on  | personal_budget
        -----------+------------+------------+----------------
        budget     | 2019-10-07 |            | yes
        none       | 2019-10-07 |            | no
        not given  | 2019-10-07 |            | unknown
        starts it  | 2025-01-16 |            | yes
        too late   | 2025-01-17 |            | yes
        ended that | 2019-10-07 | 2025-01-16 | yes
        ends after | 2019-10-07 | 2025-01-17 | yes
        no start   |            |            | yes
        """,
        "ehcp.personal_budgets",
        as_at=CENSUS,
        numerator={"budget", "starts it", "ends after"},
        undetermined={"no start"},
    )


def test_organised_arrangements_are_counted_while_the_plan_is_maintained(
    spec: Spec,
) -> None:
    spec(
        """
        row        | started_on | ceased_on  | organised_arrangements
        -----------+------------+------------+-----------------------
        arranged   | 2019-10-07 |            | yes
        none       | 2019-10-07 |            | no
        not given  | 2019-10-07 |            | unknown
        starts it  | 2025-01-16 |            | yes
        too late   | 2025-01-17 |            | yes
        ended that | 2019-10-07 | 2025-01-16 | yes
        ends after | 2019-10-07 | 2025-01-17 | yes
        no start   |            |            | yes
        """,
        "ehcp.organised_arrangements",
        as_at=CENSUS,
        numerator={"arranged", "starts it", "ends after"},
        undetermined={"no start"},
    )


DIRECT_PAYMENTS = """
    row         | started_on | ceased_on  | direct_payments
    ------------+------------+------------+----------------
    education   | 2019-10-07 |            | E
    social care | 2019-10-07 |            | S
    health      | 2019-10-07 |            | H
    integrated  | 2019-10-07 |            | I
    none        | 2019-10-07 |            | none
    not given   | 2019-10-07 |            | unknown
    starts it   | 2025-01-16 |            | E
    too late    | 2025-01-17 |            | E
    ended that  | 2019-10-07 | 2025-01-16 | E
    ends after  | 2019-10-07 | 2025-01-17 | E
    no start    |            |            | E
    """


def test_direct_payments_of_any_kind_are_counted_while_the_plan_is_maintained(
    spec: Spec,
) -> None:
    spec(
        DIRECT_PAYMENTS,
        "ehcp.direct_payments",
        as_at=CENSUS,
        numerator={
            *("education", "social care", "health", "integrated"),
            *("starts it", "ends after"),
        },
        undetermined={"no start"},
    )


def test_direct_payments_are_broken_down_by_who_pays(engine: Engine) -> None:
    records = records_of(engine, ehc_plans=DIRECT_PAYMENTS)

    figures = calculate(
        "ehcp.direct_payments", records, as_at=CENSUS, by="direct_payments"
    )

    assert {f.by["direct_payments"]: f.count for f in figures} == {
        "E": 3,
        "S": 1,
        "H": 1,
        "I": 1,
    }
