"""The rows of one census return, a pupil and a stretch of days each."""

from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.findings import Findings
from send_metrics.adapters.message.layout import TWICE, Record
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.header import Header
from send_metrics.adapters.school_census.layout import ANNUAL, SESSIONS, TOTALS
from send_metrics.adapters.school_census.sessions import Told
from send_metrics.domain.ages import birth_cohort
from send_metrics.domain.attendance_codes import (
    AttendanceCode,
    SessionClass,
    meaning_on,
)
from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import second_half_of_summer
from send_metrics.records.report import Finding, Severity
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import ATTENDANCE_TOTALS, PRIMARY_NEEDS

Row = dict[str, Any]

_TABLE = ATTENDANCE_TOTALS.name
_STATUS = {"N": "N", "K": "K", "E": "E", "A": "K", "P": "K", "S": "E"}
"""Provision, and what the codes before 2014 have become: school action, statements."""

_BOARDS = frozenset("B67")
_YOUNGEST, _FIRST_COUNTED, _LAST_COUNTED = 4, 5, 15
_MOST_SESSIONS = 1_000


@frozen
class Stretch:
    """What a return tells of one pupil over a stretch of days."""

    described: Row = field(repr=False)
    told: Told = field(repr=False)


@define
class Pupils:
    """Reads the pupils of one return, and notes what is wrong with them.

    *sent* are the classes of code that any of them has.
    """

    header: Header
    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    findings: Findings = field(factory=Findings)
    pupils_in: int = 0
    rows_in: int = 0
    without_attendance: int = 0
    sent: set[SessionClass] = field(factory=set)

    def stretches(self, pupil: Record) -> Iterator[Stretch]:
        """Yield each stretch of days that a pupil's attendance is told of."""
        self.pupils_in += 1
        attendance = [a for held in pupil.every("Attendance") for a in _elements(held)]
        if not attendance:
            self.without_attendance += 1
            return
        described = self._described(pupil)
        for element in attendance:
            self.rows_in += 1
            days = self.header.days_told.get(element.name)
            if days is None:
                self._note(
                    "census.attendance-of-term",
                    "error",
                    element,
                    "attendance of these days does not belong in the census of this"
                    " term; the row is rejected",
                    "check the term in the header, or the export",
                )
                continue
            told = self._told(element, days)
            if described is None or told is None:
                continue
            stretch = {
                "began_in_second_half": self._began_in(days, pupil),
                "first_on": days.first,
                "last_on": days.last,
            }
            yield Stretch({**described, **stretch}, told)

    def note_if_none_has_attendance(self) -> None:
        """Note a return of which nothing could be counted, as when names differ."""
        if self.without_attendance < self.pupils_in:
            return
        self.findings.add(
            Finding(
                rule="census.no-attendance",
                severity="query",
                table=_TABLE,
                wording="no pupil of the return has attendance that could be found",
                action="check the names of elements, or whether attendance was exported",
                file=self.file_name,
                rows=self.pupils_in,
            )
        )

    def _described(self, pupil: Record) -> Row | None:
        """Return what holds of the pupil on every day; nothing if rows are rejected."""
        identifiers = _only(pupil, "PupilIdentifiers") or pupil
        upn = identifiers.values.get("UPN")
        if upn is None or upn == TWICE:
            self._note(
                "census.upn",
                "error",
                identifiers,
                "there is no UPN, or two; the pupil's rows are rejected",
                "give the one UPN, a temporary one if need be",
                "UPN",
            )
            return None
        status = _only(pupil, "PupilStatus")
        if status is not None and status.values.get("Boarder", "").upper() in _BOARDS:
            self._note(
                "census.boarder",
                "error",
                status,
                "the pupil boards, and absence statistics leave boarders out; the"
                " pupil's rows are rejected",
                "leave attendance of boarders out (rule 2470 of the census)",
                "Boarder",
            )
            return None
        needs = _only(pupil, "SpecialEducationalNeeds")
        provision = self._provision(needs)
        return {
            "pupil_id": self.pseudonyms.of("pupil", "".join(upn.split()).upper()),
            "age_group": self._age_group(identifiers),
            "sen_status": provision,
            "primary_need": "none" if provision == "N" else self._primary_need(needs),
        }

    def _began_in(self, days: Period, pupil: Record) -> str:
        """Return whether the enrolment began in days that are the last half term."""
        status = _only(pupil, "PupilStatus")
        written = status.values.get("EntryDate", "") if status is not None else ""
        entered_on = day_written(written)
        is_half = days == second_half_of_summer(self.header.year - 1)
        return "yes" if is_half and entered_on and entered_on >= days.first else "no"

    def _age_group(self, identifiers: Record) -> str | None:
        born_on = day_written(identifiers.values.get("DOB", ""))
        if born_on is None:
            self._note(
                "census.date-of-birth",
                "query",
                identifiers,
                "there is no date of birth written 2012-03-31; nobody can tell whether"
                " the pupil is of the ages that count",
                "give the date of birth; until then the pupil is undetermined",
                "DOB",
            )
            return None
        age = self.header.year - 1 - birth_cohort(born_on)
        if not _YOUNGEST <= age <= _LAST_COUNTED:
            self._note(
                "census.age",
                "query",
                identifiers,
                "the pupil was younger than 4 or older than 15 on 31 August before the"
                " school year; the statistics do not count the pupil",
                "leave out the attendance of these ages (rule 2470 of the census)",
                "DOB",
            )
        if age == _LAST_COUNTED:
            return str(age)
        return "5 to 15" if _FIRST_COUNTED <= age < _LAST_COUNTED else "other"

    def _provision(self, needs: Record | None) -> str:
        written = needs.values.get("SENprovision", "") if needs is not None else ""
        status = _STATUS.get(written.upper())
        if needs is not None and written and status is None:
            self._note(
                "census.sen-provision",
                "query",
                needs,
                "the SEN provision is none of N, K and E; it is taken as unknown",
                "correct the code",
                "SENprovision",
            )
        return status or UNKNOWN

    def _primary_need(self, needs: Record | None) -> str:
        """Return the type of need of rank 1, or the only one."""
        held = [
            n
            for s in (needs.every("SENneeds") if needs is not None else ())
            for n in s.every("SENneed")
        ]
        first = [n for n in held if _either(n, "SENtypeRank", "SENneedRank") == "1"]
        if len(held) == 1 and not first:
            first = held
        if not first:
            return UNKNOWN
        types = {_either(need, "SENtype", "SENneedType").upper() for need in first}
        if len(types) > 1 or not types <= PRIMARY_NEEDS:
            self._note(
                "census.sen-type",
                "query",
                first[0],
                "the type of need of rank 1 is not on the list, or there are two; it is"
                " taken as unknown",
                "correct the code or the ranks",
                "SENtype",
            )
            return UNKNOWN
        return types.pop()

    def _told(self, element: Record, days: Period) -> Told | None:
        """Return what an element says, or nothing if its row is rejected."""
        numbers = [_number(element.values.get(name)) for name in TOTALS]
        if numbers[0] is None or any(
            number is None and name in element.values
            for name, number in zip(TOTALS, numbers, strict=True)
        ):
            self._note(
                "census.sessions",
                "error",
                element,
                "the sessions possible, authorised or unauthorised are not whole"
                " numbers; the row is rejected",
                "correct them",
                "SessionsPossible",
            )
            return None
        by_code = self._by_code(element, days)
        if by_code is None:
            return None
        told = Told(numbers[0], numbers[1], numbers[2], by_code)
        if told.attended < 0:
            self._note(
                "census.more-missed-than-possible",
                "error",
                element,
                "more sessions were missed than were possible; the row is rejected",
                "correct the sessions",
                "SessionsPossible",
            )
            return None
        if not told.reasons_count:
            self._note(
                "census.totals-taken",
                "note",
                element,
                "the two totals are taken, as the reasons are missing or add up to less;"
                " reasons are not known",
                "send the reasons, if the system holds them",
            )
        return told

    def _by_code(
        self, element: Record, days: Period
    ) -> dict[AttendanceCode, int] | None:
        """Return the sessions of each code, or nothing if the row is rejected."""
        found: dict[AttendanceCode, int] = {}
        for details in element.every("SessionDetails"):
            for detail in details.every("SessionDetail"):
                written = detail.values.get("AttendanceReason", "").upper()
                code = meaning_on(written, days.last)
                sessions = _number(_either(detail, *SESSIONS))
                if code is None or sessions is None:
                    self._note(
                        "census.reason",
                        "error",
                        detail,
                        "the reason is no code of these days, or its sessions are no"
                        " whole number; the row is rejected",
                        "correct the code or the number",
                        "AttendanceReason",
                    )
                    return None
                found[code] = found.get(code, 0) + sessions
        self.sent.update(code.session_class for code in found)
        return found

    def _note(
        self,
        rule: str,
        severity: Severity,
        record: Record,
        wording: str,
        action: str,
        item: str = "",
    ) -> None:
        line = record.lines.get(item, record.line)
        self.findings.add(
            Finding(
                rule=rule,
                severity=severity,
                table=_TABLE,
                wording=wording,
                action=action,
                line=line,
                file=self.file_name,
                element=f"{record.path}/{item}" if item else record.path,
            )
        )


def _elements(attendance: Record) -> Iterator[Record]:
    for name in ("TermlyAttendance", "SummerHalfTerm2Attendance", ANNUAL):
        yield from attendance.every(name)


def _only(record: Record, name: str) -> Record | None:
    held = record.every(name)
    return held[0] if held else None


def _either(record: Record, *names: str) -> str:
    return next((record.values[n] for n in names if n in record.values), "")


def _number(written: str | None) -> int | None:
    if written is None or not (written.isascii() and written.isdecimal()):
        return None
    number = (
        int(written) if len(written) < len(str(_MOST_SESSIONS)) + 1 else _MOST_SESSIONS
    )
    return number if number < _MOST_SESSIONS else None
