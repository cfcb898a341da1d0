"""Values that a row takes from another table, as they stood on a day."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.records.expressions import Frame, midnight

if TYPE_CHECKING:
    from send_metrics.records.records import Records


@frozen
class Lookup:
    """The latest *column* of *table*, up to the day, for the row's *key*."""

    table: str
    key: str
    column: str


LOOKUPS = {
    "last_review_decision_on": Lookup("annual_reviews", "plan_id", "decision_on"),
}
"""Every column that a definition may look up, by the name it goes by."""


def with_lookups(
    frame: Frame,
    records: "Records",
    table: str,
    names: tuple[str, ...],
    day: dt.date,
) -> Frame:
    """Return the rows of *table* with the looked-up columns, missing if not found.

    Raises:
        RecordsError: the other table is held in another data frame library.
    """
    for name in names:
        lookup = LOOKUPS[name]
        other = records.rows(lookup.table)
        records.refuse_mixed_libraries(table, lookup.table)
        latest: Any = (
            other.filter(nw.col(lookup.column) <= midnight(day))
            .group_by(lookup.key)
            .agg(nw.col(lookup.column).max().alias(name))
        )
        left: Any = frame
        frame = left.join(latest, on=lookup.key, how="left")
    return frame
