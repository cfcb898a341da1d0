"""The Waiting List Minimum Data Set: hospital pathways, told of every week."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import joined_balance
from send_metrics.adapters.delimited.columns import Mask
from send_metrics.adapters.delimited.values import ISO_MOMENT
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.submissions.contacts import OF_SERVICE
from send_metrics.adapters.submissions.data_set import Fields
from send_metrics.adapters.submissions.files import submissions_at
from send_metrics.adapters.submissions.following import Told, no_longer_told_of
from send_metrics.adapters.submissions.parts import Part, read_part
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import REFERRALS

RTT_LISTS = ("IRTT", "ORTT")
"""The lists of referral to treatment, admitted and outpatient; others are not read."""

FIRST_TREATMENT = "30"
STOPS = (FIRST_TREATMENT, "31", "32", "33", "34", "35", "36")
"""Status codes that stop a clock; only the first of them with a treatment."""

_SUNDAY = 6
_PATHWAY = {
    "pathway": ("PATIENT_PATHWAY_IDENTIFIER",),
    "issuer": ("ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER",),
    "week_end": ("Week_Ending_Date",),
    "made_at": ("DATE_AND_TIME_DATA_SET_CREATED",),
    "list": ("Waiting_List_Type",),
    "nhs_number": ("NHS_NUMBER",),
    "local": ("LOCAL_PATIENT_IDENTIFIER",),
    "provider": ("ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER",),
    "function": ("ACTIVITY_TREATMENT_FUNCTION_CODE",),
    "area": ("derCCGofPractice",),
    "priority": ("PRIORITY_TYPE_CODE",),
    "started_on": ("REFERRAL_TO_TREATMENT_PERIOD_START_DATE",),
    "stopped_on": ("REFERRAL_TO_TREATMENT_PERIOD_END_DATE",),
    "status": ("REFERRAL_TO_TREATMENT_PERIOD_STATUS",),
}
_NEEDED = frozenset({"pathway", "week_end", "provider", "function", "started_on"})
OPEN = Fields("WL_OpenPathways_Data", _PATHWAY, _NEEDED)
STOPPED = Fields("WL_ClockStops_Data", _PATHWAY, _NEEDED | {"stopped_on", "status"})


@frozen
class Wlmds:
    """Reads pathways that are open or stopped; a row is one pathway in one week."""

    name: str = "wlmds"
    title: str = "Waiting List Minimum Data Set, a folder or zip of CSV tables"
    tables: tuple[str, ...] = (REFERRALS.name,)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read open pathways and clock stops of any number of weeks.

        Raises:
            SourceError: there are no open pathways, or a table cannot be read.
        """
        parts, frames = [], []
        held, _ = submissions_at(path, (OPEN.table, STOPPED.table))
        for submission in held:
            for fields in (OPEN, STOPPED):
                part = read_part(submission, fields, REFERRALS.name)
                if part is not None:
                    parts.append(part)
                    frames.append(_frame(part, pseudonyms, stops=fields is STOPPED))
        if not frames:
            message = f"{path.name} holds no {OPEN.table} with rows"
            raise SourceError(message)
        told = pd.concat(frames, ignore_index=True)
        gone = no_longer_told_of(list(_by_week(told)))
        made = RowBalance(len(gone), len(gone))
        balance = joined_balance([made, *(part.rows.balance for part in parts)])
        findings = [found for part in parts for found in part.rows.findings]
        if len(gone):
            findings.append(_gone(len(gone)))
        return Reading(
            frames={REFERRALS.name: pd.concat([told, gone], ignore_index=True)},
            balances={REFERRALS.name: balance},
            findings=tuple(findings),
            notes=("ages are not read, so that figures of children alone are missing",),
        )


