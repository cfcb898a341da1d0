"""The tables that follow from a plan and from the runs of its dashboard."""

import datetime as dt
from pathlib import Path

import pandas as pd
from attrs import evolve

from send_metrics.board.own_tables import (
    Schedule,
    actions_seen,
    own_records,
    plan_frames,
    promises_seen,
    run_frames,
)
from send_metrics.board.runs import (
    MeasureSeen,
    Run,
    SourceSeen,
    read_runs,
    runs_written,
    with_run,
)
from send_metrics.domain.plan import Plan
from send_metrics.plans.files import plan_from_toml
from tests.board.made_up import PLAN

JULY, AUGUST, SEPTEMBER = (dt.date(2025, month, 5) for month in (7, 8, 9))
PUBLISHED = """
[partnership]
name = "Oakshire partnership"
organisations = ["trust"]

[[evidence]]
id = "page"
kind = "page"
title = "Progress page"
published_by = ["trust"]
on = "{on}"
next_update = "{promised}"

[[evidence]]
id = "statistics"
kind = "statistic"
title = "Statistics of somebody else"
published_by = ["others"]
next_update = "2025-08"
"""


def a_run(day: dt.date, plan: Plan | None = None, *seen: SourceSeen) -> Run:
    of_plan = plan or plan_from_toml(PLAN)
    return Run(
        on=day,
        plan="oakshire",
        version="2",
        sources=seen,
        measures=(
            MeasureSeen(
                id="waiting",
                kpi="waits.still_waiting",
                areas=("waits", "others"),
                due_up_to=dt.date(2025, 6, 30),
            ),
        ),
        actions=actions_seen(of_plan),
        promises=promises_seen(of_plan),
    )


def with_page(on: str, promised: str) -> Plan:
    return plan_from_toml(PLAN + PUBLISHED.format(on=on, promised=promised))


def seen(up_to: dt.date, *, said: bool = True, passed: bool = True) -> SourceSeen:
    return SourceSeen(
        source="referrals.csv",
        adapter="referrals",
        read=True,
        passed=passed,
        told_up_to=up_to,
        is_said=said,
    )


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    runs = with_run(
        (a_run(SEPTEMBER), a_run(JULY, None, seen(JULY))),
        a_run(AUGUST, with_page("2025-06-30", "2025-07")),
    )
    file = tmp_path / "runs.jsonl"
    file.write_bytes(runs_written(runs))

    assert [run.on for run in runs] == [JULY, AUGUST, SEPTEMBER]
    assert read_runs(file) == runs


def test_a_run_takes_the_place_of_that_of_its_day() -> None:
    later = evolve(a_run(JULY), version="3")

    assert with_run((a_run(JULY), a_run(AUGUST)), later) == (later, a_run(AUGUST))


def test_actions_keep_the_rating_of_each_run() -> None:
    plan = plan_from_toml(PLAN)
    then = plan_from_toml(PLAN.replace('word = "at risk"', 'word = "on track"'))

    rows = plan_frames(plan, (a_run(dt.date(2025, 6, 5), then),))["plan_actions"]

    told = rows[rows["action_id"] == "clinic"][["rated_on", "rating"]]
    assert [(day.date(), word) for day, word in told.itertuples(index=False)] == [
        (dt.date(2025, 6, 5), "on_track"),
        (dt.date(2025, 7, 1), "at_risk"),  # the day that the plan is written for
    ]
    assert [*rows["withdrawn"]] == ["no", "yes", "no", "yes"]


def test_a_promise_is_kept_by_the_next_version_of_its_page() -> None:
    runs = (
        a_run(JULY, with_page("2025-06-30", "2025-07")),
        a_run(AUGUST, with_page("2025-06-30", "2025-07")),
        a_run(SEPTEMBER, with_page("2025-08-20", "2025-10")),
    )

    before = plan_frames(plan_from_toml(PLAN), runs[:2])["publications"]
    after = plan_frames(plan_from_toml(PLAN), runs)["publications"]

    assert [*before["page"]] == ["page"]
    assert before["published_on"].isna().all()
    assert [day.date() for day in after["promised_on"]] == [
        dt.date(2025, 7, 31),
        dt.date(2025, 10, 31),
    ]
    assert after["published_on"][0].date() == dt.date(2025, 8, 20)
    assert after["published_on"].isna()[1]


def test_a_measure_of_two_areas_is_of_several() -> None:
    rows = run_frames((a_run(JULY), a_run(AUGUST)), ())["dashboard_kpis"]

    assert [*rows["area"]] == ["several", "several"]
    assert [day.date() for day in rows["looked_at_on"]] == [JULY, AUGUST]
    assert rows["shown_up_to_on"].isna().all()


def deliveries(*runs: Run) -> list[tuple[str, str | None, str]]:
    schedule = Schedule("referrals.csv", "trust", "month", within_days=10)
    rows = run_frames(runs, (schedule,))["data_deliveries"]
    return [
        (
            f"{row['due_on']:%d %B}",
            None if pd.isna(row["received_on"]) else f"{row['received_on']:%d %B}",
            row["checks_passed"],
        )
        for row in rows.to_dict("records")
    ]


def test_a_delivery_came_when_a_run_first_found_the_whole_period() -> None:
    may, june, july = (dt.date(2025, m, d) for m, d in ((5, 31), (6, 30), (7, 31)))

    assert deliveries(
        a_run(JULY, None, seen(may)),
        a_run(AUGUST, None, seen(june)),
        a_run(SEPTEMBER, None, seen(july, passed=False)),
    ) == [
        ("10 July", "05 August", "yes"),
        ("10 August", "05 September", "no"),
        ("10 September", None, "unknown"),
    ]


def test_a_source_that_does_not_say_how_far_it_tells_goes_by_its_latest_day() -> None:
    assert deliveries(a_run(JULY, None, seen(dt.date(2025, 6, 3), said=False))) == [
        ("10 July", "05 July", "yes")
    ]


def test_what_could_not_be_read_did_not_come() -> None:
    broken = SourceSeen(source="referrals.csv", adapter="referrals", read=False)

    assert deliveries(a_run(JULY, None, broken)) == [("10 July", None, "unknown")]


def test_every_row_finds_a_place_in_the_canonical_tables() -> None:
    runs = (a_run(JULY, with_page("2025-06-30", "2025-07"), seen(JULY)),)
    schedule = Schedule("referrals.csv", None, "month", within_days=10)

    records = own_records(with_page("2025-06-30", "2025-07"), runs, (schedule,))

    assert not records.report.findings
    assert {n: t.balance.accepted for n, t in records.tables.items()} == {
        "plan_milestones": 3,
        "plan_actions": 4,
        "publications": 1,
        "data_deliveries": 1,
        "dashboard_kpis": 1,
    }
