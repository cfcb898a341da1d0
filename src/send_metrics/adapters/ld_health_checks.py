"""NHS England's learning disability health checks: who on a register was checked."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from attrs import frozen

from send_metrics.adapters.band_lists.counts import NOT_A_COUNT, count
from send_metrics.adapters.band_lists.opening import blocks_of
from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, rows_of, text_of
from send_metrics.adapters.delimited.columns import Mask
from send_metrics.adapters.delimited.values import COMPACT, ISO
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError
from send_metrics.records.health_checks import HEALTH_CHECKS
from send_metrics.records.schema import UNKNOWN

AGE_GROUPS = {"LDHCMI034": "14 to 17", "LDHCMI035": "18 and over"}
"""The indicators of a check in the year, with the ages that each is about."""

OTHER_INDICATORS = frozenset(
    {"LDHC021", "LDHCMI036", "LDHCMI037", "LD_REG_1417", "LD_REG_18OV"}
)
"""Payment counts, checks with a health action plan, and registers: not read."""

CHECKED, REGISTERED, DECLINED = "NUMERATOR", "DENOMINATOR", "HLTHCHKDEC"
OUTCOMES = {CHECKED: "checked", REGISTERED: "not_checked", DECLINED: "declined"}
"""The measures that are read, and what is made of each."""

HIDDEN = "*"
INDICATOR, MEASURE, VALUE = "IND_CODE", "MEASURE", "VALUE"
PRACTICE, COUNTED_ON = "PRACTICE_CODE", "ACH_DATE"
_AREAS = {"pcn": "PCN_ODS_CODE", "sub_icb": "SUB_ICB_LOC_CODE", "icb": "ICB_CODE"}


@frozen
class HealthChecks:
    """Reads one month's publication.

    Three of its measures become a row each: those checked; those of the denominator who
    were not; those who declined and are taken out of the denominator. Together they are
    the register of a practice and age group. One of the three alone says nothing, so
    that they are taken together or set aside together.
    """

    name: str = "ld_health_checks"
    title: str = "NHS England learning disabilities health check scheme, CSV or zip"
    tables: tuple[str, ...] = (HEALTH_CHECKS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - no person is named
        """Read the publication at *path*.

        Raises:
            SourceError: it is another file, is damaged, or has no check in the year.
        """
        raw = b"".join(blocks_of(path, "publication of health checks"))
        text, findings = text_of(raw, path.name, HEALTH_CHECKS.name)
        rows = rows_of(
            text,
            path.name,
            table=HEALTH_CHECKS.name,
            columns=(PRACTICE, COUNTED_ON, INDICATOR, MEASURE, VALUE),
            optional=tuple(_AREAS.values()),
            findings=findings,
        )
        if not rows.where(INDICATOR, lambda text: text.upper() in AGE_GROUPS).any():
            message = (
                f"{path.name} has neither {' nor '.join(AGE_GROUPS)} in its column"
                f" {INDICATOR}; give the monthly publication of health checks"
            )
            raise SourceError(message)
        frame = _frame(rows)
        return Reading(
            frames={HEALTH_CHECKS.name: frame},
            balances={HEALTH_CHECKS.name: rows.balance},
            findings=tuple(rows.findings),
            columns_left_out={HEALTH_CHECKS.name: rows.columns_left_out},
        )


def _frame(rows: TextRows) -> pd.DataFrame:
    _take_out_what_is_not_read(rows)
    form = COMPACT if rows.where(COUNTED_ON, _is_compact).any() else ISO
    counted_on = rows.days(COUNTED_ON, required=True, form=form)
    practices = rows.texts(PRACTICE, become=str.upper)
    measures = rows.texts(MEASURE, become=str.upper)
    ages = rows.texts(INDICATOR, become=lambda text: AGE_GROUPS.get(text.upper(), ""))
    lists = pd.DataFrame({"on": counted_on, "of": practices, "aged": ages})
    _hold_together(rows, lists, measures)
    people = _people(rows, lists, measures)
    areas = {name: rows.texts(column, empty=UNKNOWN) for name, column in _AREAS.items()}
    return rows.frame(
        {
            "practice": practices,
            "age_group": ages,
            "outcome": measures.map(OUTCOMES),
            "counted_on": counted_on,
            **areas,
            "people": pd.Series(people),
        }
    ).astype({"people": "int64"})


def _take_out_what_is_not_read(rows: TextRows) -> None:
    rows.take_out(
        rows.where(INDICATOR, lambda text: text.upper() in OTHER_INDICATORS),
        rule="other-indicator",
        column=INDICATOR,
        wording="the indicator is none of a check in the year",
        action="nothing; payments, action plans and registers are not read",
    )
    rows.reject(
        rows.where(INDICATOR, lambda text: text.upper() not in AGE_GROUPS),
        rule="indicator-known",
        column=INDICATOR,
        wording="the indicator is not one of the scheme's",
        action="use " + " or ".join(AGE_GROUPS) + ", or tell us of the new one",
    )
    rows.take_out(
        rows.where(MEASURE, lambda text: bool(text) and text.upper() not in OUTCOMES),
        rule="other-measure",
        column=MEASURE,
        wording="the measure is none of numerator, denominator and declined",
        action="nothing; exclusions by age are not read",
    )


def _hold_together(
    rows: TextRows, lists: pd.DataFrame, measures: "pd.Series[str]"
) -> None:
    """Take out what is hidden or repeated; set aside lists that are not whole."""
    hidden = _anywhere_in_list(
        lists, rows.where(VALUE, lambda text: text == HIDDEN) & rows.sound
    )
    rows.take_out(
        hidden,
        rule="hidden-value",
        column=VALUE,
        wording="the publication hides a measure of the list; none of it is used",
        action="nothing; NHS England hides small denominators of practices",
    )
    counts = _counts(rows)
    rows.reject(
        _anywhere_in_list(
            lists, (np.isnan(counts) | (counts == NOT_A_COUNT)) & rows.sound
        ),
        rule="whole-number",
        column=VALUE,
        wording="a measure of the list is not a number of people",
        action="give whole numbers from nought up",
    )
    said = lists.assign(measure=measures, count=counts)
    kept = said[rows.sound]
    repeated = pd.Series(data=False, index=said.index)
    repeated[kept.index] = kept.duplicated()
    rows.take_out(
        repeated,
        rule="repeated-row",
        wording="the row repeats another one",
        action="nothing; it is counted once",
        merged=True,
    )
    kept = said[rows.sound]
    by_list = kept.groupby(list(lists), sort=False)["measure"]
    whole = (by_list.transform("size") == len(OUTCOMES)) & (
        by_list.transform("nunique") == len(OUTCOMES)
    )
    broken = pd.Series(data=False, index=said.index)
    broken[kept.index] = ~whole
    rows.reject(
        broken,
        rule="whole-list",
        column=MEASURE,
        wording="the list has not exactly one numerator, denominator and number of"
        " declines; none of it is used",
        action="supply what is missing, and each measure once",
    )


def _people(
    rows: TextRows, lists: pd.DataFrame, measures: "pd.Series[str]"
) -> npt.NDArray[np.float64]:
    """Return how many people each measure adds: those not checked are the difference."""
    said = lists.assign(count=_counts(rows), row=np.arange(len(lists)))
    checked = said[(measures == CHECKED).to_numpy() & rows.sound]
    registered = said[(measures == REGISTERED).to_numpy() & rows.sound]
    both = registered.merge(checked, on=list(lists), suffixes=("", "_checked"))
    people = said["count"].to_numpy().copy()
    people[both["row"]] = both["count"] - both["count_checked"]
    over = np.zeros(len(said), dtype=bool)
    over[both["row"]] = both["count"] < both["count_checked"]
    rows.reject(
        _anywhere_in_list(lists, over),
        rule="numerator-within-denominator",
        column=VALUE,
        wording="more people were checked than the denominator holds; neither is used",
        action="ask the practice which is right",
    )
    return people


def _anywhere_in_list(lists: pd.DataFrame, where: Mask) -> Mask:
    """Return the rows of every list of which at least one row is marked."""
    found: Mask = (
        pd.Series(where)
        .groupby([lists[name] for name in lists], sort=False, dropna=False)
        .transform("any")
        .to_numpy(dtype=bool)
    )
    return found


def _counts(rows: TextRows) -> npt.NDArray[np.float64]:
    held = rows.columns[VALUE]
    counts: npt.NDArray[np.float64] = np.array([count(text) for text in held.values])
    return counts[held.places]


def _is_compact(text: str) -> bool:
    return COMPACT.read(text) is not None


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the publication under the name ``ld_health_checks``."""
    register(HealthChecks())
