"""The Mental Health Services Data Set, version 6: referrals and contacts."""

from collections.abc import Callable

from attrs import field, frozen

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.referrals.codes import SUSPECTED_AUTISM
from send_metrics.adapters.scored_assessments import SCORED_ASSESSMENTS
from send_metrics.adapters.submissions import DataSet, Fields, Submitted
from send_metrics.adapters.submissions.data_set import MECHANISM_CODES, HelpTables

TEAM_TYPES = {
    "A18": "single_point_of_access",
    "C01": "autism_service",
    "C04": "neurodevelopment_team",
    "C05": "paediatric_liaison",
    "C06": "looked_after_children_team",
    "C07": "youth_offending_team",
    "C10": "community_eating_disorder_team",
    "D06": "mental_health_in_education",
    "E01": "community_learning_disability_team",
    "E02": "epilepsy_or_neurological_team",
    "E03": "specialist_parenting_service",
    "E04": "enhanced_support_service",
    "F01": "mental_health_support_team",
}
"""Names of the types of team that see children; others go by their code."""

REASONS = {
    "24": "neurodevelopmental_except_autism",
    "25": SUSPECTED_AUTISM,
    "26": "diagnosed_autism",
}
"""Names of the reasons that definitions and families ask about; others stay codes."""


INTERVENTION_SETS = frozenset(
    {"1853461000000105", "1853481000000101", "1853451000000107"}
)
"""Reference sets of psychological therapies, psychosocial interventions, and medication
and physical therapies. Their members are in the UK edition of SNOMED CT."""

NEURODEVELOPMENTAL_ASSESSMENTS = frozenset({"1085671000000109", "1914891000000100"})
"""Assessments that stop the clock as an intervention does."""


def _service(code: str) -> str:
    return TEAM_TYPES.get(code, f"mhsds_team_{code}")


def _reason(code: str) -> str:
    return REASONS.get(code, code.zfill(2))


_REFERRAL = ("ServiceRequestID", "SERVICE REQUEST IDENTIFIER")
_PERSON = ("LocalPatientID", "LOCAL PATIENT IDENTIFIER (EXTENDED)")
_OTHER_TEAM = (
    "OtherCareProfTeamLocalID",
    "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER (OTHER SERVICE OR TEAM)",
)

