"""Referrals and their teams to rows, a row for each service that was asked."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from send_metrics.adapters.delimited.columns import Mask
from send_metrics.adapters.submissions.data_set import DataSet
from send_metrics.adapters.submissions.origin import Origin
from send_metrics.adapters.submissions.parts import Part, column_of, frame_of
from send_metrics.adapters.submissions.people import ages
from send_metrics.records.schema import UNKNOWN

_TEAM_FIELDS = ("closed_on", "rejected_on", "close_reason")
REJECTED, DISCHARGED = "rejected", "discharged"


def teams_of(
    data_set: DataSet, referrals: Part, teams: Part | None, types: Part | None
) -> "pd.DataFrame":
    """Return a row for each team of each referral, with the end that it has of its own.

    A referral names its first team itself where types are told apart.
    """
    others = frame_of(teams, "referral", "team", "type", *_TEAM_FIELDS)
    if referrals.has("team"):
        first = frame_of(referrals, "referral", "team")
        first = first[first["team"] != ""]
        known = others.merge(first, on=["referral", "team"])
        repeated = set(zip(known["referral"], known["team"], strict=True))
        new = [
            pair not in repeated
            for pair in zip(first["referral"], first["team"], strict=True)
        ]
        others = pd.concat([first[new], others], ignore_index=True).fillna("")
    if types is not None:
        told = frame_of(types, "team", "type").drop_duplicates("team", keep="last")
        by_team = told.set_index("team")["type"]
        found = others["team"].map(by_team).fillna("")
        others["type"] = others["type"].where(others["type"] != "", found)
    others["service"] = others["type"].map(_named(data_set.service))
    return others


def _named(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda code: name(code) if code else UNKNOWN


def referral_rows(
    data_set: DataSet,
    part: Part,
    teams: "pd.DataFrame",
    people: "pd.DataFrame",
    in_hospital: set[str] | None,
    origin: Origin,
) -> tuple[Part, "pd.DataFrame"]:
    """Return the rows as they account for themselves, and their frame.

    A referral to several teams of one service is one row, which ends with the last of
    them; what ended without a reason and later ends by discharge.
    """
    own = frame_of(part, "referral").assign(place=range(len(part.rows.sound)))
    spread = own.merge(teams, on="referral", how="left").sort_values(
        ["place"], kind="stable"
    )
    names = {name: f"{data_set.teams.table} {name}" for name in (*_TEAM_FIELDS, "type")}
    rows = part.rows.spread(
        spread["place"].to_numpy(dtype=np.int64),
        {names[name]: column_of(spread[name]) for name in names},
    )
    told = Part(rows, part.heads | {f"team_{ours}": at for ours, at in names.items()})
    told.refuse_without("referral")
    told.refuse_without("person")
    service = told.texts("team_type", _named(data_set.service), empty=UNKNOWN)
    referral = origin.stand_ins("referral", told.texts("referral"))
    closed_on, close_reason = _ends(told)
    referred_on = told.days("referred_on")
    _query(told, referred_on, closed_on)
    first, merged = _in_one_row(told, referral, service, closed_on)
    rows.take_out(
        merged,
        rule="one-row-per-service",
        wording="teams of one service were asked by one referral; it ends with the last",
        action="nothing",
        merged=True,
    )
    person = (
        told.texts("person").to_frame("local").merge(people, on="local", how="left")
    )
    born_on = pd.to_datetime(person["born_on"])
    age = ages(referred_on, born_on)
    if told.has("age"):
        supplied = pd.to_numeric(told.texts("age"), errors="coerce")
        age = age.where(age.notna(), supplied)
    rows.query(
        age.isna() & referred_on.notna(),
        rule="age-unknown",
        column=told.head("person"),
        wording="there is no date of birth for the person, or one after the referral",
        action=f"supply {data_set.people.table}; until then the age is missing",
    )
    nothing = pd.Series(pd.NaT, index=referral.index, dtype="datetime64[us]")
    submitted_on = origin.submitted_on(len(referral))
    frame = pd.DataFrame(
        {
            "referral_id": referral,
            "person_id": origin.people(person["local"], person["nhs_number"]),
            "service": service,
            "provider": origin.provider,
            "area": person["area"].fillna("").where(lambda area: area != "", UNKNOWN),
            "referred_on": referred_on,
            "first_contact_on": nothing,
            "closed_on": closed_on,
            "close_reason": close_reason,
            "referral_reason": told.texts("reason", data_set.reason, empty=UNKNOWN),
            "team_type": told.texts("team_type", empty=UNKNOWN),
            "priority": told.texts("priority", empty=UNKNOWN),
            "mental_health": "yes" if data_set.mental_health else "no",
            "hospital_spell": _yes_or_no(told.texts("referral"), in_hospital),
            "outside_england": person["district"].fillna("").map(_outside_england),
            "further_team": first.map({True: "no", False: "yes"}),
            "age_at_referral": age,
            "age_at_period_end": ages(submitted_on, born_on),
            "submitted_on": submitted_on,
        }
    )
    return told, rows.frame({str(name): frame[name] for name in frame})


def _yes_or_no(referral: "pd.Series[str]", among: set[str] | None) -> "pd.Series[str]":
    if among is None:
        return pd.Series(UNKNOWN, index=referral.index, dtype="str")
    return referral.isin(among).map({True: "yes", False: "no"})


def _ends(told: Part) -> tuple["pd.Series[pd.Timestamp]", "pd.Series[str]"]:
    """Return the first day on which the referral or its team ended, and why it did."""
    days = pd.DataFrame(
        {
            "team": told.days("team_closed_on"),
            "team_rejected": told.days("team_rejected_on"),
            "discharged": told.days("discharged_on"),
            "rejected": told.days("rejected_on"),
        }
    ).astype("datetime64[us]")
    closed_on = days.min(axis=1)
    reason = told.texts("team_close_reason", lambda code: f"closed {code}")
    own = told.texts("close_reason", lambda code: f"closed {code}")
    found = pd.Series("none", index=closed_on.index, dtype="str")
    by_day = (
        ("team", reason.where(reason != "", DISCHARGED)),
        ("discharged", own.where(own != "", DISCHARGED)),
        ("team_rejected", pd.Series(REJECTED, index=closed_on.index)),
        ("rejected", pd.Series(REJECTED, index=closed_on.index)),
    )
    for name, why in by_day:
        found = found.where(~(days[name] == closed_on), why)
    return closed_on, found


def _in_one_row(
    told: Part,
    referral: "pd.Series[str]",
    service: "pd.Series[str]",
    closed_on: "pd.Series[pd.Timestamp]",
) -> tuple["pd.Series[bool]", Mask]:
    """Return which rows are the first of their referral, and which go into another."""
    last = closed_on.fillna(pd.Timestamp.max.floor("D").as_unit("us"))
    order = pd.DataFrame({"referral": referral, "service": service, "last": last})
    order = order[told.rows.sound].sort_values("last", ascending=False, kind="stable")
    merged = order.duplicated(["referral", "service"])
    first = ~order[~merged].duplicated("referral")
    mask = merged.reindex(referral.index, fill_value=False).to_numpy(dtype=bool)
    return first.reindex(referral.index, fill_value=False), mask


def _outside_england(district: str) -> str:
    if not district:
        return UNKNOWN
    return "no" if district.startswith("E") else "yes"


def _query(
    told: Part,
    referred_on: "pd.Series[pd.Timestamp]",
    closed_on: "pd.Series[pd.Timestamp]",
) -> None:
    rows = told.rows
    rows.query(
        referred_on.isna(),
        rule="no-day-of-referral",
        column=told.head("referred_on"),
        wording="there is no day of referral; the wait cannot be measured",
        action="supply it; until then the row counts as undetermined",
    )
    rows.query(
        closed_on < referred_on,
        rule="closed-before-referral",
        column=told.head("discharged_on"),
        wording="the referral, or its team, ended before it was received",
        action="correct one of the days",
    )
    rows.query(
        told.texts("team_type") == "",
        rule="no-team",
        wording="no team, or none of a known type, is told for the referral; it stays"
        " open until it is discharged",
        action="supply the team, or its type",
    )
