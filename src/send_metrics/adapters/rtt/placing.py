"""Decide what becomes of each line, and give the bands of those that are accepted."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from send_metrics.adapters.band_lists.agreement import (
    Marks,
    repeated_lines,
    wrong_totals,
)
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.rtt.checks import faults, queries
from send_metrics.adapters.rtt.codes import ALL_FUNCTIONS, meant
from send_metrics.adapters.rtt.findings import found
from send_metrics.adapters.rtt.layout import NO_BAND
from send_metrics.adapters.rtt.lines import Extract
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.tables import WAITING_LIST_BANDS


def placed(extract: Extract, name: str) -> Reading:
    """Return the bands of the lists in an extract, with the account of every line.

    Raises:
        SourceError: no line names a month.
    """
    lines, bands = extract.figures.lines, extract.figures.bands
    titles = extract.layout.written
    codes = meant(lines)
    if codes["period"].isna().all():
        message = (
            f"{name} names no month in its column {titles['period']};"
            " periods are written as RTT-January-2026"
        )
        raise SourceError(message)
    findings = _about_whole_lines(extract)
    rejected = np.zeros(len(lines), dtype=bool)
    for rule, field, wrong in faults(lines, codes):
        findings += found(rule, lines["line"][wrong & ~rejected], titles[field])
        rejected |= wrong
    repeated, contradicting = repeated_lines(codes, bands, ~rejected)
    findings += found("one-line-per-list", lines["line"][contradicting])
    rejected |= contradicting
    totals = (codes["treatment_function"] == ALL_FUNCTIONS).to_numpy() & ~rejected
    merged = totals | repeated
    accepted = ~(rejected | merged)
    for rule, field, doubtful in queries(lines, codes):
        findings += found(rule, lines["line"][doubtful & ~rejected], titles[field])
    # Adding up and making rows take as long, and each leaves a core idle.
    with ThreadPoolExecutor(max_workers=1) as adding_up:
        unequal = adding_up.submit(
            wrong_totals, codes, bands, accepted, totals, over=("treatment_function",)
        )
        frame = _frame(codes, bands[accepted[bands["at"]]])
    findings += found("total-of-functions", lines["line"][unequal.result()])

    filled = np.bincount(bands["at"], minlength=len(lines))
    broken = sum(line.filled for line in extract.broken)
    table = WAITING_LIST_BANDS.name
    # A line that is set aside before it fills a band counts as one.
    filled[rejected] = np.maximum(filled[rejected], 1)
    return Reading(
        frames={table: frame},
        balances={
            table: RowBalance(
                rows_in=int(filled.sum()) + broken,
                accepted=len(frame),
                rejected=int(filled[rejected].sum()) + broken,
                merged_duplicates=int(filled[merged].sum()),
            )
        },
        findings=tuple(findings),
        columns_left_out={table: extract.layout.left_out},
        notes=tuple(
            _notes(extract, accepted, rejected, totals, lines["unknown_start"])
        ),
    )


def _about_whole_lines(extract: Extract) -> list[Finding]:
    findings: list[Finding] = []
    for rule in ("line-quotes", "line-width"):
        numbers = [line.number for line in extract.broken if line.rule == rule]
        findings += found(rule, numbers)
    if extract.cut_at is not None:
        findings += found("line-end", [extract.cut_at])
    return findings


def _notes(
    extract: Extract,
    accepted: Marks,
    rejected: Marks,
    totals: Marks,
    unknown_start: "pd.Series[float]",
) -> list[str]:
    """Return the account of the lines, and what is in none of their bands."""
    of_totals = int((totals & ~accepted).sum())
    account = RowBalance(
        rows_in=extract.height,
        accepted=int(accepted.sum()),
        rejected=int(rejected.sum()) + len(extract.broken),
        merged_duplicates=int((~accepted & ~rejected).sum()),
        blank=extract.empty,
    )
    notes = [
        f"{account.rows_in:,} lines: {account.accepted:,} of treatment functions,"
        f" {of_totals:,} of totals left to their functions,"
        f" {account.merged_duplicates - of_totals:,} repeated,"
        f" {account.rejected:,} set aside, {account.blank:,} empty",
    ]
    unknown = int(unknown_start[accepted].sum())
    if unknown:
        notes.append(
            f"{unknown:,} completed pathways have no known clock start; they are in no"
            " band and not taken in"
        )
    return notes


def _frame(codes: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    at, band = bands["at"].to_numpy(), bands["band"].to_numpy()
    given: dict[str, Any] = {}
    for field in map(str, codes):
        # Made once for each code, and taken for each band.
        words: pd.Series[Any] = pd.Series(codes[field].cat.categories, dtype="str")
        meanings = pd.to_datetime(words) if field == "period" else words
        given[field] = meanings.array.take(codes[field].cat.codes.to_numpy()[at])
    return pd.DataFrame(
        {
            "scheme": pd.Series("rtt", index=range(len(bands)), dtype="str"),
            "part": given["part"],
            "counted_on": given["period"],
            "icb": given["icb"],
            "commissioner": given["commissioner"],
            "provider": given["provider"],
            "treatment_function": given["treatment_function"],
            "service": pd.Series("none", index=range(len(bands)), dtype="str"),
            "band": pd.Series(
                pd.arrays.IntegerArray(band.astype("int64"), band == NO_BAND)
            ),
            "pathways": bands["pathways"].to_numpy().astype("int64"),
        }
    )
