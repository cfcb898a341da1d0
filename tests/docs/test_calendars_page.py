"""The tables of the page on calendars say what the code does."""

import re
from pathlib import Path
from typing import get_args

import pytest

import send_metrics as sm
from send_metrics.domain.census_days import SEN2_CENSUS_DAYS
from send_metrics.domain.period import Kind

PAGE = (Path(__file__).parents[2] / "docs/calendars.md").read_text("utf-8")
PERIODS = re.findall(
    r"^\| `([^`]+)` \| (\S+) to (\S+) \| ([a-z0-9 ]+?)(?::.*)? \|$", PAGE, re.M
)


@pytest.mark.parametrize(("written", "first", "last", "kind"), PERIODS)
def test_a_period_is_what_the_table_says(
    written: str, first: str, last: str, kind: str
) -> None:
    period = sm.parse_period(written)

    assert (str(period), period.kind) == (f"{first}..{last}", kind)


def test_every_kind_of_period_is_in_the_table() -> None:
    known_without_a_file = set(get_args(Kind)) - {"half term"}

    assert {kind for *_, kind in PERIODS} == known_without_a_file


def test_every_census_day_is_in_the_table() -> None:
    shown = re.findall(r"^\| (\d{4}) \| (\S+) \|$", PAGE, re.M)

    assert shown == [(str(year), str(day)) for year, day in SEN2_CENSUS_DAYS.items()]
