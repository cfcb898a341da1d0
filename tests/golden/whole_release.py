"""The four files of the release of 2025 with every row, and the appeals of 2024."""

import csv
import io
import lzma
from collections.abc import Mapping, Sequence
from functools import cache

from send_metrics.domain.rounding import percentage

from .published import (
    ASSESSMENT_OUTCOMES,
    DATA,
    REFUSALS_IN_SIXTEEN_WEEKS,
    REQUEST_DECISIONS,
    REQUESTS_IN_SIX_WEEKS,
    REVIEWS_IN_FOUR_WEEKS,
    TIMELINESS,
    Row,
    Share,
    as_printed,
    count,
    read,
)

FILES: Mapping[str, tuple[Share, ...]] = {
    "timeliness_20_week": TIMELINESS,
    "requests": (*REQUEST_DECISIONS, *REQUESTS_IN_SIX_WEEKS),
    "assessments": (*ASSESSMENT_OUTCOMES, *REFUSALS_IN_SIXTEEN_WEEKS),
    "annual_reviews": REVIEWS_IN_FOUR_WEEKS,
}
"""The published files whose percentages are worked out again."""

LEFT_OUT = frozenset(
    {
        *("time_identifier", "country_code", "region_code"),
        *("new_la_code", "geographic_level"),
    }
)
"""Columns of every published file that say nothing more than those that are kept."""

IDENTITIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "requests",
        "requests_received_in_year",
        (
            "requests_decided_to_assess",
            "requests_decided_not_to_assess",
            "requests_decision_not_made",
            "requests_withdrawn",
        ),
    ),
    (
        "assessments",
        "assess_in_year",
        ("assess_issued", "assess_not_issued", "assess_not_made", "assess_withdrawn"),
    ),
    ("annual_reviews", "total_ehc_plans", ("review_expected", "review_not_expected")),
    (
        "annual_reviews",
        "review_expected",
        ("total_review_meeting", "no_review_meeting"),
    ),
    (
        "annual_reviews",
        "total_review_meeting",
        ("review_meeting_25", "review_meeting_24", "review_meeting_prior_24"),
    ),
    (
        "annual_reviews",
        "review_expected",
        (
            "review_decision25",
            "review_decision24",
            "review_decision_prior24",
            "review_decision_not_due",
            "review_decision_outstanding",
            "no_review_meeting",
        ),
    ),
    (
        "annual_reviews",
        "total_review_meeting",
        ("outcome_amend", "outcome_cease", "outcome_maintan", "no_outcome"),
    ),
)
"""A whole, and the parts that must add up to it, in a file."""


def packed(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return rows as compressed CSV, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


@cache
def unpacked(name: str) -> tuple[Row, ...]:
    """Return every row of a compressed extract."""
    held = lzma.decompress((DATA / f"{name}.csv.xz").read_bytes())
    return tuple(csv.DictReader(io.StringIO(held.decode())))


def every_row(name: str) -> tuple[Row, ...]:
    """Return every row of a published file of the release of 2025."""
    return unpacked(f"{name}_2025_release")


def smallest_hidden_remainder(row: Row) -> int | None:
    """Return the fewest decisions neither within nor over six weeks that fit a row.

    Both percentages are then those of a base that is larger by so many. Nothing is
    returned where no number does it.
    """
    within = count(row, "request_outcome_six_weeks")
    over = count(row, "request_outcome_over_6_weeks")
    assert within is not None
    assert over is not None
    shown = within + over
    printed = (
        row["request_outcome_six_weeks_pc"],
        row["request_outcome_over_6_weeks_pc"],
    )
    # More would take most of the decisions, which is no remainder.
    for hidden in range(0 if shown else 1, max(shown, 3)):
        base = shown + hidden
        ours = tuple(as_printed(percentage(part, base)) for part in (within, over))
        if ours == printed:
            return hidden
    return None


# Two rows are printed with the code of another authority.
CODES_MENDED: Mapping[str, str] = {"Nottingham": "892", "Nottinghamshire": "891"}

DECISIONS_TO_CEASE = ("needs_met", "other")
"""The reasons for ending a plan that count as a decision to appeal against."""


def appealable_decisions(
    mended: Mapping[str, str] = CODES_MENDED,
    reasons: Sequence[str] = DECISIONS_TO_CEASE,
) -> list[tuple[str, int | None, int | None, str]]:
    """Return name, decisions as published, decisions recomputed, and the method.

    The old method adds the plans of the January after the year to the decisions, the new
    one the review meetings of the year.
    """
    decided, ended, reviewed, ceased = (
        {row["old_la_code"]: row for row in rows if row["la_name"]}
        for rows in (
            _of_2024("requests", "All requests for EHC needs assessments"),
            _of_2024("assessments", "All EHC needs assessments"),
            _of_2024("annual_reviews", "All annual reviews"),
            _ceased_in_2024(),
        )
    )
    found = []
    for row in read("appealable_decisions_2024.csv"):
        name = row["la_name"]
        code = mended.get(name, row["la_code"])
        if code not in decided:
            continue
        for method, published, counted in (
            ("old", row["decisions"], "total_ehc_plans"),
            ("new", row["decisions_in_development"], "review_meeting_24"),
        ):
            parts = (
                count(decided[code], "requests_decided_not_to_assess"),
                count(ended[code], "assess_not_issued"),
                *(count(ceased[code], reason) for reason in reasons),
                count(reviewed[code], counted),
            )
            known = [part for part in parts if part is not None]
            ours = sum(known) if len(known) == len(parts) else None
            found.append((name, _printed(published), ours, method))
    return found


def _ceased_in_2024() -> list[Row]:
    rows = read("ceased_plans_2025_release.csv")
    return [row for row in rows if row["time_period"] == "2024"]


def _of_2024(name: str, topic: str) -> list[Row]:
    return [
        row
        for row in every_row(name)
        if row["time_period"] == "2024" and row["breakdown_topic"] == topic
    ]


def _printed(text: str) -> int | None:
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isdigit() else None
