"""The plan of the demo contradicts itself where it says so, and nowhere else."""

import datetime as dt
from collections import Counter

import send_metrics as sm
from send_metrics.demo.plan import FLAWS, demo_plan
from send_metrics.demo.registers.story import EXTRACTED_ON


def test_the_lint_finds_what_is_wrong_on_purpose_and_nothing_else() -> None:
    found = Counter(finding.rule for finding in sm.lint(demo_plan()))

    assert found == dict.fromkeys(FLAWS, 1)


def test_a_kpi_of_every_family_is_in_the_plan() -> None:
    linked = {link.kpi.split(".")[0] for link in demo_plan().kpis}

    assert linked == {d.id.split(".")[0] for d in sm.catalogue()}


def test_the_plan_is_of_the_day_on_which_registers_were_extracted() -> None:
    assert demo_plan().as_at == EXTRACTED_ON == dt.date(2025, 12, 31)


def test_a_measure_that_is_no_context_has_a_baseline_and_a_target() -> None:
    for link in demo_plan().kpis:
        is_steered = link.better != "context"
        assert (link.baseline is not None) == is_steered, link.id
        assert bool(link.targets) == is_steered, link.id
        for target in link.targets:
            assert bool(link.trajectory) == (target.due is not None), link.id


def test_the_plan_sees_measures_as_their_definitions_do() -> None:
    for link in demo_plan().kpis:
        if link.direction is not None:
            assert sm.kpi(link.kpi).better in (link.direction, "neither"), link.id
