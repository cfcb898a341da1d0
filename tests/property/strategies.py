"""Rows that crowd round the boundaries, with missing, reversed and leap days."""

import datetime as dt
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from send_metrics import calendar_year, catalogue
from send_metrics.kpis.definition import Clock
from send_metrics.records.schema import Column
from send_metrics.records.tables import SCHEMAS
from tests.spec.drawing import ROW_NAMES

YEAR = calendar_year(2024)
AS_AT = dt.date(2024, 12, 31)
_LENGTHS = (0, 1, 28, 29, 42, 43, 90, 91, 112, 113, 126, 127, 140, 141, 364, 365, 366)
_ANCHORS = (
    dt.datetime.fromisoformat("2024-01-01"),
    dt.datetime.fromisoformat("2024-02-29"),
    dt.datetime.fromisoformat("2024-12-31"),
)
_given_days = st.builds(
    lambda anchor, length, sign: anchor + sign * dt.timedelta(days=length),
    st.sampled_from(_ANCHORS),
    st.sampled_from(_LENGTHS),
    st.sampled_from((-1, 1)),
)
days = st.one_of(st.none(), _given_days)
_CODES = {
    "request_outcome": ("Y", "Y", "N", "A", "W", "H"),
    "assessment_outcome": ("Y", "Y", "N", "A", "W", "H", "none"),
    "transferred_from": ("none", "none", "none", "unknown", "210"),
    "exported_to": ("none", "none", "none", "210"),
    "referral_reason": ("suspected_autism", "25", "speech"),
    "home_authority": ("919", "unknown"),
    "age_group": ("5 to 15", "other", "not supplied", None),
    "primary_need": ("ASD", "SEMH", "unknown"),
    "scheme": ("rtt", "chs_sitrep", "dm01"),
    "placement_type": ("URN", "UKPRN", "NEET", "NIEO", "EHE", "OLA", "none", "unknown"),
    "cease_reason": ("none", "2", "9", "5", "unknown"),
    "named_setting": ("900001", "900002", None),
    "attended_setting": ("900001", "900002", None),
    "part": ("incomplete", "incomplete", "completed_admitted"),
    "commissioner": ("00Q", "QE1", "NONC"),
    "matter": ("complaint", "complaint", "enquiry", "unknown"),
    "channel": ("call", "email"),
    "programme": ("everyone", "everyone", "none", "unknown"),
    "age_at_start": (None, 15, 16, 25, 26),
    "age_on_31_august": (None, 4, 5, 15, 16),
    "capacity": (None, 99, 100, 101),
    "pupils_on_roll": (None, 99, 100, 101),
    "places_changed": (-30, 0, 20),
    "phase": ("special", "special", "primary", "unknown"),
    "is_of": ("named", "attended"),
    "reason": ("medical", "needs", "unknown"),
    "stage": ("speech", "speech", "outcome"),
    "services_not_found": (None, 0, 0, 0, 1),
}
_EITHER_SIDE = {
    "score": (None, -1, 0, 6, 7, 10, 11),
    "seconds_waited": (None, 0, 5, 6, 20, 21),
    "sessions": (None, 0, 1),
}

_COUNTED_ON = (
    dt.datetime.fromisoformat("2024-12-31"),
    dt.datetime.fromisoformat("2024-03-31"),
)
_NOBODY: dict[str, tuple[dict[str, Any], ...]] = {
    "waiting_list_bands": tuple(
        {"scheme": scheme, "part": "incomplete", "band": 0, "pathways": 0}
        | {"band_not_submitted": "no"}
        for scheme in _CODES["scheme"]
    ),
    "caseload_assignments": (
        {"plans": 0, "assessments": 0, "available_fte_hundredths": 0},
    ),
    "health_checks": ({"outcome": "checked", "age_group": "14 to 17", "people": 0},),
}


