"""The casework system's own lists of plans, reviews and places.

They tell of the same plans as the SEN2 return, by other numbers: put together with it,
each plan would count twice. So they are read by themselves, for what a return does not
hold: the kind of setting, places that are waited for, amended plans, the portal.
"""

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from send_metrics.demo.chance import pick
from send_metrics.demo.registers.sheet import (
    AsWritten,
    Columns,
    Flaw,
    Heading,
    Row,
    Sheet,
    spread,
)
from send_metrics.demo.registers.story import AUTHORITY, EXTRACTED_ON, Teller, by_then
from send_metrics.demo.sen2_records import Child, Plan, upn

FLAWS = (
    Flaw("ehc_plans", "readable-value", 1, "a day that is no date (00/00/2025)"),
    Flaw("placements", "allowed-value", 1, "a place of no known use (tbc)"),
)

KINDS_OF_URN = {"special": 5, "special_independent": 2, "special_non_maintained": 1}
FIRST_SPECIAL_URN = 900061
OUT_OF_COUNTY = 0.07
ON_THE_PORTAL = 0.35
AMENDED_IN_TIME = 0.55
WAITING, BY_CHOICE = 0.02, 0.15
MOVED_WITHIN_A_YEAR = 0.12
LEAVING = {"other": 6, "moved_out_of_area": 2, "phase_transfer": 2}

PLAN_COLUMNS: Columns = {
    "plan_id": "Plan",
    "person_id": Heading("UPN", format="upn"),
    "sex": "Sex",
    "started_on": "Start",
    "ceased_on": "Ceased",
    "cease_reason": "Reason ceased",
    "setting_kind": Heading(
        "Setting type",
        {
            "Mainstream": "mainstream",
            "Special": "special",
            "Independent special": "special_independent",
            "Non-maintained special": "special_non_maintained",
            "College": "further_education",
            "Not in a setting": "elsewhere",
        },
    ),
    "out_of_county": "Out of county?",
}


@frozen
class Case:
    """A plan by the number that the casework system gives it."""

    plan_id: str
    child: Child
    plan: Plan

    @property
    def about(self) -> Row:
        """What every list says of the plan."""
        return {
            "plan_id": self.plan_id,
            "person_id": upn(self.child.number),
            "sex": self.child.sex,
        }


def sheets(tell: Teller, people: Iterable[Child]) -> list[Sheet]:
    """Return the lists, as the system exports them for the people of the return."""
    held = [
        Case(f"CW{child.number:05d}", child, plan)
        for child in people
        for plan in plans_of(child)[:1]
    ]
    plans: list[Row] = [_plan(tell, case) for case in held]
    active = [case for case in held if case.plan.active is not None]
    places = _places(tell, active)
    undated = {**plans[0], "plan_id": "CW90001", "started_on": AsWritten("00/00/2025")}
    of_no_use = {**places[0], "placement_id": "PL90001", "is_of": AsWritten("tbc")}
    constants = {"authority": AUTHORITY, "reference_on": EXTRACTED_ON.isoformat()}
    return [
        Sheet(
            table="ehc_plans",
            file="plans.csv",
            columns=PLAN_COLUMNS,
            rows=spread(plans, [undated]),
            constants=constants,
        ),
        Sheet(
            table="annual_reviews",
            file="reviews.csv",
            columns={
                "plan_id": "Plan",
                "person_id": Heading("UPN", format="upn"),
                "sex": "Sex",
                "meeting_on": "Meeting",
                "decision_on": "Letter sent",
                "outcome": Heading(
                    "Decision", {"Amend": "A", "Cease": "C", "Maintain": "M"}
                ),
                "draft_on": "Draft",
                "amended_plan_on": "Amended final plan",
            },
            rows=_reviews(tell, active),
            constants=constants,
        ),
        Sheet(
            table="placements",
            file="placements.csv",
            columns={
                "placement_id": "Line",
                "plan_id": "Plan",
                "person_id": Heading("UPN", format="upn"),
                "sex": "Sex",
                "setting": "Setting",
                "setting_type": "Coded as",
                "rank": "Rank",
                "is_of": Heading(
                    "Place is", {"Named": "named", "Attended": "attended"}
                ),
                "entered_on": "First day",
                "left_on": "Last day",
                "leaving_reason": "Why left",
                "agreed_on": "Agreed",
                "waiting_by_choice": "Waiting by choice?",
            },
            rows=spread(places, [of_no_use]),
            constants=constants,
        ),
        Sheet(
            table="portal_cases",
            file="portal.csv",
            columns={"plan_id": "Plan", "visible_on": "Visible from"},
            rows=[
                {
                    "plan_id": case.plan_id,
                    "visible_on": by_then(tell.after(dt.date(2025, 6, 2), 0, 200)),
                }
                for case in active
                if tell.happens(ON_THE_PORTAL)
            ],
        ),
    ]


