"""What every definition of the catalogue owes its readers, asked of all of them at once.

Each question gives what is wrong with a definition, in words, and nothing if all is well.
Below the catalogue stand broken definitions that each question finds.
"""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from attrs import evolve, field, frozen

from send_metrics import Definition
from send_metrics.adapters.plugins import find_adapters
from send_metrics.kpis.catalogue import ALL, kpi
from send_metrics.kpis.definition import Clock, Proportion
from send_metrics.kpis.describe import described_in_words
from send_metrics.records.records import Records
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import drawn

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
DRAWING = """
import json
from tests.spec.examples import drawn_examples
print(json.dumps([
    {
        "kpi": f"{example.kpi_id} {example.edition}",
        "drawing": example.drawing,
        "as_at": example.as_at and str(example.as_at),
        "numerator": sorted(example.numerator),
        "denominator": sorted(example.denominator),
        "sums": example.sums is not None,
    }
    for example in drawn_examples()
]))
"""
MOST_WORDS = 36
LONGER = {
    "placement.not_in_education": "names the three codes that count, each in full"
}
"""Whose description has a longer sentence, and why it may."""

IN_UNITS = re.compile(r", in (per cent|[a-z0-9 ]+), rounded .*$")
TOKEN = re.compile(r"[a-z0-9_.]*_[a-z0-9_]+")


@frozen
class Drawn:
    """A worked example: its rows by name, and which of them count for what."""

    rows: Mapping[str, Mapping[str, str]]
    as_at: str | None = None
    numerator: frozenset[str] = frozenset()
    denominator: frozenset[str] = frozenset()
    sums: bool = False

    def days(self, clock: Clock) -> dict[str, int]:
        """How many days each row measures, where the drawing tells."""
        found = {}
        for name, row in self.rows.items():
            start = row.get(clock.start)
            stop = row.get(clock.stop) if clock.stop else self.as_at
            if start and stop:
                past = dt.date.fromisoformat(stop) - dt.date.fromisoformat(start)
                found[name] = past.days
        return found


@frozen
class Known:
    """What the questions are held against."""

    drawn: Mapping[str, list[Drawn]] = field(factory=dict)
    tables: Collection[str] = ()
    pages: Mapping[str, str] = field(factory=dict)
    linked: str = ""


def name_of(definition: Definition) -> str:
    return f"{definition.id} {definition.edition}"


def not_on_both_sides(definition: Definition, known: Known) -> list[str]:
    """Are there worked examples on either side of what the definition asks?"""
    examples = known.drawn.get(name_of(definition), [])
    if not examples:
        return ["no spec draws it"]
    if any(example.sums for example in examples):
        return []
    counted = any(example.denominator for example in examples)
    wrong = [] if counted else ["no row of any spec counts"]
    if not isinstance(definition, Proportion):
        return wrong
    if not any(example.numerator for example in examples):
        wrong.append("no row of any spec meets the claim")
    if not any(example.denominator - example.numerator for example in examples):
        wrong.append("no row of any spec fails the claim")
    clock = definition.numerator.clock
    if clock is not None and clock.most_days is not None:
        sides = {
            (row in example.numerator, days - clock.most_days)
            for example in examples
            for row, days in example.days(clock).items()
            if row in example.denominator
        }
        last, next_day = (
            {met for met, past in sides if past == 0},
            {met for met, past in sides if past == 1},
        )
        # Drawings that look the days up in another table tell of no days here.
        if sides and not (last and next_day and last != next_day):
            wrong.append(f"no spec stands on day {clock.most_days} and on the next")
    return wrong


def reads_badly(definition: Definition, _known: Known) -> list[str]:
    """Is the description plain English?"""
    described = described_in_words(definition)
    wrong = []
    told = [definition.title, described.what]
    told += [entry for _, entries in described.said for entry in entries]
    sentence = IN_UNITS.sub("", described.what)
    longest = max(len(part.split()) for part in re.split(r"[.;:] ", sentence))
    if longest > MOST_WORDS and definition.id not in LONGER:
        wrong.append(f"a sentence has {longest} words")
    for text in told:
        if "  " in text or text != text.strip():
            wrong.append("there are spaces too many")
        if re.search(r"\s[,.;:]", text):
            wrong.append("a word is missing")
        if text.count("(") != text.count(")"):
            wrong.append("a bracket is not closed")
        if re.search(r"\bNone\b|\bnan\b|[{}]|\bTODO\b", text):
            wrong.append("something was never filled in")
        if "://" not in text and left_bare(definition, text):
            wrong.append("a name of the code stands there without its meaning")
    return wrong


