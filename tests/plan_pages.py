"""Write what docs say of plans from the code: ``python -m tests.plan_pages``."""

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from send_metrics.domain import plan as entities
from send_metrics.plans.lint import RULE_SETS, RULES, Rule
from send_metrics.plans.schema import plan_schema

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "plan.md"
RULES_PAGE = DOCS / "plan-rules.md"
SCHEMA = DOCS / "plan.schema.json"
START = "<!-- From here on written by python -m tests.plan_pages. -->"


def whole() -> str:
    """Return the page as it should be: its own words, then the list of entities."""
    own, _, _ = PAGE.read_text("utf-8").partition(START)
    lists = "\n".join(_entities())
    return f"{own.rstrip()}\n\n{START}\n\n{lists}"


def rules_page() -> str:
    """Return the page that lists every rule."""
    return "\n".join(_rules())


def schema() -> str:
    """Return the JSON Schema as it should be."""
    return json.dumps(plan_schema(), indent=2) + "\n"


def _entities() -> Iterator[str]:
    yield from ("## The entities", "", "Keys that must be there are in bold.", "")
    yield from ("| entity | what it is | keys |", "|---|---|---|")
    for name in entities.__all__:
        kind = getattr(entities, name)
        if kind is not entities.When:
            said = (inspect.getdoc(kind) or "").partition("\n\n")[0]
            keys = ", ".join(map(_key, attrs.fields(kind)))
            yield f"| `{name}` | {' '.join(said.split())} | {keys} |"
    yield ""


def _rules() -> Iterator[str]:
    yield from ("# What the lint of a plan finds", "")
    yield f"{len(RULES)} rules, written by `python -m tests.plan_pages` from the code."
    yield "An error is a contradiction; a query leaves open what a reader must know."
    yield "Each is shown by a part of a plan file that breaks it and by one that keeps it."
    for title, rules in RULE_SETS.items():
        yield from ("", f"## {title}")
        for rule in rules:
            yield from _rule(rule)
    yield ""


def _key(field: "attrs.Attribute[object]") -> str:
    return (
        f"**`{field.name}`**" if field.default is attrs.NOTHING else f"`{field.name}`"
    )


def _rule(rule: Rule) -> Iterator[str]:
    day = ", needs a day" if rule.needs_a_day else ""
    yield from ("", f"### `{rule.id}` ({rule.severity}{day})", "")
    yield f"{rule.wording[0].upper()}{rule.wording[1:]}; {rule.action}."
    for title, parts in (("Breaks it", rule.failing), ("Keeps it", rule.passing)):
        yield from ("", f"{title}:", "", "```toml", parts[0].strip(), "```")


if __name__ == "__main__":
    PAGE.write_text(whole(), encoding="utf-8")
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}, {RULES_PAGE.name} and {SCHEMA.name} written\n")
