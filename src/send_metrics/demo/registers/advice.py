"""Advice for EHC needs assessments, as the council's SEND team tracks it."""

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
    COMMUNITY_TRUST,
    COUNCIL,
    EXTRACTED_ON,
    MENTAL_HEALTH_TRUST,
    Teller,
    by_then,
    so_far,
)

FLAWS = (
    Flaw("ehc_advice", "readable-value", 1, "a day that is no date (31/02/2025)"),
    Flaw("ehc_advice", "allowed-value", 1, "a discipline that is on no list (EPX)"),
    Flaw("ehc_advice", "total-row", 1, "a total below the rows"),
)

# Who is asked how often for each assessment, and the share in time at first and at last.
DISCIPLINES = {
    "educational_psychology": (COUNCIL, 1.0, (0.42, 0.68)),
    "social_care": (COUNCIL, 0.9, (0.66, 0.78)),
    "speech_and_language": (COMMUNITY_TRUST, 0.6, (0.3, 0.7)),
    "community_paediatrics": (COMMUNITY_TRUST, 0.5, (0.38, 0.52)),
    "occupational_therapy": (COMMUNITY_TRUST, 0.35, (0.4, 0.6)),
    "mental_health": (MENTAL_HEALTH_TRUST, 0.2, (0.35, 0.5)),
}
ASKED_PER_1000_PLANS = 17 * 3.55
LIMIT_DAYS = 42
TAKEN_BACK, EXCEPTIONS = 0.03, 0.06
LATE_DAYS = {(43, 70): 6.0, (71, 120): 3.0, (121, 210): 1.0}

COLUMNS: Columns = {
    "advice_id": "Our ref",
    "discipline": Heading(
        "Advice from",
        {
            "EP": "educational_psychology",
            "SC": "social_care",
            "SaLT": "speech_and_language",
            "Paeds": "community_paediatrics",
            "OT": "occupational_therapy",
            "CAMHS": "mental_health",
        },
    ),
    "provider": "Body",
    "area": "District",
    "requested_on": "Sent",
    "received_on": Heading("Back", missing="TBC"),
    "cancelled_on": "Withdrawn",
    "exception_applies": "Exception?",
    "on_template": "New template?",
    "reference_on": "Tracker run on",
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the tracker of advice."""
    shares = {name: share for name, (_, share, _) in DISCIPLINES.items()}
    rows: list[Row] = []
    for number, asked_on in enumerate(tell.days(ASKED_PER_1000_PLANS), start=1):
        discipline = pick(tell.rng, shares)
        body, _, in_time = DISCIPLINES[discipline]
        band = (18, LIMIT_DAYS)
        if not tell.happens(so_far(asked_on, *in_time)):
            band = pick(tell.rng, LATE_DAYS)
        taken_back = tell.happens(TAKEN_BACK)
        received_on = None if taken_back else by_then(tell.after(asked_on, *band))
        templated = tell.happens(so_far(asked_on, 0.3, 0.9))
        rows.append(
            {
                "advice_id": f"ADV{number:05d}",
                "discipline": discipline,
                "provider": body,
                "area": tell.rng.choice(AREAS),
                "requested_on": asked_on,
                "received_on": received_on,
                "cancelled_on": by_then(tell.after(asked_on, 5, 30))
                if taken_back
                else None,
                "exception_applies": "yes" if tell.happens(EXCEPTIONS) else "no",
                "on_template": None
                if received_on is None
                else ("yes" if templated else "no"),
                "reference_on": EXTRACTED_ON,
            }
        )
    model = rows[0]
    flawed: list[Row] = [
        {**model, "advice_id": "ADV90001", "requested_on": AsWritten("31/02/2025")},
        {**model, "advice_id": "ADV90002", "discipline": AsWritten("EPX")},
    ]
    total: Row = {
        "advice_id": AsWritten("Total"),
        "discipline": AsWritten(f"{len(rows)}"),
    }
    return [
        Sheet(
            table="ehc_advice",
            file="Advice tracker.xlsx",
            sheet="Tracker",
            title="EHC needs assessments: advice requested",
            columns=COLUMNS,
            rows=[*spread(rows, flawed), total],
            constants={"authority": AUTHORITY},
            unread=("Child", "Notes"),
        )
    ]
