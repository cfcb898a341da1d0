"""The kinds of file that are known, and the names that their columns have had.

Column names of one file drift from release to release. What a name stands for is said
here; nothing else in the reader knows of it.
"""

from collections.abc import Mapping

from attrs import field, frozen

_REASONS = {
    "auth": (
        *("illness", "appointments", "religious", "study", "traveller", "holiday"),
        *("ext_holiday", "excluded", "interview", "reg_performance"),
        *("temp_reduced_timetable", "other", "totalreasons"),
    ),
    "unauth": ("holiday", "late", "other", "noyet", "totalreasons"),
}

ALIASES: Mapping[str, str] = {
    "school_type": "education_phase",
    "characteristic": "breakdown_topic",
    "characteristic_breakdown": "breakdown",
    "reason_t_authorised_grt_absence": "reason_t_authorised_mobile_child",
    **{
        f"sess_{short}orised_{reason}{suffix}": f"sess_{short}_{reason}{suffix}"
        for short, reasons in _REASONS.items()
        for reason in reasons
        for suffix in ("", "_rate")
    },
}
"""Names of one release that are another name in a later one."""

_SHORTENED: Mapping[str, str] = {
    "area": "la_name",
    "topic": "breakdown_topic",
    "den": "plans_issued_den",
    "den_ex": "plans_issued_den_ex",
    "w20": "plans_issued_within_20_weeks",
    "w20_ex": "plans_issued_20_weeks_ex",
    "pc20": "pc_plans_issued_within_20_weeks",
    "pc20_ex": "pc_plans_issued_20_weeks_ex",
    "gt20": "plans_issued_gt20weeks_ltyear",
    "gt20_ex": "plans_issued_gt20weeks_ltyear_ex",
    "pcgt20": "pc_plans_issued_gt20weeks_ltyear",
    "pcgt20_ex": "pc_plans_issued_gt20weeks_ltyear_ex",
    "gt52": "plans_issued_gt_1_year",
    "gt52_ex": "plans_issued_gt_1_year_ex",
    "pcgt52": "pc_plans_issued_gt_1_year",
    "pcgt52_ex": "pc_plans_issued_gt_1_year_ex",
    "avg": "average_weeks",
    "avg_exc": "average_weeks_ex",
}
"""Names of an extract of the timeliness file that is handed on with short ones."""


@frozen
class Layout:
    """One kind of file: the column it is known by, and what it leaves unsaid.

    *unsaid* gives the columns of places and times that every row has alike.
    """

    file_kind: str
    known_by: str
    aliases: Mapping[str, str] = ALIASES
    unsaid: Mapping[str, str] = field(factory=dict)


LAYOUTS = (
    Layout("attendance", "possible_sessions"),
    Layout("absence", "sess_possible"),
    Layout("ehc_timeliness", "plans_issued_den"),
    Layout("ehc_requests", "requests_received_in_year"),
    Layout("ehc_assessments", "assess_in_year"),
    Layout("ehc_annual_reviews", "total_review_meeting"),
    Layout("ehc_ceased_plans", "total_ceased"),
    Layout(
        "ehc_timeliness",
        "w20",
        _SHORTENED,
        {"time_identifier": "Calendar year", "geographic_level": "Local authority"},
    ),
)
"""Every kind of file that is read."""

AREAS: Mapping[str, tuple[str, str]] = {
    "National": ("country_code", "country_name"),
    "Regional": ("region_code", "region_name"),
    "Local authority": ("new_la_code", "la_name"),
}
"""Which columns name the area of a row, by its geographic level."""

SEN_TOPIC = "SEN provision"
"""The topic of files that have a column of their own for it, called ``sen``."""

PLACES = frozenset(
    {
        *("time_period", "time_identifier", "geographic_level", "academic_year"),
        *(name for names in AREAS.values() for name in names),
        *("old_la_code", "education_phase", "breakdown_topic", "breakdown", "sen"),
        "absence_terms",
    }
)
"""Columns that say what a row is of; every other column is a measure."""
