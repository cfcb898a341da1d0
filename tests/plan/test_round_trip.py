"""A plan that is written and read again is the same plan."""

import datetime as dt
import json
import re
import tomllib
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from send_metrics.domain.plan import Observation, Plan, When
from send_metrics.errors import PlanError, UsageError
from send_metrics.plans.converting import data_of, plan_of
from send_metrics.plans.files import (
    example_plan,
    plan_from_json,
    plan_from_toml,
    plan_to_json,
    plan_to_toml,
    read_plan,
)
from send_metrics.plans.schema import plan_schema

from .strategies import any_of, dates, plans


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans)
def test_any_plan_comes_back_and_keeps_to_the_schema(plan: Plan) -> None:
    as_json = plan_to_json(plan)

    assert plan_from_toml(plan_to_toml(plan)) == plan
    assert plan_from_json(as_json) == plan
    assert faults_of(json.loads(as_json), plan_schema()) == []


@given(observation=any_of(Observation))
def test_a_figure_keeps_every_digit_that_was_written(observation: Observation) -> None:
    plan = Plan(id="a", title="A", version="1", observations=(observation,))

    held = plan_from_json(plan_to_json(plan)).observations[0].value

    assert held == observation.value


@given(when=dates())
def test_a_date_is_no_more_exact_than_it_was_written(when: When) -> None:
    again = When.of(str(when), said=when.said)

    assert (again, again.precision) == (when, when.precision)
    assert when.first <= when.last
    assert when.in_words


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_file_is_read_by_its_ending(tmp_path: Any, suffix: str) -> None:
    plan = example_plan()
    write = plan_to_json if suffix == ".json" else plan_to_toml
    file = tmp_path / f"plan{suffix}"
    file.write_text(write(plan), encoding="utf-8")

    assert read_plan(file) == plan


def test_what_a_plan_does_not_say_is_not_written() -> None:
    plan = Plan(id="a", title="A", version="1")

    assert data_of(plan) == {"id": "a", "title": "A", "version": "1"}


SMALL = """
id = "a"
title = "A"
version = "1"
as_at = 2024-10-31

[[areas]]
id = "area-1"
kind = "priority action"
number = 1
public_wording = "Share data"

[[actions]]
id = "share-data"
title = "Share the canary data"
areas = ["area-1"]
due = 2024-12-31

[[kpis]]
id = "shared"
kpi = "data.dashboard_kpis_current"
title = "KPIs up to date"
unit = "percent"
better = "higher"
role = "process"
by = { service = "all" }
baseline = { value = 5.10 }
trajectory = [{ on = 2025-03-31, value = 60 }]
"""


def test_the_example_of_the_faults_below_is_a_plan() -> None:
    plan = plan_from_toml(SMALL)

    assert plan.kpis[0].baseline is not None
    assert plan.kpis[0].baseline.value == Decimal("5.1")
    assert plan.actions[0].due == When.day(dt.date(2024, 12, 31))
    assert repr(plan) == (
        "<Plan a 1: 1 areas, 1 actions, 0 milestones, 1 kpis, 0 observations>"
    )


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("due = 2024", "du = 2024", "plan.actions[0].du is not understood"),
        ("due = 2024", "du = 2024", "did you mean due"),
        ("version =", "qqq =", "plan.qqq is not understood; there are id, title,"),
        ('id = "area-1"', "", "plan.areas[0].id is missing"),
        ('title = "Share', 'title = 3 # "', "plan.actions[0].title must be text"),
        ("number = 1", "number = true", "plan.areas[0].number must be a whole number"),
        ("number = 1", "number = 0", "plan.areas[0]: number must be 1 or more"),
        ("priority action", "action", "plan.areas[0].kind must be one of: priority"),
        ("value = 5.10", 'value = "5"', "plan.kpis[0].baseline.value must be a number"),
        ("value = 5.10", "value = nan", "plan.kpis[0].baseline: a figure must be a fi"),
        ("value = 5.10", f"value = {'9' * 16}", "baseline: a figure has up to 15 dig"),
        ("value = 60", "value = false", "plan.kpis[0].trajectory[0].value must be a"),
        ("on = 2025-03-31", 'on = "31/3"', "plan.kpis[0].trajectory[0].on must be a d"),
        ("[{ on = 2025-03-31, value = 60 }]", '"abc"', "trajectory must be a list"),
        ('{ service = "all" }', '"all"', "plan.kpis[0].by must be a table"),
        ('["area-1"]', "[1]", "plan.actions[0].areas[0] must be text"),
        ("[[areas]]", "[areas]", "plan.areas must be a list"),
        ("due = 2024-12-31", 'due = "2025"', "plan.actions[0].due must be a date"),
        ("due = 2024-12-31", 'due = { said = "s" }', "plan.actions[0].due must be a d"),
        ("due = 2024-12-31", "due = 2024-12-31T00:00:00", "actions[0].due must be a d"),
        ('id = "share-data"', 'id = "Share"', "plan.actions[0]: id must be lower-case"),
        ('title = "A"', 'title = " "', "plan: title says nothing"),
        ('id = "a"', "id = ", "not valid TOML"),
    ],
)
def test_a_fault_is_told_with_its_path(written: str, instead: str, said: str) -> None:
    assert written in SMALL

    with pytest.raises(PlanError, match=re.escape(said)) as told:
        plan_from_toml(SMALL.replace(written, instead, 1))

    assert "canary" not in str(told.value)


