# ruff: noqa: E501 - tables are drawn as wide as they are
"""Waits that contacts tell: autism, and young people's mental health."""

import datetime as dt

from send_metrics import calendar_quarter
from tests.spec.conftest import Spec

MONTH_END = dt.date(2025, 12, 31)
QUARTER = calendar_quarter(2025, 1)


def test_91_days_are_open_13_weeks_and_seen_within_13_weeks_and_92_are_not_seen(
    spec: Spec,
) -> None:
    """NHS England's code has the 91st day on both sides; day 90 is neither."""
    spec(
        """
        row          | referred_on | age_at_referral
        -------------+-------------+----------------
        seen day 91  | 2025-06-01  | 9
        seen day 92  | 2025-06-01  | 9
        open day 91  | 2025-10-01  | 9
        open day 90  | 2025-10-02  | 9
        never seen   | 2025-06-01  | 9
        """,
        "waits.autism_seen_within_13_weeks",
        as_at=MONTH_END,
        contacts="""
        row          | contact_on
        -------------+-----------
        seen day 91  | 2025-08-31
        seen day 92  | 2025-09-01
        open day 91  | 2025-10-15
        open day 90  | 2025-10-15
        """,
        numerator={"seen day 91", "open day 91"},
        denominator={"seen day 91", "seen day 92", "open day 91", "never seen"},
        shows="50.0",
    )


def test_only_an_attended_contact_face_to_face_or_by_video_is_a_first_appointment(
    spec: Spec,
) -> None:
    spec(
        """
        row           | referred_on | age_at_referral
        --------------+-------------+----------------
        face to face  | 2025-06-01  | 9
        video         | 2025-06-01  | 9
        telemedicine  | 2025-06-01  | 9
        telephone     | 2025-06-01  | 9
        not attended  | 2025-06-01  | 9
        cancelled     | 2025-06-01  | 9
        before it     | 2025-06-01  | 9
        second try    | 2025-06-01  | 9
        """,
        "waits.autism_seen_within_13_weeks",
        as_at=MONTH_END,
        contacts="""
        row           | contact_on | attendance            | mechanism
        --------------+------------+-----------------------+-------------
        face to face  | 2025-06-01 | attended              | face_to_face
        video         | 2025-06-01 | attended              | video
        telemedicine  | 2025-06-01 | attended              | telemedicine
        telephone     | 2025-06-01 | attended              | telephone
        not attended  | 2025-06-01 | did_not_attend        | face_to_face
        cancelled     | 2025-06-01 | cancelled_by_provider | face_to_face
        before it     | 2025-05-31 | attended              | face_to_face
        second try    | 2025-05-31 | attended              | face_to_face
        second try    | 2025-06-02 | attended              | video
        """,
        numerator={"face to face", "video", "telemedicine", "second try"},
        denominator={
            *("face to face", "video", "telemedicine", "second try"),
            *("telephone", "not attended", "cancelled", "before it"),
        },
    )


def test_no_first_contact_yet_is_none_face_to_face_or_by_video(spec: Spec) -> None:
    """NHS England looks back: a contact after the month takes a referral out too."""
    spec(
        """
        row          | referred_on | age_at_referral | hospital_spell
        -------------+-------------+-----------------+---------------
        day 91       | 2025-10-01  | 17              | no
        day 90       | 2025-10-02  | 9               | no
        an adult     | 2025-10-01  | 18              | no
        no age       | 2025-06-01  |                 | no
        in hospital  | 2025-06-01  | 9               | yes
        that day     | 2025-06-01  | 9               | no
        day before   | 2025-06-01  | 9               | no
        late         | 2025-06-01  | 9               | no
        looking back | 2025-06-01  | 9               | no
        telephone    | 2025-06-01  | 9               | no
        not attended | 2025-06-01  | 9               | no
        """,
        "waits.autism_open_13_weeks_no_contact",
        as_at=MONTH_END,
        contacts="""
        row          | contact_on | attendance     | mechanism
        -------------+------------+----------------+-------------
        that day     | 2025-06-01 | attended       | video
        day before   | 2025-05-31 | attended       | face_to_face
        late         | 2025-12-31 | attended       | face_to_face
        looking back | 2026-01-01 | attended       | face_to_face
        telephone    | 2025-06-02 | attended       | telephone
        not attended | 2025-06-02 | did_not_attend | face_to_face
        """,
        numerator={"day 91", "day before", "telephone", "not attended"},
        denominator={
            *("day 91", "day before", "telephone", "not attended"),
            *("that day", "late", "looking back"),
        },
        excluded={"led to a stay in hospital": {"in hospital"}},
        undetermined={"no age"},
        shows="57.1",
    )


