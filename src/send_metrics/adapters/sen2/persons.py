"""What every row says about the child or young person, without saying who it is."""

from typing import Any

import numpy as np
from attrs import define, field, frozen

from send_metrics.adapters.message.layout import TWICE
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.sen2.cells import Cells, Days, Item, finding
from send_metrics.adapters.sen2.header import Header
from send_metrics.adapters.sen2.levels import Level, Numbers, View
from send_metrics.domain.ethnicities import GROUP_OF, ethnicity_group
from send_metrics.records.report import Finding

Ages = np.ndarray[Any, np.dtype[np.float64]]

# What concerns the person is found once, under the table that everyone is in.
_TABLE = "ehc_requests"
_PERSON = Item("", _TABLE, "")
_IDENTIFIER = Item("", _TABLE, "person_id")
_ETHNICITY = Item("Ethnicity", _TABLE, "ethnicity")
_BORN = Item("PersonBirthDate", _TABLE, "age_at_request")


@frozen
class Children:
    """The persons of some levels; their dates of birth lead to ages only.

    *first_met* is for each the number of the first `Person` that is the same person.
    """

    person_ids: list[str]
    first_met: Numbers
    sexes: list[str]
    ethnicities: list[str]
    groups: list[str]
    born_on: Days = field(repr=False)

    def ages(self, numbers: Numbers, days: Days) -> Ages:
        """Return completed years of the persons *numbered*, each on its day.

        They are those of `domain.ages.age_on`; not a number where a day is missing.
        """
        return completed_years(self.born_on[numbers], days)


def completed_years(born_on: Days, days: Days) -> Ages:
    """Return what `domain.ages.age_on` does, for many; not a number without a day."""
    born_year, born_in_year = _split(born_on)
    year, in_year = _split(days)
    years = (year - born_year - (in_year < born_in_year)).astype("float64")
    years[np.isnat(born_on) | np.isnat(days)] = np.nan
    return years


def _split(days: Days) -> tuple[Numbers, Numbers]:
    """Return the year and, as one number that sorts the same, month and day."""
    months = days.astype("datetime64[M]")
    years = months.astype("datetime64[Y]")
    in_month = (days - months.astype("datetime64[D]")).astype(np.int64)
    return (
        years.astype(np.int64),
        (months - years.astype("datetime64[M]")).astype(np.int64) * 31 + in_month,
    )


def about_person(
    persons: Level, number: int, rule: str, wording: str, action: str
) -> Finding:
    """Return a finding about a person as a whole, for someone to look at."""
    return finding(rule, "query", View(persons), number, _PERSON, wording, action)


@define
class Register:
    """Reads persons, and knows who came before."""

    header: Header
    cells: Cells
    pseudonyms: Pseudonyms = field(repr=False)
    _met: dict[str, int] = field(factory=dict, init=False, repr=False)

    def read(self, persons: Level) -> Children:
        """Return the children of some `Person` elements."""
        view = View(persons)
        profile = self.header.profile
        sex = Item(profile.sex_element, _TABLE, "sex")
        ethnicities = self.cells.codes(view, _ETHNICITY, GROUP_OF.keys())
        ids = self._person_ids(view)
        first = persons.first
        first_met = [self._met.setdefault(i, n) for n, i in enumerate(ids, first)]
        return Children(
            person_ids=ids,
            first_met=np.array(first_met, dtype=np.int64),
            sexes=self.cells.codes(view, sex, profile.sexes),
            ethnicities=ethnicities,
            groups=list(map(ethnicity_group, ethnicities)),
            born_on=self._born_on(view),
        )

    def _person_ids(self, view: View) -> list[str]:
        ids = []
        upns, ulns = view.texts("UPN"), view.texts("UniqueLearnerNumber")
        reasons = view.texts("UPNunknown")
        for row, (upn, uln) in enumerate(zip(upns, ulns, strict=True)):
            written = _identifier(upn) or _identifier(uln)
            if not written:
                if not (reasons[row] or "").strip():
                    self._no_identifier(view, row)
                written = self._by_place(view.level.person(row))
            ids.append(self.pseudonyms.of("person", written))
        return ids

    def _no_identifier(self, view: View, row: int) -> None:
        self.cells.found(
            "sen2.identifier",
            "query",
            view,
            row,
            _IDENTIFIER,
            "there is no UPN, no ULN and no reason why; the person is kept apart"
            " from all others",
            "give the UPN or the ULN, or say in UPNunknown why there is none",
        )

    def _by_place(self, number: int) -> str:
        # Two returns must not make one person of two who share a position.
        header = self.header
        return f"sen2:{header.authority}:{header.profile.year}:{header.submission}:{number}"

    def _born_on(self, view: View) -> Days:
        days, wrong = self.cells.past_days(view, _BORN)
        for row in sorted(wrong):
            self.cells.found(
                "sen2.birth-date",
                "query",
                view,
                row,
                _BORN,
                "the date of birth is missing, is no day that exists or comes after the"
                " reference date; the ages are left out",
                "write the day as 2016-01-31",
            )
        return days


def _identifier(text: str | None) -> str:
    """Return a UPN or ULN without case and spaces, which neither knows."""
    if text is None or text == TWICE:
        return ""
    return text if text.isalnum() and text.isupper() else "".join(text.split()).upper()
