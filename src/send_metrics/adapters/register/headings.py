"""Which heading of a spreadsheet stands for which column of a table."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import frozen

from send_metrics.records.schema import Column

Certainty = Literal["sure", "perhaps"]

_WORD = re.compile(r"[a-z0-9]+")
_NAMES_AN_ID = frozenset({"id", "ref", "reference", "number", "no", "identifier"})
_FILLING = frozenset({"the", "of", "a", "our", "on", "in", "at", "to", "was", "is"})
_SAID_OF_KIND = {
    "day": frozenset({"date", "day", "dt"}),
    "whole": frozenset({"number", "no", "count", "total"}),
    "id": _NAMES_AN_ID,
}
_PEOPLE = "person child pupil student client yp learner"
_IDENTIFIERS_OF_PEOPLE = (
    frozenset({"upn"}),
    frozenset({"uln"}),
    frozenset({"nhs", "number"}),
    frozenset({"nhs", "no"}),
)
_ALIKE = (
    "registered received lodged logged opened recorded made",
    "closed ended completed resolved concluded finished",
    "outcome result decision",
    "authority la council",
    "ground reason",
    "provider trust organisation agency",
    "service team",
    "held took",
    "issued sent",
    "started began start",
    _PEOPLE,
)
_FIRST_OF = {word: words.split()[0] for words in _ALIKE for word in words.split()}


@frozen
class Match:
    """A heading, by its place, that may stand for a column, and how likely that is."""

    column: str
    place: int
    certainty: Certainty


def all_words_of(text: str) -> frozenset[str]:
    """Return the words of a text, without case and the s of a plural."""
    return frozenset(map(_singular, _WORD.findall(text.casefold().replace("'", ""))))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, without case, filling and the s of a plural.

    >>> sorted(words_of("Date of the appeals"))
    ['appeal', 'date']
    """
    words = all_words_of(text)
    return words - _FILLING or words


def matches(columns: Iterable[Column], headings: Sequence[str]) -> list[Match]:
    """Return for each column the headings that may stand for it.

    A match is sure where the words are the same and nobody else claims either side; a
    heading that is the very name of a column is claimed by no other.
    """
    columns = list(columns)
    names = {_spelt(column.name): column.name for column in columns}
    named = {place: names.get(_spelt(said)) for place, said in enumerate(headings)}
    same = {
        column.name: [
            place
            for place, said in enumerate(headings)
            if named[place] in (None, column.name) and _is_same(column, said)
        ]
        for column in columns
    }
    claims = [place for places in same.values() for place in places]
    found: list[Match] = []
    for column in columns:
        places = same[column.name]
        if len(places) == 1 and claims.count(places[0]) == 1:
            found.append(Match(column.name, places[0], "sure"))
            continue
        near = [
            place
            for place, said in enumerate(headings)
            if place in places or (place not in claims and _is_near(column, said))
        ]
        found += [Match(column.name, place, "perhaps") for place in near]
    return found


def _spelt(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))


def _is_same(column: Column, heading: str) -> bool:
    said = words_of(heading)
    if not said:
        return False
    own = words_of(column.name.replace("_", " "))
    if said == own:
        return True
    if column.name == "person_id" and said in _IDENTIFIERS_OF_PEOPLE:
        return True
    if column.name.endswith("_urn") and said == {"urn"}:
        return True
    rest = _without_kind(column, said)
    # "Complaint" may head its text; only "Complaint ref" names it.
    names_an_id = column.kind != "id" or bool(said & _NAMES_AN_ID) or "urn" in said
    return bool(rest) and rest == _without_kind(column, own) and names_an_id


def _is_near(column: Column, heading: str) -> bool:
    said = words_of(heading)
    own = _broad(_without_kind(column, words_of(column.name.replace("_", " "))))
    rest = _broad(_without_kind(column, said))
    if column.name.endswith("_id") and said and said <= _NAMES_AN_ID | {"case"}:
        return True
    if not own or not rest or bool("date" in said) != (column.kind == "day"):
        return False
    return own <= rest or rest <= own


def _without_kind(column: Column, words: frozenset[str]) -> frozenset[str]:
    return words - _SAID_OF_KIND.get(column.kind, frozenset())


def _broad(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_FIRST_OF.get(word, word) for word in words)


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word
    )