def test_the_first_faults_are_told_and_the_others_counted() -> None:
    with pytest.raises(PlanError, match=r"plan\.e is not.*; and 1 more") as told:
        plan_from_toml(SMALL + "[a]\n[b]\n[e]\n[f]\n".replace("[a]", "[aa]"))

    assert str(told.value).count("not understood") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "plan must be a table"),
        ('{"id": NaN}', "NaN"),
        ('{"id": "a", "id": "b"}', "twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"id": "a", "version": "1", "title": "\\ud800"}', "half of a character"),
        (f'{{"id": {"1" * 5000}}}', "not valid JSON"),
    ],
)
def test_json_that_is_no_plan_is_refused(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=re.escape(said)):
        plan_from_json(text)


def test_toml_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(PlanError, match="nested too deeply"):
        plan_from_toml("a = " + "[" * 100_000)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Any) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'title = "caf\xe9"')
    broken = tmp_path / "broken.toml"
    broken.write_text("titel = 1", encoding="utf-8")
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(17 * 1024 * 1024)

    for file, said in (
        (tmp_path / "none.toml", "none.toml does not exist"),
        (latin, "latin.toml is not UTF-8"),
        (broken, r"broken.toml: plan.titel is not understood; did you mean title"),
        (large, "larger than 16 MiB"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(PlanError, match=said):
            read_plan(file)


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        ("2024-09-01", "2024-09-29", "month"),
        ("2024-09-01", "2024-09-02", "day"),
        ("2024-02-01", "2024-04-30", "quarter"),
        ("2024-01-01", "2024-06-30", "calendar year"),
        ("1899-12-31", "1899-12-31", "day"),
        ("2024-09-02", "2024-09-01", "between two days"),
    ],
)
def test_a_date_is_what_its_precision_says(
    first: str, last: str, precision: Any
) -> None:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)

    with pytest.raises(UsageError):
        When(*days, precision)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-09-30", "30 September 2024"),
        ("2024-09", "September 2024"),
        ("2024-Q3", "July to September 2024"),
        ("CY2023", "2023"),
        ("AY2024/25", "academic year 2024/25"),
        ("FY2024/25", "financial year 2024/25"),
        ("2025-04-01..2025-12-31", "1 April 2025 to 31 December 2025"),
    ],
)
def test_a_date_in_words(text: str, words: str) -> None:
    assert When.of(text).in_words == words


def test_plain_data_hold_no_library_types() -> None:
    data = data_of(example_plan())

    assert plan_of(data) == example_plan()
    assert tomllib.loads(plan_to_toml(example_plan())) == data


def faults_of(data: Any, schema: dict[str, Any]) -> list[str]:
    """Hold data against the part of JSON Schema that a plan's schema uses."""
    return list(_faults(data, schema, schema, "plan"))


def _faults(data: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Any:
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rpartition("/")[2]]}
    if "anyOf" in schema and all(
        list(_faults(data, one, root, at)) for one in schema["anyOf"]
    ):
        yield f"{at} is none of what it may be"
    if "enum" in schema and data not in schema["enum"]:
        yield f"{at} is no choice"
    kinds = {"string": str, "integer": int, "number": int | float, "array": list}
    kind = {**kinds, "object": dict}.get(schema.get("type", ""), object)
    if not isinstance(data, kind):
        yield f"{at} is of another type"
    elif isinstance(data, str) and not re.search(schema.get("pattern", ""), data):
        yield f"{at} has another form"
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _faults(item, schema["items"], root, f"{at}[{number}]")
    elif isinstance(data, dict) and "type" in schema:
        known, others = schema.get("properties", {}), schema["additionalProperties"]
        yield from (
            f"{at} lacks {k}" for k in schema.get("required", ()) if k not in data
        )
        for key, value in data.items():
            if key in known or others is not False:
                yield from _faults(value, known.get(key, others), root, f"{at}.{key}")
            else:
                yield f"{at}.{key} has no place"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("actions", 0, "du"), "2024"),
        (("actions", 0, "due"), "2024"),
        (("actions", 0, "title"), 3),
        (("areas", 0, "kind"), "action"),
        (("areas", 0, "id"), "A 1"),
        (("kpis", 0, "baseline"), {}),
        (("kpis", 0, "by"), {"service": 1}),
    ],
)
def test_the_schema_refuses_what_reading_refuses(path: Any, value: Any) -> None:
    data = json.loads(plan_to_json(plan_from_toml(SMALL)))
    assert faults_of(data, plan_schema()) == []
    data[path[0]][path[1]][path[2]] = value

    assert len(faults_of(data, plan_schema())) == 1
    with pytest.raises(PlanError):
        plan_of(data)


def test_every_field_of_every_entity_is_in_the_schema() -> None:
    schema = plan_schema()
    properties = set(schema["properties"])

    assert properties == {field.name for field in attrs.fields(Plan)}
    assert schema["$defs"]["KpiLink"]["properties"]["areas"]["description"] == (
        "ids of areas"
    )
    assert all(part["description"] for part in schema["$defs"].values())