def test_a_referral_that_ended_in_the_month_is_open_in_it(spec: Spec) -> None:
    """One that the source stopped telling of was not submitted for the next month."""
    spec(
        """
        row               | referred_on | closed_on  | close_reason  | age_at_referral | hospital_spell | further_team | referral_reason
        ------------------+-------------+------------+---------------+-----------------+----------------+--------------+-----------------
        first of month    | 2025-06-01  | 2025-12-01 | assessed      | 9               | no             | no           | suspected_autism
        last of before    | 2025-06-01  | 2025-11-30 | assessed      | 9               | no             | no           | suspected_autism
        told no more      | 2025-06-01  | 2025-12-01 | not_submitted | 9               | no             | no           | suspected_autism
        ended on day 91   | 2025-09-01  | 2025-12-01 | assessed      | 9               | no             | no           | suspected_autism
        ended on day 90   | 2025-09-02  | 2025-12-01 | assessed      | 9               | no             | no           | suspected_autism
        another team      | 2025-06-01  |            | none          | 9               | no             | yes          | suspected_autism
        in hospital       | 2025-06-01  |            | none          | 9               | yes            | no           | suspected_autism
        aged 17           | 2025-06-01  |            | none          | 17              | no             | no           | 25
        aged 18           | 2025-06-01  |            | none          | 18              | no             | no           | suspected_autism
        no age            | 2025-06-01  |            | none          |                 | no             | no           | suspected_autism
        first day counted | 2018-04-01  |            | none          | 9               | no             | no           | suspected_autism
        too old           | 2018-03-31  |            | none          | 9               | no             | no           | suspected_autism
        speech            | 2025-06-01  |            | none          | 9               | no             | no           | speech
        """,
        "waits.autism_seen_within_13_weeks",
        as_at=MONTH_END,
        contacts="""
        row            | contact_on
        ---------------+-----------
        first of month | 2025-07-01
        """,
        numerator={"first of month"},
        denominator={
            *("first of month", "ended on day 91", "aged 17", "first day counted"),
        },
        excluded={"led to a stay in hospital": {"in hospital"}},
        undetermined={"no age"},
    )


SPELLS = """
    row        | scope       | started_on | first_contact_on | stopped_on | age_at_referral
    -----------+-------------+------------+------------------+------------+----------------
    day 28     | in scope    | 2025-01-01 | 2025-01-29       | 2025-01-29 | 9
    day 29     | in scope    | 2025-01-01 | 2025-01-30       | 2025-01-30 | 17
    first day  | in scope    | 2025-01-01 | 2025-01-01       | 2025-01-01 | 9
    last day   | in scope    | 2025-01-01 | 2025-01-02       | 2025-03-31 | 9
    day before | in scope    | 2024-12-01 | 2024-12-30       | 2024-12-31 | 9
    day after  | in scope    | 2025-01-01 | 2025-01-30       | 2025-04-01 | 9
    contact    | in scope    | 2025-01-01 | 2025-01-15       |            | 9
    nothing    | in scope    | 2025-01-01 |                  |            | 9
    an adult   | in scope    | 2025-01-01 | 2025-01-15       | 2025-01-15 | 18
    no age     | in scope    | 2025-01-01 | 2025-01-15       | 2025-01-15 |
    no start   | in scope    |            | 2025-01-15       | 2025-01-15 | 9
    too early  | in scope    | 2015-12-31 | 2025-01-15       | 2025-01-15 | 9
    from 2016  | in scope    | 2016-01-01 | 2025-01-15       | 2025-01-15 | 9
    crisis     | crisis team | 2025-01-01 | 2025-01-15       | 2025-01-15 | 9
    speech     | not mental health | 2025-01-01 | 2025-01-15 | 2025-01-15 | 9
    not told   | unknown     | 2025-01-01 | 2025-01-15       | 2025-01-15 | 9
    """


