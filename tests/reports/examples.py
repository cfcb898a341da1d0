"""Made-up figures and layouts that the tests of reports share."""

import datetime as dt
from collections.abc import Mapping

from send_metrics.calculate import Figure
from send_metrics.calculate.figure import State
from send_metrics.domain.period import Period, calendar_year
from send_metrics.kpis.catalogue import kpi
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
DAY = dt.date(2026, 1, 15)
IN_TIME = "ehcp.issued_within_20_weeks_excl_exceptions"

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "https://example.org/attack",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "two\nlines\r\x00\x07\x1b",
    "turned \u202e round",
    "$\\frac{1}{0}$",
    "' or 'x",
    "é" * 5000,
)


def share(
    numerator: int,
    denominator: int,
    by: Mapping[str, str] | None = None,
    *,
    undetermined: int = 0,
    excluded: int = 0,
    when: Period = YEAR,
) -> Figure:
    return Figure(
        kpi=kpi(IN_TIME),
        when=when,
        by=by or {},
        state=State(numerator, denominator),
        undetermined=undetermined,
        excluded={"exceptions apply": excluded} if excluded else {},
    )


def requests(count: int) -> Figure:
    return Figure(kpi("ehcp.requests_received"), YEAR, state=State(count))


def waiting(days: Mapping[int, int], service: str | None = None) -> Figure:
    return Figure(
        kpi=kpi("waits.still_waiting_weeks"),
        when=DAY,
        by={"service": service} if service else {},
        state=State(spread=days),
    )


def unavailable() -> Figure:
    return Figure(
        kpi("attendance.persistent_absence"),
        YEAR,
        unavailable="attendance_marks was not supplied",
    )


def by_need() -> list[Figure]:
    return [
        share(40, 60, {"primary_need": "HI"}),
        share(21, 75, {"primary_need": "ASD"}, undetermined=1, excluded=2),
        share(0, 0, {"primary_need": "MSI"}),
        share(3, 9, {"primary_need": "unknown"}),
    ]


def layout() -> Layout:
    main = [share(322, 560, undetermined=3, excluded=41), requests(1240), unavailable()]
    waits = [
        waiting({70: 20, 140: 10}, "speech_and_language"),
        waiting({7: 10, 364: 10}, "adhd_clinic"),
    ]
    read: list[list[str | int]] = [
        ["sen2.xml", 1300, 1288],
        ["referrals.csv", 6000, 5950],
    ]
    return Layout(
        "SEND dashboard",
        "Made-up figures",
        ("No real child is described.",),
        (
            Section(
                "Where we are",
                "Main figures.",
                highlights(main),
                (headline_block(main),),
            ),
            Section("Plans on time", "By need.", (), (breakdown_block(by_need()),)),
            Section("Waiting", "So far.", (), (waits_block(waits),)),
            Section(
                "Data quality",
                "What was read.",
                (),
                (
                    plain_table("Rows", ["Source", "Read", "Accepted"], read),
                    definitions_block([*main, *waits]),
                ),
            ),
            Section("Next steps", "There is no table here."),
        ),
    )


def hostile_layout() -> Layout:
    cells: list[list[str | int]] = [[text, 1] for text in HOSTILE]
    figures = [
        share(place, 20, {"primary_need": text})
        for place, text in enumerate(HOSTILE, start=1)
    ]
    return Layout(
        "=1+1 <script>",
        "<b>subtitle</b>",
        HOSTILE,
        (
            *(Section(text, text) for text in HOSTILE),
            Section("=tables", "", (), (plain_table("=rows", ["=Label", "n"], cells),)),
            Section("=chart", "", (), (breakdown_block(figures, caption="=1+1"),)),
        ),
    )
