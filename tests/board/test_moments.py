"""Over which periods a measure is taken, and how far its source tells."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import send_metrics as sm
from send_metrics.board.moments import MOST_PERIODS, cadence_of, slots
from send_metrics.board.reach import Reach, Reaches
from send_metrics.domain.plan import KpiLink
from send_metrics.records.records import Records

ON = dt.date(2025, 7, 10)


def link(kpi: str, **more: Any) -> KpiLink:
    return KpiLink(
        id="one",
        kpi=kpi,
        title="One",
        unit="percent",
        better="higher",
        role="impact",
        **more,
    )


@pytest.mark.parametrize(
    ("kpi", "cadence"),
    [
        ("ehcp.issued_within_20_weeks_excl_exceptions", "month"),
        ("waits.still_waiting", "month"),
        ("attendance.absence_rate", "term"),
        ("exclusions.suspensions", "term"),
        ("exclusions.pupils_listed", "month"),
        ("appeals.rate_on_caseload", "calendar year"),
        ("health.ld_annual_health_check_14plus", "financial year"),
    ],
)
def test_a_cadence_follows_from_the_kind_of_measure(kpi: str, cadence: str) -> None:
    assert cadence_of(link(kpi), sm.kpi(kpi)) == cadence
    assert cadence_of(link(kpi, cadence="quarter"), sm.kpi(kpi)) == "quarter"


def test_a_flow_is_taken_over_whole_periods_and_a_stock_on_their_last_day() -> None:
    flow = slots(sm.kpi("waits.seen_weeks"), "month", ON, ())
    stock = slots(sm.kpi("waits.still_waiting"), "month", ON, ())

    assert len(flow) == len(stock) == MOST_PERIODS
    assert str(flow[-1].when) == "2025-06-01..2025-06-30"
    assert stock[-1].when == dt.date(2025, 6, 30)
    assert stock[0].when == dt.date(2023, 7, 31)


def test_a_list_stands_for_the_month_it_was_counted_in() -> None:
    counted = [dt.date(2025, *day) for day in ((4, 2), (4, 28), (6, 1))]
    kpi = sm.kpi("data.dashboard_kpis_current")

    before = slots(kpi, "month", ON, counted)
    after = slots(
        kpi, "month", ON, [*counted, dt.date(2025, 7, 9), dt.date(2025, 7, 11)]
    )

    assert [slot.when for slot in before[-3:]] == [counted[1], None, counted[2]]
    assert [slot.when for slot in after[-2:]] == [counted[2], dt.date(2025, 7, 9)]


JUNE = sm.calendar_month(2025, 6)


@pytest.mark.parametrize(
    ("reach", "tells"),
    [
        (Reach(), True),
        (Reach(last=dt.date(2025, 6, 30), is_said=True), True),
        (Reach(last=dt.date(2025, 6, 29), is_said=True), False),
        (Reach(last=dt.date(2025, 6, 1)), True),
        (Reach(last=dt.date(2025, 5, 31)), False),
        (Reach(first=dt.date(2025, 6, 1), first_is_said=True), True),
        (Reach(first=dt.date(2025, 6, 2), first_is_said=True), False),
        (Reach(first=dt.date(2025, 6, 30)), True),
        (Reach(first=dt.date(2025, 7, 1)), False),
    ],
)
def test_a_said_end_is_exact_and_one_that_is_read_off_is_of_its_period(
    reach: Reach, *, tells: bool
) -> None:
    assert reach.tells_of(JUNE) is tells


def meetings(*held_on: str) -> Records:
    frame = pd.DataFrame({"meeting_on": pd.to_datetime([*held_on])})
    frame["meeting_id"] = [*map(str, frame.index)]
    frame["panel"], frame["authority"], frame["held"] = "one", "919", "yes"
    return Records.from_frames({"panel_meetings": frame})


def promises(*due_on: str, reference_on: str | None = None) -> Records:
    frame = pd.DataFrame({"due_on": pd.to_datetime([*due_on])})
    frame["milestone_id"], frame["area"] = [*map(str, frame.index)], "one"
    frame["met_on"] = pd.NaT
    if reference_on is not None:
        frame["reference_on"] = pd.Timestamp(reference_on)
    return Records.from_frames({"plan_milestones": frame})


def test_events_tell_from_the_first_to_the_latest_that_has_come() -> None:
    held = meetings("2025-02-03", "2025-05-04", "2025-08-01")

    assert Reaches(held, ON).of(sm.kpi("panel.meetings_per_month")) == Reach(
        dt.date(2025, 2, 3), dt.date(2025, 5, 4)
    )


def test_that_something_was_due_is_no_event() -> None:
    kpi = sm.kpi("plan.milestones_met_on_time")
    due = ("2025-02-03", "2025-05-04")

    assert Reaches(promises(*due), ON).of(kpi) == Reach(dt.date(2025, 2, 3))
    assert Reaches(promises(*due, reference_on="2025-04-30"), ON).of(kpi) == Reach(
        dt.date(2025, 2, 3), dt.date(2025, 4, 30), is_said=True
    )


def test_no_source_tells_of_a_day_to_come() -> None:
    kpi, covers = sm.kpi("panel.meetings_per_month"), sm.calendar_year(2025)

    reaches = Reaches(meetings("2025-02-03"), ON, {"panel_meetings": covers})

    assert reaches.of(kpi) == Reach(
        dt.date(2025, 1, 1), ON, first_is_said=True, is_said=True
    )
