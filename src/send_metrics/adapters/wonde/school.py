"""The pages of one school to its pupils and its marks with their codes."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from attrs import define, field

from send_metrics.adapters.birth_dates import cohorts
from send_metrics.adapters.delimited import TextRows, joined_balance
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.wonde.pages import (
    CODES,
    LEAVERS,
    MARKS,
    STUDENTS,
    Page,
    Pages,
)
from send_metrics.adapters.wonde.records import (
    NO_TEXT,
    as_text,
    day,
    nested,
    placed,
    rows_of,
    text,
)
from send_metrics.adapters.wonde.source import School
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import ATTENDANCE_MARKS, PRIMARY_NEEDS, PUPILS

SESSIONS = {"AM": "AM", "PM": "PM"}

SEN_STATUSES = {
    **dict.fromkeys(("N", "NO SPECIAL EDUCATIONAL NEED", "NO SEN", "NONE"), "N"),
    **dict.fromkeys(("K", "SEN SUPPORT"), "K"),
    **dict.fromkeys(("E", "EHC PLAN", "EHCP", "EDUCATION, HEALTH AND CARE PLAN"), "E"),
}
"""Ways to write the status, in upper case, and what each becomes."""

_MARK_FIELDS = {
    "student": text("student"),
    "date": day("date"),
    "session": text("session"),
    "attendance_code": text("attendance_code"),
}
_STATUS = nested("extended_details", "data", "sen_status")
_NEEDS = nested("sen_needs", "data")


def _first_need(record: Mapping[str, Any]) -> str:
    """Return the need of rank 1, or the only one that there is."""
    needs = _NEEDS(record)
    if needs is None:
        return ""
    if not isinstance(needs, list) or not all(isinstance(n, dict) for n in needs):
        return NO_TEXT
    first = [need for need in needs if as_text(need.get("rank")) == "1"]
    chosen = first or needs
    return as_text(chosen[0].get("code")) if len(chosen) == 1 else ""


_STUDENT_FIELDS = {
    "id": text("id"),
    "date_of_birth": day("date_of_birth"),
    "sen_status": lambda record: as_text(_STATUS(record)),
    "primary_need": _first_need,
}


@define
class Part:
    """Rows of one table from several pages."""

    frames: list[pd.DataFrame] = field(factory=list, repr=False)
    balances: list[RowBalance] = field(factory=list)
    findings: list[Finding] = field(factory=list)

    def add(
        self, frame: pd.DataFrame, balance: RowBalance, findings: list[Finding]
    ) -> None:
        """Add what one page gave."""
        self.frames.append(frame)
        self.balances.append(balance)
        self.findings += placed(findings)

    @property
    def frame(self) -> pd.DataFrame:
        """All rows."""
        return pd.concat(self.frames, ignore_index=True)

    @property
    def balance(self) -> RowBalance:
        """What became of the rows of all pages."""
        return joined_balance(self.balances)


@define
class SchoolReader:
    """Reads one school; *pupils* and *marks* hold what was read of all before it too."""

    pages: Pages
    pseudonyms: Pseudonyms
    pupils: Part = field(factory=Part)
    marks: Part = field(factory=Part)

    def read(self, school: School) -> None:
        """Read its codes, then its pupils and leavers, then its marks."""
        codes = self._codes(school)
        known: set[str] = set()
        for endpoint in (STUDENTS, LEAVERS):
            there_before = frozenset(known)
            for page in self.pages(school, endpoint):
                known |= self._students(page, school, there_before)
        for page in self.pages(school, MARKS):
            self._marks(page, school, codes, known)

    def _codes(self, school: School) -> dict[str, str]:
        """Return the code of each id; an id with two codes has none."""
        codes: dict[str, str] = {}
        for page in self.pages(school, CODES):
            for record in page.records:
                if not isinstance(record, dict):
                    continue
                name, code = as_text(record.get("id")), as_text(record.get("code"))
                code = code.strip().upper()
                codes[name] = code if codes.get(name, code) == code else NO_TEXT
        return {name: code for name, code in codes.items() if code not in ("", NO_TEXT)}

    def _students(
        self, page: Page, school: School, there_before: frozenset[str]
    ) -> set[str]:
        rows = rows_of(page, PUPILS.name, _STUDENT_FIELDS)
        given = rows.pseudonyms("id", _domain(school), self.pseudonyms)
        born = rows.days("date_of_birth", doubtful="query")
        statuses = _listed(
            rows, "sen_status", lambda value: SEN_STATUSES.get(value.upper())
        )
        needs = _listed(
            rows,
            "primary_need",
            lambda value: value.upper() if value.upper() in PRIMARY_NEEDS else None,
        )
        without = np.where(statuses == "N", "none", UNKNOWN)
        frame = rows.frame(
            {
                "pupil_id": given,
                "sen_status": statuses,
                "primary_need": needs.where(
                    needs != UNKNOWN, pd.Series(without, dtype="str")
                ),
                "birth_cohort": cohorts(born),
            }
        )
        # A pupil who left and came back is in both lists, and described in the first.
        again = frame["pupil_id"].isin(there_before)
        merged = int(again.sum())
        accepted = rows.balance.accepted
        left = RowBalance(accepted, accepted - merged, merged_duplicates=merged)
        self.pupils.add(frame[~again], rows.balance.then(left), rows.findings)
        return set(frame["pupil_id"])

    def _marks(
        self, page: Page, school: School, codes: Mapping[str, str], known: set[str]
    ) -> None:
        rows = rows_of(page, ATTENDANCE_MARKS.name, _MARK_FIELDS)
        domain = _domain(school)
        pupils = rows.pseudonyms("student", domain, self.pseudonyms)
        days = rows.days("date", required=True)
        sessions = rows.codes("session", SESSIONS)
        rows.reject(
            rows.where("attendance_code", lambda name: name not in codes),
            rule="code-known",
            column="attendance_code",
            wording="the school has no attendance code of that id, or two",
            action="fetch the codes of the school again",
        )
        rows.query(
            rows.where(
                "student", lambda name: self.pseudonyms.of(domain, name) not in known
            ),
            rule="pupil-known",
            column="student",
            wording="the pupil is neither on the roll nor among those who left",
            action="fetch both lists again; until then the age is unknown",
        )
        frame = rows.frame(
            {
                "pupil_id": pupils,
                "school_urn": pd.Series(school.urn, pupils.index, dtype="str"),
                "date": days,
                "session": sessions,
                "code": rows.texts(
                    "attendance_code",
                    empty="",
                    become=lambda name: codes.get(name, ""),
                ),
            }
        )
        self.marks.add(frame, rows.balance, rows.findings)


def _domain(school: School) -> str:
    """Return the domain of its pupils: an id may mean another child elsewhere."""
    return f"pupil-{school.urn}"


def _listed(
    rows: TextRows, column: str, meaning: Callable[[str], str | None]
) -> "pd.Series[str]":
    """Return what texts mean, unknown with a query where that is on no list."""
    rows.query(
        rows.where(column, lambda value: bool(value) and meaning(value) is None),
        rule="allowed-value",
        column=column,
        wording="the value is not on the list; it is taken as unknown",
        action="use the codes of the school census",
    )
    return rows.texts(
        column, empty=UNKNOWN, become=lambda value: meaning(value) or UNKNOWN
    )
