# ruff: noqa: E501 - tables are drawn as wide as they are
"""Both tribunal appeal rates: appeals registered by decisions that can be appealed.

Up to 2024 the plans maintained on the census day after the year were decisions; since
2024 the review meetings of the year are. The two have days of their own and are no
series. A rate whose reviews look incomplete is refused: with a tenth of them an
authority would seem to have several times the appeals.
"""

import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, calculate, calendar_year
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, in_pandas, records_of

YEAR = calendar_year(2024)
ON_CASELOAD = "appeals.rate_on_caseload"
ON_REVIEWS = "appeals.rate_on_reviews"

APPEALS = """
    row        | authority | registered_on
    -----------+-----------+--------------
    day before | 919       | 2023-12-31
    first day  | 919       | 2024-01-01
    last day   | 919       | 2024-12-31
    day after  | 919       | 2025-01-01
    """
REQUESTS = """
    row           | authority | request_outcome | received_on | assessment_outcome | assessment_outcome_on | reference_on
    --------------+-----------+-----------------+-------------+--------------------+-----------------------+-------------
    refused       | 919       | N               | 2024-06-01  | none               |                       | 2025-01-16
    refused later | 919       | N               | 2025-01-01  | none               |                       | 2025-01-16
    no plan       | 919       | Y               | 2024-01-01  | N                  | 2024-04-22            | 2025-01-16
    issued        | 919       | Y               | 2024-01-01  | Y                  | 2024-05-20            | 2025-01-16
    """
PLANS = """
    row         | authority | started_on | ceased_on  | cease_reason | reference_on
    ------------+-----------+------------+------------+--------------+-------------
    maintained  | 919       | 2019-10-07 |            | none         | 2025-01-16
    that day    | 919       | 2025-01-16 |            | none         | 2025-01-16
    ends after  | 919       | 2019-10-07 | 2025-01-17 | 2            | 2025-01-16
    too late    | 919       | 2025-01-17 |            | none         | 2025-01-16
    ended that  | 919       | 2019-10-07 | 2025-01-16 | 2            | 2025-01-16
    needs met   | 919       | 2019-10-07 | 2024-06-01 | 2            | 2025-01-16
    reached 25  | 919       | 2019-10-07 | 2024-08-31 | 1            | 2025-01-16
    """
REVIEWS = """
    row        | authority | meeting_on | decision_on | reference_on
    -----------+-----------+------------+-------------+-------------
    day before | 919       | 2023-12-31 | 2024-01-20  | 2025-01-16
    maintained | 919       | 2024-01-01 | 2024-01-20  | 2025-01-16
    ends after | 919       | 2024-12-31 |             | 2025-01-16
    day after  | 919       | 2025-01-01 |             | 2025-01-16
    """
SEN2 = {"ehc_requests": REQUESTS, "ehc_plans": PLANS, "annual_reviews": REVIEWS}


def test_up_to_2024_the_plans_of_the_census_day_after_are_decisions(
    rate: Spec,
) -> None:
    """Two appeals; one refusal to assess, one to issue, one plan ceased as needs were
    met, and three plans maintained on 16 January 2025."""
    rate(
        ON_CASELOAD,
        period=YEAR,
        appeals=APPEALS,
        ehc_requests=REQUESTS,
        ehc_plans=PLANS,
        sums=(2, 6),
        shows="33.3",
    )


def test_since_2024_the_review_meetings_of_the_year_are_decisions(
    rate: Spec,
) -> None:
    """Two appeals; one refusal to assess, one to issue, one plan ceased as needs were
    met, and two meetings: held, whether a decision followed or not."""
    rate(
        ON_REVIEWS,
        period=YEAR,
        appeals=APPEALS,
        **SEN2,
        sums=(2, 5),
        shows="40.0",
    )


def plans(number: int) -> str:
    """Draw plans of one authority that are maintained throughout."""
    lines = [f"plan {n} | 919 | 2019-10-07" for n in range(1, number + 1)]
    return "\n".join(["row | authority | started_on", "----", *lines])


