"""Children with SEND who are in school for a part of the week, or not at all."""

from functools import partial

from send_metrics.kpis.caseload import ACTIVE, CHILD
from send_metrics.kpis.conditions import (
    happened_by_then,
    is_between,
    is_none_of,
    is_one_of,
    no_answer_since,
    not_happened_by_then,
    open_over_days,
)
from send_metrics.kpis.definition import Count, Exclusion, Proportion
from send_metrics.kpis.sources import PART_TIME_GUIDANCE, ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.schema import UNKNOWN

SIX_WEEKS = 42
"""Days after which a part-time timetable is long."""

_ON_ONE = (
    is_one_of(
        "sen_status",
        ("K", "E", UNKNOWN),
        "the pupil has SEN support, an EHC plan, or a status that is not given",
    ).otherwise("the pupil has neither SEN support nor an EHC plan"),
    happened_by_then("started_on", "the timetable had started by that day"),
    not_happened_by_then("ended_on", "the timetable had not ended by that day"),
)
_STATUS_GIVEN = is_none_of("sen_status", (UNKNOWN,), "the SEN status is given")
_ONCE = "a pupil who is on two timetables on one day is counted twice"

_count_of_timetables = partial(
    Count,
    table="part_time_timetables",
    population=_ON_ONE,
    measurable=(_STATUS_GIVEN,),
    stock=True,
    better="lower",
    dimensions=("sen_status", "primary_need", "area", "reason"),
    citation=PART_TIME_GUIDANCE,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(_ONCE,),
)
_share_of_timetables = partial(
    Proportion,
    table="part_time_timetables",
    population=_ON_ONE,
    measurable=(_STATUS_GIVEN,),
    stock=True,
    counted="part-time timetables of pupils with SEND on the day",
    better="lower",
    dimensions=("sen_status", "primary_need", "area", "reason"),
    citation=PART_TIME_GUIDANCE,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
)

PART_TIME_TIMETABLES = _count_of_timetables(
    id="attendance.part_time_timetables",
    title="Pupils with SEND on a part-time timetable",
    counted="pupils with SEND on a part-time timetable on the day",
)

NOT_MEDICAL = _count_of_timetables(
    id="attendance.part_time_timetables_not_medical",
    title="Pupils with SEND on a part-time timetable for other than medical reasons",
    exclusions=(
        Exclusion(
            "medical",
            is_one_of("reason", ("medical",), "it is an agreed return after illness"),
            "doctors and school have agreed to it",
        ),
    ),
    counted="pupils with SEND on a part-time timetable on the day, but for illness",
    deviations=(_ONCE, "one whose reason is not known is counted"),
)

OVER_SIX_WEEKS = _share_of_timetables(
    id="attendance.part_time_timetables_over_6_weeks",
    title="Part-time timetables of pupils with SEND that have lasted over 6 weeks",
    numerator=open_over_days(
        "started_on",
        days=SIX_WEEKS,
        wording=f"more than 6 weeks, {SIX_WEEKS} days, had passed since it started",
    ).otherwise(f"no more than 6 weeks, {SIX_WEEKS} days, had passed since it started"),
    deviations=("6 weeks are a local limit, holidays included",),
)

UNREVIEWED = _share_of_timetables(
    id="attendance.part_time_timetables_unreviewed",
    title="Part-time timetables of pupils with SEND that nobody has reviewed",
    numerator=no_answer_since(
        "started_on", "reviewed_on", "it had not been reviewed by that day"
    ).otherwise("it had been reviewed by that day"),
    deviations=(
        "one review is enough, however long ago; the register holds the latest only, so"
        " that a review after the day is none by then",
    ),
)

OUT_OF_SCHOOL = Count(
    id="attendance.out_of_school_send",
    title="Children of school age with a plan who are not in education",
    table="ehc_plans",
    population=(
        *ACTIVE,
        is_between(
            "age_on_31_august",
            5,
            15,
            "the child was aged 5 to 15 when the school year began",
        ),
        is_one_of(
            "placement_type",
            ("NEET", "NIEC", "NIEO", "EHE", "OLA", "OPA", "none", UNKNOWN),
            "the child was at no school or other setting, or it is not given at which",
        ).otherwise("the child was at a school or another setting"),
    ),
    exclusions=(
        Exclusion(
            "educated at home",
            is_one_of("placement_type", ("EHE",), "the parents educate the child"),
            "this is education; it is shown apart",
        ),
        Exclusion(
            "otherwise than at school",
            is_one_of(
                "placement_type",
                ("OLA", "OPA"),
                "the authority or the parents have arranged education elsewhere",
            ),
            "this is education; it is shown apart, whatever its hours",
        ),
    ),
    measurable=(
        is_none_of(
            "placement_type", ("none", UNKNOWN), "it is given where the child is"
        ).otherwise("it is not given where the child is"),
    ),
    stock=True,
    counted="children aged 5 to 15 with a plan who are not in education on the day",
    better="lower",
    dimensions=(*CHILD, "secondary_need", "placement_type", "age_on_31_august"),
    citation=ehc_statistics("caseload: neet, neet_ntci, neet_other, neet_other_csa"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "those who turn 5 in the school year are left out until the next begins",
        "who is on the roll of a school and does not attend, or attends part-time, is not"
        " counted: see attendance.severe_absence and attendance.part_time_timetables",
    ),
)

DEFINITIONS = (
    PART_TIME_TIMETABLES,
    NOT_MEDICAL,
    OVER_SIX_WEEKS,
    UNREVIEWED,
    OUT_OF_SCHOOL,
)
