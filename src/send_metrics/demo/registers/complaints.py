"""Complaints and what they led to, mediation, and appeals to the tribunal."""

import datetime as dt

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
from send_metrics.demo.registers.story import (
    AUTHORITY,
    EXTRACTED_ON,
    Teller,
    by_then,
    so_far,
)

FLAWS = (
    Flaw("complaints", "readable-value", 1, "a day that is no date (30/02/2025)"),
    Flaw("complaints", "required-value", 1, "a complaint at no stage"),
    Flaw("appeals", "one-row-per-key", 2, "one appeal with two days of registration"),
    Flaw("mediations", "total-row", 1, "a total below the rows"),
)

COMPLAINTS_PER_1000_PLANS = 5.5
ESCALATED = 0.22
THEMES = {
    "delay": 9,
    "communication": 7,
    "content of plan": 4,
    "provision not made": 5,
    "staff conduct": 1,
}
MATTERS = {"complaint": 0.86, "enquiry": 0.09, "service_request": 0.05}
OUTCOMES = {"upheld": 5, "partly_upheld": 3, "not_upheld": 4}
OMBUDSMAN_PER_1000_PLANS = 0.5
OMBUDSMAN = {
    "upheld": 6,
    "not_upheld": 1,
    "closed_after_initial_enquiries": 3,
    "referred_back": 2,
}
MEDIATIONS_PER_1000_PLANS = 2.6
APPEALS_PER_1000_PLANS = 3.6
GROUNDS = {"refusal to assess": 4, "refusal to issue": 1, "content of plan": 7}
AGREEMENTS = {"full": 4, "partial": 3, "no_agreement": 3}
APPEAL_OUTCOMES = {"conceded": 6, "withdrawn": 2, "decided": 5}

