# ruff: noqa: E501 - tables are drawn as wide as they are
"""Mediation and appeals as SEN2 flags them, and the parts of the appeal rates.

The return of 2022 counted mediation that was offered and declined, and appeals after
mediation only. That of 2023, which tells of 2022, asks for meetings that were held and
for every appeal. The two editions meet at midnight before 1 January 2022.
"""

import datetime as dt

import pytest

from send_metrics import Period, SendMetricsError, calculate, calendar_year
from tests.spec.conftest import Spec
from tests.spec.drawing import in_pandas, records_of

YEAR = calendar_year(2024)
EDITIONS = pytest.mark.parametrize("year", [2021, 2022])

ABOUT_THE_REQUEST = """
    row             | request_outcome | received_on | request_mediation | request_tribunal
    ----------------+-----------------+-------------+-------------------+-----------------
    2020 last day   | N               | 2020-12-31  | yes               | yes
    2021 first day  | N               | 2021-01-01  | yes               | yes
    2021 mediation  | N               | 2021-06-01  | yes               | no
    2021 appeal     | N               | 2021-06-01  | no                | yes
    2021 last day   | Y               | 2021-12-31  | yes               | yes
    2022 first day  | A               | 2022-01-01  | yes               | yes
    2022 mediation  | N               | 2022-06-01  | yes               | no
    2022 appeal     | N               | 2022-06-01  | no                | yes
    2022 last day   | W               | 2022-12-31  | yes               | yes
    2023 first day  | N               | 2023-01-01  | yes               | yes
    neither         | N               | 2022-06-01  | no                | no
    not given       | N               | 2022-06-01  | unknown           | unknown
    historical      | H               | 2022-06-01  | yes               | yes
    no day          | N               |             | yes               | yes
    """
ABOUT_THE_ASSESSMENT = """
    row            | request_outcome | assessment_outcome | assessment_outcome_on | assessment_mediation | assessment_tribunal | transferred_from
    ---------------+-----------------+--------------------+-----------------------+----------------------+---------------------+-----------------
    2020 last day  | Y               | N                  | 2020-12-31            | yes                  | yes                 | none
    2021 first day | Y               | N                  | 2021-01-01            | yes                  | yes                 | none
    2021 mediation | Y               | N                  | 2021-06-01            | yes                  | no                  | none
    2021 appeal    | Y               | N                  | 2021-06-01            | no                   | yes                 | none
    2021 moved in  | Y               | N                  | 2021-06-01            | yes                  | yes                 | 210
    2021 last day  | Y               | N                  | 2021-12-31            | yes                  | yes                 | none
    2022 first day | H               | N                  | 2022-01-01            | yes                  | yes                 | none
    2022 mediation | Y               | N                  | 2022-06-01            | yes                  | no                  | none
    2022 appeal    | Y               | N                  | 2022-06-01            | no                   | yes                 | none
    2022 moved in  | Y               | N                  | 2022-06-01            | yes                  | yes                 | 210
    2022 last day  | Y               | N                  | 2022-12-31            | yes                  | yes                 | none
    2023 first day | Y               | N                  | 2023-01-01            | yes                  | yes                 | none
    neither        | Y               | N                  | 2022-06-01            | no                   | no                  | none
    not given      | Y               | N                  | 2022-06-01            | unknown              | unknown             | none
    historical     | H               | H                  | 2022-06-01            | yes                  | yes                 | none
    no day         | Y               | N                  |                       | yes                  | yes                 | none
    """
ABOUT_OTHER_MATTERS = """
    row            | request_outcome | assessment_outcome | assessment_outcome_on | other_mediation | other_tribunal | transferred_from
    ---------------+-----------------+--------------------+-----------------------+-----------------+----------------+-----------------
    2020 last day  | Y               | Y                  | 2020-12-31            | yes             | yes            | none
    2021 first day | Y               | Y                  | 2021-01-01            | yes             | yes            | none
    2021 mediation | Y               | Y                  | 2021-06-01            | yes             | no             | none
    2021 appeal    | Y               | Y                  | 2021-06-01            | no              | yes            | none
    2021 moved in  | Y               | Y                  | 2021-06-01            | yes             | yes            | 210
    2021 last day  | Y               | Y                  | 2021-12-31            | yes             | yes            | none
    2022 first day | H               | Y                  | 2022-01-01            | yes             | yes            | none
    2022 mediation | Y               | Y                  | 2022-06-01            | yes             | no             | none
    2022 appeal    | Y               | Y                  | 2022-06-01            | no              | yes            | none
    2022 moved in  | Y               | Y                  | 2022-06-01            | yes             | yes            | 210
    2022 last day  | Y               | Y                  | 2022-12-31            | yes             | yes            | none
    2023 first day | Y               | Y                  | 2023-01-01            | yes             | yes            | none
    neither        | Y               | Y                  | 2022-06-01            | no              | no             | none
    not given      | Y               | Y                  | 2022-06-01            | unknown         | unknown        | none
    historical     | H               | H                  | 2022-06-01            | yes             | yes            | none
    no day         | Y               | Y                  |                       | yes             | yes            | none
    """


