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
class HelpTables:
    """Where a data set tells that help began, and which codes say so.

    *scores* are the assessments that count as a baseline outcome; *intervention_sets*
    the reference sets of SNOMED CT whose members are interventions, and *assessments*
    the codes that count like one of those.
    """

    scored_for_referrals: Fields
    activities: Fields
    scored_in_activities: Fields
    care_plans: Fields
    agreements: Fields
    scores: frozenset[str]
    intervention_sets: frozenset[str]
    assessments: frozenset[str]

    @property
    def of_outcomes(self) -> tuple[Fields, ...]:
        """The tables without which nothing tells of baseline outcomes."""
        return (self.scored_for_referrals, self.activities, self.scored_in_activities)

    @property
    def of_care(self) -> tuple[Fields, ...]:
        """The tables without which nothing tells of care plans and interventions."""
        return (self.activities, self.care_plans, self.agreements)


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
    help: HelpTables | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that is read."""
        held = (
            *(self.header, self.people, self.referrals, self.teams, self.contacts),
            *(self.team_types, self.indirect, self.hospital),
            *((*self.help.of_outcomes, *self.help.of_care) if self.help else ()),
        )
        named = (fields.table for fields in held if fields is not None)
        return tuple(dict.fromkeys(named))


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
