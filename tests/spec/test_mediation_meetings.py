"""Mediation within 30 days of the family telling the authority that they wish it."""

import datetime as dt

from send_metrics import Period
from tests.spec.conftest import Spec

QUARTER = Period(dt.date(2025, 1, 1), dt.date(2025, 3, 31))


def test_a_meeting_on_day_30_is_in_time_and_one_on_day_31_is_late(spec: Spec) -> None:
    spec(
        """
        row          | requested_on | held_on    | declined_by_family | reference_on
        -------------+--------------+------------+--------------------+-------------
        due before   | 2024-12-01   | 2024-12-31 | no                 | 2025-04-30
        first due    | 2024-12-02   | 2025-01-01 | no                 | 2025-04-30
        day 30       | 2025-01-06   | 2025-02-05 | unknown            | 2025-04-30
        day 31       | 2025-01-06   | 2025-02-06 | no                 | 2025-04-30
        open, due    | 2025-01-06   |            | no                 | 2025-02-06
        open         | 2025-01-06   |            | no                 | 2025-02-05
        declined     | 2025-01-06   |            | yes                | 2025-04-30
        reversed     | 2025-01-06   | 2025-01-05 | no                 | 2025-04-30
        last due     | 2025-03-01   | 2025-03-31 | no                 | 2025-04-30
        due after    | 2025-03-02   | 2025-03-31 | no                 | 2025-04-30
        no day       |              | 2025-02-05 | no                 | 2025-04-30
        """,
        "mediation.held_within_30_days",
        period=QUARTER,
        numerator={"first due", "day 30", "last due"},
        denominator={"first due", "day 30", "last due", "day 31", "open, due"},
        excluded={"declined by the family": {"declined"}},
        undetermined={"open", "reversed", "no day"},
        shows="60.0",
    )


def test_an_agreement_on_some_matters_is_one(spec: Spec) -> None:
    spec(
        """
        row       | held_on    | agreement
        ----------+------------+-------------
        all       | 2025-01-01 | full
        some      | 2025-03-31 | partial
        nothing   | 2025-02-03 | no_agreement
        not known | 2025-02-03 | unknown
        too late  | 2025-04-01 | full
        not held  |            | none
        """,
        "mediation.agreement_reached",
        period=QUARTER,
        numerator={"all", "some"},
        denominator={"all", "some", "nothing"},
        undetermined={"not known"},
        shows="66.7",
    )
