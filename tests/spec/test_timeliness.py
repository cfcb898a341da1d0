# ruff: noqa: E501 - tables are drawn as wide as they are
"""EHC plans issued within 20 weeks, by the rules of DfE's statistics."""

from fractions import Fraction

import pytest

from send_metrics import Period, SendMetricsError, calculate, calendar_year
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, in_pandas, records_of

INCL = "ehcp.issued_within_20_weeks_incl_exceptions"
EXCL = "ehcp.issued_within_20_weeks_excl_exceptions"
YEAR = calendar_year(2024)


LIMIT = """
    row     | received_on | assessment_outcome_on
    --------+-------------+----------------------
    day 139 | 2024-01-01  | 2024-05-19
    day 140 | 2024-01-01  | 2024-05-20
    day 141 | 2024-01-01  | 2024-05-21
    """


@pytest.mark.parametrize("kpi", [INCL, EXCL])
def test_the_140th_day_is_in_time_and_the_141st_is_late(spec: Spec, kpi: str) -> None:
    spec(
        LIMIT,
        kpi,
        period=YEAR,
        numerator={"day 139", "day 140"},
        denominator={"day 139", "day 140", "day 141"},
        shows="66.7",
    )


@pytest.mark.parametrize("kpi", [INCL, EXCL])
def test_with_the_day_of_the_request_as_day_1_the_limit_is_a_day_earlier(
    spec: Spec, kpi: str
) -> None:
    spec(
        LIMIT,
        f"{kpi}_first_day_counted",
        period=YEAR,
        numerator={"day 139"},
        denominator={"day 139", "day 140", "day 141"},
        shows="33.3",
    )


EVERY_MEASURE = (
    ("issued_within_20_weeks_{}", {"early", "excepted"}),
    ("issued_within_20_weeks_{}_first_day_counted", {"early", "excepted"}),
    ("issued_20_to_52_weeks_{}", {"late"}),
    ("issued_over_52_weeks_{}", {"very late"}),
    ("weeks_to_issue_{}", {"early", "late", "very late", "excepted"}),
)


@pytest.mark.parametrize("exceptions", ["incl_exceptions", "excl_exceptions"])
@pytest.mark.parametrize(("measure", "counted"), EVERY_MEASURE)
def test_every_measure_of_timeliness_is_of_the_same_plans(
    spec: Spec, measure: str, counted: set[str], exceptions: str
) -> None:
    plans = {"early", "late", "very late", "excepted"}
    leave = {"transferred in": {"moved in"}, "mediation or tribunal": {"appealed"}}
    if exceptions == "excl_exceptions":
        plans.remove("excepted")
        leave["exceptions apply"] = {"excepted"}
    spec(
        """
        row         | received_on | assessment_outcome_on | exceptions_apply | request_tribunal | transferred_from | exported_to
        ------------+-------------+-----------------------+------------------+------------------+------------------+------------
        early       | 2024-01-01  | 2024-05-19            | no               | no               | none             | none
        late        | 2024-01-01  | 2024-06-01            | no               | no               | none             | none
        very late   | 2023-01-01  | 2024-06-01            | no               | no               | none             | none
        excepted    | 2024-01-01  | 2024-05-19            | yes              | no               | none             | none
        appealed    | 2024-01-01  | 2024-05-19            | no               | yes              | none             | none
        moved in    | 2024-01-01  | 2024-05-19            | no               | no               | 210              | none
        moved away  | 2024-01-01  | 2024-05-19            | no               | no               | none             | 210
        no request  |             | 2024-05-19            | no               | no               | none             | none
        reversed    | 2024-06-01  | 2024-05-19            | no               | no               | none             | none
        year before | 2023-12-01  | 2023-12-31            | no               | no               | none             | none
        year after  | 2024-12-01  | 2025-01-01            | no               | no               | none             | none
        """,
        f"ehcp.{measure.format(exceptions)}",
        period=YEAR,
        numerator=counted & plans,
        denominator=plans,
        excluded=leave,
        undetermined={"no request", "reversed"},
    )


def test_a_leap_day_counts_as_a_day(spec: Spec) -> None:
    spec(
        """
        row    | received_on | assessment_outcome_on
        -------+-------------+----------------------
        leap   | 2024-02-01  | 2024-06-20
        late   | 2024-02-01  | 2024-06-21
        """,
        INCL,
        period=YEAR,
        numerator={"leap"},
        denominator={"leap", "late"},
    )


