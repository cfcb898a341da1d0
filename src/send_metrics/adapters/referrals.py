"""Referrals to services for children, from a CSV or Parquet file."""

from collections.abc import Callable
from math import nan
from pathlib import Path

import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, dates, read_delimited
from send_metrics.adapters.delimited.parquet import read_parquet_rows
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.domain.ages import age_on
from send_metrics.errors import SourceError
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import REFERRALS

REQUIRED = (
    "referral_id",
    "person_id",
    "service",
    "referred_on",
    "first_contact_on",
    "closed_on",
)
OPTIONAL = (
    "provider",
    "area",
    "accepted_on",
    "close_reason",
    "date_of_birth",
    "referral_reason",
)
DAYS = ("referred_on", "accepted_on", "first_contact_on", "closed_on", "date_of_birth")

SUSPECTED_AUTISM = "suspected_autism"
REASON_ALIASES = dict.fromkeys(
    (
        "25",  # referral reason "Suspected autism" of MHSDS
        "suspected autism",
        SUSPECTED_AUTISM,
        "autism",
        "asd",
        "suspected asd",
    ),
    SUSPECTED_AUTISM,
)
"""Ways to write a reason, in lower case, and what each becomes."""


@frozen
class Referrals:
    """Reads one row a referral: when it came, when the child was seen, when it ended."""

    name: str = "referrals"
    title: str = "referrals to services, one row each, in CSV or Parquet"
    tables: tuple[str, ...] = (REFERRALS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read one file; an empty day means that it has not come about (yet).

        Ages at referral take the place of dates of birth.

        Raises:
            SourceError: the file as a whole cannot be read.
        """
        kind = path.suffix.lower()
        if not path.is_file() or kind not in (".csv", ".parquet"):
            message = f"{path.name}: referrals are read from one .csv or .parquet file"
            raise SourceError(message)
        if kind == ".parquet":
            rows = read_parquet_rows(
                path,
                table=REFERRALS.name,
                columns=REQUIRED,
                optional=OPTIONAL,
                days=DAYS,
            )
        else:
            rows = read_delimited(
                path, table=REFERRALS.name, columns=REQUIRED, optional=OPTIONAL
            )
        frame = _frame(rows, pseudonyms)
        return Reading(
            frames={REFERRALS.name: frame},
            balances={REFERRALS.name: rows.balance},
            findings=tuple(rows.findings),
            columns_left_out={REFERRALS.name: rows.columns_left_out},
        )


def _frame(rows: TextRows, pseudonyms: Pseudonyms) -> pd.DataFrame:
    identifiers = {
        "referral_id": rows.pseudonyms("referral_id", "referral", pseudonyms),
        "person_id": rows.pseudonyms("person_id", "person", pseudonyms),
    }
    service = rows.texts("service")
    days = {name: rows.days(name) for name in DAYS if name != "date_of_birth"}
    born = rows.days("date_of_birth", doubtful="query")
    ages = _ages(days["referred_on"], born)
    _query_doubtful(rows, days, ages)
    return rows.frame(
        {
            **identifiers,
            "service": service,
            "provider": rows.texts("provider", empty=UNKNOWN),
            "area": rows.texts("area", empty=UNKNOWN),
            **days,
            "close_reason": rows.texts("close_reason", empty="none"),
            "referral_reason": rows.texts(
                "referral_reason", empty=UNKNOWN, become=_reason
            ),
            "age_at_referral": ages.where(~(ages < 0)),
        }
    )


def _query_doubtful(
    rows: TextRows, days: dict[str, "pd.Series[pd.Timestamp]"], ages: "pd.Series[float]"
) -> None:
    rows.query(
        days["referred_on"].isna(),
        rule="no-day-of-referral",
        column="referred_on",
        wording="there is no day of referral; the wait cannot be measured",
        action="supply it; until then the row counts as undetermined",
    )
    rows.query(
        days["first_contact_on"] < days["referred_on"],
        rule="contact-before-referral",
        column="first_contact_on",
        wording="the first contact lies before the referral",
        action="correct one of the days; until then the row counts as undetermined",
    )
    rows.query(
        ages < 0,
        rule="born-after-referral",
        column="date_of_birth",
        wording="the date of birth lies after the referral; no age is taken from it",
        action="correct one of the days",
    )


def _reason(written: str) -> str:
    return REASON_ALIASES.get(written.lower(), written)


def _ages(
    referred_on: "pd.Series[pd.Timestamp]", born_on: "pd.Series[pd.Timestamp]"
) -> "pd.Series[float]":
    """Return completed years at referral, missing where either day is."""
    ages = [
        nan if day is None or born is None else age_on(day, born)
        for day, born in zip(dates(referred_on), dates(born_on), strict=True)
    ]
    return pd.Series(ages, dtype=float)


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of referrals."""
    register(Referrals())