def reviews(number: int) -> str:
    """Draw review meetings of 2024, one for each of the first plans."""
    lines = [f"plan {n} | 919 | 2024-06-01" for n in range(1, number + 1)]
    return "\n".join(["row | authority | meeting_on", "----", *lines])


@pytest.mark.parametrize(
    ("meetings", "maintained", "shows", "because"),
    [
        (1, 7, "200.0", None),
        (1, 8, "200.0", None),
        (
            *(1, 9, "[x]"),
            "annual reviews look incomplete in authority 919: 1 review meetings held"
            " against 9 plans maintained on the day",
        ),
        (2, 16, "100.0", None),
        (
            *(2, 17, "[x]"),
            "annual reviews look incomplete in authority 919: 2 review meetings held"
            " against 17 plans maintained on the day",
        ),
        (
            *(0, 1, "[x]"),
            "annual reviews look incomplete in authority 919: 0 review meetings held"
            " against 1 plans maintained on the day",
        ),
    ],
)
def test_no_rate_is_given_where_meetings_are_fewer_than_an_eighth_of_the_plans(
    rate: Spec, meetings: int, maintained: int, shows: str, because: str | None
) -> None:
    rate(
        ON_REVIEWS,
        period=YEAR,
        appeals=APPEALS,
        ehc_requests="row | authority | request_outcome | received_on\n----",
        ehc_plans=plans(maintained),
        annual_reviews=reviews(meetings),
        sums=None if because else (2, meetings),
        shows=shows,
        because=because,
    )


@pytest.mark.parametrize(
    "missing", ["appeals", "ehc_requests", "ehc_plans", "annual_reviews"]
)
def test_no_rate_is_given_without_one_of_its_tables(rate: Spec, missing: str) -> None:
    supplied = {"appeals": APPEALS, **SEN2}
    del supplied[missing]
    rate(
        ON_REVIEWS,
        period=YEAR,
        **supplied,
        shows="[x]",
        because=f"{missing} was not supplied",
    )


def test_the_rate_on_caseload_can_do_without_reviews(engine: Engine) -> None:
    records = records_of(
        engine, appeals=APPEALS, ehc_requests=REQUESTS, ehc_plans=PLANS
    )

    assert calculate(ON_CASELOAD, records, period=YEAR)[0].display == "33.3"
    assert calculate(ON_REVIEWS, records, period=YEAR)[0].missing == "x"


@pytest.mark.parametrize("number_rejected", [20, 21])
def test_no_rate_is_given_where_a_table_lost_more_rows_than_its_limit(
    engine: Engine, number_rejected: int
) -> None:
    lost = "\n".join(
        f"lost {n} | 919 | 2024-06-01 |  | not a code |" for n in range(number_rejected)
    )
    drawn = REVIEWS.replace("decision_on |", "decision_on | outcome |").replace(
        "| 2025-01-16", "| M | 2025-01-16"
    )
    records = records_of(
        engine,
        appeals=APPEALS,
        **SEN2 | {"annual_reviews": f"{drawn.rstrip()}\n{lost}"},
    )

    figure = calculate(ON_REVIEWS, records, period=YEAR)[0]

    assert figure.missing == ("x" if number_rejected > 20 else None)
    if number_rejected > 20:
        assert "21 of 25 rows of annual_reviews" in str(figure.missing_reason)


@pytest.mark.parametrize(
    ("table", "kpi", "last_needed", "day_before"),
    [
        ("ehc_requests", ON_CASELOAD, "2024-12-31", "2024-12-30"),
        ("ehc_plans", ON_CASELOAD, "2025-01-16", "2025-01-15"),
        ("annual_reviews", ON_REVIEWS, "2024-12-31", "2024-12-30"),
    ],
)
def test_a_table_must_tell_of_the_day_up_to_which_the_rate_counts(
    engine: Engine, table: str, kpi: str, last_needed: str, day_before: str
) -> None:
    def figure(told_up_to: str) -> tuple[str, str | None]:
        older = SEN2[table].replace("| 2025-01-16\n", f"| {told_up_to}\n")
        records = records_of(engine, appeals=APPEALS, **SEN2 | {table: older})
        found = calculate(kpi, records, period=YEAR)[0]
        return found.display, found.missing_reason

    assert figure(last_needed)[1] is None
    assert figure(day_before) == (
        "[x]",
        f"{table} tells what happened up to {day_before} only",
    )


