"""Annual health checks of people with a learning disability."""

import datetime as dt
from functools import partial

from send_metrics.kpis.conditions import falls_on, is_one_of, on_that_day
from send_metrics.kpis.definition import Exclusion, Proportion
from send_metrics.kpis.sources import HEALTH_CHECK_SCHEME
from send_metrics.records.health_checks import AGE_GROUPS

OLDEST_SCHEME_YEAR_READ = dt.date(2022, 4, 1)

_AGED_14_OR_OVER = is_one_of(
    "age_group",
    tuple(AGE_GROUPS),
    "the person on the register is 14 or over on 31 March of the year",
)
_YEAR_IS_COMPLETE = falls_on(
    "counted_on",
    month=3,
    day=31,
    wording="the counts run to 31 March, the end of the financial year",
).otherwise("the counts end before the financial year does")
_CHECKED = is_one_of(
    "outcome", ("checked",), "a health check was carried out since 1 April"
).otherwise("no health check was carried out since 1 April")
_DECLINED = Exclusion(
    "declined",
    is_one_of("outcome", ("declined",), "the check was declined"),
    "the published denominator leaves out personalised care adjustments",
)
_TOGETHER = (
    "NHS England publishes ages 14 to 17 and 18 and over apart; here they are added up,"
    " and broken down by age group they are apart again",
    "ages 14 to 25 cannot be told: those of 18 and over are published as one group, and by"
    " practice and network, not by plan",
    "practices whose denominator NHS England hides are left out, with their checks",
)

_share_of_people = partial(
    Proportion,
    table="health_checks",
    numerator=_CHECKED,
    weight="people",
    snapshot="counted_on",
    counted="people aged 14 or over on registers of learning disability",
    better="higher",
    dimensions=("age_group", "icb", "sub_icb", "pcn", "practice"),
    citation=HEALTH_CHECK_SCHEME,
    status="official",
    in_force_from=OLDEST_SCHEME_YEAR_READ,
)

CHECKED_IN_THE_YEAR = _share_of_people(
    id="health.ld_annual_health_check_14plus",
    title="Annual health checks of people aged 14 or over with a learning disability",
    population=(_AGED_14_OR_OVER, _YEAR_IS_COMPLETE),
    exclusions=(_DECLINED,),
    dated_by="counted_on",
    deviations=_TOGETHER,
)

CHECKED_OF_REGISTER = _share_of_people(
    id="health.ld_annual_health_check_14plus_of_register",
    title="Annual health checks, of all on the register of learning disability",
    population=(_AGED_14_OR_OVER, _YEAR_IS_COMPLETE),
    dated_by="counted_on",
    deviations=(
        *_TOGETHER,
        "the register is the published denominator and those who declined, as in the code"
        " of the publication; they are not taken out here",
    ),
)

CHECKED_SO_FAR = _share_of_people(
    id="health.ld_annual_health_check_14plus_so_far",
    title="Health checks so far in the financial year, aged 14 or over",
    population=(
        _AGED_14_OR_OVER,
        on_that_day("counted_on", "the counts run to that day").otherwise(
            "the counts run to another day"
        ),
    ),
    exclusions=(_DECLINED,),
    stock=True,
    deviations=(
        *_TOGETHER,
        "counts begin anew on 1 April, so that days of different months do not compare",
    ),
)

DEFINITIONS = (CHECKED_IN_THE_YEAR, CHECKED_OF_REGISTER, CHECKED_SO_FAR)