DATA_SET = DataSet(
    name="mhsds",
    header=Fields(
        "MHS000Header",
        {
            "provider": ("OrgIDProvider", "ORGANISATION IDENTIFIER (CODE OF PROVIDER)"),
            "month_end": ("ReportingPeriodEndDate", "REPORTING PERIOD END DATE"),
            "made_at": ("DateTimeDatSetCreate", "DATE AND TIME DATA SET CREATED"),
        },
    ),
    people=Fields(
        "MHS001MPI",
        {
            "person": _PERSON,
            "nhs_number": ("NHSNumber", "NHS NUMBER"),
            "born_on": ("PersonBirthDate", "PERSON BIRTH DATE"),
            "district": ("LADistrictAuth",),
            "area": ("OrgIDSubICBLocResidence",),
        },
        frozenset({"person"}),
    ),
    referrals=Fields(
        "MHS101Referral",
        {
            "referral": _REFERRAL,
            "person": _PERSON,
            "provider": ("OrgIDProv", "OrgIDProvider"),
            "month_number": ("UniqMonthID",),
            "team": ("CareProfTeamLocalID", "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER"),
            "referred_on": (
                "ReferralRequestReceivedDate",
                "REFERRAL REQUEST RECEIVED DATE",
            ),
            "priority": ("ClinRespPriorityType", "CLINICAL RESPONSE PRIORITY TYPE"),
            "reason": (
                "PrimReasonReferralMH",
                "PRIMARY REASON FOR REFERRAL (MENTAL HEALTH)",
            ),
            "discharged_on": ("ServDischDate", "SERVICE DISCHARGE DATE"),
            "rejected_on": ("ReferRejectionDate", "REFERRAL REJECTION DATE"),
            "close_reason": ("ReferClosReason", "REFERRAL CLOSURE REASON"),
            "age": ("AgeServReferRecDate",),
        },
        frozenset({"referral", "person", "referred_on", "discharged_on", "reason"}),
    ),
    teams=Fields(
        "MHS102OtherServiceType",
        {
            "referral": _REFERRAL,
            "team": _OTHER_TEAM,
            "type": ("ServTeamTypeRefToMH",),
            "closed_on": ("ReferClosureDate", "REFERRAL CLOSURE DATE"),
            "rejected_on": ("ReferRejectionDate", "REFERRAL REJECTION DATE"),
            "close_reason": ("ReferClosReason", "REFERRAL CLOSURE REASON"),
        },
        frozenset({"referral", "team", "closed_on", "rejected_on"}),
    ),
    team_types=Fields(
        "MHS902ServiceTeamDetails",
        {
            "team": ("CareProfTeamLocalID", "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER"),
            "type": ("ServTeamTypeMH", "SERVICE OR TEAM TYPE (MENTAL HEALTH)"),
        },
        frozenset({"team", "type"}),
    ),
    contacts=Fields(
        "MHS201CareContact",
        {
            "contact": ("CareContactID", "CARE CONTACT IDENTIFIER"),
            "referral": _REFERRAL,
            "team": _OTHER_TEAM,
            "contact_on": ("CareContDate", "CARE CONTACT DATE"),
            "attendance": ("AttendStatus", "ATTENDANCE STATUS"),
            "mechanism": ("ConsMechanismMH", "CONSULTATION MECHANISM (MENTAL HEALTH)"),
        },
        frozenset({"contact", "referral", "contact_on", "attendance", "mechanism"}),
    ),
    indirect=Fields(
        "MHS204IndirectActivity",
        {
            "referral": _REFERRAL,
            "contact_on": ("IndirectActDate", "INDIRECT ACTIVITY DATE"),
            "procedure": (
                "IndActProcedure",
                "INDIRECT ACTIVITY PROCEDURE (SNOMED CT EXPRESSION)",
            ),
        },
        frozenset({"referral", "contact_on"}),
    ),
    hospital=Fields(
        "MHS501HospProvSpell", {"referral": _REFERRAL}, frozenset({"referral"})
    ),
    help=HelpTables(
        scored_for_referrals=Fields(
            "MHS606CodedScoreAssessmentRefer",
            {
                "referral": _REFERRAL,
                "tool": ("CodedAssToolType",),
                "scored_on": ("AssToolCompTimestamp", "AssToolCompDate"),
            },
            frozenset({"referral", "tool", "scored_on"}),
        ),
        activities=Fields(
            "MHS202CareActivity",
            {
                "activity": ("CareActID", "CARE ACTIVITY IDENTIFIER"),
                "contact": ("CareContactID", "CARE CONTACT IDENTIFIER"),
                "procedure": ("Procedure", "PROCEDURE (SNOMED CT EXPRESSION)"),
            },
            frozenset({"activity", "contact", "procedure"}),
        ),
        scored_in_activities=Fields(
            "MHS607CodedScoreAssessmentAct",
            {
                "activity": ("CareActID", "CARE ACTIVITY IDENTIFIER"),
                "tool": ("CodedAssToolType",),
            },
            frozenset({"activity", "tool"}),
        ),
        care_plans=Fields(
            "MHS008CarePlanType",
            {
                "plan": ("CarePlanID",),
                "person": _PERSON,
                "made_on": ("CarePlanCreatDate",),
                "updated_on": ("CarePlanLastUpdateDate",),
            },
            frozenset({"plan", "person", "made_on", "updated_on"}),
        ),
        agreements=Fields(
            "MHS009CarePlanAgreement", {"plan": ("CarePlanID",)}, frozenset({"plan"})
        ),
        scores=SCORED_ASSESSMENTS,
        intervention_sets=INTERVENTION_SETS,
        assessments=NEURODEVELOPMENTAL_ASSESSMENTS,
    ),
    service=_service,
    reason=_reason,
    mechanisms=MECHANISM_CODES,
    mental_health=True,
)


@frozen
class Mhsds(Submitted):
    """Reads mental health referrals, a row for each service, and their contacts."""

    name: str = "mhsds"
    title: str = "Mental Health Services Data Set, v6, a folder or zip of CSV tables"
    data_set: DataSet = field(default=DATA_SET, repr=False)


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of the Mental Health Services Data Set."""
    register(Mhsds())
