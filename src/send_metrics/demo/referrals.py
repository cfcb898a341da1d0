"""A made-up referral extract of four children's services of two providers.

Six rows are flawed on purpose: their ids are R900001 to R900006, in the order of
`FLAWS`; the last of them comes twice, word for word.
"""

import csv
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from attrs import asdict, evolve, fields, frozen

from send_metrics.demo.chance import AREAS, birth_date, pick, working_day

if TYPE_CHECKING:
    from pathlib import Path

FLAWS = (
    "no day of referral",
    "no day of referral",
    "first contact before the referral",
    "first contact before the referral",
    "a day of referral that is no date (2024-02-31)",
    "a row given twice, word for word",
)
FIRST_FLAWED_NUMBER = 900001

FIRST_REFERRED_ON = date(2023, 7, 1)
EXTRACTED_ON = date(2025, 12, 31)

ROWS_PER_CHILD = 2
REFERRED_BEFORE = 0.15
DECLINED = 0.08
WITHDRAWN = 0.05
MOVED_AWAY = 0.02
OPTED_OUT = 0.04
DIAGNOSED = 0.72
MEASURED = 0.75
CHILD_MENTAL_HEALTH = "child_mental_health"
# A community mental health team, in the list of team types of MHSDS.
COMMUNITY_TEAM = "A06"


@frozen
class Service:
    """One service; waits are log-normal, in weeks from referral to first contact.

    Those seen by the day of the extract waited less than the median given here: the
    longest waits are still going on.
    """

    name: str
    provider: str
    share: float
    median_weeks: float
    spread: float
    ages: tuple[int, int]
    reasons: tuple[str, ...]
    treated_days: tuple[int, int]


# Guesses, but of the published order: in October 2023 four in ten of those waiting
# for speech therapy in England, and six in ten for community paediatrics, had waited
# over 18 weeks (NHS England, Community health services SitRep).
SERVICES = (
    Service(
        name="speech_and_language_therapy",
        provider="Oakmere Community Health",
        share=34,
        median_weeks=17,
        spread=0.6,
        ages=(1, 11),
        reasons=("speech_sounds", "language", "stammering", "swallowing"),
        treated_days=(60, 300),
    ),
    Service(
        name="community_paediatrics",
        provider="Oakmere Community Health",
        share=24,
        median_weeks=33,
        spread=0.5,
        ages=(0, 15),
        reasons=("developmental_delay", "motor_disorder", "medical_advice"),
        treated_days=(30, 400),
    ),
    Service(
        name="autism_assessment",
        provider="Larkfield Children's Services",
        share=20,
        median_weeks=52,
        spread=0.45,
        ages=(3, 18),
        reasons=("suspected_autism",),
        treated_days=(30, 200),
    ),
    Service(
        name=CHILD_MENTAL_HEALTH,
        provider="Larkfield Children's Services",
        share=22,
        median_weeks=8.5,
        spread=0.7,
        ages=(5, 17),
        reasons=("anxiety", "low_mood", "self_harm", "eating", "behaviour"),
        treated_days=(40, 350),
    ),
)
SERVICE_SHARES = {service: service.share for service in SERVICES}


@frozen(kw_only=True)
class Referral:
    """One row; the fields are the columns of the file, in their order."""

    referral_id: str
    person_id: str
    service: str
    provider: str
    area: str
    referred_on: date | str | None
    accepted_on: date | None = None
    first_contact_on: date | None = None
    closed_on: date | None = None
    close_reason: str | None = None
    date_of_birth: date
    referral_reason: str
    mental_health: str
    team_type: str | None = None
    opted_out: str = "no"
    baseline_outcome_on: date | None = None
    care_plan_on: date | None = None


def write_referrals(path: "Path", *, seed: int, children: int) -> None:
    """Write the extract: about two referrals for each child of the return."""
    rng = Random(f"{seed} referrals")
    rows = with_outcomes(seed, referrals(rng, children * ROWS_PER_CHILD))
    flawed = flawed_referrals(rng)
    step = len(rows) // len(flawed)
    for place, row in enumerate(flawed):
        rows.insert((place + 1) * step - 1, row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in fields(Referral)])
        writer.writerows(asdict(row).values() for row in rows)


def referrals_told(seed: int, children: int) -> list[Referral]:
    """Return the referrals of the extract without the flawed ones."""
    rng = Random(f"{seed} referrals")
    return with_outcomes(seed, referrals(rng, children * ROWS_PER_CHILD))


def with_outcomes(seed: int, rows: list[Referral]) -> list[Referral]:
    """Return the referrals with what came of them, as far as the service records it."""
    rng = Random(f"{seed} outcomes of referrals")
    return [with_outcome(rng, row) for row in rows]


