"""The tables that returns give together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from attrs import evolve

from send_metrics.adapters.school_census.people import Person
from send_metrics.adapters.school_census.returns import Return
from send_metrics.adapters.school_census.sessions import counts
from send_metrics.adapters.school_census.terms import NEEDS_ASKED_IN
from send_metrics.records.report import RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.sessions import SESSION_COLUMNS
from send_metrics.records.tables import ATTENDANCE_TOTALS

Needs = Mapping[tuple[str, int], str]
"""The type of need of a pupil, by the year whose spring census gives it."""

_FLOATS = frozenset({*SESSION_COLUMNS, "school_year", "birth_cohort"})
_DAYS = frozenset({"first_on", "last_on"})


def needs_told(returns: Sequence[Return]) -> Needs:
    """Return the types of need that the spring censuses among the returns give."""
    return {
        (person.pupil_id, one.header.year): person.primary_need
        for one in returns
        if one.header.term == NEEDS_ASKED_IN
        for person in one.pupils.people
        if person.primary_need not in (UNKNOWN, "none")
    }


def takes_need(person: Person, one: Return, needs: Needs) -> bool:
    """Tell whether the spring census of the year says what this return does not ask."""
    is_asked = one.header.term == NEEDS_ASKED_IN
    key = person.pupil_id, one.header.year
    return person.lacks_need and not is_asked and key in needs


def totals(returns: Sequence[Return], needs: Needs) -> tuple[pd.DataFrame, RowBalance]:
    """Return a row for every stretch of days of every enrolment."""
    rows = [
        {
            "pupil_id": stretch.pupil.pupil_id,
            "school_urn": one.school,
            "school_year": one.header.year - 1,
            "first_on": stretch.days.first,
            "last_on": stretch.days.last,
            **counts(stretch.told, one.pupils.sent),
            "age_group": stretch.age_group,
            "began_in_second_half": stretch.began_in_second_half,
            "sen_status": stretch.pupil.sen_status,
            "primary_need": _with_need(stretch.pupil, one, needs).primary_need,
            "area": UNKNOWN,
            "phase": one.phase,
            "authority": one.header.authority,
        }
        for one in returns
        for stretch in one.pupils.stretches
    ]
    rows_in = sum(one.pupils.stretches_in for one in returns)
    balance = RowBalance(rows_in, len(rows), rejected=rows_in - len(rows))
    return _frame(rows, ATTENDANCE_TOTALS.names), balance


def pupils(returns: Sequence[Return], needs: Needs) -> tuple[pd.DataFrame, RowBalance]:
    """Return a row for every pupil, as the latest return that tells of SEN has it."""
    latest: dict[str, tuple[tuple[Any, ...], Person]] = {}
    people = 0
    for one in returns:
        for person in one.pupils.people:
            people += 1
            knows_status = person.sen_status != UNKNOWN
            rank = knows_status, one.header.reference_on, person.is_on_roll
            held = latest.get(person.pupil_id)
            if held is None or rank > held[0]:
                latest[person.pupil_id] = rank, _with_need(person, one, needs)
    columns = ("pupil_id", "sen_status", "primary_need", "birth_cohort")
    rows = [
        {name: getattr(person, name) for name in columns}
        for _, person in latest.values()
    ]
    pupils_in = sum(one.pupils.pupils_in for one in returns)
    balance = RowBalance(
        pupils_in,
        len(rows),
        rejected=pupils_in - people,
        merged_duplicates=people - len(rows),
    )
    return _frame(rows, columns), balance


def _with_need(person: Person, one: Return, needs: Needs) -> Person:
    if not takes_need(person, one, needs):
        return person
    return evolve(person, primary_need=needs[person.pupil_id, one.header.year])


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    given = [*rows[0]] if rows else list(columns)
    return pd.DataFrame(
        {name: _column(name, [row[name] for row in rows]) for name in given}
    )


def _column(name: str, values: list[Any]) -> "pd.Series[Any]":
    if name in _FLOATS:
        whole = all(value is not None for value in values)
        return pd.Series(values, dtype="int64" if whole else "float64")
    if name in _DAYS:
        return pd.Series(pd.to_datetime(values), dtype="datetime64[us]")
    return pd.Series(values, dtype=object)
