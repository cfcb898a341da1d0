"""Write the list of docs/sen2-checks.md: ``python -m tests.sen2_check_pages``."""

import sys
from collections.abc import Iterator
from pathlib import Path

from send_metrics.adapters.sen2.checks import NOT_RUN, RULES, Rule
from send_metrics.adapters.sen2.checks.rule import YEARS, Example

PAGE = Path(__file__).parents[1] / "docs/sen2-checks.md"
START = "<!-- From here on written by python -m tests.sen2_check_pages. -->"


def listed() -> str:
    """Return the part of the page that lists every rule."""
    by_id: dict[str, list[Rule]] = {}
    for rule in RULES:
        by_id.setdefault(rule.id, []).append(rule)
    return "\n".join(_lines(by_id)) + "\n"


def whole() -> str:
    """Return the page as it should be: its own words, then the list."""
    own, _, _ = PAGE.read_text("utf-8").partition(START)
    return f"{own}{START}\n\n{listed()}"


def _lines(by_id: dict[str, list[Rule]]) -> Iterator[str]:
    yield from (f"## The {len(by_id)} rules", "")
    yield "| rule | about | what is wrong | what to do | severity | breaks it |"
    yield "|---|---|---|---|---|---|"
    for rule_id, rules in by_id.items():
        about = ", ".join(f"`{rule.of}`" for rule in rules)
        breaks = next(rule.failing[0] for rule in rules if rule.failing)
        yield (
            f"| `{rule_id}` | {about if len(rules) < 4 else 'every record'}"
            f" | {rules[0].wording} | {rules[0].action}"
            f" | {_severity(rules[0])} | {_example(breaks)} |"
        )
    yield from ("", "## Rules that are not run", "")
    for rule in NOT_RUN:
        yield f"- `{rule.id}`: {rule.wording}. It {rule.why}."


def _severity(rule: Rule) -> str:
    years = ""
    if rule.years != YEARS:
        years = f", {min(rule.years)} to {max(rule.years)}"
    milder = "".join(f"; query in {year}" for year in sorted(rule.milder_in))
    return f"{rule.severity}{years}{milder}"


def _example(example: Example) -> str:
    parts = [
        f"no `{path}`" if text is None else f"`{path}` = `{text}`"
        for path, text in example.items.items()
    ]
    parts += [f"more in `{path or 'Person'}`" for path in example.more]
    parts += [f"{example.times} such persons"] if example.times > 1 else []
    return f"{example.like}: {', '.join(parts)}"


if __name__ == "__main__":
    PAGE.write_text(whole(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
