"""Mediation and appeals: how often families had to disagree to be heard."""

import datetime as dt
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import frozen

from send_metrics.kpis.caseload import CHILD, PLANS_ACTIVE
from send_metrics.kpis.conditions import (
    all_are_yes,
    any_is_yes,
    is_none_of,
    is_one_of,
    is_recorded,
)
from send_metrics.kpis.definition import (
    Condition,
    Count,
    Exclusion,
    Feeder,
    Part,
    RateOfCounts,
)
from send_metrics.kpis.requests import (
    NOT_ISSUED,
    REFUSED,
    count_of_requests,
)
from send_metrics.kpis.reviews import MEETINGS_HELD
from send_metrics.kpis.sources import appeal_rates, ehc_statistics, sen2_guide
from send_metrics.kpis.timeliness import (
    NOT_HISTORICAL,
    REGULATIONS_IN_FORCE,
    TRANSFERRED_IN,
)

FORM_OF_2023 = dt.date(2022, 1, 1)
"""First day of the calendar year that the return of 2023 tells of."""

_DAY_BEFORE = FORM_OF_2023 - dt.timedelta(days=1)
_NO_STAGE_DAY = (
    "SEN2 flags a mediation or appeal on the request or assessment it is about and gives"
    " no day for it, so that it counts in the year of that request or assessment"
)


@frozen
class _Stage:
    """A matter that families can disagree about, and how SEN2 tells that they did.

    *columns* are DfE's for mediations, for appeals and for appeals after mediation.
    """

    name: str
    about: str
    mediation: str
    tribunal: str
    population: Condition
    exclusions: tuple[Exclusion, ...]
    dated_by: str
    columns: tuple[str, str, str]


_NOT_DECIDED_BEFORE = is_none_of(
    "assessment_outcome",
    ("H",),
    "the assessment was not decided before the collection or elsewhere (H)",
)
_STAGES = (
    _Stage(
        name="request",
        about="the decision whether to assess",
        mediation="request_mediation",
        tribunal="request_tribunal",
        population=NOT_HISTORICAL,
        exclusions=(),
        dated_by="received_on",
        columns=(
            "requests: mediation_related_request",
            "requests: tribunal_related_request",
            "requests: tribunal_after_mediation_request",
        ),
    ),
    _Stage(
        name="assessment",
        about="the decision whether to issue a plan",
        mediation="assessment_mediation",
        tribunal="assessment_tribunal",
        population=_NOT_DECIDED_BEFORE,
        exclusions=(TRANSFERRED_IN,),
        dated_by="assessment_outcome_on",
        columns=(
            "assessments: number_assess_mediation",
            "assessments: number_assess_tribunal",
            "assessments: number_asssess_mediation_tribunal",
        ),
    ),
    _Stage(
        name="other_matters",
        about="any other matter",
        mediation="other_mediation",
        tribunal="other_tribunal",
        population=_NOT_DECIDED_BEFORE,
        exclusions=(TRANSFERRED_IN,),
        dated_by="assessment_outcome_on",
        columns=(
            "assessments: number_other_mediation",
            "assessments: number_other_tribunal",
            "assessments: number_other_mediation_tribunal",
        ),
    ),
)


def _flagged(
    stage: _Stage, measure: str, title: str, flagged: Condition, **more: Any
) -> Count:
    return count_of_requests(
        id=f"{measure}_{stage.name}",
        title=title,
        population=(stage.population, flagged),
        exclusions=stage.exclusions,
        dated_by=stage.dated_by,
        counted=title[0].lower() + title[1:],
        **more,
    )


def _two_editions(
    stage: _Stage,
    measure: str,
    title: str,
    flag: str,
    column: str,
    asked: tuple[Condition, Condition],
) -> tuple[Count, Count]:
    """Return the count as it was asked for up to the return of 2022, and since 2023."""
    before, since = asked
    deviations = (
        _NO_STAGE_DAY,
        "the return of 2023, which tells of 2022, asked something else than that of"
        " 2022, so that the two editions are no series",
    )
    return (
        _flagged(
            stage,
            measure,
            title,
            before,
            citation=sen2_guide(f"items 2.6, 2.7 and 3.3 to 3.6: {flag}", 2022),
            in_force_to=_DAY_BEFORE,
            deviations=deviations,
        ),
        _flagged(
            stage,
            measure,
            title,
            since,
            citation=ehc_statistics(column),
            edition=2,
            in_force_from=FORM_OF_2023,
            deviations=deviations,
        ),
    )


def _mediations(stage: _Stage) -> tuple[Count, Count]:
    return _two_editions(
        stage,
        "mediation.about",
        f"Mediations about {stage.about}",
        stage.mediation,
        stage.columns[0],
        (
            any_is_yes(
                (stage.mediation,),
                f"mediation about {stage.about} was held, or was offered and declined",
            ).otherwise(f"mediation about {stage.about} was neither held nor declined"),
            any_is_yes(
                (stage.mediation,),
                f"a mediation meeting about {stage.about} was held, whatever came of it",
            ).otherwise(f"no mediation meeting about {stage.about} was held"),
        ),
    )


def _appeals(stage: _Stage) -> tuple[Count, Count]:
    return _two_editions(
        stage,
        "appeals.about",
        f"Appeals about {stage.about}",
        stage.tribunal,
        stage.columns[1],
        (
            any_is_yes(
                (stage.tribunal,),
                f"there was an appeal about {stage.about} after mediation",
            ).otherwise(f"there was no appeal about {stage.about} after mediation"),
            any_is_yes(
                (stage.tribunal,),
                f"there was an appeal to the tribunal about {stage.about}",
            ).otherwise(f"there was no appeal to the tribunal about {stage.about}"),
        ),
    )


