"""What a person who fills in a register is told of a column."""

from collections.abc import Mapping

from send_metrics.adapters.register.kept import domain_of
from send_metrics.records.schema import FLAGS, UNKNOWN, Column, TableSchema

_SAID_ALOUD = {
    word.casefold(): word for word in ("ID", "URN", "EHC", "SEN", "NHS", "LA", "UPN")
}
_TYPES: Mapping[str, str] = {
    "id": "text that names something",
    "day": "a date",
    "code": "text",
    "flag": "one of the list",
    "whole": "a whole number",
    "number": "a number",
}


def heading_of(column: Column) -> str:
    """Return the heading of a column in a template.

    >>> heading_of(Column("school_urn", "id", ""))
    'School URN'
    """
    words = [_SAID_ALOUD.get(word, word) for word in column.name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def title_of(schema: TableSchema) -> str:
    """Return the name of a table as a title: ``Tool adoption``."""
    return schema.name.replace("_", " ").capitalize()


def codes_of(column: Column) -> list[str]:
    """Return the codes that a person may choose from, ``unknown`` last; none if open."""
    allowed = FLAGS if column.kind == "flag" else column.allowed
    return sorted(allowed, key=lambda code: (code == UNKNOWN, code))


def type_of(column: Column) -> str:
    """Return in words what belongs into a column."""
    kind = "one of the list" if column.allowed else _TYPES[column.kind]
    return f"{kind}, in {column.unit}" if column.unit else kind


def need_of(column: Column) -> str:
    """Return in words whether a cell may stay empty."""
    if column.required:
        return "must be filled in"
    return "fill in if known" if column.expected else "if you keep it"


def meaning_of(column: Column) -> str:
    """Return what a column means to a person who fills it in."""
    meaning = column.meaning.removeprefix("pseudonym of ")
    if domain_of(column) is not None:
        meaning += "; an identifier and no name: a stand-in replaces it when it is read"
    return meaning


def message_of(column: Column) -> str:
    """Return what a spreadsheet shows when a cell of the column is chosen."""
    sentences = (meaning_of(column), need_of(column))
    return " ".join(f"{said[:1].upper()}{said[1:]}." for said in sentences)