def plans_of(child: Child) -> list[Plan]:
    """Return the plans of a child that can be found by their UPN."""
    found = (request.assessment for request in child.requests if child.has_upn)
    return [assessment.plan for assessment in found if assessment and assessment.plan]


def _plan(tell: Teller, case: Case) -> Row:
    named, plan = case.plan.named, case.plan
    if named.urn is not None:
        is_special = int(named.urn) >= FIRST_SPECIAL_URN
        kind = pick(tell.rng, KINDS_OF_URN) if is_special else "mainstream"
    else:
        kind = "further_education" if named.ukprn else "elsewhere"
    return {
        **case.about,
        "started_on": plan.started_on,
        "ceased_on": by_then(plan.ceased_on),
        "cease_reason": plan.cease_reason or "none",
        "setting_kind": kind,
        "out_of_county": "yes" if tell.happens(OUT_OF_COUNTY) else "no",
    }


def _reviews(tell: Teller, active: Iterable[Case]) -> list[Row]:
    rows: list[Row] = []
    for case in active:
        review = case.plan.active.review if case.plan.active else None
        if review is None or review.meeting_on > EXTRACTED_ON:
            continue
        amended = None
        if review.outcome == "A":
            amended = tell.in_time_or_late(
                review.meeting_on, AMENDED_IN_TIME, (50, 84), (90, 180)
            )
        rows.append(
            {
                **case.about,
                "meeting_on": review.meeting_on,
                "decision_on": by_then(review.decision_on),
                "outcome": review.outcome,
                "draft_on": by_then(review.draft_on),
                "amended_plan_on": by_then(amended),
            }
        )
    return rows


def _places(tell: Teller, active: Iterable[Case]) -> list[Row]:
    """Return where children went and whether they left, and who waits for a place."""
    rows: list[Row] = []
    for number, case in enumerate(active):
        if case.plan.active is None:
            continue
        entered_on = case.plan.active.entered_on
        left_on = None
        if tell.happens(MOVED_WITHIN_A_YEAR):
            left_on = by_then(tell.after(entered_on, 60, 400))
        named = case.plan.named
        about: Row = {
            **case.about,
            "setting": named.urn or named.ukprn,
            "setting_type": named.code or ("URN" if named.urn else "UKPRN"),
            "rank": "1",
        }
        rows.append(
            {
                **about,
                "placement_id": f"PL{len(rows) + 1:05d}",
                "is_of": "attended",
                "entered_on": entered_on,
                "left_on": left_on,
                "leaving_reason": pick(tell.rng, LEAVING) if left_on else "none",
                "waiting_by_choice": "no",
            }
        )
        if number == 0 or tell.happens(WAITING):
            by_choice = number > 0 and tell.happens(BY_CHOICE)
            rows.append(
                {
                    **about,
                    "placement_id": f"PL{len(rows) + 1:05d}",
                    "is_of": "named",
                    "agreed_on": tell.after(dt.date(2025, 5, 1), 0, 200),
                    "leaving_reason": "none",
                    "waiting_by_choice": "yes" if by_choice else "no",
                }
            )
    return rows
