"""The canonical tables of the work around plans: advice, audits, panels and disputes."""

from send_metrics.records.columns import AREA, AUTHORITY, TOLD_UP_TO, key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

GRADES = frozenset({"outstanding", "good", "requires_improvement", "inadequate"})
"""The grade scale of audits: that of Ofsted's earlier inspections."""

DISCIPLINES = frozenset(
    {
        *("education_setting", "educational_psychology", "sensory_impairment"),
        *("speech_and_language", "occupational_therapy", "physiotherapy"),
        *("community_paediatrics", "mental_health", "nursing", "social_care", "other"),
    }
)
"""Who advice for an assessment is asked of: SI 2014/1530, regulation 6(1)."""

EHC_ADVICE = TableSchema(
    name="ehc_advice",
    row="one request for advice for an EHC needs assessment, to one professional's body",
    columns=(
        key_column("advice_id", "request for advice"),
        AUTHORITY,
        Column("discipline", "code", "whose advice it is", DISCIPLINES | {UNKNOWN}),
        Column("provider", "code", "the body that is asked", expected=False),
        AREA,
        Column("requested_on", "day", "the body received the request for advice"),
        Column(
            "received_on", "day", "the authority received the advice; empty: not yet"
        ),
        Column(
            "cancelled_on",
            "day",
            "the request was taken back, or the assessment ended before; empty: it stands",
            expected=False,
            presumed=True,
        ),
        Column(
            "exception_applies",
            "flag",
            "an exception of regulation 8(2) to the 6 weeks is recorded",
            expected=False,
        ),
        Column(
            "on_template",
            "flag",
            "the advice came on the template that was agreed locally",
            expected=False,
        ),
        TOLD_UP_TO,
    ),
    key=("advice_id",),
    dimensions=("authority", "discipline", "provider", "area"),
)

QUALITY_AUDITS = TableSchema(
    name="quality_audits",
    row="one audit of one EHC plan, done or planned",
    columns=(
        key_column("audit_id", "audit"),
        AUTHORITY,
        Column("planned_on", "day", "the day it was planned for", expected=False),
        Column("audited_on", "day", "the audit was completed; empty: not yet"),
        Column(
            "purpose",
            "code",
            "audit of the plan, moderation of another audit, or trial of the tool",
            frozenset({"audit", "moderation", "pilot", UNKNOWN}),
        ),
        Column("grade", "code", "grade of the whole plan", GRADES | {UNKNOWN}),
        Column(
            "health_grade",
            "code",
            "grade of the health advice and health sections; none where there are none",
            GRADES | {"none", UNKNOWN},
            expected=False,
        ),
        Column(
            "child_voice",
            "code",
            "whether the standard for the child's views in section A is met",
            frozenset({"met", "not_met", UNKNOWN}),
            expected=False,
        ),
        Column(
            "plan_kind",
            "code",
            "a first plan, or one that was amended",
            frozenset({"new", "amended", UNKNOWN}),
            expected=False,
        ),
        Column(
            "sampling",
            "code",
            "how the plan was chosen",
            frozenset({"random", "all", "chosen", UNKNOWN}),
            expected=False,
        ),
        Column("tool", "code", "audit tool with its version", expected=False),
        Column("team", "code", "team that wrote the plan", expected=False),
    ),
    key=("audit_id",),
    dimensions=("authority", "plan_kind", "sampling", "tool", "team", "purpose"),
)

ASSURANCE_CHECKS = TableSchema(
    name="assurance_checks",
    row="one service in scope of the local quality standards, in one cycle of checks",
    columns=(
        Column("service", "code", "the service, by its local code", required=True),
        Column("organisation", "code", "who provides it", expected=False),
        Column("cycle_began_on", "day", "first day of the cycle", required=True),
        Column("cycle_ends_on", "day", "first day that is no longer of the cycle"),
        Column(
            "checked_on",
            "day",
            "the check against the standards was completed; empty: not yet",
        ),
    ),
    key=("service", "cycle_began_on"),
    dimensions=("organisation", "service"),
)

PANEL_CASES = TableSchema(
    name="panel_cases",
    row="one request for a decision of a placement or provision panel",
    columns=(
        key_column("case_id", "request to the panel"),
        Column(
            "person_id", "id", "pseudonym of the child or young person", expected=False
        ),
        AUTHORITY,
        Column("panel", "code", "kind of panel", expected=False),
        Column("request_type", "code", "what is asked for", expected=False),
        AREA,
        Column("requested_on", "day", "the panel's decision was asked for"),
        Column(
            "papers_complete_on",
            "day",
            "the last of the papers that the panel needs was there",
            expected=False,
        ),
        Column("decided_on", "day", "the panel decided; empty: not yet"),
        Column(
            "withdrawn_on",
            "day",
            "the request was withdrawn; empty: it stands",
            expected=False,
            presumed=True,
        ),
    ),
    key=("case_id",),
    dimensions=("authority", "panel", "request_type", "area"),
)

