"""What the demo shows: which figures, in which order, with which words."""

import datetime as dt

from attrs import frozen

from send_metrics.calculate import Figures, calculate
from send_metrics.domain.period import Period, calendar_year
from send_metrics.records.records import Records
from send_metrics.records.report import ReadReport
from send_metrics.reports import (
    Layout,
    Section,
    breakdown_block,
    definitions_block,
    headline_block,
    highlights,
    plain_table,
    waits_block,
)

YEAR = calendar_year(2025)
CENSUS = dt.date(2026, 1, 15)
AUTUMN_TERM = Period(dt.date(2025, 9, 1), dt.date(2025, 12, 19))
END_OF_YEAR = dt.date(2025, 12, 31)

PLANS = (
    "ehcp.issued_within_20_weeks_excl_exceptions",
    "ehcp.issued_within_20_weeks_incl_exceptions",
    "ehcp.issued_over_52_weeks_excl_exceptions",
    "ehcp.weeks_to_issue_excl_exceptions",
    "ehcp.requests_received",
    "ehcp.requests_refused",
    "ehcp.decision_to_assess_within_6_weeks",
    "ehcp.assessments_completed",
    "ehcp.assessments_not_issued",
    "ehcp.not_issued_within_16_weeks",
    "ehcp.open_assessments",
    "ehcp.overdue_assessments",
    "ehcp.plans_started",
    "ehcp.plans_active",
    "ehcp.plans_ceased",
    "review.decision_within_4_weeks",
    "review.held_within_12_months",
)
ATTENDANCE = (
    "attendance.absence_rate",
    "attendance.authorised_absence_rate",
    "attendance.unauthorised_absence_rate",
    "attendance.attendance_rate",
    "attendance.part_time_timetable_rate",
    "attendance.persistent_absence",
    "attendance.severe_absence",
)
WAITING = (
    "waits.still_waiting",
    "waits.still_waiting_weeks",
    "waits.over_18_weeks",
    "waits.over_52_weeks",
    "waits.autism_open_13_weeks",
)
SEEN = "waits.seen_weeks"


@frozen
class Dashboard:
    """Every figure of the demo, and the report that places them."""

    figures: Figures
    layout: Layout


def dashboard(records: Records) -> Dashboard:
    """Return the figures of the made-up partnership and their report."""
    plans = calculate(PLANS, records, period=YEAR, as_at=CENSUS)
    by_need = calculate(PLANS[0], records, period=YEAR, by="primary_need")
    attendance = calculate(ATTENDANCE, records, period=AUTUMN_TERM)
    by_status = calculate(
        ("attendance.absence_rate", "attendance.persistent_absence"),
        records,
        period=AUTUMN_TERM,
        by="sen_status",
    )
    waiting = calculate(WAITING, records, as_at=END_OF_YEAR)
    so_far = calculate(
        "waits.still_waiting_weeks", records, as_at=END_OF_YEAR, by="service"
    )
    over_18 = calculate("waits.over_18_weeks", records, as_at=END_OF_YEAR, by="service")
    seen = calculate(SEEN, records, period=YEAR, by="service")
    sections = (
        _plans(plans, by_need),
        _attendance(attendance, by_status),
        _waits(waiting, so_far, over_18, seen),
        _quality(records.report),
    )
    figures = Figures.joined(
        (plans, by_need, attendance, by_status, waiting, so_far, over_18, seen)
    )
    definitions = Section(
        "How each figure is defined",
        "Each figure follows a written rule, and this is where each rule is written.",
        tables=(definitions_block(figures),),
    )
    return Dashboard(
        figures,
        Layout(
            title="A made-up SEND partnership",
            subtitle="Figures for 2025",
            notes=(
                "Every child, school and service here is made up.",
                "These figures have not been checked for disclosure: real ones made"
                " this way stay inside the partnership.",
            ),
            sections=(*sections, definitions),
        ),
    )


def _plans(figures: Figures, by_need: Figures) -> Section:
    return Section(
        "Education, health and care plans",
        "By law a plan must be issued within 20 weeks of the request. A plan issued on"
        " day 140 is in time, and one issued on day 141 is late. Plans where a legal"
        " exception applies are left out where the title says so.",
        highlights=highlights((figures[0], figures[3])),
        tables=(headline_block(figures), breakdown_block(by_need)),
    )


def _attendance(figures: Figures, by_status: Figures) -> Section:
    absence = by_status.where(lambda f: f.kpi.id == "attendance.absence_rate")
    persistent = by_status.where(lambda f: f.kpi.id == "attendance.persistent_absence")
    return Section(
        "Attendance",
        "A school day has two sessions. A pupil is persistently absent when they miss"
        " at least one in ten of their own sessions, and severely absent when they miss"
        " at least half.",
        highlights=highlights((figures[0], figures[5])),
        tables=(
            headline_block(figures, caption="Attendance in the autumn term"),
            breakdown_block(absence),
            breakdown_block(persistent),
        ),
    )


def _waits(
    waiting: Figures, so_far: Figures, over_18: Figures, seen: Figures
) -> Section:
    return Section(
        "Waits for health services",
        "The clock starts when the service receives the referral. It stops at the first"
        " appointment that takes place. Children still waiting and children already"
        " seen are counted apart, because neither alone says how long a wait will be.",
        highlights=highlights((waiting[0], waiting[2])),
        tables=(
            headline_block(waiting, caption="Children waiting on 31 December 2025"),
            waits_block(so_far),
            breakdown_block(over_18),
            waits_block(seen),
        ),
    )


def _quality(report: ReadReport) -> Section:
    rows = [
        (
            source.source,
            table.replace("_", " "),
            balance.rows_in,
            balance.accepted,
            balance.rejected,
            balance.merged_duplicates,
            balance.blank,
        )
        for source in report.sources
        for table, balance in source.balances.items()
    ]
    found = [
        (
            source.source,
            finding.place,
            f"{finding.wording}; {finding.action}",
            finding.rows,
        )
        for source in report.sources
        for finding in source.by_rule()
    ]
    headings = ("Source", "Table", "Read", "Accepted", "Rejected", "Merged", "Blank")
    return Section(
        "How complete the data are",
        "Every row that was read is accounted for: accepted, rejected with a reason,"
        " merged with an identical one, or blank.",
        tables=(
            plain_table("Rows read", headings, rows),
            plain_table(
                "What was wrong",
                ("Source", "First place", "What is wrong and what to do", "Rows"),
                found,
            ),
        ),
    )
