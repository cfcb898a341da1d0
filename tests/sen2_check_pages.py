"""Write the list of docs/sen2-checks.md: ``python -m tests.sen2_check_pages``."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from send_metrics.adapters.sen2.checks import NOT_RUN, RULE_SETS, RULES, Rule
from send_metrics.adapters.sen2.checks.rule import YEARS, Example

PAGE = Path(__file__).parents[1] / "docs/sen2-checks.md"
START = "<!-- From here on written by python -m tests.sen2_check_pages. -->"


def listed() -> str:
    """Return the part of the page that lists every rule."""
    return "\n".join(_lines()) + "\n"


def whole() -> str:
    """Return the page as it should be: its own words, then the list."""
    own, _, _ = PAGE.read_text("utf-8").partition(START)
    return f"{own}{START}\n\n{listed()}"


def _lines() -> Iterator[str]:
    yield from (f"## The {len({rule.id for rule in RULES})} rules", "")
    for title, rules in RULE_SETS.items():
        by_id: dict[str, list[Rule]] = {}
        for rule in rules:
            by_id.setdefault(rule.id, []).append(rule)
        yield from (f"### {title}", "")
        yield "| rule | severity | what is wrong; what to do | breaks it | keeps it |"
        yield "|---|---|---|---|---|"
        yield from map(_row, by_id.values())
        yield ""
    yield from ("## Rules that are not run", "")
    for not_run in NOT_RUN:
        yield f"- `{not_run.id}`: {not_run.wording}. It {not_run.why}."


def _row(rules: Sequence[Rule]) -> str:
    rule = rules[0]
    failing = [example for each in rules for example in each.failing]
    return (
        f"| `{rule.id}` | {_severity(rule)} | {rule.wording}; {rule.action}"
        f" ({rule.basis}) | {_examples(rule, failing)}"
        f" | {_examples(rule, rule.passing) or 'new plan'} |"
    )


def _severity(rule: Rule) -> str:
    first, last = min(rule.years), max(rule.years)
    milder = "".join(f"; query in {year}" for year in sorted(rule.milder_in))
    if rule.years == YEARS:
        return f"{rule.severity}{milder}"
    years = f"from {first}" if last == max(YEARS) else f"{first} to {last}"
    return f"{rule.severity}, {years}{milder}"


def _examples(rule: Rule, examples: Sequence[Example]) -> str:
    return "<br>".join(_example(rule, example) for example in examples)


def _example(rule: Rule, example: Example) -> str:
    parts = [
        f"no `{_item(rule, path)}`"
        if text is None
        else f"`{_item(rule, path)}` = `{text}`"
        for path, text in example.items.items()
    ]
    parts += [
        f"`{xml}` in `{path.replace('..', 'Persons').rpartition('/')[2] or 'Person'}`"
        for path, xml in example.more.items()
    ]
    parts += [f"{example.times} such persons"] if example.times > 1 else []
    year = "" if example.year == max(YEARS) else f" in {example.year}"
    return f"{example.like}{year}{': ' if parts else ''}{', '.join(parts)}"


def _item(rule: Rule, path: str) -> str:
    """Return an item by its name, with that of its record if it is not the rule's."""
    above, _, item = path.rpartition("/")
    record = above.rpartition("/")[2] or "Person"
    return item if record == rule.of else f"{record}/{item}"


if __name__ == "__main__":
    PAGE.write_text(whole(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
