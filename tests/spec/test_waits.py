# ruff: noqa: E501 - tables are drawn as wide as they are
"""Waits: children still waiting, children seen, and published hospital lists."""

import datetime as dt
from fractions import Fraction

import pytest
from attrs import evolve

from send_metrics import Records, calculate, calendar_year
from send_metrics.records.expressions import collected, days_between
from send_metrics.records.tables import SCHEMAS
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, canonical, drawn, records_of

AS_AT = dt.date(2025, 12, 31)
YEAR = calendar_year(2025)

REFERRALS = """
    row            | referred_on | first_contact_on | closed_on
    ---------------+-------------+------------------+-----------
    day 126        | 2025-08-27  |                  |
    day 127        | 2025-08-26  |                  |
    day 364        | 2025-01-01  |                  |
    day 365        | 2024-12-31  |                  |
    same day       | 2025-12-31  |                  |
    seen today     | 2025-08-26  | 2025-12-31       |
    seen later     | 2025-12-01  | 2026-01-01       |
    closed today   | 2025-08-26  |                  | 2025-12-31
    closed later   | 2025-12-01  |                  | 2026-01-01
    not yet sent   | 2026-01-01  |                  |
    no day         |             |                  |
    """
WAITING = {
    "day 126",
    "day 127",
    "day 364",
    "day 365",
    "same day",
    "seen later",
    "closed later",
}


def test_a_child_waits_from_the_referral_until_a_contact_or_the_end(
    spec: Spec,
) -> None:
    spec(
        REFERRALS,
        "waits.still_waiting",
        as_at=AS_AT,
        numerator=WAITING,
        undetermined={"no day"},
    )


def test_126_days_are_within_18_weeks_and_127_are_over(spec: Spec) -> None:
    spec(
        REFERRALS,
        "waits.over_18_weeks",
        as_at=AS_AT,
        numerator={"day 127", "day 364", "day 365"},
        denominator=WAITING,
        undetermined={"no day"},
    )


def test_364_days_are_within_52_weeks_and_365_are_over(spec: Spec) -> None:
    spec(
        REFERRALS,
        "waits.over_52_weeks",
        as_at=AS_AT,
        numerator={"day 365"},
        denominator=WAITING,
        undetermined={"no day"},
    )


def test_the_wait_so_far_is_counted_up_to_the_day(spec: Spec) -> None:
    spec(
        REFERRALS,
        "waits.still_waiting_weeks",
        as_at=AS_AT,
        numerator=WAITING,
        undetermined={"no day"},
        shows="[z]",
    )


@pytest.mark.parametrize(("children", "shows"), [(9, "[z]"), (10, "3.0")])
def test_no_median_is_given_for_fewer_than_ten(
    engine: Engine, children: int, shows: str
) -> None:
    rows = [f"{n} | 2025-12-10 |  | " for n in range(children)]
    drawing = "\n".join(["row | referred_on | first_contact_on | closed_on", "", *rows])

    figure = calculate(
        "waits.still_waiting_weeks",
        records_of(engine, referrals=drawing),
        as_at=AS_AT,
    )[0]

    assert figure.display == shows
    assert figure.count == children
    assert (figure.summary["p90_weeks"] is None) is (children < 10)


def test_the_wait_so_far_is_in_whole_days(engine: Engine) -> None:
    records = records_of(engine, referrals=REFERRALS)

    figure = calculate("waits.still_waiting_weeks", records, as_at=AS_AT)[0]

    assert dict(figure.state.spread) == {0: 1, 30: 2, 126: 1, 127: 1, 364: 1, 365: 1}


ACCEPTED = """
    row            | referred_on | accepted_on | first_contact_on | closed_on
    ---------------+-------------+-------------+------------------+-----------
    that day       | 2025-12-01  | 2025-12-31  |                  |
    day after      | 2025-12-01  | 2026-01-01  |                  |
    not accepted   | 2025-12-01  |             |                  |
    before it came | 2025-12-17  | 2025-12-10  |                  |
    seen today     | 2025-06-01  | 2025-06-08  | 2025-12-31       |
    seen later     | 2025-12-01  | 2025-12-08  | 2026-01-01       |
    closed today   | 2025-06-01  | 2025-06-08  |                  | 2025-12-31
    no day         |             | 2025-12-08  |                  |
    neither day    |             |             |                  |
    """
