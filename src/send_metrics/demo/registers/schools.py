"""Schools: which there are, which tools they use, and whom they send home."""

import datetime as dt

from send_metrics.demo.chance import AREAS, PRIMARY_NEED_SHARES, pick
from send_metrics.demo.registers.sheet import (
    AsWritten,
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
    Flaw("exclusions", "allowed-value", 1, "a kind of exclusion on no list (internal)"),
    Flaw("part_time_timetables", "school-urn", 1, "a school named and not numbered"),
)

FIRST_URN = 900001
SPECIAL_FROM = 60
SPECIAL_SCHOOLS = 8
SIGNED_UP_FROM = dt.date(2024, 9, 2)
SIGNED_UP, LOGGED_EVERY_DAY = 0.93, 0.9
LOG_BEGINS_ON = dt.date(2025, 12, 8)
PUPILS_A_SCHOOL = 245
EXCLUSIONS_PER_1000_PLANS = 9
TIMETABLES_PER_1000_PLANS = 1.6
STATUS = {"N": 4, "K": 4, "E": 3}
REASONS = {"SEMH": 5, "medical": 2, "transition": 3}


def sheets(tell: Teller, *, schools: int) -> list[Sheet]:
    """Return the list of schools and what the council knows of them.

    *schools* is how many send attendance marks.
    """
    listed = _schools(tell, schools)
    urns = [str(row["school_urn"]) for row in listed]
    exclusions = _exclusions(tell, urns, schools)
    timetables = _timetables(tell, urns)
    internal = {
        **exclusions[0],
        "exclusion_id": "X90001",
        "exclusion_type": AsWritten("internal"),
    }
    named = {
        **timetables[0],
        "timetable_id": "PT901",
        "school_urn": AsWritten("Hill School"),
    }
    return [
        Sheet(
            table="schools",
            file="Schools.xlsx",
            sheet="Schools",
            columns={
                "school_urn": "URN",
                "phase": "Phase",
                "district": "District",
                "capacity": "Places",
                "pupils_on_roll": "On roll",
                "opened_on": "Opened",
                "closed_on": "Closed",
            },
            rows=listed,
            constants={"authority": AUTHORITY},
            unread=("School", "Headteacher"),
        ),
        Sheet(
            table="tool_adoption",
            file="attendance-tool-log.csv",
            days="iso",
            columns={
                "school_urn": "urn",
                "signed_up_on": "signed_up",
                "delivered_on": "session_date",
                "sessions": "sessions",
            },
            rows=_log(tell, listed),
        ),
        Sheet(
            table="valuing_send_profiles",
            file="valuing-send.csv",
            columns={
                "profile_id": "Profile",
                "school_urn": "URN",
                "profiled_on": "Completed",
            },
            rows=_profiles(tell, urns),
        ),
        Sheet(
            table="exclusions",
            file="Exclusions.xlsx",
            sheet="Notified",
            columns={
                "exclusion_id": "No",
                "pupil_id": "Pupil",
                "school_urn": "URN",
                "exclusion_type": Heading(
                    "Type", {"FTS": "suspension", "PEX": "permanent"}
                ),
                "began_on": "Start",
                "sen_status": "SEN",
                "primary_need": "Need",
                "area": "District",
            },
            rows=spread(exclusions, [internal]),
            unread=("Reason in full",),
        ),
        Sheet(
            table="part_time_timetables",
            file="part-time.csv",
            columns={
                "timetable_id": "No",
                "pupil_id": "Pupil",
                "school_urn": "URN",
                "started_on": "From",
                "ended_on": "To",
                "reviewed_on": "Reviewed",
                "reason": "Why",
                "sen_status": "SEN",
                "primary_need": "Need",
                "area": "District",
            },
            rows=spread(timetables, [named]),
        ),
    ]


