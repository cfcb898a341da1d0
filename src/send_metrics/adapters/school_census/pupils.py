"""The attendance of the pupils of one return, a pupil and a stretch of days each."""

from collections.abc import Iterator

from attrs import define, field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.layout import Record
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.header import Header
from send_metrics.adapters.school_census.layout import ANNUAL, SESSIONS, TOTALS
from send_metrics.adapters.school_census.notes import Fault, Notes
from send_metrics.adapters.school_census.people import People, Person, either, only
from send_metrics.adapters.school_census.sessions import Told
from send_metrics.domain.ages import (
    AGES_COUNTED,
    FIRST_AGE_COUNTED,
    LAST_AGE_COUNTED,
)
from send_metrics.domain.attendance_codes import (
    AttendanceCode,
    SessionClass,
    meaning_on,
)
from send_metrics.domain.period import Period
from send_metrics.domain.school_terms import second_half_of_summer
from send_metrics.records.tables import ATTENDANCE_TOTALS

_TABLE = ATTENDANCE_TOTALS.name
_BOARDS = frozenset("B67")
_YOUNGEST = 4
_MOST_SESSIONS = 1_000

_NO_ATTENDANCE = Fault(
    "census.no-attendance",
    "query",
    _TABLE,
    "no pupil of the return has attendance that could be found",
    "check the names of elements, or whether attendance was exported",
)
_BOARDER = Fault(
    "census.boarder",
    "error",
    _TABLE,
    "the pupil boards, and absence statistics leave boarders out; the pupil's rows are"
    " rejected",
    "leave attendance of boarders out (rule 2470 of the census)",
    "Boarder",
)
_AGE = Fault(
    "census.age",
    "query",
    _TABLE,
    "the pupil was younger than 4 or older than 15 on 31 August before the school year;"
    " the statistics do not count the pupil",
    "leave out the attendance of these ages (rule 2470 of the census)",
    "DOB",
)
_OTHER_TERM = Fault(
    "census.attendance-of-term",
    "error",
    _TABLE,
    "attendance of these days does not belong in the census of this term; the row is"
    " rejected",
    "check the term in the header, or the export",
)
_NO_SESSIONS = Fault(
    "census.sessions",
    "error",
    _TABLE,
    "the sessions possible, authorised or unauthorised are not whole numbers; the row is"
    " rejected",
    "correct them",
    "SessionsPossible",
)
_MORE_MISSED = Fault(
    "census.more-missed-than-possible",
    "error",
    _TABLE,
    "more sessions were missed than were possible; the row is rejected",
    "correct the sessions",
    "SessionsPossible",
)
_REASON = Fault(
    "census.reason",
    "error",
    _TABLE,
    "the reason is no code of these days, or its sessions are no whole number; the row"
    " is rejected",
    "correct the code or the number",
    "AttendanceReason",
)
_TOTALS_TAKEN = Fault(
    "census.totals-taken",
    "note",
    _TABLE,
    "the two totals are taken, as the reasons are missing or add up to less; reasons are"
    " not known",
    "send the reasons, if the system holds them",
)


@frozen
class Stretch:
    """What a return tells of one pupil's attendance over a stretch of days."""

    pupil: Person = field(repr=False)
    age_group: str | None = field(repr=False)
    days: Period
    began_in_second_half: str
    told: Told = field(repr=False)


