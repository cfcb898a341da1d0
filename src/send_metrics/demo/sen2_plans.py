"""Made-up plans as they stood on census day: where, for what need, when reviewed."""

from datetime import date, timedelta
from random import Random

from send_metrics.demo import sen2_shares as shares
from send_metrics.demo.chance import (
    PRIMARY_NEED_SHARES,
    days_from,
    pick,
    working_day,
    working_day_between,
)
from send_metrics.demo.sen2_records import ActivePlan, Plan, Review, Setting
from send_metrics.domain.ages import age_on

CENSUS_ON = date(2026, 1, 15)


def setting(rng: Random, age: int) -> Setting:
    """Return a setting that suits the age; every URN and UKPRN is made up."""
    suited = shares.SCHOOL_AGE_SETTINGS
    if age < 5:
        suited = shares.EARLY_SETTINGS
    elif age > 16:
        suited = shares.POST_16_SETTINGS
    match pick(rng, suited):
        case "mainstream":
            return Setting(
                urn=str(rng.randint(900001, 900060)),
                sen_unit=rng.random() < 0.03,
                resourced_provision=rng.random() < 0.06,
            )
        case "special":
            return Setting(urn=str(rng.randint(900061, 900075)))
        case "college":
            return Setting(ukprn=str(rng.randint(10999001, 10999005)))
        case code:
            return Setting(code=code)


def review(rng: Random, started_on: date) -> Review | None:
    """Return the latest review: most plans over a year old had one in the last year."""
    past_first_year = started_on <= CENSUS_ON - timedelta(days=365)
    held = rng.random() < (0.97 if past_first_year else 0.08)
    if not held:
        return None
    latest = CENSUS_ON - timedelta(days=1)
    if past_first_year and rng.random() < 0.07:
        latest -= timedelta(days=450)
    meeting_on = working_day_between(rng, latest - timedelta(days=350), latest)
    if meeting_on <= started_on:
        meeting_on = working_day_between(rng, started_on, CENSUS_ON)
    decision_on = working_day(meeting_on + days_from(rng, shares.LETTER_DAY_BANDS))
    if decision_on > CENSUS_ON or rng.random() < 0.04:
        return Review(meeting_on)

    outcome = pick(rng, shares.REVIEW_OUTCOME_SHARES)
    drafted_on = working_day(decision_on + timedelta(days=rng.choice((0, 0, 0, 14))))
    drafted = outcome == "A" and drafted_on <= CENSUS_ON and rng.random() < 0.8
    return Review(meeting_on, outcome, drafted_on if drafted else None, decision_on)


def phase_transfer(rng: Random, born_on: date) -> tuple[date | None, date | None]:
    """Return when the plan was due before a change of school, and when it came.

    Plans are due on 15 February before a move to secondary school and on 31 March
    before a move on at 16 (SEND Regulations 2014, regulation 18).
    """
    school_year_born = born_on.year + (born_on.month >= 9)
    for year in (2025, 2026):
        due_on = {
            11: date(year, 2, 15),
            16: date(year, 3, 31),
        }.get(year - school_year_born)
        if due_on is None:
            continue
        final_on = working_day(due_on + timedelta(days=rng.randint(-45, 30)))
        return due_on, final_on if final_on <= CENSUS_ON else None
    return None, None


def active_plan(
    rng: Random,
    *,
    named: Setting,
    started_on: date,
    born_on: date,
    transferred_from: str | None = None,
    reviewed: Review | None = None,
) -> ActivePlan:
    """Return where the child was and what was reviewed by census day."""
    need = pick(rng, PRIMARY_NEED_SHARES)
    others = {
        code: share for code, share in PRIMARY_NEED_SHARES.items() if code != need
    }
    second = (pick(rng, others),) if rng.random() < 0.45 else ()
    age = age_on(CENSUS_ON, born_on)
    attended = Setting(code="NEET") if age > 16 and rng.random() < 0.06 else named
    started_long_ago = started_on < date(2025, 1, 1)
    due_on, final_on = (
        phase_transfer(rng, born_on) if started_long_ago else (None, None)
    )
    first_year = 2025 if transferred_from else max(started_on.year, born_on.year + 3)
    return ActivePlan(
        attended=attended,
        entered_on=date(rng.randint(min(first_year, 2025), 2025), 9, 1),
        needs=(need, *second),
        review=reviewed or review(rng, started_on),
        transferred_from=transferred_from,
        phase_due_on=due_on,
        phase_final_on=final_on,
    )


def plan_in_force(
    rng: Random,
    *,
    started_on: date,
    born_on: date,
    transferred_from: str | None = None,
    reviewed: Review | None = None,
) -> Plan:
    """Return a plan that is active on census day."""
    named = setting(rng, age_on(CENSUS_ON, born_on))
    return Plan(
        started_on=started_on,
        named=named,
        personal_budget=rng.random() < 0.03,
        active=active_plan(
            rng,
            named=named,
            started_on=started_on,
            born_on=born_on,
            transferred_from=transferred_from,
            reviewed=reviewed,
        ),
    )
