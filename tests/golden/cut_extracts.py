"""Cut the extracts in ``data`` out of the files that the department publishes.

Run ``python -m tests.golden.cut_extracts FOLDER`` from the top of the project, where
FOLDER holds the published files under the names that ``data/README.md`` gives.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .attendance_release import AUTUMN, YEAR_TO_DATE, rate_cells
from .published import (
    ASSESSMENT_OUTCOMES,
    DATA,
    REFUSALS_IN_SIXTEEN_WEEKS,
    REQUEST_DECISIONS,
    REQUESTS_IN_SIX_WEEKS,
    REVIEWS_IN_FOUR_WEEKS,
    TIMELINESS,
    TOTAL_TOPICS,
    Row,
    Share,
    cells,
    compared,
    is_tie,
)
from .whole_release import FILES, LEFT_OUT, packed

WHERE = (
    "time_period",
    "geographic_level",
    "country_name",
    "region_name",
    "new_la_code",
    "la_name",
    "breakdown_topic",
    "breakdown",
)

REVIEW_COUNTS = (
    "total_ehc_plans",
    "review_expected",
    "review_not_expected",
    "review_meeting_25",
    "review_meeting_24",
    "review_meeting_prior_24",
    "total_review_meeting",
    "no_review_meeting",
    "review_decision25",
    "review_decision24",
    "review_decision_prior24",
    "review_decision_not_due",
    "review_decision_outstanding",
    "outcome_amend",
    "outcome_cease",
    "outcome_maintan",
    "no_outcome",
)

SESSIONS = (
    "present_sessions",
    "approved_educational_activity",
    "overall_attendance",
    "authorised_absence",
    "unauthorised_absence",
    "overall_absence",
    "late_sessions",
    "possible_sessions",
)

ATTENDANCE_FILES = {
    YEAR_TO_DATE: "dfe_attendance_ytd_2025_26.csv",
    AUTUMN: "dfe_attendance_autumn_2024_25.csv",
}
"""The extracts of every row, and the names the published files are saved under."""

LAST_DIGITS = (
    "extract",
    "area",
    "phase",
    "rate",
    "sessions",
    "possible",
    "published",
    "ours",
)

ATTENDANCE_AREAS = (
    "time_period",
    "geographic_level",
    "country_name",
    "region_name",
    "la_name",
    "phase",
)

CEASED = (
    "time_period",
    "old_la_code",
    "la_name",
    "max_age",
    "needs_met",
    "he",
    "employ",
    "transfer",
    "no_engage",
    "moved_outside_eng",
    "deceased",
    "not_rec",
    "other",
    "total_ceased",
)


def columns_of(shares: Sequence[Share]) -> tuple[str, ...]:
    """Return counts and percentages in the order of use, each once."""
    wanted = [
        column
        for share in shares
        for column in (*share.base, share.numerator, share.published)
    ]
    return tuple(dict.fromkeys(wanted))


def read_published(path: Path) -> list[Row]:
    """Read a published file, which may begin with a byte-order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Write an extract with the columns named, in that order."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, columns, extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)


def cut_plans(folder: Path) -> None:
    """Cut the four files of the release on education, health and care plans."""
    for source, target, shares, tied_shares, other_counts in (
        ("timeliness_20_week", "timeliness", TIMELINESS, TIMELINESS, ()),
        (
            "requests",
            "requests",
            (*REQUEST_DECISIONS, *REQUESTS_IN_SIX_WEEKS),
            REQUEST_DECISIONS,
            (),
        ),
        (
            "assessments",
            "assessments",
            (*ASSESSMENT_OUTCOMES, *REFUSALS_IN_SIXTEEN_WEEKS),
            (*ASSESSMENT_OUTCOMES, *REFUSALS_IN_SIXTEEN_WEEKS),
            (),
        ),
        (
            "annual_reviews",
            "annual_reviews",
            REVIEWS_IN_FOUR_WEEKS,
            REVIEWS_IN_FOUR_WEEKS,
            REVIEW_COUNTS,
        ),
    ):
        rows = read_published(folder / f"{source}.csv")
        with_breakdowns = source == "timeliness_20_week"
        write(
            f"{target}_2025_release_totals.csv",
            [
                row
                for row in rows
                if row["breakdown_topic"] in TOTAL_TOPICS
                or (with_breakdowns and row["geographic_level"] == "National")
            ],
            (*WHERE, *other_counts, *columns_of(shares)),
        )
        write(
            f"{target}_2025_release_ties.csv",
            [
                row
                for row in rows
                if any(is_tie(cell) for cell in compared(cells([row], tied_shares)))
            ],
            (*WHERE, *columns_of(tied_shares)),
        )


