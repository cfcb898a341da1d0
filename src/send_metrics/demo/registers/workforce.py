"""Who works for children with SEND: posts, starters and leavers, cases, interns."""

import datetime as dt

from send_metrics.demo.chance import pick
from send_metrics.demo.registers.sheet import (
    AsWritten,
    Flaw,
    Heading,
    Row,
    Sheet,
    spread,
)
from send_metrics.demo.registers.story import (
    COMMUNITY_TRUST,
    COUNCIL,
    EXTRACTED_ON,
    FIRST_MONTH,
    Teller,
    by_then,
    quarter_ends,
    so_far,
)

FLAWS = (
    Flaw("workforce_posts", "readable-value", 1, "hours where FTE belongs (37h)"),
    Flaw("workforce_moves", "allowed-value", 1, "a role that is on no list (Temp)"),
)

COORDINATORS_PER_1000_PLANS = 9
TEAM_PER_1000_PLANS = 6
PROGRAMME_PER_1000_PLANS = 10
PROGRAMME = "100 more"
TEAMS = ("North and East", "South and West")
FTE = {100: 6, 80: 2, 60: 2}
LEFT_WITHIN_TWO_YEARS = 0.3
REASONS = {"resigned": 6, "retired": 1, "moved_within": 2, "fixed_term_ended": 1}
INDUCTION_DAYS = 180
EXPERTS_SINCE = (
    dt.date(2024, 6, 3),
    dt.date(2024, 6, 3),
    dt.date(2024, 10, 1),
    dt.date(2025, 4, 1),
    dt.date(2025, 9, 1),
)
INTERNS_A_YEAR = {2023: 4, 2024: 7, 2025: 10}

