"""Which tables and fields of a data set are read, and what its codes mean."""

from collections.abc import Callable, Mapping

from attrs import frozen

Names = tuple[str, ...]
"""Ways to head one field, the newest first."""


@frozen
class Fields:
    """The fields of one table that are read, by our names for them."""

    table: str
    named: Mapping[str, Names]
    required: frozenset[str] = frozenset()


@frozen
class DataSet:
    """A data set: where it holds what is read, and how to understand it.

    *team_types* is where the type of a team is told apart from the referral. *service*
    and *reason* give the names of a type of team and of a reason for referral;
    *mechanisms* those of its codes for how a contact came about. *mental_health* is
    whether its services are of mental health.
    """

    name: str
    header: Fields
    people: Fields
    referrals: Fields
    teams: Fields
    contacts: Fields
    service: Callable[[str], str]
    reason: Callable[[str], str]
    mechanisms: Mapping[str, str]
    mental_health: bool
    team_types: Fields | None = None
    indirect: Fields | None = None
    hospital: Fields | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that is read."""
        held = (
            *(self.header, self.people, self.referrals, self.teams, self.contacts),
            *(self.team_types, self.indirect, self.hospital),
        )
        return tuple(fields.table for fields in held if fields is not None)


ATTENDANCE_CODES = {
    "2": "cancelled_by_patient",
    "3": "did_not_attend",
    "4": "cancelled_by_provider",
    "5": "attended",
    "6": "attended",
    "7": "did_not_attend",
}
"""Attendance status of both data sets; 6 came late and was seen, 7 was not."""

MECHANISM_CODES = {
    "01": "face_to_face",
    "02": "telephone",
    "03": "telemedicine",
    "04": "talk_type",
    "05": "email",
    "09": "text_message",
    "10": "instant_message",
    "11": "video",
    "12": "message_board",
    "13": "chat_room",
    "98": "other",
}
"""Consultation mechanism; 03 was in use up to September 2021."""
