"""Rules about the person and the identifiers of the person."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from send_metrics.adapters.sen2.checks.rule import Example, Here, Rule, is_twice
from send_metrics.domain.ethnicities import GROUP_OF

_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_ULN = re.compile(r"[0-9]{10}")
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_REASONS = ("UN1", "UN2", "UN3", "UN5", "UN8", "UN9", "UN10")
_A_WEEK = dt.timedelta(days=7)
_OLDEST = 25


def _missing_names(person: Here) -> Iterator[str]:
    sex = person.returned.profile.sex_element
    return person.lacking("Surname", "Forename", "PersonBirthDate", sex, "Ethnicity")


def _sex(person: Here) -> Iterator[str]:
    profile = person.returned.profile
    return person.off_list(profile.sex_element, profile.sexes)


def _no_identifier(person: Here) -> Iterator[str]:
    if not person.has("UPN", "UniqueLearnerNumber", "UPNunknown"):
        yield "UPN"


def _reason_beside_identifier(person: Here) -> Iterator[str]:
    if person.has("UPNunknown") and person.has("UPN", "UniqueLearnerNumber"):
        yield "UPNunknown"


def _upn_form(person: Here) -> Iterator[str]:
    if person.has("UPN") and not _UPN.fullmatch(person.text("UPN")):
        yield "UPN"


def _upn_check_letter(person: Here) -> Iterator[str]:
    upn = person.text("UPN")
    if _UPN.fullmatch(upn) and upn[0] != check_letter(upn[1:]):
        yield "UPN"


def check_letter(rest: str) -> str:
    """Return the letter that a UPN must begin with, given its other 12 characters.

    >>> check_letter("919000000001")
    'B'
    """
    values = (
        _CHECK_LETTERS.index(sign) if sign.isalpha() else int(sign) for sign in rest
    )
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _CHECK_LETTERS[total % len(_CHECK_LETTERS)]


def _uln_form(person: Here) -> Iterator[str]:
    uln = person.text("UniqueLearnerNumber")
    if uln and not _ULN.fullmatch(uln):
        yield "UniqueLearnerNumber"


def _six_or_older_without_upn(person: Here) -> Iterator[str]:
    age = person.age_on(person.census_on)
    if person.text("UPNunknown") == "UN1" and age is not None and age >= 6:
        yield "UPNunknown"


def _not_that_new(person: Here) -> Iterator[str]:
    if person.text("UPNunknown") != "UN8":
        return
    received = [request.day("ReceivedDate") for request in person.every("Requests")]
    if any(day is not None and day < person.census_on - _A_WEEK for day in received):
        yield "UPNunknown"


def _no_further_action_but_assessed(person: Here) -> Iterator[str]:
    outcomes = [r.text("RequestOutcome") for r in person.every("Requests")]
    if person.text("UPNunknown") == "UN10" and "Y" in outcomes:
        yield "UPNunknown"


_IDENTIFIERS = ("UPN", "UniqueLearnerNumber")


def _digest(person: Here, *items: str) -> int | None:
    """Return a hash that tells persons apart in this run alone, and leads nowhere.

    Case and spaces make no difference. Nothing if an item is missing or given twice.
    """
    texts = [person.text(item) for item in items]
    if not all(texts) or any(map(is_twice, texts)):
        return None
    return hash((*items, *("".join(text.casefold().split()) for text in texts)))


def _same_identifier(memory: dict[Any, Any], person: Here) -> Iterator[str]:
    for item in _IDENTIFIERS:
        digest = _digest(person, item)
        if digest in memory:
            yield item
        if digest is not None:
            memory[digest] = True


def _same_name_and_birth(memory: dict[Any, Any], person: Here) -> Iterator[str]:
    who = _digest(person, "Surname", "Forename", "PersonBirthDate")
    if who is None:
        return
    identifiers = {_digest(person, item) for item in _IDENTIFIERS} - {None}
    # Without an identifier in common, two of one name may be one person given twice.
    if who in memory and not identifiers & memory[who]:
        yield ""
    memory.setdefault(who, set()).update(identifiers)


def _age(person: Here) -> Iterator[str]:
    age = person.age_on(person.returned.header.school_year_began_on)
    if age is not None and age > _OLDEST:
        yield "PersonBirthDate"


def _born_this_school_year(person: Here) -> Iterator[str]:
    born_on = person.day("PersonBirthDate")
    began_on = person.returned.header.school_year_began_on
    if born_on is not None and began_on < born_on <= person.census_on:
        yield "PersonBirthDate"


def _born_later(person: Here) -> Iterator[str]:
    born_on = person.day("PersonBirthDate")
    if born_on is not None and born_on > person.census_on:
        yield "PersonBirthDate"


PERSON_RULES = (
    Rule(
        id="sen2.per-names",
        of="Person",
        wording="surname, forename, date of birth, sex or ethnicity is missing",
        action="give the item",
        basis="form of the return",
        find=_missing_names,
        failing=(
            Example({"Surname": None}),
            Example({"PersonBirthDate": None}),
            Example({"Sex": None}),
        ),
    ),
    Rule(
        id="sen2.per-sex",
        of="Person",
        wording="the code of sex, or gender up to 2023, is not on the list",
        action="give M or F; 0, 1, 2 or 9 up to 2023",
        basis="form of the return",
        find=_sex,
        failing=(Example({"Sex": "1"}),),
        passing=(Example({"Sex": "M"}),),
    ),
    Rule(
        id="sen2.per-ethnicity",
        of="Person",
        wording="the ethnicity is not a code of the common basic data set",
        action="give a main or extended code, REFU or NOBT",
        basis="form of the return",
        find=lambda person: person.off_list("Ethnicity", GROUP_OF),
        failing=(Example({"Ethnicity": "WXYZ"}),),
        passing=(Example({"Ethnicity": "REFU"}),),
    ),
    Rule(
        id="sen2.per-id-missing",
        of="Person",
        wording="there is no UPN, no ULN and no reason why",
        action="give the UPN or the ULN, or say in UPNunknown why there is none",
        basis="guide",
        find=_no_identifier,
        failing=(Example({"UPN": None}),),
        passing=(Example({"UPN": None, "UniqueLearnerNumber": "9990000012"}),),
    ),
    Rule(
        id="sen2.per-id-both",
        of="Person",
        wording="a reason for having no identifier stands beside an identifier",
        action="leave UPNunknown out",
        basis="meaning of the items",
        find=_reason_beside_identifier,
        severity="query",
        failing=(Example({"UPNunknown": "UN2"}),),
        passing=(Example({"UPN": None, "UPNunknown": "UN2"}),),
    ),
    Rule(
        id="sen2.per-un-code",
        of="Person",
        wording="the reason for having no identifier is not on the list",
        action="give UN1, UN2, UN3, UN5, UN8, UN9 or UN10",
        basis="form of the return",
        find=lambda person: person.off_list("UPNunknown", _REASONS),
        failing=(Example({"UPN": None, "UPNunknown": "UN4"}),),
        passing=(Example({"UPN": None, "UPNunknown": "UN3"}),),
    ),
    Rule(
        id="sen2.per-upn-format",
        of="Person",
        wording="the UPN is not a letter and 12 digits, or a letter, 11 digits, a letter",
        action="give the UPN as the school holds it; I, O and S are never used",
        basis="form of the return",
        find=_upn_form,
        failing=(Example({"UPN": "B91900000001"}), Example({"UPN": "I919000000001"})),
        passing=(Example({"UPN": "M91900000000A"}),),
    ),
    Rule(
        id="sen2.per-upn-check-letter",
        of="Person",
        wording="the first letter of the UPN is not the one that its digits call for",
        action="look the UPN up again; a digit is likely wrong",
        basis="form of the return",
        find=_upn_check_letter,
        failing=(Example({"UPN": "A919000000001"}),),
        passing=(Example({"UPN": "B919000000001"}),),
    ),
    Rule(
        id="sen2.per-uln-format",
        of="Person",
        wording="the ULN is not 10 digits",
        action="give the ULN as the Learner Records Service holds it",
        basis="form of the return",
        find=_uln_form,
        failing=(Example({"UniqueLearnerNumber": "12345678"}),),
        passing=(Example({"UniqueLearnerNumber": "1234567890"}),),
    ),
    Rule(
        id="sen2.per-un1-age",
        of="Person",
        wording="UN1 is for children under 6, and the person was older on census day",
        action="ask for the UPN, or give another reason",
        basis="guide",
        find=_six_or_older_without_upn,
        failing=(
            Example(
                {"UPN": None, "UPNunknown": "UN1", "PersonBirthDate": "2020-01-15"}
            ),
        ),
        passing=(
            Example(
                {"UPN": None, "UPNunknown": "UN1", "PersonBirthDate": "2020-01-16"}
            ),
        ),
    ),
    Rule(
        id="sen2.per-un8-date",
        of="Person",
        wording="UN8 is for those new in the last week of the period, and the request is"
        " older",
        action="ask for the UPN, or give another reason",
        basis="guide",
        find=_not_that_new,
        failing=(
            Example(
                {
                    "UPN": None,
                    "UPNunknown": "UN8",
                    "Requests/ReceivedDate": "2026-01-07",
                },
                like="undecided",
            ),
        ),
        passing=(
            Example(
                {
                    "UPN": None,
                    "UPNunknown": "UN8",
                    "Requests/ReceivedDate": "2026-01-08",
                },
                like="undecided",
            ),
        ),
    ),
    Rule(
        id="sen2.per-un10",
        of="Person",
        wording="UN10 is for requests without further action, and this one led to an"
        " assessment",
        action="ask for the UPN, or give another reason",
        basis="guide",
        find=_no_further_action_but_assessed,
        severity="query",
        failing=(Example({"UPN": None, "UPNunknown": "UN10"}),),
        passing=(Example({"UPN": None, "UPNunknown": "UN10"}, like="refused"),),
    ),
    Rule(
        id="sen2.per-dup-upn",
        of="Person",
        wording="another person of the return has the same UPN or ULN",
        action="put all requests of one person under one Person",
        basis="checks of other collections",
        remember=_same_identifier,
        failing=(
            Example(times=2),
            Example(
                more={
                    "..": "<Person><UPN>b919 000 000 001</UPN>"
                    "<Surname>Other</Surname></Person>"
                }
            ),
        ),
        passing=(Example(more={"": "<UPN>M91900000000A</UPN>"}, times=2),),
    ),
    Rule(
        id="sen2.per-dup-name",
        of="Person",
        wording="another person has the same name and date of birth, and no identifier in"
        " common with this one",
        action="check whether they are one person",
        basis="checks of other collections",
        remember=_same_name_and_birth,
        severity="query",
        failing=(
            Example(
                more={
                    "..": "<Person><Surname>Sample</Surname><Forename>Ada</Forename>"
                    "<PersonBirthDate>2017-05-04</PersonBirthDate><Sex>F</Sex>"
                    "<Ethnicity>WBRI</Ethnicity><UPN>M91900000000A</UPN></Person>"
                }
            ),
        ),
        passing=(Example(times=2),),
    ),
    Rule(
        id="sen2.per-age",
        of="Person",
        wording="the person was older than 25 when the school year began",
        action="check the date of birth; a plan ends with the school year in which the"
        " person turns 25",
        basis="Children and Families Act 2014, section 46",
        find=_age,
        failing=(Example({"PersonBirthDate": "1999-08-31"}, like="older plan"),),
        passing=(Example({"PersonBirthDate": "1999-09-01"}, like="older plan"),),
    ),
    Rule(
        id="sen2.per-age-low",
        of="Person",
        wording="the person was born after the school year began",
        action="check the date of birth; if it is right, be ready to explain",
        basis="checks of other collections",
        find=_born_this_school_year,
        severity="query",
        failing=(Example({"PersonBirthDate": "2025-09-01"}, like="undecided"),),
        passing=(Example({"PersonBirthDate": "2025-08-31"}, like="undecided"),),
    ),
    Rule(
        id="sen2.per-future-dob",
        of="Person",
        wording="the person was born after the census day",
        action="check the date of birth",
        basis="checks of other collections",
        find=_born_later,
        failing=(Example({"PersonBirthDate": "2026-01-16"}),),
        passing=(Example({"PersonBirthDate": "2026-01-15"}, like="undecided"),),
    ),
)
