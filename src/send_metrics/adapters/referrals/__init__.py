"""Referrals to services for children, and their contacts, from CSV or Parquet files.

::

    files      which file holds what, and its rows as text
    codes      what local codes mean, as a codes.toml declares it
    rows       rows of text to referrals
    contacts   rows of text to contacts
"""

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from send_metrics.adapters.contract import Adapter, Reading
from send_metrics.adapters.hookspecs import hookimpl
from send_metrics.adapters.pseudonyms import Pseudonyms
from send_metrics.adapters.referrals import contacts, rows
from send_metrics.adapters.referrals.codes import SUSPECTED_AUTISM, codes_beside
from send_metrics.adapters.referrals.files import find_files, rows_in
from send_metrics.adapters.referrals.rows import OPTIONAL, REQUIRED
from send_metrics.records.tables import CONTACTS, REFERRALS

__all__ = ["OPTIONAL", "REQUIRED", "SUSPECTED_AUTISM", "Referrals"]


@frozen
class Referrals:
    """Reads one row a referral: when it came, when the child was seen, when it ended."""

    name: str = "referrals"
    title: str = "referrals to services and their contacts, in CSV or Parquet"
    tables: tuple[str, ...] = (REFERRALS.name, CONTACTS.name)

    def read(self, path: Path, pseudonyms: Pseudonyms) -> Reading:
        """Read one file, or a folder that may hold contacts and declared codes too.

        An empty day means that it has not come about (yet). Ages take the place of
        dates of birth.

        Raises:
            SourceError: a file as a whole cannot be read.
        """
        files = find_files(path)
        codes = codes_beside(files.referrals)
        referrals = rows_in(
            files.referrals,
            table=REFERRALS.name,
            columns=rows.REQUIRED,
            optional=rows.OPTIONAL,
            days=rows.DAYS,
        )
        frame, people = rows.referral_frame(referrals, codes, pseudonyms)
        frames, taken = {REFERRALS.name: frame}, {REFERRALS.name: referrals}
        if files.contacts is not None:
            found = rows_in(
                files.contacts,
                table=CONTACTS.name,
                columns=contacts.REQUIRED,
                optional=contacts.OPTIONAL,
                days=contacts.DAYS,
                part=files.contacts.name,
            )
            frames[CONTACTS.name] = contacts.contact_frame(
                found, codes, people, pseudonyms
            )
            taken[CONTACTS.name] = found
        return Reading(
            frames=frames,
            balances={name: held.balance for name, held in taken.items()},
            findings=tuple(one for held in taken.values() for one in held.findings),
            columns_left_out={
                name: held.columns_left_out for name, held in taken.items()
            },
        )


@hookimpl
def register_adapters(register: Callable[[Adapter], None]) -> None:
    """Offer the reader of referrals."""
    register(Referrals())
