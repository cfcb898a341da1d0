# ruff: noqa: E501 - tables are drawn as wide as they are
"""Staff of the EHC service, in hundredths of a full-time equivalent (FTE).

The formulas are DfE's for children's social workers: turnover is leavers by those in post
at the end, the vacancy rate vacant posts by all posts. Everything else is local.
"""

import datetime as dt

import pytest

from send_metrics import Period, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

DAY = dt.date(2024, 9, 30)
YEAR = Period(dt.date(2023, 10, 1), dt.date(2024, 9, 30))

POSTS = """
    row            | role                 | status | fte_hundredths | started_on | ended_on
    ---------------+----------------------+--------+----------------+------------+-----------
    coordinator    | coordinator          | filled | 100            | 2020-01-06 |
    three days     | ehc_team             | filled | 60             | 2020-01-06 |
    from that day  | coordinator          | filled | 100            | 2024-09-30 |
    day after      | coordinator          | filled | 100            | 2024-10-01 |
    until that day | coordinator          | filled | 100            | 2020-01-06 | 2024-09-30
    until next day | coordinator          | filled | 40             | 2020-01-06 | 2024-10-01
    agency         | coordinator          | agency | 50             | 2024-04-01 |
    vacant         | ehc_team             | vacant | 50             | 2024-04-01 |
    frozen         | ehc_team             | frozen | 80             | 2024-04-01 |
    no start       | coordinator          | filled | 100            |            |
    teacher        | other                | filled | 100            | 2020-01-06 |
    expert         | expert_by_experience | filled | 20             | 2024-06-03 |
    expert to come | expert_by_experience | vacant | 20             | 2024-06-03 |
    expert later   | expert_by_experience | filled | 20             | 2024-10-01 |
    """
IN_POST = {"coordinator", "three days", "from that day", "until next day"}


def test_experts_by_experience_are_counted_as_people_while_in_post(spec: Spec) -> None:
    spec(
        POSTS,
        "workforce.experts_by_experience",
        as_at=DAY,
        numerator={"expert"},
        shows="1",
    )


def test_staff_in_post_are_added_up_in_hundredths_of_fte(spec: Spec) -> None:
    """The first day in post is in, the first day no longer in it is not: 3.00 FTE."""
    spec(
        POSTS,
        "workforce.fte_in_post",
        as_at=DAY,
        numerator=IN_POST,
        undetermined={"no start"},
        shows="300",
    )


def test_a_post_that_only_an_agency_worker_covers_is_vacant(spec: Spec) -> None:
    """Vacant are 1.00 of 4.00 FTE; the frozen post is left out."""
    spec(
        POSTS,
        "workforce.vacancy_rate",
        as_at=DAY,
        numerator={"agency", "vacant"},
        denominator={*IN_POST, "agency", "vacant"},
        excluded={"frozen": {"frozen"}},
        undetermined={"no start"},
        shows="25.0",
    )


def test_agency_workers_are_a_share_of_those_who_work(spec: Spec) -> None:
    spec(
        POSTS,
        "workforce.agency_rate",
        as_at=DAY,
        numerator={"agency"},
        denominator={*IN_POST, "agency"},
        undetermined={"no start"},
        shows="14.3",
    )


MOVES = """
    row        | role        | fte_hundredths | joined_on  | left_on    | leaving_reason
    -----------+-------------+----------------+------------+------------+-----------------
    day before | coordinator | 100            | 2020-01-06 | 2023-09-30 | resigned
    first day  | coordinator | 100            | 2020-01-06 | 2023-10-01 | resigned
    last day   | ehc_team    | 50             | 2020-01-06 | 2024-09-30 | retired
    day after  | coordinator | 100            | 2020-01-06 | 2024-10-01 | retired
    within     | coordinator | 100            | 2020-01-06 | 2024-05-01 | moved_within
    no reason  | coordinator | 30             | 2020-01-06 | 2024-05-01 | unknown
    teacher    | other       | 100            | 2020-01-06 | 2024-05-01 | resigned
    stays      | coordinator | 100            | 2020-01-06 |            | none
    """


def test_leavers_are_those_whose_first_day_away_is_in_the_period(spec: Spec) -> None:
    spec(
        MOVES,
        "workforce.leavers",
        period=YEAR,
        numerator={"first day", "last day", "no reason"},
        excluded={"moved within": {"within"}},
        shows="180",
    )


def test_turnover_is_leavers_by_those_in_post_when_the_period_ends(rate: Spec) -> None:
    """1.80 FTE left, and 3.00 FTE were in post on 30 September 2024."""
    rate(
        "workforce.turnover",
        period=YEAR,
        workforce_moves=MOVES,
        workforce_posts=POSTS,
        sums=(180, 300),
        shows="60.0",
    )


def test_the_formulas_give_what_dfe_published_of_social_workers(
    engine: Engine,
) -> None:
    """England, 2023: 5,254.6 FTE left and 33,119.1 were in post.

    Of 7,722.7 FTE that no employee held, agency workers are taken to cover 7,173.5.
    """
    records = records_of(
        engine,
        workforce_posts="""
        row     | role        | status | fte_hundredths | started_on
        --------+-------------+--------+----------------+-----------
        in post | coordinator | filled | 3311910        | 2020-01-06
        agency  | coordinator | agency | 717350         | 2020-01-06
        vacant  | coordinator | vacant | 54920          | 2020-01-06
        """,
        workforce_moves="""
        row     | role        | fte_hundredths | left_on    | leaving_reason
        --------+-------------+----------------+------------+---------------
        leavers | coordinator | 525460         | 2023-06-01 | resigned
        """,
    )
    year = Period(dt.date(2022, 10, 1), dt.date(2023, 9, 30))

    shown = {
        name: calculate(f"workforce.{name}", records, period=year)[0].display
        for name in ("turnover", "vacancy_rate", "agency_rate")
    }

    assert shown == {"turnover": "15.9", "vacancy_rate": "18.9", "agency_rate": "17.8"}