ROLES = {
    "SENDO": "coordinator",
    "EHC team": "ehc_team",
    "EbE": "expert_by_experience",
    "Other": "other",
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the council's workforce workbook and its list of interns."""
    posts, moves = _posts(tell), _moves(tell)
    flawed_post = {**posts[0], "post_id": "W901", "fte_hundredths": AsWritten("37h")}
    flawed_move = {**moves[0], "move_id": "J901", "role": AsWritten("Temp")}
    return [
        Sheet(
            table="workforce_posts",
            file="SEND workforce.xlsx",
            sheet="Establishment",
            title="Posts in the SEND service",
            columns={
                "post_id": "Post",
                "role": Heading("Role", ROLES),
                "team": "Team",
                "status": Heading(
                    "Status",
                    {"In post": "filled", "Agency": "agency", "Vacant": "vacant"},
                ),
                "fte_hundredths": "FTE x 100",
                "started_on": "Since",
                "ended_on": "Until",
            },
            rows=spread(posts, [flawed_post]),
            constants={"organisation": COUNCIL},
            unread=("Post holder",),
        ),
        Sheet(
            table="workforce_moves",
            file="SEND workforce.xlsx",
            sheet="Starters and leavers",
            columns={
                "move_id": "Line",
                "role": Heading("Role", ROLES),
                "team": "Team",
                "fte_hundredths": "FTE x 100",
                "joined_on": "Started",
                "joined_from": "From",
                "left_on": Heading("Left", missing="in post"),
                "leaving_reason": "Reason",
                "programme": "Programme",
                "cohort": "Cohort",
                "induction_due_on": "Academy due",
                "induction_completed_on": "Academy done",
            },
            rows=spread(moves, [flawed_move]),
            constants={"organisation": COUNCIL},
        ),
        Sheet(
            table="caseload_assignments",
            file="caseloads.csv",
            columns={
                "caseload_id": "Line",
                "counted_on": "As at",
                "team": "Team",
                "plans": "Plans",
                "assessments": "Assessments",
                "available_fte_hundredths": "FTE x 100",
            },
            rows=_caseloads(tell),
            constants={"organisation": COUNCIL},
        ),
        Sheet(
            table="interns",
            file="interns.csv",
            days="day-month-name",
            columns={
                "internship_id": "Place",
                "host": "Host",
                "provider": "College",
                "started_on": "First day",
                "ended_on": "Last day",
                "age_at_start": "Age at start",
            },
            rows=_interns(tell),
        ),
    ]


def _posts(tell: Teller) -> list[Row]:
    """Return the posts: most were vacant or covered by agency at first, fewer since."""
    rows: list[Row] = []

    def add(role: str, status: str, since: dt.date, until: dt.date | None) -> None:
        rows.append(
            {
                "post_id": f"W{len(rows) + 1:03d}",
                "role": role,
                "team": tell.rng.choice(TEAMS),
                "status": status,
                "fte_hundredths": pick(tell.rng, FTE),
                "started_on": since,
                "ended_on": until,
            }
        )

    sizes = {
        "coordinator": COORDINATORS_PER_1000_PLANS,
        "ehc_team": TEAM_PER_1000_PLANS,
    }
    for role, per_1000 in sizes.items():
        for _ in range(max(4, round(tell.children * per_1000 / 1000))):
            if tell.happens(0.7):
                add(role, "filled", dt.date(tell.rng.randint(2016, 2023), 9, 1), None)
                continue
            status = "agency" if tell.happens(0.4) else "vacant"
            filled_on = by_then(tell.after(FIRST_MONTH, 60, 1100))
            add(role, status, FIRST_MONTH, filled_on)
            if filled_on is not None:
                add(role, "filled", filled_on, None)
    # One of each at least, in the smallest partnership too.
    add("coordinator", "agency", FIRST_MONTH, None)
    add("coordinator", "vacant", FIRST_MONTH, None)
    for since in EXPERTS_SINCE:
        add("expert_by_experience", "filled", since, None)
    return rows


def _moves(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    count = max(12, round(tell.children * PROGRAMME_PER_1000_PLANS / 1000))
    days = (EXTRACTED_ON - FIRST_MONTH).days
    for place in range(count):
        joined_on = FIRST_MONTH + dt.timedelta(days=place * days // count)
        # The first to start left after a year and more, in a small partnership too.
        leaves = place == 0 or tell.happens(LEFT_WITHIN_TWO_YEARS)
        fewest = 500 if place == 0 else 90
        left_on = by_then(tell.after(joined_on, fewest, 700)) if leaves else None
        due_on = joined_on + dt.timedelta(days=INDUCTION_DAYS)
        completed = tell.happens(0.88) and (left_on is None or left_on > due_on)
        in_programme = tell.happens(0.7)
        rows.append(
            {
                "move_id": f"J{place + 1:03d}",
                "role": "coordinator" if tell.happens(0.6) else "ehc_team",
                "team": tell.rng.choice(TEAMS),
                "fte_hundredths": pick(tell.rng, FTE),
                "joined_on": joined_on,
                "joined_from": "outside" if tell.happens(0.8) else "within",
                "left_on": left_on,
                "leaving_reason": _reason(tell, place, left_on),
                "programme": PROGRAMME if in_programme else "none",
                "cohort": f"{joined_on.year}",
                "induction_due_on": due_on,
                "induction_completed_on": by_then(tell.after(joined_on, 100, 170))
                if completed
                else None,
            }
        )
    return rows


def _reason(tell: Teller, place: int, left_on: dt.date | None) -> str:
    if left_on is None:
        return "none"
    return "resigned" if place == 0 else pick(tell.rng, REASONS)


def _caseloads(tell: Teller) -> list[Row]:
    """Return the cases of each team, counted on the last day of each quarter."""
    rows: list[Row] = []
    for counted_on in quarter_ends():
        plans = tell.children * so_far(counted_on, 0.86, 1.0)
        fte = tell.children * so_far(counted_on, 0.0062, 0.0081)
        rows += [
            {
                "caseload_id": f"K{len(rows) + place:03d}",
                "counted_on": counted_on,
                "team": team,
                "plans": round(plans / len(TEAMS)),
                "assessments": round(plans * 0.11 / len(TEAMS)),
                "available_fte_hundredths": round(100 * fte / len(TEAMS)),
            }
            for place, team in enumerate(TEAMS, start=1)
        ]
    return rows


def _interns(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for year, count in INTERNS_A_YEAR.items():
        for _ in range(count):
            rows.append(
                {
                    "internship_id": f"I{len(rows) + 1:03d}",
                    "host": tell.rng.choice((COUNCIL, COMMUNITY_TRUST)),
                    "provider": "Wexshire College",
                    "started_on": dt.date(year, 9, 18),
                    "ended_on": by_then(dt.date(year + 1, 7, 5)),
                    "age_at_start": tell.rng.randint(17, 23),
                }
            )
    return rows
