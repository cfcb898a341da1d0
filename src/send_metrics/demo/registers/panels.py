"""Requests to the council's panels, and the meetings that decide them."""

from send_metrics.demo.chance import AREAS, pick
from send_metrics.demo.registers.sheet import (
    AsWritten,
    Columns,
    Flaw,
    Heading,
    Row,
    Sheet,
    spread,
)
from send_metrics.demo.registers.story import AUTHORITY, Teller, by_then, months, so_far
from send_metrics.demo.sen2_records import upn

FLAWS = (
    Flaw("panel_cases", "readable-value", 1, "a day with its month first (02/17/2025)"),
    Flaw("panel_meetings", "allowed-value", 1, "a meeting half held (TBA)"),
)

CASES_PER_1000_PLANS = 11
WITHDRAWN = 0.04
LATE_DAYS = {(31, 45): 5.0, (46, 75): 3.0, (76, 130): 1.0}
PANELS = {"Placement": 6.0, "Provision": 4.0}
REQUESTS = {"new placement": 5.0, "change of placement": 3.0, "top-up funding": 4.0}
MEETINGS_A_MONTH = (2, 4)
HELD = 0.94

CASE_COLUMNS: Columns = {
    "case_id": "Case",
    "person_id": Heading("UPN", format="upn"),
    "panel": "Panel",
    "request_type": "Request",
    "area": "District",
    "requested_on": "Date requested",
    "papers_complete_on": "Papers complete",
    "decided_on": Heading("Date of decision", missing="-"),
    "withdrawn_on": "Withdrawn on",
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the panels' workbook: cases on one sheet, meetings on another."""
    cases = _cases(tell)
    meetings = _meetings(tell)
    flawed_case = {**cases[0], "case_id": "PC90001"}
    flawed_case["requested_on"] = AsWritten("02/17/2025")
    flawed_meeting = {**meetings[0], "meeting_id": "PM90001", "held": AsWritten("TBA")}
    return [
        Sheet(
            table="panel_cases",
            file="Panels.xlsx",
            sheet="Cases",
            columns=CASE_COLUMNS,
            rows=spread(cases, [flawed_case]),
            constants={"authority": AUTHORITY},
            unread=("Officer",),
        ),
        Sheet(
            table="panel_meetings",
            file="Panels.xlsx",
            sheet="Meetings",
            columns={
                "meeting_id": "No.",
                "panel": "Panel",
                "meeting_on": "Date",
                "held": Heading("Went ahead?", {"Yes": "yes", "Cancelled": "no"}),
            },
            rows=spread(meetings, [flawed_meeting]),
            constants={"authority": AUTHORITY},
        ),
    ]


def _cases(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, asked_on in enumerate(tell.days(CASES_PER_1000_PLANS), start=1):
        band = (12, 30)
        if not tell.happens(so_far(asked_on, 0.28, 0.62)):
            band = pick(tell.rng, LATE_DAYS)
        decided_on = by_then(tell.after(asked_on, *band))
        papers_on = tell.after(asked_on, 0, 12)
        withdrawn = tell.happens(WITHDRAWN)
        rows.append(
            {
                "case_id": f"PC{number:05d}",
                "person_id": upn(tell.rng.randint(1, tell.children)),
                "panel": pick(tell.rng, PANELS),
                "request_type": pick(tell.rng, REQUESTS),
                "area": tell.rng.choice(AREAS),
                "requested_on": asked_on,
                "papers_complete_on": by_then(papers_on),
                "decided_on": None if withdrawn else decided_on,
                "withdrawn_on": by_then(papers_on) if withdrawn else None,
            }
        )
    return rows


def _meetings(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for month in months():
        for panel in PANELS:
            for _ in range(round(so_far(month, *MEETINGS_A_MONTH))):
                rows.append(
                    {
                        "meeting_id": f"PM{len(rows) + 1:05d}",
                        "panel": panel,
                        "meeting_on": tell.after(month, 4, 26),
                        "held": "yes" if tell.happens(HELD) else "no",
                    }
                )
    return rows