def _schools(tell: Teller, schools: int) -> list[Row]:
    """Return those that send marks, primary and secondary in turn, and special ones."""
    rows: list[Row] = [
        {
            "school_urn": str(FIRST_URN + place),
            "phase": "secondary" if place % 2 else "primary",
            "district": AREAS[place % len(AREAS)],
            "capacity": 270,
            "pupils_on_roll": tell.rng.randint(225, 265),
            "opened_on": dt.date(1998, 9, 1),
            "closed_on": None,
        }
        for place in range(schools)
    ]
    for place in range(SPECIAL_SCHOOLS):
        places = tell.rng.randint(70, 160)
        rows.append(
            {
                "school_urn": str(FIRST_URN + SPECIAL_FROM + place),
                "phase": "special",
                "district": AREAS[place % len(AREAS)],
                "capacity": places,
                "pupils_on_roll": places + tell.rng.randint(-6, 14),
                "opened_on": dt.date(2005, 9, 1),
                "closed_on": None,
            }
        )
    rows.append(
        {
            "school_urn": str(FIRST_URN + SPECIAL_FROM + SPECIAL_SCHOOLS),
            "phase": "primary",
            "district": AREAS[0],
            "capacity": 90,
            "pupils_on_roll": 0,
            "opened_on": dt.date(1972, 9, 1),
            "closed_on": dt.date(2024, 8, 31),
        }
    )
    return rows


def _log(tell: Teller, schools: list[Row]) -> list[Row]:
    """Return when schools signed up, and what they delivered in the last weeks."""
    rows: list[Row] = []
    days = [
        LOG_BEGINS_ON + dt.timedelta(days=past)
        for past in range((EXTRACTED_ON - LOG_BEGINS_ON).days + 1)
    ]
    for number, school in enumerate(schools):
        if school["closed_on"] is not None or (number and not tell.happens(SIGNED_UP)):
            continue
        urn = school["school_urn"]
        signed_up_on = tell.after(SIGNED_UP_FROM, 0, 300)
        rows.append({"school_urn": urn, "signed_up_on": signed_up_on})
        always = number == 0 or tell.happens(LOGGED_EVERY_DAY)
        for day in days:
            if day.weekday() >= 5 or not (always or tell.happens(0.6)):
                continue
            # The autumn term ended on 19 December.
            open_that_day = day <= dt.date(2025, 12, 19)
            sessions = 2 * PUPILS_A_SCHOOL if open_that_day else 0
            rows.append({"school_urn": urn, "delivered_on": day, "sessions": sessions})
    return rows


def _profiles(tell: Teller, urns: list[str]) -> list[Row]:
    rows: list[Row] = []
    for day in tell.days(4):
        known = urns[: max(1, round(len(urns) * so_far(day, 0.3, 0.75)))]
        rows.append(
            {
                "profile_id": f"VS{len(rows) + 1:05d}",
                "school_urn": tell.rng.choice(known),
                "profiled_on": day,
            }
        )
    return rows


def _about(tell: Teller, urns: list[str], shares: dict[str, int]) -> dict[str, str]:
    status = pick(tell.rng, shares)
    return {
        "school_urn": tell.rng.choice(urns),
        "sen_status": status,
        "primary_need": "none"
        if status == "N"
        else pick(tell.rng, PRIMARY_NEED_SHARES),
        "area": tell.rng.choice(AREAS),
    }


def _exclusions(tell: Teller, urns: list[str], schools: int) -> list[Row]:
    pupils = schools * PUPILS_A_SCHOOL
    rows: list[Row] = [
        {
            "exclusion_id": f"X{number:05d}",
            "pupil_id": f"P{tell.rng.randint(1, pupils):06d}",
            "exclusion_type": "permanent" if number % 30 == 0 else "suspension",
            "began_on": day,
            **_about(tell, urns, STATUS),
        }
        for number, day in enumerate(tell.days(EXCLUSIONS_PER_1000_PLANS), start=1)
    ]
    last = {**rows[-1], "exclusion_id": f"X{len(rows) + 1:05d}"}
    return [*rows, {**last, "exclusion_type": "permanent"}]


def _timetables(tell: Teller, urns: list[str]) -> list[Row]:
    rows: list[Row] = []
    for number, began_on in enumerate(tell.days(TIMETABLES_PER_1000_PLANS), start=1):
        reviewed_on = by_then(tell.after(began_on, 20, 50))
        rows.append(
            {
                "timetable_id": f"PT{number:04d}",
                "pupil_id": f"P{tell.rng.randint(1, PUPILS_A_SCHOOL):06d}",
                "started_on": began_on,
                "ended_on": by_then(tell.after(began_on, 25, 160)),
                "reviewed_on": reviewed_on if tell.happens(0.7) else None,
                "reason": pick(tell.rng, REASONS),
                **_about(tell, urns, {"N": 1, "K": 4, "E": 5}),
            }
        )
    return rows