def test_help_on_the_28th_day_is_within_four_weeks_and_on_the_29th_is_not(
    spec: Spec,
) -> None:
    """Help is complete with the last of contact, baseline outcome and care plan."""
    spec(
        SPELLS,
        "waits.cyp_mental_health_within_4_weeks",
        period=QUARTER,
        numerator={"day 28", "first day"},
        denominator={"day 28", "day 29", "first day", "last day", "from 2016"},
        excluded={"to a crisis team": {"crisis"}},
        undetermined={"no age", "no start", "not told"},
        shows="40.0",
    )


def test_the_weeks_to_help_are_of_those_who_got_it_in_the_period(spec: Spec) -> None:
    spec(
        SPELLS,
        "waits.cyp_mental_health",
        period=QUARTER,
        numerator={"day 28", "day 29", "first day", "last day", "from 2016"},
        excluded={"to a crisis team": {"crisis"}},
        undetermined={"no age", "no start", "not told"},
        shows="[z]",
    )


def test_a_first_contact_alone_is_another_and_local_figure(spec: Spec) -> None:
    spec(
        SPELLS,
        "waits.cyp_mental_health_first_contact_within_4_weeks",
        period=QUARTER,
        numerator={"day 28", "first day", "last day", "contact"},
        denominator={
            *("day 28", "first day", "last day", "contact"),
            *("day 29", "day after", "from 2016"),
        },
        excluded={"to a crisis team": {"crisis"}},
        undetermined={"no age", "no start", "not told"},
    )


def test_the_way_to_an_outcome_begins_with_the_first_referral(spec: Spec) -> None:
    spec(
        """
        row       | pathway | started_on | outcome_on
        ----------+---------+------------+-----------
        first day | autism  | 2024-01-01 | 2025-01-01
        last day  | adhd    | 2024-01-01 | 2025-03-31
        same day  | autism  | 2025-02-01 | 2025-02-01
        before    | autism  | 2024-01-01 | 2024-12-31
        after     | autism  | 2024-01-01 | 2025-04-01
        none yet  | autism  | 2024-01-01 |
        reversed  | autism  | 2025-02-02 | 2025-02-01
        no start  | autism  |            | 2025-02-01
        """,
        "waits.autism_end_to_end",
        period=QUARTER,
        numerator={"first day", "last day", "same day"},
        undetermined={"reversed", "no start"},
        shows="[z]",
    )


def test_a_family_has_heard_lately_up_to_the_56th_day(spec: Spec) -> None:
    spec(
        """
        row           | referred_on | first_contact_on | closed_on | opted_out
        --------------+-------------+------------------+-----------+----------
        day 56        | 2025-06-01  |                  |           | no
        day 57        | 2025-06-01  |                  |           | no
        same day      | 2025-06-01  |                  |           | no
        text          | 2025-06-01  |                  |           | no
        not told      | 2025-06-01  |                  |           | no
        missed        | 2025-06-01  |                  |           | no
        later         | 2025-06-01  |                  |           | no
        never         | 2025-06-01  |                  |           | no
        behind it     | 2025-06-01  |                  |           | no
        waits 127     | 2025-08-26  |                  |           | no
        waits 126     | 2025-08-27  |                  |           | no
        was seen      | 2025-06-01  | 2025-07-01       |           | no
        no contact    | 2025-06-01  |                  |           | yes
        """,
        "waits.waiting_well_contact",
        as_at=MONTH_END,
        contacts="""
        row       | contact_on | attendance      | mechanism
        ----------+------------+-----------------+-------------
        day 56    | 2025-11-05 | attended        | telephone
        day 57    | 2025-11-04 | attended        | telephone
        same day  | 2025-12-31 | attended        | telephone
        text      | 2025-12-01 | unknown         | text_message
        not told  | 2025-12-01 | attended        | unknown
        missed    | 2025-12-01 | did_not_attend  | face_to_face
        later     | 2026-01-01 | attended        | telephone
        behind it | 2025-12-01 | unknown         | indirect
        waits 126 | 2025-12-01 | attended        | telephone
        was seen  | 2025-12-01 | attended        | telephone
        """,
        numerator={"day 56", "same day", "text", "not told"},
        denominator={
            *("day 56", "same day", "text", "not told", "day 57", "missed", "later"),
            *("never", "behind it", "waits 127"),
        },
        excluded={"asked not to be contacted": {"no contact"}},
    )
