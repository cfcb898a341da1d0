"""Contacts with children who were referred, as the two trusts list theirs."""

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import frozen

from send_metrics.demo.referrals import Referral
from send_metrics.demo.registers.sheet import AsWritten, Flaw, Heading, Row, Sheet
from send_metrics.demo.registers.story import Teller, by_then

FLAWS = (
    Flaw("contacts", "readable-value", 1, "a day that is no date (2025-13-01)"),
    Flaw("contacts", "allowed-value", 1, "an attendance code on no list (9)"),
)

WAITING_FROM_DAYS = 126
CALLED_WHILE_WAITING = 0.45
LOGS_BEGIN_ON = dt.date(2025, 10, 20)
MISSED_BEFORE = 0.12
MECHANISMS: Mapping[str, float] = {"face_to_face": 7, "video": 2, "telephone": 1}


@frozen
class Contact:
    """One contact; the fields are those of the canonical table."""

    referral_id: str
    contact_on: dt.date
    attendance: str
    mechanism: str


def sheets(tell: Teller, referrals: Iterable[Referral]) -> list[Sheet]:
    """Return the contacts of every sound referral in one list."""
    found = [contact for row in referrals for contact in _contacts(tell, row)]
    rows: list[Row] = [
        {
            "contact_id": f"K{number:06d}",
            "referral_id": contact.referral_id,
            "contact_on": contact.contact_on,
            "attendance": contact.attendance,
            "mechanism": contact.mechanism,
        }
        for number, contact in enumerate(found, start=1)
    ]
    model = rows[0]
    flawed: list[Row] = [
        {**model, "contact_id": "K900001", "contact_on": AsWritten("2025-13-01")},
        {**model, "contact_id": "K900002", "attendance": AsWritten("9")},
    ]
    return [
        Sheet(
            table="contacts",
            file="contacts.csv",
            days="iso",
            columns={
                "contact_id": "CONTACT_NO",
                "referral_id": "REFERRAL_NO",
                "contact_on": "CONTACT_DATE",
                "attendance": Heading(
                    "ATTENDED",
                    {
                        "5": "attended",
                        "3": "did_not_attend",
                        "4": "cancelled_by_provider",
                    },
                ),
                "mechanism": Heading(
                    "MEDIUM",
                    {"F2F": "face_to_face", "VID": "video", "TEL": "telephone"},
                ),
            },
            rows=[*rows, *flawed],
        )
    ]


def _contacts(tell: Teller, row: Referral) -> list[Contact]:
    """Return those of one referral, none of them after the extract."""
    found: list[Contact] = []
    mechanisms, shares = list(MECHANISMS), list(MECHANISMS.values())
    seen_on, referred_on = row.first_contact_on, row.referred_on
    if not isinstance(referred_on, dt.date):
        return found
    if seen_on is not None:
        if tell.happens(MISSED_BEFORE) and (seen_on - referred_on).days > 28:
            missed_on = seen_on - dt.timedelta(days=21)
            found.append(
                Contact(row.referral_id, missed_on, "did_not_attend", "face_to_face")
            )
        how = tell.rng.choices(mechanisms, weights=shares)[0]
        found.append(Contact(row.referral_id, seen_on, "attended", how))
    elif row.closed_on is None and tell.happens(CALLED_WHILE_WAITING):
        called_on = by_then(tell.after(LOGS_BEGIN_ON, 0, 72))
        waited = called_on and (called_on - referred_on).days
        if called_on and waited and waited > WAITING_FROM_DAYS:
            found.append(Contact(row.referral_id, called_on, "attended", "telephone"))
    return found
