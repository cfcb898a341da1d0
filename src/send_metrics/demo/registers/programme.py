"""What the programme office keeps: milestones, ratings, news and boards."""

import datetime as dt

from send_metrics.demo.registers.sheet import (
    AsWritten,
    Flaw,
    Heading,
    Row,
    Sheet,
)
from send_metrics.demo.registers.story import (
    BOARD,
    COMMUNITY_TRUST,
    COUNCIL,
    EXTRACTED_ON,
    Teller,
    by_then,
    last_day,
    months,
    quarter_ends,
    so_far,
)
from send_metrics.domain.plan import Action, Milestone, Plan
from send_metrics.domain.plan.when import When

FLAWS = (
    Flaw("publications", "readable-value", 1, "a promise for no day (early spring)"),
)

BOARDS = ("SEND improvement board", "Children's executive")
LEADERS = {COUNCIL: 5, BOARD: 3, COMMUNITY_TRUST: 2}
ITEMS_A_MONTH = 4


def sheets(tell: Teller, plan: Plan) -> list[Sheet]:
    """Return the programme office's workbook and its logs."""
    news = _news(tell)
    vague = {
        **news[0],
        "publication_id": "N901",
        "promised_on": AsWritten("early spring"),
    }
    return [
        Sheet(
            table="plan_milestones",
            file="Programme.xlsx",
            sheet="Milestones",
            title=plan.title,
            columns={
                "milestone_id": "Milestone",
                "area": "Area",
                "due_on": "First due",
                "current_due_on": "Now due",
                "met_on": Heading("Met", missing="open"),
                "reference_on": "As at",
            },
            rows=[_milestone(milestone) for milestone in plan.milestones],
        ),
        Sheet(
            table="plan_actions",
            file="Programme.xlsx",
            sheet="Actions",
            columns={
                "action_id": "Action",
                "rated_on": "Rated",
                "area": "Area",
                "rating": "Rating",
            },
            rows=[
                _rated(tell, action, day)
                for day in quarter_ends()
                for action in plan.actions
            ],
        ),
        Sheet(
            table="publications",
            file="Programme.xlsx",
            sheet="News",
            columns={
                "publication_id": "No",
                "page": "Page",
                "promised_on": "Promised",
                "published_on": "Published",
                "reference_on": "As at",
            },
            rows=[*news, vague],
        ),
        Sheet(
            table="board_items",
            file="boards.csv",
            days="day-month-name",
            columns={
                "item_id": "Item",
                "board": "Board",
                "met_on": "Meeting",
                "for_decision": Heading(
                    "For", {"Decision": "yes", "Information": "no"}
                ),
                "confidential": "Part 2?",
                "young_people_input": "Young people heard?",
            },
            rows=_items(tell),
        ),
        Sheet(
            table="participation",
            file="mentoring.csv",
            columns={
                "person_id": "Leader",
                "organisation": "Organisation",
                "quarter_ends_on": "Quarter to",
                "sessions": "Sessions",
            },
            rows=_mentoring(tell),
            constants={"programme": "reverse_mentoring"},
        ),
    ]


def _day(when: When | None) -> dt.date | None:
    return None if when is None else when.last


def _milestone(milestone: Milestone) -> Row:
    due_on = _day(milestone.due)
    revised = [_day(later.due) for later in milestone.revised_due]
    return {
        "milestone_id": milestone.id,
        "area": milestone.areas[0],
        "due_on": due_on,
        "current_due_on": [due_on, *revised][-1],
        "met_on": _day(milestone.met_on),
        "reference_on": EXTRACTED_ON,
    }


def _rated(tell: Teller, action: Action, day: dt.date) -> Row:
    """Return how the board rated an action on a day; the last rating is the plan's."""
    if day == EXTRACTED_ON and action.rating is not None:
        rating = action.rating.word.replace(" ", "_")
    elif day == EXTRACTED_ON:
        rating = "complete" if action.status == "done" else "on_track"
    else:
        on_track = tell.happens(so_far(day, 0.4, 0.7))
        rating = "on_track" if on_track else tell.rng.choice(("at_risk", "off_track"))
    return {
        "action_id": action.id,
        "rated_on": day,
        "area": action.areas[0],
        "rating": rating,
    }


def _news(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for month in months():
        promised_on = last_day(month)
        in_time = tell.happens(so_far(month, 0.5, 0.85))
        published_on = tell.after(promised_on, 4, 25)
        if in_time:
            published_on = promised_on - dt.timedelta(days=tell.rng.randint(0, 12))
        rows.append(
            {
                "publication_id": f"N{len(rows) + 1:03d}",
                "page": "SEND improvement",
                "promised_on": promised_on,
                "published_on": by_then(published_on),
                "reference_on": EXTRACTED_ON,
            }
        )
    return rows


def _items(tell: Teller) -> list[Row]:
    rows: list[Row] = []
    for month in months():
        met_on = tell.after(month, 8, 24)
        for place in range(ITEMS_A_MONTH):
            heard = tell.happens(so_far(month, 0.12, 0.5))
            rows.append(
                {
                    "item_id": f"I{len(rows) + 1:04d}",
                    "board": BOARDS[place % len(BOARDS)],
                    "met_on": met_on,
                    "for_decision": "yes" if place else "no",
                    "confidential": "yes" if tell.happens(0.06) else "no",
                    "young_people_input": "yes" if heard else "no",
                }
            )
    return rows


def _mentoring(tell: Teller) -> list[Row]:
    return [
        {
            "person_id": f"LEAD{organisation[0]}{number}",
            "organisation": organisation,
            "quarter_ends_on": ends_on,
            "sessions": int(tell.happens(so_far(ends_on, 0.1, 0.7))),
        }
        for ends_on in quarter_ends()
        for organisation, count in LEADERS.items()
        for number in range(1, count + 1)
    ]
