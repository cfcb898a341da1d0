"""Write a page of docs/reference for every KPI: ``python -m tests.reference_pages``.

The words come from the definitions and the worked examples from the spec tests, so a
page says what is computed and proven. ``--check`` says which pages are stale instead.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from send_metrics import Definition, catalogue
from send_metrics.kpis.catalogue import editions
from send_metrics.kpis.definition import (
    Gap,
    Proportion,
    Rate,
    RateOfCounts,
    Settled,
    Waits,
)
from send_metrics.kpis.describe import described_in_words
from tests.spec.drawing import drawn
from tests.spec.examples import Example, drawn_examples

FOLDER = Path(__file__).parents[1] / "docs/reference"
_MAKER = "<!-- Written by python -m tests.reference_pages; change the definition. -->"
_FAMILIES = {
    "ehcp": "EHC plans",
    "placement": "Placements",
    "review": "Annual reviews",
    "panel": "Panels",
    "quality": "Quality of plans",
    "complaints": "Complaints",
    "ombudsman": "The Ombudsman",
    "mediation": "Mediation",
    "appeals": "Appeals",
    "attendance": "Attendance",
    "exclusions": "Exclusions",
    "schools": "Schools",
    "sufficiency": "Sufficiency of places",
    "waits": "Waits",
    "health": "Health",
    "comms": "Calls, e-mails and updates",
    "portal": "The families' portal",
    "survey": "Surveys",
    "training": "Training",
    "voice": "Voice of children and young people",
    "workforce": "Workforce",
    "pfa": "Preparing for adulthood",
    "plan": "The plan",
    "data": "Data",
}


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    examples: dict[tuple[str, int], list[Example]] = {}
    for example in drawn_examples():
        examples.setdefault((example.kpi_id, example.edition), []).append(example)
    made = {f"{kpi.id}.md": _page(kpi, examples) for kpi in catalogue()}
    return made | {"README.md": _contents()}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of pages that are missing, out of date or of no KPI."""
    made = pages()
    held = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(
        name for name in made.keys() | held.keys() if made.get(name) != held.get(name)
    )


def _contents() -> str:
    lines = [
        "# Reference of the KPIs",
        "",
        _MAKER,
        "",
        "One page for each KPI: its wording, formula, source and the days it is in force,"
        " what is undetermined, and worked examples, which the tests run on every engine.",
    ]
    for family, name in _FAMILIES.items():
        lines += [
            "",
            f"## {name}",
            "",
            "| id | title | kind | status |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| [`{kpi.id}`]({kpi.id}.md) | {kpi.title} | {_kind(kpi)} | {kpi.status} |"
            for kpi in catalogue()
            if kpi.id.split(".")[0] == family
        ]
    return "\n".join(lines) + "\n"


def _page(kpi: Definition, examples: dict[tuple[str, int], list[Example]]) -> str:
    lines = [f"# {kpi.title}", "", _MAKER, ""]
    held = editions(kpi.id)
    for edition in reversed(held):
        if len(held) > 1:
            ends = f" to {edition.in_force_to}" if edition.in_force_to else ""
            days = f"in force from {edition.in_force_from}{ends}"
            lines += [f"## Edition {edition.edition}, {days}", ""]
        lines += _definition(edition, "##" if len(held) == 1 else "###")
        lines += _worked(
            edition,
            examples.get((edition.id, edition.edition), []),
            "##" if len(held) == 1 else "###",
        )
    return "\n".join(lines).rstrip() + "\n"


def _definition(kpi: Definition, mark: str) -> Iterator[str]:
    described = described_in_words(kpi)
    dimensions = ", ".join(f"`{name}`" for name in kpi.dimensions) or "nothing"
    yield from (
        f"`{kpi.id}`, edition {kpi.edition}: {_kind(kpi)}, {kpi.status}, of"
        f" {', '.join(f'`{table}`' for table in kpi.tables)}."
        f" {_BETTER[kpi.better]}",
        "",
        described.what,
        "",
        f"{mark} Formula",
        "",
        f"    {_formula(kpi)}",
        "",
    )
    for heading, entries in described.said:
        yield from (f"{mark} {heading}", "", *(f"- {entry}" for entry in entries), "")
    yield from (f"{mark} Can be broken down by", "", f"{dimensions}", "")


_BETTER = {
    "higher": "Higher is better.",
    "lower": "Lower is better.",
    "neither": "Neither higher nor lower is better.",
}


def _kind(kpi: Definition) -> str:
    return kpi.kind + (", a stock" if kpi.stock else "")


def _formula(kpi: Definition) -> str:
    if isinstance(kpi, Proportion):
        return "records in the numerator / records in the denominator"
    if isinstance(kpi, Rate):
        top = " + ".join(amount.wording for amount in kpi.top)
        bottom = " + ".join(amount.wording for amount in kpi.bottom)
        return f"sum of ({top}) / sum of ({bottom})"
    if isinstance(kpi, RateOfCounts):
        top, bottom = (
            " + ".join(f"{part.count.id} {part.taken}" for part in parts)
            for parts in (kpi.top, kpi.bottom)
        )
        return f"({top}) / ({bottom})"
    if isinstance(kpi, Gap):
        return f"highest - lowest median of {kpi.of.id} by {kpi.across}"
    if isinstance(kpi, Settled):
        return (
            f"{kpi.across}s whose waits have settled / {kpi.across}s that can be told"
        )
    if isinstance(kpi, Waits):
        return f"{kpi.headline} of days waited / 7"
    return "number of records counted"


def _worked(kpi: Definition, examples: list[Example], mark: str) -> Iterator[str]:
    if not examples:
        return
    yield from (f"{mark} Worked examples", "")
    for example in examples:
        asked = f"as at {example.as_at}" if example.as_at else f"over {example.period}"
        yield from (f"{mark}# {example.test}", "")
        if example.note:
            yield from (" ".join(example.note.split()), "")
        yield from (f"Asked {asked}.", "")
        for name, drawing in example.tables.items():
            yield from _table(example, name, drawing, is_judged=name == kpi.table)
        yield from _outcome(example)


def _table(
    example: Example, name: str, drawing: str, *, is_judged: bool
) -> Iterator[str]:
    rows = drawn(drawing)
    headings = list(rows[0]) if rows else []
    roles = is_judged and example.sums is None and example.because is None
    shown = [*headings, *(["what it is"] if roles else [])]
    yield from (f"`{name}`:", "")
    yield f"| {' | '.join(shown)} |"
    yield f"|{'---|' * len(shown)}"
    for row in rows:
        cells = [cell or " " for cell in row.values()]
        if roles:
            cells.append(_role(example, row["row"]))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _role(example: Example, row: str) -> str:
    if row in example.numerator:
        return "numerator"
    if row in example.denominator:
        return "denominator only"
    if row in example.undetermined:
        return "undetermined"
    for exclusion, rows in example.excluded.items():
        if row in rows:
            return f"excluded: {exclusion}"
    return "outside"


def _outcome(example: Example) -> Iterator[str]:
    if example.sums is not None:
        yield from (f"{example.sums[0]:,} / {example.sums[1]:,} is", "")
    if example.shows is not None:
        why = f": {example.because}" if example.because else ""
        yield from (f"Figure: **{example.shows}**{why}", "")


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that are stale."""
    if arguments == ["--check"]:
        names = stale()
        for name in names:
            sys.stdout.write(f"docs/reference/{name} is stale\n")
        return 1 if names else 0
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
