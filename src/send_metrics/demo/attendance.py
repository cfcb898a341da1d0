"""Made-up registers of one autumn term: a mark for every pupil and session.

Twelve rows of the marks are flawed on purpose, in the order of `FLAWS`, spread over
the file.
"""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from attrs import define

from send_metrics.demo.attendance_shares import (
    ABSENCE,
    OFTEN_AWAY,
    OTHER_DAY_SHARES,
    PART_TIME_IF_OFTEN_AWAY,
    REASON_SHARES,
    SEN_STATUS_SHARES,
    SPELLS,
)
from send_metrics.demo.chance import AREAS, PRIMARY_NEED_SHARES, birth_date, pick
from send_metrics.demo.sen2_records import AUTHORITY

if TYPE_CHECKING:
    from pathlib import Path

# Kind of flaw and how many rows of it. The extra rows of the last two kinds follow
# the row they repeat or contradict; both halves of the contradiction are counted.
FLAWS = {
    "a code that does not exist (ZZ9)": 3,
    "a date that is no date (2025-11-31)": 2,
    "a blank code": 2,
    "a row given twice, word for word": 3,
    "present and absent in the same session": 2,
}

TERM = (date(2025, 9, 1), date(2025, 12, 19))
HALF_TERM = (date(2025, 10, 27), date(2025, 10, 31))
INSET_DAYS = (date(2025, 9, 1), date(2025, 11, 28))
# Some pupils come from the next authority.
NEIGHBOUR, LIVES_NEXT_DOOR = "998", 0.04
AGES_COUNTED_ON = date(2025, 8, 31)

# One pupil in so many changes school, or is registered at two; and the day it happens.
MOVES_EVERY, MOVED_ON = 150, date(2025, 11, 3)
TWO_SCHOOLS_EVERY = 400
# The second school had to close for a day.
SHUT_SCHOOL, SHUT_ON = 1, date(2025, 11, 20)


@define
class Pupil:
    """One pupil: who they are, and how many of their sessions they miss."""

    number: int
    school: int
    age: int
    sen_status: str
    absence: float = 0.0


def school_days() -> list[date]:
    """Return the weekdays of the term, staff training days included."""
    first, last = TERM
    days = [first + timedelta(days=past) for past in range((last - first).days + 1)]
    return [
        day
        for day in days
        if day.weekday() < 5 and not HALF_TERM[0] <= day <= HALF_TERM[1]
    ]


