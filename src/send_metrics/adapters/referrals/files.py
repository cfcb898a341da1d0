"""Which file holds the referrals, and which the contacts."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from send_metrics.adapters.delimited import TextRows, read_delimited
from send_metrics.adapters.delimited.parquet import read_parquet_rows
from send_metrics.errors import SourceError

KINDS = (".csv", ".parquet")


@frozen
class ReferralFiles:
    """A file of referrals, and one of contacts if there is one."""

    referrals: Path
    contacts: Path | None = None


def find_files(path: Path) -> ReferralFiles:
    """Return the file at *path*, or those of a folder.

    Raises:
        SourceError: there is no file of referrals, or one of the two is there twice.
    """
    if path.is_file() and path.suffix.lower() in KINDS:
        return ReferralFiles(path)
    if not path.is_dir():
        message = (
            f"{path.name}: referrals are read from one .csv or .parquet file, or from a"
            " folder that holds referrals.csv and contacts.csv"
        )
        raise SourceError(message)
    referrals = _only("referrals", path)
    if referrals is None:
        message = (
            f"{path.name}: the folder holds no referrals.csv or referrals.parquet; put"
            " it there, or name one .csv or .parquet file"
        )
        raise SourceError(message)
    return ReferralFiles(referrals, _only("contacts", path))


def _only(name: str, folder: Path) -> Path | None:
    found = [
        file
        for file in sorted(folder.iterdir())
        if file.stem.lower() == name and file.suffix.lower() in KINDS
    ]
    if len(found) > 1:
        message = f"{folder.name}: the folder holds several files of {name}; keep one"
        raise SourceError(message)
    if found and not found[0].resolve().is_relative_to(folder.resolve()):
        message = (
            f"{folder.name}: {found[0].name} leads out of the folder; copy it there"
        )
        raise SourceError(message)
    return found[0] if found else None


def rows_in(
    path: Path,
    *,
    table: str,
    columns: Sequence[str],
    optional: Sequence[str],
    days: Sequence[str],
    part: str | None = None,
) -> TextRows:
    """Return the rows of a CSV or Parquet file as text.

    Raises:
        SourceError: the file as a whole cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        return read_parquet_rows(
            path,
            table=table,
            columns=columns,
            optional=optional,
            days=days,
            part=part,
        )
    return read_delimited(
        path, table=table, columns=columns, optional=optional, part=part
    )