def _frame(part: Part, pseudonyms: Pseudonyms, *, stops: bool) -> "pd.DataFrame":
    rows = part.rows
    rows.take_out(
        _of_another_list(part),
        rule="list-read",
        column=part.head("list"),
        wording="the row is of a list other than IRTT and ORTT",
        action="nothing",
    )
    part.refuse_without("pathway")
    week_end = rows.days(part.head("week_end"), required=True, form=ISO_MOMENT)
    service = part.texts("function", lambda code: f"C_{code}", empty=UNKNOWN)
    provider = part.texts("provider", empty=UNKNOWN)
    issuer = part.texts("issuer")
    own = issuer.where(issuer != "", provider) + " " + part.texts("pathway")
    rows.take_out(
        _replaced(part, own, service, week_end),
        rule="latest-of-the-week",
        column=part.head("made_at"),
        wording="a data set of the same week that was made later tells of the pathway",
        action="nothing",
        merged=True,
    )
    started_on, stopped_on = part.days("started_on"), part.days("stopped_on")
    status = part.texts("status")
    _query(part, week_end, started_on, stopped_on, stops=stops)
    if stops:
        rows.reject(
            stopped_on.isna() | ~status.isin(STOPS),
            rule="clock-stopped",
            column=part.head("status"),
            wording="the row is of a clock stop, and has no day or status of one",
            action="correct it; codes 30 to 36 stop a clock",
        )
    treated = stopped_on.where((status == FIRST_TREATMENT) & stops)
    reason = status.map(lambda code: "treated" if code == FIRST_TREATMENT else code)
    frame: dict[str, pd.Series[Any]] = {
        "referral_id": _stand_ins("referral", own, pseudonyms),
        "person_id": _stand_ins("person", _person(part, provider, own), pseudonyms),
        "service": service,
        "provider": provider,
        "area": part.texts("area", empty=UNKNOWN),
        "referred_on": started_on,
        "first_contact_on": treated,
        "closed_on": stopped_on.where(pd.Series(stops, index=own.index)),
        "close_reason": reason if stops else pd.Series("none", index=own.index),
        "priority": part.texts("priority", empty=UNKNOWN),
        "mental_health": pd.Series("no", index=own.index),
        "submitted_on": week_end,
    }
    return rows.frame(frame)


def _of_another_list(part: Part) -> Mask:
    return part.rows.where(
        part.head("list"), lambda kind: bool(kind) and kind.upper() not in RTT_LISTS
    )


def _replaced(
    part: Part,
    own: "pd.Series[str]",
    service: "pd.Series[str]",
    week_end: "pd.Series[pd.Timestamp]",
) -> Mask:
    """Return which rows another one of the same pathway and week was made after."""
    told = pd.DataFrame(
        {
            "own": own,
            "service": service,
            "week_end": week_end,
            "made_at": part.texts("made_at"),
        }
    )[part.rows.sound]
    latest = told.groupby(["own", "service", "week_end"])["made_at"].transform("max")
    replaced = told["made_at"] < latest
    return replaced.reindex(own.index, fill_value=False).to_numpy(dtype=np.bool_)


def _person(
    part: Part, provider: "pd.Series[str]", own: "pd.Series[str]"
) -> "pd.Series[str]":
    """Return what names the person; without any number, the pathway does."""
    number, local = part.texts("nhs_number"), part.texts("local")
    named = number.where(number != "", provider + " " + local)
    return named.where((number != "") | (local != ""), "pathway " + own)


def _stand_ins(
    domain: str, own: "pd.Series[str]", pseudonyms: Pseudonyms
) -> "pd.Series[str]":
    given = {one: pseudonyms.of(domain, one) for one in dict.fromkeys(own)}
    return own.map(given)


def _query(
    part: Part,
    week_end: "pd.Series[pd.Timestamp]",
    started_on: "pd.Series[pd.Timestamp]",
    stopped_on: "pd.Series[pd.Timestamp]",
    *,
    stops: bool,
) -> None:
    part.rows.query(
        started_on.isna(),
        rule="no-clock-start",
        column=part.head("started_on"),
        wording="no clock start is known; the wait cannot be measured",
        action="supply it; until then the row counts as undetermined",
    )
    part.rows.query(
        week_end.notna() & (week_end.dt.day_of_week != _SUNDAY),
        rule="week-ends-on-sunday",
        column=part.head("week_end"),
        wording="the week does not end on a Sunday",
        action="correct it, or ask how the weeks were cut",
    )
    if not stops:
        part.rows.query(
            stopped_on.notna(),
            rule="open-and-stopped",
            column=part.head("stopped_on"),
            wording="the pathway is told of as open, with a day on which it stopped; it"
            " counts as open",
            action="correct one of them",
        )


def _by_week(told: "pd.DataFrame") -> Iterator[Told]:
    """Yield what each provider told in each week, in order."""
    nobody = pd.DataFrame({"referral_id": [], OF_SERVICE: []})
    weeks: Any = told.groupby(["provider", "submitted_on"], sort=True)
    for (provider, week_end), rows in weeks:
        yield Told(provider, week_end, rows, nobody)


def _gone(rows: int) -> Finding:
    return Finding(
        rule="no-longer-submitted",
        severity="query",
        table=REFERRALS.name,
        wording="open pathways are missing from the next week of their provider, and no"
        " clock stop tells why; each is taken to have left the list after its last week",
        action="ask the provider; pathways that were found not to be waiting end so",
        rows=rows,
    )


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of the Waiting List Minimum Data Set."""
    register(Wlmds())
