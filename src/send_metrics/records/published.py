"""Look up what DfE has published, to set it beside a figure."""

from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from send_metrics.errors import UsageError
from send_metrics.records.expressions import collected
from send_metrics.records.records import Records
from send_metrics.records.tables import MISSING_SYMBOLS, PUBLISHED_FIGURES

_TOTALS = ("Total", "none")


@frozen
class PublishedFigure:
    """One published value, as it is printed, with what it is of.

    *value* is ``None`` where a symbol is printed; *missing* is the symbol.
    """

    published: str
    value: float | None
    missing: str | None
    file_kind: str
    time_period: str
    time_identifier: str
    area_name: str
    phase: str
    breakdown_topic: str
    breakdown: str
    measure: str

    @property
    def missing_reason(self) -> str | None:
        """Why there is no value, in words."""
        return None if self.missing is None else MISSING_SYMBOLS[self.missing]


def published_figure(
    records: Records,
    measure: str,
    *,
    area: str,
    time_period: str,
    time_identifier: str | None = None,
    phase: str | None = None,
    breakdown: tuple[str, str] | None = None,
) -> PublishedFigure:
    """Return the published value of a column for an area and time.

    *area* is a code or name as published, or the 3-digit code of an authority.
    *breakdown* is a topic and a group of it: two topics may have groups of one name.
    Without, and without *phase*, it is the total.

    Raises:
        UsageError: there is no such value, or several; the message says what would tell
            them apart.
        RecordsError: no published figures were read.

    Example::

        published_figure(
            records, "enrolments_pa_50_exact_percent", area="919",
            time_period="202425", breakdown=("SEN provision", "No SEN"),
        )
    """
    if isinstance(breakdown, str):
        message = (  # type: ignore[unreachable]
            f"{breakdown} alone may be a group of several topics; give the topic as well,"
            ' breakdown=("SEN provision", "No SEN")'
        )
        raise UsageError(message)
    named = nw.col("area_code") == area
    rows = records.rows(PUBLISHED_FIGURES.name).filter(
        nw.col("measure") == measure,
        nw.col("time_period") == time_period,
        named | (nw.col("area_name") == area) | (nw.col("authority") == area),
    )
    found = [
        row
        for row in collected(rows)
        if time_identifier in (None, row["time_identifier"])
        and (row["phase"] in _TOTALS if phase is None else row["phase"] == phase)
        and _is_of(row, breakdown)
    ]
    if len(found) != 1:
        raise UsageError(_why_not(found, measure))
    (row,) = found
    names = [field.name for field in PublishedFigure.__attrs_attrs__]
    return PublishedFigure(
        **{name: row[name] for name in names}
        | {
            "value": row["value"] if row["missing"] == "none" else None,
            "missing": None if row["missing"] == "none" else row["missing"],
        }
    )


def _is_of(row: dict[str, Any], breakdown: tuple[str, str] | None) -> bool:
    """Whether a row is of the group, or of everybody: then it is named like its topic."""
    of = row["breakdown_topic"], row["breakdown"]
    return of[0] == of[1] if breakdown is None else of == breakdown


def _why_not(found: list[dict[str, Any]], measure: str) -> str:
    if not found:
        return (
            f"no value of {measure} is published for that area, time and group; check the"
            " names against published_figures"
        )
    apart = [
        name for name in PUBLISHED_FIGURES.key if len({row[name] for row in found}) > 1
    ]
    return (
        f"{len(found)} values of {measure} are published; tell apart {', '.join(apart)}"
    )