ACCEPTED_AND_WAITING = {"that day", "before it came", "seen later"}


def test_an_accepted_referral_counts_from_the_day_it_was_accepted(spec: Spec) -> None:
    spec(
        ACCEPTED,
        "waits.accepted_still_waiting",
        as_at=AS_AT,
        numerator=ACCEPTED_AND_WAITING,
        undetermined={"no day"},
    )


def test_the_wait_of_an_accepted_referral_is_counted_as_any_other(spec: Spec) -> None:
    spec(
        ACCEPTED,
        "waits.accepted_still_waiting_weeks",
        as_at=AS_AT,
        numerator=ACCEPTED_AND_WAITING,
        undetermined={"no day"},
        shows="[z]",
    )


def test_the_wait_of_an_accepted_referral_runs_from_the_referral(
    engine: Engine,
) -> None:
    records = records_of(engine, referrals=ACCEPTED)

    [figure] = calculate("waits.accepted_still_waiting_weeks", records, as_at=AS_AT)

    assert dict(figure.state.spread) == {14: 1, 30: 2}


def test_without_days_of_acceptance_nobody_can_say_who_was_accepted(
    engine: Engine,
) -> None:
    schema = SCHEMAS["referrals"]
    kept = tuple(c for c in schema.columns if c.name != "accepted_on")
    rows = canonical("referrals", drawn(REFERRALS))
    records = Records.from_frames(
        {"referrals": engine(evolve(schema, columns=kept), rows)}
    )
    asked = ("waits.accepted_still_waiting", "waits.accepted_still_waiting_weeks")

    for figure in calculate(asked, records, as_at=AS_AT):
        assert (figure.display, figure.missing) == ("[x]", "x")
        assert figure.missing_reason == "no source gives accepted_on of referrals"
    assert calculate("waits.still_waiting", records, as_at=AS_AT)[0].count == 7


SEEN = """
    row        | referred_on | first_contact_on
    -----------+-------------+-----------------
    two weeks  | 2025-01-01  | 2025-01-15
    first day  | 2024-12-18  | 2025-01-01
    last day   | 2025-12-17  | 2025-12-31
    same day   | 2025-06-01  | 2025-06-01
    day before | 2024-01-01  | 2024-12-31
    day after  | 2025-01-01  | 2026-01-01
    reversed   | 2025-02-01  | 2025-01-01
    no start   |             | 2025-01-01
    waiting    | 2025-01-01  |
    """


def test_those_seen_are_dated_by_their_first_contact(spec: Spec) -> None:
    spec(
        SEEN,
        "waits.seen_weeks",
        period=YEAR,
        numerator={"two weeks", "first day", "last day", "same day"},
        undetermined={"reversed", "no start"},
        shows="[z]",
    )


def test_the_wait_of_those_seen_is_in_whole_days(engine: Engine) -> None:
    records = records_of(engine, referrals=SEEN)

    figure = calculate("waits.seen_weeks", records, period=YEAR)[0]

    assert dict(figure.state.spread) == {0: 1, 14: 3}
    assert figure.undetermined == 2


@pytest.mark.parametrize(
    ("referred", "seen", "waited"),
    [
        ("2001-01-01", "2001-01-01", 0),
        ("2001-01-01", "2001-01-02", 1),
        ("1965-05-05", "1984-09-09", 7067),
        ("2002-02-02", "2002-02-04", 2),
        ("1976-07-07", "1995-10-10", 7034),
        ("1954-06-06", "2019-01-01", 23585),
    ],
)
def test_days_of_a_wait_are_those_of_nhs_englands_own_tests(
    engine: Engine, referred: str, seen: str, waited: int
) -> None:
    """Examples of the derivations of CSDS in its Reusable Code Library."""
    records = records_of(
        engine,
        referrals=f"row | referred_on | first_contact_on\n---\nA | {referred} | {seen}",
    )
    days = days_between("referred_on", "first_contact_on").alias("days")

    [row] = collected(records.rows("referrals").select(days))

    assert row["days"] == waited


