"""What every row says about the child or young person, without saying who it is."""

import datetime as dt

from attrs import define, field, frozen

from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.sen2.cells import Cells, Item
from send_metrics.adapters.sen2.days import day_written
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.layout import TWICE, Record
from send_metrics.adapters.sen2.profiles import ETHNICITIES
from send_metrics.domain.ages import age_on
from send_metrics.records.schema import UNKNOWN

# What concerns the person is found once, under the table that everyone is in.
_TABLE = "ehc_requests"
_PERSON = Item("", _TABLE, "")
_IDENTIFIER = Item("", _TABLE, "person_id")
_ETHNICITY = Item("Ethnicity", _TABLE, "ethnicity")
_BORN = Item("PersonBirthDate", _TABLE, "age_at_request")
_NEED = Item("SENtype", _TABLE, "primary_need")
_NEEDS = Item("", _TABLE, "primary_need")


@frozen
class Child:
    """The person of a `Person` element; the date of birth leads to ages only."""

    person_id: str
    came_before: bool
    sex: str
    ethnicity: str
    born_on: dt.date | None = field(repr=False)

    def age_on(self, day: dt.date | None) -> int | None:
        """Return completed years on a day, if both days are known."""
        if day is None or self.born_on is None:
            return None
        return age_on(day, self.born_on)


@define
class Children:
    """Reads persons, and knows who came before."""

    header: Header
    cells: Cells
    pseudonyms: Pseudonyms = field(repr=False)
    _met: set[str] = field(factory=set, init=False, repr=False)

    def read(self, person: Record, position: int) -> Child:
        """Return the person of the *position*-th `Person` element."""
        person_id = self._person_id(person, position)
        came_before = person_id in self._met
        self._met.add(person_id)
        profile = self.header.profile
        sex = Item(profile.sex_element, _TABLE, "sex")
        code = self.cells.code(person, sex, profile.sexes)
        return Child(
            person_id=person_id,
            came_before=came_before,
            sex=profile.sexes.get(code, UNKNOWN),
            ethnicity=self.cells.code(person, _ETHNICITY, ETHNICITIES),
            born_on=self._born_on(person),
        )

    def primary_need(self, active_plan: Record) -> str:
        """Return the type of need of rank 1."""
        needs = active_plan.every("SENneed")
        ranks = [need.values.get("SENtypeRank", "") for need in needs]
        first = [need for need, rank in zip(needs, ranks, strict=True) if rank == "1"]
        if not first and ranks == [""]:
            first = needs
        if len(first) != 1 and needs:
            self.cells.found(
                "sen2.need-of-rank-1",
                "query",
                active_plan,
                _NEEDS,
                "several needs have rank 1; the first of them is used"
                if first
                else "no need has rank 1; the primary need is taken as unknown",
                "give rank 1 to one need",
            )
        if not first:
            return UNKNOWN
        return self.cells.code(first[0], _NEED, self.header.profile.needs)

    def note(self, person: Record, rule: str, wording: str, action: str) -> None:
        """Note something about the person as a whole, for someone to look at."""
        self.cells.found(rule, "query", person, _PERSON, wording, action)

    def _person_id(self, person: Record, position: int) -> str:
        for element in ("UPN", "UniqueLearnerNumber"):
            written = person.values.get(element)
            if written and written != TWICE:
                # Neither knows case nor inner spaces; systems print both.
                folded = "".join(written.split()).upper()
                return self.pseudonyms.of("person", folded)
        if "UPNunknown" not in person.values:
            self.cells.found(
                "sen2.identifier",
                "query",
                person,
                _IDENTIFIER,
                "there is no UPN, no ULN and no reason why; the person is kept apart"
                " from all others",
                "give the UPN or the ULN, or say in UPNunknown why there is none",
            )
        # Two returns must not make one person of two who share a position.
        header = self.header
        return self.pseudonyms.of(
            "person",
            f"sen2:{header.authority}:{header.profile.year}:{header.submission}:{position}",
        )

    def _born_on(self, person: Record) -> dt.date | None:
        born_on = day_written(person.values.get(_BORN.element, ""))
        if born_on is None or born_on > self.header.reference_on:
            self.cells.found(
                "sen2.birth-date",
                "query",
                person,
                _BORN,
                "the date of birth is missing, is no day that exists or comes after"
                " the reference date; the ages are left out",
                "write the day as 2016-01-31",
            )
            return None
        return born_on
