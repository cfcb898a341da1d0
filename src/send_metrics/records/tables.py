"""The canonical tables, column by column."""

from send_metrics.domain.contacts import ATTENDANCE, MECHANISMS
from send_metrics.domain.ethnicities import ETHNICITY_GROUPS
from send_metrics.domain.school_terms import TERMS
from send_metrics.domain.wait_bands import SCHEMES
from send_metrics.records.casework_tables import CASEWORK_TABLES
from send_metrics.records.engagement_tables import ENGAGEMENT_TABLES
from send_metrics.records.health_checks import HEALTH_CHECKS
from send_metrics.records.places_tables import (
    EXCLUSIONS,
    PART_TIME_TIMETABLES,
    PLACES,
    SETTING_REVIEWS,
    VALUING_SEND_PROFILES,
)
from send_metrics.records.plan_tables import (
    DASHBOARD_KPIS,
    DATA_DELIVERIES,
    PLAN_ACTIONS,
    PLAN_MILESTONES,
    PUBLICATIONS,
)
from send_metrics.records.schema import UNKNOWN, Column, TableSchema
from send_metrics.records.sessions import CLASS_COLUMNS, REASON_COLUMNS
from send_metrics.records.workforce_tables import (
    CASELOAD_ASSIGNMENTS,
    INTERNS,
    WORKFORCE_MOVES,
    WORKFORCE_POSTS,
)

PRIMARY_NEEDS = frozenset(
    {
        *("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD"),
        *("ASD", "DS", "OTH", "NSA"),
    }
)
"""Codes of type of need: SEN2 item 5.8a, and the school census's NSA."""

_OUTCOMES = frozenset({"Y", "N", "A", "W", "H", "none", UNKNOWN})
_RESIDENTIAL = frozenset({"A", "B", "none", UNKNOWN})
_WORK_BASED = frozenset({"A", "T", "S", "none", UNKNOWN})

SETTING_TYPES = frozenset(
    {"URN", "UKPRN", "OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO"}
)
"""How SEN2 items 4.7 and 5.7 name a setting: by its URN or UKPRN, or by a code."""

SETTING_KINDS = frozenset(
    {
        *("mainstream", "mainstream_independent"),
        *("special", "special_non_maintained", "special_independent"),
        *("alternative_provision", "early_years", "further_education", "elsewhere"),
        UNKNOWN,
    }
)
"""The kinds of setting that DfE publishes plans by; SEN2 itself holds only the URN."""

_PLACEMENT_TYPE = Column(
    "placement_type",
    "code",
    "what kind of setting is attended on the reference day; where that is not given, what"
    " section I names",
    SETTING_TYPES | {"none", UNKNOWN},
    expected=False,
)
_REFERENCE = Column(
    "reference_on",
    "day",
    "the source tells what had happened up to this day: the census day of a SEN2 return",
    expected=False,
)


def _child_columns(**ages: str) -> tuple[Column, ...]:
    return (
        Column("sex", "code", "M or F as recorded", frozenset({"M", "F", UNKNOWN})),
        Column("ethnicity", "code", "CBDS ethnicity code as recorded", expected=False),
        Column(
            "ethnicity_group",
            "code",
            "main code of the group that DfE publishes; UNCL unclassified",
            ETHNICITY_GROUPS | {UNKNOWN},
            expected=False,
        ),
        Column(
            "primary_need",
            "code",
            "type of need of rank 1",
            PRIMARY_NEEDS | {UNKNOWN},
            expected=False,
        ),
        *(
            Column(name, "whole", meaning, expected=False, unit="years")
            for name, meaning in ages.items()
        ),
    )


