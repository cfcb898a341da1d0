"""How made-up requests went, as far as they had come by census day."""

from datetime import date, timedelta
from random import Random

from send_metrics.demo import sen2_shares as shares
from send_metrics.demo.chance import days_from, pick, working_day
from send_metrics.demo.sen2_plans import CENSUS_ON, plan_in_force
from send_metrics.demo.sen2_records import Assessment, Child, Plan, Request

NEIGHBOURS = ("996", "997", "998")  # made-up authorities


def new_child(rng: Random, born_on: date, *requests: Request) -> Child:
    """Return a child without a number yet; some under five have no UPN either."""
    under_five = born_on > date(2021, 1, 15)
    return Child(
        number=0,
        born_on=born_on,
        sex=pick(rng, shares.SEX_SHARES),
        ethnicity=pick(rng, shares.ETHNICITY_SHARES),
        has_upn=not (under_five and rng.random() < 0.5),
        requests=requests,
    )


def request_with_plan(
    rng: Random, *, received_on: date, decided_on: date, issued_on: date, born_on: date
) -> Request:
    """Return a request that led to a plan, active on census day."""
    late = (issued_on - received_on).days > 140
    return Request(
        outcome="Y",
        received_on=received_on,
        source=pick(rng, shares.REQUEST_SOURCE_SHARES),
        outcome_on=decided_on,
        assessment=Assessment(
            outcome="Y",
            outcome_on=issued_on,
            other_mediation=rng.random() < shares.PLAN_MEDIATED,
            other_tribunal=rng.random() < shares.PLAN_APPEALED,
            exception=rng.random()
            < (shares.EXCEPTION_IF_LATE if late else shares.EXCEPTION_IF_IN_TIME),
            plan=plan_in_force(rng, started_on=issued_on, born_on=born_on),
        ),
    )


def issued_after(
    rng: Random, days: int, *, received_on: date, born_on: date
) -> Request:
    """Return a request that led to a plan after exactly so many days."""
    return request_with_plan(
        rng,
        received_on=received_on,
        decided_on=working_day(received_on + timedelta(days=39)),
        issued_on=received_on + timedelta(days=days),
        born_on=born_on,
    )


def historical_request(rng: Random, plan: Plan) -> Request:
    """Return the bare request and assessment that older plans hang on."""
    return Request(
        outcome="H",
        assessment=Assessment(
            outcome="H",
            other_mediation=rng.random() < shares.PLAN_MEDIATED,
            other_tribunal=rng.random() < shares.PLAN_APPEALED,
            plan=plan,
        ),
    )


def request_course(rng: Random, *, received_on: date, born_on: date) -> Request:
    """Return a request as far as it had come by census day."""
    source = pick(rng, shares.REQUEST_SOURCE_SHARES)
    undecided = Request(outcome="A", received_on=received_on, source=source)
    if rng.random() < shares.REQUEST_WITHDRAWN:
        return Request(outcome="W", received_on=received_on, source=source)
    in_time = rng.random() < shares.DECIDED_WITHIN_6_WEEKS
    days = round(rng.triangular(14, 42, 40)) if in_time else rng.randint(43, 98)
    decided_on = working_day(received_on + timedelta(days=days))
    if decided_on > CENSUS_ON:
        return undecided

    if rng.random() < shares.REQUEST_REFUSED:
        return Request(
            outcome="N",
            received_on=received_on,
            source=source,
            outcome_on=decided_on,
            mediation=rng.random() < shares.REFUSAL_MEDIATED,
            tribunal=rng.random() < shares.REFUSAL_APPEALED,
        )
    if rng.random() < shares.EXPORTED:
        return Request(
            outcome="Y",
            received_on=received_on,
            source=source,
            outcome_on=decided_on,
            exported_to=rng.choice(NEIGHBOURS),
        )
    issued_on = working_day(received_on + days_from(rng, shares.ISSUE_DAY_BANDS))
    ends_otherwise = rng.random() < shares.NO_PLAN + shares.ASSESSMENT_WITHDRAWN
    if issued_on <= CENSUS_ON and not ends_otherwise:
        return request_with_plan(
            rng,
            received_on=received_on,
            decided_on=decided_on,
            issued_on=issued_on,
            born_on=born_on,
        )
    return Request(
        outcome="Y",
        received_on=received_on,
        source=source,
        outcome_on=decided_on,
        assessment=(
            assessment_without_plan(rng, received_on)
            if ends_otherwise
            else unfinished_assessment(rng, issued_on)
        ),
    )


def assessment_without_plan(rng: Random, received_on: date) -> Assessment:
    """Return an assessment refused a plan or withdrawn, or open if that came later."""
    told_on = working_day(received_on + timedelta(days=rng.randint(90, 150)))
    if told_on > CENSUS_ON:
        return Assessment(outcome="A")
    if rng.random() < shares.ASSESSMENT_WITHDRAWN / shares.NO_PLAN:
        return Assessment(outcome="W")
    return Assessment(
        outcome="N",
        outcome_on=told_on,
        mediation=rng.random() < 0.3,
        tribunal=rng.random() < 0.3,
    )


def unfinished_assessment(rng: Random, issued_on: date) -> Assessment:
    """Return an open assessment; close to issue it is decided but has no day yet."""
    decided = issued_on - timedelta(days=28) <= CENSUS_ON and rng.random() < 0.5
    exception = rng.random() < shares.EXCEPTION_IF_IN_TIME
    return Assessment(outcome="Y" if decided else "A", exception=exception)