PANEL_MEETINGS = TableSchema(
    name="panel_meetings",
    row="one meeting of a placement or provision panel, held or not",
    columns=(
        key_column("meeting_id", "meeting"),
        AUTHORITY,
        Column("panel", "code", "kind of panel", expected=False),
        Column("meeting_on", "day", "the day of the meeting"),
        Column("held", "flag", "the meeting was held, and not cancelled"),
    ),
    key=("meeting_id",),
    dimensions=("authority", "panel"),
)

_MATTERS = frozenset({"complaint", "enquiry", "service_request"})

COMPLAINTS = TableSchema(
    name="complaints",
    row="one complaint at one stage of the procedure",
    columns=(
        key_column("complaint_id", "complaint"),
        Column(
            "stage",
            "code",
            "1 first answer, 2 review",
            frozenset({"1", "2"}),
            required=True,
        ),
        AUTHORITY,
        Column(
            "matter",
            "code",
            "complaint, or an enquiry or service request that is none",
            _MATTERS | {UNKNOWN},
        ),
        Column(
            "procedure",
            "code",
            "corporate, or the statutory one for children's social care",
            frozenset({"corporate", "statutory_children", UNKNOWN}),
        ),
        Column("theme", "code", "main theme, of the local list", expected=False),
        Column("service", "code", "what it is about", expected=False),
        AREA,
        Column("received_on", "day", "the complaint was received at this stage"),
        Column("acknowledged_on", "day", "it was acknowledged and logged"),
        Column("answered_on", "day", "the full answer was sent; empty: not yet"),
        Column(
            "extended",
            "flag",
            "the person was told of an extension and the reason",
            expected=False,
            presumed=True,
        ),
        Column(
            "outcome",
            "code",
            "none where it was not answered yet",
            frozenset({"upheld", "partly_upheld", "not_upheld", "none", UNKNOWN}),
            expected=False,
        ),
        TOLD_UP_TO,
    ),
    key=("complaint_id", "stage"),
    dimensions=(
        *("authority", "stage", "procedure", "theme", "service", "area", "outcome"),
    ),
)

LEARNING_ACTIONS = TableSchema(
    name="learning_actions",
    row="one action that was agreed because of a complaint",
    columns=(
        key_column("action_id", "action"),
        AUTHORITY,
        Column("owner", "code", "role or team that owns it", expected=False),
        Column("theme", "code", "theme of the complaint", expected=False),
        Column("due_on", "day", "last day to close it"),
        Column("closed_on", "day", "it was closed as done; empty: not yet"),
        TOLD_UP_TO,
    ),
    key=("action_id",),
    dimensions=("authority", "owner", "theme"),
)

OMBUDSMAN_DECISIONS = TableSchema(
    name="ombudsman_decisions",
    row="one decision of the Local Government and Social Care Ombudsman",
    columns=(
        key_column("decision_id", "decision"),
        AUTHORITY,
        Column("category", "code", "the Ombudsman's category", expected=False),
        Column("decided_on", "day", "the decision was made"),
        Column(
            "decision",
            "code",
            "upheld or not_upheld after a detailed investigation; else why there was none",
            frozenset(
                {
                    *("upheld", "not_upheld", "closed_after_initial_enquiries"),
                    *(
                        "referred_back",
                        "advice_given",
                        "incomplete_or_invalid",
                        UNKNOWN,
                    ),
                }
            ),
        ),
    ),
    key=("decision_id",),
    dimensions=("authority", "category", "decision"),
)

MEDIATIONS = TableSchema(
    name="mediations",
    row="one mediation that a family told the authority it wishes",
    columns=(
        key_column("mediation_id", "mediation"),
        AUTHORITY,
        Column("ground", "code", "what it is about", expected=False),
        AREA,
        Column("requested_on", "day", "the authority was told of the wish to mediate"),
        Column("held_on", "day", "the meeting was held; empty: not yet"),
        Column(
            "declined_by_family",
            "flag",
            "the family no longer wished a meeting, or did not come",
            expected=False,
            presumed=True,
        ),
        Column(
            "agreement",
            "code",
            "what the meeting came to; none where it was not held",
            frozenset({"full", "partial", "no_agreement", "none", UNKNOWN}),
            expected=False,
        ),
        TOLD_UP_TO,
    ),
    key=("mediation_id",),
    dimensions=("authority", "ground", "area"),
)

CASEWORK_TABLES = (
    EHC_ADVICE,
    QUALITY_AUDITS,
    ASSURANCE_CHECKS,
    PANEL_CASES,
    PANEL_MEETINGS,
    COMPLAINTS,
    LEARNING_ACTIONS,
    OMBUDSMAN_DECISIONS,
    MEDIATIONS,
)
"""The tables of this module, in the order of a case."""