EHC_REQUESTS = TableSchema(
    name="ehc_requests",
    row="one request for an EHC needs assessment, with what became of it",
    columns=(
        Column(
            "request_id", "id", "names the request within the source", required=True
        ),
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("authority", "code", "3-digit code of the local authority"),
        Column("received_on", "day", "the request was received; starts every clock"),
        Column(
            "request_source",
            "code",
            "who asked: 1 to 5 of SEN2 item 2.2, asked for from 2025",
            expected=False,
        ),
        Column(
            "youth_accommodation",
            "flag",
            "the request was made while in relevant youth accommodation",
            expected=False,
        ),
        Column(
            "request_outcome",
            "code",
            "Y assess, N do not assess, A not decided yet, W withdrawn, H historical",
            _OUTCOMES,
        ),
        Column("request_outcome_on", "day", "the requester was told the decision"),
        Column("request_mediation", "flag", "mediation about the decision to assess"),
        Column("request_tribunal", "flag", "appeal about the decision to assess"),
        Column(
            "exported_to",
            "code",
            "authority the child moved to meanwhile",
            expected=False,
            presumed=True,
        ),
        Column(
            "assessment_outcome",
            "code",
            "Y issue a plan, N do not, A not decided yet, W withdrawn, H historical,"
            " none where there was no assessment",
            _OUTCOMES,
        ),
        Column(
            "assessment_outcome_on",
            "day",
            "the plan was issued (Y), or the person was told there would be none (N)",
        ),
        Column("assessment_mediation", "flag", "mediation about the decision to issue"),
        Column("assessment_tribunal", "flag", "appeal about the decision not to issue"),
        Column(
            "other_mediation", "flag", "mediation about anything else", expected=False
        ),
        Column("other_tribunal", "flag", "appeal about anything else", expected=False),
        Column("exceptions_apply", "flag", "an exception to the 20 weeks is recorded"),
        Column("plan_started_on", "day", "start of the plan", expected=False),
        Column("plan_ceased_on", "day", "end of the plan", expected=False),
        Column(
            "transferred_from",
            "code",
            "authority that the plan came from; none where it did not move",
            expected=False,
            presumed=True,
        ),
        _REFERENCE,
        *_child_columns(age_at_request="completed years on the day of the request"),
    ),
    key=("request_id",),
    dimensions=(
        "authority",
        "request_source",
        "sex",
        "ethnicity",
        "ethnicity_group",
        "primary_need",
        "age_at_request",
    ),
)

EHC_PLANS = TableSchema(
    name="ehc_plans",
    row="one EHC plan",
    columns=(
        Column("plan_id", "id", "names the plan within the source", required=True),
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("authority", "code", "3-digit code of the local authority"),
        Column("started_on", "day", "start of the current plan"),
        Column("ceased_on", "day", "the plan ended or was transferred"),
        Column(
            "cease_reason",
            "code",
            "1 to 9 of SEN2 item 4.6; none where the plan has not ceased",
            expected=False,
        ),
        Column(
            "transferred_from",
            "code",
            "authority that the plan came from; none where it did not move",
            expected=False,
            presumed=True,
        ),
        Column(
            "personal_budget", "flag", "a personal budget is taken up", expected=False
        ),
        Column(
            "organised_arrangements",
            "flag",
            "a notional budget is arranged by the authority",
            expected=False,
        ),
        Column(
            "direct_payments",
            "code",
            "E education, S social care, H health, I integrated; none where there are none",
            frozenset({"E", "S", "H", "I", "none", UNKNOWN}),
            expected=False,
        ),
        Column(
            "residential",
            "code",
            "the plan names residential provision: A up to 51 weeks, B 52 weeks; from"
            " 2026 a supplier reads A as up to 38 and B as 39 to 52",
            _RESIDENTIAL,
            expected=False,
        ),
        Column(
            "work_based",
            "code",
            "the plan names A apprenticeship, T traineeship, S supported internship",
            _WORK_BASED,
            expected=False,
        ),
        Column(
            "named_setting",
            "id",
            "URN or UKPRN of the first setting that section I names",
            expected=False,
        ),
        Column(
            "attended_setting",
            "id",
            "URN or UKPRN of the first setting attended on the reference day",
            expected=False,
        ),
        _PLACEMENT_TYPE,
        Column(
            "setting_kind",
            "code",
            "kind of setting attended; SEN units and resourced provision of mainstream"
            " schools are mainstream; SEN2 does not hold it",
            SETTING_KINDS,
            expected=False,
        ),
        Column(
            "out_of_county",
            "flag",
            "the setting attended lies outside the authority's area; SEN2 does not hold"
            " it",
            expected=False,
        ),
        Column(
            "provision",
            "code",
            "sen_unit or resourced_provision at that setting, or neither",
            frozenset({"sen_unit", "resourced_provision", "neither", UNKNOWN}),
            expected=False,
        ),
        Column(
            "secondary_need",
            "code",
            "type of need of rank 2; none where there is none",
            PRIMARY_NEEDS | {"none", UNKNOWN},
            expected=False,
        ),
        Column(
            "phase_transfer_due_on",
            "day",
            "the plan as amended for a change of phase is due",
            expected=False,
        ),
        Column(
            "phase_transfer_final_on",
            "day",
            "the plan as amended for a change of phase was issued",
            expected=False,
        ),
        _REFERENCE,
        *_child_columns(
            age_at_start="completed years when the plan started",
            age_at_cease="completed years when the plan ended",
            age_on_31_august="completed years at the start of the school year",
        ),
    ),
    key=("plan_id",),
    dimensions=(
        "authority",
        "sex",
        "ethnicity",
        "ethnicity_group",
        "primary_need",
        "secondary_need",
        "cease_reason",
        "placement_type",
        "setting_kind",
        "out_of_county",
        "provision",
        "residential",
        "work_based",
        "direct_payments",
        "age_at_start",
        "age_at_cease",
        "age_on_31_august",
    ),
)