def _after_mediation(stage: _Stage) -> Count:
    return _flagged(
        stage,
        "appeals.after_mediation_about",
        f"Appeals about {stage.about} that followed mediation",
        all_are_yes(
            (stage.mediation, stage.tribunal),
            f"there was both mediation and an appeal about {stage.about}",
        ).otherwise(f"there was no mediation, or no appeal, about {stage.about}"),
        citation=ehc_statistics(stage.columns[2]),
        in_force_from=FORM_OF_2023,
        deviations=(_NO_STAGE_DAY,),
    )


_count = partial(
    Count,
    better="neither",
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
)

APPEALS_REGISTERED = _count(
    id="appeals.registered",
    title="Appeals registered with the tribunal",
    table="appeals",
    population=(
        is_recorded("registered_on", "the tribunal registered the appeal").otherwise(
            "the day on which the tribunal registered the appeal is not given"
        ),
    ),
    dated_by="registered_on",
    counted="appeals registered",
    dimensions=("authority", "ground", "outcome"),
    citation=appeal_rates("appeals registered", 2025),
    deviations=(
        "the official count is that of HM Courts and Tribunals Service; an authority's"
        " own register may know of an appeal later or under another day",
    ),
)

_DECISIONS_2024 = appeal_rates("appealable decisions", 2025)

REFUSALS_TO_ASSESS = count_of_requests(
    id="appeals.refusals_to_assess",
    title="Decisions not to assess, which can be appealed against",
    population=(NOT_HISTORICAL, REFUSED),
    dated_by="received_on",
    counted="requests received that were refused an assessment",
    citation=_DECISIONS_2024,
)

REFUSALS_TO_ISSUE = count_of_requests(
    id="appeals.refusals_to_issue",
    title="Decisions not to issue a plan, which can be appealed against",
    population=(NOT_ISSUED,),
    exclusions=(TRANSFERRED_IN,),
    dated_by="assessment_outcome_on",
    counted="assessments that ended without a plan",
    citation=_DECISIONS_2024,
)

CEASE_DECISIONS = _count(
    id="appeals.cease_decisions",
    title="Decisions to cease a plan that count as appealable",
    table="ehc_plans",
    population=(
        is_one_of(
            "cease_reason",
            ("2", "9"),
            "the plan ended because needs are met without it (2), or for another"
            " reason (9)",
        ).otherwise("the plan goes on, or ended for a reason that is neither 2 nor 9"),
    ),
    dated_by="ceased_on",
    counted="plans ended because needs are met, or for another reason",
    dimensions=(*CHILD, "cease_reason", "age_at_cease"),
    citation=_DECISIONS_2024,
    deviations=(
        "the guidance names needs met (2) only; the published figures also hold other"
        " reasons (9), without which 96 of 153 authorities agree in 2024 and with which"
        " 142 do",
    ),
)

_DECISIONS = (Part(REFUSALS_TO_ASSESS), Part(REFUSALS_TO_ISSUE), Part(CEASE_DECISIONS))
_rate = partial(
    RateOfCounts,
    table="appeals",
    top=(Part(APPEALS_REGISTERED),),
    counted="appealable decisions",
    better="lower",
    dimensions=("authority",),
    status="official",
)

RATE_ON_CASELOAD = _rate(
    id="appeals.rate_on_caseload",
    title="Appeal rate, with the plans maintained in January as decisions",
    bottom=(*_DECISIONS, Part(PLANS_ACTIVE, "on the census day after")),
    citation=appeal_rates("SEND tribunal appeal rate 2014 to 2024", 2025),
    in_force_from=dt.date(2014, 1, 1),
    in_force_to=dt.date(2024, 12, 31),
    deviations=(
        "the formula was recovered from the published numbers: it gives those of 142 of"
        " 153 authorities for 2024 exactly",
        "not comparable with appeals.rate_on_reviews",
    ),
)

RATE_ON_REVIEWS = _rate(
    id="appeals.rate_on_reviews",
    title="Appeal rate, with annual review meetings as decisions",
    bottom=(*_DECISIONS, Part(MEETINGS_HELD)),
    feeders=(
        Feeder(
            Part(MEETINGS_HELD),
            Part(PLANS_ACTIVE, "on the census day after"),
            Fraction(1, 8),
            "annual reviews look incomplete",
        ),
    ),
    citation=appeal_rates("SEND appealable decisions rate 2024 to 2025", 2026),
    in_force_from=dt.date(2024, 1, 1),
    deviations=(
        "the formula was recovered from the published numbers: it gives those of 135 of"
        " 146 authorities for 2024 exactly; DfE called 2024 in development",
        "no rate is given where review meetings are fewer than an eighth of the plans,"
        " which holds for none of the 146 authorities whose reviews of 2024 DfE"
        " published; it printed 27.9 per cent for one whose reviews were missing",
        "not comparable with appeals.rate_on_caseload",
    ),
)

DEFINITIONS = (
    *(edition for stage in _STAGES for edition in _mediations(stage)),
    *(edition for stage in _STAGES for edition in _appeals(stage)),
    *(_after_mediation(stage) for stage in _STAGES),
    APPEALS_REGISTERED,
    REFUSALS_TO_ASSESS,
    REFUSALS_TO_ISSUE,
    CEASE_DECISIONS,
    RATE_ON_CASELOAD,
    RATE_ON_REVIEWS,
)
