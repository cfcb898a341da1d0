"""Mediation meetings: held in time, and what they came to."""

from functools import partial

from send_metrics.kpis.conditions import (
    any_is_yes,
    done_or_past_due,
    done_within_days,
    is_one_of,
    is_recorded,
)
from send_metrics.kpis.definition import Exclusion, Proportion
from send_metrics.kpis.sources import mediation_regulations
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

DAYS_TO_MEDIATE = 30

_share_of_mediations = partial(
    Proportion,
    table="mediations",
    better="higher",
    dimensions=("authority", "ground", "area"),
    status="statutory duty without statistic",
    in_force_from=REGULATIONS_IN_FORCE,
)

HELD_WITHIN_30_DAYS = _share_of_mediations(
    id="mediation.held_within_30_days",
    title="Mediation meetings held within 30 days",
    population=(),
    exclusions=(
        Exclusion(
            "declined by the family",
            any_is_yes(
                ("declined_by_family",), "the family no longer wished for a meeting"
            ),
            "the authority cannot hold it alone",
        ),
    ),
    measurable=(
        done_or_past_due(
            "requested_on",
            "held_on",
            days=DAYS_TO_MEDIATE,
            wording="the meeting was held, or its 30 days had passed as far as the"
            " register tells",
        ).otherwise(
            "the meeting was held before it was asked for, or not yet, and as far as the"
            " register tells its 30 days had not passed"
        ),
    ),
    numerator=done_within_days(
        "requested_on",
        "held_on",
        days=DAYS_TO_MEDIATE,
        wording="the meeting was held within 30 days of the family asking for it",
    ),
    dated_by="requested_on",
    due_after_days=DAYS_TO_MEDIATE,
    counted="mediations that were due in the period, held or not",
    citation=mediation_regulations(
        "the authority arranges mediation within 30 days of being told of the wish"
    ),
    deviations=(
        "where only health care is at issue, the integrated care board arranges it and"
        " its 30 days run from the day the authority told the board",
        "SEN2 flags that a mediation was held and gives no day; this reads the local"
        " register",
    ),
)

AGREEMENT_REACHED = _share_of_mediations(
    id="mediation.agreement_reached",
    title="Mediation meetings that came to an agreement",
    population=(is_recorded("held_on", "the meeting was held"),),
    measurable=(
        is_one_of(
            "agreement",
            ("full", "partial", "no_agreement"),
            "the outcome of the meeting was recorded",
        ),
    ),
    numerator=is_one_of(
        "agreement",
        ("full", "partial"),
        "the meeting came to an agreement on all or some matters",
    ).otherwise("the meeting came to no agreement"),
    dated_by="held_on",
    counted="mediation meetings held",
    citation=mediation_regulations("mediation agreements"),
    status="local convention",
)

DEFINITIONS = (HELD_WITHIN_30_DAYS, AGREEMENT_REACHED)
