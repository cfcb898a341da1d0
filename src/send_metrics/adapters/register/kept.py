"""The tables that may be kept in a spreadsheet, and why the others are not."""

from collections.abc import Mapping

from send_metrics.errors import UsageError
from send_metrics.records.schema import Column, TableSchema
from send_metrics.records.tables import SCHEMAS

NOT_KEPT: Mapping[str, str] = {
    "attendance_marks": "marks come from the systems of schools; use attendance_marks",
    "attendance_totals": "totals are reduced from marks, or sent in a school census;"
    " use attendance_marks or school_census",
    "waiting_list_bands": "these lists are published; use rtt, dm01 or chs_sitrep",
    "health_checks": "these counts are published; use ld_health_checks",
    "referral_journeys": "journeys are put together from referrals; use referrals",
    "journey_stages": "stages of journeys are put together from referrals; use referrals",
    "published_figures": "these figures are published; use ees",
}
"""Tables that no register holds, each with the reason and what reads it instead."""

BORN_ON = Column(
    "date_of_birth",
    "day",
    "date of birth; goes no further than the reader, which takes the ages from it",
    expected=False,
)
"""What a register may hold in place of ages."""

AGE_TAKEN_ON: Mapping[str, str] = {
    "age_at_request": "received_on",
    "age_at_start": "started_on",
    "age_at_cease": "ceased_on",
    "age_at_referral": "referred_on",
}
"""Ages that follow from a date of birth, each with the day that it is taken on."""

BIRTH_COHORT = "birth_cohort"


OF_ORGANISATIONS = frozenset({"setting_id", "school_id", "provider_id"})
"""Identifiers of organisations, which are public and stay as they are."""


def kept() -> dict[str, TableSchema]:
    """Return the tables that may be kept in a spreadsheet, by name."""
    return {name: schema for name, schema in SCHEMAS.items() if name not in NOT_KEPT}


def kept_named(table: str) -> TableSchema:
    """Return a table that may be kept in a spreadsheet.

    Raises:
        UsageError: there is none of the name, or no register holds it.
    """
    if table in NOT_KEPT:
        message = f"no register holds {table}: {NOT_KEPT[table]}"
        raise UsageError(message)
    tables = kept()
    if table not in tables:
        message = f"there is no table {table}; there are {', '.join(sorted(tables))}"
        raise UsageError(message)
    return tables[table]


def ages_of(schema: TableSchema) -> list[str]:
    """Return the columns of a table that a date of birth gives."""
    return [
        name
        for name in schema.names
        if name == BIRTH_COHORT or AGE_TAKEN_ON.get(name) in schema.names
    ]


def columns_of(schema: TableSchema) -> dict[str, Column]:
    """Return the columns that a register of the table may hold, by name."""
    columns = {column.name: column for column in schema.columns}
    if ages_of(schema):
        columns[BORN_ON.name] = BORN_ON
    return columns


def domain_of(column: Column) -> str | None:
    """Return what an identifier is of, if it is turned into a stand-in.

    ``person_id`` is of a ``person``, as with every other adapter. What names an
    organisation, such as ``school_urn`` or ``setting_id``, stays as it is.

    >>> domain_of(Column("person_id", "id", "")), domain_of(Column("setting_id", "id", ""))
    ('person', None)
    """
    is_public = column.name in OF_ORGANISATIONS or not column.name.endswith("_id")
    if column.kind != "id" or is_public:
        return None
    return column.name.removesuffix("_id")
