"""Who the pupils of a return are, without saying who it is."""

from attrs import define, field, frozen

from send_metrics.adapters.message.days import day_written
from send_metrics.adapters.message.layout import TWICE, Record
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.school_census.layout import PUPIL
from send_metrics.adapters.school_census.notes import Fault, Notes
from send_metrics.domain.ages import birth_cohort
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import PRIMARY_NEEDS, PUPILS

_STATUS = {"N": "N", "K": "K", "E": "E", "A": "K", "P": "K", "S": "E"}
"""Provision, and what the codes before 2014 have become: school action, statements."""

_NONE = "none"

_NO_UPN = Fault(
    "census.upn",
    "error",
    PUPILS.name,
    "there is no UPN, or two; the pupil and the pupil's attendance are rejected",
    "give the one UPN, a temporary one if need be",
    "UPN",
)
_NO_DATE_OF_BIRTH = Fault(
    "census.date-of-birth",
    "query",
    PUPILS.name,
    "there is no date of birth written 2012-03-31; nobody can tell whether the pupil is"
    " of the ages that count",
    "give the date of birth; until then the pupil is undetermined",
    "DOB",
)
_UNKNOWN_PROVISION = Fault(
    "census.sen-provision",
    "query",
    PUPILS.name,
    "the SEN provision is none of N, K and E; it is taken as unknown",
    "correct the code",
    "SENprovision",
)
_UNKNOWN_NEED = Fault(
    "census.sen-type",
    "query",
    PUPILS.name,
    "the type of need of rank 1 is not on the list, or there are two; it is taken as"
    " unknown",
    "correct the code or the ranks",
    "SENtype",
)


@frozen
class Person:
    """What a return says of one pupil; the date of birth leads to a cohort only."""

    pupil_id: str
    sen_status: str
    primary_need: str
    birth_cohort: int | None
    is_on_roll: bool

    @property
    def lacks_need(self) -> bool:
        """Whether the pupil has special needs and nothing tells of which type."""
        return self.sen_status in ("K", "E") and self.primary_need == UNKNOWN


@define
class People:
    """Reads who the pupils are."""

    notes: Notes
    pseudonyms: Pseudonyms = field(repr=False)

    def read(self, pupil: Record) -> Person | None:
        """Return who a pupil is; nothing where that cannot be told."""
        identifiers = only(pupil, "PupilIdentifiers") or pupil
        upn = identifiers.values.get("UPN", TWICE)
        if upn == TWICE:
            self.notes.found(_NO_UPN, identifiers)
            return None
        needs = only(pupil, "SpecialEducationalNeeds")
        status = self._status(needs)
        return Person(
            pupil_id=self.pseudonyms.of("pupil", "".join(upn.split()).upper()),
            sen_status=status,
            primary_need=_NONE if status == "N" else self._primary_need(needs),
            birth_cohort=self._birth_cohort(identifiers),
            is_on_roll=pupil.name == PUPIL,
        )

    def _birth_cohort(self, identifiers: Record) -> int | None:
        born_on = day_written(identifiers.values.get("DOB", ""))
        if born_on is None:
            self.notes.found(_NO_DATE_OF_BIRTH, identifiers)
            return None
        return birth_cohort(born_on)

    def _status(self, needs: Record | None) -> str:
        written = needs.values.get("SENprovision", "") if needs is not None else ""
        status = _STATUS.get(written.upper())
        if needs is not None and written and status is None:
            self.notes.found(_UNKNOWN_PROVISION, needs)
        return status or UNKNOWN

    def _primary_need(self, needs: Record | None) -> str:
        """Return the type of need of rank 1, or the only one."""
        held = [
            need
            for around in (needs.every("SENneeds") if needs is not None else ())
            for need in around.every("SENneed")
        ]
        first = [n for n in held if either(n, "SENtypeRank", "SENneedRank") == "1"]
        if len(held) == 1 and not first:
            first = held
        if not first:
            return UNKNOWN
        types = {either(need, "SENtype", "SENneedType").upper() for need in first}
        if len(types) > 1 or not types <= PRIMARY_NEEDS:
            self.notes.found(_UNKNOWN_NEED, first[0])
            return UNKNOWN
        return types.pop()


def only(record: Record, name: str) -> Record | None:
    """Return the first record called *name* inside one, if there is any."""
    held = record.every(name)
    return held[0] if held else None


def either(record: Record, *names: str) -> str:
    """Return the first of several items that is given, empty where none is."""
    return next((record.values[n] for n in names if n in record.values), "")
