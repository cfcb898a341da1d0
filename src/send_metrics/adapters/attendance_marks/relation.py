"""Marks from Parquet files as a DuckDB relation: they stay on the disk."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from send_metrics.adapters.attendance_marks.rules import (
    BLANK_CODE,
    MARKS_COLUMNS,
    MARKS_TABLE,
    SCHOOL_SHAPE,
    SESSIONS,
    Words,
)
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited.header import AROUND
from send_metrics.adapters.delimited.parquet import damaged, open_parquet
from send_metrics.adapters.delimited.values import YEARS, is_identifier, is_urn
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.records.report import Finding, RowBalance, Severity

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation as Relation

_READ, _EMPTY, _UNREADABLE = "read", "empty", "unreadable"
_TIDY = {
    "school_urn": f"trim(school_urn, '{AROUND}')",
    "session": f"upper(trim(session, '{AROUND}'))",
    "code": f"upper(trim(code, '{AROUND}'))",
}


def marks_from_parquet(paths: Sequence[Path], pseudonyms: Pseudonyms) -> Reading:
    """Return the marks of all files as one relation on DuckDB's default connection.

    Two passes are made over the files: for the identifiers, and to count what cannot
    be read. Whether a code is in use on its day is left to whoever takes the relation.
    """
    import duckdb

    opened = [
        open_parquet(path, columns=MARKS_COLUMNS, days=("date",), days_as_stored=True)
        for path in paths
    ]
    stored = _with_days(opened[0].relation)
    for more in opened[1:]:
        stored = stored.union(_with_days(more.relation))
    try:
        stand_ins = _stand_ins(stored, pseudonyms)
        joined = stored.join(
            duckdb.from_df(stand_ins), "pupil_id = written", how="left"
        )
        surveyed = joined.aggregate(
            f"school_urn, session, code, day_state,"
            f" coalesce(pupil_state, '{_EMPTY}') AS pupil_state, count(*) AS marks",
            "school_urn, session, code, day_state, pupil_state",
        ).fetchall()
    except duckdb.Error as error:
        raise damaged(paths[0] if len(paths) == 1 else paths[0].parent, error) from None
    survey = _Survey(surveyed)
    left_out = {name for one in opened for name in one.columns_left_out}
    return Reading(
        frames={MARKS_TABLE: _accepted(joined, survey)},
        balances={MARKS_TABLE: survey.balance},
        findings=tuple(survey.findings()),
        columns_left_out={MARKS_TABLE: tuple(sorted(left_out))},
    )


def _with_days(relation: "Relation") -> "Relation":
    """Return the relation with its days as days, and whether they could be read."""
    kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
    written, day = "CAST(date AS VARCHAR)", "date"
    if kinds["date"] == "VARCHAR":
        written = f"trim(date, '{AROUND}')"
        day = (
            f"CASE WHEN regexp_full_match({written}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
            f" THEN TRY_CAST({written} AS DATE) END"
        )
    bounded = f"CASE WHEN year({day}) BETWEEN {YEARS[0]} AND {YEARS[1]} THEN {day} END"
    return relation.project(
        f"pupil_id, school_urn, {bounded} AS day, session, code,"
        f" CASE WHEN coalesce({written}, '') = '' THEN '{_EMPTY}'"
        f" WHEN {bounded} IS NULL THEN '{_UNREADABLE}' ELSE '{_READ}' END AS day_state"
    )


def _stand_ins(stored: "Relation", pseudonyms: Pseudonyms) -> pd.DataFrame:
    """Return the stand-in for each identifier as it is written in the files."""
    found = stored.project("pupil_id").distinct().fetchall()
    # Sorted, so that pseudonyms without a key are the same on every reading.
    written = sorted(row[0] for row in found if row[0] is not None)
    texts = [identifier.strip(AROUND) for identifier in written]
    states = [
        (_READ if is_identifier(text) else _UNREADABLE) if text else _EMPTY
        for text in texts
    ]
    given = [
        pseudonyms.of("pupil", text) if state == _READ else ""
        for text, state in zip(texts, states, strict=True)
    ]
    return pd.DataFrame(
        {"written": written, "stand_in": given, "pupil_state": states}, dtype="str"
    )


class _Survey:
    """How often each combination of school, session, code and readability occurs."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self.faults: Counter[tuple[str, str]] = Counter()
        self.tidy = True
        self.strange_schools = 0
        self.blank = self.rows_in = 0
        for school, session, code, day, pupil, marks in rows:
            self.rows_in += marks
            texts = [(text or "").strip(AROUND) for text in (school, session, code)]
            self.tidy &= [school, session, code] == [
                texts[0],
                *map(str.upper, texts[1:]),
            ]
            if pupil == day == _EMPTY and not any(texts):
                self.blank += marks
            elif fault := _fault(pupil, texts[0], day, texts[1].upper(), texts[2]):
                self.faults[fault] += marks
            elif not is_urn(texts[0]):
                self.strange_schools += marks

    @property
    def balance(self) -> RowBalance:
        rejected = self.faults.total()
        return RowBalance(
            rows_in=self.rows_in,
            accepted=self.rows_in - rejected - self.blank,
            rejected=rejected,
            blank=self.blank,
        )

    def findings(self) -> Iterator[Finding]:
        for (column, rule), rows in sorted(self.faults.items()):
            wording, action = _WORDS[rule]
            words = Words(rule=rule, column=column, wording=wording, action=action)
            yield _found(BLANK_CODE if column == "code" else words, "error", rows)
        if self.strange_schools:
            yield _found(SCHOOL_SHAPE, "query", self.strange_schools)


_WORDS = {
    "required-value": (
        "there is no value",
        "supply it; the row cannot be placed without",
    ),
    "readable-value": (
        "the value cannot be read",
        "write days as 2026-01-31 and identifiers as text",
    ),
    "allowed-value": ("the code is not on the list", "use AM, PM"),
}


def _found(words: Words, severity: Severity, rows: int) -> Finding:
    return Finding(severity=severity, table=MARKS_TABLE, rows=rows, **words)


def _fault(
    pupil: str, school: str, day: str, session: str, code: str
) -> tuple[str, str] | None:
    """Return the first column and rule that a row breaks, in the order of the CSV."""
    states = {_EMPTY: "required-value", _UNREADABLE: "readable-value"}
    if pupil != _READ:
        return "pupil_id", states[pupil]
    if not school:
        return "school_urn", "required-value"
    if day != _READ:
        return "date", states[day]
    if session not in SESSIONS:
        return "session", "allowed-value" if session else "required-value"
    return None if code else ("code", "required-value")


def _accepted(joined: "Relation", survey: _Survey) -> "Relation":
    """Return the canonical columns; texts are tidied only if some of them need it."""
    school, session, code = (
        _TIDY.values() if not survey.tidy else ("school_urn", "session", "code")
    )
    sound = joined
    if survey.faults or survey.blank:
        sound = joined.filter(
            f"pupil_state = '{_READ}' AND day_state = '{_READ}' AND {school} <> ''"
            f" AND {session} IN ('AM', 'PM') AND {code} <> ''"
        )
    return sound.project(
        f"stand_in AS pupil_id, {school} AS school_urn, day AS date,"
        f" {session} AS session, {code} AS code"
    )
