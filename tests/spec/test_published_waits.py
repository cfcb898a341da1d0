# ruff: noqa: E501 - tables are drawn as wide as they are
"""Published waits of children's community services and of diagnostic tests."""

import datetime as dt

import pytest

from send_metrics import calculate
from send_metrics.domain.wait_bands import CHS_SITREP, DM01, RTT, BandScheme
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

END_OF_OCTOBER = dt.date(2023, 10, 31)
END_OF_JANUARY = dt.date(2026, 1, 31)

COMMUNITY = """
    row              | scheme     | band | pathways | counted_on | part               | band_not_submitted
    -----------------+------------+------+----------+------------+--------------------+-------------------
    85 to 126 days   | chs_sitrep | 12   | 20       | 2023-10-31 | incomplete         | no
    127 to 364 days  | chs_sitrep | 18   | 15       | 2023-10-31 | incomplete         | no
    365 days or more | chs_sitrep | 52   | 5        | 2023-10-31 | incomplete         | no
    in no band       | chs_sitrep |      | 10       | 2023-10-31 | incomplete         | no
    band missing     | chs_sitrep |      | 8        | 2023-10-31 | incomplete         | yes
    of a hospital    | rtt        | 52   | 7        | 2023-10-31 | incomplete         | no
    of a test        | dm01       | 13   | 7        | 2023-10-31 | incomplete         | no
    no longer        | chs_sitrep | 52   | 7        | 2023-10-31 | completed_admitted | no
    day before       | chs_sitrep | 52   | 9        | 2023-10-30 | incomplete         | no
    day after        | chs_sitrep | 52   | 9        | 2023-11-01 | incomplete         | no
    """
ON_COMMUNITY_LISTS = {
    "85 to 126 days",
    "127 to 364 days",
    "365 days or more",
    "in no band",
}


def test_of_community_lists_the_two_longest_bands_are_over_18_weeks(spec: Spec) -> None:
    """The total on the list is the denominator: those in none of its bands are in it."""
    spec(
        COMMUNITY,
        "waits.community_over_18_weeks",
        as_at=END_OF_OCTOBER,
        numerator={"127 to 364 days", "365 days or more"},
        denominator=ON_COMMUNITY_LISTS,
        undetermined={"band missing"},
        shows="40.0",
    )


def test_of_community_lists_the_longest_band_is_over_52_weeks(spec: Spec) -> None:
    spec(
        COMMUNITY,
        "waits.community_over_52_weeks",
        as_at=END_OF_OCTOBER,
        numerator={"365 days or more"},
        denominator=ON_COMMUNITY_LISTS,
        undetermined={"band missing"},
        shows="10.0",
    )


def test_everybody_in_the_total_of_a_community_list_is_waiting(spec: Spec) -> None:
    spec(
        COMMUNITY,
        "waits.community_still_waiting",
        as_at=END_OF_OCTOBER,
        numerator={*ON_COMMUNITY_LISTS, "band missing"},
        shows="58",
    )


DIAGNOSTICS = """
    row             | scheme     | band | pathways | counted_on | service               | band_not_submitted
    ----------------+------------+------+----------+------------+-----------------------+-------------------
    35 to 41 days   | dm01       | 5    | 20       | 2026-01-31 | AUDIOLOGY_ASSESSMENTS | no
    42 to 48 days   | dm01       | 6    | 6        | 2026-01-31 | AUDIOLOGY_ASSESSMENTS | no
    84 to 90 days   | dm01       | 12   | 2        | 2026-01-31 | MRI                   | no
    91 days or more | dm01       | 13   | 2        | 2026-01-31 | AUDIOLOGY_ASSESSMENTS | no
    in no band      | dm01       |      | 10       | 2026-01-31 | MRI                   | no
    band missing    | dm01       |      | 3        | 2026-01-31 | MRI                   | yes
    of a hospital   | rtt        | 13   | 7        | 2026-01-31 | none                  | no
    of a service    | chs_sitrep | 18   | 7        | 2026-01-31 | Audiology             | no
    day before      | dm01       | 13   | 9        | 2026-01-30 | MRI                   | no
    """
WAITING_FOR_TESTS = {
    "35 to 41 days",
    "42 to 48 days",
    "84 to 90 days",
    "91 days or more",
    "in no band",
}


def test_42_days_are_six_weeks_or_more_and_41_are_not(spec: Spec) -> None:
    spec(
        DIAGNOSTICS,
        "waits.diagnostics_six_weeks_or_more",
        as_at=END_OF_JANUARY,
        numerator={"42 to 48 days", "84 to 90 days", "91 days or more"},
        denominator=WAITING_FOR_TESTS,
        undetermined={"band missing"},
        shows="25.0",
    )


def test_91_days_are_13_weeks_or_more_and_90_are_not(spec: Spec) -> None:
    spec(
        DIAGNOSTICS,
        "waits.diagnostics_13_weeks_or_more",
        as_at=END_OF_JANUARY,
        numerator={"91 days or more"},
        denominator=WAITING_FOR_TESTS,
        undetermined={"band missing"},
        shows="5.0",
    )


def test_everybody_in_the_total_of_a_diagnostic_list_is_waiting(spec: Spec) -> None:
    spec(
        DIAGNOSTICS,
        "waits.diagnostics_still_waiting",
        as_at=END_OF_JANUARY,
        numerator={*WAITING_FOR_TESTS, "band missing"},
        shows="43",
    )


def test_audiology_is_one_of_the_tests_that_waits_are_broken_down_by(
    engine: Engine,
) -> None:
    records = records_of(engine, waiting_list_bands=DIAGNOSTICS)
    kpi = "waits.diagnostics_six_weeks_or_more"

    shares = {
        dict(figure.by)["service"]: figure.display
        for figure in calculate(kpi, records, as_at=END_OF_JANUARY, by="service")
    }

    assert shares == {"AUDIOLOGY_ASSESSMENTS": "28.6", "MRI": "16.7"}


@pytest.mark.parametrize(
    ("scheme", "last_day", "edge"),
    [
        (RTT, 7, 1),
        (RTT, 126, 18),
        (RTT, 364, 52),
        (RTT, 728, 104),
        (DM01, 6, 1),
        (DM01, 41, 6),
        (DM01, 90, 13),
        (CHS_SITREP, 7, 1),
        (CHS_SITREP, 14, 2),
        (CHS_SITREP, 28, 4),
        (CHS_SITREP, 84, 12),
        (CHS_SITREP, 126, 18),
        (CHS_SITREP, 364, 52),
    ],
)
def test_each_scheme_draws_the_line_between_two_bands_on_a_day_of_its_own(
    scheme: BandScheme, last_day: int, edge: int
) -> None:
    assert edge in scheme.edges
    assert scheme.first_day(edge) == last_day + 1
    assert scheme.first_day(0) == 0


def test_a_publication_that_was_not_counted_is_unavailable_whatever_others_were(
    engine: Engine,
) -> None:
    records = records_of(engine, waiting_list_bands=DIAGNOSTICS)
    kpi = "waits.community_over_18_weeks"

    figure = calculate(kpi, records, as_at=dt.date(2026, 1, 30))[0]

    assert figure.missing == "x"
    assert figure.missing_reason == (
        "no list was counted on 2026-01-30; supplied: 2026-01-31"
    )
