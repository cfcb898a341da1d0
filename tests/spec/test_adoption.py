"""Schools that take part in the attendance tool: signed up, submitting, every day.

The day asked of is Friday, 14 March 2025; the 14 days begin on Saturday, 1 March.
"""

import datetime as dt

import pytest

from send_metrics import calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

DAY = dt.date(2025, 3, 14)

SCHOOLS = """
    row          | phase                 | opened_on  | closed_on
    -------------+-----------------------+------------+-----------
    submits      | primary               | 1999-09-01 |
    long ago     | secondary             | 1999-09-01 |
    never        | special               |            |
    all ages     | all-through           |            |
    closed then  | primary               |            | 2025-03-14
    closes next  | primary               |            | 2025-03-15
    opens then   | primary               | 2025-03-14 |
    opens next   | primary               | 2025-03-15 |
    no phase     | unknown               |            |
    unit         | alternative provision |            |
    private      | independent           |            |
    """


def test_a_school_submits_if_it_delivered_in_the_last_14_days(spec: Spec) -> None:
    """The first of the days is in; a school that never signed up is counted as well."""
    spec(
        SCHOOLS,
        "schools.attendance_tool_adoption",
        as_at=DAY,
        tool_adoption="""
        row         | signed_up_on | delivered_on | sessions
        ------------+--------------+--------------+---------
        submits     | 2024-09-02   | 2025-03-01   | 2
        long ago    | 2024-09-02   | 2025-02-28   | 2
        all ages    | 2024-09-02   |              |
        closes next |              | 2025-03-14   |
        opens then  |              | 2025-03-15   | 2
        closed then |              | 2025-03-13   | 2
        no phase    |              | 2025-03-13   | 2
        private     |              | 2025-03-13   | 2
        elsewhere   |              | 2025-03-13   | 2
        """,
        numerator={"submits", "closes next"},
        denominator={
            *("submits", "long ago", "never", "all ages", "closes next", "opens then"),
        },
        undetermined={"no phase"},
        shows="33.3",
    )


def test_a_school_that_only_says_it_was_closed_does_not_submit(spec: Spec) -> None:
    spec(
        """
        row     | phase
        --------+--------
        closed  | primary
        one     | primary
        not said | primary
        """,
        "schools.attendance_tool_adoption",
        as_at=DAY,
        tool_adoption="""
        row      | signed_up_on | delivered_on | sessions
        ---------+--------------+--------------+---------
        closed   |              | 2025-03-14   | 0
        closed   |              | 2025-02-10   | 2
        one      |              | 2025-03-13   | 1
        one      |              | 2025-03-14   | 0
        not said |              | 2025-03-14   |
        """,
        numerator={"one", "not said"},
        denominator={"closed", "one", "not said"},
        shows="66.7",
    )


def test_a_school_that_signed_up_is_counted_whether_it_submits_or_not(
    spec: Spec,
) -> None:
    spec(
        SCHOOLS,
        "schools.attendance_tool_adoption_signed_up",
        as_at=DAY,
        tool_adoption="""
        row         | signed_up_on | delivered_on | sessions
        ------------+--------------+--------------+---------
        submits     | 2025-03-14   |              |
        long ago    | 2025-03-15   |              |
        all ages    | 2022-09-01   | 2022-09-05   | 2
        closes next |              | 2025-03-14   | 2
        closed then | 2024-09-02   |              |
        no phase    | 2024-09-02   |              |
        unit        | 2024-09-02   |              |
        """,
        numerator={"submits", "all ages"},
        denominator={
            *("submits", "long ago", "never", "all ages", "closes next", "opens then"),
        },
        undetermined={"no phase"},
        shows="33.3",
    )


def _log(schools: dict[str, list[str]]) -> str:
    """Draw a log with an entry of two sessions for each day of each school."""
    lines = ["row | signed_up_on | delivered_on | sessions", "-"]
    for school, days in schools.items():
        for day in days:
            on, _, sessions = day.partition(" ")
            lines.append(f"{school} | | {on} | {sessions or 2}")
    return "\n".join(lines)


TEN_DAYS = [f"2025-03-{day:02d}" for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14)]


def test_every_working_day_of_the_14_must_be_in_the_log(spec: Spec) -> None:
    spec(
        """
        row        | phase
        -----------+--------
        all ten    | primary
        nine       | primary
        twice      | primary
        a weekend  | primary
        day before | primary
        closed     | primary
        none       | primary
        """,
        "schools.attendance_tool_adoption_every_day",
        as_at=DAY,
        tool_adoption=_log(
            {
                "all ten": [*TEN_DAYS, "2025-02-28"],
                "nine": TEN_DAYS[:-1],
                "twice": [*TEN_DAYS[1:], "2025-03-14 1"],
                "a weekend": [*TEN_DAYS[1:], "2025-03-02"],
                "day before": ["2025-02-28", *TEN_DAYS[1:]],
                "closed": ["2025-03-03 0", *TEN_DAYS[1:]],
            }
        ),
        numerator={"all ten", "closed"},
        denominator={
            *("all ten", "nine", "twice", "a weekend", "day before", "closed", "none"),
        },
        shows="28.6",
    )


def test_a_bank_holiday_is_no_day_to_deliver_on(spec: Spec) -> None:
    """Of the 14 days to 9 May 2025, ten fall on weekdays and one is a bank holiday."""
    days = ["2025-04-28", "2025-04-29", "2025-04-30", "2025-05-01", "2025-05-02"]
    days += ["2025-05-06", "2025-05-07", "2025-05-08", "2025-05-09"]
    spec(
        """
        row     | phase
        --------+--------
        nine    | primary
        eight   | primary
        """,
        "schools.attendance_tool_adoption_every_day",
        as_at=dt.date(2025, 5, 9),
        tool_adoption=_log({"nine": days, "eight": days[1:]}),
        numerator={"nine"},
        denominator={"nine", "eight"},
    )


@pytest.mark.parametrize(
    ("given", "because"),
    [
        (("schools",), "tool_adoption was not supplied"),
        (("tool_adoption",), "schools was not supplied"),
    ],
)
def test_without_the_list_or_the_log_there_is_no_share(
    engine: Engine, given: tuple[str, ...], because: str
) -> None:
    tables = {"schools": SCHOOLS, "tool_adoption": _log({"submits": TEN_DAYS})}

    records = records_of(engine, **{name: tables[name] for name in given})
    figure = calculate("schools.attendance_tool_adoption", records, as_at=DAY)[0]

    assert figure.missing_reason == because


def test_one_profile_in_the_year_says_that_a_school_uses_valuing_send(
    spec: Spec,
) -> None:
    """The day a year ago is in, 14 March 2024; profiles of unlisted schools are not."""
    spec(
        SCHOOLS,
        "schools.valuing_send_adoption",
        as_at=DAY,
        valuing_send_profiles="""
        row | school_urn  | profiled_on
        ----+-------------+------------
        1   | submits     | 2024-03-14
        2   | long ago    | 2024-03-13
        3   | all ages    | 2023-01-01
        4   | all ages    | 2025-03-14
        5   | never       | 2025-03-15
        6   | closed then | 2025-01-01
        7   | private     | 2025-01-01
        8   | elsewhere   | 2025-01-01
        """,
        numerator={"submits", "all ages"},
        denominator={
            *("submits", "long ago", "never", "all ages", "closes next", "opens then"),
        },
        undetermined={"no phase"},
        shows="33.3",
    )
