"""Every rule of the lint finds what breaks it, and nothing where it is kept."""

import datetime as dt
from collections.abc import Iterator

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from send_metrics.domain.plan import Plan
from send_metrics.plans.files import example_plan, plan_from_toml
from send_metrics.plans.lint import CRASHED, RULES, Rule, lint
from send_metrics.plans.lint.rule import Asked, Found
from send_metrics.plans.lint.run import lint_with

from .strategies import plans

HEAD = 'id = "example"\ntitle = "An example"\nversion = "1"\n'
FAILING = [
    pytest.param(rule, part, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, part in enumerate(rule.failing)
]
PASSING = [
    pytest.param(rule, part, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, part in enumerate(rule.passing)
]


def plan_with(part: str) -> Plan:
    return plan_from_toml(HEAD + part)


@pytest.mark.parametrize(("rule", "part"), FAILING)
def test_a_failing_example_is_found(rule: Rule, part: str) -> None:
    found = [finding for finding in lint(plan_with(part)) if finding.rule == rule.id]

    assert found
    for finding in found:
        assert (finding.severity, finding.action) == (rule.severity, rule.action)
        assert finding.place.startswith("plan")
        assert finding.problem
        assert finding.entity


@pytest.mark.parametrize(("rule", "part"), PASSING)
def test_a_passing_example_is_not_found(rule: Rule, part: str) -> None:
    rules = {finding.rule for finding in lint(plan_with(part))}

    assert rule.id not in rules
    assert CRASHED not in rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    assert rule.failing
    assert rule.passing
    for words in (rule.wording, rule.action):
        assert words[0].islower()
        assert not words.endswith(".")


def test_no_two_rules_have_one_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_plan_that_says_little_has_no_findings() -> None:
    findings = lint(plan_with(""))

    assert list(findings) == []
    assert repr(findings) == "no findings"
    assert "No findings" in findings._repr_html_()


def test_without_a_day_the_rules_that_need_one_are_named() -> None:
    assert lint(plan_with("")).not_run == ("overdue", "update-overdue")
    assert lint(plan_with(""), as_at=dt.date(2024, 10, 31)).not_run == ()
    assert lint(plan_with("as_at = 2024-10-31\n")).not_run == ()


def test_the_day_of_asking_goes_before_that_of_the_plan() -> None:
    plan = plan_with(
        "as_at = 2024-10-31\n"
        '[[milestones]]\nid = "live"\ntitle = "Live"\ndue = "2024-12"\n'
    )

    assert [f.rule for f in lint(plan)] == []
    assert [f.rule for f in lint(plan, as_at=dt.date(2025, 1, 1))] == ["overdue"]


def test_the_known_kpis_can_be_others_than_those_of_the_catalogue() -> None:
    plan = plan_with(
        '[[kpis]]\nid = "ours"\nkpi = "ours.own"\ntitle = "Ours"\nunit = "people"\n'
        'better = "context"\nrole = "activity"\n'
    )

    assert [f.rule for f in lint(plan)] == ["kpi-unknown"]
    assert list(lint(plan, known_kpis=["ours.own"])) == []


def test_a_rule_that_crashes_is_a_finding_and_the_others_still_run() -> None:
    def crash(_asked: Asked) -> Iterator[Found]:
        yield Found("plan", "example", "found before the crash")
        message = "canary"
        raise ZeroDivisionError(message)

    rules = [evolve(RULES[0], id="broken", find=crash), *RULES]
    plan = plan_with('[[actions]]\nid = "act"\ntitle = "Act"\ndue = "2025-03"\n')

    findings = lint_with(rules, plan, known_kpis=())

    assert [finding.rule for finding in findings] == [CRASHED, "action-without-owner"]
    assert "broken failed itself (ZeroDivisionError)" in findings[0].problem
    assert "canary" not in repr(findings)


def test_findings_show_themselves() -> None:
    findings = lint(plan_with('[[actions]]\nid = "act"\ntitle = "<Act>"\n'))

    assert [finding.place for finding in findings] == [
        "plan.actions[0].owner",
        "plan.actions[0].due",
    ]
    assert repr(findings[0:1][0]).startswith("Finding(")
    assert repr(findings).splitlines()[0] == (
        "plan.actions[0].owner (act): nobody is accountable for it;"
        " name the role that is accountable [action-without-owner]"
    )
    assert '<th scope="col">problem</th>' in findings._repr_html_()
    assert findings.to_dicts()[1]["rule"] == "action-without-due"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans)
def test_no_rule_crashes_whatever_the_plan(plan: Plan) -> None:
    found = lint(plan, as_at=dt.date(2025, 1, 1))

    assert [finding for finding in found if finding.rule == CRASHED] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_crashes_on_the_shipped_plan(rule: Rule) -> None:
    asked = Asked(example_plan(), frozenset(), dt.date(2024, 10, 31))

    assert isinstance(tuple(rule.find(asked)), tuple)