def test_an_autism_referral_is_open_13_weeks_from_the_91st_day(spec: Spec) -> None:
    spec(
        """
        row         | referral_reason  | referred_on | first_contact_on | closed_on  | age_at_referral | hospital_spell
        ------------+------------------+-------------+------------------+------------+-----------------+---------------
        day 91      | suspected_autism | 2025-10-01  |                  |            | 17              | no
        day 90      | suspected_autism | 2025-10-02  |                  |            | 0               | no
        seen        | 25               | 2025-06-01  | 2025-07-01       |            | 9               | no
        closed      | suspected_autism | 2025-06-01  |                  | 2025-12-31 | 9               | no
        an adult    | suspected_autism | 2025-06-01  |                  |            | 18              | no
        no age      | suspected_autism | 2025-06-01  |                  |            |                 | no
        speech      | speech           | 2025-06-01  |                  |            | 9               | no
        hospital    | suspected_autism | 2025-06-01  |                  |            | 9               | yes
        first day   | suspected_autism | 2018-04-01  |                  |            | 9               | no
        too old     | suspected_autism | 2018-03-31  |                  |            | 9               | no
        """,
        "waits.autism_open_13_weeks",
        as_at=AS_AT,
        numerator={"day 91", "seen", "first day"},
        denominator={"day 91", "day 90", "seen", "first day"},
        excluded={"led to a stay in hospital": {"hospital"}},
        undetermined={"no age"},
    )


def bands(*counts: int, **columns: str) -> str:
    """Draw a list with a row for each weekly band that holds anybody."""
    other = "".join(f" | {name}" for name in columns)
    values = "".join(f" | {value}" for value in columns.values())
    lines = [
        f"{band} | {people} | 2026-01-31{values}"
        for band, people in enumerate(counts)
        if people
    ]
    return "\n".join([f"band | pathways | counted_on{other}", "----", *lines])


NEUROSURGERY = [
    *(10, 19, 16, 34, 12, 1, 27, 8, 18, 5, 5, 5, 2, 2, 11, 3, 13, 11, 4, 5, 6, 18, 9),
    *(37, 6, 4, 1, 0, 0, 1, 1, 2, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0),
    *(0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1),
]
"""Lancashire and South Cumbria, neurosurgery, January 2026 (NHS England, OGL v3)."""


def test_percentiles_inside_weekly_bands_are_those_nhs_england_published(
    engine: Engine,
) -> None:
    records = records_of(engine, waiting_list_bands=bands(*NEUROSURGERY))
    end_of_january = dt.date(2026, 1, 31)

    weeks = calculate("waits.rtt_weeks", records, as_at=end_of_january)[0]
    share = calculate("waits.rtt_within_18_weeks", records, as_at=end_of_january)[0]

    assert weeks.count == 308
    assert weeks.exact == Fraction("10.8")
    assert round(weeks.summary["p92_weeks"] or 0, 6) == 24.393333
    assert weeks.summary["mean_weeks"] is None
    assert (share.state.numerator, share.state.denominator) == (202, 308)


@pytest.mark.parametrize(("pathways", "median"), [(19, None), (20, 0.5)])
def test_no_percentile_is_given_below_20_pathways(
    engine: Engine, pathways: int, median: float | None
) -> None:
    records = records_of(engine, waiting_list_bands=bands(pathways))

    figure = calculate("waits.rtt_weeks", records, as_at=dt.date(2026, 1, 31))[0]

    assert figure.count == pathways
    assert figure.value == median
    assert figure.missing == ("z" if median is None else None)


LIST = """
    row            | band | pathways | counted_on | commissioner | part
    ---------------+------+----------+------------+--------------+-------------------
    week 17 to 18  | 17   | 30       | 2026-01-31 | 00Q          | incomplete
    week 18 to 19  | 18   | 10       | 2026-01-31 | 00Q          | incomplete
    no band        |      | 10       | 2026-01-31 | 00Q          | incomplete
    from abroad    | 3    | 5        | 2026-01-31 | NONC         | incomplete
    completed      | 3    | 7        | 2026-01-31 | 00Q          | completed_admitted
    day before     | 3    | 9        | 2026-01-30 | 00Q          | incomplete
    day after      | 3    | 9        | 2026-02-01 | 00Q          | incomplete
    """


def test_the_band_from_17_to_18_weeks_is_within_18_weeks_and_the_next_is_over(
    spec: Spec,
) -> None:
    spec(
        LIST,
        "waits.rtt_within_18_weeks",
        as_at=dt.date(2026, 1, 31),
        numerator={"week 17 to 18"},
        denominator={"week 17 to 18", "week 18 to 19"},
        excluded={"commissioned outside England": {"from abroad"}},
        undetermined={"no band"},
        shows="75.0",
    )