def test_exceptions_leave_numerator_and_denominator_only_where_the_title_says(
    spec: Spec,
) -> None:
    drawing = """
        row      | received_on | assessment_outcome_on | exceptions_apply
        ---------+-------------+-----------------------+-----------------
        in time  | 2024-01-01  | 2024-05-20            | no
        excepted | 2024-01-01  | 2024-05-20            | yes
        late too | 2024-01-01  | 2024-09-30            | yes
        not said | 2024-01-01  | 2024-05-20            | unknown
        """
    spec(
        drawing,
        EXCL,
        period=YEAR,
        numerator={"in time", "not said"},
        denominator={"in time", "not said"},
        excluded={"exceptions apply": {"excepted", "late too"}},
    )
    spec(
        drawing,
        INCL,
        period=YEAR,
        numerator={"in time", "excepted", "not said"},
        denominator={"in time", "excepted", "late too", "not said"},
    )


@pytest.mark.parametrize("kpi", [INCL, EXCL])
def test_mediation_and_tribunal_cases_leave_the_measure(spec: Spec, kpi: str) -> None:
    spec(
        """
        row | received_on | assessment_outcome_on | request_mediation | request_tribunal | assessment_mediation | assessment_tribunal | other_mediation | other_tribunal
        ----+-------------+-----------------------+-------------------+------------------+----------------------+---------------------+-----------------+---------------
        A   | 2024-01-01  | 2024-05-20            | yes               | no               | no                   | no                  | no              | no
        B   | 2024-01-01  | 2024-05-20            | no                | yes              | no                   | no                  | no              | no
        C   | 2024-01-01  | 2024-05-20            | no                | no               | yes                  | no                  | no              | no
        D   | 2024-01-01  | 2024-05-20            | no                | no               | no                   | yes                 | no              | no
        E   | 2024-01-01  | 2024-05-20            | no                | no               | no                   | no                  | yes             | yes
        """,
        kpi,
        period=YEAR,
        numerator={"E"},
        denominator={"E"},
        excluded={"mediation or tribunal": {"A", "B", "C", "D"}},
    )


def test_historical_and_transferred_in_plans_never_enter(spec: Spec) -> None:
    """A request decided in the year before is H; the plan that it led to is not."""
    spec(
        """
        row         | request_outcome | assessment_outcome | received_on | assessment_outcome_on | transferred_from | exported_to
        ------------+-----------------+--------------------+-------------+-----------------------+------------------+------------
        ours        | Y               | Y                  | 2024-01-01  | 2024-05-20            | none             | none
        both H      | H               | H                  |             |                       | none             | none
        request H   | H               | Y                  | 2024-01-01  | 2024-05-20            | none             | none
        no request  | H               | Y                  |             | 2024-05-20            | none             | none
        plan H      | Y               | H                  | 2024-01-01  | 2024-05-20            | none             | none
        moved in    | Y               | Y                  | 2024-01-01  | 2024-05-20            | 210              | none
        moved away  | Y               | Y                  | 2024-01-01  | 2024-05-20            | none             | 210
        """,
        INCL,
        period=YEAR,
        numerator={"ours", "request H"},
        denominator={"ours", "request H"},
        excluded={"transferred in": {"moved in"}},
        undetermined={"no request"},
    )


def test_a_missing_or_reversed_day_is_undetermined_never_late(spec: Spec) -> None:
    spec(
        """
        row           | received_on | assessment_outcome_on
        --------------+-------------+----------------------
        sound         | 2024-01-01  | 2024-05-20
        no request    |             | 2024-05-20
        reversed      | 2024-06-01  | 2024-05-20
        same day      | 2024-05-20  | 2024-05-20
        """,
        INCL,
        period=YEAR,
        numerator={"sound", "same day"},
        denominator={"sound", "same day"},
        undetermined={"no request", "reversed"},
    )


def test_a_plan_that_was_decided_but_not_issued_is_not_in_the_measure(
    spec: Spec,
) -> None:
    spec(
        """
        row        | assessment_outcome | received_on | assessment_outcome_on
        -----------+--------------------+-------------+----------------------
        issued     | Y                  | 2024-01-01  | 2024-05-20
        not issued | Y                  | 2024-01-01  |
        refused    | N                  | 2024-01-01  | 2024-05-20
        open       | A                  | 2024-01-01  |
        withdrawn  | W                  | 2024-01-01  |
        """,
        INCL,
        period=YEAR,
        numerator={"issued"},
        denominator={"issued"},
    )


