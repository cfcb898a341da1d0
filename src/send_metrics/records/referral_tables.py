"""The canonical tables of referrals, and of what is derived from them."""

from send_metrics.domain.contacts import ATTENDANCE, MECHANISMS
from send_metrics.records.columns import CHILD, key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

_AREA = Column("area", "code", "area the child belongs to")
_SUBMITTED = Column(
    "submitted_on",
    "day",
    "last day of the month, or week, that the submission is of which says this; of"
    " several that tell of the same, the last one counts",
    expected=False,
)

REFERRALS = TableSchema(
    name="referrals",
    row="one referral to one service, as one submission tells it",
    columns=(
        key_column("referral_id", "referral"),
        CHILD,
        Column("service", "code", "service referred to", required=True),
        Column("provider", "code", "organisation that provides it"),
        _AREA,
        Column("referred_on", "day", "the referral was received; starts the clock"),
        Column(
            "accepted_on",
            "day",
            "the service accepted it; empty: not (yet)",
            expected=False,
        ),
        Column("first_contact_on", "day", "first attended contact; empty: not (yet)"),
        Column("closed_on", "day", "the referral ended; empty: not (yet)"),
        Column(
            "close_reason",
            "code",
            "why it ended; not_submitted: the source no longer told of it",
            expected=False,
        ),
        Column("referral_reason", "code", "what the referral was for", expected=False),
        Column(
            "team_type",
            "code",
            "kind of team, as the data set codes it: A18 of MHSDS, 33 of CSDS",
            expected=False,
        ),
        Column(
            "priority",
            "code",
            "how soon a response was asked for, as the data set codes it",
            expected=False,
        ),
        Column(
            "mental_health",
            "flag",
            "the service is one of mental health",
            expected=False,
        ),
        Column(
            "hospital_spell",
            "flag",
            "the referral led to a stay in hospital",
            expected=False,
            presumed=True,
        ),
        Column(
            "outside_england",
            "flag",
            "the child lives outside England",
            expected=False,
            presumed=True,
        ),
        Column(
            "further_team",
            "flag",
            "another row tells of the same referral, for another of its teams",
            expected=False,
            presumed=True,
        ),
        Column(
            "opted_out",
            "flag",
            "the family asked not to be contacted while it waits",
            expected=False,
            presumed=True,
        ),
        Column(
            "baseline_outcome_on",
            "day",
            "first scored outcome measure of the referral; empty: not (yet)",
            expected=False,
        ),
        Column(
            "care_plan_on",
            "day",
            "first care plan, intervention or neurodevelopmental assessment of the"
            " referral; empty: not (yet)",
            expected=False,
        ),
        Column(
            "age_at_referral",
            "whole",
            "completed years on the day of the referral",
            expected=False,
            unit="years",
        ),
        Column(
            "age_at_period_end",
            "whole",
            "completed years on the last day that the submission is of",
            expected=False,
            unit="years",
        ),
        _SUBMITTED,
    ),
    key=("referral_id", "provider", "service", "submitted_on"),
    dimensions=(
        *("service", "provider", "area", "referral_reason", "age_at_referral"),
        *("close_reason", "team_type", "priority"),
    ),
)

CONTACTS = TableSchema(
    name="contacts",
    row="one contact of a referral, as one submission tells it",
    columns=(
        Column(
            "referral_id", "id", "the referral that the contact is of", required=True
        ),
        Column(
            "contact_id", "id", "names the contact within its referral", required=True
        ),
        Column(
            "person_id",
            "id",
            "pseudonym of the child or young person",
            expected=False,
        ),
        Column("contact_on", "day", "day of the contact"),
        Column(
            "attendance",
            "code",
            "what became of it; late and not seen is did_not_attend",
            ATTENDANCE | {UNKNOWN},
        ),
        Column(
            "mechanism",
            "code",
            "how it came about; indirect is work for the child without the child",
            MECHANISMS | {UNKNOWN},
        ),
        Column(
            "age_at_contact",
            "whole",
            "completed years on the day of the contact",
            expected=False,
            unit="years",
        ),
        _SUBMITTED,
    ),
    key=("referral_id", "contact_id", "submitted_on"),
    dimensions=("attendance", "mechanism", "age_at_contact"),
)

