"""Values that a row takes from another table, as they stood on a day."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import asdict, frozen

from send_metrics.domain.contacts import (
    ATTENDED,
    HEARD_OR_SEEN,
    INDIRECT,
    MECHANISMS,
    SEEN_OR_ON_SCREEN,
)
from send_metrics.domain.working_days import last_working_days
from send_metrics.records.expressions import (
    Frame,
    count_by,
    days_between,
    flag,
    integer,
    midnight,
    missing,
)
from send_metrics.records.schema import UNKNOWN

if TYPE_CHECKING:
    from send_metrics.records.records import Records


FORTNIGHT = 14
"""Days that a window of deliveries covers, the day that is asked about included."""


@frozen
class Lookup:
    """The latest *column* of *table*, up to the day, for the row's *key*.

    Rows with 0 in the column named by *unless_zero* are left out. With *window*, it is
    on how many working days among the last so many, up to the day, there is a row.
    With *first_after* it is the first instead, on or after the day that the row holds
    in that column, whenever it came. *only* names columns and the codes that are looked
    for in them; of several such sets one is enough.
    """

    table: str
    key: str
    column: str
    unless_zero: str | None = None
    window: int | None = None
    first_after: str | None = None
    only: "tuple[Wanted, ...] | None" = None

    @property
    def identity(self) -> dict[str, object]:
        """What a fingerprint holds of it: that which is asked for."""
        return {name: held for name, held in asdict(self).items() if held is not None}


Wanted = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns, each with the codes that are looked for in it."""

_FIRST_CONTACT = partial(
    Lookup, "contacts", "referral_id", "contact_on", first_after="referred_on"
)

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
    "last_family_update_on": Lookup("family_updates", "person_id", "given_on"),
    "seen_in_portal_from": Lookup("portal_cases", "plan_id", "visible_on"),
    "first_seen_or_on_screen_on": _FIRST_CONTACT(
        only=((("attendance", (ATTENDED,)), ("mechanism", SEEN_OR_ON_SCREEN)),)
    ),
    "first_heard_or_seen_on": _FIRST_CONTACT(
        only=(
            (("attendance", (ATTENDED,)), ("mechanism", HEARD_OR_SEEN)),
            (("mechanism", (INDIRECT,)),),
        )
    ),
    "last_contact_on": Lookup(
        "contacts",
        "referral_id",
        "contact_on",
        only=(
            (
                ("attendance", (ATTENDED, UNKNOWN)),
                ("mechanism", (*sorted(MECHANISMS - {INDIRECT}), UNKNOWN)),
            ),
        ),
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
        if lookup.only is not None:
            other = other.filter(_any_of(lookup.only))
        left: Any = frame
        if lookup.first_after is not None:
            found: Any = _first(frame, other, lookup, name)
            on = [lookup.key, lookup.first_after]
            frame = left.join(found, on=on, how="left")
            continue
        found = _found(other, lookup, name, day)
        frame = left.join(found, on=lookup.key, how="left")
    return frame


def _any_of(wanted: tuple[Wanted, ...]) -> nw.Expr:
    """Return whether a row has the codes of at least one set."""
    met = integer(0)
    for columns in wanted:
        have = [flag(nw.col(name).is_in(sorted(codes))) for name, codes in columns]
        met = met + nw.when(sum(have[1:], have[0]) == len(have)).then(
            integer(1)
        ).otherwise(integer(0))
    return met > 0


def _first(frame: Frame, other: Frame, lookup: Lookup, name: str) -> Frame:
    """Return one row for each key and day to start from, with the first that followed."""
    start = lookup.first_after or ""
    pairs = [lookup.key, start]
    asked: Any = frame.filter(missing(start) == 0).select(*pairs)
    events: Any = other.select(lookup.key, lookup.column)
    followed = asked.unique(subset=pairs, keep="any").join(
        events, on=lookup.key, how="inner"
    )
    followed = followed.filter(flag(days_between(start, lookup.column) >= 0) == 1)
    first: Frame = followed.group_by(*pairs).agg(
        nw.col(lookup.column).min().alias(name)
    )
    return first


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
