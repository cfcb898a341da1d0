"""Young people on supported internships."""

import datetime as dt

from tests.spec.conftest import Spec


def test_an_intern_is_counted_from_the_first_day_with_the_host(spec: Spec) -> None:
    spec(
        """
        row            | started_on | ended_on   | age_at_start
        ---------------+------------+------------+-------------
        sixteen        | 2024-09-02 |            | 16
        twenty-five    | 2024-09-02 |            | 25
        fifteen        | 2024-09-02 |            | 15
        twenty-six     | 2024-09-02 |            | 26
        from that day  | 2024-09-30 |            | 18
        day after      | 2024-10-01 |            | 18
        until that day | 2024-09-02 | 2024-09-30 | 18
        until next day | 2024-09-02 | 2024-10-01 | 18
        no age         | 2024-09-02 |            |
        no start       |            |            | 18
        """,
        "pfa.supported_interns_hosted",
        as_at=dt.date(2024, 9, 30),
        numerator={"sixteen", "twenty-five", "from that day", "until next day"},
        undetermined={"no age", "no start"},
        shows="4",
    )