def with_outcome(rng: Random, row: Referral) -> Referral:
    """Return one referral with its team, its outcome and whether calls are wanted."""
    row = evolve(row, opted_out="yes" if rng.random() < OPTED_OUT else "no")
    if row.service == "autism_assessment" and row.close_reason == "completed":
        diagnosed = rng.random() < DIAGNOSED
        row = evolve(row, close_reason="diagnosed" if diagnosed else "not_diagnosed")
    if row.mental_health == "no":
        return row
    row = evolve(row, team_type=COMMUNITY_TEAM)
    seen_on = row.first_contact_on
    if seen_on is None or rng.random() > MEASURED:
        return row
    scored_on = working_day(seen_on + timedelta(days=rng.randint(2, 20)))
    planned_on = working_day(seen_on + timedelta(days=rng.randint(2, 30)))
    return evolve(
        row,
        baseline_outcome_on=scored_on if scored_on <= EXTRACTED_ON else None,
        care_plan_on=planned_on if planned_on <= EXTRACTED_ON else None,
    )


def referrals(rng: Random, count: int) -> list[Referral]:
    """Return that many referrals, oldest first; some of the same person."""
    days = (EXTRACTED_ON - FIRST_REFERRED_ON).days
    referred = sorted(
        working_day(FIRST_REFERRED_ON + timedelta(days=rng.randint(2, days)))
        for _ in range(count)
    )
    rows: list[Referral] = []
    for number, referred_on in enumerate(referred, start=1):
        made = referral(rng, number, referred_on)
        if rows and rng.random() < REFERRED_BEFORE:
            before = rng.choice(rows)
            made = evolve(
                made,
                person_id=before.person_id,
                date_of_birth=before.date_of_birth,
                area=before.area,
            )
        rows.append(made)
    return rows


def referral(rng: Random, number: int, referred_on: date) -> Referral:
    """Return a referral as far as it had come when the extract was taken."""
    service = pick(rng, SERVICE_SHARES)
    waiting = Referral(
        referral_id=f"R{number:06d}",
        person_id=f"N{number:06d}",
        service=service.name,
        provider=service.provider,
        area=rng.choice(AREAS),
        referred_on=referred_on,
        date_of_birth=birth_date(rng, age=rng.randint(*service.ages), on=referred_on),
        referral_reason=rng.choice(service.reasons),
        mental_health="yes" if service.name == CHILD_MENTAL_HEALTH else "no",
    )
    weeks = rng.lognormvariate(0, service.spread) * service.median_weeks
    seen_on = working_day(referred_on + timedelta(weeks=weeks))
    seen_on = max(seen_on, referred_on)
    triaged_on = min(working_day(referred_on + timedelta(rng.randint(5, 25))), seen_on)
    if triaged_on > EXTRACTED_ON:
        return waiting
    if rng.random() < DECLINED:
        return evolve(waiting, closed_on=triaged_on, close_reason="declined")

    accepted = evolve(waiting, accepted_on=triaged_on)
    leaves = rng.random()
    if leaves < WITHDRAWN + MOVED_AWAY:
        left_on = triaged_on + (seen_on - triaged_on) // 2
        reason = "withdrawn" if leaves < WITHDRAWN else "moved_away"
        if left_on > EXTRACTED_ON:
            return accepted
        return evolve(accepted, closed_on=left_on, close_reason=reason)
    if seen_on > EXTRACTED_ON:
        return accepted
    seen = evolve(accepted, first_contact_on=seen_on)
    done_on = working_day(seen_on + timedelta(days=rng.randint(*service.treated_days)))
    if done_on > EXTRACTED_ON:
        return seen
    return evolve(seen, closed_on=done_on, close_reason="completed")


def flawed_referrals(rng: Random) -> list[Referral]:
    """Return the flawed rows in the order of `FLAWS`; the sixth comes twice."""
    sound = [
        referral(rng, number, date(2024, 3, 4))
        for number in range(FIRST_FLAWED_NUMBER, FIRST_FLAWED_NUMBER + len(FLAWS))
    ]
    flawed = [
        evolve(sound[0], referred_on=None),
        evolve(sound[1], referred_on=None),
        seen_too_early(sound[2]),
        seen_too_early(sound[3]),
        evolve(sound[4], referred_on="2024-02-31"),
        sound[5],
    ]
    return [*flawed, flawed[5]]


def seen_too_early(row: Referral) -> Referral:
    """Return the row with its first contact four weeks before the referral."""
    return evolve(
        row,
        accepted_on=date(2024, 3, 8),
        first_contact_on=date(2024, 2, 5),
        closed_on=None,
        close_reason=None,
    )
