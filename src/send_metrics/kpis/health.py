"""Annual health checks of people with a learning disability, from general practice."""

import datetime as dt

from send_metrics.kpis.conditions import is_one_of, on_that_day
from send_metrics.kpis.definition import Exclusion, Proportion
from send_metrics.kpis.sources import HEALTH_CHECKS_SCHEME

INDICATORS_IN_USE = dt.date(2021, 4, 1)
_POPULATION = (
    is_one_of(
        "age_group",
        ("14-17", "18+"),
        "the person is on the learning disability register and aged 14 or over",
    ).otherwise("the person is younger than 14, or the age is not known"),
    on_that_day("counted_on", "the checks were counted to that day"),
)
_CHECKED = is_one_of(
    "checked",
    ("checked",),
    "there was an annual health check since 1 April",
).otherwise("there was no annual health check since 1 April")
_DIMENSIONS = ("icb", "sub_icb", "primary_care_network", "practice", "age_group")
_LIMITS = (
    "checks are counted from 1 April, so that only figures of the same month compare",
)

ANNUAL_CHECK = Proportion(
    id="health.ld_annual_health_check_14plus",
    title="People with a learning disability who had their annual health check",
    table="health_checks",
    population=_POPULATION,
    exclusions=(
        Exclusion(
            "declined",
            is_one_of("checked", ("declined",), "the check was declined"),
            "a check that is declined is a personalised care adjustment, which the"
            " published rate leaves out of the register",
        ),
    ),
    numerator=_CHECKED,
    stock=True,
    snapshot="counted_on",
    weight="people",
    counted="people on the register, aged 14 or over, who did not decline",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=HEALTH_CHECKS_SCHEME,
    status="official",
    in_force_from=INDICATORS_IN_USE,
    deviations=_LIMITS,
)

ANNUAL_CHECK_OF_REGISTER = Proportion(
    id="health.ld_annual_health_check_14plus_of_register",
    title="People with a learning disability who had their check, of all on the register",
    table="health_checks",
    population=_POPULATION,
    numerator=_CHECKED,
    stock=True,
    snapshot="counted_on",
    weight="people",
    counted="people on the register, aged 14 or over",
    better="higher",
    dimensions=_DIMENSIONS,
    citation=HEALTH_CHECKS_SCHEME,
    status="local convention",
    in_force_from=INDICATORS_IN_USE,
    deviations=(*_LIMITS, "those who declined count as not checked"),
)

DEFINITIONS = (ANNUAL_CHECK, ANNUAL_CHECK_OF_REGISTER)