@define
class Pupils:
    """Reads the pupils of one return, and notes what is wrong with them.

    *sent* are the classes of code that any of them has.
    """

    header: Header
    file_name: str
    pseudonyms: Pseudonyms = field(repr=False)
    notes: Notes = field(init=False)
    people: list[Person] = field(factory=list, init=False, repr=False)
    stretches: list[Stretch] = field(factory=list, init=False, repr=False)
    sent: set[SessionClass] = field(factory=set, init=False)
    pupils_in: int = field(default=0, init=False)
    stretches_in: int = field(default=0, init=False)
    without_attendance: int = field(default=0, init=False)
    _reader: People = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.notes = Notes(self.file_name)
        self._reader = People(self.notes, self.pseudonyms)

    def add(self, pupil: Record) -> None:
        """Take in a pupil with each stretch of days that attendance is told of."""
        attendance = [a for held in pupil.every("Attendance") for a in _elements(held)]
        self.pupils_in += 1
        self.stretches_in += len(attendance)
        self.without_attendance += not attendance
        person = self._reader.read(pupil)
        if person is None:
            return
        self.people.append(person)
        if attendance and not self._boards(pupil):
            age_group = self._age_group(pupil, person)
            for element in attendance:
                self._add_stretch(pupil, person, age_group, element)

    def note_if_none_has_attendance(self) -> None:
        """Note a return of which nothing could be counted, as when names differ."""
        if self.without_attendance == self.pupils_in:
            self.notes.found_in_all(_NO_ATTENDANCE, self.pupils_in)

    def _add_stretch(
        self, pupil: Record, person: Person, age_group: str | None, element: Record
    ) -> None:
        days = self.header.days_told.get(element.name)
        if days is None:
            self.notes.found(_OTHER_TERM, element)
        elif told := self._told(element, days):
            began = self._began_in(days, pupil)
            self.stretches.append(Stretch(person, age_group, days, began, told))

    def _boards(self, pupil: Record) -> bool:
        status = only(pupil, "PupilStatus")
        if status is None or status.values.get("Boarder", "").upper() not in _BOARDS:
            return False
        self.notes.found(_BOARDER, status)
        return True

    def _began_in(self, days: Period, pupil: Record) -> str:
        """Return whether the enrolment began in days that are the last half term."""
        status = only(pupil, "PupilStatus")
        written = status.values.get("EntryDate", "") if status is not None else ""
        entered_on = day_written(written)
        is_half = days == second_half_of_summer(self.header.year - 1)
        return "yes" if is_half and entered_on and entered_on >= days.first else "no"

    def _age_group(self, pupil: Record, person: Person) -> str | None:
        if person.birth_cohort is None:
            return None
        age = self.header.year - 1 - person.birth_cohort
        if not _YOUNGEST <= age <= LAST_AGE_COUNTED:
            self.notes.found(_AGE, only(pupil, "PupilIdentifiers") or pupil)
        if age == LAST_AGE_COUNTED:
            return str(age)
        return AGES_COUNTED if FIRST_AGE_COUNTED <= age < LAST_AGE_COUNTED else "other"

    def _told(self, element: Record, days: Period) -> Told | None:
        """Return what an element says, or nothing if its row is rejected."""
        numbers = [_number(element.values.get(name)) for name in TOTALS]
        if numbers[0] is None or any(
            number is None and name in element.values
            for name, number in zip(TOTALS, numbers, strict=True)
        ):
            self.notes.found(_NO_SESSIONS, element)
            return None
        by_code = self._by_code(element, days)
        if by_code is None:
            return None
        told = Told(numbers[0], numbers[1], numbers[2], by_code)
        if told.attended < 0:
            self.notes.found(_MORE_MISSED, element)
            return None
        if not told.reasons_count:
            self.notes.found(_TOTALS_TAKEN, element)
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
                sessions = _number(either(detail, *SESSIONS))
                if code is None or sessions is None:
                    self.notes.found(_REASON, detail)
                    return None
                found[code] = found.get(code, 0) + sessions
        self.sent.update(code.session_class for code in found)
        return found


def _elements(attendance: Record) -> Iterator[Record]:
    for name in ("TermlyAttendance", "SummerHalfTerm2Attendance", ANNUAL):
        yield from attendance.every(name)


def _number(written: str | None) -> int | None:
    if written is None or not (written.isascii() and written.isdecimal()):
        return None
    number = (
        int(written) if len(written) < len(str(_MOST_SESSIONS)) + 1 else _MOST_SESSIONS
    )
    return number if number < _MOST_SESSIONS else None