def test_a_starter_who_leaves_on_day_364_has_not_stayed_a_year(spec: Spec) -> None:
    """Those who joined from 1 October 2022 had their 365 days from 1 October 2023."""
    spec(
        """
        row            | role        | joined_on  | left_on    | leaving_reason
        ---------------+-------------+------------+------------+-----------------
        too early      | coordinator | 2022-09-30 |            | none
        first day      | coordinator | 2022-10-01 |            | none
        day 364        | coordinator | 2022-10-01 | 2023-09-30 | resigned
        day 365        | coordinator | 2022-10-01 | 2023-10-01 | resigned
        moved          | coordinator | 2022-10-01 | 2023-09-30 | moved_within
        term ended     | coordinator | 2022-10-01 | 2023-09-30 | fixed_term_ended
        term ended 365 | coordinator | 2022-10-01 | 2023-10-01 | fixed_term_ended
        last day       | ehc_team    | 2023-10-01 |            | none
        too late       | coordinator | 2023-10-02 |            | none
        teacher        | other       | 2023-01-09 |            | none
        no day         | coordinator |            |            | none
        """,
        "workforce.retention_12_months",
        period=YEAR,
        numerator={"first day", "day 365", "term ended 365", "last day"},
        denominator={
            *("first day", "day 364", "day 365", "moved", "term ended 365", "last day"),
        },
        excluded={"fixed term ended": {"term ended"}},
        undetermined={"no day"},
        shows="66.7",
    )


def test_who_joined_in_a_role_of_a_programme_counts_towards_its_target(
    spec: Spec,
) -> None:
    spec(
        """
        row        | role        | programme | joined_on  | joined_from
        -----------+-------------+-----------+------------+------------
        day before | coordinator | everyone  | 2023-09-30 | outside
        first day  | coordinator | everyone  | 2023-10-01 | outside
        within     | other       | everyone  | 2024-09-30 | within
        day after  | coordinator | everyone  | 2024-10-01 | outside
        old role   | coordinator | none      | 2024-05-01 | outside
        not said   | coordinator | unknown   | 2024-05-01 | outside
        no day     | coordinator | everyone  |            | outside
        """,
        "workforce.recruitment_vs_target",
        period=YEAR,
        numerator={"first day", "within"},
        undetermined={"not said", "no day"},
        shows="2",
    )


def test_an_induction_counts_once_it_is_due_whether_completed_or_not(
    spec: Spec,
) -> None:
    spec(
        """
        row             | role        | joined_on  | induction_due_on | induction_completed_on | left_on
        ----------------+-------------+------------+------------------+------------------------+-----------
        done            | coordinator | 2024-06-03 | 2024-09-02       | 2024-08-01             |
        done that day   | coordinator | 2024-06-03 | 2024-09-30       | 2024-09-30             |
        done day after  | coordinator | 2024-06-03 | 2024-09-30       | 2024-10-01             |
        not done        | coordinator | 2024-06-03 | 2024-09-02       |                        |
        due next day    | coordinator | 2024-06-03 | 2024-10-01       | 2024-08-01             |
        left that day   | coordinator | 2024-06-03 | 2024-09-02       |                        | 2024-09-02
        left day after  | coordinator | 2024-06-03 | 2024-09-02       |                        | 2024-09-03
        none is due     | coordinator | 2024-06-03 |                  |                        |
        """,
        "workforce.academy_completion",
        as_at=DAY,
        numerator={"done", "done that day"},
        denominator={
            *("done", "done that day", "done day after", "not done", "left day after"),
        },
        excluded={"left before it was due": {"left that day"}},
        shows="40.0",
    )


CASELOADS = """
    row          | counted_on | team  | plans | assessments | available_fte_hundredths
    -------------+------------+-------+-------+-------------+-------------------------
    full time    | 2024-09-30 | north | 180   | 20          | 100
    three days   | 2024-09-30 | north | 100   | 11          | 60
    long absence | 2024-09-30 | south | 150   | 0           | 0
    nobody's     | 2024-09-30 | south | 9     | 10          | 0
    month before | 2024-08-31 | north | 500   | 500         | 100
    """


def test_every_case_is_divided_among_the_coordinators_who_are_there(
    spec: Spec,
) -> None:
    """480 cases and 1.60 FTE: 300 cases each."""
    spec(
        CASELOADS,
        "workforce.cases_per_coordinator",
        as_at=DAY,
        numerator={"full time", "three days", "long absence", "nobody's"},
        shows="300.0",
    )


@pytest.mark.parametrize(("team", "shows"), [("north", "194.4"), ("south", "[z]")])
def test_a_team_without_anybody_has_no_caseload(
    engine: Engine, team: str, shows: str
) -> None:
    records = records_of(engine, caseload_assignments=CASELOADS)

    figures = calculate(
        "workforce.cases_per_coordinator", records, as_at=DAY, by="team"
    )

    assert {f.by["team"]: f.display for f in figures}[team] == shows


def test_a_day_on_which_no_cases_were_counted_has_no_caseload(engine: Engine) -> None:
    records = records_of(engine, caseload_assignments=CASELOADS)

    figure = calculate(
        "workforce.cases_per_coordinator", records, as_at=dt.date(2024, 9, 29)
    )[0]

    assert figure.missing_reason == (
        "no list was counted on 2024-09-29; supplied: 2024-08-31, 2024-09-30"
    )