@EDITIONS
def test_mediation_about_the_request_counts_in_the_year_of_the_request(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_THE_REQUEST,
        "mediation.about_request",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} mediation", f"{year} last day"},
        undetermined={"no day"},
    )


@EDITIONS
def test_an_appeal_about_the_request_counts_in_the_year_of_the_request(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_THE_REQUEST,
        "appeals.about_request",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} appeal", f"{year} last day"},
        undetermined={"no day"},
    )


@EDITIONS
def test_mediation_about_the_plan_counts_in_the_year_of_the_assessment(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_THE_ASSESSMENT,
        "mediation.about_assessment",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} mediation", f"{year} last day"},
        excluded={"transferred in": {f"{year} moved in"}},
        undetermined={"no day"},
    )


@EDITIONS
def test_an_appeal_about_the_plan_counts_in_the_year_of_the_assessment(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_THE_ASSESSMENT,
        "appeals.about_assessment",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} appeal", f"{year} last day"},
        excluded={"transferred in": {f"{year} moved in"}},
        undetermined={"no day"},
    )


@EDITIONS
def test_mediation_about_another_matter_counts_in_the_year_of_the_assessment(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_OTHER_MATTERS,
        "mediation.about_other_matters",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} mediation", f"{year} last day"},
        excluded={"transferred in": {f"{year} moved in"}},
        undetermined={"no day"},
    )


@EDITIONS
def test_an_appeal_about_another_matter_counts_in_the_year_of_the_assessment(
    spec: Spec, year: int
) -> None:
    spec(
        ABOUT_OTHER_MATTERS,
        "appeals.about_other_matters",
        period=calendar_year(year),
        numerator={f"{year} first day", f"{year} appeal", f"{year} last day"},
        excluded={"transferred in": {f"{year} moved in"}},
        undetermined={"no day"},
    )


def test_an_appeal_followed_mediation_where_both_are_flagged(spec: Spec) -> None:
    both = {"2022 first day", "2022 last day"}
    spec(
        ABOUT_THE_REQUEST,
        "appeals.after_mediation_about_request",
        period=calendar_year(2022),
        numerator=both,
        undetermined={"no day"},
    )
    spec(
        ABOUT_THE_ASSESSMENT,
        "appeals.after_mediation_about_assessment",
        period=calendar_year(2022),
        numerator=both,
        excluded={"transferred in": {"2022 moved in"}},
        undetermined={"no day"},
    )
    spec(
        ABOUT_OTHER_MATTERS,
        "appeals.after_mediation_about_other_matters",
        period=calendar_year(2022),
        numerator=both,
        excluded={"transferred in": {"2022 moved in"}},
        undetermined={"no day"},
    )


@pytest.mark.parametrize("stage", ["request", "assessment", "other_matters"])
@pytest.mark.parametrize("measure", ["mediation.about", "appeals.about"])
def test_a_period_across_the_change_of_2022_is_refused_with_both_days(
    measure: str, stage: str
) -> None:
    records = records_of(in_pandas, ehc_requests=ABOUT_THE_REQUEST)
    crossing = Period(dt.date(2021, 12, 31), dt.date(2022, 1, 1))

    with pytest.raises(
        SendMetricsError,
        match=r"edition 1 is in force to 2021-12-31, edition 2 from 2022-01-01;"
        r" split the period into 2021-12-31\.\.2021-12-31 and 2022-01-01\.\.2022-01-01",
    ):
        calculate(f"{measure}_{stage}", records, period=crossing)


