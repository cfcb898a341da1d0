"""Where children with a plan learn: shares and counts of plans maintained on a day."""

import datetime as dt

import pytest

from send_metrics import calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

CENSUS = dt.date(2025, 1, 16)

SETTINGS = """
    row        | started_on | ceased_on  | placement_type
    -----------+------------+------------+---------------
    URN        | 2019-10-07 |            | URN
    UKPRN      | 2019-10-07 |            | UKPRN
    OLA        | 2019-10-07 |            | OLA
    OPA        | 2019-10-07 |            | OPA
    EHE        | 2019-10-07 |            | EHE
    EYP        | 2019-10-07 |            | EYP
    OTH        | 2019-10-07 |            | OTH
    NEET       | 2019-10-07 |            | NEET
    NIEC       | 2019-10-07 |            | NIEC
    NIEO       | 2019-10-07 |            | NIEO
    none       | 2019-10-07 |            | none
    not given  | 2019-10-07 |            | unknown
    starts it  | 2025-01-16 |            | URN
    too late   | 2025-01-17 |            | URN
    ended that | 2019-10-07 | 2025-01-16 | URN
    ends after | 2019-10-07 | 2025-01-17 | URN
    no start   |            |            | URN
    """
SETTING_GIVEN = {
    *("URN", "UKPRN", "OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO"),
    *("starts it", "ends after"),
}


def test_three_codes_say_that_a_young_person_is_not_in_education(spec: Spec) -> None:
    spec(
        SETTINGS,
        "placement.not_in_education",
        as_at=CENSUS,
        numerator={"NEET", "NIEC", "NIEO"},
        denominator=SETTING_GIVEN,
        undetermined={"no start"},
        shows="25.0",
    )


def test_three_codes_say_that_education_is_at_home_or_arranged(spec: Spec) -> None:
    spec(
        SETTINGS,
        "placement.home_or_arranged_education",
        as_at=CENSUS,
        numerator={"OLA", "OPA", "EHE"},
        denominator=SETTING_GIVEN,
        undetermined={"no start"},
        shows="25.0",
    )


def test_a_unit_or_resourced_provision_is_counted_of_plans_with_a_setting(
    spec: Spec,
) -> None:
    spec(
        """
        row        | started_on | ceased_on  | placement_type | provision
        -----------+------------+------------+----------------+--------------------
        unit       | 2019-10-07 |            | URN            | sen_unit
        resourced  | 2019-10-07 |            | URN            | resourced_provision
        neither    | 2019-10-07 |            | UKPRN          | neither
        not given  | 2019-10-07 |            | URN            | unknown
        no setting | 2019-10-07 |            | unknown        | unknown
        none       | 2019-10-07 |            | none           | unknown
        starts it  | 2025-01-16 |            | URN            | sen_unit
        too late   | 2025-01-17 |            | URN            | sen_unit
        ended that | 2019-10-07 | 2025-01-16 | URN            | sen_unit
        ends after | 2019-10-07 | 2025-01-17 | URN            | sen_unit
        no start   |            |            | URN            | sen_unit
        """,
        "placement.in_sen_unit_or_resourced_provision",
        as_at=CENSUS,
        numerator={"unit", "resourced", "starts it", "ends after"},
        denominator={
            *("unit", "resourced", "neither", "not given"),
            *("starts it", "ends after"),
        },
        undetermined={"no start"},
    )


def test_attending_as_named_compares_two_settings_that_both_have_a_number(
    spec: Spec,
) -> None:
    spec(
        """
        row           | started_on | ceased_on  | named_setting | attended_setting
        --------------+------------+------------+---------------+-----------------
        the same      | 2019-10-07 |            | 900001        | 900001
        another       | 2019-10-07 |            | 900001        | 900002
        none attended | 2019-10-07 |            | 900001        |
        none named    | 2019-10-07 |            |               | 900001
        neither       | 2019-10-07 |            |               |
        starts it     | 2025-01-16 |            | 900001        | 900001
        too late      | 2025-01-17 |            | 900001        | 900001
        ended that    | 2019-10-07 | 2025-01-16 | 900001        | 900001
        ends after    | 2019-10-07 | 2025-01-17 | 900001        | 900001
        no start      |            |            | 900001        | 900001
        """,
        "placement.attending_as_named",
        as_at=CENSUS,
        numerator={"the same", "starts it", "ends after"},
        denominator={"the same", "another", "starts it", "ends after"},
        undetermined={"none attended", "none named", "neither", "no start"},
    )


RESIDENTIAL = """
    row        | started_on | ceased_on  | residential
    -----------+------------+------------+------------
    A          | 2019-10-07 |            | A
    B          | 2019-10-07 |            | B
    none       | 2019-10-07 |            | none
    not given  | 2019-10-07 |            | unknown
    starts it  | 2025-01-16 |            | A
    too late   | 2025-01-17 |            | A
    ended that | 2019-10-07 | 2025-01-16 | A
    ends after | 2019-10-07 | 2025-01-17 | A
    no start   |            |            | A
    """


def test_residential_provision_is_counted_under_either_code(spec: Spec) -> None:
    spec(
        RESIDENTIAL,
        "placement.residential",
        as_at=CENSUS,
        numerator={"A", "B", "starts it", "ends after"},
        undetermined={"no start"},
    )


WORK_BASED = """
    row          | started_on | ceased_on  | work_based
    -------------+------------+------------+-----------
    apprentice   | 2019-10-07 |            | A
    trainee      | 2019-10-07 |            | T
    intern       | 2019-10-07 |            | S
    none         | 2019-10-07 |            | none
    not given    | 2019-10-07 |            | unknown
    starts it    | 2025-01-16 |            | T
    too late     | 2025-01-17 |            | T
    ended that   | 2019-10-07 | 2025-01-16 | T
    ends after   | 2019-10-07 | 2025-01-17 | T
    no start     |            |            | T
    """


def test_apprentices_trainees_and_supported_interns_learn_at_work(
    spec: Spec,
) -> None:
    spec(
        WORK_BASED,
        "placement.work_based",
        as_at=CENSUS,
        numerator={"apprentice", "trainee", "intern", "starts it", "ends after"},
        undetermined={"no start"},
    )


@pytest.mark.parametrize(
    ("kpi", "by", "drawing", "codes"),
    [
        ("placement.residential", "residential", RESIDENTIAL, {"A": 3, "B": 1}),
        ("placement.work_based", "work_based", WORK_BASED, {"A": 1, "T": 3, "S": 1}),
    ],
)
def test_the_codes_are_kept_apart_in_a_breakdown(
    engine: Engine, kpi: str, by: str, drawing: str, codes: dict[str, int]
) -> None:
    records = records_of(engine, ehc_plans=drawing)

    figures = calculate(kpi, records, as_at=CENSUS, by=by)

    assert {figure.by[by]: figure.count for figure in figures} == codes
