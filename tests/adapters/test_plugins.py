"""Adapters come through one hook; what is wrong with one is said by name."""

import re
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from send_metrics import SendMetricsError, read
from send_metrics.adapters import (
    Adapter,
    Adapters,
    Pseudonyms,
    Reading,
    find_adapters,
    hookimpl,
)
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import canonical, in_pandas


class Desk:
    """An adapter as a stranger would write it."""

    def __init__(
        self, name: str = "desk", tables: tuple[str, ...] = ("referrals",)
    ) -> None:
        self.name = name
        self.title = "a desk"
        self.tables = tables

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        del path, pseudonyms
        rows = canonical("referrals", [{"row": "A", "referred_on": "2025-01-01"}])
        return Reading({"referrals": in_pandas(SCHEMAS["referrals"], rows)})


def offering(*adapters: object) -> object:
    @hookimpl
    def register_adapters(register: Callable[[Any], None]) -> None:
        for adapter in adapters:
            register(adapter)

    return SimpleNamespace(register_adapters=register_adapters)


class Installed(EntryPoint):
    """An entry point whose plug-in is at hand."""

    def load(self) -> Any:
        plugin = PLUGINS[self.value]
        if isinstance(plugin, Exception):
            raise plugin
        return plugin


@hookimpl
def register_adaptors(register: Callable[[Adapter], None]) -> None:
    register(Desk())


PLUGINS: dict[str, Any] = {
    "good": offering(Desk()),
    "misspelt": SimpleNamespace(register_adaptors=register_adaptors),
    "clashing": offering(Desk("sen2")),
    "incomplete": offering(SimpleNamespace(name="half")),
    "inventing": offering(Desk("invents", ("unicorns",))),
    "broken": ImportError("no module named Zyx-Canary"),
    "raising": offering(),
}


def found(plugin: str, *, allowed: bool = True) -> Adapters:
    point = Installed(plugin, plugin, "send_metrics.adapters")
    return find_adapters([plugin] if allowed else [], installed=[point])


def problem(plugin: str) -> str:
    last = found(plugin).found[-1]
    assert last.adapter is None
    assert last.problem is not None
    return last.problem


def test_the_built_in_adapters_come_through_the_same_hook() -> None:
    names = [entry.name for entry in find_adapters(installed=[]).found]

    assert names == [
        "sen2",
        "attendance_marks",
        "wonde",
        "school_census",
        "school_list",
        "referrals",
        "register",
        "csds",
        "mhsds",
        "wlmds",
        "rtt",
        "dm01",
        "chs_sitrep",
        "ld_health_checks",
        "ees",
    ]


def test_an_allowed_plug_in_is_found() -> None:
    assert found("good").named("desk").title == "a desk"


def test_a_plug_in_that_is_not_allowed_is_listed_but_not_loaded() -> None:
    entry = found("broken", allowed=False).found[-1]

    assert not entry.allowed
    assert "SEND_METRICS_ALLOWED_ADAPTERS" in (entry.problem or "")


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        ("misspelt", "failed to register"),
        ("clashing", "repeats the name"),
        ("incomplete", "lacks one of name, title, tables, read"),
        ("inventing", "tables that do not exist: unicorns"),
        ("broken", r"failed to load \(ImportError\)"),
        ("raising", "registers no adapter"),
    ],
)
def test_a_faulty_plug_in_is_reported_and_takes_no_other_down(
    plugin: str, said: str
) -> None:
    adapters = found(plugin)

    assert adapters.named("sen2").name == "sen2"
    assert re.search(said, problem(plugin))
    assert "Canary" not in problem(plugin)


def test_an_unknown_adapter_is_refused_with_those_there_are() -> None:
    with pytest.raises(SendMetricsError, match="there are sen2, attendance_marks"):
        find_adapters(installed=[]).named("sen3")


def test_an_adapter_that_gives_a_table_it_does_not_declare_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(
        SendMetricsError, match="gave referrals, which it does not declare"
    ):
        read(Desk(tables=("pupils",)), tmp_path)


def test_an_adapter_whose_balance_does_not_fit_its_frame_is_refused(
    tmp_path: Path,
) -> None:
    class Miscounting(Desk):
        def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
            reading = super().read(path, pseudonyms)
            return Reading(reading.frames, {"referrals": RowBalance(7, 7)})

    with pytest.raises(SendMetricsError, match="7 rows were accepted but 1 arrived"):
        read(Miscounting(), tmp_path)
