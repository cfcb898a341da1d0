"""Audits of plans and checks of services: local conventions, the first with intervals."""

import datetime as dt

import pytest

from send_metrics import Period, calculate
from tests.spec.conftest import Spec
from tests.spec.drawing import Engine, records_of

QUARTER = Period(dt.date(2024, 7, 1), dt.date(2024, 9, 30))


def test_an_audit_counts_in_the_period_in_which_it_was_completed(spec: Spec) -> None:
    spec(
        """
        row          | audited_on | purpose    | grade
        -------------+------------+------------+---------------------
        before       | 2024-06-30 | audit      | good
        first day    | 2024-07-01 | audit      | outstanding
        last day     | 2024-09-30 | audit      | good
        after        | 2024-10-01 | audit      | good
        improve      | 2024-08-01 | audit      | requires_improvement
        inadequate   | 2024-08-01 | unknown    | inadequate
        not graded   | 2024-08-01 | audit      | unknown
        a second one | 2024-08-01 | moderation | good
        a trial      | 2024-08-01 | pilot      | good
        not yet      |            | audit      | unknown
        """,
        "quality.audit_good_or_outstanding",
        period=QUARTER,
        numerator={"first day", "last day"},
        denominator={"first day", "last day", "improve", "inadequate"},
        excluded={"moderation or pilot": {"a second one", "a trial"}},
        undetermined={"not graded"},
        shows="50.0",
    )


def test_plans_without_health_advice_are_outside_its_grade(spec: Spec) -> None:
    spec(
        """
        row         | audited_on | grade      | health_grade
        ------------+------------+------------+---------------------
        good        | 2024-08-01 | inadequate | good
        outstanding | 2024-08-01 | inadequate | outstanding
        improve     | 2024-08-01 | good       | requires_improvement
        inadequate  | 2024-08-01 | good       | inadequate
        no advice   | 2024-08-01 | good       | none
        not graded  | 2024-08-01 | good       | unknown
        """,
        "quality.audit_health_advice_good_or_outstanding",
        period=QUARTER,
        numerator={"good", "outstanding"},
        denominator={"good", "outstanding", "improve", "inadequate"},
        undetermined={"not graded"},
    )


def test_the_standard_for_the_childs_voice_is_met_or_not(spec: Spec) -> None:
    spec(
        """
        row        | audited_on | child_voice
        -----------+------------+------------
        met        | 2024-08-01 | met
        not met    | 2024-08-01 | not_met
        not judged | 2024-08-01 | unknown
        """,
        "quality.audit_child_voice",
        period=QUARTER,
        numerator={"met"},
        denominator={"met", "not met"},
        undetermined={"not judged"},
        shows="50.0",
    )


def test_a_planned_audit_is_done_whenever_it_was_completed(spec: Spec) -> None:
    spec(
        """
        row            | planned_on | audited_on | purpose
        ---------------+------------+------------+-----------
        on the day     | 2024-07-01 | 2024-07-01 | audit
        later          | 2024-09-30 | 2024-11-01 | audit
        not yet        | 2024-09-30 |            | audit
        other quarter  | 2024-10-01 | 2024-09-30 | audit
        not planned    |            | 2024-08-01 | audit
        of another     | 2024-08-01 | 2024-08-01 | moderation
        """,
        "quality.audits_done",
        period=QUARTER,
        numerator={"on the day", "later"},
        denominator={"on the day", "later", "not yet"},
        excluded={"moderation or pilot": {"of another"}},
        shows="66.7",
    )


def test_a_service_is_assured_once_it_was_checked_in_the_running_cycle(
    spec: Spec,
) -> None:
    """A cycle ends with the day before the next one begins."""
    spec(
        """
        row          | cycle_began_on | cycle_ends_on | checked_on
        -------------+----------------+---------------+-----------
        that day     | 2024-09-01     | 2025-09-01    | 2025-03-14
        next day     | 2024-09-01     | 2025-09-01    | 2025-03-15
        never        | 2024-09-01     | 2025-09-01    |
        begins then  | 2025-03-14     | 2026-03-14    | 2025-03-14
        begins next  | 2025-03-15     | 2026-03-15    | 2025-03-15
        ended then   | 2024-03-14     | 2025-03-14    | 2024-06-01
        ends next    | 2024-03-15     | 2025-03-15    | 2024-06-01
        open end     | 2024-09-01     |               | 2025-01-06
        """,
        "quality.services_assured",
        as_at=dt.date(2025, 3, 14),
        numerator={"that day", "begins then", "ends next", "open end"},
        denominator={
            *("that day", "next day", "never", "begins then", "ends next", "open end"),
        },
        shows="66.7",
    )


def audits(good: int, of: int) -> str:
    """Draw audits of one quarter, the first of them good."""
    grades = ["good"] * good + ["inadequate"] * (of - good)
    lines = [f"{n} | 2024-08-01 | {grade}" for n, grade in enumerate(grades)]
    return "\n".join(["row | audited_on | grade", "---", *lines])


@pytest.mark.parametrize(
    ("good", "of", "display", "ends"),
    [
        (11, 30, "36.7", ("21.9", "54.5")),
        (0, 10, "0.0", ("0.0", "27.8")),
        (10, 10, "100.0", ("72.2", "100.0")),
        (1, 1, "100.0", ("20.7", "100.0")),
    ],
)
def test_a_share_of_audits_comes_with_its_interval(
    engine: Engine, good: int, of: int, display: str, ends: tuple[str, str]
) -> None:
    records = records_of(engine, quality_audits=audits(good, of))

    figure = calculate("quality.audit_good_or_outstanding", records, period=QUARTER)[0]

    assert figure.display == display
    assert figure.interval_display == ends
    assert figure.to_dict()["interval"] == {
        "lower": float(ends[0]),
        "upper": float(ends[1]),
        "level": 95,
    }
