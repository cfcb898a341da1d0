"""Bring any data frame to a canonical table, or say by name why it cannot be."""

from functools import cached_property
from typing import Any

import narwhals.stable.v2 as nw
from attrs import field, frozen

from send_metrics.errors import RecordsError
from send_metrics.records.expressions import Frame, collected, count_by
from send_metrics.records.repeats import without_repeats
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.rules import fault_found, first_fault, with_codes_in_use
from send_metrics.records.schema import TableSchema
from send_metrics.records.tables import ATTENDANCE_MARKS
from send_metrics.records.types import AGES, whole_type, with_ages, with_types

_FAULT = "_fault"


@frozen
class Table:
    """Rows in canonical form, with the account of how they came to be so.

    *columns_left_out* are those that the schema does not know; *columns_not_given* are
    those of the schema that the source does not have, so that they are empty here.
    """

    schema: TableSchema
    frame: Frame = field(repr=False)
    balance: RowBalance
    findings: tuple[Finding, ...] = ()
    columns_left_out: tuple[str, ...] = ()
    columns_not_given: frozenset[str] = frozenset()

    @property
    def native(self) -> Any:
        """The frame in the library that it was handed in with."""
        return self.frame.to_native()

    @cached_property
    def gives_ages(self) -> bool:
        """Whether any of these pupils has a year of birth, asked once."""
        known = self.frame.filter(~nw.col("birth_cohort").is_null())
        return bool(collected(known.select("birth_cohort").head(1)))


def conform(schema: TableSchema, native: Any) -> Table:
    """Return *native*, a frame of any library narwhals supports, in canonical form.

    Columns are brought to canonical types and order, columns the schema does not know
    are left out and listed. Rows that lack a required value, hold a code that is not
    on the list or a fraction where a whole number belongs are set aside and counted by
    rule. Identical rows are merged; different rows under one key are all set aside.

    Raises:
        RecordsError: a column is missing or holds another type; the message names it
            and the columns that were there, never a value.
    """
    try:
        frame = nw.from_native(native)
    except TypeError:
        message = (
            f"{schema.name}: this is not a data frame of a supported library;"
            " pass a pandas, Polars, PyArrow or DuckDB table"
        )
        raise RecordsError(message) from None
    held = frame.collect_schema()
    _check_names(schema, list(held))
    handed_in = frame
    frame, unreadable = with_types(schema, frame)
    given = {c.name for c in schema.columns if c.name in held}
    frame, ageless = with_ages(schema, frame, given)
    frame = frame.with_columns(first_fault(schema, frame, unreadable).alias(_FAULT))

    faults = {
        int(row[_FAULT]): int(row["rows"])
        for row in collected(count_by(frame, [_FAULT]))
    }
    rows_in = sum(faults.values())
    findings = [
        fault_found(schema, rule, rows) for rule, rows in sorted(faults.items()) if rule
    ]
    if ageless:
        findings.append(_no_age(schema, ageless))
    if isinstance(frame, nw.LazyFrame) and not findings and not unreadable:
        # A query asks again each time, so what every row passed is left out of it.
        frame, _ = with_types(schema, handed_in, every_row_is_sound=True)
        frame, _ = with_ages(schema, frame, given)
        sound = frame.select(*schema.names)
    elif rows_in == faults.get(0, 0):
        sound = frame.select(*schema.names)
    else:
        sound = frame.filter(nw.col(_FAULT) == 0).select(*schema.names)
    for column in schema.columns:
        if column.kind == "whole":
            sound = sound.with_columns(nw.col(column.name).cast(whole_type(column)))
    not_in_use = 0
    if schema is ATTENDANCE_MARKS:
        sound, not_in_use, noticed = with_codes_in_use(sound)
        findings += noticed
    sound, merged, contradicting = without_repeats(schema, sound)
    if contradicting:
        findings.append(
            Finding(
                rule="one-row-per-key",
                severity="error",
                table=schema.name,
                column=", ".join(schema.key),
                wording="rows with the same key say different things; none is used",
                action="correct the source so that each key occurs once",
                rows=contradicting,
            )
        )
    broken = sum(rows for rule, rows in faults.items() if rule)
    rejected = broken + not_in_use + contradicting
    return Table(
        schema=schema,
        frame=sound,
        balance=RowBalance(
            rows_in=rows_in,
            accepted=rows_in - rejected - merged,
            rejected=rejected,
            merged_duplicates=merged,
        ),
        findings=tuple(findings),
        columns_left_out=tuple(sorted(set(held) - set(schema.names))),
        columns_not_given=_not_given(schema, set(held)),
    )


def _no_age(schema: TableSchema, rows: int) -> Finding:
    return Finding(
        rule="age-known",
        severity="query",
        table=schema.name,
        column="date_of_birth",
        wording="the date of birth gives no age: it is no day, or a later one",
        action="correct it; until then the age is missing",
        rows=rows,
    )


def _not_given(schema: TableSchema, held: set[str]) -> frozenset[str]:
    computed = AGES if "date_of_birth" in held else frozenset()
    return frozenset(schema.names) - held - computed


def _check_names(schema: TableSchema, held: list[str]) -> None:
    absent = [
        column.name
        for column in schema.columns
        if column.expected and column.name not in held
    ]
    if absent:
        message = (
            f"{schema.name} lacks {', '.join(absent)};"
            f" the columns supplied are {', '.join(held)}"
        )
        raise RecordsError(message)
