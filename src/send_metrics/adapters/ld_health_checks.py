"""NHS England's learning disability health check scheme, practice by practice."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, read_delimited
from send_metrics.adapters.delimited.values import DAY_FIRST, ISO, DayForm
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import HEALTH_CHECKS

AGE_GROUPS = {"LDHCMI034": "14-17", "LDHCMI035": "18+"}
"""The indicators that are read, and whom each is of."""

CHECKED, NOT_DECLINED, DECLINED = "NUMERATOR", "DENOMINATOR", "HLTHCHKDEC"
MEASURES = (CHECKED, NOT_DECLINED, DECLINED)
CODES = {
    "practice": "PRACTICE_CODE",
    "primary_care_network": "PCN_ODS_CODE",
    "sub_icb": "SUB_ICB_LOC_CODE",
    "icb": "ICB_CODE",
}
DAY, INDICATOR, MEASURE, VALUE = "ACH_DATE", "IND_CODE", "MEASURE", "VALUE"
_LONGEST = 7
_TABLE = HEALTH_CHECKS.name


@frozen
class HealthChecks:
    """Reads one published month: three measures a practice and age group.

    They become people who were checked, who were not, and who declined; the register is
    all three. Other indicators of the file are counted and left.
    """

    name: str = "ld_health_checks"
    title: str = (
        "NHS England learning disability health check scheme, practice level CSV"
    )
    tables: tuple[str, ...] = (_TABLE,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - it is about practices
        """Read the CSV at *path*.

        Raises:
            SourceError: it is not a file of the scheme in long layout.
        """
        if not path.is_file() or path.suffix.lower() != ".csv":
            message = (
                f"{path.name}: health checks are read from one .csv file; unzip it"
            )
            raise SourceError(message)
        rows = read_delimited(
            path,
            table=_TABLE,
            columns=(CODES["practice"], DAY, INDICATOR, MEASURE, VALUE),
            optional=tuple(name for key, name in CODES.items() if key != "practice"),
        )
        measures = _measures(rows)
        people, rejected, findings = _people(measures)
        lines = rows.balance
        return Reading(
            frames={_TABLE: people},
            balances={
                _TABLE: RowBalance(
                    len(people) + rejected, len(people), rejected=rejected
                )
            },
            findings=(*rows.findings, *findings),
            columns_left_out={_TABLE: rows.columns_left_out},
            notes=(
                f"{lines.rows_in} lines: {lines.accepted} of the measures that are read,"
                f" {lines.blank} of others or empty, {lines.merged_duplicates} repeated,"
                f" {lines.rejected} set aside",
            ),
        )


def _measures(rows: TextRows) -> pd.DataFrame:
    """Return the sound lines of the measures that are read."""
    rows.take_out(
        rows.where(INDICATOR, lambda text: text.upper() not in AGE_GROUPS),
        rule="other-indicator",
        column=INDICATOR,
        wording="the line is of an indicator that is not read",
        action="nothing; " + " and ".join(AGE_GROUPS) + " are read",
    )
    rows.take_out(
        rows.where(MEASURE, lambda text: text.upper() not in MEASURES),
        rule="other-measure",
        column=MEASURE,
        wording="the line is of a measure that is not read",
        action="nothing; " + ", ".join(MEASURES) + " are read",
    )
    rows.reject(
        rows.where(VALUE, lambda text: not _is_count(text)),
        rule="whole-number",
        column=VALUE,
        wording="the value is not a number of people",
        action="give whole numbers from nought up",
    )
    practice = rows.texts(CODES["practice"])
    counted_on = rows.days(DAY, required=True, form=_form(rows))
    return rows.frame(
        {
            "practice": practice,
            "counted_on": counted_on,
            "age_group": rows.texts(
                INDICATOR, become=lambda text: AGE_GROUPS.get(text.upper(), "")
            ),
            **{
                key: rows.texts(name, empty=UNKNOWN)
                for key, name in CODES.items()
                if key != "practice"
            },
            "measure": rows.texts(MEASURE, become=str.upper),
            "value": rows.texts(
                VALUE, become=lambda text: text if _is_count(text) else "0"
            ).astype("int64"),
        }
    )


def _form(rows: TextRows) -> DayForm:
    """Return how the days of the file are written: 31/03/2026 or 2026-03-31."""
    is_british = rows.where(DAY, lambda text: "/" in text).any()
    return DAY_FIRST if is_british else ISO


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _people(measures: pd.DataFrame) -> tuple[pd.DataFrame, int, tuple[Finding, ...]]:
    """Return people by what became of them, how many lists are rejected, and why."""
    keys = ["counted_on", "practice", "age_group"]
    parts: list[pd.DataFrame] = []
    rejected = {"measures-whole": 0, "more-checked-than-registered": 0}
    for _, of_list in measures.groupby(keys, sort=False):
        by_measure = of_list.drop_duplicates(["measure", "value"])
        held = dict(zip(by_measure["measure"], by_measure["value"], strict=True))
        if len(by_measure) != len(held) or set(held) != set(MEASURES):
            rejected["measures-whole"] += 1
        elif held[CHECKED] > held[NOT_DECLINED]:
            rejected["more-checked-than-registered"] += 1
        else:
            parts.append(_split(of_list, held))
    columns = [name for name in HEALTH_CHECKS.names if name in _COLUMNS]
    people = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    findings = tuple(_finding(rule, lists) for rule, lists in rejected.items() if lists)
    return people.reset_index(drop=True), sum(rejected.values()), findings


_COLUMNS = frozenset({"counted_on", "age_group", "checked", "people", *CODES})


def _split(of_list: pd.DataFrame, held: dict[str, int]) -> pd.DataFrame:
    people = {
        "checked": held[CHECKED],
        "not checked": held[NOT_DECLINED] - held[CHECKED],
        "declined": held[DECLINED],
    }
    told = of_list.iloc[[0]].drop(columns=["measure", "value"])
    repeated = told.loc[told.index.repeat(len(people))]
    return repeated.assign(checked=list(people), people=list(people.values()))


_WORDS = {
    "measures-whole": (
        f"of a practice and age group not all of {', '.join(MEASURES)} are there, or one"
        " is there with two values; none is used",
        "ask for the file again, or leave the practice out",
    ),
    "more-checked-than-registered": (
        "more people were checked than are on the register without those who declined;"
        " none is used",
        "look at the data quality flags of the publication",
    ),
}


def _finding(rule: str, lists: int) -> Finding:
    wording, action = _WORDS[rule]
    return Finding(
        rule=rule,
        severity="error",
        table=_TABLE,
        column=VALUE,
        wording=wording,
        action=action,
        rows=lists,
    )


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of health checks."""
    register(HealthChecks())
