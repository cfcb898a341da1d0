"""Audits of plans, checks of services, and whose voice is in the records."""

import datetime as dt

from send_metrics.demo.chance import pick
from send_metrics.demo.registers.sheet import (
    MERGED,
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
    BOARD,
    COMMUNITY_TRUST,
    COUNCIL,
    MENTAL_HEALTH_TRUST,
    Teller,
    by_then,
    so_far,
)

FLAWS = (
    Flaw("quality_audits", "allowed-value", 1, "a grade that is on no list (RI+)"),
    Flaw("quality_audits", MERGED, 1, "an audit given twice, word for word"),
    Flaw("assurance_checks", "readable-value", 1, "a check done on no day (n.k.)"),
)

AUDITS_PER_1000_PLANS = 5
RECORDS_PER_1000_PLANS = 6
OVERDUE = 0.08
PURPOSES = {"audit": 0.9, "moderation": 0.08, "pilot": 0.02}
TEAMS = ("North and East", "South and West")
CYCLES = (2023, 2024, 2025)
SERVICES = {
    COUNCIL: ("educational psychology", "SEND casework", "specialist advisory service"),
    COMMUNITY_TRUST: (
        "speech and language therapy",
        "community paediatrics",
        "audiology",
    ),
    MENTAL_HEALTH_TRUST: ("autism assessment", "child mental health"),
    BOARD: ("continuing care", "designated clinical officer"),
}
AGE_BANDS = {"under_2": 3, "2_to_4": 12, "5_to_10": 40, "11_to_15": 32, "16_to_25": 13}

AUDIT_COLUMNS: Columns = {
    "audit_id": "Audit no",
    "planned_on": "Planned for",
    "audited_on": Heading("Audited", missing="not yet"),
    "purpose": "Purpose",
    "grade": Heading(
        "Overall grade",
        {
            "O": "outstanding",
            "G": "good",
            "RI": "requires_improvement",
            "I": "inadequate",
        },
    ),
    "health_grade": Heading(
        "Health (sections C and G)",
        {
            "O": "outstanding",
            "G": "good",
            "RI": "requires_improvement",
            "I": "inadequate",
            "no health": "none",
        },
    ),
    "child_voice": Heading("Voice standard", {"Met": "met", "Not met": "not_met"}),
    "plan_kind": "New or amended",
    "sampling": "How chosen",
    "tool": "Tool",
    "team": "Team",
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the audit log, the checks of services and the sample of records."""
    audits, checks = _audits(tell), _checks(tell)
    flawed_audit = {**audits[0], "audit_id": "A90001", "grade": AsWritten("RI+")}
    flawed_check = {**checks[0], "service": "portage", "checked_on": AsWritten("n.k.")}
    return [
        Sheet(
            table="quality_audits",
            file="EHCP audit log.xlsx",
            sheet="Audits",
            title="EHC plans audited",
            columns=AUDIT_COLUMNS,
            rows=spread(audits, [flawed_audit, audits[1]]),
            constants={"authority": AUTHORITY},
            unread=("Auditor", "What was good"),
        ),
        Sheet(
            table="assurance_checks",
            file="assurance.csv",
            columns={
                "service": "Service",
                "organisation": "Organisation",
                "cycle_began_on": "Cycle from",
                "cycle_ends_on": "Next cycle from",
                "checked_on": "Checked",
            },
            rows=spread(checks, [flawed_check]),
        ),
        Sheet(
            table="voice_evidence",
            file="voice.csv",
            days="iso",
            columns={
                "record_id": "sample",
                "service": "service",
                "age_band": Heading(
                    "age",
                    {
                        "0-1": "under_2",
                        "2-4": "2_to_4",
                        "5-10": "5_to_10",
                        "11-15": "11_to_15",
                        "16-25": "16_to_25",
                    },
                ),
                "sampled_on": "sampled",
                "view": Heading(
                    "view", {"child": "own", "adult": "reported", "none": "none"}
                ),
            },
            rows=_records(tell),
        ),
    ]


def _audits(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for number, planned_on in enumerate(tell.days(AUDITS_PER_1000_PLANS), start=1):
        audited_on = by_then(tell.after(planned_on, 0, 14))
        done = audited_on is not None and not tell.happens(OVERDUE)
        is_good = so_far(planned_on, 0.08, 0.42)
        rows.append(
            {
                "audit_id": f"A{number:05d}",
                "planned_on": planned_on,
                "audited_on": audited_on if done else None,
                "purpose": pick(tell.rng, PURPOSES),
                "grade": _grade(tell, is_good) if done else None,
                "health_grade": _health_grade(tell, is_good) if done else None,
                "child_voice": _voice(tell, so_far(planned_on, 0.45, 0.78))
                if done
                else None,
                "plan_kind": tell.rng.choice(("new", "amended")),
                "sampling": "random",
                "tool": "2023 tool"
                if planned_on < dt.date(2024, 9, 1)
                else "2024 tool",
                "team": tell.rng.choice(TEAMS),
            }
        )
    return rows


def _grade(tell: Teller, is_good: float) -> str:
    shares = {
        "outstanding": is_good / 10,
        "good": is_good * 9 / 10,
        "requires_improvement": (1 - is_good) * 0.75,
        "inadequate": (1 - is_good) * 0.25,
    }
    return pick(tell.rng, shares)


def _health_grade(tell: Teller, is_good: float) -> str:
    return "none" if tell.happens(0.2) else _grade(tell, is_good)


def _voice(tell: Teller, share: float) -> str:
    return "met" if tell.happens(share) else "not_met"


def _checks(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for year in CYCLES:
        began_on = dt.date(year, 4, 1)
        done = so_far(began_on, 0.5, 0.8)
        rows += [
            {
                "service": service,
                "organisation": organisation,
                "cycle_began_on": began_on,
                "cycle_ends_on": dt.date(year + 1, 4, 1),
                "checked_on": by_then(tell.after(began_on, 30, 330))
                if tell.happens(done)
                else None,
            }
            for organisation, services in SERVICES.items()
            for service in services
        ]
    return rows


def _records(tell: Teller) -> list[Row]:
    services = [service for held in SERVICES.values() for service in held]
    rows: list[Row] = []
    for number, sampled_on in enumerate(tell.days(RECORDS_PER_1000_PLANS), start=1):
        own = so_far(sampled_on, 0.35, 0.66)
        shares = {"own": own, "reported": (1 - own) * 0.7, "none": (1 - own) * 0.3}
        rows.append(
            {
                "record_id": f"V{number:05d}",
                "service": tell.rng.choice(services),
                "age_band": pick(tell.rng, AGE_BANDS),
                "sampled_on": sampled_on,
                "view": pick(tell.rng, shares),
            }
        )
    return rows
