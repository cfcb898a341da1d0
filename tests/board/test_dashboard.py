"""What a dashboard says of each measure of a plan, on a partnership that is made up."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from send_metrics.board import Board
from send_metrics.board.telling import trend_of
from send_metrics.dashboard import write_dashboard
from send_metrics.domain.plan import When
from send_metrics.domain.plan.figures import MethodBreak
from send_metrics.errors import SettingsError, UsageError
from tests.board.made_up import ON, PARTNERSHIP, write_partnership


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("partnership")


@pytest.fixture(scope="module")
def board(folder: Path) -> Board:
    return write_dashboard(write_partnership(folder), folder / "out", ON).board


@pytest.fixture(scope="module")
def rows(folder: Path, board: Board) -> dict[str, Any]:
    written = json.loads((folder / "out" / "dashboard.json").read_text("utf-8"))
    assert len(written["measures"]) == len(board.measures)
    return {row["id"]: row for row in written["measures"]}


def test_every_measure_of_the_plan_has_a_row_in_its_order(
    board: Board, rows: dict[str, Any]
) -> None:
    assert [measure.link for measure in board.measures] == [*board.plan.kpis]
    assert list(rows) == [link.id for link in board.plan.kpis]


def test_a_stock_is_taken_at_the_end_of_each_month(rows: dict[str, Any]) -> None:
    row = rows["waiting"]

    # The 18 children of speech therapy wait; each of the others was seen in a week.
    assert (row["latest"]["as_at"], row["latest"]["count"]) == ("2025-06-30", 18)
    assert (row["previous"]["as_at"], row["previous"]["count"]) == ("2025-05-31", 17)
    assert row["same_last_year"]["as_at"] == "2024-06-30"
    assert row["same_last_year"]["count"] == 6
    assert [point["value"] for point in row["series"][-18:]] == [*range(1, 19)]
    assert row["series"][0]["value"] is None


def test_a_measure_is_held_against_its_trajectory_and_target(
    rows: dict[str, Any],
) -> None:
    row = rows["waiting"]

    assert row["expected"] == 20
    assert row["target"] == {
        "value": 5,
        "qualifier": "exactly",
        "kind": "milestone",
        "due": "2025-12",
    }
    assert row["rating"] == {"word": "on track", "reason": "the trajectory is kept to"}
    assert row["owners"] == ["Director of nursing"]


def test_a_target_without_a_day_is_missed(rows: dict[str, Any]) -> None:
    assert rows["long"]["rating"] == {
        "word": "off track",
        "reason": "the aspiration target is missed",
    }
    assert rows["long"]["owners"] == ["Oakshire NHS trust"]


def test_a_signal_is_told_in_words(rows: dict[str, Any]) -> None:
    assert rows["waiting"]["signal"].startswith("getting worse")
    assert rows["seen"]["signal"] == "too few points to tell (6 of 13)"


def test_a_cadence_of_the_plan_is_kept_to(rows: dict[str, Any]) -> None:
    latest = rows["seen"]["latest"]

    assert latest["period"] == {"first": "2025-04-01", "last": "2025-06-30"}
    assert latest["value"] == 1
    assert rows["seen"]["same_last_year"]["period"]["first"] == "2024-04-01"


def test_a_breakdown_of_the_plan_is_one_cell(rows: dict[str, Any]) -> None:
    assert rows["waiting-for-speech"]["latest"]["by"] == {"service": "speech"}
    assert rows["waiting-for-speech"]["latest"]["count"] == 18


@pytest.mark.parametrize(
    ("measure", "reason"),
    [
        ("waiting-for-nobody", "no row has service astrology"),
        ("by-what-it-cannot-be", "cannot be broken down by shoe_size"),
        ("no-such-thing", "there is no KPI waits.foretold"),
        ("settled-since-when", "give the measure one, with its month"),
        ("no-feed", "complaints was not supplied"),
    ],
)
def test_what_cannot_be_given_says_why(
    rows: dict[str, Any], measure: str, reason: str
) -> None:
    row = rows[measure]

    assert reason in row["not_available"]
    assert row["latest"] is None
    assert row["rating"] == {"word": "not rated", "reason": "there is no value"}


def test_what_is_judged_from_months_is_judged_since_the_baseline_of_the_plan(
    rows: dict[str, Any],
) -> None:
    latest = rows["settled"]["latest"]

    # More wait for speech therapy each month; of audiology, for which nobody waits,
    # nothing can be told.
    assert (latest["as_at"], latest["display"]) == ("2025-06-30", "0.0")
    assert (latest["denominator"], latest["undetermined"]) == (1, 1)
    assert [point["value"] for point in rows["settled"]["series"][-13:-7]] == [None] * 6


def test_a_figure_of_another_unit_is_shown_and_not_rated(rows: dict[str, Any]) -> None:
    row = rows["wrong-unit"]

    assert row["latest"]["value"] is not None
    assert row["rating"]["word"] == "not rated"
    assert "in people, and its definition in percent" in row["rating"]["reason"]


def test_a_trajectory_that_contradicts_itself_rates_nothing(
    rows: dict[str, Any],
) -> None:
    row = rows["two-of-one-day"]

    assert row["latest"]["value"] is not None
    assert row["expected"] is None
    assert row["rating"] == {
        "word": "not rated",
        "reason": "the trajectory has two points of 2025-03-31; keep one",
    }


def test_data_quality_is_told(rows: dict[str, Any]) -> None:
    quality = rows["waiting"]["quality"]

    assert quality["sources"] == ["referrals.csv"]
    assert (
        quality["in_words"] == "told up to 30 June 2025, 10 days ago; no rows rejected"
    )
    assert rows["no-feed"]["quality"]["in_words"] == "no source"


def test_milestones_come_from_the_plan(rows: dict[str, Any]) -> None:
    latest = rows["milestones"]["latest"]

    # One was met on its day, one a day late, and one is promised no longer.
    assert (latest["numerator"], latest["denominator"]) == (1, 2)
    assert latest["excluded"] == {"withdrawn": 1}
    assert latest["period"] == {"first": "2025-06-01", "last": "2025-06-30"}


def test_actions_are_counted_as_they_are_rated_on_the_day(rows: dict[str, Any]) -> None:
    latest = rows["actions-at-risk"]["latest"]

    assert (latest["as_at"], latest["count"]) == ("2025-07-10", 1)


def test_that_nothing_was_promised_is_no_lack_of_data(rows: dict[str, Any]) -> None:
    row = rows["updates"]

    assert row["latest"]["missing"] == "z"
    assert row["not_available"] == (
        "there are no public updates that were promised for the period"
    )


def test_the_dashboard_tells_how_much_of_it_is_up_to_date(
    board: Board, rows: dict[str, Any]
) -> None:
    latest = rows["current"]["latest"]
    others = [m for m in board.measures if m.link.id != "current"]
    without_definition = [m for m in others if m.due_up_to is None]

    assert latest["as_at"] == "2025-07-10"
    assert latest["numerator"] == sum(m.is_current for m in others)
    assert latest["denominator"] == len(others) - len(without_definition)
    assert latest["excluded"] == {"nothing due": 1}


def test_deliveries_are_told_from_one_run_to_the_next(tmp_path: Path) -> None:
    file, out = write_partnership(tmp_path, "deliveries"), tmp_path / "out"

    write_dashboard(file, out, dt.date(2025, 7, 2))
    in_time = write_dashboard(file, out, dt.date(2025, 8, 1)).board
    file.write_text(PARTNERSHIP.replace("..2025-06-30", "..2025-07-31"))
    write_dashboard(file, out, dt.date(2025, 8, 12))
    late = write_dashboard(file, out, dt.date(2025, 9, 1)).board

    def delivered(board: Board) -> tuple[dt.date, int, int]:
        row = next(m for m in board.measures if m.link.id == "deliveries")
        assert row.latest is not None
        assert row.latest.figure is not None
        state = row.latest.figure.state
        return row.latest.last, state.numerator, state.denominator

    # What is told of June came by 10 July; what is told of July, after 10 August.
    assert delivered(in_time) == (dt.date(2025, 7, 31), 1, 1)
    assert delivered(late) == (dt.date(2025, 8, 31), 0, 1)


def test_a_source_that_cannot_be_read_leaves_its_reason(tmp_path: Path) -> None:
    file = write_partnership(tmp_path, "waiting", "milestones")
    (tmp_path / "referrals.csv").unlink()

    board = write_dashboard(file, tmp_path / "out", ON).board

    assert [*board.not_read] == ["referrals.csv"]
    waiting = next(m for m in board.measures if m.link.id == "waiting")
    assert waiting.not_available is not None
    assert "referrals.csv could not be read" in waiting.not_available
    assert len(board.measures) == 2


def test_beyond_what_a_source_covers_there_is_no_figure(tmp_path: Path) -> None:
    file = write_partnership(tmp_path, "waiting")

    board = write_dashboard(file, tmp_path / "out", dt.date(2025, 10, 3)).board

    waiting = next(m for m in board.measures if m.link.id == "waiting")
    assert waiting.latest is not None
    assert waiting.latest.last == dt.date(2025, 6, 30)
    assert waiting.due_up_to == dt.date(2025, 9, 30)
    assert not waiting.is_current


def test_the_same_day_gives_the_same_bytes_and_one_run(tmp_path: Path) -> None:
    file = write_partnership(tmp_path, "waiting", "current", "no-feed")
    write_dashboard(file, tmp_path / "first", ON)
    recorded = (tmp_path / "runs.jsonl").read_bytes()

    write_dashboard(file, tmp_path / "second", ON)

    assert (tmp_path / "runs.jsonl").read_bytes() == recorded
    assert recorded.count(b"\n") == 1
    for name in ("index.html", "dashboard.xlsx", "dashboard.json"):
        first, second = (tmp_path / run / name for run in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_nobody_is_in_the_record_of_runs(folder: Path, board: Board) -> None:
    assert board.measures
    recorded = (folder / "runs.jsonl").read_text("utf-8")

    assert '"rows": {"referrals": 90}' in recorded
    assert "person-" not in recorded
    assert "2015-01-07" not in recorded


def test_the_page_says_all_in_words(folder: Path, board: Board) -> None:
    page = (folder / "out" / "index.html").read_text("utf-8")

    for measure in board.measures:
        assert measure.link.title in page
        if measure.not_available:
            assert f"{measure.not_available}" in page.replace("&#39;", "'")
    assert "Priority action 1: Children wait less" in page
    assert "On track: the trajectory is kept to" in page
    assert "for people inside the partnership only" in page


def test_a_record_that_is_broken_is_refused_by_line(tmp_path: Path) -> None:
    file = write_partnership(tmp_path)
    (tmp_path / "runs.jsonl").write_text('{"on": "yesterday"}\n')

    with pytest.raises(SettingsError, match=r"runs\.jsonl, line 1 is no run"):
        write_dashboard(file, tmp_path / "out", ON)


def test_a_record_inside_the_dashboard_is_refused(tmp_path: Path) -> None:
    file = write_partnership(
        tmp_path, partnership=PARTNERSHIP.replace("runs.jsonl", "out/runs.jsonl")
    )

    with pytest.raises(UsageError, match="record of runs lies in"):
        write_dashboard(file, tmp_path / "out", ON)


def test_a_partnership_without_a_plan_has_no_dashboard(tmp_path: Path) -> None:
    file = write_partnership(
        tmp_path, partnership=PARTNERSHIP.replace('plan = "plan.toml"', "")
    )

    with pytest.raises(SettingsError, match="names no plan"):
        write_dashboard(file, tmp_path / "out", ON)


@pytest.mark.usefixtures("board")
def test_a_chart_of_each_measure_says_what_it_shows(folder: Path) -> None:
    page = (folder / "out" / "index.html").read_text("utf-8")

    assert page.count("<svg") >= 2
    assert (
        "Line chart of 18 days, the first 31 January 2024, the last 30 June 2025."
        " Latest 18. Upper limit 12.2. Mean 9.5. Lower limit 6.8. Target 5."
        " Getting worse (above the upper limit). All of the usual range falls short of"
        " the target." in page
    )


def test_a_trend_begins_with_the_first_value_and_anew_at_a_change_of_method(
    board: Board,
) -> None:
    waiting = next(m for m in board.measures if m.link.id == "waiting")
    change = MethodBreak(on=When.day(dt.date(2025, 1, 31)), why="counted anew")
    changed = evolve(waiting, link=evolve(waiting.link, breaks=(change,)))

    one, two = trend_of(waiting), trend_of(changed)

    assert one is not None
    assert two is not None
    assert len(one.points) == 18
    assert len({point.mean for point in one.chart.points}) == 1
    assert [point.mean for point in two.chart.points] == [6.5] * 12 + [15.5] * 6
    assert trend_of(evolve(waiting, series=waiting.series[-1:])) is None
