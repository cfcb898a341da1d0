"""A mental health submission of version 6, made up, as its tables are laid out."""

from collections.abc import Mapping
from pathlib import Path

from tests.adapters.submitted import write_tables

Row = dict[str, str]
PERSON = {
    "LocalPatientID": "P1",
    "NHSNumber": "9434765919",
    "PersonBirthDate": "2012-03-01",
    "Postcode": "ZZ99 3WZ",
}
REFERRAL = {
    "ServiceRequestID": "R1",
    "LocalPatientID": "P1",
    "CareProfTeamLocalID": "T1",
    "ReferralRequestReceivedDate": "2025-03-01",
    "ClinRespPriorityType": "3",
    "PrimReasonReferralMH": "25",
    "ServDischDate": "",
    "ReferRejectionDate": "",
    "ReferRejectReason": "",
    "ReferClosReason": "",
}
OTHER_TEAM = {
    "ServiceRequestID": "R1",
    "OtherCareProfTeamLocalID": "T2",
    "ReferClosureDate": "",
    "ReferRejectionDate": "",
    "ReferRejectReason": "",
    "ReferClosReason": "",
}
CONTACT = {
    "CareContactID": "C1",
    "ServiceRequestID": "R1",
    "CareContDate": "2025-04-01",
    "OtherCareProfTeamLocalID": "",
    "ConsMechanismMH": "01",
    "AttendStatus": "5",
}
TYPES = [
    {"CareProfTeamLocalID": "T1", "ServTeamTypeMH": "C01"},
    {"CareProfTeamLocalID": "T2", "ServTeamTypeMH": "C04"},
    {"CareProfTeamLocalID": "T3", "ServTeamTypeMH": "A06"},
]
HEADER = {
    "OrgIDProvider": "RX1",
    "ReportingPeriodEndDate": "2025-06-30",
    "DateTimeDatSetCreate": "2025-07-20T10:00:00",
}


def person(**changes: str) -> Row:
    return PERSON | changes


def referral(name: str = "R1", **changes: str) -> Row:
    return REFERRAL | {"ServiceRequestID": name} | changes


def other_team(name: str = "R1", **changes: str) -> Row:
    return OTHER_TEAM | {"ServiceRequestID": name} | changes


def contact(name: str = "R1", **changes: str) -> Row:
    return CONTACT | {"ServiceRequestID": name} | changes


def submission(
    folder: Path,
    *,
    header: Mapping[str, str] | None = HEADER,
    people: list[Row] | None = None,
    referrals: list[Row] | None = None,
    teams: list[Row] | None = None,
    contacts: list[Row] | None = None,
    **others: list[Row],
) -> Path:
    """Write one submission; of the tables that are not given some have a sound row."""
    tables = {
        "MHS000Header": [dict(header)] if header is not None else [],
        "MHS001MPI": people if people is not None else [person()],
        "MHS101Referral": referrals if referrals is not None else [referral()],
        "MHS102OtherServiceType": teams or [],
        "MHS201CareContact": contacts if contacts is not None else [contact()],
        "MHS902ServiceTeamDetails": TYPES,
        **others,
    }
    return write_tables(folder, {name: rows for name, rows in tables.items() if rows})
