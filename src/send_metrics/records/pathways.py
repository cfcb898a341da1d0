"""Pathways to an autism or ADHD outcome: the referrals of one person, put together."""

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from send_metrics.domain.contacts import OUTCOMES
from send_metrics.records.expressions import Frame, flag, text
from send_metrics.records.tables import PATHWAYS, REFERRAL_PATHWAYS

if TYPE_CHECKING:
    from send_metrics.records.records import Records


def pathways(records: "Records") -> Frame:
    """Return one row for each person and pathway, from the first referral on.

    The outcome is the first that any of the referrals ended with; what came after it,
    such as a second opinion, is not of the pathway.
    """
    frame = records.rows("referrals")
    reason = nw.col("referral_reason")
    pathway = text("none")
    for name, reasons in PATHWAYS.items():
        is_of_it = flag(reason.is_in(sorted(reasons)))
        pathway = nw.when(is_of_it == 1).then(text(name)).otherwise(pathway)
    ended = flag(nw.col("close_reason").is_in(sorted(OUTCOMES)))
    frame = frame.with_columns(
        pathway.alias("pathway"),
        nw.when(ended == 1).then(nw.col("closed_on")).alias("outcome_on"),
    ).filter(nw.col("pathway") != "none")
    grouped: Any = frame.group_by("person_id", "pathway")
    found: Frame = grouped.agg(
        nw.col("referral_id").min().alias("pathway_id"),
        nw.col("area").min(),
        nw.col("referred_on").min().alias("started_on"),
        nw.col("outcome_on").min(),
    )
    return found.select(*REFERRAL_PATHWAYS.names)