@pytest.mark.parametrize("stage", ["request", "assessment", "other_matters"])
def test_appeals_after_mediation_cannot_be_told_before_2022(stage: str) -> None:
    records = records_of(in_pandas, ehc_requests=ABOUT_THE_REQUEST)

    with pytest.raises(SendMetricsError, match="is in force from 2022-01-01"):
        calculate(
            f"appeals.after_mediation_about_{stage}",
            records,
            period=calendar_year(2021),
        )


def test_an_appeal_counts_on_the_day_the_tribunal_registered_it(spec: Spec) -> None:
    spec(
        """
        row        | registered_on
        -----------+--------------
        day before | 2023-12-31
        first day  | 2024-01-01
        last day   | 2024-12-31
        day after  | 2025-01-01
        no day     |
        """,
        "appeals.registered",
        period=YEAR,
        numerator={"first day", "last day"},
    )


DECISIONS = """
    row             | request_outcome | received_on | assessment_outcome | assessment_outcome_on | transferred_from
    ----------------+-----------------+-------------+--------------------+-----------------------+-----------------
    assess          | Y               | 2024-06-01  | A                  |                       | none
    open            | A               | 2024-06-01  | none               |                       | none
    withdrawn       | W               | 2024-06-01  | none               |                       | none
    refused before  | N               | 2023-12-31  | none               |                       | none
    refused first   | N               | 2024-01-01  | none               |                       | none
    refused last    | N               | 2024-12-31  | none               |                       | none
    refused after   | N               | 2025-01-01  | none               |                       | none
    refused, no day | N               |             | none               |                       | none
    issued          | Y               | 2024-01-01  | Y                  | 2024-05-20            | none
    no plan before  | Y               | 2023-09-01  | N                  | 2023-12-31            | none
    no plan first   | Y               | 2023-09-01  | N                  | 2024-01-01            | none
    no plan last    | Y               | 2024-09-01  | N                  | 2024-12-31            | none
    no plan after   | Y               | 2024-09-01  | N                  | 2025-01-01            | none
    no plan, no day | Y               | 2024-09-01  | N                  |                       | none
    begun in 2023   | H               |             | N                  | 2024-02-01            | none
    historical      | H               |             | H                  | 2024-02-01            | none
    moved in        | Y               | 2024-01-01  | N                  | 2024-02-01            | 210
    """


def test_refusals_to_assess_are_those_of_the_requests_received_in_the_year(
    spec: Spec,
) -> None:
    spec(
        DECISIONS,
        "appeals.refusals_to_assess",
        period=YEAR,
        numerator={"refused first", "refused last"},
        undetermined={"refused, no day"},
    )


def test_refusals_to_issue_are_the_published_assessments_that_ended_without_a_plan(
    spec: Spec,
) -> None:
    refused = {"no plan first", "no plan last", "begun in 2023"}
    spec(
        DECISIONS,
        "appeals.refusals_to_issue",
        period=YEAR,
        numerator=refused,
        excluded={"transferred in": {"moved in"}},
        undetermined={"no plan, no day"},
    )
    spec(
        DECISIONS,
        "ehcp.assessments_not_issued",
        period=YEAR,
        numerator=refused,
        denominator=refused | {"issued"},
        excluded={"transferred in": {"moved in"}},
        undetermined={"no plan, no day"},
    )


def test_plans_ceased_as_needs_are_met_or_for_another_reason_can_be_appealed(
    spec: Spec,
) -> None:
    spec(
        """
        row         | cease_reason | ceased_on
        ------------+--------------+-----------
        reason 1    | 1            | 2024-06-01
        reason 2    | 2            | 2024-06-01
        reason 3    | 3            | 2024-06-01
        reason 4    | 4            | 2024-06-01
        reason 5    | 5            | 2024-06-01
        reason 6    | 6            | 2024-06-01
        reason 7    | 7            | 2024-06-01
        reason 8    | 8            | 2024-06-01
        reason 9    | 9            | 2024-06-01
        not given   | unknown      | 2024-06-01
        not ceased  | none         |
        day before  | 2            | 2023-12-31
        first day   | 2            | 2024-01-01
        last day    | 9            | 2024-12-31
        day after   | 9            | 2025-01-01
        no day      | 2            |
        """,
        "appeals.cease_decisions",
        period=YEAR,
        numerator={"reason 2", "reason 9", "first day", "last day"},
        undetermined={"no day"},
    )
