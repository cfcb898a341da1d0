"""The CSV tables of each submission, from a folder or a zip."""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from attrs import field, frozen

from send_metrics.adapters.band_lists.opening import refuse_danger
from send_metrics.adapters.delimited.decoding import LARGEST_BYTES
from send_metrics.errors import SourceError

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@frozen
class Submission:
    """The tables of one submission, by their names in the data set.

    *folder* is the name of the folder that they lie in, ``None`` at the top.
    """

    folder: str | None
    tables: dict[str, bytes] = field(factory=dict, repr=False)

    def file(self, table: str) -> str:
        """Return what messages call the file of a table."""
        return f"{self.folder}/{table}.csv" if self.folder else f"{table}.csv"


def submissions_at(
    path: Path, tables: Collection[str], code_list: str | None = None
) -> tuple[list[Submission], Submission]:
    """Return the submissions at *path*, a folder or a zip, in the order of their names.

    Tables at the top are one submission; otherwise each folder that holds some is one.
    A file is of the table that its name begins with. The file called *code_list*, which
    may lie anywhere, is of no submission and comes by itself.

    Raises:
        SourceError: there is none of the tables, one is there twice in a submission, or
            a file is unreadable, unsafe or too large.
    """
    found: dict[str | None, Submission] = {}
    lists = Submission(None)
    read = _members_of_zip(path) if _is_zip(path) else _members_of_folder(path)
    for name, content in read:
        stem = PurePosixPath(name).stem
        if code_list is not None and stem.casefold() == code_list:
            if lists.tables:
                message = f"{path.name} holds {code_list}.csv twice; keep one"
                raise SourceError(message)
            lists.tables[code_list] = content
            continue
        table = _table_of(stem, tables)
        if table is None:
            continue
        parent = PurePosixPath(name).parent.name or None
        held = found.setdefault(parent, Submission(parent))
        if table in held.tables:
            message = f"{path.name} holds {table} twice in one submission; keep one"
            raise SourceError(message)
        held.tables[table] = content
    if not found:
        message = (
            f"{path.name} holds no table that is read; name CSV files like the tables,"
            f" {', '.join(sorted(tables))}"
        )
        raise SourceError(message)
    if None in found and len(found) > 1:
        message = (
            f"{path.name} holds tables beside folders of tables; put each submission in"
            " a folder of its own"
        )
        raise SourceError(message)
    return [found[name] for name in sorted(found, key=str)], lists


def _is_zip(path: Path) -> bool:
    if path.is_dir():
        return False
    if path.suffix.casefold() == ".zip":
        return True
    message = f"{path.name}: give the folder, or the zip, that holds the CSV tables"
    raise SourceError(message)


def _table_of(stem: str, tables: Collection[str]) -> str | None:
    """Return the table that a file is of; ``CYP101`` alone will do for its name.

    >>> _table_of("cyp101referral_2025-06", ["CYP101Referral"])
    'CYP101Referral'
    """
    written = stem.casefold()
    for table in tables:
        number = re.match(r"[A-Z]+[0-9]{3}", table)
        short = number[0].casefold() if number else table.casefold()
        if re.match(rf"({re.escape(table.casefold())}|{short})([^a-z0-9]|$)", written):
            return table
    return None


def _members_of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    files = sorted(file for file in folder.glob("**/*") if file.is_file())
    for file in files:
        if file.suffix.casefold() != ".csv":
            continue
        if not file.resolve().is_relative_to(folder.resolve()):
            message = (
                f"{folder.name}: {file.name} leads out of the folder; copy it there"
            )
            raise SourceError(message)
        try:
            if file.stat().st_size > LARGEST_BYTES:
                raise _too_large(file.name)
            content = file.read_bytes()
        except OSError as error:
            message = f"{file.name}: cannot be opened ({type(error).__name__})"
            raise SourceError(message) from None
        yield file.relative_to(folder).as_posix(), content


def _members_of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_danger(archive, path.name, "zip of a submission")
            for member in archive.infolist():
                inside = member.filename
                if not inside.casefold().endswith(".csv") or "__MACOSX" in inside:
                    continue
                with archive.open(member) as file:
                    content = file.read(LARGEST_BYTES + 1)
                if len(content) > LARGEST_BYTES:
                    raise _too_large(PurePosixPath(inside).name)
                yield inside, content
    except _BROKEN:
        message = f"{path.name} cannot be read as a whole zip; fetch it again"
        raise SourceError(message) from None


def _too_large(name: str) -> SourceError:
    return SourceError(f"{name} is larger than {LARGEST_BYTES:,} bytes; split it")
