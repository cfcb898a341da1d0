"""Calls, e-mails and updates: how the council's SEND service keeps in touch."""

import datetime as dt

from send_metrics.demo.chance import AREAS, pick
from send_metrics.demo.registers.sheet import (
    MERGED,
    AsWritten,
    Flaw,
    Heading,
    Row,
    Sheet,
    spread,
)
from send_metrics.demo.registers.story import EXTRACTED_ON, Teller, by_then, so_far
from send_metrics.demo.sen2_records import upn

FLAWS = (
    Flaw("contact_log", "readable-value", 1, "a wait of no whole number (00:45)"),
    Flaw("contact_log", MERGED, 1, "an e-mail given twice, word for word"),
)

CALLS_PER_1000_PLANS = 55
EMAILS_PER_1000_PLANS = 40
ANSWERED_SECONDS = {(3, 20): 5.0, (21, 60): 3.0, (61, 240): 2.0}
REPLY_DAYS = {True: (0, 2), False: (1, 12)}
LATE_REPLY_DAYS = {True: (4, 15), False: (16, 45)}
UPDATES_BEGIN_ON = dt.date(2025, 10, 1)
UPDATED_A_MONTH = 0.45
# When the portal opened to new requests, and to families who have a plan already.
DISTRICTS_LIVE = {
    "North": (dt.date(2024, 9, 16), dt.date(2025, 6, 2)),
    "East": (dt.date(2024, 11, 4), dt.date(2025, 10, 13)),
    "South": (dt.date(2025, 3, 3), None),
    "West": (None, None),
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the logs of calls, e-mails and updates, and where the portal is live."""
    calls, emails = _calls(tell), _emails(tell)
    timed: Row = {
        **calls[0],
        "contact_id": "CALL90001",
        "seconds_waited": AsWritten("00:45"),
    }
    return [
        Sheet(
            table="contact_log",
            file="calls.csv",
            columns={
                "contact_id": "Call id",
                "line": "Queue",
                "area": "District",
                "received_on": "Date",
                "call_outcome": Heading(
                    "Result", {"ANS": "answered", "ABN": "abandoned"}
                ),
                "seconds_waited": "Wait (s)",
            },
            rows=spread(calls, [timed]),
            constants={"channel": "call"},
        ),
        Sheet(
            table="contact_log",
            file="Mailbox.xlsx",
            sheet="Mailbox",
            columns={
                "contact_id": "Item",
                "line": "Mailbox",
                "area": "District",
                "received_on": "In",
                "needs_reply": "Reply needed",
                "urgent": "Urgent list?",
                "replied_on": Heading("Replied", missing="no reply yet"),
                "reference_on": "Extracted",
            },
            rows=spread(emails, [emails[1]]),
            constants={"channel": "email", "call_outcome": "none"},
            unread=("From", "Subject"),
        ),
        Sheet(
            table="family_updates",
            file="updates.csv",
            columns={
                "update_id": "Entry",
                "person_id": Heading("UPN", format="upn"),
                "given_on": "Family updated on",
            },
            rows=_updates(tell),
        ),
        Sheet(
            table="portal_coverage",
            file="portal.csv",
            days="day-month-name",
            columns={
                "district": "District",
                "process": Heading(
                    "Used for",
                    {
                        "New requests": "new_requests",
                        "Plans in force": "existing_plans",
                    },
                ),
                "live_on": "Went live",
            },
            rows=[
                {"district": district, "process": process, "live_on": live_on}
                for district, days in DISTRICTS_LIVE.items()
                for process, live_on in zip(
                    ("new_requests", "existing_plans"), days, strict=True
                )
            ],
        ),
    ]


def _calls(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, day in enumerate(tell.days(CALLS_PER_1000_PLANS), start=1):
        answered = tell.happens(so_far(day, 0.72, 0.91))
        band = pick(tell.rng, ANSWERED_SECONDS) if answered else (2, 300)
        rows.append(
            {
                "contact_id": f"CALL{number:05d}",
                "line": "SEND helpline",
                "area": tell.rng.choice(AREAS),
                "received_on": day,
                "call_outcome": "answered" if answered else "abandoned",
                "seconds_waited": tell.rng.randint(*band),
            }
        )
    return rows


def _emails(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, day in enumerate(tell.days(EMAILS_PER_1000_PLANS), start=1):
        asks = tell.happens(0.8)
        urgent = tell.happens(0.07)
        in_time = tell.happens(so_far(day, 0.55, 0.84))
        band = REPLY_DAYS[urgent] if in_time else LATE_REPLY_DAYS[urgent]
        rows.append(
            {
                "contact_id": f"MAIL{number:05d}",
                "line": "SEND enquiries",
                "area": tell.rng.choice(AREAS),
                "received_on": day,
                "needs_reply": "yes" if asks else "no",
                "urgent": "yes" if urgent else "no",
                "replied_on": by_then(tell.after(day, *band)) if asks else None,
                "reference_on": EXTRACTED_ON,
            }
        )
    return rows


def _updates(tell: Teller) -> list[Row]:
    """Return the updates given since families are told of their case unasked."""
    rows: list[Row] = []
    for month in range(UPDATES_BEGIN_ON.month, EXTRACTED_ON.month + 1):
        for number in range(1, tell.children + tell.children // 2):
            if tell.happens(UPDATED_A_MONTH):
                begins = UPDATES_BEGIN_ON.replace(month=month)
                rows.append(
                    {
                        "update_id": f"U{len(rows) + 1:05d}",
                        "person_id": upn(number),
                        "given_on": tell.after(begins, 2, 28),
                    }
                )
    return rows
