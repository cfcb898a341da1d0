"""The adapter for Wonde's API."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from attrs import frozen

from send_metrics.adapters.contract import Reading
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.tokens import Tokens
from send_metrics.adapters.wonde.pages import Pages
from send_metrics.adapters.wonde.saved import saved_pages, saved_schools
from send_metrics.adapters.wonde.school import Part, SchoolReader
from send_metrics.adapters.wonde.service import asked
from send_metrics.adapters.wonde.source import School, Service, load_service
from send_metrics.errors import SourceError
from send_metrics.records.report import RowBalance
from send_metrics.records.tables import ATTENDANCE_MARKS, PUPILS, SCHOOLS


@frozen
class Wonde:
    """Reads the marks, pupils and leavers of schools, as the API gives them."""

    name: str = "wonde"
    title: str = "pages of the Wonde API v1.0: saved in folders, or asked for over HTTP"
    tables: tuple[str, ...] = (ATTENDANCE_MARKS.name, PUPILS.name, SCHOOLS.name)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read a folder of saved pages.

        Raises:
            SourceError: the folder as a whole cannot be read.
            SettingsError: the path is a file that names a service, which needs a token.
        """
        return self.read_with(path, pseudonyms, Tokens())

    def read_with(self, path: Path, pseudonyms: Pseudonyms, tokens: Tokens) -> Reading:
        """Read a folder of saved pages, or what a ``.toml`` file names.

        Raises:
            SourceError: something of it cannot be read; nothing of it is taken in.
            SettingsError: there is no token of the name that the file gives.
        """
        if path.is_dir():
            return _reading(saved_schools(path), saved_pages(path), pseudonyms)
        if path.suffix.lower() != ".toml":
            message = f"{path.name}: give a folder of saved pages, or a .toml file"
            raise SourceError(message)
        service = load_service(path)
        with asked(service, tokens.named(service.token)) as pages:
            return _reading(service.school, pages, pseudonyms, service)


def _reading(
    schools: Sequence[School],
    pages: Pages,
    pseudonyms: Pseudonyms,
    service: Service | None = None,
) -> Reading:
    reader = SchoolReader(pages, pseudonyms)
    for school in schools:
        reader.read(school)
    marks = reader.marks if service is None else _inside(reader.marks, service)
    left_out = reader.marks.balance.rows_in - marks.balance.rows_in
    note = f"{left_out:,} marks that were sent lie outside the days asked for; not read"
    return Reading(
        frames={
            ATTENDANCE_MARKS.name: marks.frame,
            PUPILS.name: reader.pupils.frame,
            **_described(schools),
        },
        balances={
            ATTENDANCE_MARKS.name: marks.balance,
            PUPILS.name: reader.pupils.balance,
        },
        findings=(*marks.findings, *reader.pupils.findings),
        notes=(note,) if left_out else (),
    )


def _inside(marks: Part, service: Service) -> Part:
    """Return the marks of the days asked for; the others are not counted as read."""
    frame, balance = marks.frame, marks.balance
    wanted = frame["date"] >= pd.Timestamp(service.first_on)
    if service.last_on is not None:
        wanted &= frame["date"] <= pd.Timestamp(service.last_on)
    outside = int((~wanted).sum())
    counted = RowBalance(
        balance.rows_in - outside, balance.accepted - outside, balance.rejected
    )
    return Part([frame[wanted]], [counted], marks.findings)


def _described(schools: Sequence[School]) -> dict[str, pd.DataFrame]:
    """Return the table of schools, if more is known of any than its URN.

    Otherwise it would contradict a list of schools that another source gives.
    """
    if not any(school.is_described for school in schools):
        return {}
    rows = [(school.urn, school.phase, school.authority) for school in schools]
    frame = pd.DataFrame(
        rows, columns=["school_urn", "phase", "authority"], dtype="str"
    )
    return {SCHOOLS.name: frame}
