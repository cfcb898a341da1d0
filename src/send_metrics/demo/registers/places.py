"""Specialist places that the council commissions, and its visits to settings."""

import datetime as dt

from send_metrics.demo.chance import AREAS, pick
from send_metrics.demo.registers.sheet import AsWritten, Flaw, Heading, Row, Sheet
from send_metrics.demo.registers.story import Teller, by_then, so_far

FLAWS = (
    Flaw("places", "readable-value", 1, "a number of places in words (about ten)"),
)

# The day, the kind of place, and how many for every 1,000 plans.
CHANGES = (
    (dt.date(2023, 11, 1), "resourced_provision", 2),
    (dt.date(2024, 1, 8), "special_school", 5),
    (dt.date(2024, 4, 15), "sen_unit", 3),
    (dt.date(2024, 9, 2), "special_school", 9),
    (dt.date(2024, 9, 2), "resourced_provision", 6),
    (dt.date(2025, 1, 6), "alternative_provision", 4),
    (dt.date(2025, 4, 28), "sen_unit", 5),
    (dt.date(2025, 7, 22), "resourced_provision", -2),
    (dt.date(2025, 9, 1), "special_school", 12),
    (dt.date(2025, 9, 1), "sen_unit", 8),
    (dt.date(2025, 11, 3), "alternative_provision", 3),
)
SETTINGS_PER_1000_PLANS = 9
KINDS = {
    "special": 5,
    "alternative_provision": 3,
    "independent": 5,
    "unregistered": 1,
}


def sheets(tell: Teller) -> list[Sheet]:
    """Return the list of places and that of commissioned settings."""
    places: list[Row] = [
        {
            "change_id": f"P{number:03d}",
            "setting_id": f"S{tell.rng.randint(1, 15):03d}",
            "sector": sector,
            "area": tell.rng.choice(AREAS),
            "changed_on": day,
            "places_changed": _at_least_one(count * tell.children / 1000),
            "temporary": "yes" if sector == "alternative_provision" else "no",
        }
        for number, (day, sector, count) in enumerate(CHANGES, start=1)
    ]
    flawed = {
        **places[0],
        "change_id": "P901",
        "places_changed": AsWritten("about ten"),
    }
    return [
        Sheet(
            table="places",
            file="Places.xlsx",
            sheet="Changes",
            title="Commissioned specialist places",
            columns={
                "change_id": "Line",
                "setting_id": "Setting",
                "sector": Heading(
                    "Type",
                    {
                        "Special": "special_school",
                        "Unit": "sen_unit",
                        "RP": "resourced_provision",
                        "AP": "alternative_provision",
                    },
                ),
                "area": "District",
                "changed_on": "From",
                "places_changed": "Places +/-",
                "temporary": "Temporary?",
            },
            rows=[*places, flawed],
        ),
        Sheet(
            table="setting_reviews",
            file="visits.csv",
            columns={
                "setting_id": "Setting",
                "setting_kind": Heading("Kind", {"AP": "alternative_provision"}),
                "commissioned_on": "Commissioned since",
                "ended_on": "Until",
                "reviewed_on": "Last visit",
            },
            rows=_settings(tell),
        ),
    ]


def _at_least_one(places: float) -> int:
    """Return whole places, away from nothing: a change changes something."""
    return round(places) or (1 if places > 0 else -1)


def _settings(tell: Teller) -> list[Row]:
    count = max(6, round(tell.children * SETTINGS_PER_1000_PLANS / 1000))
    rows: list[Row] = []
    for number in range(1, count + 1):
        since = dt.date(tell.rng.randint(2016, 2024), 9, 1)
        visited = tell.happens(so_far(dt.date(2025, 10, 1), 0.5, 0.85))
        year = 2025 if visited else 2024
        rows.append(
            {
                "setting_id": f"S{number:03d}",
                "setting_kind": pick(tell.rng, KINDS),
                "commissioned_on": since,
                "ended_on": dt.date(2025, 8, 31) if tell.happens(0.06) else None,
                "reviewed_on": by_then(tell.after(dt.date(year, 1, 8), 0, 330)),
            }
        )
    return rows
