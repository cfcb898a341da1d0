"""Rows that later submissions tell again: which of them holds, and what was known when.

A data set that is submitted every month tells of a referral as long as it is open, and
each time what had become of it by then.
"""

import datetime as dt

import narwhals.stable.v2 as nw

from send_metrics.records.expressions import Frame, flag, midnight
from send_metrics.records.schema import TableSchema
from send_metrics.records.tables import CONTACTS, REFERRALS

SUBMITTED = "submitted_on"
RESUBMITTED = {schema.name: schema for schema in (REFERRALS, CONTACTS)}
"""The tables of which a later submission may tell the same row otherwise."""

_LATEST = "_latest"


def latest_told(schema: TableSchema, frame: Frame, known_on: dt.date | None) -> Frame:
    """Return one row for each that the submissions tell of: the one told last.

    With *known_on*, as the submissions for the time up to that day had it. Rows that no
    submission is named for stand as they are.
    """
    if known_on is not None:
        later = flag(nw.col(SUBMITTED) > midnight(known_on))
        frame = frame.filter(later == 0)
    same = [name for name in schema.key if name != SUBMITTED]
    last = nw.col(SUBMITTED).max().over(*same)
    told = frame.with_columns(last.alias(_LATEST))
    superseded = flag(nw.col(SUBMITTED) < nw.col(_LATEST))
    return told.filter(superseded == 0).select(*frame.collect_schema().names())