def cut_whole_release(folder: Path) -> None:
    """Pack every row of the four files, and cut what appeals are compared with."""
    for name in FILES:
        rows = read_published(folder / f"{name}.csv")
        columns = [column for column in rows[0] if column not in LEFT_OUT]
        packed_rows = packed(rows, columns)
        (DATA / f"{name}_2025_release.csv.xz").write_bytes(packed_rows)
    write(
        "ceased_plans_2025_release.csv",
        [
            row
            for row in read_published(folder / "ceased_plans.csv")
            if row["breakdown_topic"] == "All ceased EHC plans"
            and row["la_name"]
            and (row["time_period"] == "2024" or row["la_name"] == "Hertfordshire")
        ],
        CEASED,
    )
    write_appeals(folder / "appeal_rate_2014_2024.csv")


def write_appeals(path: Path) -> None:
    """Cut the year 2024 out of the table of appeal rates, with both methods."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = [row for row in csv.reader(file) if len(row[1].strip()) == 3]
    names = ("appeals", "decisions", "rate")
    later = ("decisions_in_development", "rate_in_development")
    rows = [
        dict(
            zip(
                ("la_name", "la_code", *names, *later),
                (row[0].strip(), row[1].strip(), *map(str.strip, row[32:37])),
                strict=True,
            )
        )
        for row in table
    ]
    write("appealable_decisions_2024.csv", rows, list(rows[0]))


def cut_attendance(folder: Path) -> None:
    """Pack every row of the two attendance files, without what the tests do not need."""
    for name, saved_as in ATTENDANCE_FILES.items():
        rows = [
            {**row, "phase": row.get("education_phase") or row["school_type"]}
            for row in read_published(folder / saved_as)
        ]
        reasons = [column for column in rows[0] if column.startswith("reason_")]
        rates = [column for column in rows[0] if column.endswith("_perc")]
        columns = (*ATTENDANCE_AREAS, *SESSIONS, *reasons, "total_enrolments", *rates)
        (DATA / f"{name}.csv.xz").write_bytes(packed(rows, columns))
    write(
        "attendance_last_digits.csv",
        [
            cell.told
            for name in ATTENDANCE_FILES
            for cell in rate_cells(name)
            if not cell.agrees
        ],
        LAST_DIGITS,
    )


RTT_EXTRACT = "20260131-RTT-January-2026-full-extract.csv"
RTT_PLACES = (
    "Commissioner Parent Org Code",
    "Provider Org Code",
    "Treatment Function Code",
)


def cut_waiting_lists(folder: Path) -> None:
    """Add up the incomplete pathways of each board, provider and treatment function.

    Lists commissioned outside England, and totals over functions, are left out.
    """
    with (folder / RTT_EXTRACT).open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        bands = [name for name in lines.fieldnames or () if name.startswith("Gt ")]
        summed: dict[tuple[str, ...], list[int]] = {}
        for line in lines:
            if (
                line["RTT Part Type"] != "Part_2"
                or line["Treatment Function Code"] == "C_999"
                or line["Commissioner Org Code"] == "NONC"
            ):
                continue
            waiting = summed.setdefault(
                tuple(line[name] for name in RTT_PLACES), [0] * len(bands)
            )
            for week, band in enumerate(bands):
                waiting[week] += int(line[band] or 0)
    rows = [
        dict(
            zip(
                (*RTT_PLACES, *bands),
                (*place, *(str(people or "") for people in summed[place])),
                strict=True,
            )
        )
        for place in sorted(summed)
    ]
    packed_rows = packed(rows, (*RTT_PLACES, *bands))
    (DATA / "rtt_incomplete_2026-01.csv.xz").write_bytes(packed_rows)


if __name__ == "__main__":
    cut_plans(Path(sys.argv[1]))
    cut_whole_release(Path(sys.argv[1]))
    cut_attendance(Path(sys.argv[1]))
    cut_waiting_lists(Path(sys.argv[1]))
