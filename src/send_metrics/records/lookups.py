"""Values that a row takes from another table, as they stood on a day."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import asdict, frozen

from send_metrics.domain.working_days import last_working_days
from send_metrics.records.expressions import Frame, count_by, flag, midnight

if TYPE_CHECKING:
    from send_metrics.records.records import Records


FORTNIGHT = 14
"""Days that a window of deliveries covers, the day that is asked about included."""


@frozen
class Lookup:
    """The latest *column* of *table*, up to the day, for the row's *key*.

    Rows with 0 in the column named by *unless_zero* are left out. With *window*, it is
    on how many working days among the last so many, up to the day, there is a row.
    """

    table: str
    key: str
    column: str
    unless_zero: str | None = None
    window: int | None = None

    @property
    def identity(self) -> dict[str, object]:
        """What a fingerprint holds of it: that which is asked for."""
        return {name: held for name, held in asdict(self).items() if held is not None}


LOOKUPS = {
    "last_review_decision_on": Lookup("annual_reviews", "plan_id", "decision_on"),
    "last_signed_up_on": Lookup("tool_adoption", "school_urn", "signed_up_on"),
    "last_delivered_on": Lookup(
        "tool_adoption", "school_urn", "delivered_on", unless_zero="sessions"
    ),
    "last_profiled_on": Lookup("valuing_send_profiles", "school_urn", "profiled_on"),
    "working_days_delivered": Lookup(
        "tool_adoption", "school_urn", "delivered_on", window=FORTNIGHT
    ),
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
        found: Any = _found(other, lookup, name, day)
        left: Any = frame
        frame = left.join(found, on=lookup.key, how="left")
    return frame


def _found(other: Frame, lookup: Lookup, name: str, day: dt.date) -> Frame:
    """Return one row for each key, with what is looked up."""
    if lookup.unless_zero is not None:
        other = other.filter(flag(nw.col(lookup.unless_zero) == 0) == 0)
    if lookup.window is None:
        up_to = other.filter(nw.col(lookup.column) <= midnight(day))
        latest = nw.col(lookup.column).max().alias(name)
        found: Frame = up_to.group_by(lookup.key).agg(latest)
        return found
    days = [midnight(on) for on in last_working_days(day, lookup.window)]
    inside = other.filter(nw.col(lookup.column).is_in(days))
    pairs = [lookup.key, lookup.column]
    distinct = inside.select(*pairs).unique(subset=pairs, keep="any")
    return count_by(distinct, [lookup.key]).rename({"rows": name})