TWO_AUTHORITIES = {
    "appeals": """
        row | authority | registered_on
        ----+-----------+--------------
        A   | 919       | 2024-06-01
        B   | 210       | 2024-06-01
        C   | 210       | 2024-06-01
        D   | 999       | 2024-06-01
        """,
    "ehc_requests": """
        row | authority | request_outcome | received_on
        ----+-----------+-----------------+------------
        A   | 919       | N               | 2024-06-01
        B   | 210       | N               | 2024-06-01
        """,
    "ehc_plans": """
        row | authority | started_on
        ----+-----------+-----------
        A   | 919       | 2019-10-07
        B   | 210       | 2019-10-07
        """,
    "annual_reviews": """
        row | authority | meeting_on
        ----+-----------+-----------
        A   | 919       | 2024-06-01
        """,
}


def test_by_authority_only_the_one_with_incomplete_reviews_has_no_rate(
    engine: Engine,
) -> None:
    records = records_of(engine, **TWO_AUTHORITIES)

    rates = calculate(ON_REVIEWS, records, period=YEAR, by="authority")
    together = calculate(ON_REVIEWS, records, period=YEAR)[0]

    assert {r.by["authority"]: r.display for r in rates} == {
        "210": "[x]",
        "919": "50.0",
        "999": "[z]",
    }
    assert together.display == "[x]"
    assert "in authority 210" in str(together.missing_reason)


def test_by_authority_each_rate_holds_its_own_appeals_and_decisions(
    engine: Engine,
) -> None:
    records = records_of(engine, **TWO_AUTHORITIES)

    rates = calculate(ON_CASELOAD, records, period=YEAR, by="authority")

    assert {
        r.by["authority"]: (r.state.numerator, r.state.denominator) for r in rates
    } == {"210": (2, 2), "919": (1, 2), "999": (1, 0)}


@pytest.mark.parametrize("kpi", [ON_CASELOAD, ON_REVIEWS])
@pytest.mark.parametrize(
    "period",
    [
        Period(dt.date(2024, 1, 1), dt.date(2024, 12, 30)),
        Period(dt.date(2024, 1, 2), dt.date(2024, 12, 31)),
    ],
)
def test_an_appeal_rate_is_of_calendar_years_only(kpi: str, period: Period) -> None:
    records = records_of(in_pandas, appeals=APPEALS, **SEN2)

    with pytest.raises(SendMetricsError, match="calendar years only; ask for CY2024"):
        calculate(kpi, records, period=period)


@pytest.mark.parametrize(
    ("kpi", "year", "said"),
    [
        (ON_CASELOAD, 2013, "is in force from 2014-01-01"),
        (ON_CASELOAD, 2025, "to 2024-12-31"),
        (ON_REVIEWS, 2023, "is in force from 2024-01-01"),
    ],
)
def test_each_rate_is_given_for_its_own_years_only(
    kpi: str, year: int, said: str
) -> None:
    records = records_of(in_pandas, appeals=APPEALS, **SEN2)

    with pytest.raises(SendMetricsError, match=said):
        calculate(kpi, records, period=calendar_year(year))


def test_a_period_that_outlasts_the_rate_on_caseload_is_refused() -> None:
    records = records_of(in_pandas, appeals=APPEALS, **SEN2)
    both_years = Period(dt.date(2024, 1, 1), dt.date(2025, 12, 31))

    with pytest.raises(SendMetricsError, match="to 2024-12-31"):
        calculate(ON_CASELOAD, records, period=both_years)