def _values(column: Column) -> st.SearchStrategy[Any]:
    if column.name == "age_group" and column.allowed:
        return st.sampled_from(sorted(column.allowed))
    if column.name in ("counted_on", "rated_on", "looked_at_on"):
        return st.sampled_from(_COUNTED_ON)
    codes = _CODES.get(column.name, ())
    if codes and not (column.allowed and column.allowed.isdisjoint(codes)):
        return st.sampled_from(codes)
    if column.kind == "day":
        return _given_days if column.required else days
    if column.kind == "flag":
        return st.sampled_from(("no", "no", "yes", "unknown"))
    if column.name == "possible_sessions":
        return st.sampled_from((0, 1, 10, 20, 380))
    if column.name.endswith("_sessions"):
        return st.sampled_from((0, 1, 2, 19, 37, 38, 190))
    if column.name == "age_at_referral":
        return st.sampled_from((None, 0, 17, 18))
    if column.name == "band":
        return st.one_of(st.none(), st.integers(0, 104))
    if column.name in ("score", "seconds_waited", "sessions"):
        return st.sampled_from(_EITHER_SIDE[column.name])
    if column.name == "scope":
        return st.sampled_from(("in scope", "in scope", "crisis team"))
    if column.kind == "whole":
        return st.integers(0, 20)
    if column.allowed:
        return st.sampled_from(sorted(column.allowed))
    return st.sampled_from(("a", "b"))


@cache
def _clocks(table: str) -> list[Clock]:
    own = (kpi.clock for kpi in catalogue() if kpi.table == table)
    return sorted({clock for clock in own if clock is not None}, key=str)


@st.composite
def _row(draw: st.DrawFn, table: str) -> dict[str, Any]:
    """A row, in half of which what some definition times took as long as it may.

    Or a day more: two days drawn apart are seldom so far apart that a limit is tried.
    """
    fixed: dict[str, Any] = {
        "first_on": dt.datetime.fromisoformat("2024-09-01"),
        "last_on": dt.datetime.fromisoformat("2024-12-31"),
    }
    columns = {
        column.name: st.just(fixed[column.name])
        if column.name in fixed
        else _values(column)
        for column in SCHEMAS[table].columns
    }
    row: dict[str, Any] = draw(st.fixed_dictionaries(columns))
    clocks = _clocks(table)
    if not clocks or draw(st.booleans()):
        return row
    clock = draw(st.sampled_from(clocks))
    timed = (clock.start, clock.stop)
    limits = {
        other.most_days
        for other in clocks
        if (other.start, other.stop) == timed and other.most_days is not None
    }
    if not limits or draw(st.booleans()):
        limits.update(_LENGTHS)
    limit = draw(st.sampled_from(sorted(limits)))
    took = dt.timedelta(days=limit + draw(st.integers(0, 1)))
    if clock.stop is None:
        row[clock.start] = dt.datetime.combine(AS_AT, dt.time()) - took
    elif row[clock.start] is not None:
        row[clock.stop] = row[clock.start] + took
    return row


def _numbered(table: str, drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    key = ROW_NAMES[table]
    return [{**row, key: f"row-{number}"} for number, row in enumerate(drawn)]


def rows(table: str, *, most: int = 30) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of rows of a table, each with a key of its own."""
    return st.lists(_row(table), min_size=1, max_size=most).map(
        lambda drawn: _numbered(table, drawn)
    )


@cache
def rows_of_many_examples(table: str) -> list[dict[str, Any]]:
    """Return a row of each of 150 examples, each with a key of its own.

    Where every row is judged by itself, the row that is judged wrongly is the smallest
    example there is, and a frame of many takes an engine no longer than one of few.
    """
    drawn: list[dict[str, Any]] = []

    @given(_row(table))
    @settings(
        max_examples=150,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],  # on a machine that others use
    )
    def draw(row: dict[str, Any]) -> None:
        drawn.append(row)

    draw()
    return _numbered(table, drawn)


def lists_of_nobody(table: str, name: str) -> list[dict[str, Any]]:
    """Return rows of a published table by which every list was counted, of nobody.

    A list that was not counted is no list without people: its figure has no number.
    """
    return [
        dict.fromkeys(SCHEMAS[table].names, "a")
        | kind
        | {"counted_on": day, ROW_NAMES[table]: f"{name}-{number}-{day:%m}"}
        for number, kind in enumerate(_NOBODY.get(table, ()))
        for day in _COUNTED_ON
    ]
