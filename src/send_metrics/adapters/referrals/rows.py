"""Rows of text to referrals."""

import pandas as pd

from send_metrics.adapters.delimited import TextRows
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.referrals.codes import Codes
from send_metrics.adapters.submissions.people import ages, ages_as_written
from send_metrics.records.schema import UNKNOWN

REQUIRED = (
    "referral_id",
    "person_id",
    "service",
    "referred_on",
    "first_contact_on",
    "closed_on",
)
_ALWAYS_GIVEN = (
    "provider",
    "area",
    "close_reason",
    "date_of_birth",
    "referral_reason",
)
_FLAGS = ("mental_health", "hospital_spell", "outside_england", "opted_out")
_CODES = ("team_type", "priority")
_FURTHER_DAYS = ("accepted_on", "baseline_outcome_on", "care_plan_on", "submitted_on")
OPTIONAL = (*_ALWAYS_GIVEN, *_FLAGS, *_CODES, *_FURTHER_DAYS)
DAYS = (
    *("referred_on", "first_contact_on", "closed_on", "date_of_birth"),
    *_FURTHER_DAYS,
)
_YES_OR_NO = {"YES": "yes", "Y": "yes", "TRUE": "yes", "NO": "no", "N": "no"} | {
    "FALSE": "no"
}


def referral_frame(
    rows: TextRows, codes: Codes, pseudonyms: Pseudonyms
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return the referrals, and of each the person and the day of birth.

    Columns that few sources have are there only if the file has them.
    """
    identifiers = {
        "referral_id": rows.pseudonyms("referral_id", "referral", pseudonyms),
        "person_id": rows.pseudonyms("person_id", "person", pseudonyms),
    }
    service = rows.texts("service", become=codes.service)
    days = {name: rows.days(name) for name in DAYS[:3]}
    born = rows.days("date_of_birth", doubtful="query")
    written_ages = ages_as_written(days["referred_on"], born)
    _query_doubtful(rows, days, written_ages)
    further: dict[str, pd.Series] = {
        name: rows.codes(name, _YES_OR_NO, empty=UNKNOWN)
        for name in _FLAGS
        if name in rows.columns
    }
    further |= {
        name: rows.texts(name, empty=UNKNOWN) for name in _CODES if name in rows.columns
    }
    further |= {name: rows.days(name) for name in _FURTHER_DAYS if name in rows.columns}
    if "submitted_on" in further:
        further["age_at_period_end"] = ages(further["submitted_on"], born)
    frame = rows.frame(
        {
            **identifiers,
            "service": service,
            "provider": rows.texts("provider", empty=UNKNOWN),
            "area": rows.texts("area", empty=UNKNOWN),
            **days,
            "close_reason": rows.texts(
                "close_reason", empty="none", become=codes.close_reason
            ),
            "referral_reason": rows.texts(
                "referral_reason", empty=UNKNOWN, become=codes.reason
            ),
            "age_at_referral": written_ages.where(~(written_ages < 0)),
            **further,
        }
    )
    return frame, pd.DataFrame({**identifiers, "born_on": born})


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
        action="correct one of the days; until then the child counts as seen on that day,"
        " and the wait as undetermined",
    )
    rows.query(
        ages < 0,
        rule="born-after-referral",
        column="date_of_birth",
        wording="the date of birth lies after the referral; no age is taken from it",
        action="correct one of the days",
    )