ANNUAL_REVIEWS = TableSchema(
    name="annual_reviews",
    row="the latest annual review of one plan",
    columns=(
        Column("plan_id", "id", "the plan that was reviewed", required=True),
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("authority", "code", "3-digit code of the local authority"),
        Column("meeting_on", "day", "the review meeting was held", expected=False),
        Column("decision_on", "day", "the authority wrote to notify its decision"),
        Column(
            "outcome",
            "code",
            "A amend, C cease, M maintain",
            frozenset({"A", "C", "M", UNKNOWN}),
            expected=False,
        ),
        _PLACEMENT_TYPE,
        Column("draft_on", "day", "the draft amended plan was issued", expected=False),
        Column(
            "amended_plan_on",
            "day",
            "the final amended plan was issued; SEN2 does not hold it",
            expected=False,
        ),
        _REFERENCE,
        *_child_columns(
            age_on_31_august="completed years at the start of the school year"
        ),
    ),
    key=("plan_id", "meeting_on", "decision_on"),
    dimensions=(
        "authority",
        "sex",
        "ethnicity",
        "ethnicity_group",
        "primary_need",
        "outcome",
        "placement_type",
        "age_on_31_august",
    ),
)

PLACEMENTS = TableSchema(
    name="placements",
    row="one setting that a plan names or a child attends",
    columns=(
        Column(
            "placement_id",
            "id",
            "names the placement within the source",
            required=True,
        ),
        Column("plan_id", "id", "the plan that it belongs to", required=True),
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("authority", "code", "3-digit code of the local authority"),
        Column(
            "is_of",
            "code",
            "named in section I of the plan, or attended on the reference day",
            frozenset({"named", "attended"}),
            required=True,
        ),
        Column("setting", "id", "URN or UKPRN; empty where only a code is given"),
        Column(
            "setting_type",
            "code",
            "URN or UKPRN, or the code that stands for neither",
            SETTING_TYPES | {UNKNOWN},
        ),
        Column(
            "rank", "code", "1 primary, 2 secondary", frozenset({"1", "2", UNKNOWN})
        ),
        Column("entered_on", "day", "first day at the setting", expected=False),
        Column("left_on", "day", "last day at the setting; empty: not (yet)"),
        Column(
            "leaving_reason",
            "code",
            "why it was left; none where it was not; SEN2 does not hold it",
            frozenset(
                {"phase_transfer", "moved_out_of_area", "other", "none", UNKNOWN}
            ),
            expected=False,
        ),
        Column(
            "agreed_on",
            "day",
            "it was agreed that the child should have a place there, or at a setting of"
            " that type; SEN2 does not hold it",
            expected=False,
        ),
        Column(
            "waiting_by_choice",
            "flag",
            "the parents chose to wait for this place",
            expected=False,
            presumed=True,
        ),
        Column("sen_unit", "flag", "in a SEN unit", expected=False),
        Column("resourced_provision", "flag", "in resourced provision", expected=False),
        Column(
            "residential",
            "code",
            "A or B as in ehc_plans; none where not residential",
            _RESIDENTIAL,
            expected=False,
        ),
        Column(
            "work_based",
            "code",
            "A apprenticeship, T traineeship, S supported internship; none otherwise",
            _WORK_BASED,
            expected=False,
        ),
        Column(
            "attendance_pattern",
            "code",
            "FT full time, PT part time; asked for up to 2023",
            frozenset({"FT", "PT", UNKNOWN}),
            expected=False,
        ),
        _REFERENCE,
        *_child_columns(
            age_on_31_august="completed years at the start of the school year"
        ),
    ),
    key=("placement_id",),
    dimensions=(
        "authority",
        "is_of",
        "setting_type",
        "rank",
        "residential",
        "work_based",
        "sex",
        "ethnicity",
        "ethnicity_group",
        "primary_need",
        "age_on_31_august",
    ),
)

