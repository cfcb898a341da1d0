"""Every canonical table by its name, and those that much else reads."""

from send_metrics.records.attendance_tables import (
    ATTENDANCE_MARKS,
    ATTENDANCE_TOTALS,
    PHASES,
    PUPILS,
    SCHOOLS,
    TOOL_ADOPTION,
)
from send_metrics.records.casework_tables import CASEWORK_TABLES
from send_metrics.records.ehc_tables import (
    ANNUAL_REVIEWS,
    APPEALS,
    EHC_PLANS,
    EHC_REQUESTS,
    PLACEMENTS,
    PRIMARY_NEEDS,
)
from send_metrics.records.engagement_tables import ENGAGEMENT_TABLES
from send_metrics.records.health_checks import HEALTH_CHECKS
from send_metrics.records.places_tables import (
    EXCLUSIONS,
    PART_TIME_TIMETABLES,
    PLACES,
    SETTING_REVIEWS,
    VALUING_SEND_PROFILES,
)
from send_metrics.records.plan_tables import (
    DASHBOARD_KPIS,
    DATA_DELIVERIES,
    PLAN_ACTIONS,
    PLAN_MILESTONES,
    PUBLICATIONS,
)
from send_metrics.records.published_figures import MISSING_SYMBOLS, PUBLISHED_FIGURES
from send_metrics.records.referral_tables import (
    AFTER_CONTACT,
    CONTACTS,
    JOURNEY_STAGES,
    PATHWAYS,
    REFERRAL_JOURNEYS,
    REFERRAL_PATHWAYS,
    REFERRAL_SPELLS,
    REFERRALS,
)
from send_metrics.records.waiting_list_bands import WAITING_LIST_BANDS
from send_metrics.records.workforce_tables import (
    CASELOAD_ASSIGNMENTS,
    INTERNS,
    WORKFORCE_MOVES,
    WORKFORCE_POSTS,
)

__all__ = [
    "AFTER_CONTACT",
    "ANNUAL_REVIEWS",
    "APPEALS",
    "ATTENDANCE_MARKS",
    "ATTENDANCE_TOTALS",
    "CONTACTS",
    "EHC_PLANS",
    "EHC_REQUESTS",
    "JOURNEY_STAGES",
    "MISSING_SYMBOLS",
    "PATHWAYS",
    "PHASES",
    "PLACEMENTS",
    "PRIMARY_NEEDS",
    "PUBLISHED_FIGURES",
    "PUPILS",
    "REFERRALS",
    "REFERRAL_JOURNEYS",
    "REFERRAL_PATHWAYS",
    "REFERRAL_SPELLS",
    "SCHEMAS",
    "SCHOOLS",
    "TOOL_ADOPTION",
    "WAITING_LIST_BANDS",
]

SCHEMAS = {
    schema.name: schema
    for schema in (
        EHC_REQUESTS,
        EHC_PLANS,
        ANNUAL_REVIEWS,
        PLACEMENTS,
        APPEALS,
        ATTENDANCE_MARKS,
        ATTENDANCE_TOTALS,
        PUPILS,
        SCHOOLS,
        TOOL_ADOPTION,
        REFERRALS,
        CONTACTS,
        REFERRAL_SPELLS,
        REFERRAL_PATHWAYS,
        REFERRAL_JOURNEYS,
        JOURNEY_STAGES,
        WAITING_LIST_BANDS,
        HEALTH_CHECKS,
        *CASEWORK_TABLES,
        *ENGAGEMENT_TABLES,
        PUBLISHED_FIGURES,
        WORKFORCE_POSTS,
        WORKFORCE_MOVES,
        CASELOAD_ASSIGNMENTS,
        INTERNS,
        PLAN_MILESTONES,
        PLAN_ACTIONS,
        PUBLICATIONS,
        DATA_DELIVERIES,
        DASHBOARD_KPIS,
        PLACES,
        SETTING_REVIEWS,
        VALUING_SEND_PROFILES,
        EXCLUSIONS,
        PART_TIME_TIMETABLES,
    )
}
"""Every canonical table by its name."""
