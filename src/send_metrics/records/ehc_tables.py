"""The canonical tables of EHC requests and plans, with reviews, placements and appeals."""

from send_metrics.domain.ethnicities import ETHNICITY_GROUPS
from send_metrics.records.columns import AUTHORITY, CHILD, key_column
from send_metrics.records.schema import UNKNOWN, Column, TableSchema

PRIMARY_NEEDS = frozenset(
    {
        *("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD"),
        *("ASD", "DS", "OTH", "NSA"),
    }
)
"""Codes of type of need: SEN2 item 5.8a, and the school census's NSA."""

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

_OUTCOMES = frozenset({"Y", "N", "A", "W", "H", "none", UNKNOWN})
_RESIDENTIAL = frozenset({"A", "B", "none", UNKNOWN})
_WORK_BASED = frozenset({"A", "T", "S", "none", UNKNOWN})

_PLACEMENT_TYPE = Column(
    "placement_type",
    "code",
    "what kind of setting is attended on the reference day; where that is not given, what"
    " section I names",
    SETTING_TYPES | {"none", UNKNOWN},
    expected=False,
)
_TRANSFERRED_FROM = Column(
    "transferred_from",
    "code",
    "authority that the plan came from; none where it did not move",
    expected=False,
    presumed=True,
)
_REFERENCE = Column(
    "reference_on",
    "day",
    "the source tells what had happened up to this day: the census day of a SEN2 return",
    expected=False,
)
_OF_CHILD = ("sex", "ethnicity", "ethnicity_group", "primary_need")


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
        key_column("request_id", "request"),
        CHILD,
        AUTHORITY,
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
        _TRANSFERRED_FROM,
        _REFERENCE,
        *_child_columns(age_at_request="completed years on the day of the request"),
    ),
    key=("request_id",),
    dimensions=(
        "authority",
        "request_source",
        *_OF_CHILD,
        "age_at_request",
    ),
)

EHC_PLANS = TableSchema(
    name="ehc_plans",
    row="one EHC plan",
    columns=(
        key_column("plan_id", "plan"),
        CHILD,
        AUTHORITY,
        Column("started_on", "day", "start of the current plan"),
        Column("ceased_on", "day", "the plan ended or was transferred"),
        Column(
            "cease_reason",
            "code",
            "1 to 9 of SEN2 item 4.6; none where the plan has not ceased",
            expected=False,
        ),
        _TRANSFERRED_FROM,
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
        *_OF_CHILD,
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
        CHILD,
        AUTHORITY,
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
        *_OF_CHILD,
        "outcome",
        "placement_type",
        "age_on_31_august",
    ),
)

PLACEMENTS = TableSchema(
    name="placements",
    row="one setting that a plan names or a child attends",
    columns=(
        key_column("placement_id", "placement"),
        Column("plan_id", "id", "the plan that it belongs to", required=True),
        CHILD,
        AUTHORITY,
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
        *_OF_CHILD,
        "age_on_31_august",
    ),
)

APPEALS = TableSchema(
    name="appeals",
    row="one appeal registered with the First-tier Tribunal (SEND)",
    columns=(
        key_column("appeal_id", "appeal"),
        AUTHORITY,
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