def test_the_median_wait_is_interpolated_inside_its_weekly_band(spec: Spec) -> None:
    """The 20th of 40 pathways is two thirds of the way through a band of 30."""
    spec(
        LIST,
        "waits.rtt_weeks",
        as_at=dt.date(2026, 1, 31),
        numerator={"week 17 to 18", "week 18 to 19"},
        excluded={"commissioned outside England": {"from abroad"}},
        undetermined={"no band"},
        shows="17.7",
    )


def test_lists_from_outside_england_leave_and_completed_pathways_are_outside(
    engine: Engine,
) -> None:
    records = records_of(
        engine,
        waiting_list_bands="""
            band | pathways | counted_on | commissioner | part
            -----+----------+------------+--------------+--------------------
            17   | 30       | 2026-01-31 | 00Q          | incomplete
            18   | 10       | 2026-01-31 | 00Q          | incomplete
            3    | 5        | 2026-01-31 | NONC         | incomplete
            3    | 7        | 2026-01-31 | 00Q          | completed_admitted
            3    | 9        | 2025-12-31 | 00Q          | incomplete
            """,
    )

    figure = calculate(
        "waits.rtt_within_18_weeks", records, as_at=dt.date(2026, 1, 31)
    )[0]

    assert (figure.state.numerator, figure.state.denominator) == (30, 40)
    assert dict(figure.excluded) == {"commissioned outside England": 5}


def test_a_wait_in_the_band_without_an_upper_edge_has_no_percentile(
    engine: Engine,
) -> None:
    records = records_of(engine, waiting_list_bands=bands(*[0] * 104, 40))

    figure = calculate("waits.rtt_weeks", records, as_at=dt.date(2026, 1, 31))[0]

    assert (figure.count, figure.value, figure.missing) == (40, None, "z")
    assert figure.missing_reason == "the wait falls into a band that has no upper edge"


FLOW = """
    row             | referred_on | first_contact_on | closed_on
    ----------------+-------------+------------------+-----------
    came first day  | 2025-01-01  |                  |
    came last day   | 2025-12-31  |                  |
    came before     | 2024-12-31  |                  |
    came after      | 2026-01-01  |                  |
    seen            | 2024-06-01  | 2025-01-01       |
    seen and closed | 2024-06-01  | 2025-12-31       | 2025-12-31
    seen too late   | 2024-06-01  | 2025-06-02       | 2025-06-01
    left            | 2024-06-01  |                  | 2025-12-31
    left before     | 2024-06-01  |                  | 2024-12-31
    no day          |             |                  |
    """


def test_a_referral_comes_in_on_the_day_it_is_received(spec: Spec) -> None:
    spec(
        FLOW,
        "waits.referrals_added",
        period=YEAR,
        numerator={"came first day", "came last day"},
        undetermined={"no day"},
    )


def test_a_child_is_seen_once_and_not_after_the_referral_was_closed(
    spec: Spec,
) -> None:
    spec(
        FLOW,
        "waits.referrals_seen",
        period=YEAR,
        numerator={"seen", "seen and closed"},
    )


def test_a_referral_leaves_unseen_if_no_contact_came_by_the_day_of_closing(
    spec: Spec,
) -> None:
    spec(
        FLOW,
        "waits.referrals_left_unseen",
        period=YEAR,
        numerator={"seen too late", "left"},
    )


def test_a_referral_that_was_declined_left_unseen_for_that_reason(spec: Spec) -> None:
    spec(
        """
        row                | first_contact_on | closed_on  | close_reason
        -------------------+------------------+------------+-------------
        declined first day |                  | 2025-01-01 | declined
        declined last day  |                  | 2025-12-31 | declined
        declined before    |                  | 2024-12-31 | declined
        rejected           |                  | 2025-06-01 | rejected
        seen and declined  | 2025-05-31       | 2025-06-01 | declined
        moved away         |                  | 2025-06-01 | moved_away
        no reason          |                  | 2025-06-01 | unknown
        open               |                  |            | none
        """,
        "waits.referrals_declined",
        period=YEAR,
        numerator={"declined first day", "declined last day", "rejected"},
        undetermined={"no reason"},
    )
