"""A community submission of version 1.6, made up, as its tables are laid out."""

from collections.abc import Mapping
from pathlib import Path

from tests.adapters.submitted import write_tables

Row = dict[str, str]
PERSON = {
    "LocalPatientID": "P1",
    "OrgID_LocalPatientID": "RZ1",
    "NHSNumber": "9434765919",
    "DateOfBirth": "2015-06-02",
    "Postcode": "ZZ99 3WZ",
    "EthnicCategory2021": "A",
}
REFERRAL = {
    "ServiceRequestID": "R1",
    "LocalPatientID": "P1",
    "OrgID_Commissioner": "QZ1",
    "ReferralRequest_ReceivedDate": "2025-06-01",
    "SourceOfReferral": "03",
    "Priority_Type": "1",
    "PrimaryReferralReason": "025",
    "Discharge_Date": "",
    "Discharge_LetterIssuedDate": "",
}
TEAM = {
    "ServiceRequestID": "R1",
    "TeamID_Local": "T1",
    "TeamType": "33",
    "Referral_ClosureDate": "",
    "Referral_RejectionDate": "",
    "Referral_ClosureReason": "",
    "Referral_RejectionReason": "",
}
CONTACT = {
    "CareContactID": "C1",
    "ServiceRequestID": "R1",
    "TeamID_Local": "",
    "Contact_Date": "2025-06-20",
    "ConsMechanism": "01",
    "AttendanceStatus": "5",
}


def person(**changes: str) -> Row:
    return PERSON | changes


def referral(name: str = "R1", **changes: str) -> Row:
    return REFERRAL | {"ServiceRequestID": name} | changes


def team(name: str = "R1", **changes: str) -> Row:
    return TEAM | {"ServiceRequestID": name} | changes


def contact(name: str = "R1", **changes: str) -> Row:
    return CONTACT | {"ServiceRequestID": name} | changes


def submission(
    folder: Path,
    *,
    people: list[Row] | None = None,
    referrals: list[Row] | None = None,
    teams: list[Row] | None = None,
    contacts: list[Row] | None = None,
    header: Mapping[str, str] | None = None,
) -> Path:
    """Write one submission; tables that are not given have one sound row."""
    tables = {
        "CYP001MPI": people if people is not None else [person()],
        "CYP101Referral": referrals if referrals is not None else [referral()],
        "CYP102ServiceTypeReferredTo": teams if teams is not None else [team()],
        "CYP201CareContact": contacts if contacts is not None else [contact()],
    }
    if header is not None:
        tables["CYP000Header"] = [dict(header)]
    return write_tables(folder, {name: rows for name, rows in tables.items() if rows})


def header(month_end: str, made_at: str = "", provider: str = "RZ1") -> Row:
    return {
        "OrgID_Provider": provider,
        "RP_EndDate": month_end,
        "FileCreation_DateTime": made_at,
    }
