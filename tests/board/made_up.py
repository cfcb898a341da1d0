"""A small made-up partnership: one source of referrals, and a plan that asks for more."""

import csv
import datetime as dt
from pathlib import Path

ON = dt.date(2025, 7, 10)

PARTNERSHIP = """
name = "Oakshire partnership"
plan = "plan.toml"
runs = "runs.jsonl"

[[source]]
adapter = "referrals"
path = "referrals.csv"
organisation = "trust"
covers = "2024-01-01..2025-06-30"
delivery = { every = "month", within_days = 10 }
"""

PLAN = """
id = "oakshire"
title = "Improvement plan of Oakshire"
version = "2"
as_at = 2025-07-01

[[organisations]]
id = "trust"
name = "Oakshire NHS trust"
kind = "NHS trust"

[[areas]]
id = "waits"
kind = "priority action"
number = 1
public_wording = "Children wait less"
responsible = ["trust"]

[[actions]]
id = "clinic"
title = "Open a clinic"
areas = ["waits"]
owner = "Director of nursing"
due = 2025-06-30
rating = { word = "at risk" }

[[actions]]
id = "helpline"
title = "Open a helpline"
areas = ["waits"]
status = "withdrawn"

[[milestones]]
id = "rooms"
title = "Rooms are rented"
areas = ["waits"]
actions = ["clinic"]
due = 2025-06-10
met_on = 2025-06-10

[[milestones]]
id = "nurses"
title = "Nurses are hired"
areas = ["waits"]
actions = ["clinic"]
due = 2025-06-20
revised_due = [{ due = 2025-06-25 }]
met_on = 2025-06-21

[[milestones]]
id = "number"
title = "The number is known"
areas = ["waits"]
actions = ["helpline"]
due = 2025-06-20

[[kpis]]
id = "waiting"
kpi = "waits.still_waiting"
title = "Children who wait"
unit = "people"
better = "lower"
role = "impact"
areas = ["waits"]
actions = ["clinic"]
targets = [{ kind = "milestone", value = 5, due = "2025-12" }]
trajectory = [{ on = 2025-03-31, value = 30 }, { on = 2025-06-30, value = 20 }]

[[kpis]]
id = "waiting-for-speech"
kpi = "waits.still_waiting"
title = "Children who wait for speech therapy"
unit = "people"
better = "lower"
role = "impact"
areas = ["waits"]
by = { service = "speech" }

[[kpis]]
id = "waiting-for-nobody"
kpi = "waits.still_waiting"
title = "Children who wait for a service that nobody refers to"
unit = "people"
better = "lower"
role = "impact"
areas = ["waits"]
by = { service = "astrology" }

[[kpis]]
id = "by-what-it-cannot-be"
kpi = "waits.still_waiting"
title = "Children who wait, by something that is no breakdown"
unit = "people"
better = "lower"
role = "impact"
areas = ["waits"]
by = { shoe_size = "4" }

[[kpis]]
id = "long"
kpi = "waits.over_18_weeks"
title = "Children who wait over 18 weeks"
unit = "percent"
better = "lower"
role = "impact"
areas = ["waits"]
targets = [{ kind = "aspiration", value = 10 }]

[[kpis]]
id = "seen"
kpi = "waits.seen_weeks"
title = "Weeks until children were seen"
unit = "weeks"
better = "lower"
role = "impact"
areas = ["waits"]
cadence = "quarter"

[[kpis]]
id = "no-such-thing"
kpi = "waits.foretold"
title = "Waits as the stars have them"
unit = "percent"
better = "lower"
role = "impact"

[[kpis]]
id = "settled"
kpi = "waits.stabilised"
title = "Services whose waits have settled"
unit = "percent"
better = "higher"
role = "impact"
baseline = { value = 0, period = "2024-06" }

[[kpis]]
id = "settled-since-when"
kpi = "waits.stabilised"
title = "Services whose waits have settled, nobody says since when"
unit = "percent"
better = "higher"
role = "impact"

[[kpis]]
id = "no-feed"
kpi = "complaints.received"
title = "Complaints"
unit = "complaints"
better = "lower"
role = "impact"

[[kpis]]
id = "wrong-unit"
kpi = "waits.over_18_weeks"
title = "Long waits, told in people"
unit = "people"
better = "lower"
role = "impact"
targets = [{ kind = "milestone", value = 3 }]

[[kpis]]
id = "two-of-one-day"
kpi = "waits.over_18_weeks"
title = "Long waits, expected to be two things at once"
unit = "percent"
better = "lower"
role = "impact"
trajectory = [{ on = 2025-03-31, value = 30 }, { on = 2025-03-31, value = 20 }]

[[kpis]]
id = "milestones"
kpi = "plan.milestones_met_on_time"
title = "Milestones met in time"
unit = "percent"
better = "higher"
role = "process"

[[kpis]]
id = "actions-at-risk"
kpi = "plan.actions_by_rag"
title = "Actions at risk"
unit = "actions"
better = "lower"
role = "process"
by = { rating = "at_risk" }

[[kpis]]
id = "updates"
kpi = "plan.public_update_on_time"
title = "Updates in time"
unit = "percent"
better = "higher"
role = "process"

[[kpis]]
id = "deliveries"
kpi = "data.deliveries_on_time"
title = "Feeds in time"
unit = "percent"
better = "higher"
role = "process"

[[kpis]]
id = "current"
kpi = "data.dashboard_kpis_current"
title = "Measures that are up to date"
unit = "percent"
better = "higher"
role = "process"
"""

_HEADINGS = (
    *("referral_id", "person_id", "service", "provider", "area", "referred_on"),
    *("accepted_on", "first_contact_on", "closed_on", "close_reason"),
    *("date_of_birth", "referral_reason"),
)


def write_partnership(
    folder: Path, *measures: str, partnership: str = PARTNERSHIP
) -> Path:
    """Write the partnership, its plan with all or these measures; return its file.

    One child a month is referred for speech therapy from January 2024 on and never
    seen; four a month for audiology, and seen after seven days.
    """
    rest, *each = PLAN.split("[[kpis]]")
    kept = [one for one in each if not measures or one.split('"')[1] in measures]
    (folder / "plan.toml").write_text("[[kpis]]".join((rest, *kept)), "utf-8")
    with (folder / "referrals.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _HEADINGS, restval="", lineterminator="\n")
        rows.writeheader()
        for number in range(18):
            day = dt.date(2024 + number // 12, number % 12 + 1, 5)
            seen = day.replace(day=12)
            for child, service in enumerate(("speech", *["audiology"] * 4)):
                rows.writerow(
                    {
                        "referral_id": f"referral-{number}-{child}",
                        "person_id": f"person-{number}-{child}",
                        "service": service,
                        "provider": "Oakmere",
                        "area": "North",
                        "referred_on": day,
                        "accepted_on": day,
                        "first_contact_on": seen if service == "audiology" else "",
                        "date_of_birth": "2015-01-07",
                    }
                )
    file_of_partnership = folder / "partnership.toml"
    file_of_partnership.write_text(partnership, encoding="utf-8")
    return file_of_partnership