NOT_MENTAL_HEALTH = "not mental health"
SCOPES = frozenset(
    {
        *("in scope", NOT_MENTAL_HEALTH, UNKNOWN),
        *("hospital", "outside England", "provider left out"),
        *("single point of access", "eating disorder", "early psychosis"),
        *("crisis team", "other team"),
    }
)
"""Whether NHS England's figures of young people's mental health take a referral in."""

REFERRAL_SPELLS = TableSchema(
    name="referral_spells",
    row="one spell: referrals of one person at one provider, at most five days apart",
    columns=(
        Column(
            "spell_id", "id", "names the spell: one of its referrals", required=True
        ),
        CHILD,
        Column("provider", "code", "organisation that provides the service"),
        _AREA,
        Column(
            "scope",
            "code",
            "in scope, or why the referral is not; such a one is a spell of its own",
            SCOPES,
        ),
        Column("started_on", "day", "the first referral was received"),
        Column("first_contact_on", "day", "first contact of the spell"),
        Column("baseline_outcome_on", "day", "first scored outcome measure"),
        Column(
            "care_plan_on",
            "day",
            "first care plan, intervention or neurodevelopmental assessment",
        ),
        Column("stopped_on", "day", "the last of those three, once all have come"),
        Column("ended_on", "day", "every referral had ended; empty: not (yet)"),
        Column(
            "age_at_referral",
            "whole",
            "completed years on the day that the spell began",
            unit="years",
        ),
    ),
    key=("spell_id", "provider", "scope"),
    dimensions=("provider", "area", "scope", "age_at_referral"),
)

PATHWAYS = {
    "autism": frozenset({"suspected_autism", "25"}),
    "adhd": frozenset({"suspected_adhd", "neurodevelopmental_except_autism", "24"}),
}
"""Pathways of several referrals, and the reasons for referral that are of each."""

REFERRAL_PATHWAYS = TableSchema(
    name="referral_pathways",
    row="one person's way to an outcome, through any number of referrals",
    columns=(
        Column(
            "pathway_id", "id", "names the pathway: one of its referrals", required=True
        ),
        CHILD,
        Column(
            "pathway",
            "code",
            "what the outcome is about",
            frozenset(PATHWAYS),
            required=True,
        ),
        _AREA,
        Column("started_on", "day", "the first of the referrals was received"),
        Column("outcome_on", "day", "the first of them ended with an outcome"),
    ),
    key=("pathway_id", "pathway"),
    dimensions=("pathway", "area"),
)

AFTER_CONTACT = "outcome"
"""The last stage of a journey: from the first contact with its last service on."""

_OF_JOURNEYS = (
    Column(
        "journey_id", "id", "names the journey: one of its referrals", required=True
    ),
    CHILD,
    Column(
        "route",
        "code",
        "services that the journey leads through, in order",
        required=True,
    ),
    Column("service", "code", "the last of them, which ends it", required=True),
    _AREA,
    Column("started_on", "day", "the first referral to any of them was received"),
    Column(
        "seen_on",
        "day",
        "first attended contact with the last service; empty: not (yet)",
    ),
    Column(
        "outcome_on",
        "day",
        "the last service closed a referral with an outcome; empty: not (yet)",
    ),
    Column(
        "services_not_found",
        "whole",
        "services of the route that no referral of the child is to",
        unit="services",
    ),
)

REFERRAL_JOURNEYS = TableSchema(
    name="referral_journeys",
    row="one person's journey from the first referral on, through the services of a route",
    columns=_OF_JOURNEYS,
    key=("journey_id", "route"),
    dimensions=("route", "service", "area"),
)

JOURNEY_STAGES = TableSchema(
    name="journey_stages",
    row="one stage of one person's journey",
    columns=(
        *_OF_JOURNEYS,
        Column(
            "stage",
            "code",
            "the service that the child was with; outcome: after its first contact with"
            " the last",
            required=True,
        ),
        Column(
            "began_on", "day", "the child was referred to it; first: the journey began"
        ),
        Column(
            "ended_on",
            "day",
            "the child was referred to the next, was seen, or was told an outcome",
        ),
    ),
    key=("journey_id", "route", "stage"),
    dimensions=("stage", "route", "service", "area"),
)
