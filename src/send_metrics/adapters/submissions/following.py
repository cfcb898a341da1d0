"""What one submission says after another: first contacts, and who is told of no more."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from attrs import evolve, field, frozen

from send_metrics.adapters.submissions.contacts import OF_SERVICE
from send_metrics.domain.contacts import ATTENDED, NOT_SUBMITTED
from send_metrics.records.report import Finding
from send_metrics.records.tables import REFERRALS

_SAME = ["referral_id", "service"]
_HELP = ("baseline_outcome_on", "care_plan_on")


@frozen
class Told:
    """The rows of one submission, whose it is and of which month."""

    provider: str
    month_end: pd.Timestamp | None
    referrals: "pd.DataFrame" = field(repr=False)
    contacts: "pd.DataFrame" = field(repr=False)
    help: "pd.DataFrame | None" = field(default=None, repr=False)


def with_first_contacts(told: Sequence[Told]) -> list[Told]:
    """Return the referrals with the first contact that was submitted up to then.

    It is the first that was attended, on or after the day of the referral, with a team
    of the service or with none that is named.
    """
    found, so_far = [], []
    for one in told:
        so_far.append(one.contacts)
        contacts = pd.concat(so_far, ignore_index=True)
        contacts = contacts[contacts["attendance"] == ATTENDED]
        asked = one.referrals[[*_SAME, "referred_on"]]
        met = asked.merge(
            contacts[["referral_id", "contact_on", OF_SERVICE]], on="referral_id"
        )
        own = (met[OF_SERVICE] == met["service"]) | (met[OF_SERVICE] == "")
        met = met[own & (met["contact_on"] >= met["referred_on"])]
        first = met.groupby(_SAME)["contact_on"].min().rename("first_contact_on")
        plain = one.referrals.drop(columns="first_contact_on")
        merged = plain.merge(first.reset_index(), on=_SAME, how="left")
        found.append(evolve(one, referrals=merged[list(one.referrals.columns)]))
    return found


def with_first_help(told: Sequence[Told]) -> list[Told]:
    """Return the referrals with the first help of each kind that was submitted by then.

    It came on or after the day of the referral; whether it came before the end of the
    spell is for the spell to say.
    """
    found: list[Told] = []
    so_far: list[pd.DataFrame] = []
    for one in told:
        if one.help is None:
            found.append(one)
            continue
        so_far.append(one.help)
        came = pd.concat(so_far, ignore_index=True)
        asked = one.referrals[[*_SAME, "referred_on"]]
        met = asked.merge(came, on="referral_id")
        met = met[met["came_on"] >= met["referred_on"]]
        merged = one.referrals.drop(columns=list(_HELP), errors="ignore")
        for name in _HELP:
            first = met[met["came_as"] == name].groupby(_SAME)["came_on"].min()
            merged = merged.merge(
                first.rename(name).reset_index(), on=_SAME, how="left"
            )
        found.append(evolve(one, referrals=merged))
    return found


def no_longer_told_of(told: Sequence[Told]) -> "pd.DataFrame":
    """Return a row that ends each referral which its provider's next submission lacks.

    It ends on the day after the month that it was last told of, as far as was known
    once the next submission had come.
    """
    ended = []
    for provider in dict.fromkeys(one.provider for one in told):
        own = [one for one in told if one.provider == provider]
        for earlier, later in pairwise(own):
            if earlier.month_end is None or later.month_end is None:
                continue
            still = set(later.referrals[_SAME].itertuples(index=False, name=None))
            rows = earlier.referrals
            gone = [
                pair not in still
                for pair in rows[_SAME].itertuples(index=False, name=None)
            ]
            rows = rows[pd.Series(gone, index=rows.index, dtype=bool)]
            rows = rows[rows["closed_on"].isna()]
            ended.append(
                rows.assign(
                    closed_on=earlier.month_end + pd.Timedelta(days=1),
                    close_reason=NOT_SUBMITTED,
                    submitted_on=later.month_end,
                )
            )
    return pd.concat(ended, ignore_index=True) if ended else pd.DataFrame()


def missing_months(told: Sequence[Told]) -> list[Finding]:
    """Return a finding for each stretch of months that a provider did not submit."""
    found = []
    for provider in dict.fromkeys(one.provider for one in told):
        ends = [
            one.month_end
            for one in told
            if one.provider == provider and one.month_end is not None
        ]
        for earlier, later in pairwise(ends):
            months = (later.year - earlier.year) * 12 + later.month - earlier.month - 1
            if months > 0:
                found.append(_not_submitted(earlier, later, months))
    return found


def _not_submitted(earlier: pd.Timestamp, later: pd.Timestamp, months: int) -> Finding:
    return Finding(
        rule="month-not-submitted",
        severity="query",
        table=REFERRALS.name,
        wording=f"no submission is there between {earlier:%B %Y} and {later:%B %Y};"
        " what happened then is known from the later one only",
        action="supply the months between, or ask the provider for them",
        rows=months,
    )
