"""The commands of the binding list: what they print and how they leave."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from send_metrics import Period, catalogue
from send_metrics.demo.sources import DemoSources
from send_metrics.kpis.definition import RateOfCounts
from send_metrics.plans.files import read_plan
from tests.cli.conftest import Run
from tests.engines import spark_or_skip

HEADLINE = "ehcp.issued_within_20_weeks_excl_exceptions"


def test_kpis_lists_every_definition(run: Run) -> None:
    ran = run("kpis")

    assert ran.code == 0
    assert all(definition.id in ran.out for definition in catalogue())


def test_kpis_with_an_id_describes_it_with_its_source(run: Run) -> None:
    ran = run("kpis", HEADLINE)

    assert ran.code == 0
    assert "within 20 weeks, 140 days, of the request" in ran.out
    assert "https://explore-education-statistics.service.gov.uk" in ran.out


def test_adapters_lists_names_tables_and_origin(run: Run) -> None:
    ran = run("adapters")

    assert ran.code == 0
    for name in (
        *("sen2", "attendance_marks", "referrals", "rtt", "chs_sitrep", "dm01"),
        "ld_health_checks",
    ):
        assert name in ran.out
    assert "built in" in ran.out


def test_check_accounts_for_every_row_without_figures(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("check", *source_options, "--format", "json")

    assert ran.code == 0
    tables = {
        name: balance
        for source in json.loads(ran.out)
        for name, balance in source["tables"].items()
    }
    assert set(tables) == {
        "ehc_requests",
        "ehc_plans",
        "annual_reviews",
        "placements",
        "attendance_marks",
        "pupils",
        "referrals",
    }
    for balance in tables.values():
        assert balance["rows_in"] == (
            balance["accepted"]
            + balance["rejected"]
            + balance["merged_duplicates"]
            + balance["blank"]
        )
    assert tables["attendance_marks"]["rejected"] == 9
    assert tables["attendance_marks"]["merged_duplicates"] == 3


def test_check_prints_findings_by_rule_with_their_first_place(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("check", *source_options)

    assert ran.code == 0
    assert "sen2.request-outcome" in ran.out
    assert "code-in-use" in ran.out
    assert "line" in ran.out


def test_calculate_prints_the_json_shape_that_was_agreed(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run(
        *(
            "calculate",
            HEADLINE,
            "ehcp.plans_active",
            "ehcp.weeks_to_issue_incl_exceptions",
        ),
        *(*source_options, "--period", "CY2025", "--as-at", "2026-01-15"),
        *("--format", "json"),
    )

    assert ran.code == 0
    share, plans, weeks = json.loads(ran.out)
    assert list(share) == [
        *("kpi", "edition", "fingerprint", "kind", "period", "by", "numerator"),
        *("denominator", "undetermined", "excluded", "value", "display", "unit"),
        "missing",
    ]
    assert share["period"] == {"first": "2025-01-01", "last": "2025-12-31"}
    assert share["value"] == share["numerator"] / share["denominator"]
    assert plans["as_at"] == "2026-01-15"
    assert "period" not in plans
    assert plans["value"] == plans["count"]
    assert weeks["count"] == sum(weeks["days"].values())
    assert list(weeks["summary"]) == [
        *("median_weeks", "p90_weeks", "p92_weeks", "max_weeks", "mean_weeks")
    ]


def test_a_year_to_date_rolling_months_and_a_census_day_are_asked_by_name(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run(
        *("calculate", "ehcp.requests_received", "ehcp.plans_active", *source_options),
        *("--period", "AY2024/25-to-2025-06", "--period", "R12-2025-06"),
        *("--as-at", "SEN2-2026", "--format", "json"),
    )

    assert ran.code == 0
    asked = [
        figure.get("period", figure.get("as_at")) for figure in json.loads(ran.out)
    ]
    assert asked == [
        {"first": "2024-09-01", "last": "2025-06-30"},
        {"first": "2024-07-01", "last": "2025-06-30"},
        "2026-01-15",
    ]


def test_a_term_is_that_of_the_authority_where_the_partnership_names_its_terms(
    run: Run, demo_sources: DemoSources, tmp_path: Path
) -> None:
    (tmp_path / "terms.toml").write_text(
        """
        authority = "Our county"
        source = "a made-up test"
        [years."2025/26".autumn]
        first = 2025-09-03
        last = 2025-12-18
        """,
        encoding="utf-8",
    )
    partnership = tmp_path / "partnership.toml"
    partnership.write_text(
        f"""
        name = "Ours"
        terms = "terms.toml"
        [[source]]
        adapter = "attendance_marks"
        path = "{demo_sources.attendance_marks.as_posix()}"
        """,
        encoding="utf-8",
    )
    asked = ("calculate", "attendance.absence_rate", "--format=json")

    ran = run(*asked, f"--partnership={partnership}", "--period=AY2025/26-autumn")

    [figure] = json.loads(ran.out)
    assert ran.code == 0
    assert figure["period"] == {"first": "2025-09-03", "last": "2025-12-18"}
    refused = run(*asked, f"--partnership={partnership}", "--period=AY2025/26-spring")
    assert refused.code == 2
    assert "spring" in refused.err


def test_a_census_that_is_not_known_is_wrong_usage(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("explain", "ehcp.plans_active", *source_options, "--as-at", "SEN2-2099")

    assert ran.code == 2
    assert "known are 2015 to 2027" in ran.err


def test_several_periods_and_a_breakdown_give_a_figure_each(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run(
        *("calculate", HEADLINE, *source_options, "--period", "2025-01-01..2025-06-30"),
        *("--period", "2025-07-01..2025-12-31", "--by", "sex", "--format", "csv"),
    )

    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {(row["first"], row["sex"]) for row in rows} == {
        ("2025-01-01", "F"),
        ("2025-01-01", "M"),
        ("2025-07-01", "F"),
        ("2025-07-01", "M"),
    }


@pytest.mark.parametrize("engine", ["auto", "duckdb", "polars", "pyspark"])
def test_every_engine_gives_the_same_figures(
    run: Run, source_options: Sequence[str], engine: str
) -> None:
    autumn = Period(dt.date(2025, 9, 1), dt.date(2025, 12, 19))
    # Published lists have a source of their own, and rates of counts whole years; what
    # has settled is told by a command of its own.
    asked_for = [
        d
        for d in catalogue(autumn)
        if d.table not in ("waiting_list_bands", "health_checks")
        and not isinstance(d, RateOfCounts)
        and d.computed_by == "calculate"
    ]
    if engine == "pyspark":
        spark_or_skip()
        # Spark takes seconds for each pass: one definition of each kind and table.
        asked_for = list({(d.table, d.kind): d for d in asked_for}.values())
    ids = [d.id for d in asked_for]

    def asked(engine: str) -> str:
        return run(
            *("calculate", *ids, *source_options, "--period", str(autumn)),
            *("--engine", engine, "--format", "json"),
        ).out

    found = json.loads(asked(engine))

    assert found == json.loads(asked("pandas"))
    assert len(found) == len(ids)


def test_out_writes_a_file_instead_of_the_screen(
    run: Run, source_options: Sequence[str], tmp_path: Path
) -> None:
    out = tmp_path / "figures.json"

    ran = run(
        *("calculate", HEADLINE, *source_options, "--period", "CY2025"),
        *("--format", "json", "--out", out),
    )

    assert ran.code == 0
    assert str(out) in ran.out
    assert json.loads(out.read_text())[0]["kpi"] == HEADLINE


def test_a_table_for_people_says_value_counts_and_who_left(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("calculate", HEADLINE, *source_options, "--period", "CY2025")

    assert ran.code == 0
    assert "%" in ran.out
    assert " of " in ran.out
    assert "exceptions apply" in ran.out


def test_a_source_that_lacks_the_table_gives_x_with_the_reason_and_code_1(
    run: Run, demo_sources: DemoSources
) -> None:
    ran = run(
        *("calculate", "waits.still_waiting", f"--source=sen2={demo_sources.sen2}"),
        *("--as-at", "2025-12-31", "--format", "json"),
    )

    assert ran.code == 1
    figure = json.loads(ran.out)[0]
    assert (figure["value"], figure["missing"]) == (None, "x")
    assert figure["missing_reason"] == "referrals was not supplied"


def test_explain_says_who_counts_and_why(
    run: Run, source_options: Sequence[str]
) -> None:
    ran = run("explain", HEADLINE, *source_options, "--period", "CY2025")

    assert ran.code == 0
    for role in (
        "numerator",
        "denominator only",
        "excluded",
        "undetermined",
        "outside",
    ):
        assert role in ran.out
    assert "exceptions apply: an exception to the 20 weeks is recorded" in ran.out


def test_explain_of_one_record_names_its_role(
    run: Run, source_options: Sequence[str]
) -> None:
    known = run(
        *("explain", HEADLINE, *source_options, "--period", "CY2025"),
        *("--record", "999-request-000001"),
    )
    unknown = run(
        *("explain", HEADLINE, *source_options, "--period", "CY2025"),
        *("--record", "nobody"),
    )

    assert known.code == 0
    assert unknown.code == 2
    assert "no row of ehc_requests has this id" in unknown.err


def test_readiness_says_what_can_be_computed_and_what_is_lacking(
    run: Run, demo_sources: DemoSources
) -> None:
    ran = run("readiness", f"--source=sen2={demo_sources.sen2}", "--format", "json")

    assert ran.code == 0
    ready = {row["kpi"]: row for row in json.loads(ran.out)}
    assert ready[HEADLINE]["ready"] is True
    assert ready["waits.still_waiting"]["ready"] is False
    assert "referrals" in ready["waits.still_waiting"]["lacks"]


def test_demo_runs_the_whole_chain_and_says_where_its_outputs_are(
    run: Run, tmp_path: Path
) -> None:
    ran = run("demo", tmp_path / "made-up")

    assert ran.code == 0
    outputs = tmp_path / "made-up" / "outputs"
    for name in ("dashboard.xlsx", "index.html", "figures.json"):
        assert (outputs / name).stat().st_size > 1000
        assert str(outputs / name) in ran.out
    figures = json.loads((outputs / "figures.json").read_text())
    assert len(figures) == 60
    assert not [figure for figure in figures if figure["missing"] == "x"]

    dashboard = tmp_path / "made-up" / "dashboard"
    assert str(dashboard / "index.html") in ran.out
    measures = json.loads((dashboard / "dashboard.json").read_text())["measures"]
    plan = read_plan(tmp_path / "made-up" / "plan.toml")
    assert [measure["id"] for measure in measures] == [link.id for link in plan.kpis]

    partnership = tmp_path / "made-up" / "partnership.toml"
    checked = run("check", "--partnership", partnership)
    assert checked.code == 0
