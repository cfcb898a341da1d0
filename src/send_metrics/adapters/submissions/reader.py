"""All submissions of one data set that a folder or zip holds, to canonical tables."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from attrs import frozen

from send_metrics.adapters.band_lists.months import month_end
from send_metrics.adapters.contract import Reading
from send_metrics.adapters.delimited import joined_balance
from send_metrics.adapters.delimited.values import ISO_MOMENT
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.submissions.contacts import (
    OF_SERVICE,
    contact_rows,
    indirect_rows,
)
from send_metrics.adapters.submissions.data_set import DataSet
from send_metrics.adapters.submissions.files import Submission, submissions_at
from send_metrics.adapters.submissions.first_help import (
    CARE,
    INTERVENTIONS,
    OUTCOME,
    help_rows,
    help_told,
    interventions_in,
    no_help,
)
from send_metrics.adapters.submissions.following import (
    Told,
    missing_months,
    no_longer_told_of,
    with_first_contacts,
    with_first_help,
)
from send_metrics.adapters.submissions.origin import Origin
from send_metrics.adapters.submissions.parts import Part, only_value, read_part
from send_metrics.adapters.submissions.people import people_of
from send_metrics.adapters.submissions.referrals import referral_rows, teams_of
from send_metrics.errors import SourceError
from send_metrics.records.report import Finding, RowBalance
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import CONTACTS, REFERRALS

_MONTH = re.compile(r"(20[0-9]{2})-?(0[1-9]|1[0-2])(?![0-9])")


@frozen
class _Read:
    """One submission: what it tells, when it was made, and the parts that account."""

    told: Told
    name: str
    made_at: str
    referrals: tuple[Part, ...]
    contacts: tuple[Part, ...]
    others: tuple[Part, ...]
    help_told: frozenset[str]


def read_submissions(data_set: DataSet, path: Path, pseudonyms: Pseudonyms) -> Reading:
    """Read every submission of a data set at *path*.

    Raises:
        SourceError: a table is missing or unreadable, or two submissions are of one
            provider and month and neither says which was made later.
    """
    code_list = INTERVENTIONS if data_set.help else None
    held, lists = submissions_at(path, data_set.tables, code_list)
    interventions = (
        interventions_in(data_set.help, lists) if data_set.help else frozenset()
    )
    read = [
        _read(data_set, one, pseudonyms, path, interventions, alone=len(held) == 1)
        for one in held
    ]
    read, superseded = _latest(read, path.name)
    told = with_first_help(with_first_contacts([one.told for one in read]))
    ended = no_longer_told_of(told)
    referrals = pd.concat([*(one.referrals for one in told), ended], ignore_index=True)
    contacts = pd.concat([one.contacts for one in told], ignore_index=True)
    frames: dict[str, Any] = {
        REFERRALS.name: _as_given(referrals.drop(columns=_help_not_told(read))),
        CONTACTS.name: _as_given(contacts.drop(columns=OF_SERVICE)),
    }
    made = RowBalance(len(ended), len(ended))
    balances = {
        REFERRALS.name: joined_balance(
            [made, *(p.rows.balance for one in read for p in one.referrals)]
        ),
        CONTACTS.name: joined_balance(
            p.rows.balance for one in read for p in one.contacts
        ),
    }
    parts = [p for one in read for p in (*one.referrals, *one.contacts, *one.others)]
    findings = [found for part in parts for found in part.rows.findings]
    findings += missing_months([one.told for one in read])
    if len(ended):
        findings.append(_gone(len(ended)))
    return Reading(
        frames=frames,
        balances=balances,
        findings=tuple(findings),
        notes=tuple(_notes(read, superseded)),
    )


def _read(
    data_set: DataSet,
    submission: Submission,
    pseudonyms: Pseudonyms,
    path: Path,
    interventions: frozenset[str],
    *,
    alone: bool,
) -> _Read:
    def part(fields: Any, table: str = REFERRALS.name) -> Part | None:
        return read_part(submission, fields, table)

    referrals = part(data_set.referrals)
    name = submission.folder or path.name
    if referrals is None:
        message = (
            f"{name} holds no {data_set.referrals.table}, or none with rows; nothing"
            " can be told without"
        )
        raise SourceError(message)
    header = part(data_set.header)
    file = submission.file(data_set.referrals.table)
    provider = (
        only_value(header, "provider", "providers", file)
        or only_value(referrals, "provider", "providers", file)
        or UNKNOWN
    )
    ends = _month_end(header, referrals, name, file, alone=alone)
    people_part, types = part(data_set.people), part(data_set.team_types)
    team_part, hospital = part(data_set.teams), part(data_set.hospital)
    people = people_of(people_part)
    teams = teams_of(data_set, referrals, team_part, types)
    persons = pd.Series(
        referrals.texts("person").to_numpy(), index=referrals.texts("referral")
    )
    persons = persons[~persons.index.duplicated()]
    stays = None
    if data_set.hospital and data_set.hospital.table in submission.tables:
        stays = set(hospital.texts("referral")) if hospital else set()
    origin = Origin(provider, ends, pseudonyms)
    rows, frame = referral_rows(data_set, referrals, teams, people, stays, origin)
    accounts: list[Part] = []
    found = []
    if contacts := part(data_set.contacts, CONTACTS.name):
        accounts.append(contacts)
        found.append(contact_rows(data_set, contacts, teams, people, persons, origin))
    if indirect := part(data_set.indirect, CONTACTS.name):
        accounts.append(indirect)
        found.append(indirect_rows(indirect, origin))
    helped, of_help = no_help(), list[Part]()
    if data_set.help is not None:
        helped, of_help = help_rows(
            data_set.help,
            submission,
            referrals,
            contacts,
            indirect,
            interventions,
            origin,
        )
    others = (header, people_part, types, team_part, hospital, *of_help)
    return _Read(
        told=Told(
            provider,
            ends,
            frame,
            pd.concat(found, ignore_index=True) if found else _no_contacts(),
            helped if data_set.help is not None else None,
        ),
        name=name,
        made_at=only_value(header, "made_at", "times at which it was made", file) or "",
        referrals=(rows,),
        contacts=tuple(accounts),
        others=tuple(part for part in others if part is not None),
        help_told=help_told(data_set, submission, interventions),
    )


def _no_contacts() -> "pd.DataFrame":
    days = {"contact_on", "submitted_on"}
    return pd.DataFrame(
        {
            name: pd.Series(
                dtype="datetime64[us]"
                if name in days
                else "float64"
                if name == "age_at_contact"
                else "str"
            )
            for name in (*CONTACTS.names, OF_SERVICE)
        }
    )


def _month_end(
    header: Part | None, referrals: Part, name: str, file: str, *, alone: bool
) -> pd.Timestamp | None:
    """Return the last day of the month of a submission.

    The header says it, or the month number of the national extract, or the name.
    """
    written = only_value(header, "month_end", "reporting periods", file)
    if written is not None:
        day = ISO_MOMENT.read(written)
        if day is None:
            message = f"{name}: the header's end of the reporting period is no day"
            raise SourceError(message)
        return pd.Timestamp(day).as_unit("us")
    number = only_value(referrals, "month_number", "months", file)
    if number is not None:
        if not number.isascii() or not number.isdigit():
            message = (
                f"{file}: {referrals.head('month_number')} is no number of a month"
            )
            raise SourceError(message)
        months = int(number) + 2
        return pd.Timestamp(month_end(1900 + months // 12, months % 12 + 1)).as_unit(
            "us"
        )
    found = _MONTH.search(name)
    if found:
        return pd.Timestamp(month_end(int(found[1]), int(found[2]))).as_unit("us")
    if alone:
        return None
    message = (
        f"{name}: nothing says of which month the submission is; supply its header, or"
        " name the folder like 2025-06"
    )
    raise SourceError(message)


def _latest(read: Sequence[_Read], source: str) -> tuple[list[_Read], int]:
    """Return the last submission of each provider and month, in order; how many went.

    Raises:
        SourceError: nothing says which of two was made later.
    """
    kept: dict[tuple[str, Any], _Read] = {}
    for one in read:
        key = (one.told.provider, one.told.month_end)
        other = kept.get(key)
        if other is not None and (
            not (one.made_at and other.made_at) or one.made_at == other.made_at
        ):
            message = (
                f"{source}: {other.name} and {one.name} are of one provider and month,"
                " and nothing says which was made later; keep the last one"
            )
            raise SourceError(message)
        if other is None or one.made_at > other.made_at:
            kept[key] = one
    first = pd.Timestamp.min
    ordered = sorted(kept.values(), key=lambda one: one.told.month_end or first)
    return ordered, len(read) - len(kept)


def _as_given(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the frame without the column of submissions, where no month is known."""
    if frame["submitted_on"].isna().all():
        return frame.drop(columns=["submitted_on"])
    return frame


def _help_not_told(read: Sequence[_Read]) -> list[str]:
    """Return the columns that some submission cannot tell of, so that none is given."""
    if any(one.told.help is None for one in read):
        return []
    return [
        name
        for name in (OUTCOME, CARE)
        if any(name not in one.help_told for one in read)
    ]


def _gone(rows: int) -> Finding:
    return Finding(
        rule="no-longer-submitted",
        severity="query",
        table=REFERRALS.name,
        wording="open referrals are missing from the next submission of their provider;"
        " each is taken to have ended after the last month it was told of",
        action="ask the provider whether they ended, and when",
        rows=rows,
    )


def _notes(read: Sequence[_Read], superseded: int) -> list[str]:
    notes = []
    if superseded:
        notes.append(
            f"{superseded:,} submissions were replaced by later ones of the same"
            " provider and month"
        )
    if any(one.told.month_end is None for one in read):
        notes.append(
            "nothing says of which month the submission is, so that what was known when"
            " cannot be told"
        )
    if any(one.told.provider == UNKNOWN for one in read):
        notes.append(
            "nothing says which provider submitted; people without an NHS number are"
            " told apart by their local numbers alone"
        )
    return notes
