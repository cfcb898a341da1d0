"""The record that the dashboard keeps of its own runs: one line a day, nobody's data."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import cattrs
from attrs import field, frozen
from cattrs.errors import BaseValidationError

from send_metrics.errors import SettingsError


@frozen(kw_only=True)
class SourceSeen:
    """A source as a run found it.

    *rows* are those accepted, by table. *passed* says whether no table lost more rows
    than its limit. *told_up_to* is the last day that it tells of, if that is known, and
    *is_said* whether it says so itself.
    """

    source: str
    adapter: str
    organisation: str | None = None
    read: bool
    rows: Mapping[str, int] = field(factory=dict)
    rejected: int = 0
    passed: bool | None = None
    told_up_to: dt.date | None = None
    is_said: bool = False


@frozen(kw_only=True)
class MeasureSeen:
    """A measure of the plan as a run showed it: up to when it should have told, and did."""

    id: str
    kpi: str
    areas: tuple[str, ...] = ()
    due_up_to: dt.date | None = None
    shown_up_to: dt.date | None = None


@frozen(kw_only=True)
class ActionSeen:
    """An action of the plan with the word that it was rated by."""

    id: str
    areas: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    rating: str = "not rated"
    is_withdrawn: bool = False


@frozen(kw_only=True)
class PromiseSeen:
    """What was published when, and the last day on which the next version is in time."""

    page: str
    published_on: dt.date | None = None
    next_by: dt.date


@frozen(kw_only=True)
class Run:
    """What the dashboard found on a day; there is one run for a day, the last."""

    on: dt.date
    plan: str
    version: str
    sources: tuple[SourceSeen, ...] = ()
    measures: tuple[MeasureSeen, ...] = ()
    actions: tuple[ActionSeen, ...] = ()
    promises: tuple[PromiseSeen, ...] = ()


def with_run(runs: Iterable[Run], run: Run) -> tuple[Run, ...]:
    """Return runs in order, with one that takes the place of that of the same day."""
    kept = (held for held in runs if held.on != run.on)
    return tuple(sorted((*kept, run), key=lambda held: held.on))


def read_runs(file: Path) -> tuple[Run, ...]:
    """Return the runs in a record, in order; none where there is no file yet.

    Raises:
        SettingsError: the file cannot be read, or a line of it is no run.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror}); name a record of runs"
        raise SettingsError(message) from None
    except UnicodeDecodeError:
        message = f"{file.name} is not UTF-8 text, so it is no record of runs"
        raise SettingsError(message) from None
    runs: tuple[Run, ...] = ()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            runs = with_run(runs, _run(line, f"{file.name}, line {number}"))
    return runs


def runs_written(runs: Iterable[Run]) -> bytes:
    """Return a record of runs as it is written, a line of JSON for each."""
    lines = (
        json.dumps(_converter().unstructure(run), ensure_ascii=False, sort_keys=True)
        for run in runs
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _run(line: str, place: str) -> Run:
    try:
        return _converter().structure(json.loads(line), Run)
    except (ValueError, TypeError, KeyError, AttributeError, BaseValidationError):
        message = (
            f"{place} is no run of the dashboard; restore the file, or name a new one"
            " under runs"
        )
        raise SettingsError(message) from None


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(
        forbid_extra_keys=True,
        omit_if_default=True,
        unstruct_collection_overrides={tuple: list},
    )
    converter.register_structure_hook(dt.date, _day)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    return converter


def _day(value: object, _type: object) -> dt.date:
    return dt.date.fromisoformat(str(value))
