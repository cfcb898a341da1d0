"""The schools of an area and the log of its attendance tool, from CSV files."""

from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.delimited import TextRows, is_urn, read_delimited
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.errors import SourceError
from send_metrics.records.schema import UNKNOWN
from send_metrics.records.tables import PHASES, SCHOOLS, TOOL_ADOPTION

SCHOOLS_FILE, DELIVERIES_FILE = "schools.csv", "deliveries.csv"
PHASE_CODES = {phase.upper(): phase for phase in PHASES}


@frozen
class SchoolList:
    """Reads the list of schools in scope, and who signed up and delivered when."""

    name: str = "school_list"
    title: str = "schools.csv and the log of an attendance tool, deliveries.csv"
    tables: tuple[str, ...] = (SCHOOLS.name, TOOL_ADOPTION.name)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:  # noqa: ARG002 - no person is named
        """Read a folder of ``schools.csv`` and, if it is there, ``deliveries.csv``.

        Raises:
            SourceError: there is no list of schools, or a file cannot be read.
        """
        listed = _file(path, SCHOOLS_FILE)
        if listed is None:
            message = f"{path.name}: schools are read from a folder with {SCHOOLS_FILE}"
            raise SourceError(message)
        schools = read_delimited(
            listed,
            table=SCHOOLS.name,
            columns=("school_urn",),
            optional=("phase", "authority", "district", "opened_on", "closed_on"),
            part=SCHOOLS_FILE,
        )
        read = {SCHOOLS.name: (schools, _schools(schools))}
        log = _file(path, DELIVERIES_FILE)
        if log is not None:
            rows = read_delimited(
                log,
                table=TOOL_ADOPTION.name,
                columns=("school_urn", "signed_up_on", "delivered_on"),
                optional=("sessions",),
                part=DELIVERIES_FILE,
            )
            known = frozenset(read[SCHOOLS.name][1]["school_urn"])
            read[TOOL_ADOPTION.name] = (rows, _deliveries(rows, known))
        return Reading(
            frames={name: frame for name, (_, frame) in read.items()},
            balances={name: rows.balance for name, (rows, _) in read.items()},
            findings=tuple(
                found for rows, _ in read.values() for found in rows.findings
            ),
            columns_left_out={
                name: rows.columns_left_out for name, (rows, _) in read.items()
            },
            notes=() if log else (f"no {DELIVERIES_FILE}: the list of schools alone",),
        )


def _file(folder: Path, name: str) -> Path | None:
    file = folder / name
    if not file.is_file():
        return None
    if not file.resolve().is_relative_to(folder.resolve()):
        message = f"{folder.name}: {name} leads out of the folder; copy it there"
        raise SourceError(message)
    return file


def _schools(rows: TextRows) -> pd.DataFrame:
    urns = _urns(rows)
    rows.query(
        rows.where(
            "phase", lambda text: bool(text) and text.upper() not in PHASE_CODES
        ),
        rule="allowed-value",
        column="phase",
        wording="the phase is not on the list; the school is counted as undetermined",
        action="use " + ", ".join(sorted(PHASES)),
    )
    columns: dict[str, pd.Series[Any]] = {
        "school_urn": urns,
        "phase": rows.texts(
            "phase",
            empty=UNKNOWN,
            become=lambda text: PHASE_CODES.get(text.upper(), UNKNOWN),
        ),
        "authority": rows.texts("authority", empty=UNKNOWN),
        "district": rows.texts("district", empty=UNKNOWN),
        "opened_on": rows.days("opened_on"),
        "closed_on": rows.days("closed_on"),
    }
    given = {name: held for name, held in columns.items() if name in rows.columns}
    return rows.frame(given)


def _deliveries(rows: TextRows, known: frozenset[str]) -> pd.DataFrame:
    urns = _urns(rows)
    signed_up, delivered = rows.days("signed_up_on"), rows.days("delivered_on")
    rows.reject(
        signed_up.isna() & delivered.isna(),
        rule="required-value",
        column="delivered_on",
        wording="there is neither a day of sign-up nor one of delivery",
        action="supply one of them; the entry says nothing without",
    )
    rows.reject(
        rows.where("sessions", lambda text: bool(text) and not _is_count(text)),
        rule="readable-value",
        column="sessions",
        wording="the value is not a number of sessions",
        action="write 0, 1 or 2, or leave it empty",
    )
    rows.query(
        ~urns.isin(known),
        rule="school-listed",
        column="school_urn",
        wording="the school is not on the list; its entries count for nobody",
        action=f"add the school to {SCHOOLS_FILE}, or correct its URN",
    )
    sessions = rows.texts("sessions", empty="")
    numbers = [float(text) if _is_count(text) else nan for text in sessions]
    columns: dict[str, pd.Series[Any]] = {
        "school_urn": urns,
        "signed_up_on": signed_up,
        "delivered_on": delivered,
        "sessions": pd.Series(numbers, dtype=float),
    }
    return rows.frame(columns)


def _urns(rows: TextRows) -> "pd.Series[str]":
    urns = rows.texts("school_urn")
    rows.reject(
        rows.where("school_urn", lambda text: bool(text) and not is_urn(text)),
        rule="school-urn",
        column="school_urn",
        wording="the school is not named by a URN of six digits",
        action="use the URN, so that the list and the log can be matched",
    )
    return urns


def _is_count(text: str) -> bool:
    return text in ("0", "1", "2")


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of schools and deliveries."""
    register(SchoolList())