def test_the_year_is_that_of_the_plan_not_of_the_request(spec: Spec) -> None:
    spec(
        """
        row        | received_on | assessment_outcome_on
        -----------+-------------+----------------------
        first day  | 2023-11-01  | 2024-01-01
        last day   | 2024-11-01  | 2024-12-31
        before     | 2023-11-01  | 2023-12-31
        after      | 2024-11-01  | 2025-01-01
        """,
        INCL,
        period=YEAR,
        numerator={"first day", "last day"},
        denominator={"first day", "last day"},
    )


BANDS = """
    row | received_on | assessment_outcome_on
    ----+-------------+----------------------
    140 | 2023-01-02  | 2023-05-22
    141 | 2023-01-02  | 2023-05-23
    364 | 2023-01-02  | 2024-01-01
    365 | 2023-01-02  | 2024-01-02
    """
TWO_YEARS = Period(calendar_year(2023).first, YEAR.last)


def test_the_bands_meet_after_140_and_after_364_days(spec: Spec) -> None:
    everyone = {"140", "141", "364", "365"}

    for measure, inside in {
        "issued_within_20_weeks": {"140"},
        "issued_20_to_52_weeks": {"141", "364"},
        "issued_over_52_weeks": {"365"},
    }.items():
        for variant in ("incl_exceptions", "excl_exceptions"):
            spec(
                BANDS,
                f"ehcp.{measure}_{variant}",
                period=TWO_YEARS,
                numerator=inside,
                denominator=everyone,
            )


def test_weeks_to_issue_are_the_mean_of_days_over_seven(spec: Spec) -> None:
    spec(
        BANDS,
        "ehcp.weeks_to_issue_incl_exceptions",
        period=TWO_YEARS,
        numerator={"140", "141", "364", "365"},
        shows="36.1",
    )


def test_the_days_of_every_plan_are_kept_so_that_the_mean_is_exact(
    engine: Engine,
) -> None:
    records = records_of(engine, ehc_requests=BANDS)

    figure = calculate(
        "ehcp.weeks_to_issue_incl_exceptions", records, period=TWO_YEARS
    )[0]

    assert dict(figure.state.spread) == {140: 1, 141: 1, 364: 1, 365: 1}
    assert figure.exact == Fraction(140 + 141 + 364 + 365, 4 * 7)
    assert figure.display == "36.1"
    assert figure.summary["max_weeks"] == 365 / 7


def test_the_mean_without_exceptions_is_over_the_plans_that_are_left(
    spec: Spec,
) -> None:
    spec(
        """
        row      | received_on | assessment_outcome_on | exceptions_apply
        ---------+-------------+-----------------------+-----------------
        20 weeks | 2024-01-01  | 2024-05-20            | no
        21 weeks | 2024-01-01  | 2024-05-27            | no
        excepted | 2024-01-01  | 2024-12-02            | yes
        """,
        "ehcp.weeks_to_issue_excl_exceptions",
        period=YEAR,
        numerator={"20 weeks", "21 weeks"},
        excluded={"exceptions apply": {"excepted"}},
        shows="20.5",
    )


SEVEN_PLANS = """
    row          | received_on | assessment_outcome_on | exceptions_apply
    -------------+-------------+-----------------------+-----------------
    140 days     | 2025-01-06  | 2025-05-26            | no
    150 days     | 2025-01-06  | 2025-06-05            | no
    152 days     | 2025-01-06  | 2025-06-07            | no
    160 days     | 2025-01-06  | 2025-06-15            | no
    162 days     | 2025-01-06  | 2025-06-17            | no
    272 days     | 2025-01-06  | 2025-10-05            | yes
    272 days too | 2025-01-06  | 2025-10-05            | yes
    """
WITHOUT_EXCEPTIONS = {"140 days", "150 days", "152 days", "160 days", "162 days"}
WITH_EXCEPTIONS = {"272 days", "272 days too"}


