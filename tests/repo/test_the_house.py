"""Rules of the house that a machine can keep."""

import ast
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import send_metrics as sm
from send_metrics import errors
from send_metrics.domain.attendance_codes import ATTENDANCE_CODES
from send_metrics.kpis import conditions
from send_metrics.kpis.catalogue import ALL, edition_for, editions
from send_metrics.kpis.describe import describe

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
BINDING = {
    *(
        f"ehcp.issued_{band}_{variant}_exceptions"
        for band in ("within_20_weeks", "20_to_52_weeks", "over_52_weeks")
        for variant in ("incl", "excl")
    ),
    *("ehcp.weeks_to_issue_incl_exceptions", "ehcp.weeks_to_issue_excl_exceptions"),
    *("ehcp.requests_received", "ehcp.requests_refused"),
    *("ehcp.decision_to_assess_within_6_weeks", "ehcp.assessments_completed"),
    *("ehcp.assessments_not_issued", "ehcp.not_issued_within_16_weeks"),
    *("ehcp.plans_started", "ehcp.plans_active", "ehcp.plans_ceased"),
    *("ehcp.open_assessments", "ehcp.overdue_assessments"),
    *("review.decision_within_4_weeks", "review.held_within_12_months"),
    *("attendance.absence_rate", "attendance.authorised_absence_rate"),
    *("attendance.unauthorised_absence_rate", "attendance.attendance_rate"),
    *("attendance.part_time_timetable_rate", "attendance.persistent_absence"),
    *("attendance.severe_absence", "waits.still_waiting", "waits.still_waiting_weeks"),
    *("waits.seen_weeks", "waits.over_18_weeks", "waits.over_52_weeks"),
    *("waits.autism_open_13_weeks", "waits.rtt_within_18_weeks", "waits.rtt_weeks"),
    *("waits.autism_seen_within_13_weeks", "waits.cyp_mental_health_within_4_weeks"),
    *("waits.community_over_18_weeks", "waits.diagnostics_six_weeks_or_more"),
    "health.ld_annual_health_check_14plus",
}


def test_the_catalogue_holds_the_agreed_identifiers() -> None:
    assert {d.id for d in sm.catalogue()} >= BINDING


@pytest.mark.parametrize("definition", ALL, ids=lambda d: f"{d.id}-{d.edition}")
def test_a_definition_says_all_that_a_reader_needs(definition: sm.Definition) -> None:
    text = describe(definition)

    assert definition.title[0].isupper()
    # The Local Government Association gives its identifiers without https.
    assert definition.citation.url.startswith(("https://", "http://id.esd.org.uk/"))
    assert definition.citation.url in text
    assert str(definition.in_force_from) in text
    assert "Who is counted:" in text or not definition.population
    assert edition_for(definition.id, definition.in_force_from) is definition


def test_fingerprints_tell_definitions_and_editions_apart() -> None:
    assert len({d.fingerprint for d in ALL}) == len(ALL)


def test_editions_follow_one_another_without_a_gap() -> None:
    for kpi in BINDING:
        held = editions(kpi)
        for earlier, later in pairwise(held):
            assert earlier.in_force_to is not None
            assert (later.in_force_from - earlier.in_force_to).days == 1


def test_the_meanings_of_an_attendance_code_never_overlap() -> None:
    for code in {entry.code for entry in ATTENDANCE_CODES}:
        own = [entry for entry in ATTENDANCE_CODES if entry.code == code]
        own.sort(key=lambda e: (e.first_on is not None, e.first_on))
        for earlier, later in pairwise(own):
            assert earlier.last_on is not None
            assert later.first_on is not None
            assert earlier.last_on < later.first_on


def test_every_condition_builder_is_used_by_a_definition() -> None:
    families = "".join(
        p.read_text("utf-8")
        for p in (ROOT / "src/send_metrics/kpis").glob("*.py")
        if p.name != "conditions.py"
    )
    builders = [
        node.name
        for node in ast.parse(Path(conditions.__file__).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]

    assert [name for name in builders if f"{name}(" not in families] == []


def test_public_names_are_those_that_can_be_imported() -> None:
    assert sorted(sm.__all__) == sm.__all__
    assert all(hasattr(sm, name) for name in sm.__all__)


def test_every_error_stands_in_the_tree_at_the_top_of_its_module() -> None:
    tree = errors.__doc__ or ""

    for name, kind in vars(errors).items():
        if isinstance(kind, type):
            assert issubclass(kind, errors.SendMetricsError)
            assert name in tree


def test_the_core_imports_without_any_extra() -> None:
    heavy = (
        *("duckdb", "polars", "typer", "rich", "jinja2", "xlsxwriter", "matplotlib"),
        *("httpx", "python_calamine"),
    )
    program = (
        "import sys, send_metrics;"
        f" print([name for name in {heavy!r} if name in sys.modules])"
    )

    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"


def test_nothing_below_the_front_ends_reads_the_clock() -> None:
    pattern = re.compile(r"\b(today|now|utcnow)\(\)")

    below = [path for path in SOURCES if "cli" not in path.parts]

    assert [str(p) for p in below if pattern.search(p.read_text("utf-8"))] == []


def test_a_portable_expression_never_negates_a_comparison() -> None:
    forbidden = re.compile(r"~\(|\breplace_strict\(|offset_by\(|timedelta\(weeks")
    asking = [
        *(ROOT / "src/send_metrics/kpis").glob("*.py"),
        *(ROOT / "src/send_metrics/calculate").glob("*.py"),
        *(ROOT / "src/send_metrics/records").glob("*.py"),
    ]

    assert [p.name for p in asking if forbidden.search(p.read_text("utf-8"))] == []
