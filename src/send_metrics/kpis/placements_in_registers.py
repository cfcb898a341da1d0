"""Where children with a plan learn and wait for a place, as registers beside SEN2 tell."""

from send_metrics.kpis.caseload import ACTIVE, CHILD, SETTING
from send_metrics.kpis.conditions import (
    any_is_yes,
    any_of,
    happened_by_then,
    is_none_of,
    is_one_of,
    is_recorded,
    lasted_days,
    not_happened_by_then,
)
from send_metrics.kpis.definition import Count, Exclusion, Proportion
from send_metrics.kpis.sources import HERTFORDSHIRE_PLAN, ehc_statistics
from send_metrics.kpis.timeliness import REGULATIONS_IN_FORCE
from send_metrics.records.schema import UNKNOWN

A_YEAR = 365
"""Days after which a placement has held for a year."""

_PLACEMENT = (*CHILD, "setting_type", "age_on_31_august")
_KIND_GIVEN = is_none_of(
    "setting_kind", (UNKNOWN,), "the kind of setting is known"
).otherwise("the kind of setting is not known")
_SEN2_LACKS_THE_KIND = (
    "SEN2 holds the URN of a setting and not its kind, so that this needs a register of"
    " plans"
)

MAINSTREAM_SHARE = Proportion(
    id="placement.mainstream_share",
    title="Children with a plan in mainstream schools",
    table="ehc_plans",
    population=ACTIVE,
    measurable=(_KIND_GIVEN,),
    stock=True,
    numerator=is_one_of(
        "setting_kind",
        ("mainstream", "mainstream_independent"),
        "the child was in a mainstream school",
    ),
    counted="plans maintained on the day whose kind of setting is known",
    better="neither",
    dimensions=(*CHILD, *SETTING, "setting_kind"),
    citation=ehc_statistics("caseload: mainstream_total_pc"),
    status="official",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        _SEN2_LACKS_THE_KIND,
        "DfE divides by all plans; those whose kind of setting is not known are shown as"
        " undetermined here",
    ),
)

_INDEPENDENT = is_one_of(
    "setting_kind",
    ("mainstream_independent", "special_independent", "special_non_maintained"),
    "the setting was an independent or non-maintained school",
)
_OUT_OF_COUNTY = is_one_of(
    "out_of_county", ("yes",), "the setting was out of the county"
)

INDEPENDENT_OR_OUT_OF_COUNTY = Proportion(
    id="placement.independent_or_out_of_county",
    title="Children with a plan in independent schools or out of the county",
    table="ehc_plans",
    population=ACTIVE,
    measurable=(
        any_of(
            _INDEPENDENT,
            _OUT_OF_COUNTY,
            _KIND_GIVEN
            & is_none_of("out_of_county", (UNKNOWN,), "it is known where it lies"),
            wording="either is so, or both are known",
        ).otherwise("neither is known to be so, and one of them is not known"),
    ),
    stock=True,
    numerator=any_of(
        _INDEPENDENT,
        _OUT_OF_COUNTY,
        wording="the setting was an independent or non-maintained school, or out of the"
        " county",
    ).otherwise(
        "the setting was neither an independent or non-maintained school nor out of the"
        " county"
    ),
    counted="plans maintained on the day of which this is known",
    better="neither",
    dimensions=(*CHILD, *SETTING, "setting_kind", "out_of_county"),
    citation=ehc_statistics("caseload: mainstream_independent, special_independent"),
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        _SEN2_LACKS_THE_KIND,
        "colleges and specialist institutions for those over 16 are not independent"
        " schools here",
    ),
)

AWAITING_NAMED_PLACEMENT = Count(
    id="placement.awaiting_named_placement",
    title="Children waiting for a place that was agreed",
    table="placements",
    population=(
        is_one_of("is_of", ("named",), "the plan names the place").otherwise(
            "the place is one that is attended, not named"
        ),
        is_recorded("agreed_on", "the place was agreed").otherwise(
            "the place was not agreed"
        ),
        happened_by_then("agreed_on", "the place was agreed by that day"),
        not_happened_by_then(
            "entered_on", "the child had not started there by that day"
        ),
        not_happened_by_then("left_on", "the placement had not ended by that day"),
    ),
    exclusions=(
        Exclusion(
            "by choice",
            any_is_yes(("waiting_by_choice",), "the parents chose to wait"),
            "another place was there",
        ),
    ),
    stock=True,
    counted="places agreed by the day in which the child had not started",
    better="lower",
    dimensions=_PLACEMENT,
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "DfE counted those awaiting provision up to January 2022; they are now among those"
        " educated elsewhere",
        "a place at a setting that is not named yet counts from the day on which the type"
        " of setting was agreed",
    ),
)

_HELD_FOR_A_YEAR = lasted_days(
    "entered_on",
    "left_on",
    days=A_YEAR,
    wording=f"the child was still there {A_YEAR} days after the first day",
).otherwise(f"the child left within {A_YEAR} days after the first day")

STABLE_12_MONTHS = Proportion(
    id="placement.stable_12_months",
    title="Placements that held for 12 months",
    table="placements",
    population=(
        is_one_of("is_of", ("attended",), "the child attended the setting").otherwise(
            "the setting is one that is named, not attended"
        ),
    ),
    exclusions=(
        Exclusion(
            "phase transfer",
            is_one_of("leaving_reason", ("phase_transfer",), "the phase changed")
            & ~_HELD_FOR_A_YEAR,
            "the setting was to be left then",
        ),
        Exclusion(
            "moved out of the area",
            is_one_of("leaving_reason", ("moved_out_of_area",), "the family moved")
            & ~_HELD_FOR_A_YEAR,
            "the setting was not the reason",
        ),
    ),
    measurable=(
        any_of(
            _HELD_FOR_A_YEAR,
            is_none_of(
                "leaving_reason", ("none", UNKNOWN), "it is known why they left"
            ),
            wording="the child stayed, or it is known why they left",
        ).otherwise("the child left and it is not known why"),
    ),
    numerator=_HELD_FOR_A_YEAR,
    dated_by="entered_on",
    due_after_days=A_YEAR,
    counted=f"placements whose first {A_YEAR} days ended in the period",
    better="higher",
    dimensions=_PLACEMENT,
    citation=HERTFORDSHIRE_PLAN,
    status="local convention",
    in_force_from=REGULATIONS_IN_FORCE,
    deviations=(
        "of a period of 12 months, these are the placements that began 12 to 24 months"
        " before its end",
        "a SEN2 return holds the placements of one census and not why they ended, so that"
        " this needs a register of placements",
    ),
)

DEFINITIONS = (
    MAINSTREAM_SHARE,
    INDEPENDENT_OR_OUT_OF_COUNTY,
    AWAITING_NAMED_PLACEMENT,
    STABLE_12_MONTHS,
)
