"""Waits as NHS England publishes them: children's community services, diagnostic tests.

Each publication has bands of its own, so that each has its own 18, 52 or six weeks.
"""

import datetime as dt
from functools import partial

from send_metrics.domain.wait_bands import CHS_SITREP, DM01
from send_metrics.kpis.conditions import (
    is_none_of,
    is_one_of,
    known_and_at_least,
    on_that_day,
)
from send_metrics.kpis.definition import Condition, Count, Proportion
from send_metrics.kpis.sources import (
    COMMUNITY_OVER_18_WEEKS,
    COMMUNITY_WAITS,
    DIAGNOSTIC_WAITS,
)

OLDEST_COMMUNITY_LIST_COMPARED = dt.date(2023, 1, 1)
OLDEST_DIAGNOSTICS_GUIDE_READ = dt.date(2018, 5, 1)

_WAITING = (
    is_one_of("part", ("incomplete",), "the wait goes on").otherwise(
        "the wait has ended"
    ),
    on_that_day("counted_on", "the list was counted on that day"),
)
_COMMUNITY = (
    is_one_of(
        "scheme", (CHS_SITREP.name,), "the list is of a children's community service"
    ),
    *_WAITING,
)
_BAND_MISSING = (
    "where a band of a list was not submitted, those in none of its bands are"
    " undetermined; published shares of an area have them in the denominator",
)
_COMMUNITY_LIMITS = (
    "NHS England publishes no rules of when the clock starts and stops; providers report"
    " their own, and nobody validates them",
)
_DIAGNOSTICS = (
    is_one_of("scheme", (DM01.name,), "the list is of a diagnostic test"),
    *_WAITING,
)
_DIAGNOSTICS_LIMITS = (
    "adults and children are in one figure; audiology assessments are the nearest to a"
    " children's service, and no more than near",
    "a person who waits for two tests counts twice",
)

_WAIT_IS_TOLD = is_none_of(
    "band_not_submitted", ("yes",), "no band was missing that the person may be in"
).otherwise("a band was missing that the person may be in")

_share = partial(
    Proportion,
    table="waiting_list_bands",
    measurable=(_WAIT_IS_TOLD,),
    stock=True,
    snapshot="counted_on",
    weight="pathways",
    better="lower",
    status="official",
)
_of_community_lists = partial(
    _share,
    population=_COMMUNITY,
    counted="children on published waiting lists of community services",
    dimensions=("service", "provider"),
    in_force_from=OLDEST_COMMUNITY_LIST_COMPARED,
)
_of_diagnostic_lists = partial(
    _share,
    population=_DIAGNOSTICS,
    counted="people waiting for a diagnostic test, once for each test",
    dimensions=("service", "icb", "commissioner", "provider"),
    citation=DIAGNOSTIC_WAITS,
    in_force_from=OLDEST_DIAGNOSTICS_GUIDE_READ,
)


def _over(weeks: int) -> Condition:
    days = CHS_SITREP.first_day(weeks)
    return known_and_at_least(
        "band", weeks, f"the wait was over {weeks} weeks, {days} days or more"
    ).otherwise(f"the wait was at most {weeks} weeks, or is in no band")


def _reached(weeks: int) -> Condition:
    days = DM01.first_day(weeks)
    return known_and_at_least(
        "band", weeks, f"the wait was {weeks} weeks or more, {days} days or more"
    ).otherwise(f"the wait was under {weeks} weeks, or is in no band")


COMMUNITY_OVER_18 = _of_community_lists(
    id="waits.community_over_18_weeks",
    title="Children on community waiting lists for over 18 weeks",
    numerator=_over(18),
    citation=COMMUNITY_OVER_18_WEEKS,
    deviations=(
        *_COMMUNITY_LIMITS,
        *_BAND_MISSING,
        "as in DfE's figure, those in the total of a list and in none of its bands are in"
        " the denominator and not in the numerator, so that the share may be too low",
    ),
)

COMMUNITY_OVER_52 = _of_community_lists(
    id="waits.community_over_52_weeks",
    title="Children on community waiting lists for over 52 weeks",
    numerator=_over(52),
    citation=COMMUNITY_WAITS,
    deviations=(
        *_COMMUNITY_LIMITS,
        *_BAND_MISSING,
        "NHS England prints no share; those in the total of a list and in none of its"
        " bands are in the denominator, as they are over 18 weeks",
        "the published bands leave day 365 in neither of two; here it is over 52 weeks",
    ),
)

COMMUNITY_WAITING = Count(
    id="waits.community_still_waiting",
    title="Children on community waiting lists",
    table="waiting_list_bands",
    population=_COMMUNITY,
    stock=True,
    snapshot="counted_on",
    weight="pathways",
    counted="children on published waiting lists of community services",
    better="lower",
    dimensions=("service", "provider"),
    citation=COMMUNITY_WAITS,
    status="official",
    in_force_from=OLDEST_COMMUNITY_LIST_COMPARED,
    deviations=_COMMUNITY_LIMITS,
)

SIX_WEEKS_OR_MORE = _of_diagnostic_lists(
    id="waits.diagnostics_six_weeks_or_more",
    title="Waiting six weeks or more for a diagnostic test",
    numerator=_reached(6),
    deviations=(*_DIAGNOSTICS_LIMITS, *_BAND_MISSING),
)

THIRTEEN_WEEKS_OR_MORE = _of_diagnostic_lists(
    id="waits.diagnostics_13_weeks_or_more",
    title="Waiting 13 weeks or more for a diagnostic test",
    numerator=_reached(13),
    deviations=(
        *_DIAGNOSTICS_LIMITS,
        *_BAND_MISSING,
        "NHS England prints the number of these and no share of them",
    ),
)

DIAGNOSTICS_WAITING = Count(
    id="waits.diagnostics_still_waiting",
    title="Waiting for a diagnostic test",
    table="waiting_list_bands",
    population=_DIAGNOSTICS,
    stock=True,
    snapshot="counted_on",
    weight="pathways",
    counted="people waiting for a diagnostic test, once for each test",
    better="lower",
    dimensions=("service", "icb", "commissioner", "provider"),
    citation=DIAGNOSTIC_WAITS,
    status="official",
    in_force_from=OLDEST_DIAGNOSTICS_GUIDE_READ,
    deviations=_DIAGNOSTICS_LIMITS,
)

DEFINITIONS = (
    COMMUNITY_OVER_18,
    COMMUNITY_OVER_52,
    COMMUNITY_WAITING,
    SIX_WEEKS_OR_MORE,
    THIRTEEN_WEEKS_OR_MORE,
    DIAGNOSTICS_WAITING,
)