APPEALS = TableSchema(
    name="appeals",
    row="one appeal registered with the First-tier Tribunal (SEND)",
    columns=(
        Column("appeal_id", "id", "names the appeal within the source", required=True),
        Column("authority", "code", "3-digit code of the local authority"),
        Column("registered_on", "day", "the tribunal registered the appeal"),
        Column("ground", "code", "what is appealed against", expected=False),
        Column(
            "outcome", "code", "how it ended; none where it has not", expected=False
        ),
        Column(
            "closed_on", "day", "the appeal ended; empty: not (yet)", expected=False
        ),
    ),
    key=("appeal_id",),
    dimensions=("authority", "ground", "outcome"),
)

ATTENDANCE_MARKS = TableSchema(
    name="attendance_marks",
    row="one mark: an enrolment, a day and a session",
    columns=(
        Column("pupil_id", "id", "pseudonym of the pupil", required=True),
        Column(
            "school_urn",
            "id",
            "URN of the school that took the register",
            required=True,
        ),
        Column("date", "day", "day of the session", required=True),
        Column("session", "code", "AM or PM", frozenset({"AM", "PM"}), required=True),
        Column("code", "id", "attendance code of one or two characters", required=True),
    ),
    key=("pupil_id", "school_urn", "date", "session"),
)

PUPILS = TableSchema(
    name="pupils",
    row="one pupil",
    columns=(
        Column("pupil_id", "id", "pseudonym of the pupil", required=True),
        Column(
            "sen_status",
            "code",
            "N none, K SEN support, E EHC plan",
            frozenset({"N", "K", "E", UNKNOWN}),
            expected=False,
        ),
        Column(
            "primary_need",
            "code",
            "type of need of rank 1; none where there is none",
            PRIMARY_NEEDS | {"none", UNKNOWN},
            expected=False,
        ),
        Column(
            "birth_cohort",
            "whole",
            "year of the 31 August on which the pupil was aged 0; the age on 31 August"
            " of any year is that year less the cohort",
            expected=False,
        ),
        Column("area", "code", "area the pupil belongs to", expected=False),
        Column(
            "home_authority",
            "code",
            "number of the local authority that the pupil lives in",
            expected=False,
        ),
    ),
    key=("pupil_id",),
    dimensions=("sen_status", "primary_need", "area", "home_authority"),
)

PHASES = frozenset(
    {
        *("nursery", "primary", "secondary", "all-through", "special"),
        *("alternative provision", "independent", UNKNOWN),
    }
)

SCHOOLS = TableSchema(
    name="schools",
    row="one school",
    columns=(
        Column("school_urn", "id", "URN of the school", required=True),
        Column("phase", "code", "phase or kind of school", PHASES, expected=False),
        Column(
            "authority",
            "code",
            "number of the local authority that the school lies in",
            expected=False,
        ),
        Column("district", "code", "district that the school lies in", expected=False),
        Column("capacity", "whole", "places it has", expected=False, unit="places"),
        Column(
            "pupils_on_roll", "whole", "pupils it has", expected=False, unit="pupils"
        ),
        Column("opened_on", "day", "the school opened", expected=False),
        Column(
            "closed_on",
            "day",
            "the school closed; empty: open",
            expected=False,
            presumed=True,
        ),
    ),
    key=("school_urn",),
    dimensions=("phase", "authority", "district"),
)

TOOL_ADOPTION = TableSchema(
    name="tool_adoption",
    row="one entry of the log of an attendance tool: a sign-up, a delivery, or both",
    columns=(
        Column("school_urn", "id", "URN of the school", required=True),
        Column(
            "signed_up_on", "day", "the school signed up; empty: not with this entry"
        ),
        Column(
            "delivered_on",
            "day",
            "day of the sessions that were delivered; empty: none with this entry",
        ),
        Column(
            "sessions",
            "whole",
            "sessions of that day that were delivered; 0 says that the school was closed",
            expected=False,
            unit="sessions",
        ),
    ),
    key=("school_urn", "signed_up_on", "delivered_on", "sessions"),
)