def test_the_average_printed_in_2026_divides_the_plans_without_exceptions_by_all(
    spec: Spec,
) -> None:
    """As printed for Hertfordshire, profound and multiple learning difficulty, 2025.

    Seven plans, five of them without exceptions: 26.7 and 15.6 weeks. The days are made
    up to give these averages; the mean of the five is 21.8 weeks.
    """
    year = calendar_year(2025)
    spec(
        SEVEN_PLANS,
        "ehcp.weeks_to_issue_excl_exceptions_as_published_2026",
        period=year,
        numerator=WITHOUT_EXCEPTIONS | WITH_EXCEPTIONS,
        shows="15.6",
    )
    spec(
        SEVEN_PLANS,
        "ehcp.weeks_to_issue_incl_exceptions",
        period=year,
        numerator=WITHOUT_EXCEPTIONS | WITH_EXCEPTIONS,
        shows="26.7",
    )
    spec(
        SEVEN_PLANS,
        "ehcp.weeks_to_issue_excl_exceptions",
        period=year,
        numerator=WITHOUT_EXCEPTIONS,
        excluded={"exceptions apply": WITH_EXCEPTIONS},
        shows="21.8",
    )


def test_a_single_plan_with_exceptions_was_printed_as_no_weeks_at_all(
    spec: Spec,
) -> None:
    """As printed for Thurrock, Gypsy or Roma, 2025: one plan, 27.1 and 0 weeks."""
    drawing = """
        row       | received_on | assessment_outcome_on | exceptions_apply
        ----------+-------------+-----------------------+-----------------
        190 days  | 2025-01-06  | 2025-07-15            | yes
        last year | 2024-01-06  | 2024-12-31            | no
        next year | 2025-06-01  | 2026-01-01            | no
        """
    year = calendar_year(2025)
    spec(
        drawing,
        "ehcp.weeks_to_issue_excl_exceptions_as_published_2026",
        period=year,
        numerator={"190 days"},
        shows="0.0",
    )
    spec(
        drawing,
        "ehcp.weeks_to_issue_incl_exceptions",
        period=year,
        numerator={"190 days"},
        shows="27.1",
    )
    spec(
        drawing,
        "ehcp.weeks_to_issue_excl_exceptions",
        period=year,
        excluded={"exceptions apply": {"190 days"}},
        shows="[z]",
    )


def test_the_average_printed_in_2026_leaves_out_whom_the_mean_leaves_out(
    spec: Spec,
) -> None:
    spec(
        """
        row          | received_on | assessment_outcome_on | exceptions_apply | assessment_mediation | transferred_from
        -------------+-------------+-----------------------+------------------+----------------------+-----------------
        20 weeks     | 2025-01-06  | 2025-05-26            | no               | no                   | none
        excepted     | 2025-01-06  | 2025-05-26            | yes              | no                   | none
        not said     | 2025-01-06  | 2025-05-26            | unknown          | no                   | none
        mediated     | 2025-01-06  | 2025-05-26            | no               | yes                  | none
        moved in     | 2025-01-06  | 2025-05-26            | no               | no                   | 210
        no request   |             | 2025-05-26            | no               | no                   | none
        reversed     | 2025-06-01  | 2025-05-26            | no               | no                   | none
        """,
        "ehcp.weeks_to_issue_excl_exceptions_as_published_2026",
        period=calendar_year(2025),
        numerator={"20 weeks", "excepted", "not said"},
        excluded={
            "mediation or tribunal": {"mediated"},
            "transferred in": {"moved in"},
        },
        undetermined={"no request", "reversed"},
        shows="13.3",
    )


@pytest.mark.parametrize("year", [2024, 2026])
def test_the_average_printed_in_2026_is_of_2025_only(year: int) -> None:
    records = records_of(in_pandas, ehc_requests=SEVEN_PLANS)
    kpi = "ehcp.weeks_to_issue_excl_exceptions_as_published_2026"

    with pytest.raises(SendMetricsError, match="from 2025-01-01 to 2025-12-31"):
        calculate(kpi, records, period=calendar_year(year))


def test_nobody_counted_is_not_applicable_rather_than_nought_per_cent(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        ehc_requests="""
            row | received_on | assessment_outcome_on | exceptions_apply
            ----+-------------+-----------------------+-----------------
            A   | 2024-01-01  | 2024-05-20            | yes
            """,
    )

    figure = calculate(EXCL, records, period=YEAR)[0]

    assert figure.value is None
    assert figure.missing == "z"
    assert figure.missing_reason == "there are no plans issued"
    assert figure.display == "[z]"
    assert dict(figure.excluded) == {"exceptions apply": 1}