def left_bare(definition: Definition, text: str) -> bool:
    """Is there a name with an underscore that is neither a KPI nor explained?"""
    ids = {d.id for d in ALL}
    for token in TOKEN.finditer(text):
        named = token.group().rstrip(".")
        explained = text[token.end() :].startswith(" (")
        known = named in ids or named in SCHEMAS or explained
        official = named in definition.citation.section
        if not (known or official):
            return True
    return False


def given_by_nobody(definition: Definition, known: Known) -> list[str]:
    """Does some adapter give every table that is read?"""
    lacking = [
        table
        for table in definition.tables
        if table not in known.tables
        and any(needed not in known.tables for needed in Records().lacks(table))
    ]
    return [f"no adapter gives {table}" for table in lacking]


def homeless(definition: Definition, known: Known) -> list[str]:
    """Is there a page of the definition, which names it and which readers can reach?"""
    page = known.pages.get(definition.id)
    wrong = []
    if page is None:
        wrong.append("it has no page in the reference")
    elif definition.title not in page:
        wrong.append("its page has another title")
    if f"({definition.id}.md)" not in known.linked:
        wrong.append("the index of the reference does not lead to it")
    return wrong


Question = Callable[[Definition, Known], list[str]]
QUESTIONS: tuple[Question, ...] = (
    not_on_both_sides,
    reads_badly,
    given_by_nobody,
    homeless,
)


def tables_of_adapters() -> set[str]:
    listed = [found.adapter for found in find_adapters().found]
    return {table for adapter in listed if adapter for table in adapter.tables}