ATTENDANCE_TOTALS = TableSchema(
    name="attendance_totals",
    row="one enrolment (a pupil at a school in a school year) and stretch of days",
    columns=(
        Column("pupil_id", "id", "pseudonym of the pupil", required=True),
        Column("school_urn", "id", "URN of the school", required=True),
        Column(
            "school_year",
            "whole",
            "year in which the school year, 1 August to 31 July, begins",
            required=True,
        ),
        Column("first_on", "day", "first day that the totals cover", required=True),
        Column("last_on", "day", "last day that the totals cover", required=True),
        *(
            Column(name, "whole", meaning, required=True, unit="sessions")
            for name, meaning in CLASS_COLUMNS.items()
        ),
        *(
            Column(name, "whole", meaning, expected=False, unit="sessions")
            for name, meaning in REASON_COLUMNS.items()
        ),
        Column(
            "age_group",
            "id",
            "age on 31 August before the school year: '5 to 15', 'other', or"
            " 'not supplied' where the source gives no ages at all; null where only"
            " this pupil's age is missing; '15' may stand apart, whose stretches in the"
            " second half of the summer term are then left out",
        ),
        Column(
            "began_in_second_half",
            "flag",
            "the enrolment has no mark before the second half of the summer term,"
            " in totals that cover days before it as well",
            expected=False,
            presumed=True,
        ),
        Column("sen_status", "code", "N, K or E", frozenset({"N", "K", "E", UNKNOWN})),
        Column(
            "primary_need",
            "code",
            "type of need of rank 1; none where there is none",
            PRIMARY_NEEDS | {"none", UNKNOWN},
        ),
        Column("area", "code", "area the pupil belongs to"),
        Column(
            "home_authority",
            "code",
            "number of the local authority that the pupil lives in",
            expected=False,
        ),
        Column("phase", "code", "phase or kind of school", PHASES, expected=False),
        Column(
            "authority",
            "code",
            "number of the local authority that the school lies in",
            expected=False,
        ),
        Column("district", "code", "district that the school lies in", expected=False),
        Column(
            "term",
            "code",
            "term of the absence statistics; unknown unless totals are asked for by it",
            frozenset({*TERMS, UNKNOWN}),
            expected=False,
        ),
        Column(
            "month",
            "code",
            "month, 2025-01; unknown unless totals are asked for by it",
            expected=False,
        ),
    ),
    key=("pupil_id", "school_urn", "school_year", "first_on", "last_on"),
    dimensions=(
        *("school_urn", "school_year", "term", "month"),
        *("phase", "authority", "district"),
        *("sen_status", "primary_need", "area", "home_authority"),
    ),
)

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
        Column(
            "referral_id", "id", "names the referral within the source", required=True
        ),
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("service", "code", "service referred to", required=True),
        Column("provider", "code", "organisation that provides it"),
        Column("area", "code", "area the child belongs to"),
        Column("referred_on", "day", "the referral was received; starts the clock"),
        Column("accepted_on", "day", "the service accepted it; empty: not (yet)"),
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
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column("provider", "code", "organisation that provides the service"),
        Column("area", "code", "area the child belongs to"),
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
        Column(
            "person_id", "id", "pseudonym of the child or young person", required=True
        ),
        Column(
            "pathway",
            "code",
            "what the outcome is about",
            frozenset(PATHWAYS),
            required=True,
        ),
        Column("area", "code", "area the child belongs to"),
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
    Column("person_id", "id", "pseudonym of the child or young person", required=True),
    Column(
        "route",
        "code",
        "services that the journey leads through, in order",
        required=True,
    ),
    Column("service", "code", "the last of them, which ends it", required=True),
    Column("area", "code", "area the child belongs to"),
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

