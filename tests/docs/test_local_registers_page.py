"""The page about local registers names every table, and limits as definitions have them."""

import re
from pathlib import Path

from send_metrics import catalogue
from send_metrics.kpis.definition import Proportion
from send_metrics.records.casework_tables import CASEWORK_TABLES
from send_metrics.records.engagement_tables import ENGAGEMENT_TABLES

PAGE = (Path(__file__).parents[2] / "docs/local-registers.md").read_text("utf-8")
LIMITS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("| what | limit |")[2].splitlines()
    if line.endswith("` |")
]


def test_the_page_names_every_table() -> None:
    tables = (*CASEWORK_TABLES, *ENGAGEMENT_TABLES)

    assert [t.name for t in tables if f"`{t.name}`" not in PAGE] == []


def test_each_limit_is_that_of_its_definition() -> None:
    by_id = {definition.id: definition for definition in catalogue()}

    assert len(LIMITS) > 10
    for _, limit, *_, kpi_id in LIMITS:
        definition = by_id[kpi_id.strip("`")]
        assert isinstance(definition, Proportion)
        for number in re.findall(r"[0-9]+", limit):
            assert re.search(rf"\b{number}\b", definition.numerator.wording)


def test_the_page_has_a_row_for_each_definition_that_places_duties_by_working_days() -> (
    None
):
    named = {kpi_id.strip("`") for *_, kpi_id in LIMITS}

    assert {d.id for d in catalogue() if d.due_after_working_days} <= named
