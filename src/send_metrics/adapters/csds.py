"""The Community Services Data Set, version 1.6: referrals and contacts."""

from collections.abc import Callable

from attrs import field, frozen

from send_metrics.adapters.contract import Adapter
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.submissions import DataSet, Fields, Submitted
from send_metrics.adapters.submissions.data_set import MECHANISM_CODES

TEAM_TYPES = {
    "06": "community_paediatrics",
    "09": "counselling",
    "16": "health_visiting",
    "17": "audiology",
    "23": "occupational_therapy",
    "24": "orthoptics",
    "26": "physiotherapy",
    "32": "school_nursing",
    "33": "speech_and_language_therapy",
    "34": "vulnerable_children",
    "37": "clinical_psychology",
    "38": "childrens_community_nursing",
    "44": "family_support",
    "50": "wheelchair_service",
    "55": "childrens_weight_management",
}
"""Names of the types of team that see children; others go by their code."""


def _service(code: str) -> str:
    return TEAM_TYPES.get(code.zfill(2), f"csds_team_{code}")


def _reason(code: str) -> str:
    """Return a name for a reason; ``025`` here is not the ``25`` of mental health."""
    return f"csds_reason_{code.zfill(3)}"


DATA_SET = DataSet(
    name="csds",
    header=Fields(
        "CYP000Header",
        {
            "provider": (
                "OrgID_Provider",
                "ORGANISATION IDENTIFIER (CODE OF PROVIDER)",
            ),
            "month_end": ("RP_EndDate", "REPORTING PERIOD END DATE"),
            "made_at": ("FileCreation_DateTime", "DATE AND TIME DATA SET CREATED"),
        },
    ),
    people=Fields(
        "CYP001MPI",
        {
            "person": ("LocalPatientID", "LOCAL PATIENT IDENTIFIER (EXTENDED)"),
            "nhs_number": ("NHSNumber", "NHS NUMBER"),
            "born_on": ("DateOfBirth", "PERSON BIRTH DATE"),
            "district": ("LocalAuthority",),
            "area": ("OrgIDSubICBLocResidence", "OrgID_Responsible"),
        },
        frozenset({"person"}),
    ),
    referrals=Fields(
        "CYP101Referral",
        {
            "referral": ("ServiceRequestID", "SERVICE REQUEST IDENTIFIER"),
            "person": ("LocalPatientID", "LOCAL PATIENT IDENTIFIER (EXTENDED)"),
            "provider": ("OrgID_Provider",),
            "referred_on": (
                "ReferralRequest_ReceivedDate",
                "REFERRAL REQUEST RECEIVED DATE",
            ),
            "priority": ("Priority_Type", "PRIORITY TYPE CODE"),
            "reason": (
                "PrimaryReferralReason",
                "PRIMARY REASON FOR REFERRAL (COMMUNITY CARE)",
            ),
            "discharged_on": ("Discharge_Date", "SERVICE DISCHARGE DATE"),
            "age": ("AgeYr_Referral_ReceivedDate",),
        },
        frozenset({"referral", "person", "referred_on", "discharged_on"}),
    ),
    teams=Fields(
        "CYP102ServiceTypeReferredTo",
        {
            "referral": ("ServiceRequestID", "SERVICE REQUEST IDENTIFIER"),
            "team": ("TeamID_Local", "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER"),
            "type": (
                "TeamType",
                "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)",
            ),
            "closed_on": ("Referral_ClosureDate", "REFERRAL CLOSURE DATE"),
            "rejected_on": ("Referral_RejectionDate", "REFERRAL REJECTION DATE"),
            "close_reason": ("Referral_ClosureReason", "REFERRAL CLOSURE REASON"),
        },
        frozenset({"referral", "type", "closed_on", "rejected_on"}),
    ),
    contacts=Fields(
        "CYP201CareContact",
        {
            "contact": ("CareContactID", "CARE CONTACT IDENTIFIER"),
            "referral": ("ServiceRequestID", "SERVICE REQUEST IDENTIFIER"),
            "team": ("TeamID_Local", "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER"),
            "contact_on": ("Contact_Date", "CARE CONTACT DATE"),
            "attendance": ("AttendanceStatus", "ATTENDANCE STATUS", "AttendOrNot"),
            "mechanism": (
                "ConsMechanism",
                "CONSULTATION MECHANISM",
                "Consultation_MediumUsed",
            ),
        },
        frozenset({"contact", "referral", "contact_on", "attendance"}),
    ),
    service=_service,
    reason=_reason,
    mechanisms=MECHANISM_CODES,
    mental_health=False,
)


@frozen
class Csds(Submitted):
    """Reads community referrals, a row for each service, and their contacts."""

    name: str = "csds"
    title: str = "Community Services Data Set, v1.6, a folder or zip of CSV tables"
    data_set: DataSet = field(default=DATA_SET, repr=False)


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of the Community Services Data Set."""
    register(Csds())
