"""Attendance marks reduced in DuckDB's own words: what the portable way does, sooner.

DuckDB looks a code up in a map once for each entry of a file's dictionary, not once for
each mark, and does not see through the portable form. It also plans each step of a query
anew, which for the many small steps of the portable way takes as long as a million marks.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import narwhals.stable.v2 as nw

from send_metrics.domain.ages import (
    AGES_COUNTED,
    FIRST_AGE_COUNTED,
    LAST_AGE_COUNTED,
)
from send_metrics.domain.period import Period
from send_metrics.records.expressions import Frame
from send_metrics.records.packed import Packing
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.stretches import Stretch
from send_metrics.records.tables import PUPILS, SCHOOLS

_KEYS = ("pupil_id", "school_urn")


def totals_in_duckdb(
    marks: Frame,
    period: Period,
    parts: Sequence[Stretch],
    packing: Packing,
    names: Sequence[str],
    *,
    pupils: Frame | None,
    schools: Frame | None,
    gives_ages: bool,
    told_to_begin_later: Collection[int],
) -> Frame:
    """Return one row an enrolment with the columns *names*.

    *told_to_begin_later* are the school years of which it is told that an enrolment
    began in the second half of the summer term.
    """
    relation = _halves(marks, period, parts, packing)
    of_pupil = {name: _literal(UNKNOWN) for name in PUPILS.dimensions}
    of_school = {name: _literal(UNKNOWN) for name in SCHOOLS.dimensions}
    described: list[str] = ["birth_cohort"] if gives_ages else []
    if pupils is not None:
        relation = _looked_up_in(relation, pupils, "pupil_id", PUPILS.names)
        described += of_pupil
        of_pupil = {name: _or_unknown(name) for name in of_pupil}
    if schools is not None:
        columns = ("school_urn", *SCHOOLS.dimensions)
        relation = _looked_up_in(relation, schools, "school_urn", columns)
        described += of_school
        of_school = {name: _or_unknown(name) for name in of_school}
    relation = _enrolments(relation, parts, packing, described, gives_ages=gives_ages)
    worked_out = {
        **of_pupil,
        **of_school,
        **_unpacked(packing),
        "age_group": _age_group() if gives_ages else "'not supplied'",
        "began_in_second_half": _began(told_to_begin_later),
        "first_on": f"TIMESTAMP '{period.first}'",
        "last_on": f"TIMESTAMP '{period.last}'",
    }
    relation = relation.project(
        ", ".join(f"{worked_out.get(name, name)} AS {name}" for name in names)
    )
    found: Frame = nw.from_native(relation)
    return found


def _halves(
    marks: Frame, period: Period, parts: Sequence[Stretch], packing: Packing
) -> Any:
    """Return the packed sums of each enrolment and stretch of days."""
    relation: Any = marks.to_native()
    stretch = " + ".join(
        [
            "0::UTINYINT",
            *(f"(date >= {_day(part.first)})::UTINYINT" for part in parts[1:]),
        ]
    )
    added = (
        f"coalesce(sum({_weight(by_stretch, parts)}), 0)::BIGINT AS {name}"
        for name, by_stretch in zip(packing.names, packing.weights, strict=True)
    )
    return relation.filter(
        f"date BETWEEN {_day(period.first)} AND {_day(period.last)}"
    ).aggregate(
        ", ".join([*_KEYS, f"{stretch} AS _stretch", *added]),
        ", ".join([*_KEYS, stretch]),
    )


def _enrolments(
    halves: Any,
    parts: Sequence[Stretch],
    packing: Packing,
    described: Iterable[str],
    *,
    gives_ages: bool,
) -> Any:
    """Return the sums of each enrolment, as far as they count.

    Sessions in the second half of the summer term do not, of pupils who are 15.
    *described* are the columns that hold one value for an enrolment.
    """
    seconds = [str(n) for n, part in enumerate(parts) if part.is_second_half]
    is_later = f"_stretch IN ({', '.join(seconds)})" if seconds else "false"
    school_year = _of_part(parts, lambda part: f"{part.school_year}::BIGINT")
    of_year = {
        "school_year": school_year,
        "term": _of_part(parts, lambda part: _literal(part.term)),
        "month": _of_part(parts, lambda part: _literal(part.month)),
    }
    counted = "{name}"
    if seconds and gives_ages:
        is_15 = f"{school_year} - birth_cohort = {LAST_AGE_COUNTED}"
        counted = f"CASE WHEN {is_later} AND {is_15} THEN 0 ELSE {{name}} END"
    asked = [
        *_KEYS,
        *(f"{value} AS {name}" for name, value in of_year.items()),
        f"count(*) FILTER (NOT {is_later}) AS _earlier",
        *(f"any_value({name}) AS {name}" for name in described),
        *(f"sum({counted.format(name=n)})::BIGINT AS {n}" for n in packing.names),
    ]
    return halves.aggregate(", ".join(asked), ", ".join([*_KEYS, *of_year]))


def _looked_up_in(relation: Any, frame: Frame, key: str, columns: Iterable[str]) -> Any:
    """Return the rows with what *frame* says of their key, where it says anything."""
    other: Any = frame.to_native()
    told = other.project(", ".join(columns)).set_alias("_told")
    return relation.set_alias("_rows").join(told, key, how="left")


def _unpacked(packing: Packing) -> dict[str, str]:
    """Return how each column is made from the packed numbers."""
    found: dict[str, list[str]] = {name: [] for name in packing.columns}
    for packed, counts in zip(packing.names, packing.numbers, strict=True):
        for place, columns in enumerate(counts):
            shifted = f"({packed} >> {packing.bits * place})"
            count = f"({shifted} & {(1 << packing.bits) - 1})"
            for column in columns:
                found[column].append(count)
    return {name: f"({' + '.join(n) or '0'})::BIGINT" for name, n in found.items()}


def _weight(by_stretch: Sequence[Mapping[str, int]], parts: Sequence[Stretch]) -> str:
    """Return what a mark adds: from one map, or one for each change of the codes."""
    held = by_stretch[0]
    found = _from_map(held)
    for codes, part in zip(by_stretch[1:], parts[1:], strict=True):
        if codes != held:
            since = f"date >= {_day(part.first)}"
            found = f"CASE WHEN {since} THEN {_from_map(codes)} ELSE {found} END"
            held = codes
    return found


def _from_map(codes: Mapping[str, int]) -> str:
    entries = (f"{_literal(code)}: {n}::BIGINT" for code, n in sorted(codes.items()))
    return f"MAP {{{', '.join(entries)}}}[code]"


def _of_part(parts: Sequence[Stretch], value: Callable[[Stretch], str]) -> str:
    """Return what holds of the stretch that a row is of."""
    found = value(parts[0])
    for number, (before, part) in enumerate(pairwise(parts), 1):
        if value(part) != value(before):
            found = (
                f"CASE WHEN _stretch >= {number} THEN {value(part)} ELSE {found} END"
            )
    return found


def _age_group() -> str:
    ages = f"{FIRST_AGE_COUNTED} AND {LAST_AGE_COUNTED}"
    is_counted = f"school_year - birth_cohort BETWEEN {ages}"
    group = f"CASE WHEN {is_counted} THEN {_literal(AGES_COUNTED)} ELSE 'other' END"
    return f"CASE WHEN birth_cohort IS NOT NULL THEN {group} END"


def _began(school_years: Collection[int]) -> str:
    if not school_years:
        return "'no'"
    listed = ", ".join(str(year) for year in sorted(school_years))
    only_later = f"_earlier = 0 AND school_year IN ({listed})"
    return f"CASE WHEN {only_later} THEN 'yes' ELSE 'no' END"


def _or_unknown(column: str) -> str:
    return f"coalesce({column}, {_literal(UNKNOWN)})"


def _day(day: dt.date) -> str:
    return f"TIMESTAMP '{day:%Y-%m-%d}'"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
