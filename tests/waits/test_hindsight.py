# ruff: noqa: E501 - tables are drawn as wide as they are
"""What was known at the end of a period, and what later submissions told of it."""

import datetime as dt
import json

import pytest

from send_metrics import Records, calculate, calendar_month, merge, show_working
from send_metrics.errors import MergeError, RecordsError
from tests.spec.drawing import ENGINES, Engine, records_of

JUNE, JULY = dt.date(2025, 6, 30), dt.date(2025, 7, 31)

REFERRALS = """
    row            | service | provider | referred_on | first_contact_on | closed_on  | submitted_on | age_at_referral
    ---------------+---------+----------+-------------+------------------+------------+--------------+----------------
    closed late    | speech  | X        | 2025-06-01  |                  |            | 2025-06-30   | 9
    closed late    | speech  | X        | 2025-06-01  |                  | 2025-06-20 | 2025-07-31   | 9
    seen late      | speech  | X        | 2025-06-01  |                  |            | 2025-06-30   | 9
    seen late      | speech  | X        | 2025-06-01  | 2025-06-25       |            | 2025-07-31   | 9
    told late      | speech  | X        | 2025-06-01  |                  |            | 2025-07-31   | 9
    unchanged      | speech  | X        | 2025-06-01  |                  |            | 2025-06-30   | 9
    unchanged      | speech  | X        | 2025-06-01  |                  |            | 2025-07-31   | 9
    of no month    | speech  | X        | 2025-06-01  |                  |            |              | 9
    """


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def test_with_hindsight_the_last_submission_says_who_waited(engine: Engine) -> None:
    records = records_of(engine, referrals=REFERRALS)

    figure = calculate("waits.still_waiting", records, as_at=JUNE)[0]

    assert figure.count == 3
    assert "known_on" not in figure.to_dict()


def test_without_hindsight_those_wait_that_the_submissions_had_waiting(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=REFERRALS)

    june, july = calculate(
        "waits.still_waiting", records, as_at=[JUNE, JULY], hindsight=False
    )

    assert (june.count, july.count) == (4, 3)
    assert june.to_dict()["known_on"] == "2025-06-30"


def test_each_period_is_told_as_it_was_known_at_its_own_end() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)
    months = [calendar_month(2025, 6), calendar_month(2025, 7)]

    known = calculate("waits.referrals_seen", records, period=months, hindsight=False)
    told = calculate("waits.referrals_seen", records, period=months)

    assert [figure.count for figure in known] == [0, 0]
    assert [figure.count for figure in told] == [1, 0]


def test_the_working_is_of_the_rows_that_were_known() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS).as_known_on(JUNE)

    worked = show_working("waits.still_waiting", records, as_at=JUNE)

    assert "told late" not in set(worked["referral_id"])
    assert len(worked) == 4


def test_a_contact_that_was_submitted_later_was_not_known(engine: Engine) -> None:
    records = records_of(
        engine,
        referrals="""
        row | provider | referred_on | age_at_referral | submitted_on
        ----+----------+-------------+-----------------+-------------
        one | X        | 2025-03-01  | 9               | 2025-06-30
        """,
        contacts="""
        row | contact_id | contact_on | submitted_on
        ----+------------+------------+-------------
        one | c          | 2025-05-01 | 2025-07-31
        """,
    )
    kpi = "waits.autism_seen_within_13_weeks"

    told = calculate(kpi, records, as_at=JUNE)[0]
    known = calculate(kpi, records, as_at=JUNE, hindsight=False)[0]

    assert (told.display, known.display) == ("100.0", "0.0")


def test_a_figure_with_hindsight_merges_with_no_other() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)
    told = calculate("waits.still_waiting", records, as_at=JUNE)
    known = calculate("waits.still_waiting", records, as_at=JUNE, hindsight=False)

    with pytest.raises(MergeError, match="differ in hindsight: with hindsight and as"):
        merge(told, known)

    assert merge(known, known)[0].known_on == JUNE


def test_records_that_name_no_submission_cannot_say_what_was_known() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "referral_id": ["a"],
            "person_id": ["p"],
            "service": ["speech"],
            "provider": ["X"],
            "area": ["East"],
            "referred_on": pd.to_datetime(["2025-06-01"]),
            "accepted_on": pd.NaT,
            "first_contact_on": pd.NaT,
            "closed_on": pd.NaT,
        }
    )
    records = Records.from_frames({"referrals": frame})

    figure = calculate("waits.still_waiting", records, as_at=JUNE, hindsight=False)[0]

    assert figure.missing == "x"
    assert figure.missing_reason == "no source says when referrals were submitted"
    assert json.loads(json.dumps(figure.to_dict()))["known_on"] == "2025-06-30"


def test_records_as_known_on_different_days_are_not_joined() -> None:
    records = records_of(ENGINES["pandas"], referrals=REFERRALS)

    with pytest.raises(RecordsError, match="known on different days"):
        Records.joined([records, records.as_known_on(JUNE)])
    joined = Records.joined([records.as_known_on(JUNE), records.as_known_on(JUNE)])
    assert joined.known_on == JUNE
