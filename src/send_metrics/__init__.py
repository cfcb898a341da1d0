"""Official SEND figures, computed one way.

Three steps give a figure::

    import send_metrics as sm

    records = sm.read("sen2", "sen2_2026.xml")
    figures = sm.calculate(
        "ehcp.issued_within_20_weeks_excl_exceptions",
        records,
        period=sm.calendar_year(2025),
    )
    figures[0].display
"""

from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.reading import read
from send_metrics.adapters.tokens import Tokens
from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.concerns import (
    AttendanceConcerns,
    attendance_concerns,
)
from send_metrics.calculate.explain import Explanation, explain
from send_metrics.calculate.figure import Figure, Figures
from send_metrics.calculate.merge import merge
from send_metrics.calculate.readiness import Readiness, readiness
from send_metrics.calculate.waiting import WaitingTimes, waiting_times
from send_metrics.calculate.whole_journey import WholeJourney, whole_journey
from send_metrics.calculate.working import show_working
from send_metrics.domain.census_days import sen2_census_day
from send_metrics.domain.clocks import (
    StatutoryClock,
    phase_transfer_deadline,
    review_due_after_transfer,
    statutory_clock,
)
from send_metrics.domain.period import (
    Period,
    academic_year,
    calendar_month,
    calendar_quarter,
    calendar_year,
    financial_quarter,
    financial_year,
    rolling_twelve_months,
    year_to_date,
)
from send_metrics.domain.period_text import parse_period
from send_metrics.domain.periods import (
    half_terms_of,
    latest_complete,
    months_of,
    quarters_of,
    terms_of,
    up_to,
)
from send_metrics.domain.plan import Plan
from send_metrics.domain.rounding import percentage
from send_metrics.domain.school_terms import school_term
from send_metrics.domain.terms_file import read_terms
from send_metrics.errors import SendMetricsError
from send_metrics.kpis.catalogue import Catalogue, catalogue, kpi
from send_metrics.kpis.definition import Definition
from send_metrics.partnership import read_partnership
from send_metrics.plans.files import example_plan, read_plan
from send_metrics.plans.lint import Findings, lint
from send_metrics.records.published import PublishedFigure, published_figure
from send_metrics.records.records import Records

__version__ = "0.1.0"

__all__ = [
    "AttendanceConcerns",
    "Catalogue",
    "Definition",
    "Explanation",
    "Figure",
    "Figures",
    "Findings",
    "Period",
    "Plan",
    "Pseudonyms",
    "PublishedFigure",
    "Readiness",
    "Records",
    "SendMetricsError",
    "StatutoryClock",
    "Tokens",
    "WaitingTimes",
    "WholeJourney",
    "__version__",
    "academic_year",
    "attendance_concerns",
    "calculate",
    "calendar_month",
    "calendar_quarter",
    "calendar_year",
    "catalogue",
    "example_plan",
    "explain",
    "financial_quarter",
    "financial_year",
    "half_terms_of",
    "kpi",
    "latest_complete",
    "lint",
    "merge",
    "months_of",
    "parse_period",
    "percentage",
    "phase_transfer_deadline",
    "published_figure",
    "quarters_of",
    "read",
    "read_partnership",
    "read_plan",
    "read_terms",
    "readiness",
    "review_due_after_transfer",
    "rolling_twelve_months",
    "school_term",
    "sen2_census_day",
    "show_working",
    "statutory_clock",
    "terms_of",
    "up_to",
    "waiting_times",
    "whole_journey",
    "year_to_date",
]