WAITING_LIST_BANDS = TableSchema(
    name="waiting_list_bands",
    row="one band of one published waiting list; bands in which nobody waits are left out",
    columns=(
        Column(
            "scheme",
            "code",
            "publication, and with it the scheme of its bands",
            frozenset(scheme.name for scheme in SCHEMES),
            required=True,
        ),
        Column(
            "part",
            "code",
            "which pathways: still waiting, or completed in the month",
            frozenset(
                {
                    "incomplete",
                    "incomplete_decision_to_admit",
                    "completed_admitted",
                    "completed_non_admitted",
                    "new",
                }
            ),
            required=True,
        ),
        Column("counted_on", "day", "last day of the month", required=True),
        Column("icb", "code", "integrated care board of the commissioner"),
        Column("commissioner", "code", "commissioner"),
        Column("provider", "code", "provider"),
        Column("treatment_function", "code", "treatment function, without totals"),
        Column(
            "service",
            "code",
            "children's community service, or diagnostic test, without totals",
            expected=False,
        ),
        Column(
            "band",
            "whole",
            "lower edge; empty where no bands are published, and for those who are in the"
            " total of a list and in none of its bands",
            unit="weeks",
        ),
        Column(
            "pathways",
            "whole",
            "pathways in the band; of other schemes people, or tests waited for",
            required=True,
        ),
        Column(
            "band_not_submitted",
            "flag",
            "these people are in no band, and some band of their list was not submitted",
            expected=False,
            presumed=True,
        ),
    ),
    key=(
        "scheme",
        "part",
        "counted_on",
        "icb",
        "commissioner",
        "provider",
        "treatment_function",
        "service",
        "band",
    ),
    dimensions=("icb", "commissioner", "provider", "treatment_function", "service"),
)

MISSING_SYMBOLS = {
    "c": "confidential",
    "x": "unavailable",
    "z": "not applicable",
    ":": "not applicable, in older files",
    "low": "rounds to 0 but is not 0",
}
"""What DfE publishes in place of a value, and why there is none."""

PUBLISHED_FIGURES = TableSchema(
    name="published_figures",
    row="one value that DfE has published, to stand beside a figure and never in one",
    columns=(
        Column("file_kind", "code", "which published file it is of", required=True),
        Column("time_period", "code", "2024 or 202425, as published", required=True),
        Column("time_identifier", "code", "Calendar year, Autumn term and so on"),
        Column("geographic_level", "code", "National, Regional or Local authority"),
        Column("area_code", "code", "code of the country, region or authority"),
        Column("area_name", "code", "its name"),
        Column(
            "authority",
            "code",
            "3-digit code of the local authority; none of a wider area",
        ),
        Column("phase", "code", "phase of schools; none where the file has no phases"),
        Column(
            "breakdown_topic",
            "code",
            "what it is broken down by; none where the file has no breakdowns",
        ),
        Column("breakdown", "code", "the group; two topics may have one of one name"),
        Column("measure", "code", "name of the published column", required=True),
        Column("published", "id", "the value as it is printed", required=True),
        Column("value", "number", "the value; empty where a symbol is printed"),
        Column(
            "missing",
            "code",
            "the symbol that is printed instead of a value; none where there is one",
            frozenset({*MISSING_SYMBOLS, "none"}),
        ),
    ),
    key=(
        *("file_kind", "time_period", "time_identifier"),
        *("geographic_level", "area_code", "area_name", "phase"),
        *("breakdown_topic", "breakdown", "measure"),
    ),
)

SCHEMAS = {
    schema.name: schema
    for schema in (
        EHC_REQUESTS,
        EHC_PLANS,
        ANNUAL_REVIEWS,
        PLACEMENTS,
        APPEALS,
        ATTENDANCE_MARKS,
        ATTENDANCE_TOTALS,
        PUPILS,
        SCHOOLS,
        TOOL_ADOPTION,
        REFERRALS,
        CONTACTS,
        REFERRAL_SPELLS,
        REFERRAL_PATHWAYS,
        REFERRAL_JOURNEYS,
        JOURNEY_STAGES,
        WAITING_LIST_BANDS,
        HEALTH_CHECKS,
        *CASEWORK_TABLES,
        *ENGAGEMENT_TABLES,
        PUBLISHED_FIGURES,
        WORKFORCE_POSTS,
        WORKFORCE_MOVES,
        CASELOAD_ASSIGNMENTS,
        INTERNS,
        PLAN_MILESTONES,
        PLAN_ACTIONS,
        PUBLICATIONS,
        DATA_DELIVERIES,
        DASHBOARD_KPIS,
        PLACES,
        SETTING_REVIEWS,
        VALUING_SEND_PROFILES,
        EXCLUSIONS,
        PART_TIME_TIMETABLES,
    )
}
"""Every canonical table by its name."""
