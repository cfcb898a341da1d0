"""Where children with a plan learn, as far as SEN2 itself tells."""

from functools import partial

from send_metrics.kpis.caseload import (
    ACTIVE,
    CHILD,
    ONE_CENSUS_ONLY,
    SETTING,
    count_of_active_plans,
)
from send_metrics.kpis.conditions import are_the_same, is_none_of, is_one_of
from send_metrics.kpis.definition import Proportion
from send_metrics.kpis.sources import ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE

_SETTING_GIVEN = is_none_of(
    "placement_type",
    ("none", "unknown"),
    "the setting attended, or else the one named, is given",
).otherwise("neither the setting attended nor the one named is given")
_BY_CODE_ONLY = (
    "DfE looks the kind of school up by its URN; SEN2 alone tells settings without a URN"
    " by a code, which is what is counted here"
)

_share_of_plans = partial(
    Proportion,
    table="ehc_plans",
    population=(*ACTIVE, _SETTING_GIVEN),
    stock=True,
    counted="plans maintained on the day for which a setting is given",
    dimensions=(*CHILD, "secondary_need", "age_on_31_august"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(ONE_CENSUS_ONLY, _BY_CODE_ONLY),
)

NOT_IN_EDUCATION = _share_of_plans(
    id="placement.not_in_education",
    title="Children with a plan who are not in education",
    numerator=is_one_of(
        "placement_type",
        ("NEET", "NIEC", "NIEO"),
        "the young person was not in education, employment or training (NEET), had"
        " notice that the plan will cease (NIEC) or was not in education for another"
        " reason (NIEO)",
    ).otherwise("the child or young person was in education"),
    better="lower",
    citation=ehc_statistics("caseload: neet, neet_ntci, neet_other, neet_other_csa"),
)

HOME_OR_ARRANGED_EDUCATION = _share_of_plans(
    id="placement.home_or_arranged_education",
    title="Children with a plan who are educated at home or by other arrangements",
    numerator=is_one_of(
        "placement_type",
        ("EHE", "OLA", "OPA"),
        "the child was educated at home (EHE), or by arrangements of the authority (OLA)"
        " or of the parents (OPA)",
    ).otherwise("the child was educated neither at home nor by such arrangements"),
    better="neither",
    citation=ehc_statistics(
        "caseload: elective_home_education, other_arrangements_la,"
        " other_arrangements_parents"
    ),
)

IN_UNIT_OR_RESOURCED_PROVISION = _share_of_plans(
    id="placement.in_sen_unit_or_resourced_provision",
    title="Children with a plan in a SEN unit or resourced provision",
    numerator=is_one_of(
        "provision",
        ("sen_unit", "resourced_provision"),
        "the child was in a SEN unit or in resourced provision",
    ),
    better="neither",
    citation=ehc_statistics("caseload: columns of resourced provision and SEN units"),
    deviations=(
        ONE_CENSUS_ONLY,
        "DfE thinks that these places were under-reported in 2023",
    ),
)

ATTENDING_AS_NAMED = _share_of_plans(
    id="placement.attending_as_named",
    title="Children with a plan who attend the setting that it names",
    population=ACTIVE,
    numerator=are_the_same(
        "named_setting",
        "attended_setting",
        "the setting attended was the one that section I names",
    ),
    counted="plans maintained on the day that name a setting, with one attended",
    better="higher",
    citation=ehc_statistics("placements: no such share is published"),
    status="local convention",
    deviations=(
        ONE_CENSUS_ONLY,
        "settings without a URN or UKPRN are shown as undetermined",
        "to attend means to be on roll there on census day; SEN2 holds no attendance",
    ),
)

RESIDENTIAL = count_of_active_plans(
    id="placement.residential",
    title="EHC plans that name residential provision",
    population=(
        *ACTIVE,
        is_none_of(
            "residential", ("none", "unknown"), "the plan names residential provision"
        ).otherwise("the plan names no residential provision"),
    ),
    counted="plans maintained on the day that name residential provision",
    dimensions=(*CHILD, *SETTING, "residential"),
    citation=ehc_statistics("residential settings: Res_3851, Res_52, Res_tot"),
    deviations=(
        ONE_CENSUS_ONLY,
        "DfE's guidance of 2026 still reads code A as 38 to 51 weeks and B as 52, while"
        " a supplier reads them as up to 38 and 39 to 52; the codes are kept as they are",
    ),
)

WORK_BASED = count_of_active_plans(
    id="placement.work_based",
    title="EHC plans that name work-based learning",
    population=(
        *ACTIVE,
        is_none_of(
            "work_based",
            ("none", "unknown"),
            "the plan names an apprenticeship, a traineeship or a supported internship",
        ).otherwise(
            "the plan names no apprenticeship, traineeship or supported internship"
        ),
    ),
    counted="plans maintained on the day that name work-based learning",
    dimensions=(*CHILD, *SETTING, "work_based"),
    citation=ehc_statistics("work-based placements: open_wbp and its parts"),
)

DEFINITIONS = (
    NOT_IN_EDUCATION,
    HOME_OR_ARRANGED_EDUCATION,
    IN_UNIT_OR_RESOURCED_PROVISION,
    ATTENDING_AS_NAMED,
    RESIDENTIAL,
    WORK_BASED,
)
