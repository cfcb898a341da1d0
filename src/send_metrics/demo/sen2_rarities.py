"""What is so rare that a made-up return would hardly draw it: a few of each.

Which children they are follows from their place in the return and from nothing else, so
that everybody else stays as drawn.
"""

from collections.abc import Callable, Iterable

from attrs import evolve, frozen

from send_metrics.demo.sen2_plans import CENSUS_ON
from send_metrics.demo.sen2_records import Child, Plan, Request, Setting
from send_metrics.domain.ages import age_on

SCHOOL_AGE, WORKING_AGE = range(6, 15), range(17, 25)


@frozen
class Rarity:
    """One child in so many has it, of those whose age on census day is among *ages*."""

    one_in: int
    ages: range
    become: Callable[[Plan], Plan]


def without_a_setting(plan: Plan) -> Plan:
    """Return the plan of a child who is at no setting for another reason."""
    if plan.active is None:
        return plan
    return evolve(plan, active=evolve(plan.active, attended=Setting(code="NIEO")))


OF_PLANS = (
    Rarity(70, SCHOOL_AGE, without_a_setting),
    Rarity(60, SCHOOL_AGE, lambda plan: evolve(plan, residential="A")),
    Rarity(25, WORKING_AGE, lambda plan: evolve(plan, work_based="S")),
    Rarity(
        50,
        SCHOOL_AGE,
        # Direct payments are a way to take up a personal budget.
        lambda plan: evolve(plan, direct_payments="E", personal_budget=True),
    ),
)
IN_YOUTH_ACCOMMODATION_ONE_IN = 120
APPEALED_AFTER_MEDIATION_ONE_IN = 90


def with_rarities(people: Iterable[Child]) -> list[Child]:
    """Return the people, a few of them with what is rare."""
    met = [0] * len(OF_PLANS)
    requests_met = [0]
    found = []
    for child in people:
        age = age_on(CENSUS_ON, child.born_on)
        requests = [_asked(request, requests_met) for request in child.requests]
        for place, rarity in enumerate(OF_PLANS):
            if age in rarity.ages and any(map(_has_active_plan, requests)):
                if met[place] % rarity.one_in == rarity.one_in // 2 - place:
                    requests = [_changed(request, rarity) for request in requests]
                met[place] += 1
        found.append(evolve(child, requests=tuple(requests)))
    return found


def _has_active_plan(request: Request) -> bool:
    plan = request.assessment.plan if request.assessment else None
    return plan is not None and plan.active is not None


def _asked(request: Request, met: list[int]) -> Request:
    """Return a request of the year, for a few from youth accommodation or appealed."""
    if request.received_on is None:
        return request
    met[0] += 1
    if met[0] % IN_YOUTH_ACCOMMODATION_ONE_IN == 0:
        request = evolve(request, youth_accommodation=True)
    assessment = request.assessment
    appeals = met[0] % APPEALED_AFTER_MEDIATION_ONE_IN < 2
    if assessment is None or assessment.plan is None or not appeals:
        return request
    both = evolve(assessment, other_mediation=True, other_tribunal=True)
    return evolve(request, assessment=both)


def _changed(request: Request, rarity: Rarity) -> Request:
    assessment = request.assessment
    if assessment is None or assessment.plan is None or assessment.plan.active is None:
        return request
    return evolve(
        request, assessment=evolve(assessment, plan=rarity.become(assessment.plan))
    )