COMPLAINT_COLUMNS: Columns = {
    "complaint_id": "Ref",
    "stage": Heading("Stage", {"Stage 1": "1", "Stage 2": "2"}),
    "matter": Heading(
        "Type",
        {"Complaint": "complaint", "Enquiry": "enquiry", "Request": "service_request"},
    ),
    "procedure": Heading(
        "Procedure", {"Corporate": "corporate", "Children Act": "statutory_children"}
    ),
    "theme": "Main theme",
    "area": "District",
    "received_on": "Received",
    "acknowledged_on": "Acknowledged",
    "answered_on": Heading("Response sent", missing="open"),
    "extended": "Extended?",
    "outcome": Heading(
        "Finding",
        {
            "Upheld": "upheld",
            "Part upheld": "partly_upheld",
            "Not upheld": "not_upheld",
            "Open": "none",
        },
    ),
    "reference_on": "Report date",
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the registers that the council's feedback and tribunal officers keep."""
    complaints = _complaints(tell)
    mediations, appeals = _mediations(tell), _appeals(tell)
    flawed: list[Row] = [
        {
            **complaints[0],
            "complaint_id": "C90001",
            "received_on": AsWritten("30/02/2025"),
        },
        {**complaints[0], "complaint_id": "C90002", "stage": None},
    ]
    told: Row = {**appeals[0], "appeal_id": "T90001"}
    told_otherwise = {**told, "registered_on": dt.date(2024, 2, 29)}
    constants = {"authority": AUTHORITY}
    return [
        Sheet(
            table="complaints",
            file="Complaints.xlsx",
            sheet="Log",
            columns=COMPLAINT_COLUMNS,
            rows=spread(complaints, flawed),
            constants=constants,
            unread=("Complainant", "Summary"),
        ),
        Sheet(
            table="learning_actions",
            file="Complaints.xlsx",
            sheet="Learning",
            columns={
                "action_id": "Action",
                "owner": "Owner",
                "theme": "Theme",
                "due_on": "Due",
                "closed_on": "Closed",
                "reference_on": "Report date",
            },
            rows=_learning(tell, complaints),
            constants=constants,
        ),
        Sheet(
            table="ombudsman_decisions",
            file="ombudsman.csv",
            days="day-month-name",
            columns={
                "decision_id": "LGSCO reference",
                "category": "Category",
                "decided_on": "Decision date",
                "decision": Heading(
                    "Decision",
                    {
                        "Upheld": "upheld",
                        "Not upheld": "not_upheld",
                        "Closed after initial enquiries": "closed_after_initial_enquiries",
                        "Referred back for local resolution": "referred_back",
                    },
                ),
            },
            rows=[
                {
                    "decision_id": f"23 {number:06d}",
                    "category": "Education and children's services",
                    "decided_on": day,
                    "decision": pick(tell.rng, OMBUDSMAN),
                }
                for number, day in enumerate(
                    tell.days(OMBUDSMAN_PER_1000_PLANS), start=1
                )
            ],
            constants=constants,
        ),
        Sheet(
            table="mediations",
            file="Mediation and appeals.xlsx",
            sheet="Mediation",
            columns={
                "mediation_id": "Ref",
                "ground": "About",
                "area": "District",
                "requested_on": "Family told us",
                "held_on": Heading("Meeting held", missing="n/a"),
                "declined_by_family": "Family declined?",
                "agreement": Heading(
                    "Agreement",
                    {
                        "Full": "full",
                        "Part": "partial",
                        "None": "no_agreement",
                        "Not held": "none",
                    },
                ),
                "reference_on": "As at",
            },
            rows=[*mediations, {"mediation_id": AsWritten("Total")}],
            constants=constants,
        ),
        Sheet(
            table="appeals",
            file="Mediation and appeals.xlsx",
            sheet="Tribunal",
            title="Appeals to the First-tier Tribunal (SEND)",
            columns={
                "appeal_id": "Appeal",
                "registered_on": "Registered",
                "ground": "Ground",
                "outcome": "Outcome",
                "closed_on": "Closed",
            },
            rows=[*spread(appeals, [told]), told_otherwise],
            constants=constants,
        ),
    ]


def _complaints(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, received_on in enumerate(tell.days(COMPLAINTS_PER_1000_PLANS), start=1):
        about = {
            "complaint_id": f"C{number:05d}",
            "matter": pick(tell.rng, MATTERS),
            "procedure": "statutory_children" if tell.happens(0.04) else "corporate",
            "theme": pick(tell.rng, THEMES),
            "area": tell.rng.choice(AREAS),
        }
        first = _stage(tell, received_on, stage="1", in_time=(9, 14))
        rows.append({**about, **first})
        answered_on = first["answered_on"]
        if isinstance(answered_on, dt.date) and tell.happens(ESCALATED):
            again_on = by_then(tell.after(answered_on, 5, 25))
            if again_on is not None:
                second = _stage(tell, again_on, stage="2", in_time=(18, 28))
                rows.append({**about, **second})
    return rows


def _stage(
    tell: Teller, received_on: dt.date, *, stage: str, in_time: tuple[int, int]
) -> dict[str, str | dt.date | None]:
    """Return what became of a complaint at one stage; days are calendar days."""
    acknowledged_on = tell.after(received_on, 0, 7 if tell.happens(0.85) else 14)
    share, late = so_far(received_on, 0.5, 0.8), (in_time[1] + 2, in_time[1] + 40)
    answered_on = by_then(tell.in_time_or_late(acknowledged_on, share, in_time, late))
    return {
        "stage": stage,
        "received_on": received_on,
        "acknowledged_on": by_then(acknowledged_on),
        "answered_on": answered_on,
        "extended": "yes" if tell.happens(0.1) else "no",
        "outcome": "none" if answered_on is None else pick(tell.rng, OUTCOMES),
        "reference_on": EXTRACTED_ON,
    }


def _learning(tell: Teller, complaints: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for complaint in complaints:
        answered_on = complaint["answered_on"]
        upheld = complaint["outcome"] in ("upheld", "partly_upheld")
        if not isinstance(answered_on, dt.date) or not upheld or tell.happens(0.5):
            continue
        due_on = answered_on + dt.timedelta(weeks=8)
        share = so_far(due_on, 0.55, 0.8)
        closed_on = tell.in_time_or_late(answered_on, share, (14, 54), (60, 120))
        rows.append(
            {
                "action_id": f"L{len(rows) + 1:04d}",
                "owner": "SEND service",
                "theme": complaint["theme"],
                "due_on": due_on,
                "closed_on": by_then(closed_on),
                "reference_on": EXTRACTED_ON,
            }
        )
    return rows


def _mediations(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, asked_on in enumerate(tell.days(MEDIATIONS_PER_1000_PLANS), start=1):
        declined = tell.happens(0.12)
        share = so_far(asked_on, 0.4, 0.75)
        held_on = by_then(tell.in_time_or_late(asked_on, share, (12, 30), (32, 70)))
        held = held_on is not None and not declined
        rows.append(
            {
                "mediation_id": f"M{number:04d}",
                "ground": pick(tell.rng, GROUNDS),
                "area": tell.rng.choice(AREAS),
                "requested_on": asked_on,
                "held_on": held_on if held else None,
                "declined_by_family": "yes" if declined else "no",
                "agreement": pick(tell.rng, AGREEMENTS) if held else "none",
                "reference_on": EXTRACTED_ON,
            }
        )
    return rows


def _appeals(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, registered_on in enumerate(tell.days(APPEALS_PER_1000_PLANS), start=1):
        closed_on = by_then(tell.after(registered_on, 60, 330))
        rows.append(
            {
                "appeal_id": f"T{number:05d}",
                "registered_on": registered_on,
                "ground": pick(tell.rng, GROUNDS),
                "outcome": pick(tell.rng, APPEAL_OUTCOMES) if closed_on else "none",
                "closed_on": closed_on,
            }
        )
    return rows