DAYS = school_days()
SLOTS = [f"{day},{session}," for day in DAYS for session in ("AM", "PM")]
FULL = [mark for _ in DAYS for mark in ("/", "\\")]
MORNINGS = [2 * at for at, day in enumerate(DAYS) if day not in INSET_DAYS]
OPEN = [place for place in range(len(SLOTS)) if DAYS[place // 2] not in INSET_DAYS]


def write_attendance(folder: "Path", *, seed: int, schools: int) -> None:
    """Write `marks.csv` and `pupils.csv`: about 245 pupils a school."""
    rng = Random(f"{seed} attendance")
    pupils = pupils_on_roll(rng, schools)
    rows: list[str] = []
    for pupil in pupils:
        rows += register(rng, pupil, schools)
    with_flaws(rows)
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "marks.csv", "pupil_id,school_urn,date,session,code", rows)
    write_rows(
        folder / "pupils.csv",
        "pupil_id,sen_status,primary_need,date_of_birth,area,home_authority",
        with_homes(seed, [pupil_row(rng, pupil) for pupil in pupils]),
    )


def register(rng: Random, pupil: Pupil, schools: int) -> list[str]:
    """Return the pupil's rows, at a second school too for some."""
    codes = marks(rng, pupil)
    school = pupil.school
    # The school after the next is of the same phase.
    elsewhere = (school + (2 if schools > 2 else 1)) % schools
    if elsewhere != school and pupil.number % MOVES_EVERY == MOVES_EVERY // 2:
        moved = 2 * DAYS.index(MOVED_ON)
        before = rows_at(school, pupil, SLOTS[:moved], codes[:moved])
        return before + rows_at(elsewhere, pupil, SLOTS[moved:], codes[moved:])
    if elsewhere != school and pupil.number % TWO_SCHOOLS_EVERY == 0:
        here, there = between_two_schools(codes)
        rows = rows_at(school, pupil, SLOTS, here)
        return rows + rows_at(elsewhere, pupil, SLOTS, there)
    return rows_at(school, pupil, SLOTS, codes)


def between_two_schools(codes: list[str]) -> tuple[list[str], list[str]]:
    """Return the codes at either school: Thursday and Friday are spent at the second.

    Each gives `D` for the sessions due at the other, save on training days.
    """
    here, there = codes.copy(), codes.copy()
    for place in OPEN:
        at_second = DAYS[place // 2].weekday() >= 3
        (here if at_second else there)[place] = "D"
    return here, there


def rows_at(school: int, pupil: Pupil, slots: list[str], codes: list[str]) -> list[str]:
    """Return rows of the marks file; school 0 has URN 900001."""
    start = f"P{pupil.number:06d},{900001 + school},"
    return [f"{start}{slot}{code}" for slot, code in zip(slots, codes, strict=True)]


def marks(rng: Random, pupil: Pupil) -> list[str]:
    """Return one code for each session of the term."""
    codes = FULL.copy()
    for place in rng.sample(MORNINGS, min(12, int(rng.expovariate(0.7)))):
        codes[place] = "L"
    for code, share in OTHER_DAY_SHARES.items():
        if rng.random() < share:
            morning = rng.choice(MORNINGS)
            codes[morning : morning + 2] = [code, code]
    if pupil.sen_status == "E" and rng.random() < 0.05:
        for place in MORNINGS[::5]:
            codes[place] = "K"
    mark_absences(rng, pupil, codes)

    if pupil.age == 4 and rng.random() < 0.3:
        for place in MORNINGS[:9]:  # half days for those who begin reception
            codes[place + 1] = "X"
    if pupil.school == SHUT_SCHOOL:
        shut = 2 * DAYS.index(SHUT_ON)
        codes[shut : shut + 2] = ["Y4", "Y4"]
    for day in INSET_DAYS:
        inset = 2 * DAYS.index(day)
        codes[inset : inset + 2] = ["#", "#"]
    return codes


def mark_absences(rng: Random, pupil: Pupil, codes: list[str]) -> None:
    """Fill in spells of absence until the pupil has missed what they should."""
    due = round(pupil.absence * len(OPEN))
    away: set[int] = set()
    often = pupil.absence >= OFTEN_AWAY
    if often and rng.random() < PART_TIME_IF_OFTEN_AWAY[pupil.sen_status]:
        begins = rng.randrange(len(MORNINGS) // 2)
        for place in MORNINGS[begins:][: due * 3 // 4]:
            codes[place + 1] = "C2"
            away.add(place + 1)
    while len(away) < due:
        begins, lasts = rng.randrange(len(OPEN)), pick(rng, SPELLS)
        reason = pick(rng, REASON_SHARES)
        for place in OPEN[begins : begins + lasts]:
            if place not in away and len(away) < due:
                codes[place] = reason
                away.add(place)


def with_flaws(rows: list[str]) -> None:
    """Spoil marks of presence as `FLAWS` says, last first so that places hold."""
    kinds = ["code"] * 3 + ["date"] * 2 + ["blank"] * 2 + ["twice"] * 3 + ["both"]
    for turn in range(len(kinds), 0, -1):
        start = turn * len(rows) // (len(kinds) + 1)
        place = next(at for at in range(start, len(rows)) if rows[at].endswith(",/"))
        row = rows[place]
        pupil_id, urn, _, session, code = row.split(",")
        match kinds[turn - 1]:
            case "code":
                rows[place] = row[:-1] + "ZZ9"
            case "date":
                rows[place] = f"{pupil_id},{urn},2025-11-31,{session},{code}"
            case "blank":
                rows[place] = row[:-1]
            case "twice":
                rows.insert(place, row)
            case "both":
                rows.insert(place + 1, row[:-1] + "O")


def write_rows(path: "Path", header: str, rows: list[str]) -> None:
    """Write rows that need no quoting, with the same line ends everywhere."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="\n")


def pupils_on_roll(rng: Random, schools: int) -> list[Pupil]:
    """Return the pupils by school; odd schools are primary, even ones secondary."""
    pupils: list[Pupil] = []
    for school in range(schools):
        ages = (11, 16) if school % 2 else (4, 10)
        pupils += [
            Pupil(
                number=len(pupils) + place,
                school=school,
                age=rng.randint(*ages),
                sen_status=pick(rng, SEN_STATUS_SHARES),
            )
            for place in range(1, rng.randint(235, 255) + 1)
        ]
    for status, absence in ABSENCE.items():
        # Evenly spaced places keep the shares right in small groups too.
        peers = [pupil for pupil in pupils if pupil.sen_status == status]
        rng.shuffle(peers)
        for place, pupil in enumerate(peers):
            pupil.absence = absence.rate((place + 0.5) / len(peers))
    return pupils


def with_homes(seed: int, rows: list[str]) -> list[str]:
    """Return the lines with the authority that each pupil lives in."""
    rng = Random(f"{seed} homes")
    return [
        f"{row},{NEIGHBOUR if rng.random() < LIVES_NEXT_DOOR else AUTHORITY}"
        for row in rows
    ]


def pupil_row(rng: Random, pupil: Pupil) -> str:
    """Return the pupil's line of `pupils.csv`."""
    need = "" if pupil.sen_status == "N" else pick(rng, PRIMARY_NEED_SHARES)
    born_on = birth_date(rng, age=pupil.age, on=AGES_COUNTED_ON)
    area = AREAS[pupil.school % len(AREAS)] if rng.random() < 0.8 else rng.choice(AREAS)
    return f"P{pupil.number:06d},{pupil.sen_status},{need},{born_on},{area}"