@pytest.fixture(scope="module")
def known() -> Known:
    """The specs draw in a process of their own: whatever part of them runs here."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", DRAWING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    examples: dict[str, list[Drawn]] = {}
    for said in json.loads(ran.stdout.splitlines()[-1]):
        examples.setdefault(said["kpi"], []).append(
            Drawn(
                rows={row.get("row", ""): row for row in drawn(said["drawing"])},
                as_at=said["as_at"],
                numerator=frozenset(said["numerator"]),
                denominator=frozenset(said["denominator"]),
                sums=said["sums"],
            )
        )
    return Known(
        drawn=examples,
        tables=tables_of_adapters(),
        pages={page.stem: page.read_text("utf-8") for page in REFERENCE.glob("*.md")},
        linked=(REFERENCE / "README.md").read_text("utf-8"),
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_nothing_is_wrong_with_any_edition_of_any_definition(
    question: Question, known: Known
) -> None:
    wrong = {name_of(d): said for d in ALL if (said := question(d, known))}

    assert wrong == {}


def test_an_exception_is_made_only_where_it_is_needed() -> None:
    for kpi_id in LONGER:
        sentence = IN_UNITS.sub("", described_in_words(kpi(kpi_id)).what)
        assert len(sentence.split()) > MOST_WORDS


# Definitions that are broken in one way each, and the question that finds it.

IN_TIME = kpi("ehcp.decision_to_assess_within_6_weeks")
NAME = name_of(IN_TIME)
CLAIM = "the decision was told within 6 weeks"


def asked(request: str, told: str) -> dict[str, str]:
    return {"received_on": request, "request_outcome_on": told}


SOUND = Drawn(
    rows={
        "A": asked("2024-01-01", "2024-02-12"),
        "B": asked("2024-01-01", "2024-02-13"),
    },
    numerator=frozenset("A"),
    denominator=frozenset("AB"),
)


def test_a_spec_on_both_sides_of_the_limit_is_enough() -> None:
    assert not_on_both_sides(IN_TIME, Known(drawn={NAME: [SOUND]})) == []


@pytest.mark.parametrize(
    ("examples", "wrong"),
    [
        ([], "no spec draws it"),
        ([Drawn(rows=SOUND.rows)], "no row of any spec counts"),
        (
            [evolve(SOUND, numerator=frozenset())],
            "no row of any spec meets the claim",
        ),
        (
            [evolve(SOUND, denominator=frozenset("A"))],
            "no row of any spec fails the claim",
        ),
        (
            [
                evolve(
                    SOUND, rows={**SOUND.rows, "B": asked("2024-01-01", "2024-03-01")}
                )
            ],
            "no spec stands on day 42 and on the next",
        ),
        (
            [
                evolve(
                    SOUND, rows={**SOUND.rows, "A": asked("2024-01-01", "2024-02-01")}
                )
            ],
            "no spec stands on day 42 and on the next",
        ),
        (
            [evolve(SOUND, numerator=frozenset("AB"), denominator=frozenset("ABC"))],
            "no spec stands on day 42 and on the next",
        ),
    ],
)
def test_a_spec_that_leaves_a_side_out_is_found(
    examples: list[Drawn], wrong: str
) -> None:
    assert wrong in not_on_both_sides(IN_TIME, Known(drawn={NAME: examples}))


def test_a_spec_of_another_edition_does_not_count() -> None:
    known = Known(drawn={NAME: [SOUND]})

    assert not_on_both_sides(evolve(IN_TIME, edition=9), known) == ["no spec draws it"]


def claiming(wording: str) -> Definition:
    assert isinstance(IN_TIME, Proportion)
    return evolve(IN_TIME, numerator=evolve(IN_TIME.numerator, wording=wording))


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        (evolve(IN_TIME, counted=""), "a word is missing"),
        (claiming("it was " * 20), "a sentence has"),
        (claiming(f"{CLAIM}  or not"), "there are spaces too many"),
        (evolve(IN_TIME, title="Decisions "), "there are spaces too many"),
        (claiming(f"{CLAIM} (or not"), "a bracket is not closed"),
        (claiming(f"{CLAIM} or None"), "something was never filled in"),
        (claiming("request_outcome_on was early"), "a name of the code stands there"),
        (evolve(IN_TIME, deviations=("see other_tribunal",)), "a name of the code"),
    ],
)
def test_a_description_that_does_not_read_well_is_found(
    broken: Definition, wrong: str
) -> None:
    assert any(said.startswith(wrong) for said in reads_badly(broken, Known()))


def test_a_name_of_the_code_that_is_explained_is_none_to_stumble_over() -> None:
    explained = evolve(IN_TIME, deviations=("other_tribunal (an appeal) is left out",))

    assert reads_badly(explained, Known()) == []


def test_a_table_that_no_adapter_gives_is_found() -> None:
    updates = kpi("comms.proactive_updates")

    assert given_by_nobody(updates, Known(tables={"ehc_requests"})) == [
        "no adapter gives family_updates"
    ]
    assert given_by_nobody(updates, Known(tables=set(updates.tables))) == []


def test_a_derived_table_is_given_by_what_it_is_made_of() -> None:
    spells = kpi("waits.cyp_mental_health")
    both = {"referrals", "contacts"}

    assert given_by_nobody(spells, Known(tables=both)) == []
    assert given_by_nobody(spells, Known(tables={"referrals"})) == [
        "no adapter gives referral_spells"
    ]


@pytest.mark.parametrize(
    ("pages", "linked", "wrong"),
    [
        ({}, f"({IN_TIME.id}.md)", "it has no page in the reference"),
        ({IN_TIME.id: "# Else"}, f"({IN_TIME.id}.md)", "its page has another title"),
        ({IN_TIME.id: IN_TIME.title}, "", "the index of the reference does not lead"),
    ],
)
def test_a_definition_without_a_home_is_found(
    pages: dict[str, str], linked: str, wrong: str
) -> None:
    found = homeless(IN_TIME, Known(pages=pages, linked=linked))

    assert len(found) == 1
    assert found[0].startswith(wrong)
