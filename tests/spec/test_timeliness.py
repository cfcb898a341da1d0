# ruff: noqa: E501 - tables are drawn as wide as they are
"""EHC plans issued within 20 weeks, by the rules of DfE's statistics."""

from fractions import Fraction

import pytest

from send_metrics import calculate, calendar_year
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

INCL = "ehcp.issued_within_20_weeks_incl_exceptions"
EXCL = "ehcp.issued_within_20_weeks_excl_exceptions"
YEAR = calendar_year(2024)


@pytest.mark.parametrize("kpi", [INCL, EXCL])
def test_the_140th_day_is_in_time_and_the_141st_is_late(spec: Spec, kpi: str) -> None:
    spec(
        """
        row | received_on | assessment_outcome_on
        ----+-------------+----------------------
        A   | 2024-01-01  | 2024-05-20
        B   | 2024-01-01  | 2024-05-21
        """,
        kpi,
        period=YEAR,
        numerator={"A"},
        denominator={"A", "B"},
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
        excluded={"excepted", "late too"},
    )
    spec(
        drawing,
        INCL,
        period=YEAR,
        numerator={"in time", "excepted", "not said"},
        denominator={"in time", "excepted", "late too", "not said"},
    )


def test_mediation_and_tribunal_cases_leave_the_measure(spec: Spec) -> None:
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
        EXCL,
        period=YEAR,
        numerator={"E"},
        denominator={"E"},
        excluded={"A", "B", "C", "D"},
    )


def test_historical_and_transferred_in_plans_never_enter(spec: Spec) -> None:
    spec(
        """
        row         | request_outcome | assessment_outcome | received_on | assessment_outcome_on | transferred_from | exported_to
        ------------+-----------------+--------------------+-------------+-----------------------+------------------+------------
        ours        | Y               | Y                  | 2024-01-01  | 2024-05-20            | none             | none
        both H      | H               | H                  |             |                       | none             | none
        request H   | H               | Y                  | 2024-01-01  | 2024-05-20            | none             | none
        plan H      | Y               | H                  | 2024-01-01  | 2024-05-20            | none             | none
        moved in    | Y               | Y                  | 2024-01-01  | 2024-05-20            | 210              | none
        moved away  | Y               | Y                  | 2024-01-01  | 2024-05-20            | none             | 210
        """,
        INCL,
        period=YEAR,
        numerator={"ours"},
        denominator={"ours"},
        excluded={"moved in"},
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


def test_the_bands_meet_after_140_and_after_364_days(spec: Spec) -> None:
    two_years = {"period": type(YEAR)(calendar_year(2023).first, YEAR.last)}
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
                **two_years,
                numerator=inside,
                denominator=everyone,
            )


def test_weeks_to_issue_are_days_over_seven_and_their_mean_is_exact(
    engine: Engine,
) -> None:
    records = records_of(engine, ehc_requests=BANDS)
    both_years = type(YEAR)(calendar_year(2023).first, YEAR.last)

    figure = calculate(
        "ehcp.weeks_to_issue_incl_exceptions", records, period=both_years
    )[0]

    assert dict(figure.state.spread) == {140: 1, 141: 1, 364: 1, 365: 1}
    assert figure.exact == Fraction(140 + 141 + 364 + 365, 4 * 7)
    assert figure.display == "36.1"
    assert figure.summary["max_weeks"] == 365 / 7


def test_the_mean_without_exceptions_is_over_the_plans_that_are_left(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        ehc_requests="""
            row      | received_on | assessment_outcome_on | exceptions_apply
            ---------+-------------+-----------------------+-----------------
            20 weeks | 2024-01-01  | 2024-05-20            | no
            21 weeks | 2024-01-01  | 2024-05-27            | no
            excepted | 2024-01-01  | 2024-12-02            | yes
            """,
    )

    figure = calculate("ehcp.weeks_to_issue_excl_exceptions", records, period=YEAR)[0]

    assert figure.count == 2
    assert figure.value == 20.5


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
