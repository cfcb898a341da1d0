"""Annual health checks of people with a learning disability."""

import datetime as dt

from tests.spec.conftest import Spec

END_OF_MARCH = dt.date(2026, 3, 31)

REGISTER = """
    row           | counted_on | age_group | checked     | people
    --------------+------------+-----------+-------------+-------
    checked       | 2026-03-31 | 14-17     | checked     | 6
    adult checked | 2026-03-31 | 18+       | checked     | 9
    not checked   | 2026-03-31 | 14-17     | not checked | 5
    declined      | 2026-03-31 | 18+       | declined    | 4
    age not known | 2026-03-31 | unknown   | checked     | 7
    day before    | 2026-03-30 | 14-17     | checked     | 7
    day after     | 2026-04-01 | 14-17     | checked     | 7
    """


def test_a_declined_check_leaves_the_published_rate(spec: Spec) -> None:
    """15 of 20 people who did not decline."""
    spec(
        REGISTER,
        "health.ld_annual_health_check_14plus",
        as_at=END_OF_MARCH,
        numerator={"checked", "adult checked"},
        denominator={"checked", "adult checked", "not checked"},
        excluded={"declined": {"declined"}},
        shows="75.0",
    )


def test_a_declined_check_is_none_where_the_whole_register_counts(spec: Spec) -> None:
    """15 of 24 people on the register."""
    spec(
        REGISTER,
        "health.ld_annual_health_check_14plus_of_register",
        as_at=END_OF_MARCH,
        numerator={"checked", "adult checked"},
        denominator={"checked", "adult checked", "not checked", "declined"},
        shows="62.5",
    )
