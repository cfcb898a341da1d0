"""From what a census says of a pupil's sessions to the counts that figures read.

A school sends the sessions missed for each reason, or only two totals. DfE takes the sum
of the reasons, unless there are none or they add up to less than the totals: then it
takes the totals. Source: DfE, *Pupil absence statistics: methodology*, read
25 November 2026.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from attrs import frozen

from send_metrics.domain.attendance_codes import (
    ATTENDANCE_CODES,
    AttendanceCode,
    SessionClass,
)
from send_metrics.records.sessions import CLASS_COLUMNS, REASON_COLUMNS, adds_to

_ABSENT = (SessionClass.AUTHORISED, SessionClass.UNAUTHORISED)


def _classes_of_reasons() -> Mapping[str, frozenset[SessionClass]]:
    """Return of which classes the codes are that add to each reason."""
    found = defaultdict(set)
    for code in ATTENDANCE_CODES:
        for column in adds_to(code) & REASON_COLUMNS.keys():
            found[column].add(code.session_class)
    return {column: frozenset(classes) for column, classes in found.items()}


_CLASSES = _classes_of_reasons()


@frozen
class Told:
    """What one element says: sessions possible, the two totals, and by code."""

    possible: int
    authorised: int | None
    unauthorised: int | None
    by_code: Mapping[AttendanceCode, int]

    @property
    def by_reason(self) -> int:
        """Sessions of absence for which a reason is given."""
        return self._of(*_ABSENT)

    @property
    def in_totals(self) -> int:
        """Sessions of absence that the two totals add up to."""
        return (self.authorised or 0) + (self.unauthorised or 0)

    @property
    def reasons_count(self) -> bool:
        """Whether the reasons are taken, and not the totals."""
        given = any(code.session_class in _ABSENT for code in self.by_code)
        return self.by_reason >= self.in_totals and (given or not self.in_totals)

    @property
    def absent(self) -> tuple[int, int]:
        """Sessions of authorised and of unauthorised absence, by the rule of DfE."""
        if self.reasons_count:
            authorised, unauthorised = map(self._of, _ABSENT)
            return authorised, unauthorised
        return self.authorised or 0, self.unauthorised or 0

    @property
    def attended(self) -> int:
        """Possible sessions that were not missed; below 0 where more were missed."""
        not_attending = self._of(SessionClass.NOT_ATTENDING_CORONAVIRUS)
        return self.possible - sum(self.absent) - not_attending

    def _of(self, *classes: SessionClass) -> int:
        return sum(
            n for code, n in self.by_code.items() if code.session_class in classes
        )


def counts(told: Told, sent: Collection[SessionClass]) -> dict[str, int | None]:
    """Return the columns of sessions of `attendance_totals`.

    Every possible session that was not missed was attended: at an approved activity as
    far as codes of one are given, else at school. Reasons are not known where the totals
    were taken. *sent* are the classes of code that the return has of any pupil; codes of
    other classes were not sent, so that nothing is known of them.
    """
    authorised, unauthorised = told.absent
    found: dict[str, int | None] = dict.fromkeys(CLASS_COLUMNS, 0)
    found |= {
        column: 0 if _is_known(column, told, sent) else None
        for column in REASON_COLUMNS
    }
    for code, sessions in told.by_code.items():
        for column in adds_to(code):
            held = found[column]
            found[column] = None if held is None else held + sessions
    at_activity = min(found["approved_activity_sessions"] or 0, told.attended)
    return found | {
        "possible_sessions": told.possible,
        "authorised_sessions": authorised,
        "unauthorised_sessions": unauthorised,
        "approved_activity_sessions": at_activity,
        "present_sessions": told.attended - at_activity,
    }


def _is_known(column: str, told: Told, sent: Collection[SessionClass]) -> bool:
    """Tell whether a reason without a code means that there were no such sessions."""
    classes = _CLASSES[column]
    if not classes.isdisjoint(_ABSENT):
        return told.reasons_count
    return not classes.isdisjoint(sent)
